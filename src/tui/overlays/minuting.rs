//! The minutes of the last meeting, from what was recorded: shown, copied, and written only where that is
//! asked for.

use super::explain::{self, Asks};
use super::page::{self, Of, Page};
use crate::minutes::{Days, Minutes};
use crate::plan::address::Table;
use crate::safe;
use crate::trace::name::When;
use crate::trace::of as figure;
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
        "{explain} explain   ↑↓ PgUp PgDn scroll   {copy} copy   w write Markdown beside the plan   Esc close"
    }

    fn on_key(&self, model: &Model, key: Key) -> Option<Then> {
        if model.does(key) == "explain" {
            let asks = asks(model);
            return Some(Box::new(|model| explain::asked(model, asks)));
        }
        (key == Key::plain(Code::Char('w'))).then(|| Box::new(export) as Then)
    }
}

/// What `=` asks: the gates that were decided, each as it was on the day; what else was decided; and what was read.
fn asks(model: &Model) -> Option<Asks> {
    let (plan, days) = (model.work.plan(), days(model));
    let decided = || plan.decisions.iter().filter(|it| days.from <= it.date && it.date <= days.to);
    let gates = decided().filter_map(|it| Some((it.gate?, it.date)));
    let mut gates = gates.map(|(gate, day)| figure::Of::Gate(gate).name(plan, "gate", Some(When::Day(day))));
    let read = plan.readings.iter().filter(|it| days.have_before_them(it.date, plan)).map(|it| {
        let of = it.market.map_or(figure::Of::Kpi(it.kpi), |market| figure::Of::InMarket(it.kpi, market));
        of.name(plan, "kpi", Some(When::Day(it.date)))
    });
    let nth = plan.decisions.iter().enumerate().filter(|(_, it)| days.from <= it.date && it.date <= days.to);
    let mut values = nth.map(|(nth, _)| plan.record_address(Table::Decision, nth));
    let first = gates.next().map(Asks::figure);
    let first = first.or_else(|| values.next().map(|at| Asks::at(plan, &at)));
    let mut read = read.fuse();
    let first = first.or_else(|| read.next().map(Asks::figure))?;
    Some(first.and(gates.chain(read)).and_at(values))
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
