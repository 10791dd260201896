//! The slide of how far the waves are. Where they are more than it has room for, those furthest from today are told
//! together: never the wave of today, and of the others no more than has to be.

use super::agenda::{Big, Gives, Line, NO_WAVES, STATE, Slide, Teller};
use super::slide::LINES;
use crate::plan::address::Table;
use crate::plan::id::WaveIx;
use crate::status::Status;
use crate::trace::of::Of;
use crate::tui::theme::{Tone, mark};
use crate::wording;

/// What a scenario makes otherwise is told in so many lines at least, however many waves there are.
const OTHERWISE: usize = 2;

/// So many of `most` waves are told together that `need` lines are saved, as far as that goes: two at least, or none.
fn some(most: usize, need: usize) -> usize {
    if need == 0 || most < 2 { 0 } else { most.min(need + 1) }
}

/// How many waves at the beginning and at the end are told together, of those that may be: so many that are done, and
/// that are not begun, and all before today's and all after it.
fn folds([done, before]: [usize; 2], [not_begun, after]: [usize; 2], need: usize) -> [usize; 2] {
    let left = |folded: usize| need.saturating_sub(folded.saturating_sub(1));
    let first = some(done, need);
    let last = some(not_begun, left(first));
    let first = first.max(some(before, left(last)));
    [first, last.max(some(after, left(first)))]
}

