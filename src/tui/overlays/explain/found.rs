//! What the check finds, explained: how much of it, and each finding with its rule, the lines that it is about and
//! the figures that are held to the rule. In a scenario: what is new and what is gone, and why.

use super::page::{Entry, Page, look, of_figure};
use super::{About, Side, main_figure};
use crate::check::address_of;
use crate::explain::look::Look;
use crate::finding::Place;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::telling::Telling;
use crate::rule::Rule;
use crate::rules;
use crate::traces::Unknown;
use crate::tui::detail;
use crate::tui::overlays::shown;
use crate::tui::theme::Tone;
use crate::wording;
use crate::wording::aloud::Aloud;
use crate::workspace::outline::counted::Counted;
use crate::workspace::outline::found::{Apart, why_gone};
use crate::workspace::{Located, Workspace};

/// Findings that a page lists of a kind; the others are counted.
const LISTED: usize = 40;
/// Figures that a page of a finding offers.
const FIGURES: usize = 24;

/// What of the check is explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Findings that are counted together.
    Many(Counted),
    /// One finding.
    One(Box<Which>),
    /// What the open scenario tries.
    Tried,
}

/// A finding, as it is known when the plan changes: by its rule, its place, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Which {
    rule: &'static str,
    at: Place,
    message: Telling,
}

impl Which {
    pub(super) fn of(located: &Located) -> Box<Self> {
        let finding = &located.finding;
        let (at, message) = (finding.at.clone(), finding.message.clone());
        Box::new(Self { rule: finding.rule, at, message })
    }

    /// The same finding of a plan: that which says the same, or else that of the rule at the place.
    fn among<'w>(&self, work: &'w Workspace) -> Option<&'w Located> {
        let here = |it: &&Located| it.finding.rule == self.rule && it.finding.at == self.at;
        let same = |it: &&Located| here(it) && it.finding.message == self.message;
        work.findings.iter().find(same).or_else(|| work.findings.iter().find(here))
    }

    /// The value that it is about.
    pub(super) fn address(&self) -> Option<&Address> {
        address_of(&self.at)
    }
}

/// The page of what is found.
///
/// # Errors
/// [`Unknown`], where it is found no more.
pub(super) fn page(work: &Workspace, found: &Found, side: Side) -> Result<Page, Unknown> {
    match found {
        Found::One(which) => one(work, which, side),
        Found::Tried => Ok(tried(work)),
        Found::Many(counted) => Ok(many(work, *counted, side)),
    }
}

/// The state of the plan that is meant.
fn of_side(work: &Workspace, side: Side) -> &Workspace {
    match (side, work.beside.as_deref()) {
        (Side::Plan, Some(plan)) => plan,
        _ => work,
    }
}

impl Found {
    /// How much of it is found, in a line; nothing where none is.
    pub(super) fn entry(&self, work: &Workspace, side: Side) -> Option<Entry> {
        let Self::Many(counted) = self else { return None };
        let many = counted.of(of_side(work, side)).count();
        let opens = Some((About::Found(self.clone()), side));
        (many > 0).then(|| Entry {
            label: counted.title(),
            value: many.to_string(),
            opens,
            ..Entry::default()
        })
    }
}

fn many(work: &Workspace, found: Counted, side: Side) -> Page {
    let of = of_side(work, side);
    let many = found.of(of).count();
    let mut head = vec![(format!("{}: {many}", found.title()), Tone::Strong)];
    let beside = work.beside.as_deref().filter(|_| side == Side::Open);
    head.extend(beside.map(|plan| (found.against(of, plan), Tone::Plain)));
    let plan = beside.map(|plan| look(plan, None));
    let look = look(of, plan.as_ref());
    head.push((String::new(), Tone::Plain));
    head.push((found.means().into(), Tone::Plain));
    let mut page = Page::new(About::Found(Found::Many(found)), side, "what the check finds".into(), head);
    if let Some(apart) = beside.map(|plan| Apart::of(work, plan)) {
        let new = apart.new.iter().filter(|it| found.holds(it));
        let new = new.map(|it| entry((work, look), it, String::new(), side));
        page.under("New in the scenario", new);
        let gone = apart.gone.iter().filter(|(it, _)| found.holds(it)).map(|(it, later)| {
            let why = format!("; {}", why_gone(later.as_ref()));
            let plan = beside.unwrap_or(work);
            entry((plan, self::look(plan, None)), it, why, Side::Plan)
        });
        page.under("Gone in the scenario", gone);
    }
    if found == Counted::All {
        let kinds = Counted::kinds().filter_map(|kind| Found::Many(kind).entry(work, side));
        page.under("By weight and by family of rules", kinds);
    }
    let counted = found.of(of).take(LISTED);
    page.under("What is counted", counted.map(|it| entry((of, look), it, String::new(), side)));
    if many > LISTED {
        let label = format!("and {} more", many - LISTED);
        page.under("", [Entry { label, ..Entry::default() }]);
    }
    page
}

