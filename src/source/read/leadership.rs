//! Leadership: what only mandates have, gates with their criteria, risks.

use crate::order::Order as _;
use toml_spanner::{Item as Toml, Key};

use super::place;
use super::{At, Entry, Reader};
use crate::plan::Plan;
use crate::plan::about::About;
use crate::plan::address::{Address, Table};
use crate::plan::id::{ItemIx, KpiIx, WaveIx};
use crate::plan::leadership::{Comparison, Criterion, Gate, Leadership, Mandate, Risk, Subject, Theme};
use crate::plan::tell::tell;

impl<'t> Reader<'t> {
    pub(super) fn leadership(&mut self, plan: &mut Plan) {
        plan.gates = self.of(Table::Gate).to_vec().iter().map(|entry| self.gate(entry)).collect();
        plan.risks = self.of(Table::Risk).to_vec().iter().map(|entry| self.risk(entry)).collect();
    }

    /// A key that only mandates have; `false` where they have none such.
    pub(super) fn mandate_key(
        &mut self,
        base: At<'_>,
        key: &Key<'t>,
        toml: &'t Toml<'t>,
        mandate: &mut Mandate,
    ) -> bool {
        let at = base.key(key.as_str());
        match key.as_str() {
            "leadership" => mandate.leadership = self.word(at, toml, Leadership::WORDS, Leadership::of),
            "theme" => mandate.theme = self.word(at, toml, Theme::WORDS, Theme::of),
            "holder" => mandate.holder = self.text(at, toml),
            "granted" => mandate.granted = self.date(at, toml),
            "until" => mandate.until = self.date(at, toml),
            "limit" => mandate.limit = self.money(at, toml),
            "covers" => mandate.covers = Some(self.scope(at, toml)),
            _ => return false,
        }
        true
    }

    /// Holds the theme of a mandate to its leadership: each leadership has its own.
    pub(super) fn theme_fits(&mut self, entry: &Entry<'t>, mandate: &mut Mandate) {
        let (Some(leadership), Some(theme)) = (mandate.leadership, mandate.theme) else { return };
        if theme.leadership() == leadership {
            return;
        }
        mandate.theme = None;
        let Some(toml) = entry.toml.as_table().and_then(|table| table.get("theme")) else { return };
        let own = Theme::ALL.iter().filter(|theme| theme.leadership() == leadership);
        let own: Vec<&str> = own.map(|theme| theme.as_str()).collect();
        let message = format!("`{}` is no theme of {} leadership", theme.as_str(), leadership.as_str());
        let base = At::table(Table::Mandate, entry.id);
        let help = format!("Write one of: {}; or name the other leadership.", own.join(", "));
        self.fault("unknown-value", base.key("theme"), toml.span(), message, help);
    }

