//! Ignoring a finding: a waiver with its reason and its last day, written to the plan as a step that can be
//! undone. What is ignored stays listed.

use chrono::{Months, NaiveDate};

use super::line::Line;
use super::question::{self, Purpose, Question};
use crate::check::{address_of, may_be_waived};
use crate::draft::asked;
use crate::finding::Finding;
use crate::plan::Plan;
use crate::plan::address::{Holds, Table};
use crate::tui::editing::{editable, make};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay, tell};
use crate::wording;

/// So many months a finding is ignored where nobody says otherwise.
const MONTHS: u32 = 3;

/// Asks why the finding of the selection is to be ignored.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let Some(located) = model.finding() else { return tell(model, "No finding is selected") };
    let on = on(&located.finding, model.work.plan());
    let words = match &on {
        Some(id) => format!("{} on {id}", located.finding.rule),
        None => format!("{}, wherever it is found", located.finding.rule),
    };
    let asked = format!("{}. Why is this accepted? One sentence.", located.finding.message);
    let before = vec![located.finding.rule.to_owned(), on.unwrap_or_default()];
    let question = Question::new(Purpose::Reason, format!("Ignore {words}"), asked, Line::default());
    question::ask(model, Question { before, ..question })
}

/// The id that a waiver of a finding names; none where the finding is about the whole plan.
fn on(finding: &Finding, plan: &Plan) -> Option<String> {
    let at = address_of(&finding.at)?;
    match at.table.holds() {
        Holds::One => None,
        Holds::ById => Some(at.key.to_string()),
        // A record is known by what it is about.
        Holds::Many => {
            let known = |word: &&str| {
                plan.item_by_id(word).is_some()
                    || plan.wave_by_id(word).is_some()
                    || plan.gate_by_id(word).is_some()
                    || plan.kpi_by_id(word).is_some()
            };
            at.key.split(' ').find(known).map(str::to_owned)
        }
    }
}

pub(in crate::tui) fn ask_until(model: &mut Model, question: &Question) -> Result<Vec<Effect>, String> {
    let reason = question.typed.text().trim();
    if reason.is_empty() {
        return Err("A finding is ignored for a reason, so that others can judge it: type one".into());
    }
    let today = model.work.plan().as_of;
    let until = today.checked_add_months(Months::new(MONTHS)).unwrap_or(today);
    model.overlay = Some(Overlay::Question(Question {
        title: question.title.clone(),
        asked: "Until which day? Afterwards it is found again. An empty answer is for ever.".into(),
        typed: Line::offered(until.to_string()),
        before: [&question.before[..], &[reason.to_owned()]].concat(),
        purpose: Purpose::Until,
    }));
    Ok(Vec::new())
}

pub(in crate::tui) fn take_until(model: &mut Model, question: &Question) -> Result<Vec<Effect>, String> {
    let until = question.typed.text().trim();
    if until.is_empty() {
        model.overlay = Some(Overlay::Question(Question {
            asked: "For ever: nobody will be reminded. Type yes to do so.".into(),
            typed: Line::default(),
            purpose: Purpose::ForEver,
            ..question.clone()
        }));
        return Ok(Vec::new());
    }
    let day: NaiveDate = until.parse().map_err(|_| {
        let today = model.work.plan().as_of;
        format!("“{until}” is no day: write it as {today}")
    })?;
    if day < model.work.plan().as_of {
        let today = wording::date(model.work.plan().as_of);
        return Err(format!("That day is over: the plan is looked at as of {today}"));
    }
    Ok(write(model, &question.before, Some(&day.to_string())))
}

pub(in crate::tui) fn confirm(model: &mut Model, question: &Question) -> Result<Vec<Effect>, String> {
    if question.typed.text().trim() != "yes" {
        return Err("Type yes to ignore it for ever, or Esc".into());
    }
    Ok(write(model, &question.before, None))
}

fn write(model: &mut Model, before: &[String], until: Option<&str>) -> Vec<Effect> {
    let [rule, on, reason] = before else { return Vec::new() };
    let of = if on.is_empty() { String::new() } else { format!(" on {on}") };
    let title = format!("ignore {rule}{of}");
    let on = Some(on.as_str()).filter(|on| !on.is_empty());
    make(model, |draft| {
        let values =
            [("rule", Some(rule.as_str())), ("on", on), ("reason", Some(reason.as_str())), ("until", until)];
        asked::recorded(draft, Table::Waiver, title, &values)
    });
    Vec::new()
}

/// The selection has a finding that may be ignored.
pub fn ignorable(model: &Model) -> Result<(), &'static str> {
    editable(model)?;
    match model.finding() {
        None => Err("there is no finding here"),
        Some(located) if !may_be_waived(&located.finding) => {
            Err("what the files cannot be read with has to be mended")
        }
        Some(_) => Ok(()),
    }
}
