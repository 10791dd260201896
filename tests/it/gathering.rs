//! Every fault of the files themselves: what they include, how they are encoded, how they were merged.

use groundswell::source::{Limits, Read, Source};

use crate::marked::{WAVE, found, holds, read, unmarked};

/// What is found in some files, of which the first is the plan's own; with the marks taken out of them all.
fn found_in(files: &[(&str, &str)]) -> (Read, Vec<String>, Vec<String>) {
    let texts: Vec<(&str, String, Vec<String>)> = files
        .iter()
        .map(|(path, text)| {
            let (plain, marks) = unmarked(text);
            (*path, plain, marks.into_iter().map(|mark| format!("{path}:{mark}")).collect())
        })
        .collect();
    let given: Vec<(&str, &[u8])> = texts.iter().map(|(path, text, _)| (*path, text.as_bytes())).collect();
    let read = read(&given);
    let found = found(&read);
    (read, found, texts.into_iter().flat_map(|(_, _, marks)| marks).collect())
}

#[test]
fn includes_stay_inside_the_folder_of_the_plan() {
    let help = "Name files below the plan's folder, with a relative path and forward slashes.";
    for pattern in [
        "../x.toml",
        "a/../../x.toml",
        "/etc/passwd",
        "~/x.toml",
        "C:/x.toml",
        "C:\\\\x.toml",
        "\\\\\\\\host\\\\x",
        "//host/x",
        "file:///etc/passwd",
        "",
    ] {
        let plan = format!("format = 1\ninclude = [«\"{pattern}\"»]\n");
        let message = format!("`{}` leads out of the plan's folder", pattern.replace("\\\\", "\\"));
        holds(&[(&plan, &[["include-outside-plan", &message, help]])]);
    }
}

#[test]
fn includes_match_a_file() {
    let help = "Write the file, or remove the pattern from `include`.";
    for pattern in ["missing.toml", "record/*.toml", "**/q?.toml", "record"] {
        let plan = format!("format = 1\ninclude = [«\"{pattern}\"»]\n");
        let message = format!("no file matches `{pattern}`");
        holds(&[(&plan, &[["include-missing", &message, help]])]);
    }
}

#[test]
fn includes_end() {
    let help = "Take one of them out of `include`.";
    let cases: [(&[(&str, &str)], &str); 3] = [
        (&[("plan.toml", "format = 1\ninclude = [«\"plan.toml\"»]\n")], "plan.toml → plan.toml"),
        (
            &[
                ("plan.toml", "format = 1\ninclude = [\"a.toml\"]\n"),
                ("a.toml", "include = [«\"plan.toml\"»]\n"),
            ],
            "plan.toml → a.toml → plan.toml",
        ),
        (
            &[
                ("plan.toml", "format = 1\ninclude = [\"sub/a.toml\"]\n"),
                ("sub/a.toml", "include = [\"b.toml\"]\n"),
                ("b.toml", "include = [«\"sub/a.toml\"»]\n"),
            ],
            "plan.toml → sub/a.toml → b.toml → sub/a.toml",
        ),
    ];
    for (files, circle) in cases {
        let (_, found, marks) = found_in(files);
        let message =
            format!("include-cycle {}\n  the files include one another: {circle}\n  {help}", marks[0]);
        assert_eq!(found, [message]);
    }
    // A pattern may cover the file that it stands in, and two files may include a third.
    let (_, found, _) = found_in(&[
        ("plan.toml", "format = 1\ninclude = [\"*.toml\"]\n"),
        ("a.toml", "include = [\"c.toml\"]\n"),
        ("b.toml", "include = [\"c.toml\", \"./c.toml\"]\n"),
        ("c.toml", "[objective.a]\n"),
    ]);
    assert_eq!(found, [""; 0]);
}

