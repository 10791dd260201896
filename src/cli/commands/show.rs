//! `swell show`: prints a view without a terminal interface.

mod whatif;

use std::borrow::Cow;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::check::check;
use crate::cli::command::{Common, Exit, Failure, Format, Outcome};
use crate::cli::{colour, say, tried, width, written};
use crate::figures::Figures;
use crate::figures::split::{Axis, Measure};
use crate::report::Style;
use crate::show::Context;
use crate::show::cut::Cut;
use crate::show::json::withhold;
use crate::show::stream::Stream;
use crate::status::{self, Counts};
use crate::{reports, shows, wording};

/// The view that shows the findings; it is the report of `swell check`.
const CHECK: &str = "check";

/// The view of the plan beside scenarios of it.
const WHATIF: &str = "whatif";

/// The view of all figures by name.
const FIGURES: &str = "figures";

/// Cells of value that are written at most.
const MOST_CELLS: usize = 250_000;

/// The view that is cut up where none is named.
const VALUE: &str = "value";

/// Print the figures of a view
///
/// Views: plan (the default), board, timeline, dependencies, kpis, value, capabilities, leadership, register (risks,
/// exceptions, trade-offs, objectives, pools, archetypes, learnings; also as csv), figures (all numbers by name; also as csv),
/// whatif (the plan beside the scenarios of one --with or several; also as csv), check. The names on the tabs of the terminal
/// are taken as well: time, deps, caps, lead, reg, what-if. The view may stand before the plan.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// The plan: a file, or a folder that holds plan.toml; without one, the plan found here or under
    /// plans/
    #[arg(value_name = "PLAN")]
    plan: Option<PathBuf>,
    /// The view
    #[arg(value_name = "VIEW")]
    view: Option<String>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Layout,
    /// For screen readers: as text, which is plain in any case, without colours, of check in words alone, and of value with
    /// the chances that the screen tells
    #[arg(long, conflicts_with = "format")]
    plain: bool,
    /// With the views capabilities and leadership: show them as they are, or are planned to be, on this day
    #[arg(long, value_name = "DATE", value_parser = crate::plan::typed::day)]
    at: Option<NaiveDate>,
    /// Cut value up by this; given twice: crossed, the first down the side and the second across. With the view
    /// figures: the figures of its parts by name
    #[arg(long, value_name = "AXIS", value_parser = axes())]
    by: Vec<Axis>,
    /// The value that is cut up [default: all of them, or planned where two axes are crossed]
    #[arg(long, value_name = "MEASURE", value_parser = measures(), requires = "by")]
    measure: Option<Measure>,
    /// With the views figures and value: what a simulation tells as well, as swell simulate runs it
    #[arg(long)]
    simulated: bool,
    /// Show it with the scenario in this file made on it; with the view whatif: beside it, and given again several
    #[arg(long, value_name = "FILE")]
    with: Vec<PathBuf>,
}

fn axes() -> impl TypedValueParser<Value = Axis> {
    PossibleValuesParser::new(Axis::WORDS).try_map(|word| Axis::of(&word).ok_or("no axis"))
}

fn measures() -> impl TypedValueParser<Value = Measure> {
    PossibleValuesParser::new(Measure::WORDS).try_map(|word| Measure::of(&word).ok_or("no measure"))
}

/// How a view is written: as every command writes, or as rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Layout {
    /// For people and screen readers: sentences and plain tables
    Text,
    /// One JSON document, for programs
    Json,
    /// Rows for a spreadsheet: the views figures, register and whatif
    Csv,
}

