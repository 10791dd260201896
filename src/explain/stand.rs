//! Where what a figure is made of is written: a line of the plan's files. Under a scenario, what it left as it was
//! stands where it stands in the plan, and what it wrote stands in the scenario: what the plan would be like with it is in
//! no file.

use std::fmt;

use super::figure::Look;
use crate::plan::address::Address;
use crate::scenario::Lines;
use crate::source::Spot;

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
