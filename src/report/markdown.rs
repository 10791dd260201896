//! Text in the Markdown of a comment.
//!
//! A plan is written by whoever opens the pull request, and the comment by a robot: nothing in it may
//! become markup, mention people, link, or refer to issues. What Markdown reads as structure is written
//! as character references, which never are structure; what services look for in the finished text (`@`,
//! `#`, addresses of the web) is parted by a reference to a character of no width.

use crate::safe;

/// Characters of a report at most. GitHub takes 65,536 in a comment, and a pipeline posts two reports in one:
/// what is wrong, and what a change does.
pub(crate) const LIMIT: usize = 32_000;

/// A character of no width.
const PARTED: &str = "&#8203;";

/// A sentence in which names stand between backticks: those become code. A stray backtick stays one.
#[must_use]
pub(crate) fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let mut marked = String::new();
    for (nth, part) in parts.iter().enumerate() {
        let last = nth + 1 == parts.len();
        match nth % 2 {
            0 => marked.push_str(&escape(part)),
            _ if last => marked.extend(["&#96;", &escape(part)]),
            _ => marked.push_str(&code(part)),
        }
    }
    marked
}

/// A name or a place, as code.
#[must_use]
pub(crate) fn code(text: &str) -> String {
    format!("<code>{}</code>", escape(text))
}

/// Text as Markdown shows it, letter by letter, wherever it stands in a line.
#[must_use]
pub(crate) fn escape(text: &str) -> String {
    let line = safe::line(text);
    let mut escaped = String::with_capacity(line.len() * 2);
    for (at, character) in line.char_indices() {
        // `://` and `www.` make links of their own accord.
        let before = &line.as_bytes()[at.saturating_sub(3)..at];
        let links = line[at..].starts_with("://") || character == '.' && before.eq_ignore_ascii_case(b"www");
        if links {
            escaped.push_str(PARTED);
        }
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' => escaped.push(character),
            ',' | '.' | ';' | '(' | ')' | '?' | '/' | '%' | '-' | ':' | '\'' | '=' => escaped.push(character),
            '\0'..='\u{7f}' => escaped.push_str(&format!("&#{};", character as u32)),
            _ => escaped.push(character),
        }
        // People, issues, merge requests, labels, snippets: found in the text when all else is done, where a
        // number or a name follows. A percentage is followed by neither.
        let followed = || line[at + character.len_utf8()..].starts_with(|it: char| !" ,;.:)|".contains(it));
        if matches!(character, '@' | '#' | '!' | '~' | '$' | '^' | '&') || character == '%' && followed() {
            escaped.push_str(PARTED);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_code_and_nothing_else_becomes_anything() {
        assert_eq!(prose("`crm` needs 3 > 2"), "<code>crm</code> needs 3 &#62; 2");
        assert_eq!(prose("a `b | *c*"), "a &#96;b &#124; &#42;c&#42;");
        assert_eq!(prose("`a`b` @team #1"), "<code>a</code>b&#96; &#64;&#8203;team &#35;&#8203;1");
        assert_eq!(escape("40.3 %, 5 % to 9 %"), "40.3 %, 5 % to 9 %");
        assert_eq!(escape("%12 and %name"), "%&#8203;12 and %&#8203;name");
        assert_eq!(escape("http://x WWW.y"), "http&#8203;://x WWW&#8203;.y");
        assert_eq!(escape("</details>\n::x"), "&#60;/details&#62; ::x");
    }
}