impl Show {
    /// Whether it prints what people read.
    pub(super) fn is_for_people(&self) -> bool {
        matches!(self.format, Layout::Text)
    }

    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        let (plan, view) = self.plan_and_view();
        let plan = plan.as_ref();
        let cut = self.cut()?;
        let view = view.unwrap_or(if cut.is_some() { VALUE } else { "plan" });
        if cut.is_some() && ![VALUE, FIGURES].contains(&view) {
            return Err(Failure::new(
                format!("the view {view} is not cut up by anything"),
                format!("--by is for the views {VALUE} and {FIGURES}."),
            ));
        }
        if cut.is_some() && self.simulated {
            let help = "Leave one of both out.";
            return Err(Failure::new("a simulation is not cut up by anything", help));
        }
        if self.simulated && ![VALUE, FIGURES].contains(&view) {
            let help =
                format!("--simulated is for the views {VALUE} and {FIGURES}; swell simulate tells the rest.");
            return Err(Failure::new(format!("the view {view} is not simulated"), help));
        }
        let show = shows::by_id(view);
        if !is_view(view) {
            return Err(unknown(view));
        }
        if self.at.is_some() && !show.is_some_and(|show| show.dated) {
            let dated: Vec<&str> = shows::ALL.iter().filter(|it| it.dated).map(|show| show.id).collect();
            let help = format!(
                "--at is for the views {}; --as-of DATE takes what is known up to that day instead.",
                wording::list(&dated)
            );
            return Err(Failure::new(format!("the view {view} looks at no single day"), help));
        }
        let rows = shows::AS_ROWS.iter().find(|(show, _)| show.id == view).map(|(_, rows)| rows);
        if self.format == Layout::Csv && rows.is_none() && view != WHATIF {
            let known: Vec<&str> = shows::AS_ROWS.iter().map(|(show, _)| show.id).chain([WHATIF]).collect();
            let help = format!("Ask for rows of {}, or for {view} as text or json.", known.join(", "));
            return Err(Failure::new(format!("the view {view} is not written as csv"), help));
        }
        if view == WHATIF {
            let text = whatif::text(plan, &self.with, self.format, common)?;
            return Ok(Outcome { text, exit: Exit::Done });
        }
        if self.with.len() > 1 {
            let help = format!("The view {WHATIF} compares several; give --with once.");
            return Err(Failure::new(format!("the view {view} is shown with one scenario at most"), help));
        }
        let with = self.with.first().map(PathBuf::as_path);
        let read = if show.is_some() { tried::whole } else { tried::read };
        let mut read = read(plan, with, common)?;
        if let Some(many) = cut.map(|cut| cut.cells(&read.plan)).filter(|many| *many > MOST_CELLS) {
            let many = wording::group(many as i128);
            let most = wording::group(MOST_CELLS as i128);
            return Err(Failure::new(
                format!("value cut up so has {many} cells, and at most {most} are written"),
                "Cut it up by one axis, or cross it with one of fewer members.",
            ));
        }
        let Some(show) = show else {
            read.plan.as_of = common.as_of.unwrap_or(read.plan.as_of);
            return Ok(Outcome { text: self.findings(check(read, None), common), exit: Exit::Done });
        };
        let (plan, found) = if show.stands {
            let checked = check(read, common.as_of);
            (checked.plan, Some(checked.findings))
        } else {
            read.plan.as_of = common.as_of.unwrap_or(read.plan.as_of);
            (read.plan, None)
        };
        let figures = Figures::new(&plan);
        let standings = found.map(|found| {
            let found = Counts::of(&plan, found.iter().map(|it| (&it.finding, it.severity)));
            status::standings(&figures, |ix, step, severity| found.on(ix, step, severity))
        });
        let told = if common.include_private { Cow::Borrowed(&plan) } else { plan.veiled() };
        let context = Context::new(&told, &figures).at(self.at).cut(cut);
        // It takes a while: those get it who ask, or are read what the screen comes to have.
        let context = context.simulated(self.simulated || self.plain && view == VALUE);
        let context = context.checked(standings.as_ref());
        if let Some(rows) = rows {
            match (self.format, rows.json) {
                (Layout::Csv, _) => return streamed(|stream| (rows.csv)(&context, stream)),
                (Layout::Json, Some(json)) => return streamed(|stream| json(&context, stream)),
                _ => {}
            }
        }
        let json = || {
            let mut json = (show.json)(&context);
            withhold(&mut json);
            json
        };
        let text = || (show.text)(&context);
        let text = match self.format {
            Layout::Text | Layout::Csv => Format::Text.write(text, json),
            Layout::Json => Format::Json.write(text, json),
        };
        Ok(Outcome { text, exit: Exit::Done })
    }

    /// How value is to be cut up.
    fn cut(&self) -> Result<Option<Cut>, Failure> {
        let cut = |rows, columns| Ok(Some(Cut { rows, columns, measure: self.measure }));
        match *self.by.as_slice() {
            [] => Ok(None),
            [rows] => cut(rows, None),
            [rows, columns] if rows != columns => cut(rows, Some(columns)),
            _ => Err(Failure::new(
                "value is cut up by one axis, or by two different ones".to_owned(),
                "Give --by at most twice, each time with another axis.".to_owned(),
            )),
        }
    }

    /// The plan and the view that are named. A lone name of a view is the view of the plan found here,
    /// unless there is a file or folder of that name; and so it is where a view stands before the plan.
    fn plan_and_view(&self) -> (Option<PathBuf>, Option<&str>) {
        let second = self.view.as_deref();
        let first = self.plan.as_ref().filter(|first| !first.exists()).and_then(|first| first.to_str());
        match (first.map(shows::id_of).filter(|id| is_view(id)), second) {
            (Some(view), None) => (None, Some(view)),
            (Some(view), Some(plan)) if !is_view(shows::id_of(plan)) => (Some(plan.into()), Some(view)),
            _ => (self.plan.clone(), second.map(shows::id_of)),
        }
    }

    fn findings(&self, mut checked: crate::check::Checked, common: &Common) -> String {
        if common.withholds(false) {
            checked.redact();
        }
        let name = match self.format {
            Layout::Text | Layout::Csv => "text",
            Layout::Json => "json",
        };
        // What is printed here is plain for screen readers, too.
        let style = Style {
            colour: !self.plain && colour(common.color),
            width: width(),
            ascii: true,
            plain: self.plain,
        };
        reports::by_name(name).map(|report| (report.write)(&[checked], style)).unwrap_or_default()
    }
}

/// Writes what is too much to be held at once, as it comes.
fn streamed(write: impl FnOnce(&mut Stream<'_>)) -> Result<Outcome, Failure> {
    let mut fault = None;
    let mut take = |piece: &str| {
        fault = say(piece).err();
        fault.is_none()
    };
    let mut stream = Stream::new(&mut take);
    write(&mut stream);
    stream.end();
    let exit = fault.map_or(Exit::Done, |fault| written(&fault));
    Ok(Outcome { text: String::new(), exit })
}

/// Whether there is a view of this id.
fn is_view(id: &str) -> bool {
    shows::by_id(id).is_some() || [CHECK, WHATIF].contains(&id)
}

fn unknown(view: &str) -> Failure {
    let known: Vec<&str> = shows::ALL.iter().map(|show| show.id).chain([WHATIF, CHECK]).collect();
    let help = match shows::like(view) {
        Some(like) => format!("Did you mean {like}?"),
        None => format!("The views are: {}.", known.join(", ")),
    };
    Failure::new(format!("there is no view {view}"), help)
}
