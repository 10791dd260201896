//! What an export lists: every figure that a printed view or a page of the terminal names is a row of it, but for
//! kinds of names that have no end.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use groundswell::figures::Figures;
use groundswell::figures::split::Axis;
use groundswell::graph::Graph;
use groundswell::plan::quantity::Money;
use groundswell::show::Context;
use groundswell::show::cut::Cut;
use groundswell::shows;
use groundswell::simulation::{Settings, Simulation};
use groundswell::trace::name::{Name, When};
use groundswell::trace::of::Of;
use groundswell::trace::value::Value;
use groundswell::trace::{Family, Row, Timing};
use groundswell::traces;
use groundswell::tui::simulating;

use super::rules::{MEASURES, rules};
use super::{PLANS, Plans, cut_name, named, numbers, read};

/// Why a figure has no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unlisted {
    /// It is of a day that somebody asks for.
    DayAsked,
    /// It is of a slip of so many months or days, or what one does to cost, which takes a plan of its own.
    Slip,
    /// No money falls in its period, or did by its day.
    Nothing,
}

/// The families of what a slip does to cost.
const OF_SLIPS: [&str; 2] = ["cost-later", "cost-saved"];

/// The rows of an export of a plan, by name.
pub(super) struct Listed {
    rows: HashMap<String, (Value, Box<str>)>,
    as_of: NaiveDate,
    simulated: bool,
}

impl Listed {
    pub(super) fn of(figures: &Figures<'_>, simulation: Option<&Simulation>) -> Self {
        let mut rows = HashMap::new();
        let mut add = |family: &'static Family, row: Row| {
            let name = row.of.name(figures.plan, family.word, row.when).to_string();
            let other = rows.insert(name.clone(), (row.value, row.unit));
            assert!(other.is_none(), "{name} has one row");
        };
        traces::each(figures, &mut add);
        if let Some(simulation) = simulation {
            traces::each_of(figures, simulation, &mut add);
        }
        Self { rows, as_of: figures.plan.as_of, simulated: simulation.is_some() }
    }

    /// What a row says, in full.
    pub(super) fn said(&self, figures: &Figures<'_>, name: &str) -> Option<String> {
        let name = Name::parse(name)?;
        let (value, unit) = self.rows.get(&self.as_listed(&name).to_string())?;
        Some(value.said_in_full(unit, figures.plan.currency))
    }

    /// A name as its row has it: as of `as-of` what stands has no time.
    fn as_listed(&self, name: &Name) -> Name {
        let stands = traces::by_word(&name.word).is_some_and(|family| family.timing == Timing::Day);
        let now = stands && name.when == Some(When::Day(self.as_of));
        name.clone().at(name.when.filter(|_| !now))
    }

    /// Why the figure of a name is not listed, or what is wrong; nothing where it is listed, or is no figure.
    pub(super) fn lacks(
        &self,
        figures: &Figures<'_>,
        asked: Option<NaiveDate>,
        name: &str,
    ) -> Result<Option<Unlisted>, String> {
        let Some(parsed) = Name::parse(name) else { return Ok(None) };
        let simulated = traces::is_simulated(&parsed.word);
        if simulated && !self.simulated || self.rows.contains_key(&self.as_listed(&parsed).to_string()) {
            return Ok(None);
        }
        let family = traces::by_word(&parsed.word);
        let of = family.and_then(|family| Of::resolve(figures.plan, family.of, &parsed.of));
        if simulated {
            return Err(name.to_owned()).or_else(|name| of.map_or(Ok(None), |_| Err(name)));
        }
        let Ok(figure) = traces::figure(figures, &parsed) else { return Ok(None) };
        if self.rows.contains_key(&self.as_listed(&figure.name).to_string()) {
            return Ok(None);
        }
        let nothing = figure.trace.value == Value::Money(Money::ZERO);
        match (of, figure.name.when) {
            (Some(Of::Late(..)), _) => Ok(Some(Unlisted::Slip)),
            _ if OF_SLIPS.contains(&&*figure.name.word) => Ok(Some(Unlisted::Slip)),
            (_, Some(When::Day(day))) if asked == Some(day) => Ok(Some(Unlisted::DayAsked)),
            (_, Some(_)) if nothing => Ok(Some(Unlisted::Nothing)),
            _ => Err(figure.name.to_string()),
        }
    }
}

/// One name of each shape.
pub(super) fn shapes(faults: &BTreeSet<String>) -> Vec<String> {
    let mut by_shape: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    for fault in faults {
        let (what, when) = fault.split_once('@').unwrap_or((fault, ""));
        let word = what.split('.').next().unwrap_or_default();
        let shape = format!("{word} {} {}", what.matches('.').count(), when.len());
        by_shape.entry(shape).or_insert((0, fault)).0 += 1;
    }
    by_shape.into_values().map(|(count, name)| format!("{name} and others, {count}")).collect()
}

