//! What slides say of a plan as a whole: what is private counts and is not shown, what is late stays short, and what is
//! not known is not told.

use groundswell::tui;
use groundswell::tui::theme::Look;

use crate::driven::open;

/// Two waves by hand. In the first, of two steps one was live long ago and one is overdue; the second has one step to
/// come, which nothing needs, so that it is at risk. What is private counts in all sums, is in no list, and its name is nowhere.
#[test]
fn what_is_private_counts_on_slides_and_is_said_to_be_left_out() {
    let plan = "format = 1\n[plan]\nas-of = 2026-11-15\n[wave.one]\nname = \"One\"\nstart = 2026-01-01\nend = 2026-09-30\n\
        [wave.two]\nname = \"Two\"\nstart = 2026-10-01\nend = 2027-06-30\n\
        [capability.there]\nname = \"There\"\nlayer = \"commercial\"\nreaches = { one = 1 }\n\
        [capability.canary]\nname = \"Canary\"\nlayer = \"commercial\"\nreaches = { one = 2 }\nprivate = true\n\
        [capability.ahead]\nname = \"Ahead\"\nlayer = \"commercial\"\nreaches = { two = 1 }\n\
        [[assessed]]\ncapability = \"there\"\ndate = 2026-10-01\nlevel = 1\n\
        [[assessed]]\ncapability = \"canary\"\ndate = 2026-10-01\nlevel = 1\n";
    let slide = |plan: &str, keys: &str| tui::screen(open(plan), Look::default(), keys, 100, 30);
    let first = slide(plan, "P");
    assert!(first.contains("1 of 2 live · late"), "{first}");
    assert!(!first.contains("Canary") && !first.contains("1 of 1"), "{first}");
    let late = slide(plan, "P 2");
    assert!(
        late.contains("step late or blocked · 1 at risk") && late.contains("1 more is not shown"),
        "{late}"
    );
    assert!(!late.contains("Nothing is late") && !late.contains("Canary"), "{late}");
    // Where it is no secret, the same counts, and its name.
    let shown = plan.replace("private = true\n", "");
    assert!(slide(&shown, "P").contains("1 of 2 live · late"), "{}", slide(&shown, "P"));
    let late = slide(&shown, "P 2");
    assert!(late.contains("Canary") && !late.contains("not shown"), "{late}");
}

/// Six things that are late for one reason, which is longer than two rows of 80 columns: the body has seven rows and
/// names all six, and the number has its blocks. Two rows of 100 columns hold it: the body has three of them, whole.
#[test]
fn what_is_late_is_told_in_seven_rows_and_more_where_that_is_asked_for() {
    let many: String = (1..=6)
        .map(|nth| {
            format!(
                "[capability.c{nth}]\nname = \"Thing {nth}\"\nlayer = \"commercial\"\nreaches = {{ one = 1 }}\n\
                 needs = [\"far\"]\n"
            )
        })
        .collect();
    let plan = format!(
        "format = 1\n[plan]\nas-of = 2026-11-15\n[wave.one]\nstart = 2026-10-01\nend = 2027-03-31\n\
         [wave.two]\nstart = 2027-04-01\nend = 2028-03-31\n\
         [capability.far]\nname = \"A thing with a name that is so long that no row of any slide would hold all of it at \
         once\"\nlayer = \"commercial\"\nreaches = {{ two = 1 }}\n{many}"
    );
    let slide = |keys: &str, width, height| tui::screen(open(&plan), Look::default(), keys, width, height);
    for (width, height) in [(80, 24), (100, 30)] {
        let screen = slide("P 2", width, height);
        assert!(screen.contains("██"), "{screen}");
        let caption = screen.lines().position(|line| line.contains("steps late or blocked")).unwrap();
        let body = screen.lines().skip(caption + 1).take(usize::from(height) - caption - 2);
        let rows = body.filter(|line| !line.trim().is_empty()).count();
        let (named, whole) = if width == 80 { (6, 0) } else { (3, 3) };
        assert!(rows <= 7, "{rows}: {screen}");
        assert_eq!(screen.matches("Thing ").count(), named, "{screen}");
        assert_eq!(screen.matches("too late by 366 days").count(), whole, "{screen}");
        assert_eq!(screen.contains("+3 more ↓"), width == 100, "{screen}");
    }
    // One key more has the whole reasons: in two rows each, of twelve.
    let whole = slide("P 2 +", 100, 40);
    assert_eq!(whole.matches("too late by 366 days").count(), 6, "{whole}");
}

