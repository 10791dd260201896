//! A form: the values of one table of the plan, field by field, made from the format itself. What is typed
//! is held to the format when its field is left, and reaches the draft as one change.

mod choices;
mod draw;
mod fields;
mod new;

use super::capture;
use super::line::Line;
use super::recorded;
use crate::draft::asked::{self, Again, OnRecord};
use crate::draft::{Change, Draft, Refused};
use crate::plan::address::{Address, Holds, Table};
use crate::source::schema::{Field, Shape, fields};
use crate::tui::editing::{self, Panel, make, refusal};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::present;
use crate::tui::scenario;
use choices::Choices;
pub use draw::draw;
pub use fields::{edit, editable, of_table, quick};
pub use new::{New, new};

/// A form that is being filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Its words are shown to a room as they are typed.
    pub aloud: bool,
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

/// The field that is no key either: whether the open scenario is applied with what is recorded.
pub const SCENARIO: &str = "scenario";

impl Row {
    /// Whether it holds something else than when the form was opened.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.line.text() != self.before
    }
}

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

    /// Has the next Esc leave it, where something was typed; says whether that is so.
    pub(in crate::tui) fn ask_to_leave(&mut self) -> bool {
        self.asked = self.is_changed();
        self.asked
    }

    /// The change that its fields ask for, those without a known fault.
    fn change(&self, draft: &Draft) -> Result<Change, Refused> {
        let sound = |row: &&Row| row.fault.is_none();
        match &self.goal {
            Goal::Edit(at) => {
                let changed = self.rows.iter().filter(sound).filter(|row| row.is_changed());
                let values: Vec<(&str, &str)> = changed.map(|row| (row.key, row.line.text())).collect();
                asked::edited(draft, at, &values)
            }
            Goal::Add(table) => {
                let given = self.rows.iter().filter(sound).filter(|row| row.key != SCENARIO);
                let given = given.filter(|row| !row.line.text().trim().is_empty());
                let given: Vec<(&str, &str)> = given.map(|row| (row.key, row.line.text())).collect();
                if table.holds() == Holds::Many {
                    let values: Vec<_> = given.iter().map(|(key, value)| (*key, Some(*value))).collect();
                    let title = recorded_as(*table, self);
                    return match self.again {
                        Again::Replace => asked::recorded_once(draft, *table, title, &values, self.again),
                        _ => Ok(asked::recorded(draft, *table, title, &values)),
                    };
                }
                let id = self.text(ID).trim().to_owned();
                let values = given.iter().filter(|(key, _)| *key != ID);
                let words = values.map(|(key, value)| format!("{key}={value}"));
                asked::added(draft, table.key(), &std::iter::once(id).chain(words).collect::<Vec<_>>())
            }
        }
    }

    /// What the record says already of the same thing and time, where nobody has said yet what is to come of
    /// it.
    fn on_record(&self, draft: &Draft) -> Option<OnRecord> {
        let Goal::Add(table) = self.goal else { return None };
        let given = |row: &Row| Some(row.line.text().trim().to_owned()).filter(|it| !it.is_empty());
        let given: Vec<(&str, Option<String>)> = self.rows.iter().map(|row| (row.key, given(row))).collect();
        let values: Vec<_> = given.iter().map(|(key, value)| (*key, value.as_deref())).collect();
        let asks = self.again == Again::Refuse && table.holds() == Holds::Many;
        asks.then(|| asked::on_record(draft, table, &values))?
    }

    /// Holds the field to the format, as far as that can be done while others are not filled in.
    fn check(&mut self, draft: &Draft) {
        let (at, goal) = (self.at, self.goal.clone());
        let Some(row) = self.rows.get_mut(at) else { return };
        row.fault = None;
        if !row.is_changed() {
            return;
        }
        let tried = match &goal {
            Goal::Edit(of) => asked::edited(draft, of, &[(row.key, row.line.text())]),
            Goal::Add(_) if row.key == ID || !self.text(ID).is_empty() || !self.has(ID) => self.change(draft),
            Goal::Add(_) => return,
        };
        // What is still to be filled in is no fault of this field.
        let refused = tried.and_then(|change| draft.would(&change)).err();
        let refused = refused.filter(|it| {
            goal == Goal::Add(self.table()) && it.rule != MISSING || matches!(goal, Goal::Edit(_))
        });
        let told = refused.as_ref().map(|refused| self.told(refused));
        if let Some(row) = self.rows.get_mut(at) {
            row.fault = told;
        }
    }

    /// Why something was refused; before a room without advice, which may name what is private.
    fn told(&self, refused: &Refused) -> String {
        if self.room { refused.message.clone() } else { refusal(refused) }
    }

    /// Makes the id of the name, while nobody typed another.
    fn follow(&mut self, draft: &Draft) {
        let key = self.row().map_or("", |row| row.key);
        match key {
            ID => self.follows = false,
            "name" if self.follows => {
                let id = new::id_of(draft, self.table(), self.text("name"));
                self.rows
                    .iter_mut()
                    .filter(|row| row.key == ID)
                    .for_each(|row| row.line = Line::new(id.clone()));
            }
            _ => {}
        }
    }

    fn has(&self, key: &str) -> bool {
        self.rows.iter().any(|row| row.key == key)
    }

    /// Finds the fields that stand in the way of a change that was refused.
    fn blame(&mut self, draft: &Draft, refused: &Refused) {
        if let Goal::Edit(_) = self.goal {
            for nth in 0..self.rows.len() {
                self.at = nth;
                self.check(draft);
                if self.rows[nth].fault.is_some() {
                    return;
                }
            }
            self.at = 0;
        }
        self.fault = Some(self.told(refused));
    }

    /// Goes to another field.
    fn step(&mut self, model: &Model, to: usize) {
        if let Some(draft) = &model.work.draft {
            self.check(draft);
        }
        self.at = to.min(self.rows.len().saturating_sub(1));
        self.choose(model, false);
    }

    /// Finds what the field may hold: all of it, or what the letters typed are in.
    fn choose(&mut self, model: &Model, typing: bool) {
        let found = match (self.field(), self.row()) {
            (Some(field), Some(row)) => Choices::of(&model.work, field, row.line.text(), typing, self.room),
            _ => Choices::default(),
        };
        self.choices = found;
    }

    /// Puts what is chosen next, or before, into the field.
    fn take_choice(&mut self, forward: bool) -> bool {
        let Some(field) = self.field() else { return false };
        let Some(word) = self.choices.next(forward) else { return false };
        let list = choices::is_list(field.shape);
        let Some(row) = self.rows.get_mut(self.at) else { return false };
        let kept = row.line.text().rfind(',').filter(|_| list).map_or(0, |at| at + 1);
        let kept = row.line.text().get(..kept).unwrap_or_default();
        let gap = if kept.is_empty() { "" } else { " " };
        row.line = Line::new(format!("{kept}{gap}{word}"));
        true
    }
}

