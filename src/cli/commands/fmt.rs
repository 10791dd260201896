//! `swell fmt`: gives the files of plans one layout.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::command::{Common, Exit, Failure, Outcome};
use crate::cli::edited::{unified, unwritten};
use crate::cli::find;
use crate::disk::{Disk, Memory, Replacement, Store as _, replace, standard_input};
use crate::draft::is_merged;
use crate::safe;
use crate::source::{Secrets, laid_out};
use crate::wording::count;

/// What stands for standard input among the paths, and what it is called.
const STANDARD_INPUT: &str = "-";
const ITS_NAME: &str = "<stdin>";

const EXAMPLES: &str = r#"Examples:
  swell fmt
  swell fmt - < plan.toml
  swell fmt --check plans/omnichannel"#;

/// Lay out the files of plans in one way, with every comment in its place
///
/// What the plan says stays as it is, and so do order, quotes, numbers and the columns of comments. A list
/// with a line break is written one entry a line, so that each change is a line. Of a folder all files of
/// the plan in it are laid out, of a file that is named only that one. While a file of the plan holds the
/// markers of an unfinished merge, none is written.
///
/// With - a text from standard input goes to standard output, as editors want it.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Fmt {
    /// Plans (folders that hold plan.toml) and files; without any, the plans found here or under plans/;
    /// - lays out standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write nothing; end with 1 where a file is laid out otherwise
    #[arg(long)]
    check: bool,
    /// Show the changes as a unified diff, and write nothing
    #[arg(long)]
    diff: bool,
}

impl Fmt {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        if self.paths.iter().any(|path| path.as_os_str() == STANDARD_INPUT) {
            return self.piped(common);
        }
        let mut files: Vec<(String, PathBuf)> = Vec::new();
        let mut secrets = Secrets::default();
        // As for every edit: while one file of a plan holds the markers of a merge, none is written.
        let mut unfinished: Option<Failure> = None;
        for plan in find::plans(&Disk, &self.paths)? {
            let read = common.read_files(&plan)?;
            unfinished =
                unfinished.or(is_merged(&read.source, &read.plan, &read.findings).err().map(Failure::from));
            if common.withholds(true) {
                secrets = secrets.and(read.source.secrets());
            }
            for (path, place) in
                (0..).map_while(|file| Some((read.source.path(file), read.source.canonical(file)?)))
            {
                if self.means(place) && !files.iter().any(|(_, known)| known == place) {
                    files.push((path.to_owned(), place.to_path_buf()));
                }
            }
        }
        let only = self.check || self.diff;
        if !only {
            unfinished.map_or(Ok(()), Err)?;
        }
        let mut replacements = Vec::new();
        let mut text = String::new();
        for (path, place) in &files {
            let Some((old, new)) = self.laid_out(path, place, common)? else { continue };
            text.push_str(&match self.diff {
                true => unified(path, &old, &new, &secrets),
                false => format!("{}\n", safe::line(path)),
            });
            replacements.push(Replacement {
                path: place.clone(),
                old: old.into_bytes(),
                new: new.into_bytes(),
            });
        }
        let (changed, all) = (replacements.len(), count(files.len(), "file"));
        if !only {
            let named = |place: &Path| files.iter().find(|(_, it)| it == place).map(|(path, _)| path.clone());
            replace(&replacements).map_err(|why| unwritten(why, "laid out", named))?;
        }
        text.push_str(&match (changed, only) {
            (0, _) => format!("nothing to lay out in {all}\n"),
            (_, true) => format!("{changed} of {all} would be laid out otherwise\n"),
            (_, false) => format!("{changed} of {all} laid out\n"),
        });
        let exit = if self.check && changed > 0 { Exit::Findings } else { Exit::Done };
        Ok(Outcome { text, exit })
    }

    /// Lays out what comes from standard input.
    fn piped(&self, common: &Common) -> Result<Outcome, Failure> {
        if self.paths.len() > 1 {
            let help = "Name either files and folders, or - alone.";
            return Err(Failure::new("standard input is laid out by itself", help));
        }
        let bytes = standard_input(common.limits().file)
            .map_err(|fault| Failure::new(format!("standard input cannot be read: {}", fault.message), ""))?;
        let old = text(bytes, ITS_NAME)?;
        let new = new_layout(&old, ITS_NAME, common)?;
        let exit = if self.check && new != old { Exit::Findings } else { Exit::Done };
        let text = match (self.diff, self.check) {
            (true, _) if new != old => unified(ITS_NAME, &old, &new, &Secrets::default()),
            (true, _) => String::new(),
            (false, true) if new != old => format!("{ITS_NAME} would be laid out otherwise\n"),
            (false, true) => String::new(),
            // Whoever pipes it wants every byte of it.
            (false, false) if safe::inert(&new) != new || new.contains(safe::COMMAND) => {
                let message = format!("{ITS_NAME} holds a line that a CI runner would take for a command");
                return Err(Failure::new(message, "Lay out its file instead: swell fmt PATH."));
            }
            (false, false) => new,
        };
        Ok(Outcome { text, exit })
    }

    /// Whether a file is to be laid out: it was named, or its plan was.
    fn means(&self, place: &Path) -> bool {
        let named = |path: &PathBuf| Disk.canonical(path).is_ok_and(|path| place.starts_with(path));
        self.paths.is_empty() || self.paths.iter().any(named)
    }

    /// The text of a file and that in the one layout, where they differ.
    fn laid_out(
        &self,
        path: &str,
        place: &Path,
        common: &Common,
    ) -> Result<Option<(String, String)>, Failure> {
        let bytes =
            Disk.read(place, common.limits().file).map_err(|it| fault(path, &it.message, Exit::Unable))?;
        let old = text(bytes, path)?;
        let new = new_layout(&old, path, common)?;
        Ok((new != old).then_some((old, new)))
    }
}

fn fault(path: &str, why: &str, exit: Exit) -> Failure {
    Failure {
        message: format!("{path} cannot be laid out: {why}; nothing was written"),
        help: "swell check says what is wrong with it.".into(),
        exit,
    }
}

fn text(bytes: Vec<u8>, path: &str) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|_| fault(path, "it is not UTF-8", Exit::Unable))
}

fn new_layout(old: &str, path: &str, common: &Common) -> Result<String, Failure> {
    laid_out(old).ok_or_else(|| {
        // The markers of a merge are told with their sides and lines, as everywhere.
        let name = PathBuf::from(path);
        let read = common.read_from(&Memory::default().with(&name, old), &[name]);
        let marked = read.ok().and_then(|read| is_merged(&read.source, &read.plan, &read.findings).err());
        marked.map_or_else(|| fault(path, "it is no sound TOML", Exit::Unable), Failure::from)
    })
}
