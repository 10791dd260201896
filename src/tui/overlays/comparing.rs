//! The plan as it stands against what is saved, against the last commit, and how it is committed: what
//! changed in the plan's words, then in its text. What is at the commit, the edge reads.

use super::page::Page;
use super::unlike::lines;
use crate::check::check_under;
use crate::check::settings::Settings;
use crate::diff::changes;
use crate::finding::Finding;
use crate::source::{Read, Source};
use crate::tui::editing;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay};
use crate::tui::theme::Tone;
use crate::tui::update::tell;
use crate::wording::count;
use crate::workspace::Located;

/// What the plan at the last commit is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recall {
    /// To show what changed since.
    Compare,
    /// To write the message of a commit.
    Commit,
    /// To say which findings are new since.
    Findings,
}

/// The plan at the last commit.
pub struct Recalled {
    /// The short name of the commit.
    pub commit: String,
    /// The plan there.
    pub read: Read,
}

/// What was wrong with the plan at the last commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// What it is called: the last commit, a tag, a day.
    pub commit: String,
    /// The findings there.
    pub findings: Vec<Finding>,
}

/// The most items of a plan that is compared unasked: it takes no longer than a key may.
const SMALL: usize = 2_000;

/// So many lines of text are shown around a change.
const AROUND: usize = 2;

/// Shows what changed since it was saved and since the last commit.
pub fn diff(_: &mut Model) -> Vec<Effect> {
    vec![Effect::Recall(Recall::Compare)]
}

/// Hands the plan's files to git, with a message to begin with.
pub fn commit(_: &mut Model) -> Vec<Effect> {
    vec![Effect::Recall(Recall::Commit)]
}

/// The plan can be committed as it stands.
pub fn committable(model: &Model) -> Result<(), &'static str> {
    editing::editable(model)?;
    if model.work.beside.is_some() {
        return Err("this is a scenario; A applies it to the plan");
    }
    if !model.work.unsaved.is_empty() {
        return Err("there are changes that are not saved; ctrl-s saves");
    }
    Ok(())
}

/// Takes the plan at the last commit, or why it cannot be read, for what it was asked for.
pub(in crate::tui) fn recalled(
    model: &mut Model,
    recall: Recall,
    read: Result<Box<Recalled>, String>,
) -> Vec<Effect> {
    match recall {
        Recall::Compare => show(model, read),
        Recall::Commit => match read {
            Ok(past) => hand_over(model, Some(&past)),
            Err(why) => tell(model, format!("Not committed: {why}")),
        },
        Recall::Findings => {
            // Outside of a repository there is nothing to compare with, and nobody has to be told.
            if let Ok(past) = read {
                let Recalled { commit, read } = *past;
                let settings = Settings { as_of: model.work.as_of, ..Settings::default() };
                let checked = check_under(read, &settings, None);
                let findings = checked.findings.into_iter().map(|it| it.finding).collect();
                model.past = Some(Past { commit: format!("the last commit ({commit})"), findings });
                model.rebuild();
            }
            Vec::new()
        }
    }
}

/// What the reading of a plan by now says otherwise than before, in the plan's words.
fn sentences(before: &Read, now: &Read) -> Vec<String> {
    let [old, new] = [before, now].map(|read| read.source.written());
    changes(&old, &new, &before.plan, &now.plan).into_iter().map(|change| change.sentence).collect()
}

fn show(model: &mut Model, past: Result<Box<Recalled>, String>) -> Vec<Effect> {
    let Some(draft) = &model.work.draft else { return tell(model, "This plan is only looked at") };
    let Some(now) = draft.read() else { return tell(model, "The plan cannot be read") };
    let mut page = Page::new("What changed");
    if let Some(saved) = draft.saved_read().filter(|_| draft.is_changed()) {
        write(&mut page, "Since it was saved", &saved, &now);
    } else {
        page.head("Since it was saved");
        page.words("Nothing: the files say the same.");
    }
    match past {
        Ok(past) => {
            let head = format!("Since the last commit, {}", past.commit);
            if same_texts(&past.read.source, &now.source) {
                page.head(head);
                page.words("Nothing.");
            } else {
                write(&mut page, &head, &past.read, &now);
            }
        }
        Err(why) => {
            page.head("Since the last commit");
            page.words(format!("Cannot be told: {why}."));
        }
    }
    model.overlay = Some(Overlay::Page(page));
    Vec::new()
}

