//! Files that are to be saved, and are gone from the disk: whether they are written again.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::elsewhere;
use crate::disk::Replacement;
use crate::safe;
use crate::tui::detail::Text;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::overlay::{Answer, Overlay};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;
use crate::wording::count;

/// The files that are gone.
struct Gone(Vec<Replacement>);

/// So many files are listed.
const LISTED: usize = 8;

const KEYS: &str = "w write again, with folders   c a copy elsewhere   Esc not now";

/// Asks whether files that are gone are to be written again.
pub(in crate::tui) fn ask(model: &mut Model, files: Vec<Replacement>) -> Vec<Effect> {
    model.overlay = Some(Box::new(Gone(files)));
    Vec::new()
}

impl Overlay for Gone {
    fn name(&self) -> &'static str {
        "gone"
    }

    fn on_key(self: Box<Self>, model: &Model, key: Key) -> Answer {
        match key.code {
            Code::Char('w') if !key.ctrl => Answer::close().ask(vec![Effect::WriteAgain(self.0)]),
            Code::Char('c') if !key.ctrl => Answer::close().then(elsewhere::copy),
            Code::Esc => {
                let many = count(model.work.unsaved.len(), "change");
                Answer::close().then(move |model| {
                    model.leaving = false;
                    tell(model, format!("Not saved: {many} kept here"))
                })
            }
            _ => Answer::stay(self),
        }
    }

    fn draw(&self, _: &Model, area: Rect, pen: &mut Pen<'_>) {
        let mut text = Text::new(area.width.min(64).saturating_sub(4));
        text.words("Files of the plan are gone from the disk. These would be written:", Tone::Strong);
        for file in self.0.iter().take(LISTED) {
            text.entry("·", Tone::Faint, &safe::line(&file.path.to_string_lossy()));
        }
        if self.0.len() > LISTED {
            text.words(&format!("… and {} more", self.0.len() - LISTED), Tone::Faint);
        }
        text.gap();
        text.words(&KEYS.replace("   ", " · "), Tone::Strong);
        let inside = pen.window(area, 64, cells(text.lines.len()) + 2, "Write it again?");
        text.draw(0, inside, pen);
        pen.offer(inside, KEYS);
    }

    fn keys(&self, _: &Model, _: u16) -> Cow<'static, str> {
        KEYS.into()
    }

    fn insists(&self) -> bool {
        true
    }
}
