//! One list of actions: what the footer, the help and the list of commands say is what the keys do, however
//! they are given to the actions.

use std::collections::HashSet;
use std::path::PathBuf;

use groundswell::check::check;
use groundswell::disk::Memory;
use groundswell::safe;
use groundswell::source::{Limits, Source};
use groundswell::tui::action::{self, Action};
use groundswell::tui::actions;
use groundswell::tui::bindings::{self, Binding};
use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::msg::{Code, Key, Msg};
use groundswell::tui::overlay::Overlay as _;
use groundswell::tui::overlays::capture;
use groundswell::tui::overlays::finder::{Among, Finder, Found};
use groundswell::tui::overlays::help;
use groundswell::tui::overlays::line::Line;
use groundswell::tui::pen::Pen;
use groundswell::tui::preferences::Preferences;
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::views::VIEWS;
use groundswell::tui::{after, buffer, text};
use groundswell::workspace::Workspace;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::everywhere::kind;
use crate::program::swell;

const PLAN: &str = include_str!("screens/plan.toml");

fn open() -> Workspace {
    let store = Memory::default().with("plan.toml", PLAN);
    let Ok(read) = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()) else {
        unreachable!("the plan is in memory");
    };
    Workspace::of(check(read, None), "plan.toml")
}

fn model(keys: &str) -> Model {
    after(open(), Look::default(), keys, 100, 30)
}

fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    Key::parse_all(keys).into_iter().flat_map(|key| update(model, Msg::Key(key))).collect()
}

fn here(model: &Model) -> String {
    let at = model.desk().sheet.current().map(|spot| spot.at.root().to_string());
    format!("{} {}", VIEWS[model.view].name, at.unwrap_or_default())
}

// ------------------------------------------------------------ the list of actions

/// A-01.
#[test]
fn every_action_is_among_the_commands_in_the_help_and_in_the_reference() {
    let reference = swell(std::path::Path::new("."), &["keys"]).out;
    let has = |action: &Action| {
        let words = |line: &str| line.split_whitespace().any(|word| word == action.id);
        reference.lines().any(|line| words(line) && line.ends_with(action.name))
    };
    for view in 0..VIEWS.len() {
        let mut model = model("");
        model.view = view;
        model.settle();
        let listed = help::listed(&model, "");
        let finder = Finder::new(&model, Among::Commands);
        for (nth, action) in actions::in_view(view).enumerate() {
            assert_eq!(listed.iter().filter(|it| it.id == action.id).count(), 1, "{} in the help", action.id);
            assert!(finder.found.contains(&Found::Command(nth)), "{} among the commands", action.id);
            assert!(!action.name.is_empty() && !action.id.is_empty());
            assert!(has(action), "{} in `swell keys`", action.id);
        }
    }
}

#[test]
fn what_people_type_finds_the_command_that_means_it_first() {
    let first = |view: &str, typed: &str| {
        let mut model = model(view);
        press(&mut model, ":");
        let mut finder = Finder::new(&model, Among::Commands);
        finder.typed.insert(typed);
        finder.find(&model);
        match finder.found.first() {
            Some(Found::Command(nth)) => {
                actions::in_view(model.view).nth(*nth).map_or(String::new(), |it| it.id.to_owned())
            }
            Some(Found::Name(nth)) => {
                model.names.as_ref().map_or(String::new(), |all| all[*nth].1.to_string())
            }
            Some(Found::Slide(nth)) => format!("slide {nth}"),
            None => String::new(),
        }
    };
    for (view, typed, id) in [
        ("1", "minutes", "view.leadership"),
        ("7", "minutes", "leadership.minutes"),
        ("1", "gate", "view.leadership"),
        ("1", "report", "present"),
        ("1", "risk", "view.register"),
        ("1", "rename", "edit"),
        ("9", "rename", "whatif.rename"),
        ("1", "delete", "remove"),
        ("1", "w", "save"),
        ("1", "q", "quit"),
        ("1", "diff", "diff"),
        ("1", "as-of", "as-of"),
        // Words that begin so go before letters that stand apart, in commands and in names of the plan.
        ("1", "suspend", "suspend"),
        ("1", "undo", "undo"),
    ] {
        assert_eq!(first(view, typed), id, "{typed} in view {view}");
    }
    let named = first("1", "payments");
    assert!(named.contains("Payments"), "{named}");
}

