//! References: ids, needs, tables keyed by wave, by team or by item.

use crate::order::Order as _;
use toml_spanner::{Item as Toml, Key};

use super::faults::Nearest;
use super::{At, Reader, place};
use crate::plan::Plan;
use crate::plan::about::Link;
use crate::plan::address::{Address, Holds, Table};
use crate::plan::id::{BrandIx, CustomerTypeIx, ItemIx, MarketIx, UnitIx, WaveIx};
use crate::plan::item::Need;
use crate::plan::leadership::Scope;
use crate::plan::quantity::Level;
use crate::plan::tell::tell;
use crate::wording::with_article;

/// So many ids to choose from are listed.
const LISTED: usize = 8;

impl<'t> Reader<'t> {
    /// The index of the table of a kind with an id; an unknown one is a finding.
    pub(super) fn reference(&mut self, at: At<'_>, toml: &Toml<'_>, table: Table) -> Option<u32> {
        let id = self.id_text(at, toml, table.noun())?;
        let found = match table {
            Table::Driver | Table::Capability | Table::Mandate => {
                self.item_with(id).filter(|index| self.table_of_item(*index) == table)
            }
            _ => self.indices[table as usize].get(id).copied(),
        };
        match found {
            Some(_) => self.mention(toml.span(), table, id),
            None => self.unknown_id(at, toml.span(), id, &[table]),
        }
        found
    }

    /// The item with an id.
    pub(super) fn item_reference(&mut self, at: At<'_>, toml: &Toml<'_>) -> Option<ItemIx> {
        let id = self.id_text(at, toml, "item")?;
        self.item_named(at, toml.span(), id)
    }

    pub(super) fn item_named(&mut self, at: At<'_>, span: toml_spanner::Span, id: &str) -> Option<ItemIx> {
        let found = self.item_with(id);
        match found {
            Some(index) => self.mention(span, self.table_of_item(index), id),
            None => self.unknown_id(at, span, id, &[Table::Driver, Table::Capability, Table::Mandate]),
        }
        found.map(ItemIx)
    }

    /// The unit with an id.
    pub(super) fn unit_reference(&mut self, at: At<'_>, toml: &Toml<'_>) -> Option<UnitIx> {
        let id = self.id_text(at, toml, "business unit")?;
        self.unit_named(at, toml.span(), id)
    }

    pub(super) fn unit_named(&mut self, at: At<'_>, span: toml_spanner::Span, id: &str) -> Option<UnitIx> {
        let found = self.units.get(id).copied().map(UnitIx);
        if found.is_some() && self.units_are_markets {
            self.mention(span, Table::Market, id);
        }
        if found.is_none() {
            let many = self.units.len();
            let few = self.hints > 0 || many <= LISTED;
            let mut known: Vec<Box<str>> = self.units.keys().filter(|_| few).cloned().collect();
            known.order();
            let nearest = self.nearest(id, known.iter().map(|unit| &**unit));
            let help = match nearest {
                Some(nearest) if self.units_are_markets => {
                    tell!("Did you mean {}?", Address::new(Table::Market, nearest.word).by_id())
                }
                Some(nearest) => tell!("Did you mean `{nearest}`?"),
                None if many > LISTED => "Write the id of a business unit.".into(),
                None if known.is_empty() => {
                    "The plan has none: list them in `units` of `[plan]`, or give it markets.".into()
                }
                None => tell!("Write one of the business units: {}.", known.join(", ")),
            };
            self.fault("unknown-id", at, span, format!("there is no business unit `{id}`"), help);
            self.rename(span, id, nearest);
        }
        found
    }

