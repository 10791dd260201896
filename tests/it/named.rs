//! Every number of every view has a name, under which it is explained: the printed views as JSON and as text, and
//! those of the terminal. A number that has none fails the test.

mod explained;
mod listed;
mod outputs;
mod rules;
mod screens;
mod walk;

use std::collections::BTreeMap;
use std::path::PathBuf;

use groundswell::disk::Disk;
use groundswell::figures::Figures;
use groundswell::figures::split::Axis;
use groundswell::plan::Plan;
use groundswell::plan::address::Address;
use groundswell::plan::kpi::Target;
use groundswell::show::Context;
use groundswell::show::cut::Cut;
use groundswell::shows;
use groundswell::simulation::Simulation;
use groundswell::source::{Limits, Source};
use groundswell::trace::name::Name;
use groundswell::trace::value::Value;
use groundswell::traces;
use serde_json::Value as Json;

use rules::{MEASURES, Rule, rules};

const PLANS: [&str; 3] = ["plans/omnichannel", "plans/zero-trust", "plans/first.toml"];

/// An open plan, and what of it was explained so far.
struct Plans<'p> {
    plan: &'p Plan,
    source: &'p Source,
    figures: &'p Figures<'p>,
    known: BTreeMap<String, Option<Value>>,
    /// A simulation whose figures are asked for.
    simulation: Option<&'p Simulation>,
}

/// A number of a view.
struct Number<'j> {
    path: Vec<String>,
    /// What it stands in, the outermost first.
    within: Vec<&'j Json>,
    number: f64,
}

fn read(path: &str) -> (Plan, Source) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    let read = Source::read(&Disk, &[path], Limits::default()).ok().unwrap();
    (read.plan, read.source)
}

fn numbers<'j>(view: &'j Json) -> Vec<Number<'j>> {
    let mut found = Vec::new();
    let mut open: Vec<(Vec<String>, Vec<&Json>, &Json)> = vec![(Vec::new(), Vec::new(), view)];
    while let Some((path, within, value)) = open.pop() {
        let mut inside = within.clone();
        inside.push(value);
        let below = |key: &str| path.iter().cloned().chain([key.to_owned()]).collect::<Vec<_>>();
        match value {
            Json::Object(map) => {
                open.extend(map.iter().map(|(key, value)| (below(key), inside.clone(), value)));
            }
            Json::Array(list) => {
                open.extend(
                    list.iter()
                        .enumerate()
                        .map(|(nth, value)| (below(&nth.to_string()), inside.clone(), value)),
                );
            }
            Json::Number(number) => found.push(Number { path, within, number: number.as_f64().unwrap() }),
            _ => {}
        }
    }
    found
}

impl Plans<'_> {
    /// What a figure comes to.
    fn value(&mut self, name: &str) -> Option<Value> {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        // An input of a figure, by its label.
        let (of, label) = name.split_once('>').unzip();
        let figure = Name::parse(of.unwrap_or(name))
            .and_then(|name| traces::figure_beside(self.figures, self.simulation, &name).ok());
        let value = figure.and_then(|figure| match label {
            None => Some(figure.trace.value),
            Some(label) => figure.trace.inputs.iter().find(|it| it.label == label).map(|it| it.value),
        });
        self.known.insert(name.to_owned(), value);
        value
    }

    /// Whether a name leads to a number: a figure, `=` the address of a value, `~` of one that holds it.
    fn leads_to(&mut self, name: &str, number: f64) -> bool {
        let close = |other: f64| (other - number).abs() <= 1e-9 * number.abs().max(1.0);
        let (exactly, address) = match name.split_at_checked(1) {
            Some(("=", address)) => (true, address),
            Some(("~", address)) => (false, address),
            _ => {
                let currency = self.plan.currency;
                return match self.value(name) {
                    // Printed in coins.
                    Some(value @ Value::Unrounded(_)) => value.json(currency).as_f64().is_some_and(close),
                    Some(Value::Of(part, all)) => close(part.into()) || close(all.into()),
                    Some(Value::Target(Target::Band(low, high))) => close(low) || close(high),
                    Some(value) => value.number(currency).is_some_and(close),
                    None => false,
                };
            }
        };
        let address = Address::parse(&self.of_item(address)).unwrap();
        let Some((text, _)) = self.source.text_at(self.plan, &address) else { return false };
        let text = text.replace('_', "");
        let mut words = text.split(|letter: char| !(letter.is_ascii_digit() || ".-".contains(letter)));
        if exactly { text.parse().is_ok_and(close) } else { words.any(|word| word.parse().is_ok_and(close)) }
    }

    /// `item.crm.needs` with the table that the item stands in.
    fn of_item(&self, address: &str) -> String {
        let Some(rest) = address.strip_prefix("item.") else { return address.to_owned() };
        let item = self.plan.item_by_id(rest.split('.').next().unwrap()).unwrap();
        format!("{}.{rest}", Plan::item_table(self.plan.item(item)).key())
    }
}

