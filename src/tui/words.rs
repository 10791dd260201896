//! Words about changes: what was done, and why something was not.

use crate::draft::Refused;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::strategy::MultiplierKind;

/// Why something was refused, and what to do, in one line.
pub(super) fn refusal(refused: &Refused) -> String {
    let Refused { message, help, .. } = refused;
    if help.is_empty() { message.clone() } else { format!("{message}. {help}") }
}

/// What a title asks for, as something that was done: "move consent to scale" as "Moved consent to scale".
pub(super) fn past(title: &str) -> String {
    let (verb, rest) = title.split_once(' ').unwrap_or((title, ""));
    let done = match verb {
        "move" => "Moved",
        "set" => "Set",
        "edit" => "Edited",
        "add" => "Added",
        "record" => "Recorded",
        "decide" => "Decided",
        "remove" => "Removed",
        "ignore" => "Ignored",
        "leave" => "Left",
        "write" => "Wrote",
        "rename" => "Renamed",
        "bring" => "Brought",
        "drop" => "Dropped",
        "open" => "Opened",
        "close" => "Closed",
        "slip" => "Slipped",
        "shift" => "Shifted",
        "apply" => "Applied",
        "take" => "Took",
        _ => return format!("Done: {title}"),
    };
    format!("{done} {rest}")
}

/// What a title begins with that speaks of things of the plan by their ids.
const SPEAKS: [&str; 12] =
    ["move", "slip", "bring", "shift", "set", "edit", "add", "record", "decide", "remove", "open", "close"];

/// Words of titles that are none of a plan's ids, whatever it calls its things.
const PLAIN: [&str; 24] = [
    "to", "by", "of", "in", "on", "for", "from", "and", "its", "the", "with", "without", "live", "date",
    "forward", "later", "day", "days", "month", "months", "year", "years", "value", "cost",
];

/// Who is spoken to of changes: the names that ids have, in the plan as it is and as it was.
#[derive(Clone, Copy)]
pub(super) struct Aloud<'p> {
    /// The plans that are asked for a name, the first first.
    pub(super) plans: &'p [&'p Plan],
    /// Whether a room hears it: what is private keeps its id then.
    pub(super) room: bool,
}

impl<'p> Aloud<'p> {
    /// The name of what has an id; `None` where nothing has it, or its name is its id.
    fn name(self, id: &str) -> Option<&'p str> {
        let of = |plan: &'p Plan| {
            let multiplier = |kind| {
                let all = plan.multipliers(kind).iter();
                all.into_iter().find(|it| *it.id == *id).map(|it| it.title())
            };
            let gate = |ix: crate::plan::id::GateIx| plan.gates.get(ix.at())?.about.name.as_deref();
            let name = (plan.item_by_id(id).map(|ix| plan.item(ix).title()))
                .or_else(|| plan.wave_by_id(id).map(|ix| plan.wave(ix).title()))
                .or_else(|| plan.kpi_by_id(id).map(|ix| plan.kpi(ix).title()))
                .or_else(|| plan.gate_by_id(id).and_then(gate))
                .or_else(|| multiplier(MultiplierKind::Market))
                .or_else(|| multiplier(MultiplierKind::Brand))
                .or_else(|| multiplier(MultiplierKind::CustomerType));
            name.filter(|_| !(self.room && plan.is_private_id(id)))
        };
        self.plans.iter().find_map(|plan| of(plan)).filter(|name| *name != id)
    }

    /// The words of an address: "budget of Scale".
    fn place(self, word: &str) -> Option<String> {
        let at = Address::parse(word)?;
        let name = self.name(&at.key)?;
        let root = at.root().to_string();
        let path = word.strip_prefix(&*root)?.trim_start_matches('.');
        match path {
            "" => Some(name.to_owned()),
            // Of what is called otherwise now, either name would puzzle.
            "name" => None,
            _ => Some(format!("{path} of {name}")),
        }
    }

    /// A title as it is said: "move consent to scale" as "move Consent management to Scale". What is kept, in files
    /// and in the record, is the title itself: it names nothing that is private but by its id.
    pub(super) fn title(self, title: &str) -> String {
        // What stands in quotes is a value, and said as it is written.
        let (said, value) = title.split_at(title.find('"').unwrap_or(title.len()));
        let Some((verb, rest)) = said.split_once(' ').filter(|(verb, _)| SPEAKS.contains(verb)) else {
            return title.to_owned();
        };
        let word = |word: &str| {
            let bare = word.trim_end_matches([',', ';', ':']);
            if PLAIN.contains(&bare) || Table::of(bare).is_some() {
                return word.to_owned();
            }
            let name = self.name(bare).map(str::to_owned).or_else(|| self.place(bare));
            name.map_or_else(|| word.to_owned(), |name| name + &word[bare.len()..])
        };
        // What something is set to is a value too, quoted or not.
        let (said, given) = match rest.split_once(' ').filter(|(at, _)| verb == "set" && at.contains('.')) {
            Some((at, given)) => (at, format!(" {given}")),
            None => (rest, String::new()),
        };
        let said: Vec<String> = said.split(' ').map(word).collect();
        format!("{verb} {}{given}{value}", said.join(" "))
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
