//! Rules about who may decide and what was recorded: what is easily got wrong in them.

use groundswell::check::check;
use groundswell::disk::Memory;
use groundswell::source::{Limits, Source};

use crate::rules::says;

#[test]
fn money_is_committed_under_mandates_over_money() {
    let plan = |mandates: &str| {
        format!(
            r#"[wave.three]
name = "Three"
start = 2027-01-01
end = 2027-06-30
budget = 300
[mandate]
steering = {{ wave = "one" }}
{mandates}
[capability]
crm = {{ wave = "one", cost = {{ one = 100, two = 200 }} }}"#
        )
    };
    let small = |mandates: &str| says("mandate-too-small", &plan(mandates));
    assert_eq!(small(""), [""; 0], "no mandate names a limit");
    assert_eq!(small("board = { wave = \"one\", limit = 600 }"), [""; 0], "what is committed adds up to 600");
    let over = "`three` brings what is committed to 600, 1 more than the 599 that `board` allows";
    assert_eq!(small("board = { wave = \"one\", limit = 599 }"), [over]);
    let funding = "sponsor = { theme = \"funding\", wave = \"three\" }";
    assert_eq!(small(&format!("board = {{ wave = \"one\", limit = 300 }}\n{funding}")), [""; 0]);
    let ends = "board = { wave = \"one\", limit = 600, until = 2027-03-31 }";
    let gap =
        "`three` brings what is committed to 600, but no mandate over money is in force from 01 Apr 2027";
    assert_eq!(small(ends), [gap]);
    let follows = "next = { wave = \"three\", limit = 600, granted = 2027-04-01 }";
    assert_eq!(small(&format!("{ends}\n{follows}")), [""; 0], "one takes over from the other");
    let two = "a = { wave = \"one\", limit = 300 }\nb = { wave = \"one\", limit = 300 }";
    assert_eq!(small(two).len(), 1, "limits are in all and do not add up");
}