/// Writes what changed under a heading: in the plan's words, then in the text of its files.
fn write(page: &mut Page, head: &str, before: &Read, now: &Read) {
    page.head(head);
    let sentences = sentences(before, now);
    if sentences.is_empty() {
        page.words("Nothing in what it says.");
    }
    for sentence in sentences {
        page.words(sentence);
    }
    for (path, old, new) in texts(&before.source, &now.source) {
        page.gap();
        page.line(path, Tone::Strong);
        let mut last = 0;
        for line in lines(old, new, AROUND) {
            // Between two places that are apart stands a mark.
            if line.sign == ' ' && last > 0 && line.number > last + 1 {
                page.line("   ⋯", Tone::Faint);
            }
            last = if line.sign == '-' { last } else { line.number };
            let tone = match line.sign {
                '-' => Tone::Warning,
                '+' => Tone::Strong,
                _ => Tone::Faint,
            };
            page.line(format!(" {} {}", line.sign, line.text), tone);
        }
    }
}

/// The files that are not the same, by their names: what they said, and what they say.
fn texts<'a>(before: &'a Source, now: &'a Source) -> Vec<(String, &'a str, &'a str)> {
    let named = |source: &'a Source| -> Vec<(&'a str, &'a str)> {
        (0..).zip(source.paths()).map(|(file, path)| (path, source.text(file).content.as_str())).collect()
    };
    let (old, new) = (named(before), named(now));
    let find = |list: &[(&'a str, &'a str)], path: &str| {
        list.iter().find(|(known, _)| *known == path).map_or("", |(_, text)| *text)
    };
    let gone = old.iter().filter(|(path, _)| !new.iter().any(|(known, _)| known == path));
    let all = new.iter().chain(gone).map(|(path, _)| *path);
    let both = all.map(|path| (path.to_owned(), find(&old, path), find(&new, path)));
    both.filter(|(_, one, other)| one != other).collect()
}

fn same_texts(before: &Source, now: &Source) -> bool {
    texts(before, now).is_empty()
}

/// Hands the plan's files to git.
fn hand_over(model: &mut Model, past: Option<&Recalled>) -> Vec<Effect> {
    let Some(draft) = &model.work.draft else { return tell(model, "This plan is only looked at") };
    let Some(now) = draft.read() else { return tell(model, "The plan cannot be read") };
    let sentences = past.map(|past| sentences(&past.read, &now)).unwrap_or_default();
    if past.is_some_and(|past| same_texts(&past.read.source, &now.source)) {
        return tell(model, "Nothing to commit: the plan's files are as at the last commit");
    }
    let source = draft.source();
    let files: Vec<_> =
        (0..).map_while(|file| source.canonical(file).map(std::path::Path::to_path_buf)).collect();
    let message = message(model.work.plan().title(), &sentences);
    vec![Effect::Commit(files, message)]
}

/// A message for a commit: one line, then what changed, in the plan's words.
fn message(plan: &str, sentences: &[String]) -> String {
    match sentences {
        [] => format!("{plan}: layout and comments\n"),
        [only] => format!("{plan}: {only}\n"),
        all => {
            let body: String = all.iter().map(|sentence| format!("- {sentence}\n")).collect();
            format!("{plan}: {}\n\n{body}", count(all.len(), "change"))
        }
    }
}

/// The findings are shown, and those of the last commit were not asked for yet.
pub(in crate::tui) fn wants_past(model: &Model) -> bool {
    let shown = crate::tui::views::VIEWS[model.view].open == crate::tui::view::Open::Jump;
    let small = model.work.plan().items.len() <= SMALL;
    shown && small && !model.asked_past && model.work.draft.is_some()
}

/// Asks for the findings of the last commit, however long that takes.
pub fn ask_past(model: &mut Model) -> Vec<Effect> {
    model.asked_past = true;
    vec![Effect::Recall(Recall::Findings)]
}

/// What is new in the findings since the last commit, and what is gone, in one line.
#[must_use]
pub fn since(past: &Past, now: &[Located]) -> String {
    let now: Vec<Finding> = now.iter().map(|located| located.finding.clone()).collect();
    let (new, gone) = crate::impact::apart(&past.findings, &now, |finding| finding);
    let named = |sign: char, those: &[&Finding]| -> Vec<String> {
        let mut rules: Vec<&str> = those.iter().map(|finding| finding.rule).collect();
        rules.sort_unstable();
        let groups = rules.chunk_by(|one, other| one == other);
        let said = |group: &[&str]| match group {
            [rule] => format!("{sign} {rule}"),
            [rule, ..] => format!("{sign} {rule} ×{}", group.len()),
            [] => String::new(),
        };
        groups.map(said).collect()
    };
    let all = [named('+', &new), named('−', &gone)].concat();
    let head = format!("Since {}", past.commit);
    if all.is_empty() { format!("{head}: the same") } else { format!("{head}: {}", all.join("  ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_what_changed() {
        assert_eq!(message("Plan", &["A moved.".into()]), "Plan: A moved.\n");
        let two = ["A moved.".to_owned(), "B is gone.".to_owned()];
        assert_eq!(message("Plan", &two), "Plan: 2 changes\n\n- A moved.\n- B is gone.\n");
    }
}