/// A-04.
#[test]
fn an_action_that_cannot_be_done_says_why_wherever_it_is_asked_for() {
    for view in 0..VIEWS.len() {
        let mut model = model("");
        model.view = view;
        model.settle();
        let dead: Vec<&Action> = actions::in_view(view).filter(|it| (it.ready)(&model).is_err()).collect();
        assert!(dead.len() > 2, "nothing was searched for, marked or changed");
        for action in dead {
            model.log.clear();
            let reason = (action.ready)(&model).unwrap_err();
            assert!(reason.len() > 5, "{}", action.id);
            let told = format!("{}: {}", action.name, model.keys.filled(view, reason));
            assert_eq!((action.run_in(&mut model), model.message.take()), (vec![], Some(told)));
        }
    }
    // Run from the help.
    let mut model = model("8 ? N e x t _ m");
    press(&mut model, "<bs> <bs> <space> m a t <enter>");
    assert_eq!(model.message.as_deref(), Some("Next match: nothing was searched for"));
}

/// A-03.
#[test]
fn no_usual_key_is_reserved_and_none_does_two_things() {
    let (_, faults) = bindings::with(&[]);
    assert_eq!(faults, []);
    for view in 0..VIEWS.len() {
        for action in actions::in_view(view) {
            for key in action.keys.iter().map(|key| Key::parse(key).unwrap()) {
                let may = ["interrupt", "suspend", "close", "save"].contains(&action.id);
                assert_eq!(bindings::is_reserved(key), may, "{} of {}", key.shown(), action.id);
            }
        }
    }
}

/// A-03: brackets, braces and their like need a key more on many keyboards, and Alt is often somebody else's.
#[test]
fn every_key_that_is_hard_to_reach_has_a_twin() {
    let hard = |key: &&Key| {
        matches!(key.code, Code::Char('[' | ']' | '{' | '}' | '\\' | '|' | '@' | '~' | '^' | '`'))
    };
    let mut seen = 0;
    for view in 0..VIEWS.len() {
        for action in actions::in_view(view) {
            let keys: Vec<Key> = action.keys.iter().map(|key| Key::parse(key).unwrap()).collect();
            let rest = keys.len() - keys.iter().filter(hard).count();
            seen += keys.len() - rest;
            assert!(keys.is_empty() || rest > 0, "{} has hard keys alone", action.id);
            assert!(!action.keys.iter().any(|key| key.to_lowercase().contains("alt")), "{}", action.id);
        }
    }
    assert!(seen > 0, "there are such keys");
}

/// Keys that a user may give, in no order.
fn some_keys(random: &mut fastrand::Rng) -> Vec<Key> {
    let letters: Vec<char> = ('!'..='~').collect();
    let one = |random: &mut fastrand::Rng| match random.u8(0..4) {
        0 => Key::plain(Code::Function(random.u8(1..=12))),
        1 => Key { code: Code::Char(random.char('a'..='z')), ctrl: true },
        _ => Key::plain(Code::Char(letters[random.usize(..letters.len())])),
    };
    (0..random.usize(0..3)).map(|_| one(random)).collect()
}

