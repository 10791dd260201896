//! Edits that began from one state of the files, brought to another.

use std::path::PathBuf;

use super::state::next_state;
use super::{Change, Changed, Draft, Refused};
use crate::merge::{Clash, Side, decided};
use crate::plan::edit::{Edit, Span};
use crate::source::Patch;
use crate::wording::list;

impl Draft {
    /// Does what was done here and is not saved to the same plan as it stands elsewhere, as one step of
    /// this title. Texts are brought together by id and key.
    ///
    /// # Errors
    /// [`Refused`], where both changed the same thing differently, or a file is gone.
    pub fn bring_to(&self, onto: &mut Self, title: &str) -> Result<(), Refused> {
        let changed: Vec<(PathBuf, &str, &str)> =
            self.changed().map(|Changed { place, old, new, .. }| (place.to_path_buf(), old, new)).collect();
        let change = onto.merged(&changed, title)?;
        onto.apply(&change)
    }

    /// The change of this title that does to the files here what was done to them elsewhere: each with its
    /// place, the text that the edits began from and the one that they led to.
    ///
    /// # Errors
    /// [`Refused`], where both changed the same thing differently, or a file is gone.
    pub fn merged(&self, changed: &[(PathBuf, &str, &str)], title: &str) -> Result<Change, Refused> {
        self.merged_by(changed, title, &[])
    }

    /// As [`Self::merged`], with the chosen side for each of [`Self::clashes`]: ours is what was done
    /// elsewhere, theirs what is here.
    ///
    /// # Errors
    /// [`Refused`], where no side is chosen of something that both changed differently, or a file is gone.
    pub fn merged_by(
        &self,
        changed: &[(PathBuf, &str, &str)],
        title: &str,
        choices: &[Side],
    ) -> Result<Change, Refused> {
        let (mut edits, mut used) = (Vec::new(), 0);
        for file in changed {
            let left = choices.get(used..).unwrap_or_default();
            let (edit, path, clashes) = self.brought(file, left)?;
            if clashes.len() > left.len() {
                let names: Vec<String> = clashes.into_iter().skip(left.len()).map(|it| it.name).collect();
                return Err(Refused::new(
                    format!(
                        "{} {} changed on both sides",
                        list(&names),
                        if names.len() == 1 { "was" } else { "were" }
                    ),
                    format!("Undo that change, or put {path} back as it was."),
                ));
            }
            used += clashes.len();
            edits.push(edit);
        }
        Ok(Change { title: title.to_owned(), edits })
    }

    /// What was changed elsewhere, and differently here: file by file, in the order of the text.
    ///
    /// # Errors
    /// [`Refused`], where a file is gone, or cannot be merged by what it says.
    pub fn clashes(&self, changed: &[(PathBuf, &str, &str)]) -> Result<Vec<Clash>, Refused> {
        let mut all = Vec::new();
        for file in changed {
            all.extend(self.brought(file, &[])?.2);
        }
        Ok(all)
    }

    /// What one file becomes, its name, and what clashes in it.
    fn brought(
        &self,
        (place, old, new): &(PathBuf, &str, &str),
        choices: &[Side],
    ) -> Result<(Edit, String, Vec<Clash>), Refused> {
        let mut files = (0..).map_while(|file| Some((file, self.source().canonical(file)?)));
        let Some((file, _)) = files.find(|(_, own)| own == place) else {
            let name = place.file_name().unwrap_or_default().to_string_lossy();
            return Err(Refused::new(format!("{name} is gone"), "Undo what was changed in it."));
        };
        let path = self.source().path(file).to_owned();
        let theirs = self.source().text(file).content.as_str();
        let (text, clashes) = if theirs == *old {
            ((*new).to_owned(), Vec::new())
        } else if theirs == *new || old == new {
            (theirs.to_owned(), Vec::new())
        } else {
            decided(old, new, theirs, choices).map_err(|_| {
                let help = format!("Undo that change, or put {path} back as it was.");
                Refused::new(format!("{path} cannot be merged"), help)
            })?
        };
        let end = u32::try_from(theirs.len()).unwrap_or(u32::MAX);
        Ok((Edit::Write(Span { file, start: 0, end }, text), path, clashes))
    }

