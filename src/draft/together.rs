//! Edits that began from one state of the files, brought to another.

use std::path::{Path, PathBuf};

use super::state::next_state;
use super::steps::Whole;
use super::title::Title;
use super::trial::unfound;
use super::{Change, Draft, Refused};
use crate::merge::{Clash, Files, Followed, Side};
use crate::merge::{decided, stands_in, with_ids_of_both, with_places_of_both};
use crate::plan::edit::{Edit, Span};
use crate::source::Patch;
use crate::wording::list;

/// What is done to a file, and what clashes in it.
struct Brought {
    /// Its path, as people know it; only its name where it is gone.
    path: String,
    /// Whether it is gone from here.
    gone: bool,
    edit: Option<Edit>,
    clashes: Vec<Clash>,
}

impl Draft {
    /// Does what was done here and is not saved to the same plan as it stands elsewhere, as one step of
    /// this title. Texts are brought together by id and key.
    ///
    /// # Errors
    /// [`Refused`], where both changed the same thing differently, or a file that was changed is gone.
    pub fn bring_to(&self, onto: &mut Self, title: impl Into<Title>) -> Result<(), Refused> {
        let texts: Vec<(PathBuf, &str, &str)> = self.texts().collect();
        let change = onto.merged(&texts, title)?;
        onto.apply(&change)
    }

    /// The change of this title that does to the files here what was done to them elsewhere: each with its
    /// place, the text that the edits began from and the one that they led to. Files that were not changed
    /// tell, where they are among them, which ids are others here.
    ///
    /// # Errors
    /// [`Refused`], where both changed the same thing differently, or a file that was changed is gone.
    pub fn merged(
        &self,
        texts: &[(PathBuf, &str, &str)],
        title: impl Into<Title>,
    ) -> Result<Change, Refused> {
        self.merged_by(texts, title, &[])
    }

