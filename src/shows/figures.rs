//! Figures: all numbers of a plan by name, in one shape that programs and spreadsheets share.
//!
//! JSON: `currency` and `figures`, a list of rows: `name`, which `swell explain` takes; `kind`, the word that
//! the name begins with; `of`, the ids of what it is of, joined by points and empty for the plan; `period`: a
//! year `2027`, a quarter `2027-Q1`, a month `2027-03`, a day, or empty for all months of the plan or its `as-of`; `value`: a number, a text (a
//! month, a status) or `null` where it is undefined; and `unit`: the currency for money, which is in its major
//! unit to the last coin, `share` for fractions of 1, `level`, `of N` for counts of N, and the KPI's own. CSV
//! has the same rows, and one column more: its `value` holds numbers alone, and `text` what is none. Its first format
//! had both in `value`; this is its second. A year or a month in which nothing falls has no row. Rows and columns are only ever
//! added within a format.
//!
//! Cut up by one axis or by two, they are the figures of value that each part of the axis holds, or each pair of
//! parts of both.
//!
//! The figures of a simulation take long on a large plan and are told where they are asked for. Text leaves
//! out what is of a period or a day.

use serde_json::{Map, Value, json};

use crate::plan::Plan;
use crate::plan::quantity::Currency;
use crate::plan::veil::PRIVATE;
use crate::show::csv::{self, Cell};
use crate::show::stream::Stream;
use crate::show::table::Table;
use crate::show::{Context, Rows, Show, json};
use crate::trace::of::Of;
use crate::trace::{Family, Row};
use crate::{safe, traces, wording};

pub(super) const SHOW: Show = Show {
    id: "figures",
    title: "Figures",
    question: "What are all the numbers, and where do they come from?",
    dated: false,
    stands: false,
    text,
    json,
};

fn each(context: &Context<'_>, mut tell: impl FnMut(&'static Family, Row)) {
    let any = context.plan.has_private();
    let mut open = |family: &'static Family, row: Row| {
        let names = || row.of.name(context.plan, family.word, row.when).to_string();
        let private =
            any && (names().contains(PRIVATE) || asks_of_private(context.plan, family.word, &row.of));
        if !private {
            tell(family, row);
        }
    };
    if let Some(cut) = context.cut {
        return cut.measures().into_iter().for_each(|measure| {
            traces::each_crossed(context.figures, measure, cut.rows, cut.columns, &mut open);
        });
    }
    traces::each(context.figures, &mut open);
    if context.simulated {
        traces::each_simulated(context.figures, &mut open);
    }
}

/// Whether a figure is of something open and says what is private: a criterion that asks for it, a KPI that leads
/// it.
fn asks_of_private(plan: &Plan, word: &str, of: &Of) -> bool {
    match of {
        Of::Criterion(gate, nth) | Of::Evidence(gate, nth, _) => {
            let criterion = plan.gates[gate.at()].criteria.get(*nth as usize);
            criterion.is_some_and(|criterion| criterion.text.contains(PRIVATE))
        }
        // How many of all its criteria hold would tell how the private ones stand.
        Of::Gate(gate) => {
            plan.gates[gate.at()].criteria.iter().any(|criterion| criterion.text.contains(PRIVATE))
        }
        Of::Kpi(kpi) if ["prediction", "said-before", "came-before"].contains(&word) => {
            plan.kpi(*kpi).predicts.is_some_and(|predicts| plan.kpi(predicts.kpi).id.contains(PRIVATE))
        }
        _ => false,
    }
}

fn text(context: &Context<'_>) -> String {
    let plan = context.plan;
    let mut table = Table::new(&["Figure", ">Value", "What it is"]);
    let mut timed = 0;
    each(context, |family, row| {
        if row.when.is_some() && context.cut.is_none() {
            timed += 1;
            return;
        }
        let name = row.of.name(plan, family.word, row.when).to_string();
        let value = row.value.said(&row.unit, plan.currency);
        table.row([name, value, traces::title(plan, family, &row.of, row.when)]);
    });
    let head = format!("All figures as of {}; swell explain takes each apart\n\n", wording::date(plan.as_of));
    let more = match timed {
        0 => String::new(),
        timed => format!(
            "\nand {} by year, month and day: --format csv or json\n",
            wording::count(timed, "figure")
        ),
    };
    format!("{head}{table}{more}")
}

/// Of a large plan the figures are hundreds of megabytes: none is kept once it is written.
pub(super) const ROWS: Rows = Rows { csv, json: Some(piecewise) };