/// What is printed on a day that somebody asks for is told of that day; of the others each number has a row, which says
/// the same.
#[test]
fn every_figure_of_every_printed_view_is_a_row() {
    let mut kinds = BTreeSet::new();
    let (mut faults, mut all) = (BTreeSet::new(), 0);
    for path in PLANS {
        let (plan, source) = read(path);
        let figures = Figures::new(&plan);
        let listed = Listed::of(&figures, None);
        let mut of = Plans {
            plan: &plan,
            source: &source,
            figures: &figures,
            known: BTreeMap::new(),
            simulation: None,
        };
        let asked = plan.as_of.pred_opt().unwrap();
        for show in shows::ALL.into_iter().filter(|show| show.id != "figures") {
            for at in [None, Some(asked).filter(|_| show.dated)].into_iter().take(1 + usize::from(show.dated))
            {
                let json = (show.json)(&Context::new(&plan, &figures).at(at));
                let rules = rules(show.id);
                for number in numbers(&json) {
                    let names = rules.iter().filter_map(|rule| named(&plan, rule, &number));
                    let mut names = names.filter(|name| !name.starts_with(['!', '=', '~']));
                    let Some(name) = names.find(|name| of.leads_to(name, number.number)) else { continue };
                    let name = name.split('>').next().unwrap();
                    all += 1;
                    match listed.lacks(&figures, at, name) {
                        Ok(kind) => kinds.extend(kind),
                        Err(name) => {
                            faults.insert(name);
                        }
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} of {all}: {:#?}", faults.len(), shapes(&faults));
    assert!(all > 5_000, "{all}");
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), [Unlisted::DayAsked, Unlisted::Nothing]);
}

/// Value by one axis is listed; by two crossed it is where both are named.
#[test]
fn value_cut_up_is_listed_by_one_axis_and_by_two_where_they_are_named() {
    let (plan, _) = read(PLANS[0]);
    let figures = Figures::new(&plan);
    let listed = Listed::of(&figures, None);
    for axis in Axis::ALL {
        let json = Cut { rows: *axis, columns: None, measure: None }.json(&Context::new(&plan, &figures));
        for (row, measure) in
            json["rows"].as_array().unwrap().iter().flat_map(|it| MEASURES.map(|of| (it, of)))
        {
            let name = cut_name(measure, &[(axis.as_str(), &row["id"])]);
            let lacks = listed.lacks(&figures, None, &name);
            assert!(matches!(lacks, Ok(None | Some(Unlisted::Nothing))), "{name}: {lacks:?}");
        }
    }
    let (rows, columns) = (Axis::Market, Axis::Category);
    let cut = Cut { rows, columns: Some(columns), measure: None };
    let json = cut.json(&Context::new(&plan, &figures));
    let context = Context::new(&plan, &figures).cut(Some(cut));
    let figures_of = shows::ALL.into_iter().find(|show| show.id == "figures").unwrap();
    let named = (figures_of.json)(&context);
    let named = named["figures"].as_array().unwrap();
    for row in json["rows"].as_array().unwrap() {
        for (column, amount) in
            json["columns"].as_array().unwrap().iter().zip(row["amounts"].as_array().unwrap())
        {
            let name = cut_name("planned", &[(rows.as_str(), &row["id"]), (columns.as_str(), &column["id"])]);
            // Parts are told in the order of their axes, however they are asked for.
            let name = traces::figure(&figures, &Name::parse(&name).unwrap()).unwrap().name.to_string();
            let row = named.iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(row["value"], *amount, "{name}");
        }
    }
}

/// No family is left out, but for those of slips.
#[test]
fn every_family_has_rows() {
    let plans = [read(PLANS[0]).0, crate::traces::added_up()];
    let mut words: BTreeSet<&str> = traces::FAMILIES.iter().map(|family| family.word).collect();
    for plan in &plans {
        let figures = Figures::new(plan);
        let settings = Settings { runs: Some(200), band: true, ..Settings::default() };
        let simulation = Simulation::of(&figures, &Graph::new(plan), &settings);
        let mut seen = |family: &'static Family, _| {
            words.remove(family.word);
        };
        traces::each(&figures, &mut seen);
        traces::each_of(&figures, &simulation, &mut seen);
    }
    assert_eq!(words.into_iter().collect::<Vec<_>>(), OF_SLIPS);
}

/// Each page that opens from a screen, with a simulation that is known.
#[test]
fn what_a_page_of_the_terminal_names_is_a_row() {
    let mut kinds = BTreeSet::new();
    let (mut faults, mut all) = (BTreeSet::new(), 0);
    for path in PLANS {
        let mut known: BTreeMap<String, Listed> = BTreeMap::new();
        super::walk::each_page(path, &mut |keys, model, page| {
            let figures = model.work.figures();
            let simulation = simulating::known(&model.work);
            let scenario = if keys.contains('w') { keys } else { "" };
            let key = format!("{scenario} {}", simulation.is_some());
            let listed = known.entry(key).or_insert_with(|| Listed::of(figures, simulation));
            let words: Vec<&str> =
                page.split(|letter: char| letter.is_whitespace() || letter == '│').collect();
            for word in words.into_iter().filter(|word| !word.is_empty()) {
                let word = word.trim_start_matches('(').trim_end_matches([':', '.', ',', ';', ')']);
                all += 1;
                match listed.lacks(figures, None, word) {
                    Ok(kind) => kinds.extend(kind),
                    Err(name) => {
                        faults.insert(name);
                    }
                }
            }
            // The page says what the row does.
            let inside = |line: &str| line.trim_matches(['│', '┌', '┐', '─', '└', '┘', ' ']).to_owned();
            let lines: Vec<String> = page.lines().map(inside).filter(|line| !line.is_empty()).collect();
            let Some(at) =
                lines.iter().position(|line| *line == "Explained" || line.starts_with("Explained"))
            else {
                return;
            };
            let Some(name) = lines.get(at + 1) else { return };
            if let Some(said) = listed.said(figures, name) {
                let head = lines[at + 2..].iter().take(4).cloned().collect::<Vec<_>>().join(" ");
                assert!(head.contains(&said), "{name} is {said} in its row: {head}");
            }
        });
    }
    assert!(faults.is_empty(), "{} of {all}: {:#?}", faults.len(), shapes(&faults));
    assert!(all > 10_000, "{all}");
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), [Unlisted::Slip, Unlisted::Nothing]);
}
