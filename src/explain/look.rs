//! What an explanation is read with, and where what a figure is made of is written: a line of the plan's files. Under a
//! scenario, what it left as it was stands where it stands in the plan, and what it wrote stands in the scenario: what the
//! plan would be like with it is in no file.

use std::fmt;

use super::compared;
use crate::figures::Figures;
use crate::plan::address::Address;
use crate::safe;
use crate::scenario::Lines;
use crate::simulation::Simulation;
use crate::source::{Source, Spot};
use crate::trace::name::Name;
use crate::trace::value::Value;
use crate::trace::{Input, Origin};
use crate::traces::{self, Figure, Unknown};

/// Columns of what a plan writes.
pub(super) const WRITTEN: usize = 44;

/// What a trace is read with: the figures, and the files that the plan was read from.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// The figures.
    pub figures: &'a Figures<'a>,
    /// The files, where they are known.
    pub source: Option<&'a Source>,
    /// A simulation of the plan that is known already; without one its figures take one of their own.
    pub simulation: Option<&'a Simulation>,
    /// The plan, where what is explained is a scenario of it.
    pub beside: Option<&'a Look<'a>>,
    /// What wrote into the files, where that is a scenario.
    pub writer: Option<Writer<'a>>,
}

/// What writes into the files that a plan is looked at by.
#[derive(Clone, Copy)]
pub enum Writer<'a> {
    /// The scenario that is open, which may be in no file.
    Open,
    /// The scenario of a file, by its path, with the lines of its changes.
    File(&'a str, &'a Lines),
}

/// Where something is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// The file; where there is none, what it is in.
    pub file: String,
    /// The line, where it is known.
    pub line: Option<u32>,
}

impl Stand {
    fn at(spot: &Spot) -> Self {
        Self { file: spot.path.to_string(), line: Some(spot.start.line) }
    }
}

impl fmt::Display for Stand {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(out, "{}:{line}", self.file),
            None => out.write_str(&self.file),
        }
    }
}

impl<'a> Look<'a> {
    /// Figures and the files that they were read from, with nothing beside them.
    #[must_use]
    pub fn of(figures: &'a Figures<'a>, source: Option<&'a Source>) -> Self {
        Self { figures, source, simulation: None, beside: None, writer: None }
    }
}

impl Look<'_> {
    /// The figure with a name.
    ///
    /// # Errors
    /// [`Unknown`], where the name leads to none.
    pub fn figure(self, name: &Name) -> Result<Figure, Unknown> {
        traces::figure_beside(self.figures, self.simulation, name)
    }

    /// What a figure comes to in the plan, where this is a scenario of it: nothing, where the plan has none of
    /// that name. A simulation that is known here and not of the plan is not run for it.
    pub(super) fn in_plan(self, name: &Name) -> Option<Option<Value>> {
        let plan = self.beside?;
        let waits =
            traces::is_simulated(&name.word) && self.simulation.is_some() && plan.simulation.is_none();
        (!waits).then(|| plan.figure(name).ok().map(|figure| figure.trace.value))
    }

    /// How a figure of a scenario differs from that of the plan, in a sentence.
    #[must_use]
    pub fn against_plan(self, figure: &Figure) -> Option<String> {
        let in_plan = self.in_plan(&figure.name)?;
        let currency = self.figures.plan.currency;
        Some(compared::sentence(in_plan, figure.trace.value, &figure.trace.unit, currency))
    }

    /// What an input is in the plan, where a scenario has another: " (plan: 1,500.00 EUR)".
    pub(super) fn was(self, input: &Input) -> String {
        let currency = self.figures.plan.currency;
        let was = match &input.from {
            Origin::Figure(name) => self.in_plan(name).flatten().filter(|value| *value != input.value),
            _ => None,
        };
        let said = was.map(|value| value.said(&input.unit, currency)).or_else(|| self.wrote(input));
        said.map_or_else(String::new, |said| format!("  (plan: {said})"))
    }

    /// An address as the plan's files spell it.
    #[must_use]
    pub fn spelled(self, address: &Address) -> Address {
        self.source.map_or_else(|| address.clone(), |source| source.spelled(self.figures.plan, address))
    }

    /// What the plan writes, where a scenario writes something else.
    fn wrote(self, input: &Input) -> Option<String> {
        let (Origin::Plan(address), Some(plan)) = (&input.from, self.beside) else { return None };
        if address.path.is_empty() {
            return None;
        }
        let written = |look: Self| Some(look.source?.text_at(look.figures.plan, address)?.0.to_owned());
        let (here, there) = (written(self), written(*plan));
        (here != there)
            .then(|| there.map_or_else(|| "nothing".into(), |text| safe::cut(&text, WRITTEN).into_owned()))
    }
}

impl<'a> Look<'a> {
    /// What is written at an address, and where; for a table its head. Nothing where a default holds.
    #[must_use]
    pub fn written(self, address: &Address) -> Option<(&'a str, Stand)> {
        let (text, spot) = self.source?.text_at(self.figures.plan, address)?;
        let stand = match (self.beside, self.writer) {
            (Some(beside), writer) => match beside.written(address).filter(|(there, _)| *there == text) {
                Some((_, stand)) => stand,
                None => writer.map_or_else(|| Stand::at(&spot), |writer| writer.stand(address)),
            },
            (None, _) => Stand::at(&spot),
        };
        Some((text, stand))
    }

    /// Where a finding stands: the line that the check tells, unless that is of files that a scenario was written into.
    #[must_use]
    pub fn of_finding(self, at: Option<&Address>, line: Option<&(Box<str>, u32)>) -> Option<Stand> {
        let told = || line.map(|(file, line)| Stand { file: file.to_string(), line: Some(*line) });
        let (Some(at), Some(source), true) = (at, self.source, self.beside.is_some()) else { return told() };
        let root = at.root();
        let there = [at, &root].into_iter().find_map(|at| Some((at, self.written(at)?.1)));
        let Some((at, stand)) = there else { return told() };
        // A file of the plan is called as the check calls it.
        let is_of_plan =
            source.text_at(self.figures.plan, at).is_some_and(|(_, spot)| *spot.path == *stand.file);
        match told().filter(|_| is_of_plan) {
            Some(told) => Some(Stand { line: stand.line, ..told }),
            None => Some(stand),
        }
    }
}

impl Writer<'_> {
    fn stand(self, address: &Address) -> Stand {
        match self {
            Self::Open => Stand { file: "the scenario".into(), line: None },
            Self::File(file, lines) => Stand { file: file.into(), line: lines.of(address) },
        }
    }
}
