//! What chance says of the value of a plan, in the words of every screen and every printed view.

use super::Simulation;
use crate::plan::quantity::Currency;
use crate::wording;

impl Simulation {
    /// What value reaches with a chance of 9 in 10 and an even one, and by how many runs that is told.
    #[must_use]
    pub fn value_words(&self, currency: Currency) -> String {
        let [nine, even, _] = self.value.at_least(currency).0;
        let runs = wording::group(self.runs.into());
        match self.hangs {
            // What is overdue may not come at all.
            Some(_) => format!("At most a 9 in 10 chance of at least {nine}, even of {even} · {runs} runs"),
            None => format!("9 in 10 chance of at least {nine}, even of at least {even} · {runs} runs"),
        }
    }

    /// What there is a chance of to get at least up to the end of a month, as [`Simulation::at_least_by`], without the
    /// currency, which a head names.
    #[must_use]
    pub fn bare_at_least_by(&self, month: usize, currency: Currency) -> Option<[String; 3]> {
        let sign = wording::currency_sign(currency);
        let bare = |words: String| words.trim_end_matches(sign).trim_end().to_owned();
        Some(self.at_least_by(month, currency)?.map(bare))
    }
}
