//! `swell`: opens a plan in the terminal.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use crate::cli::choose::choose;
use crate::cli::command::{Common, Exit, Failure, Outcome, When};
use crate::cli::edited::opened;
use crate::cli::find;
use crate::cli::gone::left_of;
use crate::cli::preferences;
use crate::cli::tried;
use crate::cli::unsettled;
use crate::disk::{Disk, Journal, Journals, Unsaved};
use crate::draft::Draft;
use crate::source::shown;
use crate::tui::palette::Depth;
use crate::tui::past::Recalled;
use crate::tui::theme::Look;
use crate::tui::{self, Options};
use crate::workspace::Workspace;

/// How slides are shown.
#[derive(Clone, Copy)]
pub(super) struct Slides<'a> {
    /// The revision or the day that they mark what moved since.
    pub(super) since: Option<&'a str>,
}

/// The plan at a revision or a day, as the baseline of an open one.
pub(super) fn baseline(work: &Workspace, since: &str) -> Result<Box<Recalled>, Failure> {
    tui::recalled(work, since).map_err(|why| {
        let help = "Name a tag, a branch, a commit or a day (2026-09-30) at which the plan was there.";
        Failure::new(format!("there is no baseline `{since}`: {why}"), help)
    })
}

/// Opens the plan that a path stands for, with its slides if they are asked for.
pub(super) fn run(
    path: Option<&PathBuf>,
    with: Option<&Path>,
    slides: Option<Slides<'_>>,
    common: &Common,
) -> Result<Outcome, Failure> {
    let scenario =
        with.map(|file| Ok::<_, Failure>((file.to_path_buf(), tried::text_of(file)?))).transpose()?;
    let first = match first(path, common) {
        Err(failure) if is_written_again(path)? => first(path, common).map_err(|_| failure),
        first => first,
    };
    let Some((files, work)) = first? else {
        return Ok(Outcome { text: String::new(), exit: Exit::Done });
    };
    let open = || -> Result<Workspace, Failure> {
        let draft = opened(&files, common)?;
        Ok(Workspace::drafted(Box::new(draft), common.as_of))
    };
    let colour = match common.color {
        When::Auto => None,
        When::Always => Some(true),
        When::Never => Some(false),
    };
    let since = slides.and_then(|it| it.since).map(|since| baseline(&work, since)).transpose()?;
    let (preferences, mut notices) = preferences::read();
    if let Some(draft) = &work.draft {
        notices.extend(unsettled::notes(draft.source(), draft.findings().iter()));
    }
    // Whoever was here before has a folder for what is not saved; it is made below.
    let state = preferences::state();
    let is_first = state.as_ref().is_some_and(|folder| !folder.exists());
    let journals = work.draft.as_ref().map_or_else(|| Ok(Journals::default()), |draft| journals_of(draft));
    let (journals, why) = match journals {
        Ok(journals) => (journals, "too many sessions left theirs".to_owned()),
        Err(why) => (Journals::default(), why),
    };
    if work.draft.is_some() && journals.own.is_none() {
        notices.insert(0, format!("Unsaved changes are not kept for a crash: {why}"));
    }
    let left = journals.left.into_iter().filter_map(left_in).collect();
    let set = |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    // Nobody is told again who was told, so not where that cannot be kept; and a build reads no tips.
    let tip = is_first && state.is_some_and(|folder| folder.exists()) && set("CI").is_none();
    let term = set("TERM").unwrap_or_default();
    let look = Look {
        depth: Depth::of(&set("COLORTERM").unwrap_or_default(), &term),
        slides: preferences.slides,
        ascii: common.ascii || preferences.ascii.unwrap_or(false),
        ..Look::of(colour, std::env::var_os("NO_COLOR").as_deref(), preferences.theme)
    };
    let named = |name: &str| set(name).filter(|value| !value.trim().is_empty());
    let options = Options {
        look,
        mouse: preferences.mouse.unwrap_or(true),
        present: slides.is_some(),
        since,
        scenario,
        dumb: term == "dumb",
        colorfgbg: set("COLORFGBG").unwrap_or_default(),
        keys: preferences.keys,
        notices,
        tip,
        editor: named("VISUAL").or_else(|| named("EDITOR")).unwrap_or_default(),
        journal: journals.own,
        left,
    };
    match tui::run(work, options, &mut || open().map_err(|failure| failure.message)) {
        Ok(()) => Ok(Outcome { text: String::new(), exit: Exit::Done }),
        Err(error) => Err(Failure {
            message: error.to_string(),
            help: String::new(),
            exit: Exit::Code(error.exit_code()),
        }),
    }
}

