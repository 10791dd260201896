//! Plans of any size, made the same way each time: sound, with two and a half needs an item, and a
//! few percent of drivers, mandates, KPIs and records.

use std::collections::VecDeque;
use std::fmt::Write as _;

use fastrand::Rng;

/// Half-years from 2026 on.
pub(crate) const WAVES: usize = 12;
/// The items stand in rows, three to a wave. They need items of the row before, and a few of any.
const ROWS: usize = 36;
const LAYERS: [&str; 3] = ["technological", "commercial", "transformational"];
const THEMES: [&str; 9] = [
    "funding",
    "change",
    "steering",
    "management",
    "mandate",
    "communication",
    "governance",
    "business-case",
    "performance",
];

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Driver,
    Capability,
    Mandate,
}

/// An item; it needs earlier ones only, and stands in no earlier wave than they do.
pub(crate) struct MadeItem {
    pub(crate) nth: usize,
    pub(crate) kind: Kind,
    pub(crate) id: String,
    pub(crate) wave: usize,
    pub(crate) level: u8,
    /// Whether it reaches one level more in the next wave.
    pub(crate) goes_on: bool,
    /// Positions of the items needed, and whether the need names the level.
    pub(crate) needs: Vec<(usize, bool)>,
    needed: bool,
}

/// The items of a plan with `count` of them.
pub(crate) fn items(count: usize) -> Vec<MadeItem> {
    let mut dice = Rng::with_seed(count as u64);
    let mut items: Vec<MadeItem> = Vec::with_capacity(count);
    // What nothing needs yet is needed first, so that few capabilities stay without use.
    let mut unused = VecDeque::new();
    for nth in 0..count {
        let (kind, id) = match nth % 50 {
            0 => (Kind::Mandate, format!("m{nth:06}")),
            10 | 35 => (Kind::Driver, format!("d{nth:06}")),
            _ => (Kind::Capability, format!("c{nth:06}")),
        };
        let wave = nth * WAVES / count;
        let needs = match kind {
            Kind::Mandate => Vec::new(),
            // Three in a row stand on all three layers.
            Kind::Driver => vec![nth - 3, nth - 2, nth - 1],
            Kind::Capability => capability_needs(nth, count, &mut unused, &mut dice),
        };
        for need in &needs {
            items[*need].needed = true;
        }
        if kind != Kind::Driver {
            unused.push_back(nth);
        }
        items.push(MadeItem {
            nth,
            kind,
            id,
            wave,
            level: if kind == Kind::Driver { 1 } else { 2 + (nth % 3) as u8 },
            goes_on: kind == Kind::Capability && nth % 25 == 7 && wave + 1 < WAVES,
            needs: needs.into_iter().map(|need| (need, dice.u8(0..5) < 3)).collect(),
            needed: false,
        });
    }
    items
}

/// One to four needs where there is a row before: one not needed before, the others at random.
fn capability_needs(nth: usize, count: usize, unused: &mut VecDeque<usize>, dice: &mut Rng) -> Vec<usize> {
    let begins = |row: usize| (row * count).div_ceil(ROWS);
    let row = nth * ROWS / count;
    if row == 0 {
        return Vec::new();
    }
    let before = begins(row - 1)..begins(row);
    while unused.front().is_some_and(|item| *item < before.start) {
        unused.pop_front();
    }
    let first = unused.front().copied().filter(|item| *item < before.end);
    let mut needs: Vec<usize> = first.and_then(|_| unused.pop_front()).into_iter().collect();
    for _ in 0..dice.usize(0..4) {
        let far = dice.u8(0..50) == 0;
        let need = dice.usize(if far { 0..before.end } else { before.clone() });
        // Drivers stand on capabilities, not the other way round.
        let need = if matches!(need % 50, 10 | 35) { need - 1 } else { need };
        if !needs.contains(&need) {
            needs.push(need);
        }
    }
    needs
}

/// The TOML of a plan with `count` items.
pub(crate) fn text(count: usize) -> String {
    let items = items(count);
    let mut text = String::with_capacity(count * 200 + 8192);
    head(&mut text, count);
    for item in &items {
        let needs: Vec<String> = item.needs.iter().map(|(of, level)| need(&items[*of], *level)).collect();
        match item.kind {
            Kind::Driver => driver(&mut text, item, &needs.join(", ")),
            Kind::Capability => capability(&mut text, item, &needs.join(", ")),
            Kind::Mandate => mandate(&mut text, item),
        }
    }
    text
}

fn need(of: &MadeItem, level: bool) -> String {
    if level { format!("\"{} >= {}\"", of.id, of.level) } else { format!("\"{}\"", of.id) }
}

/// Writes lines; writing to a string does not fail.
macro_rules! lines {
    ($text:expr, $($format:tt)*) => { let _ = writeln!($text, $($format)*); };
}

