//! How long whoever sits at the terminal waits: `cargo bench --bench latency`.
//!
//! Everything goes through the real update and draw, on a screen of 200 × 60: from an event to the frame
//! that answers it. A frame of 60 Hz is 16.7 ms. Machines are noisy: only ratios within one run count.
//!
//! Words choose plans by their names, and parts of what is measured: `-- 10000 edits what-if`.
//!
//! `-- limits` measures what is promised, in processor time, and fails where it is not kept: a key in a plan of
//! 20,000 items is answered within a frame 99 times in 100, so is a slip of a month to a year of what most others
//! need in one of 10,000, or of a whole wave with all that come after it, the plan of the repository is on the screen
//! within 50 ms of the start and simulated in 10,000 runs within a second, and all figures of a plan of 10,000 items
//! take no longer than reading it.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

mod made;

use std::hint::black_box;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use groundswell::check::check;
use groundswell::disk::{Disk, Memory, Store};
use groundswell::draft::{Change, Draft, Refused, asked};
use groundswell::figures::Figures;
use groundswell::graph::Graph;
use groundswell::plan::Plan;
use groundswell::plan::address::Address;
use groundswell::rule::{Context, Found};
use groundswell::rules::RULES;
use groundswell::simulation::{Settings as SimulationSettings, Simulation};
use groundswell::source::{Limits, Source};
use groundswell::tui::model::Model;
use groundswell::tui::msg::{Key, Msg};
use groundswell::tui::past::Recalled;
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::{after, buffer, editing};
use groundswell::workspace::Workspace;

const SIZE: (u16, u16) = (200, 60);
/// How often each thing is done.
const TIMES: usize = 40;
/// Keys of all kinds: in every view, down, across, to the end, in its variants, what lies over a view.
const MIXED: &str = "j j l j <pgdn> G g 2 j j G 3 j l G g 4 j j G 5 j v j G 6 j l j 7 j <enter> j G 8 j G g \
                     : v a l <esc> ctrl-g 7 5 <esc> / c <esc> ? <esc> 1 j j";

/// What is measured of a plan.
type Part = fn(&Measured<'_>);

/// The parts of what is measured, each by itself.
const PARTS: [(&str, Part); 9] = [
    ("rules", rules),
    ("stages", stages),
    ("looks", first_looks),
    ("keys", keys),
    ("edits", edits),
    ("what-if", what_if),
    ("waves", waves),
    ("baseline", baseline),
    ("explain", explain),
];

/// A frame of 60 Hz.
const FRAME: Duration = Duration::from_micros(16_667);
/// From the start of the program to its first frame.
const FIRST: Duration = Duration::from_millis(50);
/// 10,000 runs of a simulation, on all cores together: on two of them half of that passes.
const RUNS: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    // What cargo itself adds begins with dashes.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if words.iter().any(|word| word == "limits") {
        return if limits() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let (parts, words): (Vec<String>, Vec<String>) =
        words.into_iter().partition(|word| PARTS.iter().any(|(name, _)| name == word));
    let asked = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    println!(
        "{:<12} {:<38} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "plan", "what, in ms", "best", "median", "p95", "p99", "slowest"
    );
    let measure = |it: &Measured<'_>| {
        let chosen = PARTS.iter().filter(|(name, _)| parts.is_empty() || parts.iter().any(|it| it == name));
        chosen.for_each(|(_, part)| part(it));
    };
    let omnichannel = concat!(env!("CARGO_MANIFEST_DIR"), "/plans/omnichannel/plan.toml");
    let driver = "driver.reach.value.likely";
    if asked("omnichannel") {
        measure(&Measured { name: "omnichannel", store: &Disk, path: omnichannel, value: driver });
    }
    for items in [10_000, 20_000] {
        let name = format!("{items} items");
        if !asked(&name) {
            continue;
        }
        let store = Memory::default().with("plan.toml", made::text(items));
        let value = "driver.d005010.value.likely";
        measure(&Measured { name: &name, store: &store, path: "plan.toml", value });
    }
    ExitCode::SUCCESS
}