/// A-02.
#[test]
fn footer_help_and_commands_say_what_the_keys_do_however_they_are_given() {
    let mut random = fastrand::Rng::with_seed(7);
    // So wide that the footer has room for all.
    let mut model = after(open(), Look::default(), "", 500, 18);
    for round in 0..1000 {
        let given: Vec<Binding> = (0..random.u32(1..12))
            .map(|line| {
                let view = random.usize(..VIEWS.len());
                let actions: Vec<&Action> = actions::in_view(view).collect();
                let action = actions[random.usize(..actions.len())].id.to_owned();
                let context = if random.bool() { bindings::EVERYWHERE } else { bindings::context_of(view) };
                Binding { context: context.into(), action, keys: some_keys(&mut random), line }
            })
            .collect();
        let (keys, _) = bindings::with(&given);
        model.keys = keys;
        model.view = round % VIEWS.len();
        model.settle();
        let view = model.view;
        let mut taken = std::collections::HashMap::new();
        for action in actions::in_view(view) {
            for key in model.keys.of_action(view, action) {
                assert_eq!(taken.insert(*key, action.id), None, "round {round}: {} twice", key.shown());
                assert_eq!(model.keys.on_key(view, *key).unwrap().id, action.id);
                assert!(!bindings::is_reserved(*key) || bindings::is_fixed(action), "round {round}");
            }
        }
        // Every hint names the first key of an action with that word, and every such action is named.
        for hint in action::hints(&model) {
            let of_word = actions::in_view(view).filter(|it| (it.ready)(&model).is_ok());
            let of_word = of_word.filter(|it| it.hint.is_some_and(|(word, _)| word == hint.word));
            let firsts = of_word.filter_map(|it| model.keys.of_action(view, it).first());
            assert_eq!(hint.keys, firsts.map(|key| key.shown()).collect::<Vec<_>>(), "round {round}");
            assert!(!hint.shown().is_empty());
        }
        let hints: Vec<String> =
            action::hints(&model).iter().map(|hint| format!("{} {}", hint.shown(), hint.word)).collect();
        let drawn = buffer(&model);
        let last: String =
            drawn.content[drawn.content.len() - 500..].iter().map(|cell| cell.symbol()).collect();
        assert_eq!(last.trim(), hints.join("  "), "round {round}");
        let (help, commands) = (help_of(&model), commands_of(&model));
        for action in actions::in_view(view) {
            let keys = model.keys.shown(view, action);
            let reason = (action.ready)(&model).err();
            let reason = reason.map(|why| format!("{}: {}", action.name, model.keys.filled(view, why)));
            let words = reason.as_deref().unwrap_or(action.name);
            let listed = format!("{:<13}{}", safe::cut(&keys, 12), safe::cut(words, 55));
            assert!(help.contains(&listed), "round {round}: {listed} in {help:#?}");
            // What the menu of captures has goes by its key and a letter there.
            let letter = capture::letter(action.id).filter(|_| keys.is_empty());
            let menu =
                letter.and_then(|letter| Some(format!("{} {letter}", model.keys.first(view, "capture")?)));
            let keys = menu.unwrap_or(keys);
            let left = 69 - safe::width(&keys);
            let listed =
                format!("{}{:>2$}", safe::cut(words, left), keys, 70 - safe::width(&safe::cut(words, left)));
            assert!(commands.contains(listed.trim_end()), "round {round}: {listed} in {commands:#?}");
        }
    }
}

