//! A scenario as a file: small, by address, and so that a reviewer reads what was and what would be.
//!
//! ```toml
//! scenario = 1
//! name = "Consent a quarter later"
//!
//! [[change]]
//! title = "slip consent by 3 months"
//! slip = "capability.consent"
//! by = "3 months"
//!
//! [[change]]
//! title = "set driver.fees.value to 600000"
//! names = "set {driver.fees.value} to 600000"
//! edits = [
//!     { set = "driver.fees.value", was = "700_000", value = "600_000" },
//! ]
//! ```

use std::fmt::Write as _;

use toml_spanner::{Arena, Item, Table};

use super::{Scenario, Try, What};
use crate::draft::Title;
use crate::plan::address::Address;
use crate::plan::edit::Edit;
use crate::plan::shift::Shift;
use crate::source::quoted;

/// What of a scenario cannot be kept, or what is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1; 0 where there is none.
    pub line: u32,
    /// What is wrong, and what is expected.
    pub message: String,
}

impl Scenario {
    /// The scenario as a file.
    ///
    /// # Errors
    /// A [`Fault`], where a try writes over text by its place and so has no address.
    pub fn written(&self) -> Result<String, Fault> {
        let mut text = String::from(
            "# A scenario of the plan: what would change. The terminal opens it, and so does --with.\n",
        );
        let _ = writeln!(text, "scenario = 1\nname = {}", quoted(&self.name));
        for it in &self.tries {
            let _ = writeln!(text, "\n[[change]]\ntitle = {}", quoted(&it.title));
            // A slip says itself what it is of.
            let kept = it.title.kept().filter(|_| matches!(it.what, What::Edits(_)));
            if let Some(kept) = kept {
                let _ = writeln!(text, "names = {}", quoted(&kept));
            }
            match &it.what {
                What::Slip(at, by) => {
                    let by = by.to_string().replace('−', "-");
                    let _ = writeln!(text, "slip = {}\nby = {}", quoted(&at.to_string()), quoted(&by));
                }
                What::Edits(edits) => {
                    text.push_str("edits = [\n");
                    for (edit, was) in edits {
                        let fields = fields(edit, was.as_deref()).ok_or_else(|| Fault {
                            line: 0,
                            message: format!("“{}” has no address to be kept by", it.title),
                        })?;
                        let fields = fields.iter().map(|(key, value)| format!("{key} = {}", quoted(value)));
                        let _ = writeln!(text, "    {{ {} }},", fields.collect::<Vec<_>>().join(", "));
                    }
                    text.push_str("]\n");
                }
            }
        }
        Ok(text)
    }

    /// Reads a scenario that was kept.
    ///
    /// # Errors
    /// The first [`Fault`] of the file.
    pub fn read(text: &str) -> Result<Self, Fault> {
        let arena = Arena::new();
        let reader = Reader { text };
        let document = toml_spanner::parse(text, &arena)
            .map_err(|error| reader.fault(error.span().start, &error.message(text)))?;
        reader.scenario(&document.into_table())
    }
}

/// The keys and values of an edit. Values of added tables follow one another as `key` and `value`.
fn fields(edit: &Edit, was: Option<&str>) -> Option<Vec<(&'static str, String)>> {
    let mut fields = match edit {
        Edit::Write(..) | Edit::Bring(..) => return None,
        Edit::Set(at, _) => vec![("set", at.to_string())],
        Edit::Remove(at) => vec![("remove", at.to_string())],
        Edit::Withdraw(at) => vec![("withdraw", at.to_string())],
        Edit::Insert(at, key, value) => {
            vec![("insert", at.to_string()), ("key", key.clone()), ("value", value.clone())]
        }
        Edit::Rename(at, key) => vec![("rename", at.to_string()), ("key", key.clone())],
        Edit::Add(at, values) => {
            let values = values.iter().map(|(key, value)| format!("{key} = {value}\n"));
            vec![("add", at.to_string()), ("values", values.collect())]
        }
    };
    fields.extend(was.map(|was| ("was", was.to_owned())));
    if let Edit::Set(_, value) = edit {
        fields.push(("value", value.clone()));
    }
    Some(fields)
}

struct Reader<'t> {
    text: &'t str,
}

