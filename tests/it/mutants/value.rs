//! Value that is promised twice, not counted, or claimed too soon; KPIs that cannot tell.

use super::{Edit, Mutant, Text, pairs, replace};

pub(super) fn all(plan: &Text) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    drivers(plan, &mut mutants);
    kpis(plan, &mut mutants);
    whole(plan, &mut mutants);
    mutants
}

/// Whether the wave of a driver has started by the plan's `as-of`.
fn started(plan: &Text, wave: &str) -> bool {
    let as_of = plan.tables("[plan]").find_map(|table| table.value("as-of")).unwrap();
    plan.tables("[wave.")
        .find(|table| table.id() == wave.trim_matches('"'))
        .is_some_and(|table| table.value("start").unwrap() < as_of)
}

fn drivers(plan: &Text, mutants: &mut Vec<Mutant>) {
    for driver in plan.tables("[driver.") {
        let started = started(plan, driver.value("wave").unwrap());
        if let Some(line) = driver.line("ramp") {
            let rule = if started { "value-incomplete" } else { "value-without-ramp" };
            let text = if started { String::new() } else { driver.line("value").unwrap() };
            mutants.push(driver.broken("a ramp removed", Edit::Without(line), rule, &text));
        }
        if let Some(value) = driver.value("value") {
            let likely = pairs(value).iter().find(|(key, _)| *key == "likely").unwrap().1;
            for (key, wrong) in [("low", format!("{likely}0")), ("high", "1".into())] {
                let own = pairs(value).iter().find(|(own, _)| *own == key).unwrap().1;
                let edit = replace(format!("{key} = {own}"), format!("{key} = {wrong}"));
                let at = format!("{key} = {wrong}");
                mutants.push(driver.broken("an estimate disordered", edit, "estimate-disordered", &at));
            }
        }
        for (key, rule) in [("objective", "driver-without-objective"), ("needs", "driver-without-need")] {
            let Some(line) = driver.line(key) else { continue };
            let edit = replace(format!("\n{line}"), String::new());
            mutants.push(driver.broken("a driver without what it stands on", edit, rule, ""));
        }
        if started && let Some(line) = driver.line("owner") {
            let edit = Edit::Without(format!("\n{line}").trim_start().into());
            mutants.push(driver.broken("a driver without an owner", edit, "value-incomplete", ""));
        }
    }
}

fn kpis(plan: &Text, mutants: &mut Vec<Mutant>) {
    for kpi in plan.tables("[kpi.") {
        let measured = kpi.value("measures").unwrap();
        let early = super::strings(measured).iter().any(|id| {
            let head = |kind: &str| format!("[{kind}.{id}]");
            let [driver, capability] = ["driver", "capability"].map(head);
            let tables = plan.tables(&driver).chain(plan.tables(&capability));
            tables.into_iter().any(|table| {
                let first = table.value("reaches").map(|reaches| pairs(reaches)[0].0);
                table.value("wave").or(first).is_some_and(|wave| started(plan, wave))
            })
        });
        let better = kpi.value("better").unwrap();
        for key in ["unit", "owner", "target", "baseline", "better"] {
            // Yes or no has no unit and starts from no; a band has no baseline.
            let spared = match key {
                "unit" => better == "\"done\"",
                "baseline" => better == "\"done\"" || better == "\"within\"",
                _ => false,
            };
            let Some(line) = kpi.line(key).filter(|_| early && !spared) else { continue };
            let edit = replace(format!("\n{line}"), String::new());
            mutants.push(kpi.broken("a KPI that cannot tell", edit, "kpi-incomplete", ""));
        }
        let Some(targets) = kpi.value("target").map(pairs) else { continue };
        let (Some((wave, last)), Some(baseline)) = (targets.last(), kpi.value("baseline")) else { continue };
        let wrong = match better {
            "\"higher\"" => "-1",
            "\"lower\"" => "99_999",
            _ => continue,
        };
        let end = |value: &str| format!("{wave} = {value} }}\n");
        let line = kpi.line("target").unwrap();
        let changed = line.replace(&format!("{wave} = {last} }}"), end(wrong).trim_end());
        let at = changed.clone();
        let mutant = kpi.broken(
            "a target against its direction",
            replace(&*line, changed),
            "target-against-direction",
            &at,
        );
        mutants.push(mutant);
        if targets.len() > 2 {
            let (wave, value) = targets[1];
            let changed = line.replace(&format!("{wave} = {value},"), &format!("{wave} = {wrong},"));
            let at = format!("{wave} = {wrong}");
            mutants.push(kpi.broken(
                "a target that goes back",
                replace(&*line, changed),
                "target-not-monotone",
                &at,
            ));
        }
        assert!(!baseline.is_empty());
    }
}

fn whole(plan: &Text, mutants: &mut Vec<Mutant>) {
    for head in ["[market.", "[brand.", "[customer-type."] {
        for scope in plan.tables(head) {
            let share = scope.value("share").unwrap();
            let edit = replace(format!("share = {share}"), "share = 0.95");
            mutants.push(scope.broken("a share too large", edit, "shares-exceed-whole", "share = 0.95"));
        }
    }
    for pool in plan.tables("[pool.") {
        let cap = pool.value("cap").unwrap();
        let edit = replace(format!("cap = {cap}"), "cap = 1_000");
        mutants.push(pool.broken("a pool's cap lowered", edit, "claim-exceeds-pool", "cap = 1_000"));
    }
}
