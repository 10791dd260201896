//! The minutes of a steering meeting, from what was recorded: gate outcomes, decisions, actions, learnings
//! and readings, as Markdown or plain text. Nothing private is in them.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::plan::Plan;
use crate::plan::id::{GateIx, KpiIx};
use crate::plan::record::{Action, Decision};
use crate::report::markdown::escape;
use crate::safe;
use crate::show::table::Table;
use crate::wording::aloud::Aloud;
use crate::wording::{self, date};

/// The days that minutes are of, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

impl Days {
    /// The last day up to `as-of` on which anything was decided, agreed or learnt; without one, `as-of`.
    #[must_use]
    pub fn last_meeting(plan: &Plan) -> Self {
        let day = meetings(plan).filter(|day| *day <= plan.as_of).max().unwrap_or(plan.as_of);
        Self { from: day, to: day }
    }

    /// Whether a reading of a day belongs to these. What a meeting has before it was read since the one before:
    /// nobody reads on the day itself.
    #[must_use]
    pub fn have_before_them(self, read: NaiveDate, plan: &Plan) -> bool {
        if self.from != self.to {
            return self.holds(read);
        }
        let before = meetings(plan).filter(|day| *day < self.from).max();
        read <= self.to && before.is_none_or(|before| read > before)
    }

    fn holds(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    fn words(self) -> String {
        if self.from == self.to { date(self.to) } else { format!("{} to {}", date(self.from), date(self.to)) }
    }
}

/// The days on which anything was decided, agreed or learnt.
fn meetings(plan: &Plan) -> impl Iterator<Item = NaiveDate> {
    let decided = plan.decisions.iter().map(|it| it.date);
    let agreed = plan.actions.iter().map(|it| it.date);
    decided.chain(agreed).chain(plan.learnings.iter().map(|it| it.date))
}

/// Minutes: what is written of a meeting, section by section.
#[derive(Clone, Debug, PartialEq)]
pub struct Minutes {
    title: String,
    sections: Vec<Section>,
}

/// A section with its table.
#[derive(Clone, Debug, PartialEq)]
struct Section {
    title: &'static str,
    headings: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

impl Minutes {
    /// The minutes of some days. Readings are those dated on them, of a single day those since the meeting before
    /// it; what is overdue is so on the last of them.
    #[must_use]
    pub fn of(figures: &Figures<'_>, days: Days) -> Self {
        let open = figures.plan;
        let plan = open.veiled();
        let decisions: Vec<&Decision> =
            plan.decisions.iter().filter(|it| !it.about.private && days.holds(it.date)).collect();
        let gates = decisions.iter().filter_map(|it| Some(gate(figures, &plan, it.gate?, it))).collect();
        let free =
            decisions.iter().filter(|it| it.gate.is_none()).map(|it| decision(&plan, open, it)).collect();
        let effects =
            decisions.iter().filter_map(|it| Some(vec![what(&plan, it), text(Some(it.effect.as_deref()?))]));
        let effects = effects.collect();
        let actions = |meets: &dyn Fn(&Action) -> bool| -> Vec<Vec<String>> {
            let shown = plan.actions.iter().filter(|it| !it.about.private && meets(it));
            shown.map(action).collect()
        };
        let done = |it: &Action| it.done.is_some_and(|day| days.holds(day));
        let overdue = |it: &Action| {
            let open = it.done.is_none_or(|day| day > days.to);
            it.date <= days.to && open && it.due.is_some_and(|due| due < days.to)
        };
        let learnt = plan.learnings.iter().filter(|it| !it.about.private && days.holds(it.date));
        let learnt = learnt.map(|it| {
            let led: Vec<&str> = it.leads_to.iter().map(|link| plan.item(link.to).title()).collect();
            vec![date(it.date), text(it.about.note.as_deref()), wording::list(&led)]
        });
        let told = |day| days.have_before_them(day, open);
        let read = open.readings.iter().filter(|it| told(it.date) && !open.is_private_kpi(it.kpi));
        let read = read.map(|it| {
            let market = it.market.map_or("", |ix| plan.markets[ix.at()].title());
            let measured = |value: f64| value_of(&plan, it.kpi, value);
            vec![plan.kpi(it.kpi).title().into(), date(it.date), measured(it.value), market.into()]
        });
        let (learnt, read) = (learnt.collect(), read.collect());
        let section = |title, headings, rows| Section { title, headings, rows };
        let headings: &[&str] = &["What", "Owner", "Due", "Done"];
        Self {
            title: format!("Minutes of {}, {}", plan.title(), days.words()),
            sections: vec![
                section("Gates", &["Gate", "Outcome", "Date", "By", "Criteria met", "Note"], gates),
                section("Decisions", &["Decision", "Outcome", "Date", "By", "Affects"], free),
                section("What was decided on", &["Decision", "What it does"], effects),
                section("Actions agreed", headings, actions(&|it| days.holds(it.date))),
                section("Actions done", headings, actions(&done)),
                section("Actions overdue", headings, actions(&overdue)),
                section("Learnings", &["Date", "Learning", "Leads to"], learnt),
                section("Readings", &["KPI", "Date", "Value", "Market"], read),
            ],
        }
    }

