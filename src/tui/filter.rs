//! Which of a plan's things are shown: `owner:"head of data" wave:2 status:late !done text`. Every word must hold;
//! one after `!` must not; between quotes, blanks are part of a word.

use std::collections::BTreeSet;

use crate::figures::performance::Status as Colour;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::capability::Layer;
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::item::Dimension;
use crate::register;
use crate::status::{self, Status};
use crate::tui::detail;
use crate::wording;
use crate::workspace::Workspace;

/// What a word asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Any,
    Owner,
    Wave,
    Status,
    Kind,
    Layer,
    Id,
}

/// In which words a view says how its things stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Items, waves and gates.
    Items,
    /// KPIs go by colours, and may be stale whatever theirs is.
    Kpis,
}

/// The view that lists KPIs.
const KPIS: char = '4';

/// What a KPI is besides its colour, where its reading is too old.
const STALE: &str = "stale";

impl Stands {
    fn of(view: char) -> Self {
        if view == KPIS { Self::Kpis } else { Self::Items }
    }

    fn words(self) -> Vec<&'static str> {
        match self {
            Self::Items => Status::ALL.map(Status::as_str).into(),
            Self::Kpis => {
                let colours = [Colour::Green, Colour::Amber, Colour::Red, Colour::Grey];
                colours.map(Colour::as_str).into_iter().chain([STALE]).collect()
            }
        }
    }

    /// In which words the things of a view stand by now.
    fn there(self, work: &Workspace) -> Vec<&'static str> {
        let (plan, figures) = (work.plan(), work.figures());
        let of = |word: &&'static str| match self {
            Self::Items => {
                let mut items = plan.items().filter(|(_, item)| !item.steps.is_empty());
                items.any(|(ix, _)| work.status(ix, None).as_str() == *word)
            }
            Self::Kpis => plan.kpis().any(|(ix, _)| {
                let measure = &figures.kpi(ix).global;
                measure.status.as_str() == *word || measure.stale && *word == STALE
            }),
        };
        self.words().into_iter().filter(of).collect()
    }

    /// That nothing stands so in a view, with the words that hold of something there.
    fn no_such(self, text: &str) -> Option<String> {
        let has = |stands: Self| stands.words().iter().any(|word| word.contains(text));
        let words = || self.words().join(", ");
        match self {
            _ if has(self) => None,
            Self::Kpis if has(Self::Items) => Some(format!("no KPI is {text}, they are {}", words())),
            Self::Items if has(Self::Kpis) => {
                Some(format!("{text} is what KPIs are, in view {KPIS}; here: {}", words()))
            }
            _ => Some(format!("no status {text}: {}", words())),
        }
    }
}

/// The wave that is asked for where an item has none.
const UNPLANNED: &str = "unplanned";

const FIELDS: [(&str, Field); 6] = [
    ("owner", Field::Owner),
    ("wave", Field::Wave),
    ("status", Field::Status),
    ("kind", Field::Kind),
    ("layer", Field::Layer),
    ("id", Field::Id),
];

#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    not: bool,
    field: Field,
    /// In small letters.
    text: String,
}

/// A filter; without words it shows everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    words: Vec<Word>,
    /// As it was typed.
    pub typed: String,
}

