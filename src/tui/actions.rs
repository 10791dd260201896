//! Everything that can be done, in one list: footer, help and keys come from it.

use super::action::{self, Action};
use super::baseline;
use super::editing;
use super::effect::Effect;
use super::marking;
use super::overlays::adding;
use super::overlays::as_of;
use super::overlays::capture;
use super::overlays::comparing;
use super::overlays::copying::{self, What};
use super::overlays::elsewhere;
use super::overlays::explain;
use super::overlays::filtering;
use super::overlays::finder::{self, Among};
use super::overlays::form;
use super::overlays::help;
use super::overlays::history;
use super::overlays::messages;
use super::overlays::outside;
use super::overlays::quitting;
use super::overlays::removing;
use super::overlays::scoping;
use super::overlays::searching;
use super::overlays::slipping;
use super::present;
use super::pricing;
use super::scenario;
use super::update::{self as does, go};
use super::views::VIEWS;

/// What can be done in every view.
pub const EVERYWHERE: &[Action] = &[
    Action::new("move.up", "Up", &["<up>", "k"], |model| does::step(model, -1)).hint("move", 10),
    Action::new("move.down", "Down", &["<down>", "j"], |model| does::step(model, 1)).hint("move", 10),
    Action::new("move.left", "To the left", &["<left>", "h"], |model| does::across(model, false))
        .hint("move", 10)
        .when(does::several_lanes),
    Action::new("move.right", "To the right", &["<right>", "l"], |model| does::across(model, true))
        .hint("move", 10)
        .when(does::several_lanes),
    Action::new("move.first", "First", &["g", "<home>"], does::first),
    Action::new("move.last", "Last", &["G", "<end>"], does::last),
    Action::new("move.half-down", "Half a page down", &["ctrl-d"], |model| does::page(model, 1, 2)),
    Action::new("move.half-up", "Half a page up", &["ctrl-u"], |model| does::page(model, -1, 2)),
    Action::new("move.page-down", "A page down", &["<pgdn>"], |model| does::page(model, 1, 1)),
    Action::new("move.page-up", "A page up", &["<pgup>"], |model| does::page(model, -1, 1)),
    Action::new("open", "Open the selection", &["<enter>"], does::open).hint("open", 1).when(does::selected),
    Action::new("close", "Close, cancel, back", &["<esc>"], does::close),
    Action::new("jump.back", "Back to where you came from", &["<bs>", "ctrl-o"], does::back)
        .hint("back", 35)
        .when(|model| if model.back.is_empty() { Err("this is where you started") } else { Ok(()) }),
    Action::new("jump.forward", "Forward again", &["ctrl-n"], does::forward)
        .when(|model| if model.forward.is_empty() { Err("there is nothing ahead") } else { Ok(()) }),
    Action::new("pane.next", "Next pane or wave", &["<tab>"], |model| does::next_pane(model, true))
        .hint("next pane", 60),
    Action::new("pane.previous", "Previous pane or wave", &["<s-tab>"], |model| {
        does::next_pane(model, false)
    }),
    Action::new("variant", "Next variant of the view", &["v"], does::variant)
        .hint("variant", 20)
        .when(does::several_variants),
    Action::new("table", "Table in place of the picture", &["T"], does::table)
        .hint("table", 30)
        .when(does::has_table),
    Action::new("full", "The whole width for the view", &["z"], does::full).hint("full", 70),
    Action::new("search", "Search in the view", &["/"], searching::open).also("find").hint("search", 40),
    Action::new("search.next", "Next match", &["n", "<f3>"], |model| searching::again(model, true))
        .hint("match", 45)
        .when(does::searched),
    Action::new("search.previous", "Previous match", &["N"], |model| searching::again(model, false))
        .hint("match", 45)
        .when(does::searched),
    Action::new("filter", "Filter: owner:… wave:… status:… !not text", &["f"], filtering::open)
        .hint("filter", 62),
    Action::new("mark", "Mark, or unmark; moving and copying take all marked", &["<space>"], marking::toggle)
        .hint("mark", 63)
        .when(does::selected),
    Action::new("mark.down", "Mark this one and the next", &["<s-down>"], |model| does::mark_on(model, true))
        .when(does::selected),
    Action::new("mark.up", "Mark this one and the one before", &["<s-up>"], |model| {
        does::mark_on(model, false)
    })
    .when(does::selected),
    Action::new("mark.only", "Show only what is marked", &[], marking::only).when(marking::any),
    Action::new("command", "Commands, and names of the plan", &[":", "ctrl-p", "<f2>"], |model| {
        finder::open(model, Among::Commands)
    })
    .hint("commands", 65),
    Action::new("jump", "Go to a name or an id", &["ctrl-g"], |model| finder::open(model, Among::Names)),
    Action::new("explain", "Explain this figure", &["="], explain::explain)
        .hint("explain", 19)
        .worth(explain::on_figure)
        .when(does::selected),
    Action::new("copy", "Copy the selection or the screen", &["y"], copying::open).hint("copy", 75),
    Action::new("copy.id", "Copy its id", &[], |model| copying::copy(model, What::Id)).when(does::selected),
    Action::new("copy.line", "Copy its file and line", &[], |model| copying::copy(model, What::Line))
        .when(does::selected),
    Action::new("copy.row", "Copy its row, with its figures", &[], |model| copying::copy(model, What::Row))
        .when(does::selected),
    Action::new("copy.markdown", "Copy all that is known about it, as Markdown", &[], |model| {
        copying::copy(model, What::Markdown)
    })
    .when(does::selected),
    Action::new("copy.json", "Copy it as JSON", &[], |model| copying::copy(model, What::Json))
        .when(does::selected),
    Action::new("copy.screen", "Copy the screen as text", &[], |model| copying::copy(model, What::Screen)),
    Action::new("edit", "Edit what is selected", &["e"], form::edit)
        .also("rename change")
        .hint("edit", 8)
        .when(form::editable),
    Action::new("add", "Add to the plan what the view shows", &["a", "<ins>"], adding::add)
        .also("new create")
        .hint("add", 74)
        .when(editing::editable),
    Action::new("record", "Record what happened: reading, value, level, spending", &["r"], adding::record)
        .also("reading actual spent")
        .hint("record", 73)
        .when(form::editable),
    Action::new("capture", "Capture: decision, action, risk, note, gate outcome", &["c"], capture::capture)
        .also("meeting minute")
        .hint("capture", 9)
        .when(editing::editable),
    Action::new(
        "capture.gate",
        "Record gate outcome: go, conditions, hold, stop",
        &[],
        capture::outcome_here,
    )
    .also("decide")
    .when(editing::editable),
    Action::new("capture.decision", "Record decision of the meeting", &[], capture::decision_here)
        .also("decide")
        .when(editing::editable),
    Action::new("capture.action", "Record action: who does what by when", &[], capture::action_here)
        .also("task todo")
        .when(editing::editable),
    Action::new("capture.risk", "Record risk", &[], capture::risk_here).when(editing::editable),
    Action::new("capture.note", "Record note, something learnt", &[], capture::note_here)
        .also("learning")
        .when(editing::editable),
    Action::new("remove", "Remove what is selected; asks first", &["x", "<del>"], removing::remove)
        .also("delete rm")
        .hint("remove", 76)
        .when(form::editable),
    Action::new("edit.file", "Open the line in your editor", &["E"], does::edit)
        .hint("editor", 72)
        .when(does::selected),
    Action::new("as-of", "Look at the plan as of another day; alone: as of its own", &[], as_of::ask_day)
        .when(as_of::can_look),
    Action::new("messages", "Show what there was to tell", &[], messages::open)
        .when(|model| if model.log.is_empty() { Err("there was nothing to tell") } else { Ok(()) }),
    Action::new("whatif", "What-if: try changes beside the plan; again leaves", &["w"], scenario::toggle)
        .also("scenario try")
        .hint("what-if", 68)
        .when(editing::editable),
    Action::new("baseline", "Choose a baseline: views mark what moved since", &["b"], baseline::choose)
        .when(editing::editable),
    Action::new("baseline.changes", "All that moved against the baseline", &[], baseline::show)
        .when(baseline::is_chosen),
    Action::new("baseline.none", "No baseline any more", &[], baseline::clear).when(baseline::is_chosen),
    Action::new("history", "History of the selection, from git", &["B"], history::open)
        .also("log blame")
        .when(history::readable),
    Action::new("slip", "Slip the item or wave, in a scenario: 3m, 45d", &["s"], scenario::slip)
        .also("delay late")
        .hint("slip", 7)
        .when(scenario::can_slip),
    Action::new("slip.earlier", "Slip it a month less, in a scenario", &["[", "("], |model| {
        scenario::slip_a_month(model, false)
    })
    .hint("month", 8)
    .when(scenario::can_slip),
    Action::new("slip.later", "Slip it a month more, in a scenario", &["]", ")"], |model| {
        scenario::slip_a_month(model, true)
    })
    .hint("month", 8)
    .when(scenario::can_slip),
    Action::new("scope", "What the wave opens: markets, brands, customer types", &["W"], scoping::open)
        .hint("scope", 9)
        .when(scenario::is_open),
    Action::new("money.more", "Its value, or its cost, 10 % more, in a scenario", &["+"], |model| {
        pricing::scale(model, true)
    })
    .hint("10 %", 9)
    .when(scenario::is_open),
    Action::new("money.less", "Its value, or its cost, 10 % less, in a scenario", &["-"], |model| {
        pricing::scale(model, false)
    })
    .hint("10 %", 9)
    .when(scenario::is_open),
    Action::new("impact", "What a slip of the item or wave would do", &["i"], slipping::ask)
        .hint("impact", 44)
        .when(slipping::can_slip),
    Action::new("undo", "Undo the last change", &["u"], |model| editing::undo(model, true))
        .hint("undo", 5)
        .when(editing::undoable),
    Action::new("redo", "Make again what was undone", &["U", "ctrl-r"], |model| editing::undo(model, false))
        .hint("redo", 15)
        .when(editing::redoable),
    Action::new("save", "Save", &["ctrl-s"], outside::save)
        .also("w write")
        .hint("save", 6)
        .when(editing::unsaved),
    Action::new("save.copy", "Write a copy of what is not saved elsewhere", &["C"], elsewhere::copy)
        .when(editing::unsaved),
    Action::new("diff", "What changed since it was saved, and since the last commit", &[], comparing::diff)
        .when(editing::editable),
    Action::new("commit", "Commit the plan's files, with a message in your editor", &[], comparing::commit)
        .also("git")
        .when(comparing::committable),
    Action::new("view.next", "Next view", &["ctrl-<pgdn>"], |model| {
        go(model, (model.view + 1) % VIEWS.len())
    }),
    Action::new("view.previous", "Previous view", &["ctrl-<pgup>"], |model| {
        go(model, (model.view + VIEWS.len() - 1) % VIEWS.len())
    }),
    Action::new("present", "Present: slides for the room", &["P", "<f5>"], present::toggle)
        .also("report slides deck"),
    Action::new("reread", "Read the plan from disk again", &["R"], |_| vec![Effect::Reread])
        .also("reload refresh"),
    Action::new("redraw", "Draw the screen again", &["ctrl-l"], |_| vec![Effect::Redraw]),
    Action::new("mouse", "Mouse on or off; off lets the terminal select text", &["M"], does::mouse),
    Action::new("suspend", "Suspend; fg comes back", &["ctrl-z"], |_| vec![Effect::Suspend]),
    Action::new("interrupt", "Cancel; twice quits", &["ctrl-c"], does::interrupt),
    Action::new("quit", "Quit", &["q"], quitting::quit).also("q exit").hint("quit", 80),
    Action::new("help", "Help", &["?", "<f1>"], help::open).hint("help", 0),
];

