//! The baseline: another revision of the plan, chosen from what git knows, against which every view marks
//! what moved. What moved is found once when it is chosen and once after each edit, never while drawing.

mod before;
mod chooser;
mod was;

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::detail::Text;
use super::editing;
use super::effect::Effect;
use super::model::{Model, Overlay, tell};
use super::msg::Target;
use super::overlays::page::{self, Of, Page};
use super::past::{Past, Recalled};
use super::pen::Pen;
use super::theme::Tone;
use crate::diff::{Change, Said, changes_in};
use crate::figures::Figures;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::aspect::{Aspect, Aspects};
use crate::source::new_ids::NewIds;
use crate::source::written::Written;
use crate::source::{Source, Trees};
use crate::wording::{self, count};

use before::Before;
pub use chooser::Chooser;
pub(super) use chooser::{on_key, paste};
pub use was::Standing;
use was::Sums;
pub(super) use was::span;

/// The mark of what moved.
pub const MARK: &str = "Δ";

/// The most sentences about one thing in its detail.
const TOLD: usize = 12;

/// A revision of the plan, and what moved since.
pub struct Baseline {
    /// What people call it: "v1.2 (30 Sep 2026)".
    pub name: String,
    said: Said,
    /// The ids that its tables have by now, and what it said under these; `None` where it cannot be given them.
    followed: (NewIds, Option<Said>),
    /// The plan of which what moved is known, and its files; none at first.
    known: Option<(Rc<Plan>, Trees)>,
    /// All that moved, in the order of a diff.
    changes: Vec<Change>,
    /// What moved, by the table that it belongs to, as places among all.
    moved: FxHashMap<Address, Vec<usize>>,
    /// What the plan came to there.
    standing: Standing,
    /// What it was that is written otherwise now, by the table that it belongs to; of several, the first.
    before: FxHashMap<Address, Before>,
    /// Which figures moved since, by what they are of: in words, and what they were.
    figures: FxHashMap<Address, Vec<(String, Before)>>,
    /// What moved of the money of the whole plan, in one line.
    sum: String,
}

/// What a baseline came to, for views that show it beside what is now.
#[derive(Clone, Copy)]
pub struct Was<'a> {
    /// What people call it, in short: "v1.2".
    pub name: &'a str,
    /// What the plan came to.
    pub standing: &'a Standing,
    /// What moved since of the money of the whole plan; empty where nothing did.
    pub sum: &'a str,
}

impl Baseline {
    /// What it came to.
    #[must_use]
    pub fn was(&self) -> Was<'_> {
        Was { name: self.short(), standing: &self.standing, sum: &self.sum }
    }

    /// Takes the ids that its tables have by now, so that what was renamed stays what it is.
    fn follow(&mut self, now: &Written) {
        let ids = self.said.new_ids(now);
        if self.followed.0 == ids {
            return;
        }
        let followed = if ids.is_empty() { None } else { self.said.with_new_ids(&ids) };
        self.followed = (ids, followed);
        self.standing = Standing::of(&Figures::new(self.plan()));
    }

    /// The plan as it was, under the ids that it has by now.
    fn plan(&self) -> &Plan {
        &self.followed.1.as_ref().unwrap_or(&self.said).plan
    }

    /// Its name without the day.
    fn short(&self) -> &str {
        self.name.split(" (").next().unwrap_or_default()
    }
}

/// Asks git what there is to choose from.
pub fn choose(_: &mut Model) -> Vec<Effect> {
    vec![Effect::References]
}

/// A baseline is chosen.
pub fn is_chosen(model: &Model) -> Result<(), &'static str> {
    if model.baseline.is_some() { Ok(()) } else { Err("no baseline is chosen; b chooses one") }
}

/// Takes the baseline away.
pub fn clear(model: &mut Model) -> Vec<Effect> {
    model.baseline = None;
    (model.past, model.asked_past) = (None, false);
    editing::forget_views(model);
    tell(model, "No baseline: nothing is marked")
}

/// Shows what there is to choose from.
pub(super) fn listed(
    model: &mut Model,
    references: Result<Vec<crate::git::Reference>, String>,
) -> Vec<Effect> {
    match references {
        Ok(references) => {
            model.overlay = Some(Overlay::Baseline(Chooser::new(references, model.baseline.is_some())));
            Vec::new()
        }
        Err(why) => tell(model, format!("No baseline to choose: {why}")),
    }
}