/// Whether each limit is kept; says by how much.
fn limits() -> bool {
    let made = |items| Memory::default().with("plan.toml", made::text(items));
    let measured = |store| Measured { name: "limits", store, path: "plan.toml", value: "" };
    let at = |mut times: Vec<Duration>, share: f64| {
        times.sort_unstable();
        times[(share * (times.len() - 1) as f64).ceil() as usize]
    };
    let large = made(20_000);
    let mut model = measured(&large).open();
    let keys = at(spent(&mut model, MIXED, 12), 0.99);
    drop(model);

    let many = made(10_000);
    let mut model = measured(&many).open();
    spent(&mut model, "w", 1);
    choose(&mut model, what_others_need);
    // Up to a year late: what is asked in a meeting. With each month more of the plan moves.
    let tried = at(spent(&mut model, "]", 12), 0.95);
    assert!(model.work.beside.is_some() && !model.work.unsaved.is_empty(), "{:?}", model.message);
    spent(&mut model, "u", 12);
    choose(&mut model, wave_under_way);
    let waved = at(spent(&mut model, "]", 12), 0.95);
    assert!(model.work.beside.is_some() && !model.work.unsaved.is_empty(), "{:?}", model.message);
    drop(model);

    // What starting a process costs, and then what it does up to its first frame.
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/plans/omnichannel/plan.toml");
    let start = at((0..10).map(|_| started()).collect(), 0.5);
    let first = |_| {
        let begun = used();
        drop(buffer(&Measured { name: "omnichannel", store: &Disk, path, value: "" }.open()));
        used() - begun
    };
    let first = start + at((0..10).map(first).collect(), 0.5);

    let [reading, figures] = reading_and_figures(&many).map(|times| at(times, 0.5));
    let plan = read(&Disk, path);
    let settings = SimulationSettings { runs: Some(10_000), threads: 2, ..SimulationSettings::default() };
    let simulated = |_| {
        let begun = used_by_all();
        let (figures, graph) = (Figures::new(&plan), Graph::new(&plan));
        assert_eq!(Simulation::of(&figures, &graph, &settings).runs, 10_000);
        used_by_all() - begun
    };
    let simulated = at((0..5).map(simulated).collect(), 0.5);

    let all = [
        ("all figures, 10,000 items, of reading them", figures, reading),
        ("10,000 runs, omnichannel, on all cores together", simulated, RUNS),
        ("key to frame, 20,000 items, 99 in 100", keys, FRAME),
        ("what-if to frame, 10,000 items, up to a year", tried, FRAME),
        ("the same of a whole wave and all after it", waved, FRAME),
        ("start to first frame, omnichannel", first, FIRST),
    ];
    for (what, took, limit) in all {
        let word = if took <= limit { "kept" } else { "NOT KEPT" };
        let [took, limit] = [took, limit].map(|it| it.as_secs_f64() * 1000.0);
        println!("{what:<48} {took:>8.2} ms of {limit:>6.1} ms  {word}");
    }
    all.iter().all(|(_, took, limit)| took <= limit)
}

fn read(store: &dyn Store, path: &str) -> Plan {
    match Source::read(store, &[PathBuf::from(path)], Limits::default()) {
        Ok(read) => read.plan,
        Err(unreadable) => panic!("{unreadable:?}"),
    }
}

/// How long reading a plan takes, and how long its figures: value, forecast, cost, the business case in all and by wave,
/// and every KPI.
fn reading_and_figures(store: &dyn Store) -> [Vec<Duration>; 2] {
    let mut times = [const { Vec::new() }; 2];
    for _ in 0..10 {
        let begun = used();
        let plan = read(store, "plan.toml");
        let done = used();
        let figures = Figures::new(&plan);
        let waves: Vec<_> = plan.waves().map(|(wave, _)| figures.wave_case(wave).npv).collect();
        let kpis: Vec<_> = plan.kpis().map(|(kpi, _)| figures.kpi(kpi).global.status).collect();
        black_box((figures.case().npv, figures.forecast().total().len(), waves, kpis));
        times[0].push(done - begun);
        times[1].push(used() - done);
    }
    times
}

/// Selects something, and has it on the screen: a key is of what is drawn.
fn choose(model: &mut Model, which: fn(&Model) -> Option<Address>) {
    model.selection = which(model);
    model.rebuild();
    spent(model, "<esc>", 1);
}

/// The processor time from each key to its frame.
fn spent(model: &mut Model, keys: &str, times: usize) -> Vec<Duration> {
    let mut all = Vec::new();
    for key in Key::parse_all(keys).repeat(times) {
        let begun = used();
        update(model, Msg::Key(key));
        let frame = buffer(model);
        all.push(used() - begun);
        drop(frame);
        model.rest();
    }
    all
}

/// How long the program takes to begin and to end, which no other can do for it.
fn started() -> Duration {
    let begun = Instant::now();
    let ended = Command::new(env!("CARGO_BIN_EXE_swell")).arg("--version").stdout(Stdio::null()).status();
    assert!(ended.is_ok_and(|it| it.success()));
    begun.elapsed()
}