/// A plan of one capability in no wave, and of no day but that it is looked at as of.
#[test]
fn a_plan_without_waves_says_so_and_tells_of_no_year_that_it_does_not_know() {
    let plan = "format = 1\n[plan]\nas-of = 2026-11-15\n[capability.alpha]\nname = \"Alpha\"\nlayer = \"commercial\"\n";
    let screen = |keys: &str| tui::screen(open(plan), Look::default(), keys, 80, 24);
    assert!(screen("5").contains("No waves yet, and so no value to tell of"), "{}", screen("5"));
    assert!(screen("3").contains("Alpha") && !screen("3").contains("no items yet"), "{}", screen("3"));
    for keys in [
        "1", "2", "3", "3 v", "3 v v", "3 T", "4", "5", "5 T", "5 v", "6", "7", "8", "9", "0", "P", "P 2",
        "P 3", "P 4",
    ] {
        assert!(!screen(keys).contains("1970"), "{keys}: {}", screen(keys));
    }
    // What is on record is within the time that is looked at.
    let more = "[driver.d]\nname = \"D\"\ncategory = \"cost\"\n[[realized]]\ndriver = \"d\"\nperiod = \"2026-03\"\nvalue = 100\n";
    let work = open(&format!("{plan}{more}"));
    assert_eq!(work.plan().start.to_string(), "2026-03-31");
    assert_eq!(work.plan().as_of.to_string(), "2026-11-15");
}

/// Three months of one driver are over since April and nothing is on record; of another one March and May of four are
/// not. Two more are private.
#[test]
fn what_nobody_recorded_is_told_by_its_name_and_since_when() {
    let plan = "format = 1\n[plan]\nname = \"Records\"\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = 2026-07-15\n\
        [wave.one]\nname = \"One\"\nstart = 2026-01-01\nend = 2026-02-28\n\
        [driver.a]\nname = \"Fewer calls\"\nwave = \"one\"\nvalue = 12_000\nlive = 2026-03-31\n\
        [driver.b]\nname = \"Less paper\"\nwave = \"one\"\nvalue = 24_000\n\
        [driver.c]\nname = \"Canary\"\nwave = \"one\"\nvalue = 24_000\nprivate = true\n\
        [driver.e]\nname = \"Canary two\"\nwave = \"one\"\nvalue = 24_000\nprivate = true\n";
    let recorded =
        |period: &str| format!("[[realized]]\ndriver = \"b\"\nperiod = \"2026-{period}\"\nvalue = 2000\n");
    let plan = format!("{plan}{}{}", recorded("04"), recorded("06"));
    let told = tui::screen(open(&plan), Look::default(), "P 3", 100, 30);
    let words = told.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = "Not recorded Less paper for 2 months from Mar 2026 on · Fewer calls since Apr 2026";
    assert!(words.contains(said), "{told}");
    assert!(!told.contains("Canary") && !told.contains("without a record"), "{told}");
}

/// What is as planned is told once: in the number, and in the month in which it pays back.
#[test]
fn value_that_is_as_planned_is_told_once() {
    let plan = std::fs::read_to_string("plans/first.toml").unwrap();
    let told = tui::screen(open(&plan), Look::default(), "P 4", 80, 24);
    assert!(told.contains("M€ planned and forecast by Dec 2028"), "{told}");
    assert!(
        !told.contains("1.18 M€") && !told.contains("Forecast  ") && !told.contains("Planned  "),
        "{told}"
    );
    assert!(told.contains("Jun 2028, as planned"), "{told}");
}

/// The reasons are those of the view, without its keys; each of several drivers has its own.
#[test]
fn a_slide_of_value_says_why_drivers_come_to_nothing() {
    let wave = "[wave.one]\nstart = 2026-01-01\nend = 2026-06-30\n";
    let plan = |drivers: &str| {
        format!(
            "format = 1\n[plan]\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = 2026-02-01\n{wave}{drivers}"
        )
    };
    let unsure = "[driver.a]\nname = \"Unsure\"\nwave = \"one\"\nvalue = 500\nconfidence = 0\n";
    let late = "[driver.b]\nname = \"Late\"\nwave = \"one\"\nvalue = 500\nlive = 2027-12-31\n";
    let slide = |text: &str| tui::screen(open(text), Look::default(), "P 3", 100, 30);
    let told = slide(&plan(unsure));
    assert!(told.contains("Nobody is sure of anything that drivers bring") && !told.contains('{'), "{told}");
    let told = slide(&plan(&format!("{unsure}{late}")));
    assert!(told.contains("each for a reason of its own") && !told.contains("list below"), "{told}");
    let words = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("Unsure confidence 0") && words.contains("Late comes after the horizon"),
        "{told}"
    );
    // Of what is private no reason is told.
    let told = slide(&plan(&format!("{unsure}private = true\n")));
    assert!(!told.contains("Nobody is sure") && !told.contains("confidence"), "{told}");
    let told = slide(&plan(""));
    assert!(told.contains("No driver yet: nothing says what the change pays for"), "{told}");
    let told = slide(&plan("[driver.a]\nname = \"A\"\nwave = \"one\"\n"));
    assert!(told.contains("No driver is said to bring anything"), "{told}");
}
