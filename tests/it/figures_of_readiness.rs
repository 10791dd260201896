//! Figures of KPIs and of readiness as a plan's users see them: worked by hand, and what holds for each example.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;

use groundswell::disk::{Disk, Memory};
use groundswell::figures::Figures;
use groundswell::plan::Plan;
use groundswell::plan::id::UnitIx;
use groundswell::plan::item::Dimension;
use groundswell::plan::kpi::{Better, Counts, Target};
use groundswell::show::Context;
use groundswell::shows;
use groundswell::source::{Limits, Source};
use serde_json::{Value, json};

use crate::figures::read;
use crate::marked::holds_with_wave;

/// One wave that ends before the first reading, so that its target holds for all of them.
const WORKED: &str = r#"
format = 1
[plan]
start = 2026-01-01
as-of = 2027-03-31
[wave.one]
start = 2026-01-01
end = 2026-03-31
[wave.two]
start = 2026-04-01
end = 2027-06-30
[kpi.contracts]
better = "higher"
baseline = 0
target = { one = 250 }
cadence = "quarter"
counts = "window"
[kpi.contracts-alone]
better = "higher"
baseline = 0
target = { one = 250 }
cadence = "quarter"
counts = "window"
window = 1
[kpi.trained]
better = "higher"
target = { one = 1000 }
cadence = "quarter"
counts = "cumulative"
[kpi.revenue]
better = "higher"
baseline = 1_000_000
target = { one = 1_500_000 }
[kpi.cost]
better = "lower"
baseline = 500_000
target = { one = 400_000 }
[kpi.nearly]
better = "higher"
baseline = 0
target = { one = 10_000 }
"#;

fn worked() -> Plan {
    let mut text = WORKED.to_owned();
    let quarters = [("2026-06-30", 220), ("2026-09-30", 240), ("2026-12-31", 200), ("2027-03-31", 230)];
    for kpi in ["contracts", "contracts-alone", "trained"] {
        for (date, value) in quarters {
            text += &format!("[[reading]]\nkpi = \"{kpi}\"\ndate = {date}\nvalue = {value}\n");
        }
    }
    for (kpi, value) in [("revenue", 1_350_000), ("cost", 420_000), ("nearly", 8_996)] {
        text += &format!("[[reading]]\nkpi = \"{kpi}\"\ndate = 2026-12-31\nvalue = {value}\n");
    }
    read(&Memory::default().with("plan.toml", text), "plan.toml")
}

fn kpis(plan: &Plan) -> (Value, String) {
    let figures = Figures::new(plan);
    let (context, show) = (Context::new(plan, &figures), shows::by_id("kpis").unwrap());
    ((show.json)(&context)["kpis"].take(), (show.text)(&context))
}

#[test]
fn kpis_come_to_what_is_published_of_them() {
    let (kpis, text) = kpis(&worked());
    let of = |kpi: &str, key: &str| kpis[kpi][key].clone();
    // 220, 240, 200, 230 against 250 each; the last alone.
    assert_eq!((of("contracts", "attainment"), of("contracts", "status")), (json!(0.89), json!("amber")));
    assert_eq!((of("contracts", "reading"), of("contracts", "expected")), (json!(890), json!(1000)));
    assert_eq!(of("contracts-alone", "attainment"), json!(0.92));
    assert_eq!((of("trained", "reading"), of("trained", "attainment")), (json!(890), json!(0.89)));
    assert_eq!((of("revenue", "attainment"), of("cost", "attainment")), (json!(0.7), json!(0.8)));
    // Compared before it is rounded, and printed with the digit that shows it.
    assert_eq!((of("nearly", "attainment"), of("nearly", "status")), (json!(0.8996), json!("amber")));
    let line = |start: &str| text.lines().find(|line| line.starts_with(start)).unwrap().to_owned();
    assert!(line("nearly").contains("89.96 %  amber"), "{text}");
    assert!(line("contracts ").contains("89 %  amber") && line("revenue").contains("70 %  red"), "{text}");
}

