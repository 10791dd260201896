//! What a room reads is whole at the usual sizes: names, wordings, counts.

use groundswell::plan::address::{Address, Table};
use groundswell::status::Status;
use groundswell::tui::after;
use groundswell::tui::msg::{Msg, Target};
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::workspace::Workspace;

use crate::driven::{drawn, omnichannel, open, plan_at, press, screen};
use crate::program::swell;

const USUAL: [(u16, u16); 4] = [(60, 18), (80, 24), (100, 30), (140, 40)];

fn zero_trust() -> Workspace {
    plan_at("plans/zero-trust")
}

/// The name in the selected row, whose first words are those of `title`, and in the rows below that go on with it.
fn named(screen: &str, title: &str) -> String {
    let mut rows = screen.lines().skip_while(|row| !row.starts_with('>'));
    let first: String = rows.next().unwrap_or_default().chars().skip(4).collect();
    let same = first.char_indices().zip(title.chars()).take_while(|((_, one), other)| one == other);
    let name = title.chars().take(same.count()).collect::<String>();
    let goes_on = |row: &&str| row.starts_with("    ") && !row.trim().is_empty();
    rows.take_while(goes_on).fold(name.trim_end().to_owned(), |name, row| format!("{name} {}", row.trim()))
}

#[test]
fn names_of_kpis_are_whole_at_every_usual_size() {
    for (work, count) in [(omnichannel as fn() -> Workspace, 27), (zero_trust, 7)] {
        let kpis: Vec<(String, String)> =
            work().plan().kpis().map(|(_, kpi)| (kpi.id.to_string(), kpi.title().to_owned())).collect();
        assert_eq!(kpis.len(), count);
        for (width, height) in USUAL {
            let mut model = after(work(), Look::default(), "4", width, height);
            for (id, title) in &kpis {
                update(&mut model, Msg::Click(Target::Spot(Address::new(Table::Kpi, id))));
                let screen = drawn(&model);
                assert_eq!(&named(&screen, title), title, "{width}x{height}\n{screen}");
            }
        }
    }
}

/// By hand, of the seven pillars: all pairs of waves end with Enrich and Automate, of omnichannel with Scale and Embed.
#[test]
fn what_goes_from_wave_to_wave_is_told_to_its_end() {
    for (work, last) in
        [(omnichannel as fn() -> Workspace, "Scale → Embed"), (zero_trust, "Enrich → Automate")]
    {
        for (width, height) in USUAL {
            let screen = drawn(&after(work(), Look::default(), "3 v", width, height));
            let (_, foot) = screen.split_once("Needs: ").unwrap_or_default();
            let foot = foot.lines().map(str::trim).collect::<Vec<_>>().join(" ");
            let (told, _) = foot.split_once("Shown: ").unwrap_or_default();
            assert!(told.contains(last) && !told.contains('…'), "{width}x{height}\n{screen}");
        }
    }
}

/// Ten waves, each needing all before it: nine lists of names, which no third of 24 rows holds.
#[test]
fn what_finds_no_room_below_the_picture_is_named_with_its_key() {
    let mut text = "format = 1\n[plan]\nname = \"Long\"\nas-of = 2026-01-05\n".to_owned();
    let mut items = String::from("[capability]\n");
    text.push_str("[wave]\n");
    for wave in 0..10 {
        let year = 2026 + wave;
        text.push_str(&format!(
            "w{wave} = {{ name = \"Rather long wave {wave}\", start = {year}-01-05, end = {year}-12-20 }}\n"
        ));
        let needs: Vec<String> = (0..wave).map(|before| format!("\"c{before}\"")).collect();
        items.push_str(&format!(
            "c{wave} = {{ reaches = {{ w{wave} = 1 }}, needs = [{}] }}\n",
            needs.join(", ")
        ));
        // More than a picture holds, so that there is a list.
        for more in 0..9 {
            items.push_str(&format!("m{wave}{more} = {{ reaches = {{ w{wave} = 1 }} }}\n"));
        }
    }
    text.push_str(&items);
    let screen = drawn(&after(open(&text), Look::default(), "3 v", 80, 24));
    assert!(screen.contains("… T lists every need"), "{screen}");
    let table = drawn(&after(open(&text), Look::default(), "3 v T", 80, 24));
    assert!(table.contains("45 ") || table.contains("/45"), "{table}");
}