/// The lines inside the frame of something drawn for itself, from its fourth column on.
fn lines(width: u16, height: u16, draw: impl FnOnce(Rect, &mut Pen<'_>)) -> impl Iterator<Item = String> {
    let area = Rect::new(0, 0, width, height);
    let mut drawn = Buffer::empty(area);
    draw(area, &mut Pen::new(&mut drawn, Look::default()));
    let rows = drawn.content.chunks(usize::from(width)).map(|row| {
        let line: String = row[3..].iter().map(|cell| cell.symbol()).collect();
        line.trim_end_matches('│').trim_end().to_owned()
    });
    rows.collect::<Vec<_>>().into_iter()
}

/// The lines of the whole help.
fn help_of(model: &Model) -> HashSet<String> {
    let many = help::listed(model, "").len();
    let page =
        |cursor| lines(72, 36, move |area, pen| help::draw(model, &Line::default(), cursor, area, pen));
    (0..many).step_by(20).chain([many - 1]).flat_map(page).collect()
}

/// The lines of the whole list of commands.
fn commands_of(model: &Model) -> HashSet<String> {
    let mut finder = Finder::new(model, Among::Commands);
    let mut all = HashSet::new();
    for cursor in (0..finder.found.len()).step_by(15).chain([finder.found.len() - 1]) {
        finder.cursor = cursor;
        all.extend(lines(76, 24, |area, pen| finder.draw(model, area, pen)));
    }
    all
}

#[test]
fn preferences_change_what_a_key_does() {
    let read = Preferences::read("[keys.everywhere]\nhelp = [\"Y\"]\nquit = \"disabled\"\n");
    assert_eq!(read.faults, []);
    let mut model = model("");
    model.keys = read.keys;
    assert_eq!(press(&mut model, "q"), []);
    press(&mut model, "Y");
    update(&mut model, Msg::Paste("help".into()));
    assert_eq!(kind(&model), "help");
    assert!(text(&buffer(&model)).contains("Y  "), "the help shows the key");
    press(&mut model, "<esc> ?");
    assert!(model.overlay.is_none(), "the usual key does nothing any more");
    // What has no key is still a command.
    assert_eq!(press(&mut model, ": q u i t <enter>"), [Effect::Quit]);
}

// ------------------------------------------------------------ finding one's way

#[test]
fn commands_run_and_names_are_gone_to_from_any_view() {
    assert_eq!(here(&model(": leadership <enter>")), "Lead gate.town-exit");
    for view in ["1", "2", "3", "5", "8"] {
        let model = model(&format!("{view} ctrl-g queue <enter>"));
        assert_eq!(here(&model), "KPIs kpi.waiting", "from {view}");
    }
    assert_eq!(here(&model("ctrl-g payments <enter>")), "Board capability.payments");
    assert_eq!(
        here(&model("6 ctrl-g helpers <enter>")),
        "Caps capability.helpers",
        "the view shown comes first"
    );
    assert_eq!(
        here(&model("3 ctrl-g helpers <enter>")),
        "Deps capability.helpers",
        "the graph is built around it"
    );
    assert_eq!(here(&model(": zzzz <enter>")), here(&model("")), "nothing found is nothing done");
    assert_eq!(here(&model("6 ctrl-g helpers <enter> <bs>")), here(&model("6")), "and the way back is kept");
}

#[test]
fn a_filter_holds_in_every_view_until_it_is_cleared() {
    let count = |keys: &str| model(keys).desk().sheet.spots.len();
    assert!(count("f owner:registry <enter>") < count(""));
    let owned = |keys: &str| {
        let model = model(keys);
        let keys: Vec<_> = model.desk().sheet.spots.iter().map(|spot| spot.at.key.to_string()).collect();
        keys
    };
    assert_eq!(owned("6 f owner:registry <enter>"), ["cases"]);
    assert_eq!(owned("f owner:registry <enter> 6"), ["cases"]);
    assert_eq!(owned("6 f !owner:registry <space> layer:tech <enter>"), ["forms", "payments"]);
    assert_eq!(owned("5 f wave:town <enter>"), ["errors"]);
    // How much of each view it leaves stands beside it, and not in a message alone.
    for (keys, left) in [
        ("f owner:registry <enter> 6", "1 of 4"),
        ("6 f !owner:registry <space> layer:tech <enter>", "2 of 4"),
    ] {
        let drawn = text(&buffer(&model(&format!("{keys} j"))));
        assert!(drawn.lines().next().unwrap().contains(&format!("only {left}: ")), "{drawn}");
    }
    assert!(text(&buffer(&model("f owner:it <enter> 4"))).contains(": owner:it"));
    assert_eq!(count("f owner:it <enter> f <esc>"), count(""));
    assert_eq!(owned("6 f owner:registry <enter> 5 <bs>"), ["cases"], "the way back does not lose it");
    for view in ["1", "2", "3 v", "4", "5", "6", "7", "8"] {
        assert!(
            model(&format!("{view} f nothing-is-called-this <enter> <enter> j y <esc>")).overlay.is_none()
        );
    }
}

/// By hand: of the fifteen steps, three waves and two gates of the board, the registry owns the three steps of case
/// handling; how many there are of all does not hang on what is asked for.
#[test]
fn a_filter_counts_what_meets_it_and_names_what_nothing_can_meet() {
    let drawn = |keys: &str| text(&buffer(&model(keys)));
    assert!(
        drawn("f owner:registry <enter>").contains("Filtered: 3 of 20 entries left here"),
        "{}",
        drawn("f owner:registry <enter>")
    );
    for (typed, fault) in [
        ("ownr:it", "no field ownr; did you mean owner?"),
        ("statsu:late", "no field statsu; did you mean status?"),
        ("wave:nosuch", "no wave nosuch: pilot, town, county"),
        ("layer:none", "no layer none: technological, commercial, transformational"),
    ] {
        let shown = drawn(&format!("f {typed}"));
        let line = shown.lines().rev().nth(1).unwrap();
        assert!(line.contains(fault), "{typed}: {line}");
        let kept = drawn(&format!("f {typed} <enter>"));
        let words = kept.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(&format!("Nothing here meets the filter “{typed}”: {fault}")), "{kept}");
    }
    assert!(!drawn("f wave:who").contains("no wave"), "a name will do");
    // Esc clears a filter that leaves nothing, and stays.
    let mut model = model("4 f zzzq <enter>");
    press(&mut model, "<esc>");
    assert!(model.filter.is_empty() && model.entry().name == "KPIs");
}