#[test]
fn what_was_not_read_is_missing_and_adds_nothing() {
    let (kpis, text) = kpis(&worked());
    assert_eq!(kpis["contracts"]["missing"], json!(1), "the first quarter");
    assert!(text.contains("1 quarter"), "{text}");
    assert_eq!(kpis["revenue"]["missing"], json!(0), "nobody said how often");
}

fn examples() -> Vec<(String, Plan)> {
    crate::figures::examples().into_iter().chain([("worked".to_owned(), worked())]).collect()
}

/// Attainments and statuses of all KPIs, globally and by market.
fn attained(plan: &Plan) -> Vec<(Option<f64>, String)> {
    let figures = Figures::new(plan);
    let all = plan.kpis().flat_map(|(ix, _)| {
        let figure = figures.kpi(ix);
        [&figure.global].into_iter().chain(figure.markets.iter().map(|(_, measure)| measure))
    });
    all.map(|measure| (measure.attainment, measure.status.as_str().to_owned())).collect()
}

/// Every value of every KPI changed alike. Factors are powers of two, which lose no digit.
fn changed(plan: &Plan, factor: f64) -> Plan {
    let mut plan = plan.clone();
    let target = |target: Target| match target {
        Target::Value(value) => Target::Value(value * factor),
        Target::Band(low, high) if factor < 0.0 => Target::Band(high * factor, low * factor),
        Target::Band(low, high) => Target::Band(low * factor, high * factor),
        Target::Done(done) => Target::Done(done),
    };
    for kpi in &mut plan.kpis {
        kpi.baseline = kpi.baseline.map(|baseline| baseline * factor);
        let local = kpi.local.iter_mut().flat_map(|(_, targets)| targets);
        kpi.target.iter_mut().chain(local).for_each(|(_, it)| *it = target(*it));
        kpi.better = match kpi.better {
            Some(Better::Higher) if factor < 0.0 => Some(Better::Lower),
            Some(Better::Lower) if factor < 0.0 => Some(Better::Higher),
            better => better,
        };
    }
    for reading in &mut plan.readings {
        if plan.kpis[reading.kpi.at()].better != Some(Better::Done) {
            reading.value *= factor;
        }
    }
    plan
}

#[test]
fn attainment_knows_neither_units_nor_directions() {
    for (path, plan) in examples() {
        let as_it_is = attained(&plan);
        assert_eq!(attained(&changed(&plan, 1024.0)), as_it_is, "{path}: in a smaller unit");
        assert_eq!(attained(&changed(&plan, -1.0)), as_it_is, "{path}: counted down instead of up");
    }
}

#[test]
fn a_slope_grows_by_what_every_month_adds() {
    for (path, mut plan) in examples() {
        let slopes = |plan: &Plan| -> Vec<Option<f64>> {
            let figures = Figures::new(plan);
            let newest = plan.kpis().filter(|(_, kpi)| kpi.counting() == Counts::Newest);
            newest.map(|(ix, _)| figures.kpi(ix).global.slope.map(|slope| slope.a_month)).collect()
        };
        let before = slopes(&plan);
        let start = plan.start;
        for reading in &mut plan.readings {
            let days = u16::try_from((reading.date - start).num_days()).unwrap();
            reading.value += f64::from(days) * 12.0 / 365.25;
        }
        for (before, after) in before.into_iter().zip(slopes(&plan)) {
            assert_eq!(before.is_some(), after.is_some(), "{path}");
            let grown = after.zip(before).map_or(1.0, |(after, before)| after - before);
            assert!((grown - 1.0).abs() < 1e-6, "{path}: one more a month, {grown}");
        }
    }
}

#[test]
fn the_course_of_a_kpi_is_what_counted_on_each_of_its_days() {
    for (path, plan) in examples() {
        let figures = Figures::new(&plan);
        for (ix, kpi) in plan.kpis() {
            for whose in [None].into_iter().chain(figures.kpi(ix).markets.iter().map(|(it, _)| Some(*it))) {
                for point in figures.course(ix, whose) {
                    let newest = figures.reading_at(ix, whose, point.date).unwrap();
                    assert_eq!((newest.value, newest.date), (point.value, point.date), "{path}: {}", kpi.id);
                }
            }
        }
    }
}