#[test]
fn includes_go_eight_files_deep_and_no_deeper() {
    let text = |nth: usize| format!("include = [\"{}.toml\"]\n[objective.o{nth}]\n", nth + 1);
    let mut files = vec![("plan.toml".to_owned(), "format = 1\ninclude = [\"1.toml\"]\n".to_owned())];
    files.extend((1..10).map(|nth| (format!("{nth}.toml"), text(nth))));
    let given: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (&**path, text.as_bytes())).collect();
    let read = read(&given);
    assert_eq!(
        found(&read),
        [
            "include-cycle 7.toml:1:12-1:20\n  includes go more than 8 files deep\n  Include the files from the plan's own file."
        ]
    );
    assert_eq!(read.plan.objectives.len(), 7);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed() {
    use groundswell::disk::Disk;
    let folder = tempfile::tempdir().unwrap();
    let (inside, outside) = (folder.path().join("plan"), folder.path().join("outside"));
    std::fs::create_dir_all(&inside).unwrap();
    std::fs::create_dir_all(&outside).unwrap();
    std::fs::write(outside.join("secret.toml"), "secret = \"word\"\n").unwrap();
    std::fs::write(inside.join("own.toml"), "[objective.a]\n").unwrap();
    std::os::unix::fs::symlink(outside.join("secret.toml"), inside.join("file.toml")).unwrap();
    std::os::unix::fs::symlink(&outside, inside.join("folder")).unwrap();
    std::os::unix::fs::symlink("own.toml", inside.join("alias.toml")).unwrap();
    let found = |pattern: &str| {
        let plan = inside.join("plan.toml");
        std::fs::write(&plan, format!("format = 1\ninclude = [\"{pattern}\"]\n")).unwrap();
        let read = Source::read(&Disk, &[plan], Limits::default()).unwrap_or_else(|it| panic!("{it:?}"));
        let found = read.findings.iter().map(|it| format!("{}: {}", it.rule, &*it.message));
        // The file that is no link is left out by most.
        let left_out = |line: &String| line.contains("`own.toml`, so that nothing in it counts");
        let found: Vec<String> = found.filter(|line| !left_out(line)).collect();
        found.join("\n").replace(&format!("{}/", inside.display()), "")
    };
    let link =
        |name: &str| format!("include-outside-plan: `{name}` is a link that leads out of the plan's folder");
    assert_eq!(found("file.toml"), link("file.toml"));
    // Not even the names of the files there are said.
    for pattern in ["folder/*.toml", "folder/secret.toml", "folder/../folder/*", "**/secret.toml"] {
        assert_eq!(found(pattern), link("folder"), "{pattern}");
    }
    assert_eq!(found("alias.toml"), "");
}

#[cfg(unix)]
#[test]
fn a_file_whose_name_is_no_text_is_named_and_not_passed_over() {
    use std::os::unix::ffi::OsStrExt as _;

    use groundswell::disk::Disk;
    let folder = tempfile::tempdir().unwrap();
    let name = std::ffi::OsStr::from_bytes(b"lik\xe9.toml");
    // Some file systems take no such name.
    if std::fs::write(folder.path().join(name), "[objective.a]\n").is_err() {
        return;
    }
    let plan = folder.path().join("plan.toml");
    std::fs::write(&plan, "format = 1\ninclude = [\"l*.toml\"]\n").unwrap();
    let read = Source::read(&Disk, &[plan], Limits::default()).unwrap_or_else(|it| panic!("{it:?}"));
    let [finding] = &read.findings[..] else { panic!("{:?}", read.findings) };
    assert_eq!(finding.rule, "include-missing");
    assert!(
        finding.message.ends_with("lik\u{fffd}.toml` is not read: its name is not Unicode"),
        "{}",
        &*finding.message
    );
}

