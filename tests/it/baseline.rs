//! The baseline: chosen from what git knows, and marked on every view.

use std::path::Path;
use std::process::Command;

use groundswell::git::{Reference, references, resolved};
use groundswell::tui::baseline;
use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::msg::Msg;
use groundswell::tui::past::Recalled;
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::{after, buffer, text};

use crate::driven::{PLAN, drawn, message, model, open, press};
use crate::everywhere::kind;
use crate::marked::read;

/// A plan of which a wave ended earlier, and a driver had another value.
fn against(keys: &str, width: u16, height: u16) -> Model {
    let before = PLAN.replace("end = 2028-03-31", "end = 2028-01-31").replace("700_000", "650_000");
    against_plan(&before, keys, width, height)
}

/// The plan, held against another state of it.
pub(crate) fn against_plan(before: &str, keys: &str, width: u16, height: u16) -> Model {
    let read = read(&[("plan.toml", before.as_bytes())]);
    let mut model = model(keys, width, height);
    let name = "v1.2 (30 Sep 2026)".to_owned();
    let recalled = Recalled::of(name, read, model.work.as_of);
    update(&mut model, Msg::Baseline(Ok(Box::new(recalled))));
    model
}

#[test]
fn every_view_marks_what_moved_and_the_detail_says_how() {
    let mut model = against("/ fees <enter>", 140, 40);
    assert_eq!(
        message(&model),
        "Against v1.2 (30 Sep 2026): 2 changes · » later  « earlier  Δ changed  + new"
    );
    for view in ["1", "2", "3", "5"] {
        press(&mut model, view);
        let drawn = text(&buffer(&model));
        // A wave and all in it end later, and of a driver more is told than that.
        let sign = if view == "5" { 'Δ' } else { '»' };
        let marked = drawn.lines().skip(2).any(|line| line.chars().take(100).any(|it| it == sign));
        assert!(marked, "view {view}: {drawn}");
        assert!(drawn.lines().next().unwrap().contains("against v1.2 (30 Sep 2026)"), "{drawn}");
    }
    press(&mut model, "1 / fees <enter>");
    model.message = None;
    let drawn = text(&buffer(&model));
    assert!(drawn.contains("Moved since v1.2") && drawn.contains("650 k€"), "{drawn}");
    assert!(drawn.contains("· Δ value: 650 k€ → 700 k€ (+50 k€)"), "{drawn}");
}

#[test]
fn the_timeline_shows_where_bars_ended_and_by_how_many_days_that_moved() {
    let mut model = against("2 G", 100, 30);
    model.message = None;
    let drawn = text(&buffer(&model));
    let county = drawn.lines().find(|line| line.contains("County")).unwrap_or_default();
    // From 31 Jan to 31 Mar of a leap year.
    assert!(county.contains("» +60 d") && county.contains('┤'), "{drawn}");
    let legend = drawn.lines().find(|line| line.contains("as in v1.2")).unwrap_or_default();
    assert!(legend.contains("╌┤ as in v1.2"), "{drawn}");
    let still = drawn.lines().find(|line| line.contains("Whole town")).unwrap_or_default();
    assert!(!still.contains('»') && !still.contains("═┤"), "{drawn}");
}

/// The row of the screen that says this, and the last line but one.
fn row_and_sentence(model: &mut Model, name: &str) -> (String, String) {
    model.message = None;
    let drawn = text(&buffer(model));
    let lines: Vec<&str> = drawn.lines().collect();
    let row = lines[2..lines.len() - 2].iter().find(|line| line.contains(name)).unwrap_or(&"");
    // It takes a second line where the view ends with an edge.
    let [first, second] = [lines[lines.len() - 3], lines[lines.len() - 2]];
    let sentence = if [" Δ ", " » "].iter().any(|said| first.starts_with(said)) { first } else { second };
    ((*row).to_owned(), sentence.to_owned())
}

