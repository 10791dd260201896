//! Words that name things of a plan by their ids. What each of them is stands beside the words, by address, so that
//! whoever says them can use the names that it goes by, and nobody has to look for ids in a text.

use std::fmt;
use std::ops::{Deref, Range};

use super::address::Address;

/// Words, and what they name. Two are the same where they read the same.
#[derive(Clone, Debug, Default)]
pub struct Telling {
    text: String,
    /// Where it names something, in its order.
    named: Vec<(Range<usize>, Address)>,
}

/// A part of what is told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part<'t> {
    /// Words, said as they are written.
    Words(&'t str),
    /// The words for something, and what that is.
    Of(&'t str, &'t Address),
}

impl Telling {
    /// With more words, said as they are written.
    #[must_use]
    pub fn words(mut self, words: impl AsRef<str>) -> Self {
        self.text.push_str(words.as_ref());
        self
    }

    /// Puts all that another tells behind what there is.
    pub fn push(&mut self, other: &Self) {
        let from = self.text.len();
        self.text.push_str(&other.text);
        let moved = other.named.iter().map(|(at, of)| (from + at.start..from + at.end, of.clone()));
        self.named.extend(moved);
    }

    /// Gives back the room that nothing came into: most tell one name or two, and a big plan has many findings.
    pub fn shrink(&mut self) {
        self.named.shrink_to_fit();
    }

    /// Puts what an address names behind what there is, by its id between backticks.
    pub fn push_code(&mut self, at: Address) {
        let from = self.text.len();
        self.text.extend(["`", &at.key, "`"]);
        self.named.push((from..self.text.len(), at));
    }

    /// With what an address names, by its id alone.
    #[must_use]
    pub fn id(self, at: Address) -> Self {
        let id = at.key.to_string();
        self.naming(id, at)
    }

    /// With what an address names, by its id between backticks, as messages have it.
    #[must_use]
    pub fn code(mut self, at: Address) -> Self {
        self.push_code(at);
        self
    }

    /// With what an address names, by the address in full.
    #[must_use]
    pub fn at(self, at: Address) -> Self {
        let words = at.to_string();
        self.naming(words, at)
    }

    /// With words for what an address names.
    #[must_use]
    pub fn naming(mut self, words: impl AsRef<str>, at: Address) -> Self {
        let from = self.text.len();
        self.text.push_str(words.as_ref());
        self.named.push((from..self.text.len(), at));
        self
    }

    /// With all that another tells.
    #[must_use]
    pub fn telling(mut self, other: &Self) -> Self {
        self.push(other);
        self
    }

    /// Several, with words between each two.
    #[must_use]
    pub fn joined(all: &[Self], between: &str) -> Self {
        let mut joined = Self::default();
        for (nth, it) in all.iter().enumerate() {
            joined = joined.words(if nth == 0 { "" } else { between }).telling(it);
        }
        joined
    }

    /// Several as a sentence lists them: `a`, `a and b`, `a, b and c`.
    #[must_use]
    pub fn listed(all: &[Self]) -> Self {
        match all {
            [] => Self::default(),
            [only] => only.clone(),
            [first @ .., last] => Self::joined(first, ", ").words(" and ").telling(last),
        }
    }

    /// The same where what an address names has another id.
    #[must_use]
    pub fn under_new_id(&self, old: &Address, new: &str) -> Self {
        let mut telling = Self::default();
        for part in self.parts() {
            telling = match part {
                Part::Words(words) => telling.words(words),
                Part::Of(words, at) if at.root() == *old => {
                    let at = Address { key: new.into(), ..at.clone() };
                    telling.naming(words.replace(&*old.key, new), at)
                }
                Part::Of(words, at) => telling.naming(words, at.clone()),
            };
        }
        telling
    }

    /// The words, with names only: of each thing what `name` says of its words and itself.
    pub fn said(&self, mut name: impl FnMut(&str, &Address) -> String) -> String {
        let mut said = String::with_capacity(self.text.len());
        for part in self.parts() {
            match part {
                Part::Words(words) => said.push_str(words),
                Part::Of(words, at) => said.push_str(&name(words, at)),
            }
        }
        said
    }

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its parts, in order.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let mut from = 0;
        let mut parts = Vec::with_capacity(2 * self.named.len() + 1);
        for (at, of) in &self.named {
            parts.push(Part::Words(self.text.get(from..at.start).unwrap_or_default()));
            parts.push(Part::Of(self.text.get(at.clone()).unwrap_or_default(), of));
            from = at.end;
        }
        parts.push(Part::Words(self.text.get(from..).unwrap_or_default()));
        parts.into_iter().filter(|part| *part != Part::Words(""))
    }

    /// Whether it names anything.
    #[must_use]
    pub fn names_any(&self) -> bool {
        !self.named.is_empty()
    }

    /// Bytes that it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.text.len() + self.named.len() * size_of::<(Range<usize>, Address)>()
    }
}

/// Words alone.
impl From<String> for Telling {
    fn from(text: String) -> Self {
        Self { text, named: Vec::new() }
    }
}

impl From<&str> for Telling {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl AsRef<Self> for Telling {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl Deref for Telling {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

/// More words, said as they are written. There is no [`fmt::Display`]: put into other words, it would be words alone.
impl fmt::Write for Telling {
    fn write_str(&mut self, words: &str) -> fmt::Result {
        self.text.push_str(words);
        Ok(())
    }
}

impl From<Telling> for String {
    fn from(telling: Telling) -> Self {
        telling.text
    }
}

impl PartialEq for Telling {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Telling {}

impl PartialEq<str> for Telling {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl PartialEq<&str> for Telling {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}
