//! Three texts of one file, the last common one and two that came from it: by id and key, never by line.
//!
//! A key is taken from the side that changed it; lists in which the order says nothing and tables in
//! braces are merged entry by entry; what stands on one side alone is kept with its comments, near the
//! neighbours it had there. What both sides changed differently is a conflict, and so is what one side
//! changed and the other removed, or both added differently under one id. So is a step that each side moved to a
//! wave of its own, or that one moved and the other removed. What a side has given another id is followed.
//!
//! Comments are merged as values are: that of the side that changed it stands. Where both changed one, both
//! stand; and what one side removed while the other said something about it, is a conflict.
//!
//! Conflicts are marked as git marks them, with the common text between the two, around the smallest
//! place: the lines of the key, or the table where it is gone on one side. What comes out is read again and
//! held against what was to come out, so that no merge is silently wrong.

mod alike;
mod clash;
mod commented;
mod decided;
mod in_time;
mod matched;
mod names;
mod new_ids;
mod renamed;
mod steps;
mod three;
mod whole;

pub use new_ids::{Dispute, Followed, with_ids_of_both};
pub use renamed::{Renamed, Roots, renamed};
pub use whole::{Files, Moved, Whole, merge_files, stands_in, unsaid, with_places_of_both};

use rustc_hash::FxHashMap;

use crate::source::pieces::{Body, Series, cut};
use crate::source::written::Value;

pub use clash::{Clash, Side};
pub use decided::decided;

/// Markers of a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markers {
    /// How often the sign stands in one; git's own number is 7.
    pub size: usize,
    /// What the two sides and the common text are called: ours, base, theirs.
    pub labels: [String; 3],
}

impl Default for Markers {
    fn default() -> Self {
        Self { size: 7, labels: ["ours".into(), "base".into(), "theirs".into()] }
    }
}

/// What a merge gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The text, with markers where it is in conflict.
    pub text: String,
    /// What is in conflict: the names of keys and tables, in the order of the text.
    pub conflicts: Vec<String>,
}

/// Why a text cannot be merged by what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmerged {
    /// A side is no sound TOML, or written in a way that cannot be cut into keys.
    Faulty,
    /// What came out did not say what it should: both sides write the same table in two ways.
    Twisted,
    /// A comment of one side stands nowhere in what came out.
    Untold,
}

/// Merges what two sides made of a text.
///
/// # Errors
/// [`Unmerged`], where it takes another way to merge them.
pub fn merge(base: &str, ours: &str, theirs: &str, markers: &Markers) -> Result<Merged, Unmerged> {
    let whole = |text: &str| Merged { text: text.to_owned(), conflicts: Vec::new() };
    if ours == theirs || base == theirs {
        return Ok(whole(ours));
    }
    if base == ours {
        return Ok(whole(theirs));
    }
    let ([base, ours, theirs], disputes) = alone([base, ours, theirs])?;
    series(&base, &ours, &theirs, markers, &disputes)
}

/// Merges what two sides made of a text as [`merge`] does, of which all are under the ids of both already: `texts`
/// are base, ours, theirs, and the sides do not agree in the disputes.
///
/// # Errors
/// [`Unmerged`], where it takes another way to merge them.
pub fn merge_under(texts: [&str; 3], markers: &Markers, disputes: &[Dispute]) -> Result<Merged, Unmerged> {
    let [base, ours, theirs] = texts;
    let whole = |text: &str| Merged { text: text.to_owned(), conflicts: Vec::new() };
    if ours == theirs || base == theirs {
        return Ok(whole(ours));
    }
    if base == ours {
        return Ok(whole(theirs));
    }
    let cut = |text: &str| cut(text).ok_or(Unmerged::Faulty);
    series(&cut(base)?, &cut(ours)?, &cut(theirs)?, markers, disputes)
}

/// Three texts of one file under the ids that the sides gave, cut; and what they do not agree in.
fn alone(texts: [&str; 3]) -> Result<([Series; 3], Vec<Dispute>), Unmerged> {
    let files = texts.map(|text| Files::from([("merged.toml".to_owned(), text.to_owned())]));
    let Followed { files, disputes, .. } = with_ids_of_both(files.each_ref());
    let [base, ours, theirs] = files
        .each_ref()
        .map(|files| files.values().next().and_then(|text| cut(text)).ok_or(Unmerged::Faulty));
    Ok(([base?, ours?, theirs?], disputes))
}