/// Every view that marks says what it was: in the row where there is room, and below in any case.
#[test]
fn rows_and_the_line_below_say_what_it_was() {
    let before = PLAN
        .replace("end = 2028-03-31", "end = 2028-01-31")
        .replace("700_000", "650_000")
        .replace("wave = \"county\"\nneeds = [\"forms >= 3\"]", "wave = \"town\"\nneeds = [\"forms >= 3\"]")
        .replace("value = 21.5", "value = 25");
    let mut model = against_plan(&before, "1 / fees <enter>", 80, 24);
    assert!(row_and_sentence(&mut model, "").1.starts_with(" Δ value 650 k€ → 700 k€ · "));
    press(&mut model, "1 / payments <enter>");
    assert!(row_and_sentence(&mut model, "").1.starts_with(" » was Whole town, now County · "));
    press(&mut model, "2 g");
    model.selection = model.work.plan().waves().nth(2).map(|(ix, _)| model.work.plan().wave_address(ix));
    press(&mut model, "1 2");
    let (_, below) = row_and_sentence(&mut model, "");
    assert!(below.starts_with(" » was 31 Jan 2028, now 31 Mar 2028"), "{below}");
    press(&mut model, "4 / filed <enter>");
    let (_, below) = row_and_sentence(&mut model, "");
    assert!(below.starts_with(" Δ reading 25 → 21.5 % · "), "{below}");
    let mut wide = against_plan(&before, "2 G", 140, 40);
    let (row, _) = row_and_sentence(&mut wide, "○ County ");
    assert!(row.contains("was 31 Jan 2028"), "{row}");
}

/// Payments are live with County, on 31 Mar 2028, until they get a day of their own.
#[test]
fn a_day_of_its_own_is_told_beside_that_of_its_wave() {
    const OF_WAVE: &str = "wave = \"county\"\nneeds = [\"forms >= 3\"]";
    assert!(PLAN.contains(OF_WAVE));
    let later = PLAN.replace(OF_WAVE, &format!("{OF_WAVE}\nlive = 2028-05-31"));
    for width in [80, 140] {
        let mut model = against_plan(PLAN, "1 / payments <enter>", width, 40);
        update(&mut model, Msg::Outside(Ok(Box::new(open(&later)))));
        press(&mut model, "1 / payments <enter>");
        let (_, below) = row_and_sentence(&mut model, "");
        let told = match width {
            80 => " » was live 31 Mar 2028, now live 31 May 2028",
            _ => "» live: 31 Mar 2028 → 31 May 2028 (61 days later)",
        };
        assert!(below.contains(told), "{below}");
    }
}

/// By hand: of the 13 minutes between 25 on 30 Sep 2026 and 12 at the end of the wave, 31 of 182 days were planned by
/// 31 Oct 2026 while it ended on 31 Mar 2027, which leaves 22.786, and are 31 of 273 since it ends on 30 Jun 2027, which
/// leaves 23.524.
#[test]
fn what_was_planned_for_a_reading_is_told_as_that_in_its_unit_and_rounded() {
    let before = PLAN.replace("end = 2027-06-30", "end = 2027-03-31");
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model = against_plan(&before, "4 / queue <enter>", width, height);
        let (_, below) = row_and_sentence(&mut model, "");
        assert!(below.starts_with(" Δ plan then 22.8 → 23.5 min"), "{below}");
    }
    // In a scenario, where the wave ends three months earlier, the other way round.
    let mut model = model("/ town <enter> w s ctrl-u − 3 m <enter> 4 / queue <enter>", 80, 24);
    let (_, below) = row_and_sentence(&mut model, "");
    assert!(below.starts_with(" Δ plan then 23.5 → 22.8 min · "), "{below}");
}

