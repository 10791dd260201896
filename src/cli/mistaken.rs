//! A command that there is not: what was typed in its place is taken for a plan, which is of no help.

use std::path::Path;

use super::command::Failure;
use crate::wording::nearest;

/// What to say of the first word of a call that failed, where it may have been meant to be one of the
/// `commands`: it is no path, and nothing of that name is there.
pub(super) fn mistaken<'c>(word: &str, commands: impl Iterator<Item = &'c str>) -> Option<Failure> {
    let named = !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-');
    if !named || word.starts_with('-') || Path::new(word).exists() {
        return None;
    }
    if ["new", "create", "begin", "start"].contains(&word) {
        let help = "`swell init` begins a plan; `swell add` adds something to the plan that is here.";
        return Some(Failure::new(format!("there is no command and no plan `{word}`"), help));
    }
    let help = match nearest(word, commands) {
        Some(near) if near == word => return None,
        Some(near) => format!("Did you mean `swell {near}`?"),
        None => {
            "swell --help lists the commands; a plan is a file, or a folder that holds plan.toml.".to_owned()
        }
    };
    Some(Failure::new(format!("there is no command and no plan `{word}`"), help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_almost_a_command_is_answered_with_it() {
        let help = |word| mistaken(word, ["check", "ci", "show"].into_iter()).map(|it| it.help);
        assert_eq!(help("chekc").unwrap(), "Did you mean `swell check`?");
        assert_eq!(help("shwo").unwrap(), "Did you mean `swell show`?");
        assert!(help("new").unwrap().contains("`swell init` begins a plan"));
        assert!(help("roadmap").unwrap().starts_with("swell --help lists"));
        for other in ["check", "src", "plans/first.toml", "plan.toml", "--chekc", "Chekc", ""] {
            assert_eq!(help(other), None, "{other}");
        }
    }
}
