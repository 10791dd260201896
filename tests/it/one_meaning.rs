//! What a figure means is the same wherever it is told: by plan, by markets, of what is over, and where it just holds.

use serde_json::json;

use crate::program::{folder, swell};

/// The wave ends on 30 June, and reach is live with it on 15 September only. It may be late by content, which it needs
/// and which a risk may delay, and is late by a month in each run.
const LATER: &str = r#"
format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2026-02-10
[wave.one]
name = "Foundation"
start = 2026-01-01
end = 2026-06-30
[driver.reach]
name = "Reach"
wave = "one"
live = 2026-09-15
value = 120_000
needs = ["content"]
[capability.content]
wave = "one"
[risk.delay]
name = "Delay"
probability = 0.5
delays = { content = 1 }
"#;

#[test]
fn a_wave_has_ended_with_its_last_step_and_its_own_end_stays_the_same_on_each_page() {
    let files = folder(&[("plan.toml", LATER)]);
    let said = swell(files.path(), &["simulate", "plan.toml", "--format", "json"]).json();
    let one = &said["waves"]["one"];
    assert_eq!(
        (&one["wave_end"], &one["ended_by_plan"]),
        (&"2026-06-30".into(), &"2026-09-15".into()),
        "{one}"
    );
    let text = swell(files.path(), &["simulate", "plan.toml"]).out;
    let of_wave: Vec<&str> =
        text.lines().skip_while(|line| !line.starts_with("Wave to end")).take(2).collect();
    let [heads, row] = of_wave[..] else { panic!("{text}") };
    assert!(heads.starts_with("Wave to end  End          Ended by plan  Even: by"), "{heads}");
    assert!(row.starts_with("Foundation   30 Jun 2026  15 Sep 2026    "), "{row}");
    assert!(
        text.contains("Ended by plan: on its end, or with its last step where that is live later."),
        "{text}"
    );
    for figure in ["end-even.one", "chance-of-late.one"] {
        let page = swell(files.path(), &["explain", "plan.toml", figure]).out;
        let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
        let has = |part: &str| words.contains(part);
        let last = "last step of the wave: Reach live 15 Sep 2026 driver.reach.live";
        assert!(has(last), "{page}");
        assert!(has("end of the wave 30 Jun 2026 wave.one.end"), "{page}");
        assert!(has("where a step of it is live later, then: on 15 Sep 2026"), "{page}");
        assert!(has("delay of content by Delay 1 month risk.delay.delays.content"), "{page}");
    }
}

/// A risk that happens in each run makes it late in each, whatever else is drawn.
#[test]
fn what_is_late_in_each_run_is_certain() {
    let sure = "[risk.sure]\nprobability = 1\ndelays = { reach = 1 }\n";
    let files = folder(&[("plan.toml", &format!("{LATER}{sure}"))]);
    let page = swell(files.path(), &["explain", "plan.toml", "chance-of-late.one"]).out;
    assert!(page.starts_with("chance-of-late.one = 100 %"), "{page}");
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("nothing that they draw decides it, so that it is certain"), "{page}");
    let text = swell(files.path(), &["simulate", "plan.toml"]).out;
    let wave = text.lines().find(|line| line.contains("15 Sep 2026")).unwrap();
    assert!(wave.contains("100 %") && !wave.contains("over"), "{wave}");
}

/// The first wave is over, and its CRM was seen below its level since; reach is to be live on it on 1 September.
const OVERDUE: &str = r#"
format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-08-15
[wave.one]
name = "Foundation"
start = 2026-01-01
end = 2026-06-30
[wave.two]
start = 2026-07-01
end = 2026-12-31
[capability.crm]
name = "CRM"
reaches = { one = 2 }
[capability.content]
reaches = { one = 1 }
[driver.reach]
wave = "two"
live = 2026-09-01
value = 120_000
needs = ["crm >= 2"]
[[assessed]]
capability = "crm"
date = 2026-07-05
level = 1
[[assessed]]
capability = "content"
date = 2026-07-05
level = 1
"#;