impl Teller<'_> {
    /// How far the waves are, or the items of one of them; so many lines more stand on the slide besides.
    pub(super) fn roadmap(&self, wave: Option<WaveIx>, besides: usize) -> Slide {
        let plan = self.plan();
        let now = wave.or_else(|| plan.wave_at(plan.as_of)).filter(|ix| !plan.wave(*ix).about.private);
        let all = &self.work.progress;
        let mut slide = Slide::new("Where we stand");
        slide.why = "Steps of the wave that are live by what was seen or recorded, of all its steps";
        if let Some((ix, progress)) = now.and_then(|ix| Some((ix, all.get(ix.at())?))) {
            let name = self.veiled.wave(ix).title();
            slide.figure = Some(Of::Wave(ix).name(plan, "live-steps", None));
            slide.big = Some(Big {
                number: format!("{}/{}", progress.live, progress.steps),
                caption: {
                    let end = plan.wave(ix).end;
                    let ends = if end < plan.as_of { "ended" } else { "ends" };
                    format!("steps live in {name}, which {ends} {}", wording::date(end))
                },
            });
        }
        // What was halted weighs more than how far it is.
        let halted: Vec<Line> = self.halted(wave).into_iter().map(|gate| self.halted_words(gate)).collect();
        let waves = self.waves(wave);
        let mut after = if wave.is_none() { self.all_gone(Table::Wave) } else { Vec::new() };
        // What else stands there keeps its place behind all of them.
        after.iter_mut().for_each(|line| line.together = true);
        if plan.waves.is_empty() {
            after.push(Line::new("·", Tone::Plain, "Nothing to show", NO_WAVES));
        }
        if let Some(wave) = wave.filter(|ix| !plan.wave(*ix).about.private) {
            let (steps, hidden) = self.late_steps(Some(wave), None);
            after.extend(steps.into_iter().map(|(.., line)| line));
            after.extend(Line::not_shown(hidden.iter().sum(), true));
        }
        let other = self.differences().unwrap_or_default();
        let gone = after.iter().filter(|line| line.together).count();
        let used = besides + halted.len() + gone + other.len().min(OTHERWISE);
        let lines = |most: usize| {
            let mut lines = halted.clone();
            lines.extend(self.folded(waves.clone(), most.saturating_sub(used)));
            let waves = lines.len() + gone;
            lines.extend(after.iter().cloned());
            // The state comes first, then what a scenario makes otherwise; what of both has no room comes last.
            let rest = lines.split_off(lines.len().min(waves.max(STATE)));
            // The weightiest of it stands with the state: what moved since the baseline, and what is asked, come behind it.
            let (first, other) = other.split_at(other.len().min(1));
            let (more, less) = other.split_at(other.len().min(OTHERWISE - 1));
            lines.extend(first.iter().map(|line| Line { together: true, ..line.clone() }));
            lines.extend(more.iter().cloned().chain(rest).chain(less.iter().cloned()));
            lines
        };
        slide.lines = lines(LINES[1]);
        slide.more = Some(lines(LINES[2])).filter(|more| *more != slide.lines);
        slide
    }

    /// How far each wave is, or one of them.
    fn waves(&self, only: Option<WaveIx>) -> Vec<(WaveIx, Line)> {
        let plan = self.plan();
        let shown = plan.waves().filter(|(ix, _)| only.is_none_or(|wave| wave == *ix));
        let line = |(ix, it): (WaveIx, &crate::plan::wave::Wave)| {
            let progress = self.work.progress.get(ix.at())?;
            let line = match it.about.private {
                true => Line::private(),
                false => {
                    let (status, title) = (progress.status, self.veiled.wave(ix).title());
                    let aside = format!("{} of {} live · {}", progress.live, progress.steps, status.as_str());
                    let line = Line::new(mark(status), Tone::Status(status), title, &*aside);
                    let at = plan.wave_address(ix);
                    let line = self.marked(line, &at, false);
                    let by = self.wave_moved_by(&at).filter(|_| line.moved.is_some());
                    let by = by.map(|by| format!("{aside} · {by}").into());
                    Line { short: [None, by], ..line }
                }
            };
            Some((ix, Line { together: true, gives: Gives::Name, ..line }))
        };
        shown.filter_map(line).collect()
    }

    /// The lines of waves, in so many rows as far as that goes: those that are over and done are told together first,
    /// then those that are not begun, then the others that lie behind or ahead.
    fn folded(&self, waves: Vec<(WaveIx, Line)>, room: usize) -> Vec<Line> {
        let (plan, all) = (self.plan(), &self.work.progress);
        let today = plan.wave_at(plan.as_of);
        let is = |ix: WaveIx, those: &[Status]| {
            let progress = all.get(ix.at()).filter(|_| !plan.wave(ix).about.private);
            progress.is_none_or(|it| those.contains(&it.status) || it.steps == 0)
        };
        let over = |ix: &WaveIx| Some(*ix) != today && plan.wave(*ix).end < plan.as_of;
        let ahead = |ix: &WaveIx| Some(*ix) != today && plan.wave(*ix).start > plan.as_of;
        let ixs = || waves.iter().map(|(ix, _)| *ix);
        let done = ixs().take_while(|ix| over(ix) && is(*ix, &[Status::Done, Status::Unassessed])).count();
        let before = ixs().take_while(over).count();
        let not_begun = ixs().rev().take_while(|ix| ahead(ix) && is(*ix, &[Status::NotStarted])).count();
        let after = ixs().rev().take_while(ahead).count();
        let need = waves.len().saturating_sub(room);
        let [first, last] = folds([done, before], [not_begun, after], need);
        let (behind, rest) = waves.split_at(first);
        let (near, far) = rest.split_at(rest.len() - last);
        let name = |many: usize| format!("The first {}", wording::count(many, "wave"));
        let behind = (first > 0).then(|| self.in_one(behind, &name(first)));
        let more = |many: usize| wording::count(many, "more wave");
        let far = (last > 0).then(|| self.in_one(far, &more(last)));
        behind.into_iter().chain(near.iter().map(|(_, line)| line.clone())).chain(far).collect()
    }

    /// How far waves are together: the worst that one of them is, and how many of them moved since the baseline.
    fn in_one(&self, waves: &[(WaveIx, Line)], name: &str) -> Line {
        let open = waves.iter().filter(|(ix, _)| !self.plan().wave(*ix).about.private);
        let of = || open.clone().filter_map(|(ix, _)| self.work.progress.get(ix.at()));
        let Some(status) = of().map(|it| it.status).max() else {
            return Line { together: true, ..Line::private() };
        };
        let [live, steps] = [of().map(|it| it.live).sum::<u32>(), of().map(|it| it.steps).sum()];
        let moved = waves.iter().filter(|(_, line)| line.moved.is_some()).count();
        let moved = if moved > 0 { format!(" · {moved} moved") } else { String::new() };
        let aside = format!("{live} of {steps} live · {}{moved}", status.as_str());
        Line { together: true, ..Line::new(mark(status), Tone::Status(status), name, aside) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_waves_are_told_together_than_has_to_be_and_those_that_are_done_first() {
        // Four done of five that are over, two not begun of three ahead.
        let of = |need| folds([4, 5], [2, 3], need);
        assert_eq!(of(0), [0, 0]);
        assert_eq!(of(1), [2, 0], "two of those that are done save one line");
        assert_eq!(of(3), [4, 0], "all that are done");
        assert_eq!(of(4), [4, 2], "then those that are not begun");
        assert_eq!(of(5), [5, 2], "then all that are over");
        assert_eq!(of(6), [5, 3], "then all that are ahead");
        assert_eq!(of(60), [5, 3], "and no more");
        assert_eq!(folds([1, 1], [1, 1], 3), [0, 0], "one alone saves nothing");
        assert_eq!(
            folds([0, 2], [3, 3], 1),
            [0, 2],
            "what is over and not done is left where others save enough"
        );
    }
}