/// The files of the plan that a path stands for, and the plan itself; `None` where it was not chosen which.
fn first(path: Option<&PathBuf>, common: &Common) -> Result<Option<(Vec<PathBuf>, Workspace)>, Failure> {
    let chosen = match path {
        Some(path) => Some(path.clone()),
        None => match found(common)? {
            Found::One(path) => path,
            Found::NoAnswer => return Ok(None),
        },
    };
    let files = find::one(&Disk, chosen.as_ref())?;
    let draft = opened(&files, common)?;
    Ok(Some((files, Workspace::drafted(Box::new(draft), common.as_of))))
}

/// Whether a plan that is gone was written again, of what a session that was cut short kept.
fn is_written_again(path: Option<&PathBuf>) -> Result<bool, Failure> {
    let (input, output) = (std::io::stdin(), std::io::stdout());
    if !input.is_terminal() || !output.is_terminal() {
        return Ok(false);
    }
    let left = left_of(path.map(PathBuf::as_path));
    left.map_or(Ok(false), |left| left.write(&mut input.lock(), &mut output.lock()))
}

/// The journals of a plan's unsaved changes, or why this session has none.
fn journals_of(draft: &Draft) -> Result<Journals, String> {
    let Some(place) = draft.source().canonical(0) else { return Ok(Journals::default()) };
    let state = preferences::state().ok_or("there is no folder for it: set XDG_STATE_HOME or HOME")?;
    Journal::all(&state, place).map_err(|fault| fault.message)
}

/// What an ended session left in a journal that is not in the files by now; one that holds nothing else goes.
fn left_in(journal: Journal) -> Option<(Journal, Result<Unsaved, String>)> {
    match journal.kept() {
        Ok(None) => None,
        Ok(Some(mut unsaved)) => {
            // What was kept for being gone, and is there by now, others wrote: it was never edited here.
            unsaved.files.retain(|kept| kept.is_unsaved() && kept.old != kept.text);
            if unsaved.files.is_empty() && unsaved.scenarios.is_empty() {
                let _ = journal.clear();
                return None;
            }
            Some((journal, Ok(unsaved)))
        }
        Err(fault) => {
            let why = format!("{}: {}", shown(journal.path()), fault.message);
            Some((journal, Err(why)))
        }
    }
}

/// What was found where no path is named.
enum Found {
    /// One plan: the only one here, or the one that was chosen.
    One(Option<PathBuf>),
    /// The question which of several is meant was not answered.
    NoAnswer,
}

/// The plan here; where there are several and somebody to ask, the one that is chosen.
fn found(common: &Common) -> Result<Found, Failure> {
    let (input, output) = (std::io::stdin(), std::io::stdout());
    if !input.is_terminal() || !output.is_terminal() {
        return Ok(Found::One(None));
    }
    let plans = common.read_all(&[])?;
    if plans.len() < 2 {
        return Ok(Found::One(None));
    }
    let chosen = choose(&plans, &mut input.lock(), &mut output.lock())
        .map_err(|fault| Failure::new(format!("the question cannot be asked: {fault}"), "Name a plan."))?;
    Ok(chosen.map_or(Found::NoAnswer, |path| Found::One(Some(path))))
}
