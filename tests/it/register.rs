//! The register on the screen and in print: what is listed, in which order, with which figures, and how it is found.

use groundswell::check::check;
use groundswell::disk::Memory;
use groundswell::draft::Draft;
use groundswell::source::{Limits, Source};
use groundswell::tui::model::Model;
use groundswell::tui::theme::Look;
use groundswell::tui::{after, buffer, screen, text};
use groundswell::workspace::Workspace;

use crate::program::{folder, swell};

const PLAN: &str = r#"format = 1
[plan]
name = "Register"
currency = "EUR"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-11-15
[objective.grow]
name = "Grow"
owner = "Board"
[wave.one]
start = 2026-01-01
end = 2026-12-31
opens = { market = ["north"] }
[market.north]
share = 1.0
archetype = "adapted"
[driver.reach]
wave = "one"
value = 120_000
objective = "grow"
pool = "sales"
[driver.cross]
wave = "one"
value = 60_000
pool = "sales"
[capability.crm]
name = "CRM"
layer = "technological"
wave = "one"
[kpi.orders]
measures = ["reach"]
[pool.sales]
cap = 90_000
[tradeoff.touch]
axis = ["high touch", "low touch"]
position = 1
[exception.extra]
tradeoff = "touch"
market = "north"
until = 2026-06-30
cost = 12_000
approved-by = "Board"
[risk.small]
name = "Small"
probability = 0.1
costs = 5_000
[risk.large]
name = "Large"
probability = 0.4
delays = { crm = 3 }
owner = "IT"
"#;

fn open(text: &str) -> Workspace {
    let disk = Memory::default().with("plan.toml", text);
    let read = Source::read(&disk, &["plan.toml".into()], Limits::default()).ok().unwrap();
    Workspace::of(check(read, None), "plan.toml")
}

fn shown(keys: &str, width: u16) -> String {
    screen(open(PLAN), Look::default(), keys, width, 40)
}

fn model(keys: &str) -> Model {
    after(open(PLAN), Look::default(), keys, 100, 30)
}

fn line<'s>(screen: &'s str, with: &str) -> &'s str {
    screen.lines().find(|line| line.contains(with)).unwrap_or_else(|| panic!("{with} in\n{screen}"))
}

/// By hand: the market is adapted and so live three months after the wave, at the end of March 2027: value counts
/// from April to December 2027, nine months. Reach and cross claim 10,000 and 5,000 a month, 135,000 in all; the cap
/// leaves 7,500 a month, 67,500, and of that two thirds to reach, which serves the objective.
#[test]
fn each_kind_is_listed_with_the_figures_that_belong_to_it() {
    let screen = shown("0", 118);
    let place = |words: &str| screen.find(words).unwrap_or_else(|| panic!("{words} in\n{screen}"));
    assert!(place("Large") < place("Small") && place("Small") < place("Exceptions 1"), "{screen}");
    assert!(line(&screen, "Large").contains("40 %   3 months"), "{screen}");
    assert!(line(&screen, "Small").contains("10 %") && line(&screen, "Small").contains("5 k€"), "{screen}");
    assert!(line(&screen, "extra").starts_with("  ✓ extra"), "it ended: {screen}");
    assert!(
        line(&screen, "extra").contains("30 Jun 2026") && line(&screen, "extra").contains("12 k€"),
        "{screen}"
    );
    assert!(line(&screen, "high touch").contains("high touch ───●─ low touch"), "{screen}");
    let grow = line(&screen, "Grow");
    assert!(grow.contains("1 driver") && grow.contains("1 KPI") && grow.contains("45.0 k€"), "{screen}");
    let sales = line(&screen, "▲ sales");
    assert!(sales.contains("90 k€") && sales.contains("135 k€") && sales.contains("67.5 k€"), "{screen}");
    assert!(sales.contains("binds Apr 2027 – Dec 2027"), "{screen}");
    let adapted = line(&screen, "adapted");
    assert!(
        adapted.contains("× 1.5") && adapted.contains("3 months") && adapted.contains("north"),
        "{screen}"
    );
}

