//! `swell simulate`: what may become of a plan, over many runs with other luck.

mod json;
mod text;

use std::borrow::Cow;
use std::path::PathBuf;

use clap::Args;

use crate::cli::command::{Common, Exit, Failure, Format, Outcome};
use crate::cli::progress;
use crate::cli::tried;
use crate::figures::Figures;
use crate::graph::Graph;
use crate::plan::leadership::Gate;
use crate::plan::veil::PRIVATE;
use crate::show::json::withhold;
use crate::simulation::{Progress, Settings, Simulation};
use crate::wording::group;

/// Simulate a plan: chances of value, budgets, dates and gates, and what they hang on
///
/// Every run draws the value of each driver between its low and its high (PERT), the length of each ramp, the
/// risks that happen, and where a KPI stands when a gate to come asks for it: on the line of its newest readings,
/// off it by a number of Student's t times a spread that grows with how far the readings scatter and how far
/// ahead the gate is; with fewer than three readings nobody can tell. What is recorded, and what is live, stays.
/// Amounts that there is a chance of at least are rounded down. The answer depends on the plan, the seed and the
/// number of runs alone.
#[derive(Debug, Args)]
pub(super) struct Simulate {
    /// The plan: a file, or a folder that holds plan.toml; without one, the plan found here or under
    /// plans/
    #[arg(value_name = "PLAN")]
    plan: Option<PathBuf>,
    /// Simulate it with the scenario in this file made on it
    #[arg(long, value_name = "FILE")]
    with: Option<PathBuf>,
    /// How many runs; without it, as many as it takes for two digits of NPV to hold, from 10000 to 80000
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(100..=200_000))]
    runs: Option<u32>,
    /// Where the luck begins
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// How many threads work on it; without it, as many as there are processors
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=64))]
    threads: Option<u16>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

impl Simulate {
    /// Whether it prints what people read.
    pub(super) fn is_for_people(&self) -> bool {
        matches!(self.format, Format::Text)
    }

    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        let mut read = tried::whole(self.plan.as_ref(), self.with.as_deref(), common)?;
        read.plan.as_of = common.as_of.unwrap_or(read.plan.as_of);
        let figures = Figures::new(&read.plan);
        let processors = || std::thread::available_parallelism().map_or(1, usize::from);
        let settings = Settings {
            runs: self.runs,
            seed: self.seed,
            threads: self.threads.map_or_else(processors, usize::from),
            band: self.format == Format::Json,
        };
        let progress = Progress::default();
        let line = || format!("Simulating: {} runs so far; Ctrl-C ends it", group(progress.runs().into()));
        let graph = Graph::new(&read.plan);
        let simulation = progress::told(line, || Simulation::watched(&figures, &graph, &settings, &progress));
        // Names are those that others may read; figures are the same.
        let told = if common.include_private { Cow::Borrowed(&read.plan) } else { read.plan.veiled() };
        let figures = Figures::new(&told);
        let json = || {
            let mut json = json::json(&figures, &simulation);
            withhold(&mut json);
            json
        };
        let text = self.format.write(|| text::text(&figures, &simulation), json);
        Ok(Outcome { text, exit: Exit::Done })
    }
}

/// Whether a gate asks of something that is not told.
fn asks_privately(gate: &Gate) -> bool {
    gate.criteria.iter().any(|criterion| criterion.text.contains(PRIVATE))
}
