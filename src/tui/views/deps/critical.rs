//! The critical path: the chain of needs that takes most calendar time, step by step, what comes first first.

use ratatui::layout::Rect;

use super::link::sum;
use crate::figures::readiness::Tied;
use crate::plan::address::Address;
use crate::status::Status;
use crate::tui::filter::Filter;
use crate::tui::layout::heights;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, cells, columns, within};
use crate::tui::spots::{Spot, Spots};
use crate::tui::theme::{Tone, mark};
use crate::tui::view::{Room, Scene, View};
use crate::wording;
use crate::workspace::Workspace;

pub(super) struct Critical {
    steps: Vec<Step>,
    /// How long it takes, in words.
    words: String,
    /// What takes as long.
    as_long: Option<String>,
    sum: String,
}

struct Step {
    at: Address,
    title: String,
    mark: (&'static str, Tone),
    wave: String,
    live: String,
    /// Months of the path up to it.
    months: String,
    /// By how many days it could be later before something else moves.
    slack: i64,
    /// Why that says less than elsewhere.
    tied: Option<Tied>,
}

impl Critical {
    pub(super) fn new(work: &Workspace, filter: &Filter) -> Self {
        let plan = work.plan();
        let (graph, figures) = (work.graph(), work.figures());
        let chains = graph.chains();
        let longest = chains.longest();
        let step = |step: &crate::graph::StepIx| {
            let (ix, nth) = (graph.item_of(*step), graph.nth_of(*step));
            let item = plan.item(ix);
            let level = match (item.driver(), item.steps.get(nth)) {
                (None, Some(step)) => format!(" {}", step.level),
                _ => String::new(),
            };
            let status = work.status(ix, Some(nth));
            Step {
                at: plan.step_address(ix, nth),
                title: format!("{}{level}", item.title()),
                mark: (mark(status), Tone::Status(status)),
                wave: plan.wave(graph.wave_of(*step)).title().to_owned(),
                live: plan.step_live(ix, nth).map(wording::date).unwrap_or_default(),
                months: format!("{} mo", chains.months(*step)),
                slack: graph.slack(*step),
                tied: figures.tied(ix, nth),
            }
        };
        let shown = longest
            .iter()
            .filter(|step| filter.shows_item(work, graph.item_of(**step), Some(graph.nth_of(**step))));
        let steps: Vec<Step> = shown.map(step).collect();
        let long = longest.last().map(|last| chains.words(*last)).unwrap_or_default();
        let words = format!("The critical path: {}, {long}", wording::count(longest.len(), "step"));
        let as_long = graph.as_long_of_all(&chains).words(plan, graph);
        Self { steps, words, as_long, sum: sum(work) }
    }
}

/// What slack is, from the longest to the shortest that there may be room for: the chain that takes longest may wait
/// for the end of a wave, and has time to spare then.
const SLACK: [&str; 2] = [
    "slack: by how much a step may be late before another date moves; what waits for the end of a wave has some",
    "slack: by how much a step may be late before another date moves",
];

fn slack(days: i64, tied: Option<Tied>) -> String {
    match days {
        _ if tied.is_some() => tied.map(Tied::words).unwrap_or_default(),
        0 => "none".into(),
        days if days < 0 => {
            format!("{} too late", wording::count(usize::try_from(-days).unwrap_or(usize::MAX), "day"))
        }
        days => wording::count(usize::try_from(days).unwrap_or(usize::MAX), "day"),
    }
}

/// The rows beside the list and what takes as long: the title, the heads, and below a blank and what slack is.
const BESIDE: usize = 4;

impl Critical {
    /// The lines that tell what takes as long: one, or all that it needs where the list leaves rows blank.
    fn as_long_in(&self, area: Rect) -> Vec<String> {
        let Some(words) = &self.as_long else { return Vec::new() };
        let (room, list) = (area.width.saturating_sub(2), cells(self.steps.len() + BESIDE));
        within(words, room, room, usize::from(area.height.saturating_sub(list).max(1)))
    }
}

impl View for Critical {
    fn spots(&self, _: &Workspace) -> Spots {
        let spot = |(nth, step): (usize, &Step)| {
            Spot::new(step.at.clone(), nth, format!("{} ({})", step.title, step.at.key))
        };
        self.steps.iter().enumerate().map(spot).collect()
    }

    fn window(&self, area: Rect, _: Room) -> (u16, u16) {
        (area.height.saturating_sub(cells(BESIDE + self.as_long_in(area).len())), 1)
    }

    fn sum(&self, _: &Workspace) -> String {
        self.sum.clone()
    }

