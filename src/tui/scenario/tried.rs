//! The scenarios of a session, and what each tries: what the state of the user interface holds of them.

use std::borrow::Cow;
use std::path::PathBuf;
use std::rc::{Rc, Weak};

use super::unmade;
use crate::draft::{Draft, Refused, Title};
use crate::plan::Plan;
use crate::scenario::{Scenario, Terms, Try, told_apart};
use crate::workspace::outline::Outline;
use crate::workspace::{Sketch, Unmade, Workspace};

/// The scenarios of a session.
#[derive(Default)]
pub struct Scenarios {
    /// All, in the order in which they were begun.
    pub all: Vec<Tried>,
    /// The one that is open, or was open last.
    pub at: usize,
    /// Those that were applied, the last at the end.
    pub(in crate::tui) applied: Vec<Applied>,
    /// Those whose applying was taken back, the last at the end.
    pub(in crate::tui) back: Vec<Back>,
}

/// A scenario that was applied, for the case that its step is taken back.
pub(in crate::tui) struct Applied {
    /// The title of the step.
    pub(in crate::tui) title: Title,
    /// Where it stood among the scenarios.
    pub(in crate::tui) at: usize,
    /// What it was.
    pub(in crate::tui) it: Tried,
    /// What others were before it was applied, and since.
    pub(in crate::tui) others: Vec<(Scenario, Scenario)>,
}

/// A scenario that is there again, for the case that its step is made again.
pub(in crate::tui) struct Back {
    /// The title of the step.
    pub(in crate::tui) title: Title,
    /// What it was.
    pub(in crate::tui) scenario: Scenario,
}

/// What a step that was made while a scenario was open is taken back to.
pub(in crate::tui) enum Before {
    /// The scenario tried this.
    Tried(Vec<Try>),
    /// It is a step of the plan below the scenario, which knows itself what it was.
    Plan,
}

/// What a scenario comes to, or why it cannot be made.
type Outlined = Result<Rc<Outline>, Unmade>;

/// A scenario, and the way to where it is.
#[derive(Default)]
pub struct Tried {
    /// Its name, and what it tries.
    pub scenario: Scenario,
    /// The draft that it is made on, while it is not open.
    pub(in crate::tui) draft: Option<Box<Draft>>,
    /// The steps that can be undone, the last at the end.
    pub(in crate::tui) past: Vec<(Title, Before)>,
    /// The steps that were undone, the last at the end.
    pub(in crate::tui) undone: Vec<(Title, Before)>,
    /// What it comes to on a plan, or why it cannot be made on it, with that plan: on any other it is to be found anew.
    /// Not known while it is open.
    pub(in crate::tui) outline: Option<(Weak<Plan>, Outlined)>,
    /// The file that it is kept in.
    pub(in crate::tui) file: Option<PathBuf>,
    /// What that file says.
    pub(in crate::tui) filed: Option<Scenario>,
    /// Its user gave it its name: it stays though it tries nothing.
    pub(in crate::tui) named: bool,
    /// What of it is told otherwise since another one was applied.
    pub(in crate::tui) note: String,
}

impl Tried {
    /// Has it take back and make again only what it tried itself: what else was done in the plan while it was open is
    /// the plan's to take back from now on.
    pub(in crate::tui) fn part_from_plan(&mut self) {
        let own = |(_, before): &(Title, Before)| matches!(before, Before::Tried(_));
        self.past.retain(own);
        self.undone.retain(own);
    }

    /// Whether it tries something that no file has as it is.
    pub(in crate::tui) fn is_unkept(&self) -> bool {
        !self.scenario.tries.is_empty() && self.filed.as_ref() != Some(&self.scenario)
    }
}

impl Scenarios {
    /// The one that is open, or was open last.
    pub(in crate::tui) fn current(&mut self) -> Option<&mut Tried> {
        self.all.get_mut(self.at)
    }

    /// Whether a step of the open one can be undone, or else made again.
    #[must_use]
    pub fn can(&self, back: bool) -> bool {
        let of = |it: &Tried| if back { !it.past.is_empty() } else { !it.undone.is_empty() };
        self.all.get(self.at).is_some_and(of)
    }

