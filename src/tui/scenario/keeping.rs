//! Scenarios in files: kept beside the plan, to be reviewed in git, and opened again.

use std::path::{Path, PathBuf};

use super::tried::Tried;
use super::{enter, leave};
use crate::safe;
use crate::scenario::{Scenario, Try};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::overlays::line::Line;
use crate::tui::overlays::question::{Question, ask, named};
use crate::wording::count;

/// The folder of the plan's scenarios, below the plan's own.
const FOLDER: &str = "scenarios";

/// So many files are named at most.
const LISTED: usize = 12;

/// Asks for the file to keep the open scenario in.
pub fn keep(model: &mut Model) -> Vec<Effect> {
    let it = model.scenarios.all.get(model.scenarios.at);
    let known = it.and_then(|it| it.file.as_ref()).and_then(|file| {
        let file = file.strip_prefix(folder(model)?).unwrap_or(file);
        Some(file.to_string_lossy().into_owned())
    });
    let new = || format!("{FOLDER}/{}.toml", slug(model.scenarios.name()));
    let path = known.unwrap_or_else(new);
    let title = format!("Keep {}", safe::line(model.scenarios.name()));
    let asked = "In which file, in the plan's folder? What is tried is written there, not the plan.";
    let take = |model: &mut Model, words: &str| Ok(keep_as(model, &as_toml(&named(words)?)?));
    ask(model, Question::new(title, asked, Line::new(path), take))
}

/// Asks for the file of a scenario, and which there are.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let line = Line::new(format!("{FOLDER}/"));
    let mut effects = ask_which(model, "Which file, in the plan's folder?".into(), line, Vec::new());
    effects.extend(folder(model).map(|folder| Effect::ListScenarios(folder.join(FOLDER))));
    effects
}

/// Asks for the file of a scenario; of those that are known the name is enough, and of that its beginning, where no
/// other begins so.
fn ask_which(model: &mut Model, asked: String, line: Line, known: Vec<String>) -> Vec<Effect> {
    let paths = known.iter().map(|name| format!("{FOLDER}/{name}")).collect();
    let take = move |model: &mut Model, words: &str| Ok(open_as(model, &meant(&known, &named(words)?)?));
    ask(model, Question::new("Open a scenario", asked, line, take).among(paths))
}

/// The path that is meant by an answer, where some files are known by name.
fn meant(known: &[String], answer: &str) -> Result<String, String> {
    let name = answer.strip_prefix(&format!("{FOLDER}/")).unwrap_or(answer);
    if known.is_empty() || known.iter().any(|it| it == name) {
        return Ok(if known.is_empty() { answer.to_owned() } else { format!("{FOLDER}/{name}") });
    }
    let begun: Vec<&str> = known.iter().filter(|it| it.starts_with(name)).map(String::as_str).collect();
    match begun[..] {
        [only] => Ok(format!("{FOLDER}/{only}")),
        // A file elsewhere.
        [] => Ok(answer.to_owned()),
        _ => Err(format!("Which of them: {}?", begun[..begun.len().min(LISTED)].join(", "))),
    }
}

