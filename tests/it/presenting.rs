//! Presentation: slides as text, driven by keys; what is private is on none of them.

use std::path::{Path, PathBuf};

use groundswell::check::check;
use groundswell::disk::{Disk, Memory};
use groundswell::plan::record::SlideView;
use groundswell::plan::veil::PRIVATE;
use groundswell::source::{Limits, Source};
use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::msg::{Key, Msg, Target};
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::{self, after, buffer, present, text};
use groundswell::workspace::Workspace;

use crate::program::{folder, swell};

fn workspace(store: &dyn groundswell::disk::Store, path: &Path) -> Workspace {
    let Ok(read) = Source::read(store, &[path.to_path_buf()], Limits::default()) else {
        unreachable!("the plan is there");
    };
    let mut checked = check(read, None);
    // A new rule changes no slide.
    checked.findings.clear();
    Workspace::of(checked, "plan.toml")
}

fn omnichannel() -> Workspace {
    workspace(&Disk, &Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/omnichannel/plan.toml"))
}

/// The same plan without slides of its own: the default agenda.
fn by_default() -> Workspace {
    let mut plan = omnichannel().plan().clone();
    plan.slides.clear();
    Workspace::new(plan, "plan.toml", Vec::new())
}

fn of(text: &str) -> Workspace {
    workspace(&Memory::default().with("plan.toml", text), &PathBuf::from("plan.toml"))
}

macro_rules! golden {
    ($($name:ident $open:ident $keys:literal $width:literal $height:literal)+) => {
        $(
            #[test]
            fn $name() {
                let screen = tui::screen($open(), Look::default(), $keys, $width, $height);
                insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "slides" }, {
                    insta::assert_snapshot!(stringify!($name), screen);
                });
            }
        )+
    };
}

golden! {
    state_80x24 by_default "P" 80 24
    state_140x40 by_default "P" 140 40
    late_80x24 by_default "P 2" 80 24
    late_140x40 by_default "P 2 +" 140 40
    gate_80x24 by_default "P 3 +" 80 24
    gate_140x40 by_default "P 3" 140 40
    value_slide_80x24 by_default "P 4" 80 24
    value_slide_140x40 by_default "P 4" 140 40
    decisions_80x24 by_default "P 5" 80 24
    decisions_140x40 by_default "P 5 +" 140 40
    own_state_80x24 omnichannel "P" 80 24
    own_kpi_80x24 omnichannel "P 2" 80 24
    own_kpi_140x40 omnichannel "P 2" 140 40
    own_driver_80x24 omnichannel "P 3" 80 24
    own_gate_60x18 omnichannel "P 4" 60 18
    own_gate_30x8 omnichannel "P 4" 30 8
    slide_help_80x24 omnichannel "P ?" 80 24
}

fn at(keys: &str) -> Option<usize> {
    let model = after(by_default(), Look::default(), keys, 80, 24);
    model.present.map(|present| present.at + 1)
}

#[test]
fn keys_and_remotes_turn_the_pages() {
    for next in ["<right>", "<space>", "<pgdn>", "<enter>"] {
        assert_eq!(at(&format!("P {next}")), Some(2), "{next}");
    }
    for back in ["<left>", "<pgup>", "<bs>"] {
        assert_eq!(at(&format!("P 4 {back}")), Some(3), "{back}");
    }
    assert_eq!((at("P 5"), at("P <end>"), at("P <end> <home>")), (Some(5), Some(5), Some(1)));
    assert_eq!(at("P 9"), Some(1), "there is no ninth slide");
    assert_eq!(at("P <end> <space>"), Some(5), "the last slide stays");
    assert_eq!(at("P <left>"), Some(1));
    assert_eq!((at("P <esc>"), at("<f5> <f5>"), at("<f5> 2")), (None, None, Some(2)));
    assert_eq!(at("P ctrl-c"), None, "one ctrl-c gives the views back");
}

#[test]
fn a_blank_screen_shows_nothing_and_the_next_key_goes_on() {
    let screen = |keys: &str| tui::screen(by_default(), Look::default(), keys, 80, 24);
    for blank in [".", "b"] {
        assert_eq!(screen(&format!("P {blank}")).trim(), "");
        assert_eq!(screen(&format!("P {blank} {blank}")), screen("P"));
        assert_eq!(screen(&format!("P {blank} <right>")), screen("P <right>"));
    }
}

