//! `swell history`: how a plan came to be what it is, from git.

mod json;
mod text;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::cli::command::{Common, Exit, Failure, Outcome};
use crate::cli::find;
use crate::disk::Disk;
use crate::git::{Refused, Revision};
use crate::history::{Asked, Per, Revisions, Told as History, promises};
use crate::safe;
use crate::source::{Secrets, shown};
use crate::trace::Timing;
use crate::trace::name::{Name, When};
use crate::traces::{FAMILIES, Unknown, by_word};
use crate::wording::nearest;

/// Say how a value, a date, a target or a figure moved from revision to revision
///
/// Without a name: the figures of the whole plan in each revision in which they moved, what was forecast for
/// each year at the time and what it came to, when the waves were to end and the gates to be held, and who
/// moved a target or a date. With an address (wave.scale.end, kpi.consent-rate.target.scale) or any figure
/// that `swell explain` takes (npv, kpi.consent-rate, forecast.reach@2027-03): each revision in which it
/// moved, by whom, and with which decision recorded beside it; where none was, the nearest that names it. An
/// id stands for the address that begins with it: consent, consent.wave. Of a gate or a KPI (gate.exit,
/// kpi.consent-rate) it tells its dates, targets and all else that it says, too.
///
/// Each revision is read once, at its own `as-of`; where it has no such value or figure, "–" is told. One that
/// cannot be read whole is passed over, and named (--partial takes what can be read of it). Merges
/// that take one side as it was are no move. Where the plan's file had another path, it is followed there, and
/// where what is looked at had another id (swell rename), it is followed under that. Where the repository holds
/// but the newest commits (a shallow clone), it says so, and what the oldest of them says is told as there already.
#[derive(Debug, Args)]
pub(super) struct Past {
    /// The plan, a file or a folder that holds plan.toml (without one, the plan found here or under plans/), and
    /// what to look at, an address or a figure; either may be left out
    #[arg(value_name = "PLAN|NAME", num_args = 0..=2)]
    what: Vec<String>,
    /// Look back from this revision
    #[arg(long, value_name = "REV", default_value = "HEAD")]
    from: String,
    /// Follow the first parent of merges alone
    #[arg(long)]
    first_parent: bool,
    /// Tell what was forecast, by month, quarter or year [default: year]; with a name, for forecast, planned
    /// and realized value of the plan, a wave or a driver
    #[arg(long, value_name = "PERIOD")]
    by: Option<By>,
    /// Tell what was promised for this month (2027-03): forecast value, or the figure that is named
    #[arg(long, value_name = "MONTH", conflicts_with = "by")]
    month: Option<String>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// The periods that promises are told by.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    /// Each month
    Month,
    /// Each quarter
    Quarter,
    /// Each year
    Year,
}

