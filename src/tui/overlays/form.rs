//! A form: the values of one table of the plan, field by field, made from the format itself. What is typed
//! is held to the format when its field is left, and reaches the draft as one change.

mod aloud;
mod choices;
mod draw;
mod fields;
mod keys;
mod new;
mod recorded;
mod submit;
mod written;

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::line::Line;
use crate::draft::Draft;
use crate::draft::asked::Again;
use crate::plan::address::{Address, Table};
use crate::source::schema::{Field, fields};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::Key;
use crate::tui::overlay::{Answer, Overlay, Then, nothing};
use crate::tui::pen::Pen;
use crate::workspace::Workspace;
use choices::Choices;
pub use fields::{edit, edit_at, editable, of_table, quick};
pub use new::{New, new};

/// A form that is being filled in.
pub struct Form {
    /// What it is about.
    pub title: String,
    /// What becomes of it.
    pub goal: Goal,
    /// Its fields.
    pub rows: Vec<Row>,
    /// The field that takes the keys.
    pub at: usize,
    /// So many of them stand before the gap: those that are set, or mostly are.
    pub head: usize,
    /// It is captured in a meeting: its words are shown to a room as they are typed, and it belongs to the plan,
    /// whatever is tried, unless somebody says otherwise.
    pub aloud: bool,
    /// What the open scenario does: what a decision has on record where it takes that with it.
    effect: Option<String>,
    /// A room looks on: nothing private is offered.
    room: bool,
    /// The id follows the name that is typed.
    follows: bool,
    /// What is wrong with it as a whole.
    pub fault: Option<String>,
    /// What the field may hold.
    choices: Choices,
    /// Esc was pressed once, with something changed.
    asked: bool,
    /// What is to come of what the record says already of the same thing and time.
    again: Again,
}

/// What becomes of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Values of a table that the plan has are changed.
    Edit(Address),
    /// A table is added.
    Add(Table),
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The key of the format; [`ID`] for the id of a new table.
    pub key: &'static str,
    /// What it means.
    pub doc: String,
    /// The table cannot do without it.
    pub needed: bool,
    /// What it held when the form was opened.
    pub before: String,
    /// What it holds.
    pub line: Line,
    /// What is wrong with it.
    pub fault: Option<String>,
}

/// The field that is no key of a table, but its own.
pub const ID: &str = "id";
/// What it means.
const OF_ID: &str = "what the plan calls it everywhere: lower-case letters, digits, single hyphens";

/// The field that is no key either: whether what is recorded belongs to the open scenario; a decision takes it into
/// the plan then.
pub const SCENARIO: &str = "scenario";

impl Row {
    /// Whether it holds something else than when the form was opened.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.line.text() != self.before
    }

    /// How many letters were typed or taken out.
    fn typed(&self) -> usize {
        let alike = |one: &mut dyn Iterator<Item = char>, other: &mut dyn Iterator<Item = char>| {
            one.zip(other).take_while(|(one, other)| one == other).count()
        };
        let (now, before) = (self.line.text(), &*self.before);
        let same = alike(&mut now.chars(), &mut before.chars());
        let [now, before] = [now, before].map(|text| text.chars().skip(same).collect::<Vec<char>>());
        let end = alike(&mut now.iter().rev().copied(), &mut before.iter().rev().copied());
        now.len().max(before.len()) - end
    }
}

/// As many letters are typed again before anybody is asked.
const AT_ONCE: usize = 20;

impl Form {
    /// A form of these fields, at the first.
    #[must_use]
    pub fn new(title: String, goal: Goal, rows: Vec<Row>) -> Self {
        let head = rows.iter().filter(|row| row.needed || !row.before.is_empty()).count();
        Self {
            title,
            goal,
            rows,
            at: 0,
            head,
            aloud: false,
            effect: None,
            room: false,
            follows: false,
            fault: None,
            choices: Choices::default(),
            asked: false,
            again: Again::default(),
        }
    }

    /// The table that it is about.
    #[must_use]
    pub fn table(&self) -> Table {
        match &self.goal {
            Goal::Edit(at) => at.table,
            Goal::Add(table) => *table,
        }
    }