#[test]
fn esc_more_often_than_there_is_something_to_close_stays_in_the_view() {
    let view = |keys: &str| model(keys).entry().name;
    assert_eq!(view("4 5 ? <esc> <esc> <esc>"), "Value");
    assert_eq!(view("4 5 <esc>"), "Value", "a digit is no jump");
    assert_eq!(view("4 5 <bs>"), "KPIs");
    // What was followed is left again, but not by the key that was to close something.
    assert_eq!(view("8 <enter> <esc>"), "Check");
    assert_ne!(view("8 <enter> ? <esc> <esc>"), "Check");
    assert_eq!(view("8 <enter> ? <esc> <esc> j <esc>"), "Check");
}

#[test]
fn commands_that_begin_with_the_word_stand_before_those_that_hold_its_letters() {
    let rows = |keys: &str| -> Vec<String> {
        let shown = text(&buffer(&model(keys)));
        let rows = shown.lines().skip_while(|line| !line.contains("Commands")).skip(3);
        rows.map(|row| row.trim_matches(|sign: char| "│┌└─┐┘ >".contains(sign)).to_owned()).collect()
    };
    let found = rows(": gate");
    let place = |rows: &[String], what: &str| rows.iter().position(|row| row.contains(what)).unwrap();
    assert!(place(&found, "Record gate outcome") < place(&found, "Mark, or unmark"), "{found:#?}");
    assert!(place(&found, "Go to the whole town?") < place(&found, "Mark, or unmark"), "{found:#?}");
    assert!(found[place(&found, "Record gate outcome")].contains("c g"), "{found:#?}");
    let found = rows(": record");
    assert!(place(&found, "Record risk") < place(&found, "Register: risks"), "{found:#?}");
    let slide = "Present: slide 2 What is late, and why";
    assert!(rows(": slide").iter().any(|row| row.contains(slide)), "{:#?}", rows(": slide"));
    let model = model(": slide <space> 2 <enter>");
    assert_eq!(model.present.as_ref().map(|it| it.at), Some(1));
}

#[test]
fn tabs_lose_their_names_last_where_differences_and_findings_stand() {
    let tabs = |keys: &str, width| {
        let shown = text(&buffer(&crate::driven::model(keys, width, 24)));
        shown.lines().nth(1).unwrap().to_owned()
    };
    assert!(tabs("", 140).contains("9 What-if"), "{}", tabs("", 140));
    // All are named at 80 columns, in fewer letters where that must be; in two at 60, but the one that is shown. What
    // was found is told whatever the room.
    assert_eq!(
        tabs("", 80),
        "[1 Board]2 Time 3 Deps 4 KPIs 5 Value 6 Caps 7 Lead 8 Check 7E 9 What-if 0 Reg"
    );
    assert_eq!(tabs("7", 60), " 1 Bo 2 Ti 3 De 4 KP 5 Va 6 Ca[7 Lead]8 Check 7E 9 Wi 0 Re");
    // Where a scenario is open, what it comes to keeps its name longest.
    let narrow = tabs("w", 62);
    assert!(
        narrow.contains("[1 Board]") && narrow.contains("7E") && narrow.contains("9 What-if 0 Re"),
        "{narrow}"
    );
}

#[test]
fn nothing_in_a_copied_text_acts() {
    let hostile = PLAN.replace("Fewer wrong forms", "\\u001b]52;c;AAAA\\u0007 wrong \\u202e");
    let store = Memory::default().with("plan.toml", hostile);
    let Ok(read) = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()) else {
        unreachable!("the plan is in memory");
    };
    let work = Workspace::of(check(read, None), "plan.toml");
    let mut model = after(work, Look::default(), "/ wrong <enter>", 100, 30);
    for what in ["i", "l", "r", "m", "j", "s"] {
        for effect in press(&mut model, &format!("y {what}")) {
            let Effect::Copy(text) = effect else { panic!("{effect:?}") };
            let acts = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
            assert!(!text.chars().any(acts), "{what}: {text:?}");
        }
    }
}

#[test]
fn the_editor_is_asked_to_open_the_line_of_the_selection() {
    let effects = press(&mut model("/ wrong <enter>"), "E");
    assert_eq!(effects, [Effect::Edit(PathBuf::from("plan.toml"), 61)]);
}

