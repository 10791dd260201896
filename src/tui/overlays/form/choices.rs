//! What a field may hold: the words of the format, and the ids of the plan.

use crate::plan::address::{Address, Holds, Table};
use crate::plan::id::ItemIx;
use crate::plan::record::SlideView;
use crate::rules;
use crate::source::schema::{Field, Shape, Space};
use crate::source::written::Value;
use crate::tui::overlays::fuzzy;
use crate::workspace::Workspace;

/// At most so many are kept.
const MOST: usize = 60;

/// What a field may hold, and which of it is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Choices {
    /// The words.
    pub(super) words: Vec<String>,
    /// The one that the field holds.
    pub(super) at: Option<usize>,
    /// They are those that the letters typed are in.
    narrowed: bool,
}

/// Whether a field takes several of them, with commas between.
pub(super) fn is_list(shape: Shape) -> bool {
    matches!(shape, Shape::Words(_) | Shape::Ids(_) | Shape::Needs | Shape::Texts)
}

impl Choices {
    /// What a field may hold that holds `text`; only what its letters are in while they are `typed`, and
    /// nothing private before a room.
    pub(super) fn of(work: &Workspace, field: &Field, text: &str, typed: bool, room: bool) -> Self {
        let part = if is_list(field.shape) { text.rsplit(',').next().unwrap_or_default() } else { text };
        let part = part.trim();
        let mut all = all(work, field);
        if room {
            all.retain(|word| !is_private(work, word));
        }
        let held = |words: &[String]| words.iter().position(|word| word == part);
        if part.is_empty() || !typed || held(&all).is_some() {
            let mut words = all;
            let at = held(&words);
            // The one that is held is among those that are kept.
            let from = at.unwrap_or(0).saturating_sub(MOST / 2);
            words.drain(..from);
            words.truncate(MOST);
            return Self { words, at: at.map(|at| at - from), narrowed: false };
        }
        let found = fuzzy::rank(part, all.iter().map(String::as_str), MOST);
        Self {
            words: found.into_iter().filter_map(|nth| all.get(nth).cloned()).collect(),
            at: None,
            narrowed: true,
        }
    }

    /// Whether letters were typed that some of the words hold.
    pub(super) fn is_begun(&self) -> bool {
        self.narrowed && !self.words.is_empty()
    }

    /// Chooses the next word, or the one before.
    pub(super) fn next(&mut self, forward: bool) -> Option<&str> {
        let count = self.words.len();
        let at = match (self.at, forward) {
            (None, true) => 0,
            (None, false) => count.checked_sub(1)?,
            (Some(at), true) => (at + 1) % count.max(1),
            (Some(at), false) => (at + count.checked_sub(1)?) % count,
        };
        self.at = Some(at);
        self.words.get(at).map(String::as_str)
    }
}

fn all(work: &Workspace, field: &Field) -> Vec<String> {
    let plan = work.plan();
    let items = || (0..plan.items.len()).map(|nth| plan.item(ItemIx::from(nth)).id.to_string());
    match field.shape {
        Shape::Word(words) | Shape::Words(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        Shape::Flag => vec!["true".into(), "false".into()],
        Shape::Id(space) | Shape::Ids(space) => {
            let own = field.key == "wave" && space == Space::Of(Table::Wave);
            let unplanned = own && field.doc.contains("unplanned");
            ids(work, space).into_iter().chain(unplanned.then(|| "unplanned".to_owned())).collect()
        }
        Shape::Needs => items().collect(),
        Shape::Texts | Shape::Text if matches!(field.key, "allow" | "deny" | "rule") => {
            rules::RULES.iter().map(|rule| rule.name.to_owned()).collect()
        }
        _ => Vec::new(),
    }
}

fn ids(work: &Workspace, space: Space) -> Vec<String> {
    let plan = work.plan();
    let of = |table: Table| -> Vec<String> {
        let ids = work.source().map(|source| source.ids(table)).unwrap_or_default();
        ids.into_iter().map(str::to_owned).collect()
    };
    let items = [Table::Driver, Table::Capability, Table::Mandate];
    match space {
        Space::Item => items.into_iter().flat_map(of).collect(),
        Space::Of(Table::Wave) => plan.waves.iter().map(|wave| wave.id.to_string()).collect(),
        Space::Of(table) => of(table),
        Space::Unit => plan.units.iter().map(ToString::to_string).collect(),
        Space::Shown => SlideView::shows(None).iter().copied().flat_map(of).collect(),
        Space::Any => {
            Table::ALL.into_iter().filter(|table| table.holds() == Holds::ById).flat_map(of).collect()
        }
    }
}

/// Whether an id is that of something private.
fn is_private(work: &Workspace, word: &str) -> bool {
    let by_id = Table::ALL.into_iter().filter(|table| table.holds() == Holds::ById);
    let Some(source) = work.source() else { return false };
    let private = |table| source.value(work.plan(), &Address::new(table, word).to("private"));
    by_id.into_iter().any(|table| private(table) == Some(Value::Flag(true)))
}

/// The name of what a word of a field is the id of, where it has one that says more.
pub(super) fn name_of(work: &Workspace, field: &Field, word: &str) -> Option<String> {
    let tables: Vec<Table> = match field.shape {
        Shape::Id(Space::Of(table)) | Shape::Ids(Space::Of(table)) => vec![table],
        Shape::Id(Space::Item) | Shape::Ids(Space::Item) | Shape::Needs => {
            vec![Table::Driver, Table::Capability, Table::Mandate]
        }
        _ => return None,
    };
    let (source, plan) = (work.source()?, work.plan());
    let name = |table| source.said(plan, &Address::new(table, word).to("name")).map(str::to_owned);
    tables.into_iter().find_map(name).filter(|name| name != word)
}