#[test]
fn leaving_gives_back_the_view_and_what_was_selected() {
    let place = |keys: &str| {
        let model = after(by_default(), Look::default(), keys, 80, 24);
        (model.view, model.selection.clone(), model.desk().sheet.cursor)
    };
    let before = place("4 j j");
    assert_eq!(place("4 j j P <right> 3 + b x q <esc>"), before);
    assert_eq!(place("4 j j <f5> <space> <f5>"), before);
}

#[test]
fn seven_lines_are_shown_and_more_and_less_of_them_where_that_is_asked_for() {
    let kpis = || {
        let mut plan = omnichannel().plan().clone();
        plan.slides.truncate(1);
        plan.slides[0].view = Some(SlideView::Kpis);
        Workspace::new(plan, "plan.toml", Vec::new())
    };
    let lines = |keys: &str| {
        let screen = tui::screen(kpis(), Look::default(), keys, 140, 40);
        screen.lines().filter(|line| line.trim_start().starts_with(['✗', '▲', '○', '◇', '✓'])).count()
    };
    assert_eq!((lines("P -"), lines("P"), lines("P +"), lines("P + + +")), (3, 7, 14, 14));
}

#[test]
fn every_slide_says_its_date_and_fits_its_screen() {
    for (width, height) in
        [(1, 1), (7, 2), (20, 5), (39, 9), (40, 10), (60, 18), (80, 24), (120, 30), (200, 60)]
    {
        for keys in ["P", "P 2", "P 3 +", "P 4", "P 5 +", "P ?", "P b"] {
            let model = after(by_default(), Look::default(), keys, width, height);
            let shown = buffer(&model);
            assert_eq!((shown.area.width, shown.area.height), (width, height));
            for line in text(&shown).lines() {
                assert!(
                    groundswell::safe::width(line) <= usize::from(width),
                    "{keys} {width}x{height}: {line}"
                );
            }
            if width >= 20 && keys != "P b" {
                assert!(text(&shown).contains("as of 15 Nov 2026"), "{keys} {width}x{height}");
            }
        }
    }
}

#[test]
fn every_size_draws_without_a_panic() {
    let mut model = after(omnichannel(), Look::default(), "P", 80, 24);
    for width in (1..=200).step_by(7) {
        for height in (1..=60).step_by(3) {
            update(&mut model, Msg::Resize(width, height));
            for slide in ["<home>", "<right>", "<right>", "<right>"] {
                press(&mut model, slide);
                assert_eq!(buffer(&model).area.width, width);
            }
        }
    }
}

fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    Key::parse_all(keys).into_iter().flat_map(|key| update(model, Msg::Key(key))).collect()
}

/// A-16.
#[test]
fn ascii_slides_are_ascii() {
    let look = Look { ascii: true, ..Look::default() };
    for keys in ["P", "P 3", "P 4", "P ?"] {
        // Units are text of the plan and stay as they are.
        let screen = tui::screen(by_default(), look, keys, 80, 24).replace('€', "EUR");
        assert!(screen.is_ascii(), "{screen}");
    }
}

#[test]
fn nothing_but_leaving_and_drawing_again_is_done_while_presenting() {
    // 300 keys drawn by a fixed rule, leaving keys among them: whatever they do, nothing is written, and
    // nothing is asked of the edge but what its table knows.
    let keys: Vec<Key> = Key::parse_all(
        "<up> <down> <left> <right> <home> <end> <pgup> <pgdn> <enter> <tab> <bs> <del> <f1> <f2> <f3> <f9> \
         a b c d e f g h i j k l m n o p r s t u v w x y z 0 1 2 3 4 5 6 7 8 9 A C D E G I M N R S T U Z \
         . , - + = / : ? ! # ctrl-s ctrl-d ctrl-u ctrl-o ctrl-n ctrl-l ctrl-r",
    );
    let mut model = after(by_default(), Look::default(), "4 j P", 80, 24);
    let plan = model.work.plan().clone();
    let mut draw = 1_u32;
    for _ in 0..300 {
        draw = draw.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let key = keys[(draw >> 8) as usize % keys.len()];
        let effects = update(&mut model, Msg::Key(key));
        assert!(effects.iter().all(|effect| *effect == Effect::Redraw), "{effects:?}");
        assert!(model.present.is_some() && *model.work.plan() == plan);
        assert!(update(&mut model, Msg::Paste("q".into())).is_empty());
        assert!(update(&mut model, Msg::Wheel(3)).is_empty());
        assert!(update(&mut model, Msg::Click(Target::View(2))).is_empty());
    }
    press(&mut model, "<esc>");
    assert_eq!((model.view, model.overlay.is_none(), model.message), (3, true, None));
}

