//! Every number that commands print as JSON: `simulate`, `slip`, `diff`, `history`, `check`, and views on another
//! day than the plan's. What has two sides is asked of two plans: before and after.
//!
//! No figures, and left out for it: how many findings, runs and revisions there are, the seed, line numbers, what
//! was asked for (by how many months something slips), values of the plan as a change of it writes them, and
//! what the interval of a chance is made of, which the rule of the chance says.

use std::collections::BTreeMap;
use std::path::Path;

use groundswell::figures::Figures;
use groundswell::graph::{Delay, Delayed, Graph};
use groundswell::impact::Impact;
use groundswell::plan::shift::Shift;
use groundswell::show::Context;
use groundswell::shows;
use groundswell::simulation::{Settings, Simulation};
use serde_json::Value as Json;

use super::rules::{CASE, Rule};
use super::{Plans, faults_of, named, numbers, read, sample};
use crate::program::swell;

/// What the program prints, of the plans of the repository with what is private.
fn printed(arguments: &[&str]) -> Json {
    let more = ["--format", "json", "--include-private"];
    let ran = swell(Path::new(env!("CARGO_MANIFEST_DIR")), &[arguments, &more].concat());
    assert_eq!(ran.err, "", "{arguments:?}");
    ran.json()
}

/// Holds each number to one of the names that the rules give it, each of the plan with the number before the name.
fn held(sides: &mut [Plans<'_>], rules: &[(String, String)], json: &Json) -> usize {
    let numbers = numbers(json);
    let mut faults = Vec::new();
    for number in &numbers {
        let mut names = Vec::new();
        for (path, name) in rules {
            let (side, name) = name.split_once(':').unwrap_or(("0", name));
            let side: usize = side.parse().unwrap();
            let rule = Rule { path: path.clone(), name: name.to_owned() };
            names.extend(named(sides[side].plan, &rule, number).map(|name| (side, name)));
        }
        let leads = |(side, name): &(usize, String)| {
            name.starts_with('!') || sides[*side].leads_to(name, number.number)
        };
        if !names.iter().any(leads) {
            faults.push(format!("{} = {}: {names:?}", number.path.join("/"), number.number));
        }
    }
    assert!(faults.is_empty(), "{} of {}: {:#?}", faults.len(), numbers.len(), sample(&faults));
    numbers.len()
}

fn plans<'p>(
    plan: &'p groundswell::plan::Plan,
    source: &'p groundswell::source::Source,
    figures: &'p Figures<'p>,
) -> Plans<'p> {
    Plans { plan, source, figures, known: BTreeMap::new(), simulation: None }
}

fn rule(path: &str, name: &str) -> (String, String) {
    (path.to_owned(), name.to_owned())
}

/// The rules of money that a plan comes to, below a path, as one of two sides.
fn case(path: &str, side: usize) -> Vec<(String, String)> {
    CASE.iter().map(|(key, word)| rule(&format!("{path}/{key}"), &format!("{side}:{word}"))).collect()
}

#[test]
fn every_number_of_a_slip_is_that_of_the_plan_or_of_the_plan_that_has_slipped() {
    for (path, what, months) in [("plans/omnichannel", "scale", 3), ("plans/omnichannel", "incentives", 5)] {
        let json = printed(&["slip", path, what, &months.to_string()]);
        let (plan, source) = read(path);
        let (figures, graph) = (Figures::new(&plan), Graph::new(&plan));
        let item = plan.item_by_id(what).map(Delayed::Item);
        let late = item.or_else(|| plan.wave_by_id(what).map(Delayed::Wave)).unwrap();
        let impact = Impact::of(&figures, &graph, &[Delay { what: late, by: Shift::months(months) }]);
        let after = Figures::new(&impact.plan);
        let mut rules = [case("case/0", 0), case("case/1", 1)].concat();
        for side in 0..2 {
            for word in ["planned", "forecast"] {
                rules.push(rule(&format!("drivers/*/{word}/{side}"), &format!("{side}:{word}.$1")));
            }
            for word in ["planned", "forecast", "cost"] {
                rules.push(rule(&format!("years/#year/{word}/{side}"), &format!("{side}:{word}@$1")));
            }
        }
        rules.extend([
            rule("format", "!the version of the format"),
            rule("years/#year/year", "!the year"),
            rule("timing/later", &format!("0:cost-later.{what}.{months}m")),
            rule("timing/saved", &format!("0:cost-saved.{what}.{months}m")),
            rule("delays/#/months", "!as asked"),
            rule("waves/#/months", "!as asked, or by what the dates beside it differ"),
            rule("overrun/*", "!how many of the steps that are listed"),
            rule("steps/#item/level", "step.$1.{wave}"),
            rule("steps/#item/because/level", "!the level of the step that is named"),
            rule("room/*/slack", "slack.$1"),
            rule("room/*/months", "chain-months.$1"),
            rule("room/*/chain/#item/level", "target.$1"),
            rule("room/*/chain/#item/level", "~item.$1.reaches"),
            rule("room/*/as_long/#/#item/level", "!the level of the step that is named"),
        ]);
        let mut sides = [plans(&plan, &source, &figures), plans(&impact.plan, &source, &after)];
        let count = held(&mut sides, &rules, &json);
        // Both are what the costs of both cases differ by. All that moves is what `slip` says of it.
        let cost = |side: usize| json["case"][side]["cost"].as_f64().unwrap();
        let timing = |key: &str| json["timing"][key].as_f64().unwrap();
        let fell = cost(0) - cost(1);
        assert!((fell - timing("later") - timing("saved")).abs() < 0.005, "{path} {what}");
        let name = format!("slip.{what}.{months}m");
        assert!(sides[0].leads_to(&name, json["steps"].as_array().unwrap().len() as f64), "{name}");
        assert!(count > 60, "{path} {what}: {count}");
    }
}

