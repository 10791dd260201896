//! What a form asks for, as a change of the draft: tried field by field while it is filled in, and made whole
//! when it is kept.

use super::recorded::Recorded;
use super::{Form, Goal, ID, Row, SCENARIO, aloud};
use crate::draft::asked::{self, Again, OnRecord};
use crate::draft::{Change, Draft, Refused, Title, Verb};
use crate::plan::address::{Address, Holds, Table};
use crate::register;
use crate::tui::editing::{ONLY_LOOKED_AT, make};
use crate::tui::model::Model;
use crate::tui::overlay::Answer;
use crate::tui::overlays::line::Line;
use crate::tui::scenario;
use crate::tui::update::seen_on;
use crate::tui::words::refusal;
use crate::wording::list;

/// The rule that a table breaks which lacks a key that it needs.
const MISSING: &str = "missing-key";

/// What adding a record is called.
fn recorded_as(table: Table, form: &Form) -> Title {
    let of = |keys: &[&str]| {
        let words = keys.iter().map(|key| form.text(key).trim()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    };
    // What it is about: whatever of these is filled in.
    let about = |title: Title, keys: &[(&str, Table)]| {
        let given = keys.iter().map(|(key, table)| (form.text(key).trim(), *table));
        let given = given.filter(|(id, _)| !id.is_empty()).enumerate();
        given.fold(title, |title, (nth, (id, table))| {
            title.words(if nth > 0 { " " } else { "" }).id(Address::new(table, id))
        })
    };
    let record = || Title::new(Verb::Record);
    match table {
        Table::Reading => about(record(), &[("kpi", Table::Kpi), ("market", Table::Market)]).words(format!(
            " {} for {}",
            of(&["value"]),
            of(&["date"])
        )),
        Table::Realized => about(record(), &[("driver", Table::Driver)]).words(format!(
            " {} for {}",
            of(&["value"]),
            of(&["period"])
        )),
        Table::Spent => {
            let on = [("item", Table::Capability), ("wave", Table::Wave)];
            about(record().words(format!("{} spent on ", of(&["value"]))), &on)
                .words(format!(" in {}", of(&["period"])))
        }
        Table::Assessed => {
            let what = about(record(), &[("capability", Table::Capability), ("mandate", Table::Mandate)]);
            let unit = of(&["unit"]);
            // A unit is a market by its id, or has no other name.
            let unit_at = Address::new(Table::Market, &unit);
            let what = if unit.is_empty() { what } else { what.words(" in ").id(unit_at) };
            what.words(format!(" at level {} on {}", of(&["level"]), of(&["date"])))
        }
        Table::Decision if !form.text("gate").is_empty() && !form.text("outcome").is_empty() => {
            about(Title::new(Verb::Decide), &[("gate", Table::Gate)]).words(format!(": {}", of(&["outcome"])))
        }
        _ => {
            let words = [of(&["what"]), of(&["note"]), of(&["name"]), of(&["rule", "on"])];
            record().words(match (words.into_iter().find(|words| !words.is_empty()), &*of(&["date"])) {
                (Some(words), _) => format!("{} “{}”", table.noun(), crate::safe::cut(&words, 60)),
                (None, "") => table.noun().to_owned(),
                (None, date) => format!("{} of {date}", table.noun()),
            })
        }
    }
}

/// Says of what was added where it is to be seen, unless it is before the user.
fn tell_where(model: &mut Model, at: &Address) {
    model.settle();
    if model.desk().sheet.current().is_some_and(|spot| spot.at.root() == *at) {
        return;
    }
    let place = match seen_on(model, at) {
        Some(view) => format!(", on {view}"),
        None if model.filter.is_empty() => return,
        None => ", which the filter hides".to_owned(),
    };
    let undo = format!(" · {} undo", model.key("undo"));
    if let Some(told) = &model.message {
        let told = told.replacen(&undo, &format!("{place}{undo}"), 1);
        model.reword(told);
    }
}

/// Another id for a table, wherever it is named.
fn renamed(draft: &Draft, at: &Address, id: &Row) -> Result<Change, Refused> {
    asked::renamed(draft, &at.to_string(), id.line.text().trim())
}

impl Form {
    /// The change that its fields ask for, those without a known fault.
    pub(super) fn change(&self, draft: &Draft) -> Result<Change, Refused> {
        let sound = |row: &&Row| row.fault.is_none();
        match &self.goal {
            Goal::Edit(at) => {
                let changed = self.rows.iter().filter(sound).filter(|row| row.is_changed());
                let (own, changed): (Vec<&Row>, Vec<&Row>) = changed.partition(|row| row.key == ID);
                let values: Vec<(&str, &str)> =
                    changed.iter().map(|row| (row.key, row.line.text())).collect();
                let Some(id) = own.first() else { return asked::edited(draft, at, &values) };
                let mut change = renamed(draft, at, id)?;
                if !values.is_empty() {
                    let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
                    change.title = change.title.words(format!(" and edit its {}", list(&names)));
                    change.edits.extend(asked::edited(draft, at, &values)?.edits);
                }
                Ok(change)
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
            Err(refused) => row.fault = Some(refused.message.into()),
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
            Goal::Edit(of) if row.key == ID => renamed(draft, of, row),
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
        if self.room { refused.message.to_string() } else { refusal(refused).into() }
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
        // What is not said yet is told at the field that would say it.
        let names = |row: &Row| refused.help.contains(&format!("`{}`", row.key));
        if refused.rule == MISSING
            && let Some(nth) = self.rows.iter().position(names)
        {
            self.at = nth;
            self.rows[nth].fault = Some(self.told(refused));
            return;
        }
        self.fault = Some(self.told(refused));
    }

    /// Makes the change that it asks for, in place of what the record says already or besides it.
    pub(super) fn submit_again(mut self: Box<Self>, model: &Model, again: Again) -> Answer {
        self.again = again;
        self.submit(model)
    }

    /// With the faults that fields had, where nothing else was found of them.
    fn marked(mut self: Box<Self>, known: Vec<Option<String>>) -> Box<Self> {
        for (row, known) in self.rows.iter_mut().zip(known) {
            row.fault = row.fault.take().or(known);
        }
        self
    }

    /// Stays open, where it cannot be left yet.
    pub(super) fn stay(mut self: Box<Self>, model: &Model) -> Answer {
        self.again = Again::default();
        self.choose(model, false);
        Answer::stay(self)
    }

    /// Makes the change that it asks for; one that cannot be made stays open and says why.
    pub(super) fn submit(mut self: Box<Self>, model: &Model) -> Answer {
        if !self.is_changed() && matches!(self.goal, Goal::Edit(_)) {
            return Answer::close().tell("Nothing was changed");
        }
        let empty = |row: &Row| self.needs(row) && row.line.text().trim().is_empty();
        if let Some(nth) = self.rows.iter().position(empty) {
            self.at = nth;
            let why = match self.rows[nth].needed {
                true => "This is needed",
                false => "This is needed: what the gate comes to",
            };
            self.rows[nth].fault = Some(why.into());
            return self.stay(model);
        }
        // What was found wrong stays marked where another field is the first that keeps it from being made.
        let known: Vec<Option<String>> = self.rows.iter_mut().map(|row| row.fault.take()).collect();
        if let Some(draft) = self.draft(model) {
            (0..self.rows.len()).for_each(|nth| self.read_as_meant(nth, draft));
        }
        if let Some(nth) = self.rows.iter().position(|row| row.fault.is_some()) {
            self.at = nth;
            return self.marked(known).stay(model);
        }
        if let Some(why) = aloud::unreasoned(self.work(model), &self) {
            self.at = self.rows.iter().position(|row| row.key == "note").unwrap_or(self.at);
            let at = self.at;
            self.rows[at].fault = Some(why);
            return self.marked(known).stay(model);
        }
        let Some(draft) = self.draft(model) else { return Answer::close().tell(ONLY_LOOKED_AT) };
        let change = self.change(draft);
        if let Err(refused) = change.clone().and_then(|change| draft.would(&change)) {
            self.blame(draft, &refused);
            return self.marked(known).stay(model);
        }
        if let Some(says) = self.on_record(draft) {
            return Answer::stay(Box::new(Recorded { form: self, says }));
        }
        let leap = self.leap(draft);
        Answer::close().then(move |model| {
            self.keep(model, change, leap);
            Vec::new()
        })
    }

    /// Makes the change, with what it brings along.
    fn keep(&self, model: &mut Model, change: Result<Change, Refused>, leap: Option<String>) {
        let title = change.as_ref().map(|change| change.title.clone()).unwrap_or_default();
        let made = match change {
            Ok(change) if self.is_beneath(model) => scenario::capture(model, &change),
            change if self.is_of_scenario() && !self.applies() => scenario::make_part(model, |_| change),
            change => make(model, |_| change),
        };
        if !made {
            return;
        }
        if let (Some(leap), Some(told)) = (leap, &mut model.message) {
            told.push_str(&format!(" · {leap}"));
        }
        if self.applies() {
            scenario::decided(model, title);
        }
        if let Some(present) = &mut model.present {
            present.captured += 1;
        }
        // What is new, or has another id now, is what the user goes on with.
        let renames = self.rows.iter().any(|row| row.key == ID && row.is_changed());
        if self.has(ID) && (renames || matches!(self.goal, Goal::Add(_))) {
            let at = Address::new(self.table(), self.text(ID).trim());
            model.selection = Some(at.clone());
            if matches!(self.goal, Goal::Add(_)) && model.present.is_none() {
                tell_where(model, &at);
            }
        } else if matches!(self.goal, Goal::Add(Table::Learning)) && model.present.is_none() {
            // No other view shows it, and where it is to be found its words say to nobody.
            let plan = model.work.plan();
            let words = [self.text("name").trim(), self.text("note").trim()];
            let own = words.into_iter().find(|words| !words.is_empty());
            let new = register::entries(plan, Table::Learning)
                .into_iter()
                .find(|nth| Some(&*register::title(plan, Table::Learning, *nth)) == own);
            if let Some(at) = new.map(|nth| register::address(plan, Table::Learning, nth)) {
                tell_where(model, &at);
            }
        }
    }
}