fn head(text: &mut String, count: usize) {
    lines!(text, "format = 1\n\n[plan]\nname = \"Made plan of {count} items\"\ncurrency = \"EUR\"");
    lines!(text, "start = 2026-01-01\nhorizon = 2033-12-31\nas-of = 2026-11-15\ndiscount-rate = 0.08\n");
    lines!(text, "[policy]\nfocus = 1_000\nchange-overload = {}\n", count.min(10_000));
    lines!(text, "[objective.grow]\nname = \"Grow\"\n");
    let share = count / WAVES + 2;
    for wave in 0..WAVES {
        let year = 2026 + wave / 2;
        let (start, end) = if wave % 2 == 0 { ("01-01", "06-30") } else { ("07-01", "12-31") };
        lines!(text, "[wave.w{wave:02}]\nname = \"Wave {wave}\"\nstart = {year}-{start}\nend = {year}-{end}");
        lines!(text, "budget = {}\ncapacity = {}", share * 200_000, share * 8);
        if wave < 3 {
            let rest =
                if wave == 0 { ", brand = [\"cardio\"], customer-type = [\"specialist\"]" } else { "" };
            lines!(text, "opens = {{ market = [\"m{wave}\"]{rest} }}");
        }
        lines!(text, "\n[gate.g{wave:02}]\nwave = \"w{wave:02}\"\n");
    }
    for market in 0..3 {
        lines!(
            text,
            "[market.m{market}]\nname = \"Market {market}\"\nshare = 0.3\narchetype = \"standardized\"\ncost = 60_000\n"
        );
    }
    lines!(text, "[brand.cardio]\nname = \"Cardio\"\nshare = 1.0\n");
    lines!(text, "[customer-type.specialist]\nname = \"Specialist\"\nshare = 0.8\n");
    lines!(text, "[[spent]]\nwave = \"w00\"\nperiod = \"2026-Q2\"\nvalue = 130_000\n");
    lines!(text, "[[decision]]\ndate = 2026-07-05\ngate = \"g00\"\noutcome = \"go\"\nby = \"Board\"\n");
    lines!(text, "[[learning]]\ndate = 2026-06-20\nwave = \"w00\"\nnote = \"Start small\"\n");
}

fn capability(text: &mut String, item: &MadeItem, needs: &str) {
    let MadeItem { nth, id, wave, level, .. } = item;
    let (layer, today) = (LAYERS[nth % 3], usize::from(*level) - 1 - nth % 2);
    lines!(text, "[capability.{id}]\nname = \"Part {nth}\"\nlayer = \"{layer}\"\nmaturity = {today}");
    if item.goes_on {
        lines!(text, "reaches = {{ w{wave:02} = {level}, w{:02} = {} }}", wave + 1, level + 1);
    } else {
        lines!(text, "reaches = {{ w{wave:02} = {level} }}");
    }
    if !needs.is_empty() {
        lines!(text, "needs = [{needs}]");
    }
    if !item.needed {
        lines!(text, "enabler = \"Wanted\"");
    }
    if nth % 2 == 0 {
        lines!(text, "cost = {}", 20_000 + nth % 97 * 1_000);
    }
    if nth % 2 == 1 {
        lines!(text, "effort = {}", 1 + nth % 5);
    }
    lines!(text, "owner = \"Team {}\"\n", nth % 40);
}

fn mandate(text: &mut String, item: &MadeItem) {
    let MadeItem { nth, id, wave, level, .. } = item;
    let theme = nth / 50 % 9;
    // Even places are executive themes up to the last, which is transformation like the odd ones.
    let leadership = if theme % 2 == 0 && theme < 8 { "executive" } else { "transformation" };
    lines!(text, "[mandate.{id}]\nname = \"Mandate {nth}\"\nleadership = \"{leadership}\"");
    lines!(text, "theme = \"{}\"\nholder = \"Sponsor\"\nowner = \"Sponsor\"", THEMES[theme]);
    if *wave == 0 {
        lines!(text, "granted = 2025-12-10");
    }
    lines!(text, "reaches = {{ w{wave:02} = {level} }}\n");
}

fn driver(text: &mut String, item: &MadeItem, needs: &str) {
    let MadeItem { nth, id, wave, .. } = item;
    let category = ["revenue", "cost", "risk"][nth % 3];
    let stage = ["implemented", "executing", "planned"][(*wave).min(2)];
    let likely = 100_000 + nth % 89 * 10_000;
    lines!(text, "[driver.{id}]\nname = \"Driver {nth}\"\ncategory = \"{category}\"\nobjective = \"grow\"");
    lines!(text, "wave = \"w{wave:02}\"\nneeds = [{needs}]\nstage = \"{stage}\"");
    lines!(text, "value = {{ low = {}, likely = {likely}, high = {} }}", likely / 2, likely * 2);
    lines!(text, "ramp = {{ months = 12, shape = \"s-curve\" }}\nconfidence = 0.6\nowner = \"Finance\"\n");
    for (kind, lens) in [("leading", "adoption"), ("lagging", "value")] {
        lines!(
            text,
            "[kpi.{kind}-{nth:06}]\nname = \"KPI {nth}\"\nmeasures = [\"{id}\"]\nkind = \"{kind}\"\nlens = \"{lens}\""
        );
        lines!(text, "unit = \"%\"\nbetter = \"higher\"\nbaseline = 10\ntarget = {{ w{wave:02} = 60 }}");
        lines!(text, "cadence = \"quarter\"\nowner = \"Controlling\"\n");
        let values = [[35, 60, 61], [23, 36, 49]];
        for (end, value) in ["03-31", "06-30", "09-30"].iter().zip(values.get(*wave).into_iter().flatten()) {
            lines!(text, "[[reading]]\nkpi = \"{kind}-{nth:06}\"\ndate = 2026-{end}\nvalue = {value}\n");
        }
    }
    if *wave == 0 {
        lines!(text, "[[realized]]\ndriver = \"{id}\"\nperiod = \"2026-Q3\"\nvalue = {}\n", likely / 100);
    }
}
