//! Where a figure comes from, as text and as JSON.
//!
//! Text is a tree: the figure, its rule, the arithmetic with its values, and below it what went in, each
//! with the name of its own figure or the line of the plan that says it. JSON is flat: `figures`, the one
//! that was asked for first, each with `name`, `title`, `value`, `unit`, `rule`, `formula`, `arithmetic` and
//! `inputs`; an input has `label`, `value`, `unit` and either `figure` (a name, to be found in `figures` or
//! asked for) or `address` with `written`, `file` and `line`.

use std::ops::Range;

use serde_json::{Map, Value as Json, json};

use crate::figures::Figures;
use crate::safe;
use crate::simulation::Simulation;
use crate::source::Source;
use crate::trace::name::Name;
use crate::trace::term::Term;
use crate::trace::value::{Value, digits};
use crate::trace::{Input, Origin, Steps, Trace};
use crate::traces::{self, Figure, Unknown};
use crate::wording;

/// Inputs that a text lists of one figure; the others are added up.
const LINES: usize = 12;
/// How deep a tree may be asked for.
pub const DEEPEST: usize = 12;
/// Figures that one explanation holds at most, so that no depth makes it endless.
const MOST: usize = 400;
/// Columns of what a plan writes.
const WRITTEN: usize = 44;

/// What a trace is read with: the figures, and the files that the plan was read from.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// The figures.
    pub figures: &'a Figures<'a>,
    /// The files, where they are known.
    pub source: Option<&'a Source>,
    /// A simulation of the plan that is known already; without one its figures take one of their own.
    pub simulation: Option<&'a Simulation>,
}

impl Look<'_> {
    /// The figure with a name.
    ///
    /// # Errors
    /// [`Unknown`], where the name leads to none.
    pub fn figure(self, name: &Name) -> Result<Figure, Unknown> {
        traces::figure_beside(self.figures, self.simulation, name)
    }
}

/// A figure as text, its inputs taken apart `depth` steps down.
///
/// # Errors
/// [`Unknown`], where the name leads to no figure.
pub fn text(look: Look<'_>, name: &Name, depth: usize) -> Result<String, Unknown> {
    let currency = look.figures.plan.currency;
    let figure = look.figure(name)?;
    let mut text = format!(
        "{} = {}\n{}\n\n",
        safe::line(&figure.name.to_string()),
        safe::line(&figure.trace.value.said_in_full(&figure.trace.unit, currency)),
        safe::line(&figure.title)
    );
    let also = figure.trace.also.clone();
    // What is still to be written, the next one last.
    let mut open = vec![Line::Figure(Box::new(figure.trace), 0)];
    let mut figures = 0;
    while let Some(line) = open.pop() {
        match line {
            Line::Text(line) => text.push_str(&line),
            Line::Figure(trace, level) => {
                figures += 1;
                let indent = "  ".repeat(level);
                for said in how(&trace, look) {
                    text.push_str(&format!("{indent}{}\n", safe::line(&said)));
                }
                let deeper = level + 1 < depth.min(DEEPEST) && figures < MOST;
                let (inputs, more) = folded(*trace);
                let rows = table(look, &inputs, more, &"  ".repeat(level + 1));
                for (nth, row) in rows.into_iter().enumerate().rev() {
                    let below = inputs.get(nth).and_then(|input| match &input.from {
                        Origin::Figure(name) if deeper => look.figure(name).ok(),
                        _ => None,
                    });
                    if let Some(figure) = below {
                        open.push(Line::Figure(Box::new(figure.trace), level + 2));
                    }
                    open.push(Line::Text(row));
                }
            }
        }
    }
    if !also.is_empty() {
        let names: Vec<String> = also.iter().map(Name::to_string).collect();
        text.push_str(&format!("\nalso: {}\n", safe::line(&names.join(", "))));
    }
    Ok(text)
}

/// What is still to be written of a tree.
enum Line {
    Text(String),
    Figure(Box<Trace>, usize),
}

