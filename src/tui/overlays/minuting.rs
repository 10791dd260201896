//! The minutes of the last meeting, from what was recorded: shown, copied, and written only where that is
//! asked for.

use super::page::{self, Of, Page};
use crate::minutes::{Days, Minutes};
use crate::safe;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::overlay::Then;
use crate::tui::theme::Tone;

/// Shows the minutes.
pub fn show(model: &mut Model) -> Vec<Effect> {
    page::open(model, OfMeeting)
}

/// The minutes as a page.
struct OfMeeting;

impl Of for OfMeeting {
    fn page(&self, model: &Model) -> Option<Page> {
        Some(page(model))
    }

    fn keys(&self) -> &'static str {
        "↑↓ PgUp PgDn scroll   y copy   w write Markdown beside the plan   Esc close"
    }

    fn on_key(&self, _: &Model, key: Key) -> Option<Then> {
        (key == Key::plain(Code::Char('w'))).then(|| Box::new(export) as Then)
    }
}

fn page(model: &Model) -> Page {
    let minutes = Minutes::of(model.work.figures(), days(model));
    let mut page = Page::new("Minutes");
    let width = Page::width(model);
    page.head(minutes.title());
    for (title, table) in minutes.sections(width) {
        page.head(title);
        for line in table.lines() {
            match safe::width(line) > width {
                true => page.words(line),
                false => page.line(line, Tone::Plain),
            }
        }
    }
    if !minutes.nothing().is_empty() {
        page.gap();
        page.words(minutes.nothing().trim());
    }
    page
}

fn days(model: &Model) -> Days {
    Days::last_meeting(model.work.plan())
}

fn markdown(model: &Model) -> String {
    Minutes::of(model.work.figures(), days(model)).markdown()
}

/// Writes the minutes beside the plan, as a file that is not there yet.
fn export(model: &mut Model) -> Vec<Effect> {
    let file = model.work.source().and_then(|source| source.canonical(0));
    let Some(folder) = file.and_then(|file| file.parent()) else {
        return tell(model, "Not written: the plan has no file to stand beside");
    };
    let path = folder.join(format!("minutes-{}.md", days(model).to));
    vec![Effect::Write(path, markdown(model))]
}
