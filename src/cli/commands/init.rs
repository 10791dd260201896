//! `swell init`: begins a plan from a template.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use crate::check::{Summary, check};
use crate::cli::choose;
use crate::cli::clock::today;
use crate::cli::command::{Common, Exit, Failure, Outcome};
use crate::disk::{self, Memory};
use crate::finding::Severity;
use crate::plan::calendar::Month;
use crate::plan::quantity::Currency;
use crate::safe;
use crate::source::{Limits, Source};
use crate::wording;

/// A plan to begin with. Its dates are months from the start: `{6}` is the first day of the seventh month,
/// `{<6}` the day before it.
struct Template {
    id: &'static str,
    name: &'static str,
    about: &'static str,
    text: &'static str,
}

const TEMPLATES: [Template; 6] = [
    Template {
        id: "blank",
        name: "New programme",
        about: "two waves and one of each kind, to be filled in",
        text: include_str!("init/blank.toml"),
    },
    Template {
        id: "omnichannel",
        name: "Omnichannel engagement",
        about: "customer engagement over all channels",
        text: include_str!("init/omnichannel.toml"),
    },
    Template {
        id: "digital-health",
        name: "Digital care pathways",
        about: "care that starts at home: patients, clinicians, clinics",
        text: include_str!("init/digital-health.toml"),
    },
    Template {
        id: "erp",
        name: "ERP renewal",
        about: "one system for a group: template, pilot, countries",
        text: include_str!("init/erp.toml"),
    },
    Template {
        id: "cloud-migration",
        name: "Cloud migration",
        about: "out of the data centre, and what that makes possible",
        text: include_str!("init/cloud-migration.toml"),
    },
    Template {
        id: "zero-trust",
        name: "Zero trust",
        about: "from perimeter to identity",
        text: include_str!("init/zero-trust.toml"),
    },
];

/// Begin a plan from a template
///
/// Writes plan.toml into the folder. In a terminal it asks for what no option gives; elsewhere the template
/// is blank, the currency EUR, and the start the first day of next month. A plan that is there already is
/// left as it is, with exit code 2.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder of the plan; made where it is missing
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// What to begin with
    #[arg(long, short, value_name = "TEMPLATE")]
    template: Option<Chosen>,
    /// The name of the programme
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// What money is counted in: an ISO 4217 code
    #[arg(long, value_name = "CODE", value_parser = currency)]
    currency: Option<Currency>,
    /// The first day
    #[arg(long, value_name = "DATE", value_parser = crate::plan::typed::day)]
    start: Option<NaiveDate>,
    /// Print the plan instead of writing it
    #[arg(long)]
    stdout: bool,
}

/// A template, by its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Chosen(usize);

impl ValueEnum for Chosen {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self(0), Self(1), Self(2), Self(3), Self(4), Self(5)]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let template = TEMPLATES.get(self.0)?;
        Some(PossibleValue::new(template.id).help(template.about))
    }
}

/// What a plan begins with.
struct Beginning {
    template: &'static Template,
    name: String,
    currency: Currency,
    start: NaiveDate,
}