/// By hand: the CRM can be live on 16 August at the earliest, and a month later is 16 September; reach waits for it.
#[test]
fn of_a_wave_that_is_over_what_is_overdue_can_be_later() {
    let files = folder(&[("plan.toml", OVERDUE)]);
    let slip = |words: &[&str]| swell(files.path(), &[&["slip", "plan.toml"], words].concat());
    let moved = |what: &str| {
        let said = slip(&[what, "1", "--format", "json"]).json();
        said["steps"].clone()
    };
    let of_wave = moved("wave.one");
    let days: Vec<_> =
        of_wave.as_array().unwrap().iter().map(|step| (&step["item"], &step["live"][1])).collect();
    let expected = [(json!("crm"), json!("2026-09-16")), (json!("reach"), json!("2026-09-16"))];
    assert_eq!(days, expected.iter().map(|(item, to)| (item, to)).collect::<Vec<_>>(), "{of_wave}");
    assert_eq!(of_wave, moved("crm"), "as where the CRM itself is late");
    let said = slip(&["wave.one", "1"]).out;
    let words = "The wave Foundation 1 month late moves 1 step of it that is not live and 1 other step; ";
    assert!(said.starts_with(words), "{said}");
    let explained = swell(files.path(), &["explain", "plan.toml", "slip.one"]).out;
    assert!(explained.starts_with("slip.one = 2\n"), "{explained}");
    let there = folder(&[("plan.toml", &OVERDUE.replace("2026-07-05\nlevel = 1", "2026-07-05\nlevel = 2"))]);
    let said = swell(there.path(), &["slip", "plan.toml", "wave.one", "1"]).out;
    assert_eq!(said, "The wave Foundation 1 month late: nothing moves, since all of it is live or over.\n");
}

/// Of two markets, open since the end of April, one reads 5 and the other 25, where 10 to 20 is wanted of each; together
/// they come to 15.
#[test]
fn what_each_market_is_held_to_decides_what_is_said_of_all() {
    let mut plan = String::from(
        "format = 1\n[plan]\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = 2026-08-15\n\
         [wave.none]\nstart = 2026-01-01\nend = 2026-04-30\nopens = { market = [\"x\", \"y\"] }\n\
         [wave.one]\nstart = 2026-01-01\nend = 2026-12-31\n\
         [market.x]\nshare = 0.5\n[market.y]\nshare = 0.5\n\
         [kpi.contacts]\nbetter = \"within\"\nbaseline = 15\ntarget = { one = [10, 20] }\ncadence = \"month\"\nrollup = \"mean\"\n",
    );
    for day in ["05-31", "06-30", "07-31"] {
        for (market, value) in [("x", 5), ("y", 25)] {
            plan += &format!(
                "[[reading]]\nkpi = \"contacts\"\ndate = 2026-{day}\nvalue = {value}\nmarket = \"{market}\"\n"
            );
        }
    }
    let all = |plan: &str| {
        let files = folder(&[("plan.toml", plan)]);
        let json = swell(files.path(), &["show", "plan.toml", "kpis", "--format", "json"]).json();
        let text = swell(files.path(), &["show", "plan.toml", "kpis"]).out;
        let page = |figure: &str| swell(files.path(), &["explain", "plan.toml", figure]).out;
        let pages = [page("to-plan.contacts"), page("needed-slope.contacts")];
        (json["kpis"]["contacts"].clone(), text, pages)
    };
    let (kpi, text, pages) = all(&plan);
    assert_eq!((&kpi["to_plan"], &kpi["attainment"]), (&json!(null), &json!(0)), "{kpi}");
    let forecast = &kpi["forecast"];
    assert_eq!((&forecast["value"], &forecast["meets"]), (&json!(15), &json!(false)), "{kpi}");
    assert_eq!((&forecast["needs"], &forecast["by_market"]), (&json!(null), &json!({"enough": 0, "of": 2})));
    assert_eq!(kpi["markets"]["x"]["to_plan"], json!(-5));
    assert!(text.contains("stands still, enough in 0 of 2 markets"), "{text}");
    for page in pages {
        let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            words.contains("n/a")
                && words.contains(
                    "ach market is held against its own targets, and not what they come to together"
                ),
            "{page}"
        );
    }
    // With both inside of the band it is enough.
    let (kpi, text, _) =
        all(&plan.replace("value = 5\n", "value = 12\n").replace("value = 25\n", "value = 18\n"));
    assert_eq!(kpi["forecast"]["meets"], json!(true));
    assert!(text.contains("stands still, enough in 2 of 2 markets"), "{text}");
}

/// Two are read where more than two are asked for: none is missing, and it does not hold.
#[test]
fn a_strict_criterion_that_is_just_there_lacks_no_amount() {
    let plan = "format = 1\n[plan]\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = 2026-08-15\n\
        [wave.one]\nstart = 2026-01-01\nend = 2026-12-31\n\
        [kpi.contacts]\nbetter = \"higher\"\nbaseline = 0\ntarget = { one = 3 }\ncadence = \"month\"\n\
        [[reading]]\nkpi = \"contacts\"\ndate = 2026-07-31\nvalue = 2\n\
        [gate.exit]\nwave = \"one\"\ncriteria = [\"kpi.contacts > 2\", \"kpi.contacts < 2\"]\n";
    let files = folder(&[("plan.toml", plan)]);
    let text = swell(files.path(), &["show", "plan.toml", "leadership"]).out;
    assert!(text.contains("just there, and more is asked for"), "{text}");
    assert!(text.contains("just there, and less is asked for"), "{text}");
}