    /// Whether the disk says what this draft knows it to say: the same plan, as it was read from there now,
    /// has the same files with the same texts.
    #[must_use]
    pub fn is_known(&self, read: &Self) -> bool {
        let both = (0..).map(|file| (self.text_on_disk(file), read.text_on_disk(file)));
        let mut files = both.take_while(|(known, now)| known.is_some() || now.is_some());
        // What is wrong follows from what was changed here as well, where something was.
        files.all(|(known, now)| known == now) && (self.is_changed() || self.findings() == read.findings())
    }

    /// Takes over the steps of the same plan as it was before others changed its files, and all that these
    /// files say by now otherwise as one more step of this title: what others did and, where it was brought
    /// into that already, what was not saved. So all of it can be undone. Gives whether there is such a step.
    /// A plan that has lost a file has nothing to go back to; one that has more files has.
    pub fn follow(&mut self, before: Self, title: &str) -> bool {
        let places = |draft: &Self| -> Vec<PathBuf> { (0..).map_while(|file| draft.place(file)).collect() };
        let (own, known) = (places(self), places(&before));
        let mut stretches = Vec::new();
        for (was, place) in (0..).zip(known) {
            let Some(file) = (0..).zip(&own).find(|(_, it)| **it == place).map(|(file, _)| file) else {
                return false;
            };
            let (old, new) = (&before.source().text(was).content, &self.source().text(file).content);
            if old != new {
                let patch = Patch { file, range: 0..old.len(), text: new.to_string() };
                stretches.push((place.clone(), patch, old.to_string()));
            }
            let known = old != new || before.on_disk.contains_key(&place);
            // A file that was changed here already is known as it is on the disk.
            if known && !self.on_disk.contains_key(&place) {
                let now = new.to_string();
                self.on_disk.insert(place, now);
            }
        }
        self.steps = before.steps;
        self.near = None;
        let more = !stretches.is_empty();
        if more {
            self.steps.push(title, stretches);
        }
        match (self.is_changed(), more) {
            (false, _) => self.steps.saved(),
            (true, true) => self.steps.saved_in_part(),
            // Nothing of theirs is left: what was not saved here is all that is to be saved.
            (true, false) => {}
        }
        self.state = next_state();
        more
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::Memory;
    use crate::draft::asked;
    use crate::source::Limits;

    const PLAN: &str = "format = 1\ninclude = [\"more/*.toml\"]\n[kpi.a]\nname = \"A\"\n";

    fn open(files: &[(&str, &str)]) -> Draft {
        let store = files.iter().fold(Memory::default(), |store, (path, text)| store.with(*path, *text));
        Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap()
    }

    #[test]
    fn what_was_done_can_be_undone_though_the_plan_has_more_files_by_now() {
        let mut mine = open(&[("plan.toml", PLAN)]);
        mine.apply(&asked::set(&mine, "a.name", "B").unwrap()).unwrap();
        mine.saved();
        let saved = PLAN.replace("\"A\"", "\"B\"");
        let more = ("more/b.toml", "[kpi.b]\nname = \"B\"\n");
        let mut theirs = open(&[("plan.toml", &saved), more]);
        assert!(!theirs.follow(mine, "theirs"), "there is no step of theirs to take back");
        assert_eq!(theirs.undo().as_deref(), Some("set kpi.a.name to B"));
        assert_eq!(*theirs.source().text(0).content, PLAN);
        assert!(theirs.has(&crate::plan::address::Address::new(crate::plan::address::Table::Kpi, "b")));
        // A file that is gone takes with it what could be gone back to.
        let mut fewer = open(&[("plan.toml", &saved)]);
        assert!(!fewer.follow(theirs, "theirs") && fewer.undoable().is_none());
    }
}