    fn sentence(&self, scene: Scene<'_>) -> String {
        let nth = scene.sheet.cursor;
        let Some(step) = self.steps.get(nth) else { return String::new() };
        let title = &step.title;
        let Some(next) = self.steps.get(nth + 1).map(|next| &next.title) else {
            return format!("{title} ends the path: live {}", step.live);
        };
        match step.slack {
            _ if step.tied == Some(Tied::Late) => {
                format!("{title} is late already: it was to be live on {}", step.live)
            }
            _ if step.tied.is_some() => {
                let words = slack(step.slack, step.tied);
                format!("{title} {words}, before it is live: it governs nothing by itself")
            }
            0 => format!("{title} has no slack: a day late moves what needs it"),
            slack if slack < 0 => format!("{title} is {} for {next}", self::slack(slack, None)),
            days => {
                let days = slack(days, None);
                format!("Late, {title} takes from the time of {next}; after {days} it moves a date")
            }
        }
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if self.steps.is_empty() {
            return scene.say_none("No item is in a wave yet: {add} adds one.", area, pen);
        }
        let room = area.width.saturating_sub(2);
        pen.put(area.x + 1, area.y, room, &self.words, Tone::Strong);
        let as_long = self.as_long_in(area);
        for (y, words) in (area.y + 1..).zip(&as_long) {
            pen.put(area.x + 1, y, room, words, Tone::Plain);
        }
        let lines = cells(as_long.len());
        let means = SLACK.into_iter().find(|words| columns(words) <= room).unwrap_or_default();
        pen.put(area.x + 1, area.bottom().saturating_sub(1), room, means, Tone::Faint);
        let widest = |of: fn(&Step) -> &str| self.steps.iter().map(|it| columns(of(it))).max().unwrap_or(0);
        let (live, months) = (widest(|it| &it.live), widest(|it| &it.months).max(6));
        let late =
            self.steps.iter().map(|step| columns(&slack(step.slack, step.tied))).max().unwrap_or(0).max(5);
        let rest = area.width.saturating_sub(4 + live + months + late + 8);
        let wave = widest(|it| &it.wave).max(4).min(rest / 3);
        let title = rest.saturating_sub(wave);
        let x = [4, title + 6, title + wave + 8, title + wave + live + 10, title + wave + live + months + 12];
        let x = x.map(|it| area.x + it);
        let head = area.y + 1 + lines;
        let heads = [("item", title), ("wave", wave), ("live", live), ("so far", months), ("slack", late)];
        for (x, (word, width)) in x.into_iter().zip(heads) {
            pen.put(x, head, width, word, Tone::Faint);
        }
        let body = Rect { y: head + 1, height: area.height.saturating_sub(3 + lines), ..area };
        let scroll = scene.sheet.scroll as usize;
        // A name that is too long goes on below where the list leaves rows blank.
        let below = |text: &str, width: u16, most: usize| within(text, width, width, most);
        let heights = heights(self.steps.len(), body.height, |nth| {
            let step = &self.steps[nth];
            let (name, of) = (below(&step.title, title, usize::MAX), below(&step.wave, wave, usize::MAX));
            name.len().max(of.len())
        });
        let mut y = body.y;
        for (nth, step) in self.steps.iter().enumerate().skip(scroll) {
            if y >= body.bottom() {
                break;
            }
            let rows = heights.get(nth).copied().unwrap_or(1);
            let row = Rect { y, height: cells(rows).min(body.bottom() - y), ..body };
            pen.put(area.x + 2, y, 1, step.mark.0, step.mark.1);
            for (x, width, text, tone) in
                [(x[0], title, &step.title, Tone::Plain), (x[1], wave, &step.wave, Tone::Faint)]
            {
                for (y, words) in (y..row.bottom()).zip(below(text, width, rows)) {
                    pen.put(x, y, width, &words, tone);
                }
            }
            pen.put(x[2], y, live, &step.live, Tone::Plain);
            pen.put_right(x[3] + months, y, months, &step.months, Tone::Plain);
            let tone =
                if step.slack < 0 || step.tied.is_some() { Tone::Status(Status::Late) } else { Tone::Plain };
            pen.put(x[4], y, late, &slack(step.slack, step.tied), tone);
            pen.hit(row, Target::Spot(step.at.clone()));
            if nth == scene.sheet.cursor {
                pen.select(row);
            }
            y += row.height;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slack_is_told_in_days() {
        assert_eq!([0, 1, -30].map(|days| slack(days, None)), ["none", "1 day", "30 days too late"]);
    }
}
