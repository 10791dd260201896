//! `swell ci`: makes a pipeline that holds plans to the rules.

use std::path::Path;

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::command::{Exit, Failure, Outcome};
use crate::cli::find;
use crate::disk::{self, Disk, Store as _};
use crate::safe;

/// Set up the check of plans in a pipeline
#[derive(Debug, Args)]
pub(super) struct Ci {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(Init),
}

/// Write a pipeline that checks each change of a plan and reports on it
///
/// Written in the folder where it is run, the top of a repository: for GitHub
/// .github/workflows/swell.yml, for GitLab .gitlab/swell.yml and where there is none .gitlab-ci.yml, for
/// pre-commit .pre-commit-config.yaml. A file that is there already is left as it is, with exit code 2.
#[derive(Debug, Args)]
struct Init {
    /// What runs it; without one, GitLab where its files are found here, else GitHub
    #[arg(value_name = "SERVICE")]
    service: Option<Service>,
    /// Print it instead of writing it
    #[arg(long, conflicts_with = "force")]
    stdout: bool,
    /// Write over what is there
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Service {
    /// GitHub Actions: annotations, code scanning, a comment
    Github,
    /// GitLab CI: code quality and tests in the merge request
    Gitlab,
    /// pre-commit: before each commit, on one's own machine
    PreCommit,
}

/// A file to write, from the top of the repository.
struct Draft {
    path: &'static str,
    text: String,
}

const INCLUDE: &str = "include:\n  - local: .gitlab/swell.yml\n";

impl Ci {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let Command::Init(init) = &self.command;
        init.run()
    }
}

impl Init {
    fn run(&self) -> Result<Outcome, Failure> {
        let service = self.service.unwrap_or_else(found);
        let draft = draft(service, is_checkout());
        if self.stdout {
            return Ok(Outcome { text: draft.text, exit: Exit::Done });
        }
        self.write(&draft)?;
        let mut text = format!("Wrote {}.\n", draft.path);
        if service == Service::Gitlab {
            let top = Draft { path: ".gitlab-ci.yml", text: INCLUDE.into() };
            if is_there(top.path) {
                text.push_str(&format!("Take it up in {}:\n\n{INCLUDE}\n", top.path));
            } else {
                self.write(&top)?;
                text.push_str(&format!("Wrote {}, which includes it.\n", top.path));
            }
        }
        text.push_str(match service {
            Service::Github => "Commit it; the next pull request that changes a plan is checked.\n",
            Service::Gitlab => "Commit it; the next merge request that changes a plan is checked.\n",
            Service::PreCommit => "Run `pre-commit install` once, and each commit is checked.\n",
        });
        if !is_there(".git") {
            text.push_str("Note: this folder is not the top of a git repository, where it is looked for.\n");
        }
        Ok(Outcome { text, exit: Exit::Done })
    }

    fn write(&self, draft: &Draft) -> Result<(), Failure> {
        let path = Path::new(draft.path);
        let wrote = match self.force {
            true => disk::write(path, draft.text.as_bytes()),
            false => disk::write_new(path, draft.text.as_bytes()),
        };
        wrote.map_err(|fault| {
            let help = if is_there(draft.path) && !self.force {
                "It was left as it is: --stdout prints what would be written, --force writes over it."
            } else {
                "Run it at the top of a repository that you may write to; --stdout prints instead."
            };
            Failure::new(format!("{} cannot be written: {}", draft.path, safe::line(&fault.message)), help)
        })
    }
}

fn is_there(path: &str) -> bool {
    Disk.canonical(Path::new(path)).is_ok()
}

fn found() -> Service {
    let gitlab = is_there(".gitlab-ci.yml") || is_there(".gitlab");
    if gitlab && !is_there(".github") { Service::Gitlab } else { Service::Github }
}

/// Whether this is the program's own repository, which installs what it holds.
fn is_checkout() -> bool {
    let manifest = Disk.read(Path::new("Cargo.toml"), 1 << 20).unwrap_or_default();
    String::from_utf8_lossy(&manifest).lines().any(|line| line.trim() == "name = \"groundswell\"")
}

fn draft(service: Service, checkout: bool) -> Draft {
    let (path, text) = match service {
        Service::Github => (".github/workflows/swell.yml", include_str!("ci/github.yml")),
        Service::Gitlab => (".gitlab/swell.yml", include_str!("ci/gitlab.yml")),
        Service::PreCommit if checkout => {
            (".pre-commit-hooks.yaml", include_str!("ci/pre-commit-hooks.yaml"))
        }
        Service::PreCommit => (".pre-commit-config.yaml", include_str!("ci/pre-commit-config.yaml")),
    };
    // Where plans are kept in a folder of their own, changes of other files in TOML are none of theirs.
    let plans = find::here(&Disk);
    let apart = !plans.is_empty() && plans.iter().all(|plan| plan.starts_with("plans"));
    let [paths, folder, files] = if apart { ["plans/**", "plans/", "^plans/.*"] } else { ["**", "", ""] };
    let text = text.replace("{paths}", paths).replace("{folder}", folder).replace("{files}", files);
    let version = env!("CARGO_PKG_VERSION");
    let (install, key) = if checkout {
        ("cargo install --locked --path .".to_owned(), "-${{ hashFiles('Cargo.lock', 'src/**') }}")
    } else {
        (format!("cargo install --locked groundswell@{version}"), "")
    };
    let text = text.replace("{install}", &install).replace("{version}", version).replace("{key}", key);
    Draft { path, text }
}