/// The selected row and those that go on with it, in one line.
fn wording(screen: &str) -> String {
    let rows = screen.lines().skip_while(|row| !row.contains("│>"));
    let text = |row: &str| row.trim_matches('│').split('│').next().unwrap_or_default().to_owned();
    let mut rows = rows.map(text);
    let first = rows.next().unwrap_or_default();
    let goes_on = |row: &String| row.starts_with("             ") && !row.trim().is_empty();
    let all = rows.take_while(goes_on).fold(first, |all, row| format!("{all} {}", row.trim()));
    all.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_was_decided_and_is_to_be_done_is_whole() {
    let plan = omnichannel();
    let plan = plan.plan();
    let told = plan.decisions.iter().filter_map(|it| it.about.note.as_deref());
    let mut told: Vec<String> =
        told.chain(plan.actions.iter().map(|it| &*it.what)).map(str::to_owned).collect();
    for (width, height) in [(60, 18), (80, 24), (140, 40)] {
        let mut model = after(omnichannel(), Look::default(), "7 v v", width, height);
        let mut seen = Vec::new();
        for _ in 0..20 {
            seen.push(wording(&drawn(&model)));
            press(&mut model, "j");
        }
        seen.dedup();
        assert_eq!(seen.len(), 11, "4 to be done and 7 decided: {seen:#?}");
        // What stands at the right of a first row is no part of the wording.
        let holds = |row: &String, words: &str| {
            let mut left = words.split(' ').peekable();
            row.split(' ').for_each(|word| {
                let _ = left.next_if_eq(&word);
            });
            left.peek().is_none()
        };
        told.retain(|words| seen.iter().any(|row| holds(row, words)));
        assert_eq!(told.len(), 11, "{width}x{height}: {told:#?}\n{seen:#?}");
    }
}

/// By hand, of 58 columns: 20 of a name, 5 of today, 11, 7, 7 and 7 of the waves, and one at the end make 58.
#[test]
fn waves_have_their_whole_names_in_the_ladder() {
    for (width, height) in USUAL {
        let screen = drawn(&after(omnichannel(), Look::default(), "7 v v v", width, height));
        let head = screen.lines().find(|row| row.contains(" now ")).unwrap_or_default();
        for name in ["Foundation ", "Engage ", "Scale ", "Embed "] {
            assert!(head.contains(name), "{width}x{height} {name}\n{screen}");
        }
        assert!(screen.contains("Sponsor and") && !head.contains('…'), "{screen}");
    }
    for (width, height) in [(80, 24), (100, 30), (140, 40)] {
        let screen = drawn(&after(zero_trust(), Look::default(), "7", width, height));
        let head = screen.lines().find(|row| row.contains(" now ")).unwrap_or_default();
        for name in ["Discover ", "Establish ", "Integrate ", "Enrich ", "Automate "] {
            assert!(head.contains(name), "{width}x{height} {name}\n{screen}");
        }
    }
    // Five names take 45 columns, more than 60 leave: those that are out of sight are counted.
    let screen = drawn(&after(zero_trust(), Look::default(), "7 v v v", 60, 18));
    let head = screen.lines().find(|row| row.contains(" now ")).unwrap_or_default();
    assert!(head.contains("◀ 1  1 ▶ waves") && head.contains("Establish Integrate Enrich"), "{screen}");
}

/// By hand: what is late or at risk in the plan belongs to few, and these have rows of their own.
#[test]
fn what_is_late_stands_with_its_owner_on_the_board() {
    let work = omnichannel();
    let late: Vec<String> = (work.plan().items())
        .filter(|(ix, item)| (0..item.steps.len()).any(|nth| work.status(*ix, Some(nth)) == Status::Late))
        .map(|(_, item)| item.about.owner.as_deref().unwrap_or("No owner").to_owned())
        .collect();
    for (width, height) in [(80, 24), (140, 40)] {
        let screen = drawn(&after(omnichannel(), Look::default(), "1 v v", width, height));
        let (named, others) = screen.split_once("│ Others").unwrap_or_default();
        // The legend follows the gates.
        let (others, _) = others.split_once("│ Gate").unwrap_or_default();
        assert_eq!(late.len(), 1, "{late:?}");
        assert!(named.contains("✗ Local") && !others.contains("✗ "), "{screen}");
    }
}

#[test]
fn what_the_last_columns_of_the_heat_map_are_is_said_below_it() {
    for (width, height) in [(100, 30), (140, 40), (200, 50)] {
        let screen = drawn(&after(omnichannel(), Look::default(), "6", width, height));
        // Denmark, Sweden and the Netherlands are open, five more are not.
        let words = "avg, gap: level now, and levels still to go, on average over the units that are open";
        assert!(screen.contains("  avg   gap") && screen.contains(words), "{screen}");
        assert!(screen.contains("Widest gap: ") && screen.contains("Weakest layer: "), "{screen}");
    }
    let screen = drawn(&after(omnichannel(), Look::default(), "6", 80, 24));
    assert!(!screen.contains("avg"), "{screen}");
}

/// However many rows the names take, a page down goes no further than what was shown.
#[test]
fn a_page_down_passes_over_no_kpi() {
    for (width, height) in [(60, 18), (80, 24)] {
        let mut model = after(omnichannel(), Look::default(), "4 g", width, height);
        let last = model.desk().sheet.spots.len() - 1;
        let mut before = model.desk().sheet.cursor;
        while before < last {
            let (lines, _) = model.window().unwrap();
            press(&mut model, "<pgdn>");
            let now = model.desk().sheet.cursor;
            assert!(now > before && now - before < usize::from(lines).max(2), "{before} to {now} of {lines}");
            before = now;
        }
    }
}

/// By hand: at 80 columns the pane of gates has 44, of which 26 and 28 are left to these two beside what stands at the
/// right; of 26 columns of names the ladder leaves this one 20.
#[test]
fn what_a_pane_shows_of_criteria_and_what_is_selected_has_its_whole_name() {
    let mut model = after(plan_at("plans/omnichannel"), Look::default(), "7", 80, 24);
    let shown = screen(&model);
    for [first, second] in
        [["Calls logged with preference", "≥ 60 %"], ["Customer experience (CXQ)", "≥ 6.6 points"]]
    {
        let at = shown.lines().position(|line| line.contains(first)).unwrap_or_else(|| panic!("{shown}"));
        assert!(shown.lines().nth(at + 1).unwrap().contains(second), "{second}: {shown}");
    }
    // A wording of three rows, which two would cut.
    assert!(shown.contains("champion in each") && shown.contains("open market"), "{shown}");
    press(&mut model, "j j j j");
    assert!(screen(&model).contains(">  ✗ Customer experience (CXQ)"), "{}", screen(&model));
    let mut model = after(plan_at("plans/zero-trust"), Look::default(), "7 <tab> <tab> j j", 80, 24);
    let shown = screen(&model);
    let at = shown.lines().position(|line| line.starts_with("│> ▲ Directive-type ")).unwrap();
    let next = shown.lines().nth(at + 1).unwrap();
    assert!(next.contains("Memorandum 25-003: implementing the strategy"), "{shown}");
    press(&mut model, "k");
    assert!(screen(&model).contains("▲ Directive-type Memora…"), "{}", screen(&model));
}

/// What no wave holds stands behind the waves, is found there, and is what a filter for it leaves.
#[test]
fn what_is_in_no_wave_has_a_place_on_the_board() {
    for (width, height) in [(60, 18), (80, 24), (140, 40)] {
        for keys in ["/ A I - d r a f <enter>", "f w a v e : u n p l a n n e d <enter>"] {
            let model = after(omnichannel(), Look::default(), keys, width, height);
            let screen = drawn(&model);
            let selected = model.desk().sheet.current().map(|spot| spot.at.to_string());
            assert_eq!(
                selected.as_deref(),
                Some("capability.ai-drafting"),
                "{width}x{height} {keys}\n{screen}"
            );
            assert!(screen.contains("Not phased") && screen.contains(">· AI-drafted content"), "{screen}");
            assert!(screen.contains("left out on purpose") && !screen.contains("Nothing here"), "{screen}");
        }
    }
    // A small screen has it as the fifth of its lists.
    let screen = drawn(&after(omnichannel(), Look::default(), "/ A I - d r a f <enter>", 40, 12));
    assert!(screen.contains("Not phased 1") && screen.contains("5/5"), "{screen}");
    // By market the board tells what waves do there.
    let screen = drawn(&after(omnichannel(), Look::default(), "v v v", 200, 50));
    assert!(!screen.contains("Not phased") && !screen.contains("not phased"), "{screen}");
}

/// Of two owners both names are told to their ends, and nobody stands in a row without a card.
#[test]
fn owners_are_whole_on_the_board_and_none_has_an_empty_row() {
    let screen = drawn(&after(omnichannel(), Look::default(), "1 v v", 80, 24));
    for line in ["│ Head of       │", "│ Transformation│", "│ Head of People│", "│ Excellence    │"]
    {
        assert!(screen.contains(line), "{line}\n{screen}");
    }
    let plan = |owners: [&str; 2]| {
        format!(
            "format = 1\n[plan]\nhorizon = 2027-12-31\nas-of = 2026-02-01\n\
             [wave]\none = {{ start = 2026-01-01, end = 2026-06-30 }}\n\
             [driver]\na = {{ wave = \"one\", value = 5{} }}\nb = {{ wave = \"one\", value = 5{} }}\n",
            owners[0], owners[1]
        )
    };
    for (owners, rows) in [
        ([", owner = \"Ann\"", ", owner = \"Ben\""], "Ann Ben"),
        ([", owner = \"Ann\"", ""], "No owner Ann"),
        (["", ""], "No owner"),
    ] {
        let screen = drawn(&after(open(&plan(owners)), Look::default(), "1 v v", 80, 24));
        let bands = screen.lines().filter_map(|row| row.split('│').nth(1)).map(str::trim);
        let bands: Vec<&str> = bands.filter(|band| !band.is_empty() && *band != "Wave").collect();
        assert_eq!(bands.join(" "), rows, "{screen}");
    }
}

/// By hand: at 100 by 30 a table of two years, or a bridge of two drivers, leaves more rows free than all words take.
#[test]
fn the_rule_of_the_forecast_is_told_where_rows_are_free_for_it() {
    for keys in ["5 T", "5 v v"] {
        let screen = drawn(&after(plan_at("plans/first.toml"), Look::default(), keys, 100, 30));
        assert!(screen.contains("Forecast: what is recorded, then planned"), "{keys}\n{screen}");
    }
}

/// A day outside of the plan's months has no place among them, and a plan that brings nothing has no curve.
#[test]
fn value_says_what_it_cannot_draw() {
    let plan = |wave: &str, rest: &str| {
        format!(
            "format = 1\n[plan]\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = 2025-02-01\n{wave}\n\
             [driver]\na = {{ {rest} }}\n"
        )
    };
    let wave = "[wave]\none = { start = 2026-01-01, end = 2026-06-30 }";
    for (text, words) in [
        (plan("", "value = 500"), "This plan has no waves yet: "),
        (plan(wave, "value = 500"), "No driver is in a wave yet: "),
        (plan(wave, "wave = \"one\""), "No driver is said to bring anything: "),
        (plan(wave, "wave = \"one\", value = 500"), "  as of is earlier"),
        // What a driver is said to bring comes to nothing, and for another reason than that it has no value.
        (plan(wave, "wave = \"one\", value = 500, confidence = 0"), "Nobody is sure of anything "),
        (
            plan(wave, "wave = \"one\", value = 500, confidence = 0")
                + "b = { wave = \"one\", value = 500, live = 2027-12-31 }\n",
            "each for a reason of its own",
        ),
        (
            format!("{}[market.north]\nshare = 1.0\n", plan(wave, "wave = \"one\", value = 500")),
            "No wave opens what ",
        ),
        (
            plan(wave, "wave = \"one\", value = 500").replace("2027-12-31", "2026-06-30"),
            "Nothing that drivers bring comes ",
        ),
    ] {
        for (width, height) in [(80, 24), (140, 40)] {
            let screen = drawn(&after(open(&text), Look::default(), "5", width, height));
            assert!(screen.contains(words) && !screen.contains('┊'), "{words}\n{screen}");
        }
    }
}

/// Beside its amounts a driver that brings nothing says why.
#[test]
fn a_driver_that_comes_to_nothing_says_why() {
    let text = "format = 1\n[plan]\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = 2026-02-01\n\
                [wave]\none = { start = 2026-01-01, end = 2026-06-30 }\n\
                [driver]\nunsure = { wave = \"one\", value = 500, confidence = 0 }\n\
                sure = { wave = \"one\", value = 500 }\n";
    let row = |text: &str, name: &str| {
        let screen = drawn(&after(open(text), Look::default(), "5", 140, 40));
        let row = screen.lines().find(|line| line.contains(name) && line.contains("one"));
        row.unwrap_or_else(|| panic!("{name}: {screen}")).to_owned()
    };
    assert!(row(text, "unsure").contains("confidence 0"), "{}", row(text, "unsure"));
    let opened = format!("{text}[market.north]\nshare = 1.0\n");
    assert!(row(&opened, " sure").contains("no wave opens "), "{}", row(&opened, " sure"));
}

/// By hand: 500 € a year at a confidence of one half, from July 2026 to the end of 2027, are 375 € and 750 € unweighted.
#[test]
fn value_is_told_with_confidence_and_without() {
    let text = "format = 1\n[plan]\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = 2026-02-01\n\
                [wave]\none = { start = 2026-01-01, end = 2026-06-30 }\n\
                [driver]\nhalf = { wave = \"one\", value = 500, confidence = 0.5, ramp = { months = 1, shape = \"step\" } }\n\
                [[present]]\nview = \"value\"\n";
    for (keys, width, height, words) in [
        ("5", 80, 24, "Forecast 375 against plan 375 by Dec 2027, 750 unweighted"),
        ("5", 140, 40, "Forecast 375 against plan 375 by Dec 2027, 750 unweighted"),
        ("P", 80, 24, "750, were all of it sure"),
    ] {
        let screen = drawn(&after(open(text), Look::default(), keys, width, height));
        assert!(screen.contains(words), "{keys} {words}: {screen}");
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.toml"), text).unwrap();
    let told = |arguments: &[&str]| swell(folder.path(), arguments).out;
    let simulated = told(&["simulate", "plan.toml"]);
    assert!(simulated.contains("Planned 375 weighted with confidence, 750 unweighted"), "{simulated}");
    let more = "scenario = 1\nname = \"More\"\n[[change]]\ntitle = \"dearer\"\n\
                edits = [{ set = \"driver.half.value\", was = \"500\", value = \"1_000\" }]\n";
    std::fs::write(folder.path().join("more.toml"), more).unwrap();
    let compared = told(&["show", "plan.toml", "whatif", "--with", "more.toml"]);
    let row = compared.lines().find(|it| it.starts_with("Planned unweighted")).unwrap_or_default();
    let words: Vec<&str> = row.split("  ").map(str::trim).filter(|it| !it.is_empty()).collect();
    assert_eq!(words, ["Planned unweighted", "750", "1.50 k", "+750", "better"], "{compared}");
    // It does as planned value does, and is not named a second time.
    assert!(
        !compared.contains("and Planned unweighted") && !compared.contains("Planned unweighted,"),
        "{compared}"
    );
    // Where every driver is certain it is said once.
    let screen = drawn(&after(open(&text.replace("0.5", "1")), Look::default(), "5", 80, 24));
    assert!(
        screen.contains("against plan 750") && !screen.contains("Forecast 750 against plan 750 by Dec 2027,")
    );
}
