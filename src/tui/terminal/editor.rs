//! The user's editor: started by its arguments, without a shell, at the line where it is known to take one.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::time::Duration;

use super::system;
use crate::safe;

/// How often we look whether the editor has ended or wants to be stopped.
const WAIT: Duration = Duration::from_millis(30);

/// The editor where nothing names one.
const USUAL: &str = if cfg!(windows) { "notepad" } else { "vi" };

/// Lets the user edit a file at a line; after a failure `again` says what to do.
///
/// # Errors
/// In words, where the editor could not be started or says that it failed.
pub(super) fn edit(editor: &str, path: &Path, line: u32, again: &str) -> Result<(), String> {
    let words = words(editor);
    let (program, before) =
        words.split_first().map_or((USUAL, &[][..]), |(first, rest)| (first.as_str(), rest));
    let mut command = Command::new(program);
    command.args(before).args(arguments(program, path, line));
    let ended = run(&mut command);
    let name = Path::new(program).file_name().and_then(|name| name.to_str()).unwrap_or(program);
    let shown = safe::line(name);
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{shown} {}; {again}", how(status))),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err(format!("There is no editor {shown}: set VISUAL or EDITOR to yours"))
        }
        Err(error) => Err(format!("{shown} could not be started: {error}")),
    }
}

/// Lends the terminal to a program until it ends.
pub(super) fn run(command: &mut Command) -> std::io::Result<ExitStatus> {
    system::lend(true);
    let ended = command.spawn().and_then(|mut child| {
        system::lend_to(Some(child.id()));
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(status);
            }
            // An editor that is suspended takes us with it, so that the shell has both or none.
            if system::asked_to_stop() {
                system::stop();
            }
            std::thread::sleep(WAIT);
        }
    });
    system::lend_to(None);
    system::lend(false);
    ended
}

pub(super) fn how(status: ExitStatus) -> String {
    status.code().map_or_else(|| "was killed".into(), |code| format!("ended with exit code {code}"))
}

/// The words of a command, as a shell would take them apart; quotes keep blanks.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for character in command.chars() {
        match (quote, character) {
            (Some(open), character) if character == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, character) if character.is_whitespace() => words.extend(word.take()),
            (_, character) => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}

/// The arguments that open a file at a line, as far as the editor is known.
fn arguments(program: &str, path: &Path, line: u32) -> Vec<std::ffi::OsString> {
    let name = Path::new(program).file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let file = path.as_os_str().to_owned();
    let at_line = || {
        let mut file = file.clone();
        file.push(format!(":{line}"));
        file
    };
    match name {
        "vi" | "vim" | "nvim" | "view" | "nano" | "emacs" | "emacsclient" | "micro" | "kak" | "joe"
        | "ne" | "mg" => {
            vec![format!("+{line}").into(), file]
        }
        "hx" | "helix" | "zed" | "subl" => vec![at_line()],
        "code" | "codium" | "code-insiders" | "cursor" => vec!["--wait".into(), "--goto".into(), at_line()],
        _ => vec![file],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_is_told_the_line_in_its_own_way() {
        let told = |program| {
            let words = arguments(program, Path::new("a b.toml"), 7);
            words.into_iter().map(|word| word.into_string().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(told("/usr/bin/nvim"), ["+7", "a b.toml"]);
        assert_eq!(told("code"), ["--wait", "--goto", "a b.toml:7"]);
        assert_eq!(told("hx"), ["a b.toml:7"]);
        assert_eq!(told("something"), ["a b.toml"]);
    }

    #[test]
    fn a_command_is_taken_apart_without_a_shell() {
        assert_eq!(words("  emacs -nw  "), ["emacs", "-nw"]);
        assert_eq!(words("\"/a b/vim\" -c '; rm x'"), ["/a b/vim", "-c", "; rm x"]);
        assert_eq!(words(""), [""; 0]);
    }
}