/// A finding in a line: its rule, what it says, where it stands.
fn entry((of, look): (&Workspace, Look<'_>), located: &Located, why: String, side: Side) -> Entry {
    let stand = look.of_finding(address_of(&located.finding.at), located.line.as_ref());
    let place = stand.map(|stand| format!("  {stand}")).unwrap_or_default();
    Entry {
        label: located.finding.rule.into(),
        from: format!("{}{why}{place}", detail::aloud(of, &located.finding.message)),
        opens: Some((About::Found(Found::One(Which::of(located))), side)),
        ..Entry::default()
    }
}

fn one(work: &Workspace, which: &Which, side: Side) -> Result<Page, Unknown> {
    let of = of_side(work, side);
    let located = which.among(of).ok_or_else(|| Unknown {
        message: format!("`{}` is not found there any more", which.rule),
        help: "Whatever it was about has changed.".into(),
    })?;
    let finding = &located.finding;
    let aloud = |telling: &Telling| detail::aloud(of, telling);
    let mut head = vec![(aloud(&finding.message), Tone::Strong), (String::new(), Tone::Plain)];
    if let Some(rule) = rules::by_name(finding.rule) {
        let Rule { holds, why, .. } = rule;
        head.push((format!("The rule: {holds}."), Tone::Plain));
        head.push((format!("Why: {why}."), Tone::Plain));
    }
    if !finding.help.is_empty() {
        head.push((format!("What to do: {}", aloud(&finding.help)), Tone::Plain));
    }
    let plan = work.beside.as_deref().filter(|_| side == Side::Open).map(|plan| look(plan, None));
    let look = look(of, plan.as_ref());
    let stand = look.of_finding(address_of(&finding.at), located.line.as_ref());
    head.extend(stand.map(|stand| (stand.to_string(), Tone::Faint)));
    let name = format!("{}: {}", located.severity.as_str(), finding.rule);
    let mut page = Page::new(About::Found(Found::One(Which::of(located))), side, name, head);
    let here = std::iter::once((&finding.label, &finding.at));
    let related = finding.related.iter().map(|it| (&it.label, &it.at));
    let places =
        here.chain(related).filter_map(|(label, at)| value(look, &aloud(label), address_of(at)?, side));
    page.under("What it looks at", places);
    page.under("Figures of that", figures(look, located, side));
    Ok(page)
}

/// A value that a finding looks at, as the plan writes it.
pub(super) fn value(look: Look<'_>, label: &str, at: &Address, side: Side) -> Option<Entry> {
    let page = crate::explain::value::Page::of(look, at).ok()?;
    let place = page.place.map(|stand| format!("  {stand}")).unwrap_or_default();
    let written = page.written.as_deref().map(|it| format!(" = {}", crate::explain::value::said(it)));
    Some(Entry {
        label: label.to_owned(),
        from: format!("{at}{}{place}", written.unwrap_or_default()),
        opens: Some((About::Value(at.clone()), side)),
        ..Entry::default()
    })
}

/// The figures that what a finding looks at is looked at for, and those beside them.
fn figures(look: Look<'_>, located: &Located, side: Side) -> Vec<Entry> {
    let finding = &located.finding;
    let places = std::iter::once(&finding.at).chain(finding.related.iter().map(|it| &it.at));
    let mut names = Vec::new();
    for at in places.filter_map(address_of) {
        let Some(main) = main_figure(look.figures.plan, at) else { continue };
        for name in std::iter::once(main.clone()).chain(shown::beside(look.figures, &main)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names.iter().filter_map(|name| of_figure(look, name, side)).take(FIGURES).collect()
}

/// What the open scenario tries.
fn tried(work: &Workspace) -> Page {
    let open = work.scenarios.iter().find(|sketch| sketch.open);
    let (name, tries) = open.map_or(("", &[][..]), |it| (it.name.as_str(), &*it.tries));
    let head = vec![
        (format!("Scenario {name} tries {}", wording::count(tries.len(), "change")), Tone::Strong),
        (String::new(), Tone::Plain),
        (
            "They are made one after the other on a copy of the plan; every figure of the scenario is computed from that copy, and the plan's files stay as they are.".into(),
            Tone::Plain,
        ),
    ];
    let mut page = Page::new(About::Found(Found::Tried), Side::Open, "what is tried".into(), head);
    let plans: Vec<&Plan> =
        [Some(work), work.beside.as_deref()].into_iter().flatten().map(Workspace::plan).collect();
    let aloud = Aloud { plans: &plans, room: false };
    let entries = tries.iter().enumerate().map(|(nth, title)| Entry {
        label: format!("{}", nth + 1),
        from: aloud.said(title),
        ..Entry::default()
    });
    page.under("In this order", entries);
    page
}