#[test]
fn the_key_table_of_the_help_is_what_keys_do() {
    let keys = present::keys(&crate::driven::model("P", 80, 24));
    let shown: Vec<&str> = keys.iter().flat_map(|(keys, _)| keys.split(' ')).collect();
    for key in [
        "→", "Space", "PgDn", "⏎", "←", "PgUp", "Bksp", "1–9", "Home", "End", ".", "b", "+", "-", "r", "c",
        "u", "Esc", "F5", "=", "↑", "↓",
    ] {
        assert!(shown.contains(&key), "{key}");
    }
    assert_eq!(shown.len(), 22);
}

// ------------------------------------------------------------ what is private

/// A plan with fifty strings in private tables, ids among them, each with the word canary, and with private
/// amounts that all have the digits 73.
pub(crate) fn canaries() -> String {
    let mut parts = include_str!("slides/private.toml").split('§');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (nth, part) in parts.enumerate() {
        text.push_str(&format!("canary-{nth}{part}"));
    }
    assert!(text.matches("canary").count() >= 50);
    text
}

#[test]
fn what_is_private_is_on_no_slide() {
    let plan = canaries();
    let agendas = [plan.clone(), plan.replace("[[present]]", "[[present]]\nprivate = true")];
    let mut masked = 0;
    for plan in agendas {
        for (width, height) in [(30, 8), (60, 18), (80, 24), (140, 40), (200, 60)] {
            let mut model = after(of(&plan), Look::default(), "P + +", width, height);
            let slides = model.present.as_ref().map_or(0, |present| present.slides.len());
            assert!(slides >= 4, "{slides} slides");
            for _ in 0..slides {
                let screen = text(&buffer(&model));
                assert!(!screen.to_lowercase().contains("canary"), "{screen}");
                assert!(!screen.contains("73"), "{screen}");
                assert!(!screen.contains("plan.toml"), "{screen}");
                masked += screen.matches(PRIVATE).count();
                press(&mut model, "<right>");
            }
        }
    }
    assert!(masked > 10, "what is private is said to be there");
}

/// The gate holds one criterion of six, as the slide says; what goes in is opened, and no file is named.
#[test]
fn the_number_of_a_slide_is_explained_to_the_room_as_everywhere() {
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model = after(omnichannel(), Look::default(), "P 4 =", width, height);
        let page = text(&buffer(&model));
        assert!(page.contains("gate.engage-exit") && page.contains("1 of 6"), "{page}");
        assert!(page.contains("kpi.cxq >= 6.6: 6.3 points"), "{page}");
        press(&mut model, "<down> <down> <down> <enter>");
        let page = text(&buffer(&model));
        assert!(page.contains("gate.engage-exit.4") && page.contains("6.3 points"), "{page}");
        assert!(!page.contains(".toml"), "{page}");
        press(&mut model, "B E y");
        assert_eq!(text(&buffer(&model)), page, "neither git nor a file");
        press(&mut model, "<bs>");
        assert!(text(&buffer(&model)).contains("1 of 6"));
        // What a remote sends turns the slide, whatever lies over it.
        let at = model.present.as_ref().unwrap().at;
        press(&mut model, "<pgup>");
        assert!(model.overlay.is_none() && model.present.as_ref().unwrap().at == at - 1);
        press(&mut model, "= <pgdn>");
        assert!(model.overlay.is_none() && model.present.as_ref().unwrap().at == at);
        press(&mut model, "= .");
        assert!(model.overlay.is_none() && model.present.as_ref().unwrap().blank);
        press(&mut model, ". = =");
        assert!(model.overlay.is_none() && model.present.is_some());
        press(&mut model, "= <esc>");
        assert!(model.overlay.is_none() && model.present.is_some(), "Esc closes the page first");
    }
}

