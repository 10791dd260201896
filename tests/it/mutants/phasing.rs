//! Waves, levels and needs that no longer fit each other.

use super::{At, Edit, Mutant, Table, Text, once, pairs, replace, strings};

/// An item as it is written: when it reaches which level, and what it needs by when.
struct Item<'a> {
    table: Table<'a>,
    steps: Vec<(usize, u32)>,
    needs: Vec<Need<'a>>,
}

struct Need<'a> {
    by: usize,
    text: String,
    id: &'a str,
    level: Option<u32>,
}

pub(super) fn all(plan: &Text) -> Vec<Mutant> {
    let waves: Vec<Table<'_>> = plan.tables("[wave.").collect();
    let ids: Vec<&str> = waves.iter().map(Table::id).collect();
    let items: Vec<Item<'_>> = ["[driver.", "[capability.", "[mandate."]
        .iter()
        .flat_map(|head| plan.tables(head))
        .filter_map(|table| item(table, &ids))
        .collect();
    let mut mutants = Vec::new();
    lowered(&items, &ids, &mut mutants);
    earlier(&items, &ids, &mut mutants);
    later(&items, &ids, &mut mutants);
    circles(&items, &mut mutants);
    expired(&items, &waves, &mut mutants);
    dates(&waves, &mut mutants);
    gates(plan, &mut mutants);
    limits(&waves, &mut mutants);
    mutants
}

fn item<'a>(table: Table<'a>, waves: &[&str]) -> Option<Item<'a>> {
    let wave = |id: &str| waves.iter().position(|own| *own == id);
    let steps: Vec<(usize, u32)> = match (table.value("reaches"), table.value("wave")) {
        (Some(reaches), _) => {
            pairs(reaches).iter().map(|(id, level)| (wave(id).unwrap(), level.parse().unwrap())).collect()
        }
        (_, Some(own)) => {
            let level = table.value("target").and_then(|level| level.parse().ok());
            vec![(wave(own.trim_matches('"'))?, level.unwrap_or(1))]
        }
        _ => return None,
    };
    let first = steps.iter().map(|(wave, _)| *wave).min()?;
    let mut needs = Vec::new();
    if let Some(value) = table.value("needs") {
        // Either a list, by the first wave, or a list a wave.
        for part in value.trim_matches(['{', '}', ' ']).split("],") {
            let by = part.split_once(" = ").and_then(|(id, _)| wave(id.trim())).unwrap_or(first);
            for need in strings(part) {
                let (id, level) = need.split_once(" >= ").unwrap_or((need, ""));
                needs.push(Need { by, text: format!("\"{need}\""), id, level: level.parse().ok() });
            }
        }
    }
    Some(Item { table, steps, needs })
}

impl Item<'_> {
    /// The wave in which it reaches a level, or is there at all.
    fn reached(&self, level: Option<u32>) -> Option<usize> {
        self.steps
            .iter()
            .filter(|(_, own)| level.is_none_or(|level| *own >= level))
            .map(|(wave, _)| *wave)
            .min()
    }
}

/// A level that somebody needs is no longer reached, or only later.
fn lowered(items: &[Item<'_>], waves: &[&str], mutants: &mut Vec<Mutant>) {
    for item in items {
        let Some(reaches) = item.table.value("reaches") else { continue };
        for (nth, (wave, level)) in item.steps.iter().enumerate().filter(|(_, (_, level))| *level > 1) {
            let next = item.steps.get(nth + 1).map(|(wave, _)| *wave);
            let broken = |need: &&Need<'_>| {
                need.id == item.table.id()
                    && need.level == Some(*level)
                    && next.is_none_or(|next| next > need.by)
            };
            let at: Vec<At> = items
                .iter()
                .flat_map(|own| own.needs.iter().filter(broken).map(|need| own.table.at(&need.text)))
                .filter(|at| once(&at.table, &at.text).is_some())
                .collect();
            if at.is_empty() {
                continue;
            }
            let step = |level: u32| format!("{} = {level}", waves[*wave]);
            let edit = replace(reaches, reaches.replacen(&step(*level), &step(level - 1), 1));
            let rule = if next.is_none() { "need-never-met" } else { "need-after-use" };
            let mutant = item.table.broken("a level lowered below a need", edit, rule, "");
            mutants.push(mutant.points(at));
        }
    }
}

/// A driver moves to the first wave, before what it needs.
fn earlier(items: &[Item<'_>], waves: &[&str], mutants: &mut Vec<Mutant>) {
    let driver = |item: &&Item<'_>| item.table.head.starts_with("[driver.");
    for item in items.iter().filter(driver).filter(|item| item.steps[0].0 > 0) {
        let late = |need: &&Need<'_>| {
            let needed = items.iter().find(|other| other.table.id() == need.id);
            let capability = needed.filter(|other| other.table.head.starts_with("[capability."));
            capability.and_then(|it| it.reached(need.level)).is_some_and(|wave| wave > 0)
        };
        let at: Vec<At> = item.needs.iter().filter(late).map(|need| item.table.at(&need.text)).collect();
        if at.is_empty() {
            continue;
        }
        let wave = |nth: usize| format!("\nwave = \"{}\"", waves[nth]);
        let edit = replace(wave(item.steps[0].0), wave(0));
        let mutant = item.table.broken("a driver before its needs", edit, "need-after-use", "");
        // What belongs together is apart now, and whose value is known by then must be whole.
        mutants.push(mutant.points(at).related(&["split-group", "value-incomplete"]));
    }
}

