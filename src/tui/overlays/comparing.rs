//! The plan as it stands against what is saved, against the last commit, and how it is committed: what
//! changed in the plan's words, then in its text. What is at the commit, the edge reads.

use super::explain::{self, Asks};
use super::page::{self, Of, Page};
use super::unlike::lines;
use crate::diff::{Said, changes_between};
use crate::tui::editing;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::Key;
use crate::tui::overlay::Then;
use crate::tui::past::{Past, Recall, Recalled};
use crate::tui::theme::Tone;
use crate::wording::aloud::Aloud;
use crate::wording::count;

/// The plan at the last commit, or why it cannot be read, for as long as a page tells what changed since.
struct Changes(Result<Box<Recalled>, String>);

impl Of for Changes {
    fn page(&self, model: &Model) -> Option<Page> {
        page(model, self)
    }

    fn keys(&self) -> &'static str {
        "{explain} explain   ↑↓ PgUp PgDn scroll   {copy} copy   {undo} undo   {redo} redo   Esc close"
    }

    fn on_key(&self, model: &Model, key: Key) -> Option<Then> {
        if model.does(key) != "explain" {
            return None;
        }
        let asks = self.asks(model);
        Some(Box::new(|model| explain::asked(model, asks)))
    }
}

/// Values at most that are offered of those that changed.
const OFFERED: usize = 40;

impl Changes {
    /// What `=` asks: each value that changed, as it is now.
    fn asks(&self, model: &Model) -> Option<Asks> {
        let draft = model.work.draft.as_ref()?;
        let now = Said::of(&draft.read()?);
        let saved = draft.saved_read().map(|saved| changes_between(&Said::of(&saved), &now));
        let since = self.0.as_ref().ok().map(|past| changes_between(&past.said, &now));
        let all = saved.into_iter().chain(since).flatten();
        let mut changed = all.filter(|it| it.after.is_some()).map(|it| it.at).take(OFFERED);
        let first = changed.next()?;
        Some(Asks::at(model.work.plan(), &first).and_at(changed))
    }
}

/// The most items of a plan that is compared unasked: it takes no longer than a key may.
const SMALL: usize = 2_000;

/// What is said of a plan that cannot be read any more.
const UNREADABLE: &str = "The plan cannot be read";

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
        return Err("this is a scenario; {whatif.apply} applies it to the plan");
    }
    if !model.work.unsaved.is_empty() {
        return Err("there are changes that are not saved; {save} saves");
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
        Recall::Compare => show(model, Changes(read)),
        Recall::Commit => match read {
            Ok(past) => hand_over(model, Some(&past)),
            Err(why) => tell(model, format!("Not committed: {why}")),
        },
        Recall::Findings => {
            // Outside of a repository there is nothing to compare with: nobody is told before they ask.
            model.no_past = read.is_err();
            // Of a large plan they are looked up only for who asks.
            if let Err(why) = &read
                && model.work.plan().items.len() > SMALL
            {
                return tell(model, format!("Not known: {why}"));
            }
            if let Ok(past) = read {
                let Recalled { commit, findings, .. } = *past;
                model.past = Some(Past { commit: format!("the last commit ({commit})"), findings });
                model.rebuild();
            }
            Vec::new()
        }
    }
}

/// What the reading of a plan by now says otherwise than before, in the plan's words.
fn sentences(before: &Said, now: &Said) -> Vec<String> {
    let aloud = Aloud { plans: &[&now.plan, &before.plan], room: false };
    changes_between(before, now).iter().map(|change| aloud.said(&change.sentence)).collect()
}

fn show(model: &mut Model, past: Changes) -> Vec<Effect> {
    let Some(draft) = &model.work.draft else { return tell(model, "This plan is only looked at") };
    if draft.read().is_none() {
        return tell(model, UNREADABLE);
    }
    page::open(model, past)
}

/// What changed since it was saved and since the last commit, as a page.
fn page(model: &Model, past: &Changes) -> Option<Page> {
    let draft = model.work.draft.as_ref()?;
    let now = Said::of(&draft.read()?);
    let mut page = Page::new("What changed");
    if let Some(saved) = draft.saved_read().filter(|_| draft.is_changed()) {
        write(&mut page, "Since it was saved", &Said::of(&saved), &now);
    } else {
        page.head("Since it was saved");
        page.words("Nothing: the files say the same.");
    }
    match &past.0 {
        Ok(past) => {
            let head = format!("Since the last commit, {}", past.commit);
            if texts(&past.said, &now).is_empty() {
                page.head(head);
                page.words("Nothing.");
            } else {
                write(&mut page, &head, &past.said, &now);
            }
        }
        Err(why) => {
            page.head("Since the last commit");
            page.words(format!("Cannot be told: {why}."));
        }
    }
    Some(page)
}

/// Writes what changed under a heading: in the plan's words, then in the text of its files.
fn write(page: &mut Page, head: &str, before: &Said, now: &Said) {
    page.head(head);
    let sentences = sentences(before, now);
    if sentences.is_empty() {
        page.words("Nothing in what it says.");
    }
    for sentence in sentences {
        page.words(sentence);
    }
    for (path, old, new) in texts(before, now) {
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
fn texts<'a>(before: &'a Said, now: &'a Said) -> Vec<(&'a str, &'a str, &'a str)> {
    let find = |said: &'a Said, path: &str| {
        said.texts.iter().find(|(known, _)| known == path).map_or("", |(_, text)| text.as_str())
    };
    let gone = before.texts.iter().filter(|(path, _)| !now.texts.iter().any(|(known, _)| known == path));
    let all = now.texts.iter().chain(gone).map(|(path, _)| path.as_str());
    let both = all.map(|path| (path, find(before, path), find(now, path)));
    both.filter(|(_, one, other)| one != other).collect()
}

/// Hands the plan's files to git.
fn hand_over(model: &mut Model, past: Option<&Recalled>) -> Vec<Effect> {
    let Some(draft) = &model.work.draft else { return tell(model, "This plan is only looked at") };
    let Some(now) = draft.read().map(|read| Said::of(&read)) else { return tell(model, UNREADABLE) };
    let sentences = past.map(|past| sentences(&past.said, &now)).unwrap_or_default();
    if past.is_some_and(|past| texts(&past.said, &now).is_empty()) {
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
    let shown = model.entry().open == crate::tui::view::Open::Jump;
    let small = model.work.plan().items.len() <= SMALL;
    shown && small && !model.asked_past && model.work.draft.is_some()
}

/// The findings of the last commit can be had, as far as is known.
pub fn has_past(model: &Model) -> Result<(), &'static str> {
    editing::editable(model)?;
    if model.no_past { Err("the plan lies in no git repository, or was never committed") } else { Ok(()) }
}

/// Asks for the findings of the last commit, however long that takes.
pub fn ask_past(model: &mut Model) -> Vec<Effect> {
    model.asked_past = true;
    vec![Effect::Recall(Recall::Findings)]
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