impl Init {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        let path = self.folder.join("plan.toml");
        let asks = std::io::stdin().is_terminal() && std::io::stdout().is_terminal() && !self.stdout;
        let next_month = Month::of(common.as_of.unwrap_or_else(today)).plus(1).first_day();
        let beginning = if asks {
            let cannot = |fault| Failure::new(format!("the questions cannot be asked: {fault}"), "");
            let asked = self.ask(next_month).map_err(cannot)?;
            asked.ok_or_else(|| Failure::new("nothing was written: the questions were not answered", ""))?
        } else {
            self.given(next_month)
        };
        let text = beginning.text();
        let said = held(&text, &path)?;
        if self.stdout {
            return Ok(Outcome { text, exit: Exit::Done });
        }
        disk::write_new(&path, text.as_bytes()).map_err(|fault| {
            let message = format!("{} cannot be written: {}", path.display(), safe::line(&fault.message));
            Failure::new(message, "Name another folder; --stdout prints the plan instead of writing it.")
        })?;
        let plan =
            if self.folder == Path::new(".") { String::new() } else { format!(" {}", self.folder.display()) };
        let next = [
            (format!("swell{plan}"), "opens it"),
            (format!("swell check{plan}"), "tells what does not hold"),
            ("swell ci init".to_owned(), "writes a pipeline that checks each change"),
        ];
        let width = next.iter().map(|(call, _)| safe::width(call)).max().unwrap_or(0);
        let mut text = format!("Wrote {}: {said}.\n\n", safe::line(&path.display().to_string()));
        for (call, does) in next {
            let gap = " ".repeat(width - safe::width(&call));
            text.push_str(&format!("  {}{gap}  {does}\n", safe::line(&call)));
        }
        Ok(Outcome { text, exit: Exit::Done })
    }

    fn given(&self, next_month: NaiveDate) -> Beginning {
        let template = &TEMPLATES[self.template.map_or(0, |chosen| chosen.0)];
        Beginning {
            template,
            name: self.name.clone().unwrap_or_else(|| template.name.to_owned()),
            currency: self.currency.or_else(|| Currency::of("EUR")).unwrap_or(Currency::UNNAMED),
            start: self.start.unwrap_or(next_month),
        }
    }

    /// Asks for what no option gives. `None`: a question has no answer.
    fn ask(&self, next_month: NaiveDate) -> std::io::Result<Option<Beginning>> {
        let (mut answers, mut out) = (std::io::stdin().lock(), std::io::stdout().lock());
        self.ask_on(next_month, &mut answers, &mut out)
    }

    fn ask_on(
        &self,
        next_month: NaiveDate,
        answers: &mut dyn std::io::BufRead,
        out: &mut dyn std::io::Write,
    ) -> std::io::Result<Option<Beginning>> {
        let mut given = self.given(next_month);
        if self.template.is_none() {
            writeln!(out, "What is the plan about?")?;
            for (nth, template) in TEMPLATES.iter().enumerate() {
                writeln!(out, "  {}  {:<15}  {}", nth + 1, template.id, template.about)?;
            }
            let Some(nth) = choose::number(TEMPLATES.len(), answers, out)? else { return Ok(None) };
            given.template = &TEMPLATES[nth];
        }
        if self.name.is_none() {
            let name =
                choose::line("Its name?", given.template.name, answers, out, |name| match safe::unsafe_in(
                    name, false,
                )
                .next()
                {
                    None => Ok(name.to_owned()),
                    Some(_) => Err("Use characters that can be seen, in one line.".to_owned()),
                })?;
            let Some(name) = name else { return Ok(None) };
            given.name = name;
        }
        if self.currency.is_none() {
            let Some(code) = choose::line("Its currency?", given.currency.code, answers, out, currency)?
            else {
                return Ok(None);
            };
            given.currency = code;
        }
        if self.start.is_none() {
            let usual = given.start.to_string();
            let day = |text: &str| {
                let other = || Err("Answer with a date such as 2027-01-01.".to_owned());
                crate::plan::typed::date(text).unwrap_or_else(other)
            };
            let Some(start) = choose::line("Its first day?", &usual, answers, out, day)? else {
                return Ok(None);
            };
            given.start = start;
        }
        Ok(Some(given))
    }
}

fn currency(code: &str) -> Result<Currency, String> {
    Currency::of(&code.to_uppercase())
        .ok_or_else(|| "it is no ISO 4217 code of a currency in use, such as EUR".to_owned())
}

impl Beginning {
    /// The template with what is given in its places.
    fn text(&self) -> String {
        let mut text = String::with_capacity(self.template.text.len());
        let mut rest = self.template.text;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let place = after.split_once('}').and_then(|(place, after)| Some((self.place(place)?, after)));
            match place {
                Some((filled, after)) => {
                    text.push_str(&filled);
                    rest = after;
                }
                None => {
                    text.push('{');
                    rest = after;
                }
            }
        }
        text + rest
    }

    fn place(&self, place: &str) -> Option<String> {
        match place {
            // A text of JSON is one of TOML too.
            "name" => serde_json::to_string(&self.name).ok(),
            "currency" => Some(self.currency.code.to_owned()),
            _ => {
                let (before, months) = place.strip_prefix('<').map_or((0, place), |months| (1, months));
                let day = Month::of(self.start).plus(months.parse().ok()?).first_day();
                // A plan may begin within a month; what follows goes by whole months.
                let day = if months == "0" { self.start } else { day };
                day.checked_sub_days(Days::new(before)).map(|day| day.to_string())
            }
        }
    }
}