#[test]
fn whatever_has_a_name_is_gone_to_and_what_no_view_shows_is_told_and_edited_from_there() {
    use crate::driven;
    let found = |keys: &str| driven::drawn(&driven::model(keys, 100, 30));
    // A market, by its id or its name; and the plan's own table, by any of its settings.
    let market = found("ctrl-g n o r t h <enter>");
    assert!(market.contains("North side") && market.contains("40 % of the full-scope value"), "{market}");
    assert!(market.contains("with Pilot, live 30 Sep 2026") && !market.contains("Edit"), "{market}");
    // The next key is none of its name's: it edits.
    let market = found("ctrl-g n o r t h <enter> e");
    assert!(market.contains("Edit market North side") && market.contains("share      0.4"), "{market}");
    assert!(market.contains("> name       North side▏"), "{market}");
    for setting in ["horizon", "as-of", "currency"] {
        let letters: String = setting.chars().map(|letter| format!("{letter} ")).collect();
        let settings = found(&format!("ctrl-g {letters}<enter>"));
        assert!(settings.contains("horizon") && settings.contains("as-of"), "{setting}: {settings}");
    }
    // A plan that is only looked at says why it has no form.
    let model = model("ctrl-g h o r i z o n <enter>");
    assert!(
        model.overlay.is_none() && model.message.as_deref().is_some_and(|it| it.contains("only looked at"))
    );
}

#[test]
fn a_plan_that_holds_what_cannot_be_read_says_so_above_every_figure() {
    use crate::driven;
    let torn = driven::PLAN.replacen("level = 1", "level = \"one\"", 1);
    assert_ne!(torn, driven::PLAN);
    for (keys, width, words) in [
        ("", 80, "NOT ALL READ — figures leave it out"),
        ("5", 140, "NOT ALL READ — figures leave it out"),
        ("4", 45, "NOT ALL READ"),
        ("P", 80, "NOT ALL READ — figures leave it out"),
    ] {
        let shown = |text: &str| driven::drawn(&after(driven::open(text), Look::default(), keys, width, 24));
        assert!(shown(&torn).contains(words), "{keys} {width}: {}", shown(&torn));
        assert!(!shown(driven::PLAN).contains("NOT ALL READ"), "{keys} {width}");
    }
}

#[test]
fn a_key_of_another_view_says_which_one() {
    for (keys, expected) in [
        ("1 d", "d is for 5 Value: Split by driver, wave, category, market, …"),
        (
            "5 p",
            "p is for 2 Timeline: The critical path alone, and back; 3 Deps: The critical path, and back",
        ),
        (
            "9 m",
            "m is for 5 Value: Money in millions, thousands, whole units, as it fits; 7 Lead: The minutes \
             of the last meeting",
        ),
    ] {
        assert_eq!(crate::driven::message(&crate::driven::model(keys, 100, 30)), expected, "{keys}");
    }
    assert_eq!(
        crate::driven::message(&crate::driven::model("1 #", 100, 30)),
        "# does nothing here; ? lists the keys",
        "nobody is to take the program for broken"
    );
}

#[test]
fn the_help_begins_with_what_nobody_would_guess_and_knows_the_words_that_people_type() {
    let model = crate::driven::model("1", 100, 30);
    let ids = |typed: &str| help::listed(&model, typed).into_iter().map(|it| it.id).collect::<Vec<_>>();
    let place = |id: &str| ids("").into_iter().position(|it| it == id).unwrap();
    assert!(place("open") < place("view.board") && place("view.board") < place("move.up"));
    assert!(ids("delete").contains(&"remove") && ids("gantt").contains(&"view.timeline"));
}

/// A-04: what git has nothing to say to is known once it was asked, and told by whoever asks for it then.
#[test]
fn findings_of_the_last_commit_are_not_offered_where_there_is_none() {
    let mut model = crate::driven::model("8", 100, 30);
    let since = |model: &Model| {
        let action = actions::in_view(model.view).find(|it| it.id == "check.since").unwrap();
        (action.ready)(model)
    };
    assert_eq!(since(&model), Ok(()), "nobody has asked yet");
    let none = Err("it lies in no git repository".to_owned());
    update(&mut model, Msg::Recalled(groundswell::tui::past::Recall::Findings, none));
    assert_eq!(since(&model), Err("the plan lies in no git repository, or was never committed"));
    let effects = press(&mut model, ": n e w <space> s i n c e <enter>");
    assert_eq!(effects, []);
    let told = "Which findings are new since the last commit: the plan lies in no git repository, or was never committed";
    assert_eq!(model.message.as_deref(), Some(told));
}
