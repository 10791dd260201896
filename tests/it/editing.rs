//! Edits of plans that people have decorated: with comments, blanks, tabs, line ends of either kind, a byte
//! order mark, no line end at the end. Whatever is edited, all the rest stays as it is.

use std::path::{Path, PathBuf};

use groundswell::disk::{Disk, Memory};
use groundswell::draft::asked::{self, Also};
use groundswell::draft::{Change, Draft, Refused, Title};
use groundswell::plan::address::{Address, Table};
use groundswell::plan::edit::Edit;
use groundswell::source::Limits;
use similar::{ChangeTag, TextDiff};

/// The tables of the plan that is decorated, with their keys and values.
pub(crate) const TABLES: &[(&str, &[(&str, &str)])] = &[
    (
        "wave.one",
        &[("name", "\"One\""), ("start", "2026-01-01"), ("end", "2026-06-30"), ("budget", "900_000")],
    ),
    ("wave.two", &[("name", "'Two'"), ("start", "2026-07-01"), ("end", "2026-12-31")]),
    ("wave.three", &[("start", "2027-01-01"), ("end", "2027-12-31"), ("focus", "3")]),
    ("driver.reach", &[("wave", "\"one\""), ("needs", "[\"crm >= 2\", \"board\"]"), ("value", "1_000")]),
    ("driver.cost-cut", &[("wave", "\"two\""), ("needs", "[\"crm\"]"), ("confidence", "0.5")]),
    ("capability.crm", &[("reaches", "{ one = 2, two = 3 }"), ("cost", "{ one = 10, run = 1 }")]),
    ("capability.data", &[("wave", "\"two\""), ("maturity", "1"), ("note", "'''as is'''")]),
    ("mandate.board", &[("reaches", "{ one = 1 }"), ("holder", "\"SVP\"")]),
    ("kpi.rate", &[("measures", "[\"reach\"]"), ("target", "{ one = 3, two = 4.5 }"), ("unit", "\"%\"")]),
    ("risk.late", &[("probability", "0.3"), ("delays", "{ crm = 3 }")]),
];

/// What is thrown to choose among what people write.
pub(crate) struct Dice(pub(crate) fastrand::Rng);

impl Dice {
    pub(crate) fn one_in(&mut self, many: u32) -> bool {
        self.0.u32(0..many) == 0
    }

