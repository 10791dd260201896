//! What a change is called: words for undo and for scenarios, which name what it is about by its id.

use std::fmt;
use std::ops::Deref;

use crate::plan::address::Address;
use crate::plan::telling::{Part, Telling};
use crate::wording::aloud::Aloud;

/// What is done, as asked for and once it was done.
macro_rules! verbs {
    ($($verb:ident $asked:literal $done:literal)+) => {
        /// What a change does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is what it says")]
        pub enum Verb { $($verb),+ }

        impl Verb {
            const ALL: &[Self] = &[$(Self::$verb),+];

            /// As it is asked for: "move".
            #[must_use]
            pub fn asked(self) -> &'static str {
                match self { $(Self::$verb => $asked),+ }
            }

            /// As it is told once it was done: "Moved".
            #[must_use]
            pub fn done(self) -> &'static str {
                match self { $(Self::$verb => $done),+ }
            }
        }
    };
}

verbs! {
    Move "move" "Moved"
    Set "set" "Set"
    Edit "edit" "Edited"
    Add "add" "Added"
    Record "record" "Recorded"
    Decide "decide" "Decided"
    Remove "remove" "Removed"
    Ignore "ignore" "Ignored"
    Leave "leave" "Left"
    Write "write" "Wrote"
    Rename "rename" "Renamed"
    Bring "bring" "Brought"
    Drop "drop" "Dropped"
    Open "open" "Opened"
    Close "close" "Closed"
    Slip "slip" "Slipped"
    Shift "shift" "Shifted"
    Apply "apply" "Applied"
    Take "take" "Took"
}

/// What a change is called: "move consent to scale". Two are the same where they read the same.
#[derive(Clone, Debug, Default)]
pub struct Title {
    telling: Telling,
    verb: Option<Verb>,
}

impl Title {
    /// A title that begins with what is done.
    #[must_use]
    pub fn new(verb: Verb) -> Self {
        Self { telling: Telling::from(format!("{} ", verb.asked())), verb: Some(verb) }
    }

    /// With more words, said as they are written.
    #[must_use]
    pub fn words(self, words: impl AsRef<str>) -> Self {
        Self { telling: self.telling.words(words), ..self }
    }

    /// With what an address names, by its id alone.
    #[must_use]
    pub fn id(self, at: Address) -> Self {
        Self { telling: self.telling.id(at), ..self }
    }

    /// With what an address names, by the address in full.
    #[must_use]
    pub fn at(self, at: Address) -> Self {
        Self { telling: self.telling.at(at), ..self }
    }

    /// With all of another title.
    #[must_use]
    pub fn title(self, other: &Self) -> Self {
        Self { telling: self.telling.telling(&other.telling), ..self }
    }

    /// In quotes, as what was taken back: "undo “move consent to scale”".
    #[must_use]
    pub fn undone(&self) -> Self {
        Self::default().words("undo “").title(self).words("”")
    }

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.telling
    }

    /// Bytes that it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.telling.bytes()
    }

    /// What is done, where that is known.
    #[must_use]
    pub fn verb(&self) -> Option<Verb> {
        self.verb
    }

    /// What it asks for, as something that was done: "Moved Consent management to Scale".
    #[must_use]
    pub fn done(&self, aloud: Aloud<'_>) -> String {
        let said = aloud.said(self);
        match self.verb {
            Some(verb) => format!("{}{}", verb.done(), said.get(verb.asked().len()..).unwrap_or_default()),
            None => format!("Done: {said}"),
        }
    }

    /// What it names, as a file keeps it beside the words: `move {capability.consent} to {wave.scale}`. `None` where
    /// it names nothing, or could not be told apart from its words there.
    #[must_use]
    pub fn kept(&self) -> Option<String> {
        let braces = |words: &str| words.contains(['{', '}']);
        if !self.telling.names_any()
            || self.telling.parts().any(|part| matches!(part, Part::Words(it) if braces(it)))
        {
            return None;
        }
        let mut kept = String::new();
        for part in self.telling.parts() {
            match part {
                Part::Words(words) => kept.push_str(words),
                Part::Of(_, at) if braces(&at.to_string()) => return None,
                Part::Of(_, at) => kept.push_str(&format!("{{{at}}}")),
            }
        }
        Some(kept)
    }

    /// A title from a file: its words, and what these name where it is [kept](Self::kept) beside them and fits them.
    #[must_use]
    pub fn read(words: String, kept: Option<&str>) -> Self {
        let telling = kept.and_then(|kept| fitting(&words, kept));
        let title = Self::from(words);
        Self { telling: telling.unwrap_or(title.telling), ..title }
    }
}