/// By hand: what goes live with June 2026 brings its year's value from July to December 2027, 18 months: 180 k€ of
/// 120,000 a year, 120 k€ of 80,000. Two months later it is 160 k€.
#[test]
fn the_register_marks_objectives_and_pools_whose_figures_moved() {
    let plan = "format = 1\n[plan]\nname = \"Open\"\ncurrency = \"EUR\"\nstart = 2026-01-01\nhorizon = 2027-12-31\n\
                as-of = 2026-01-15\n[objective.grow]\nname = \"Grow\"\n[pool.shop]\nname = \"Shop\"\ncap = 900_000\n\
                [wave.one]\nstart = 2026-01-01\nend = 2026-06-30\n[driver.reach]\nname = \"Reach\"\nwave = \"one\"\n\
                objective = \"grow\"\npool = \"shop\"\nvalue = 120_000\n";
    let before = plan.replace("120_000", "80_000");
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model = after(open(plan), Look::default(), "0 g", width, height);
        let recalled =
            Recalled::of("v1.2".into(), read(&[("plan.toml", before.as_bytes())]), model.work.as_of);
        update(&mut model, Msg::Baseline(Ok(Box::new(recalled))));
        let (row, below) = row_and_sentence(&mut model, "● Grow ");
        assert!(row.contains('Δ'), "{row}");
        assert!(below.starts_with(" Δ planned 120 k€ → 180 k€"), "{below}");
        press(&mut model, "j");
        let (row, below) = row_and_sentence(&mut model, "● Shop ");
        assert!(row.contains('Δ'), "{row}");
        assert!(below.starts_with(" Δ claimed 120 k€ → 180 k€"), "{below}");
    }
    let mut model = after(open(plan), Look::default(), "/ reach <enter> w s ctrl-u 2 m <enter> 0 g", 80, 24);
    let (row, below) = row_and_sentence(&mut model, "● Grow ");
    assert!(row.contains('Δ') && below.starts_with(" Δ planned 180 k€ → 160 k€ · "), "{row} {below}");
    press(&mut model, "j");
    let (row, below) = row_and_sentence(&mut model, "● Shop ");
    assert!(row.contains('Δ') && below.starts_with(" Δ claimed 180 k€ → 160 k€ · "), "{row} {below}");
    // Nothing is marked where nothing moved.
    press(&mut model, "u");
    assert!(!row_and_sentence(&mut model, "● Grow ").0.contains('Δ'));
}

/// Later, earlier, changed, new and gone have one sign each, in every view that shows them.
#[test]
fn one_sign_says_in_every_view_in_which_way_something_moved() {
    let before = PLAN
        // The pilot ended later than it does now, and County earlier.
        .replace("end = 2026-09-30", "end = 2026-10-31")
        .replace("end = 2028-03-31", "end = 2028-01-31")
        // Of the driver nothing but its money is another.
        .replace("likely = 500_000", "likely = 450_000")
        .to_owned();
    assert!(before.contains("2026-10-31") && before.contains("450_000"));
    // One is new, and one is gone.
    let (head, rest) = before.split_once("[driver.errors]").unwrap();
    let (_, tail) = rest.split_once("[driver.county-fees]").unwrap();
    let gone =
        "[driver.gone]\nname = \"Sell the hall\"\ncategory = \"revenue\"\nwave = \"county\"\nvalue = 5_000\n";
    let before = format!("{head}{gone}\n[driver.county-fees]{tail}");
    let mut model = against_plan(&before, "", 140, 40);
    assert!(message(&model).contains("gone"), "{}", message(&model));
    let row = |model: &mut Model, view: &str, name: &str| {
        press(model, view);
        model.message = None;
        let drawn = text(&buffer(model));
        // Left of the detail.
        let mut left = drawn.lines().skip(2).map(|line| line.chars().take(100).collect::<String>());
        left.find(|line| line.contains(name)).unwrap_or_default()
    };
    for view in ["1", "2"] {
        for (name, sign) in [("Pilot", '«'), ("County", '»')] {
            let line = row(&mut model, view, name);
            assert!(line.contains(sign), "{view} {name}: {line}");
        }
    }
    for view in ["2", "6"] {
        let line = row(&mut model, view, "Payments");
        assert!(line.contains('»') && !line.contains('Δ'), "{view}: {line}");
    }
    for view in ["1", "2", "5"] {
        let line = row(&mut model, view, "Fewer wrong forms");
        assert!(line.contains('+'), "{view}: {line}");
    }
    press(&mut model, ": baseline.changes <enter>");
    let page = text(&buffer(&model));
    assert!(page.lines().any(|line| line.contains("− the driver Sell the hall is gone")), "{page}");
}