/// The processor time of this thread so far, so that what else the machine does counts for nothing.
#[cfg(unix)]
fn used() -> Duration {
    used_of(rustix::time::ClockId::ThreadCPUTime)
}

/// The same of all threads together.
#[cfg(unix)]
fn used_by_all() -> Duration {
    used_of(rustix::time::ClockId::ProcessCPUTime)
}

#[cfg(unix)]
fn used_of(clock: rustix::time::ClockId) -> Duration {
    let used = rustix::time::clock_gettime(clock);
    Duration::new(used.tv_sec.unsigned_abs(), u32::try_from(used.tv_nsec).unwrap_or(0))
}

/// The time that has passed, where nothing tells what a thread used.
#[cfg(not(unix))]
fn used() -> Duration {
    static BEGUN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    BEGUN.get_or_init(Instant::now).elapsed()
}

#[cfg(not(unix))]
fn used_by_all() -> Duration {
    used()
}

/// Of the items that lie ahead, the one that most others need.
fn what_others_need(model: &Model) -> Option<Address> {
    let plan = model.work.plan();
    let figures = model.work.figures();
    let ahead = plan.items().filter(|(ix, item)| !item.steps.is_empty() && !figures.is_past(*ix, 0));
    let first = ahead.max_by_key(|(ix, _)| model.work.graph().needed_by(*ix).len());
    first.map(|(ix, _)| plan.item_address(ix))
}

/// The wave that the plan is in, which pushes all that come after it.
fn wave_under_way(model: &Model) -> Option<Address> {
    let plan = model.work.plan();
    plan.wave_at(plan.as_of).map(|wave| plan.wave_address(wave))
}

struct Measured<'a> {
    name: &'a str,
    store: &'a dyn Store,
    path: &'a str,
    /// What is set again and again: what a driver is worth.
    value: &'a str,
}

impl Measured<'_> {
    fn draft(&self) -> Draft {
        match Draft::open(self.store, &[PathBuf::from(self.path)], Limits::default()) {
            Ok(draft) => draft,
            Err(unreadable) => panic!("{unreadable:?}"),
        }
    }

    /// It opened in the terminal.
    fn open(&self) -> Model {
        after(Workspace::drafted(Box::new(self.draft()), None), Look::default(), "", SIZE.0, SIZE.1)
    }

    fn say(&self, what: &str, mut times: Vec<Duration>) {
        times.sort_unstable();
        let at = |share: f64| {
            let nth = (share * (times.len() - 1) as f64).ceil() as usize;
            times[nth].as_secs_f64() * 1000.0
        };
        let [best, median, p95, p99, slowest] = [0.0, 0.5, 0.95, 0.99, 1.0].map(at);
        println!(
            "{:<12} {what:<38} {best:>8.2} {median:>8.2} {p95:>8.2} {p99:>8.2} {slowest:>8.2}",
            self.name
        );
    }
}

/// What becomes of keys that change nothing.
fn keys(it: &Measured<'_>) {
    let start = Instant::now();
    let mut model = it.open();
    let frame = buffer(&model);
    it.say("open to first frame", vec![start.elapsed()]);
    drop(frame);
    for view in "12345678".chars() {
        let keys = format!("{view} 1");
        it.say(&format!("key {view}: to a view that is built"), frames(&mut model, &keys, TIMES).1);
    }
    it.say("keys, mixed", frames(&mut model, MIXED, 12).0);
}

/// Edits of a fork of the draft.
fn what_if(it: &Measured<'_>) {
    let mut model = it.open();
    frames(&mut model, "w", 1);
    let plan = model.work.plan();
    let last = plan.drivers().max_by_key(|(ix, _)| plan.step_live(*ix, 0));
    let item = last.map(|(ix, _)| plan.item_address(ix));
    let first = what_others_need(&model);
    for (what, at) in [("a driver", item), ("what others need", first)] {
        model.selection = at;
        model.rebuild();
        frames(&mut model, "<esc>", 1);
        it.say(&format!("what if: slip of {what}"), frames(&mut model, "]", TIMES / 4).0);
        assert!(model.work.beside.is_some() && !model.work.unsaved.is_empty(), "{:?}", model.message);
        it.say(&format!("what if: undo of a slip of {what}"), frames(&mut model, "u", TIMES / 4).0);
    }
    let times = changes(&mut model, |nth| set(it, nth));
    it.say("what if: set a value", times);
}

