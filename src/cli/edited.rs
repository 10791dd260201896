//! What all commands that edit a plan have in common: one change, made on a draft, said, and saved.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;
use rustc_hash::FxHashSet;
use similar::udiff::UnifiedDiffHunk;
use similar::{ChangeTag, DiffTag, TextDiff, group_diff_ops};

use super::apart::ops;
use super::command::{Common, Exit, Failure, Outcome};
use super::{consequence, find};
use crate::disk::{Disk, Store as _, Unwritten, recover, replace};
use crate::draft::{Change, Changed, Draft, Refused};
use crate::plan::address::{Address, Table};
use crate::plan::edit::Edit;
use crate::plan::veil::PRIVATE;
use crate::safe;
use crate::source::hidden::Hidden;
use crate::source::written::Value;
use crate::source::{Secrets, comments, shown};
use crate::wording::count;

/// A line of a change.
type Line<'t> = similar::Change<&'t str>;

/// So many lines stand around a change in a unified diff, as in those of git.
const CONTEXT: usize = 3;

/// What every editing command takes.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Editing {
    /// Show the change as a unified diff, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Leave out what it does to figures and findings; new errors go to standard error
    #[arg(long, short)]
    quiet: bool,
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        let exit = if refused.conflict { Exit::Conflict } else { Exit::Unable };
        Self { message: refused.message.into(), help: refused.help.into(), exit }
    }
}

