//! Small screens: what a list is of, what the whole comes to, and the keys that lead on.

use groundswell::figures::Figures;
use groundswell::show::Context;
use groundswell::shows;
use groundswell::tui::after;
use groundswell::tui::theme::Look;

use crate::driven::{drawn, message, model, open, press};

/// The sizes below those of a full pane.
const SMALL: [(u16, u16); 3] = [(40, 10), (45, 12), (59, 24)];

fn last_row(screen: &str) -> &str {
    screen.lines().last().unwrap_or_default()
}

#[test]
fn a_list_of_links_says_whether_they_are_needs() {
    for (width, height) in SMALL {
        let mut model = model("/ counter <enter> 3", width, height);
        let mut seen = Vec::new();
        for _ in 0..3 {
            let row = drawn(&model).lines().nth(1).unwrap_or_default().to_owned();
            seen.extend(["needs of ", "in focus: ", "enabled by "].into_iter().filter(|it| row.contains(it)));
            press(&mut model, "<tab>");
        }
        seen.sort_unstable();
        // The driver needs two items, and nothing needs it: two of the lanes have something in them.
        assert_eq!(seen.first().copied(), Some("in focus: "), "{width}x{height}: {seen:?}");
        assert!(seen.contains(&"needs of "), "{width}x{height}: {seen:?}");
    }
}

#[test]
fn the_last_row_names_the_way_to_the_other_lanes_and_views() {
    for (width, height) in SMALL {
        for (view, several) in [("1", true), ("4", false), ("6", true), ("0", false)] {
            let screen = drawn(&model(view, width, height));
            let keys = last_row(&screen);
            assert!(keys.contains("0–9 view") && keys.contains("? help"), "{width}x{height}: {keys}");
            assert_eq!(keys.contains("Tab next"), several, "{view}, {width}x{height}: {keys}");
        }
    }
}

#[test]
fn the_value_of_the_whole_stands_above_the_drivers() {
    for (width, height) in SMALL {
        let screen = drawn(&model("5", width, height));
        let whole = screen.lines().nth(3).unwrap_or_default();
        assert!(whole.starts_with(" Forecast ") && whole.contains("plan "), "{width}x{height}: {screen}");
        assert!(!whole.contains('…'), "no amount is cut: {whole}");
        assert!(screen.contains("Fewer counter visits"), "{screen}");
    }
}

#[test]
fn the_keys_before_a_room_end_with_how_to_leave_and_say_what_is_left_out() {
    let screen = drawn(&model("P ?", 45, 12));
    assert!(screen.contains("Esc F5           leave"), "{screen}");
    // Twelve lines of keys; of the nine that have room one says this, and one is the last.
    assert!(screen.contains("and 4 more"), "{screen}");
    let whole = drawn(&model("P ?", 80, 24));
    assert!(whole.contains("Esc F5           leave") && !whole.contains("│ …"), "{whole}");
}

#[test]
fn what_if_says_how_to_open_a_scenario_on_the_smallest_screen() {
    for (width, height) in SMALL {
        let screen = drawn(&model("9", width, height));
        for words in ["No scenario is open", "w opens ", "o opens ", "O opens "] {
            assert!(screen.contains(words), "{width}x{height}: {words}: {screen}");
        }
        assert!(!screen.contains("more"), "{screen}");
    }
}

/// A plan with a wave and nothing else.
const BARE: &str = "format = 1\n[plan]\nname = \"Bare\"\ncurrency = \"EUR\"\nstart = 2026-01-01\n\
                    horizon = 2027-12-31\nas-of = 2026-06-30\n[wave.one]\nstart = 2026-01-01\nend = 2026-12-31\n";

#[test]
fn a_view_without_anything_in_it_says_which_key_adds_it() {
    for (keys, words) in [
        ("1", "in these waves yet: nothing is adopted, and no value comes; a adds it."),
        ("4", "it has no KPIs; a adds one."),
        ("5", "nothing says where value comes from; a adds one."),
        ("6", "nothing says what must work; a adds one."),
        ("7", "nobody is asked to lead; a adds one."),
        ("0", "nothing says what may go wrong, or what it is all for; a adds one."),
        ("3", "no items yet: nothing can hold anything back; a adds one."),
        ("3 v", "in a wave yet: a adds one."),
        ("3 p", "in a wave yet: a adds one."),
    ] {
        let screen = drawn(&after(open(BARE), Look::default(), keys, 80, 24));
        assert!(!screen.contains("all 0 planned"), "{screen}");
        let told = screen.lines().map(|line| line.trim_matches(['│', ' '])).collect::<Vec<_>>().join(" ");
        assert!(told.contains(words), "{keys}: {screen}");
        // A wave is selected on the board: what can be done with it comes first there.
        assert!(keys == "1" || last_row(&screen).contains("a add"), "{keys}: {screen}");
    }
}

