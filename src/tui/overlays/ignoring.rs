//! Ignoring a finding: a waiver with its reason, who accepts it and its last day, written to the plan as a step that can be
//! undone. What is ignored stays listed.

use chrono::{Months, NaiveDate};
use rustc_hash::FxHashSet;

use super::line::Line;
use super::question::{self, Question};
use crate::check::{address_of, may_be_waived};
use crate::draft::{Title, Verb, asked};
use crate::finding::Finding;
use crate::plan::Plan;
use crate::plan::address::{Holds, Table};
use crate::tui::editing::{editable, make};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::wording;
use crate::wording::aloud::Aloud;

/// So many months a finding is ignored where nobody says otherwise.
const MONTHS: u32 = 3;

/// Asks why the finding of the selection is to be ignored.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let Some(located) = model.finding() else { return tell(model, "No finding is selected") };
    let on = on(&located.finding, model.work.plan());
    let aloud = Aloud { plans: &[model.work.plan()], room: false };
    let words = match &on {
        Some(id) => format!("{} on {}", located.finding.rule, aloud.name(id).unwrap_or(id)),
        None => format!("{}, wherever it is found", located.finding.rule),
    };
    let asked = format!("{}. Why is this accepted? One sentence.", aloud.message(&located.finding.message));
    let title = format!("Ignore {words}");
    let (reason, by) = (String::new(), String::new());
    let ignoring = Ignoring { title: title.clone(), rule: located.finding.rule, on, reason, by };
    let take = move |model: &mut Model, reason: &str| ignoring.clone().by(model, reason);
    question::ask(model, Question::new(title, asked, Line::default(), take))
}

/// What is ignored, why and by whom, as far as it is known.
#[derive(Clone)]
struct Ignoring {
    title: String,
    rule: &'static str,
    on: Option<String>,
    reason: String,
    by: String,
}

/// Who may have accepted it: who did so before, who decided, and who owns something, each once.
fn people(plan: &Plan) -> Vec<String> {
    let accepted = plan.waivers.iter().rev().filter_map(|it| it.by.as_deref());
    let decided = plan.decisions.iter().rev().filter_map(|it| it.by.as_deref());
    let owners = plan.items().filter_map(|(_, item)| item.about.owner.as_deref());
    let mut known = FxHashSet::default();
    let all = accepted.chain(decided).chain(owners).map(str::trim);
    all.filter(|it| !it.is_empty() && known.insert(*it)).map(str::to_owned).collect()
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

impl Ignoring {
    /// Takes the reason, and asks who accepts it.
    fn by(mut self, model: &mut Model, reason: &str) -> Result<Vec<Effect>, String> {
        if reason.is_empty() {
            return Err("A finding is ignored for a reason, so that others can judge it: type one".into());
        }
        reason.clone_into(&mut self.reason);
        let plan = model.work.plan();
        // Whoever accepted something last may well accept this.
        let last = plan.waivers.iter().rev().find_map(|it| it.by.as_deref()).unwrap_or_default();
        let (line, known) = (Line::offered(last), people(plan));
        let tab = if known.is_empty() { "" } else { " Tab goes through those that the plan names." };
        let asked = format!("Who accepts it? A name or a role, so that others can ask.{tab}");
        let title = self.title.clone();
        let take = move |model: &mut Model, by: &str| self.clone().until(model, by);
        Ok(question::ask(model, Question::new(title, asked, line, take).among(known)))
    }

    /// Takes who accepts it, and asks until when.
    fn until(mut self, model: &mut Model, by: &str) -> Result<Vec<Effect>, String> {
        if by.is_empty() {
            return Err("Somebody accepts it, and can be asked: type who".into());
        }
        by.clone_into(&mut self.by);
        let today = model.work.plan().as_of;
        let until = today.checked_add_months(Months::new(MONTHS)).unwrap_or(today);
        let asked = "Until which day? Afterwards it is found again. An empty answer is for ever.";
        let title = self.title.clone();
        let take = move |model: &mut Model, until: &str| self.take_until(model, until);
        Ok(question::ask(model, Question::new(title, asked, Line::offered(until.to_string()), take)))
    }

    fn take_until(&self, model: &mut Model, until: &str) -> Result<Vec<Effect>, String> {
        if until.is_empty() {
            let asked = "For ever: nobody will be reminded. Type yes to do so.";
            let ignoring = self.clone();
            let take = move |model: &mut Model, words: &str| match words {
                "yes" => Ok(ignoring.write(model, None)),
                _ => Err("Type yes to ignore it for ever, or Esc".into()),
            };
            return Ok(question::ask(model, Question::new(&*self.title, asked, Line::default(), take)));
        }
        let day: NaiveDate = until.parse().map_err(|_| {
            let today = model.work.plan().as_of;
            format!("“{until}” is no day: write it as {today}")
        })?;
        if day < model.work.plan().as_of {
            let today = wording::date(model.work.plan().as_of);
            return Err(format!("That day is over: the plan is looked at as of {today}"));
        }
        Ok(self.write(model, Some(&day.to_string())))
    }

    fn write(&self, model: &mut Model, until: Option<&str>) -> Vec<Effect> {
        let Self { rule, on, reason, by, .. } = self;
        make(model, |draft| {
            let title = Title::new(Verb::Ignore).words(rule);
            let title = match on.as_deref().map(|on| (on, asked::address(draft, on))) {
                Some((_, Ok(at))) => title.words(" on ").id(at),
                Some((on, Err(_))) => title.words(format!(" on {on}")),
                None => title,
            };
            let values = [
                ("rule", Some(*rule)),
                ("on", on.as_deref()),
                ("reason", Some(reason)),
                ("by", Some(by)),
                ("until", until),
            ];
            asked::recorded(draft, Table::Waiver, title, &values)
        });
        Vec::new()
    }
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
