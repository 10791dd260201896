//! What a form asks for, as a change of the draft: tried field by field while it is filled in, and made whole
//! when it is kept.

use super::{Form, Goal, ID, Row, SCENARIO};
use crate::draft::asked::{self, Again, OnRecord};
use crate::draft::{Change, Draft, Refused};
use crate::plan::address::{Address, Holds, Table};
use crate::tui::editing::{self, Panel, make, refusal};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay, tell};
use crate::tui::overlays::line::Line;
use crate::tui::overlays::{capture, recorded};
use crate::tui::present;
use crate::tui::scenario;

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

impl Form {
    /// The change that its fields ask for, those without a known fault.
    pub(super) fn change(&self, draft: &Draft) -> Result<Change, Refused> {
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
                        _ => asked::recorded(draft, *table, title, &values),
                    };
                }
                let id = self.text(ID).trim().to_owned();
                let values = given.iter().filter(|(key, _)| *key != ID);
                let words = values.map(|(key, value)| format!("{key}={value}"));
                asked::added(draft, table.key(), &std::iter::once(id).chain(words).collect::<Vec<_>>())
            }
        }
    }

    /// What there is to say of a reading that leaps away from all before.
    fn leap(&self, draft: &Draft) -> Option<String> {
        let value = self.rows.iter().find(|row| row.key == "value" && row.is_changed())?;
        let kpi = match &self.goal {
            Goal::Add(Table::Reading) => self.text("kpi").trim(),
            Goal::Edit(at) if at.table == Table::Reading => at.key.split(' ').next().unwrap_or_default(),
            _ => return None,
        };
        asked::leap(draft, kpi, value.line.text())
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

    /// What a field says, as the format writes it: `30 Sep 2026` as `2026-09-30`. What can mean several things is
    /// a fault of the field.
    fn read_as_meant(&mut self, nth: usize, draft: &Draft) {
        let of = match &self.goal {
            Goal::Edit(at) => at.clone(),
            Goal::Add(table) => Address::new(*table, self.text(ID).trim()),
        };
        let kpi = Some(self.text("kpi").trim().to_owned()).filter(|kpi| !kpi.is_empty());
        let Some(row) = self.rows.get_mut(nth) else { return };
        if matches!(row.key, ID | SCENARIO) || !row.is_changed() || row.line.text().trim().is_empty() {
            return;
        }
        match asked::meant(draft, &of.to(row.key), row.line.text(), kpi.as_deref()) {
            Ok(words) if words != row.line.text() => row.line = Line::new(words),
            Ok(_) => {}
            Err(refused) => row.fault = Some(refused.message),
        }
    }

    /// Holds the field to the format, as far as that can be done while others are not filled in.
    pub(super) fn check(&mut self, draft: &Draft) {
        let (at, goal) = (self.at, self.goal.clone());
        let Some(row) = self.rows.get_mut(at) else { return };
        row.fault = None;
        if !row.is_changed() {
            return;
        }
        self.read_as_meant(at, draft);
        let Some(row) = self.rows.get(at).filter(|row| row.fault.is_none()) else { return };
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
}

/// Makes the change that a form asks for, in place of what the record says already or besides it.
pub(in crate::tui::overlays) fn submit_again(
    model: &mut Model,
    mut form: Box<Form>,
    again: Again,
) -> Vec<Effect> {
    form.again = again;
    submit(model, form)
}

/// Shows a form again that cannot be left yet.
pub(in crate::tui::overlays) fn stay(model: &mut Model, mut form: Box<Form>) -> Vec<Effect> {
    form.again = Again::default();
    form.choose(model, false);
    model.overlay = Some(Overlay::Editing(Panel::Form(form)));
    Vec::new()
}

/// Makes the change that a form asks for; one that cannot be made stays open and says why.
pub(super) fn submit(model: &mut Model, mut form: Box<Form>) -> Vec<Effect> {
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
    if let Some(draft) = &model.work.draft {
        (0..form.rows.len()).for_each(|nth| form.read_as_meant(nth, draft));
    }
    if let Some(nth) = form.rows.iter().position(|row| row.fault.is_some()) {
        form.at = nth;
        return stay(model, form);
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
    let leap = form.leap(draft);
    if make(model, |_| change) {
        if let (Some(leap), Some(told)) = (leap, &mut model.message) {
            told.push_str(&format!(" · {leap}"));
        }
        if form.applies() {
            scenario::decided(model, &title);
        }
        present::captured(model);
        // What is new is what the user goes on with.
        model.selection = added.or_else(|| model.selection.take());
    }
    Vec::new()
}
