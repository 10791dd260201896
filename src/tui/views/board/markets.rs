//! The board by market: a band a market, and in each wave what that does there: whether it opens it, how many
//! of the wave's capability levels stand there today, and how many steps are new to it.

use rustc_hash::FxHashMap;

use super::cards::{Band, Card, Pinned};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::{MarketIx, WaveIx};
use crate::plan::item::Dimension;
use crate::plan::strategy::MultiplierKind;
use crate::status::Status;
use crate::trace::name::Name;
use crate::trace::of::Of;
use crate::tui::theme::{Tone, mark};
use crate::wording;
use crate::workspace::Workspace;

/// What the signs in a cell mean.
pub(super) const LEGEND: &str = " opens: with this wave   2/5: two of its levels there, * by plan   +3: new";

/// The most markets that have a band; those with the most business come first.
const MOST: usize = 12;

/// What a cell says in words, and the figure that it is looked at for.
pub(super) struct Said {
    pub(super) words: String,
    pub(super) figure: Name,
}

/// The markets of the board, in its order.
pub(super) fn shown(plan: &Plan) -> Vec<MarketIx> {
    let mut markets: Vec<MarketIx> = (0..plan.markets.len()).map(MarketIx::from).collect();
    let share = |ix: &MarketIx| plan.markets[ix.at()].share;
    markets.order_by(|one, other| share(other).total_cmp(&share(one)));
    markets.truncate(MOST);
    markets
}

/// The band of each market.
pub(super) fn bands(plan: &Plan) -> Vec<Band> {
    let band = |ix: MarketIx| {
        let market = &plan.markets[ix.at()];
        Band { name: market.title().into(), what: market.archetype.map_or("", |it| it.as_str()) }
    };
    shown(plan).into_iter().map(band).collect()
}

/// How many capability levels of each wave there are, and how many of them stand in each market today; `None`
/// where the plan does not look at the market by itself.
struct Levels {
    all: Vec<u32>,
    there: Vec<Option<Vec<There>>>,
}

/// How many levels stand, by what the plan counts on and by evidence alone.
#[derive(Clone, Copy, Default)]
struct There {
    counted: u32,
    evident: u32,
}

impl Levels {
    fn of(work: &Workspace) -> Self {
        let (plan, figures) = (work.plan(), work.figures());
        let unit = |market: &str| plan.units.iter().position(|unit| **unit == *market);
        let units: Vec<Option<usize>> = plan.markets.iter().map(|market| unit(&market.id)).collect();
        let none = vec![There::default(); plan.waves.len()];
        let mut all = vec![0; plan.waves.len()];
        let mut there: Vec<_> = units.iter().map(|unit| unit.map(|_| none.clone())).collect();
        for (ix, item) in plan.items_of(Dimension::OperatingModel).filter(|(_, item)| !item.is_group()) {
            let levels = figures.in_units(ix, plan.as_of);
            for step in &item.steps {
                all[step.wave.at()] += 1;
                for (unit, there) in units.iter().zip(&mut there) {
                    let level = unit.and_then(|unit| levels.get(unit));
                    if let (Some(level), Some(there)) = (level, there) {
                        let there = &mut there[step.wave.at()];
                        let at_it = |level: Option<u8>| u32::from(level >= Some(step.level));
                        there.counted += at_it(level.level);
                        there.evident += at_it(level.evident);
                    }
                }
            }
        }
        Self { all, there }
    }
}

/// The cells of each wave, one a band, and what they say.
pub(super) fn cells(work: &Workspace) -> (Vec<Vec<Vec<Pinned>>>, FxHashMap<Address, Said>) {
    let plan = work.plan();
    let (levels, markets) = (Levels::of(work), shown(plan));
    let mut said = FxHashMap::default();
    let mut of_wave = |wave: WaveIx| -> Vec<Vec<Pinned>> {
        let of = |market: &MarketIx| {
            let (card, words) = cell(work, &levels, wave, *market)?;
            let figure = Of::Taking(wave, *market).name(plan, "change-load", None);
            said.insert(card.at.clone(), Said { words, figure });
            Some(Pinned::Card(Box::new(card)))
        };
        markets.iter().map(of).map(|card| card.into_iter().collect()).collect()
    };
    let cells = plan.waves().map(|(ix, _)| of_wave(ix)).collect();
    (cells, said)
}

/// What a wave does in a market; nothing while that is not open by the wave's end.
fn cell(work: &Workspace, levels: &Levels, wave: WaveIx, ix: MarketIx) -> Option<(Card, String)> {
    let plan = work.plan();
    let new = work.figures().change_load().of(wave, ix)?;
    let (market, name) = (&plan.markets[ix.at()], plan.wave(wave).title());
    let opens = plan.opened_by(MultiplierKind::Market, ix.at()) == Some(wave);
    let live = plan.multiplier_live(MultiplierKind::Market, ix.at()).filter(|_| opens);
    let all = levels.all[wave.at()];
    let levels = levels.there[ix.at()].as_ref().map(|there| there[wave.at()]).filter(|_| all > 0);
    let there = levels.map(|levels| levels.counted);
    let planned = levels.map_or(0, |levels| levels.counted - levels.evident);
    let star = if planned > 0 { "*" } else { "" };
    let (start, end) = (plan.wave(wave).start, plan.wave(wave).end);
    let status = match there {
        Some(there) if there == all && end <= plan.as_of => match planned {
            0 => Status::Done,
            _ => Status::Unassessed,
        },
        Some(there) if there < all && end < plan.as_of => Status::Late,
        None if end <= plan.as_of => Status::Done,
        _ if start <= plan.as_of => Status::OnTrack,
        _ => Status::NotStarted,
    };
    let short = [
        opens.then(|| "opens".to_owned()),
        there.map(|there| format!("{there}/{all}{star}")),
        (new > 0).then(|| format!("+{new}")),
    ];
    let long = [
        live.map(|day| format!("opens, live {}", wording::date(day))),
        there.map(|there| format!("{there} of {all} levels there today")),
        (planned > 0).then(|| format!("{planned} of them planned, not assessed")),
        (new > 0).then(|| format!("{} new to it", wording::count(new as usize, "step"))),
    ];
    let joined =
        |parts: &[Option<String>], gap: &str| parts.iter().flatten().cloned().collect::<Vec<_>>().join(gap);
    let (short, long) = (joined(&short, " "), joined(&long, " · "));
    let card = Card {
        at: Address::new(Table::Market, &market.id).to(&*plan.wave(wave).id),
        title: if short.is_empty() { "nothing new".into() } else { short },
        brief: Vec::new(),
        mark: (mark(status), Tone::Status(status)),
        tail: (None, ' '),
    };
    let long = if long.is_empty() { "nothing new".into() } else { long };
    Some((card, format!("{} in {name}: {long}", market.title())))
}