    /// As Markdown: nothing that the plan says is markup in it.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = format!("# {}\n", escape(&self.title));
        for section in self.told() {
            let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
            let headings = section.headings.iter().map(|it| (*it).to_owned()).collect();
            let rule = format!("|{}\n", "---|".repeat(section.headings.len()));
            text.extend([format!("\n## {}\n\n", section.title), row(headings), rule]);
            text.extend(section.rows.iter().map(|cells| row(cells.iter().map(|it| escape(it)).collect())));
        }
        text + self.nothing()
    }

    /// As plain text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.title());
        for (title, table) in self.sections(usize::MAX) {
            text.push_str(&format!("\n{title}\n\n{table}"));
        }
        text + self.nothing()
    }

    /// What they are of, in plain text.
    #[must_use]
    pub fn title(&self) -> Cow<'_, str> {
        safe::line(&self.title)
    }

    /// The sections by their titles, in plain text: each a table, or row by row with a line for each cell where
    /// the table is wider than `most` columns.
    pub fn sections(&self, most: usize) -> impl Iterator<Item = (&'static str, String)> {
        self.told().map(move |section| {
            let mut table = Table::new(section.headings);
            section.rows.iter().for_each(|row| table.row(row));
            let table = table.to_string();
            let fits = table.lines().all(|line| safe::width(line) <= most);
            (section.title, if fits { table } else { section.row_by_row() })
        })
    }

    fn told(&self) -> impl Iterator<Item = &Section> {
        self.sections.iter().filter(|section| !section.rows.is_empty())
    }

    /// What is said where nothing is on record.
    #[must_use]
    pub fn nothing(&self) -> &'static str {
        if self.told().next().is_none() { "\nNothing is on record for this time.\n" } else { "" }
    }
}

impl Section {
    fn row_by_row(&self) -> String {
        let cell = |(nth, (heading, cell)): (usize, (&&str, &String))| match (nth, &**cell) {
            (0, cell) => format!("{}\n", safe::line(cell)),
            (_, "") => String::new(),
            (_, cell) => format!("  {heading}: {}\n", safe::line(cell)),
        };
        let row = |row: &Vec<String>| self.headings.iter().zip(row).enumerate().map(cell).collect();
        self.rows.iter().map(row).collect::<Vec<String>>().join("\n")
    }
}

