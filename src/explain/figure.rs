//! Where a figure comes from, as text and as JSON.
//!
//! Text is a tree of 80 columns: the figure, its rule, the arithmetic with its values and units, and below it
//! what went in, each with the name of its own figure or the line of the plan that says it. JSON is flat:
//! `figures`, the one that was asked for first, each with `name`, `title`, `value`, `unit`, `rule`, `formula`,
//! `arithmetic`, `inputs` and `notes` (what is to be known beside it), and under a scenario with `in_plan`, the value without it; an input has `label`,
//! `value`, `unit` and either `figure` (a name, to be found in `figures` or asked for) or `address` with
//! `written`, `file` and `line`. `decided_by` holds the lines that decide it without being a number in it, each with
//! `label`, `address`, `written`, `file` and `line`. What a scenario wrote stands in its own file, on a line that is
//! `null` where more than one of its changes may have.

use std::ops::Range;

use serde_json::{Map, Value as Json, json};

use super::look::{Look, Stand, WRITTEN};
use super::text::{WIDTH, wrapped};
use crate::order::Order as _;
use crate::plan::address::Address;
use crate::plan::quantity::Currency;
use crate::plan::veil::PRIVATE;
use crate::safe;
use crate::source::Secrets;
use crate::trace::name::Name;
use crate::trace::term::Term;
use crate::trace::value::{Value, digits, unit_of};
use crate::trace::{Input, Line as Deciding, Origin, Steps, Trace};
use crate::traces::{Figure, Unknown};
use crate::wording;

/// Inputs that a text lists of one figure; the others are added up.
const LINES: usize = 12;
/// How deep a tree may be asked for.
pub const DEEPEST: usize = 12;
/// Figures that one explanation holds at most, so that no depth makes it endless.
const MOST: usize = 400;
/// What stands for an arithmetic that may not be told.
const WITHHELD: &str = "The arithmetic is withheld: something private goes into it.";

/// Signs of a rule that is a formula itself.
const SIGNS: [char; 4] = ['÷', '×', '−', '+'];
/// Words of a formula that stand for arithmetic.
const SMALL: [&str; 5] = ["the", "smaller", "larger", "of", "and"];

/// Whether what goes into a figure tells of something private.
#[must_use]
pub fn is_private(input: &Input, secrets: &Secrets) -> bool {
    let from = || match &input.from {
        Origin::Figure(name) => {
            secrets.tells(&name.to_string()) || secrets.tells_at_gate(&name.word, &name.of)
        }
        Origin::Plan(address) => secrets.holds(address) || secrets.tells(&address.to_string()),
        Origin::Rule => false,
    };
    !secrets.is_empty() && (secrets.tells(&input.label) || from())
}

/// A figure as text, its inputs taken apart `depth` steps down; all of them, or of more than a screen takes the first few.
/// What is private is withheld, and the arithmetic that holds an amount of it.
///
/// # Errors
/// [`Unknown`], where the name leads to no figure.
pub fn text(
    look: Look<'_>,
    name: &Name,
    (depth, whole): (usize, bool),
    secrets: &Secrets,
) -> Result<String, Unknown> {
    let currency = look.figures.plan.currency;
    let figure = look.figure(name)?;
    let mut text = format!(
        "{} = {}\n{}",
        safe::line(&figure.name.to_string()),
        safe::line(&figure.trace.value.said_in_full(&figure.trace.unit, currency)),
        wrapped(&safe::line(&figure.title), 0)
    );
    if let Some(sentence) = look.against_plan(&figure) {
        text.push_str(&wrapped(&safe::line(&sentence), 0));
    }
    text.push('\n');
    let also = figure.trace.also.clone();
    // What is still to be written, the next one last.
    let mut open = vec![Line::Figure(Box::new(figure.trace), 0)];
    let mut figures = 0;
    while let Some(line) = open.pop() {
        match line {
            Line::Text(line) => text.push_str(&line),
            Line::Figure(trace, level) => {
                figures += 1;
                let hidden = trace.inputs.iter().any(|input| is_private(input, secrets));
                for said in said(&trace, look, hidden) {
                    text.push_str(&wrapped(&safe::line(&said), 2 * level));
                }
                let deeper = level + 1 < depth.min(DEEPEST) && figures < MOST;
                let counts = is_count(&trace);
                // Who asks for more than a step asks for all that is in it.
                let all = whole || depth > 1 && level == 0;
                let decided = decided(look, &trace, all);
                let (inputs, more) = if all { (sorted(*trace), None) } else { folded(*trace) };
                let private: Vec<bool> = inputs.iter().map(|input| is_private(input, secrets)).collect();
                let rows = table(look, &inputs, more, (counts, decided), 2 * (level + 1));
                for (nth, row) in rows.into_iter().enumerate().rev() {
                    let below = inputs.get(nth).and_then(|input| match &input.from {
                        Origin::Figure(name) if deeper && !is_private(input, secrets) => {
                            look.figure(name).ok()
                        }
                        _ => None,
                    });
                    if let Some(figure) = below {
                        open.push(Line::Figure(Box::new(figure.trace), level + 2));
                    }
                    let hidden = private.get(nth).is_some_and(|hidden| *hidden);
                    open.push(Line::Text(if hidden { veiled(&row) } else { row }));
                }
            }
        }
    }
    if !also.is_empty() {
        let names: Vec<String> = also.iter().map(Name::to_string).collect();
        text.push_str(&format!("\n{}", wrapped(&safe::line(&format!("also: {}", names.join(", "))), 0)));
    }
    Ok(text)
}

