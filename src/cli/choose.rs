//! Questions asked line by line, which a screen reader reads as they stand: which of several plans is
//! meant, which of some numbered things, and what to write.

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
    Ok(number(plans.len(), answers, out)?.and_then(|nth| paths.get(nth)).map(PathBuf::from))
}

/// Asks for one of `count` things that are numbered on the screen, from 1; an empty answer is the first.
/// What is chosen counts from 0. `None`: there is no answer.
///
/// # Errors
/// The question cannot be written or the answer not be read.
pub(super) fn number(
    count: usize,
    answers: &mut dyn BufRead,
    out: &mut dyn Write,
) -> std::io::Result<Option<usize>> {
    line("Which one?", "1", answers, out, |answer| {
        let number = answer.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        number.filter(|nth| *nth < count).ok_or_else(|| format!("Answer with a number from 1 to {count}."))
    })
}

/// Asks for a line until it is of use; an empty one is `usual`. `None`: there is no answer.
///
/// # Errors
/// The question cannot be written or the answer not be read.
pub(super) fn line<T>(
    question: &str,
    usual: &str,
    answers: &mut dyn BufRead,
    out: &mut dyn Write,
    of_use: impl Fn(&str) -> Result<T, String>,
) -> std::io::Result<Option<T>> {
    loop {
        write!(out, "{question} [{}] ", safe::line(usual))?;
        out.flush()?;
        let mut answer = String::new();
        if answers.read_line(&mut answer)? == 0 {
            writeln!(out)?;
            return Ok(None);
        }
        let answer = if answer.trim().is_empty() { usual } else { answer.trim() };
        match of_use(answer) {
            Ok(of_use) => return Ok(Some(of_use)),
            Err(why) => writeln!(out, "{}", safe::line(&why))?,
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
