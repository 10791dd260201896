//! What a leading KPI says of the one that it leads.
//!
//! A leading KPI moves first, and the one that it leads follows `after` months later. So it says: by then the
//! other one will have come as far as this one has now. Its attainment is read off the lines of the other:
//! baseline + attainment × (expected − baseline) at its own newest date and `after` months, in the bands of
//! the other. Nothing is fitted and nothing is learnt; whether it was right before, the record tells: the
//! newest reading of the led one against what the leading one said `after` months earlier. It came as said
//! where both fall into the same band. What came is what the led one had come to by the period of that reading: what is
//! not read since says nothing of it. A share of readings is never above 100 %, whatever the leading one has come to.

use chrono::NaiveDate;

use super::super::Figures;
use super::course::{Ledger, Point};
use super::status::Status;
use crate::plan::calendar::{Month, plus_months};
use crate::plan::id::KpiIx;
use crate::plan::kpi::Target;
use crate::wording;

/// What a leading KPI says of the KPI that it leads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// The KPI that it leads.
    pub led: KpiIx,
    /// The day that it speaks of.
    pub date: NaiveDate,
    /// How far the led one will have come then: as far as the leading one has now.
    pub attainment: f64,
    /// What is to be expected of the led one then.
    pub expected: Option<Target>,
    /// What the attainment of the led one is measured from.
    pub baseline: Option<f64>,
    /// What the led one will come to; `None` where its targets are no values.
    pub value: Option<f64>,
    /// How the led one will stand.
    pub status: Status,
    /// What it said before, and what came.
    pub before: Option<Before>,
}

/// What a leading KPI said once, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Before {
    /// The date of the newest reading of the led KPI.
    pub date: NaiveDate,
    /// The attainment that the leading one said it would have.
    pub said: f64,
    /// The attainment that it had.
    pub came: f64,
    /// Where readings are counted, those that had held by then, and those that had been due.
    pub counted: Option<(u32, u32)>,
    /// Whether both fall into the same band.
    pub held: bool,
}

impl Before {
    /// How right it was, in words: `as said in Sep 2026`.
    #[must_use]
    pub fn words(&self) -> String {
        let when = wording::month(Month::of(self.date));
        match self.held {
            true => format!("came as said in {when}"),
            false if self.came < self.said => format!("came worse in {when}"),
            false => format!("came better in {when}"),
        }
    }
}