#[test]
fn what_a_figure_comes_to_is_held_against_the_baseline_in_words() {
    let model = against("5", 140, 40);
    let drawn = text(&buffer(&model));
    let told = drawn.lines().find(|line| line.contains("Δ since v1.2")).unwrap_or_default();
    assert!(told.contains("plan ") && told.contains("NPV "), "{drawn}");

    // Of 19 points to go 15.5 are gone, where it was all of them.
    let before = PLAN.replace("value = 21.5", "value = 25");
    let mut model = against_plan(&before, "4 / filed <enter>", 140, 40);
    model.message = None;
    let drawn = text(&buffer(&model));
    assert!(drawn.contains("status green → amber"), "{drawn}");
    press(&mut model, "7 / town? <enter>");
    let drawn = text(&buffer(&model));
    assert!(drawn.contains("criteria met ") && drawn.contains("Moved since v1.2"), "{drawn}");
    // What is said as what it was is not said again as what it comes to.
    let below = drawn.lines().skip_while(|line| !line.contains("Moved since v1.2")).take(6);
    assert_eq!(below.filter(|line| line.contains("criteria met")).count(), 1, "{drawn}");
}

/// What has another id by now is neither gone nor new, and what it was is still held against it.
#[test]
fn a_renamed_id_is_one_change_and_keeps_its_marks() {
    let before = PLAN.replace("county-fees", "fees").replace("700_000", "650_000");
    let before = before.replace("end = 2028-03-31", "end = 2028-01-31").replace("wave.county", "wave.region");
    let before = before.replace("\"county\"", "\"region\"").replace("county = ", "region = ");
    let mut model = against_plan(&before, "1 / fees <enter>", 140, 40);
    model.message = None;
    let screen = text(&buffer(&model));
    assert!(screen.contains("value: 650 k€ → 700 k€ (+50 k€)"), "{screen}");
    // A wave and a driver have other ids; its end, and the driver's value.
    press(&mut model, ": baseline.changes <enter>");
    let page = text(&buffer(&model));
    assert!(page.contains("4 changes in what the plan says") && !page.contains("is gone"), "{page}");
    assert!(page.contains("the driver `fees` (Fees for running it for the county) is called `county-fees`"));
    // The bar of a wave with another id still shows where it ended.
    press(&mut model, "<esc> 2 G");
    model.message = None;
    let screen = text(&buffer(&model));
    let county = screen.lines().find(|line| line.contains("○ County")).unwrap_or_default();
    assert!(county.contains("» +60 d") && county.contains('┤'), "{screen}");
}

#[test]
fn marks_follow_edits_and_go_with_the_baseline() {
    let mut model = against("", 100, 30);
    // It speaks of the mark.
    model.message = None;
    let marks = |model: &Model| text(&buffer(model)).matches(['»', '«', 'Δ']).count();
    let before = marks(&model);
    press(&mut model, "/ forms <enter> >");
    assert!(marks(&model) > before, "{}", text(&buffer(&model)));
    press(&mut model, "u");
    model.message = None;
    let again = marks(&model);
    press(&mut model, "b");
    let references = vec![Reference {
        name: "abc1234".into(),
        kind: "commit",
        commit: String::new(),
        date: "2026-09-01".parse().ok(),
        subject: "evil \u{1b}[31m subject".into(),
    }];
    update(&mut model, Msg::References(Ok(references)));
    let drawn = text(&buffer(&model));
    assert!(drawn.contains("HEAD") && drawn.contains("01 Sep 2026") && !drawn.contains('\u{1b}'), "{drawn}");
    press(&mut model, "<del>");
    assert!(again > 0 && marks(&model) == 0 && model.baseline.is_none());
}

