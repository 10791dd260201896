//! What is private goes by neither name nor id before a room, however it comes up: as who joins, as what was, as what a
//! scenario does.

use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::msg::Msg;
use groundswell::tui::past::Recalled;
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::{after, buffer, text};

use crate::driven::{content, open, press};
use crate::marked::read;
use crate::program::{folder, swell, write};

/// Two opens a market that is private, comes after a wave that is, and its KPI measures a driver that is: ids are
/// canaries too.
const PLAN: &str = r#"format = 1
[plan]
name = "Towns"
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2026-10-31
[wave.one]
name = "One"
start = 2026-01-01
end = 2026-06-30
opens = { market = ["no"] }
[wave.canary-wave]
name = "Canary wave"
private = true
start = 2026-07-01
end = 2026-08-31
[wave.two]
name = "Two"
start = 2026-09-01
end = 2026-12-31
opens = { market = ["canary-fi"] }
after = ["one", "canary-wave"]
[market.no]
name = "Norway"
share = 0.5
[market.canary-fi]
name = "Canary Finland"
private = true
share = 0.3
[market.ice]
name = "Iceland"
share = 0.1
[driver.reach]
name = "Reach"
wave = "one"
value = 100_000
[driver.canary-driver]
name = "Canary driver"
private = true
wave = "two"
value = 5_000
[driver.canary-other]
name = "Canary other"
private = true
wave = "two"
value = 5_000
[kpi.contacts]
name = "Contacts"
measures = ["reach", "canary-driver"]
better = "higher"
baseline = 0
cadence = "month"
rollup = "mean"
target = { one = 50, two = 100 }
[gate.go]
name = "Go on"
wave = "two"
criteria = ["kpi.contacts >= 40"]
[[present]]
view = "roadmap"
[[present]]
view = "kpis"
item = "contacts"
[[present]]
view = "kpis"
[[present]]
view = "gate"
item = "go"
[[present]]
view = "decisions"
"#;

/// Contacts rise by 2 a month where it is open, and by 1 in the market that joins.
fn plan() -> String {
    let months = ["2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31"];
    let reading = |(nth, date): (usize, &&str)| {
        let of = |market: &str, value: usize| {
            format!(
                "[[reading]]\nkpi = \"contacts\"\nmarket = \"{market}\"\ndate = {date}\nvalue = {value}\n"
            )
        };
        of("no", 50 + 2 * nth) + &of("canary-fi", 10 + nth)
    };
    PLAN.to_owned() + &months.iter().enumerate().map(reading).collect::<String>()
}

/// The plan with other words in it.
fn with(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(plan(), |text, (was, now)| {
        assert!(text.contains(was), "{was}");
        text.replacen(was, now, 1)
    })
}

const SIZES: [(u16, u16); 2] = [(80, 24), (140, 40)];