#[test]
fn an_entry_is_found_filtered_explained_and_told_in_its_detail() {
    let here = |keys: &str| model(keys).desk().sheet.current().map(|spot| spot.at.to_string());
    assert_eq!(here("0 / small <enter>").as_deref(), Some("risk.small"));
    assert_eq!(here("ctrl-g s a l e s <enter>").as_deref(), Some("pool.sales"), "no other view shows it");
    assert_eq!(here("/ crm <enter> 0").as_deref(), Some("risk.large"), "a risk stands for what it delays");
    let listed = |keys: &str| text(&buffer(&model(keys)));
    let filtered = listed("0 f owner:it <enter>");
    assert!(
        filtered.contains("Large") && !filtered.contains("Small") && !filtered.contains("sales"),
        "{filtered}"
    );
    let of_wave = listed("0 f wave:one <space> kind:risk <enter>");
    assert!(of_wave.contains("Large") && !of_wave.contains("Small"), "{of_wave}");
    let pools = listed("0 v v v v v");
    assert!(pools.contains("Pools 1") && !pools.contains("Risks"), "{pools}");
    let explained = listed("0 / sales <enter> =");
    assert!(explained.contains("claims.sales") && explained.contains("135,000"), "{explained}");
    let detail = listed("0 / touch <enter> <enter>");
    assert!(detail.contains("high touch, in part"), "what is given up: {detail}");
}