/// Takes the plan of a revision as the baseline.
pub(super) fn chosen(model: &mut Model, read: Result<Box<Recalled>, String>) -> Vec<Effect> {
    let Recalled { commit: name, said, findings } = match read {
        Ok(recalled) => *recalled,
        Err(why) => return tell(model, format!("No baseline: {why}")),
    };
    model.past = Some(Past { commit: name.clone(), findings });
    model.asked_past = true;
    let standing = Standing::of(&Figures::new(&said.plan));
    model.baseline = Some(Baseline {
        name: name.clone(),
        said,
        followed: (NewIds::new(), None),
        known: None,
        changes: Vec::new(),
        moved: FxHashMap::default(),
        before: FxHashMap::default(),
        standing,
        figures: FxHashMap::default(),
        sum: String::new(),
    });
    editing::forget_views(model);
    find(model);
    let many = model.baseline.as_ref().map_or(0, |it| it.changes.len());
    let all = if many == 0 { "nothing moved".to_owned() } else { count(many, "change") };
    tell(model, format!("Against {name}: {all}; {MARK} marks what moved"))
}

/// Finds what moved, where that is not known of the plan shown: of what an edit did not touch it is known from
/// before.
pub(super) fn find(model: &mut Model) {
    let Some(baseline) = &mut model.baseline else { return };
    let Some(source) = model.work.source() else { return };
    let now = model.work.shared_plan();
    if baseline.known.as_ref().is_some_and(|(plan, _)| Rc::ptr_eq(plan, now)) {
        return;
    }
    let known = baseline.known.take().and_then(|(plan, trees)| edited((&plan, &trees), (now, source)));
    // What was renamed stands after all else, and a table that came may be one that was renamed.
    let is_old = |at: &Address| baseline.said.written.table(at).is_some();
    baseline.changes = match known.filter(|it| baseline.followed.0.is_empty() && it.iter().all(is_old)) {
        Some(tables) => {
            let known = std::mem::take(&mut baseline.changes);
            let written = source.written_in(now, tables.iter());
            changes_in(&tables, known, (&baseline.said.written, &written), (&baseline.said.plan, now))
        }
        None => {
            let written = source.written();
            baseline.follow(&written);
            baseline.followed.1.as_ref().unwrap_or(&baseline.said).changes(now, &written)
        }
    };
    baseline.moved.clear();
    baseline.before.clear();
    let past = &baseline.followed.1.as_ref().unwrap_or(&baseline.said).plan;
    for (nth, change) in baseline.changes.iter().enumerate() {
        for at in concerned(&change.at, now) {
            if !baseline.before.contains_key(&at)
                && let Some(before) = Before::of(change, past, now)
            {
                baseline.before.insert(at.clone(), before);
            }
            baseline.moved.entry(at).or_default().push(nth);
        }
    }
    let sums = Sums::of(model.work.figures());
    baseline.figures = baseline.standing.sums.moved(&sums, now.currency);
    baseline.sum = baseline.standing.sums.sum(&sums, now.currency);
    baseline.known = Some((Rc::clone(now), source.trees()));
}

/// The items that an edit touched, where it touched nothing but items and left all names: then all else moved
/// as it did before, and is told in the same words.
fn edited(before: (&Plan, &Trees), (now, source): (&Plan, &Source)) -> Option<BTreeSet<Address>> {
    let touched = Aspects::touched(before.0, now);
    if touched.concern(&[Aspect::Names, Aspect::Waves]) {
        return None;
    }
    let tables: BTreeSet<Address> = before.1.unlike(source)?.iter().map(Address::root).collect();
    let of_items = |at: &Address| matches!(at.table, Table::Driver | Table::Capability | Table::Mandate);
    tables.iter().all(of_items).then_some(tables)
}

/// The tables that a change concerns: its own, and of a record what it is about.
fn concerned(at: &Address, plan: &Plan) -> Vec<Address> {
    let mut all = vec![at.root()];
    let kinds: &[Table] = match at.table {
        Table::Reading => &[Table::Kpi],
        Table::Realized => &[Table::Driver],
        Table::Assessed => &[Table::Capability, Table::Mandate],
        _ => &[],
    };
    let known = |table: Table, id: &str| match table {
        Table::Kpi => plan.kpi_by_id(id).is_some(),
        _ => plan.item_by_id(id).is_some_and(|ix| Plan::item_table(plan.item(ix)) == table),
    };
    for id in at.key.split(' ') {
        let of = kinds.iter().filter(|table| known(**table, id));
        all.extend(of.map(|table| Address::new(*table, id)));
    }
    all
}

/// What moved at an address, in sentences.
fn moved<'m>(model: &'m Model, at: &Address) -> Vec<&'m str> {
    let Some(baseline) = &model.baseline else { return Vec::new() };
    let places = baseline.moved.get(&at.root()).into_iter().flatten();
    places.filter_map(|nth| Some(&*baseline.changes.get(*nth)?.sentence)).collect()
}

