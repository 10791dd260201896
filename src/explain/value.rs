//! A value of the plan: what it says, where, what it means, and the figures that it goes [into](super::into).

use serde_json::{Value as Json, json};

use super::into::Into;
use super::look::{Look, Stand};
use super::text::wrapped;
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Part, Table};
use crate::plan::operating_model::ArchetypeName;
use crate::safe;
use crate::source::schema::fields;
use crate::traces::Unknown;
use crate::wording::{nearest, with_article};

/// What there is to say about a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Its address.
    pub address: Address,
    /// Its text, as the plan writes it; `None` where it is absent.
    pub written: Option<String>,
    /// The file and the line; of an absent value those of its table.
    pub place: Option<Stand>,
    /// What its key means; empty for a table.
    pub means: &'static str,
    /// The figures that it goes into.
    pub into: Into,
    /// Of a scenario, what the plan says instead, in a sentence.
    pub in_plan: Option<String>,
}

impl Page {
    /// The page of a value.
    ///
    /// # Errors
    /// [`Unknown`], where the plan has no such table, or its tables no such key.
    pub fn of(look: Look<'_>, address: &Address) -> Result<Self, Unknown> {
        let plan = look.figures.plan;
        let root = address.root();
        let head = look.written(&root);
        // What a plan does not write of an archetype is there all the same.
        let is_default = root.table == Table::Archetype && ArchetypeName::of(&root.key).is_some();
        if look.source.is_some() && head.is_none() && root.table.holds() != Holds::One && !is_default {
            return Err(no_table(plan, &root));
        }
        let means = match address.path.first() {
            None => "",
            Some(Part::Key(key)) => {
                let known = fields(address.table).find(|field| field.key == &**key);
                known.ok_or_else(|| no_key(address, key))?.doc
            }
            Some(Part::Nth(_)) => "",
        };
        let written = look.written(address);
        let place = written.as_ref().or(head.as_ref()).map(|(_, stand)| stand.clone());
        let written = written.filter(|_| !address.path.is_empty()).map(|(text, _)| text.to_owned());
        let in_plan = look.beside.filter(|_| !address.path.is_empty()).map(|beside| {
            let source = beside.source.and_then(|source| source.text_at(beside.figures.plan, address));
            match source.map(|(text, _)| said(text)) {
                there if there == written.as_deref().map(said) => "The plan says the same.".to_owned(),
                Some(there) => format!("The plan says {there}."),
                None => "The plan does not say it.".to_owned(),
            }
        });
        let into = Into::of(look, address);
        Ok(Self { address: address.clone(), written, place, means, into, in_plan })
    }

    /// As text.
    #[must_use]
    pub fn text(&self) -> String {
        let address = self.address.to_string();
        let first = match &self.written {
            Some(written) => {
                format!("{address} = {}", said(written))
            }
            None if self.address.path.is_empty() => address,
            None => format!("{address} is absent"),
        };
        let mut lines = vec![first];
        lines.extend(self.in_plan.clone());
        if !self.means.is_empty() {
            lines.push(self.means.to_owned());
        }
        if let Some(stand) = &self.place {
            let absent = self.written.is_none() && !self.address.path.is_empty();
            lines.push(format!("{}{stand}", if absent { "its table: " } else { "" }));
        }
        let mut text: String = lines.iter().map(|line| safe::line(line).into_owned() + "\n").collect();
        for line in self.into.lines() {
            text.push_str(&wrapped(&safe::line(&line), 0));
        }
        text
    }

    /// As JSON: `address`, `written` (`null` where absent), `file`, `line`, `means`, `figures` (the names of those of
    /// the thing itself and of the plan that it goes into) and `families` (the words of those of other things).
    #[must_use]
    pub fn json(&self) -> Json {
        json!({
            "format": 1,
            "address": self.address.to_string(),
            "written": self.written,
            "file": self.place.as_ref().map(|stand| &stand.file),
            "line": self.place.as_ref().map(|stand| stand.line),
            "means": self.means,
            "figures": self.into.names,
            "families": self.into.words,
        })
    }
}

/// What a plan writes, in one line.
#[must_use]
pub fn said(written: &str) -> String {
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Ids at most that are told one by one.
const TOLD: usize = 30;

fn no_table(plan: &Plan, root: &Address) -> Unknown {
    let ids: Vec<&str> = match root.table {
        Table::Wave => plan.waves.iter().map(|it| &*it.id).collect(),
        Table::Driver | Table::Capability | Table::Mandate => plan.items.iter().map(|it| &*it.id).collect(),
        Table::Kpi => plan.kpis.iter().map(|it| &*it.id).collect(),
        Table::Gate => plan.gates.iter().map(|it| &*it.id).collect(),
        Table::Market => plan.markets.iter().map(|it| &*it.id).collect(),
        _ => Vec::new(),
    };
    let of_its_kind = !matches!(root.table, Table::Driver | Table::Capability | Table::Mandate);
    let help = match nearest(&root.key, ids.iter().copied()) {
        Some(near) if near != &*root.key => format!("Did you mean `{}`?", Address::new(root.table, near)),
        _ => {
            let few = of_its_kind && (1..=TOLD).contains(&ids.len());
            let known = if few {
                format!(": {}", ids.join(", "))
            } else {
                "; `swell show figures` lists all names".into()
            };
            format!("Name {} of the plan{known}.", with_article(root.table.noun()))
        }
    };
    Unknown { message: format!("the plan has no `{root}`"), help }
}

fn no_key(address: &Address, key: &str) -> Unknown {
    let keys = || fields(address.table).map(|field| field.key);
    let help = match nearest(key, keys()) {
        Some(near) => format!("Did you mean `{}`?", address.root().to(near)),
        None => format!("Its keys are {}.", keys().collect::<Vec<_>>().join(", ")),
    };
    Unknown { message: format!("a {} has no `{key}`", address.table.noun()), help }
}