/// Merges three files that are cut.
fn series(
    base: &Series,
    ours: &Series,
    theirs: &Series,
    markers: &Markers,
    disputes: &[Dispute],
) -> Result<Merged, Unmerged> {
    let mut merging = three::Merging::new(markers, &[], disputes);
    let text = merging.sections(base, ours, theirs).text();
    let three::Merging { clashes, renamed, .. } = merging;
    if clashes.is_empty() && !says(&text, base, ours, theirs, |table, _| renamed.contains(table)) {
        return Err(Unmerged::Twisted);
    }
    if !commented::has_all(&text, base, ours, theirs) {
        return Err(Unmerged::Untold);
    }
    Ok(Merged { text, conflicts: clashes.into_iter().map(|clash| clash.name).collect() })
}

/// What a text says, key by key. Keys that stand there several times are left out.
type Said<'p> = FxHashMap<(&'p str, &'p str), Option<&'p Value>>;

fn said(series: &Series) -> Said<'_> {
    let mut said = Said::default();
    for section in &series.pieces {
        let Body::Series(keys) = &section.body else { continue };
        for piece in &keys.pieces {
            let key = (section.key.as_str(), piece.key.as_str());
            said.entry(key).and_modify(|it| *it = None).or_insert(Some(&piece.value));
        }
    }
    said
}

