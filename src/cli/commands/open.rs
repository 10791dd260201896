//! `swell`: opens a plan in the terminal.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use crate::cli::choose::choose;
use crate::cli::command::{Common, Exit, Failure, Outcome, When};
use crate::cli::edited::opened;
use crate::cli::find;
use crate::cli::preferences;
use crate::cli::tried;
use crate::disk::{Disk, Fault, Journal, Kept};
use crate::draft::Draft;
use crate::tui::palette::Depth;
use crate::tui::theme::Look;
use crate::tui::{self, Options};
use crate::workspace::Workspace;

/// Opens the plan that a path stands for, with its presentation if that is asked for.
pub(super) fn run(
    path: Option<&PathBuf>,
    with: Option<&Path>,
    present: bool,
    common: &Common,
) -> Result<Outcome, Failure> {
    let scenario =
        with.map(|file| Ok::<_, Failure>((file.to_path_buf(), tried::text_of(file)?))).transpose()?;
    let chosen = match path {
        Some(path) => Some(path.clone()),
        None => match found(common)? {
            Found::One(path) => path,
            Found::NoAnswer => return Ok(Outcome { text: String::new(), exit: Exit::Done }),
        },
    };
    let path = chosen.as_ref();
    let files = find::one(&Disk, path)?;
    let open = || -> Result<Workspace, Failure> {
        let draft = opened(&files, common)?;
        Ok(Workspace::drafted(Box::new(draft), common.as_of))
    };
    let colour = match common.color {
        When::Auto => None,
        When::Always => Some(true),
        When::Never => Some(false),
    };
    let (preferences, mut notices) = preferences::read();
    let work = open()?;
    // Whoever was here before has a folder for what is not saved; it is made below.
    let tip = preferences::state().is_none_or(|folder| !folder.exists());
    let journal = work.draft.as_ref().and_then(|draft| journal_of(draft)).transpose();
    let journal = journal.unwrap_or_else(|fault| {
        notices.insert(0, format!("Unsaved changes are not kept for a crash: {}", fault.message));
        None
    });
    let kept = journal.as_ref().map_or(Ok(None), Journal::kept);
    // What the files say already is not lost.
    let kept = kept.map(|kept| kept.unwrap_or_default().into_iter().filter(Kept::is_unsaved).collect());
    let kept: Vec<Kept> = kept.unwrap_or_else(|fault| {
        notices.insert(0, fault.message);
        Vec::new()
    });
    let set = |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    let term = set("TERM").unwrap_or_default();
    let look = Look {
        depth: Depth::of(&set("COLORTERM").unwrap_or_default(), &term),
        ascii: common.ascii || preferences.ascii.unwrap_or(false),
        ..Look::of(colour, std::env::var_os("NO_COLOR").as_deref(), preferences.theme)
    };
    let named = |name: &str| set(name).filter(|value| !value.trim().is_empty());
    let options = Options {
        look,
        mouse: preferences.mouse.unwrap_or(true),
        present,
        scenario,
        dumb: term == "dumb",
        colorfgbg: set("COLORFGBG").unwrap_or_default(),
        keys: preferences.keys,
        notices,
        tip,
        editor: named("VISUAL").or_else(|| named("EDITOR")).unwrap_or_default(),
        journal,
        kept,
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

/// The journal of a plan's unsaved changes, where the user has a folder for it.
fn journal_of(draft: &Draft) -> Option<Result<Journal, Fault>> {
    Journal::of(&preferences::state()?, draft.source().canonical(0)?).transpose()
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
