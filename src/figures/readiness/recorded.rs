//! What the record says of value and money by a date, and what money the plan has for the months after it.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::super::Figures;
use super::super::realized;
use crate::plan::calendar::Month;
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::quantity::Money;
use crate::plan::record::{Spent, SpentOn};

impl Figures<'_> {
    /// What a driver has realized by a date: the records whose period has ended.
    #[must_use]
    pub fn realized_by(&self, driver: ItemIx, at: NaiveDate) -> Money {
        let records = realized::known(self.plan).filter(|it| it.driver == driver && it.period.end() <= at);
        records.map(|record| record.value).sum()
    }

    /// What was spent on an item by a date: the records whose period has ended.
    #[must_use]
    pub fn spent_on(&self, item: ItemIx, at: NaiveDate) -> Money {
        self.spent(at).filter(|it| it.on == SpentOn::Item(item)).map(|record| record.value).sum()
    }

    /// What was spent in a wave by a date: on the wave as a whole, and on items in the periods that belong
    /// to it.
    #[must_use]
    pub fn spent_in(&self, wave: WaveIx, at: NaiveDate) -> Money {
        self.spent(at).filter(|it| self.wave_of(it) == Some(wave)).map(|record| record.value).sum()
    }

    /// What was spent on each item by a date; items without a record are left out.
    #[must_use]
    pub fn spent_by_item(&self, at: NaiveDate) -> FxHashMap<ItemIx, Money> {
        let mut by_item = FxHashMap::default();
        for record in self.spent(at) {
            if let SpentOn::Item(item) = record.on {
                *by_item.entry(item).or_default() += record.value;
            }
        }
        by_item
    }

    /// All that was spent by `as-of`, in waves and in none.
    #[must_use]
    pub fn spent_in_all(&self) -> Money {
        self.spent(self.plan.as_of).map(|record| record.value).sum()
    }

    fn spent(&self, at: NaiveDate) -> impl Iterator<Item = &Spent> {
        let at = at.min(self.plan.as_of);
        self.plan.spent.iter().filter(move |record| record.period.end() <= at)
    }

    /// The one-off money that is planned in a wave for the months after the last one that is recorded, by the last days
    /// of the months.
    pub(crate) fn to_be_spent_in(&self, wave: WaveIx) -> Vec<(NaiveDate, Money)> {
        let own = |record: &&Spent| self.wave_of(record) == Some(wave);
        self.after_record(own, self.costs().one_off.of(wave))
    }

    /// The same of an item.
    pub(crate) fn to_be_spent_on(&self, item: ItemIx) -> Vec<(NaiveDate, Money)> {
        let [one_off, _] = self.costs_of_item(item);
        self.after_record(|record| record.on == SpentOn::Item(item), &one_off)
    }

    fn after_record(&self, own: impl Fn(&&Spent) -> bool, planned: &[Money]) -> Vec<(NaiveDate, Money)> {
        let last = self.spent(self.plan.as_of).filter(own).map(|record| record.period.last()).max();
        let months =
            self.grid().months().zip(planned).filter(|(month, _)| last.is_none_or(|last| *month > last));
        months.map(|(month, amount)| (month.last_day(), *amount)).collect()
    }

    /// The wave that a spending belongs to: the one it names; for an item, of the waves that it has steps
    /// or cost in, the last one that had started when the period ended, or the first. The whole amount belongs to
    /// it: money spent is known once its period has ended, and nobody said on which of its days it went.
    #[must_use]
    pub fn wave_of(&self, spent: &Spent) -> Option<WaveIx> {
        let item = match spent.on {
            SpentOn::Wave(wave) => return Some(wave),
            SpentOn::Item(item) => self.plan.item(item),
        };
        let costed = item.cost().by_wave.iter().map(|(wave, _)| *wave);
        let waves = item.steps.iter().map(|step| step.wave).chain(costed);
        let started = |wave: &WaveIx| Month::of(self.plan.wave(*wave).start) <= spent.period.last();
        waves.clone().filter(started).max().or_else(|| waves.min())
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample;
    use super::*;
    use crate::plan::about::About;

    #[test]
    fn spending_on_an_item_belongs_to_the_wave_it_fell_in() {
        let mut plan = sample::plan();
        let on = SpentOn::Item(plan.item_by_id("crm").unwrap());
        let spent = |period, value| Spent {
            on,
            period: crate::plan::calendar::Period::parse(period).unwrap(),
            value: Money(value),
            about: About::default(),
        };
        plan.spent = vec![spent("2026-02", 5), spent("2026-Q2", 7), spent("2026-Q4", 11)];
        let figures = Figures::new(&plan);
        let in_wave = |wave| figures.spent_in(WaveIx(wave), plan.as_of);
        assert_eq!((in_wave(0), in_wave(1)), (Money(5), Money(7)), "the last quarter is not known yet");
    }
}
