//! Removing what is selected: what refers to it is named first, and goes only when that is asked for.

use ratatui::layout::Rect;

use crate::draft::asked::{self, Also};
use crate::plan::address::{Address, Part};
use crate::plan::edit::Span;
use crate::tui::detail::{Text, name_of};
use crate::tui::editing::{Panel, make, window};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;
use crate::wording::count;

/// What is to be removed, with what refers to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removing {
    at: Address,
    name: String,
    /// The lines that refer to it, as people find them.
    places: Vec<String>,
    /// How many of them are on record.
    records: usize,
}

impl Removing {
    /// What has to go with it.
    fn also(&self) -> Also {
        match (self.places.len(), self.records) {
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
        return tell(model, "This is written in a way that it cannot be taken out of; E opens its file");
    };
    let place = |span: &Span| {
        let (text, path) = (draft.source().text(span.file), draft.source().path(span.file));
        let line = text.position(span.start).line;
        let file = path.rsplit(['/', '\\']).next().unwrap_or_default();
        format!("{file}:{line}  {}", text.line(line).trim())
    };
    let records = all.iter().filter(|it| it.is_record()).count();
    let places = all.iter().map(|it| place(&it.span)).collect();
    let name = name_of(model.work.plan(), &at);
    model.overlay = Some(Overlay::Editing(Panel::Remove(Removing { at, name, places, records })));
    Vec::new()
}

/// Takes a key: the second `x` removes.
pub fn on_key(model: &mut Model, key: Key, removing: Removing) -> Vec<Effect> {
    let sure = match removing.also() {
        Also::Records => key.code == Code::Char('X'),
        _ => matches!(key.code, Code::Char('x') | Code::Delete),
    };
    match key.code {
        _ if sure && !key.ctrl => {
            let also = removing.also();
            make(model, |draft| asked::removed(draft, &removing.at.to_string(), also));
            Vec::new()
        }
        Code::Esc => tell(model, "Kept: nothing was removed"),
        _ => {
            model.overlay = Some(Overlay::Editing(Panel::Remove(removing)));
            Vec::new()
        }
    }
}

/// The keys that go on.
#[must_use]
pub fn keys(removing: &Removing) -> &'static str {
    match removing.also() {
        Also::Nothing => "x remove   Esc keep",
        Also::References => "x remove, with what refers to it   Esc keep",
        Also::Records => "X remove, with the record of what happened   Esc keep",
    }
}

/// Draws the question over a view.
pub fn draw(removing: &Removing, area: Rect, pen: &mut Pen<'_>) {
    let mut text = Text::new(area.width.min(76).saturating_sub(4));
    let noun = removing.at.table.noun();
    text.words(&format!("{noun} {}", removing.name), Tone::Strong);
    text.words(&removing.at.to_string(), Tone::Faint);
    text.gap();
    if removing.places.is_empty() {
        text.words("Nothing refers to it.", Tone::Plain);
    } else {
        let many = count(removing.places.len(), "place");
        let verb = if removing.places.len() == 1 { "refers" } else { "refer" };
        text.words(&format!("{many} {verb} to it; that would go too:"), Tone::Plain);
        let most = usize::from(area.height.saturating_sub(10)).clamp(1, 12);
        for place in removing.places.iter().take(most) {
            text.entry("·", Tone::Faint, place);
        }
        if removing.places.len() > most {
            text.entry("…", Tone::Faint, &format!("{} more", removing.places.len() - most));
        }
        if removing.records > 0 {
            text.gap();
            let words = if removing.records == 1 { "is a record" } else { "are records" };
            text.words(&format!("{} of them {words} of what happened.", removing.records), Tone::Warning);
        }
    }
    text.gap();
    text.words(&keys(removing).replace("   ", " · "), Tone::Strong);
    let inside = window(area, 76, cells(text.lines.len()) + 2, "Remove?", pen);
    text.draw(0, inside, pen);
}

/// Something is selected that can be removed.
pub fn removable(model: &Model) -> Result<(), &'static str> {
    super::form::editable(model)
}