    pub(crate) fn of<'t, T: ?Sized>(&mut self, all: &[&'t T]) -> &'t T {
        all[self.0.usize(0..all.len())]
    }

    /// A plan as people write it: every choice that TOML leaves is made at random.
    pub(crate) fn plan(&mut self) -> String {
        let mut lines = vec!["format = 1 # the first".to_owned(), String::new()];
        let mut tables = TABLES.to_vec();
        self.0.shuffle(&mut tables);
        let mut nth = 0;
        for (name, keys) in tables {
            let mut keys = keys.to_vec();
            self.0.shuffle(&mut keys);
            let mut comment = |dice: &mut Self| {
                nth += 1;
                if dice.one_in(3) {
                    format!("{}# comment {nth}", dice.of(&["", " ", "\t", "    "]))
                } else {
                    String::new()
                }
            };
            if self.one_in(3) {
                lines.push(format!("# -- {name} --"));
            }
            let indent = self.of(&["", "", "  ", "\t"]);
            let between = self.of(&[" = ", " = ", "=", "  =  ", "\t= "]);
            let (kind, id) = name.split_once('.').unwrap();
            match self.0.u32(0..4) {
                0 => {
                    let style = self.of(&["{ ", "{"]);
                    let pairs: Vec<String> =
                        keys.iter().map(|(key, value)| format!("{key}{between}{value}")).collect();
                    let one = format!(
                        "{kind}.{id} = {style}{}{}",
                        pairs.join(self.of(&[", ", " , "])),
                        style.trim_end().replace('{', "}")
                    );
                    // A dotted key of the top has to come before the first table.
                    lines.insert(1, one + &comment(self));
                }
                style => {
                    let quoted = format!("[ {kind} . \"{id}\" ]");
                    let head = if style == 1 { quoted } else { format!("[{name}]") };
                    lines.push(format!("{indent}{head}{}", comment(self)));
                    for (key, value) in keys {
                        let value = match (value.strip_prefix('['), self.one_in(3)) {
                            (Some(list), true) => {
                                let entries = list.trim_end_matches(']').split(", ");
                                let rows: Vec<String> =
                                    entries.map(|it| format!("\n{indent}  {it},{}", comment(self))).collect();
                                format!("[{}\n{indent}]", rows.concat())
                            }
                            _ => value.to_owned(),
                        };
                        lines.push(format!("{indent}{key}{between}{value}{}", comment(self)));
                        if self.one_in(5) {
                            lines.push("  ".repeat(self.0.usize(0..2)));
                        }
                    }
                    if self.one_in(2) {
                        lines.push(String::new());
                    }
                }
            }
        }
        let mut text = lines.join("\n");
        if self.one_in(2) {
            text.push('\n');
        }
        if self.one_in(3) {
            text = text.replace('\n', "\r\n");
        }
        if self.one_in(4) {
            text.insert(0, '\u{feff}');
        }
        text
    }

    /// A change of the plan as it stands, and how many lines it may take away and bring.
    pub(crate) fn change(&mut self, draft: &Draft) -> (Result<Change, Refused>, usize, usize) {
        let ids: Vec<(Table, String)> =
            [Table::Wave, Table::Driver, Table::Capability, Table::Mandate, Table::Kpi]
                .into_iter()
                .flat_map(|table| draft.source().ids(table).into_iter().map(move |id| (table, id.to_owned())))
                .collect();
        let (table, id) = ids[self.0.usize(0..ids.len())].clone();
        let at = format!("{}.{id}", table.key());
        let number = self.0.u32(0..100_000).to_string();
        match self.0.u32(0..9) {
            0 => (asked::set(draft, &format!("{at}.note"), &format!("note {number}")), 1, 1),
            1 => (asked::set(draft, &format!("{at}.owner"), "The \"owner\" of it"), 1, 1),
            2 => (asked::set(draft, &format!("{at}.extra.ticket"), &number), 1, 1),
            3 => {
                let item = self.of(&["reach", "cost-cut", "crm", "data", "board"]);
                let wave = self.of(&["one", "two", "three"]);
                let from = (item == "crm").then(|| self.of(&["one", "two"]));
                (asked::moved(draft, item, wave, from), 2, 2)
            }
            4 => {
                let needs = Address::new(Table::Driver, "reach").to("needs");
                let nth = draft.source().entries(draft.plan(), &needs).unwrap_or(0);
                (asked::set(draft, &format!("driver.reach.needs[{nth}]"), "data"), 1, 2)
            }
            5 => {
                let keys = draft.source().keys(draft.plan(), &Address::new(table, &id)).unwrap();
                let key = keys.iter().find(|key| ["note", "owner", "name", "extra"].contains(key));
                match key {
                    Some(key) => (asked::removed(draft, &format!("{at}.{key}"), Also::Nothing), 1, 1),
                    None => (asked::set(draft, &format!("{at}.name"), "Named"), 1, 1),
                }
            }
            6 => {
                let new = format!("new-{number}");
                let fields = ["name=New".to_owned(), "note=Here".to_owned()];
                let words: Vec<String> = std::iter::once(new).chain(fields).collect();
                (asked::added(draft, table.key(), &words), 1, 6)
            }
            7 => (asked::renamed(draft, &at, &format!("{}-{number}", &id[..1])), 99, 99),
            _ => {
                let values = [("date", Some("2026-07-01")), ("what", Some(&*number)), ("owner", Some("X"))];
                (asked::recorded(draft, Table::Action, format!("agree on {number}"), &values), 1, 7)
            }
        }
    }
}

