//! The baseline: another revision of the plan, chosen from what git knows, against which every view marks
//! what moved. What moved is found once when it is chosen and once after each edit, never while drawing.

pub(in crate::tui) mod before;
pub(in crate::tui) mod gone;
mod kind;
pub mod moved;
pub(in crate::tui) mod scope;
pub(in crate::tui) mod tried;
mod was;
mod written;

use chrono::NaiveDate;

use super::detail::{Text, name_of};
use super::effect::Effect;
use super::model::{Model, tell};
use super::msg::{Key, Target};
use super::overlay::Then;
use super::overlays::explain::{self, Asks};
use super::overlays::page::{self, Of, Page};
use super::past::{Past, Recalled};
use super::pen::{Pen, columns};
use super::theme::Tone;
use super::view::Open;
use crate::figures::Figures;
use crate::plan::address::{Address, Part, Table};
use crate::plan::quantity::Money;
use crate::trace::name::Name;
use crate::wording::aloud::Aloud;
use crate::wording::{self, count};

use before::Before;
pub use kind::Kind;
pub use moved::Was;
use moved::{Baseline, is_criterion};
use scope::Then as Against;
use tried::{Otherwise, starts};
pub use was::Standing;
pub(super) use was::{money_moved, span};

/// The most sentences about one thing in its detail.
const TOLD: usize = 12;

/// Asks git what there is to choose from.
pub fn choose(_: &mut Model) -> Vec<Effect> {
    vec![Effect::References]
}

/// A baseline is chosen.
pub fn is_chosen(model: &Model) -> Result<(), &'static str> {
    if model.baseline.is_some() { Ok(()) } else { Err("no baseline is chosen; {baseline} chooses one") }
}

/// Takes the baseline away.
pub fn clear(model: &mut Model) -> Vec<Effect> {
    model.baseline = None;
    (model.past, model.asked_past) = (None, false);
    model.forget_views();
    tell(model, "No baseline: nothing is marked")
}

/// Takes the plan of a revision as the baseline.
pub(super) fn chosen(model: &mut Model, read: Result<Box<Recalled>, String>) -> Vec<Effect> {
    let Recalled { commit: name, said, findings } = match read {
        Ok(recalled) => *recalled,
        Err(why) => return tell(model, format!("No baseline: {why}")),
    };
    model.past = Some(Past { commit: name.clone(), findings });
    model.asked_past = true;
    let mut baseline = Baseline::new(name.clone(), said);
    baseline.find(&model.work);
    model.baseline = Some(baseline);
    model.forget_views();
    let many = model.baseline.as_ref().map_or(0, |it| it.changes.len());
    if many == 0 {
        return tell(model, format!("Against {name}: nothing moved"));
    }
    let kinds = || model.baseline.iter().flat_map(|it| it.changes.iter().map(|change| it.kind_of(change)));
    let gone = kinds().filter(|kind| *kind == Kind::Gone).count();
    let gone = if gone > 0 { format!(", {} {gone} gone", Kind::Gone.sign()) } else { String::new() };
    let signs = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Gone);
    let signs: Vec<String> = signs.map(|kind| format!("{} {}", kind.sign(), kind.word())).collect();
    let signs = signs.join("  ");
    tell(model, format!("Against {name}: {}{gone} · {signs}", count(many, "change")))
}

