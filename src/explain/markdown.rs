//! Pages as Markdown: the help of a finding, and all of them together as the reference of rules.

use super::Page;
use crate::rule::Rule;

/// The page of a rule, under a heading of this level.
#[must_use]
pub fn page(page: &Page, level: usize) -> String {
    let mut text = format!("{} `{}`\n\n{}\n\n", "#".repeat(level), page.rule, page.holds);
    text.push_str(&format!("*{} of {}, {}.*\n\n", page.severity, page.family, page.weight));
    text.push_str(&format!("**Why it hurts the programme.** {}\n\n", page.why));
    text.push_str(&format!("**A plan that breaks it:**\n\n{}\n", fenced(&pointed(page))));
    if !page.message.is_empty() {
        text.push_str(&format!("**What the checker says.** {}\n\n", page.message));
    }
    if !page.fix.is_empty() {
        text.push_str(&format!("**How to mend it.** {}\n\n", page.fix));
    }
    text.push_str(&format!("**The plan mended:**\n\n{}\n", fenced(&page.good)));
    text.push_str(&format!("**Settings, in the plan:**\n\n{}", fenced(&page.settings())));
    text
}

/// All rules by family: the reference.
#[must_use]
pub fn reference(rules: &[&Rule]) -> String {
    let mut text = String::from("# Rules\n\n");
    for family in rules.chunk_by(|one, other| one.family == other.family) {
        let name = family.first().map_or("", |rule| rule.family.as_str());
        text.push_str(&format!("- [{name}](#{name})\n"));
        for rule in family {
            text.push_str(&format!("  - [`{0}`](#{0}): {1}\n", rule.name, rule.holds));
        }
    }
    for family in rules.chunk_by(|one, other| one.family == other.family) {
        let name = family.first().map_or("", |rule| rule.family.as_str());
        text.push_str(&format!("\n## {name}\n"));
        for rule in family {
            text.push_str(&format!("\n{}", page(&Page::of(rule), 3)));
        }
    }
    text
}

fn fenced(toml: &str) -> String {
    format!("```toml\n{}\n```\n", toml.trim_end())
}

/// The example, with a comment under the value at fault.
fn pointed(page: &Page) -> String {
    let mut text = String::new();
    let mut at = 0;
    for line in page.bad.split_inclusive('\n') {
        text.push_str(line);
        let end = at + line.trim_end_matches('\n').len();
        let (from, to) = (page.marked.start.max(at), page.marked.end.min(end));
        if from < to && page.marked.start >= at {
            let before = page.bad[at..from].chars().count();
            let carets = page.bad[from..to].chars().count();
            // The first column is the comment's own.
            let (blanks, carets) = if before == 0 { (0, carets - 1) } else { (before - 1, carets) };
            let label = if page.label.is_empty() { String::new() } else { format!(" {}", page.label) };
            text.push_str(&format!("#{}{}{label}\n", " ".repeat(blanks), "^".repeat(carets)));
        }
        at += line.len();
    }
    text
}
