//! How long whoever sits at the terminal waits, in processor time but for the start, so that a machine that has much else to
//! do fails no test. The limits are those of the program as it is built for use; it keeps them as it is built for tests.
#![cfg(unix)]

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use groundswell::disk::Memory;
use groundswell::draft::Draft;
use groundswell::figures::Figures;
use groundswell::plan::address::Address;
use groundswell::simulation::{Settings, Simulation};
use groundswell::source::{Limits, Source};
use groundswell::tui::model::Model;
use groundswell::tui::msg::{Key, Msg};
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::{after, buffer};
use groundswell::workspace::Workspace;

use crate::clock::used;
use crate::driven;

#[path = "../../benches/made.rs"]
mod made;

/// Keys of all kinds: in every view, down, across, to the end, in its variants, what lies over a view.
const MIXED: &str = "j j l j <pgdn> G g 2 j j G 3 j l G g 4 j j G 5 j v j G 6 j l j 7 j <enter> j G 8 j G g \
                     : v a l <esc> ctrl-g 7 5 <esc> / c <esc> ? <esc> 1 j j";

/// An open plan of so many items.
fn of_items(items: usize) -> Model {
    let store = Memory::default().with("plan.toml", made::text(items));
    let draft = Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default());
    let draft = draft.unwrap_or_else(|unreadable| panic!("{unreadable:?}"));
    after(Workspace::drafted(Box::new(draft), None), Look::default(), "", 200, 60)
}

/// The time from each key to its frame, in a plan of so many items, the shortest first.
fn from_key_to_frame(items: usize) -> Vec<(Duration, String)> {
    let mut model = of_items(items);
    let mut times = Vec::new();
    for key in Key::parse_all(MIXED).repeat(4) {
        let begun = used();
        update(&mut model, Msg::Key(key));
        let frame = buffer(&model);
        times.push((used() - begun, key.shown()));
        drop(frame);
        model.rest();
    }
    times.sort();
    times
}

/// That of so many hundred times all but a few are within a limit.
fn assert_within(times: &[(Duration, String)], hundredths: usize, limit: Duration) {
    let nth = (times.len() * hundredths).div_ceil(100) - 1;
    assert!(times[nth].0 <= limit, "{hundredths} of 100: {:?}", &times[nth..]);
}

///
#[test]
fn a_key_is_answered_at_once_however_large_the_plan_is() {
    let milliseconds = Duration::from_millis;
    let times = from_key_to_frame(5_000);
    assert_within(&times, 95, milliseconds(33));
    assert_within(&times, 99, milliseconds(100));
    assert_within(&from_key_to_frame(20_000), 95, milliseconds(100));
}

/// The fastest of a few times, which nothing else that the machine does can make shorter.
fn least(mut once: impl FnMut() -> Duration) -> Duration {
    (0..5).map(|_| once()).min().unwrap_or_default()
}

/// All figures of a plan of 10,000 items: value, forecast, cost, the business case in all and by wave, and every KPI.
#[test]
fn all_figures_of_a_plan_take_less_than_reading_it() {
    let store = Memory::default().with("plan.toml", made::text(10_000));
    let read = || match Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()) {
        Ok(read) => read.plan,
        Err(unreadable) => panic!("{unreadable:?}"),
    };
    let plan = read();
    let reading = least(|| {
        let begun = used();
        black_box(read());
        used() - begun
    });
    let computing = least(|| {
        let begun = used();
        let figures = Figures::new(&plan);
        let waves: Vec<_> = plan.waves().map(|(wave, _)| figures.wave_case(wave).npv).collect();
        let kpis: Vec<_> = plan.kpis().map(|(kpi, _)| figures.kpi(kpi).global.status).collect();
        black_box((figures.case().npv, figures.forecast().total().len(), waves, kpis));
        used() - begun
    });
    assert!(computing < reading, "{computing:?} of {reading:?}");
}

