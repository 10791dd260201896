//! The figures of a plan with those of scenarios beside them, and in words what a scenario makes better and worse:
//! one source for the screen and for what is printed.

use super::alone::{self, Alone};
use super::{Aside, Figure, Outline, Verdict};
use crate::order::Order as _;
use crate::wording;
use crate::wording::names::among_others;

/// A figure of the plan and of each scenario.
#[derive(Clone, Debug)]
pub struct Row {
    /// That of the plan.
    pub plan: Figure,
    /// Of each scenario, where it has it.
    pub others: Vec<Option<Figure>>,
    /// Whether each of them leaves out what it is of.
    pub left_out: Vec<bool>,
}

/// What is said of a figure that a scenario has not, since it leaves out what it is of.
pub const LEFT_OUT: &str = "left out";

impl Row {
    /// Whether a scenario makes it better.
    #[must_use]
    pub fn verdict(&self, nth: usize) -> Verdict {
        let other = self.others.get(nth).and_then(Option::as_ref);
        other.map_or(Verdict::Same, |other| other.verdict(&self.plan))
    }

    fn is_planned(&self) -> bool {
        self.plan.is_planned()
    }

    /// Whether a scenario makes another figure of it, or has none.
    #[must_use]
    pub fn differs(&self, nth: usize) -> bool {
        let other = self.others.get(nth).and_then(Option::as_ref);
        other.is_none_or(|other| other.amount.differs(self.plan.amount))
    }
}

/// The figures of a plan, each with those of the scenarios; those first that one of them makes another. Below planned value
/// stands what it is without confidence, where that is another amount in any of them.
#[must_use]
pub fn rows(plan: Outline, scenarios: &[Option<&Outline>]) -> Vec<Row> {
    let unweighted = unweighted(&plan, scenarios);
    let row = |plan: Figure| {
        let others = scenarios.iter().map(|it| it.as_ref()?.get(&plan.at).cloned()).collect();
        let gone = |it: &Option<&Outline>| {
            let of = plan.at.root();
            it.is_some_and(|it| it.gone.iter().any(|gone| gone.at == of))
        };
        let left_out = scenarios.iter().map(gone).collect();
        Row { plan, others, left_out }
    };
    let mut rows: Vec<Row> = plan.figures.into_iter().map(row).collect();
    // What differs is what is asked for; the rest stands below it.
    // Where a gate is heading is told where that is another way.
    let made = |nth: &usize| scenarios[*nth].is_some();
    let is_other = |row: &Row| (0..scenarios.len()).filter(made).any(|nth| row.differs(nth));
    rows.retain(|row| !row.plan.is_ahead() || is_other(row));
    rows.order_by_key(|row| !(0..scenarios.len()).any(|nth| row.differs(nth)));
    let planned = rows.iter().position(Row::is_planned);
    if let Some((planned, row)) = planned.zip(unweighted) {
        rows.insert(planned + 1, row);
    }
    rows
}

/// The row of planned value without confidence; none where confidence takes nothing off.
fn unweighted(plan: &Outline, scenarios: &[Option<&Outline>]) -> Option<Row> {
    let is_less = |of: &Outline| {
        let planned = of.figures.iter().find(|figure| figure.is_planned());
        planned.zip(of.unweighted.as_ref()).is_some_and(|(planned, plain)| planned.amount != plain.amount)
    };
    let mut all = scenarios.iter().flatten().copied().chain([plan]);
    let plain = plan.unweighted.clone().filter(|_| all.any(is_less))?;
    let others: Vec<_> = scenarios.iter().map(|it| it.as_ref()?.unweighted.clone()).collect();
    let left_out = vec![false; others.len()];
    Some(Row { plan: plain, others, left_out })
}

/// How much is said of what a scenario makes better and worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// Figures are counted that a table beside it names.
    Short,
    /// Figures are named, and the first of all else that is told of.
    Brief,
    /// All is named.
    Whole,
}

/// Some names as a sentence lists them.
fn listed(names: &[&str]) -> String {
    wording::list(&names.iter().map(|name| among_others(name)).collect::<Vec<_>>())
}

