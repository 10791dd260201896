//! The minutes of the last meeting, from what was recorded: shown, copied, and written only where that is
//! asked for.

use super::page::{self, Of, Page};
use crate::minutes::{Days, Minutes};
use crate::safe;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::theme::Tone;

/// Shows the minutes.
pub fn show(model: &mut Model) -> Vec<Effect> {
    page::open(model, &Of::Minutes)
}

/// The minutes as a page.
pub(super) fn page(model: &Model) -> Page {
    let minutes = Minutes::of(model.work.figures(), days(model));
    let mut page = Page::new(Of::Minutes, "Minutes");
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
pub(in crate::tui) fn export(model: &mut Model) -> Vec<Effect> {
    let file = model.work.source().and_then(|source| source.canonical(0));
    let Some(folder) = file.and_then(|file| file.parent()) else {
        return tell(model, "Not written: the plan has no file to stand beside");
    };
    let path = folder.join(format!("minutes-{}.md", days(model).to));
    vec![Effect::Write(path, markdown(model))]
}
