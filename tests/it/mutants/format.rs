//! What is misspelt, of another type, or out of range.

use std::collections::BTreeSet;

use super::{Mutant, Table, Text, replace, strings};

pub(super) fn all(plan: &Text) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    keys(plan, &mut mutants);
    needs(plan, &mut mutants);
    words(plan, &mut mutants);
    dates(plan, &mut mutants);
    numbers(plan, &mut mutants);
    mutants
}

/// A value that is not read may be one that nothing goes without; a wave without its dates is in no order.
const LOST: &[&str] = &["missing-key", "need-after-use", "waiver-without-reason"];

/// The lines of a table that start with a key.
fn keyed<'a>(table: &Table<'a>) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
    let own = table.text.split("\n\n").next().unwrap();
    own.lines()
        .skip(1)
        .filter_map(|line| line.split_once(" = "))
        .filter(|(key, _)| key.chars().all(|it| it.is_ascii_lowercase() || it == '-'))
}

/// Once for each key of each kind of table.
fn firsts<'a>(
    plan: &'a Text,
    wanted: impl Fn(&str, &str, &str) -> bool,
) -> Vec<(Table<'a>, &'a str, &'a str)> {
    let (mut seen, mut firsts) = (BTreeSet::new(), Vec::new());
    for table in plan.tables("[") {
        let kind = table.head.trim_matches(['[', ']']).split('.').next().unwrap();
        for (key, value) in keyed(&table) {
            if wanted(kind, key, value) && seen.insert((kind, key)) {
                firsts.push((table, key, value.split("  #").next().unwrap().trim_end()));
            }
        }
    }
    firsts
}

fn keys(plan: &Text, mutants: &mut Vec<Mutant>) {
    for (table, key, _) in firsts(plan, |_, _, _| true) {
        let wrong = format!("{key}{}", &key[key.len() - 1..]);
        let edit = replace(format!("\n{key} = "), format!("\n{wrong} = "));
        let mutant = table.broken("a key with a letter too many", edit, "unknown-key", &wrong);
        mutants.push(mutant.help(format!("`{key}`")).related(LOST));
    }
}

fn needs(plan: &Text, mutants: &mut Vec<Mutant>) {
    for table in ["[driver.", "[capability.", "[mandate."].iter().flat_map(|head| plan.tables(head)) {
        let Some(need) = table.value("needs").and_then(|value| strings(value).first().copied()) else {
            continue;
        };
        let id = need.split(' ').next().unwrap();
        let (first, rest) = id.split_at(1);
        let wrong = need.replacen(id, &format!("{first}{first}{rest}"), 1);
        let (from, to) = (format!("\"{need}\""), format!("\"{wrong}\""));
        if super::once(table.text, &from).is_none() {
            continue;
        }
        let mutant = table.broken("a need with a letter too many", replace(from, &to), "unknown-id", &to);
        mutants.push(mutant.help(format!("`{id}`")));
    }
}

fn words(plan: &Text, mutants: &mut Vec<Mutant>) {
    let chosen = [
        "category",
        "stage",
        "layer",
        "delivery",
        "leadership",
        "theme",
        "kind",
        "lens",
        "better",
        "cadence",
        "rollup",
        "archetype",
        "outcome",
    ];
    for (table, key, value) in firsts(plan, |kind, key, _| kind != "target-state" && chosen.contains(&key)) {
        let word = value.trim_matches('"');
        let wrong = format!("\"{word}{}\"", &word[word.len() - 1..]);
        let edit = replace(format!("{key} = {value}"), format!("{key} = {wrong}"));
        let mutant = table.broken("a word with a letter too many", edit, "unknown-value", &wrong);
        mutants.push(mutant.help(format!("`{word}`")));
    }
}

fn dates(plan: &Text, mutants: &mut Vec<Mutant>) {
    let is_date = |value: &str| value.len() >= 10 && value.as_bytes()[4] == b'-' && value.starts_with("20");
    for (table, key, value) in firsts(plan, |_, _, value| is_date(value)) {
        let quoted = format!("\"{value}\"");
        let edit = replace(format!("{key} = {value}"), format!("{key} = {quoted}"));
        mutants.push(table.broken("a date in quotes", edit, "wrong-type", &quoted));
    }
}

fn numbers(plan: &Text, mutants: &mut Vec<Mutant>) {
    let beyond = [
        ("confidence", "1.2"),
        ("probability", "1.3"),
        ("share", "1.5"),
        ("position", "3"),
        ("discount-rate", "-1.0"),
        ("target", "6"),
        ("level", "7"),
        ("budget", "-1"),
        ("cap", "-1"),
        ("limit", "-1"),
    ];
    for (key, wrong) in beyond {
        let number = |value: &str| value.starts_with(|it: char| it.is_ascii_digit() || it == '-');
        for (table, key, value) in firsts(plan, |_, own, value| own == key && number(value)) {
            let edit = replace(format!("\n{key} = {value}"), format!("\n{key} = {wrong}"));
            let at = format!("{key} = {wrong}");
            mutants.push(table.broken("a number out of range", edit, "out-of-range", &at));
        }
    }
}