/// The rule of a trace, its formula, and the arithmetic with its values: each a line.
#[must_use]
pub fn how(trace: &Trace, look: Look<'_>) -> Vec<String> {
    let mut lines = vec![trace.rule.clone()];
    let [formula, arithmetic] = steps(trace, look);
    // A plain sum says nothing that its lines do not say.
    let plain = matches!(&trace.steps, Steps::Term(Term::All(0) | Term::Input(0)));
    if !plain && formula != trace.rule {
        lines.push(formula);
    }
    if !plain && !arithmetic.is_empty() {
        lines.push(arithmetic);
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// The formula in words, and the arithmetic with its values.
fn steps(trace: &Trace, look: Look<'_>) -> [String; 2] {
    let currency = look.figures.plan.currency;
    let term = match &trace.steps {
        Steps::Term(term) => term,
        Steps::Words(words) => return [String::new(), words.clone()],
    };
    let inputs = &trace.inputs;
    let numbers: Vec<f64> =
        inputs.iter().map(|input| input.value.number(currency).unwrap_or(f64::NAN)).collect();
    let label = |place: usize| inputs.get(place).map_or_else(String::new, |input| input.label.clone());
    let labels = |places: Range<usize>| match places.end == inputs.len() && places.start > 0 {
        true => format!("the {} others", places.len()),
        false => wording::count(places.len(), "amount"),
    };
    let value = |place: usize| match inputs.get(place).map(|input| input.value) {
        Some(Value::Flag(flag)) => u8::from(flag).to_string(),
        Some(value) => value.bare(currency),
        None => String::new(),
    };
    let total = |places: Range<usize>| digits(numbers.get(places).unwrap_or_default().iter().sum());
    let computed = digits(term.value(&numbers));
    let shown = trace.value.bare(currency);
    let result = if computed == shown || matches!(trace.value, Value::Unrounded(_)) {
        computed
    } else {
        format!("{computed} → {shown}")
    };
    let arithmetic = format!("{} = {result}", term.written(inputs.len(), &value, &total));
    [term.written(inputs.len(), &label, &labels), arithmetic]
}

/// The inputs of a trace, the largest first where it is a sum of things, and of more than a screen takes
/// the first few; with how many others there are and what they come to.
#[must_use]
pub fn folded(trace: Trace) -> (Vec<Input>, Option<(usize, Value)>) {
    let is_sum = matches!(trace.steps, Steps::Term(Term::All(0)));
    let mut inputs = trace.inputs;
    let of = |input: &Input| match &input.from {
        Origin::Figure(name) => Some(name.of.clone()),
        _ => None,
    };
    let by_time = inputs.windows(2).all(|pair| of(&pair[0]) == of(&pair[1]));
    let size = |input: &Input| match input.value {
        Value::Money(money) => money.minor_f64().abs(),
        Value::Unrounded(minor) => minor.abs(),
        _ => 0.0,
    };
    if is_sum && !by_time {
        inputs.sort_by(|one, other| size(other).total_cmp(&size(one)));
    }
    if inputs.len() <= LINES + 1 {
        return (inputs, None);
    }
    let rest = inputs.split_off(LINES);
    let sum = rest.iter().try_fold(crate::plan::quantity::Money::ZERO, |sum, input| match input.value {
        Value::Money(money) => Some(sum + money),
        _ => None,
    });
    let unrounded = || {
        let minor = rest.iter().map(|input| match input.value {
            Value::Unrounded(minor) => Some(minor),
            _ => None,
        });
        minor.sum::<Option<f64>>().map(Value::Unrounded)
    };
    let total = sum.map(Value::Money).or_else(unrounded).unwrap_or(Value::Nothing);
    (inputs, Some((rest.len(), total)))
}

/// The lines of some inputs: what each is, what it comes to, and where it comes from.
fn table(look: Look<'_>, inputs: &[Input], more: Option<(usize, Value)>, indent: &str) -> Vec<String> {
    let currency = look.figures.plan.currency;
    let mut rows: Vec<[String; 3]> = inputs
        .iter()
        .map(|input| {
            let value = input.value.said(&input.unit, currency);
            [input.label.clone(), value, origin(look, &input.from)].map(|cell| safe::line(&cell).into_owned())
        })
        .collect();
    if let Some((count, total)) = more {
        let total = if total == Value::Nothing { String::new() } else { total.said("", currency) };
        rows.push([format!("and {count} more"), total, String::new()]);
    }
    let width = |column: usize| rows.iter().map(|row| safe::width(&row[column])).max().unwrap_or(0);
    let (labels, values) = (width(0), width(1));
    rows.iter()
        .map(|[label, value, from]| {
            let after = " ".repeat(labels - safe::width(label));
            let before = " ".repeat(values - safe::width(value));
            let line = format!("{indent}{label}{after}  {before}{value}  {from}");
            format!("{}\n", line.trim_end())
        })
        .collect()
}

/// Where an input comes from, in a few words: the name of its figure, or file, line and text.
#[must_use]
pub fn origin(look: Look<'_>, from: &Origin) -> String {
    match from {
        Origin::Figure(name) => name.to_string(),
        Origin::Rule => String::new(),
        Origin::Plan(address) => {
            let Some(source) = look.source else { return address.to_string() };
            match source.text_at(look.figures.plan, address) {
                Some((_, spot)) if address.path.is_empty() => {
                    format!("{address}  {}:{}", spot.path, spot.start.line)
                }
                Some((text, spot)) => {
                    let text = safe::cut(text, WRITTEN).into_owned();
                    format!("{address} = {text}  {}:{}", spot.path, spot.start.line)
                }
                None => format!("{address}, absent"),
            }
        }
    }
}

/// A figure and those below it, `depth` steps down, as JSON.
///
/// # Errors
/// [`Unknown`], where the name leads to no figure.
pub fn json(look: Look<'_>, name: &Name, depth: usize) -> Result<Map<String, Json>, Unknown> {
    let plan = look.figures.plan;
    let first = look.figure(name)?;
    let mut seen = vec![first.name.clone()];
    let mut level = vec![first];
    let mut figures = Vec::new();
    for deeper in (0..depth.clamp(1, DEEPEST)).rev() {
        let mut below = Vec::new();
        for figure in level {
            for input in figure.trace.inputs.iter().filter(|_| deeper > 0) {
                let Origin::Figure(name) = &input.from else { continue };
                if seen.len() < MOST && !seen.contains(name) {
                    seen.push(name.clone());
                    below.extend(look.figure(name).ok());
                }
            }
            figures.push(one(look, &figure));
        }
        level = below;
    }
    let mut document = Map::new();
    document.insert("format".into(), json!(1));
    document.insert("as_of".into(), json!(plan.as_of.to_string()));
    document.insert("currency".into(), json!(plan.currency.code));
    document.insert("figures".into(), Json::Array(figures));
    Ok(document)
}

fn one(look: Look<'_>, figure: &Figure) -> Json {
    let currency = look.figures.plan.currency;
    let trace = &figure.trace;
    let [formula, arithmetic] = steps(trace, look);
    let inputs = trace.inputs.iter().map(|input| {
        let mut object = Map::new();
        object.insert("label".into(), json!(input.label));
        object.insert("value".into(), input.value.json(currency));
        object.insert("unit".into(), json!(input.value.unit(&input.unit, currency)));
        match &input.from {
            Origin::Figure(name) => {
                object.insert("figure".into(), json!(name.to_string()));
            }
            Origin::Plan(address) => {
                object.insert("address".into(), json!(address.to_string()));
                let written = look.source.and_then(|source| source.text_at(look.figures.plan, address));
                let (text, spot) = written.unzip();
                object.insert("written".into(), json!(text));
                object.insert("file".into(), json!(spot.as_ref().map(|spot| spot.path.to_string())));
                object.insert("line".into(), json!(spot.map(|spot| spot.start.line)));
            }
            Origin::Rule => {}
        }
        Json::Object(object)
    });
    json!({
        "name": figure.name.to_string(),
        "title": figure.title,
        "value": trace.value.json(currency),
        "unit": trace.value.unit(&trace.unit, currency),
        "rule": trace.rule,
        "formula": formula,
        "arithmetic": arithmetic,
        "inputs": inputs.collect::<Vec<_>>(),
        "also": trace.also.iter().map(Name::to_string).collect::<Vec<_>>(),
    })
}
