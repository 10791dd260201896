//! Addresses: the name of one table or value of a plan, independent of where its text stands.
//!
//! `wave.scale.budget` · `driver.reach.needs[1]` · `plan.horizon` · `reading[consent-rate 2026-09-30 dk].value`
//!
//! A rule points at an address, the source turns it into a line, an edit changes one, a difference
//! between plans is keyed by it, and every cell of a view carries one.

use std::borrow::Cow;
use std::fmt;

use super::id::Id;

/// The tables that a plan is made of, by their key in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the table of that name")]
pub enum Table {
    /// The top of the file itself: `format` and `include`.
    Top,
    Plan,
    TargetState,
    Policy,
    Objective,
    Wave,
    Driver,
    Pool,
    Market,
    Brand,
    CustomerType,
    Capability,
    Archetype,
    Tradeoff,
    Exception,
    Mandate,
    Gate,
    Risk,
    Kpi,
    Reading,
    Realized,
    Spent,
    Assessed,
    Decision,
    Action,
    Learning,
    Waiver,
    Present,
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 28] = [
        Self::Top,
        Self::Plan,
        Self::TargetState,
        Self::Policy,
        Self::Objective,
        Self::Wave,
        Self::Driver,
        Self::Pool,
        Self::Market,
        Self::Brand,
        Self::CustomerType,
        Self::Capability,
        Self::Archetype,
        Self::Tradeoff,
        Self::Exception,
        Self::Mandate,
        Self::Gate,
        Self::Risk,
        Self::Kpi,
        Self::Reading,
        Self::Realized,
        Self::Spent,
        Self::Assessed,
        Self::Decision,
        Self::Action,
        Self::Learning,
        Self::Waiver,
        Self::Present,
    ];

    /// Its key in the file; empty for the top.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Top => "",
            Self::Plan => "plan",
            Self::TargetState => "target-state",
            Self::Policy => "policy",
            Self::Objective => "objective",
            Self::Wave => "wave",
            Self::Driver => "driver",
            Self::Pool => "pool",
            Self::Market => "market",
            Self::Brand => "brand",
            Self::CustomerType => "customer-type",
            Self::Capability => "capability",
            Self::Archetype => "archetype",
            Self::Tradeoff => "tradeoff",
            Self::Exception => "exception",
            Self::Mandate => "mandate",
            Self::Gate => "gate",
            Self::Risk => "risk",
            Self::Kpi => "kpi",
            Self::Reading => "reading",
            Self::Realized => "realized",
            Self::Spent => "spent",
            Self::Assessed => "assessed",
            Self::Decision => "decision",
            Self::Action => "action",
            Self::Learning => "learning",
            Self::Waiver => "waiver",
            Self::Present => "present",
        }
    }

    /// The table with this key.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.key() == key && !key.is_empty())
    }

    /// What it is called in a sentence: "customer type", "trade-off".
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Top => "file",
            Self::TargetState => "target state",
            Self::CustomerType => "customer type",
            Self::Tradeoff => "trade-off",
            Self::Kpi => "KPI",
            Self::Assessed => "assessment",
            Self::Realized => "realized value",
            Self::Spent => "spending",
            Self::Present => "slide",
            other => other.key(),
        }
    }

    /// How the file holds it.
    #[must_use]
    pub fn holds(self) -> Holds {
        match self {
            Self::Top | Self::Plan | Self::TargetState | Self::Policy => Holds::One,
            Self::Objective
            | Self::Wave
            | Self::Driver
            | Self::Pool
            | Self::Market
            | Self::Brand
            | Self::CustomerType
            | Self::Capability
            | Self::Archetype
            | Self::Tradeoff
            | Self::Exception
            | Self::Mandate
            | Self::Gate
            | Self::Risk
            | Self::Kpi => Holds::ById,
            Self::Reading
            | Self::Realized
            | Self::Spent
            | Self::Assessed
            | Self::Decision
            | Self::Action
            | Self::Learning
            | Self::Waiver
            | Self::Present => Holds::Many,
        }
    }
}

/// How a file holds a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// One of its kind: `[plan]`.
    One,
    /// Keyed by id: `[wave.scale]`.
    ById,
    /// A list: `[[reading]]`.
    Many,
}

/// The name of one table or value of a plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The table.
    pub table: Table,
    /// The id, the natural key of a record, or empty where there is only one.
    pub key: Id,
    /// The way to the value inside the table; empty for the table itself.
    pub path: Vec<Part>,
}

/// One step of the way to a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A key of a table.
    Key(Box<str>),
    /// A place in a list, from 0.
    Nth(u32),
}

impl From<&str> for Part {
    fn from(key: &str) -> Self {
        Self::Key(key.into())
    }
}