#[test]
fn after_any_edit_a_baseline_tells_what_one_chosen_anew_tells() {
    let before = PLAN.replace("end = 2028-03-31", "end = 2028-01-31").replace("700_000", "650_000");
    let recalled = || Recalled::of("v1.2".into(), read(&[("plan.toml", before.as_bytes())]), None);
    let mut model = model("", 140, 40);
    update(&mut model, Msg::Baseline(Ok(Box::new(recalled()))));
    let told = |model: &mut Model| {
        baseline::show(model);
        model.message = None;
        let page = text(&buffer(model));
        press(model, "<esc>");
        for view in ["5", "2", "1"] {
            press(model, view);
        }
        model.message = None;
        (page, text(&buffer(model)))
    };
    let first = told(&mut model);
    for keys in ["/ forms <enter> >", "/ fees <enter> >", "u", "U"] {
        press(&mut model, keys);
        let kept = told(&mut model);
        assert_ne!(kept, first, "{keys} changed nothing");
        update(&mut model, Msg::Baseline(Ok(Box::new(recalled()))));
        assert_eq!(kept, told(&mut model), "{keys}");
    }
}

#[test]
fn a_commit_of_several_names_is_offered_once_by_all_of_them() {
    let mut model = model("", 100, 30);
    let of = |name: &str, kind, commit: &str| Reference {
        name: name.into(),
        kind,
        commit: commit.into(),
        date: "2026-09-01".parse().ok(),
        subject: "x".into(),
    };
    let references = vec![
        of("v1.2", "tag", "bb2"),
        of("main", "branch", "aa1"),
        of("late", "branch", "bb2"),
        of("aa1", "commit", "aa1"),
        of("bb2", "commit", "bb2"),
        of("cc3", "commit", "cc3"),
    ];
    for (keys, chosen) in [
        ("<enter>", "HEAD"),
        ("<down> <enter>", "v1.2"),
        ("<down> <down> <enter>", "cc3"),
        ("late <enter>", "late"),
        ("main <enter>", "main"),
    ] {
        press(&mut model, "b");
        update(&mut model, Msg::References(Ok(references.clone())));
        let drawn = text(&buffer(&model));
        assert!(drawn.contains("HEAD, main, aa1 ") && drawn.contains("v1.2, late, bb2 "), "{drawn}");
        assert!(drawn.contains("3 revisions"), "{drawn}");
        assert_eq!(press(&mut model, keys), [Effect::Baseline(chosen.to_owned())], "{keys}");
    }
}

#[test]
fn a_baseline_is_found_by_letters_or_named_by_its_day() {
    let mut model = model("", 100, 30);
    assert_eq!(press(&mut model, "b"), [Effect::References]);
    let of = |name: &str, kind| Reference {
        name: name.into(),
        kind,
        commit: String::new(),
        date: None,
        subject: "x".into(),
    };
    let references = vec![of("v1.2", "tag"), of("v1.1", "tag"), of("abc1234", "commit")];
    let open = |model: &mut Model| {
        update(model, Msg::References(Ok(references.clone())));
        assert_eq!(kind(model), "baseline");
    };
    for (keys, chosen) in [
        ("<enter>", "HEAD"),
        ("<down> <enter>", "v1.2"),
        ("v1.1 <enter>", "v1.1"),
        ("2026-09-30 <enter>", "2026-09-30"),
        ("HEAD~3 <enter>", "HEAD~3"),
    ] {
        open(&mut model);
        assert_eq!(press(&mut model, keys), [Effect::Baseline(chosen.to_owned())], "{keys}");
    }
    open(&mut model);
    assert_eq!(press(&mut model, "zzz <esc>"), []);
    // An exact name comes first, then tags, branches, commits by their names, and last what only speaks of it.
    let of = |name: &str, kind, subject: &str| Reference { subject: subject.into(), ..of(name, kind) };
    let references = vec![
        of("d000001", "commit", "after all"),
        of("c3f0ab1", "commit", "q3: Q3 readings"),
        of("q3c0001", "commit", "x"),
        of("q3-work", "branch", "x"),
        of("q3-late", "tag", "x"),
        of("q3", "tag", "x"),
    ];
    for (keys, chosen) in [
        ("q3", "q3"),
        ("Q3", "q3"),
        ("q3 <down>", "q3-late"),
        ("q3 <down> <down>", "q3-work"),
        ("q3 <down> <down> <down>", "q3c0001"),
        ("readings", "c3f0ab1"),
    ] {
        update(&mut model, Msg::References(Ok(references.clone())));
        let effects = press(&mut model, &format!("{keys} <enter>"));
        assert_eq!(effects, [Effect::Baseline(chosen.to_owned())], "{keys}");
    }
    update(&mut model, Msg::References(Err("the plan lies in no git repository".into())));
    assert_eq!(message(&model), "No baseline to choose: the plan lies in no git repository");
}