/// The rule that a table breaks which lacks a key that it needs.
const MISSING: &str = "missing-key";

/// What adding a record is called.
fn recorded_as(table: Table, form: &Form) -> String {
    let of = |keys: &[&str]| {
        let words = keys.iter().map(|key| form.text(key).trim()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    };
    match table {
        Table::Reading => {
            format!("record {} {} for {}", of(&["kpi", "market"]), of(&["value"]), of(&["date"]))
        }
        Table::Realized => format!("record {} {} for {}", of(&["driver"]), of(&["value"]), of(&["period"])),
        Table::Spent => {
            format!("record {} spent on {} in {}", of(&["value"]), of(&["item", "wave"]), of(&["period"]))
        }
        Table::Assessed => {
            let what = of(&["capability", "mandate", "unit"]);
            format!("record {what} at level {} on {}", of(&["level"]), of(&["date"]))
        }
        Table::Decision if !form.text("gate").is_empty() => {
            format!("decide {}: {}", of(&["gate"]), of(&["outcome"]))
        }
        _ => {
            let words = [of(&["what"]), of(&["note"]), of(&["name"]), of(&["rule", "on"])];
            let words = words.into_iter().find(|words| !words.is_empty()).unwrap_or_else(|| of(&["date"]));
            format!("record {} “{}”", table.noun(), crate::safe::cut(&words, 60))
        }
    }
}

/// Shows a form.
pub fn open(model: &mut Model, mut form: Form) -> Vec<Effect> {
    form.room = model.present.is_some();
    form.choose(model, false);
    model.overlay = Some(Overlay::Editing(Panel::Form(Box::new(form))));
    Vec::new()
}

/// Takes a key.
pub fn on_key(model: &mut Model, key: Key, mut form: Box<Form>) -> Vec<Effect> {
    let asked = std::mem::take(&mut form.asked);
    form.fault = None;
    let last = form.at + 1 >= form.rows.len();
    match key {
        Key { code: Code::Esc, .. } if asked || !form.is_changed() => {
            return if asked { tell(model, "Left: nothing was changed") } else { Vec::new() };
        }
        Key { code: Code::Esc, .. } => {
            form.asked = true;
            model.message = Some("Esc once more leaves it without a change; F2 keeps what was typed".into());
        }
        Key { code: Code::Function(2) | Code::Enter, ctrl: true }
        | Key { code: Code::Function(2), .. }
        | Key { code: Code::Char('s'), ctrl: true } => return submit(model, form),
        Key { code: Code::Enter, .. } if last => return submit(model, form),
        Key { code: Code::Enter | Code::Tab | Code::Down, .. } => {
            let to = if last { form.at } else { form.at + 1 };
            form.step(model, to);
        }
        Key { code: Code::BackTab | Code::Up, .. } => {
            let to = form.at.saturating_sub(1);
            form.step(model, to);
        }
        Key { code: Code::PageDown, .. } => {
            let to = form.at + 8;
            form.step(model, to);
        }
        Key { code: Code::PageUp, .. } => {
            let to = form.at.saturating_sub(8);
            form.step(model, to);
        }
        Key { code: Code::Char(_) | Code::Backspace | Code::Delete, .. }
            if form.row().is_some_and(|row| row.key == SCENARIO) =>
        {
            form.tick(key);
        }
        Key { code: Code::Char(way @ ('n' | 'p')), ctrl: true } => drop(form.take_choice(way == 'n')),
        Key { code: Code::Char(' '), ctrl: false } if form.is_closed() => drop(form.take_choice(true)),
        Key { code: Code::Right, ctrl: false } if form.completes() => drop(form.take_choice(true)),
        key => {
            let at = form.at;
            if let Some(row) = form.rows.get_mut(at)
                && row.line.on_key(key)
            {
                row.fault = None;
                if let Some(draft) = &model.work.draft {
                    form.follow(draft);
                }
                form.choose(model, true);
            }
        }
    }
    model.overlay = Some(Overlay::Editing(Panel::Form(form)));
    Vec::new()
}

impl Form {
    /// Says whether the scenario is applied: space is the other way, y and n say which.
    fn tick(&mut self, key: Key) {
        let Some(row) = self.rows.get_mut(self.at) else { return };
        let yes = match key.code {
            Code::Char('y') => true,
            Code::Char('n') => false,
            Code::Char(' ') => row.line.text() != new::YES,
            _ => return,
        };
        row.line = Line::new(if yes { new::YES } else { "no" });
    }

    /// Whether the open scenario is applied with it.
    #[must_use]
    pub fn applies(&self) -> bool {
        self.text(SCENARIO) == new::YES
    }

    /// Whether the field takes one of some words without blanks in them.
    fn is_closed(&self) -> bool {
        self.field().is_some_and(|field| matches!(field.shape, Shape::Word(_) | Shape::Flag | Shape::Id(_)))
    }

    /// Whether going right takes what the letters typed stand for.
    fn completes(&self) -> bool {
        self.row().is_some_and(|row| row.line.at_end()) && self.choices.is_begun()
    }
}

/// Takes pasted text into the field.
pub fn paste(model: &mut Model, text: &str, mut form: Box<Form>) {
    let at = form.at;
    if let Some(row) = form.rows.get_mut(at) {
        row.line.insert(text);
        row.fault = None;
        if let Some(draft) = &model.work.draft {
            form.follow(draft);
        }
        form.choose(model, true);
    }
    model.overlay = Some(Overlay::Editing(Panel::Form(form)));
}

/// Makes the change that a form asks for, in place of what the record says already or besides it.
pub(super) fn submit_again(model: &mut Model, mut form: Box<Form>, again: Again) -> Vec<Effect> {
    form.again = again;
    submit(model, form)
}

/// Shows a form again that cannot be left yet.
pub(super) fn stay(model: &mut Model, mut form: Box<Form>) -> Vec<Effect> {
    form.again = Again::default();
    form.choose(model, false);
    model.overlay = Some(Overlay::Editing(Panel::Form(form)));
    Vec::new()
}

/// Makes the change that a form asks for; one that cannot be made stays open and says why.
fn submit(model: &mut Model, mut form: Box<Form>) -> Vec<Effect> {
    if !form.is_changed() && matches!(form.goal, Goal::Edit(_)) {
        return tell(model, "Nothing was changed");
    }
    let empty = |row: &Row| row.needed && row.line.text().trim().is_empty();
    if let Some(nth) = form.rows.iter().position(empty) {
        form.at = nth;
        form.rows[nth].fault = Some("This is needed".into());
        return stay(model, form);
    }
    for row in &mut form.rows {
        row.fault = None;
    }
    if let Some(why) = capture::unreasoned(&model.work, &form) {
        form.at = form.rows.iter().position(|row| row.key == "note").unwrap_or(form.at);
        let at = form.at;
        form.rows[at].fault = Some(why);
        return stay(model, form);
    }
    let Some(draft) = &model.work.draft else { return tell(model, editing::ONLY_LOOKED_AT) };
    let change = form.change(draft);
    if let Err(refused) = change.clone().and_then(|change| draft.would(&change)) {
        form.blame(draft, &refused);
        return stay(model, form);
    }
    if let Some(says) = form.on_record(draft) {
        return recorded::ask(model, form, says);
    }
    let added = match &form.goal {
        Goal::Add(table) if form.has(ID) => Some(Address::new(*table, form.text(ID).trim())),
        _ => None,
    };
    let title = change.as_ref().map(|change| change.title.clone()).unwrap_or_default();
    if make(model, |_| change) {
        if form.applies() {
            scenario::decided(model, &title);
        }
        present::captured(model);
        // What is new is what the user goes on with.
        model.selection = added.or_else(|| model.selection.take());
    }
    Vec::new()
}