/// Whether a merged text says what it should: what one side alone changed as that side has it, what none
/// changed as it was. Keys of tables that are `beside` it are not held against anything: those that the
/// sides clash about, and those of entries with changed names, which do not tell which is which.
fn says(
    text: &str,
    base: &Series,
    ours: &Series,
    theirs: &Series,
    beside: impl Fn(&str, &str) -> bool,
) -> bool {
    let Some(merged) = cut(text) else { return false };
    let (base, ours, theirs, merged) = (said(base), said(ours), said(theirs), said(&merged));
    let keys = base.keys().chain(ours.keys()).chain(theirs.keys());
    for key in keys.filter(|(table, key)| !beside(table, key)) {
        let [old, one, other, now] = [&base, &ours, &theirs, &merged].map(|said| said.get(key).copied());
        if [old, one, other, now].contains(&Some(None)) {
            continue;
        }
        let expected = match (old == one, old == other) {
            (true, _) => other,
            (_, true) => one,
            _ if one == other => one,
            _ => continue,
        };
        if now != expected {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(base: &str, ours: &str, theirs: &str) -> Merged {
        merge(base, ours, theirs, &Markers::default()).unwrap()
    }

    #[test]
    fn a_key_is_taken_from_the_side_that_changed_it() {
        let base = "[driver.a]\nname = \"A\" # who\nvalue = 1\nneeds = [\"x >= 1\", \"y\"]\n";
        let ours = base.replace("value = 1", "value = 2").replace("\"y\"", "\"y\", \"o\"");
        let theirs = base
            .replace("\"A\" # who", "\"B\" # whom")
            .replace("x >= 1", "x >= 2")
            .replace("[driver.a]\n", "# Reach\n[driver.a]\n");
        let both = merged(base, &ours, &theirs);
        assert_eq!(both.conflicts, [""; 0]);
        assert_eq!(
            both.text,
            "# Reach\n[driver.a]\nname = \"B\" # whom\nvalue = 2\nneeds = [\"x >= 2\", \"y\", \"o\"]\n"
        );
    }

    #[test]
    fn what_both_append_is_kept_with_its_comments() {
        let base = "format = 1\n";
        let ours = "format = 1\n\n# ours\n[driver.a]\nvalue = 1";
        let theirs = "format = 1\n\n# theirs\n[driver.b] # b\nvalue = 2\n# the end\n";
        let both = merged(base, ours, theirs);
        assert_eq!(
            both.text,
            "format = 1\n\n# theirs\n[driver.b] # b\nvalue = 2\n\n# ours\n[driver.a]\nvalue = 1\n# the end\n"
        );
        assert_eq!(merged(base, theirs, ours).conflicts, [""; 0]);
    }

    #[test]
    fn a_comment_that_closes_the_file_is_said_once_where_both_append() {
        for base in ["format = 1\n# the end\n", "format = 1\n\n# the end\n", "format = 1\n# the end"] {
            let end = base.trim_end();
            let with = |id: &str| format!("{end}\n\n[{id}]\nname = \"N\"\n");
            let both = merged(base, &with("risk.a"), &with("objective.b"));
            let new = "[objective.b]\nname = \"N\"\n\n[risk.a]\nname = \"N\"\n";
            assert_eq!(both.text, format!("{end}\n\n{new}"));
            // What stands elsewhere in the same words is another comment.
            let twice =
                format!("format = 1\n\n# the end\n[risk.a]\nname = \"N\"\n{}\n", &end[10..].trim_start());
            assert_eq!(merged(base, &twice, base).text.matches("# the end").count(), 2);
        }
    }

    #[test]
    fn a_conflict_is_marked_around_its_lines() {
        let base = "[wave.one]\nname = \"One\"\nbudget = 1\nfocus = 1\n";
        let both = merged(
            base,
            &base.replace("budget = 1", "budget = 2"),
            &base.replace("budget = 1", "budget = 3"),
        );
        assert_eq!(both.conflicts, ["wave.one.budget"]);
        assert_eq!(
            both.text,
            "[wave.one]\nname = \"One\"\n<<<<<<< ours\nbudget = 2\n||||||| base\nbudget = 1\n=======\nbudget = 3\n>>>>>>> theirs\nfocus = 1\n"
        );
        let gone = merged(
            &format!("{base}[wave.two]\n"),
            "[wave.two]\n",
            &format!("{}[wave.two]\n", base.replace("focus = 1", "focus = 2")),
        );
        assert_eq!(gone.conflicts, ["wave.one"]);
        assert!(gone.text.starts_with("<<<<<<< ours\n||||||| base\n[wave.one]\n"), "{}", gone.text);
        assert!(gone.text.ends_with("focus = 2\n>>>>>>> theirs\n[wave.two]\n"), "{}", gone.text);
    }

    #[test]
    fn records_are_one_by_what_they_are_about() {
        let reading =
            |date: &str, value: u32| format!("[[reading]]\nkpi = \"k\"\ndate = {date}\nvalue = {value}\n");
        let base = reading("2026-01-31", 1);
        let (ours, theirs) =
            (base.clone() + &reading("2026-02-28", 2), base.clone() + &reading("2026-03-31", 3));
        let both = merged(&base, &ours, &theirs);
        assert_eq!((both.conflicts.len(), both.text.matches("[[reading]]").count()), (0, 3));
        let other = base.clone() + &reading("2026-02-28", 9);
        // Both added it: only what they say of it differently is in conflict.
        assert_eq!(merged(&base, &ours, &other).conflicts, ["reading[k 2026-02-28].value"]);
        assert_eq!(
            merged(&base, &ours, &ours.replace("value = 1", "value = 5")).text,
            ours.replace("value = 1", "value = 5")
        );
    }

    #[test]
    fn records_that_both_append_stand_in_order_of_time() {
        let reading = |date: &str| format!("[[reading]]\nkpi = \"k\"\ndate = {date}\n");
        let base = format!("{}[wave.one]\n", reading("2026-08-31"));
        let with = |date: &str| base.clone() + &reading(date);
        let both = merged(&base, &with("2026-09-30"), &with("2026-10-31"));
        let expected = base.clone() + &reading("2026-09-30") + &reading("2026-10-31");
        assert_eq!(both, Merged { text: expected.clone(), conflicts: Vec::new() });
        assert_eq!(merged(&base, &with("2026-10-31"), &with("2026-09-30")).text, expected);
    }

    #[test]
    fn entries_that_both_add_behind_a_comment_leave_it_where_it_was() {
        let list = |entries: &str| format!("[driver.a]\nneeds = [\n  \"a\", # why a\n{entries}\n]\n");
        let base = list("  \"b\" # why b");
        let with = |new: &str| list(&format!("  \"b\", # why b\n  \"{new}\""));
        let expected = list("  \"b\", # why b\n  \"d\",\n  \"c\"");
        assert_eq!(merged(&base, &with("c"), &with("d")).text, expected);
        // So too where the comment came to stand behind what is new.
        let with = |new: &str| list(&format!("  \"b\",\n  \"{new}\" # why b"));
        assert_eq!(merged(&base, &with("c"), &with("d")).text, expected);
    }

    #[test]
    fn slides_that_one_side_moves_and_the_other_rewords_stay_one() {
        let slide = |title: &str, note: &str| {
            format!("[[present]]\nview = \"item\"\nitem = \"x\"\ntitle = \"{title}\"\nnote = \"{note}\"\n")
        };
        let base = slide("A", "a") + &slide("B", "b") + &slide("C", "c");
        let ours = slide("C", "c") + &slide("A", "a") + &slide("B", "b");
        let theirs = slide("A", "a") + &slide("Bee", "b") + &slide("D", "d") + &slide("C", "see");
        let expected = slide("C", "see") + &slide("A", "a") + &slide("Bee", "b") + &slide("D", "d");
        assert_eq!(merged(&base, &ours, &theirs), Merged { text: expected.clone(), conflicts: Vec::new() });
        assert_eq!(merged(&base, &theirs, &ours).text, expected);
        // One side gives it another title, the other another note: one slide with both.
        let both = merged(&base, &base.replace("\"B\"", "\"Bee\""), &base.replace("\"b\"", "\"bzz\""));
        let expected = slide("A", "a") + &slide("Bee", "bzz") + &slide("C", "c");
        assert_eq!(both, Merged { text: expected, conflicts: Vec::new() });
        // The same slide with two titles is the clash, and no other.
        let both = merged(&base, &base.replace("\"B\"", "\"Bee\""), &ours.replace("\"B\"", "\"Beta\""));
        assert_eq!(both.conflicts, ["present.title"]);
        assert_eq!((both.text.matches("[[present]]").count(), both.text.matches("<<<<<<<").count()), (3, 1));
    }

    #[test]
    fn slides_without_titles_are_told_by_what_they_say() {
        let slide = |note: &str| format!("[[present]]\nview = \"value\"\nnote = \"{note}\"\n");
        let base = slide("a") + &slide("b");
        let both = merged(&base, &(slide("b") + &slide("a")), &(slide("a") + &slide("bee")));
        assert_eq!(both, Merged { text: slide("bee") + &slide("a"), conflicts: Vec::new() });
        // Two that were added are two, and one that both added is one.
        let both = merged(&base, &(base.clone() + &slide("c")), &(base.clone() + &slide("d") + &slide("c")));
        assert_eq!(both.conflicts, [""; 0]);
        assert_eq!(both.text, slide("a") + &slide("b") + &slide("d") + &slide("c"));
    }

    #[test]
    fn a_reading_of_another_day_is_another_one() {
        let base = "[[reading]]\nkpi = \"k\"\ndate = 2026-01-31\nvalue = 1\n";
        let both = merged(base, &base.replace("01-31", "02-28"), &base.replace("= 1", "= 5"));
        assert_eq!(both.conflicts, ["reading[k 2026-01-31]"]);
    }

    #[test]
    fn lists_are_merged_entry_by_entry_in_the_order_of_ours() {
        let list = |entries: &str| format!("include = [{entries}]\n[driver.a]\ntags = [{entries}]\n");
        let (base, ours) = (list(r#""x", "y", "z""#), list(r#""z", "x", "o", "both""#));
        let both = merged(&base, &ours, &list(r#""x", "y", "t", "both""#));
        assert_eq!(both, Merged { text: list(r#""x", "t", "o", "both""#), conflicts: Vec::new() });
        // Lists that both gave a table hold what each of them named.
        let tags = |entries: &str| format!("[driver.a]\nneeds = [{entries}]\n");
        let both = merged("[driver.a]\n", &tags(r#""x", "y >= 2""#), &tags(r#""y >= 2", "z""#));
        assert_eq!(both.text, tags(r#""x", "y >= 2", "z""#));
        let both = merged("[driver.a]\n", &tags(r#""y >= 2""#), &tags(r#""y >= 3""#));
        assert_eq!(both.conflicts, ["driver.a.needs"]);
    }

    /// Merges in either order, and gives what is in conflict.
    #[track_caller]
    fn clashing(base: &str, ours: &str, theirs: &str) -> Vec<String> {
        let [one, other] = [merged(base, ours, theirs), merged(base, theirs, ours)];
        assert_eq!(one.conflicts, other.conflicts);
        assert_eq!(one.text.matches("<<<<<<<").count(), one.conflicts.len(), "{}", one.text);
        one.conflicts
    }

    #[test]
    fn a_step_that_each_moves_to_another_wave_is_a_conflict() {
        let forms = [
            "[capability.a]\nreaches = { one = 1, two = 3 }\ncost = { two = 60, run = 5 }\n",
            "[capability]\na = { reaches = { one = 1, two = 3 }, cost = { two = 60 } }\n",
            "[capability.a]\nreaches.one = 1\nreaches.two = 3\ncost.two = 60\n",
            "[capability.a.reaches]\none = 1\ntwo = 3\n[capability.a.cost]\ntwo = 60\n",
            "capability.a.reaches.one = 1\ncapability.a.reaches.two = 3\ncapability.a.cost.two = 60\n",
        ];
        let names: [&[&str]; 5] = [
            &["capability.a.reaches", "capability.a.cost"],
            &["capability.a"],
            &["capability.a.reaches.two", "capability.a.cost.two"],
            &["capability.a.reaches.two", "capability.a.cost.two"],
            &["capability.a.reaches.two", "capability.a.cost.two"],
        ];
        for (base, names) in forms.into_iter().zip(names) {
            let to = |wave: &str| base.replace("two", wave);
            assert_eq!(clashing(base, &to("four"), &to("three")), names, "{base}");
            // Where both move it to the same one, nothing clashes; nor where each moves another.
            assert_eq!(merged(base, &to("four"), &to("four")).text, to("four"));
            let other = merged(base, &to("four"), &base.replace("one", "nought"));
            assert_eq!(other.conflicts, [""; 0], "{base}");
            assert_eq!(other.text, to("four").replace("one", "nought"));
        }
        // Who removes it says something against its move.
        let gone = forms[0].replace(", two = 3", "");
        assert_eq!(clashing(forms[0], &forms[0].replace("two", "four"), &gone), ["capability.a.reaches"]);
        // What is no step has no other name.
        let base = "[kpi.k]\ntarget = { one = 1, two = 2 }\ncost = 5\n";
        let ours = base.replace(", two = 2", "").replace("cost", "a");
        assert_eq!(clashing(base, &ours, &base.replace("two", "three").replace("cost", "b")), [""; 0]);
    }

    #[test]
    fn whose_step_it_is_after_all_is_decided_as_any_clash_is() {
        let base = "[capability.a.reaches]\none = 1\ntwo = 3\n";
        let [ours, theirs] = ["three", "four"].map(|wave| base.replace("two", wave));
        let chosen = |side| decided(base, &ours, &theirs, &[side], &[]).unwrap().0;
        assert_eq!((chosen(Side::Ours), chosen(Side::Theirs)), (ours.clone(), theirs.clone()));
        let marked = "[capability.a.reaches]\none = 1\n<<<<<<< ours\nthree = 3\n||||||| base\ntwo = 3\n=======\nfour = 3\n>>>>>>> theirs\n";
        assert_eq!(merged(base, &ours, &theirs).text, marked);
    }

    #[test]
    fn needs_and_criteria_are_known_by_what_they_are_about_in_every_form() {
        for (base, name) in [
            ("[driver.t]\nneeds = [\"x >= 1\", \"y\"]\n", "driver.t.needs"),
            ("[driver]\nt = { needs = [\"x >= 1\", \"y\"] }\n", "driver.t"),
            ("[driver]\nt.needs = [\"x >= 1\", \"y\"]\n", "driver.t.needs"),
            ("driver.t.prefers = [\"x >= 1\", \"y\"]\n", "driver.t.prefers"),
            ("[driver.t.needs]\nw = [\"x >= 1\", \"y\"]\n", "driver.t.needs.w"),
            ("[driver.t]\nneeds = { w = [\"x >= 1\", \"y\"] }\n", "driver.t.needs"),
            ("[gate]\ng = { criteria = [\"x >= 1\", \"y\"] }\n", "gate.g"),
            ("driver = { t = { needs = [\"x >= 1\", \"y\"] } }\n", "driver"),
        ] {
            let with = |level: u32| base.replace(">= 1", &format!(">= {level}"));
            let gone = base.replace("\"x >= 1\", ", "");
            assert_eq!(clashing(base, &with(2), &with(3)), [name], "{base}");
            assert_eq!(clashing(base, &with(2), &gone), [name], "{base}");
            let more = base.replace("\"y\"", "\"y\", \"z\"");
            assert_eq!(merged(base, &with(2), &more).text, more.replace(">= 1", ">= 2"), "{base}");
        }
        // The ends of an axis have an order, whatever form they are in.
        let base = "[tradeoff]\nt = { axis = [\"a\", \"b\"] }\n";
        assert_eq!(
            clashing(base, &base.replace("\"a\"", "\"c\""), &base.replace("\"a\"", "\"d\"")),
            ["tradeoff.t"]
        );
    }

    #[test]
    fn tables_that_both_begin_hold_the_keys_of_both() {
        for (base, ours, theirs, both) in [
            (
                "",
                "[risk]\na = { name = \"A\" }\n",
                "[risk]\nb = { name = \"B\" }\n",
                "[risk]\nb = { name = \"B\" }\na = { name = \"A\" }\n",
            ),
            (
                "",
                "[policy]\nfocus = 3\n",
                "[policy]\nchange-overload = 20\n",
                "[policy]\nchange-overload = 20\nfocus = 3\n",
            ),
            (
                "",
                "[kpi.k.tolerance]\ngreen = 1\n",
                "[kpi.k.tolerance]\namber = 2\n",
                "[kpi.k.tolerance]\namber = 2\ngreen = 1\n",
            ),
        ] {
            assert_eq!(clashing(base, ours, theirs), [""; 0], "{ours}");
            assert_eq!(merged(base, ours, theirs).text, both);
        }
        for field in ["covers", "tolerance", "effort", "extra"] {
            let item = |keys: &str| format!("[capability.a]\n{field} = {{ {keys} }}\n");
            let braces =
                |keys: &str| format!("[capability]\na = {{ name = \"A\", {field} = {{ {keys} }} }}\n");
            let bare = "[capability]\na = { name = \"A\" }\n";
            assert_eq!(merged("[capability.a]\n", &item("x = 1"), &item("y = 2")).text, item("y = 2, x = 1"));
            assert_eq!(merged(bare, &braces("x = 1"), &braces("y = 2")).text, braces("y = 2, x = 1"));
            assert_eq!(
                clashing("[capability.a]\n", &item("x = 1"), &item("x = 2, y = 2")),
                [format!("capability.a.{field}")]
            );
        }
        // Where some of it clashes, that alone is marked; what is hardly alike may be two things of one id.
        let risks = |a: &str| format!("[risk]\na = {{ name = \"{a}\" }}\n");
        let more = risks("B") + "b = { name = \"C\" }\n";
        assert_eq!(clashing("", &risks("A"), &more), ["risk.a"]);
        let text = merged("", &risks("A"), &more).text;
        assert!(text.ends_with(">>>>>>> theirs\nb = { name = \"C\" }\n"), "{text}");
        let item = |said: &str| format!("[risk.a]\nname = \"{said}\"\n");
        assert_eq!(clashing("", &item("A"), &item("B")), ["risk.a"]);
    }

    #[test]
    fn one_table_written_in_two_ways_is_no_merge() {
        let theirs = "driver.b.value = 2\n[driver.a]\nvalue = 1\n";
        let ours = "[driver.a]\nvalue = 1\n[driver.b]\nvalue = 3\n";
        let twisted = merge("[driver.a]\nvalue = 1\n", ours, theirs, &Markers::default());
        assert_eq!(twisted, Err(Unmerged::Twisted));
    }
}