/// The plan and the other words of a call, which are named: the plan is given first, or not. Options may stand
/// between them.
///
/// # Errors
/// A [`Failure`], where there are more or fewer.
pub(super) fn plan_first<'w, const N: usize>(
    words: &'w [String],
    names: [&str; N],
) -> Result<(Option<PathBuf>, [&'w str; N]), Failure> {
    let (plan, rest) = match words.split_first() {
        Some((plan, rest)) if words.len() > N => (Some(PathBuf::from(plan)), rest),
        _ => (None, words),
    };
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    let given = <[&str; N]>::try_from(rest);
    let given = given.map_err(|_| {
        // A value that is set has no sign before it, as one of a table that is added has.
        let meant = words.last().filter(|_| names.last() == Some(&"VALUE") && words.len() < N + 1);
        let meant = meant.and_then(|word| word.split_once('='));
        let help = match meant.filter(|(at, value)| !at.trim().is_empty() && !value.trim().is_empty()) {
            Some((at, value)) => {
                format!("Did you mean a blank in place of `=`: {} {}?", at.trim(), value.trim())
            }
            None => "The plan may stand before them; put what has blanks in quotes.".to_owned(),
        };
        Failure::new(format!("expected {}, found {}", names.join(" "), count(words.len(), "word")), help)
    })?;
    Ok((plan, given))
}

/// Makes one change of a plan, and saves it.
pub(super) fn edit(
    plan: Option<&PathBuf>,
    common: &Common,
    editing: Editing,
    change: impl FnOnce(&Draft) -> Result<Change, Refused>,
) -> Result<Outcome, Failure> {
    edit_with(plan, common, editing, |draft| Ok((change(draft)?, Vec::new())))
}

/// The same, with something to say of the change besides.
pub(super) fn edit_with(
    plan: Option<&PathBuf>,
    common: &Common,
    editing: Editing,
    change: impl FnOnce(&Draft) -> Result<(Change, Vec<String>), Refused>,
) -> Result<Outcome, Failure> {
    let files = find::one(&Disk, plan)?;
    is_included(&files, common)?;
    let mut draft = opened(&files, common)?;
    // What a killed run left half done is completed first, or the plan would be edited as it never was.
    let said = if editing.dry_run { Vec::new() } else { recover(&draft.folders()) };
    if !said.is_empty() {
        draft = opened(&files, common)?;
    }
    // A merge that was left unfinished is said before anything that may follow from it.
    draft.is_merged()?;
    let (change, told) = change(&draft)?;
    // Of a list or a table that stood on one line, what it was is told as well: no one part of it was named.
    let was_many = |at| {
        let one_line = draft.words(at).is_some_and(|words| !words.contains('\n'));
        let value = draft.source().value(draft.plan(), at).filter(|_| one_line);
        matches!(value, Some(Value::List(_) | Value::Table(_)))
    };
    let renews = change.edits.iter().any(|edit| matches!(edit, Edit::Set(at, _) if was_many(at)));
    // Another name does nothing, though every finding that speaks of it reads otherwise.
    let named = |edit: &Edit| matches!(edit, Edit::Rename(at, _) if at.path.is_empty());
    let withheld = common.withholds(true);
    let mut secrets = if withheld { draft.source().secrets() } else { Secrets::default() };
    let before = if change.edits.iter().any(named) { None } else { draft.read() };
    draft.apply(&change)?;
    if withheld {
        secrets = secrets.and(draft.source().secrets());
    }
    let after = before.is_some().then(|| draft.read()).flatten().filter(|_| draft.is_changed());
    let private = draft.changed().any(|it| touches(&it, &secrets));
    let title = safe::line(&change.title).into_owned();
    let text = match (draft.is_changed(), editing.dry_run) {
        (false, _) => format!("{title}: it is so already\n"),
        (true, true) => {
            let diffs: String =
                draft.changed().map(|it| patch(&it, &draft.written(it.place), &secrets)).collect();
            let files = count(draft.changed().count(), "file");
            format!("{diffs}{title}: would change {files}; nothing was written\n")
        }
        (true, false) => {
            let lines: String =
                draft.changed().map(|it| lines(&it, &draft.written(it.place), &secrets, renews)).collect();
            let named =
                |place: &Path| draft.changed().find(|it| it.place == place).map(|it| it.path.to_owned());
            let saved = replace(&draft.replacements()).map_err(|why| unwritten(why, "saved", named))?;
            let notes = said.iter().chain(&saved.notes);
            let notes: String = notes.map(|note| format!("note: {}\n", safe::line(note))).collect();
            format!("{title}\n{lines}{notes}")
        }
    };
    let told: String = told.iter().map(|note| format!("note: {}\n", safe::line(note))).collect();
    let text = secrets.lines(text + &told);
    let text = match before.zip(after) {
        Some((before, after)) if editing.quiet => {
            // What breaks the plan is said also where nothing else is.
            let errors = consequence::errors(before, after, common);
            if !errors.is_empty() {
                super::complain(&errors);
            }
            text
        }
        Some((before, after)) => text + &consequence::said(before, after, common, private),
        None => text,
    };
    Ok(Outcome { text, exit: Exit::Done })
}

/// The day that a record is of: the one that is said, or the day up to which the plan is known, with what there is
/// to say of that.
pub(super) fn day(
    date: Option<NaiveDate>,
    common: &Common,
    draft: &Draft,
) -> Result<(NaiveDate, Option<String>), Refused> {
    if let Some(date) = date.or(common.as_of) {
        return Ok((date, None));
    }
    let plan = draft.plan();
    let own = draft.has(&Address::new(Table::Plan, "").to("as-of"));
    let whose = if own { "the plan's as-of" } else { "the last day of the plan's record" };
    let records = [plan.readings.len(), plan.realized.len(), plan.spent.len(), plan.assessed.len()];
    let others = [plan.decisions.len(), plan.actions.len(), plan.learnings.len()];
    if !own && records.iter().chain(&others).all(|many| *many == 0) {
        let help = format!("Add --date {}, say.", plan.as_of);
        return Err(Refused::new("it is not said when that was", help));
    }
    Ok((plan.as_of, Some(format!("on {}, {whose}; --date says another day", plan.as_of))))
}

/// Refuses to edit by a file in a plan's folder that the plan does not include: what is written there counts for
/// nothing.
fn is_included(files: &[PathBuf], common: &Common) -> Result<(), Failure> {
    let [plan, parts @ ..] = files else { return Ok(()) };
    if parts.is_empty() {
        return Ok(());
    }
    let own = common.read_files(std::slice::from_ref(plan))?;
    let known = |part: &PathBuf| {
        let place = Disk.canonical(part).ok();
        (0..).map_while(|nth| own.source.canonical(nth)).any(|file| Some(file) == place.as_deref())
    };
    let Some(part) = parts.iter().find(|part| !known(part)) else { return Ok(()) };
    let (part, plan) = (shown(part), shown(plan));
    Err(Failure::new(
        format!("{part} is no part of {plan}: its `include` does not name it, so that nothing in it counts"),
        format!("Add it to `include` in {plan}, or name a file that is there."),
    ))
}

pub(super) fn opened(files: &[PathBuf], common: &Common) -> Result<Draft, Failure> {
    Draft::open(&Disk, files, common.limits()).map_err(|unreadable| {
        let message = format!("{} cannot be read: {}", shown(&unreadable.path), unreadable.fault.message);
        Failure::new(message, "Name a plan: a file, or a folder that holds plan.toml.")
    })
}

/// The lines of a file that are new, each with its number, and with the number that they had those that are gone
/// where nothing is in their place, or with a comment that stands nowhere else; with `all`, every line that is gone.
fn lines(file: &Changed<'_>, written: &[(Range<usize>, &str)], secrets: &Secrets, all: bool) -> String {
    let path = safe::line(file.path);
    let mut text = String::new();
    let diff = TextDiff::from_lines(file.old, file.new);
    let ops = ops(file.old, file.new, written);
    let hides = hides(file.old, file.new, secrets);
    // What comes in the place of a line stands where that did: no line that is the same lies between.
    let places = ops.iter().scan(0_usize, |place, op| {
        *place += usize::from(op.tag() == DiffTag::Equal);
        Some(*place)
    });
    let changes = ops.iter().zip(places).flat_map(|(op, place)| {
        let fewer = op.new_range().len() < op.old_range().len();
        diff.iter_changes(op).map(move |change| (change, place, fewer))
    });
    let changes: Vec<(Line<'_>, usize, bool)> = changes.filter(|it| it.0.tag() != ChangeTag::Equal).collect();
    let added = changes.iter().filter(|(change, ..)| change.tag() == ChangeTag::Insert);
    let added: FxHashSet<(usize, &str)> =
        added.map(|(change, place, _)| (*place, subject(change.value()))).collect();
    for (change, place, fewer) in changes {
        let value = change.value().trim_end_matches(['\r', '\n']).trim_start_matches('\u{feff}');
        let gone = match change.tag() {
            ChangeTag::Insert => false,
            ChangeTag::Delete if all => true,
            ChangeTag::Delete if takes_comment(value, file.new) => true,
            ChangeTag::Delete if fewer && !added.contains(&(place, subject(value))) => true,
            _ => continue,
        };
        let line = if gone { change.old_index() } else { change.new_index() }.map_or(0, |line| line + 1);
        if !value.trim().is_empty() {
            let sign = if gone { "- " } else { "" };
            let value = if hides(&change) { PRIVATE } else { value };
            let _ = writeln!(text, "{path}:{line}  {sign}{}", safe::line(value.trim()));
        }
    }
    text
}

/// What a line is about: its key, the entry of a list without what it takes of that, or a bracket.
fn subject(line: &str) -> &str {
    let blank = [' ', '\t', '\r', '\n', '\u{feff}'];
    let line = line.trim_matches(blank).trim_start_matches([',', ' ', '\t']);
    let end = if line.starts_with('#') { None } else { line.find(['=', '<', '>', '#']) };
    let own = &line[..end.unwrap_or(line.len())];
    own.trim_end_matches([',', ' ', '\t']).trim_matches(['"', '\'']).trim_end()
}

/// Whether a line that is gone has a comment, and that is nowhere in the text that came.
fn takes_comment(line: &str, new: &str) -> bool {
    let found = comments(line).unwrap_or_default();
    found.iter().any(|comment| !new.contains(comment.trim_end()))
}

/// Which lines of a change are not for others: those of private tables, and those that name one.
fn hides(old: &str, new: &str, secrets: &Secrets) -> impl Fn(&Line<'_>) -> bool {
    let hidden = (!secrets.is_empty()).then(|| [old, new].map(Hidden::of));
    move |line| {
        let Some([old, new]) = &hidden else { return false };
        let [was, is] = [(old, line.old_index()), (new, line.new_index())];
        let holds = |(hidden, line): (&Hidden, Option<usize>)| line.is_some_and(|line| hidden.holds(line));
        holds(was) || holds(is) || secrets.tells(line.value())
    }
}

/// Whether a change is of what is kept from others.
fn touches(file: &Changed<'_>, secrets: &Secrets) -> bool {
    let diff = TextDiff::from_lines(file.old, file.new);
    let hides = hides(file.old, file.new, secrets);
    !secrets.is_empty() && diff.iter_all_changes().any(|it| it.tag() != ChangeTag::Equal && hides(&it))
}

/// A line of a file, byte for byte, so that a patch finds it; a line that holds what is not fit to be shown is
/// made safe. A byte order mark stands at the `first`, and a carriage return at the end of any.
fn as_it_is(line: &str, first: bool) -> Cow<'_, str> {
    let shown = if first { line.trim_start_matches('\u{feff}') } else { line };
    let shown = shown.strip_suffix('\r').unwrap_or(shown);
    let unfit = shown.contains('\r') || safe::unsafe_in(shown, true).next().is_some();
    if unfit { safe::line(line) } else { Cow::Borrowed(line) }
}

/// The change of a file as a unified diff, without what `secrets` keep from others: a patch, as far as nothing is.
pub(super) fn unified(path: &str, old: &str, new: &str, secrets: &Secrets) -> String {
    let file = Changed { path, place: Path::new(path), old, new };
    patch(&file, &[], secrets)
}

/// The same, of a file of which it is known what was written where.
fn patch(file: &Changed<'_>, written: &[(Range<usize>, &str)], secrets: &Secrets) -> String {
    let (old, new, path) = (file.old, file.new, safe::line(file.path));
    let diff = TextDiff::from_lines(old, new);
    let hides = hides(old, new, secrets);
    let mut text = format!("--- a/{path}\n+++ b/{path}\n");
    for ops in group_diff_ops(ops(old, new, written), CONTEXT) {
        let hunk = UnifiedDiffHunk::new(ops, &diff, true);
        text.push_str(&format!("{}\n", hunk.header()));
        for line in hunk.iter_changes() {
            let value = if hides(&line) { PRIVATE } else { line.value() };
            let first = line.old_index().or(line.new_index()) == Some(0);
            text.push_str(&format!("{}{}\n", line.tag(), as_it_is(value.trim_end_matches('\n'), first)));
            if line.missing_newline() {
                text.push_str("\\ No newline at end of file\n");
            }
        }
    }
    text
}

/// Why files could not be written, in words, and what to do. The file is called as its reader knows it, where
/// `named` gives that for the place that it really has.
pub(super) fn unwritten(why: Unwritten, what: &str, named: impl Fn(&Path) -> Option<String>) -> Failure {
    let Unwritten { path, message, changed } = why;
    let path = named(&path).unwrap_or_else(|| shown(&path));
    let help = match changed {
        true => "Run it again: it then works on what is there now.",
        false => {
            "Nothing is lost: make it possible to write the file and run it again; --dry-run shows the change."
        }
    };
    Failure {
        message: format!("{path} cannot be {what}: {message}; nothing was written"),
        help: help.into(),
        exit: if changed { Exit::Conflict } else { Exit::Unable },
    }
}
