//! Operating model: archetypes, trade-offs, exceptions.

use super::{At, Entry, Reader};
use crate::plan::Plan;
use crate::plan::about::About;
use crate::plan::address::Table;
use crate::plan::id::{MarketIx, TradeoffIx};
use crate::plan::operating_model::{ArchetypeName, Exception, Tradeoff};

impl<'t> Reader<'t> {
    pub(super) fn operating_model(&mut self, plan: &mut Plan) {
        for entry in self.of(Table::Archetype).to_vec() {
            self.archetype(&entry, plan);
        }
        plan.tradeoffs = self.of(Table::Tradeoff).to_vec().iter().map(|entry| self.tradeoff(entry)).collect();
        plan.exceptions =
            self.of(Table::Exception).to_vec().iter().map(|entry| self.exception(entry)).collect();
    }

    fn archetype(&mut self, entry: &Entry<'t>, plan: &mut Plan) {
        let base = At::table(Table::Archetype, entry.id);
        let mut about = About::default();
        let (mut factor, mut lag) = (None, None);
        for (key, toml) in self.fields(Table::Archetype, entry, &mut about) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "cost-factor" => factor = self.number(at, toml, 0.0, 1000.0),
                "lag-months" => lag = self.small(at, toml, 0, 120),
                _ => self.stray(Table::Archetype, entry, key),
            }
        }
        let Some(name) = ArchetypeName::of(entry.id) else {
            let message = format!("there is no archetype `{}`", entry.id);
            let help = match self.nearest(entry.id, ArchetypeName::WORDS.iter().copied()) {
                Some(nearest) => format!("Did you mean `{nearest}`?"),
                None => format!("The archetypes are: {}.", ArchetypeName::WORDS.join(", ")),
            };
            self.fault("unknown-id", base, self.head(entry), message, help);
            return;
        };
        let archetype = &mut plan.archetypes[name as usize];
        archetype.about = about;
        archetype.cost_factor = factor.unwrap_or(archetype.cost_factor);
        archetype.lag_months = lag.unwrap_or(archetype.lag_months);
    }

    fn tradeoff(&mut self, entry: &Entry<'t>) -> Tradeoff {
        let mut tradeoff = Tradeoff {
            id: entry.id.into(),
            about: About::default(),
            axis: None,
            position: None,
            exceptions: None,
        };
        let base = At::table(Table::Tradeoff, entry.id);
        for (key, toml) in self.fields(Table::Tradeoff, entry, &mut tradeoff.about) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "axis" => {
                    let ends = self.texts(at, toml);
                    match <[Box<str>; 2]>::try_from(ends) {
                        Ok(ends) => tradeoff.axis = Some(ends),
                        Err(ends) if toml.as_array().is_some_and(|list| list.len() == ends.len()) => {
                            self.out_of_range(at, toml, "two ends: [\"high touch\", \"low touch\"]");
                        }
                        Err(_) => {}
                    }
                }
                "position" => tradeoff.position = self.small(at, toml, -2, 2),
                "exceptions" => tradeoff.exceptions = self.text(at, toml),
                _ => self.stray(Table::Tradeoff, entry, key),
            }
        }
        tradeoff
    }

    fn exception(&mut self, entry: &Entry<'t>) -> Exception {
        let mut exception = Exception {
            id: entry.id.into(),
            about: About::default(),
            tradeoff: None,
            market: None,
            approved_by: None,
            until: None,
            cost: None,
        };
        let base = At::table(Table::Exception, entry.id);
        for (key, toml) in self.fields(Table::Exception, entry, &mut exception.about) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "tradeoff" => exception.tradeoff = self.reference(at, toml, Table::Tradeoff).map(TradeoffIx),
                "market" => exception.market = self.reference(at, toml, Table::Market).map(MarketIx),
                "approved-by" => exception.approved_by = self.text(at, toml),
                "until" => exception.until = self.date(at, toml),
                "cost" => exception.cost = self.money(at, toml),
                _ => self.stray(Table::Exception, entry, key),
            }
        }
        exception
    }
}