    fn id_text<'x>(&mut self, at: At<'_>, toml: &'x Toml<'_>, noun: &str) -> Option<&'x str> {
        if toml.as_str().is_none() {
            self.wrong_type(at, toml, &format!("the id of {}, in quotes", with_article(noun)));
        }
        toml.as_str()
    }

    /// The kind of table that an item stands in.
    pub(super) fn table_of_item(&self, index: u32) -> Table {
        if let Some(plan) = self.known {
            return Plan::item_table(plan.item(ItemIx(index)));
        }
        let index = index as usize;
        let drivers = self.of(Table::Driver).len();
        match index {
            _ if index < drivers => Table::Driver,
            _ if index < drivers + self.of(Table::Capability).len() => Table::Capability,
            _ => Table::Mandate,
        }
    }

    /// Says that nothing of the kinds asked for has an id; what else has it, or what is nearest.
    pub(super) fn unknown_id(&mut self, at: At<'_>, span: toml_spanner::Span, id: &str, kinds: &[Table]) {
        if self.lost.contains(id) {
            return;
        }
        let noun = match kinds {
            [one] => one.noun(),
            [Table::Driver, Table::Capability, Table::Mandate] => "item",
            _ => "",
        };
        let message = match noun {
            "" => format!("nothing has the id `{id}`"),
            noun => format!("there is no {noun} `{id}`"),
        };
        let is = |table: Table| self.of(table).binary_search_by(|entry| entry.id.cmp(id)).is_ok();
        let other = Table::ALL
            .into_iter()
            .find(|table| table.holds() == Holds::ById && !kinds.contains(table) && is(*table));
        let mut meant = None;
        let help = match other {
            Some(other) => tell!(
                "{} is {}; expected the id of {}.",
                Address::new(other, id).by_id(),
                with_article(other.noun()),
                with_article(noun)
            ),
            None => {
                let many: usize = kinds.iter().map(|table| self.of(*table).len()).sum();
                // Where none is looked for any more, collecting them would be all the work.
                let ids: Vec<&'t str> = match self.hints > 0 || many <= LISTED {
                    true => kinds.iter().flat_map(|table| self.of(*table).iter().map(|it| it.id)).collect(),
                    false => Vec::new(),
                };
                meant = self.nearest(id, ids.iter().copied());
                let has =
                    |table: &&Table, id: &str| self.of(**table).binary_search_by(|it| it.id.cmp(id)).is_ok();
                let address_of = |nearest: Nearest<'_>| {
                    let table = kinds.iter().find(|table| has(table, nearest.word))?;
                    Some(Address::new(*table, nearest.word))
                };
                match meant.and_then(address_of) {
                    Some(at) if noun.is_empty() => {
                        tell!("Did you mean the {} {}?", at.table.noun(), at.by_id())
                    }
                    Some(at) => tell!("Did you mean the {noun} {}?", at.by_id()),
                    None if noun.is_empty() => "Write the id of something in the plan.".into(),
                    None if many == 0 => tell!("The plan has no {noun} at all."),
                    None if many <= LISTED => tell!("Write one of: {}.", ids.join(", ")),
                    None => tell!("Write the id of {}.", with_article(noun)),
                }
            }
        };
        self.fault("unknown-id", at, span, message, help);
        self.rename(span, id, meant);
    }

    /// A list of items.
    pub(super) fn items_in(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Vec<Link<ItemIx>> {
        let list = self.list(at, toml, "a list of ids in quotes");
        let links = list.iter().enumerate().filter_map(|(nth, toml)| {
            let to = self.item_reference(at.nth(nth), toml)?;
            Some(Link { to, nth: place(nth) })
        });
        links.collect()
    }

    /// A list of tables of one kind.
    pub(super) fn links<T: From<usize>>(
        &mut self,
        at: At<'_>,
        toml: &'t Toml<'t>,
        table: Table,
    ) -> Vec<Link<T>> {
        let list = self.list(at, toml, "a list of ids in quotes");
        let links = list.iter().enumerate().filter_map(|(nth, toml)| {
            let to = self.reference(at.nth(nth), toml, table)? as usize;
            Some(Link { to: T::from(to), nth: place(nth) })
        });
        links.collect()
    }

    /// Needs: a list, or lists by wave.
    pub(super) fn needs(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Vec<Need> {
        let mut needs = Vec::new();
        if let Some(table) = toml.as_table() {
            for (wave, list) in table {
                if let Some(ix) = self.wave_key(at, wave) {
                    self.need_list(at.key(wave.as_str()), list, Some(ix), &mut needs);
                }
            }
        } else {
            self.need_list(at, toml, None, &mut needs);
        }
        needs
    }

    fn need_list(&mut self, at: At<'_>, toml: &'t Toml<'t>, wave: Option<WaveIx>, needs: &mut Vec<Need>) {
        let list = self.list(at, toml, "a list of needs in quotes: [\"consent >= 3\"]");
        needs.reserve_exact(list.len());
        for (nth, toml) in list.iter().enumerate() {
            let at = at.nth(nth);
            let Some(text) = toml.as_str() else {
                self.wrong_type(at, toml, "a need in quotes: \"consent >= 3\"");
                continue;
            };
            let Some((id, level)) = split_need(text) else {
                let message = format!("`{text}` is no need");
                let help = "Write an id, or an id and the level it must reach: \"consent >= 3\".";
                self.fault("unknown-value", at, toml.span(), message, help);
                continue;
            };
            if level.is_some_and(|level| level > 5) {
                self.out_of_range(at, toml, "a level from 0 to 5");
                continue;
            }
            if let Some(item) = self.item_named(at, toml.span(), id) {
                needs.push(Need { item, level, wave, nth: place(nth) });
            }
        }
    }

    /// The wave that a key of a table names.
    pub(super) fn wave_key(&mut self, at: At<'_>, key: &Key<'_>) -> Option<WaveIx> {
        let name = key.as_str();
        let found = self.indices[Table::Wave as usize].get(name).copied().map(WaveIx);
        match found {
            Some(_) => self.mention(key.span, Table::Wave, name),
            None => self.unknown_id(at.key(name), key.span, name, &[Table::Wave]),
        }
        found
    }

    /// A table from wave to something, in the order of the waves.
    pub(super) fn by_wave<T>(
        &mut self,
        at: At<'_>,
        toml: &'t Toml<'t>,
        expected: &str,
        mut read: impl FnMut(&mut Self, At<'_>, &'t Toml<'t>) -> Option<T>,
    ) -> Vec<(WaveIx, T)> {
        let Some(table) = toml.as_table() else {
            self.wrong_type(at, toml, expected);
            return Vec::new();
        };
        let mut all = Vec::with_capacity(table.len());
        for (key, value) in table {
            if let Some(wave) = self.wave_key(at, key)
                && let Some(value) = read(self, at.key(key.as_str()), value)
            {
                all.push((wave, value));
            }
        }
        all.order_by_key(|(wave, _)| *wave);
        all
    }

    /// Levels by wave.
    pub(super) fn levels(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Vec<(WaveIx, Level)> {
        self.by_wave(at, toml, "a table from wave to level: { WAVE = 3 }", |reader, at, toml| {
            reader.small(at, toml, 1, 5)
        })
    }

    /// Person-months by team, or one number for the one team.
    pub(super) fn by_team(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Vec<(Box<str>, f64)> {
        let Some(table) = toml.as_table() else {
            let one = self.number(at, toml, 0.0, 1e9);
            return one.map(|months| ("".into(), months)).into_iter().collect();
        };
        let mut teams = Vec::with_capacity(table.len());
        for (team, months) in table {
            self.unsafe_text(at.key(team.as_str()), team.span, team.as_str(), false);
            if let Some(months) = self.number(at.key(team.as_str()), months, 0.0, 1e9) {
                teams.push((team.as_str().into(), months));
            }
        }
        teams.order_by(|one: &(Box<str>, f64), other| one.0.cmp(&other.0));
        teams
    }

    /// Markets, brands and customer types: what a wave opens or a mandate covers.
    pub(super) fn scope(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Scope {
        let mut scope = Scope::default();
        let Some(table) = toml.as_table() else {
            self.wrong_type(at, toml, "a table: { market = [\"dk\"], brand = [], customer-type = [] }");
            return scope;
        };
        for (key, list) in table {
            let inner = at.key(key.as_str());
            match key.as_str() {
                "market" => scope.markets = self.links::<MarketIx>(inner, list, Table::Market),
                "brand" => scope.brands = self.links::<BrandIx>(inner, list, Table::Brand),
                "customer-type" => {
                    scope.customer_types = self.links::<CustomerTypeIx>(inner, list, Table::CustomerType);
                }
                _ => self.unknown_key(
                    at,
                    toml.as_table(),
                    key,
                    ["market", "brand", "customer-type"].into_iter(),
                ),
            }
        }
        scope
    }
}

/// The id and the level of a need: `consent`, `consent >= 3`.
fn split_need(text: &str) -> Option<(&str, Option<Level>)> {
    let Some((id, level)) = text.split_once(">=") else {
        let id = text.trim();
        return (!id.is_empty()
            && !id.contains(|character: char| character.is_whitespace() || "<>=".contains(character)))
        .then_some((id, None));
    };
    let (id, level) = (id.trim(), level.trim());
    let digits = !level.is_empty() && level.bytes().all(|byte| byte.is_ascii_digit());
    if id.is_empty() || id.contains(char::is_whitespace) || !digits {
        return None;
    }
    Some((id, Some(level.parse().unwrap_or(Level::MAX))))
}

#[cfg(test)]
mod tests {
    use super::split_need;

    #[test]
    fn needs_name_an_id_and_perhaps_a_level() {
        assert_eq!(split_need("consent >= 3"), Some(("consent", Some(3))));
        assert_eq!(split_need("consent>=3"), Some(("consent", Some(3))));
        assert_eq!(split_need(" crm "), Some(("crm", None)));
        assert_eq!(split_need("crm >= 999"), Some(("crm", Some(255))));
        for wrong in ["", ">= 3", "crm >=", "crm > 3", "crm = 3", "a b", "crm >= x", "a b >= 2", "crm >= -1"]
        {
            assert_eq!(split_need(wrong), None, "{wrong}");
        }
    }
}