/// Which figures moved of what an address names, in words.
fn refigured<'m>(model: &'m Model, at: &Address) -> &'m [(String, Before)] {
    let figures = model.baseline.as_ref().and_then(|it| it.figures.get(&at.root()));
    figures.map_or(&[], Vec::as_slice)
}

/// The views that show figures of drivers, KPIs and gates, and so mark where those moved, too.
const OF_FIGURES: [char; 3] = ['4', '5', '7'];

/// What something was: of figures in the views that show them, else of what is written.
fn before<'m>(model: &'m Model, at: &Address) -> Option<&'m Before> {
    let of_figures = OF_FIGURES.contains(&model.entry().digit);
    let figure = refigured(model, at).first().map(|(_, before)| before).filter(|_| of_figures);
    let written = || model.baseline.as_ref()?.before.get(&at.root());
    figure.or_else(written)
}

/// Marks what moved on what a view has drawn, and says what it was where the row has room for it.
pub(super) fn mark(model: &Model, pen: &mut Pen<'_>) {
    if model.baseline.is_none() {
        return;
    }
    let of_figures = OF_FIGURES.contains(&model.entry().digit);
    let hits = std::mem::take(&mut pen.hits);
    for hit in &hits {
        let (Target::Spot(at) | Target::Cell(at, _)) = &hit.target else { continue };
        if !moved(model, at).is_empty() || (of_figures && !refigured(model, at).is_empty()) {
            let words = before(model, at).map(Before::words);
            let said = words.iter().flatten().any(|words| pen.beside(hit.area, MARK, words, Tone::Warning));
            if !said {
                pen.mark(hit.area, MARK, Tone::Warning);
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
    let at = model.desk().sheet.current().map(|spot| &spot.at);
    let mut told = at.map_or_else(Vec::new, |at| moved(model, at));
    if let Some(before) = at.and_then(|at| before(model, at)).filter(|_| model.size.0 < 110) {
        let [words, _] = before.words();
        let more = if told.len() > 1 { format!(", and {} more", told.len() - 1) } else { String::new() };
        return format!("{MARK} {words}{more} · {own}");
    }
    // Where nothing is written otherwise, it is told which figure came out otherwise.
    if told.is_empty() {
        told.extend(at.into_iter().flat_map(|at| refigured(model, at)).map(|(words, _)| words.as_str()));
    }
    match &*told {
        [] => own,
        [only] => format!("{own} · {MARK} {only}"),
        [first, rest @ ..] => format!("{own} · {MARK} {first}, and {} more", rest.len()),
    }
}

/// What the detail adds about the selection.
pub(super) fn about(model: &Model, text: &mut Text) {
    let (Some(baseline), Some(spot)) = (&model.baseline, model.desk().sheet.current()) else { return };
    let (sentences, figures) = (moved(model, &spot.at), refigured(model, &spot.at));
    if sentences.is_empty() && figures.is_empty() {
        return;
    }
    text.head(&format!("Moved since {}", baseline.name));
    for sentence in sentences.iter().take(TOLD) {
        text.entry(MARK, Tone::Warning, sentence);
    }
    if sentences.len() > TOLD {
        text.entry(" ", Tone::Faint, &format!("and {} more", sentences.len() - TOLD));
    }
    for (words, _) in figures {
        text.entry("=", Tone::Warning, words);
    }
}

/// Shows all that moved, also what is gone and so has no place in a view.
pub fn show(model: &mut Model) -> Vec<Effect> {
    page::open(model, &Of::Baseline)
}

/// All that moved, as a page.
pub(super) fn page(model: &mut Model) -> Option<Page> {
    find(model);
    let baseline = model.baseline.as_ref()?;
    let mut page = Page::new(Of::Baseline, format!("Against {}", baseline.name));
    page.head(format!("{} in what the plan says", count(baseline.changes.len(), "change")));
    for change in &baseline.changes {
        page.words(change.sentence.clone());
    }
    let old = Figures::new(baseline.plan());
    let (was, now) = (old.case(), model.work.figures().case());
    let currency = model.work.plan().currency;
    page.head("What that does");
    for (name, was, now) in [
        ("Planned value", was.planned, now.planned),
        ("Forecast value", was.forecast, now.forecast),
        ("Cost", was.cost, now.cost),
        ("NPV", was.npv, now.npv),
    ] {
        let money = |amount| wording::money(amount, currency);
        let difference = wording::money_signed(now - was, currency);
        page.words(format!("{name}: {} → {} ({difference})", money(was), money(now)));
    }
    if let Some(words) = model.work.figures().cost_since(&old).words(currency) {
        page.words(format!("Of the cost {words}"));
    }
    Some(page)
}
