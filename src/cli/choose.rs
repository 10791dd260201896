//! Which of several plans is meant: a numbered question, which a screen reader reads as it stands.

use std::io::{BufRead, Write};
use std::path::PathBuf;

use crate::safe;
use crate::source::Read;

/// Asks which of some plans is meant; an empty answer is the first. `None`: there is no answer.
///
/// # Errors
/// The question cannot be written or the answer not be read.
pub(super) fn choose(
    plans: &[Read],
    answers: &mut dyn BufRead,
    out: &mut dyn Write,
) -> std::io::Result<Option<PathBuf>> {
    let paths: Vec<&str> = plans.iter().map(|read| read.source.paths().next().unwrap_or_default()).collect();
    let width = plans.iter().map(|read| safe::width(read.plan.title())).max().unwrap_or(0);
    writeln!(out, "There are {} plans here:", plans.len())?;
    for (nth, (read, path)) in plans.iter().zip(&paths).enumerate() {
        let title = safe::line(read.plan.title());
        let gap = " ".repeat(width.saturating_sub(safe::width(&title)));
        writeln!(out, "  {}  {title}{gap}  {}", nth + 1, safe::line(path))?;
    }
    loop {
        write!(out, "Which one? [1] ")?;
        out.flush()?;
        let mut answer = String::new();
        if answers.read_line(&mut answer)? == 0 {
            writeln!(out)?;
            return Ok(None);
        }
        let number = match answer.trim() {
            "" => Some(1),
            text => text.parse::<usize>().ok(),
        };
        match number.and_then(|number| paths.get(number.checked_sub(1)?)) {
            Some(path) => return Ok(Some(PathBuf::from(path))),
            None => writeln!(out, "Answer with a number from 1 to {}.", plans.len())?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::Memory;
    use crate::source::{Limits, Source};

    fn answered(answer: &str) -> (Option<PathBuf>, String) {
        let plan = |path: &str, name: &str| {
            let store = Memory::default().with(path, format!("format = 1\n[plan]\nname = \"{name}\"\n"));
            Source::read(&store, &[path.into()], Limits::default()).ok().unwrap()
        };
        let plans = [plan("a.toml", "Alpha"), plan("plans/b.toml", "Be")];
        let mut out = Vec::new();
        let chosen = choose(&plans, &mut answer.as_bytes(), &mut out).unwrap();
        (chosen, String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_number_names_a_plan_and_nothing_the_first() {
        assert_eq!(answered("2\n").0, Some("plans/b.toml".into()));
        assert_eq!(answered("\n").0, Some("a.toml".into()));
        assert_eq!(answered("").0, None);
        let (chosen, said) = answered("0\nx\n 1 \n");
        assert_eq!(chosen, Some("a.toml".into()));
        assert!(said.contains("  1  Alpha  a.toml\n  2  Be     plans/b.toml\n"), "{said}");
        assert_eq!(said.matches("Answer with a number from 1 to 2.").count(), 2);
    }
}