impl Filter {
    /// Reads a filter; a field that does not exist is looked for as text.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let word = |word: String| {
            let (not, rest) = word.strip_prefix('!').map_or((false, &*word), |rest| (true, rest));
            let named = rest.split_once(':').and_then(|(name, text)| {
                let (_, field) = FIELDS.iter().find(|(known, _)| *known == name.to_lowercase())?;
                Some((*field, text))
            });
            let (field, text) = named.unwrap_or((Field::Any, rest));
            Word { not, field, text: text.to_lowercase() }
        };
        let words = words_of(typed).into_iter().map(word).filter(|word| !word.text.is_empty()).collect();
        Self { words, typed: typed.trim().to_owned() }
    }

    /// Whether it shows everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// What is said where nothing is shown: that there is `none`, unless the filter may hide some.
    #[must_use]
    pub fn or_none<'w>(&self, none: &'w str) -> &'w str {
        if self.is_empty() { none } else { "Nothing here meets the filter" }
    }

    /// What in it can hold of nothing: a field that does not exist, or a value that nothing here has; with those
    /// that there are in the view of this digit.
    #[must_use]
    pub fn fault(&self, work: &Workspace, view: char) -> Option<String> {
        let words = words_of(&self.typed);
        let named = words.iter().filter_map(|word| word.trim_start_matches('!').split_once(':'));
        named.filter(|(_, text)| !text.is_empty()).find_map(|(name, text)| {
            let (name, text) = (name.to_lowercase(), text.to_lowercase());
            let known = FIELDS.iter().find(|(known, _)| *known == name);
            match known {
                Some((_, Field::Status)) => Stands::of(view).no_such(&text),
                Some((name, field)) => no_such(work, *field, name, &text),
                // A time of day, or a link, is no field.
                None if name.is_empty() || !name.chars().all(char::is_alphabetic) => None,
                None => {
                    let names = FIELDS.map(|(name, _)| name);
                    Some(match wording::nearest(&name, names.into_iter()) {
                        Some(near) => format!("no field {name}; did you mean {near}?"),
                        None => format!("no field {name}: {}", names.join(", ")),
                    })
                }
            }
        })
    }

    /// That nothing in a view meets it, and why where nothing can.
    #[must_use]
    pub fn nothing(&self, work: &Workspace, view: char) -> String {
        let why = self.fault(work, view).or_else(|| self.stands_otherwise(work, view));
        let why = why.map(|why| format!(": {why}")).unwrap_or_default();
        format!("Nothing here meets the filter “{}”{why}", self.typed)
    }

    /// How all things of a view stand, where none of them stands as is asked for.
    fn stands_otherwise(&self, work: &Workspace, view: char) -> Option<String> {
        let mut asked = self.words.iter().filter(|word| word.field == Field::Status && !word.not).peekable();
        asked.peek()?;
        let stands = Stands::of(view);
        let there = stands.there(work);
        let who = if stands == Stands::Kpis { "KPIs" } else { "items" };
        let none = |word: &Word| there.iter().all(|known| !known.contains(&*word.text));
        (!there.is_empty() && asked.any(none)).then(|| format!("{who} are {}", wording::list(&there)))
    }

    /// Whether it shows an item, or one of its steps.
    #[must_use]
    pub fn shows_item(&self, work: &Workspace, ix: ItemIx, step: Option<usize>) -> bool {
        self.words.iter().all(|word| word.not != item_holds(work, ix, step, word))
    }

    /// Whether it shows what an address names.
    #[must_use]
    pub fn shows(&self, work: &Workspace, at: &Address) -> bool {
        if self.is_empty() {
            return true;
        }
        match work.step_at(at) {
            Some((ix, step)) => self.shows_item(work, ix, step),
            None => self.words.iter().all(|word| word.not != other_holds(work, at, word)),
        }
    }

    /// Whether it shows something that is only text, with its owner, what kind of thing it is, and where it stands.
    #[must_use]
    pub fn shows_text(&self, text: &str, owner: &str, (kind, status): (&str, &str)) -> bool {
        let holds = |word: &Word| match word.field {
            Field::Any => within(text, word) || within(owner, word),
            Field::Owner => within(owner, word),
            Field::Kind => within(kind, word),
            Field::Status => within(status, word),
            _ => false,
        };
        self.words.iter().all(|word| word.not != holds(word))
    }
}

/// The words of what was typed. A quote that is still open goes to the end.
fn words_of(typed: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for letter in typed.chars() {
        match letter {
            '"' => quoted = !quoted,
            letter if letter.is_whitespace() && !quoted => words.push(std::mem::take(&mut word)),
            letter => word.push(letter),
        }
    }
    words.push(word);
    words.retain(|word| !word.trim().is_empty());
    words
}

/// Whether a wave is one that a text asks for: by its id or name, or by its number. That is one of up to two digits
/// that it is called by, and else its place.
fn wave_holds(plan: &Plan, ix: WaveIx, text: &str) -> bool {
    let wave = plan.wave(ix);
    let names = || [&*wave.id, wave.title()].into_iter();
    let is_number = |text: &str| matches!(text.len(), 1 | 2) && text.bytes().all(|it| it.is_ascii_digit());
    if !is_number(text) {
        return names().any(|name| name.to_lowercase().contains(text));
    }
    let mut own =
        names().flat_map(|name| name.split(|it: char| !it.is_ascii_digit())).filter(|it| is_number(it));
    let asked = text.parse().ok();
    match own.next() {
        Some(number) => number.parse::<usize>().ok() == asked,
        None => Some(ix.at() + 1) == asked,
    }
}