/// Slips of a whole wave, by a month more with each, and back: of the one that is under way, which pushes all that
/// come after it, and of the last, which pushes none.
fn waves(it: &Measured<'_>) {
    let mut model = it.open();
    frames(&mut model, "w", 1);
    let last = model.work.plan().waves().last().map(|(wave, _)| model.work.plan().wave_address(wave));
    for (what, at) in [("the wave under way", wave_under_way(&model)), ("the last wave", last)] {
        model.selection = at;
        model.rebuild();
        frames(&mut model, "<esc>", 1);
        it.say(&format!("what if: slip of {what}"), frames(&mut model, "]", TIMES / 2).0);
        assert!(model.work.beside.is_some() && !model.work.unsaved.is_empty(), "{:?}", model.message);
        it.say(&format!("what if: undo of a slip of {what}"), frames(&mut model, "u", TIMES / 2).0);
    }
}

/// Has every view mark what moved since the plan as its file says it.
fn recall(model: &mut Model, store: &dyn Store, path: &str) {
    let read = Source::read(store, &[PathBuf::from(path)], Limits::default());
    let recalled = read.map(|read| Recalled::of("v1".into(), read, None)).map_err(|it| format!("{it:?}"));
    update(model, Msg::Baseline(recalled.map(Box::new)));
    assert!(model.baseline.is_some(), "{:?}", model.message);
}

/// Edits while every view marks what moved since a baseline: the plan as it was read.
fn baseline(it: &Measured<'_>) {
    let mut model = it.open();
    recall(&mut model, it.store, it.path);
    it.say("against a baseline: set a value", changes(&mut model, |nth| set(it, nth)));
    it.say("against a baseline: move, and back", moves(&mut model));
    frames(&mut model, "w", 1);
    choose(&mut model, what_others_need);
    it.say("what if over a baseline: slip", frames(&mut model, "]", TIMES / 4).0);
    assert!(model.work.beside.is_some() && !model.work.unsaved.is_empty(), "{:?}", model.message);
    it.say("what if over a baseline: undo of a slip", frames(&mut model, "u", TIMES / 4).0);
}

/// Where the number under the cursor comes from, asked again and again.
fn explain(it: &Measured<'_>) {
    let mut model = it.open();
    frames(&mut model, "5 j j j", 1);
    it.say("explain the first figure", frames(&mut model, "=", 1).0);
    it.say("explain again, and back", frames(&mut model, "<esc> =", TIMES / 2).0);
    frames(&mut model, "<esc> 1 j j j", 1);
    it.say("explain on the board, and back", frames(&mut model, "= <esc>", TIMES / 2).0);
}

fn set<'a>(it: &Measured<'a>, nth: usize) -> impl FnOnce(&Draft) -> Result<Change, Refused> + use<'a> {
    let at = it.value;
    move |draft| asked::set(draft, at, &(200_000 + nth).to_string())
}

