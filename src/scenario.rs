//! What-if: what is tried with a plan, as a list that can be told, changed, kept, and made in the plan.
//!
//! A [`Scenario`] holds no text of the plan. It is a name and what it [tries](Try), one after the other:
//! edits by address, and slips as what they are, by how much something is late. So it says the same of the
//! plan as it stands next week, a slip of a month three times is one of three months, and any one try can be
//! dropped. It is made on a [draft](Draft), each try as one step.

mod apart;
mod file;
mod lines;
mod meant;
mod slip;

use chrono::NaiveDate;

use crate::draft::{Change, Draft, Refused, Title};
use crate::plan::Plan;
use crate::plan::address::{Address, Holds};
use crate::plan::edit::Edit;
use crate::plan::shift::Shift;
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
use crate::source::Secrets;

pub use apart::told_apart;
pub use file::Fault;
pub use lines::Lines;
pub use meant::meant;
pub use slip::slipped;

/// The most tries of a scenario.
const TRIES: usize = 500;

/// Something that is tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Try {
    /// What it does, as undo names it: "move consent to scale".
    pub title: Title,
    /// What it is.
    pub what: What,
}

/// What is tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Edits, each with the words that stood at its address when it was tried, where a value stood there.
    Edits(Vec<(Edit, Option<String>)>),
    /// An item or a wave is late, or early, with all that this pushes.
    Slip(Address, Shift),
}

/// A name, and what is tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scenario {
    /// What people call it.
    pub name: String,
    /// What it tries, in order.
    pub tries: Vec<Try>,
}

/// How a scenario is made on a draft.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms {
    /// The day that the plan is looked at as of, where that is not its own.
    pub as_of: Option<NaiveDate>,
    /// Whether each value has to be what it was when its edit was tried.
    pub strict: bool,
}

impl Try {
    /// Whether it is about what is private in a plan, or anything that it says tells of it: its title, what it changes,
    /// and what that was or is to be. Without its `secrets` nobody can tell which words of a plan are private.
    #[must_use]
    pub fn is_private(&self, plan: &Plan, secrets: Option<&Secrets>) -> bool {
        let Some(secrets) = secrets else { return plan.has_private() };
        let place =
            |at: &Address| plan.is_private_id(&at.key) || secrets.holds(at) || secrets.tells(&at.to_string());
        let of_edit = |edit: &Edit| match edit {
            Edit::Write(..) | Edit::Bring(..) => plan.has_private(),
            Edit::Remove(at) | Edit::Withdraw(at) => place(at),
            Edit::Set(at, words) | Edit::Rename(at, words) => place(at) || secrets.tells(words),
            Edit::Insert(at, key, words) => place(at) || secrets.tells(key) || secrets.tells(words),
            Edit::Add(at, values) => {
                place(at) || values.iter().any(|(key, words)| secrets.tells(key) || secrets.tells(words))
            }
        };
        let what = match &self.what {
            What::Slip(at, _) => place(at),
            What::Edits(edits) => edits
                .iter()
                .any(|(edit, was)| of_edit(edit) || was.as_deref().is_some_and(|was| secrets.tells(was))),
        };
        what || secrets.tells(self.title.as_str())
    }

    /// A change that is made to a draft as it stands.
    #[must_use]
    pub fn of(draft: &Draft, change: &Change) -> Self {
        Self { title: change.title.clone(), what: What::Edits(with_words(draft, &change.edits)) }
    }

    /// A slip.
    #[must_use]
    pub fn slip(at: Address, by: Shift) -> Self {
        Self { title: slip::title(&at, by), what: What::Slip(at, by) }
    }

    /// The change that it makes of a draft.
    ///
    /// # Errors
    /// [`Refused`], where the draft does not have what it is about any more, or not as it was.
    pub fn change(&self, draft: &Draft, terms: Terms) -> Result<Change, Refused> {
        match &self.what {
            What::Slip(at, by) => slipped(draft, at, *by, terms.as_of),
            What::Edits(edits) => {
                for (edit, was) in edits.iter().filter(|_| terms.strict) {
                    unchanged(draft, edit, was.as_deref())?;
                }
                let edits = edits.iter().map(|(edit, _)| edit.clone()).collect();
                Ok(Change { title: self.title.clone(), edits })
            }
        }
    }
}