/// That no value of a field holds a text, with the values that there are.
fn no_such(work: &Workspace, field: Field, name: &str, text: &str) -> Option<String> {
    let plan = work.plan();
    let mut known: Vec<String> = match field {
        Field::Wave => {
            let unplanned = plan.items().any(|(_, item)| item.steps.is_empty() && !item.is_group());
            if plan.waves().any(|(ix, _)| wave_holds(plan, ix, text)) || unplanned && text == UNPLANNED {
                return None;
            }
            let ids = plan.waves().map(|(_, wave)| wave.id.to_string());
            let known: Vec<String> = ids.chain(unplanned.then(|| UNPLANNED.into())).collect();
            return (!known.is_empty()).then(|| format!("no {name} {text}: {}", known.join(", ")));
        }
        Field::Layer => Layer::ALL.iter().map(|layer| layer.as_str().to_owned()).collect(),
        Field::Kind => KINDS.map(str::to_owned).into(),
        Field::Owner => {
            let of_items =
                plan.items().flat_map(|(_, item)| [item.about.owner.as_deref(), item.responsible()]);
            let of_kpis = plan.kpis().map(|(_, kpi)| kpi.about.owner.as_deref());
            let of_rest = plan.gates.iter().map(|it| it.about.owner.as_deref());
            let of_rest = of_rest.chain(plan.risks.iter().map(|it| it.about.owner.as_deref()));
            let of_rest = of_rest.chain(plan.actions.iter().map(|it| it.about.owner.as_deref()));
            let of_rest = of_rest.chain(plan.decisions.iter().map(|it| it.by.as_deref()));
            let all: BTreeSet<&str> = of_items.chain(of_kpis).chain(of_rest).flatten().collect();
            all.into_iter().map(str::to_owned).collect()
        }
        Field::Any | Field::Id | Field::Status => return None,
    };
    if known.iter().any(|it| it.to_lowercase().contains(text)) || known.is_empty() {
        return None;
    }
    if field == Field::Layer && Layer::ALL.iter().any(|layer| layer_holds(*layer, text)) {
        return None;
    }
    if field == Field::Owner {
        let near = known.iter().map(String::as_str);
        return Some(match wording::nearest(text, near) {
            Some(near) => format!("no owner {text}; did you mean {near}?"),
            None => format!("no owner {text}"),
        });
    }
    known.dedup();
    Some(format!("no {name} {text}: {}", known.join(", ")))
}

/// The kinds of what views show.
const KINDS: [&str; 16] = [
    "driver",
    "capability",
    "mandate",
    "wave",
    "gate",
    "KPI",
    "risk",
    "exception",
    "trade-off",
    "objective",
    "pool",
    "archetype",
    "learning",
    "decision",
    "action",
    "finding",
];

fn within(text: &str, word: &Word) -> bool {
    text.to_lowercase().contains(&word.text)
}

/// Whether an id holds a word, or is one of several ids with commas between them.
fn among(id: &str, word: &Word) -> bool {
    match word.text.contains(',') {
        true => word.text.split(',').any(|it| id.to_lowercase() == it),
        false => within(id, word),
    }
}

/// Whether a layer is one that a text asks for: by the letter that it goes by on the board, or by its name.
fn layer_holds(layer: Layer, text: &str) -> bool {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => letter.eq_ignore_ascii_case(&layer.letter()),
        _ => layer.as_str().contains(text),
    }
}

fn item_holds(work: &Workspace, ix: ItemIx, step: Option<usize>, word: &Word) -> bool {
    let plan = work.plan();
    let item = plan.item(ix);
    let kind = match item.dimension() {
        Dimension::Strategy => "driver",
        Dimension::OperatingModel => "capability",
        Dimension::Leadership => "mandate",
    };
    let owner = || {
        [item.about.owner.as_deref(), item.responsible()].into_iter().flatten().any(|name| within(name, word))
    };
    let status = || !item.steps.is_empty() && within(work.status(ix, step).as_str(), word);
    let in_wave = |step: &crate::plan::item::Step| wave_holds(plan, step.wave, &word.text);
    match word.field {
        Field::Owner => owner(),
        Field::Status => status(),
        Field::Kind => within(kind, word),
        Field::Id => among(&item.id, word),
        Field::Layer => plan.layer(ix).is_some_and(|layer| layer_holds(layer, &word.text)),
        Field::Wave => match step.and_then(|step| item.steps.get(step)) {
            Some(step) => in_wave(step),
            None if item.steps.is_empty() => word.text == UNPLANNED && !item.is_group(),
            None => item.steps.iter().any(in_wave),
        },
        Field::Any => within(item.title(), word) || within(&item.id, word) || owner() || status(),
    }
}