#[test]
fn every_number_of_a_simulation_has_a_name() {
    for path in ["plans/omnichannel", "plans/first.toml"] {
        let json = printed(&["simulate", path, "--runs", "500"]);
        let (plan, source) = read(path);
        let figures = Figures::new(&plan);
        let settings = Settings { runs: Some(500), band: true, ..Settings::default() };
        let simulation = Simulation::of(&figures, &Graph::new(&plan), &settings);
        let mut rules = vec![
            rule("format", "!the version of the format"),
            rule("runs", "!how many runs"),
            rule("seed", "!where the luck begins"),
            rule("drawn/*", "!how many inputs were drawn"),
            rule("forecast_npv", "forecast-npv"),
            rule("swings/#id/low", "npv-if-low.{what}.$1"),
            rule("swings/#id/high", "npv-if-high.{what}.$1"),
            rule("swings/#id/swing", "npv-swing.{what}.$1"),
            rule("swings/#id/error", "npv-swing.{what}.$1>its standard error"),
            rule("gates/*/criteria/#nth/drawn/expected", "kpi-line.{kpi}@{at}"),
            rule("gates/*/criteria/#nth/drawn/spread", "kpi-spread.{kpi}@{at}"),
        ];
        for at in ["", "waves/*/value_", "waves/*/end_", "gates/*/", "gates/*/criteria/#nth/"] {
            rules.push(rule(&format!("{at}hangs_on/*"), "!which step is overdue, and how many more"));
        }
        for (at, word, of) in [("npv", "npv", ""), ("value", "value", ""), ("waves/*/value", "value", ".$1")]
        {
            for (key, level) in
                [("nine_in_ten", "nine-in-ten"), ("even", "even"), ("one_in_ten", "one-in-ten")]
            {
                rules.push(rule(&format!("{at}/at_least/{key}"), &format!("{word}-{level}{of}")));
                let error = format!("{word}-{level}{of}>its standard error");
                rules.push(rule(&format!("{at}/error/{key}"), &error));
                rules.push(rule(&format!("band/{key}/#month"), &format!("value-{level}@$1")));
            }
            rules.push(rule(&format!("{at}/mean"), &format!("{word}-mean{of}")));
            rules.push(rule(&format!("{at}/mean_error"), &format!("{word}-mean{of}>its standard error")));
            rules.push(rule(&format!("{at}/deviation"), &format!("{word}-mean{of}>standard deviation")));
        }
        for (at, name) in [
            ("chance_of_forecast", "chance-of-forecast"),
            ("chance_of_forecast_value", "chance-of-forecast-value"),
            ("chance_of_no_loss", "chance-of-no-loss"),
            ("within_budget", "chance-of-budget"),
            ("waves/*/late", "chance-of-late.$1"),
            ("waves/*/within_budget", "chance-of-budget.$1"),
            ("gates/*/chance", "chance-of-gate.$1"),
            ("gates/*/criteria/#nth/chance", "chance-of-gate.$1.$2"),
            ("governs/*", "chance-of-governing.$1"),
        ] {
            rules.push(rule(&format!("{at}/share"), name));
            for key in ["error", "low", "high"] {
                rules.push(rule(&format!("{at}/{key}"), "!of the interval that the rule of the chance says"));
            }
        }
        let drawn = "gates/*/criteria/#nth/drawn";
        // The page of a criterion names the KPI that it asks about.
        for kpi in &plan.kpis {
            let of = format!("of {}", kpi.title());
            for (key, label) in [
                ("readings", format!("readings {of}")),
                ("slope", format!("slope {of}")),
                ("scatter", format!("scatter {of} around its line")),
                ("expected", format!("line {of} on that day")),
                ("spread", format!("spread {of} on that day")),
            ] {
                rules.push(rule(&format!("{drawn}/{key}"), &format!("chance-of-gate.$1.$2>{label}")));
            }
        }
        rules.push(rule(&format!("{drawn}/degrees_of_freedom"), "!two less than readings"));
        let mut sides = [plans(&plan, &source, &figures)];
        sides[0].simulation = Some(&simulation);
        let count = held(&mut sides, &rules, &json);
        assert!(count > 150, "{path}: {count}");
    }
}

