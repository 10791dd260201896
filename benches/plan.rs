//! What a plan costs, by its number of items: `cargo bench`.
//!
//! The bare parse of the same text, with `toml` into typed structs and with `toml-spanner` into its
//! tree, stands beside what the program does. Machines are noisy: only ratios within one run count.

mod made;
#[expect(dead_code, reason = "the fields are there to be parsed into")]
mod typed;

use std::path::PathBuf;

use divan::{Bencher, black_box};
use groundswell::check::check;
use groundswell::disk::Memory;
use groundswell::figures::Figures;
use groundswell::graph::Graph;
use groundswell::plan::Plan;
use groundswell::plan::id::{ItemIx, WaveIx};
use groundswell::source::{Limits, Read, Source};
use groundswell::tui;
use groundswell::tui::theme::Look;
use groundswell::workspace::Workspace;

const FILE: &str = "plan.toml";
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

/// From text to the model, with all findings of reading.
#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn read_the_text(bencher: Bencher<'_, '_>, items: usize) {
    let store = store(items);
    bencher.bench(|| read(black_box(&store)));
}

/// All rules on a plan that was read, with its graph, and the places of the findings.
#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn check_all_rules(bencher: Bencher<'_, '_>, items: usize) {
    let store = store(items);
    bencher.with_inputs(|| read(&store)).bench_values(|read| check(read, None));
}

/// Value, cost and the business case, in all and by wave, and every KPI.
#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn all_figures(bencher: Bencher<'_, '_>, items: usize) {
    let plan = plan(items);
    bencher.bench(|| {
        let figures = Figures::new(black_box(&plan));
        let waves: Vec<_> = plan.waves().map(|(wave, _)| figures.wave_case(wave).npv).collect();
        let kpis: Vec<_> = plan.kpis().map(|(kpi, _)| figures.kpi(kpi).global.status).collect();
        black_box((figures.case().npv, figures.forecast().total().len(), waves, kpis));
    });
}

/// Where numbers come from: one figure taken apart, and all of them as rows.
#[divan::bench_group(sample_count = 10, sample_size = 1)]
mod explained {
    use groundswell::explain::{figure, look::Look};
    use groundswell::show::Context;
    use groundswell::show::stream::collected;
    use groundswell::shows;
    use groundswell::source::Secrets;
    use groundswell::trace::name::Name;

    use super::{Bencher, Figures, SIZES, black_box, plan};

    fn explain(bencher: Bencher<'_, '_>, items: usize, name: &str) {
        let plan = plan(items);
        let Some(name) = Name::parse(name) else { return };
        bencher.bench(|| {
            let figures = Figures::new(black_box(&plan));
            figure::text(Look::of(&figures, None), &name, (1, false), &Secrets::default()).is_ok()
        });
    }

    #[divan::bench(args = SIZES)]
    fn planned_value(bencher: Bencher<'_, '_>, items: usize) {
        explain(bencher, items, "planned");
    }

    #[divan::bench(args = SIZES)]
    fn net_present_value(bencher: Bencher<'_, '_>, items: usize) {
        explain(bencher, items, "npv.w05");
    }

    #[divan::bench(args = SIZES)]
    fn cost_of_delay(bencher: Bencher<'_, '_>, items: usize) {
        explain(bencher, items, "cost-of-delay.d000510");
    }

    #[divan::bench(args = SIZES)]
    fn all_rows_as_csv(bencher: Bencher<'_, '_>, items: usize) {
        let plan = plan(items);
        let rows = &shows::AS_ROWS[0].1;
        bencher.bench(|| {
            let figures = Figures::new(black_box(&plan));
            collected(|stream| (rows.csv)(&Context::new(&plan, &figures), stream))
        });
    }
}

/// Chances over many runs, with the luck of all inputs and what swings NPV, on two threads.
#[divan::bench_group(sample_count = 5, sample_size = 1)]
mod simulation {
    use groundswell::disk::Disk;
    use groundswell::simulation::{Settings, Simulation};

    use super::{Bencher, Figures, Graph, Limits, PathBuf, Plan, Source, black_box, plan};

    fn simulate(plan: &Plan, runs: u32, band: bool) -> Simulation {
        let settings = Settings { runs: Some(runs), threads: 2, band, ..Settings::default() };
        Simulation::of(&Figures::new(plan), &Graph::new(plan), &settings)
    }

    /// 10,000 runs of the omnichannel plan, without and with the band of each month.
    #[divan::bench(args = [false, true])]
    fn omnichannel(bencher: Bencher<'_, '_>, band: bool) {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/plans/omnichannel/plan.toml");
        let read = Source::read(&Disk, &[PathBuf::from(path)], Limits::default());
        let plan = read.map(|read| read.plan).unwrap_or_else(|fault| panic!("{fault:?}"));
        bencher.bench(|| simulate(black_box(&plan), 10_000, band));
    }

    /// 100 runs of plans of any size.
    #[divan::bench(args = [1_000, 10_000, 100_000])]
    fn made_plan(bencher: Bencher<'_, '_>, items: usize) {
        let plan = plan(items);
        bencher.bench(|| simulate(black_box(&plan), 100, false));
    }
}

/// The first screen of an open plan, and what a key costs from the state to the screen.
#[divan::bench_group(sample_count = 50, sample_size = 1)]
mod screen {
    use super::{Bencher, Look, SIZES, Workspace, check, read, store, tui};

    const SIZE: (u16, u16) = (200, 60);

    fn open(items: usize) -> Workspace {
        Workspace::of(check(read(&store(items)), None), super::FILE)
    }

    #[divan::bench(args = SIZES, sample_count = 5)]
    fn first_frame(bencher: Bencher<'_, '_>, items: usize) {
        bencher
            .with_inputs(|| open(items))
            .bench_values(|work| tui::buffer(&tui::after(work, Look::default(), "", SIZE.0, SIZE.1)));
    }

    #[divan::bench(args = SIZES)]
    fn key_to_frame(bencher: Bencher<'_, '_>, items: usize) {
        let mut model = tui::after(open(items), Look::default(), "", SIZE.0, SIZE.1);
        let mut keys = tui::msg::Key::parse_all(
            "j j l j 2 j j 3 4 j 5 j 6 j l 7 j 8 j : v a l <esc> ctrl-g 7 <esc> ? <esc> 1",
        )
        .into_iter()
        .cycle();
        bencher.bench_local(|| {
            let key = keys.next().map(tui::msg::Msg::Key);
            key.map(|key| tui::update::update(&mut model, key));
            tui::buffer(&model)
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

/// A made plan in memory, as if in a file.
fn store(items: usize) -> Memory {
    Memory::default().with(FILE, made::text(items))
}

/// Reads a made plan, whatever its size.
fn read(store: &Memory) -> Read {
    let limits = Limits { file: u64::MAX, total: u64::MAX, ..Limits::default() };
    match Source::read(store, &[PathBuf::from(FILE)], limits) {
        Ok(read) => read,
        Err(unreadable) => panic!("{unreadable:?}"),
    }
}

fn plan(items: usize) -> Plan {
    read(&store(items)).plan
}