/// Waves, gates, KPIs and records: what is known of them by name.
fn other_holds(work: &Workspace, at: &Address, word: &Word) -> bool {
    let plan = work.plan();
    let owner = || owner_of(plan, at).is_some_and(|owner| within(owner, word));
    let wave = || match at.table {
        Table::Wave => plan.wave_by_id(&at.key),
        Table::Gate => plan.gate_by_id(&at.key).and_then(|ix| plan.gates[ix.at()].wave),
        Table::Learning => register::place(plan, at).and_then(|nth| plan.learnings[nth].wave),
        _ => None,
    };
    // A risk is found by the items that it delays, something learnt by those that it led to a change of.
    let about = || {
        let entry = register::place(plan, at).filter(|_| matches!(at.table, Table::Risk | Table::Learning));
        let delayed = entry.filter(|_| at.table == Table::Risk).map(|nth| &plan.risks[nth].delays);
        let changed = entry.filter(|_| at.table == Table::Learning).map(|nth| &plan.learnings[nth].leads_to);
        let changed = changed.into_iter().flatten().map(|link| link.to);
        delayed.into_iter().flatten().map(|(ix, _)| *ix).chain(changed)
    };
    match word.field {
        Field::Owner => owner(),
        Field::Wave => {
            wave().is_some_and(|ix| wave_holds(plan, ix, &word.text))
                || about().any(|ix| item_holds(work, ix, None, word))
        }
        Field::Kind => within(at.table.noun(), word),
        Field::Id => among(&at.key, word),
        Field::Layer => about().any(|ix| item_holds(work, ix, None, word)),
        Field::Status if at.table == Table::Kpi => plan.kpi_by_id(&at.key).is_some_and(|ix| {
            let measure = &work.figures().kpi(ix).global;
            within(measure.status.as_str(), word) || measure.stale && within(STALE, word)
        }),
        Field::Status => {
            let gate = plan.gate_by_id(&at.key).filter(|_| at.table == Table::Gate);
            gate.is_some_and(|ix| within(status::gate_status(work.figures(), ix).as_str(), word))
        }
        Field::Any => within(&detail::name_of(plan, at), word) || within(&at.key, word) || owner(),
    }
}

