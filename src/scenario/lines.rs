//! Where a scenario's file says what it changes.

use toml_spanner::{Arena, Item};

use super::{Scenario, Try, What};
use crate::plan::address::Address;

/// The line on which each change of a scenario begins in its file, with what it is of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines(Vec<(u32, Vec<Address>, bool)>);

impl Scenario {
    /// Where its changes begin in the text that it was read from.
    #[must_use]
    pub fn lines(&self, text: &str) -> Lines {
        let arena = Arena::new();
        let Ok(document) = toml_spanner::parse(text, &arena) else { return Lines::default() };
        let document = document.into_table();
        let changes = document.get("change").and_then(Item::as_array);
        let starts = changes.into_iter().flatten().map(|item| item.span().start);
        let line = |start: u32| {
            let before = text.as_bytes().get(..start as usize).unwrap_or_default();
            u32::try_from(before.iter().filter(|byte| **byte == b'\n').count() + 1).unwrap_or(u32::MAX)
        };
        let told = |(start, tried): (u32, &Try)| match &tried.what {
            What::Slip(at, _) => (line(start), vec![at.clone()], true),
            What::Edits(edits) => {
                let of = edits.iter().filter_map(|(edit, _)| edit.address().cloned());
                (line(start), of.collect(), false)
            }
        };
        Lines(starts.zip(&self.tries).map(told).collect())
    }
}

impl Lines {
    /// The line of the change that the value at an address is due to: of the last one that is about it, or else of the
    /// only slip, which moves what stands behind what is late; `None` where more than one may have.
    #[must_use]
    pub fn of(&self, address: &Address) -> Option<u32> {
        let about = |(_, of, slips): &&(u32, Vec<Address>, bool)| {
            of.iter().any(|at| {
                let both = at.path.len().min(address.path.len());
                at.root() == address.root() && (*slips || at.path[..both] == address.path[..both])
            })
        };
        let only = || {
            let mut slips = self.0.iter().filter(|(.., slips)| *slips);
            slips.next().filter(|_| slips.next().is_none())
        };
        self.0.iter().rfind(about).or_else(only).map(|(line, ..)| *line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_leads_to_the_last_change_that_is_about_it() {
        let text = "scenario = 1\nname = \"A\"\n\n[[change]]\ntitle = \"a\"\nslip = \"driver.fees\"\nby = \"2 months\"\n\
                    \n[[change]]\ntitle = \"b\"\nedits = [\n{ set = \"driver.fees.cost\", value = \"5\" },\n\
                    { set = \"wave.one.end\", value = \"2027-01-31\" },\n]\n";
        let lines = Scenario::read(text).unwrap().lines(text);
        let of = |at: &str| lines.of(&Address::parse(at).unwrap());
        // Its cost was set, and all else of it is late; so may be what stands behind it.
        assert_eq!(
            ["driver.fees.cost.run", "driver.fees.live", "gate.g.date"].map(of),
            [Some(9), Some(4), Some(4)]
        );
        assert_eq!(of("wave.one.end"), Some(9));
        let two = format!("{text}\n[[change]]\ntitle = \"c\"\nslip = \"wave.two\"\nby = \"3 days\"\n");
        let lines = Scenario::read(&two).unwrap().lines(&two);
        assert_eq!(lines.of(&Address::parse("gate.g.date").unwrap()), None);
    }
}