    /// The field that takes the keys.
    #[must_use]
    pub fn row(&self) -> Option<&Row> {
        self.rows.get(self.at)
    }

    /// What a field holds; empty where the form has no such field.
    #[must_use]
    pub fn text(&self, key: &str) -> &str {
        self.rows.iter().find(|row| row.key == key).map_or("", |row| row.line.text())
    }

    fn field(&self) -> Option<&'static Field> {
        let key = self.row()?.key;
        fields(self.table()).find(|field| field.key == key)
    }

    fn is_changed(&self) -> bool {
        self.rows.iter().any(Row::is_changed)
    }

    /// Whether more was typed than is typed again at once: whoever leaves it is asked.
    fn holds_much(&self) -> bool {
        self.rows.iter().map(Row::typed).sum::<usize>() > AT_ONCE
    }

    /// Whether it belongs to the open scenario, as somebody says.
    fn is_of_scenario(&self) -> bool {
        self.text(SCENARIO) == new::YES
    }

    /// Whether the open scenario is applied with it.
    #[must_use]
    pub fn applies(&self) -> bool {
        self.is_of_scenario() && self.table() == Table::Decision
    }

    /// Whether it is a change of the plan below an open scenario.
    fn is_beneath(&self, model: &Model) -> bool {
        self.aloud && !self.is_of_scenario() && model.work.beside.is_some()
    }

    /// The plan, or the scenario of it, that it is a change of.
    fn work<'a>(&self, model: &'a Model) -> &'a Workspace {
        model.work.beside.as_deref().filter(|_| self.is_beneath(model)).unwrap_or(&model.work)
    }

    /// The draft that it is a change of.
    fn draft<'a>(&self, model: &'a Model) -> Option<&'a Draft> {
        self.work(model).draft.as_deref()
    }

    /// Whether a field cannot be left empty as the others stand: what is decided at a gate says what it comes to.
    fn needs(&self, row: &Row) -> bool {
        let outcome = row.key == "outcome" && self.table() == Table::Decision;
        row.needed || outcome && !self.text("gate").trim().is_empty()
    }

    fn has(&self, key: &str) -> bool {
        self.rows.iter().any(|row| row.key == key)
    }
}

/// Shows a form.
pub fn open(model: &mut Model, mut form: Form) -> Vec<Effect> {
    form.room = model.present.is_some();
    if form.room && matches!(form.goal, Goal::Add(_)) {
        // What is seldom said, and what would keep it from the room, is no matter for it.
        form.rows.truncate(form.head.max(1));
        form.rows.retain(|row| row.key != "private" && (row.key != "effect" || form.effect.is_some()));
        form.head = form.rows.len();
    }
    form.offer();
    form.choose(model, false);
    model.overlay = Some(Box::new(form));
    Vec::new()
}

impl Overlay for Form {
    fn name(&self) -> &'static str {
        "form"
    }

    fn on_key(self: Box<Self>, model: &Model, key: Key) -> Answer {
        self.take_key(model, key)
    }

    fn paste(&mut self, model: &Model, text: &str) -> Option<Then> {
        self.take_text(model, text);
        Some(nothing())
    }

    fn draw(&self, model: &Model, area: Rect, pen: &mut Pen<'_>) {
        draw::draw(model, self, area, pen);
    }

    fn keys(&self, _: &Model, _: u16) -> Cow<'static, str> {
        let keys = match (self.rows.len(), self.aloud) {
            (1, _) => "⏎ keep   Esc cancel",
            (_, true) => "Tab next   S-Tab back   F2 record   Esc cancel",
            (_, false) => "Tab next   S-Tab back   F2 keep all   Esc cancel",
        };
        keys.into()
    }

    /// A click goes to the field.
    fn go_to(&mut self, model: &Model, nth: usize) -> Option<Key> {
        self.leave_for(model, nth);
        None
    }

    fn rolls(&self) -> bool {
        true
    }

    fn insists(&self) -> bool {
        true
    }

    fn typed(self: Box<Self>) -> Option<Box<dyn Overlay>> {
        Some(self)
    }

    fn ask_to_leave(&mut self) -> bool {
        self.asked = self.is_changed();
        self.asked
    }
}