/// What a rule names a number, where it is one for it.
fn named(plan: &Plan, rule: &Rule, number: &Number<'_>) -> Option<String> {
    let pattern: Vec<&str> = rule.path.split('/').collect();
    if pattern.len() != number.path.len() {
        return None;
    }
    let mut captured: Vec<String> = Vec::new();
    for ((pattern, key), within) in pattern.iter().zip(&number.path).zip(&number.within) {
        match pattern.split_at(1) {
            ("*", "") => captured.push(key.clone()),
            ("#", "month") => {
                let month = groundswell::plan::calendar::Month::of(plan.start).plus(key.parse().unwrap());
                captured.push(month.to_string());
            }
            ("#", "end") => {
                let month = groundswell::plan::calendar::Month::of(plan.start).plus(key.parse().unwrap());
                captured.push(month.last_day().min(plan.as_of).to_string());
            }
            ("#", "nth") => captured.push((key.parse::<usize>().ok()? + 1).to_string()),
            ("#", "") => {}
            ("#", field) => {
                let element = within.get(key.parse::<usize>().ok()?)?;
                captured.push(match element.get(field) {
                    Some(Json::String(text)) => text.clone(),
                    Some(Json::Number(number)) => number.to_string(),
                    _ => "-".to_owned(),
                });
            }
            _ if pattern == key => {}
            _ => return None,
        }
    }
    let mut name = rule.name.clone();
    for (nth, text) in captured.iter().enumerate() {
        name = name.replace(&format!("${}", nth + 1), text);
    }
    while let Some((before, rest)) = name.split_once('{') {
        let (key, after) = rest.split_once('}').unwrap();
        // `end:KEY` is the day on which the wave of that id ends.
        let (asked, end) = key.strip_prefix("end:").map_or((key, false), |key| (key, true));
        let text = match asked {
            "as_of" => plan.as_of.to_string(),
            asked => {
                let found =
                    number.within.iter().rev().find_map(|object| object.get(asked).and_then(Json::as_str));
                found.map_or_else(|| asked.to_owned(), str::to_owned)
            }
        };
        let text = if end { plan.wave(plan.wave_by_id(&text).unwrap()).end.to_string() } else { text };
        name = format!("{before}{text}{after}");
    }
    Some(name)
}

fn faults_of(of: &mut Plans<'_>, view: &str, json: &Json) -> (Vec<String>, usize) {
    let rules: Vec<Rule> = rules(view);
    let mut faults = Vec::new();
    let numbers = numbers(json);
    let count = numbers.len();
    for number in numbers {
        let names: Vec<String> = rules.iter().filter_map(|rule| named(of.plan, rule, &number)).collect();
        let leads = names.iter().any(|name| name.starts_with('!') || of.leads_to(name, number.number));
        if !leads {
            let values: Vec<String> =
                names.iter().map(|name| format!("{name} is {:?}", of.value(name))).collect();
            faults.push(format!(
                "{view}: {} = {}: {}",
                number.path.join("/"),
                number.number,
                values.join(", ")
            ));
        }
    }
    (faults, count)
}