#[test]
fn a_plan_without_waves_says_what_they_are_for() {
    let (bare, _) = BARE.split_once("[wave").unwrap();
    for (keys, words) in [
        ("1", "no waves yet: nothing says what is adopted together, and when; a adds one."),
        ("2", "no waves yet: nothing says when anything begins or ends; a adds one."),
        ("1 v v v", "no waves yet: nothing says what is adopted together, and when; a adds one."),
    ] {
        let screen = drawn(&after(open(bare), Look::default(), keys, 60, 18));
        let told = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(words), "{keys}: {screen}");
    }
}

#[test]
fn what_is_added_is_named_and_is_seen_or_said_to_be_elsewhere() {
    let mut form = after(open(BARE), Look::default(), "4 a", 80, 24);
    press(&mut form, "k");
    assert!(drawn(&form).contains("┌─ Add a KPI ─"), "{}", drawn(&form));
    press(&mut form, "U s e r s <f2>");
    assert!(message(&form).starts_with("Added"), "{}", message(&form));
    assert!(!message(&form).contains("(4)"), "it is before the user: {}", message(&form));
    // A driver is seen on the board, though it is in no wave, and a KPI stays selected until then.
    press(&mut form, "a d");
    assert!(drawn(&form).contains("┌─ Add a driver ─"), "{}", drawn(&form));
    press(&mut form, "O p t i o n <f2>");
    assert!(message(&form).contains(", on Board (1) · u undo"), "{}", message(&form));
    for view in ["1", "5"] {
        press(&mut form, view);
        let selected = form.desk().sheet.current().map(|spot| spot.at.to_string());
        assert_eq!(selected.as_deref(), Some("driver.option"), "{view}");
    }
}

/// Three KPIs of one colour and one of another. By hand, all from 0 to 100 at the end of the wave, so that about half
/// is planned at its middle: 10, 30 and 20 are all far below, and 49 is not.
#[test]
fn of_kpis_that_stand_alike_the_one_furthest_below_its_plan_comes_first() {
    let kpi = |id: &str, value: u32| {
        format!(
            "[kpi.{id}]\nname = \"KPI {id}\"\nlens = \"adoption\"\nbaseline = 0\ntarget = {{ one = 100 }}\n\
             [[reading]]\nkpi = \"{id}\"\ndate = 2026-06-30\nvalue = {value}\n"
        )
    };
    let plan = [("a", 49), ("b", 30), ("c", 10), ("d", 20)].map(|(id, value)| kpi(id, value)).concat();
    let text = format!("{BARE}{plan}");
    let work = open(&text);
    let figures = Figures::new(work.plan());
    let printed = (shows::by_id("kpis").unwrap().text)(&Context::new(work.plan(), &figures));
    let screen = drawn(&after(open(&text), Look::default(), "4", 80, 24));
    for told in [screen, printed] {
        let places = ["KPI c", "KPI d", "KPI b", "KPI a"].map(|name| told.find(name).unwrap());
        assert!(places.is_sorted(), "{told}");
    }
}

/// In ASCII amounts stand without their sign, and the head of each slide names the currency for all of them, whatever
/// else it has to say.
#[test]
fn every_slide_in_ascii_names_the_currency_of_its_amounts() {
    let is_money = |words: &[&str]| {
        let number = words[0].trim_start_matches(['-', '+', '(', '~']).replace(',', "");
        number.parse::<f64>().is_ok() && matches!(words[1].trim_end_matches([',', ')', '.', ';']), "k" | "M")
    };
    let look = Look { ascii: true, ..Look::default() };
    for (width, height) in [(45, 12), (80, 24), (140, 40)] {
        // As it is, with something unsaved, and with something tried.
        for before in ["P", "P c n x y <f2>", "w / fees <enter> + <esc> P"] {
            let mut model = after(open(crate::driven::PLAN), look, before, width, height);
            let (slides, mut amounts) = (model.present.as_ref().unwrap().slides.len(), 0);
            for nth in 0..slides {
                let screen = drawn(&model);
                assert!(screen.is_ascii(), "{screen}");
                let words: Vec<&str> = screen.split_whitespace().collect();
                if words.windows(2).any(is_money) {
                    amounts += 1;
                    assert!(
                        screen.lines().next().unwrap().contains("EUR"),
                        "{before}, slide {nth}: {screen}"
                    );
                }
                press(&mut model, "<pgdn>");
            }
            assert!(amounts > 0, "{before}: {slides} slides without an amount at {width}x{height}");
        }
    }
}