    fn gate(&mut self, entry: &Entry<'t>) -> Gate {
        let mut gate = Gate {
            id: entry.id.into(),
            about: About::default(),
            wave: None,
            date: None,
            criteria: Vec::new(),
        };
        let base = At::table(Table::Gate, entry.id);
        for (key, toml) in self.fields(Table::Gate, entry, &mut gate.about) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "wave" => gate.wave = self.reference(at, toml, Table::Wave).map(WaveIx),
                "date" => gate.date = self.date(at, toml),
                "criteria" => {
                    let list = self.list(at, toml, "a list of criteria in quotes: [\"consent >= 3\"]");
                    let criteria = list.iter().enumerate();
                    gate.criteria =
                        criteria.filter_map(|(nth, toml)| self.criterion(at.nth(nth), toml, nth)).collect();
                }
                _ => self.stray(Table::Gate, entry, key),
            }
        }
        gate
    }

    fn criterion(&mut self, at: At<'_>, toml: &'t Toml<'t>, nth: usize) -> Option<Criterion> {
        let text = self.text(at, toml)?;
        let Some((subject, comparison, threshold)) = split_criterion(&text) else {
            let message = format!("`{text}` is no criterion");
            let help = if text.contains(" in ") {
                "A band is two criteria: \"kpi.rate >= 20\" and \"kpi.rate <= 30\"."
            } else {
                "Compare with a number: \"consent >= 3\", \"kpi.rate >= 35\", \"realized.reach >= 100_000\", \"spent.scale <= 1_900_000\"; a KPI that is done or not with 1: \"kpi.tills = 1\"."
            };
            self.fault("unknown-value", at, toml.span(), message, help);
            return None;
        };
        let span = toml.span();
        let subject = match subject.split_once('.') {
            None => {
                if self.item_with(subject).is_some()
                    && !(threshold.fract() == 0.0 && (0.0..=5.0).contains(&threshold))
                {
                    self.out_of_range(at, toml, "a level from 0 to 5");
                    return None;
                }
                let item = self.measured_item(at, span, subject)?;
                if self.table_of_item(item.0) == Table::Driver {
                    let message = tell!(
                        "{} is a driver, and a driver has no level that could be seen",
                        Address::new(Table::Driver, subject).by_id()
                    );
                    let help = format!("Ask what it brought: \"realized.{subject} >= 100_000\".");
                    self.fault("unknown-value", at, span, message, help);
                    return None;
                }
                Subject::Level(item)
            }
            Some(("kpi", id)) => Subject::Kpi(KpiIx(self.named(at, span, id, Table::Kpi)?)),
            Some(("realized", id)) => Subject::Realized(self.driver_named(at, span, id)?),
            Some(("spent", id)) => match self.indices[Table::Wave as usize].get(id).copied() {
                Some(wave) => {
                    self.mention(span, Table::Wave, id);
                    Subject::SpentInWave(WaveIx(wave))
                }
                None => Subject::SpentOnItem(self.item_named(at, span, id)?),
            },
            Some((other, _)) => {
                let message = format!("`{other}` is nothing that a criterion measures");
                let nearest = self.nearest(other, ["kpi", "realized", "spent"].into_iter());
                let help = match nearest {
                    Some(nearest) => format!("Did you mean `{nearest}`?"),
                    None => {
                        "Measure the level of an item by its id, or kpi.ID, realized.ID, spent.ID.".to_owned()
                    }
                };
                self.fault("unknown-value", at, span, message, help);
                self.rename(span, other, nearest);
                return None;
            }
        };
        Some(Criterion { subject, comparison, threshold, text: text.clone(), nth: place(nth) })
    }

    /// The item whose level a criterion measures.
    fn measured_item(&mut self, at: At<'_>, span: toml_spanner::Span, id: &str) -> Option<ItemIx> {
        let known = self.findings.len();
        let found = self.item_named(at, span, id);
        if let Some(finding) = self.findings.get_mut(known).filter(|finding| finding.fixes.is_empty()) {
            let help = std::mem::take(&mut finding.help);
            finding.help = help.words(" Or measure kpi.ID, realized.ID or spent.ID.");
        }
        found
    }

    fn named(&mut self, at: At<'_>, span: toml_spanner::Span, id: &str, table: Table) -> Option<u32> {
        let found = self.indices[table as usize].get(id).copied();
        match found {
            Some(_) => self.mention(span, table, id),
            None => self.unknown_id(at, span, id, &[table]),
        }
        found
    }

    fn driver_named(&mut self, at: At<'_>, span: toml_spanner::Span, id: &str) -> Option<ItemIx> {
        let found = self.item_with(id).filter(|index| self.table_of_item(*index) == Table::Driver);
        match found {
            Some(_) => self.mention(span, Table::Driver, id),
            None => self.unknown_id(at, span, id, &[Table::Driver]),
        }
        found.map(ItemIx)
    }

    fn risk(&mut self, entry: &Entry<'t>) -> Risk {
        let mut risk = Risk {
            id: entry.id.into(),
            about: About::default(),
            probability: None,
            delays: Vec::new(),
            costs: None,
            response: None,
        };
        let base = At::table(Table::Risk, entry.id);
        for (key, toml) in self.fields(Table::Risk, entry, &mut risk.about) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "probability" => risk.probability = self.number(at, toml, 0.0, 1.0),
                "delays" => risk.delays = self.delays(at, toml),
                "costs" => risk.costs = self.money(at, toml),
                "response" => risk.response = self.text(at, toml),
                _ => self.stray(Table::Risk, entry, key),
            }
        }
        risk
    }

    fn delays(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Vec<(ItemIx, f64)> {
        let Some(table) = toml.as_table() else {
            self.wrong_type(at, toml, "a table from item to months: { crm = 3 }");
            return Vec::new();
        };
        let mut delays = Vec::new();
        for (key, months) in table {
            let inner = at.key(key.as_str());
            let item = self.item_named(inner, key.span, key.as_str());
            let months = self.number(inner, months, 0.0, 1200.0);
            delays.extend(item.zip(months));
        }
        delays.order_by_key(|(item, _)| *item);
        delays
    }
}

/// The subject, comparison and threshold of a criterion. An id alone asks for it to be live at all.
fn split_criterion(text: &str) -> Option<(&str, Comparison, f64)> {
    let sign = text.find(['<', '>', '=']);
    let Some(sign) = sign else {
        let id = text.trim();
        let plain = !id.is_empty() && !id.contains(char::is_whitespace) && !id.contains('.');
        return plain.then_some((id, Comparison::AtLeast, 1.0));
    };
    let (subject, rest) = text.split_at(sign);
    let word = rest.get(..2).filter(|word| word.ends_with('=')).or_else(|| rest.get(..1))?;
    let comparison = match word {
        "==" => Comparison::Equal,
        word => Comparison::of(word)?,
    };
    let number = rest.get(word.len()..)?.trim().replace('_', "");
    let plain = number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
    let threshold =
        plain.then(|| number.parse::<f64>().ok()).flatten().filter(|number| number.is_finite())?;
    let subject = subject.trim();
    (!subject.is_empty() && !subject.contains(char::is_whitespace))
        .then_some((subject, comparison, threshold))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn criteria_compare_a_subject_with_a_number() {
        assert_eq!(split_criterion("consent >= 3"), Some(("consent", Comparison::AtLeast, 3.0)));
        assert_eq!(
            split_criterion("spent.scale<=1_900_000"),
            Some(("spent.scale", Comparison::AtMost, 1_900_000.0))
        );
        assert_eq!(split_criterion("kpi.rate > 3.5"), Some(("kpi.rate", Comparison::MoreThan, 3.5)));
        assert_eq!(split_criterion("kpi.done = 1"), Some(("kpi.done", Comparison::Equal, 1.0)));
        assert_eq!(split_criterion("steering"), Some(("steering", Comparison::AtLeast, 1.0)));
        for wrong in ["", ">= 3", "a >=", "a >= b", "a b >= 1", "kpi.rate", "a => 3", "a >= 1e9", "a >= inf"]
        {
            assert_eq!(split_criterion(wrong), None, "{wrong}");
        }
    }
}
