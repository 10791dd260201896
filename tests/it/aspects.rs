//! What an edit does not touch is taken over: the figures and findings of a plan after any edit are those of
//! the plan read afresh.

use std::path::{Path, PathBuf};

use groundswell::disk::{Disk, Memory, Snapshot};
use groundswell::figures::Figures;
use groundswell::figures::readiness::Wait;
use groundswell::finding::Finding;
use groundswell::graph::Graph;
use groundswell::plan::Plan;
use groundswell::plan::aspect::Aspects;
use groundswell::plan::id::{ItemIx, UnitIx};
use groundswell::rule::{Context, Found, Rule};
use groundswell::rules::RULES;
use groundswell::source::{Limits, Source};

/// The steps of a plan, each by its item and its place there.
fn steps(plan: &Plan) -> impl Iterator<Item = (ItemIx, usize)> {
    plan.items().flat_map(|(ix, item)| (0..item.steps.len()).map(move |nth| (ix, nth)))
}

/// Why a step waits in each unit.
fn in_units(figures: &Figures<'_>, item: ItemIx, step: usize) -> Vec<Option<Wait>> {
    let units = (0..figures.plan.units.len()).map(UnitIx::from);
    units.map(|unit| figures.wait_in(item, step, Some(unit))).collect()
}

/// Every figure of a plan, by name, in the words of the debugger.
pub(crate) fn all(figures: &Figures<'_>) -> Vec<(&'static str, String)> {
    let plan = figures.plan;
    let waves: Vec<_> = plan.waves().map(|(wave, _)| wave).collect();
    let say = |it: &dyn std::fmt::Debug| format!("{it:?}");
    vec![
        ("scope", say(figures.scope())),
        ("planned", say(figures.planned())),
        ("planned unweighted", say(figures.planned_unweighted())),
        ("evidence", say(figures.evidence())),
        ("forecast", say(figures.forecast())),
        ("costs", say(figures.costs())),
        ("one-off", say(figures.one_off())),
        ("efforts", say(figures.efforts())),
        ("discounts", say(&(figures.moments(), figures.discounts()))),
        ("case", say(figures.case())),
        ("waves", say(&waves.iter().map(|wave| figures.wave_case(*wave)).collect::<Vec<_>>())),
        ("no wave", say(figures.unattributed_case())),
        ("kpis", say(&plan.kpis().map(|(kpi, _)| figures.kpi(kpi)).collect::<Vec<_>>())),
        ("progress", say(&waves.iter().map(|wave| figures.dimension_progress(*wave)).collect::<Vec<_>>())),
        ("states", say(&steps(plan).map(|(ix, nth)| figures.step_state(ix, nth)).collect::<Vec<_>>())),
        ("waits", say(&steps(plan).map(|(ix, nth)| figures.wait_of(ix, nth)).collect::<Vec<_>>())),
        ("waits by unit", say(&steps(plan).map(|(ix, nth)| in_units(figures, ix, nth)).collect::<Vec<_>>())),
        ("delays", say(&figures.costs_of_delay())),
        ("change load", say(figures.change_load())),
        ("by unit", say(&figures.assesses_by_unit())),
        ("needed", say(&plan.items().map(|(ix, _)| figures.is_needed(ix)).collect::<Vec<_>>())),
        ("blind", say(&plan.items().map(|(ix, _)| figures.unassessed(ix)).collect::<Vec<_>>())),
    ]
}

/// What a rule finds by looking at a plan.
fn found(rule: &Rule, plan: &Plan, figures: &Figures<'_>, graph: &Graph) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Found::Checking { check, .. } | Found::Missing { check, .. } = rule.found {
        check(&Context { plan, graph, figures, before: None }, &mut found);
    }
    found
}

/// A plan with all that was ever computed of it.
struct Known {
    plan: Plan,
    found: Vec<Vec<Finding>>,
}

impl Known {
    fn of(plan: Plan) -> Self {
        let (figures, graph) = (Figures::new(&plan), Graph::new(&plan));
        let found = RULES.iter().map(|rule| found(rule, &plan, &figures, &graph)).collect();
        Self { found, plan }
    }

    /// What does not come out alike where what an edit to another plan does not touch is taken over from here.
    fn wrong(&self, after: &Self) -> Vec<&'static str> {
        let touched = Aspects::touched(&self.plan, &after.plan);
        let before = Figures::new(&self.plan);
        // All is known of the plan before, so that all may be taken over.
        let known = all(&before);
        assert!(!known.is_empty());
        let over = all(&Figures::after(&before, &after.plan, touched)).into_iter();
        let fresh = all(&Figures::new(&after.plan));
        let wrong = over.zip(fresh).filter(|(over, fresh)| over != fresh).map(|((name, _), _)| name);
        let same = |rule: &Rule| match rule.found {
            Found::Checking { reads, .. } | Found::Missing { reads, .. } => !touched.concern(reads),
            _ => false,
        };
        let rules = RULES.iter().zip(self.found.iter().zip(&after.found));
        let rules = rules.filter(|(rule, (before, after))| same(rule) && before != after);
        wrong.chain(rules.map(|(rule, _)| rule.name)).collect()
    }
}

