//! Removing what is selected: what refers to it is named first, and goes only when that is asked for.

use std::borrow::Cow;

use ratatui::layout::Rect;
use rustc_hash::FxHashMap;

use crate::draft::asked::{self, Also};
use crate::plan::Plan;
use crate::plan::address::{Address, Part, Table};
use crate::source::Reference;
use crate::tui::detail::{Text, gate, name_of, record};
use crate::tui::editing::make;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::overlay::{Answer, Overlay};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;
use crate::wording::{count, list};

/// What is to be removed, with what refers to it.
struct Removing {
    at: Address,
    /// What it is, by its name.
    name: String,
    /// The tables that go as a whole with it, in words.
    whole: Vec<String>,
    /// The tables that say something of it, which would go, with the keys of that.
    parts: Vec<String>,
    /// How many places refer to it.
    places: usize,
    /// How many of them are on record.
    records: usize,
}

/// What refers to what is to go, table by table: those that go as a whole, and those of which something goes, with the
/// keys of that.
fn told(plan: &Plan, all: &[Reference]) -> [Vec<String>; 2] {
    let (mut whole, mut parts): (Vec<String>, Vec<(String, Vec<&str>)>) = (Vec::new(), Vec::new());
    let mut records: Vec<(Table, usize)> = Vec::new();
    let mut known: FxHashMap<(Table, &str), usize> = FxHashMap::default();
    let name =
        |table: Table, id: &str| format!("{} “{}”", table.noun(), name_of(plan, &Address::new(table, id)));
    for it in all {
        match (it.id.as_deref(), it.key.as_deref()) {
            (Some(id), Some(key)) => {
                let nth = *known.entry((it.table, id)).or_insert_with(|| {
                    parts.push((name(it.table, id), Vec::new()));
                    parts.len() - 1
                });
                if !parts[nth].1.contains(&key) {
                    parts[nth].1.push(key);
                }
            }
            (Some(id), None) => whole.push(name(it.table, id)),
            // What has no id of its own is counted by its kind.
            (None, key) => match records.iter_mut().find(|(table, _)| *table == it.table && key.is_none()) {
                Some((_, many)) => *many += 1,
                None if key.is_none() => records.push((it.table, 1)),
                None => parts.push((it.table.noun().to_owned(), key.into_iter().collect())),
            },
        }
    }
    whole.dedup();
    whole.extend(records.into_iter().map(|(table, many)| count(many, table.noun())));
    let part = |(name, keys): (String, Vec<&str>)| format!("{name}: {}", list(&keys));
    [whole, parts.into_iter().map(part).collect()]
}

/// What something is, by its name: an entry of a list by what it says.
fn named(model: &Model, at: &Address) -> String {
    let plan = model.work.plan();
    let of = name_of(plan, &at.root());
    let Some(nth) = at.path.iter().rev().find_map(|part| match part {
        Part::Nth(nth) => Some(*nth),
        Part::Key(_) => None,
    }) else {
        // A record is known by its words: its name is only its day.
        return match record::said(plan, at) {
            Some(said) => format!("{of}: {said}"),
            None => format!("{} {of}", at.table.noun()),
        };
    };
    let gate = plan.gate_by_id(&at.key).filter(|_| at.table == Table::Gate);
    let criterion = gate.and_then(|ix| plan.gates[ix.at()].criteria.iter().find(|it| it.nth == nth));
    let own = model.work.draft.as_ref().and_then(|draft| draft.words(at)).unwrap_or_default();
    match criterion {
        Some(criterion) => {
            format!("criterion “{}” of {} {of}", gate::asked(plan, criterion), at.table.noun())
        }
        None => format!("{own} of {} {of}", at.table.noun()),
    }
}

impl Removing {
    /// What has to go with it.
    fn also(&self) -> Also {
        match (self.places, self.records) {
            (0, _) => Also::Nothing,
            (_, 0) => Also::References,
            _ => Also::Records,
        }
    }
}