impl Reader<'_> {
    fn fault(&self, at: u32, message: &str) -> Fault {
        let before = self.text.as_bytes().get(..at as usize).unwrap_or_default();
        let lines = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Fault { line: u32::try_from(lines).unwrap_or(u32::MAX), message: message.to_owned() }
    }

    fn scenario(&self, table: &Table<'_>) -> Result<Scenario, Fault> {
        if table.get("scenario").and_then(Item::as_i64) != Some(1) {
            return Err(self.fault(0, "this is no scenario: its first line is `scenario = 1`"));
        }
        let mut scenario = Scenario::default();
        for (key, item) in table.iter() {
            let at = key.span.start;
            match key.name {
                "scenario" => {}
                "name" => scenario.name = self.word(item, "name", at)?.trim().to_owned(),
                "change" => {
                    let list = item.as_array();
                    let list = list.ok_or_else(|| self.fault(at, "write each change as [[change]]"))?;
                    for item in list {
                        let span = item.span().start;
                        let table = item.as_table();
                        let table = table.ok_or_else(|| self.fault(span, "a change is a table"))?;
                        scenario.tries.push(self.tried(table, span)?);
                    }
                }
                other => {
                    return Err(self.fault(at, &format!("a scenario has no `{other}`: name, change")));
                }
            }
        }
        Ok(scenario)
    }

    fn tried(&self, table: &Table<'_>, span: u32) -> Result<Try, Fault> {
        let (mut title, mut names, mut slip, mut by, mut edits) = (None, None, None, None, None);
        for (key, item) in table.iter() {
            let at = key.span.start;
            match key.name {
                "title" => title = Some(self.word(item, "title", at)?),
                "names" => names = Some(self.word(item, "names", at)?),
                "slip" => slip = Some(self.address(item, at)?),
                "by" => {
                    let by_words = self.word(item, "by", at)?;
                    let shift = Shift::parse(&by_words);
                    by = Some(shift.ok_or_else(|| self.fault(at, "`by` is `3 months`, `45 days`"))?);
                }
                "edits" => {
                    let list = item.as_array();
                    let list = list.ok_or_else(|| self.fault(at, "`edits` is a list of tables"))?;
                    let one = |item: &Item<'_>| {
                        let span = item.span().start;
                        let table = item.as_table();
                        self.edit(table.ok_or_else(|| self.fault(span, "an edit is a table"))?, span)
                    };
                    edits = Some(list.into_iter().map(one).collect::<Result<Vec<_>, _>>()?);
                }
                other => {
                    let known = "title, names, slip, by, edits";
                    return Err(self.fault(at, &format!("a change has no `{other}`: {known}")));
                }
            }
        }
        match (slip, by, edits) {
            (Some(at), Some(by), None) => Ok(Try::slip(at, by)),
            (None, None, Some(edits)) => {
                let title = Title::read(title.unwrap_or_else(|| "edit".into()), names.as_deref());
                Ok(Try { title, what: What::Edits(edits) })
            }
            _ => Err(self.fault(span, "a change has `slip` and `by`, or else `edits`")),
        }
    }

    fn edit(&self, table: &Table<'_>, span: u32) -> Result<(Edit, Option<String>), Fault> {
        let word = |key: &str| match table.get(key) {
            Some(item) => self.word(item, key, item.span().start).map(Some),
            None => Ok(None),
        };
        let needed =
            |key: &str| word(key)?.ok_or_else(|| self.fault(span, &format!("this edit needs `{key}`")));
        let kinds = ["set", "remove", "withdraw", "insert", "rename", "add"];
        let of = kinds.into_iter().filter_map(|kind| Some((kind, table.get(kind)?))).next();
        let (kind, item) =
            of.ok_or_else(|| self.fault(span, &format!("an edit has one of these: {}", kinds.join(", "))))?;
        let at = self.address(item, item.span().start)?;
        let known = [kind, "was", "value", "key", "values"];
        if let Some((key, _)) = table.iter().find(|(key, _)| !known.contains(&key.name)) {
            return Err(self.fault(key.span.start, &format!("such an edit has no `{}`", key.name)));
        }
        let edit = match kind {
            "set" => Edit::Set(at, needed("value")?),
            "remove" => Edit::Remove(at),
            "withdraw" => Edit::Withdraw(at),
            "insert" => Edit::Insert(at, word("key")?.unwrap_or_default(), needed("value")?),
            "rename" => Edit::Rename(at, needed("key")?),
            _ => Edit::Add(at, self.values(&needed("values")?, span)?),
        };
        Ok((edit, word("was")?))
    }

    /// Keys and values in the words of TOML, a line each.
    fn values(&self, text: &str, span: u32) -> Result<Vec<(String, String)>, Fault> {
        let arena = Arena::new();
        let table = toml_spanner::parse(text, &arena)
            .map_err(|error| self.fault(span, &format!("`values`: {}", error.message(text))))?
            .into_table();
        let of = |(key, item): &(toml_spanner::Key<'_>, Item<'_>)| {
            let words = text.get(item.span().range()).unwrap_or_default();
            (crate::source::key(key.name), words.to_owned())
        };
        Ok(table.iter().map(of).collect())
    }

    fn word(&self, item: &Item<'_>, key: &str, at: u32) -> Result<String, Fault> {
        let word = item.as_str().map(str::to_owned);
        word.ok_or_else(|| self.fault(at, &format!("`{key}` is a text in quotes")))
    }

    fn address(&self, item: &Item<'_>, at: u32) -> Result<Address, Fault> {
        let words = self.word(item, "address", at)?;
        Address::parse(&words).ok_or_else(|| self.fault(at, &format!("`{words}` is no address")))
    }
}