/// What some words name, as it was kept beside them; `None` where that is of other words.
fn fitting(words: &str, kept: &str) -> Option<Telling> {
    let (mut telling, mut at) = (Telling::default(), 0);
    for (nth, part) in kept.split('{').enumerate() {
        let mut literal = part;
        if nth > 0 {
            let (address, rest) = part.split_once('}')?;
            let of = Address::parse(address)?;
            let left = words.get(at..)?;
            let full = of.to_string();
            let own = [&*full, &*of.key].into_iter().find(|own| left.starts_with(own))?.to_owned();
            at += own.len();
            telling = telling.naming(own, of);
            literal = rest;
        }
        words.get(at..)?.strip_prefix(literal)?;
        telling = telling.words(literal);
        at += literal.len();
    }
    (at == words.len()).then_some(telling)
}

/// A title in words alone, as files have them.
impl From<String> for Title {
    fn from(text: String) -> Self {
        Self::from(Telling::from(text))
    }
}

/// A title as fixes have it: what is done is the first word.
impl From<Telling> for Title {
    fn from(telling: Telling) -> Self {
        let first = telling.split(' ').next().unwrap_or_default();
        let verb = Verb::ALL.iter().copied().find(|verb| verb.asked() == first);
        Self { telling, verb }
    }
}

impl From<&str> for Title {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl AsRef<Telling> for Title {
    fn as_ref(&self) -> &Telling {
        &self.telling
    }
}

impl Deref for Title {
    type Target = str;

    fn deref(&self) -> &str {
        &self.telling
    }
}

impl fmt::Display for Title {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.telling)
    }
}

impl PartialEq for Title {
    fn eq(&self, other: &Self) -> bool {
        self.telling == other.telling
    }
}

impl Eq for Title {}

impl PartialEq<str> for Title {
    fn eq(&self, other: &str) -> bool {
        *self.as_str() == *other
    }
}

impl PartialEq<&str> for Title {
    fn eq(&self, other: &&str) -> bool {
        *self.as_str() == **other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::address::Table;

    fn moved() -> Title {
        let of = |table, id: &str| Address::new(table, id);
        Title::new(Verb::Move).id(of(Table::Capability, "to")).words(" to ").id(of(Table::Wave, "two"))
    }

    /// Of an id that is a word of the title as well, the words alone would not tell which is which.
    #[test]
    fn what_a_title_names_is_known_by_address_and_read_again_as_it_was_kept() {
        let title = moved();
        assert_eq!((title.as_str(), title.verb()), ("move to to two", Some(Verb::Move)));
        let of = [Address::new(Table::Capability, "to"), Address::new(Table::Wave, "two")];
        let parts: Vec<Part<'_>> = title.telling.parts().collect();
        assert_eq!(
            parts,
            [Part::Words("move "), Part::Of("to", &of[0]), Part::Words(" to "), Part::Of("two", &of[1])]
        );
        let kept = title.kept().unwrap();
        assert_eq!(kept, "move {capability.to} to {wave.two}");
        let read = Title::read("move to to two".into(), Some(&kept));
        assert!(read.telling.parts().eq(title.telling.parts()) && read.verb() == title.verb());
        // In quotes it is the same, further on; nothing is done by it.
        let undone = title.undone();
        assert_eq!(undone.as_str(), "undo “move to to two”");
        assert_eq!(undone.telling.parts().nth(1), Some(Part::Of("to", &of[0])));
        assert_eq!(undone.verb(), None);
    }

    #[test]
    fn what_is_kept_beside_other_words_or_cannot_be_kept_names_nothing() {
        for kept in ["move {capability.to} to {wave.three}", "move {", "move {x} to two", "move", ""] {
            let title = Title::read("move to to two".into(), Some(kept));
            assert_eq!(title.telling.parts().collect::<Vec<_>>(), [Part::Words("move to to two")], "{kept}");
        }
        let at = Address::new(Table::Driver, "a").to("value");
        let braces = Title::new(Verb::Set).at(at.clone()).words(" to { low = 1 }");
        assert_eq!((braces.as_str(), braces.kept()), ("set driver.a.value to { low = 1 }", None));
        let full = Title::new(Verb::Set).at(at).words(" to 1");
        assert_eq!(full.kept().as_deref(), Some("set {driver.a.value} to 1"));
        assert!(
            Title::read(full.to_string(), full.kept().as_deref()).telling.parts().eq(full.telling.parts())
        );
        assert_eq!(Title::from("leave out `a`").verb().map(Verb::done), Some("Left"));
    }
}