fn opened(text: &str) -> Draft {
    let store = Memory::default().with("plan.toml", text);
    Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap()
}

fn text(draft: &Draft) -> String {
    draft.source().text(0).content.to_string()
}

/// The comments of a text, in order; the values of these tests hold no `#`.
pub(crate) fn comments(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.split_once('#')).map(|(_, comment)| comment.trim_end()).collect()
}

/// Whether an edit took no more than so many lines and brought no more, and left all comments, line ends and marks
/// where they were.
pub(crate) fn touches_its_own_lines(before: &str, after: &str, title: &str, (goes, comes): (usize, usize)) {
    // A last line without an end gets one when another follows it.
    let lines = [before, after].map(|text| format!("{}\n", text.trim_end_matches('\n')));
    let diff = TextDiff::from_lines(&lines[0], &lines[1]);
    let of = |tag: ChangeTag| diff.iter_all_changes().filter(|it| it.tag() == tag).count();
    let (went, came) = (of(ChangeTag::Delete), of(ChangeTag::Insert));
    let shown = || format!("{title}\n{}", diff.unified_diff());
    assert!(went <= goes && came <= comes, "{}", shown());
    // The comment behind what is taken out goes with its line.
    let line = |tag: ChangeTag| diff.iter_all_changes().filter(move |it| it.tag() == tag);
    let left: Vec<&str> = line(ChangeTag::Insert).flat_map(|it| comments(it.value())).collect();
    let gone: Vec<&str> = line(ChangeTag::Delete)
        .filter(|_| title.starts_with("remove "))
        .flat_map(|it| comments(it.value()))
        .filter(|comment| !left.contains(comment))
        .collect();
    let mut expected = comments(before);
    expected.retain(|comment| !gone.contains(comment));
    assert_eq!(expected, comments(after), "{}", shown());
    assert_eq!(before.starts_with('\u{feff}'), after.starts_with('\u{feff}'), "{}", shown());
    assert_eq!(before.ends_with('\n'), after.ends_with('\n'), "{}", shown());
    let bare = |text: &str| text.replace("\r\n", "").matches('\n').count();
    let returns = |text: &str| text.matches("\r\n").count();
    let kept = if returns(before) > 0 { bare(after) == 0 } else { returns(after) == 0 };
    assert!(kept, "{}", shown());
}

#[test]
fn an_edit_of_a_decorated_plan_touches_its_own_lines_alone() {
    let mut dice = Dice(fastrand::Rng::with_seed(23));
    let (mut made, mut refused) = (0, 0);
    for _ in 0..200 {
        let start = dice.plan();
        let mut draft = opened(&start);
        assert!(draft.findings().is_empty(), "{:?}\n{start}", draft.findings());
        for _ in 0..50 {
            let before = text(&draft);
            let (change, gone, come) = dice.change(&draft);
            let Some(change) = change.ok().filter(|change| draft.apply(change).is_ok()) else {
                assert_eq!(text(&draft), before);
                refused += 1;
                continue;
            };
            made += 1;
            let after = text(&draft);
            touches_its_own_lines(&before, &after, &change.title, (gone, come));
        }
    }
    assert!(made + refused == 10_000 && made > 6_000, "{made} made, {refused} refused");
}

/// Does so many things by chance, then undoes all of it and makes all of it again. Gives how many steps there
/// were.
fn there_and_back(dice: &mut Dice, actions: usize) -> usize {
    let start = dice.plan();
    let mut draft = opened(&start);
    let mut titles = Vec::new();
    for _ in 0..actions {
        match dice.0.u32(0..6) {
            0 => {
                let undone = draft.undo();
                assert_eq!(undone, titles.pop());
            }
            1 => titles.extend(draft.redo()),
            2 if dice.one_in(4) => draft.saved(),
            _ => {
                let (change, ..) = dice.change(&draft);
                if let Some(change) = change.ok().filter(|change| draft.apply(change).is_ok()) {
                    titles.push(change.title);
                }
            }
        }
    }
    titles.extend(std::iter::from_fn(|| draft.redo()));
    let end = text(&draft);
    let undone: Vec<Title> = std::iter::from_fn(|| draft.undo()).collect();
    assert!(undone.iter().rev().eq(&titles), "{undone:?} of {titles:?}");
    assert_eq!(text(&draft), start);
    assert!(std::iter::from_fn(|| draft.redo()).eq(titles.iter().cloned()));
    assert_eq!(text(&draft), end);
    titles.len()
}

