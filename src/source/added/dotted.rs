//! A new table beside one that is written in dotted keys.

use toml_spanner::{Item as Toml, Table as TomlTable, TableStyle};

use super::Fields;
use crate::plan::address::Address;
use crate::source::habit::{self, ending, indent};

/// A table as lines that begin with the way to it, `wave.two.start = …`, behind those of the last; `None` where that has
/// no such lines, or no key of its own is known to lead there.
pub(super) fn dotted_after(
    content: &str,
    at: &Address,
    fields: &Fields,
    last: &Toml<'_>,
) -> Option<(usize, String)> {
    let table = last.as_table()?;
    let (first, _) = table.into_iter().min_by_key(|(key, _)| key.span.start)?;
    let (parts, start) = habit::parts_before(content, first.span.start as usize);
    let way = content.get(start..parts.first()?.start)?;
    // What has a header of its own stands further down.
    let (mut end, mut open) = (0, vec![last]);
    while let Some(toml) = open.pop() {
        match toml.as_table().map(TomlTable::style) {
            Some(TableStyle::Dotted | TableStyle::Implicit) => {
                open.extend(toml.as_table()?.into_iter().map(|(_, toml)| toml));
            }
            Some(TableStyle::Header) => {}
            _ => end = end.max(toml.span().end as usize),
        }
    }
    let indent = indent(content, start);
    let mut lines: Vec<String> = Vec::new();
    for (key, value) in fields {
        let whole = format!("{way}{}.{key}", at.key);
        lines.push(format!(
            "{whole}{}{value}",
            habit::assignment(content, table, &format!("{indent}{whole}"))
        ));
    }
    if lines.is_empty() {
        lines.push(format!("{way}{} = {{}}", at.key));
    }
    let text = lines.join(&format!("{}{indent}", ending(content)));
    (end > 0).then(|| habit::line_after(content, end, indent, &text))
}

#[cfg(test)]
mod tests {
    use crate::source::added::tests::one;

    #[test]
    fn a_table_in_dotted_keys_is_followed_by_one_in_dotted_keys() {
        let fields = [("end", "2026-12-31"), ("name", "\"Two\"")];
        let text = "format = 1\r\nwave.one.name = \"One\" # first\r\nwave.one.end = 2026-06-30 # till then\r\ndriver.a.wave = \"one\"\r\n";
        let new = "wave.two.name = \"Two\"\r\nwave.two.end = 2026-12-31\r\n";
        assert_eq!(
            one(text, "wave.two", &fields),
            text.replace("# till then\r\n", &format!("# till then\r\n{new}"))
        );
        // Below a header, aligned, and as the last line of a file without an end.
        let text = "[wave]\n  one.name     = \"One\"\n  one.capacity = 1";
        let new = "\n  two.name     = \"Two\"\n  two.end      = 2026-12-31";
        assert_eq!(one(text, "wave.two", &fields), format!("{text}{new}"));
        // What has a header of its own stands further down, and stays there.
        let text = "wave.one.name = \"One\"\n[wave.one.opens]\nmarket = [\"dk\"]\n";
        let new = "wave.two.name = \"Two\"\nwave.two.end = 2026-12-31\n";
        assert_eq!(one(text, "wave.two", &fields), text.replace("[wave.one", &format!("{new}[wave.one")));
        assert_eq!(
            one("wave.one.name = \"One\"\n", "wave.two", &[]),
            "wave.one.name = \"One\"\nwave.two = {}\n"
        );
    }
}