/// Edits, each with the words that stand at its address now.
fn with_words(draft: &Draft, edits: &[Edit]) -> Vec<(Edit, Option<String>)> {
    let of = |edit: &Edit| {
        let words = match edit {
            Edit::Set(at, _) | Edit::Remove(at) if !at.path.is_empty() => draft.words(at),
            _ => None,
        };
        (edit.clone(), words.map(str::to_owned))
    };
    edits.iter().map(of).collect()
}

/// Whether what an edit writes over is what it was, or is what it leads to already.
fn unchanged(draft: &Draft, edit: &Edit, was: Option<&str>) -> Result<(), Refused> {
    let (Some(at), Some(was)) = (edit.address(), was) else { return Ok(()) };
    let now = draft.words(at);
    let wanted = match edit {
        Edit::Set(_, value) => Some(value.as_str()),
        _ => None,
    };
    if now == Some(was) || wanted.is_some() && now == wanted {
        return Ok(());
    }
    let now = now.map_or_else(|| "is not there any more".to_owned(), |now| format!("is {now} now"));
    Err(Refused::new(
        tell!("{} {now}; it was {was} when this was tried", value_of(at)),
        "Drop it, and try it anew.",
    ))
}

/// A value with what it is of, where that has an id: value of `reach`.
fn value_of(at: &Address) -> Telling {
    let root = at.root();
    match at.to_string().strip_prefix(&*root.to_string()).map(|path| path.trim_start_matches('.')) {
        Some(path) if at.table.holds() == Holds::ById && !path.is_empty() => {
            tell!("{path} of {}", root.by_id())
        }
        _ => format!("`{at}`").into(),
    }
}

/// Makes a draft, on which `made` was tried, one on which `wanted` is tried. Only what differs is made anew.
///
/// # Errors
/// [`Refused`], where one of them cannot be made, with its title; the draft is as it was.
pub fn bring(draft: &mut Draft, made: &[Try], wanted: &[Try], terms: Terms) -> Result<(), Refused> {
    if wanted.len() > TRIES {
        let help = "Apply it, or drop something first.";
        return Err(Refused::new(format!("a scenario tries {TRIES} things at most"), help));
    }
    let same = made.iter().zip(wanted).take_while(|(one, other)| one == other).count();
    for _ in same..made.len() {
        draft.undo();
    }
    for (nth, it) in wanted.iter().enumerate().skip(same) {
        let Err(refused) = it.change(draft, terms).and_then(|change| draft.apply(&change)) else { continue };
        for _ in same..nth {
            draft.undo();
        }
        let lenient = Terms { strict: false, ..terms };
        for it in &made[same..] {
            // It could be made before, on the same text.
            let _ = it.change(draft, lenient).and_then(|change| draft.apply(&change));
        }
        let message = tell!("{}: {}", AsRef::<Telling>::as_ref(&it.title), refused.message);
        return Err(Refused { message, ..refused });
    }
    Ok(())
}

impl Scenario {
    /// Makes it on a draft of the plan.
    ///
    /// # Errors
    /// [`Refused`], where one of its tries cannot be made; the draft is as it was.
    pub fn make(&self, draft: &mut Draft, terms: Terms) -> Result<(), Refused> {
        bring(draft, &[], &self.tries, terms)
    }

    /// What of it cannot be made on a draft, by its place, and why: without that all else can be, and is made.
    #[must_use]
    pub fn without_ground(&self, draft: &mut Draft, terms: Terms) -> Vec<(usize, Refused)> {
        let mut make = |it: &Try| it.change(draft, terms).and_then(|change| draft.apply(&change)).err();
        self.tries.iter().enumerate().filter_map(|(nth, it)| Some((nth, make(it)?))).collect()
    }

    /// What it would try with one thing more. Of what is late already, the slips are added up, where they
    /// stand; a sum of nothing is no slip.
    #[must_use]
    pub fn with(&self, new: Try) -> Vec<Try> {
        let mut tries = self.tries.clone();
        let known = |it: &Try| match (&it.what, &new.what) {
            (What::Slip(one, _), What::Slip(other, _)) => one == other,
            _ => false,
        };
        let Some(nth) = tries.iter().position(known) else {
            tries.push(new);
            return tries;
        };
        if let (What::Slip(at, before), What::Slip(_, by)) = (&self.tries[nth].what, &new.what) {
            match before.and(*by) {
                sum if sum.is_none() => drop(tries.remove(nth)),
                sum => tries[nth] = Try::slip(at.clone(), sum),
            }
        }
        tries
    }
}
