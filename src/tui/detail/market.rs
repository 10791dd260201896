//! What is known about a market: its share, what its roll-out costs and when it opens, and what a wave brings to it
//! that is new; and the same of a brand and a customer type, as far as they have it.

use super::{Text, mark_of, notes};
use crate::plan::Plan;
use crate::plan::address::{Address, Part};
use crate::plan::id::MarketIx;
use crate::plan::strategy::MultiplierKind;
use crate::tui::theme::Tone;
use crate::wording;
use crate::workspace::Workspace;

pub(super) fn about(work: &Workspace, at: &Address, text: &mut Text) {
    let plan = work.plan();
    text.words("Market", Tone::Faint);
    let Some(nth) = plan.markets.iter().position(|market| market.id == at.key) else { return };
    let (ix, market) = (MarketIx::from(nth), &plan.markets[nth]);
    text.gap();
    text.pair("Share", &format!("{} of the full-scope value", wording::percent(market.share, &[])));
    text.pair("Archetype", market.archetype.map_or("–", |archetype| archetype.as_str()));
    if let Some(cost) = market.cost {
        // An archetype makes it dearer or cheaper than is written.
        let factor = market.archetype.map_or(1.0, |archetype| plan.archetype(archetype).cost_factor);
        let times = match wording::number(factor, 2) {
            one if one == "1" => String::new(),
            factor => format!(" × {factor}"),
        };
        text.pair("Roll-out", &format!("{} once{times}", wording::money_stated(cost, plan.currency)));
    }
    text.pair("Opens", &opens(plan, MultiplierKind::Market, nth));
    if let Some(owner) = &market.about.owner {
        text.pair("Owner", owner);
    }
    let of_wave = match at.path.first() {
        Some(Part::Key(wave)) => plan.wave_by_id(wave),
        _ => None,
    };
    if let Some(wave) = of_wave {
        let (new, name) = (work.figures().new_to(wave, ix), plan.wave(wave).title());
        let open = work.figures().change_load().of(wave, ix).is_some();
        text.head(&match (open, new.len()) {
            (false, _) => format!("Not open in {name}"),
            (true, 0) => format!("Nothing new in {name}"),
            (true, count) => format!("New in {name}: {}", wording::count(count, "step")),
        });
        for (item, step) in new {
            let (mark, tone) = mark_of(work, &plan.step_address(item, step));
            let of = plan.item(item);
            let level = of.steps.get(step).map_or(0, |step| step.level);
            let live = plan.step_live(item, step).map(|day| format!(" · {}", wording::date(day)));
            text.entry(mark, tone, &format!("{} at {level}{}", of.title(), live.unwrap_or_default()));
        }
    }
    notes(&market.about, text);
}

/// What is known about a brand or a customer type.
pub(super) fn of_kind(plan: &Plan, kind: MultiplierKind, at: &Address, text: &mut Text) {
    let noun = if kind == MultiplierKind::Brand { "Brand" } else { "Customer type" };
    text.words(noun, Tone::Faint);
    let all = plan.multipliers(kind);
    let Some(nth) = all.iter().position(|it| it.id == at.key) else { return };
    let it = &all[nth];
    text.gap();
    text.pair("Share", &format!("{} of the full-scope value", wording::percent(it.share, &[])));
    text.pair("Opens", &opens(plan, kind, nth));
    if let Some(owner) = &it.about.owner {
        text.pair("Owner", owner);
    }
    notes(&it.about, text);
}

/// The wave that opens it, and when it is live.
fn opens(plan: &Plan, kind: MultiplierKind, nth: usize) -> String {
    let Some(wave) = plan.opened_by(kind, nth) else {
        let unplanned = plan.multipliers(kind)[nth].unplanned;
        return if unplanned { "in no wave, on purpose" } else { "in no wave" }.into();
    };
    let live = plan.multiplier_live(kind, nth);
    let live = live.map(|day| format!(", live {}", wording::date(day))).unwrap_or_default();
    format!("with {}{live}", plan.wave(wave).title())
}
