//! What a slip of the selection does: asked for, told on a page. Nothing is changed.

use super::explain::{self, Asks};
use super::line::Line;
use super::page::{self, Of, Page};
use super::question::{self, Question};
use crate::check::settings::Settings;
use crate::finding::{Finding, Severity};
use crate::graph::{Because, Delay, Delayed, Moved};
use crate::impact::{Impact, changed, later, sentences};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::shift::Shift;
use crate::trace::name::Name;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::Key;
use crate::tui::overlay::Then;
use crate::tui::scenario;
use crate::tui::theme::Tone;
use crate::wording;

/// The item or the wave at an address.
fn delayed(model: &Model, at: &Address) -> Option<Delayed> {
    let wave = || Some(at.table).filter(|it| *it == Table::Wave).and(model.work.plan().wave_by_id(&at.key));
    model.work.item_at(at).map(Delayed::Item).or_else(|| wave().map(Delayed::Wave))
}

/// The item or wave that is selected, and its address.
fn selected(model: &Model) -> Option<(Address, Delayed)> {
    let at = model.desk().sheet.current()?.at.root();
    let what = delayed(model, &at)?;
    Some((at, what))
}

fn name(plan: &Plan, what: Delayed) -> &str {
    match what {
        Delayed::Item(item) => plan.item(item).title(),
        Delayed::Wave(wave) => plan.wave(wave).title(),
    }
}

/// Asks by how much the selection is late.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let Some((_, what)) = selected(model) else { return tell(model, "Select an item or a wave") };
    let name = name(model.work.plan(), what).to_owned();
    let (title, asked) =
        (format!("What if {name} is late?"), "By how much: 3m, 45d, 6w? The plan stays as it is.");
    let question = Question::new(title, asked, Line::offered("1m"), answer);
    question::ask(
        model,
        question.meaning(|typed| Shift::parse(typed).map_or_else(String::new, |by| by.to_string())),
    )
}

fn answer(model: &mut Model, typed: &str) -> Result<Vec<Effect>, String> {
    let by = Shift::parse(typed).filter(|by| by.months >= 0 && by.days >= 0 && !by.is_none());
    let by = by.ok_or_else(|| format!("“{typed}” is not how much later: write 3m, 45d, 6w, 1m 15d"))?;
    let Some((at, _)) = selected(model) else { return Ok(tell(model, "Select an item or a wave")) };
    Ok(page::open(model, Slipped { at, by }))
}

/// What it does when the item or the wave at an address is so much later.
struct Slipped {
    at: Address,
    by: Shift,
}

impl Of for Slipped {
    fn page(&self, model: &Model) -> Option<Page> {
        page(model, &self.at, self.by)
    }

    fn keys(&self) -> &'static str {
        "{whatif} try it in a scenario   {explain} explain   ↑↓ PgUp PgDn scroll   {copy} copy   Esc close"
    }

    fn on_key(&self, model: &Model, key: Key) -> Option<Then> {
        let (at, by) = (self.at.clone(), self.by);
        match model.does(key) {
            "explain" => {
                let ids = [at.table.key().into(), at.key, by.in_short().into()];
                let name = Name { word: "slip".into(), of: ids.into(), when: None };
                Some(Box::new(|model| explain::asked(model, Some(Asks::figure(name)))))
            }
            "whatif" => Some(Box::new(move |model| attempt(model, at, by))),
            _ => None,
        }
    }
}

/// The same as a page: in sentences, then what moves and which findings come and go.
fn page(model: &Model, at: &Address, by: Shift) -> Option<Page> {
    let what = delayed(model, at)?;
    let figures = model.work.figures();
    let plan = figures.plan;
    let graph = model.work.graph();
    let impact = Impact::of(figures, graph, &[Delay { what, by }]);
    let findings = changed(figures, graph, &impact.plan, &Settings::default());
    let mut page = Page::new(format!("{}, {by} late", name(plan, what)));
    for sentence in sentences(&impact, plan, graph, &findings) {
        page.words(sentence);
    }
    if !impact.slip.waves.is_empty() {
        page.head("Waves that move");
    }
    for moved in &impact.slip.waves {
        let (wave, end) = (plan.wave(moved.wave), moved.to.1);
        let after = moved.pushed_by(&impact.slip, plan);
        let after = after.map(|(first, how)| format!(", after {first}{how}")).unwrap_or_default();
        let [old, new] = [wave.end, end].map(wording::date);
        let begun = moved.begun(plan).map(|why| format!("; {why}")).unwrap_or_default();
        page.words(format!("{}: ends {old} → {new}{after}{begun}", wave.title()));
    }
    if !impact.slip.steps.is_empty() {
        page.head("Items that move");
    }
    // As they come by then, and what comes on one day by name: in the plan each stands after what pushes it.
    let mut steps: Vec<&Moved> = impact.slip.steps.iter().collect();
    steps.order_by_key(|moved| {
        let item = plan.item(graph.item_of(moved.step));
        (moved.to, item.title(), graph.nth_of(moved.step))
    });
    for moved in steps {
        let item = plan.item(graph.item_of(moved.step));
        let because = match moved.because {
            None => String::new(),
            Some(Because::Wave(wave)) => format!(", with {}", plan.wave(wave).title()),
            Some(Because::Need(edge)) => {
                format!(", needs {}", plan.item(graph.item_of(edge.needed)).title())
            }
        };
        // Of several levels it is said which.
        let level = item.steps.get(graph.nth_of(moved.step)).filter(|_| item.steps.len() > 1);
        let level = level.map(|step| format!(" at {}", step.level)).unwrap_or_default();
        let [old, new] = [moved.from, moved.to].map(wording::date);
        page.words(format!("{}{level}: live {old} → {new}{because}", item.title()));
    }
    let mut told = |head: &str, list: &[(Finding, Severity)]| {
        if !list.is_empty() {
            page.head(head);
        }
        for (finding, severity) in list {
            let (letter, _) = crate::tui::detail::severity_mark(*severity);
            let why = later(finding, &impact.plan, plan).filter(|_| head.ends_with("go"));
            let why = why.map_or_else(String::new, |it| format!("; {}", it.words()));
            let said = crate::tui::detail::aloud(&model.work, &finding.message);
            page.words(format!("{letter} {}: {said}{why}", finding.rule));
        }
    };
    told("Findings that come", &findings.new);
    told("Findings that go", &findings.gone);
    page.gap();
    let words = if impact.is_empty() {
        "Nothing was changed"
    } else {
        "Nothing was changed; {whatif} tries it in a scenario"
    };
    page.line(model.filled(words), Tone::Faint);
    Some(page)
}

/// Tries in a scenario what the page tells.
fn attempt(model: &mut Model, at: Address, by: Shift) -> Vec<Effect> {
    model.overlay = None;
    if model.work.beside.is_none() {
        let effects = scenario::toggle(model);
        // Where it was not opened, it was said why.
        if model.work.beside.is_none() {
            return effects;
        }
    }
    scenario::slip_by(model, at, by)
}

/// An item or a wave is selected.
pub fn can_slip(model: &Model) -> Result<(), &'static str> {
    selected(model).map(|_| ()).ok_or("no item or wave is selected")
}
