//! What a room may read of an explanation: the same page, without the lines of files, and without what tells of
//! anything private. What depends on a private amount is withheld, and so are the parts of what holds one: whoever
//! knows the others would know it.

use std::collections::HashSet;

use super::page::{Entry, Page, look};
use super::{About, Side};
use crate::explain::figure::is_private;
use crate::figures::Figures;
use crate::plan::Plan;
use crate::plan::veil::PRIVATE;
use crate::safe;
use crate::source::Secrets;
use crate::trace::name::Name;
use crate::trace::{Input, Origin};
use crate::traces;
use crate::tui::theme::Tone;
use crate::workspace::Workspace;

/// What stands in place of an amount that would tell a private one.
const WITHHELD: &str = "withheld";

/// A room that an explanation is shown to.
pub(super) struct Room {
    /// The figure that the slide shows itself.
    own: Name,
    /// What is private is shown, since somebody said so.
    revealed: bool,
    /// What is kept from it, where anything is private.
    veil: Option<Veil>,
}

/// What tells of what is private, and the plan without the amounts that are.
struct Veil {
    secrets: Secrets,
    without: Plan,
}

impl Veil {
    /// Whether a figure is another one without the private amounts; what is simulated always is.
    fn hides(&self, work: &Workspace, side: Side, name: &Name) -> bool {
        let of = match (side, work.beside.as_deref()) {
            (Side::Open, _) => work,
            (Side::Plan, Some(plan)) => plan,
            _ => return true,
        };
        if side == Side::Plan || traces::is_simulated(&name.word) {
            return true;
        }
        let with = look(of, None).figure(name).map(|figure| figure.trace.value);
        let figures = Figures::new(&self.without);
        let without = traces::figure(&figures, name).map(|figure| figure.trace.value);
        with.ok() != without.ok()
    }

    /// Whether something private goes into a figure.
    fn is_part(&self, work: &Workspace, side: Side, name: &Name) -> bool {
        let figure = look(of(work, side), None).figure(name);
        figure.is_ok_and(|it| it.trace.inputs.iter().any(|input| is_private(input, &self.secrets)))
    }

    /// What goes into a figure by lines of the plan, each as a page says it, without the private amounts: what
    /// stands among it tells of none.
    fn openly(&self, name: &Name) -> HashSet<(String, String)> {
        let figures = Figures::new(&self.without);
        let inputs = traces::figure(&figures, name).map(|figure| figure.trace.inputs).unwrap_or_default();
        let written = inputs.into_iter().filter(|input| matches!(input.from, Origin::Plan(_)));
        let said = |input: Input| (input.label, input.value.said(&input.unit, self.without.currency));
        written
            .map(said)
            .map(|(label, value)| (safe::line(&label).into(), safe::line(&value).into()))
            .collect()
    }

    fn line(&self, text: &str) -> String {
        if self.secrets.tells(text) { PRIVATE.into() } else { text.into() }
    }
}

impl Room {
    /// The room of a slide that shows a figure.
    pub(super) fn of(work: &Workspace, own: Name, revealed: bool) -> Self {
        let plan = work.plan();
        let veil = (plan.has_private() && !revealed).then(|| {
            let secrets = work.source().map(crate::source::Source::secrets).unwrap_or_default();
            Veil { secrets, without: plan.without_private_amounts() }
        });
        Self { own, revealed, veil }
    }

    /// The same room, where the plan has changed.
    pub(super) fn renewed(self, work: &Workspace) -> Self {
        Self::of(work, self.own, self.revealed)
    }

    /// A page as the room may read it.
    pub(super) fn shown(&self, work: &Workspace, mut page: Page) -> Page {
        // Nothing is known yet that could tell of anything.
        if page.waits {
            return page;
        }
        for entry in &mut page.entries {
            // Of a line of the plan its address is enough, and no file is for a room.
            if let Some((About::Value(at), _)) = &entry.opens {
                entry.from = at.to_string();
                if self.veil.as_ref().is_some_and(|veil| veil.secrets.holds(at)) {
                    *entry = private(entry);
                }
                entry.opens = None;
            }
        }
        let (Some(veil), About::Figure(name)) = (&self.veil, &page.about) else { return page };
        let side = page.side;
        let told = !veil.hides(work, side, name);
        let hidden = !told || veil.is_part(work, side, name);
        if hidden {
            let title = page.head.first().map(|(title, _)| title.clone()).unwrap_or_default();
            let titled = title.rsplit_once(": ").map_or(title.as_str(), |(title, _)| title);
            let first =
                if told || *name == self.own { title.clone() } else { format!("{titled}: {WITHHELD}") };
            let rule = rule_of(work, side, name);
            let why = "Its parts are withheld: what is private could be told from them.".to_owned();
            page.head = vec![
                (first, Tone::Strong),
                (String::new(), Tone::Plain),
                (rule, Tone::Plain),
                (why, Tone::Plain),
            ];
        }
        for (line, _) in &mut page.head {
            *line = veil.line(line);
        }
        let openly = if hidden { HashSet::new() } else { veil.openly(name) };
        for entry in &mut page.entries {
            if veil.secrets.tells(&entry.label) || veil.secrets.tells(&entry.from) {
                *entry = private(entry);
                continue;
            }
            let told = match &entry.opens {
                Some((About::Figure(name), side)) => !hidden && !veil.hides(work, *side, name),
                _ if hidden => false,
                _ => entry.from.is_empty() || openly.contains(&(entry.label.clone(), entry.value.clone())),
            };
            if !told && !entry.value.is_empty() {
                entry.value = WITHHELD.into();
            }
        }
        page
    }
}

/// An entry that says only that there is something.
fn private(entry: &Entry) -> Entry {
    Entry { above: entry.above, label: PRIVATE.into(), ..Entry::default() }
}

/// The plan, or what is open.
fn of(work: &Workspace, side: Side) -> &Workspace {
    match (side, work.beside.as_deref()) {
        (Side::Plan, Some(plan)) => plan,
        _ => work,
    }
}

/// The rule of a figure, which holds no amount of the plan.
fn rule_of(work: &Workspace, side: Side, name: &Name) -> String {
    let figure = look(of(work, side), None).figure(name);
    figure.map_or_else(|_| String::new(), |figure| crate::explain::figure::sentence(&figure.trace.rule))
}