fn text(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

fn gate(figures: &Figures<'_>, plan: &Plan, ix: GateIx, decided: &Decision) -> Vec<String> {
    let gate = &plan.gates[ix.at()];
    let judged = figures.verdict(ix, decided.date).now;
    // What is private is not counted: a count would tell of it.
    let told = figures.plan.gates[ix.at()].criteria.iter().zip(&judged);
    let told: Vec<bool> = told
        .filter(|(criterion, _)| !figures.plan.is_private(criterion.subject) && !gate.about.private)
        .map(|(_, judged)| judged.holds)
        .collect();
    let met = told.iter().filter(|holds| **holds).count();
    vec![
        gate.about.name.as_deref().unwrap_or(&gate.id).to_owned(),
        match gate.about.private || decided.about.private {
            true => String::new(),
            false => decided.outcome_words().to_owned(),
        },
        date(decided.date),
        text(decided.by.as_deref()),
        if told.is_empty() { String::new() } else { format!("{met} of {}", told.len()) },
        if gate.about.private { String::new() } else { decided.said() },
    ]
}

/// What a decision is: the question where it has one, and the words of the answer; of a gate's, its name.
fn what(plan: &Plan, decision: &Decision) -> String {
    let gate = decision.gate.map(|ix| &plan.gates[ix.at()]);
    let gate = gate.map(|gate| gate.about.name.as_deref().unwrap_or(&gate.id));
    let said = decision.said();
    if said.is_empty() { text(gate) } else { said }
}

/// What a decision affects is looked up in the plan as it is `open`: in a veiled one ids are in no order. What is
/// private, the veil has taken from the list.
fn decision(plan: &Plan, open: &Plan, decision: &Decision) -> Vec<String> {
    let aloud = Aloud { plans: &[open], room: true };
    let affects: Vec<&str> = decision.affects.iter().map(|id| aloud.name(id).unwrap_or(id)).collect();
    vec![
        what(plan, decision),
        if decision.about.private { String::new() } else { decision.outcome_words().to_owned() },
        date(decision.date),
        text(decision.by.as_deref()),
        wording::list(&affects),
    ]
}

fn action(action: &Action) -> Vec<String> {
    let day = |day: Option<NaiveDate>| day.map_or_else(String::new, date);
    vec![action.what.to_string(), text(action.about.owner.as_deref()), day(action.due), day(action.done)]
}

fn value_of(plan: &Plan, kpi: KpiIx, value: f64) -> String {
    if plan.kpi(kpi).yes_or_no(value).is_some() {
        return wording::yes_or_no(value).into();
    }
    let unit = plan.kpi(kpi).unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
    format!("{}{unit}", wording::number(value, 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::plan::about::About;
    use crate::plan::kpi::Better;

    fn agreed(what: &str, due: &str, private: bool) -> Action {
        Action {
            date: sample::day("2026-08-15"),
            what: what.into(),
            due: Some(sample::day(due)),
            done: None,
            about: About { owner: Some("Lead".into()), private, ..About::default() },
        }
    }

    /// Readings of the time between the meeting before and this one, whenever they were taken.
    #[test]
    fn a_meeting_has_before_it_what_was_read_since_the_one_before() {
        let mut plan = sample::plan();
        plan.kpis.push(sample::kpi("adoption", Better::Higher, &[]));
        let meeting = |date: &str| Action { date: sample::day(date), ..agreed("Meet", "2026-12-31", false) };
        plan.actions = vec![meeting("2026-07-01"), meeting("2026-08-15")];
        let days = ["2026-06-30", "2026-07-01", "2026-07-31", "2026-08-15", "2026-08-31"];
        for (nth, date) in (11..).zip(days) {
            sample::read(&mut plan, date, None, f64::from(nth));
        }
        let day = sample::day("2026-08-15");
        let text = Minutes::of(&Figures::new(&plan), Days { from: day, to: day }).text();
        let read = text.split("Readings").nth(1).unwrap_or_default();
        let told = |date: &str| read.contains(date);
        assert!(told("31 Jul 2026") && told("15 Aug 2026"), "{text}");
        assert!(!told("30 Jun 2026") && !told("01 Jul 2026") && !told("31 Aug 2026"), "{text}");
    }

    #[test]
    fn an_answer_that_was_read_is_told_in_a_word() {
        let mut plan = sample::plan();
        plan.kpis.push(sample::kpi("signed", Better::Done, &[]));
        for (date, value) in [("2026-08-14", 0.0), ("2026-08-15", 1.0)] {
            sample::read(&mut plan, date, None, value);
        }
        let days = Days { from: sample::day("2026-08-01"), to: sample::day("2026-08-15") };
        let text = Minutes::of(&Figures::new(&plan), days).markdown();
        assert!(text.contains("| 14 Aug 2026 | no |") && text.contains("| 15 Aug 2026 | yes |"), "{text}");
    }

    #[test]
    fn minutes_hold_what_was_agreed_without_markup_and_without_what_is_private() {
        let mut plan = sample::plan();
        plan.actions = vec![
            agreed("Name | [champions](x) <b>", "2026-08-20", false),
            agreed("Talk to the canary", "2026-08-20", true),
        ];
        let figures = Figures::new(&plan);
        let day = sample::day("2026-08-15");
        let written = Minutes::of(&figures, Days { from: day, to: day }).markdown();
        assert!(written.contains("## Actions agreed") && !written.contains("overdue"), "{written}");
        assert!(
            !written.contains("canary") && !written.contains("<b>") && !written.contains("[champions](x)")
        );
        let row = written.lines().last().unwrap_or_default();
        assert!(row.contains("Lead | 20 Aug 2026"), "{row}");
        let later = Days { from: day, to: sample::day("2026-08-21") };
        assert!(Minutes::of(&figures, later).text().contains("Actions overdue"));
        let before = sample::day("2025-01-31");
        let nothing = Minutes::of(&figures, Days { from: before, to: before }).text();
        assert!(
            nothing.contains("31 Jan 2025") && nothing.ends_with("Nothing is on record for this time.\n")
        );
    }

    /// Anything that has an id may be affected: by hand, a wave and a KPI with names, and an item without one.
    #[test]
    fn what_a_decision_affects_is_named_whatever_it_is() {
        let mut plan = sample::plan();
        plan.kpis.push(sample::kpi("adoption", Better::Higher, &[]));
        plan.kpis[0].about.name = Some("Users a week".into());
        plan.waves[0].about.name = Some("First steps".into());
        let item = plan.items[0].id.clone();
        let affects = vec![plan.waves[0].id.to_string().into(), "adoption".into(), item.to_string().into()];
        let day = sample::day("2026-08-15");
        plan.decisions = vec![Decision {
            date: day,
            gate: None,
            outcome: None,
            by: None,
            affects,
            effect: None,
            about: About { note: Some("Go on".into()), ..About::default() },
        }];
        let text = Minutes::of(&Figures::new(&plan), Days { from: day, to: day }).text();
        assert!(text.contains(&format!("First steps, Users a week and {item}")), "{text}");
    }
}