impl From<By> for Per {
    fn from(by: By) -> Self {
        match by {
            By::Month => Self::Month,
            By::Quarter => Self::Quarter,
            By::Year => Self::Year,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON document, for programs
    Json,
}

/// What is looked at: the plan's path, the name, and what it asks for.
struct Look {
    path: Option<PathBuf>,
    name: Option<String>,
    asked: Asked,
}

/// The moves of a plan, and what they are of.
struct Told {
    plan: String,
    name: Option<String>,
    history: History,
    /// The periods that promises are told by, where they are asked for.
    by: Option<Per>,
}

impl Past {
    /// Whether it prints what people read.
    pub(super) fn is_for_people(&self) -> bool {
        matches!(self.format, Format::Text)
    }

    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        let look = self.look(common)?;
        let lone = self.what.len() == 1 && look.name.is_none();
        let told = match self.told(common, look)? {
            Some(told) => told,
            // What is no plan may be the name of a figure of the plan found here: of an item, by its id.
            None => {
                let word = self.what.first().map_or("", String::as_str);
                let look =
                    Asked::of(word).filter(|_| lone).and_then(|asked| self.named(None, word, asked).ok());
                let here = look.map(|look| self.told(common, look));
                match here {
                    Some(Ok(Some(told))) => told,
                    _ => return Err(self.nowhere(word)),
                }
            }
        };
        let text = match self.format {
            Format::Text => told.secrets.lines(text::write(&told.told)),
            Format::Json => {
                let mut document = json::document(&told.told);
                told.secrets.json(&mut document);
                safe::json(&serde_json::to_string_pretty(&document).unwrap_or_default()) + "\n"
            }
        };
        Ok(Outcome { text, exit: Exit::Done })
    }

    /// What the revisions tell; `None` where the plan was in none of them.
    fn told(&self, common: &Common, look: Look) -> Result<Option<Open>, Failure> {
        let Look { path, name, asked } = look;
        let files = find::one(&Disk, path.as_ref())?;
        let plan = files.first().cloned().unwrap_or_default();
        let refused = |refused: Refused| Failure::new(refused.message, refused.help);
        let revisions = Revisions::of(&plan, (&self.from, self.first_parent)).map_err(refused)?;
        if revisions.is_empty() {
            return Ok(None);
        }
        let withheld = common.withholds(matches!(self.format, Format::Text));
        let mut secrets = Secrets::default();
        let mut read = |revision: &Revision, file: PathBuf| {
            // A revision that is no plan any more has no state.
            let read = common.read_from(revision, &[file]).ok()?;
            if withheld {
                let own = read.source.secrets().with_gates_of(&read.plan);
                secrets = std::mem::take(&mut secrets).and(own);
            }
            Some(read)
        };
        let Some(mut states) =
            revisions.read(&asked, &mut read, common.partial, &|| true).map_err(refused)?
        else {
            return Ok(None);
        };
        if withheld {
            secrets = secrets.and(states.secrets());
        }
        let named = name.as_deref().unwrap_or_default();
        secrets.open(named)?;
        if let Some(figure) = asked.figure() {
            secrets.open_at_gate(named, &figure.word, &figure.of)?;
        }
        states.withhold(&secrets);
        let history = states.tell(asked).map_err(|Unknown { message, help }| {
            // The nearest name may be one that is withheld.
            let help = if secrets.tells(&help) { "swell show figures lists all names.".into() } else { help };
            Failure::new(message, help)
        })?;
        let by = self.by.map(Per::from).or((history.asked == Asked::Headline).then_some(Per::Year));
        let told = Told { plan: shown(&plan), name, history, by };
        Ok(Some(Open { told, secrets }))
    }

    /// The plan, and what is looked at, by its name where it has one.
    fn look(&self, common: &Common) -> Result<Look, Failure> {
        match self.what.as_slice() {
            [] => self.all(None),
            [only] => {
                let asked = Asked::of(only).filter(|asked| is_name(only, asked));
                let short = || (!Path::new(only).exists()).then(|| by_id(common, None, only)).flatten();
                match asked.or_else(short) {
                    Some(asked) => self.named(None, only, asked),
                    None => self.all(Some(only.into())),
                }
            }
            [path, name, ..] => {
                let known = |asked: &Asked| match asked {
                    Asked::Figure(name) => by_word(&name.word).is_some(),
                    _ => true,
                };
                let asked = Asked::of(name).filter(known);
                let asked =
                    asked.or_else(|| by_id(common, Some(path.into()), name)).or_else(|| Asked::of(name));
                let asked = asked.ok_or_else(|| {
                    Failure::new(
                        format!("{name} is no address and no figure"),
                        "Name a value as swell diff --format json does, wave.scale.end, or a figure as swell \
                         show PLAN figures does, forecast.reach@2027-03.",
                    )
                })?;
                self.named(Some(path.into()), name, asked)
            }
        }
    }

    /// All of a plan; with --month, what is forecast for it.
    fn all(&self, path: Option<PathBuf>) -> Result<Look, Failure> {
        match &self.month {
            Some(_) => self.named(
                path,
                "forecast",
                Asked::Figure(Name { word: "forecast".into(), of: Vec::new(), when: None }),
            ),
            None => Ok(Look { path, name: None, asked: Asked::Headline }),
        }
    }

    /// What a name asks for, in the month that is asked for.
    fn named(&self, path: Option<PathBuf>, word: &str, asked: Asked) -> Result<Look, Failure> {
        if self.by.is_some() && !asked.figure().is_some_and(promises) {
            let message = format!("{word} is not told by month, quarter or year");
            let help = "Leave --by out, or name forecast, planned or realized value, in all or of something.";
            return Err(Failure::new(message, help));
        }
        let Some(month) = &self.month else { return Ok(Look { path, name: Some(word.into()), asked }) };
        let when = When::parse(month).filter(|when| Timing::Month.allows(Some(*when)));
        let when =
            when.ok_or_else(|| Failure::new(format!("--month is {month}"), "Write a month like 2027-03."))?;
        match asked.figure() {
            Some(name) if name.when.is_none() => {
                let name = name.clone().at(Some(when));
                Ok(Look { path, name: Some(name.to_string()), asked: Asked::Figure(name) })
            }
            _ => {
                let message = format!("{word} is not told for another month");
                Err(Failure::new(message, "Leave --month out, or name a figure without a time."))
            }
        }
    }

    fn nowhere(&self, word: &str) -> Failure {
        let message = format!("{} was in no revision up to {}", shown(Path::new(word)), self.from);
        let near = nearest(word, FAMILIES.iter().map(|family| family.word));
        let near = near.filter(|_| self.what.len() == 1);
        let near = near.map(|near| format!(" Did you mean the figure `{near}`?")).unwrap_or_default();
        Failure::new(message, format!("Commit it, or name another revision with --from.{near}"))
    }
}

/// What is told, and what of it is withheld.
struct Open {
    told: Told,
    secrets: Secrets,
}

/// What an id, or a short address that begins with one, asks for in the plan as it is now: `crm`, `crm.owner`. It is
/// what the whole address asks for.
fn by_id(common: &Common, path: Option<PathBuf>, word: &str) -> Option<Asked> {
    let read = common.read_one(path.as_ref()).ok()?;
    Asked::of(&read.source.address_by_id(word)?.to_string())
}

/// Whether a lone word names something of the plan found here, and not a plan.
fn is_name(word: &str, asked: &Asked) -> bool {
    let known = |name: &Name| by_word(&name.word).is_some();
    !Path::new(word).exists() && (asked.address().is_some() || asked.figure().is_some_and(known))
}
