//! What one of two plans has alone: the waves, gates, items and KPIs that a scenario leaves out, or that are gone since
//! a baseline.

use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::{ItemIx, WaveIx};
use crate::wording::{self, count};

/// So many are named; the rest is counted.
const NAMED: usize = 3;

/// The kinds of what is counted together, in the order in which they are told, with what one is called.
const KINDS: [(&[Table], &str); 4] = [
    (&[Table::Wave], "wave"),
    (&[Table::Gate], "gate"),
    (&[Table::Driver, Table::Capability, Table::Mandate], "item"),
    (&[Table::Kpi], "KPI"),
];

/// Something that one of two plans has alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alone {
    /// What it is known by.
    pub at: Address,
    /// Its name.
    pub name: String,
    /// The steps of a wave that the other plan does not have in another wave either.
    pub steps: usize,
}

impl Alone {
    /// What it is, and what goes with it: `wave “Scale” (6 steps)`.
    #[must_use]
    pub fn words(&self) -> String {
        let steps = match self.steps {
            0 => String::new(),
            steps => format!(" ({})", count(steps, "step")),
        };
        format!("{} “{}”{steps}", self.at.table.noun(), self.name)
    }
}

/// What a plan has and another one has not, by the ids of things: waves first, then gates, items and KPIs.
#[must_use]
pub fn alone(plan: &Plan, other: &Plan) -> Vec<Alone> {
    let one = |at: Address, name: &str, steps| Alone { at, name: name.to_owned(), steps };
    let waves: Vec<WaveIx> =
        plan.waves().filter(|(_, wave)| other.wave_by_id(&wave.id).is_none()).map(|(ix, _)| ix).collect();
    let steps = if waves.is_empty() { Vec::new() } else { steps_alone(plan, other) };
    let of = |wave: WaveIx| steps.get(wave.at()).copied().unwrap_or(0);
    let waves = waves.iter().map(|ix| one(plan.wave_address(*ix), plan.wave(*ix).title(), of(*ix)));
    let gates = plan.gates.iter().filter(|gate| other.gate_by_id(&gate.id).is_none());
    let gates = gates.map(|gate| {
        one(Address::new(Table::Gate, &gate.id), gate.about.name.as_deref().unwrap_or(&gate.id), 0)
    });
    let there = |nth: usize| (nth < other.items.len()).then(|| &*other.items[nth].id);
    // A scenario shares what it leaves as it is with its plan, which takes no look at each.
    let same = plan.items.are_by_id(&other.items);
    let ids = if same { None } else { Some(plan.items().map(|(_, item)| &*item.id)) };
    let items = absent(ids.into_iter().flatten(), there, |id| other.item_by_id(id).map(ItemIx::at))
        .into_iter()
        .map(ItemIx::from);
    let items = items.map(|ix| one(plan.item_address(ix), plan.item(ix).title(), 0));
    let kpis = plan.kpis().filter(|(_, kpi)| other.kpi_by_id(&kpi.id).is_none());
    let kpis = kpis.map(|(_, kpi)| one(Address::new(Table::Kpi, &kpi.id), kpi.title(), 0));
    waves.chain(gates).chain(items).chain(kpis).collect()
}

/// The places of the ids that another list does not have. Two states of a plan have nearly all in one order, so that
/// what comes next `there` is looked at before anything is looked for.
fn absent<'p>(
    own: impl Iterator<Item = &'p str>,
    there: impl Fn(usize) -> Option<&'p str>,
    find: impl Fn(&str) -> Option<usize>,
) -> Vec<usize> {
    let (mut next, mut absent) = (0, Vec::new());
    for (nth, id) in own.enumerate() {
        let found = if there(next) == Some(id) { Some(next) } else { find(id) };
        match found {
            Some(at) => next = at + 1,
            None => absent.push(nth),
        }
    }
    absent
}

/// How many steps of each wave the other plan has in none: what is only phased into another one is there.
fn steps_alone(plan: &Plan, other: &Plan) -> Vec<usize> {
    let mut steps = vec![0; plan.waves.len()];
    for (_, item) in plan.items() {
        let there = other.item_by_id(&item.id).map(|ix| &other.item(ix).steps);
        for step in &item.steps {
            let kept = there.is_some_and(|all| all.iter().any(|it| it.level == step.level));
            if let Some(steps) = steps.get_mut(step.wave.at()).filter(|_| !kept) {
                *steps += 1;
            }
        }
    }
    steps
}

/// The first of them by name, the rest counted: `wave “Scale” (6 steps), gate “Hand over?” and 2 more`.
#[must_use]
pub fn named(all: &[Alone]) -> String {
    let mut words: Vec<String> = all.iter().map(Alone::words).collect();
    if words.len() > NAMED + 1 {
        words.truncate(NAMED);
        words.push(format!("{} more", all.len() - NAMED));
    }
    wording::list(&words)
}

/// How many there are of each kind: `1 wave, 1 gate`.
#[must_use]
pub fn counted(all: &[Alone]) -> String {
    let many = |(tables, noun): (&[Table], &str)| {
        let many = all.iter().filter(|it| tables.contains(&it.at.table)).count();
        (many > 0).then(|| count(many, noun))
    };
    KINDS.into_iter().filter_map(many).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::Memory;
    use crate::source::{Limits, Source};

    fn plan(text: &str) -> Plan {
        let store = Memory::default().with("plan.toml", format!("format = 1\n{text}"));
        Source::read(&store, &["plan.toml".into()], Limits::default()).unwrap().plan
    }

    /// Two steps of `two` are in no other wave; the driver's is in `one` by now.
    #[test]
    fn what_goes_is_named_with_the_steps_of_a_wave_that_are_nowhere_else() {
        let one = "[wave]\none = { start = 2027-01-01, end = 2027-06-30 }\n";
        let two = "two = { name = \"Two\", start = 2027-07-01, end = 2027-12-31 }\n";
        let then = plan(&format!(
            "{one}{two}[driver.a]\nwave = \"two\"\n[capability]\nb = {{ reaches = {{ one = 1, two = 2 }} }}\n\
             c = {{ reaches = {{ two = 3 }} }}\n[gate.g]\nname = \"Go?\"\nwave = \"two\"\ncriteria = [\"b >= 2\"]\n"
        ));
        let now = plan(&format!(
            "{one}[driver.a]\nwave = \"one\"\n[capability]\nb = {{ reaches = {{ one = 1 }} }}\nc = {{}}\n"
        ));
        let gone = alone(&then, &now);
        assert_eq!(named(&gone), "wave “Two” (2 steps) and gate “Go?”");
        assert_eq!(counted(&gone), "1 wave, 1 gate");
        assert_eq!(alone(&now, &then), []);
    }

    #[test]
    fn of_many_the_first_three_are_named() {
        let all = "[driver]\na = {}\nb = {}\n[capability]\nc = {}\nd = {}\n[kpi]\ne = {}\n";
        let gone = alone(&plan(all), &plan(""));
        assert_eq!(named(&gone), "driver “a”, driver “b”, capability “c” and 2 more");
        assert_eq!(counted(&gone), "4 items, 1 KPI");
        // From the midst, and where the other has more.
        let less = plan("[driver]\naa = {}\nb = {}\n[capability]\nc = {}\n");
        assert_eq!(named(&alone(&plan(all), &less)), "driver “a”, capability “d” and KPI “e”");
        assert_eq!(named(&alone(&less, &plan(all))), "driver “aa”");
    }
}
