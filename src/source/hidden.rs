//! Which lines of a file stand in private tables, for whoever shows its text to others.

use super::pieces::{Body, Piece, Series, cut};
use super::written::Value;

/// The lines of a file that stand in private tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// By their numbers from 0: whether they do.
    Some(Vec<bool>),
    /// It cannot be told which.
    All,
}

impl Hidden {
    /// Those of a file.
    #[must_use]
    pub fn of(text: &str) -> Self {
        if !text.contains("private") {
            return Self::Some(Vec::new());
        }
        let Some(series) = cut(text) else { return Self::of_faulty(text) };
        let mut lines = Vec::new();
        let mut under: Option<String> = None;
        for table in &series.pieces {
            // What is set in below a private table, is part of it.
            let inside = under.as_ref().is_some_and(|name| table.key.starts_with(name.as_str()));
            if table.value.is_private() && !table.key.is_empty() {
                let name = format!("{}.", table.key);
                under = Some(under.filter(|_| inside).unwrap_or(name));
                put(&mut lines, &(table.before.clone() + &table.text()), true);
                continue;
            }
            put(&mut lines, &table.before, inside);
            put(&mut lines, &table.head, inside);
            match &table.body {
                Body::Series(keys) if !inside => self::keys(&mut lines, keys),
                _ => put(&mut lines, &table.text()[table.head.len()..], inside),
            }
        }
        put(&mut lines, &series.close, false);
        Self::Some(lines)
    }

    /// Those of a file that cannot be read as a whole: from one header to the next, wherever `private` stands
    /// between them or above them, and all where a text of several lines may hold what looks like a header.
    fn of_faulty(text: &str) -> Self {
        if text.contains("\"\"\"") || text.contains("'''") {
            return Self::All;
        }
        let mut lines = Vec::new();
        let mut under: Option<String> = None;
        let mut section: Vec<&str> = Vec::new();
        let headers = text.lines().map(Some).chain([None]);
        for line in headers {
            let header = line.is_none_or(|line| line.trim_start().starts_with('['));
            if header {
                let name = section.first().map_or("", |head| head.trim()).trim_matches(['[', ']']);
                let inside = under.as_ref().is_some_and(|under| name.starts_with(under.as_str()));
                let own = section.iter().any(|line| line.contains("private"));
                if own && !inside {
                    under = Some(format!("{name}."));
                }
                lines.extend(section.drain(..).map(|_| own || inside));
            }
            section.extend(line);
        }
        Self::Some(lines)
    }

    /// Whether a line does, by its number from 0.
    #[must_use]
    pub fn holds(&self, line: usize) -> bool {
        match self {
            Self::Some(lines) => lines.get(line).copied().unwrap_or(false),
            Self::All => true,
        }
    }
}

/// The keys of a table: one may hold a private table in braces, and some together one with dots.
fn keys(lines: &mut Vec<bool>, keys: &Series) {
    let dotted = |piece: &Piece| {
        let table = piece.key.strip_suffix(".private")?;
        (piece.value != Value::Flag(false)).then(|| format!("{table}."))
    };
    let private: Vec<String> = keys.pieces.iter().filter_map(dotted).collect();
    for piece in &keys.pieces {
        let own = piece.value.is_private() || private.iter().any(|table| piece.key.starts_with(table));
        // A table of tables in braces is taken whole.
        let below =
            matches!(&piece.value, Value::Table(entries) if entries.iter().any(|it| it.1.is_private()));
        put(lines, &(piece.before.clone() + &piece.text()), own || below);
    }
    put(lines, &keys.close, false);
}

fn put(lines: &mut Vec<bool>, text: &str, hidden: bool) {
    lines.extend(text.split_inclusive('\n').map(|_| hidden));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        let hidden = Hidden::of(text);
        text.lines().enumerate().filter(|(nth, _)| !hidden.holds(*nth)).map(|(_, line)| line).collect()
    }

    #[test]
    fn the_lines_of_private_tables_are_known_however_they_are_written() {
        let text = "# top
format = 1
[wave]
one = { name = \"A\" }
two = { name = \"B\", private = true }
three.name = \"C\"
three.private = true
[driver.quiet] # why
value = 7
private = true
[driver.quiet.ramp]
months = 3
[driver.loud]
value = 8
[[action]]
what = \"x\"
private = true
[[action]]
what = \"y\"
# end
";
        let expected = [
            "# top",
            "format = 1",
            "[wave]",
            "one = { name = \"A\" }",
            "[driver.loud]",
            "value = 8",
            "[[action]]",
            "what = \"y\"",
            "# end",
        ];
        assert_eq!(shown(text), expected);
        let lists = "[driver.quiet]\nprivate = true\nneeds = [ # all\n    \"x\" # x\n  # y\n  , \"y\" ,\n  # no more\n]\n[driver.loud]\ntags = [\n  \"a\" , # a\n]\n";
        assert_eq!(shown(lists), ["[driver.loud]", "tags = [", "  \"a\" , # a", "]"]);
        let faulty =
            "a = 1\n[driver.x]\nvalue = 1\nprivate = true\n[driver.x.ramp]\nb = \n[driver.y]\nvalue = \n";
        assert_eq!(shown(faulty), ["a = 1", "[driver.y]", "value = "]);
        assert_eq!(shown("format = \"private"), [""; 0]);
        assert_eq!(Hidden::of("a = \nb = \"\"\"private\"\"\""), Hidden::All);
        assert_eq!(shown("format = 1\n"), ["format = 1"]);
    }
}