#[test]
fn every_number_of_every_printed_view_has_a_name() {
    for path in PLANS {
        let (plan, source) = read(path);
        let figures = Figures::new(&plan);
        let mut of = Plans {
            plan: &plan,
            source: &source,
            figures: &figures,
            known: BTreeMap::new(),
            simulation: None,
        };
        let mut faults = Vec::new();
        let mut all = 0;
        for show in shows::ALL.into_iter().filter(|show| show.id != "figures") {
            let json = (show.json)(&Context::new(&plan, &figures));
            let (more, count) = faults_of(&mut of, show.id, &json);
            faults.extend(more);
            all += count;
        }
        assert!(faults.is_empty(), "{path}: {} of {all}: {:#?}", faults.len(), sample(&faults));
        assert!(all > 300, "{path}: {all}");
    }
}

/// The name of what some parts of axes hold: `planned.market.dk@2027`.
fn cut_name(measure: &str, parts: &[(&str, &Json)]) -> String {
    let id = |id: &Json| id.as_str().unwrap_or("-").to_owned();
    let is_time = |axis: &str| Axis::of(axis).unwrap().is_time();
    let mut name = measure.to_owned();
    for (axis, part) in parts.iter().filter(|(axis, _)| !is_time(axis)) {
        name += &format!(".{axis}.{}", id(part));
    }
    let when = parts.iter().find(|(axis, _)| is_time(axis)).map(|(_, part)| format!("@{}", id(part)));
    name + &when.unwrap_or_default()
}

#[test]
fn every_number_of_value_cut_up_has_a_name() {
    let (plan, source) = read("plans/omnichannel");
    let figures = Figures::new(&plan);
    let mut of =
        Plans { plan: &plan, source: &source, figures: &figures, known: BTreeMap::new(), simulation: None };
    let mut held = 0;
    let mut hold = |name: String, number: &Json| {
        let number = number.as_f64().unwrap();
        assert!(of.leads_to(&name, number), "{name} is {:?} and not {number}", of.value(&name));
        held += 1;
    };
    for rows in Axis::ALL.iter().filter(|axis| **axis != Axis::Month) {
        let json = Cut { rows: *rows, columns: None, measure: None }.json(&Context::new(&plan, &figures));
        for (row, measure) in
            json["rows"].as_array().unwrap().iter().flat_map(|row| MEASURES.map(|measure| (row, measure)))
        {
            hold(cut_name(measure, &[(rows.as_str(), &row["id"])]), &row[measure]);
        }
        MEASURES.iter().for_each(|measure| hold((*measure).to_owned(), &json["totals"][measure]));
    }
    for (rows, columns) in [
        (Axis::Market, Axis::Category),
        (Axis::Objective, Axis::Year),
        (Axis::Quarter, Axis::Brand),
        (Axis::Driver, Axis::Market),
        (Axis::Wave, Axis::CustomerType),
    ] {
        let cut = Cut { rows, columns: Some(columns), measure: None };
        let json = cut.json(&Context::new(&plan, &figures));
        let across = json["columns"].as_array().unwrap();
        for column in across {
            hold(cut_name("planned", &[(columns.as_str(), &column["id"])]), &column["total"]);
        }
        for row in json["rows"].as_array().unwrap() {
            hold(cut_name("planned", &[(rows.as_str(), &row["id"])]), &row["total"]);
            for (column, amount) in across.iter().zip(row["amounts"].as_array().unwrap()) {
                let parts = [(rows.as_str(), &row["id"]), (columns.as_str(), &column["id"])];
                hold(cut_name("planned", &parts), amount);
            }
        }
    }
    assert!(held > 400, "{held}");
}

/// One fault of each kind: those of one shape differ only in the things that they are about.
fn sample(faults: &[String]) -> Vec<&String> {
    let shape = |fault: &str| {
        let path = fault.split(" = ").next().unwrap_or_default();
        let mut keys: Vec<&str> = path.split('/').collect();
        let last = keys.pop().unwrap_or_default();
        format!("{}{}{last}", keys.first().unwrap_or(&""), keys.len())
    };
    let mut seen = std::collections::BTreeSet::new();
    faults.iter().filter(|fault| seen.insert(shape(fault))).take(60).collect()
}
