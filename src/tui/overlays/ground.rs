//! What the plan is set in, market by market, brand by brand: no view shows it alone, so that whoever goes there by
//! name reads what is known of it, and edits it from there.

use super::form;
use super::page::{self, Of, Page};
use crate::plan::address::Address;
use crate::tui::detail::{self, Text, name_of};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::Key;
use crate::tui::overlay::Then;

/// The columns that its lines are broken to, as a page has them in the narrowest window.
const WIDTH: u16 = 70;

/// A market, a brand, a customer type.
struct Ground(Address);

/// Shows what is known of it.
pub(super) fn open(model: &mut Model, at: Address) -> Vec<Effect> {
    page::open(model, Ground(at))
}

impl Of for Ground {
    fn page(&self, model: &Model) -> Option<Page> {
        let plan = model.work.plan();
        plan.about_of(self.0.table, &self.0.key)?;
        let mut page = Page::new(name_of(plan, &self.0));
        let mut text = Text::new(WIDTH);
        detail::about(&model.work, &self.0, &mut text);
        // Its name is the title.
        for line in text.lines.iter().skip(1) {
            let Some((_, tone)) = line.first() else {
                page.gap();
                continue;
            };
            let words: String = line.iter().map(|(words, _)| words.as_str()).collect();
            page.line(words, *tone);
        }
        Some(page)
    }

    fn keys(&self) -> &'static str {
        "{edit} edit   ↑↓ PgUp PgDn scroll   {copy} copy   Esc close"
    }

    fn on_key(&self, model: &Model, key: Key) -> Option<Then> {
        let at = self.0.clone();
        (model.does(key) == "edit")
            .then(|| Box::new(move |model: &mut Model| form::edit_at(model, &at)) as Then)
    }
}