#[test]
fn an_unfinished_merge_is_named_with_the_lines_of_both_sides() {
    const HELP: &str =
        "Keep one side or join both, and remove the marker lines; the first side is read meanwhile.";
    let waves =
        |conflict: &str| format!("format = 1\n[wave.one]\nstart = 2026-01-01\n{conflict}end = 2026-06-30\n");
    let cases = [
        (
            "«<<<<<<< HEAD»\nbudget = 1\n=======\nbudget = 2\nfocus = 3\n>>>>>>> theirs\n",
            "line 5 on one side (HEAD), lines 7 to 8 on the other (theirs)",
        ),
        (
            "«<<<<<<< HEAD»\nbudget = 1\n||||||| 3f2a\nbudget = 0\n=======\nbudget = 2\n>>>>>>> theirs\n",
            "line 5 on one side (HEAD), line 9 on the other (theirs)",
        ),
        (
            "«<<<<<<< HEAD»\nbudget = 1\n=======\n>>>>>>> theirs\n",
            "line 5 on one side (HEAD), nothing on the other (theirs)",
        ),
        (
            "«<<<<<<< HEAD»\r\nbudget = 1\r\n=======\r\nbudget = 2\r\n>>>>>>> theirs\r\n",
            "line 5 on one side (HEAD), line 7 on the other (theirs)",
        ),
    ];
    for (conflict, sides) in cases {
        let fixture = waves(conflict);
        let message = format!("a merge was left unfinished: {sides}");
        holds(&[(&fixture, &[["merge-conflict", &message, HELP]])]);
        let (plain, _) = unmarked(&fixture);
        let read = read(&[("plan.toml", plain.as_bytes())]);
        assert_eq!(read.plan.waves[0].budget.map(|money| money.0), Some(100), "{conflict}");
        assert_eq!(read.plan.waves[0].end.to_string(), "2026-06-30");
    }
}

#[test]
fn the_markers_of_jj_are_known_and_two_conflicts_are_two_findings() {
    let plan = "format = 1\n<<<<<<< conflict 1 of 1\n%%%%%%% changes from base to side #1\n-[objective.a]\n+[objective.b]\n+++++++ side #2\n[objective.c]\n>>>>>>> conflict 1 of 1 ends\n[objective.d]\n";
    let jj = read(&[("plan.toml", plan.as_bytes())]);
    assert_eq!(jj.findings.len(), 1, "{:?}", found(&jj));
    assert_eq!(jj.findings[0].rule, "merge-conflict");
    assert!(jj.plan.objectives.iter().any(|objective| &*objective.id == "d"));
    let two = "format = 1\n<<<<<<< a\n[objective.a]\n=======\n>>>>>>> b\n<<<<<<< a\n=======\n[objective.b]\n>>>>>>> b\n";
    let two = read(&[("plan.toml", two.as_bytes())]);
    assert_eq!(two.findings.iter().map(|it| it.rule).collect::<Vec<_>>(), ["merge-conflict"; 2]);
    let stray = read(&[("plan.toml", b"format = 1\n>>>>>>> theirs\n")]);
    assert_eq!(
        found(&stray),
        [
            "merge-conflict plan.toml:2:1-2:15\n  line 2 ends a merge conflict that never began\n  Remove the marker, or merge again."
        ]
    );
}

#[test]
fn markers_inside_a_text_are_a_warning() {
    use groundswell::finding::Severity;
    let plan =
        "format = 1\n[objective.a]\nnote = \"\"\"\n<<<<<<< ours\none\n=======\ntwo\n>>>>>>> theirs\n\"\"\"\n";
    let read = read(&[("plan.toml", plan.as_bytes())]);
    assert_eq!(read.findings.len(), 1);
    assert_eq!(
        (read.findings[0].rule, read.findings[0].severity),
        ("merge-conflict", Some(Severity::Warning))
    );
    // The text itself is whole.
    assert!(read.plan.objectives[0].about.note.as_deref().is_some_and(|note| note.contains("=======\ntwo")));
}

