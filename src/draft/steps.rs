//! Steps that can be undone and made again: what stood where, and what stands there now.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::title::Title;
use crate::disk::{Snapshot, Way};
use crate::source::Patch;

/// How many steps are kept.
pub(super) const STEPS: usize = 1_000;
/// How many bytes of text steps may hold together.
pub(super) const BYTES: usize = 64 << 20;

/// One step: some stretches of files, as they were before and after it.
#[derive(Clone, Debug)]
struct Step {
    title: Title,
    /// What it is made of, where that is told of one by one.
    parts: Vec<Title>,
    /// By file, in the order of the text.
    stretches: BTreeMap<PathBuf, Vec<Stretch>>,
    /// Files that it took away or brought, whole.
    wholes: Vec<Whole>,
}

/// A file that is there on one side of a step only: another program took it away, or put it there again.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    /// Where it is.
    pub(super) path: PathBuf,
    /// What it says where it is there.
    pub(super) text: String,
    /// How it is found there.
    pub(super) way: Way,
    /// Whether it is there after the step, rather than before it.
    pub(super) after: bool,
}

/// What a file becomes when a step is taken back or made again.
pub(super) enum Becomes {
    /// It has this text.
    Text(PathBuf, String),
    /// It is there again.
    There(Whole),
    /// It is not there any more.
    Gone(PathBuf),
}

#[derive(Clone, Debug)]
struct Stretch {
    /// Where it stood before the step.
    before: Range<usize>,
    old: String,
    new: String,
}

impl Step {
    fn bytes(&self) -> usize {
        let of = |it: &Stretch| it.old.len() + it.new.len() + size_of::<Stretch>();
        let wholes = self.wholes.iter().map(|it| it.text.len() + it.way.bytes() + size_of::<Whole>());
        let parts = self.parts.iter().map(Title::bytes).sum::<usize>();
        self.title.bytes() + parts + self.stretches.values().flatten().map(of).chain(wholes).sum::<usize>()
    }
}

