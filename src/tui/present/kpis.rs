//! Slides of KPIs: all, those that measure an item, or one.

use super::agenda::{Big, Line, Slide, Teller};
use crate::figures::performance::{Measure, Status as Colour};
use crate::order::Order as _;
use crate::plan::address::{Address, Table};
use crate::plan::id::{ItemIx, KpiIx, MarketIx};
use crate::plan::kpi::{Better, Kpi, Target};
use crate::status::Status;
use crate::trace::of::Of;
use crate::tui::detail::kpi::of_colour;
use crate::tui::detail::target_words;
use crate::tui::theme::{Tone, mark};
use crate::wording;

/// So many of the items that a KPI tells of are named; the rest is counted.
const NAMED: usize = 3;

impl Teller<'_> {
    /// The KPIs, the worst first: all, or those that measure an item.
    pub(super) fn kpis(&self, of: Option<ItemIx>) -> Slide {
        let (plan, figures) = (self.plan(), self.work.figures());
        let mut slide = Slide::new("KPIs");
        if let Some(ix) = of {
            slide.title = format!("KPIs of {}", self.veiled.item(ix).title());
            if plan.item(ix).about.private {
                slide.lines.push(Line::private());
                return slide;
            }
        }
        slide.why = "Green: the newest reading is as good as what was planned for its day, or nearly so";
        let measures = |kpi: &Kpi| of.is_none_or(|item| kpi.measures.iter().any(|link| link.to == item));
        let (hidden, open): (Vec<_>, Vec<_>) = plan
            .kpis()
            .filter(|(_, kpi)| measures(kpi))
            .map(|(ix, _)| ix)
            .partition(|ix| plan.is_private_kpi(*ix));
        let (hidden, whole) = (hidden.len(), hidden.is_empty() && of.is_none());
        let mut rows: Vec<(Colour, KpiIx)> =
            open.into_iter().map(|ix| (figures.kpi(ix).global.status, ix)).collect();
        let counted = |so: &dyn Fn(&Measure) -> bool| {
            rows.iter().filter(|(_, ix)| so(&figures.kpi(*ix).global)).count()
        };
        let green = counted(&|measure| measure.stands_as(Colour::Green));
        let stale = counted(&|measure| measure.stale);
        slide.figure = (whole && !rows.is_empty())
            .then(|| Of::Standing(Colour::Green.as_str()).name(plan, "kpis", None));
        let number = format!("{green}/{}", rows.len());
        let stale = if stale > 0 { format!(" · {stale} stale") } else { String::new() };
        let those = if hidden > 0 { "of the KPIs shown are green" } else { "KPIs are green" };
        slide.big = (!rows.is_empty()).then(|| Big { number, caption: format!("{those}{stale}") });
        let worst = |colour: Colour| match colour {
            Colour::Red => 0,
            Colour::Amber => 1,
            Colour::Grey => 2,
            Colour::Green => 3,
        };
        rows.order_by_key(|(colour, ix)| (worst(*colour), *ix));
        for (colour, ix) in rows {
            let (status, aside) = (of_colour(colour), self.kpi_words(ix));
            let line = Line::new(
                mark(status),
                Tone::Status(status),
                self.veiled.kpi(ix).title(),
                format!("{aside} · {}", self.standing(ix)),
            );
            let line = Line { state: Some(""), ..line };
            slide.lines.push(self.marked(line, &Address::new(Table::Kpi, &plan.kpi(ix).id), true));
        }
        slide.lines.extend(Line::not_shown(hidden, !slide.lines.is_empty()));
        if of.is_none() {
            slide.lines.extend(self.all_gone(Table::Kpi));
        } else if slide.lines.is_empty() {
            slide.lines.push(Line::new("·", Tone::Plain, "No KPI measures it", ""));
        }
        slide
    }

    fn unit(&self, ix: KpiIx) -> String {
        // An answer has none.
        let kpi = Some(self.plan().kpi(ix)).filter(|kpi| kpi.better != Some(Better::Done));
        kpi.and_then(|kpi| kpi.unit.as_deref()).map(|unit| format!(" {unit}")).unwrap_or_default()
    }

    /// What was read and what was planned for that day: `41 of 55 % planned for 30 Sep 2026`.
    fn kpi_words(&self, ix: KpiIx) -> String {
        let measure = &self.work.figures().kpi(ix).global;
        let unit = self.unit(ix);
        let Some(newest) = &measure.newest else { return "no reading".into() };
        let (value, planned) = read_and_planned(measure, newest.value);
        let day = wording::date(newest.date);
        match planned {
            Some(planned) if self.plan().kpi(ix).better == Some(Better::Done) => {
                wording::answered(&value, &planned, &format!("planned for {day}"))
            }
            Some(planned) => format!("{value} of {planned}{unit} planned for {day}"),
            None => format!("{value}{unit} on {day}"),
        }
    }

    /// How a KPI stands, and why where its newest reading does not say it: `red, 1 of 8 readings held`, `green, stale`.
    fn standing(&self, ix: KpiIx) -> String {
        let figures = self.work.figures();
        let measure = &figures.kpi(ix).global;
        // One that was never taken is none that did not hold.
        let held = measure.held_words().map(|words| match figures.missed_readings(ix, None).len() {
            0 => words,
            missed => format!("{} due held, {missed} not taken", words.trim_end_matches(" held")),
        });
        let aside = [(measure.stale, "stale"), (measure.not_due, "not due yet")];
        let aside = aside.into_iter().filter(|(is, _)| *is).map(|(_, word)| word.to_owned());
        let words = [Some(measure.status.as_str().to_owned()), held];
        words.into_iter().flatten().chain(aside).collect::<Vec<_>>().join(", ")
    }

    /// The mark of what is planned for a day between two targets, which no plan states.
    fn about(&self, ix: KpiIx, worst: Option<MarketIx>, day: chrono::NaiveDate) -> &'static str {
        if self.work.figures().is_between_targets(ix, worst, day) { "~" } else { "" }
    }

    pub(super) fn kpi(&self, ix: KpiIx) -> Slide {
        let plan = self.plan();
        let mut slide = Slide::new(self.veiled.kpi(ix).title());
        if plan.is_private_kpi(ix) {
            slide.lines.push(Line::private());
            return slide;
        }
        slide.why = "The newest reading, held against what was planned for the day of that reading";
        let measure = &self.work.figures().kpi(ix).global;
        slide.figure = measure.newest.is_some().then(|| Of::Kpi(ix).name(plan, "kpi", None));
        let (status, unit) = (of_colour(measure.status), self.unit(ix));
        let plain = |text: &str, aside: String| Line::new("·", Tone::Plain, text, aside);
        // What their marks say is said in their words.
        let judged = |status: Status, text: &str, aside: String| Line {
            state: Some(""),
            ..Line::new(mark(status), Tone::Status(status), text, aside)
        };
        let mut expected = None;
        if let (Some(newest), Some(days)) = (&measure.newest, measure.days_old(plan.as_of)) {
            let (value, planned) = read_and_planned(measure, newest.value);
            let age = if days == 0 { String::new() } else { format!(", {}", wording::days_ago(days)) };
            let on = format!("{}{age}", wording::date(newest.date));
            // "No read" would say that nobody has.
            let (number, caption) = match plan.kpi(ix).yes_or_no(newest.value) {
                Some(_) => (wording::yes_or_no(newest.value).to_owned(), format!("by the reading of {on}")),
                None => (value, format!("{unit} read on {on}").trim_start().to_owned()),
            };
            slide.big = Some(Big { number, caption });
            let about = self.about(ix, newest.worst, newest.date);
            expected = planned.map(|planned| format!(" · {about}{planned}{unit} planned for that day"));
        }
        let word = format!("{}{}", self.standing(ix), expected.unwrap_or_default());
        let line = Line::new(mark(status), Tone::Status(status), self.veiled.kpi(ix).title(), word);
        let line = Line { state: Some(""), ..line };
        slide.lines.push(self.marked(line, &Address::new(Table::Kpi, &plan.kpi(ix).id), true));
        match &measure.forecast {
            Ok(forecast) => {
                let end = wording::date(plan.wave(forecast.wave).end);
                let (value, target) = match forecast.target {
                    Some(Target::Value(wanted)) => {
                        let [value, wanted, _] = wording::held_against(forecast.value, wanted, 1);
                        (value, Some(wanted))
                    }
                    wanted => {
                        (wording::number(forecast.value, 1), wanted.map(|it| target_words(rounded(it))))
                    }
                };
                let about = self.about(ix, measure.worst_ahead, plan.wave(forecast.wave).end);
                let target = target.map(|target| format!(" of {about}{target}")).unwrap_or_default();
                let words = format!("{value}{target}{unit} by {end}");
                slide.lines.push(match forecast.meets {
                    Some(true) => judged(Status::Done, "Enough like this", words),
                    Some(false) => judged(Status::Late, "Falls short like this", words),
                    None => plain("Goes on like this", words),
                });
                slide.lines.push(plain("Slope", measure.forecast_reason(&self.veiled)));
            }
            Err(why) => slide.lines.push(plain("No forecast", why.words())),
        }
        let measures = plan.kpi(ix).measures.iter();
        let measures: Vec<&str> = measures.map(|link| self.veiled.item(link.to).title()).collect();
        if !measures.is_empty() {
            // Names of all would leave the number no room.
            let more = measures.len().saturating_sub(NAMED);
            let more = (more > 0).then(|| format!("{more} more"));
            let named = measures.into_iter().take(NAMED).chain(more.as_deref());
            slide.lines.push(plain("Tells of", wording::list(&named.collect::<Vec<_>>())));
        }
        slide
    }
}

/// A reading and what was planned for its day, in digits that tell one from the other.
fn read_and_planned(measure: &Measure, read: f64) -> (String, Option<String>) {
    match (measure.read_and_planned(), measure.expected) {
        (Some((value, planned)), Some(Target::Value(_))) => {
            let [value, planned, _] = wording::held_against(value, planned, 1);
            (value, Some(planned))
        }
        (_, Some(done @ Target::Done(_))) => {
            (target_words(Target::Done(read >= 0.5)), Some(target_words(done)))
        }
        (_, expected) => (wording::number(read, 1), expected.map(|it| target_words(rounded(it)))),
    }
}

/// A target with one digit, as large letters have room for.
fn rounded(target: Target) -> Target {
    let round = |value: f64| (value * 10.0).round() / 10.0;
    match target {
        Target::Value(value) => Target::Value(round(value)),
        Target::Band(low, high) => Target::Band(round(low), round(high)),
        done @ Target::Done(_) => done,
    }
}
