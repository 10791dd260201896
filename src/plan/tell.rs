//! Words with what they name: as `format!` puts them together, and known by address.

use std::cell::RefCell;
use std::fmt::{self, Write as _};

use super::Plan;
use super::address::{Address, Table};
use super::id::{MarketIx, UnitIx};
use super::item::Item;
use super::kpi::Kpi;
use super::leadership::{Gate, Risk};
use super::operating_model::{Exception, Tradeoff};
use super::strategy::{MultiplierKind, Objective, Pool};
use super::telling::Telling;
use super::wave::Wave;

/// A [`Telling`] in the manner of `format!`: `tell!("{} needs {} by {date}", item, wave)`. What has an id stands
/// there by it, between backticks, and is known by its address; all else as it is written.
///
/// What stands in the words by its variable alone is written as it is: what has an id, and what is told already,
/// has to follow them.
macro_rules! tell {
    ($words:literal $(, $part:expr)* $(,)?) => {{
        #[allow(unused_imports, reason = "nothing may follow the words")]
        use $crate::plan::tell::Tells as _;
        let told = $crate::plan::tell::Told::default();
        told.write(format_args!($words $(, $part.part(&told))*));
        told.telling()
    }};
}
pub(crate) use tell;

/// What can follow the words of [`tell!`].
pub trait Tells {
    /// Puts it behind what is told so far.
    fn tell(&self, telling: &mut Telling);

    /// Itself, as a part of what is told.
    fn part<'t>(&'t self, told: &'t Told) -> Part<'t, Self> {
        Part { told, of: self }
    }
}

/// What is put together, while it is.
#[derive(Debug, Default)]
pub struct Told(RefCell<Telling>);

/// A part of it, which goes there by itself and not through a formatter: that would know words alone.
#[derive(Debug)]
pub struct Part<'t, T: ?Sized> {
    told: &'t Told,
    of: &'t T,
}

impl Told {
    /// All the words, with their parts.
    pub fn write(&self, words: fmt::Arguments<'_>) {
        // Nothing of this can fail but what is said of a part, which is then left out.
        let _ = { self }.write_fmt(words);
    }

    /// What came of it.
    #[must_use]
    pub fn telling(self) -> Telling {
        let mut telling = self.0.into_inner();
        telling.shrink();
        telling
    }
}

impl fmt::Write for &Told {
    fn write_str(&mut self, words: &str) -> fmt::Result {
        self.0.borrow_mut().write_str(words)
    }
}

impl<T: Tells + ?Sized> fmt::Display for Part<'_, T> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.of.tell(&mut self.told.0.borrow_mut());
        Ok(())
    }
}

/// What is written as it is.
impl<T: fmt::Display + ?Sized> Tells for T {
    fn tell(&self, telling: &mut Telling) {
        let _ = write!(telling, "{self}");
    }
}

impl Tells for Telling {
    fn tell(&self, telling: &mut Telling) {
        telling.push(self);
    }
}

/// The thing that an address lies in, by its id: the address itself is written in full.
#[derive(Clone, Copy, Debug)]
pub struct ById<'a>(pub &'a Address);

impl Address {
    /// The thing that it lies in, as a part of [`tell!`]: by its id, between backticks.
    #[must_use]
    pub fn by_id(&self) -> ById<'_> {
        ById(self)
    }
}

impl Tells for ById<'_> {
    fn tell(&self, telling: &mut Telling) {
        telling.push_code(self.0.root());
    }
}

impl Tells for Item {
    fn tell(&self, telling: &mut Telling) {
        telling.push_code(Address::new(Plan::item_table(self), &self.id));
    }
}

/// What of a plan tells of itself in which table it stands.
macro_rules! tells {
    ($($thing:ty, $table:ident;)+) => {
        $(impl Tells for $thing {
            fn tell(&self, telling: &mut Telling) {
                telling.push_code(Address::new(Table::$table, &self.id));
            }
        })+
    };
}

tells! {
    Wave, Wave;
    Kpi, Kpi;
    Gate, Gate;
    Risk, Risk;
    Objective, Objective;
    Pool, Pool;
    Tradeoff, Tradeoff;
    Exception, Exception;
}

impl Plan {
    /// A unit, by its id: a market where that is one, and else as it is written.
    #[must_use]
    pub fn tell_unit(&self, unit: UnitIx) -> Telling {
        let id = &self.units[unit.at()];
        match self.markets.binary_search_by(|market| market.id.cmp(id)) {
            Ok(_) => Telling::default().code(Address::new(Table::Market, id)),
            Err(_) => Telling::from(format!("`{id}`")),
        }
    }

    /// A market, by its id.
    #[must_use]
    pub fn tell_market(&self, market: MarketIx) -> Telling {
        Telling::default().code(self.multiplier_address(MultiplierKind::Market, market.at()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::telling::Part;
    use super::*;

    #[test]
    fn what_has_an_id_is_told_by_address_and_all_else_as_it_is_written() {
        let (crm, scale) = (Address::new(Table::Driver, "crm"), Address::new(Table::Wave, "scale"));
        let (by, owner) = ("31 Mar 2026", String::from("crm"));
        let first = tell!("{} of `{owner}`", crm.by_id());
        let all = tell!("{} needs {} by {by}, `{}` {{ {} }}", first, scale.by_id(), "owner", 3);
        assert_eq!(all, "`crm` of `crm` needs `scale` by 31 Mar 2026, `owner` { 3 }");
        let parts: Vec<Part<'_>> = all.parts().collect();
        assert_eq!(
            parts,
            [
                Part::Of("`crm`", &crm),
                Part::Words(" of `crm` needs "),
                Part::Of("`scale`", &scale),
                Part::Words(" by 31 Mar 2026, `owner` { 3 }")
            ]
        );
        assert!(!tell!("nothing").names_any());
    }
}