/// Asks whether what is selected is to go.
pub fn remove(model: &mut Model) -> Vec<Effect> {
    let Some(at) = model.desk().sheet.current().map(|spot| spot.at.clone()) else {
        return tell(model, "Nothing is selected");
    };
    // One entry of a list goes by itself: a criterion of a gate.
    let entry = at.path.iter().any(|part| matches!(part, Part::Nth(_)));
    let at = if entry { at } else { at.root() };
    let Some(draft) = &model.work.draft else { return Vec::new() };
    if !draft.has(&at) {
        return tell(model, "This stands in no table of the plan");
    }
    let Some(all) = asked::referring(draft, &at) else {
        return tell(
            model,
            model.filled(
                "This is written in a way that it cannot be taken out of; {edit.file} opens its file",
            ),
        );
    };
    let records = all.iter().filter(|it| it.is_record()).count();
    let [whole, parts] = told(model.work.plan(), &all);
    let name = named(model, &at);
    model.overlay = Some(Box::new(Removing { at, name, whole, parts, places: all.len(), records }));
    Vec::new()
}

impl Overlay for Removing {
    fn name(&self) -> &'static str {
        "remove"
    }

    /// The key that asked removes where it is pressed again.
    fn on_key(self: Box<Self>, model: &Model, key: Key) -> Answer {
        let sure = match self.also() {
            Also::Records => key.code == Code::Char('X'),
            _ => key.code == Code::Delete || model.does(key) == "remove",
        };
        match key.code {
            _ if sure && !key.ctrl => Answer::close().then(move |model| {
                make(model, |draft| asked::removed(draft, &self.at.to_string(), self.also()));
                Vec::new()
            }),
            Code::Esc => Answer::close().tell("Kept: nothing was removed"),
            _ => Answer::stay(self),
        }
    }

    fn draw(&self, model: &Model, area: Rect, pen: &mut Pen<'_>) {
        let mut text = Text::new(area.width.min(76).saturating_sub(4));
        text.words(&self.name, Tone::Strong);
        text.words(&self.at.to_string(), Tone::Faint);
        text.gap();
        if self.places == 0 {
            text.words("Nothing refers to it.", Tone::Plain);
        } else {
            let mut most = usize::from(area.height.saturating_sub(11)).clamp(1, 14);
            let heads = ["These would go with it:", "These refer to it; that would go too:"];
            for (head, all) in heads.into_iter().zip([&self.whole, &self.parts]) {
                if all.is_empty() {
                    continue;
                }
                text.words(head, Tone::Plain);
                for it in all.iter().take(most) {
                    text.entry("·", Tone::Faint, it);
                }
                if all.len() > most {
                    text.entry("…", Tone::Faint, &format!("{} more", all.len() - most));
                }
                most = most.saturating_sub(all.len()).max(1);
            }
            if self.records > 0 {
                text.gap();
                let words = if self.records == 1 { "is a record" } else { "are records" };
                text.words(&format!("{} of them {words} of what happened.", self.records), Tone::Warning);
            }
        }
        text.gap();
        text.words(&self.words(model).replace("   ", " · "), Tone::Strong);
        let inside = pen.window(area, 76, cells(text.lines.len()) + 2, "Remove?");
        text.draw(0, inside, pen);
        pen.offer(inside, &self.words(model));
    }

    fn keys(&self, model: &Model, _: u16) -> Cow<'static, str> {
        self.words(model).into()
    }

    fn insists(&self) -> bool {
        true
    }
}

impl Removing {
    /// The keys that go on.
    fn words(&self, model: &Model) -> String {
        // Without a key of its own it was found among the commands; that of the keyboard removes.
        let key = model.keys.first(model.view, "remove").unwrap_or_else(|| Key::plain(Code::Delete).shown());
        match self.also() {
            Also::Nothing => format!("{key} remove   Esc keep"),
            Also::References => format!("{key} remove, with what refers to it   Esc keep"),
            Also::Records => "X remove, with the record of what happened   Esc keep".to_owned(),
        }
    }
}

/// Something is selected that can be removed.
pub fn removable(model: &Model) -> Result<(), &'static str> {
    super::form::editable(model)
}