/// The text of a file after a step, or `back` to before it; `None` where the text is not the one that the
/// step was made of.
fn stepped(stretches: &[Stretch], text: &str, back: bool) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let (mut at, mut moved) = (0, 0_isize);
    for it in stretches {
        let (gone, come) = if back { (&it.new, &it.old) } else { (&it.old, &it.new) };
        let start = if back { it.before.start.checked_add_signed(moved)? } else { it.before.start };
        let end = start + gone.len();
        if text.get(start..end)? != gone {
            return None;
        }
        out.push_str(text.get(at..start)?);
        out.push_str(come);
        at = end;
        moved += it.new.len().cast_signed() - it.old.len().cast_signed();
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// The steps made, and those taken back.
#[derive(Clone, Debug, Default)]
pub(super) struct Steps {
    done: VecDeque<Step>,
    undone: Vec<Step>,
    bytes: usize,
    /// How many of the done steps the disk has whole, and how many at least in part: a step that brought
    /// changes of here and of the disk together is there in part. More than there are, where steps that the
    /// disk has were taken back.
    saved: Range<usize>,
    /// The titles of saved steps that were taken back for good, since others were made in their place.
    lost: Vec<Title>,
}

/// A step's title, and what it leads to.
type Led = (Title, Vec<Becomes>);

impl Steps {
    /// A step that was made, with what stood where its patches are, and files that came or went. What was
    /// taken back before is gone, and so are the oldest steps where there are too many.
    pub(super) fn push(&mut self, title: Title, patches: Vec<(PathBuf, Patch, String)>, wholes: Vec<Whole>) {
        let taken_back = self.taken_back();
        self.lost.extend(taken_back);
        self.saved = at_most(&self.saved, self.done.len());
        let gone: usize = self.undone.drain(..).map(|step| step.bytes()).sum();
        self.bytes -= gone;
        let mut step = Step { title, parts: Vec::new(), stretches: BTreeMap::new(), wholes };
        for (path, patch, old) in patches {
            let stretch = Stretch { before: patch.range, old, new: patch.text };
            step.stretches.entry(path).or_default().push(stretch);
        }
        self.bytes += step.bytes();
        self.done.push_back(step);
        while self.done.len() > STEPS || self.bytes > BYTES {
            let Some(oldest) = self.done.pop_front() else { break };
            self.bytes -= oldest.bytes();
            self.saved = self.saved.start.saturating_sub(1)..self.saved.end.saturating_sub(1);
        }
    }

    /// Says what the last step is made of.
    pub(super) fn made_of(&mut self, parts: Vec<Title>) {
        let Some(step) = self.done.back_mut() else { return };
        self.bytes -= step.bytes();
        step.parts = parts;
        self.bytes += step.bytes();
    }

    /// The stretches of a file that the last step wrote over, with what it wrote.
    pub(super) fn written(&self, place: &Path) -> Vec<(Range<usize>, &str)> {
        let stretches = self.done.back().and_then(|step| step.stretches.get(place));
        stretches.into_iter().flatten().map(|it| (it.before.clone(), &*it.new)).collect()
    }

    /// Says that everything was saved.
    pub(super) fn saved(&mut self) {
        self.saved = self.done.len()..self.done.len();
        self.lost.clear();
    }

    /// Says that the disk has all steps but the last, and of that a part.
    pub(super) fn saved_in_part(&mut self) {
        self.saved = self.done.len().saturating_sub(1)..self.done.len();
        self.lost.clear();
    }

    /// The titles of saved steps that are taken back now, the last first.
    fn taken_back(&self) -> impl Iterator<Item = Title> + use<> {
        let many = self.saved.end.saturating_sub(self.done.len());
        let titles: Vec<Title> =
            self.undone.iter().rev().take(many).rev().map(|step| step.title.undone()).collect();
        titles.into_iter()
    }

    /// The titles of what was done since it was saved last, in that order; of a step of several parts, theirs.
    pub(super) fn unsaved(&self) -> Vec<Title> {
        let told = |step: &Step| match step.parts.is_empty() {
            true => vec![step.title.clone()],
            false => step.parts.clone(),
        };
        let made = self.done.iter().skip(self.saved.start).flat_map(told);
        self.lost.iter().cloned().chain(self.taken_back()).chain(made).collect()
    }

    /// Takes back the last step, of the texts as they are now.
    pub(super) fn undo(&mut self, text: impl Fn(&Path) -> Option<Arc<String>>) -> Option<Led> {
        let led = led(self.done.back()?, text, true)?;
        self.undone.extend(self.done.pop_back());
        Some(led)
    }

    /// Makes the step again that was taken back last, of the texts as they are now.
    pub(super) fn redo(&mut self, text: impl Fn(&Path) -> Option<Arc<String>>) -> Option<Led> {
        let led = led(self.undone.last()?, text, false)?;
        self.done.extend(self.undone.pop());
        Some(led)
    }

    /// Takes back the last step, or makes the one again that was taken back last, where what the texts become is known;
    /// gives its title.
    pub(super) fn goes(&mut self, back: bool) -> Option<Title> {
        let step = if back { self.done.pop_back() } else { self.undone.pop() }?;
        let title = step.title.clone();
        if back {
            self.undone.push(step)
        } else {
            self.done.push_back(step)
        }
        Some(title)
    }

    pub(super) fn undoable(&self) -> Option<&Title> {
        self.done.back().map(|step| &step.title)
    }

    pub(super) fn redoable(&self) -> Option<&Title> {
        self.undone.last().map(|step| &step.title)
    }
}

fn at_most(range: &Range<usize>, most: usize) -> Range<usize> {
    range.start.min(most)..range.end.min(most)
}

fn led(step: &Step, text: impl Fn(&Path) -> Option<Arc<String>>, back: bool) -> Option<Led> {
    let texts = step
        .stretches
        .iter()
        .map(|(path, stretches)| Some(Becomes::Text(path.clone(), stepped(stretches, &text(path)?, back)?)));
    let wholes = step.wholes.iter().map(|it| match (it.after == back, text(&it.path)) {
        (true, Some(now)) => (*now == it.text).then(|| Becomes::Gone(it.path.clone())),
        (false, None) => Some(Becomes::There(it.clone())),
        // Something else has become of it.
        _ => None,
    });
    let all: Option<Vec<Becomes>> = texts.chain(wholes).collect();
    Some((step.title.clone(), all?))
}

impl Becomes {
    /// Has it so in a store.
    pub(super) fn put(self, store: &mut Snapshot) {
        match self {
            Self::Text(path, text) => store.put(&path, text),
            Self::There(Whole { path, text, way, .. }) => store.put_back(&path, text, &way),
            Self::Gone(path) => store.take_out(&path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pushed(steps: &mut Steps, title: &str, range: Range<usize>, old: &str, new: &str) {
        let patch = Patch { file: 0, range, text: new.to_owned() };
        steps.push(title.into(), vec![(PathBuf::from("a"), patch, old.to_owned())], Vec::new());
    }

    #[test]
    fn steps_are_bounded_in_number_and_size() {
        let mut steps = Steps::default();
        for nth in 0..=STEPS {
            pushed(&mut steps, &nth.to_string(), 0..0, "", "x");
        }
        assert_eq!(steps.done.len(), STEPS);
        assert_eq!(steps.done.front().unwrap().title, "1");
        pushed(&mut steps, "large", 0..0, "", &"x".repeat(BYTES - 10_000));
        assert!(steps.done.len() < 200 && steps.bytes <= BYTES, "{} steps", steps.done.len());
        assert_eq!(steps.undoable().map(Title::as_str), Some("large"));
        pushed(&mut steps, "too large", 0..0, "", &"x".repeat(BYTES + 1));
        assert_eq!((steps.undoable(), steps.bytes), (None, 0));
    }

    #[test]
    fn what_is_not_saved_is_known_by_title() {
        let mut steps = Steps::default();
        pushed(&mut steps, "one", 0..0, "", "x");
        pushed(&mut steps, "two", 0..0, "", "x");
        steps.saved();
        assert_eq!(steps.unsaved(), [""; 0]);
        pushed(&mut steps, "three", 0..0, "", "x");
        assert_eq!(steps.unsaved(), ["three"]);
        for _ in 0..3 {
            steps.undo(|_| Some(Arc::new("xxx".to_owned()))).unwrap();
        }
        assert_eq!(steps.unsaved(), ["undo “two”", "undo “one”"]);
        steps.redo(|_| Some(Arc::new(String::new()))).unwrap();
        assert_eq!(steps.unsaved(), ["undo “two”"]);
        pushed(&mut steps, "four", 0..0, "", "x");
        assert_eq!(steps.unsaved(), ["undo “two”", "four"]);
        steps.saved();
        assert_eq!(steps.unsaved(), [""; 0]);
    }

    #[test]
    fn a_step_that_is_saved_in_part_is_unsaved_when_made_and_when_taken_back() {
        let mut steps = Steps::default();
        pushed(&mut steps, "mine", 0..0, "", "x");
        pushed(&mut steps, "both", 0..0, "", "x");
        steps.saved_in_part();
        assert_eq!(steps.unsaved(), ["both"]);
        steps.undo(|_| Some(Arc::new("xx".to_owned()))).unwrap();
        assert_eq!(steps.unsaved(), ["undo “both”"]);
        pushed(&mut steps, "other", 0..0, "", "x");
        assert_eq!(steps.unsaved(), ["undo “both”", "other"]);
        steps.saved();
        assert_eq!(steps.unsaved(), [""; 0]);
    }

    #[test]
    fn a_new_step_ends_what_could_be_made_again() {
        let mut steps = Steps::default();
        pushed(&mut steps, "one", 0..1, "a", "bc");
        let (title, led) = steps.undo(|_| Some(Arc::new("bc".to_owned()))).unwrap();
        let text = |it: &Becomes| matches!(it, Becomes::Text(path, text) if path == "a" && text == "a");
        assert!(title == "one" && led.len() == 1 && led.iter().all(text));
        assert_eq!(steps.redoable().map(Title::as_str), Some("one"));
        pushed(&mut steps, "two", 0..1, "a", "d");
        assert_eq!((steps.undoable().map(Title::as_str), steps.redoable()), (Some("two"), None));
        assert!(
            steps.undo(|_| Some(Arc::new("x".to_owned()))).is_none(),
            "the text is not what the step led to"
        );
    }
}