    /// As [`Self::merged`], with the chosen side for each of [`Self::clashes`]: ours is what was done
    /// elsewhere, theirs what is here.
    ///
    /// # Errors
    /// [`Refused`], where no side is chosen of something that both changed differently.
    pub fn merged_by(
        &self,
        texts: &[(PathBuf, &str, &str)],
        title: impl Into<Title>,
        choices: &[Side],
    ) -> Result<Change, Refused> {
        let (mut edits, mut used) = (Vec::new(), 0);
        for Brought { path, gone, edit, clashes } in self.brought(texts, choices)? {
            let left = choices.get(used..).unwrap_or_default();
            if clashes.len() > left.len() {
                if gone {
                    let help = "Put it back as it was, or undo what was changed in it.";
                    return Err(Refused::new(format!("{path} is gone"), help));
                }
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
            edits.extend(edit);
        }
        Ok(Change { title: title.into(), edits })
    }

    /// What was changed elsewhere, and differently here: file by file, in the order of the text, and then the
    /// files that are gone from here.
    ///
    /// # Errors
    /// [`Refused`], where a file cannot be merged by what it says, or be there again.
    pub fn clashes(&self, texts: &[(PathBuf, &str, &str)]) -> Result<Vec<Clash>, Refused> {
        Ok(self.brought(texts, &[])?.into_iter().flat_map(|file| file.clashes).collect())
    }

    /// What is done to the files here, each with what clashes in it. A table is followed into another file. A file
    /// that is not here, and had no text before, was put back elsewhere, and is here again too; of one that was
    /// changed there and is gone from here, with what it said, it is to be chosen which of that is to be.
    fn brought(&self, texts: &[(PathBuf, &str, &str)], choices: &[Side]) -> Result<Vec<Brought>, Refused> {
        let mut sides: [Files; 3] = Default::default();
        let name = |place: &Path| place.to_string_lossy().into_owned();
        let own: Vec<(u32, String)> =
            (0..).map_while(|file| Some((file, name(self.source().canonical(file)?)))).collect();
        let here = |file: u32| self.source().text(file).content.as_str();
        sides[2].extend(own.iter().map(|(file, name)| (name.clone(), here(*file).to_owned())));
        let here_alone = sides[2].clone();
        let mut gone: Vec<(&Path, &str, bool)> = Vec::new();
        for (place, old, new) in texts {
            let name = name(place);
            let mut before = *old;
            if old != new && !here_alone.contains_key(&name) {
                // Its tables stand elsewhere by now: what was changed in them goes there.
                let is_apart = stands_in(old, &here_alone);
                gone.push((place, old, is_apart));
                if !is_apart {
                    sides[2].insert(name.clone(), (*new).to_owned());
                    before = new;
                }
            }
            sides[0].insert(name.clone(), before.to_owned());
            sides[1].insert(name, (*new).to_owned());
        }
        let Followed { files, disputes, .. } = with_ids_of_both(sides.each_ref());
        let [old, new, now] = with_places_of_both(files);
        let (mut all, mut used) = (Vec::new(), 0);
        for (file, name) in own {
            let theirs = now.get(&name).map_or("", String::as_str);
            let path = self.source().path(file).to_owned();
            let (text, clashes) = match (old.get(&name), new.get(&name)) {
                (Some(old), Some(new)) if old == theirs => (new.clone(), Vec::new()),
                (Some(old), Some(new)) if old != new && new != theirs => {
                    let left = choices.get(used..).unwrap_or_default();
                    decided(old, new, theirs, left, &disputes).map_err(|_| {
                        let help = format!("Undo that change, or put {path} back as it was.");
                        Refused::new(format!("{path} cannot be merged"), help)
                    })?
                }
                _ => (theirs.to_owned(), Vec::new()),
            };
            used += clashes.len();
            let end = u32::try_from(here(file).len()).unwrap_or(u32::MAX);
            let edit = (text != here(file)).then_some(Edit::Write(Span { file, start: 0, end }, text));
            all.push(Brought { path, gone: false, edit, clashes });
        }
        for (place, was, is_apart) in gone {
            let path = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let text = new.get(&name(place)).cloned().unwrap_or_default();
            let left = old.get(&name(place)).map_or("", String::as_str);
            if is_apart && left == text {
                continue;
            }
            if self.way_back(place).is_none() {
                return Err(unfound(place));
            }
            let clashes = match was.is_empty() {
                true => Vec::new(),
                false => vec![Clash::of_file(&path, if is_apart { left } else { was }, &text)],
            };
            let is_here = clashes.is_empty() || choices.get(used) == Some(&Side::Ours);
            used += clashes.len();
            let edit = is_here.then(|| Edit::Bring(place.to_path_buf(), text));
            all.push(Brought { path, gone: true, edit, clashes });
        }
        Ok(all)
    }

    /// Whether the disk says what this draft knows it to say: the same plan, as it was read from there now,
    /// has the same files with the same texts.
    #[must_use]
    pub fn is_known(&self, read: &Self) -> bool {
        // What is wrong follows from what was changed here as well, where something was.
        self.known() == read.known() && (self.is_changed() || self.findings() == read.findings())
    }

    /// Takes over the steps of the same plan as it was before others changed its files, and all that these
    /// files say by now otherwise as one more step of this title: what others did and, where it was brought
    /// into that already, what was not saved. So all of it can be undone. Gives whether there is such a step.
    /// A file that is gone is there again when that is taken back; a file that came stays, unless it is one
    /// that was gone. Where the name of a file leads to another place by now, there is nothing to go back to.
    pub fn follow(&mut self, before: Self, title: impl Into<Title>) -> bool {
        let places = |draft: &Self| -> Vec<PathBuf> { (0..).map_while(|file| draft.place(file)).collect() };
        let (own, known) = (places(self), places(&before));
        let (mut stretches, mut wholes) = (Vec::new(), Vec::new());
        for (file, place) in (0..).zip(&own) {
            if before.on_disk.get(place) == Some(&None) && !known.contains(place) {
                let (text, way) =
                    (self.source().text(file).content.to_string(), self.now.store.way_to(place));
                wholes.push(Whole { path: place.clone(), text, way, after: true });
            }
        }
        for (was, place) in (0..).zip(known) {
            let Some(file) = (0..).zip(&own).find(|(_, it)| **it == place).map(|(file, _)| file) else {
                let (text, way) = (&before.source().text(was).content, before.now.store.way_to(&place));
                if self.now.store.parts_from(&way) {
                    return false;
                }
                self.on_disk.insert(place.clone(), None);
                wholes.push(Whole { path: place, text: text.to_string(), way, after: false });
                continue;
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
                self.on_disk.insert(place, Some(now));
            }
        }
        // What was gone before, and is gone still, may yet be gone back to.
        for place in before.on_disk.iter().filter(|(_, text)| text.is_none()).map(|(place, _)| place) {
            let now = (0..).zip(&own).find(|(_, it)| *it == place);
            let now = now.map(|(file, _)| self.source().text(file).content.to_string());
            self.on_disk.entry(place.clone()).or_insert(now);
        }
        self.steps = before.steps;
        self.near = None;
        let more = !stretches.is_empty() || !wholes.is_empty();
        if more {
            self.steps.push(title.into(), stretches, wholes);
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
    use crate::draft::sample::draft_of;
    use crate::plan::address::{Address, Table};

    const PLAN: &str = "format = 1\ninclude = [\"more/*.toml\"]\n[kpi.a]\nname = \"A\"\n";

    fn open(files: &[(&str, &str)]) -> Draft {
        let store = files.iter().fold(Memory::default(), |store, (path, text)| store.with(*path, *text));
        draft_of(&store)
    }

    #[test]
    fn what_was_done_follows_ids_that_others_gave_and_theirs_those_given_here() {
        let other = "[driver.d]\nname = \"D\"\n[kpi.b]\nname = \"B\"\nmeasures = [\"d\"]\n";
        let files = [("plan.toml", PLAN), ("more/d.toml", other)];
        let renamed = other.replace("driver.d", "driver.e").replace("[\"d\"]", "[\"e\"]");
        // Here another KPI measures the driver that others call otherwise by now.
        let mut mine = open(&files);
        mine.apply(&asked::set(&mine, "kpi.a.measures", "[\"d\"]").unwrap()).unwrap();
        let mut theirs = open(&[("plan.toml", PLAN), ("more/d.toml", &renamed)]);
        mine.bring_to(&mut theirs, "mine").unwrap();
        assert_eq!(*theirs.source().text(0).content, PLAN.to_owned() + "measures = [\"e\"]\n");
        // And the other way round: what refers to it there is in a file that was not changed here.
        let mut mine = open(&files);
        mine.apply(&asked::renamed(&mine, "d", "e").unwrap()).unwrap();
        let more = PLAN.to_owned() + "measures = [\"d\"]\n";
        let mut theirs = open(&[("plan.toml", &more), ("more/d.toml", other)]);
        mine.bring_to(&mut theirs, "mine").unwrap();
        assert_eq!(*theirs.source().text(0).content, more.replace("\"d\"", "\"e\""));
        assert_eq!(*theirs.source().text(1).content, renamed);
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
        assert!(theirs.has(&Address::new(Table::Kpi, "b")));
    }

    /// All that a draft says, and the files that it would write.
    fn said(draft: &Draft) -> (Vec<String>, Vec<String>) {
        let texts: Vec<String> = draft.texts().map(|(_, _, new)| new.to_owned()).collect();
        // What is read of the files anew is what the draft says.
        let store = draft.texts().fold(Memory::default(), |store, (place, _, new)| store.with(place, new));
        let again = draft_of(&store);
        assert_eq!((draft.plan(), draft.findings()), (again.plan(), again.findings()));
        let changed = draft.changed().map(|it| format!("{} {:?}", it.path, it.old)).collect();
        (texts, changed)
    }

    #[test]
    fn what_was_done_in_a_file_that_is_gone_by_now_can_be_undone() {
        let other = "[kpi.b]\nname = \"B\"\n";
        let edited = other.replace("\"B\"", "\"Mine\"");
        let mut mine = open(&[("plan.toml", PLAN), ("more/b.toml", other)]);
        mine.apply(&asked::set(&mine, "kpi.b.name", "Mine").unwrap()).unwrap();
        mine.saved();
        let fewer = || open(&[("plan.toml", PLAN)]);
        let mut now = fewer();
        assert!(now.follow(mine, "theirs") && !now.is_changed());
        assert!(now.is_known(&fewer()), "that is what the disk says");
        let (gone, kept) = (vec![PLAN.to_owned()], vec![PLAN.to_owned(), edited.clone()]);
        assert_eq!(said(&now), (gone.clone(), vec![]));
        // It is there again, found by the plan's `include`, and to be saved.
        assert_eq!(now.undo().as_deref(), Some("theirs"));
        assert_eq!(said(&now), (kept.clone(), vec![r#"more/b.toml """#.to_owned()]));
        assert_eq!(now.unsaved(), ["undo “theirs”"]);
        assert!(now.is_known(&fewer()), "it is not on the disk");
        assert_eq!(now.undo().as_deref(), Some("set kpi.b.name to Mine"));
        assert_eq!(said(&now).0, [PLAN, other]);
        // And all of it the other way.
        assert_eq!(now.redo().as_deref(), Some("set kpi.b.name to Mine"));
        assert_eq!(said(&now).0, kept);
        assert_eq!(now.redo().as_deref(), Some("theirs"));
        assert_eq!(said(&now), (gone.clone(), vec![]));
        assert_eq!(now.saved_read().map(|read| read.plan), Some(now.plan().clone()));
        // Somebody has put it there again, as it never was here.
        let theirs = other.replace("\"B\"", "\"Theirs\"");
        let mut back = open(&[("plan.toml", PLAN), ("more/b.toml", &theirs)]);
        assert!(back.follow(now, "put back") && !back.is_changed());
        for (title, texts) in [("put back", gone), ("theirs", kept)] {
            assert_eq!(back.undo().as_deref(), Some(title));
            assert_eq!(said(&back).0, texts);
        }
        let to_save = back.replacements();
        assert_eq!(to_save.len(), 1);
        assert_eq!((&*to_save[0].old, &*to_save[0].new), (theirs.as_bytes(), edited.as_bytes()));
        assert!(back.redo().is_some() && back.redo().is_some() && back.redo().is_none());
        assert_eq!(said(&back), (vec![PLAN.to_owned(), theirs], vec![]));
    }

    #[test]
    fn what_was_not_saved_in_a_file_that_is_gone_comes_back_with_it() {
        let other = "[kpi.b]\nname = \"B\"\n";
        let mut mine = open(&[("plan.toml", PLAN), ("more/b.toml", other)]);
        mine.apply(&asked::set(&mine, "kpi.b.name", "Mine").unwrap()).unwrap();
        let mut now = open(&[("plan.toml", PLAN)]);
        assert!(now.follow(mine, "theirs"));
        assert_eq!(now.undo().as_deref(), Some("theirs"));
        let texts = vec![PLAN.to_owned(), other.replace("\"B\"", "\"Mine\"")];
        assert_eq!(said(&now), (texts, vec![r#"more/b.toml """#.to_owned()]));
        // Saved, it is as any other file.
        now.saved();
        assert!(!now.is_changed() && now.unsaved().is_empty());
        assert!(now.undo().is_some() && now.changed().count() == 1);
    }

    /// A plan with a file that others took away and undo put back, which is not saved.
    fn put_back(other: &str) -> Draft {
        let mine = open(&[("plan.toml", PLAN), ("more/b.toml", other)]);
        let mut now = open(&[("plan.toml", PLAN)]);
        assert!(now.follow(mine, "theirs"));
        assert_eq!(now.undo().as_deref(), Some("theirs"));
        now
    }

    const OTHER: &str =
        "# B\n[kpi.b]\nname = \"B\"\nunit = \"%\"\nmeasures = [\"d\"]\n[driver.d]\nname = \"D\"\n";

    #[test]
    fn a_file_that_was_put_back_stays_when_others_change_another_one() {
        let mine = put_back(OTHER);
        let theirs = PLAN.replace("\"A\"", "\"Their A\"");
        let mut onto = open(&[("plan.toml", &theirs)]);
        assert_eq!(onto.clashes(&mine.texts().collect::<Vec<_>>()), Ok(Vec::new()));
        mine.bring_to(&mut onto, "both").unwrap();
        let to_save = vec![r#"more/b.toml """#.to_owned()];
        assert_eq!(said(&onto), (vec![theirs.clone(), OTHER.to_owned()], to_save.clone()));
        // As the step of its own that it is, and with all that was done before.
        assert!(onto.undo().is_some() && said(&onto) == (vec![theirs.clone()], vec![]));
        assert!(onto.redo().is_some() && said(&onto).1 == to_save);
        assert!(onto.follow(mine, "both"));
        assert_eq!((said(&onto).1, onto.unsaved().len()), (to_save, 1));
        assert_eq!(onto.undo().as_deref(), Some("both"));
        assert_eq!(said(&onto).0, [PLAN, OTHER]);
        assert_eq!(onto.redo().as_deref(), Some("both"));
        onto.saved();
        assert!(!onto.is_changed() && said(&onto).0 == [&*theirs, OTHER]);
    }

    #[test]
    fn a_file_that_was_put_back_follows_the_ids_that_others_gave() {
        let refers = "[kpi.b]\nname = \"B\"\nmeasures = [\"d\"]\n";
        let plan = PLAN.to_owned() + "[driver.d]\nname = \"D\"\n";
        let mine = open(&[("plan.toml", &plan), ("more/b.toml", refers)]);
        let mut now = open(&[("plan.toml", &plan)]);
        assert!(now.follow(mine, "theirs") && now.undo().is_some());
        let theirs = plan.replace("driver.d", "driver.e");
        let mut onto = open(&[("plan.toml", &theirs)]);
        now.bring_to(&mut onto, "both").unwrap();
        assert_eq!(said(&onto).0, [theirs, refers.replace("\"d\"", "\"e\"")]);
    }

    #[test]
    fn a_file_that_was_put_back_here_and_by_others_is_merged_by_what_it_says() {
        let mut mine = put_back(OTHER);
        mine.apply(&asked::set(&mine, "driver.d.name", "My D").unwrap()).unwrap();
        let others = OTHER.replace("\"%\"", "\"points\"") + "[kpi.c]\nname = \"C\"\n";
        let theirs = open(&[("plan.toml", PLAN), ("more/b.toml", &others)]);
        let texts: Vec<_> = mine.texts().collect();
        // What nobody knows to have been otherwise is asked about, and nothing else is.
        let clashes = theirs.clashes(&texts).unwrap();
        let names: Vec<&str> = clashes.iter().map(|it| &*it.name).collect();
        assert_eq!(names, ["kpi.b.unit", "driver.d"]);
        let change = theirs.merged_by(&texts, "both", &[Side::Theirs, Side::Ours]).unwrap();
        let mut both = theirs;
        both.apply(&change).unwrap();
        assert_eq!(said(&both).0, [PLAN, &others.replace("\"D\"", "\"My D\"")]);
        drop(texts);
        both.follow(mine, "both");
        assert_eq!(both.changed().map(|it| it.old.to_owned()).collect::<Vec<_>>(), [others]);
        assert_eq!(both.undo().as_deref(), Some("both"));
        assert_eq!(said(&both).0, [PLAN, &OTHER.replace("\"D\"", "\"My D\"")]);
    }

    #[test]
    fn of_a_file_that_was_changed_here_and_is_gone_it_is_chosen_which_of_that_is_to_be() {
        let mut mine = open(&[("plan.toml", PLAN), ("more/b.toml", OTHER)]);
        mine.apply(&asked::set(&mine, "kpi.b.name", "Mine").unwrap()).unwrap();
        let texts: Vec<_> = mine.texts().collect();
        let fewer = || open(&[("plan.toml", PLAN)]);
        let clashes = fewer().clashes(&texts).unwrap();
        assert_eq!((clashes.len(), &*clashes[0].name, &clashes[0].theirs), (1, "b.toml", &None));
        assert_eq!(fewer().merged(&texts, "both").unwrap_err().message, "b.toml is gone");
        for (side, kept) in [(Side::Ours, vec![OTHER.replace("\"B\"", "\"Mine\"")]), (Side::Theirs, vec![])] {
            let mut both = fewer();
            let change = both.merged_by(&texts, "both", &[side]).unwrap();
            both.apply(&change).unwrap();
            assert_eq!(said(&both).0[1..], kept);
        }
    }

    #[test]
    fn what_was_done_follows_a_table_into_another_file() {
        const A: &str = "# A\n[driver.a]\nname = \"A\"\nvalue = 1\n";
        const B: &str = "\n# about b\n[driver.b]\nname = \"B\"\nvalue = 2\n";
        let both = A.to_owned() + B;
        let mine = || {
            let mut mine = open(&[("plan.toml", PLAN), ("more/x.toml", &both)]);
            mine.apply(&asked::set(&mine, "driver.b.value", "5").unwrap()).unwrap();
            mine
        };
        let changed = B.replace("= 2", "= 5");
        // To a file that was there, to one that came, and with the file itself: renamed, or emptied into another.
        for (files, expected) in [
            (
                vec![("plan.toml", PLAN.to_owned() + B), ("more/x.toml", A.to_owned())],
                vec![PLAN.to_owned() + &changed, A.to_owned()],
            ),
            (
                vec![("plan.toml", PLAN.into()), ("more/x.toml", A.into()), ("more/y.toml", B.to_owned())],
                vec![PLAN.to_owned(), A.to_owned(), changed.clone()],
            ),
            (
                vec![("plan.toml", PLAN.to_owned()), ("more/y.toml", both.clone())],
                vec![PLAN.to_owned(), A.to_owned() + &changed],
            ),
            (vec![("plan.toml", PLAN.to_owned() + &both)], vec![PLAN.to_owned() + A + &changed]),
        ] {
            let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, &**text)).collect();
            let (mine, mut theirs) = (mine(), open(&files));
            assert_eq!(theirs.clashes(&mine.texts().collect::<Vec<_>>()), Ok(Vec::new()), "{files:?}");
            mine.bring_to(&mut theirs, "both").unwrap();
            assert_eq!(said(&theirs).0, expected);
            // What was there when the edits began comes back step by step.
            assert!(theirs.follow(mine, "both") && theirs.undo().is_some() && theirs.undo().is_some());
            let value = Address::new(Table::Driver, "b").to("value");
            assert_eq!(theirs.words(&value), Some("2"));
        }
        // Changed there as well, it is the one clash, and stands where it has gone.
        let mine = mine();
        let texts: Vec<_> = mine.texts().collect();
        let other = B.replace("= 2", "= 7");
        let theirs = open(&[("plan.toml", &(PLAN.to_owned() + &other)), ("more/x.toml", A)]);
        let clashes = theirs.clashes(&texts).unwrap();
        assert_eq!(clashes.iter().map(|it| &*it.name).collect::<Vec<_>>(), ["driver.b.value"]);
        for (side, text) in [(Side::Ours, &changed), (Side::Theirs, &other)] {
            let mut theirs = open(&[("plan.toml", &(PLAN.to_owned() + &other)), ("more/x.toml", A)]);
            let change = theirs.merged_by(&texts, "both", &[side]).unwrap();
            theirs.apply(&change).unwrap();
            assert_eq!(said(&theirs).0, [PLAN.to_owned() + text, A.to_owned()]);
        }
        // What stands nowhere any more is asked about with the rest of its file.
        let mut mine = open(&[("plan.toml", PLAN), ("more/x.toml", &both)]);
        for (of, to) in [("driver.a.value", "4"), ("driver.b.value", "5")] {
            mine.apply(&asked::set(&mine, of, to).unwrap()).unwrap();
        }
        let theirs = open(&[("plan.toml", &(PLAN.to_owned() + B))]);
        let texts: Vec<_> = mine.texts().collect();
        let clashes = theirs.clashes(&texts).unwrap();
        assert_eq!(clashes.iter().map(|it| &*it.name).collect::<Vec<_>>(), ["x.toml"]);
        for (side, kept) in [(Side::Ours, vec![A.replace("= 1", "= 4")]), (Side::Theirs, vec![])] {
            let mut theirs = open(&[("plan.toml", &(PLAN.to_owned() + B))]);
            let change = theirs.merged_by(&texts, "both", &[side]).unwrap();
            theirs.apply(&change).unwrap();
            let (now, _) = said(&theirs);
            assert_eq!((&now[0], &now[1..]), (&(PLAN.to_owned() + &changed), &*kept));
        }
    }

    #[test]
    fn a_file_that_nothing_includes_any_more_is_not_put_back() {
        let mine = put_back(OTHER);
        let alone = PLAN.replace("include = [\"more/*.toml\"]\n", "");
        let mut onto = open(&[("plan.toml", &alone)]);
        let refused = mine.bring_to(&mut onto, "both").unwrap_err();
        assert_eq!(refused.message, "b.toml is gone, and cannot be put back: the plan finds no file there");
        assert_eq!(said(&onto).0, [alone]);
    }
}
