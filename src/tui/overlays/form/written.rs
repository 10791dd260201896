//! How the value of a field is written where its words alone do not say it: a table, with the plan's own ids, and
//! the value of a reading by what its KPI counts.

use super::{Form, Goal};
use crate::plan::Plan;
use crate::plan::address::Table;
use crate::plan::kpi::{Better, Kpi};

/// What a field is, in other words than those of the format, where they depend on the plan.
pub(super) fn meaning(plan: &Plan, form: &Form, key: &str) -> Option<String> {
    let kpi = kpi_of(plan, form).filter(|_| form.table() == Table::Reading && key == "value")?;
    Some(match (kpi.better, kpi.unit.as_deref()) {
        (Some(Better::Done), _) => "yes or no: whether it is done".to_owned(),
        (_, Some(unit)) => format!("a number, in {unit}"),
        (_, None) => "a number".to_owned(),
    })
}

/// An example of what a field may hold that is a table, or may be one.
pub(super) fn example(plan: &Plan, form: &Form, key: &str) -> Option<String> {
    let waves: Vec<&str> = plan.waves.iter().take(2).map(|wave| &*wave.id).collect();
    let wave = *waves.first()?;
    let table = form.table();
    let by_wave = |values: [&str; 2]| {
        let pairs: Vec<String> =
            waves.iter().zip(values).map(|(wave, value)| format!("{wave} = {value}")).collect();
        format!("{{ {} }}", pairs.join(", "))
    };
    Some(match (table, key) {
        (Table::Driver | Table::Capability | Table::Mandate, "cost") => {
            format!("150k, or {{ {wave} = 150k, run = 40k }}")
        }
        (_, "live") => format!("2026-09-30, or {{ {wave} = 2026-09-30 }}"),
        (_, "reaches") => by_wave(["2", "3"]),
        (Table::Driver, "value") => "300k, or { low = 200k, likely = 300k, high = 450k }".to_owned(),
        (Table::Driver, "ramp") => "{ months = 6, shape = \"s-curve\" }".to_owned(),
        (Table::Kpi, "target") => match kpi_better(form) {
            Some(Better::Done) => by_wave(["false", "true"]),
            Some(Better::Within) => by_wave(["[20, 28]", "[22, 26]"]),
            _ => by_wave(["20", "35"]),
        },
        (Table::Kpi, "local") => {
            let market = plan.markets.first()?;
            format!("{{ {} = {{ {wave} = 20 }} }}", market.id)
        }
        (Table::Kpi, "predicts") => {
            let kpi = plan.kpis.first()?;
            format!("{{ kpi = \"{}\", after = 6 }}", kpi.id)
        }
        (Table::Kpi, "tolerance") => "{ green = 1.0, amber = 0.9 }".to_owned(),
        (Table::Risk, "delays") => {
            let item = plan.items.iter().next()?;
            format!("{{ {} = 3 }}", item.id)
        }
        _ => return None,
    })
}

/// The KPI that a reading is of.
fn kpi_of<'p>(plan: &'p Plan, form: &Form) -> Option<&'p Kpi> {
    let id = match &form.goal {
        Goal::Edit(at) => at.key.split(' ').next().unwrap_or_default(),
        Goal::Add(_) => form.text("kpi").trim(),
    };
    plan.kpi_by_id(id).map(|ix| plan.kpi(ix))
}

/// Which way is better for the KPI that a form is of, as it is typed.
fn kpi_better(form: &Form) -> Option<Better> {
    let word = form.text("better").trim();
    Better::WORDS.iter().position(|it| *it == word).and_then(|nth| Better::ALL.get(nth)).copied()
}
