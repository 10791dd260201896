//! Which fields a form has: every key that the format knows of a table, those that are written first.

use super::{Form, Goal, ID, OF_ID, Row, open};
use crate::draft::{Draft, asked};
use crate::finding::Place;
use crate::order::Order as _;
use crate::plan::address::{Address, Holds, Part, Table};
use crate::safe;
use crate::source::schema::json::required;
use crate::source::schema::{Field, fields};
use crate::tui::detail::{name_of, record};
use crate::tui::editing;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::overlays::adding;
use crate::tui::overlays::line::Line;
use crate::tui::update;
use crate::tui::view::Open;
use crate::wording;
use crate::workspace::{Located, Workspace};

/// The fields of a table that is there.
fn rows(draft: &Draft, at: &Address) -> Vec<Row> {
    let needed = required(at.table);
    let row = |field: &'static Field| {
        let before = asked::worded(draft, &at.clone().to(field.key));
        Row {
            key: field.key,
            doc: field.doc.to_owned(),
            needed: needed.contains(&field.key),
            line: Line::new(before.clone()),
            before,
            fault: None,
        }
    };
    let mut rows: Vec<Row> = fields(at.table).map(row).collect();
    if at.table.holds() == Holds::ById {
        let (before, doc) =
            (at.key.to_string(), format!("{OF_ID}; another one is given wherever it is named"));
        let line = Line::new(before.clone());
        rows.push(Row { key: ID, doc, needed: true, line, before, fault: None });
    }
    rows.order_by_key(|row| (row.before.is_empty() && !row.needed, row.key == ID, row.key != "name"));
    rows
}

/// The form of a table, at the value that an address names in it.
#[must_use]
pub fn of_table(work: &Workspace, at: &Address) -> Option<Form> {
    let draft = work.draft.as_ref()?;
    let root = at.root();
    if !draft.has(&root) && root.table.holds() != Holds::One {
        return None;
    }
    let noun = root.table.noun();
    let title = match root.table.holds() {
        Holds::One => format!("Edit the {noun}"),
        // Its name is what it says, which stands below.
        _ if root.table == Table::Learning => format!("Edit {noun} · {}", root.key),
        // Of one day there may be several: they are known by their words.
        _ if let Some(said) = record::said(work.plan(), &root) => {
            format!("Edit {noun} “{}” · {}", safe::cut(&said, 48), root.key)
        }
        _ => {
            let name = name_of(work.plan(), &root);
            let key = if *root.key == *name { String::new() } else { format!(" · {}", root.key) };
            format!("Edit {noun} {name}{key}")
        }
    };
    let mut form = Form::new(title, Goal::Edit(root.clone()), rows(draft, &root));
    // A step of an item is told by its wave in several ways: the form begins at its head.
    if let Some(Part::Key(key)) = at.path.first().filter(|_| work.step_at(at).is_none()) {
        form.at = form.rows.iter().position(|row| *row.key == **key).unwrap_or(0);
    } else if root.table == Table::Learning {
        form.at = form.rows.iter().position(|row| row.key == "note").unwrap_or(0);
    }
    Some(form)
}

/// The form of one value alone: what is corrected most.
#[must_use]
pub fn quick(work: &Workspace, at: &Address, key: &str, title: String) -> Option<Form> {
    let draft = work.draft.as_ref()?;
    let mut rows = rows(draft, at);
    rows.retain(|row| row.key == key);
    // Whoever corrects a value says the right one.
    rows.iter_mut().for_each(|row| row.line = Line::offered(row.before.clone()));
    (!rows.is_empty()).then(|| Form::new(title, Goal::Edit(at.clone()), rows))
}

/// Edits what is selected: of a KPI, where KPIs are shown, what was read last; of all else its table. What is found in
/// a text that says nothing yet is mended in its line: no form has it.
pub fn edit(model: &mut Model) -> Vec<Effect> {
    let in_text = |it: &Located| matches!(it.finding.at, Place::Text(_));
    if model.entry().open == Open::Jump && model.finding().is_some_and(in_text) {
        return update::edit(model);
    }
    let Some(at) = model.desk().sheet.current().map(|spot| spot.at.clone()) else {
        return tell(model, "Nothing is selected");
    };
    if model.entry().digit == '4' && at.table == Table::Kpi {
        // Of a KPI that was never read the first reading is what is missing.
        return match reading(&model.work, &at) {
            None => adding::record(model),
            form => opened(model, form),
        };
    }
    let form = of_table(&model.work, &at);
    opened(model, form)
}

/// Edits the table of something that no view shows.
pub fn edit_at(model: &mut Model, at: &Address) -> Vec<Effect> {
    match editing::editable(model) {
        Ok(()) => {
            let form = of_table(&model.work, at);
            opened(model, form)
        }
        Err(why) => tell(model, format!("No view shows this, and it cannot be edited: {why}")),
    }
}

fn opened(model: &mut Model, form: Option<Form>) -> Vec<Effect> {
    match form {
        Some(form) => open(model, form),
        None => tell(model, model.filled("This stands in no table of the plan; {edit.file} opens its file")),
    }
}

/// The value of a KPI that was read last: the global one, else of a market.
fn reading(work: &Workspace, kpi: &Address) -> Option<Form> {
    let plan = work.plan();
    let ix = plan.kpi_by_id(&kpi.key)?;
    let own = plan.readings.iter().enumerate().filter(|(_, it)| it.kpi == ix && it.date <= plan.as_of);
    let (nth, newest) =
        own.max_by_key(|(nth, it)| (it.market.is_none(), it.date, std::cmp::Reverse(*nth)))?;
    let kpi = plan.kpi(ix);
    let market = newest.market.map(|market| format!(" · {}", plan.markets[market.at()].title()));
    let unit = kpi.unit.as_deref().map(|unit| format!(" · in {unit}")).unwrap_or_default();
    let date = wording::date(newest.date);
    let title = format!("{}{} · {date}{unit}", kpi.title(), market.unwrap_or_default());
    quick(work, &plan.record_address(Table::Reading, nth), "value", title)
}

/// Something is selected in a plan that can be changed.
pub fn editable(model: &Model) -> Result<(), &'static str> {
    editing::editable(model)?;
    if model.desk().sheet.current().is_some() { Ok(()) } else { Err("nothing is selected") }
}