/// A capability of one wave moves past the first that needs it.
fn later(items: &[Item<'_>], waves: &[&str], mutants: &mut Vec<Mutant>) {
    for item in items.iter().filter(|item| item.table.value("wave").is_some()) {
        let needing = |own: &'_ Item<'_>| {
            own.needs.iter().filter(|need| need.id == item.table.id()).map(|need| need.by).collect::<Vec<_>>()
        };
        let Some(first) = items.iter().flat_map(needing).min() else { continue };
        if first + 1 >= waves.len() || item.table.value("live").is_some() {
            continue;
        }
        let at: Vec<At> = items
            .iter()
            .flat_map(|own| own.needs.iter().map(move |need| (own, need)))
            .filter(|(_, need)| need.id == item.table.id() && need.by <= first)
            .map(|(own, need)| own.table.at(&need.text))
            .collect();
        let wave = |nth: usize| format!("\nwave = \"{}\"", waves[nth]);
        let edit = replace(wave(item.steps[0].0), wave(first + 1));
        mutants.push(item.table.broken("a capability after its use", edit, "need-after-use", "").points(at));
    }
}

/// A mandate ends with its first wave, and is to grow in a later one.
fn expired(items: &[Item<'_>], waves: &[Table<'_>], mutants: &mut Vec<Mutant>) {
    for item in items.iter().filter(|item| item.steps.len() > 1) {
        let Some(until) = item.table.value("until") else { continue };
        let wrong = format!("until = {}", waves[item.steps[0].0].value("end").unwrap());
        let edit = replace(format!("until = {until}"), &*wrong);
        let mutant =
            item.table.broken("a mandate that ends in midst of its waves", edit, "wave-dates", &wrong);
        // The one that pays is missed by what it pays for, and each by what needs it later.
        mutants.push(mutant.related(&["mandate-too-small", "need-after-use"]));
    }
}

/// What is needed needs back.
fn circles(items: &[Item<'_>], mutants: &mut Vec<Mutant>) {
    for item in items.iter().filter(|item| item.table.head.starts_with("[capability.")) {
        let Some(need) = item.needs.iter().find(|need| need.by == item.steps[0].0) else { continue };
        let Some(needed) = items.iter().find(|other| other.table.id() == need.id) else { continue };
        // Only what has one step waits for itself for certain: a later step may wait for an earlier one.
        let simple = |it: &Item<'_>| it.steps.len() == 1;
        if !simple(item) || !simple(needed) || !needed.table.head.starts_with("[capability.") {
            continue;
        }
        if needed.needs.is_empty() {
            let edit = Edit::Add(format!("needs = [\"{}\"]", item.table.id()));
            let mutant = needed.table.broken("a circle of two", edit, "dependency-cycle", "");
            // The one that closes it is either of the two: it is one circle, and one of them is at fault.
            let at = needed.table.at(&format!("needs = [\"{}\"]", item.table.id()));
            mutants.push(mutant.points(vec![at]).related(&["need-after-use"]));
        }
    }
}

fn dates(waves: &[Table<'_>], mutants: &mut Vec<Mutant>) {
    for wave in waves {
        let [start, end] = ["start", "end"].map(|key| wave.value(key).unwrap());
        let before = format!("{}{}", start[..4].parse::<u32>().unwrap() - 1, &start[4..]);
        let edit = replace(format!("end = {end}"), format!("end = {before}"));
        let at = format!("end = {before}");
        // All that is timed by the wave moves with it.
        const MOVED: &[&str] = &["need-after-use", "maturity-falls"];
        mutants
            .push(wave.broken("a wave that ends before it starts", edit, "wave-dates", &at).related(MOVED));
        let edit = Edit::Add(format!("after = [\"{}\"]", wave.id()));
        mutants.push(wave.broken("a wave after itself", edit, "wave-order", &format!("[\"{}\"]", wave.id())));
    }
    for pair in waves.windows(2) {
        let edit = Edit::Add(format!("after = [\"{}\"]", pair[1].id()));
        let mutant =
            pair[0].broken("a wave after the next", edit, "wave-order", &format!("\"{}\"", pair[1].id()));
        mutants.push(mutant);
        let (end, start) = (pair[0].value("end").unwrap(), pair[1].value("start").unwrap());
        let edit = replace(format!("start = {start}"), format!("start = {end}"));
        let at = format!("start = {end}");
        mutants.push(pair[1].broken("a wave that starts too early", edit, "waves-overlap", &at));
    }
}

fn gates(plan: &Text, mutants: &mut Vec<Mutant>) {
    for gate in plan.tables("[gate.") {
        let id = gate.value("wave").unwrap().trim_matches('"');
        let wave = plan.tables("[wave.").find(|wave| wave.id() == id).unwrap();
        let mutant = gate.broken("a gate removed", Edit::WithoutTable, "wave-without-gate", "");
        // A decision may be on it, and a slide may show it.
        mutants.push(mutant.points(vec![wave.at("")]).related(&["unknown-id"]));
    }
}

fn limits(waves: &[Table<'_>], mutants: &mut Vec<Mutant>) {
    for wave in waves {
        if let Some(budget) = wave.value("budget") {
            let edit = replace(format!("budget = {budget}"), "budget = 100_000");
            mutants.push(wave.broken("a budget cut", edit, "over-budget", "100_000"));
        }
        for (team, months) in wave.value("capacity").map(pairs).unwrap_or_default() {
            let (from, to) = (format!("{team} = {months}"), format!("{team} = 1"));
            let edit = replace(&*from, &*to);
            let mutant = wave.broken(
                "a capacity cut",
                edit,
                "over-capacity",
                &format!("{to}{}", {
                    let at = wave.text.find(&from).unwrap() + from.len();
                    &wave.text[at..=at]
                }),
            );
            mutants.push(mutant);
        }
        if let Some(focus) = wave.value("focus") {
            let edit = replace(format!("focus = {focus}"), "focus = 1");
            mutants.push(wave.broken("a focus of one", edit, "too-many-drivers", "focus = 1"));
        }
    }
}
