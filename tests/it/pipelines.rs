//! `swell ci init`: what it writes can be read by what it is for, and nothing is written over unasked.

use std::fs;
use std::path::Path;

use yaml_rust2::{Yaml, YamlLoader};

use crate::program::swell;

const SERVICES: [(&str, &str); 3] = [
    ("github", ".github/workflows/swell.yml"),
    ("gitlab", ".gitlab/swell.yml"),
    ("pre-commit", ".pre-commit-config.yaml"),
];

fn yaml(text: &str) -> Yaml {
    let mut documents = YamlLoader::load_from_str(text).unwrap();
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

fn printed(folder: &Path, service: &str) -> String {
    let ran = swell(folder, &["ci", "init", service, "--stdout"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for left in ["{install}", "{version}", "{key}", "{paths}", "{folder}", "{files}"] {
        assert!(!ran.out.contains(left), "{left}");
    }
    ran.out
}

/// All texts of a document.
fn texts(yaml: &Yaml) -> Vec<String> {
    match yaml {
        Yaml::String(text) => vec![text.clone()],
        Yaml::Array(list) => list.iter().flat_map(texts).collect(),
        Yaml::Hash(table) => {
            table.iter().flat_map(|(key, value)| [texts(key), texts(value)].concat()).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn a_file_is_written_once_and_over_only_by_force() {
    for (service, path) in SERVICES {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        let first = swell(folder.path(), &["ci", "init", service]);
        assert_eq!(first.code, 0, "{}", first.err);
        assert!(
            first.out.starts_with(&format!("Wrote {path}.\n")) && !first.out.contains("Note:"),
            "{}",
            first.out
        );
        let written = fs::read_to_string(folder.path().join(path)).unwrap();
        assert_eq!(written, printed(folder.path(), service));
        fs::write(folder.path().join(path), "mine").unwrap();
        let again = swell(folder.path(), &["ci", "init", service]);
        assert_eq!((again.code, again.out.as_str()), (2, ""));
        assert!(again.err.contains(path) && again.err.contains("--force"), "{}", again.err);
        assert_eq!(fs::read_to_string(folder.path().join(path)).unwrap(), "mine");
        assert_eq!(swell(folder.path(), &["ci", "init", service, "--force"]).code, 0);
        assert_eq!(fs::read_to_string(folder.path().join(path)).unwrap(), written);
        let beside = fs::read_dir(folder.path().join(path).parent().unwrap()).unwrap();
        assert!(beside.into_iter().all(|it| !it.unwrap().file_name().to_string_lossy().contains(".tmp")));
    }
}

#[test]
fn github_runs_with_least_rights_and_no_text_from_outside_in_its_shell() {
    let folder = tempfile::tempdir().unwrap();
    let workflow = yaml(&printed(folder.path(), "github"));
    assert_eq!(workflow["permissions"]["contents"].as_str(), Some("read"));
    let job = &workflow["jobs"]["check"];
    let rights: Vec<&str> = job["permissions"].as_hash().unwrap().keys().filter_map(Yaml::as_str).collect();
    assert_eq!(rights, ["contents", "pull-requests", "security-events"]);
    assert!(
        workflow["on"]["pull_request"].as_hash().is_some()
            && workflow["on"]["pull_request_target"].is_badvalue()
    );
    let steps = job["steps"].as_vec().unwrap();
    for step in steps {
        if let Some(action) = step["uses"].as_str() {
            let (_, version) = action.split_once("@v").unwrap();
            assert!(version.bytes().all(|digit| digit.is_ascii_digit()), "{action}");
        }
        // What stands in `${{ }}` becomes part of the script before a shell reads it.
        let script = step["run"].as_str().unwrap_or("");
        assert!(!script.contains("${{"), "{script}");
    }
    let all = texts(&workflow).join("\n");
    for part in [
        "cargo install --locked groundswell@",
        "--since=HEAD^1",
        "--format sarif",
        "--format markdown",
        "--format github",
        "gh pr comment \"$PULL\" --repo \"$GITHUB_REPOSITORY\" --body-file swell.md",
    ] {
        assert!(all.contains(part), "{part}: {all}");
    }
    // The check comes last, so that all is reported that makes it fail.
    let last = steps.last().unwrap();
    assert_eq!(last["run"].as_str(), Some("swell check $AS_OF $SINCE --if-any --format github"));
    // Nothing before it hides it: neither a comment that is refused nor a report that cannot be made.
    assert_eq!(last["if"].as_str(), Some("${{ !cancelled() }}"));
    let commenting =
        steps.iter().find(|step| step["run"].as_str().is_some_and(|it| it.contains("gh pr"))).unwrap();
    assert_eq!(commenting["continue-on-error"].as_bool(), Some(true));
}

#[test]
fn only_changes_of_plans_run_it_where_they_have_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let triggers = |service: &str| printed(folder.path(), service);
    let everywhere = yaml(&triggers("github"));
    assert_eq!(everywhere["on"]["push"]["paths"][0].as_str(), Some("**.toml"));
    fs::create_dir(folder.path().join("plans")).unwrap();
    fs::write(folder.path().join("plans/first.toml"), "format = 1\n").unwrap();
    let github = yaml(&triggers("github"));
    assert_eq!(github["on"]["push"]["paths"][0].as_str(), Some("plans/**.toml"));
    assert_eq!(github["on"]["pull_request"]["paths"][0].as_str(), Some("plans/**.toml"));
    assert!(github["on"]["schedule"][0]["cron"].as_str().is_some());
    let gitlab = yaml(&triggers("gitlab"));
    assert_eq!(gitlab["swell"]["rules"][1]["changes"][0].as_str(), Some("plans/**/*.toml"));
    let hook = yaml(&triggers("pre-commit"));
    assert_eq!(hook["repos"][0]["hooks"][0]["files"].as_str(), Some("^plans/.*\\.toml$"));
    fs::write(folder.path().join("plan.toml"), "format = 1\n").unwrap();
    assert_eq!(yaml(&triggers("github"))["on"]["push"]["paths"][0].as_str(), Some("**.toml"));
}

#[test]
fn gitlab_takes_the_file_up_where_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let ran = swell(folder.path(), &["ci", "init", "gitlab"]);
    assert!(ran.out.contains("Note: this folder is not the top of a git repository"), "{}", ran.out);
    let top = fs::read_to_string(folder.path().join(".gitlab-ci.yml")).unwrap();
    assert_eq!(yaml(&top)["include"][0]["local"].as_str(), Some(".gitlab/swell.yml"));
    let job = &yaml(&printed(folder.path(), "gitlab"))["swell"];
    let reports = &job["artifacts"]["reports"];
    assert!(reports["codequality"].as_str().is_some() && reports["junit"].as_str().is_some());
    assert!(job["script"].as_vec().unwrap().iter().all(|line| line.as_str().is_some()), "{job:?}");

    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".gitlab-ci.yml"), "mine: {}\n").unwrap();
    let ran = swell(folder.path(), &["ci", "init"]);
    assert!(ran.out.contains("Take it up in .gitlab-ci.yml:\n\ninclude:\n"), "{}", ran.out);
    assert_eq!(fs::read_to_string(folder.path().join(".gitlab-ci.yml")).unwrap(), "mine: {}\n");
}

#[test]
fn the_programs_own_repository_installs_what_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let hook = yaml(&printed(folder.path(), "pre-commit"));
    assert_eq!(hook["repos"][0]["hooks"][0]["entry"].as_str(), Some("swell check --since=HEAD --if-any"));
    fs::write(folder.path().join("Cargo.toml"), "[package]\nname = \"groundswell\"\n").unwrap();
    assert!(printed(folder.path(), "github").contains("cargo install --locked --path .\n"));
    assert_eq!(yaml(&printed(folder.path(), "pre-commit"))[0]["id"].as_str(), Some("swell"));
    assert!(swell(folder.path(), &["ci", "init", "pre-commit"]).out.contains(".pre-commit-hooks.yaml"));
}

#[cfg(unix)]
#[test]
fn a_folder_that_takes_nothing_is_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".github"), "a file").unwrap();
    let ran = swell(folder.path(), &["ci", "init", "github"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("cannot be written") && ran.err.contains("--stdout"), "{}", ran.err);
}