#[test]
fn a_day_without_any_mandate_is_not_also_a_mandate_too_small() {
    let plan = "[mandate]\nboard = { wave = \"one\", limit = 9, until = 2026-06-30 }
[capability]\ncrm = { wave = \"two\", cost = 5 }";
    assert_eq!(says("mandate-too-small", plan), [""; 0]);
    assert_eq!(says("wave-without-mandate", plan).len(), 1);
}

#[test]
fn scope_is_covered_by_name_or_by_a_mandate_over_money() {
    let plan = |mandates: &str| {
        format!(
            r#"[wave.three]
name = "Three"
start = 2027-01-01
end = 2027-06-30
opens = {{ brand = ["core"], market = ["se", "us"] }}
[market]
se = {{ share = 0.5 }}
us = {{ share = 0.5 }}
[brand]
core = {{ share = 1.0 }}
[mandate]
steering = {{ wave = "one" }}
{mandates}"#
        )
    };
    let outside = |mandates: &str| says("mandate-out-of-scope", &plan(mandates));
    assert_eq!(outside(""), [""; 0], "no mandate names its scope");
    let north = "north = { wave = \"one\", covers = { market = [\"se\"] } }";
    assert_eq!(outside(north), ["`three` opens market `us`, which no mandate in force covers"]);
    let money = "sponsor = { wave = \"one\", limit = 5 }";
    assert_eq!(outside(&format!("{north}\n{money}")), [""; 0], "a mandate over money without `covers`");
    let ends = "west = { wave = \"one\", covers = { market = [\"us\"] }, until = 2027-02-28 }";
    let since = "`three` opens market `us`, which no mandate in force covers from 01 Mar 2027";
    assert_eq!(outside(&format!("{north}\n{ends}")), [since]);
}

#[test]
fn a_day_without_a_mandate_over_money_is_one_fault() {
    let plan = r#"[wave.three]
name = "Three"
start = 2027-01-01
end = 2027-06-30
budget = 5
opens = { market = ["se"] }
[market]
se = { share = 0.5 }
[mandate]
steering = { wave = "one" }
sponsor = { wave = "one", limit = 5, covers = { market = ["se"] }, until = 2027-03-31 }"#;
    assert_eq!(says("mandate-too-small", plan).len(), 1);
    assert_eq!(says("mandate-out-of-scope", plan), [""; 0]);
    assert_eq!(says("mandate-out-of-scope", &plan.replace("budget = 5\n", "")).len(), 1);
}

#[test]
fn a_theme_shrinks_where_a_weaker_mandate_takes_over() {
    let plan = |until: &str, strength: &str| {
        format!(
            r#"[mandate]
old = {{ theme = "funding", reaches = {{ one = 3 }}{until} }}
new = {{ theme = "funding", reaches = {{ two = {strength} }} }}
other = {{ theme = "change", reaches = {{ two = 1 }} }}"#
        )
    };
    let message = "`new` takes over funding from `old` in `two`, with a strength of 2 after 3";
    assert_eq!(says("mandate-shrinks", &plan(", until = 2026-06-30", "2")), [message]);
    assert_eq!(says("mandate-shrinks", &plan(", until = 2026-06-30", "3")), [""; 0]);
    assert_eq!(says("mandate-shrinks", &plan(", until = 2026-09-30", "2")), [""; 0], "both stand in `two`");
    let own = "[mandate]\nboard = { theme = \"funding\", reaches = { one = 3, two = 1 } }";
    assert_eq!(says("mandate-shrinks", own), ["`board` falls from 3 in `one` to 1 in `two`"]);
}

#[test]
fn a_theme_that_nobody_holds_is_not_covered() {
    let themes = [
        "funding",
        "steering",
        "mandate",
        "governance",
        "management",
        "change",
        "communication",
        "business-case",
        "performance",
    ];
    let plan = |rest: &str| {
        let mandates = themes[1..].iter().enumerate();
        let lines = mandates.map(|(nth, theme)| {
            format!("m{nth} = {{ theme = \"{theme}\", holder = \"CEO\", wave = \"one\" }}")
        });
        format!("[plan]\nname = \"P\"\n[mandate]\n{rest}\n{}", lines.collect::<Vec<_>>().join("\n"))
    };
    let nobody = ["nobody in the programme holds funding"];
    let uncovered = |rest: &str| says("theme-uncovered", &plan(rest));
    assert_eq!(uncovered("sponsor = { theme = \"funding\", wave = \"one\" }"), nobody);
    assert_eq!(
        uncovered("sponsor = { theme = \"funding\", holder = \"CFO\", wave = \"unplanned\" }"),
        nobody
    );
    assert_eq!(uncovered("sponsor = { theme = \"funding\", owner = \"CFO\", wave = \"one\" }"), [""; 0]);
}

#[test]
fn an_owner_is_asked_of_what_has_started() {
    let plan = |as_of: &str, owner: &str| {
        format!(
            r#"[plan]
as-of = {as_of}
[capability]
data = {{ {owner} }}
crm = {{ part-of = "data", wave = "one" }}
later = {{ wave = "two" }}
[mandate]
chair = {{ wave = "one", holder = "CEO" }}
office = {{ wave = "one" }}"#
        )
    };
    let owner = "owner = \"CIO\"";
    assert_eq!(says("without-owner", &plan("2026-03-31", "")), [""; 0], "the plan names no owners");
    assert_eq!(says("without-owner", &plan("2026-01-01", owner)), [""; 0], "nothing has started");
    let found = says("without-owner", &plan("2026-03-31", owner));
    let crm = "`crm` has been worked on since 01 Jan 2026 and has no owner";
    let office = "`office` has stood since 01 Jan 2026 and nobody holds it";
    assert_eq!(found, [crm, office], "a group's owner is not that of what it holds");
}

#[test]
fn a_benefit_is_not_signed_by_who_delivers_it() {
    let plan = |driver: &str, other: &str| {
        format!(
            r#"[plan]
as-of = 2026-03-31
[driver]
reach = {{ wave = "one", owner = "Marketing", needs = ["crm", "journeys"]{driver} }}
[capability]
crm = {{ wave = "one", owner = "Marketing" }}
journeys = {{ wave = "one", owner = "{other}" }}"#
        )
    };
    assert_eq!(says("without-owner", &plan("", "IT")), [""; 0]);
    let all = "\"Marketing\" owns all that delivers `reach` and signs its benefit too";
    assert_eq!(says("without-owner", &plan("", "Marketing")), [all]);
    let same = "\"Marketing\" does the work for `reach` and signs its benefit too";
    assert_eq!(says("without-owner", &plan(", responsible = \"Marketing\"", "IT")), [same]);
}

#[test]
fn a_gate_is_decided_by_any_outcome_that_is_known() {
    let plan = |as_of: &str, decision: &str| {
        let decision = match decision {
            "" => String::new(),
            "asked" => "[[decision]]\ndate = 2026-06-15\ngate = \"exit\"".into(),
            date => format!("[[decision]]\ndate = {date}\ngate = \"exit\"\noutcome = \"hold\""),
        };
        format!("[plan]\nas-of = {as_of}\n[gate]\nexit = {{ wave = \"one\" }}\n{decision}")
    };
    let overdue = |as_of, decision| says("decision-overdue", &plan(as_of, decision));
    assert_eq!(overdue("2026-06-30", ""), [""; 0], "the day itself has not passed");
    let late = "`exit` was due on 30 Jun 2026, 1 day ago, and is not decided";
    assert_eq!(overdue("2026-07-01", ""), [late]);
    assert_eq!(overdue("2026-07-01", "2026-05-01"), [""; 0], "ahead of its date");
    assert_eq!(overdue("2026-07-01", "2026-07-02"), [late], "not taken yet");
    assert_eq!(overdue("2026-07-01", "asked"), [late], "no outcome, as the gate itself says");
}

#[test]
fn a_go_is_held_to_the_evidence_of_its_own_day() {
    let plan = |decisions: &str| {
        format!(
            r#"[plan]
as-of = 2026-12-31
[capability]
crm = {{ reaches = {{ one = 3 }} }}
[gate]
exit = {{ wave = "one", criteria = ["crm >= 3", "spent.one <= 500"] }}
[[assessed]]
capability = "crm"
date = 2026-06-30
level = 2
[[assessed]]
capability = "crm"
date = 2026-08-31
level = 3
{decisions}"#
        )
    };
    let decided = |date: &str, outcome: &str| {
        format!("[[decision]]\ndate = {date}\ngate = \"exit\"\noutcome = \"{outcome}\"\n")
    };
    let ahead = |decisions: &str| says("gate-ahead-of-evidence", &plan(decisions));
    let early = "though `crm >= 3` did not hold: it stood at 2";
    let go = format!("`exit` was decided \"go\" on 07 Jul 2026, {early}");
    assert_eq!(ahead(&decided("2026-07-07", "go")), [&*go]);
    assert_eq!(ahead(&decided("2026-09-01", "go")), [""; 0]);
    assert_eq!(ahead(&decided("2026-07-07", "hold")), [""; 0]);
    let reopened = decided("2026-07-07", "go") + &decided("2026-09-01", "go");
    assert_eq!(ahead(&reopened), [go]);
    let unnamed = format!("`exit` was decided with conditions that it does not name on 07 Jul 2026, {early}");
    assert_eq!(ahead(&decided("2026-07-07", "conditions")), [unnamed]);
    assert_eq!(ahead(&(decided("2026-07-07", "conditions") + "note = \"CRM by August\"")), [""; 0]);
}

#[test]
fn a_stage_counts_what_was_seen_where_it_is_live() {
    let plan = |stage: &str, unit: &str, more: &str| {
        format!(
            r#"[plan]
as-of = 2026-07-31
[wave.three]
name = "Three"
start = 2026-01-01
end = 2026-06-30
opens = {{ market = ["dk"] }}
[market]
dk = {{ share = 0.5 }}
us = {{ share = 0.5, wave = "unplanned" }}
[driver]
reach = {{ stage = "{stage}", wave = "one", value = 100, needs = ["crm >= 3"] }}
[capability]
crm = {{ reaches = {{ one = 3 }} }}
[[assessed]]
capability = "crm"
date = 2026-07-01
level = 2
unit = "{unit}"
{more}"#
        )
    };
    let ahead = |stage, unit, more| says("stage-ahead-of-evidence", &plan(stage, unit, more));
    let seen = "`reach` is called implemented, but `crm`, which it needs at 3, was seen at 2 in `dk`";
    assert_eq!(ahead("implemented", "dk", ""), [seen]);
    assert_eq!(ahead("executing", "dk", ""), [""; 0]);
    assert_eq!(ahead("implemented", "us", ""), [""; 0], "not live there");
    let nothing = "`reach` is called confirmed, but nothing of its value is on record";
    assert_eq!(ahead("confirmed", "us", ""), [nothing]);
    let value = "[[realized]]\ndriver = \"reach\"\nperiod = \"2026-07\"\nvalue = 5";
    assert_eq!(ahead("confirmed", "us", value), [""; 0]);
    let unplanned = "[driver]\nreach = { stage = \"planned\", wave = \"unplanned\", value = 5 }";
    assert_eq!(
        says("stage-ahead-of-evidence", unplanned),
        ["`reach` is called planned, but it is unplanned"]
    );
}

#[test]
fn targets_lead_from_the_baseline_the_better_way() {
    let plan = |kpi: &str| {
        format!("[capability]\ncrm = {{ wave = \"one\" }}\n[kpi]\nuse = {{ measures = [\"crm\"], {kpi} }}")
    };
    let against = |kpi: &str| says("target-against-direction", &plan(kpi));
    let back = |kpi: &str| says("target-not-monotone", &plan(kpi));
    let falls = "better = \"lower\", baseline = 9, target = { one = 7, two = 3 }";
    assert_eq!((against(falls), back(falls)), (vec![], vec![]));
    let rises = "better = \"lower\", baseline = 3, target = { one = 7, two = 9 }";
    let message = "`use` aims at 9 by `two`, up from 3, though lower is better";
    assert_eq!((against(rises), back(rises)), (vec![message.to_owned()], vec![]));
    let dips = "better = \"higher\", baseline = 5, target = { one = 4, two = 9 }";
    let message = "`use` goes back from 5 at the baseline to 4 at the end of `one`";
    assert_eq!((against(dips), back(dips)), (vec![], vec![message.to_owned()]));
    let holds = "better = \"higher\", baseline = 5, target = { one = 5, two = 9 }";
    assert_eq!((against(holds), back(holds)), (vec![], vec![]));
    let stays = "better = \"higher\", baseline = 5, target = { one = 8, two = 5 }";
    assert_eq!(against(stays), ["`use` aims at 5 by `two`, which is where it began"]);
    assert_eq!(back(stays), [""; 0]);
    let done = "better = \"done\", baseline = true, target = { two = true }";
    assert_eq!(against(done), ["`use` aims at done by `two`, which is where it began"]);
    let band = "better = \"within\", baseline = 8, target = { one = [3, 7], two = [3, 7] }";
    assert_eq!((against(band), back(band)), (vec![], vec![]));
}

#[test]
fn a_market_starts_from_the_same_baseline() {
    let plan = r#"[market]
dk = { share = 1.0, wave = "unplanned" }
[capability]
crm = { wave = "one" }
[kpi]
use = { measures = ["crm"], better = "higher", baseline = 20, target = { one = 40 }, local = { dk = { one = 18 } } }"#;
    let message = "`use` aims in `dk` at 18 by `one`, down from 20, though higher is better";
    assert_eq!(says("target-against-direction", plan), [message]);
}

#[test]
fn the_record_ends_at_as_of() {
    let record = r#"[driver]
reach = { wave = "one" }
[[realized]]
driver = "reach"
period = "2026-Q3"
value = 5
[[action]]
date = 2026-07-01
what = "Call"
due = 2026-12-31
done = 2026-09-01"#;
    let future = |as_of: &str| says("reading-in-future", &format!("{as_of}\n{record}"));
    let value =
        "value of `reach` is recorded for a period up to 30 Sep 2026, which is not over on 31 Aug 2026";
    let done = "the end of an action is recorded for 01 Sep 2026, which comes after 31 Aug 2026";
    assert_eq!(future("[plan]\nas-of = 2026-08-31"), [value, done]);
    assert_eq!(future("[plan]\nas-of = 2026-09-30"), [""; 0]);
    assert_eq!(future(""), [""; 0], "without a day of its own the plan is as of its last record");
}

#[test]
fn a_decision_at_a_gate_has_an_outcome() {
    let found = |more: &str| {
        let decision = "[[decision]]\ndate = 2026-07-02\nnote = \"x\"\n";
        says("decision-without-outcome", &format!("[gate.exit]\nwave = \"one\"\n{decision}{more}\n"))
    };
    assert_eq!(found(""), [""; 0], "it is at no gate");
    assert_eq!(found("gate = \"exit\"\noutcome = \"hold\""), [""; 0]);
    let open = "something was decided at `exit` on 02 Jul 2026, but not what it comes to";
    assert_eq!(found("gate = \"exit\""), [open]);
}

#[test]
fn a_gate_is_decided_once_a_day() {
    let found = |decisions: &[&str]| {
        let one = |more: &&str| format!("[[decision]]\ngate = \"exit\"\n{more}\n");
        let all: String = decisions.iter().map(one).collect();
        says("recorded-twice", &format!("[gate.exit]\nwave = \"one\"\n{all}"))
    };
    let go = "date = 2026-07-02\noutcome = \"go\"";
    let stop = "date = 2026-07-02\noutcome = \"stop\"";
    let twice = "`exit` is decided twice on 02 Jul 2026: go and stop";
    assert_eq!(found(&[go, stop]), [twice]);
    assert_eq!(found(&[go, "date = 2026-07-03\noutcome = \"stop\""]), [""; 0], "it is reopened");
    let asked = "date = 2026-07-02\noutcome = \"hold\"\nname = \"Saturdays?\"";
    assert_eq!(found(&[go, asked]), [""; 0], "what is asked by name is another matter");
    assert_eq!(found(&[go, "date = 2026-07-02\nnote = \"x\""]), [""; 0], "that has no outcome");
}

/// Each kind of record, twice and not.
#[test]
fn what_happened_is_recorded_once() {
    let found = |records: &str| says("recorded-twice", &format!("{TWICE}{records}"));
    let realized =
        |period: &str| format!("[[realized]]\ndriver = \"reach\"\nperiod = \"{period}\"\nvalue = 5\n");
    assert_eq!(found(&(realized("2026-Q3") + &realized("2026-10"))), [""; 0]);
    assert_eq!(
        found(&(realized("2026-Q3") + &realized("2026-09"))),
        ["value of `reach` is recorded for 2026-Q3 and for 2026-09, which share months"]
    );
    let spent =
        |on: &str, period: &str| format!("[[spent]]\n{on} = \"one\"\nperiod = \"{period}\"\nvalue = 5\n");
    assert_eq!(found(&(spent("wave", "2026-03") + &spent("wave", "2026-04"))), [""; 0]);
    assert_eq!(
        found(&(spent("wave", "2026-03") + &spent("wave", "2026-03"))),
        ["money spent in `one` is recorded for 2026-03 twice"]
    );
    let reading = |more: &str, value: &str| {
        format!("[[reading]]\nkpi = \"use\"\ndate = 2026-07-01\nvalue = {value}\n{more}\n")
    };
    assert_eq!(found(&(reading("", "5") + &reading("market = \"dk\"", "6"))), [""; 0]);
    assert_eq!(
        found(&(reading("", "5") + &reading("", "6.5"))),
        ["`use` has two readings for 01 Jul 2026: 5 and 6.5"]
    );
    assert_eq!(
        found(&(reading("market = \"dk\"", "5") + &reading("market = \"dk\"", "6"))),
        ["`use` has two readings in `dk` for 01 Jul 2026: 5 and 6"]
    );
    let assessed = |more: &str, level: u8| {
        format!("[[assessed]]\ncapability = \"crm\"\ndate = 2026-07-01\nlevel = {level}\n{more}\n")
    };
    assert_eq!(found(&(assessed("", 1) + &assessed("unit = \"dk\"", 2))), [""; 0]);
    assert_eq!(
        found(&(assessed("unit = \"dk\"", 1) + &assessed("unit = \"dk\"", 2))),
        ["`crm` is assessed twice in `dk` on 01 Jul 2026: 1 and 2"]
    );
}

const TWICE: &str = r#"[driver]
reach = { wave = "one" }
[capability]
crm = { wave = "one" }
[market]
dk = { share = 1.0 }
[kpi]
use = { measures = ["reach"] }
"#;

#[test]
fn who_looks_back_is_not_told_of_what_came_since() {
    let text = r#"format = 1
[plan]
as-of = 2026-06-30
[wave]
one = { start = 2026-01-01, end = 2026-03-31 }
[driver]
reach = { wave = "one", stage = "implemented", value = 5 }
[[reading]]
kpi = "use"
date = 2026-07-01
value = 5
[kpi]
use = { measures = ["reach"] }"#;
    let found = |as_of: &str| {
        let store = Memory::default().with("plan.toml", text);
        let read = Source::read(&store, &["plan.toml".into()], Limits::default());
        let rules = ["reading-in-future", "stage-ahead-of-evidence"];
        let findings = read.map(|read| check(read, as_of.parse().ok()).findings).unwrap_or_default();
        findings.iter().map(|it| it.finding.rule).filter(|rule| rules.contains(rule)).collect::<Vec<_>>()
    };
    assert_eq!(found("2026-02-01"), [""; 0]);
    assert_eq!(found("2026-06-30"), ["reading-in-future"]);
    assert_eq!(found("2026-07-01"), [""; 0]);
}

/// Readings of `use` as records.
fn readings(dates: &[(&str, &str)]) -> String {
    let reading = |(date, market): &(&str, &str)| {
        let market = if market.is_empty() { String::new() } else { format!("market = \"{market}\"\n") };
        format!("[[reading]]\nkpi = \"use\"\ndate = {date}\nvalue = 5\n{market}")
    };
    dates.iter().map(reading).collect()
}

fn read_every(cadence: &str, as_of: &str, more: &str, dates: &[(&str, &str)]) -> String {
    format!(
        r#"[plan]
as-of = {as_of}
[market]
dk = {{ share = 0.5 }}
se = {{ share = 0.5 }}
[capability]
crm = {{ wave = "one" }}
[kpi]
use = {{ measures = ["crm"], cadence = "{cadence}"{more} }}
{}"#,
        readings(dates)
    )
}

#[test]
fn a_gap_is_a_whole_period_without_a_reading() {
    let gap =
        |cadence, dates: &[(&str, &str)]| says("reading-gap", &read_every(cadence, "2026-12-31", "", dates));
    assert_eq!(gap("month", &[("2026-01-31", ""), ("2026-03-01", "")]), [""; 0], "a day late");
    assert_eq!(gap("month", &[("2026-01-01", ""), ("2026-02-28", "")]), [""; 0], "each month has one");
    let two = "`use` was not read for 2 months between 31 Jan 2026 and 30 Apr 2026";
    assert_eq!(gap("month", &[("2026-01-31", ""), ("2026-04-30", "")]), [two]);
    let quarter = "`use` was not read for 1 quarter between 31 Dec 2025 and 30 Jun 2026";
    assert_eq!(gap("quarter", &[("2025-12-31", ""), ("2026-06-30", "")]), [quarter]);
    assert_eq!(gap("wave", &[("2025-12-31", ""), ("2026-07-07", "")]).len(), 1, "none in `one`");
    assert_eq!(gap("wave", &[("2026-01-05", ""), ("2026-07-07", "")]), [""; 0]);
    let market = "`use` was not read in `se` for 1 month between 31 Jan 2026 and 31 Mar 2026";
    let dates = [("2026-01-31", "se"), ("2026-02-28", "dk"), ("2026-03-31", "dk"), ("2026-03-31", "se")];
    assert_eq!(gap("month", &dates), [market]);
    assert_eq!(gap("month", &[("2026-11-30", ""), ("2027-06-30", "")]), [""; 0], "not known yet");
    // Opened by the wave to the end of June, it is asked from that month on: for June and July.
    let opened = |dates: &[(&str, &str)]| {
        let plan = read_every("month", "2026-12-31", "", dates);
        says("reading-gap", &format!("[wave.one.opens]\nmarket = [\"se\"]\n{plan}"))
    };
    assert_eq!(opened(&[("2026-01-31", "se"), ("2026-03-31", "se")]), [""; 0]);
    let late = "`use` was not read in `se` for 2 months between 31 Jan 2026 and 31 Aug 2026";
    assert_eq!(opened(&[("2026-01-31", "se"), ("2026-08-31", "se")]), [late]);
}

#[test]
fn a_market_that_falls_silent_does_not_hide_in_the_roll_up() {
    let stale =
        |more, as_of, dates: &[(&str, &str)]| says("kpi-stale", &read_every("month", as_of, more, dates));
    let silent = [("2026-01-31", "se"), ("2026-05-31", "dk")];
    let se = "`use` was last read in `se` on 31 Jan 2026, 134 days ago, and is due every month";
    assert_eq!(stale("", "2026-06-14", &silent), [se]);
    let global = [("2026-01-31", "se"), ("2026-05-31", "")];
    assert_eq!(stale("", "2026-06-14", &global), [""; 0], "the global figure speaks for itself");
    assert_eq!(stale(", local = { se = { one = 9 } }", "2026-06-14", &global), [se]);
    assert_eq!(stale("", "2026-12-31", &silent).len(), 1, "once for all");
    assert_eq!(stale("", "2026-12-31", &[]), [""; 0], "what was never read has not fallen silent");
    let over = read_every("month", "2031-12-31", "", &[("2026-12-31", "")]);
    assert_eq!(says("kpi-stale", &over.replacen("as-of", "horizon = 2026-12-31\nas-of", 1)), [""; 0]);
}

/// What is done is not asked for again, in the market where it is, and what is not done is, as ever.
#[test]
fn what_is_done_is_neither_stale_nor_left_out() {
    let says = |rule: &str, done: &[&str], dates: &[(&str, &str)]| {
        let text = read_every("month", "2026-12-31", ", better = \"done\", target = { one = true }", dates);
        let mut parts = text.split("value = 5");
        let mut text = parts.next().unwrap().to_owned();
        for (part, (date, _)) in parts.zip(dates) {
            text.push_str(&format!("value = {}{part}", u8::from(done.contains(date))));
        }
        says(rule, &text)
    };
    let [january, april] = ["2026-01-31", "2026-04-30"];
    assert_eq!(says("kpi-stale", &[], &[(january, "")]).len(), 1);
    assert_eq!(says("kpi-stale", &[january], &[(january, "")]), [""; 0]);
    let both = [(january, "se"), (april, "dk")];
    let se = "`use` was last read in `se` on 31 Jan 2026, 334 days ago, and is due every month";
    assert_eq!(says("kpi-stale", &[april], &both), [se]);
    assert_eq!(says("kpi-stale", &[january, april], &both), [""; 0]);
    let twice = [(january, ""), (april, "")];
    assert_eq!(says("reading-gap", &[april], &twice).len(), 1, "it was not done yet");
    assert_eq!(says("reading-gap", &[january, april], &twice), [""; 0]);
}

#[test]
fn a_leading_kpi_has_time_for_its_first_reading() {
    let plan = |as_of: &str| {
        format!(
            r#"[plan]
as-of = {as_of}
[driver]
reach = {{ wave = "one", needs = ["crm"] }}
[capability]
crm = {{ wave = "one" }}
[kpi]
lead = {{ measures = ["reach"], kind = "leading", cadence = "month" }}
use = {{ measures = ["reach"], kind = "lagging" }}
{}"#,
            readings(&[("2026-01-31", "")])
        )
    };
    assert_eq!(says("lagging-only", &plan("2026-02-15")), [""; 0]);
    let message = "`reach` is read on `use`, which lags; `lead`, which should lead, was never read";
    assert_eq!(says("lagging-only", &plan("2026-02-16")), [message]);
}

#[test]
fn a_red_light_is_answered_by_what_came_after_it() {
    let plan = |result: u32, decided: &str| {
        format!(
            r#"[plan]
as-of = 2026-06-30
[driver]
reach = {{ wave = "one" }}
[kpi]
lead = {{ measures = ["reach"], better = "higher", baseline = 0, target = {{ one = 60 }}, predicts = {{ kpi = "result", after = 2 }} }}
result = {{ measures = ["reach"], better = "higher", baseline = 0, target = {{ one = 60 }} }}
[[reading]]
kpi = "lead"
date = 2026-03-31
value = 3
[[reading]]
kpi = "lead"
date = 2026-06-30
value = 4
[[reading]]
kpi = "result"
date = 2026-06-30
value = {result}
[[decision]]
date = {decided}
affects = ["reach"]"#
        )
    };
    assert_eq!(says("leading-without-follow", &plan(60, "2026-03-30")).len(), 1, "decided before it was red");
    assert_eq!(says("leading-without-follow", &plan(60, "2026-04-15")), [""; 0]);
    assert_eq!(says("leading-without-follow", &plan(20, "2026-03-30")), [""; 0], "the result has followed");
}