/// A slip by a month more with each key up to a year, in a plan of 10,000 items: of what most others need, and of the
/// whole wave that is under way, which pushes all that come after it.
#[test]
fn what_if_is_answered_while_it_is_asked() {
    let model = of_items(10_000);
    let (plan, graph) = (model.work.plan(), model.work.graph());
    let ahead =
        plan.items().filter(|(ix, item)| !item.steps.is_empty() && !model.work.figures().is_past(*ix, 0));
    let most = ahead.max_by_key(|(ix, _)| graph.needed_by(*ix).len()).map(|(ix, _)| plan.item_address(ix));
    let wave = plan.wave_at(plan.as_of).map(|wave| plan.wave_address(wave));
    assert_soon_slipped(model, most);
    assert_soon_slipped(of_items(10_000), wave);
}

fn assert_soon_slipped(mut model: Model, what: Option<Address>) {
    update(&mut model, Msg::Key(Key::parse_all("w")[0]));
    model.selection = what;
    model.rebuild();
    let mut times: Vec<(Duration, String)> = Vec::new();
    for key in Key::parse_all("]").repeat(12) {
        let begun = used();
        update(&mut model, Msg::Key(key));
        let frame = buffer(&model);
        times.push((used() - begun, key.shown()));
        drop(frame);
        model.rest();
    }
    times.sort();
    assert!(model.work.beside.is_some() && !model.work.unsaved.is_empty(), "{:?}", model.message);
    // A frame as the program is built for use, which takes an eighth of this.
    assert_within(&times, 50, Duration::from_millis(130));
}

/// 10,000 runs of the plan of the repository, on one thread.
#[test]
fn what_may_come_of_a_plan_is_soon_found_out() {
    let work = driven::omnichannel();
    let settings = Settings { runs: Some(10_000), threads: 1, ..Settings::default() };
    let took = least(|| {
        let begun = used();
        let figures = Figures::new(work.plan());
        assert_eq!(Simulation::of(&figures, work.graph(), &settings).runs, 10_000);
        used() - begun
    });
    // A second as the program is built for use, which takes a tenth of this.
    assert!(took <= Duration::from_secs(10), "{took:?}");
}

/// from the start of the program to its first frame; by the clock too, of a few starts the fastest, with room for
/// what else the machine does: what waits for something takes no time of the processor.
#[cfg(target_os = "linux")]
#[test]
fn a_plan_is_soon_on_the_screen() {
    use crate::pty::{Terminal, ticks};
    for (items, limit) in [(500, 15), (5_000, 40)] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("plan.toml"), made::text(items)).unwrap();
        let mut fastest = Duration::MAX;
        for _ in 0..3 {
            let begun = Instant::now();
            let mut terminal = Terminal::start_in(folder.path(), &[]);
            terminal.until("[1 Board]");
            fastest = fastest.min(begun.elapsed());
            let own = terminal.process();
            let took = ticks(|process, _| process == own);
            assert!(took <= limit, "{items} items: {took} hundredths of a second");
            terminal.leave();
        }
        assert!(fastest <= Duration::from_secs(3), "{items} items: {fastest:?} by the clock");
    }
}

/// Each name is one word of 100,000 letters: what is no longer than a screen is broken into lines, and what is left of a
/// word is not measured anew for each of them.
#[test]
fn names_without_end_are_drawn_at_once() {
    let long = "x".repeat(100_000);
    let rows = driven::PLAN.lines().map(|row| match row.strip_prefix("name = \"") {
        Some(name) => format!("name = \"{}{long}\"\n", &name[..1]),
        None => format!("{row}\n"),
    });
    let plan: String = rows.collect();
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model = after(driven::open(&plan), Look::default(), "", width, height);
        for keys in
            ["1", "2", "3", "3 v", "4", "5", "6", "7", "8", "0", "w 9", "P", "<right>", "<right>", "<right>"]
        {
            let from = used();
            driven::press(&mut model, keys);
            assert!(driven::drawn(&model).contains("xxx"), "{keys}");
            let took = used() - from;
            assert!(took <= Duration::from_secs(5), "{keys} at {width}: {took:?}");
        }
    }
}