/// All slides, one after the other; on none of them is a canary.
fn slides(model: &mut Model, said: &str) -> String {
    press(model, "P +");
    let many = model.present.as_ref().map_or(0, |present| present.slides.len());
    assert!(many >= 4, "{said}: {many} slides");
    let mut all = String::new();
    for _ in 0..many {
        let screen = text(&buffer(model));
        assert!(!screen.to_lowercase().contains("canary"), "{said}: {screen}");
        all += &screen;
        press(model, "<right>");
    }
    all.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn against(before: &str, now: &str, (width, height): (u16, u16)) -> Model {
    let mut model = after(open(now), Look::default(), "", width, height);
    let read = read(&[("plan.toml", before.as_bytes())]);
    let recalled = Recalled::of("v1 (30 Sep 2026)".to_owned(), read, model.work.as_of);
    update(&mut model, Msg::Baseline(Ok(Box::new(recalled))));
    model
}

/// By hand: 58 in Norway and 14 in the market that joins at the end of Two.
#[test]
fn who_joins_a_kpi_is_not_named_to_a_room_where_it_is_private() {
    for size in SIZES {
        let told = slides(&mut after(open(&plan()), Look::default(), "", size.0, size.1), "joins");
        assert!(told.contains("private, which joins on 31 Dec 2026"), "{told}");
        assert!(told.contains("now 36 with █████ private"), "of the gate too: {told}");
    }
    let folder = folder(&[("plan.toml", &plan())]);
    let told = swell(folder.path(), &["present", "plan.toml", "--plain"]).out;
    assert!(told.contains("with private, which joins on 31 Dec 2026"), "{told}");
    assert!(!told.to_lowercase().contains("canary"), "{told}");
    // Of what is open the name is told.
    let open = plan().replace("private = true\nshare", "share");
    write(folder.path(), "plan.toml", &open);
    let told = swell(folder.path(), &["present", "plan.toml", "--plain"]).out;
    assert!(told.contains("with Canary Finland, which joins on 31 Dec 2026"), "{told}");
}

#[test]
fn what_something_was_is_not_told_to_a_room_where_that_names_what_is_private() {
    let withheld = "changed, what it was is private";
    for (was, now) in [
        ("opens = { market = [\"canary-fi\"] }\n", ""),
        ("after = [\"one\", \"canary-wave\"]\n", "after = [\"one\"]\n"),
        ("measures = [\"reach\", \"canary-driver\"]", "measures = [\"reach\"]"),
    ] {
        let changed = with(&[(was, now)]);
        for size in SIZES {
            let told = slides(&mut against(&plan(), &changed, size), was);
            assert!(told.contains(withheld), "{was}: {told}");
        }
        let folder = folder(&[("plan.toml", &plan())]);
        for arguments in
            [&["init", "-q", "-b", "main"][..], &["add", "."], &["commit", "-qm", "First"], &["tag", "v1"]]
        {
            crate::baseline::git(folder.path(), "2026-09-30", arguments);
        }
        write(folder.path(), "plan.toml", &changed);
        let told = swell(folder.path(), &["present", "plan.toml", "--plain", "--since", "v1"]).out;
        assert!(told.contains(withheld) && !told.to_lowercase().contains("canary"), "{was}: {told}");
    }
}

/// What is open is told, by names: lists are words, and not what is written in the file.
#[test]
fn what_something_was_is_told_to_a_room_by_names() {
    let open = plan().replace("private = true\n", "");
    for (was, now, said) in [
        ("opens = { market = [\"canary-fi\"] }\n", "", "changed, was: opened Canary Finland"),
        (
            "after = [\"one\", \"canary-wave\"]\n",
            "after = [\"one\"]\n",
            "changed, after was One, Canary wave",
        ),
        (
            "measures = [\"reach\", \"canary-driver\"]",
            "measures = [\"reach\"]",
            "changed, measures was Reach, Canary driver",
        ),
    ] {
        let mut model = against(&open, &open.replacen(was, now, 1), (140, 40));
        press(&mut model, "P +");
        let many = model.present.as_ref().map_or(0, |present| present.slides.len());
        let mut all = String::new();
        for _ in 0..many {
            all += &text(&buffer(&model));
            press(&mut model, "<right>");
        }
        let all = all.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(all.contains(said), "{said}: {all}");
    }
}

/// A scenario that closes the private market in Two: the title names it by its id.
#[test]
fn a_scenario_on_what_is_private_tells_a_room_only_that_it_changes_something() {
    for (width, height) in SIZES {
        let mut model =
            after(open(&plan()), Look::default(), "/ two <enter> w W <space> <esc>", width, height);
        let told = slides(&mut model, "scenario");
        assert!(told.contains("SCENARIO"), "{told}");
        press(&mut model, "c d");
        let screen = text(&buffer(&model));
        assert!(!screen.to_lowercase().contains("canary"), "{screen}");
        let effects = press(&mut model, "Close <f2>");
        assert!(!effects.iter().any(|it| matches!(it, Effect::Copy(_))));
        let written = content(&model);
        let effect = written.lines().find(|line| line.starts_with("effect")).unwrap_or_default();
        assert_eq!(effect, "effect = \"Scenario A: 1 private change.\"");
    }
    let scenario = r#"scenario = 1
name = "Closed"
[[change]]
title = "close canary-fi in two"
names = "close {market.canary-fi} in {wave.two}"
edits = [{ remove = "wave.two.opens", was = "{ market = [\"canary-fi\"] }" }]
[[change]]
title = "close canary-fi by hand"
edits = [{ set = "plan.name", was = "\"Towns\"", value = "\"Town\"" }]
[[change]]
title = "call one first"
edits = [{ set = "wave.one.name", was = "\"One\"", value = "\"First\"" }]
"#;
    let folder = folder(&[("plan.toml", &plan()), ("closed.toml", scenario)]);
    for format in ["text", "json", "csv"] {
        let command = ["show", "plan.toml", "whatif", "--with", "closed.toml", "--format", format];
        let ran = swell(folder.path(), &command);
        assert_eq!((ran.code, &*ran.err), (0, ""), "{format}");
        assert!(!ran.out.to_lowercase().contains("canary"), "{format}: {}", ran.out);
        if format == "text" {
            assert_eq!(ran.out.matches("  █████ private\n").count(), 2, "{}", ran.out);
            assert!(
                ran.out.contains("call") || ran.out.contains("First"),
                "what is open is told: {}",
                ran.out
            );
        }
    }
}