/// The figures that `diff` and `history` tell, and their names.
const TOLD: [(&str, &str); 8] = [
    ("planned value", "planned"),
    ("planned value unweighted", "unweighted"),
    ("forecast value", "forecast"),
    ("realized value", "realized"),
    ("cost", "cost"),
    ("NPV", "npv"),
    ("forecast NPV", "forecast-npv"),
    ("ROI", "roi"),
];

/// What differs is that of the one plan and of the other; what a change is worth is a difference of plans
/// between the two, and adds up to the difference of both.
#[test]
fn every_figure_of_a_diff_is_that_of_one_of_its_plans() {
    let [old, new] = ["tests/it/screens/plan.toml", "plans/first.toml"];
    let json = printed(&["diff", old, new]);
    let [(before, old), (after, new)] = [old, new].map(read);
    let figures = [Figures::new(&before), Figures::new(&after)];
    let mut sides = [plans(&before, &old, &figures[0]), plans(&after, &new, &figures[1])];
    let effects = &json["effects"];
    let mut count = 0;
    for (side, key) in ["before", "after"].into_iter().enumerate() {
        for told in effects["figures"].as_array().unwrap() {
            let word = TOLD.iter().find(|(title, _)| told["name"] == *title).map(|(_, word)| *word);
            // A payback is a month.
            let (Some(word), Some(number)) = (word, told[key].as_f64()) else { continue };
            assert!(sides[side].leads_to(word, number), "{told}");
            count += 1;
        }
        for told in effects["waves"].as_array().unwrap() {
            let Some(number) = told[key].as_f64() else { continue };
            let name = format!("npv.{}", told["wave"].as_str().unwrap());
            assert!(sides[side].leads_to(&name, number), "{told} is {:?}", sides[side].value(&name));
            count += 1;
        }
    }
    assert_eq!(count, 8 * 2 + 5, "eight figures of both, two waves of both and one of the first");
    for word in ["planned", "forecast", "npv"] {
        let parts: f64 =
            effects["reasons"].as_array().unwrap().iter().filter_map(|it| it[word].as_f64()).sum();
        let all = TOLD.iter().find(|(_, known)| *known == word).unwrap().0;
        let told = effects["figures"].as_array().unwrap().iter().find(|it| it["name"] == all).unwrap();
        let differs = told["after"].as_f64().unwrap() - told["before"].as_f64().unwrap();
        let rest = if word == "npv" { effects["rest"].as_f64().unwrap() } else { 0.0 };
        assert!((parts + rest - differs).abs() < 0.02, "{word}: {parts} of {differs}");
    }
}

#[test]
fn every_figure_of_the_newest_revision_is_that_of_the_plan() {
    let root = tempfile::tempdir().unwrap();
    let git = |arguments: &[&str]| {
        let own = ["-c", "user.name=Made", "-c", "user.email=made@example.org", "-c", "commit.gpgsign=false"];
        let ran =
            std::process::Command::new("git").args(own).args(arguments).current_dir(root.path()).output();
        assert!(ran.unwrap().status.success(), "{arguments:?}");
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/screens/plan.toml");
    std::fs::copy(path, root.path().join("plan.toml")).unwrap();
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "The plan"]);
    let json = swell(root.path(), &["history", "plan.toml", "--format", "json", "--include-private"]).json();
    let (plan, source) = read("tests/it/screens/plan.toml");
    let figures = Figures::new(&plan);
    let mut rules = vec![
        rule("format", "!the version of the format"),
        rule("revisions", "!how many there are"),
        rule("moves/#/years/#year/year", "!the year"),
    ];
    for (title, word) in TOLD {
        rules.push(rule(&format!("moves/#/figures/{title}"), word));
    }
    for word in ["planned", "forecast", "realized"] {
        rules.push(rule(&format!("moves/#/years/#year/{word}"), &format!("{word}@$1")));
        for at in ["", "moves/#/"] {
            rules.push(rule(&format!("{at}promises/#period/{word}"), &format!("{word}@$1")));
        }
    }
    for at in ["", "moves/#/"] {
        let of_period = "!months without a record, counted by period; those of all periods are `unrecorded`";
        rules.push(rule(&format!("{at}promises/#period/unrecorded"), of_period));
    }
    let mut sides = [plans(&plan, &source, &figures)];
    assert!(held(&mut sides, &rules, &json) > 30);
}

#[test]
fn every_number_of_views_on_another_day_has_a_name() {
    for (path, day) in [
        ("plans/omnichannel", "2027-05-15"),
        ("plans/omnichannel", "2026-03-31"),
        ("plans/zero-trust", "2026-12-31"),
    ] {
        let (mut plan, source) = read(path);
        plan.as_of = day.parse().unwrap();
        let figures = Figures::new(&plan);
        let mut of = plans(&plan, &source, &figures);
        let mut faults = Vec::new();
        for show in shows::ALL.into_iter().filter(|show| show.id != "figures") {
            faults.extend(faults_of(&mut of, show.id, &(show.json)(&Context::new(&plan, &figures))).0);
        }
        assert!(faults.is_empty(), "{path} on {day}: {}: {:#?}", faults.len(), sample(&faults));
    }
}