macro_rules! to_view {
    ($($nth:literal $digit:literal $id:literal $name:literal $also:literal)+) => {
        /// Going to a view, in the order of the registry.
        pub const TO_VIEW: &[Action] =
            &[$(Action::new($id, $name, &[$digit], |model| go(model, $nth))
                .also($also)
                .hint(action::TO_VIEW, 50)),+];
    };
}

to_view! {
    0 "1" "view.board" "Board" "roadmap waves items"
    1 "2" "view.timeline" "Timeline" "gantt dates"
    2 "3" "view.deps" "Dependencies" "needs links"
    3 "4" "view.kpis" "KPIs" "kpi readings"
    4 "5" "view.value" "Value" "money cost npv"
    5 "6" "view.capabilities" "Capabilities" "levels affiliates"
    6 "7" "view.leadership" "Leadership" "gate gates decisions mandates minutes"
    7 "8" "view.check" "Check" "findings errors warnings"
    8 "9" "view.whatif" "What-if" "compare scenarios"
    9 "0" "view.register" "Register: risks, exceptions, trade-offs, pools, learnings" "risk risks exception objective objectives pool learning learnings"
}

/// What can be done in a view, its own first. What it has on a key of its own takes the place of what can be
/// done everywhere else with that key: what is removed from a scenario is a change of it.
pub fn in_view(view: usize) -> impl Iterator<Item = &'static Action> {
    let own = VIEWS.get(view).map_or(&[][..], |entry| entry.actions);
    let taken = |action: &&Action| !own.iter().any(|it| it.keys.first() == action.keys.first());
    own.iter().chain(TO_VIEW).chain(EVERYWHERE.iter().filter(move |it| it.keys.is_empty() || taken(it)))
}

/// What can be done while slides are shown: what is done there alone, and what is done in every view and there too.
pub fn on_slides() -> impl Iterator<Item = &'static Action> {
    present::ACTIONS.iter().chain(EVERYWHERE.iter().filter(|it| present::is_also_here(it)))
}
