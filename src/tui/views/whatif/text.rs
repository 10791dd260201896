//! What applying a scenario would write: the lines of the plan's files in which the two differ.

use std::path::Path;

use crate::tui::overlays::unlike;
use crate::workspace::Workspace;

/// A line of what would be written.
pub(super) struct Line {
    /// `-` goes, `+` comes; a blank names the file, or the table.
    pub(super) sign: char,
    /// Its number in its file, from 1.
    number: usize,
    /// The line, or the name of the file, or the heading of the table.
    pub(super) text: String,
    /// The file, by its place among the file names.
    file: usize,
}

/// The lines that a scenario writes otherwise than the plan, file by file.
#[derive(Default)]
pub(super) struct Written {
    pub(super) lines: Vec<Line>,
    files: Vec<String>,
}

/// The lines of a text that begin a table, each with its number, from 1.
fn heads(text: &str) -> Vec<(usize, &str)> {
    (1..).zip(text.lines()).filter(|(_, line)| line.starts_with('[')).collect()
}

impl Written {
    /// What an open scenario writes.
    pub(super) fn of(work: &Workspace) -> Self {
        let sources = work.source().zip(work.beside.as_deref().and_then(Workspace::source));
        let Some((now, plan)) = sources else { return Self::default() };
        let folder = plan.paths().next().and_then(|path| Path::new(path).parent()).unwrap_or(Path::new(""));
        let mut all = Self::default();
        for (file, path) in (0..).zip(now.paths()) {
            let was = (0..).zip(plan.paths()).find(|(was, _)| plan.canonical(*was) == now.canonical(file));
            let old = was.map_or("", |(was, _)| plan.text(was).content.as_str());
            let new = now.text(file).content.as_str();
            if old == new {
                continue;
            }
            let name = Path::new(path).strip_prefix(folder).unwrap_or(Path::new(path)).display().to_string();
            let nth = all.files.len();
            all.lines.push(Line { sign: ' ', number: 0, text: name.clone(), file: nth });
            let (olds, news) = (heads(old), heads(new));
            let mut table = "";
            for it in unlike::lines(old, new, 0) {
                let heads = if it.sign == '-' { &olds } else { &news };
                let own = heads.partition_point(|(number, _)| *number <= it.number).checked_sub(1);
                let head = own.map_or("", |own| heads[own].1);
                // Whose line it is, unless it says so itself.
                if head != table && !it.text.starts_with('[') {
                    all.lines.push(Line { sign: ' ', number: 0, text: head.to_owned(), file: nth });
                }
                table = head;
                all.lines.push(Line { sign: it.sign, number: it.number, text: it.text, file: nth });
            }
            all.files.push(name);
        }
        all
    }

    /// Where a line stands, in words.
    pub(super) fn told(&self, line: &Line) -> String {
        let file = self.files.get(line.file).map_or("", String::as_str);
        match line.sign {
            '-' => format!("Line {} of {file}: it is gone once the scenario is applied", line.number),
            '+' => format!("Line {} of {file}, once the scenario is applied", line.number),
            _ => format!("What applying the scenario writes to {file}"),
        }
    }
}
