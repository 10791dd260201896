//! Words about changes: what was done, and why something was not.

use crate::draft::{Part, Refused, Title};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::GateIx;
use crate::plan::strategy::MultiplierKind;

/// Why something was refused, and what to do, in one line.
pub(super) fn refusal(refused: &Refused) -> String {
    let Refused { message, help, .. } = refused;
    if help.is_empty() { message.clone() } else { format!("{message}. {help}") }
}

/// Who is spoken to of changes: the names that ids have, in the plan as it is and as it was.
#[derive(Clone, Copy)]
pub(crate) struct Aloud<'p> {
    /// The plans that are asked for a name, the first first.
    pub(crate) plans: &'p [&'p Plan],
    /// Whether a room hears it: what is private keeps its id then.
    pub(crate) room: bool,
}

impl<'p> Aloud<'p> {
    /// The name of what has an id; `None` where nothing has it, or its name is its id.
    fn name(self, id: &str) -> Option<&'p str> {
        let tables = [Table::Driver, Table::Wave, Table::Kpi, Table::Gate];
        let tables = tables.into_iter().chain([Table::Market, Table::Brand, Table::CustomerType]);
        tables.into_iter().find_map(|table| self.name_in(table, id))
    }

    /// The name of what has an id in a table; all items have one space of ids.
    fn name_in(self, table: Table, id: &str) -> Option<&'p str> {
        self.names_in(table, id).next().filter(|name| *name != id)
    }

    /// The names of what has an id in a table, one a plan that knows it.
    fn names_in(self, table: Table, id: &str) -> impl Iterator<Item = &'p str> {
        let of = move |plan: &'p Plan| {
            let multiplier = |kind| {
                let all = plan.multipliers(kind).iter();
                all.into_iter().find(|it| *it.id == *id).map(|it| it.title())
            };
            let gate = |ix: GateIx| plan.gates.get(ix.at())?.about.name.as_deref();
            let name = match table {
                Table::Driver | Table::Capability | Table::Mandate => {
                    plan.item_by_id(id).map(|ix| plan.item(ix).title())
                }
                Table::Wave => plan.wave_by_id(id).map(|ix| plan.wave(ix).title()),
                Table::Kpi => plan.kpi_by_id(id).map(|ix| plan.kpi(ix).title()),
                Table::Gate => plan.gate_by_id(id).and_then(gate),
                Table::Market => multiplier(MultiplierKind::Market),
                Table::Brand => multiplier(MultiplierKind::Brand),
                Table::CustomerType => multiplier(MultiplierKind::CustomerType),
                _ => None,
            };
            name.filter(|_| !(self.room && plan.is_private_id(id)))
        };
        self.plans.iter().filter_map(move |plan| of(plan))
    }

    /// The words of an address: "budget of Scale"; `None` where it is said as it is written. What is called otherwise
    /// goes by the name that is not the `new` one.
    fn place(self, at: &Address, new: &str) -> Option<String> {
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

    fn said<'t>(self, parts: impl Iterator<Item = Part<'t>>) -> String {
        let parts: Vec<Part<'t>> = parts.collect();
        let mut said = String::new();
        for (nth, part) in parts.iter().enumerate() {
            match part {
                Part::Words(words) => said.push_str(words),
                Part::Of(words, at) => {
                    let new = match parts.get(nth + 1) {
                        Some(Part::Words(words)) => words.strip_prefix(" to ").unwrap_or_default(),
                        _ => "",
                    };
                    let place = self.place(at, new);
                    said.push_str(place.as_deref().unwrap_or(words));
                }
            }
        }
        said
    }

    /// A title as it is said: "move consent to scale" as "move Consent management to Scale". What is kept, in files
    /// and in the record, names things by their ids as well.
    pub(crate) fn title(self, title: &Title) -> String {
        self.said(title.parts())
    }

    /// What a title asks for, as something that was done: "Moved Consent management to Scale".
    pub(super) fn done(self, title: &Title) -> String {
        let said = self.title(title);
        match title.verb() {
            Some(verb) => format!("{}{}", verb.done(), said.get(verb.asked().len()..).unwrap_or_default()),
            None => format!("Done: {said}"),
        }
    }

    /// Words in which ids stand between back quotes, as they are said: with the names in their place.
    pub(super) fn words(self, words: &str) -> String {
        let mut said = String::with_capacity(words.len());
        for (nth, part) in words.split('`').enumerate() {
            match self.name(part).filter(|_| nth % 2 == 1) {
                Some(name) => {
                    said.push('“');
                    said.push_str(name);
                    said.push('”');
                }
                None if nth % 2 == 1 => {
                    said.push('`');
                    said.push_str(part);
                    said.push('`');
                }
                None => said.push_str(part),
            }
        }
        // A quote that opens and does not close is none.
        if words.matches('`').count() % 2 == 1 { words.to_owned() } else { said }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    use crate::disk::Memory;
    use crate::draft::asked::{self, Also};
    use crate::draft::{Change, Draft};
    use crate::plan::shift::Shift;
    use crate::scenario::Try;
    use crate::source::Limits;

    /// Ids that are words of titles as well, and one that is the id of a wave.
    const PLAN: &str = r#"format = 1
[plan]
name = "P"
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
[wave.by]
name = "First wave"
start = 2026-01-01
end = 2026-12-31
[wave.two]
name = "Second wave"
start = 2027-01-01
end = 2027-12-31
[market.north]
name = "The north"
[driver.to]
name = "More visits"
wave = "by"
value = 100
[capability.crm]
name = "Client file"
wave = "by"
owner = "Ann"
[capability.plain]
wave = "two"
[kpi.rate]
name = "Share of visits"
measures = ["to"]
[[reading]]
kpi = "rate"
date = 2026-03-31
value = 4
"#;

    fn draft() -> Draft {
        let store = Memory::default().with("plan.toml", PLAN);
        Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap()
    }

    /// What a change is called, and how it is said, as asked for and once it is done.
    fn told(change: Result<Change, Refused>) -> [String; 3] {
        let title = change.unwrap().title;
        told_of(&title, &[draft().plan()], false)
    }

    fn told_of(title: &Title, plans: &[&Plan], room: bool) -> [String; 3] {
        let aloud = Aloud { plans, room };
        [title.to_string(), aloud.title(title), aloud.done(title)]
    }

    #[test]
    fn each_kind_of_change_is_called_by_ids_and_said_by_names() {
        let draft = draft();
        let at = |words: &str| asked::address(&draft, words).unwrap();
        let words = |of: &[&str]| of.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            told(asked::moved(&draft, "to", "two", None)),
            ["move to to two", "move More visits to Second wave", "Moved More visits to Second wave"]
        );
        // Of two ids the name of a thing is that of its own kind: `by` is a wave here, and a word there.
        let slip = Try::slip(at("wave.by"), Shift { months: 3, days: 0 }).title;
        assert_eq!(
            told_of(&slip, &[draft.plan()], false),
            ["slip by by 3 months", "slip First wave by 3 months", "Slipped First wave by 3 months"]
        );
        let earlier = Try::slip(at("to"), Shift { months: -1, days: 0 }).title;
        assert_eq!(
            told_of(&earlier, &[draft.plan()], false)[1..],
            ["bring More visits forward by 1 month", "Brought More visits forward by 1 month"]
        );
        assert_eq!(
            told(asked::set(&draft, "crm.owner", "to")),
            [
                "set capability.crm.owner to to",
                "set owner of Client file to to",
                "Set owner of Client file to to"
            ]
        );
        // What gets another name goes by the one that it had, before and after.
        let title = asked::set(&draft, "crm.name", "X").unwrap().title;
        let renamed = PLAN.replace("Client file", "X");
        let store = Memory::default().with("plan.toml", renamed);
        let renamed = Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
        for plans in [[draft.plan(), renamed.plan()], [renamed.plan(), draft.plan()]] {
            assert_eq!(told_of(&title, &plans, false)[1], "set name of Client file to X");
        }
        assert_eq!(
            told(asked::edited(&draft, &at("crm"), &[("owner", "Bob"), ("note", "by two")])),
            [
                "edit capability.crm: owner, note",
                "edit Client file: owner, note",
                "Edited Client file: owner, note"
            ]
        );
        assert_eq!(
            told(asked::edited(&draft, &at("crm"), &[("owner", "")]))[1..],
            ["remove owner of Client file", "Removed owner of Client file"]
        );
        assert_eq!(
            told(asked::edited(&draft, &at("reading[rate 2026-03-31]"), &[("value", "5")])),
            [
                "set rate 2026-03-31 to 5",
                "set Share of visits 2026-03-31 to 5",
                "Set Share of visits 2026-03-31 to 5"
            ]
        );
        assert_eq!(
            told(asked::removed(&draft, "to", Also::References))[..2],
            ["remove driver.to with 1 reference", "remove More visits with 1 reference"]
        );
        // What has no name keeps its id, and so does what is renamed.
        assert_eq!(
            told(asked::moved(&draft, "plain", "by", None))[1..],
            ["move plain to First wave", "Moved plain to First wave"]
        );
        assert_eq!(
            told(asked::renamed(&draft, "to", "more"))[1..],
            ["rename to to more", "Renamed to to more"]
        );
        assert_eq!(
            told(asked::added(&draft, "wave", &words(&["three", "start=2028-01-01"])))[1..],
            ["add wave three", "Added wave three"]
        );
        assert_eq!(
            told(asked::added(&draft, "action", &words(&["date=2026-03-01", "what=Go"])))[2],
            "Added action"
        );
        // What is new has a name where a plan has it.
        let later = asked::added(&draft, "kpi", &words(&["rate-2"])).unwrap().title;
        assert_eq!(told_of(&later, &[draft.plan()], false)[2], "Added kpi rate-2");
        // Fixes speak for themselves, and what nobody knows is done all the same.
        assert_eq!(told_of(&"leave out `a`".into(), &[], false)[2], "Left out `a`");
        assert_eq!(told_of(&"tidy up".into(), &[], false)[2], "Done: tidy up");
    }

    #[test]
    fn before_a_room_what_is_private_keeps_its_id() {
        let text = PLAN.replace("[driver.to]\n", "[driver.to]\nprivate = true\n");
        let store = Memory::default().with("plan.toml", text);
        let draft = Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
        let title = asked::moved(&draft, "to", "two", None).unwrap().title;
        assert_eq!(told_of(&title, &[draft.plan()], true)[1], "move to to Second wave");
        assert_eq!(told_of(&title, &[draft.plan()], false)[1], "move More visits to Second wave");
    }
}
