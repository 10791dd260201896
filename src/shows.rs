//! The views that can be printed, one a file.

mod board;
mod capabilities;
mod dependencies;
mod figures;
mod kpis;
mod leadership;
mod overview;
mod register;
mod timeline;
mod value;

use crate::show::{Rows, Show};
use crate::wording::nearest;

/// All views, in the order in which they are offered.
pub const ALL: [&Show; 10] = [
    &overview::SHOW,
    &board::SHOW,
    &timeline::SHOW,
    &dependencies::SHOW,
    &kpis::SHOW,
    &value::SHOW,
    &capabilities::SHOW,
    &leadership::SHOW,
    &register::SHOW,
    &figures::SHOW,
];

/// The views that are written row by row, also for a spreadsheet.
pub const AS_ROWS: [(&Show, Rows); 2] = [(&figures::SHOW, figures::ROWS), (&register::SHOW, register::ROWS)];

/// What the terminal calls a view on its tab where that is not its id, and the id.
const TABS: [(&str, &str); 6] = [
    ("time", "timeline"),
    ("deps", "dependencies"),
    ("caps", "capabilities"),
    ("lead", "leadership"),
    ("what-if", "whatif"),
    ("reg", "register"),
];

/// The id of a view of which the name on the tab is given; any other word as it is.
#[must_use]
pub fn id_of(word: &str) -> &str {
    TABS.iter().find(|(tab, _)| *tab == word).map_or(word, |(_, id)| id)
}

/// The view with this id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Show> {
    ALL.into_iter().find(|show| show.id == id)
}

/// The id of the view that was most likely meant by one that there is not; for a "did you mean".
#[must_use]
pub fn like(id: &str) -> Option<&'static str> {
    nearest(id, ALL.iter().map(|show| show.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figures, sample};
    use crate::plan::kpi::{Better, Target};
    use crate::show::Context;

    #[test]
    fn views_are_found_by_id_or_nearly() {
        assert_eq!(by_id("value").map(|show| show.id), Some("value"));
        assert!(by_id("valeu").is_none());
        assert_eq!(like("valeu"), Some("value"));
        assert_eq!(like("dependancies"), Some("dependencies"));
        assert_eq!((id_of("deps"), id_of("kpis"), id_of("xyz")), ("dependencies", "kpis", "xyz"));
        assert!(like("xyz").is_none());
        assert!(like("roster").is_none(), "some letters in common are no likeness");
    }

    #[test]
    fn a_plan_that_makes_no_sense_prints_all_the_same() {
        let mut plan = sample::plan();
        plan.kpis = vec![sample::kpi("consent-rate", Better::Within, &[Target::Band(1.0, 2.0)])];
        let days = ["1900-01-01", "2026-08-31", "2200-12-31"].map(sample::day);
        for (start, horizon) in days.into_iter().zip(days.into_iter().rev()) {
            for as_of in [chrono::NaiveDate::MIN, days[1], chrono::NaiveDate::MAX] {
                (plan.start, plan.horizon, plan.as_of) = (start, horizon, as_of);
                plan.waves[0].end = plan.start;
                let figures = Figures::new(&plan);
                for show in ALL {
                    assert!((show.text)(&Context::new(&plan, &figures)).ends_with('\n'), "{}", show.id);
                    assert!((show.json)(&Context::new(&plan, &figures)).is_object(), "{}", show.id);
                }
            }
        }
    }

    #[test]
    fn every_view_of_a_small_and_of_an_empty_plan_prints() {
        for plan in [sample::plan(), crate::plan::Plan::empty(sample::day("2026-01-01"))] {
            let figures = Figures::new(&plan);
            for show in ALL {
                let context = Context::new(&plan, &figures);
                let text = (show.text)(&context);
                assert!(text.ends_with('\n') && !text.contains("\n\n\n"), "{}:\n{text}", show.id);
                assert!(text.lines().all(|line| line.trim_end() == line), "{}:\n{text}", show.id);
                assert!(!text.contains(['│', '─', '┌']), "{}", show.id);
                let json = (show.json)(&context);
                assert_eq!((&json["format"], &json["as_of"]), (&1.into(), &plan.as_of.to_string().into()));
            }
        }
    }
}