#[test]
fn what_is_no_utf8_is_named_by_its_byte() {
    let help = "Save the file as UTF-8; nothing was changed.";
    let latin = read(&[("plan.toml", b"format = 1\n[plan]\nname = \"S\xf8ren\"\n")]);
    let message = "byte 0xf8 at offset 27 is not UTF-8; the file looks like Latin-1 or Windows-1252";
    assert_eq!(found(&latin), [format!("syntax-error plan.toml:3:10-3:11\n  {message}\n  {help}")]);
    // Text of two bytes a letter is one fault, with the mark or without it, and no letter of it another.
    let wide = format!("syntax-error plan.toml:1:1-1:2\n  the file looks like UTF-16, not UTF-8\n  {help}");
    let text = "format = 1\n[plan]\nname = \"S\u{f8}ren\"\n";
    for text in [text.to_owned(), format!("\u{feff}{text}")] {
        for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let bytes: Vec<u8> = text.encode_utf16().flat_map(bytes).collect();
            let found = found(&read(&[("plan.toml", &bytes)]));
            assert_eq!(found.iter().filter(|it| it.starts_with("syntax-error")).collect::<Vec<_>>(), [&wide]);
            assert!(
                found.iter().all(|it| *it == wide || it.contains("names no format") || it.contains("[plan]")),
                "{found:?}"
            );
        }
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_faults_and_move_no_place() {
    let plan =
        "\u{feff}format = 1\r\n[wave.one]\r\nstart = 2026-01-01\r\nend = 2026-06-30\r\n«bugdet» = 3\r\n";
    let (plain, marks) = unmarked(plan);
    let read = read(&[("plan.toml", plain.as_bytes())]);
    assert_eq!(
        found(&read),
        [format!(
            "unknown-key plan.toml:{}\n  a wave has no `bugdet`\n  Did you mean `budget`? Your own fields go into `extra`.",
            marks[0]
        )]
    );
    let (plain, _) = unmarked("\u{feff}format = 2\n");
    let (_, second) = unmarked("format = «2»\n");
    let second = format!("unsupported-format plan.toml:{}\n  this", second[0]);
    assert!(found(&self::read(&[("plan.toml", plain.as_bytes())]))[0].starts_with(&second));
}

#[test]
fn fifty_faults_in_three_files_are_fifty_findings_and_the_rest_is_read() {
    let mut plan = format!("format = 1\ninclude = [\"b.toml\", \"c.toml\"]\n{WAVE}");
    let (mut items, mut record) = (String::new(), String::from("[kpi.rate]\n"));
    for nth in 0..10 {
        // Twenty in the plan's own file.
        plan +=
            &format!("[objective.o{nth}]\nname = \"O\"\ncolour{nth} = 1\n[pool.p{nth}]\ncap = -{nth}.5\n");
        // Fifteen in the second file, five of which are faults of the text.
        items += &format!("[driver.d{nth}]\nwave = \"none{nth}\"\nonce = 5\n");
        if nth % 2 == 0 {
            items += &format!("stage = = \"idea\"\nconfidence = 0.{nth}\n");
        }
        // And fifteen in the third.
        record += &format!("[[reading]]\nkpi = \"rate\"\nvalue = {nth}\ndate = \"2026-01-1{nth}\"\n");
        if nth % 2 == 0 {
            record += "note = \"\\e[2J\"\n";
        }
    }
    let read =
        read(&[("plan.toml", plan.as_bytes()), ("b.toml", items.as_bytes()), ("c.toml", record.as_bytes())]);
    let of = |rule: &str| read.findings.iter().filter(|finding| finding.rule == rule).count();
    let counts =
        ["unknown-key", "out-of-range", "unknown-id", "syntax-error", "wrong-type", "unsafe-text"].map(of);
    assert_eq!(counts, [10, 10, 10, 5, 10, 5], "{}", found(&read).join("\n"));
    assert_eq!(read.findings.len(), 50);
    let plan = &read.plan;
    assert_eq!(
        (plan.waves.len(), plan.objectives.len(), plan.pools.len(), plan.items.len()),
        (1, 10, 10, 10)
    );
    let drivers: Vec<_> = plan.items.iter().filter_map(|item| item.driver()).collect();
    assert!(drivers.iter().all(|driver| driver.once.map(|money| money.0) == Some(500)));
    assert_eq!(drivers.iter().filter(|driver| driver.confidence.is_some()).count(), 5);
    assert_eq!(plan.readings.len(), 10);
}