/// Changes are said by the names that things have, or else had.
fn aloud<R>(model: &Model, baseline: &Baseline, say: impl FnOnce(Aloud<'_>) -> R) -> R {
    say(Aloud { plans: &[model.work.plan(), baseline.plan()], room: model.present.is_some() })
}

/// What moved at an address, in sentences. A criterion has what it comes to; its gate tells what is written.
fn moved(model: &Model, at: &Address) -> Vec<(Kind, String)> {
    let Some(baseline) = model.baseline.as_ref().filter(|_| !is_criterion(at)) else { return Vec::new() };
    let by_itself = names_itself(model);
    let mut told: Vec<(Kind, String)> = Vec::new();
    for change in baseline.changes_at(at) {
        // What a wave opens is called in one way, wherever it is told.
        let opened = baseline.before_of(change).filter(Before::is_of_scope);
        let said = || {
            aloud(model, baseline, |aloud| match by_itself {
                true => aloud.said_beside(&change.sentence, &at.root()),
                false => aloud.said(&change.sentence),
            })
        };
        let words = opened.map_or_else(said, |it| it.words()[0].clone());
        if !told.iter().any(|(_, before)| *before == words) {
            told.push((baseline.kind_of(change), words));
        }
    }
    told
}

/// Which figures moved of what an address names, in words.
fn refigured(model: &Model, at: &Address) -> Vec<(String, Before)> {
    model.baseline.as_ref().map_or_else(Vec::new, |baseline| baseline.refigured(&model.work, at))
}

/// Whether what is selected is what moved: a finding is about it, and says another thing.
fn names_itself(model: &Model) -> bool {
    model.entry().open != Open::Jump
}

/// The views that show figures of drivers, KPIs, gates, objectives and pools, and so mark where those moved, too.
const OF_FIGURES: [char; 4] = ['4', '5', '7', '0'];

/// Whether what is shown has such figures.
fn shows_figures(model: &Model) -> bool {
    OF_FIGURES.contains(&model.entry().digit)
}

/// The view and the variant whose rows show differences, and not what is marked.
const OF_DIFFERENCES: (char, usize) = ('5', 2);

/// The view that has plan and scenarios side by side.
const WHAT_IF: char = '9';

/// In which way what an address names moved, and what it was where that can be said in a few words; `None` where it
/// did not, as far as the view shows. Against the baseline; where none is chosen, against the plan that the open
/// scenario was tried on; in a scenario with a baseline against both, each by its name.
fn otherwise(model: &Model, at: &Address) -> Option<Otherwise> {
    // What compares both says it in its own columns, and marks there what moved of the plan.
    if model.entry().digit == WHAT_IF {
        return None;
    }
    let of_figures = shows_figures(model);
    let Some(baseline) = &model.baseline else {
        return tried::otherwise(&model.work, model.work.beside.as_deref()?, at, of_figures);
    };
    let since = baseline.otherwise(&model.work, at, of_figures);
    let Some(plan) = model.work.beside.as_deref() else { return since };
    tried::both(since, baseline.short(), tried::otherwise(&model.work, plan, at, of_figures))
}

fn kind(model: &Model, at: &Address) -> Option<Kind> {
    otherwise(model, at).map(|(kind, _)| kind)
}

/// Marks what moved on what a view has drawn, and says what it was where the row has room for it.
pub(super) fn mark(model: &Model, pen: &mut Pen<'_>) {
    // What the check finds is new or not by itself, whatever became of what it is about.
    if model.baseline.is_none() && model.work.beside.is_none() || model.entry().open == Open::Jump {
        return;
    }
    let settings = &model.desk().settings;
    let differs = (model.entry().digit, settings.variant) == OF_DIFFERENCES && !settings.table;
    let hits = std::mem::take(&mut pen.hits);
    for hit in &hits {
        // What moved of a cell says the view that has cells.
        let Target::Spot(at) = &hit.target else { continue };
        if let Some((kind, before)) = otherwise(model, at) {
            let (sign, tone) = (kind.sign(), kind.tone());
            let words = before.as_ref().map(|before| match differs {
                true => before.by_name_in_row(),
                false => before.in_row(),
            });
            let said = words.iter().flatten().any(|words| pen.beside(hit.area, sign, words, tone));
            if !said {
                pen.mark(hit.area, sign, tone);
            }
        }
    }
    pen.hits = hits;
}

/// What the first row says of it.
pub(super) fn title(model: &Model) -> String {
    let shown = |it: &Baseline| {
        // Where there is little room, the day is left out.
        format!(" · against {}", if model.size.0 < 110 { it.short() } else { &it.name })
    };
    model.baseline.as_ref().map(shown).unwrap_or_default()
}

/// The last line but one, with what moved of the selection: where there is little room, what it was, in front.
pub(super) fn sentence(model: &Model, own: String) -> String {
    if model.entry().digit == WHAT_IF {
        return own;
    }
    let at = model.desk().sheet.current().map(|spot| &spot.at);
    let told = at.map_or_else(Vec::new, |at| moved(model, at));
    // The sign is that of what is told: a thing may come later, and be worth more.
    let first = told.first().map(|(kind, _)| *kind);
    let sign = first.or_else(|| kind(model, at?)).unwrap_or(Kind::Changed).sign();
    // A finding says itself what it is about.
    let before = at.filter(|_| names_itself(model));
    let before = before.and_then(|at| otherwise(model, at)).and_then(|(_, before)| before);
    // In a scenario it says which of them was so: the baseline or the plan.
    let both = model.baseline.is_some() && model.work.beside.is_some();
    if let Some(before) = before.as_ref().filter(|_| both || model.size.0 < 110) {
        let words = before.by_name();
        let more = if told.len() > 1 { format!(", and {} more", told.len() - 1) } else { String::new() };
        return format!("{sign} {words}{more} · {own}");
    }
    // What has no words for what it was says in a scenario since when it moved.
    let since = model.baseline.as_ref().filter(|_| both);
    let since = since.map_or_else(String::new, |baseline| format!(" since {}", baseline.short()));
    // Where nothing is written otherwise, it is told which figure came out otherwise: in front, as the line is long.
    if told.is_empty() {
        let figures = at.map_or_else(Vec::new, |at| refigured(model, at));
        if let [(first, _), rest @ ..] = &*figures {
            let more = if rest.is_empty() { String::new() } else { format!(", and {} more", rest.len()) };
            let of = at.filter(|_| !names_itself(model));
            let of =
                of.map_or_else(String::new, |at| format!("{}: ", name_of(model.work.plan(), &at.root())));
            return format!("{sign} {of}{first}{since}{more} · {own}");
        }
    }
    match &*told {
        [] if before.is_some() => {
            let words = before.map(|before| before.by_name()).unwrap_or_default();
            format!("{sign} {words} · {own}")
        }
        [] => own,
        [(_, first), rest @ ..] => {
            let more = if rest.is_empty() { String::new() } else { format!(", and {} more", rest.len()) };
            let told = format!("{sign} {first}{since}{more}");
            // Where the line has no room for both, what moved comes first: the end is cut.
            let whole = columns(&own) + columns(&told) + 16 <= model.size.0;
            if whole { format!("{own} · {told}") } else { format!("{told} · {own}") }
        }
    }
}

/// What the detail adds about the selection.
pub(super) fn about(model: &Model, text: &mut Text) {
    let Some(spot) = model.desk().sheet.current() else { return };
    beside_plan(model, &spot.at, text);
    if let Some(baseline) = model.baseline.as_ref().filter(|_| model.entry().digit != WHAT_IF) {
        since(model, baseline, &spot.at, text);
    }
}

/// In which way it moved, behind what it moved against.
fn word_of(found: Option<&Otherwise>) -> String {
    found.map(|(kind, _)| format!(": {}", kind.word())).unwrap_or_default()
}

/// What it was.
fn was(found: Option<&Otherwise>, text: &mut Text) {
    if let Some((kind, Some(before))) = found {
        text.entry(kind.sign(), kind.tone(), &before.by_name());
    }
}

/// What the open scenario makes otherwise of what an address names.
fn beside_plan(model: &Model, at: &Address, text: &mut Text) {
    let Some(then) = model.work.beside.as_deref() else { return };
    let compared = model.entry().digit == WHAT_IF;
    let found = (!compared).then(|| tried::otherwise(&model.work, then, at, shows_figures(model))).flatten();
    let money = tried::wave_moved(&model.work, then, at);
    if found.is_none() && money.is_empty() {
        return;
    }
    head(&format!("Otherwise than in the plan{}", word_of(found.as_ref())), text);
    was(found.as_ref(), text);
    // Of a wave that moved in time, too, what it opens is told besides.
    let wave = model.work.plan().wave_by_id(&at.key).filter(|_| at.table == Table::Wave);
    let opened = wave.and_then(|wave| Against::Plan(then).opened(model.work.plan(), wave));
    let told = found.as_ref().and_then(|(_, told)| told.as_ref());
    let opened = opened.filter(|it| Some(it) != told);
    // A criterion is told by itself; what else its gate says otherwise, by that.
    let whole = !is_criterion(at);
    let written = if whole { written::all_written(&model.work, then, at) } else { Vec::new() };
    let known = |it: &Before| told.is_some_and(|told| told == it || told.moves_as(it));
    let written = written.into_iter().filter(|it| !known(it) && !it.is_of_scope());
    for before in opened.into_iter().chain(written) {
        let [words, _] = before.words();
        text.entry(Kind::Changed.sign(), Kind::Changed.tone(), &words);
    }
    for words in money {
        text.entry("=", Tone::Warning, &words);
    }
}

/// A heading that may need more than a line.
fn head(words: &str, text: &mut Text) {
    text.gap();
    text.words(words, Tone::Strong);
}

/// When a step began in the baseline and begins now, where that is neither told by its end nor written at it: `alone`,
/// where no sentence says what moved.
fn begun(model: &Model, baseline: &Baseline, at: &Address, alone: bool) -> Option<(NaiveDate, NaiveDate)> {
    let plan = model.work.plan();
    let (ix, step) = model.work.step_at(at)?;
    let item = plan.item(ix);
    let nth = step.or_else(|| (item.steps.len() == 1).then_some(0))?;
    let was = baseline.was().standing.step(&item.id, item.steps.get(nth)?.level)?;
    let now = span(plan, ix, nth);
    let start = Part::from("start");
    let told =
        alone && was.1 == now.1 || baseline.changes_at(at).any(|it| it.at.path.first() == Some(&start));
    (was.0 != now.0 && !told).then_some((was.0, now.0))
}

/// What moved since a baseline of what an address names; in a scenario as it is there.
fn since(model: &Model, baseline: &Baseline, at: &Address, text: &mut Text) {
    let found = baseline.otherwise(&model.work, at, shows_figures(model));
    let (sentences, figures) = (moved(model, at), refigured(model, at));
    if sentences.is_empty() && figures.is_empty() && found.is_none() {
        return;
    }
    let with = if model.work.beside.is_some() { ", with the scenario" } else { "" };
    head(&format!("Moved since {}{with}{}", baseline.name, word_of(found.as_ref())), text);
    // What it was, where no sentence says so.
    if sentences.is_empty() {
        was(found.as_ref(), text);
    }
    for (kind, words) in sentences.iter().take(TOLD) {
        text.entry(kind.sign(), kind.tone(), words);
    }
    if let Some((was, now)) = begun(model, baseline, at, sentences.is_empty()) {
        let kind = if now > was { Kind::Later } else { Kind::Earlier };
        text.entry(kind.sign(), kind.tone(), &starts(was, now).by_name());
    }
    if sentences.len() > TOLD {
        text.entry(" ", Tone::Faint, &format!("and {} more", sentences.len() - TOLD));
    }
    // A criterion has told above what it was, and so has the first figure where no sentence says what moved.
    let told = found.as_ref().and_then(|(_, told)| told.as_ref()).filter(|_| sentences.is_empty());
    for (words, _) in figures.iter().filter(|(_, before)| !is_criterion(at) && told != Some(before)) {
        text.entry("=", Tone::Warning, words);
    }
}

/// Shows all that moved, also what is gone and so has no place in a view.
pub fn show(model: &mut Model) -> Vec<Effect> {
    page::open(model, AllMoved)
}

/// All that moved, as a page.
struct AllMoved;

impl Of for AllMoved {
    fn page(&self, model: &Model) -> Option<Page> {
        page(model)
    }

    fn keys(&self) -> &'static str {
        "{explain} explain   ↑↓ PgUp PgDn scroll   {copy} copy   Esc close"
    }

    fn on_key(&self, model: &Model, key: Key) -> Option<Then> {
        let asked = model.does(key) == "explain";
        let asks = asked.then(|| asks(model)).flatten()?;
        Some(Box::new(|model| explain::asked(model, Some(asks))))
    }
}

