//! The slides of the agenda: each is of something that its view can show.

use toml_spanner::Item as Toml;

use super::{At, Entry, Reader};
use crate::plan::about::About;
use crate::plan::address::{Address, Table};
use crate::plan::id::Id;
use crate::plan::record::{Slide, SlideView};
use crate::plan::tell::tell;
use crate::wording::with_article;

impl<'t> Reader<'t> {
    pub(super) fn slide(&mut self, entry: &Entry<'t>) -> Slide {
        let base = At::table(Table::Present, "");
        let mut slide = Slide { view: None, item: None, ask: None, title: None, about: About::default() };
        let (mut item, mut is_known) = (None, true);
        for (key, toml) in self.fields(Table::Present, entry, &mut slide.about) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "view" => {
                    slide.view = self.word(at, toml, SlideView::WORDS, SlideView::of);
                    is_known = slide.view.is_some();
                }
                // What it may be of hangs on the view, wherever that stands.
                "item" => item = Some(toml),
                "ask" => slide.ask = self.text(at, toml),
                "title" => slide.title = self.text(at, toml),
                _ => self.stray(Table::Present, entry, key),
            }
        }
        let of = |toml: &'t Toml<'t>| match is_known {
            true => self.shown(base.key("item"), toml, slide.view),
            // What a view that nobody knows can show nobody knows either.
            false => self.any_id(base.key("item"), toml),
        };
        slide.item = item.and_then(of);
        slide
    }

    /// The id of what a view shows alone; that of what it cannot show is a finding.
    fn shown(&mut self, at: At<'_>, toml: &'t Toml<'t>, view: Option<SlideView>) -> Option<Id> {
        let id = self.text(at, toml)?;
        let kinds = SlideView::shows(view);
        if let Some(table) = kinds.iter().find(|table| self.has_id(**table, &id)) {
            self.mention(toml.span(), *table, &id);
            return Some(id);
        }
        let other = Table::ALL.into_iter().find(|table| self.has_id(*table, &id));
        if other.is_none() && !kinds.is_empty() {
            self.unknown_id(at, toml.span(), &id, kinds);
            return None;
        }
        let can = either(kinds);
        let (shows, help) = match kinds {
            [] => ("nothing but the whole plan", "Leave `item` out.".to_owned()),
            _ => (&*can, format!("Write the id of {can}, or leave `item` out.")),
        };
        let of = match view {
            Some(view) => format!("the view `{}` shows {shows}", view.as_str()),
            None => format!("a slide without a view is about {shows}"),
        };
        let message = match other {
            Some(other) => {
                tell!("{of}, and {} is {}", Address::new(other, &id).by_id(), with_article(other.noun()))
            }
            None => of.into(),
        };
        self.fault("unknown-id", at, toml.span(), message, help);
        None
    }
}

/// Kinds of tables in words, of which any will do: "a wave, an item or a KPI".
fn either(kinds: &[Table]) -> String {
    const ITEMS: [Table; 3] = [Table::Driver, Table::Capability, Table::Mandate];
    let all_items = ITEMS.iter().all(|it| kinds.contains(it));
    let noun = |table: &Table| match all_items && ITEMS.contains(table) {
        // The three of them are items.
        true => (*table == ITEMS[0]).then_some("item"),
        false => Some(table.noun()),
    };
    let nouns: Vec<String> = kinds.iter().filter_map(noun).map(with_article).collect();
    match nouns.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => nouns.concat(),
    }
}
