//! The slides as text: the same words and numbers as on the screen, states in words, nothing private.

use std::path::Path;

use crate::driven;
use crate::program::{folder, swell, write};

#[test]
fn the_slides_are_printed_with_the_numbers_that_are_on_them() {
    let folder = folder(&[("plan.toml", driven::PLAN)]);
    let ran = swell(folder.path(), &["present", "--plain"]);
    let text = &ran.out;
    assert!(text.starts_with("Town hall online, as of 15 Nov 2026\n"), "{text}");
    for nth in 1..=5 {
        assert_eq!(text.matches(&format!("\nSlide {nth} of 5: ")).count(), 1, "{text}");
    }
    // Visits are planned from October 2026 on; the gate ahead asks for two things of which none holds.
    assert!(text.contains("Where we stand") && text.contains("Hand over to the line?"), "{text}");
    assert!(!text.contains(['✗', '▲', '●', '│', '─', '█']), "{text}");
    // What a slide shows is printed.
    let shown = driven::drawn(&driven::model("P", 100, 30));
    let caption = shown.lines().find(|line| line.contains("steps live in")).unwrap_or_default().trim();
    assert!(caption.contains("steps live in Whole town") && text.contains(caption), "{caption}\n{text}");
}

#[test]
fn of_what_is_private_it_is_printed_only_that_it_is() {
    let private = driven::PLAN.replace("[driver.visits]\n", "[driver.visits]\nprivate = true\n");
    let folder = folder(&[("plan.toml", &private)]);
    let ran = swell(folder.path(), &["present", "--plain"]);
    assert!(ran.out.contains("Slide 1") && !ran.out.contains("Fewer counter visits"), "{}", ran.out);
}

#[test]
fn what_is_late_is_told_apart_from_what_is_at_risk() {
    let folder = folder(&[("plan.toml", driven::PLAN)]);
    let ran = swell(folder.path(), &["present", "--plain"]);
    let slide = ran.out.split("\nSlide ").find(|slide| slide.contains("What is late")).unwrap_or_default();
    assert!(slide.contains("Fewer wrong forms: late or blocked, needs Case handling at 4"), "{}", ran.out);
    assert!(slide.contains("Fewer counter visits: at risk, "), "{}", ran.out);
    // A KPI is red and not late.
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ran = swell(root, &["present", "plans/omnichannel", "--plain"]);
    assert!(ran.out.contains("Falls short like this: 35.6 of 70 %"), "{}", ran.out);
    // Nor is a criterion late or done: it holds or does not.
    assert!(ran.out.contains("Say over affiliate budgets ≥ 2: does not hold, now 1\n"), "{}", ran.out);
    assert!(ran.out.contains("Engage spent ≤ 2.75 M€: holds, now 933 k€\n"), "{}", ran.out);
}

#[test]
fn what_is_found_is_told_in_words_without_excerpts() {
    let here = folder(&[("plan.toml", include_str!("screens/plan.toml"))]);
    let told = swell(here.path(), &["show", "plan.toml", "check", "--plain"]).out;
    let first = "error: no transformation leadership stands in `pilot` (leadership-missing, plan.toml:14)\n  \
        help: Phase a mandate of transformation leadership into `pilot` or an earlier wave.\n";
    assert!(told.contains(first), "{told}");
    for drawn in ["^^", "-->", " | ", "╭", "│"] {
        assert!(!told.contains(drawn), "{drawn}: {told}");
    }
    // In each other form the excerpts stay.
    let shown = swell(here.path(), &["show", "plan.toml", "check"]).out;
    assert!(shown.contains("^^^"), "{shown}");
}

/// Of the example without its own slides: nobody owns the microsegments, on which work began with Engage, and the check
/// says so of `microsegments`. The room reads a sentence with the name, and neither the rule's name nor the quotes of an
/// id.
#[test]
fn a_warning_is_told_as_a_sentence_with_names() {
    let folder = folder(&[]);
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/omnichannel");
    let files = ["", "record"].map(|below| std::fs::read_dir(plan.join(below)).unwrap());
    let files = files.into_iter().flatten().map(|entry| entry.unwrap().path());
    for file in files.filter(|file| file.extension().is_some_and(|it| it == "toml")) {
        let text = std::fs::read_to_string(&file).unwrap();
        let kept: Vec<&str> = text.split("\n\n").filter(|part| !part.contains("[[present]]")).collect();
        let name = file.strip_prefix(&plan).unwrap().to_str().unwrap();
        write(folder.path(), name, &kept.join("\n\n"));
    }
    let found = swell(folder.path(), &["check", "--color", "never", "plan.toml"]).out;
    assert!(found.contains("[without-owner]: `microsegments` has been worked on since"), "{found}");
    let text = swell(folder.path(), &["present", "--plain"]).out;
    // Whom it is about stands before it, and is not said twice.
    let told = "  Microsegments: at risk, has been worked on since 01 Jul 2026 and has no owner\n";
    assert!(text.contains(told), "{text}");
    assert!(!text.contains('`') && !text.contains("without owner") && !text.contains("blind spot"), "{text}");
}

/// The plan itself is in ASCII: no sign of a print is another, and what a program reads stays as it is.
#[test]
fn what_is_printed_in_ascii_has_no_other_character() {
    assert!(driven::PLAN.is_ascii());
    let later = driven::PLAN.replace("700_000", "650_000").replace("end = 2028-03-31", "end = 2028-01-31");
    let folder = folder(&[("plan.toml", driven::PLAN), ("other.toml", &later)]);
    let views = ["plan", "board", "timeline", "dependencies", "kpis", "value", "capabilities", "leadership"];
    let mut calls: Vec<Vec<&str>> = views.map(|view| vec!["show", "plan.toml", view]).to_vec();
    calls.extend([
        vec!["show", "plan.toml", "register"],
        vec!["show", "plan.toml", "check"],
        vec!["simulate", "plan.toml"],
        vec!["slip", "plan.toml", "wave.town", "3"],
        vec!["explain", "plan.toml", "npv", "--depth", "9"],
        vec!["explain", "plan.toml", "chance-of-budget"],
        vec!["diff", "other.toml", "plan.toml"],
        vec!["present", "plan.toml", "--plain"],
    ]);
    let mut changed = 0;
    for call in &calls {
        let with = [&call[..], &["--ascii"]].concat();
        let [plain, ascii] = [call, &with].map(|call| swell(folder.path(), call).out);
        assert!(ascii.is_ascii() && !ascii.is_empty(), "{call:?}: {ascii}");
        assert!(
            !ascii.contains('?') || plain.contains(['?', '◇']),
            "{call:?}: a sign without one of ASCII: {ascii}"
        );
        changed += usize::from(plain != ascii);
    }
    assert!(changed > 10, "{changed}");
    for format in ["json", "csv"] {
        let call = ["show", "plan.toml", "value", "--format", format];
        let with = [&call[..], &["--ascii"]].concat();
        assert_eq!(swell(folder.path(), &call).out, swell(folder.path(), &with).out);
    }
}
