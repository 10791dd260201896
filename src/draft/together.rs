//! Edits that began from one state of the files, brought to another.

use std::path::PathBuf;

use super::{Change, Changed, Draft, Refused};
use crate::merge::{Clash, Side, decided};
use crate::plan::edit::{Edit, Span};
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
}