/// A row of which only its place is told.
fn veiled(row: &str) -> String {
    let indent = row.len() - row.trim_start().len();
    format!("{}{PRIVATE}\n", " ".repeat(indent))
}

/// What is still to be written of a tree.
enum Line {
    Text(String),
    Figure(Box<Trace>, usize),
}

/// The rule of a trace as a sentence, its formula where the rule is none itself, and the arithmetic with its
/// values and units.
#[must_use]
pub fn how(trace: &Trace, look: Look<'_>) -> Vec<String> {
    said(trace, look, false)
}

/// The same; where something `hidden` goes into it, that the arithmetic is withheld.
fn said(trace: &Trace, look: Look<'_>, hidden: bool) -> Vec<String> {
    let mut lines = vec![sentence(&trace.rule)];
    let [formula, arithmetic] = steps(trace, look);
    // A plain sum says nothing that its lines do not say.
    let plain = matches!(&trace.steps, Steps::Term(Term::All(0) | Term::Input(0))) || is_count(trace);
    let known = |word: &str| SMALL.contains(&word) || trace.rule.contains(word);
    let mut words = formula.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    if !plain && !hidden && !trace.rule.contains(SIGNS) && !words.all(known) {
        lines.push(sentence(&formula));
    }
    if !plain && hidden {
        lines.push(WITHHELD.into());
    } else if !plain {
        let words = matches!(&trace.steps, Steps::Words(_));
        lines.push(if words { sentence(&arithmetic) } else { arithmetic });
    }
    lines.retain(|line| !line.is_empty());
    lines.dedup();
    lines.extend(trace.notes.iter().map(|note| sentence(note)));
    lines
}

/// Words as a sentence.
#[must_use]
pub fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let Some(first) = letters.next() else { return String::new() };
    let end = if words.ends_with(['.', '…', '!', '?']) { "" } else { "." };
    format!("{}{}{end}", first.to_uppercase(), letters.as_str())
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
    let value = |place: usize| match inputs.get(place) {
        Some(Input { value: Value::Flag(flag), .. }) => u8::from(*flag).to_string(),
        Some(input) => with_unit(input.value.bare(currency), input.value, &input.unit, currency),
        None => String::new(),
    };
    let total = |places: Range<usize>| {
        let sum = digits(numbers.get(places.clone()).unwrap_or_default().iter().sum());
        inputs
            .get(places.start)
            .map_or(String::new(), |first| with_unit(sum, first.value, &first.unit, currency))
    };
    let computed = digits(term.value(&numbers));
    let shown = trace.value.bare(currency);
    // Money is settled to the smallest coin: what the arithmetic gives stands before it where that has more digits.
    let unsettled = computed.split_once('.').is_some_and(|(_, part)| part.len() > currency.digits as usize);
    let result = match trace.value {
        Value::Money(_) if unsettled => format!("{computed} → {}", trace.value.said(&trace.unit, currency)),
        Value::AtMost(share) | Value::AtLeast(share) => Value::Share(share).said(&trace.unit, currency),
        Value::Money(_) | Value::Share(_) | Value::Attained(..) => trace.value.said(&trace.unit, currency),
        Value::Number(_) | Value::Target(_) => with_unit(shown, trace.value, &trace.unit, currency),
        Value::Unrounded(_) => with_unit(computed, trace.value, &trace.unit, currency),
        _ if computed == shown => computed,
        _ => format!("{computed} → {shown}"),
    };
    let arithmetic = format!("{} = {result}", term.written(inputs.len(), &value, &total));
    [term.written(inputs.len(), &label, &labels), arithmetic]
}

