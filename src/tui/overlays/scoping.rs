//! What a wave opens: markets, brands and customer types, each with a tick. A tick is tried at once, as a step
//! that can be undone.

use ratatui::layout::Rect;

use crate::draft::asked;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::WaveIx;
use crate::plan::strategy::MultiplierKind;
use crate::tui::editing::{self, Panel, make, window};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;

/// The wave whose scope is looked at, and the row that the keys are for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scoping {
    wave: Address,
    cursor: usize,
}

/// The keys, for the last line.
pub const KEYS: &str = "↑↓ choose   Space open or close it   u undo   U redo   Esc close";

/// The kinds, by the keys that the format has for them.
const KINDS: [(MultiplierKind, &str, &str); 3] = [
    (MultiplierKind::Market, "market", "market"),
    (MultiplierKind::Brand, "brand", "brand"),
    (MultiplierKind::CustomerType, "customer-type", "customers"),
];

/// Something that a wave may open.
struct Row {
    kind: MultiplierKind,
    key: &'static str,
    noun: &'static str,
    nth: usize,
}

fn rows(plan: &Plan) -> Vec<Row> {
    let of = |(kind, key, noun): (MultiplierKind, &'static str, &'static str)| {
        (0..plan.multipliers(kind).len()).map(move |nth| Row { kind, key, noun, nth })
    };
    KINDS.into_iter().flat_map(of).collect()
}

impl Row {
    fn is_open(&self, plan: &Plan, wave: WaveIx) -> bool {
        Plan::named_in(&plan.wave(wave).opens, self.kind).any(|nth| nth == self.nth)
    }
}

impl Scoping {
    fn wave(&self, plan: &Plan) -> Option<WaveIx> {
        plan.wave_by_id(&self.wave.key)
    }
}

/// Shows what the wave opens that is selected, or that the selection is in.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let plan = model.work.plan();
    let Some(at) = model.desk().sheet.current().map(|spot| spot.at.clone()) else { return Vec::new() };
    let of_step = || {
        let (ix, step) = model.work.step_at(&at)?;
        Some(plan.wave_address(plan.item(ix).steps.get(step.unwrap_or(0))?.wave))
    };
    let wave = if at.table == Table::Wave { Some(at.root()) } else { of_step() };
    match wave {
        None => tell(model, "Select a wave, or an item in one"),
        Some(_) if rows(plan).is_empty() => {
            tell(model, "The plan has no markets, brands or customer types: a adds one")
        }
        Some(wave) => show(model, Scoping { wave, cursor: 0 }),
    }
}

fn show(model: &mut Model, scoping: Scoping) -> Vec<Effect> {
    model.overlay = Some(Overlay::Editing(Panel::Scope(scoping)));
    Vec::new()
}

/// Takes a key.
pub(in crate::tui) fn on_key(model: &mut Model, key: Key, mut scoping: Scoping) -> Vec<Effect> {
    let last = rows(model.work.plan()).len().saturating_sub(1);
    match key.code {
        Code::Esc | Code::Enter | Code::Char('q' | 'W') => return Vec::new(),
        Code::Up | Code::Char('k') => scoping.cursor = scoping.cursor.saturating_sub(1),
        Code::Down | Code::Char('j') => scoping.cursor = (scoping.cursor + 1).min(last),
        Code::Home | Code::Char('g') => scoping.cursor = 0,
        Code::End | Code::Char('G') => scoping.cursor = last,
        Code::Char(' ') => toggle(model, &scoping),
        Code::Char(typed @ ('u' | 'U')) if !key.ctrl => drop(editing::undo(model, typed == 'u')),
        _ => {}
    }
    show(model, scoping)
}

/// Opens what the keys are for in the wave, or closes it there.
fn toggle(model: &mut Model, scoping: &Scoping) {
    let plan = model.work.plan();
    let Some((wave, row)) = scoping.wave(plan).zip(rows(plan).into_iter().nth(scoping.cursor)) else {
        return;
    };
    let all = plan.multipliers(row.kind);
    let is_open = row.is_open(plan, wave);
    let mut named: Vec<usize> = Plan::named_in(&plan.wave(wave).opens, row.kind).collect();
    match is_open {
        true => named.retain(|nth| *nth != row.nth),
        false => named.push(row.nth),
    }
    let ids: Vec<String> = named.iter().map(|nth| format!("\"{}\"", all[*nth].id)).collect();
    let list = scoping.wave.clone().to("opens").to(row.key).to_string();
    let verb = if is_open { "close" } else { "open" };
    let title = format!("{verb} {} in {}", all[row.nth].id, scoping.wave.key);
    make(model, |draft| {
        let change = match ids.is_empty() {
            true => asked::removed(draft, &list, asked::Also::Nothing),
            false => asked::set(draft, &list, &format!("[{}]", ids.join(", "))),
        };
        change.map(|change| crate::draft::Change { title, ..change })
    });
}

/// Draws it over a view.
pub(in crate::tui) fn draw(model: &Model, scoping: &Scoping, area: Rect, pen: &mut Pen<'_>) {
    let plan = model.work.plan();
    let Some(wave) = scoping.wave(plan) else { return };
    let rows = rows(plan);
    let title = format!("{} opens", plan.wave(wave).title());
    let inside = window(area, 64, cells(rows.len()) + 2, &title, pen);
    let room = usize::from(inside.height).max(1);
    let scroll = (scoping.cursor + 1).saturating_sub(room);
    for (y, (nth, row)) in (inside.y..inside.bottom()).zip(rows.iter().enumerate().skip(scroll)) {
        let line = Rect { y, height: 1, ..inside };
        let tick = if row.is_open(plan, wave) { "[x] " } else { "[ ] " };
        let name = plan.multipliers(row.kind)[row.nth].title();
        let noun = format!("{:<10}", row.noun);
        let width = line.width.saturating_sub(1);
        pen.row(line.x + 1, y, width, &[(tick, Tone::Strong), (&noun, Tone::Faint), (name, Tone::Plain)]);
        let first = plan.opened_by(row.kind, row.nth).filter(|first| *first != wave);
        let words = match first {
            Some(first) => format!("opened by {}", plan.wave(first).title()),
            None if row.is_open(plan, wave) => String::new(),
            None => "opened by no wave".into(),
        };
        pen.put_right(line.right(), y, line.width / 2, &words, Tone::Faint);
        if nth == scoping.cursor {
            pen.select(line);
        }
    }
}
