//! Edits of plans in the other forms that people give them: comments above keys, tables in tables with headers of their
//! own, dotted keys, texts of several lines, and some tables in a file that the plan includes.

use std::path::PathBuf;

use groundswell::disk::Memory;
use groundswell::draft::Draft;
use groundswell::source::Limits;

use crate::editing::{Dice, TABLES, touches_its_own_lines};

/// A note that takes up so many lines.
const NOTE: &str = "\"\"\"\nas it is,\nline by line\"\"\"";

/// The lines of some tables; `nth` numbers the comments.
fn lines(dice: &mut Dice, tables: &[(&str, &[(&str, &str)])], nth: &mut u32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut comment = |dice: &mut Dice, many: u32| {
        *nth += 1;
        dice.one_in(many).then(|| format!("# comment {nth}"))
    };
    for (name, keys) in tables {
        let mut keys = keys.to_vec();
        dice.0.shuffle(&mut keys);
        let indent = dice.of(&["", "", "  ", "\t"]);
        let mut below = Vec::new();
        lines.extend(comment(dice, 3));
        lines.push(format!("{indent}[{name}]"));
        for (key, value) in keys {
            let value = if value.starts_with("'''") { NOTE } else { value };
            let pairs = value.strip_prefix("{ ").and_then(|it| it.strip_suffix(" }"));
            let pairs: Vec<&str> = pairs.into_iter().flat_map(|pairs| pairs.split(", ")).collect();
            let above = comment(dice, 3).map(|it| format!("{indent}{it}"));
            match dice.0.u32(0..3) {
                0 if !pairs.is_empty() => {
                    lines.extend(above);
                    for pair in pairs {
                        let behind = comment(dice, 3).map(|it| format!(" {it}")).unwrap_or_default();
                        lines.push(format!("{indent}{key}.{pair}{behind}"));
                    }
                }
                1 if !pairs.is_empty() => {
                    below.push(String::new());
                    below.extend(above);
                    below.push(format!("{indent}[{name}.{key}]"));
                    for pair in pairs {
                        below.extend(comment(dice, 3).map(|it| format!("{indent}{it}")));
                        below.push(format!("{indent}{pair}"));
                    }
                }
                _ => {
                    lines.extend(above);
                    lines.push(format!("{indent}{key} = {value}"));
                }
            }
        }
        lines.extend(below);
        lines.push(String::new());
    }
    lines
}

/// A plan of two files.
fn plan(dice: &mut Dice) -> [String; 2] {
    let mut tables = TABLES.to_vec();
    dice.0.shuffle(&mut tables);
    let mut nth = 0;
    let (own, included) = tables.split_at(tables.len() / 2);
    let top = ["format = 1 # the first", "include = [\"more/*.toml\"]", ""].map(str::to_owned);
    let own = [&top[..], &lines(dice, own, &mut nth)].concat();
    let ending = if dice.one_in(3) { "\r\n" } else { "\n" };
    let texts = [own, lines(dice, included, &mut nth)].map(|lines| lines.join("\n"));
    let end = if dice.one_in(3) { "# the end" } else { "" };
    texts.map(|text| (text + end).replace('\n', ending))
}

fn texts(draft: &Draft) -> Vec<String> {
    (0..2).map(|file| draft.source().text(file).content.to_string()).collect()
}

#[test]
fn an_edit_touches_its_own_lines_alone_in_every_form_of_a_table() {
    let mut dice = Dice(fastrand::Rng::with_seed(37));
    let (mut made, mut refused) = (0, 0);
    for _ in 0..120 {
        let [own, more] = plan(&mut dice);
        let store = Memory::default().with("plan.toml", own.as_str()).with("more/a.toml", more.as_str());
        let mut draft = Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
        assert!(draft.findings().is_empty(), "{:?}\n{own}\n----\n{more}", draft.findings());
        for _ in 0..40 {
            let before = texts(&draft);
            let (change, gone, come) = dice.change(&draft);
            let Some(change) = change.ok().filter(|change| draft.apply(change).is_ok()) else {
                assert_eq!(texts(&draft), before);
                refused += 1;
                continue;
            };
            made += 1;
            let after = texts(&draft);
            let files = before.iter().zip(&after).filter(|(before, after)| before != after);
            // Of a text of several lines, all lines go; a comment above a key goes with it, and a header with its
            // last key.
            for (before, after) in files {
                touches_its_own_lines(before, after, &change.title, (gone + 3, come));
            }
            assert!(draft.findings().is_empty(), "{}: {:?}", change.title, draft.findings());
        }
        let last = texts(&draft);
        let steps = std::iter::from_fn(|| draft.undo()).count();
        assert_eq!(texts(&draft), [own, more]);
        assert_eq!(std::iter::from_fn(|| draft.redo()).count(), steps);
        assert_eq!(texts(&draft), last);
    }
    assert!(made + refused == 4_800 && made > 2_500, "{made} made, {refused} refused");
}