fn owner_of<'p>(plan: &'p Plan, at: &Address) -> Option<&'p str> {
    match at.table {
        Table::Kpi => plan.kpi_by_id(&at.key).and_then(|ix| plan.kpi(ix).about.owner.as_deref()),
        Table::Gate => plan.gate_by_id(&at.key).and_then(|ix| plan.gates[ix.at()].about.owner.as_deref()),
        Table::Wave => plan.wave_by_id(&at.key).and_then(|ix| plan.wave(ix).about.owner.as_deref()),
        table => register::place(plan, at)
            .and_then(|nth| register::about(plan, table, nth))
            .and_then(|about| about.owner.as_deref()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_fields_texts_and_what_must_not_hold() {
        let filter = Filter::parse("Owner:IT !status:done x:y wave:");
        let words: Vec<_> =
            filter.words.iter().map(|word| (word.not, word.field, word.text.as_str())).collect();
        let expected =
            [(false, Field::Owner, "it"), (true, Field::Status, "done"), (false, Field::Any, "x:y")];
        assert_eq!(words, expected);
        assert!(Filter::parse("  ").is_empty());
        for typed in [
            "owner:\"Head of  Data\" !late",
            "\"owner:Head of  Data\" !late",
            "owner:Head\" of  Data\" !late",
        ] {
            let filter = Filter::parse(typed);
            let words: Vec<_> = filter.words.iter().map(|word| (word.field, word.text.as_str())).collect();
            assert_eq!(words, [(Field::Owner, "head of  data"), (Field::Any, "late")], "{typed}");
        }
        // While it is typed the end is still to come.
        assert_eq!(Filter::parse("owner:\"head of").words[0].text, "head of");
        assert!(Filter::parse("\" \"").is_empty());
    }

    #[test]
    fn a_wave_is_asked_for_by_name_or_number() {
        let plan = "format = 1\n[plan]\nhorizon = 2027-12-31\n[wave]\n\
            pilot = { name = \"Pilot 2026\", start = 2026-01-01, end = 2026-03-31 }\n\
            scale = { name = \"Scale\", start = 2026-04-01, end = 2026-06-30 }\n\
            w4 = { name = \"Late\", start = 2026-07-01, end = 2026-09-30 }\n\
            more = { name = \"Wave 12\", start = 2026-10-01, end = 2026-12-31 }\n";
        let store = crate::disk::Memory::default().with("plan.toml", plan);
        let draft =
            crate::draft::Draft::open(&store, &["plan.toml".into()], crate::source::Limits::default());
        let Ok(draft) = draft else { panic!("it is in memory") };
        let work = Workspace::drafted(Box::new(draft), None);
        let shown = |typed: &str| {
            let filter = Filter::parse(typed);
            let waves = work.plan().waves().map(|(_, wave)| Address::new(Table::Wave, &wave.id));
            waves
                .filter(|at| filter.shows(&work, at))
                .map(|at| at.key.to_string())
                .collect::<Vec<_>>()
                .join(" ")
        };
        for (typed, waves) in [
            ("wave:1", "pilot"),
            ("wave:2", "scale"),
            ("wave:02", "scale"),
            ("wave:4", "w4"),
            ("wave:12", "more"),
            ("wave:2026", "pilot"),
            ("wave:sca", "scale"),
            ("wave:\"wave 12\"", "more"),
            ("!wave:2", "pilot w4 more"),
            ("wave:3", ""),
        ] {
            assert_eq!(shown(typed), waves, "{typed}");
        }
        assert_eq!(Filter::parse("wave:2").fault(&work, '1'), None);
        assert!(Filter::parse("wave:unplanned").fault(&work, '1').is_some(), "nothing is without a wave");
        let refused = Filter::parse("wave:3").fault(&work, '1');
        assert_eq!(refused.as_deref(), Some("no wave 3: pilot, scale, w4, more"));
    }

    #[test]
    fn what_no_wave_has_is_asked_for_as_unplanned_and_a_layer_by_its_letter() {
        let plan = "format = 1\n[plan]\nhorizon = 2027-12-31\n\
            [wave]\none = { start = 2026-01-01, end = 2026-03-31 }\n[capability]\n\
            crm = { layer = \"technological\", wave = \"one\" }\n\
            ads = { layer = \"commercial\", wave = \"unplanned\" }\n\
            care = { layer = \"transformational\" }\n\
            all = {}\npart = { part-of = \"all\", wave = \"one\" }\n";
        let store = crate::disk::Memory::default().with("plan.toml", plan);
        let draft =
            crate::draft::Draft::open(&store, &["plan.toml".into()], crate::source::Limits::default());
        let Ok(draft) = draft else { panic!("it is in memory") };
        let work = Workspace::drafted(Box::new(draft), None);
        for (typed, items) in [
            ("wave:unplanned", "ads care"),
            ("wave:Unplanned !id:care", "ads"),
            ("!wave:unplanned kind:cap", "all crm part"),
            ("layer:t", "crm"),
            ("layer:C", "ads"),
            ("layer:x", "care"),
            ("layer:tech", "crm"),
            ("layer:tra", "care"),
        ] {
            let filter = Filter::parse(typed);
            let shown = work.plan().items().filter(|(ix, _)| filter.shows_item(&work, *ix, None));
            let shown: Vec<&str> = shown.map(|(_, item)| &*item.id).collect();
            assert_eq!(shown.join(" "), items, "{typed}");
            assert_eq!(filter.fault(&work, '1'), None, "{typed}");
        }
        let refused = Filter::parse("wave:two").fault(&work, '1');
        assert_eq!(refused.as_deref(), Some("no wave two: one, unplanned"));
        assert!(Filter::parse("layer:z").fault(&work, '1').is_some());
    }
}