/// The digits of a value with its unit: the currency of money, that of the figure.
fn with_unit(digits: String, value: Value, unit: &str, currency: Currency) -> String {
    let unit = match value {
        Value::Money(_) | Value::Unrounded(_) => currency.code,
        Value::Number(_) | Value::Target(_) | Value::Count(_) => unit,
        _ => "",
    };
    let unit = unit_of(&digits, unit);
    if unit.is_empty() { digits } else { format!("{digits} {unit}") }
}

/// Whether a figure counts its inputs, so that a 1 beside each says nothing.
#[must_use]
pub fn is_count(trace: &Trace) -> bool {
    let Steps::Term(Term::All(from)) = trace.steps else { return false };
    trace.inputs.iter().skip(from).all(|input| input.value == Value::Count(1))
}

/// What stands beside an input that is counted: nothing; `None` beside what stands for itself.
#[must_use]
pub fn counted(input: &Input, counts: bool) -> Option<String> {
    (counts && input.value == Value::Count(1)).then(String::new)
}

/// The inputs of a trace, the largest first where it is a sum of things.
#[must_use]
pub fn sorted(trace: Trace) -> Vec<Input> {
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
        inputs.order_by(|one, other| size(other).total_cmp(&size(one)));
    }
    inputs
}

/// The same, and of more than a screen takes the first few; with how many others there are and what they come to.
#[must_use]
pub fn folded(trace: Trace) -> (Vec<Input>, Option<(usize, Value)>) {
    let mut inputs = sorted(trace);
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

/// The lines of some inputs: what each is, what it comes to, and where it comes from; that stands below where
/// there is no room beside it.
fn table(
    look: Look<'_>,
    inputs: &[Input],
    more: Option<(usize, Value)>,
    (counts, decided): (bool, Vec<[String; 2]>),
    indent: usize,
) -> Vec<String> {
    let currency = look.figures.plan.currency;
    let mut rows: Vec<[String; 3]> = inputs
        .iter()
        .map(|input| {
            let value = counted(input, counts).unwrap_or_else(|| input.value.said(&input.unit, currency));
            let cells = [input.label.clone(), value, origin(look, input)];
            cells.map(|cell| safe::line(&cell).into_owned())
        })
        .collect();
    if let Some((count, total)) = more {
        let total = if total == Value::Nothing { String::new() } else { total.said("", currency) };
        rows.push([format!("and {count} more"), total, "--whole lists them all".into()]);
    }
    let safely = |cell: String| safe::line(&cell).into_owned();
    rows.extend(decided.into_iter().map(|[label, from]| [safely(label), String::new(), safely(from)]));
    // What is counted has no value, and its label need not leave room for one.
    let bare = rows.iter().all(|row| row[1].is_empty());
    let aligned = || rows.iter().filter(|row| bare || !row[1].is_empty());
    let width = |column: usize| aligned().map(|row| safe::width(&row[column])).max().unwrap_or(0);
    let (labels, values) = (width(0), width(1));
    let blanks = |many: usize| " ".repeat(many);
    let row = |[label, value, from]: &[String; 3]| {
        let after = blanks(labels.saturating_sub(safe::width(label)));
        let before = blanks(values - safe::width(value));
        let gap = if values > 0 { "  " } else { "" };
        let line = format!("{}{label}{after}{gap}{before}{value}", blanks(indent));
        if from.is_empty() || safe::width(&line) + 2 + safe::width(from) <= WIDTH {
            return format!("{}\n", format!("{line}  {from}").trim_end());
        }
        let mut lines = format!("{}\n", line.trim_end());
        let below = indent + 4;
        if below + safe::width(from) <= WIDTH {
            return lines + &format!("{}{from}\n", blanks(below));
        }
        // What the plan writes, and below it where.
        for part in from.split("  ") {
            lines.push_str(&format!("{}{part}\n", blanks(below)));
        }
        lines
    };
    rows.iter().map(row).collect()
}

/// The lines that decide a figure without being a number in it; of many the first few, unless all are asked for.
#[must_use]
pub fn deciding(trace: &Trace, all: bool) -> &[Deciding] {
    let few = if all || trace.decided.len() <= LINES + 1 { trace.decided.len() } else { LINES };
    &trace.decided[..few]
}

/// The same as they are listed: what each line is, and where it stands.
fn decided(look: Look<'_>, trace: &Trace, all: bool) -> Vec<[String; 2]> {
    let shown = deciding(trace, all);
    let mut lines: Vec<[String; 2]> =
        shown.iter().map(|line| [line.label.clone(), place(look, &line.at)]).collect();
    let rest = trace.decided.len() - shown.len();
    lines.extend((rest > 0).then(|| [format!("and {rest} more"), "--whole lists them all".into()]));
    lines
}

/// Where an input comes from, in a few words: the name of its figure, or file, line and text; in a scenario
/// also what it is in the plan, where that is something else.
#[must_use]
pub fn origin(look: Look<'_>, input: &Input) -> String {
    let from = match &input.from {
        Origin::Figure(name) => name.to_string(),
        Origin::Rule => String::new(),
        Origin::Plan(address) => match look.source {
            None => address.to_string(),
            Some(_) => {
                let address = look.spelled(address);
                let found = look.written(&address);
                located(&address, found)
            }
        },
    };
    from + &look.was(input)
}

/// Where a line that decides a figure stands, and what it says.
#[must_use]
pub fn place(look: Look<'_>, address: &Address) -> String {
    origin(look, &Input::new("", Value::Nothing, address.clone()))
}

/// An address, with what stands there and where.
fn located(address: &Address, found: Option<(&str, Stand)>) -> String {
    match found {
        Some((_, stand)) if address.path.is_empty() => format!("{address}  {stand}"),
        Some((text, stand)) => format!("{address} = {}  {stand}", safe::cut(text, WRITTEN)),
        None => format!("{address}, by default"),
    }
}

/// A figure and those below it, `depth` steps down, as JSON; what is private is withheld as in [`text`].
///
/// # Errors
/// [`Unknown`], where the name leads to no figure.
pub fn json(
    look: Look<'_>,
    name: &Name,
    depth: usize,
    secrets: &Secrets,
) -> Result<Map<String, Json>, Unknown> {
    let plan = look.figures.plan;
    let first = look.figure(name)?;
    let mut seen = vec![first.name.clone()];
    let mut level = vec![first];
    let mut figures = Vec::new();
    for deeper in (0..depth.clamp(1, DEEPEST)).rev() {
        let mut below = Vec::new();
        for figure in level {
            let open = |input: &&Input| deeper > 0 && !is_private(input, secrets);
            for input in figure.trace.inputs.iter().filter(open) {
                let Origin::Figure(name) = &input.from else { continue };
                if seen.len() < MOST && !seen.contains(name) {
                    seen.push(name.clone());
                    below.extend(look.figure(name).ok());
                }
            }
            figures.push(one(look, &figure, secrets));
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

fn one(look: Look<'_>, figure: &Figure, secrets: &Secrets) -> Json {
    let currency = look.figures.plan.currency;
    let trace = &figure.trace;
    let [formula, arithmetic] = match trace.inputs.iter().any(|input| is_private(input, secrets)) {
        true => [PRIVATE, PRIVATE].map(str::to_owned),
        false => steps(trace, look),
    };
    let inputs = trace.inputs.iter().map(|input| {
        if is_private(input, secrets) {
            return json!({ "label": PRIVATE, "value": PRIVATE, "unit": PRIVATE });
        }
        let mut object = Map::new();
        object.insert("label".into(), json!(input.label));
        object.insert("value".into(), input.value.json(currency));
        object.insert("unit".into(), json!(input.value.unit(&input.unit, currency)));
        match &input.from {
            Origin::Figure(name) => {
                object.insert("figure".into(), json!(name.to_string()));
            }
            Origin::Plan(address) => written(look, address, &mut object),
            Origin::Rule => {}
        }
        Json::Object(object)
    });
    let decided = trace.decided.iter().map(|line| {
        let mut object = Map::new();
        object.insert("label".into(), json!(line.label));
        written(look, &line.at, &mut object);
        Json::Object(object)
    });
    let mut told = json!({
        "name": figure.name.to_string(),
        "title": figure.title,
        "value": trace.value.json(currency),
        "unit": trace.value.unit(&trace.unit, currency),
        "rule": trace.rule,
        "formula": formula,
        "arithmetic": arithmetic,
        "inputs": inputs.collect::<Vec<_>>(),
        "decided_by": decided.collect::<Vec<_>>(),
        "notes": trace.notes.iter().map(|note| sentence(note)).collect::<Vec<_>>(),
        "also": trace.also.iter().map(Name::to_string).collect::<Vec<_>>(),
    });
    if let Some(value) = look.in_plan(&figure.name) {
        told["in_plan"] = value.map_or(Json::Null, |value| value.json(currency));
    }
    told
}

/// Tells where the plan says something, and what.
fn written(look: Look<'_>, address: &Address, object: &mut Map<String, Json>) {
    let address = look.spelled(address);
    object.insert("address".into(), json!(address.to_string()));
    let (text, stand) = look.written(&address).unzip();
    object.insert("written".into(), json!(text));
    object.insert("file".into(), json!(stand.as_ref().map(|stand| &stand.file)));
    object.insert("line".into(), json!(stand.and_then(|stand| stand.line)));
}
