//! What somebody most likely meant where a text is no TOML: the ways in which people write numbers, texts and
//! yes that TOML does not.

/// What is wrong at a stretch of `content`, in plain words, and what to write; `None` where nothing is known.
#[must_use]
pub(super) fn meant(content: &str, start: usize, end: usize) -> Option<(String, String)> {
    let (before, here) = (content.get(..start)?, content.get(start..)?);
    let line = |text: &'_ str| text.lines().next().unwrap_or("").len();
    let (rest, word) = (here.get(..line(here))?, here.get(..end.saturating_sub(start).min(line(here)))?);
    if rest.starts_with(['“', '”', '‘', '’', '„', '«']) {
        return said("these are no quotes of TOML", "Put a text in straight quotes: \"…\".");
    }
    // 360,000 is read as a number up to the comma, so that what is odd is the comma or what follows it.
    let (first, rest_of_it) = match rest.strip_prefix(',') {
        Some(after) => (before, after.starts_with(digit)),
        None => match before.trim_end().trim_end_matches(digit).strip_suffix(',') {
            Some(first) => (first, before.trim_end().ends_with(digit)),
            None => ("", false),
        },
    };
    if rest_of_it && first.ends_with(digit) {
        return said("a number is written without commas", "Write thousands as 500_000 and decimals as 0.5.");
    }
    if rest.starts_with('%') && before.ends_with(digit) {
        return said("a number is written without a sign behind it", "Write 8 % of a share as 0.08.");
    }
    // The fault is the number, or the letter that it ends at.
    let is_number = rest.starts_with(digit) || before.ends_with(digit);
    if is_number && rest.trim_start_matches(number).starts_with(char::is_alphabetic) {
        return said("a number is written in digits alone", "Write 360 thousand as 360_000.");
    }
    let bare = word.split(|character: char| !character.is_alphanumeric()).next().unwrap_or("");
    for (yes, words) in [("true", ["true", "yes", "on"]), ("false", ["false", "no", "off"])] {
        if words.iter().any(|known| bare.eq_ignore_ascii_case(known)) {
            return Some((format!("`{bare}` is no value of TOML"), format!("Write `{yes}`.")));
        }
    }
    let key =
        rest.trim_start_matches(|character: char| character.is_alphanumeric() || "-_".contains(character));
    if key.len() < rest.len() && key.trim_start().starts_with('=') {
        let key = rest.get(..rest.len() - key.len())?;
        return Some((
            format!("`{key}` stands where an entry of a list was expected"),
            format!("Close the list with `]` before `{key}`."),
        ));
    }
    None
}

fn digit(character: char) -> bool {
    character.is_ascii_digit()
}

fn number(character: char) -> bool {
    character.is_ascii_digit() || "_.".contains(character)
}

fn said(message: &str, help: &str) -> Option<(String, String)> {
    Some((message.to_owned(), help.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is meant where a text goes on with `here`.
    fn told(text: &str, here: &str) -> Option<String> {
        let start = text.find(here).unwrap();
        meant(text, start, start + here.len()).map(|(message, help)| format!("{message}: {help}"))
    }

    #[test]
    fn numbers_as_people_write_them() {
        let commas = "a number is written without commas: Write thousands as 500_000 and decimals as 0.5.";
        assert_eq!(told("value = 500,000", ",000").as_deref(), Some(commas));
        assert_eq!(
            told("a = { value = 500,000, b = 1 }", ", b"),
            None,
            "found at the equals that is missing"
        );
        assert_eq!(told("a = { value = 500,000 }", "}").as_deref(), Some(commas));
        assert_eq!(told("a = { value = 500,000}", "}").as_deref(), Some(commas));
        let percent = "a number is written without a sign behind it: Write 8 % of a share as 0.08.";
        assert_eq!(told("rate = 8%", "%").as_deref(), Some(percent));
        let unit = "a number is written in digits alone: Write 360 thousand as 360_000.";
        assert_eq!(told("budget = 360k", "360k").as_deref(), Some(unit));
        assert_eq!(told("budget = 360k", "k").as_deref(), Some(unit));
        assert_eq!(told("budget = 3.5M", "3.5M").as_deref(), Some(unit));
    }

    #[test]
    fn quotes_yes_and_a_list_that_is_not_closed() {
        assert!(told("name = “Pilot”", "“").unwrap().ends_with("Put a text in straight quotes: \"…\"."));
        assert_eq!(
            told("private = True", "True").as_deref(),
            Some("`True` is no value of TOML: Write `true`.")
        );
        assert_eq!(told("private = no", "no").as_deref(), Some("`no` is no value of TOML: Write `false`."));
        assert!(
            told("needs = [\"a\", value = 5", "value")
                .unwrap()
                .ends_with("Close the list with `]` before `value`.")
        );
        assert_eq!(told("name = Pilot", "Pilot"), None);
    }
}