/// The first slide counts the steps of Engage that are live, none so far; which ones are not is no secret, though
/// the plan has one elsewhere.
#[test]
fn what_tells_of_nothing_private_is_told_to_the_room() {
    let page = text(&buffer(&after(omnichannel(), Look::default(), "P =", 140, 40)));
    assert!(page.contains("live-steps.engage"), "{page}");
    let step = page.lines().find(|line| line.contains("Analytics platform at 3, underway")).unwrap();
    assert!(step.contains("  no  ") && !page.contains("withheld"), "{page}");
}

/// Three drivers, two of them private. The slide shows what all come to, so the page does; not one of its parts.
const TWO_PRIVATE: &str = "\
format = 1
[plan]
name = \"Open\"
currency = \"EUR\"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-11-15
[wave.one]
start = 2026-01-01
end = 2026-06-30
[driver.reach]
name = \"Reach\"
wave = \"one\"
value = 120_000
[driver.canary-one]
name = \"Canary one\"
wave = \"one\"
value = 240_000
private = true
[driver.canary-two]
name = \"Canary two\"
wave = \"one\"
value = 480_000
private = true
[[present]]
view = \"value\"
[[present]]
view = \"value\"
item = \"reach\"
";

/// By hand: 18 months of 70,000 are 1,260,000 in all, of 10,000 for what is open 180,000, 60,000 of them in 2026.
#[test]
fn what_a_slide_withholds_is_withheld_in_its_explanation() {
    let mut model = after(of(TWO_PRIVATE), Look::default(), "P =", 100, 40);
    let page = text(&buffer(&model));
    assert!(page.contains("Forecast value: 1,260,000.00 EUR"), "{page}");
    assert!(page.contains("Its parts are withheld") && page.contains("withheld"), "{page}");
    let amounts = page.matches(" EUR").count();
    assert_eq!(amounts, 1, "the amount of the slide alone: {page}");
    // No way down leads to an amount of what is private.
    for nth in 0..12 {
        press(&mut model, "<esc> <esc> <esc> <esc> P <home> =");
        if model.overlay.is_none() {
            press(&mut model, "P <home> =");
        }
        (0..nth).for_each(|_| drop(press(&mut model, "<down>")));
        for _ in 0..4 {
            press(&mut model, "<enter>");
            let page = text(&buffer(&model)).to_lowercase();
            assert!(!page.contains("canary") && !page.contains("plan.toml"), "{page}");
            for amount in [" 20,000.00", " 40,000.00", "240,000", "480,000", "360,000", "720,000", "420,000"]
            {
                assert!(!page.contains(amount), "{amount}: {page}");
            }
        }
    }
    // What is open is told in full.
    let mut model = after(of(TWO_PRIVATE), Look::default(), "P 2 =", 100, 40);
    let page = text(&buffer(&model));
    assert!(
        page.contains("Forecast value: Reach: 180,000.00 EUR") && page.contains("60,000.00 EUR"),
        "{page}"
    );
    press(&mut model, "<enter> <enter>");
    assert!(!text(&buffer(&model)).to_lowercase().contains("canary"));
    // Once it was revealed, all is there.
    let mut model = after(of(TWO_PRIVATE), Look::default(), "P r r e v e a l <enter> =", 100, 40);
    press(&mut model, "<enter>");
    assert!(text(&buffer(&model)).contains("EUR"), "{}", text(&buffer(&model)));
}

/// All that a keyboard types, but what leaves: all letters and signs, the keys with names, some with control.
pub(crate) fn all_keys() -> Vec<Key> {
    let mut keys = Key::parse_all(
        "<up> <down> <left> <right> <home> <end> <pgup> <pgdn> <enter> <tab> <s-tab> <bs> <del> <f1> <f2> <f3> \
         <f7> <f8> <f9> ctrl-s ctrl-d ctrl-u ctrl-o ctrl-n ctrl-p ctrl-l ctrl-r ctrl-w <space>",
    );
    keys.extend((b'!'..=b'~').filter_map(|it| Key::parse(&char::from(it).to_string())));
    keys
}