/// Takes in which files there are while it is asked for one: they are named, and the first is offered.
pub(in crate::tui) fn listed(model: &mut Model, names: Vec<String>) -> Vec<Effect> {
    if model.overlay.as_ref().is_none_or(|over| over.name() != "question") {
        return Vec::new();
    }
    let (there, line) = match names.first() {
        None => (format!("There is none in {FOLDER}/ yet."), Line::new(format!("{FOLDER}/"))),
        Some(first) => {
            let shown: Vec<&str> = names.iter().take(LISTED).map(String::as_str).collect();
            let more = match names.len().saturating_sub(LISTED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let there = format!("In {FOLDER}/: {}{more}.", shown.join(", "));
            (there, Line::offered(format!("{FOLDER}/{first}")))
        }
    };
    ask_which(model, format!("Which file, in the plan's folder? {there}"), line, names)
}

/// The path of a file of TOML that an answer stands for: only such files are listed, and opened again.
fn as_toml(answer: &str) -> Result<String, String> {
    let name = answer.rsplit('/').next().unwrap_or_default();
    match name.split_once(".toml") {
        _ if name.is_empty() => Err(format!("“{answer}” is a folder: type the name of a file in it")),
        Some((_, "")) => Ok(answer.to_owned()),
        Some((_, rest)) => Err(format!("A scenario is kept in a file that ends in .toml: take out “{rest}”")),
        None => Ok(format!("{answer}.toml")),
    }
}

/// Keeps the open scenario in a file.
fn keep_as(model: &mut Model, words: &str) -> Vec<Effect> {
    let Some(path) = folder(model).map(|folder| folder.join(words)) else {
        return tell(model, "Not kept: the plan has no folder");
    };
    let Some(it) = model.scenarios.all.get(model.scenarios.at) else { return Vec::new() };
    let own = it.file.as_ref() == Some(&path);
    match it.scenario.written() {
        Ok(text) => vec![Effect::Keep(path, text, own)],
        Err(fault) => tell(model, format!("Not kept: {}", fault.message)),
    }
}

/// Keeps the first scenario that no file has as it is: in its own file, or one beside the others.
pub(in crate::tui) fn keep_next(model: &mut Model) -> Vec<Effect> {
    let Some(nth) = model.scenarios.all.iter().position(Tried::is_unkept) else { return Vec::new() };
    model.scenarios.at = nth;
    let it = &model.scenarios.all[nth];
    let why = match (it.scenario.written(), &it.file, folder(model)) {
        (Ok(text), Some(file), _) => return vec![Effect::Keep(file.clone(), text, true)],
        (Ok(text), None, Some(folder)) => {
            let name = format!("{}.toml", slug(&it.scenario.name));
            return vec![Effect::KeepAnew(folder.join(FOLDER).join(name), text)];
        }
        (Ok(_), None, None) => "the plan has no folder".to_owned(),
        (Err(fault), ..) => fault.message,
    };
    model.leaving = false;
    tell(model, format!("Not kept: {why}"))
}

/// Opens the file of the open scenario in the user's editor, and then the scenario as it is there; `None` where no file
/// has it as it is, so that only the plan below it can be edited.
pub(in crate::tui) fn in_editor(model: &Model) -> Option<Vec<Effect>> {
    let it = model.work.beside.as_ref().and_then(|_| model.scenarios.all.get(model.scenarios.at))?;
    let file = it.file.as_ref().filter(|_| !it.is_unkept())?;
    Some(vec![Effect::Edit(file.clone(), 1), Effect::Fetch(file.clone())])
}

/// What a scenario is kept as beside what is not saved: what of it has an address.
#[must_use]
pub(in crate::tui) fn text_of(scenario: &Scenario) -> String {
    let alone = |it: &&Try| Scenario { name: String::new(), tries: vec![(*it).clone()] }.written().is_ok();
    let tries = scenario.tries.iter().filter(alone).cloned().collect();
    Scenario { name: scenario.name.clone(), tries }.written().unwrap_or_default()
}

/// Opens the scenario that a file holds.
fn open_as(model: &mut Model, words: &str) -> Vec<Effect> {
    match folder(model) {
        Some(folder) => vec![Effect::Fetch(folder.join(words))],
        None => tell(model, "Not opened: the plan has no folder"),
    }
}

/// Takes in how keeping went; keeps the next one, where all are to be kept before leaving.
pub(in crate::tui) fn kept(model: &mut Model, path: PathBuf, how: Result<(), String>) -> Vec<Effect> {
    let shown = safe::line(&path.to_string_lossy()).into_owned();
    match how {
        Ok(()) => {
            if let Some(it) = model.scenarios.current() {
                it.file = Some(path);
                it.filed = Some(it.scenario.clone());
            }
            let _ = tell(model, format!("Kept in {shown}; --with opens it, git keeps it"));
            let more = model.scenarios.unkept().next().is_some();
            if model.leaving && more { keep_next(model) } else { Vec::new() }
        }
        Err(why) => {
            model.leaving = false;
            tell(model, format!("Not kept: {shown}: {why}"))
        }
    }
}

/// Takes in a scenario from a file, and opens it.
pub(in crate::tui) fn fetched(model: &mut Model, path: PathBuf, text: Result<String, String>) -> Vec<Effect> {
    let shown = safe::line(&path.to_string_lossy()).into_owned();
    let read = text.and_then(|text| {
        let place = |line| if line > 0 { format!("line {line}: ") } else { String::new() };
        Scenario::read(&text).map_err(|fault| format!("{}{}", place(fault.line), fault.message))
    });
    let mut scenario = match read {
        Ok(scenario) => scenario,
        Err(why) => return tell(model, format!("Not opened: {shown}: {why}")),
    };
    if scenario.name.is_empty() {
        scenario.name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    }
    leave(model);
    let same = |it: &Tried| it.file.as_ref() == Some(&path) && it.scenario.tries == scenario.tries;
    if let Some(nth) = model.scenarios.all.iter().position(same) {
        model.scenarios.at = nth;
        return enter(model);
    }
    let changes = count(scenario.tries.len(), "change");
    let words = format!("Opened {} with {changes}", scenario.name);
    // What its file said before is no other scenario.
    let stale = |it: &Tried| it.file.as_ref() == Some(&path) && !it.is_unkept();
    if let Some(nth) = model.scenarios.all.iter().position(stale) {
        model.scenarios.all.remove(nth);
    }
    model.scenarios.add(scenario);
    if let Some(it) = model.scenarios.current() {
        it.file = Some(path);
        it.filed = Some(it.scenario.clone());
    }
    let effects = enter(model);
    if model.work.beside.is_some() { tell(model, words) } else { effects }
}

/// The folder of the plan.
fn folder(model: &Model) -> Option<&Path> {
    model.work.draft.as_ref()?.source().canonical(0)?.parent()
}

/// A name as a file's: letters, digits and single hyphens.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for character in name.chars().flat_map(char::to_lowercase) {
        match character {
            letter if letter.is_alphanumeric() => slug.push(letter),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "scenario".into() } else { slug.into() }
}