pub(crate) fn git(folder: &Path, day: &str, arguments: &[&str]) {
    git_at(folder, &format!("{day}T12:00:00Z"), arguments);
}

fn git_at(folder: &Path, date: &str, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.current_dir(folder).args(["-c", "user.name=Ann", "-c", "user.email=a@b.c"]).args(arguments);
    git.env("GIT_AUTHOR_DATE", date).env("GIT_COMMITTER_DATE", date).env("GIT_CONFIG_NOSYSTEM", "1");
    assert!(git.output().unwrap().status.success(), "{arguments:?}");
}

#[test]
fn git_lists_tags_branches_and_commits_and_knows_the_last_before_a_day() {
    let here = crate::program::folder(&[("plan.toml", PLAN)]);
    assert!(references(here.path()).unwrap_err().message.contains("no git repository"));
    git(here.path(), "2026-09-01", &["init", "-q", "-b", "main"]);
    assert!(references(here.path()).unwrap_err().message.contains("nothing was committed"));
    git(here.path(), "2026-09-01", &["add", "."]);
    git(here.path(), "2026-09-01", &["commit", "-qm", "First\n\nbody"]);
    git(here.path(), "2026-09-01", &["tag", "v1"]);
    git(here.path(), "2026-10-01", &["commit", "-qm", "Second", "--allow-empty"]);
    let all = references(here.path()).unwrap();
    let told: Vec<(&str, String, &str)> =
        all.iter().map(|it| (it.kind, it.date.unwrap().to_string(), it.subject.as_str())).collect();
    let first = "2026-09-01".to_owned();
    let second = "2026-10-01".to_owned();
    assert_eq!(
        told,
        [
            ("tag", first.clone(), "First"),
            ("branch", second.clone(), "Second"),
            ("commit", second.clone(), "Second"),
            ("commit", first.clone(), "First"),
        ]
    );
    assert_eq!((all[0].name.as_str(), all[1].name.as_str()), ("v1", "main"));
    let day = |words: &str| resolved(here.path(), words).map(|(_, day)| day).map_err(|it| it.message);
    assert_eq!(
        [day("v1"), day("2026-09-30"), day("HEAD"), day("2026-10-01")].map(Result::unwrap),
        [first.clone(), first, second.clone(), second]
    );
    assert_eq!(day("2026-08-31").unwrap_err(), "nothing was committed up to 2026-08-31");
    assert_eq!(day("v9").unwrap_err(), "there is no commit `v9` in this repository");
    assert_eq!(day("--all").unwrap_err(), "`--all` names no commit");
}

/// A rebase keeps the day on which a change was written; by its day a revision is found where it was committed.
#[test]
fn a_commit_has_one_day_wherever_it_is_told() {
    let here = crate::program::folder(&[("plan.toml", PLAN)]);
    let written = "--date=2026-08-01T12:00:00Z";
    git(here.path(), "2026-09-01", &["init", "-q", "-b", "main"]);
    git(here.path(), "2026-09-01", &["add", "."]);
    git(here.path(), "2026-09-01", &["commit", "-qm", "First", written]);
    let listed = references(here.path()).unwrap();
    assert!(listed.iter().all(|it| it.date.unwrap().to_string() == "2026-09-01"));
    assert_eq!(resolved(here.path(), "2026-09-01").unwrap().1, "2026-09-01");
    assert!(resolved(here.path(), "2026-08-15").is_err());
    let told = crate::program::swell(here.path(), &["history", "plan.toml", "wave.town.end"]);
    assert!(told.out.contains("2026-09-01") && !told.out.contains("2026-08-01"), "{}", told.out);
}