fn read(text: &str) -> Plan {
    let store = Memory::default().with("plan.toml", text);
    Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap().plan
}

/// A text in which an item is given a day of its own, which few items have.
fn dated(text: &str, dice: &mut fastrand::Rng) -> Option<String> {
    let key = ["start", "end", "live", "live", "live"][dice.usize(0..5)];
    let day = format!("{key} = {}-{:02}-15", dice.u32(2022..2030), dice.u32(1..13));
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let is_item =
        |line: &str| ["[driver.", "[capability.", "[mandate."].iter().any(|it| line.starts_with(it));
    let is_inline =
        |line: &str| line.ends_with(" }") && ["wave = \"", "reaches = {"].iter().any(|it| line.contains(it));
    let places: Vec<usize> =
        (0..lines.len()).filter(|at| is_item(&lines[*at]) || is_inline(&lines[*at])).collect();
    let nth = *places.get(dice.usize(0..places.len().max(1)))?;
    match lines[nth].strip_suffix(" }") {
        Some(open) => lines[nth] = format!("{open}, {day} }}"),
        None => lines.insert(nth + 1, day),
    }
    Some(lines.join("\n"))
}

/// A text in which a table is given a key that another of its kind has.
fn with_another_key(text: &str, dice: &mut fastrand::Rng) -> Option<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let kind = |line: &str| Some(line.strip_prefix('[')?.split(['.', ']']).next()?.to_owned());
    let heads: Vec<usize> = (0..lines.len()).filter(|at| kind(lines[*at]).is_some()).collect();
    let at = *heads.get(dice.usize(0..heads.len().max(1)))?;
    let alike: Vec<usize> = heads.iter().copied().filter(|it| kind(lines[*it]) == kind(lines[at])).collect();
    let keys = |head: usize| lines[head + 1..].iter().copied().take_while(|line| !line.starts_with('['));
    let whole = |line: &&str| {
        let opens = |one, other| line.matches(one).count() == line.matches(other).count();
        line.contains(" = ") && opens('[', ']') && opens('{', '}') && !line.starts_with([' ', '#'])
    };
    let donors: Vec<&str> = keys(alike[dice.usize(0..alike.len())]).filter(whole).collect();
    let donor = *donors.get(dice.usize(0..donors.len().max(1)))?;
    let key = donor.split('=').next()?;
    if keys(at).any(|line| line.starts_with(key)) {
        return None;
    }
    lines.insert(at + 1, donor);
    Some(lines.join("\n"))
}

/// A text with one of its lines left out, or one of its numbers, dates or words another, or one key more.
fn edited(text: &str, dice: &mut fastrand::Rng) -> String {
    let more = match dice.u32(0..6) {
        0 => dated(text, dice),
        1 | 2 => with_another_key(text, dice),
        _ => None,
    };
    if let Some(more) = more {
        return more;
    }
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let said = |line: &String| line.contains('=') && !line.trim_start().starts_with('#');
    let places: Vec<usize> = (0..lines.len()).filter(|nth| said(&lines[*nth])).collect();
    let nth = places[dice.usize(0..places.len())];
    let line = &mut lines[nth];
    let digits: Vec<usize> =
        line.char_indices().filter(|(_, it)| it.is_ascii_digit()).map(|(at, _)| at).collect();
    match dice.u32(0..6) {
        0 => line.clear(),
        // Two lines that say something change places: the value of one key becomes that of another.
        1 => {
            let other = places[dice.usize(0..places.len())];
            let value = |line: &str| line.split_once('=').map(|(_, value)| value.to_owned());
            if let (Some((key, _)), Some(value)) = (lines[nth].split_once('='), value(&lines[other])) {
                lines[nth] = format!("{key}={value}");
            }
        }
        _ if digits.is_empty() => line.clear(),
        _ => {
            let at = digits[dice.usize(0..digits.len())];
            line.replace_range(at..=at, &dice.u32(0..10).to_string());
        }
    }
    lines.join("\n")
}

/// What an edit does not touch is the very same figure, and not one that is computed again: of another reading all but the
/// KPIs, of another value what costs are made of.
#[test]
fn what_an_edit_does_not_touch_is_not_computed_again() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/omnichannel/plan.toml");
    let plan = Source::read(&Disk, &[path], Limits::default()).unwrap().plan;
    let before = Figures::new(&plan);
    assert!(!all(&before).is_empty());
    let same = |after: &Plan| {
        let over = Figures::after(&before, after, Aspects::touched(&plan, after));
        let kpi = plan.kpis().map(|(kpi, _)| kpi).next().unwrap();
        [
            std::ptr::eq(before.scope(), over.scope()),
            std::ptr::eq(before.costs(), over.costs()),
            std::ptr::eq(before.planned(), over.planned()),
            std::ptr::eq(before.case(), over.case()),
            std::ptr::eq(before.kpi(kpi), over.kpi(kpi)),
        ]
    };
    let mut read = plan.clone();
    read.readings[0].value += 1.0;
    assert_eq!(same(&read), [true, true, true, true, false]);
    let mut valued = plan.clone();
    let (driver, _) = plan.drivers().next().unwrap();
    if let groundswell::plan::item::Detail::Driver(driver) =
        &mut valued.items.get_mut(driver.at()).unwrap().detail
    {
        driver.confidence = Some(0.123);
    }
    assert_eq!(same(&valued), [true, true, false, false, true]);
}

