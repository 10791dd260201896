//! Removing what is selected: what refers to it is named first, and goes only when that is asked for.

use std::borrow::Cow;

use ratatui::layout::Rect;

use crate::draft::asked::{self, Also};
use crate::plan::address::{Address, Part};
use crate::plan::edit::Span;
use crate::tui::detail::{Text, name_of};
use crate::tui::editing::make;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::overlay::{Answer, Overlay};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;
use crate::wording::count;

/// What is to be removed, with what refers to it.
struct Removing {
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
        return tell(
            model,
            model.filled(
                "This is written in a way that it cannot be taken out of; {edit.file} opens its file",
            ),
        );
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
    model.overlay = Some(Box::new(Removing { at, name, places, records }));
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
        let noun = self.at.table.noun();
        text.words(&format!("{noun} {}", self.name), Tone::Strong);
        text.words(&self.at.to_string(), Tone::Faint);
        text.gap();
        if self.places.is_empty() {
            text.words("Nothing refers to it.", Tone::Plain);
        } else {
            let many = count(self.places.len(), "place");
            let verb = if self.places.len() == 1 { "refers" } else { "refer" };
            text.words(&format!("{many} {verb} to it; that would go too:"), Tone::Plain);
            let most = usize::from(area.height.saturating_sub(10)).clamp(1, 12);
            for place in self.places.iter().take(most) {
                text.entry("·", Tone::Faint, place);
            }
            if self.places.len() > most {
                text.entry("…", Tone::Faint, &format!("{} more", self.places.len() - most));
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