/// Times by what they are of.
struct Laps {
    start: Instant,
    times: Vec<(&'static str, Vec<Duration>)>,
}

impl Laps {
    fn lap(&mut self, of: &'static str) {
        let lap = self.start.elapsed();
        match self.times.iter_mut().find(|(known, _)| *known == of) {
            Some((_, times)) => times.push(lap),
            None => self.times.push((of, vec![lap])),
        }
        self.start = Instant::now();
    }
}

/// The stages of an edit, each by itself, with what they would cost on a plan that nothing is known of.
fn stages(it: &Measured<'_>) {
    let mut draft = Box::new(it.draft());
    let paths = [PathBuf::from(it.path)];
    let mut before = Workspace::drafted(Box::new(it.draft()), None);
    let mut laps = Laps { start: Instant::now(), times: Vec::new() };
    for nth in 0..TIMES {
        laps.start = Instant::now();
        let change = set(it, nth)(&draft).unwrap_or_else(|refused| panic!("{refused:?}"));
        let patches = draft.source().patches(draft.plan(), &change.edits).unwrap_or_default();
        let text = patches.first().map(|patch| draft.source().patched(patch.file, &patches));
        laps.lap("stage: the change, as a patched text");
        draft.apply(&change).unwrap_or_else(|refused| panic!("{refused:?}"));
        laps.lap("stage: the draft with it, read and held");
        let work = Workspace::after(&before, draft);
        laps.lap("stage: figures and findings of it");
        let npv = work.figures().case().npv;
        laps.lap("stage: the business case of it");
        let mut model = after(work, Look::default(), "", SIZE.0, SIZE.1);
        laps.lap("stage: the board, built");
        black_box((text, npv, buffer(&model)));
        laps.lap("stage: the board, drawn");
        draft = model.work.draft.take().unwrap_or_else(|| Box::new(it.draft()));
        laps.start = Instant::now();
        before = model.work;
        laps.lap("stage: the plan of before, dropped");
    }
    for _ in 0..TIMES / 2 {
        laps.start = Instant::now();
        let read = Source::read(it.store, &paths, Limits::default());
        laps.lap("afresh: a whole reading");
        let checked = read.map(|read| check(read, None));
        laps.lap("afresh: a whole check");
        drop(checked);
        black_box(draft.plan().clone());
        laps.lap("afresh: a clone of the plan, dropped");
        black_box(Graph::new(draft.plan()));
        laps.lap("afresh: the graphs");
    }
    for (name, times) in laps.times {
        it.say(name, times);
    }
}

/// The rules that take longest, each by itself, after the figures that they ask for are there.
fn rules(it: &Measured<'_>) {
    let draft = it.draft();
    let plan = draft.plan();
    let figures = Figures::new(plan);
    let mut times = vec![Vec::new(); RULES.len()];
    for nth in 0..10 {
        let graph = Graph::new(plan);
        let context = Context { plan, graph: &graph, figures: &figures, before: None };
        for (rule, times) in RULES.iter().zip(&mut times) {
            let start = Instant::now();
            let mut found = Vec::new();
            if let Found::Checking { check, .. } | Found::Missing { check, .. } = rule.found {
                check(&context, &mut found);
            }
            // The first time, it waits for figures.
            if nth > 0 {
                times.push(start.elapsed());
            }
        }
    }
    let all: Duration = times.iter().map(|times| times.iter().min().copied().unwrap_or_default()).sum();
    it.say("all rules, each at its fastest", vec![all]);
    let mut order: Vec<_> = RULES.iter().zip(times).collect();
    order.sort_by_key(|(_, times)| std::cmp::Reverse(times.iter().min().copied()));
    for (rule, times) in order.into_iter().take(6) {
        it.say(&format!("  {}", rule.name), times);
    }
}

/// From the key to the frame of each view that nobody has looked at, on a plan of which nothing is known but
/// what its check and the board ask.
fn first_looks(it: &Measured<'_>) {
    for view in "2345678".chars() {
        let mut times = Vec::new();
        for _ in 0..5 {
            let mut model = it.open();
            times.extend(frames(&mut model, &view.to_string(), 1).0);
        }
        it.say(&format!("key {view}: first look at a view"), times);
    }
}

/// The time from each key to its frame: of all, and of every first of the keys.
fn frames(model: &mut Model, keys: &str, times: usize) -> (Vec<Duration>, Vec<Duration>) {
    let (mut all, mut first) = (Vec::new(), Vec::new());
    for _ in 0..times {
        for (nth, key) in Key::parse_all(keys).into_iter().enumerate() {
            let start = Instant::now();
            update(model, Msg::Key(key));
            let frame = buffer(model);
            all.push(start.elapsed());
            if nth == 0 {
                first.push(start.elapsed());
            }
            drop(frame);
            model.rest();
        }
    }
    (all, first)
}

/// The time from each of some changes to its frame.
fn changes<F: FnOnce(&Draft) -> Result<Change, Refused>>(
    model: &mut Model,
    change: impl Fn(usize) -> F,
) -> Vec<Duration> {
    let mut times = Vec::new();
    for nth in 0..TIMES {
        let change = change(nth);
        let start = Instant::now();
        let made = editing::make(model, change);
        model.settle();
        let frame = buffer(model);
        times.push(start.elapsed());
        assert!(made, "{:?}", model.message);
        drop(frame);
        model.rest();
    }
    times
}

fn edits(it: &Measured<'_>) {
    let mut model = it.open();
    it.say("edit: set a value, on the board", changes(&mut model, |nth| set(it, nth)));
    frames(&mut model, "5", 1);
    it.say("edit: set a value, on the value", changes(&mut model, |nth| set(it, nth)));
    frames(&mut model, "1", 1);
    it.say("edit: move on the board, and back", moves(&mut model));
    it.say("edit: undo, redo of a move", frames(&mut model, "u U", TIMES / 2).0);
}

/// The time from each move of the first item of the board to its frame, forth and back.
fn moves(model: &mut Model) -> Vec<Duration> {
    model.selection = None;
    frames(model, "g j", 1);
    frames(model, "> <", TIMES / 2).0
}