impl Figures<'_> {
    /// What a leading KPI says of the one that it leads; `None` where it leads none, or has no attainment yet.
    #[must_use]
    pub fn prediction(&self, leading: KpiIx) -> Option<Prediction> {
        let plan = self.plan;
        let predicts = plan.kpi(leading).predicts?;
        let after = i32::try_from(predicts.after.min(1200)).unwrap_or(0);
        let (measure, led) = (&self.kpi(leading).global, &self.kpi(predicts.kpi).global);
        let capped = |attainment: f64| if led.held.is_some() { attainment.min(1.0) } else { attainment };
        let attainment = capped(measure.attainment?);
        let date = plus_months(measure.newest.as_ref()?.date, after);
        let lagging = plan.kpi(predicts.kpi);
        let measured = Ledger::new(self, lagging, None).measured(date);
        let before = || {
            let newest = led.newest.as_ref()?;
            let counted = led.held.map(|_| self.held_by(predicts.kpi, newest.date));
            let came = match counted {
                Some((held, due)) => (due > 0).then(|| f64::from(held) / f64::from(due))?,
                None => led.attainment?,
            };
            let said = capped(self.spoke(leading, newest.date)?.attainment?);
            let [told, is] = [said, came].map(|attainment| Status::of(attainment, lagging.tolerance));
            Some(Before { date: newest.date, said, came, counted, held: told == is })
        };
        Some(Prediction {
            led: predicts.kpi,
            date,
            attainment,
            expected: measured.expected,
            baseline: measured.baseline,
            value: measured.value_at(attainment),
            status: Status::of(attainment, lagging.tolerance),
            before: before(),
        })
    }

    /// Where a leading KPI stood when it last spoke of a day of the KPI that it leads.
    #[must_use]
    pub fn spoke(&self, leading: KpiIx, of: NaiveDate) -> Option<Point> {
        let after = i32::try_from(self.plan.kpi(leading).predicts?.after.min(1200)).unwrap_or(0);
        let course = self.course(leading, None);
        let before = course.partition_point(|point| plus_months(point.date, after) <= of);
        course.get(before.checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{self, day};
    use super::*;
    use crate::plan::id::WaveIx;
    use crate::plan::kpi::{Better, Predicts};
    use crate::plan::record::Reading;

    /// The first KPI leads the second by three months; both go from 18 to 28 by the end of March and stay.
    fn plan() -> crate::plan::Plan {
        let mut plan = sample::plan();
        let kpi = |id| sample::kpi(id, Better::Higher, &[Target::Value(28.0)]);
        plan.kpis = vec![kpi("a-leading"), kpi("b-led")];
        plan.kpis[0].predicts = Some(Predicts { kpi: KpiIx(1), after: 3 });
        plan.kpis[1].target.push((WaveIx(1), Target::Value(38.0)));
        plan
    }

    #[test]
    fn the_led_kpi_comes_as_far_as_the_leading_one_has() {
        let mut plan = plan();
        assert_eq!(Figures::new(&plan).prediction(KpiIx(0)), None, "nothing read, nothing said");
        sample::read(&mut plan, "2026-06-30", None, 26.0);
        let figures = Figures::new(&plan);
        let said = figures.prediction(KpiIx(0)).unwrap();
        // 8 of 10 are gained; at the end of September 20 are to be gained.
        assert_eq!((said.date, said.attainment, said.status), (day("2026-09-30"), 0.8, Status::Amber));
        assert_eq!((said.value, said.expected), (Some(34.0), Some(Target::Value(38.0))));
        assert_eq!(said.before, None);
        assert_eq!(figures.prediction(KpiIx(1)), None, "it leads none");
    }

    /// By hand: of the five months from January to May two were read and held, and nobody read the three since. The leading
    /// one stood far above its line in February, and says that all of them will hold.
    #[test]
    fn what_came_is_of_the_day_of_its_reading_and_no_share_is_above_one() {
        let mut plan = plan();
        plan.kpis[1] = sample::kpi("b-led", Better::Within, &[Target::Band(0.0, 100.0)]);
        sample::read(&mut plan, "2026-02-28", None, 40.0);
        let led = |date| Reading { kpi: KpiIx(1), date: day(date), value: 50.0, ..plan.readings[0].clone() };
        let held = ["2026-04-30", "2026-05-31"].map(led);
        plan.readings.extend(held);
        let told = |as_of: &str| {
            let plan = crate::plan::Plan { as_of: day(as_of), ..plan.clone() };
            let said = Figures::new(&plan).prediction(KpiIx(0)).unwrap();
            let before = said.before.unwrap();
            (said.attainment, before.said, before.came, before.counted)
        };
        assert_eq!(told("2026-05-31"), (1.0, 1.0, 0.4, Some((2, 5))));
        assert_eq!(told("2026-08-31"), told("2026-05-31"));
    }

    #[test]
    fn what_it_said_before_is_held_against_what_came() {
        let mut plan = plan();
        sample::read(&mut plan, "2026-03-31", None, 27.5);
        let led = |date, value| Reading { kpi: KpiIx(1), date: day(date), value, ..plan.readings[0].clone() };
        let (early, late) = (led("2026-06-29", 28.0), led("2026-06-30", 30.0));
        plan.readings.push(early);
        let before = |plan: &crate::plan::Plan| Figures::new(plan).prediction(KpiIx(0)).unwrap().before;
        assert_eq!(before(&plan), None, "three months before, nothing was read");
        plan.readings.push(late);
        // Said 95 %; of 14.97 to be gained by then 12 came, which is 80 %.
        let told = before(&plan).unwrap();
        assert_eq!((told.said, told.held, told.date), (0.95, false, day("2026-06-30")));
        let expected = 10.0 + 10.0 * 91.0 / 183.0;
        assert!((told.came - 12.0 / expected).abs() < 1e-9);
        assert_eq!(told.words(), "came worse in Jun 2026");
    }
}
