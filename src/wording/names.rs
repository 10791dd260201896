//! Names in sentences.

use std::borrow::Cow;

/// Words as a sentence lists them: `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn list<S: AsRef<str>>(words: &[S]) -> String {
    let mut listed = String::new();
    for (nth, word) in words.iter().enumerate() {
        listed.push_str(match nth {
            0 => "",
            nth if nth + 1 == words.len() => " and ",
            _ => ", ",
        });
        listed.push_str(word.as_ref());
    }
    listed
}

/// A name as it stands among others: in quotes where it has a comma of its own, so that nobody takes it for two.
#[must_use]
pub fn among_others(name: &str) -> Cow<'_, str> {
    if name.contains(',') { Cow::Owned(format!("“{name}”")) } else { Cow::Borrowed(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_comma_stands_in_quotes() {
        assert_eq!(among_others("Advanced level, 2032"), "“Advanced level, 2032”");
        assert_eq!(among_others("Scale"), "Scale");
    }
}