fn json(context: &Context<'_>) -> Value {
    let mut figures = Vec::new();
    each(context, |family, row| figures.push(object(context, family, &row)));
    document(context, figures)
}

fn document(context: &Context<'_>, figures: Vec<Value>) -> Value {
    let mut document = json::head(context);
    document.insert("currency".into(), json!(context.plan.currency.code));
    document.insert("figures".into(), Value::Array(figures));
    Value::Object(document)
}

fn object(context: &Context<'_>, family: &Family, row: &Row) -> Value {
    let currency = context.plan.currency;
    let [name, of, period] = words(context, family, row);
    let mut object = Map::new();
    object.insert("name".into(), json!(name));
    object.insert("kind".into(), json!(family.word));
    object.insert("of".into(), json!(of));
    object.insert("period".into(), json!(period));
    object.insert("value".into(), row.value.json(currency));
    object.insert("unit".into(), json!(row.value.unit(&row.unit, currency)));
    Value::Object(object)
}

/// The document, a figure at a time.
fn piecewise(context: &Context<'_>, stream: &mut Stream<'_>) {
    let pretty = |value: &Value| serde_json::to_string_pretty(value).unwrap_or_default();
    let empty = pretty(&document(context, Vec::new()));
    // The list comes last, two levels deep.
    let (head, tail) = empty.rsplit_once("[]").unwrap_or((&empty, ""));
    stream.push(&safe::json(head));
    let mut any = false;
    each(context, |family, row| {
        let mut object = object(context, family, &row);
        json::withhold(&mut object);
        let comma = if std::mem::replace(&mut any, true) { "," } else { "[" };
        let lines = pretty(&object).replace('\n', "\n    ");
        stream.push(&safe::json(&format!("{comma}\n    {lines}")));
    });
    let close = if any { "\n  ]" } else { "[]" };
    stream.push(&safe::json(&format!("{close}{tail}\n")));
}

/// All figures as rows for a spreadsheet.
fn csv(context: &Context<'_>, stream: &mut Stream<'_>) {
    stream.push(&csv::head(["name", "kind", "of", "period", "value", "unit", "text"]));
    each(context, |family, row| stream.push(&csv::row(cells(context, family, &row))));
}

fn cells(context: &Context<'_>, family: &Family, row: &Row) -> [Cell; 7] {
    let currency: Currency = context.plan.currency;
    let [name, of, period] = words(context, family, row).map(Cell::Text);
    let none = || Cell::Text(String::new());
    let [value, text] = match row.value.plain(currency) {
        Some(Ok(number)) => [Cell::Number(number), none()],
        Some(Err(text)) => [none(), Cell::Text(text)],
        None => [none(), none()],
    };
    let unit = Cell::Text(row.value.unit(&row.unit, currency));
    [name, Cell::Text(family.word.into()), of, period, value, unit, text]
}

/// The name of a row, what it is of, and its period.
fn words(context: &Context<'_>, family: &Family, row: &Row) -> [String; 3] {
    let name = row.of.name(context.plan, family.word, row.when);
    let period = row.when.map(|when| when.to_string()).unwrap_or_default();
    [name.to_string(), name.of.join("."), period]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figures, sample};
    use crate::show::stream::collected;

    /// By hand: see the tests of the leaves of `figures`.
    #[test]
    fn rows_hold_the_numbers_of_the_figures() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let context = Context::new(&plan, &figures);
        let rows = collected(|stream| csv(&context, stream));
        for row in [
            "planned,planned,,,64810,EUR,",
            "planned.reach@2026-04,planned,reach,2026-04,3000,EUR,",
            "cost,cost,,,36800,EUR,",
            "npv,npv,,,24497.87,EUR,",
            "payback,payback,,,,,2026-12",
            "scope@2027-01,scope,,2027-01,1,,",
            "roi.content,roi,content,,,,",
        ] {
            assert!(rows.lines().any(|line| line == row), "{row}\n{rows}");
        }
        assert!(!rows.contains("planned.reach@2026-01"), "a month in which nothing falls has no row");
        let document = json(&context);
        let whole = serde_json::to_string_pretty(&document).unwrap() + "\n";
        assert_eq!(collected(|stream| piecewise(&context, stream)), whole, "letter by letter");
        let listed = document["figures"].as_array().unwrap();
        assert_eq!(listed.len(), rows.lines().count() - 1);
        let named = |name: &str| listed.iter().find(|row| row["name"] == name).unwrap();
        assert_eq!(named("planned.reach@2026-04")["value"], 3000);
        assert_eq!(named("npv")["value"], 24_497.87);
        assert!(named("roi.content")["value"].is_null());
    }
}
