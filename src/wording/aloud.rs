//! What is told by ids, said by names: in the plan as it is, and as it was.

use crate::plan::Plan;
use crate::plan::address::{Address, Part as Step, Table};
use crate::plan::telling::{Part, Telling};
use crate::plan::veil::PRIVATE;

/// Who is spoken to: the names that ids have, in the plan as it is and as it was.
#[derive(Clone, Copy, Debug)]
pub struct Aloud<'p> {
    /// The plans that are asked for a name, the first first.
    pub plans: &'p [&'p Plan],
    /// Whether a room hears it: what is private has neither name nor id then.
    pub room: bool,
}

impl<'p> Aloud<'p> {
    /// The name of what has an id; `None` where nothing has it, or its name is its id, and where things of several kinds
    /// have it, since each kind has its ids for itself.
    #[must_use]
    pub fn name(self, id: &str) -> Option<&'p str> {
        // All items have one space of ids: drivers stand for them.
        let kinds = Table::ALL.into_iter().filter(|it| !matches!(it, Table::Capability | Table::Mandate));
        let has = |table: &Table| self.plans.iter().any(|plan| plan.about_of(*table, id).is_some());
        let mut known = kinds.filter(has);
        let (table, other) = (known.next()?, known.next());
        self.name_in(table, id).filter(|_| other.is_none())
    }

    /// The name of what has an id in a table; all items have one space of ids.
    fn name_in(self, table: Table, id: &str) -> Option<&'p str> {
        self.names_in(table, id).next().filter(|name| *name != id)
    }

    /// The names of what has an id in a table, one a plan that knows it.
    fn names_in(self, table: Table, id: &str) -> impl Iterator<Item = &'p str> {
        let open = move |plan: &Plan| !(self.room && plan.is_private_id(id));
        self.plans.iter().filter_map(move |plan| plan.name_of(table, id).filter(|_| open(plan)))
    }

    /// Whether an address names what is private before a room: itself, or on the way to its value.
    fn hides(self, at: &Address) -> bool {
        let keys = at.path.iter().filter_map(|part| match part {
            Step::Key(key) => Some(&**key),
            Step::Nth(_) => None,
        });
        let mut ids = std::iter::once(&*at.key).chain(keys);
        self.room && ids.any(|id| self.plans.iter().any(|plan| plan.is_private_id(id)))
    }

    /// The words of an address: "budget of Scale"; `None` where it is said as it is written. What is called otherwise
    /// goes by the name that is not the `new` one.
    fn place(self, at: &Address, new: &str) -> Option<String> {
        if self.hides(at) {
            return Some(PRIVATE.to_owned());
        }
        let (whole, root) = (at.to_string(), at.root().to_string());
        match whole.strip_prefix(&*root)?.trim_start_matches('.') {
            "" => self.name_in(at.table, &at.key).map(str::to_owned),
            "name" => {
                let old = self.names_in(at.table, &at.key).find(|name| *name != new)?;
                Some(format!("name of {old}"))
            }
            path => self.name_in(at.table, &at.key).map(|name| format!("{path} of {name}")),
        }
    }

    /// What is told, as it is said: "move consent to scale" as "move Consent management to Scale". What is kept, in
    /// files and in the record, names things by their ids as well.
    #[must_use]
    pub fn said(self, telling: &impl AsRef<Telling>) -> String {
        let mut parts = telling.as_ref().parts().peekable();
        let mut said = String::new();
        while let Some(part) = parts.next() {
            match part {
                Part::Words(words) => said.push_str(words),
                Part::Of(words, at) => {
                    let new = match parts.peek() {
                        Some(Part::Words(words)) => words.strip_prefix(" to ").unwrap_or_default(),
                        _ => "",
                    };
                    said.push_str(self.place(at, new).as_deref().unwrap_or(words));
                }
            }
        }
        said
    }

    /// The same beside the thing that it is about, which needs no second name there: "value of Reach: 1 → 2" as
    /// "value: 1 → 2", and "Reach moves to Scale" as "moves to Scale".
    #[must_use]
    pub fn said_beside(self, telling: &impl AsRef<Telling>, own: &Address) -> String {
        let parts: Vec<Part<'_>> = telling.as_ref().parts().collect();
        let (before, rest) = match parts.as_slice() {
            [Part::Of(_, at), rest @ ..] if *at == own => ("", rest),
            [Part::Words(words), Part::Of(_, at), rest @ ..] if *at == own => {
                match words.strip_suffix(" of ") {
                    Some(words) => (words, rest),
                    None => return self.said(telling),
                }
            }
            _ => return self.said(telling),
        };
        let mut said = before.to_owned();
        for part in rest {
            match part {
                Part::Words(words) => said.push_str(words),
                Part::Of(words, at) => said.push_str(self.place(at, "").as_deref().unwrap_or(words)),
            }
        }
        said.trim_start().to_owned()
    }

    /// The same with ids behind the names, for whoever looks them up in the files: "Consent management (`consent`)".
    /// Waves go by their names alone.
    #[must_use]
    pub fn with_ids(self, telling: &impl AsRef<Telling>) -> String {
        // Between backquotes stand ids.
        let place = |at: &Address| self.place(at, "").map(|it| it.replace('`', "'"));
        telling.as_ref().said(|words, at| match place(at) {
            Some(place) if at.table == Table::Wave || self.hides(at) => place,
            Some(place) => format!("{place} (`{}`)", at.key),
            None => words.to_owned(),
        })
    }

    /// A message, of a finding or a refusal, as it is said: what stands there by its id between backticks goes by its
    /// name in quotes.
    #[must_use]
    pub fn message(self, telling: &impl AsRef<Telling>) -> String {
        // Between backquotes stand ids.
        let place = |at: &Address| self.place(at, "").map(|it| it.replace('`', "'"));
        telling.as_ref().said(|words, at| match place(at) {
            Some(name) if words.starts_with('`') && name != PRIVATE => format!("“{name}”"),
            Some(name) => name,
            None => words.to_owned(),
        })
    }
}