#[test]
fn undoing_everything_gives_the_start_and_redoing_it_the_end() {
    // A few long sequences, and ten thousand short ones.
    let mut dice = Dice(fastrand::Rng::with_seed(21));
    let long: usize = (0..30).map(|_| there_and_back(&mut dice, 60)).sum();
    assert!(long > 500, "{long} steps");
    let short: usize = std::thread::scope(|scope| {
        let halves = [22, 23].map(|seed| {
            scope.spawn(move || {
                let mut dice = Dice(fastrand::Rng::with_seed(seed));
                (0..5_000).map(|nth| there_and_back(&mut dice, 1 + nth % 4)).sum::<usize>()
            })
        });
        halves.map(|half| half.join().unwrap()).into_iter().sum()
    });
    assert!(short > 8_000, "{short} steps");
}

fn plans() -> [PathBuf; 3] {
    ["first.toml", "omnichannel/plan.toml", "zero-trust/plan.toml"]
        .map(|plan| Path::new(env!("CARGO_MANIFEST_DIR")).join("plans").join(plan))
}

#[test]
fn renaming_any_id_there_and_back_gives_the_same_bytes() {
    for plan in plans() {
        let mut draft = Draft::open(&Disk, &[plan], Limits::default()).unwrap();
        let ids: Vec<(Table, String)> = Table::ALL
            .into_iter()
            .filter(|table| *table != Table::Archetype)
            .flat_map(|table| {
                draft
                    .source()
                    .ids(table)
                    .into_iter()
                    .map(move |id| (table, id.to_owned()))
                    .collect::<Vec<_>>()
            })
            .filter(|(table, id)| Address::parse(&format!("{}.{id}", table.key())).is_some())
            .collect();
        let ids: Vec<_> =
            ids.into_iter().filter(|(table, id)| draft.has(&Address::new(*table, id))).collect();
        assert!(ids.len() > 10);
        for (table, id) in ids {
            let mentions = draft.source().mentions(table, &id).len();
            let there = Change {
                title: Title::default(),
                edits: vec![Edit::Rename(Address::new(table, &id), "zz-other".into())],
            };
            draft.apply(&there).unwrap_or_else(|refused| panic!("{table:?} {id}: {}", &*refused.message));
            assert_eq!(draft.source().mentions(table, "zz-other").len(), mentions, "{id}");
            let back = Change {
                title: Title::default(),
                edits: vec![Edit::Rename(Address::new(table, "zz-other"), id.clone())],
            };
            draft.apply(&back).unwrap_or_else(|refused| panic!("{table:?} {id}: {}", &*refused.message));
            assert!(!draft.is_changed(), "{table:?} {id}");
        }
    }
}

#[test]
fn saving_ends_no_step() {
    let mut draft = opened("format = 1\n[driver.a]\nname = \"A\"\n");
    let set = |draft: &mut Draft, value: &str| {
        let change = asked::set(draft, "a.name", value).unwrap();
        draft.apply(&change).unwrap();
    };
    set(&mut draft, "B");
    draft.saved();
    assert!(!draft.is_changed());
    set(&mut draft, "C");
    assert_eq!(
        [draft.undo(), draft.undo()],
        [Some("set driver.a.name to C".into()), Some("set driver.a.name to B".into())]
    );
    assert_eq!((draft.undo(), draft.redoable()), (None, Some("set driver.a.name to B")));
    let [change] = &draft.replacements()[..] else { panic!("one file is to be saved") };
    let written = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(written(&change.old).contains("\"B\"") && written(&change.new).contains("\"A\""));
}