    /// The titles of all that is tried.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        self.all.iter().flat_map(|it| &it.scenario.tries).map(|it| it.title.as_str())
    }

    /// Those that try something, and that no file has as they are.
    pub fn unkept(&self) -> impl Iterator<Item = &Scenario> {
        self.all.iter().filter(|it| it.is_unkept()).map(|it| &it.scenario)
    }

    /// Why the one that is opened next cannot be made on a plan, where that is known.
    #[must_use]
    pub(in crate::tui) fn unmade(&self, plan: &Plan) -> Option<&Unmade> {
        let (of, found) = self.all.get(self.at)?.outline.as_ref()?;
        found.as_ref().err().filter(|_| std::ptr::eq(of.as_ptr(), plan))
    }

    /// Adds a scenario, as the one to be opened next.
    pub(in crate::tui) fn add(&mut self, scenario: Scenario) {
        self.all.push(Tried { scenario, ..Tried::default() });
        self.at = self.all.len() - 1;
    }

    /// The name of the open one, or the one that was open last.
    #[must_use]
    pub fn name(&self) -> &str {
        self.all.get(self.at).map_or("", |it| &it.scenario.name)
    }

    /// The same, told apart from others that are called alike.
    #[must_use]
    pub fn called(&self) -> Cow<'_, str> {
        let name = self.name();
        if self.all.iter().filter(|it| it.scenario.name == name).count() < 2 {
            return name.into();
        }
        self.told_apart().swap_remove(self.at).into()
    }

    /// What all are called beside one another.
    fn told_apart(&self) -> Vec<String> {
        let names: Vec<_> = self.all.iter().map(|it| (&*it.scenario.name, it.file.as_deref())).collect();
        told_apart(&names)
    }

    /// Lays the scenarios beside the plan, to be compared: what of them is not known is found.
    pub(in crate::tui) fn lay_out(&mut self, work: &mut Workspace) {
        let is_open = work.beside.is_some();
        let terms = Terms { as_of: work.as_of, strict: true };
        let plan = work.beside.as_deref().unwrap_or(work);
        let Some(base) = &plan.draft else { return };
        let names = self.told_apart();
        let mut sketches = Vec::with_capacity(self.all.len());
        for (nth, (it, name)) in self.all.iter_mut().zip(names).enumerate() {
            let open = is_open && nth == self.at;
            let known = it.outline.as_ref().filter(|(of, _)| std::ptr::eq(of.as_ptr(), plan.plan()));
            let outline = match known {
                _ if open => Ok(Rc::new(Outline::beside(work, plan))),
                Some((_, known)) => known.clone(),
                None => {
                    let made = base.fork().ok_or_else(|| Refused::new("the plan cannot be read", ""));
                    let made = made.and_then(|mut fork| it.scenario.make(&mut fork, terms).map(|()| fork));
                    let found = made
                        .map(|fork| Workspace::drafted(Box::new(fork), terms.as_of))
                        .map(|tried| Rc::new(Outline::beside(&tried, plan)))
                        .map_err(|refused| unmade::unmade(&it.scenario, plan, &refused));
                    it.outline = Some((Rc::downgrade(plan.shared_plan()), found.clone()));
                    found
                }
            };
            let tries = it.scenario.tries.iter().map(|it| it.title.clone()).collect();
            let (is_next, note) = (nth == self.at, it.note.clone());
            sketches.push(Sketch { name, tries, open, is_next, note, outline });
        }
        work.scenarios = sketches;
    }

    /// A name that none has: A, B, C.
    #[must_use]
    pub(in crate::tui) fn free_name(&self) -> String {
        let taken = |name: &str| self.all.iter().any(|it| it.scenario.name == name);
        let letters = ('A'..='Z').map(String::from).chain((1..).map(|nth| format!("Scenario {nth}")));
        letters.into_iter().find(|name| !taken(name)).unwrap_or_default()
    }
}
