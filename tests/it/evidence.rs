//! What was seen decides, and each view says the same of it: steps, levels, gates, slips, mandates.

use crate::program::{folder, swell};

/// Content has a day of its own, 31 August, and was seen short everywhere on 1 October. The first market opens with the
/// wave, on the day up to which things are known.
const SHORT: &str = r#"
format = 1
[plan]
start = 2026-01-01
horizon = 2028-12-31
as-of = 2026-12-31
[wave.a]
name = "Alpha"
start = 2026-01-01
end = 2026-12-31
opens = { market = ["x"] }
[wave.b]
name = "Beta"
start = 2027-01-01
end = 2027-06-30
[market.x]
name = "X"
share = 1
[capability.content]
name = "Content"
maturity = 0
wave = "a"
target = 1
live = 2026-08-31
[driver.reach]
name = "Reach"
wave = "b"
value = 120_000
needs = ["content >= 1"]
[gate.exit]
wave = "a"
criteria = ["content >= 1"]
[[assessed]]
capability = "content"
date = 2026-10-01
level = 0
"#;

#[test]
fn a_step_that_was_seen_short_is_late_whenever_its_market_opens() {
    let files = folder(&[("plan.toml", SHORT)]);
    for as_of in ["2026-10-01", "2026-12-31", "2027-03-05"] {
        let told = |args: &[&str]| {
            let told = swell(files.path(), &[args, &["--as-of", as_of]].concat());
            told.out.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let board = told(&["show", "plan.toml", "board"]);
        assert!(board.contains("0 of 1 step live"), "{as_of}: {board}");
        assert!(!board.contains("not assessed"), "{as_of}: {board}");
        let gate = told(&["explain", "plan.toml", "gate.exit.1"]);
        assert!(gate.contains("0 in X"), "{as_of}: {gate}");
        let slip = told(&["slip", "plan.toml", "content", "9"]);
        assert!(!slip.contains("nothing moves") && slip.contains("Reach"), "{as_of}: {slip}");
        let check = told(&["check", "plan.toml"]);
        let said = "`content` was to reach level 1 by 31 Aug 2026, but stood at 0 in `x` on 01 Oct 2026";
        assert!(check.contains(said), "{as_of}: {check}");
    }
}

/// Ahead is granted with 2027 only, and was seen in force in July 2026. Over ended in June, and was seen in force in
/// August. Gone ended in June, and was seen in force in May only. Each may commit money.
const MANDATES: &str = r#"
format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2026-08-15
[wave.a]
name = "Alpha"
start = 2026-01-01
end = 2026-06-30
[wave.b]
name = "Beta"
start = 2026-07-01
end = 2027-03-31
[mandate]
ahead = { name = "Ahead", leadership = "executive", theme = "funding", wave = "a", granted = 2027-01-01, limit = 200_000 }
over = { name = "Over", leadership = "executive", theme = "steering", wave = "a", granted = 2025-12-10, until = 2026-06-30, limit = 300_000 }
gone = { name = "Gone", leadership = "executive", theme = "mandate", wave = "a", granted = 2025-12-10, until = 2026-06-30, limit = 400_000 }
[gate.exit]
wave = "b"
criteria = ["ahead >= 1", "over >= 1", "gone >= 1"]
[[assessed]]
mandate = "ahead"
date = 2026-07-15
level = 1
[[assessed]]
mandate = "over"
date = 2026-08-01
level = 1
[[assessed]]
mandate = "gone"
date = 2026-05-01
level = 1
"#;

#[test]
fn a_mandate_that_was_seen_in_force_is_in_force_in_each_view() {
    let files = folder(&[("plan.toml", MANDATES)]);
    let said = swell(files.path(), &["show", "plan.toml", "leadership", "--format", "json"]).json();
    for (id, force, strength) in
        [("ahead", "in force", Some(1)), ("over", "in force", Some(1)), ("gone", "expired", None)]
    {
        let mandate = &said["mandates"][id];
        assert_eq!(
            (mandate["force"].as_str(), mandate["strength"].as_u64()),
            (Some(force), strength),
            "{mandate}"
        );
    }
    assert_eq!(said["largest_limit"]["mandate"], "over", "{said}");
    let page = swell(files.path(), &["explain", "plan.toml", "mandates-in-force"]).out;
    assert!(page.starts_with("mandates-in-force = 2 of 3"), "{page}");
    for (criterion, value) in [("gate.exit.1", "yes"), ("gate.exit.2", "yes"), ("gate.exit.3", "no")] {
        let page = swell(files.path(), &["explain", "plan.toml", criterion]).out;
        assert!(page.starts_with(&format!("{criterion} = {value}")), "{page}");
    }
}
