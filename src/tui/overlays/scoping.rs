//! What a wave opens: markets, brands and customer types, each with a tick. A tick is tried at once, as a step
//! that can be undone.

use std::borrow::Cow;

use ratatui::layout::Rect;

use crate::draft::{Title, Verb, asked};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::WaveIx;
use crate::plan::strategy::MultiplierKind;
use crate::tui::editing::{self, make};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key, Target};
use crate::tui::overlay::{Answer, Overlay};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;

/// The wave whose scope is looked at, and the row that the keys are for.
#[derive(Clone)]
struct Scoping {
    wave: Address,
    cursor: usize,
}

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
            let add = model.key("add");
            tell(model, format!("The plan has no markets, brands or customer types: {add} adds one"))
        }
        Some(wave) => {
            model.overlay = Some(Box::new(Scoping { wave, cursor: 0 }));
            Vec::new()
        }
    }
}

impl Overlay for Scoping {
    fn name(&self) -> &'static str {
        "scope"
    }

    fn on_key(mut self: Box<Self>, model: &Model, key: Key) -> Answer {
        let last = rows(model.work.plan()).len().saturating_sub(1);
        match (model.does(key), key.code) {
            ("quit" | "scope", _) | (_, Code::Esc | Code::Enter) => return Answer::close(),
            (does @ ("undo" | "redo"), _) => {
                return Answer::stay(self).then(move |model| editing::undo(model, does == "undo"));
            }
            ("move.up", _) | (_, Code::Up) => self.cursor = self.cursor.saturating_sub(1),
            ("move.down", _) | (_, Code::Down) => self.cursor = (self.cursor + 1).min(last),
            ("move.first", _) | (_, Code::Home) => self.cursor = 0,
            ("move.last", _) | (_, Code::End) => self.cursor = last,
            (_, Code::Char(' ')) => {
                let Scoping { wave, cursor } = (*self).clone();
                return Answer::stay(self).then(move |model| toggle(model, &wave, cursor));
            }
            _ => {}
        }
        Answer::stay(self)
    }

    fn draw(&self, model: &Model, area: Rect, pen: &mut Pen<'_>) {
        let plan = model.work.plan();
        let Some(wave) = self.wave(plan) else { return };
        let rows = rows(plan);
        let title = format!("{} opens", plan.wave(wave).title());
        let inside = pen.window(area, 64, cells(rows.len()) + 2, &title);
        let room = usize::from(inside.height).max(1);
        let scroll = (self.cursor + 1).saturating_sub(room);
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
            pen.hit(line, Target::Choice(nth));
            if nth == self.cursor {
                pen.select(line);
            }
        }
    }

    fn keys(&self, model: &Model, _: u16) -> Cow<'static, str> {
        model.offered("↑↓ choose   Space open or close it   {undo} undo   {redo} redo   Esc close").into()
    }

    /// A click opens or closes it.
    fn go_to(&mut self, _: &Model, nth: usize) -> Option<Key> {
        self.cursor = nth;
        Some(Key::plain(Code::Char(' ')))
    }

    fn rolls(&self) -> bool {
        true
    }

    fn insists(&self) -> bool {
        true
    }
}

/// Opens what the keys are for in the wave, or closes it there.
fn toggle(model: &mut Model, at: &Address, cursor: usize) -> Vec<Effect> {
    let plan = model.work.plan();
    let Some((wave, row)) = plan.wave_by_id(&at.key).zip(rows(plan).into_iter().nth(cursor)) else {
        return Vec::new();
    };
    let all = plan.multipliers(row.kind);
    let is_open = row.is_open(plan, wave);
    let mut named: Vec<usize> = Plan::named_in(&plan.wave(wave).opens, row.kind).collect();
    match is_open {
        true => named.retain(|nth| *nth != row.nth),
        false => named.push(row.nth),
    }
    let ids: Vec<String> = named.iter().map(|nth| format!("\"{}\"", all[*nth].id)).collect();
    let list = at.clone().to("opens").to(row.key).to_string();
    let verb = if is_open { Verb::Close } else { Verb::Open };
    let table = match row.kind {
        MultiplierKind::Market => Table::Market,
        MultiplierKind::Brand => Table::Brand,
        MultiplierKind::CustomerType => Table::CustomerType,
    };
    let title = Title::new(verb).id(Address::new(table, &all[row.nth].id)).words(" in ").id(at.root());
    make(model, |draft| {
        let change = match ids.is_empty() {
            true => asked::removed(draft, &list, asked::Also::Nothing),
            false => asked::set(draft, &list, &format!("[{}]", ids.join(", "))),
        };
        change.map(|change| crate::draft::Change { title, ..change })
    });
    Vec::new()
}