/// What there is in a plan, in words.
///
/// # Errors
/// A [`Failure`], where what was given makes no sound plan.
fn held(text: &str, path: &Path) -> Result<String, Failure> {
    let store = Memory::default().with(path, text);
    let read = Source::read(&store, &[path.to_path_buf()], Limits::default())
        .map_err(|unreadable| Failure::new(format!("no plan was made: {}", unreadable.fault.message), ""))?;
    let checked = check(read, None);
    if let Some(error) = checked.findings.iter().find(|found| found.severity == Severity::Error) {
        let message = format!("with these values the plan would not hold: {}", &*error.finding.message);
        return Err(Failure::new(message, error.finding.help.clone()));
    }
    let plan = &checked.plan;
    let count = |count: usize, one: &str| wording::count(count, one);
    let kinds = [plan.item_ends[0], plan.item_ends[1] - plan.item_ends[0]];
    let Summary { warnings, advice, .. } = Summary::of(&checked.findings);
    let found = warnings + advice;
    Ok(format!(
        "{}, {}, {}, {}; {}",
        count(plan.waves.len(), "wave"),
        count(kinds[0] as usize, "driver"),
        count(kinds[1] as usize, "capability"),
        count(plan.items.len() - plan.item_ends[1] as usize, "mandate"),
        if found == 0 { "no findings".to_owned() } else { count(found, "finding") },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(answers: &str) -> (Option<Beginning>, String) {
        let nothing = Init {
            folder: ".".into(),
            template: None,
            name: None,
            currency: None,
            start: None,
            stdout: false,
        };
        let mut out = Vec::new();
        let next_month = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
        let asked = nothing.ask_on(next_month, &mut answers.as_bytes(), &mut out).unwrap();
        (asked, String::from_utf8(out).unwrap())
    }

    #[test]
    fn every_template_holds_in_any_currency_from_any_day() {
        for template in &TEMPLATES {
            for (code, day) in [("EUR", "2027-01-01"), ("JPY", "2028-02-29"), ("KWD", "2026-12-31")] {
                let beginning = Beginning {
                    template,
                    name: "A \"new\" \\ start".into(),
                    currency: Currency::of(code).unwrap(),
                    start: day.parse().unwrap(),
                };
                let text = beginning.text();
                let store = Memory::default().with("plan.toml", text.as_str());
                let read = Source::read(&store, &["plan.toml".into()], Limits::default()).ok().unwrap();
                assert_eq!(read.plan.title(), beginning.name);
                assert_eq!((read.plan.start, read.plan.currency), (beginning.start, beginning.currency));
                let found = check(read, None).findings;
                let weighty: Vec<_> = found
                    .iter()
                    .filter(|found| found.severity != Severity::Advice)
                    .map(|it| &it.finding)
                    .collect();
                assert!(weighty.is_empty(), "{} {code} {day}: {weighty:#?}", template.id);
            }
        }
    }

    #[test]
    fn waves_follow_one_another_by_whole_months() {
        let beginning = Beginning {
            template: &TEMPLATES[0],
            name: "X".into(),
            currency: Currency::of("EUR").unwrap(),
            start: NaiveDate::from_ymd_opt(2026, 9, 15).unwrap(),
        };
        let text = beginning.text();
        assert!(text.contains("start = 2026-09-15, end = 2027-02-28 }"), "{text}");
        assert!(text.contains("start = 2027-03-01, end = 2027-11-30 }"), "{text}");
    }

    #[test]
    fn questions_are_asked_until_they_are_answered() {
        let (beginning, said) = asked("9\nerp\n4\n\nxyz\nsek\ntomorrow\n2027-02-01\n");
        let beginning = beginning.unwrap();
        assert_eq!((beginning.template.id, &*beginning.name), ("erp", "ERP renewal"));
        assert_eq!((beginning.currency.code, beginning.start.to_string().as_str()), ("SEK", "2027-02-01"));
        assert_eq!(said.matches("Answer with a number from 1 to 6.").count(), 2);
        assert!(said.contains("no ISO 4217 code") && said.contains("Answer with a date"), "{said}");
        assert!(said.contains("Its first day? [2027-01-01] "), "{said}");
        assert!(asked("1\n").0.is_none(), "nobody answers");
    }
}
