//! What the revisions of a plan tell of what is looked at.

use chrono::NaiveDate;

use super::{Asked, Move, Per, Promise, Shifted, State, by, moves, row, shifted};
use crate::diff::{Amount, adds_up, amount, difference};
use crate::git::Commit;
use crate::plan::quantity::Currency;
use crate::trace::flow::said;
use crate::wording::{self, count};

/// Digits of a commit's name that are shown.
const DIGITS: usize = 8;
/// Revisions that are named; the rest is counted.
const NAMED: usize = 3;

/// What the revisions of a plan tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What was looked at.
    pub asked: Asked,
    /// In how many revisions.
    pub revisions: usize,
    /// When the newest of these was written.
    pub newest: NaiveDate,
    /// The moves, the newest first; the last may be that it was new.
    pub moves: Vec<Move>,
    /// Who moved a target or a date, where all of the plan is looked at.
    pub shifted: Vec<Shifted>,
    /// The revisions before which the repository has none, though there are some: the newest first.
    pub cut: Vec<Commit>,
    /// The revisions that are passed over, since not all of them can be read: the newest first.
    pub torn: Vec<Commit>,
    /// What the newest revision that is a plan says.
    pub last: Option<State>,
}

impl Told {
    /// What commits tell, by what each of them says.
    #[must_use]
    pub fn of(commits: &[Commit], states: &[Option<State>], asked: Asked) -> Self {
        Self {
            revisions: commits.len(),
            newest: commits.first().map(|it| it.date).unwrap_or_default(),
            moves: moves(commits, states, &asked),
            shifted: if asked == Asked::Headline { shifted(commits, states) } else { Vec::new() },
            cut: commits.iter().filter(|it| it.cut).cloned().collect(),
            torn: Vec::new(),
            last: states.iter().flatten().next().cloned(),
            asked,
        }
    }

    /// What the newest revision says of each period.
    #[must_use]
    pub fn promises(&self, per: Per) -> Vec<Promise> {
        self.last.as_ref().map(|it| by(&it.months, per, it.as_of)).unwrap_or_default()
    }

    /// What it says of the period that a figure is asked for.
    #[must_use]
    pub fn promise(&self) -> Option<Promise> {
        self.last.as_ref()?.promise(self.asked.figure()?)
    }

    /// How often it moved, in one line. That it was new is no move.
    #[must_use]
    pub fn sum(&self) -> String {
        let new = self.moves.last().filter(|it| it.is_new(&self.asked));
        let cut = self.moves.iter().filter(|it| it.is_cut()).count();
        let many = count(self.moves.len() - usize::from(new.is_some()) - cut, "move");
        let revisions = count(self.revisions, "revision");
        let new = new.map(|it| format!(", new on {}", wording::date(it.commit.date))).unwrap_or_default();
        let torn = self.torn.len();
        let torn = if torn > 0 { format!(", {torn} passed over") } else { String::new() };
        format!("{many} in {revisions}{new}{torn}")
    }

    /// Which revisions are passed over, in one line.
    #[must_use]
    pub fn passed_over(&self) -> Option<String> {
        let name = |it: &Commit| it.name.get(..DIGITS).unwrap_or(&it.name).to_owned();
        let named: Vec<String> = self.torn.iter().take(NAMED).map(name).collect();
        let more = self.torn.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let many = count(self.torn.len(), "revision");
        (!named.is_empty())
            .then(|| format!("{many} passed over: not all of {}{more} can be read", named.join(", ")))
    }

    /// Where the history that is here is cut, and how to get the rest, in one line.
    #[must_use]
    pub fn is_cut_at(&self) -> Option<String> {
        let first = self.cut.last()?;
        let name = first.name.get(..DIGITS).unwrap_or(&first.name);
        Some(format!(
            "The history is cut at {name} of {}: what was before is not in this clone; git fetch --unshallow gets it",
            wording::date(first.date)
        ))
    }

    /// Whether each difference of money is told as what lies between the two as they are told.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.moves.iter().all(|it| {
            let Some(before) = &it.before else { return true };
            let after = &it.after;
            if self.asked != Asked::Headline {
                return row::figure_adds_up(before, after);
            }
            let told = |(name, new): &(&str, Amount)| {
                let old = before.figures.iter().find(|(own, _)| own == name);
                old.is_none_or(|(_, old)| adds_up(*old, *new, before.currency, after.currency))
            };
            after.figures.iter().all(told)
        })
    }

    /// What was promised first for the period of a figure, what is promised now, and what it came to.
    #[must_use]
    pub fn came_to(&self) -> Option<String> {
        let name = self.asked.figure()?;
        let promised = |it: &Move| it.after.promise(name).map(|promise| (promise, it.after.currency));
        let first = self.moves.iter().rev().find_map(|it| promised(it).map(|promise| (it, promise)));
        let (first, (was, old)) = first?;
        let (now, last) = (self.promise()?, self.last.as_ref()?);
        let money = |money, currency: Currency| amount(Amount::Money(money), currency);
        let realized = match now.realized {
            // What is only recorded in part is held against nothing.
            Some(realized) if now.unrecorded > 0 => {
                let have = if now.unrecorded == 1 { "has" } else { "have" };
                let months = count(now.unrecorded, "month");
                let realized = money(realized, last.currency);
                let of = if last.of_driver { "" } else { " of drivers" };
                format!("it came to {realized} as far as it is recorded: {months}{of} {have} no record")
            }
            Some(realized) => {
                let [was, is] = [was.forecast, realized].map(Amount::Money);
                let short = difference(was, is, old, last.currency);
                let short = if short.is_empty() { short } else { format!(", {short} to the first forecast") };
                format!("it came to {}{short}", money(realized, last.currency))
            }
            None if now.over => "what it came to is not recorded".to_owned(),
            None => "it is not over yet".to_owned(),
        };
        Some(format!(
            "{}: {} planned and {} forecast on {}, {} and {} now; {realized} (as of {})",
            said(now.period),
            money(was.planned, old),
            money(was.forecast, old),
            first.commit.date,
            money(now.planned, last.currency),
            money(now.forecast, last.currency),
            wording::date(last.as_of),
        ))
    }
}

impl Move {
    /// Whether it was not there before, so that it did not move.
    #[must_use]
    pub fn is_new(&self, asked: &Asked) -> bool {
        !self.is_cut() && self.before.as_ref().is_none_or(|before| !before.has(asked))
    }

    /// Whether what was before it is not known, since the history that is here begins with it.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.commit.cut && self.before.is_none()
    }
}
