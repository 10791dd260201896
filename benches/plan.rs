//! What a plan costs, by its number of items: `cargo bench`.
//!
//! The bare parse of the same text, with `toml` into typed structs and with `toml-spanner` into its
//! tree, stands beside what the program does. Machines are noisy: only ratios within one run count.

mod made;
#[expect(dead_code, reason = "the fields are there to be parsed into")]
mod typed;

use chrono::NaiveDate;
use divan::{Bencher, black_box};
use groundswell::graph::Graph;
use groundswell::plan::Plan;
use groundswell::plan::calendar::{Month, plus_months};
use groundswell::plan::capability::{Capability, Maturity};
use groundswell::plan::id::{ItemIx, WaveIx};
use groundswell::plan::item::{About, Cost, Detail, Item, Need, Step};
use groundswell::plan::leadership::{Mandate, Scope};
use groundswell::plan::strategy::Driver;
use groundswell::plan::wave::Wave;
use made::{Kind, MadeItem, WAVES};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

fn main() {
    for size in SIZES {
        let text = made::text(size);
        let file = toml::from_str::<typed::File>(&text);
        let items = file.map(|file| file.driver.len() + file.capability.len() + file.mandate.len());
        assert_eq!(items, Ok(size), "a made plan has the shape of a plan");
    }
    divan::main();
}

/// The bare parse, for comparison.
#[divan::bench_group(sample_count = 20, sample_size = 1)]
mod parse {
    use super::{Bencher, SIZES, made, typed};

    #[divan::bench(args = SIZES)]
    fn with_toml_into_structs(bencher: Bencher<'_, '_>, items: usize) {
        let text = made::text(items);
        bencher.bench(|| toml::from_str::<typed::File>(&text).is_ok());
    }

    #[divan::bench(args = SIZES)]
    fn with_toml_spanner_into_a_tree(bencher: Bencher<'_, '_>, items: usize) {
        let text = made::text(items);
        bencher.bench(|| {
            let arena = toml_spanner::Arena::new();
            toml_spanner::parse(&text, &arena).is_ok()
        });
    }
}

/// The item graph and the wave graph.
#[divan::bench_group(sample_count = 50, sample_size = 1)]
mod graph {
    use super::{Bencher, Graph, ItemIx, SIZES, WaveIx, black_box, plan};

    #[divan::bench(args = SIZES)]
    fn build_order_and_cycles(bencher: Bencher<'_, '_>, items: usize) {
        let plan = plan(items);
        bencher.bench(|| {
            let graph = Graph::new(black_box(&plan));
            (graph.item_cycles().len(), graph.wave_cycles().len(), graph)
        });
    }

    #[divan::bench(args = SIZES)]
    fn late_needs(bencher: Bencher<'_, '_>, items: usize) {
        let graph = Graph::new(&plan(items));
        bencher.bench(|| black_box(&graph).late_needs().count());
    }

    #[divan::bench(args = SIZES)]
    fn implied_needs(bencher: Bencher<'_, '_>, items: usize) {
        let graph = Graph::new(&plan(items));
        bencher.bench(|| black_box(&graph).implied_needs());
    }

    #[divan::bench(args = SIZES)]
    fn longest_path(bencher: Bencher<'_, '_>, items: usize) {
        let graph = Graph::new(&plan(items));
        bencher.bench(|| black_box(&graph).longest_path());
    }

    #[divan::bench(args = SIZES)]
    fn slip_of_an_item(bencher: Bencher<'_, '_>, items: usize) {
        let plan = plan(items);
        let graph = Graph::new(&plan);
        let first = plan.item_by_id("c000001").unwrap_or(ItemIx(0));
        bencher.bench(|| black_box(&graph).slip_item(first, 9));
    }

    #[divan::bench(args = SIZES)]
    fn slip_of_a_wave(bencher: Bencher<'_, '_>, items: usize) {
        let graph = Graph::new(&plan(items));
        bencher.bench(|| black_box(&graph).slip_wave(WaveIx(3), 4));
    }
}

/// The made plan as far as the graph looks at it.
fn plan(count: usize) -> Plan {
    let made = made::items(count);
    let start = Month::new(2026, 1).first_day();
    let mut plan = Plan::empty(start);
    plan.horizon = plus_months(start, 96);
    plan.waves = (0..WAVES as i32).map(|nth| wave(nth, plus_months(start, 6 * nth))).collect();
    let mut order: Vec<&MadeItem> = made.iter().collect();
    order.sort_by_key(|item| (item.kind, item.nth));
    let mut index = vec![ItemIx(0); count];
    for (at, item) in order.iter().enumerate() {
        index[item.nth] = ItemIx::from(at);
    }
    let upto = |last| order.iter().filter(|item| item.kind <= last).count() as u32;
    plan.item_ends = [upto(Kind::Driver), upto(Kind::Capability)];
    plan.items = order.iter().map(|item| self::item(item, &made, &index)).collect();
    plan
}

fn wave(nth: i32, start: NaiveDate) -> Wave {
    Wave {
        id: format!("w{nth:02}").into(),
        about: About::default(),
        start,
        end: Month::of(start).plus(5).last_day(),
        budget: None,
        capacity: Vec::new(),
        focus: None,
        after: None,
        opens: Scope::default(),
    }
}

fn item(made: &MadeItem, all: &[MadeItem], index: &[ItemIx]) -> Item {
    let today = Maturity::Everywhere(made.level - 1);
    let first = Step { level: made.level, wave: WaveIx::from(made.wave) };
    let next = Step { level: made.level + 1, wave: WaveIx::from(made.wave + 1) };
    let need = |(nth, (of, level)): (usize, &(usize, bool))| {
        let level = level.then_some(all[*of].level);
        Need { item: index[*of], level, wave: None, nth: nth as u32 }
    };
    Item {
        id: made.id.as_str().into(),
        about: About::default(),
        responsible: None,
        detail: match made.kind {
            Kind::Driver => Detail::Driver(Box::<Driver>::default()),
            Kind::Capability => {
                Detail::Capability(Box::new(Capability { maturity: today, ..Capability::default() }))
            }
            Kind::Mandate => Detail::Mandate(Box::<Mandate>::default()),
        },
        steps: if made.goes_on { vec![first, next] } else { vec![first] },
        unplanned: false,
        needs: made.needs.iter().enumerate().map(need).collect(),
        prefers: Vec::new(),
        together: Vec::new(),
        start: None,
        end: None,
        live: None,
        cost: Cost::default(),
        effort: Vec::new(),
        enabler: None,
    }
}