/// A-44.
#[test]
fn three_hundred_keys_before_a_room_show_nothing_private_whatever_they_open() {
    let plan = canaries();
    let keys = all_keys();
    let mut draw = 7_u32;
    let mut captured = 0;
    for (width, height) in [(60, 18), (80, 24), (140, 40)] {
        let mut model = after(crate::driven::open(&plan), Look::default(), "P", width, height);
        for _ in 0..300 {
            draw = draw.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let key = keys[(draw >> 8) as usize % keys.len()];
            let effects = update(&mut model, Msg::Key(key));
            assert!(model.present.is_some(), "{} leaves", key.shown());
            assert!(
                !effects.iter().any(|it| matches!(it, Effect::Copy(_) | Effect::Save(_) | Effect::Edit(..)))
            );
            captured += usize::from(model.overlay.is_some());
            let screen = text(&buffer(&model)).to_lowercase();
            assert!(!screen.contains("canary") && !screen.contains("plan.toml"), "{}: {screen}", key.shown());
        }
    }
    assert!(captured > 30, "among them were forms to capture with: {captured}");
}

/// Pages that tell all are open to whoever steers, and to nobody once it is presented: neither are they opened
/// then, nor does what was opened before stay.
#[test]
fn the_pages_that_tell_all_are_not_opened_before_a_room() {
    let plan = canaries();
    for page in
        ["B", "=", "m", ": diff <enter>", ": minutes <enter>", "<enter>", "y y", "F", "?", "i", "/ canary"]
    {
        let mut model = after(of(&plan), Look::default(), "P", 100, 30);
        let effects = press(&mut model, page);
        assert!(effects.is_empty(), "{page}: {effects:?}");
        let screen = text(&buffer(&model)).to_lowercase();
        assert!(model.present.is_some() && !screen.contains("canary"), "{page}: {screen}");
    }
    let mut told = 0;
    for page in ["<enter>", "=", "m", "B"] {
        let mut model =
            after(of(&plan), Look::default(), &format!("/ canary-driver <enter> {page}"), 100, 30);
        told += usize::from(text(&buffer(&model)).contains("canary"));
        press(&mut model, "<f5>");
        let screen = text(&buffer(&model)).to_lowercase();
        // A page that takes all keys keeps this one too, and is shown to whoever steers alone.
        assert!(model.present.is_none() || !screen.contains("canary"), "{page}: {screen}");
    }
    assert!(told > 1, "{told}");
}

#[test]
fn what_is_private_is_revealed_by_a_word_and_hidden_again() {
    let mut model = after(of(&canaries()), Look::default(), "P", 140, 40);
    let slides = |model: &mut Model| {
        let count = model.present.as_ref().map_or(0, |present| present.slides.len());
        press(model, "<home>");
        let screens = (0..count).map(|_| {
            let screen = text(&buffer(model)).to_lowercase();
            press(model, "<right>");
            screen
        });
        screens.collect::<String>()
    };
    for refused in ["r <enter>", "r revea <enter>", "r reveal <esc>", "r reveall <enter>", "reveal <enter>"] {
        press(&mut model, refused);
        assert!(model.present.is_some(), "{refused} leaves");
        assert!(!slides(&mut model).contains("canary"), "{refused}");
    }
    press(&mut model, "r");
    assert!(text(&buffer(&model)).contains("type reveal"));
    press(&mut model, "reveal <enter>");
    assert!(slides(&mut model).contains("canary"), "{}", text(&buffer(&model)));
    press(&mut model, "r");
    assert!(!slides(&mut model).contains("canary"), "hidden again");
    press(&mut model, "r reveal <enter> <esc> P");
    assert!(!slides(&mut model).contains("canary"), "each presentation begins with nothing private");
}

#[test]
fn a_sum_with_one_private_part_is_withheld_and_one_with_two_is_not() {
    let driver = |id: &str, private: bool| {
        format!("[driver.{id}]\nwave = \"one\"\nvalue = 1_200_000\nprivate = {private}\n")
    };
    let plan = |private: [bool; 3]| {
        let drivers: String =
            ["a", "b", "c"].into_iter().zip(private).map(|(id, private)| driver(id, private)).collect();
        of(&format!(
            "format = 1\n[plan]\nname = \"Sums\"\ncurrency = \"EUR\"\nhorizon = 2027-12-31\nas-of = 2026-06-30\n\
             [wave.one]\nstart = 2026-01-01\nend = 2026-12-31\n{drivers}"
        ))
    };
    let value = |private| tui::screen(plan(private), Look::default(), "P 3", 80, 24);
    // Three drivers of 1.2 M€ a year, at once from January 2027 to the horizon.
    let told = |private| {
        let shown = value(private);
        // 3.60, in blocks.
        let first = "██████      ██████  ██████";
        assert!(shown.contains(first) && shown.contains("M€ planned and forecast by Dec 2027"), "{shown}");
    };
    told([false; 3]);
    assert!(!value([true, false, false]).contains("M€") && value([true, false, false]).contains(PRIVATE));
    told([true, true, false]);
}