#[test]
fn a_commit_that_is_not_made_leaves_the_index_as_it_was() {
    let here = crate::program::folder(&[("plan.toml", "format = 1\n"), ("gone.toml", "a = 1\n")]);
    git(here.path(), "2026-09-01", &["init", "-q", "-b", "main"]);
    git(here.path(), "2026-09-01", &["add", "."]);
    git(here.path(), "2026-09-01", &["commit", "-qm", "First"]);
    // Of these, git knows none: one is new, of two names alike one is, and one was taken out of the index.
    for name in ["new.toml", "n[e]w.toml"] {
        crate::program::write(here.path(), name, "b = 1\n");
    }
    git(here.path(), "2026-09-01", &["rm", "-q", "--cached", "gone.toml"]);
    crate::program::write(here.path(), "plan.toml", "format = 1\nname = \"X\"\n");
    let status = || {
        let mut git = Command::new("git");
        let said = git.current_dir(here.path()).args(["status", "--porcelain"]).output().unwrap().stdout;
        String::from_utf8(said).unwrap()
    };
    let before = status();
    assert!(before.contains("?? n[e]w.toml") && before.contains("D  gone.toml"), "{before}");
    let files: Vec<_> =
        ["plan.toml", "n[e]w.toml", "gone.toml"].iter().map(|name| here.path().join(name)).collect();
    let mut refused = groundswell::git::committing(here.path(), &files, "Second\n").unwrap();
    refused.command.env("GIT_EDITOR", "false");
    assert!(!refused.command.output().unwrap().status.success());
    refused.give_up().unwrap();
    assert_eq!(status(), before);

    let mut made = groundswell::git::committing(here.path(), &files, "Second\n").unwrap();
    for name in ["AUTHOR", "COMMITTER"] {
        made.command.env(format!("GIT_{name}_NAME"), "Ann").env(format!("GIT_{name}_EMAIL"), "a@b.c");
    }
    made.command.env("GIT_EDITOR", "true");
    assert!(made.command.output().unwrap().status.success());
    made.give_up().unwrap();
    assert_eq!(status(), "?? new.toml\n", "the one of the two whose name it is");
}

/// In New York the second is not over when it is in Greenwich, and in Sydney the third has begun before.
#[test]
fn a_day_is_that_of_who_committed_wherever_it_is_asked_for() {
    let here = crate::program::folder(&[("plan.toml", PLAN)]);
    git(here.path(), "2026-11-01", &["init", "-q", "-b", "main"]);
    git(here.path(), "2026-11-01", &["add", "."]);
    git(here.path(), "2026-11-01", &["commit", "-qm", "First"]);
    let commit = |date: &str, subject: &str| {
        git_at(here.path(), date, &["commit", "-qm", subject, "--allow-empty"]);
        resolved(here.path(), "HEAD").unwrap()
    };
    let late = commit("2026-11-02T23:30:00-0500", "Late");
    assert_eq!((late.1.as_str(), resolved(here.path(), "2026-11-02")), ("2026-11-02", Ok(late.clone())));
    let early = commit("2026-12-03T00:30:00+1100", "Early");
    assert_eq!((early.1.as_str(), resolved(here.path(), "2026-12-02")), ("2026-12-03", Ok(late)));
    assert_eq!(resolved(here.path(), "2026-12-03"), Ok(early));
    assert!(resolved(here.path(), "2026-10-31").unwrap_err().message.contains("nothing was committed up to"));
}

/// By hand: the council decided on 5 Oct 2026 to go on with conditions, which nobody had when the baseline was made.
#[test]
fn a_gate_that_was_decided_since_is_marked_and_says_what_was_decided() {
    let decided = PLAN.find("[[decision]]").unwrap();
    let end = PLAN[decided + 1..].find("\n[").map_or(PLAN.len(), |at| decided + 1 + at);
    let before = format!("{}{}", &PLAN[..decided], &PLAN[end..]);
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model = against_plan(&before, "1", width, height);
        let gate = drawn(&model).lines().find(|line| line.starts_with("│ Gate ")).unwrap().to_owned();
        assert!(gate.contains('Δ'), "{gate}\n{}", drawn(&model));
        press(&mut model, "7 / whole <space> town? <enter> <enter>");
        let shown = drawn(&model);
        let told = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains("outcome undecided → conditions"), "{shown}");
    }
}