/// What a scenario makes better and worse, and what only looks so. What its outline says aside is told where there is
/// one, as far as it is open.
#[must_use]
pub fn said(rows: &[Row], nth: usize, outline: Option<&Outline>, telling: Telling) -> Vec<String> {
    let aside = |it: &Aside| match telling {
        Telling::Whole => it.whole.clone(),
        Telling::Short | Telling::Brief => it.brief.clone(),
    };
    let list = |names: &[&str]| match names.len() {
        1.. if telling == Telling::Short => wording::count(names.len(), "figure"),
        _ => listed(names),
    };
    // Value is named once: without confidence too only where that does otherwise than with it.
    let planned = rows.iter().find(|row| row.is_planned()).map(|row| row.verdict(nth));
    let named = |verdict: Verdict| -> Vec<&str> {
        let twice = |row: &&Row| row.plan.is_unweighted() && planned == Some(verdict);
        let rows = rows.iter().filter(|row| row.verdict(nth) == verdict && !twice(row));
        rows.map(|row| &*row.plan.name).collect()
    };
    let (better, worse, mixed) = (named(Verdict::Better), named(Verdict::Worse), named(Verdict::Mixed));
    // A step past the end of its wave is worse, and so is a gate that can no longer be passed, whatever the figures say.
    let past = outline.map(|it| [&it.past, &it.lost]).into_iter().flatten();
    let past: Vec<String> = past.filter_map(|it| it.as_ref().map(aside)).collect();
    let gone = outline.map(|it| &*it.gone).filter(|gone| !gone.is_empty());
    let gone = gone.map(|gone| match telling {
        Telling::Whole => wording::list(&gone.iter().map(Alone::words).collect::<Vec<_>>()),
        Telling::Short | Telling::Brief => alone::named(gone),
    });
    let mut said: Vec<String> = gone.into_iter().map(|gone| format!("Left out: {gone}")).collect();
    let first = |nth: usize| if nth == 0 { "Worse" } else { "Worse too" };
    said.extend(past.iter().enumerate().map(|(nth, past)| format!("{}: {past}", first(nth))));
    let word = if past.is_empty() { "Worse" } else { "Worse too" };
    let told = |word: &str, names: &[&str]| (!names.is_empty()).then(|| format!("{word}: {}", list(names)));
    let each = [told(word, &worse), told("Better", &better), told("Mixed", &mixed)];
    said.extend(match (better.is_empty(), worse.is_empty()) {
        _ if !mixed.is_empty() => each.into_iter().flatten().collect(),
        (true, true) if !past.is_empty() => vec!["No figure gets better or worse".to_owned()],
        (true, true) => vec!["Nothing gets better or worse by it".to_owned()],
        (false, true) if !past.is_empty() => vec![format!("Better: {}", list(&better))],
        (false, true) => vec![format!("Better: {}", list(&better)), "Nothing gets worse".into()],
        (true, false) => {
            vec![format!("{word}: {}", list(&worse)), "Nothing gets better".into()]
        }
        (false, false) => vec![format!("{word}: {}", list(&worse)), format!("Better: {}", list(&better))],
    });
    said.extend(outline.into_iter().flat_map(|it| it.aside.iter().map(aside)));
    // What cost does is told with its amount.
    let in_part = rows.iter().filter(|row| row.plan.name != "Cost" && row.verdict(nth) == Verdict::Mixed);
    said.extend(in_part.filter_map(|row| Some(row.others.get(nth)?.as_ref()?.in_part(&row.plan))));
    let later: Vec<&str> = named(Verdict::Later).into_iter().filter(|name| *name != "Cost").collect();
    // So is what is found no more only since it is later.
    let found = |name: &&str| matches!(*name, "Errors found" | "Warnings found");
    let moved: Vec<&str> = named(Verdict::Moved).into_iter().filter(|name| !found(name)).collect();
    for (names, why) in [(later, "cost falls later"), (moved, "what is asked moved")] {
        let looks = if names.len() == 1 { "looks" } else { "look" };
        if !names.is_empty() {
            said.push(format!("{} {looks} better only since {why}", listed(&names)));
        }
    }
    said
}