#[test]
fn the_register_is_printed_and_written_for_a_spreadsheet() {
    let here = folder(&[("plan.toml", PLAN)]);
    let text = swell(here.path(), &["show", "plan.toml", "register"]).out;
    assert!(text.contains("rather low touch") && text.contains("CRM by 3 months"), "{text}");
    let rows = swell(here.path(), &["show", "plan.toml", "register", "--format", "csv"]).out;
    assert!(rows.contains("pool,sales,sales,,,cross reach,,,,,,90000,,135000,,67500,,,,,,\n"), "{rows}");
    assert!(rows.contains("risk,large,Large,IT,,crm,0.4,3,"), "{rows}");
    assert!(rows.contains("risk,small,Small,,,,0.1,,5000,,,,,,,,,,,,,500\n"), "a tenth of 5,000: {rows}");
    let json = swell(here.path(), &["show", "plan.toml", "register", "--format", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["objectives"]["grow"]["planned"], 45_000);
    assert_eq!(json["tradeoffs"]["touch"]["exceptions"][0], "extra");
}

#[test]
fn a_second_filter_takes_the_place_of_the_first_unless_it_is_kept() {
    let typed = |keys: &str| model(keys).filter.typed.clone();
    assert_eq!(typed("0 f owner:it <enter> f small <enter>"), "small");
    assert_eq!(typed("0 f owner:it <enter> f <end> <space> small <enter>"), "owner:it small");
    assert_eq!(typed("0 f owner:it <enter> f <enter>"), "owner:it", "it stays where nothing is typed");
}

/// What was learnt: two of one day and wave, one of no wave, one of a day that is still to come.
const LEARNT: &str = r#"[[learning]]
date = 2026-09-22
wave = "one"
note = "The second mail is answered, never the first"
leads-to = ["crm", "reach"]
[[learning]]
date = 2026-09-22
wave = "one"
note = "The field enters what pays it"
private = true
[[learning]]
date = 2026-10-01
note = "A plan should be data"
owner = "Ann"
[[learning]]
date = 2026-12-01
note = "Nobody knows this yet"
"#;

fn learnt(keys: &str) -> String {
    let store = Memory::default().with("plan.toml", format!("{PLAN}{LEARNT}"));
    let draft = Draft::open(&store, &["plan.toml".into()], Limits::default()).unwrap();
    screen(Workspace::drafted(Box::new(draft), None), Look::default(), keys, 80, 40)
}

#[test]
fn what_was_learnt_is_listed_the_newest_first_and_told_of_what_it_names() {
    let list = learnt("0 v v v v v v v");
    let row = |holds: &str| list.lines().position(|line| line.contains(holds)).unwrap_or(99);
    assert!(row("Learnings 3") < row("A plan should be data"), "{list}");
    assert!(row("A plan should") < row("The field enters").min(row("The second mail")), "{list}");
    assert!(!list.contains("Nobody knows"), "what is still to come is not known: {list}");
    let wave = learnt("/ one <enter> <enter>");
    assert!(
        wave.contains("Learnt") && wave.contains("22 Sep 2026 · The field enters what pays it"),
        "{wave}"
    );
    let item = learnt("/ CRM <enter> <enter>");
    assert!(
        item.contains("Learnt, and changed by it") && item.contains("The second mail is answered"),
        "{item}"
    );
    assert!(!item.contains("The field enters"), "{item}");
    let own = learnt("0 / mail <enter> <enter>");
    assert!(
        own.contains("Led to a change of") && own.contains("CRM") && own.contains("Wave      one"),
        "{own}"
    );
}

#[test]
fn what_was_learnt_is_found_from_elsewhere_changed_and_taken_out() {
    let told = learnt("/ should <enter>");
    assert!(told.contains("Nothing here holds “should”; ^G finds it elsewhere"), "{told}");
    let found = learnt("ctrl-g should <enter>");
    assert!(found.contains("[0 Register]") && found.contains("> · A plan should be data"), "{found}");
    let edited = learnt("ctrl-g should <enter> e <end> <space> now <f2>");
    assert!(edited.contains("A plan should be data now"), "{edited}");
    let gone = learnt("ctrl-g mail <enter> x x");
    assert!(gone.contains("Removed learning “The second mail is answered, never the first”"), "{gone}");
    assert!(gone.contains("Learnings 2") && gone.contains("The field enters what pays it"), "{gone}");
    let new = learnt("c n Late <space> is <space> late <f2>");
    assert!(new.contains("Recorded learning “Late is late”, on Register (0)"), "{new}");
    let kept = learnt("0 f kind:learning <space> wave:one <enter>");
    assert!(kept.contains("Learnings 2") && !kept.contains("no kind"), "{kept}");
}

#[test]
fn what_was_learnt_is_printed_but_not_what_is_private() {
    let here = folder(&[("plan.toml", &format!("{PLAN}{LEARNT}"))]);
    let shown = |more: &[&str]| swell(here.path(), &[&["show", "plan.toml", "register"], more].concat()).out;
    for form in [&[][..], &["--plain"], &["--format", "csv"], &["--format", "json"]] {
        let text = shown(form);
        assert!(text.contains("The second mail is") && text.contains("A plan should be data"), "{text}");
        assert!(!text.contains("The field enters") && !text.contains("Nobody knows"), "{text}");
    }
    let rows = shown(&["--format", "csv"]);
    let row = "learning,2026-09-22 one,\"The second mail is answered, never the first\",,,crm reach,,,,,,,,,,,,,,,2026-09-22,\n";
    assert!(rows.contains(row), "{rows}");
    let json: serde_json::Value = serde_json::from_str(&shown(&["--format", "json"])).unwrap();
    // That a private one is of the same day and wave is told by no number.
    let own = &json["learnings"]["2026-09-22 one"];
    assert_eq!(own["leads_to"], serde_json::json!(["crm", "reach"]));
    assert_eq!((own["wave"].as_str(), own["date"].as_str()), (Some("one"), Some("2026-09-22")));
    let all: serde_json::Value =
        serde_json::from_str(&shown(&["--format", "json", "--include-private"])).unwrap();
    let note = |key: &str| all["learnings"][key]["note"].as_str().unwrap_or_default().to_owned();
    assert_eq!(note("2026-09-22 one"), "The second mail is answered, never the first");
    assert_eq!(note("2026-09-22 one #2"), "The field enters what pays it", "{all}");
}

/// By hand: a tenth of 5,000 is 500, and a fifth of it 1,000.
#[test]
fn what_a_risk_is_expected_to_cost_is_explained_and_compared() {
    let here = folder(&[
        ("plan.toml", PLAN),
        ("other.toml", &PLAN.replace("probability = 0.1", "probability = 0.2")),
    ]);
    let page = swell(here.path(), &["explain", "plan.toml", "expected-cost.small"]).out;
    assert!(
        page.starts_with("expected-cost.small = 500") && page.contains("risk.small.probability = 0.1"),
        "{page}"
    );
    let of_risk = swell(here.path(), &["explain", "plan.toml", "risk.small"]).out;
    assert!(of_risk.contains("expected-cost.small"), "{of_risk}");
    let told = swell(here.path(), &["diff", "plan.toml", "other.toml"]).out;
    assert!(told.contains("expected cost 500 € → 1.00 k€"), "{told}");
    let screen = shown("0 / small <enter>", 140);
    assert!(screen.contains("Expected  500"), "{screen}");
}

#[test]
fn a_chance_that_nobody_knows_is_said_whole() {
    let plan = PLAN.replace("probability = 0.4\n", "");
    let store = Memory::default().with("plan.toml", plan);
    let draft = Draft::open(&store, &["plan.toml".into()], Limits::default()).unwrap();
    let drawn = screen(Workspace::drafted(Box::new(draft), None), Look::default(), "0", 80, 24);
    assert!(drawn.contains("unknown") && !drawn.contains("unkno…"), "{drawn}");
}