/// What is told of the whole plan: the figures by their words, what they were, and what they are.
fn worth(model: &Model, baseline: &Baseline) -> [(&'static str, &'static str, Money, Money); 4] {
    let old = Figures::new(baseline.plan());
    let (was, now) = (old.case(), model.work.figures().case());
    [
        ("planned", "Planned value", was.planned, now.planned),
        ("forecast", "Forecast value", was.forecast, now.forecast),
        ("cost", "Cost", was.cost, now.cost),
        ("npv", "NPV", was.npv, now.npv),
    ]
}

/// What `=` asks on the page of all that moved: the figures of the plan now, what they were, and each value that is
/// written otherwise.
fn asks(model: &Model) -> Option<Asks> {
    let baseline = model.baseline.as_ref()?;
    let worth = worth(model, baseline);
    let currency = model.work.plan().currency;
    let of_plan = |word: &str| Name { word: word.into(), of: Vec::new(), when: None };
    let told = worth.map(|(_, name, was, now)| {
        let difference = wording::money_signed(now - was, currency);
        format!("{name} {} ({difference})", wording::money(was, currency))
    });
    let note = format!("In {}: {}.", baseline.name, told.join(", "));
    let changed = baseline.changes.iter().take(TOLD).map(|change| change.at.clone());
    let names = worth.map(|(word, ..)| of_plan(word));
    Some(Asks::figure(of_plan("npv")).and(names).and_at(changed).noted(note))
}

fn page(model: &Model) -> Option<Page> {
    let baseline = model.baseline.as_ref()?;
    let mut page = Page::new(format!("Against {}", baseline.name));
    page.head(format!("{} in what the plan says", count(baseline.changes.len(), "change")));
    aloud(model, baseline, |aloud| {
        for change in &baseline.changes {
            page.words(format!("{} {}", baseline.kind_of(change).sign(), aloud.said(&change.sentence)));
        }
    });
    let old = Figures::new(baseline.plan());
    let currency = model.work.plan().currency;
    page.head("What that does");
    for (_, name, was, now) in worth(model, baseline) {
        let money = |amount| wording::money(amount, currency);
        let difference = wording::money_signed(now - was, currency);
        page.words(format!("{name}: {} → {} ({difference})", money(was), money(now)));
    }
    if let Some(words) = model.work.figures().cost_since(&old).words(currency) {
        page.words(format!("Of the cost {words}"));
    }
    Some(page)
}
