//! Pages for a terminal, at most [`WIDTH`] columns wide.

use std::ops::Range;

use super::Page;
use crate::rule::Rule;
use crate::safe;

/// Columns of a page.
pub(super) const WIDTH: usize = 80;
/// Columns before what belongs to a heading.
const INDENT: usize = 2;

/// The page of a rule.
#[must_use]
pub fn page(page: &Page) -> String {
    let title = format!("{}: {} of {}, {}", page.rule, page.severity, page.family, page.weight);
    let mut text = wrapped(&title, 0) + "\n";
    text.push_str(&wrapped(&page.holds, 0));
    section(&mut text, "Why it hurts the programme", &wrapped(&page.why, INDENT));
    let bad = code(&page.bad, Some((page.marked.clone(), &page.label)));
    section(&mut text, "A plan that breaks it", &bad);
    if !page.message.is_empty() {
        section(&mut text, "What the checker says", &wrapped(&page.message, INDENT));
    }
    if !page.fix.is_empty() {
        section(&mut text, "How to mend it", &wrapped(&page.fix, INDENT));
    }
    section(&mut text, "The plan mended", &code(&page.good, None));
    section(&mut text, "Settings, in the plan", &code(&page.settings(), None));
    text
}

/// Rules with what they hold, under their families.
#[must_use]
pub fn list(rules: &[&Rule]) -> String {
    let mut text = String::new();
    for family in rules.chunk_by(|one, other| one.family == other.family) {
        let gap = if text.is_empty() { "" } else { "\n" };
        let name = family.first().map_or("", |rule| rule.family.as_str());
        text.push_str(&format!("{gap}{name}\n"));
        for rule in family {
            text.push_str(&format!("  {} ({})\n", rule.name, rule.severity.as_str()));
            text.push_str(&wrapped(rule.holds, 6));
        }
    }
    text
}

fn section(text: &mut String, title: &str, content: &str) {
    text.push_str(&format!("\n{title}\n{content}"));
}

/// A sentence in lines, each after `indent` blanks.
pub(super) fn wrapped(sentence: &str, indent: usize) -> String {
    let blanks = " ".repeat(indent);
    let mut text = String::new();
    let mut line = String::new();
    for word in glued(sentence) {
        if !line.is_empty() && indent + safe::width(&line) + 1 + safe::width(&word) > WIDTH {
            text.push_str(&format!("{blanks}{line}\n"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    text + &format!("{blanks}{line}\n")
}

/// The words of a sentence, a unit with its number.
fn glued(sentence: &str) -> Vec<String> {
    let is_unit = |word: &str| {
        let code = word.trim_end_matches([')', '.', ',', ';']);
        code == "%" || (code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()))
    };
    let mut words: Vec<String> = Vec::new();
    for word in sentence.split_whitespace() {
        match words.last_mut() {
            Some(last) if is_unit(word) => *last += &format!(" {word}"),
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// TOML, with the stretch that is marked underlined. Long lines go on in the next, as TOML may.
fn code(toml: &str, marked: Option<(Range<usize>, &str)>) -> String {
    let mut text = String::new();
    let mut at = 0;
    let (marked, label) = marked.unwrap_or((0..0, ""));
    let mut label = Some(label).filter(|label| !label.is_empty());
    for line in toml.split_inclusive('\n') {
        for (nth, part) in folded(line.trim_end_matches('\n')).into_iter().enumerate() {
            let indent = if nth == 0 { INDENT } else { 2 * INDENT };
            let whole = &line[part.clone()];
            text.push_str(format!("{}{}", " ".repeat(indent), safe::line(whole)).trim_end());
            text.push('\n');
            let (from, to) = (marked.start.max(at + part.start), marked.end.min(at + part.end));
            if from < to {
                let before = indent + safe::width(&line[part.start..from - at]);
                let carets = "^".repeat(safe::width(&line[from - at..to - at]));
                let label =
                    label.take().filter(|label| before + carets.len() + 1 + safe::width(label) <= WIDTH);
                let label = label.map(|label| format!(" {}", safe::line(label))).unwrap_or_default();
                text.push_str(&format!("{}{carets}{label}\n", " ".repeat(before)));
            }
        }
        at += line.len();
    }
    text
}

/// The parts of a line that fit the width: broken after a comma where one stands outside quotes.
fn folded(line: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    loop {
        let room = WIDTH - if parts.is_empty() { INDENT } else { 2 * INDENT };
        let (mut width, mut quoted, mut comma, mut full) = (0, false, None, None);
        for (at, letter) in line[start..].char_indices().map(|(at, letter)| (start + at, letter)) {
            width += safe::width(letter.encode_utf8(&mut [0; 4]));
            if width > room {
                full = Some(at);
                break;
            }
            quoted ^= letter == '"';
            if !quoted && line[..at].ends_with(',') && letter == ' ' {
                comma = Some(at + 1);
            }
        }
        let Some(full) = full else {
            parts.push(start..line.len());
            return parts;
        };
        let end = comma.filter(|comma| *comma > start).unwrap_or(full);
        parts.push(start..end);
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_goes_on_after_a_comma_and_the_mark_with_it() {
        let line = format!("a = {{ name = \"{}, b\", wave = \"one\", needs = [\"crm\"] }}\n", "x".repeat(40));
        let at = line.find("[\"crm\"]").unwrap();
        let text = code(&line, Some((at..at + 7, "here")));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3, "{text}");
        assert_eq!(lines[1..], ["    needs = [\"crm\"] }", "            ^^^^^^^ here"]);
    }
}