#[test]
fn between_the_examples_of_each_rule_what_is_taken_over_is_what_is_computed_afresh() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let [bad, good] = [rule.bad, rule.good].map(|text| Known::of(read(&text.replace(['«', '»'], ""))));
        for (one, other) in [(&good, &bad), (&bad, &good)] {
            wrong.extend(one.wrong(other).into_iter().map(|what| (rule.name, what)));
        }
        let touched = Aspects::touched(&good.plan, &bad.plan);
        if let Found::Checking { reads, .. } | Found::Missing { reads, .. } = rule.found {
            assert!(touched.concern(reads), "{} is asked where it is broken", rule.name);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// `a` and `b` need each other, and both need `c`. Inside of the loop the one that is live first counts as what the other
/// stands on, so that its need of `c` implies that of the other: which one it is, days say, its own or its wave's.
#[test]
fn which_need_of_a_loop_says_nothing_new_hangs_on_its_days() {
    let plan = |one: &str, of_a: &str| {
        read(&format!(
            "format = 1\n[wave.one]\nstart = 2026-01-01\nend = {one}\n[wave.two]\nstart = 2026-07-01\nend = 2026-12-31\n\
             [capability.a]\nwave = \"one\"\n{of_a}needs = [\"b\", \"c\"]\n\
             [capability.b]\nwave = \"two\"\nneeds = [\"a\", \"c\"]\n[capability.c]\nwave = \"one\"\nlive = 2026-02-01\n"
        ))
    };
    let implied = |plan: &Plan| Graph::new(plan).implied().iter().map(|it| it.need.item).collect::<Vec<_>>();
    let first = plan("2026-06-30", "");
    let [a, b] = ["a", "b"].map(|id| first.item_by_id(id).unwrap());
    assert_eq!(implied(&first), [b]);
    for later in [plan("2027-03-31", ""), plan("2026-06-30", "live = 2027-03-31\n")] {
        assert_eq!(implied(&later), [a]);
        assert_eq!(Known::of(first.clone()).wrong(&Known::of(later)), [""; 0]);
    }
}

/// Waves of which one ends in another month, and in another place among the others.
#[test]
fn what_goes_by_the_order_in_which_waves_end_is_taken_over_while_that_stays() {
    let mut dice = fastrand::Rng::with_seed(43);
    let mut wrong = Vec::new();
    for plan in ["omnichannel", "zero-trust"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans").join(plan).join("plan.toml");
        let plan = Source::read(&Disk, &[path], Limits::default()).unwrap().plan;
        let before = Known::of(plan.clone());
        for _ in 0..30 {
            let mut after = plan.clone();
            for _ in 0..dice.usize(1..3) {
                let wave = dice.usize(0..after.waves.len());
                let by = chrono::Days::new(dice.u64(0..400));
                let wave = &mut after.waves[wave];
                if dice.bool() {
                    wave.end = wave.end + by;
                } else {
                    wave.end = wave.end - by;
                    wave.start = wave.start - by;
                }
            }
            wrong.extend(before.wrong(&Known::of(after)));
        }
    }
    wrong.sort_unstable();
    wrong.dedup();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn after_any_edit_of_an_example_what_is_taken_over_is_what_is_computed_afresh() {
    let mut dice = fastrand::Rng::with_seed(37);
    let mut wrong = Vec::new();
    for rule in RULES {
        let text = rule.bad.replace(['«', '»'], "");
        let before = Known::of(read(&text));
        for _ in 0..10 {
            let edited = edited(&text, &mut dice);
            let after = Known::of(read(&edited));
            wrong.extend(before.wrong(&after).into_iter().map(|what| (rule.name, what, edited.clone())));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn after_any_edit_of_a_real_plan_what_is_taken_over_is_what_is_computed_afresh() {
    let mut dice = fastrand::Rng::with_seed(41);
    let mut wrong = Vec::new();
    for plan in ["omnichannel", "zero-trust"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans").join(plan).join("plan.toml");
        let read = |store: &dyn groundswell::disk::Store| {
            Source::read(store, std::slice::from_ref(&path), Limits::default()).unwrap()
        };
        let (first, store) = Snapshot::of(&Disk, read);
        let files: Vec<PathBuf> =
            (0..).map_while(|file| Some(first.source.canonical(file)?.into())).collect();
        let before = Known::of(first.plan);
        for _ in 0..100 {
            let mut store = store.clone();
            let file = &files[dice.usize(0..files.len())];
            let text = edited(&store.text(file).unwrap(), &mut dice);
            store.put(file, text);
            let after = Known::of(read(&store).plan);
            wrong.extend(before.wrong(&after));
        }
    }
    wrong.sort_unstable();
    wrong.dedup();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