impl From<u32> for Part {
    fn from(nth: u32) -> Self {
        Self::Nth(nth)
    }
}

impl Address {
    /// The table with this key.
    #[must_use]
    pub fn new(table: Table, key: &str) -> Self {
        Self { table, key: key.into(), path: Vec::new() }
    }

    /// One step further: the value under a key, or at a place in a list.
    #[must_use]
    pub fn to(mut self, part: impl Into<Part>) -> Self {
        self.path.push(part.into());
        self
    }

    /// The table that this address lies in.
    #[must_use]
    pub fn root(&self) -> Self {
        Self { table: self.table, key: self.key.clone(), path: Vec::new() }
    }

    /// Reads an address as [`fmt::Display`] writes it. Any key may stand in quotes, as in a plan.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let end = text.find(['.', '[']).unwrap_or(text.len());
        let table = Table::of(text.get(..end)?)?;
        let rest = text.get(end..)?;
        let (key, rest) = match table.holds() {
            Holds::One => ("".into(), rest),
            Holds::ById => key_of(rest.strip_prefix('.')?)?,
            Holds::Many => {
                let (key, rest) = rest.strip_prefix('[')?.split_once(']')?;
                (key.into(), rest)
            }
        };
        if key.is_empty() && table.holds() != Holds::One {
            return None;
        }
        let mut address = Self::new(table, &key);
        let mut rest = rest;
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('[') {
                let (nth, after) = after.split_once(']')?;
                address.path.push(Part::Nth(nth.parse().ok()?));
                rest = after;
            } else {
                let (key, after) = key_of(rest.strip_prefix('.')?)?;
                if key.is_empty() {
                    return None;
                }
                address.path.push(Part::Key(key.into()));
                rest = after;
            }
        }
        Some(address)
    }
}

/// The key that a text begins with, and what follows it. In quotes it holds whatever stands between them: `"` ends
/// it but behind a `\`, and `'` without exception.
fn key_of(text: &str) -> Option<(Cow<'_, str>, &str)> {
    if let Some(inside) = text.strip_prefix('\'') {
        let (key, rest) = inside.split_once('\'')?;
        return Some((key.into(), rest));
    }
    let Some(inside) = text.strip_prefix('"') else {
        let (key, rest) = text.split_at_checked(text.find(['.', '[']).unwrap_or(text.len()))?;
        return Some((key.into(), rest));
    };
    let (mut key, mut is_escaped) = (String::new(), false);
    for (at, char) in inside.char_indices() {
        match char {
            '"' if !is_escaped => return Some((key.into(), inside.get(at + 1..)?)),
            '\\' if !is_escaped => is_escaped = true,
            char => {
                key.push(char);
                is_escaped = false;
            }
        }
    }
    None
}

/// Whether a key can be told from what stands around it only in quotes.
fn is_quoted(key: &str) -> bool {
    key.is_empty() || key.starts_with('\'') || key.contains(['.', '[', '"', '\\'])
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.table.key())?;
        match self.table.holds() {
            Holds::One => {}
            Holds::ById => write!(f, ".{}", self.key)?,
            Holds::Many => write!(f, "[{}]", self.key)?,
        }
        for part in &self.path {
            match part {
                Part::Key(key) if self.table == Table::Top => f.write_str(key)?,
                Part::Key(key) if is_quoted(key) => {
                    write!(f, ".\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\""))?;
                }
                Part::Key(key) => write!(f, ".{key}")?,
                Part::Nth(nth) => write!(f, "[{nth}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_print_and_read_back() {
        for text in [
            "wave.scale",
            "wave.scale.budget",
            "plan.start",
            "driver.reach.needs[1]",
            "capability.consent.reaches.scale",
            "kpi.rate.local.dk.foundation",
            "reading[consent-rate 2026-09-30 dk].value",
            "target-state.strategy",
            "driver.reach.extra.a b",
            "driver.reach.extra.\"a.b\".c",
            "driver.reach.extra.\"a \\\"b\\\" \\\\ [c]\"",
        ] {
            assert_eq!(Address::parse(text).unwrap().to_string(), text);
        }
        for (text, key) in [
            ("driver.a.extra.\"a b\"", "a b"),
            ("driver.a.extra.'a.b'", "a.b"),
            ("driver.\"a\".extra.b", "b"),
            ("driver.a.extra.\"\\\"\"", "\""),
        ] {
            let expected = Address::new(Table::Driver, "a").to("extra").to(key);
            assert_eq!(Address::parse(text), Some(expected), "{text}");
        }
        for text in [
            "",
            "wave",
            "wave.",
            "nothing.x",
            "reading.x",
            "driver.a[x]",
            "driver.a..b",
            "driver.a.\"b",
            "driver.a.\"\"",
        ] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }
}
