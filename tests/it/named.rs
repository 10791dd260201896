//! Every number of value cut up has a name, under which it is explained.

use std::path::PathBuf;

use groundswell::disk::Disk;
use groundswell::figures::Figures;
use groundswell::figures::split::Axis;
use groundswell::plan::Plan;
use groundswell::show::Context;
use groundswell::show::cut::Cut;
use groundswell::source::{Limits, Source};
use groundswell::trace::name::Name;
use groundswell::traces;
use serde_json::Value as Json;

const MEASURES: [&str; 4] = ["planned", "unweighted", "realized", "forecast"];

fn read(path: &str) -> Plan {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    Source::read(&Disk, &[path], Limits::default()).ok().unwrap().plan
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
    let plan = read("plans/omnichannel");
    let figures = Figures::new(&plan);
    let mut held = 0;
    let mut hold = |name: String, number: &Json| {
        let figure = traces::figure(&figures, &Name::parse(&name).unwrap()).unwrap();
        assert_eq!(figure.trace.value.json(plan.currency).as_f64(), number.as_f64(), "{name}");
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
