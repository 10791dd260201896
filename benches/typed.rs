//! The plan's tables as plain structs, for a bare parse with `toml` to compare with.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::value::Datetime;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct File {
    format: u32,
    plan: Plan,
    policy: BTreeMap<String, u32>,
    objective: BTreeMap<String, Objective>,
    wave: BTreeMap<String, Wave>,
    gate: BTreeMap<String, Gate>,
    market: BTreeMap<String, Multiplier>,
    brand: BTreeMap<String, Multiplier>,
    customer_type: BTreeMap<String, Multiplier>,
    pub(crate) driver: BTreeMap<String, Driver>,
    pub(crate) capability: BTreeMap<String, Capability>,
    pub(crate) mandate: BTreeMap<String, Mandate>,
    kpi: BTreeMap<String, Kpi>,
    reading: Vec<Reading>,
    realized: Vec<Realized>,
    spent: Vec<Spent>,
    decision: Vec<Decision>,
    learning: Vec<Learning>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Plan {
    name: String,
    currency: String,
    start: Datetime,
    horizon: Datetime,
    as_of: Datetime,
    discount_rate: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Objective {
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wave {
    name: String,
    start: Datetime,
    end: Datetime,
    budget: i64,
    capacity: f64,
    opens: Option<BTreeMap<String, Vec<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gate {
    wave: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Multiplier {
    name: String,
    share: f64,
    archetype: Option<String>,
    cost: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Driver {
    name: String,
    category: String,
    objective: String,
    wave: String,
    needs: Vec<String>,
    stage: String,
    value: Estimate,
    ramp: Ramp,
    confidence: f64,
    owner: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Estimate {
    low: i64,
    likely: i64,
    high: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ramp {
    months: u32,
    shape: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Capability {
    name: String,
    layer: String,
    maturity: u8,
    reaches: BTreeMap<String, u8>,
    #[serde(default)]
    needs: Vec<String>,
    enabler: Option<String>,
    cost: Option<i64>,
    effort: Option<f64>,
    owner: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mandate {
    name: String,
    leadership: String,
    theme: String,
    holder: String,
    owner: String,
    granted: Option<Datetime>,
    reaches: BTreeMap<String, u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kpi {
    name: String,
    measures: Vec<String>,
    kind: String,
    lens: String,
    unit: String,
    better: String,
    baseline: f64,
    target: BTreeMap<String, f64>,
    cadence: String,
    owner: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reading {
    kpi: String,
    date: Datetime,
    value: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Realized {
    driver: String,
    period: String,
    value: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spent {
    wave: String,
    period: String,
    value: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    date: Datetime,
    gate: String,
    outcome: String,
    by: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Learning {
    date: Datetime,
    wave: String,
    note: String,
}