#[test]
fn what_is_private_is_in_nothing_that_is_printed_unless_it_is_asked_for() {
    let folder = folder(&[("plan.toml", &canaries())]);
    let run = |command: &[&str]| {
        let ran = swell(folder.path(), command);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{command:?}");
        ran.out
    };
    let path = "plan.toml";
    let views = "plan board timeline dependencies kpis value capabilities leadership register figures";
    let mut commands: Vec<Vec<&str>> = Vec::new();
    for view in views.split(' ') {
        commands.extend([vec!["show", path, view], vec!["show", path, view, "--format", "json"]]);
    }
    commands.push(vec!["show", path, "figures", "--format", "csv"]);
    commands.push(vec!["show", path, "register", "--format", "csv"]);
    commands.push(vec!["show", path, "value", "--by", "driver"]);
    commands.push(vec!["show", path, "value", "--by", "market"]);
    commands.push(vec!["simulate", path, "--runs", "200"]);
    commands.push(vec!["simulate", path, "--runs", "200", "--format", "json"]);
    let mut shown = 0;
    for command in commands {
        let out = run(&command);
        assert!(!out.to_lowercase().contains("canary"), "{command:?}\n{out}");
        shown += usize::from(run(&[&command[..], &["--include-private"]].concat()).contains("canary"));
    }
    assert!(shown > 15, "with what is private, the same commands show it: {shown}");
    assert!(!run(&["present", path, "--plain"]).to_lowercase().contains("canary"));
    let asked = swell(folder.path(), &["present", path, "--plain", "--include-private"]);
    assert_eq!((asked.code, asked.out.as_str()), (2, ""));
    assert!(asked.err.contains("slides are for a room") && asked.err.contains("help"), "{}", asked.err);
}

#[test]
fn minutes_hold_the_record_of_the_time_and_nothing_private() {
    let here = folder(&[("plan.toml", &canaries())]);
    for format in ["markdown", "text"] {
        let ran = swell(here.path(), &["minutes", "plan.toml", "--since", "2026-01-01", "--format", format]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert!(ran.out.contains("Name the champions") && ran.out.contains("Actions overdue"), "{}", ran.out);
        assert!(ran.out.contains("Open rate") && !ran.out.to_lowercase().contains("canary"), "{}", ran.out);
    }
    let ran = swell(here.path(), &["minutes", "plan.toml", "--since", "2027-01-01"]);
    assert_eq!(ran.code, 2, "that day is after the plan's as-of");
}

#[test]
fn escape_takes_away_the_keys_before_it_takes_away_the_slide() {
    let work = || of(include_str!("../../plans/first.toml"));
    let shown = |keys: &str| tui::screen(work(), Look::default(), keys, 80, 24);
    assert!(!shown("P").contains("[1 Board]") && shown("P") != shown("P ?"));
    assert_eq!(shown("P ? <esc>"), shown("P"));
    assert!(shown("P ? <esc> <esc>").contains("[1 Board]"));
}

#[test]
fn a_filter_that_leaves_nothing_does_not_deny_what_the_plan_has() {
    let work = || of(include_str!("../../plans/first.toml"));
    for view in ["1", "2", "3", "3 v", "3 p", "4", "5", "6", "7", "8"] {
        let shown = |filter: &str| {
            tui::screen(work(), Look::default(), &format!("f {filter} <enter> {view}"), 80, 24)
        };
        let nothing = "Nothing here meets the filter";
        assert!(shown("nowhere").contains(nothing), "{view}: {}", shown("nowhere"));
        assert!(shown("nowhere").contains("Esc clears it"), "{view}: {}", shown("nowhere"));
        assert!(!shown("").contains(nothing));
    }
}