#[test]
fn what_would_break_the_plan_is_refused_with_what_to_do() {
    let plan = "format = 1\n[wave.one]\nstart = 2026-01-01\nend = 2026-06-30\n[driver.a]\nwave = \"one\"\nneeds = [\"crm\"]\n[capability.crm]\nreaches = { one = 2 }\n[gate.one]\nwave = \"one\"\n";
    let draft = opened(plan);
    let set = |at: &str, value: &str| {
        let mut draft = opened(plan);
        let refused = asked::set(&draft, at, value).and_then(|change| draft.apply(&change)).unwrap_err();
        assert_eq!(text(&draft), plan);
        (refused.message.to_string(), refused.help.to_string())
    };
    assert_eq!(set("a.wave", "on"), ("there is no wave `on`".into(), "Did you mean the wave `one`?".into()));
    assert_eq!(set("a.wvae", "one").1, "Did you mean `wave`? Your own fields go into `extra`.");
    assert_eq!(set("a.confidence", "2").1, "Write a number from 0 to 1.");
    assert_eq!(set("b.wave", "one").0, "nothing in the plan has the id `b`");
    assert_eq!(set("one.start", "2026-02-01").1, "Write one of: wave.one.start, gate.one.start.");
    assert_eq!(set("a.needs[3]", "crm").1, "Write driver.a.needs[1] to add one.");
    assert_eq!(set("a", "crm").1, "Name a value of it: driver.a.KEY.");
    let refused = asked::removed(&draft, "crm", Also::Nothing).unwrap_err();
    assert_eq!(refused.message, "the plan refers to `crm` in plan.toml:7");
    assert_eq!(asked::renamed(&draft, "crm", "a").unwrap_err().message, "`a` is the id of a driver already");
    assert_eq!(asked::moved(&draft, "crm", "one", None).unwrap_err().message, "`crm` is in one already");
    let torn = opened("format = 1\n[driver.a]\nname = \"A\"\nname = \"B\"\n");
    let change = asked::set(&torn, "a.name", "C").unwrap();
    let refused = opened("format = 1\n[driver.a]\nname = \"A\"\nname = \"B\"\n").apply(&change).unwrap_err();
    assert!(refused.message.starts_with("plan.toml:4: ") && !refused.conflict, "{refused:?}");
    let merge = "format = 1\n[driver.a]\n<<<<<<< ours\nname = \"A\"\n=======\nname = \"B\"\n>>>>>>> theirs\n";
    let change = asked::set(&opened(merge), "a.note", "C").unwrap();
    assert!(opened(merge).apply(&change).unwrap_err().conflict);
}

/// A table of values goes with the last of them, however it is written; one that has others stays.
#[test]
fn a_table_of_values_goes_with_the_last_of_them() {
    let plan = |live: &str| {
        format!(
            "format = 1\n[wave.one]\nstart = 2026-01-01\nend = 2026-06-30\n[wave.two]\nstart = 2026-07-01\n\
             end = 2026-12-31\n[capability.crm]\nreaches = {{ one = 2, two = 3 }}\n{live}name = \"CRM\"\n"
        )
    };
    for (live, left) in [
        ("live = { two = 2026-11-30 } # late\n", ""),
        ("live.two = 2026-11-30\n", ""),
        ("live = { one = 2026-05-31, two = 2026-11-30 }\n", "live = { one = 2026-05-31 }\n"),
        ("extra = { a = { b = 1 } }\n", ""),
    ] {
        let mut draft = opened(&plan(live));
        let at = if live.starts_with("extra") { "crm.extra.a.b" } else { "crm.live.two" };
        let change = asked::removed(&draft, at, Also::Nothing).unwrap();
        draft.apply(&change).unwrap();
        assert_eq!(text(&draft), plan(left), "{live}");
        draft.undo();
        assert_eq!(text(&draft), plan(live));
    }
}