#[test]
fn levels_in_one_pass_are_those_one_by_one() {
    for (path, plan) in examples() {
        let figures = Figures::new(&plan);
        let dates: Vec<_> = plan.waves.iter().map(|wave| wave.end).chain([plan.start, plan.as_of]).collect();
        for ((ix, item), date) in
            plan.items_of(Dimension::OperatingModel).flat_map(|it| dates.iter().map(move |date| (it, *date)))
        {
            let one_by_one: Vec<_> = (0..plan.units.len())
                .map(|unit| figures.level_at(ix, Some(UnitIx::from(unit)), date))
                .collect();
            assert_eq!(figures.levels_at(ix, date), one_by_one, "{path}: {} on {date}", item.id);
            let in_units = figures.in_units(ix, date);
            if !plan.units.is_empty() {
                let levels: Vec<_> = in_units.iter().map(|unit| unit.level).collect();
                assert_eq!(levels, one_by_one, "{path}: {} on {date}", item.id);
            }
            for unit in &in_units {
                assert!(
                    unit.gap() >= unit.short(),
                    "{path}: {} is short of no more than its target",
                    item.id
                );
            }
        }
    }
}

#[test]
fn a_blind_spot_on_screen_is_one_that_the_check_finds() {
    for (path, plan) in examples() {
        let figures = Figures::new(&plan);
        let blind = plan
            .items_of(Dimension::OperatingModel)
            .filter(|(ix, _)| figures.in_units(*ix, plan.as_of).iter().any(|unit| unit.blind));
        let mut shown: Vec<String> = blind.map(|(_, item)| format!("`{}`", item.id)).collect();
        let read = Source::read(&Disk, &[PathBuf::from(&path)], Limits::default());
        let Ok(read) = read else { continue };
        let checked = groundswell::check::check(read, None);
        let found = checked.findings.iter().filter(|finding| finding.finding.rule == "blind-spot");
        let mut found: Vec<String> =
            found.map(|finding| finding.finding.message.split(',').next().unwrap().to_owned()).collect();
        shown.sort();
        found.sort();
        assert_eq!(shown, found, "{path}");
    }
}

#[test]
fn the_dimensions_of_a_wave_add_up_to_it() {
    for (path, plan) in examples() {
        let figures = Figures::new(&plan);
        for (ix, wave) in plan.waves() {
            let parts = figures.dimension_progress(ix);
            let all = figures.progress(ix);
            assert_eq!(parts.iter().map(|part| part.steps).sum::<u32>(), all.steps, "{path}: {}", wave.id);
            assert_eq!(parts.iter().map(|part| part.live).sum::<u32>(), all.live, "{path}: {}", wave.id);
            assert!(parts.iter().all(|part| part.live <= part.steps), "{path}: {}", wave.id);
        }
    }
}

#[test]
fn no_printed_table_of_an_example_is_wider_than_it_may_be() {
    for (path, plan) in examples() {
        let figures = Figures::new(&plan);
        for view in ["kpis", "capabilities", "leadership"] {
            let text = (shows::by_id(view).unwrap().text)(&Context::new(&plan, &figures));
            let wide = text.lines().find(|line| line.chars().count() > 120);
            assert_eq!(wide, None, "{path}: {view}");
        }
    }
}

#[test]
fn a_criterion_asks_for_no_level_of_a_driver() {
    let help = "Ask what it brought: \"realized.reach >= 100_000\".";
    let message = "`reach` is a driver, and a driver has no level that could be seen";
    for criterion in ["reach", "reach >= 2"] {
        let fixture = format!("[driver.reach]\n[gate.a]\ncriteria = [«\"{criterion}\"»]\n");
        holds_with_wave(&[(&fixture, &[["unknown-value", message, help]])]);
    }
    holds_with_wave(&[("[driver.reach]\n[gate.a]\ncriteria = [\"realized.reach >= 1\"]\n", &[])]);
}
