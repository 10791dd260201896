//! The revisions of a plan, read one after the other.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::called::{Followed, Following};
use super::{Asked, State, Told, state_of};
use crate::check::losses;
use crate::git::{Commit, Refused, Repository, Revision, past};
use crate::source::{Read, Secrets, shown};
use crate::traces::Unknown;

/// The revisions of a plan, the newest first.
pub struct Revisions {
    repository: Rc<Repository>,
    commits: Vec<Commit>,
}

/// What the revisions say of what is looked at.
pub struct States<'r> {
    commits: &'r [Commit],
    states: Vec<Option<State>>,
    torn: Vec<usize>,
    newest: Option<Read>,
    secrets: Secrets,
}

/// Reads the plan of a revision from a file; `None`: it is no plan there.
type Reader<'r> = dyn FnMut(&Revision, PathBuf) -> Option<Read> + 'r;

impl Revisions {
    /// Those of the plan in `file`, from the revision `from` back; `first_parent` follows the first side of
    /// merges alone. None where no revision has it.
    ///
    /// # Errors
    /// [`Refused`], where there is no repository, or no such revision.
    pub fn of(file: &Path, (from, first_parent): (&str, bool)) -> Result<Self, Refused> {
        let folder = file.canonicalize().ok();
        let folder = folder.as_deref().and_then(Path::parent).unwrap_or(Path::new("."));
        let repository = Repository::open(folder, true)?;
        let commits = past(&repository, from, file, first_parent)?;
        Ok(Self { repository, commits })
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.commits.is_empty()
    }

    /// What each of them says, under the ids that the newest gives its tables; `go_on` is asked before each, and
    /// `None` comes back where it says no. One that cannot be read whole would tell figures that it never had, and
    /// miss what it says: unless it is to be told in part, it says what the one before it does.
    ///
    /// # Errors
    /// [`Refused`], where one cannot be read.
    pub fn read(
        &self,
        asked: &Asked,
        read: &mut Reader<'_>,
        partial: bool,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Option<States<'_>>, Refused> {
        let mut newest: Option<Read> = None;
        let mut states: Vec<Option<State>> = Vec::with_capacity(self.commits.len());
        let mut secrets = Secrets::default();
        let mut torn = Vec::new();
        let mut following = Following::new(&self.commits, asked);
        for (nth, commit) in self.commits.iter().enumerate() {
            if !go_on() {
                return Ok(None);
            }
            let revision = self.repository.at(&commit.name)?;
            let read = read(&revision, self.repository.whole(&commit.path));
            let (read, lost) = match read {
                Some(read) if !partial && is_torn(&read, asked) => (None, true),
                read => (read, false),
            };
            if lost {
                torn.push(nth);
            }
            let Some(Followed { read, anew, written, called, became }) = following.follow(nth, read) else {
                states.push(None);
                continue;
            };
            if anew {
                secrets = secrets.and(read.source.secrets());
            }
            states.push(Some(State { called, ..state_of(&read.plan, &written, asked) }));
            if let Some((place, id)) = became
                && let Some(Some(state)) = states.get_mut(place)
            {
                state.became = Some(id);
            }
            newest = newest.or(Some(read));
        }
        // The oldest first: several in a row say what the one before them all does.
        for nth in torn.iter().rev() {
            let before = self.commits[*nth].parents.iter().find_map(|parent| states.get(*parent)?.clone());
            states[*nth] = before;
        }
        Ok(Some(States { commits: &self.commits, states, torn, newest, secrets }))
    }
}

/// Whether a plan that cannot be read whole would be told wrongly: its figures, or a value that is not found in it.
fn is_torn(read: &Read, asked: &Asked) -> bool {
    let there = |at| read.source.written().get(at).is_some();
    losses(&read.findings).next().is_some()
        && match asked {
            Asked::Value(at) => !there(at),
            Asked::Figure(_) | Asked::Either(..) | Asked::Headline => true,
        }
}

impl States<'_> {
    /// What tells of private tables under ids that a revision does not have itself.
    #[must_use]
    pub fn secrets(&self) -> Secrets {
        self.secrets.clone()
    }

    /// Leaves out what stands in columns of its own and is private.
    pub fn withhold(&mut self, secrets: &Secrets) {
        for state in self.states.iter_mut().flatten() {
            state.milestones.retain(|it| !secrets.holds(&it.at));
        }
    }

    fn told(&self, asked: Asked) -> Told {
        let torn = self.torn.iter().map(|nth| self.commits[*nth].clone()).collect();
        Told { torn, ..Told::of(self.commits, &self.states, asked) }
    }

    /// What they tell of what was asked for.
    ///
    /// # Errors
    /// [`Unknown`], where none of them knows it.
    pub fn tell(&self, asked: Asked) -> Result<Told, Unknown> {
        let asked = asked.settled(&self.states, self.newest.as_ref())?;
        Ok(self.told(asked))
    }
}

/// Looks at each revision of the plan in `file`, from the revision `from` back. `read` reads the plan of a
/// revision from a file; `None`: it is no plan there. `go_on` is asked before each; `None` comes back where it
/// says no.
///
/// # Errors
/// [`Refused`], where there is no repository, no such revision, or no plan in any.
pub fn look_back(
    file: &Path,
    from: &str,
    asked: &Asked,
    read: &mut Reader<'_>,
    go_on: &dyn Fn() -> bool,
) -> Result<Option<Told>, Refused> {
    let revisions = Revisions::of(file, (from, false))?;
    if revisions.is_empty() {
        let message = format!("{} was in no revision up to {from}", shown(file));
        return Err(Refused { message, help: "Commit it, or name another revision with --from.".into() });
    }
    let Some(states) = revisions.read(asked, read, false, go_on)? else { return Ok(None) };
    // What no revision knows may be new, and not committed yet.
    let told = states.tell(asked.clone());
    Ok(Some(told.unwrap_or_else(|_| states.told(asked.clone()))))
}
