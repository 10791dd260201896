//! Moving an item to another wave.

use super::{address, put, unknown};
use crate::draft::{Change, Draft, Refused, Title, Verb};
use crate::plan::address::{Address, Table};
use crate::plan::edit::Edit;
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
use crate::source::key;

/// A wave, by its id alone.
fn wave_by_id(id: &str) -> Telling {
    Telling::default().id(Address::new(Table::Wave, id))
}

fn waves(ids: &[&str]) -> Telling {
    Telling::listed(&ids.iter().map(|id| wave_by_id(id)).collect::<Vec<_>>())
}

/// Moves an item to another wave; `from` says which of its steps, where it has several. A day on which the step
/// was to be live goes: it is live at the end of the wave that it moves to.
///
/// # Errors
/// [`Refused`], where what is named is no item, or it is not said which step is meant.
pub fn moved(draft: &Draft, item: &str, wave: &str, from: Option<&str>) -> Result<Change, Refused> {
    let at = address(draft, item)?;
    if !matches!(at.table, Table::Driver | Table::Capability | Table::Mandate) || !at.path.is_empty() {
        let help = "Name a driver, a capability or a mandate by its id.";
        return Err(Refused::new(format!("`{item}` is no item of the waves"), help));
    }
    if wave != "unplanned" && !draft.has(&Address::new(Table::Wave, wave)) {
        return Err(unknown(draft, wave, Some(Table::Wave)));
    }
    let into = wave_by_id(wave);
    let levels = draft.source().keys(draft.plan(), &at.clone().to("reaches")).unwrap_or_default();
    let old = match (draft.text(&at.clone().to("wave")), &*levels, from) {
        (Some(old), [], from) if from.is_none_or(|from| from == old) => old,
        (Some(old), [], Some(from)) => {
            return Err(Refused::new(tell!("{} is in {}, not in {from}", at.by_id(), wave_by_id(&old)), ""));
        }
        (None, [], _) => {
            let edit = put(draft, &at.clone().to("wave"), &crate::source::quoted(wave))?;
            return Ok(titled(draft, &at, None, wave, vec![edit]));
        }
        (_, [only], None) => (*only).to_owned(),
        (_, levels, Some(from)) if levels.contains(&from) => from.to_owned(),
        // None of the steps could go there.
        (_, levels, None) if levels.contains(&wave) => {
            let others: Vec<&str> = levels.iter().filter(|it| **it != wave).copied().collect();
            let message =
                tell!("{} has a step in {} already, and others in {}", at.by_id(), into, waves(&others));
            return Err(Refused::new(
                message,
                format!("Set the level it reaches there: {at}.reaches.{wave}."),
            ));
        }
        (_, levels, from) => {
            let message = match from {
                Some(from) => tell!("{} has no step in {}", at.by_id(), wave_by_id(from)),
                None => tell!("{} has steps in {}", at.by_id(), waves(levels)),
            };
            return Err(Refused::new(
                message,
                format!("Say which is to move: --from {}.", levels.join(" | --from ")),
            ));
        }
    };
    if old == wave {
        return Err(Refused::new(tell!("{} is in {} already", at.by_id(), into), ""));
    }
    if levels.contains(&wave) {
        let help = format!("Set the level it reaches there, or remove the step: {at}.reaches.{old}.");
        return Err(Refused::new(tell!("{} has a step in {} already", at.by_id(), into), help));
    }
    let mut edits = vec![match &*levels {
        [] => Edit::Set(at.clone().to("wave"), crate::source::quoted(wave)),
        _ => Edit::Rename(at.clone().to("reaches").to(&*old), key(wave)),
    }];
    // What is said of the step by its wave goes with it.
    for by_wave in ["cost", "needs", "prefers"] {
        let table = at.clone().to(by_wave);
        let keys = draft.source().keys(draft.plan(), &table).unwrap_or_default();
        if keys.contains(&&*old) && !keys.contains(&wave) {
            edits.push(Edit::Rename(table.to(&*old), key(wave)));
        }
    }
    Ok(titled(draft, &at, Some(&old), wave, edits))
}

/// The change that moves a step out of a wave, with the day of its own that it had.
fn titled(draft: &Draft, at: &Address, from: Option<&str>, wave: &str, mut edits: Vec<Edit>) -> Change {
    let to = Address::new(Table::Wave, wave);
    let mut title = Title::new(Verb::Move).id(at.clone()).words(" to ").id(to);
    let own = own_day(draft, at, from);
    if let Some(day) = own.as_ref().and_then(|(_, day)| draft.words(day)) {
        title = title.words(format!(", without its live date {day}"));
    }
    edits.extend(own.map(|(gone, _)| Edit::Remove(gone)));
    Change { title, edits }
}

/// What says the day on which a step of an item is live, and where that day stands; `None` where nothing does.
fn own_day(draft: &Draft, at: &Address, from: Option<&str>) -> Option<(Address, Address)> {
    let live = at.clone().to("live");
    match draft.source().keys(draft.plan(), &live) {
        Some(waves) => {
            let own = waves.contains(&from?).then(|| live.clone().to(from.unwrap_or_default()))?;
            Some((if waves.len() == 1 { live } else { own.clone() }, own))
        }
        // One day alone is that of the first step.
        None => {
            let plan = draft.plan();
            let steps = plan.item_by_id(&at.key).map(|ix| &plan.item(ix).steps);
            let first = steps.and_then(|steps| steps.first()).map(|step| &plan.wave(step.wave).id);
            let is_first = from.zip(first).is_none_or(|(from, first)| **first == *from);
            (is_first && draft.has(&live)).then(|| (live.clone(), live))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::sample::draft;

    const WAVES: &str = "format = 1
[wave.one]
start = 2026-01-01
end = 2026-06-30
[wave.two]
start = 2026-07-01
end = 2026-12-31
[wave.three]
start = 2027-01-01
end = 2027-06-30
[capability.crm]
";

    #[track_caller]
    fn after(item: &str, wave: &str, from: Option<&str>) -> (String, String) {
        let mut draft = draft(format!("{WAVES}{item}"));
        let change = moved(&draft, "crm", wave, from).unwrap();
        draft.apply(&change).unwrap();
        let text = draft.source().text(0).content.to_string();
        draft.undo().unwrap();
        assert_eq!(draft.source().text(0).content.as_str(), format!("{WAVES}{item}"), "undo brings it back");
        (change.title.to_string(), text.strip_prefix(WAVES).unwrap().to_owned())
    }

    #[test]
    fn the_day_of_a_step_does_not_hold_it_back() {
        let day = "without its live date 2026-11-30";
        for (before, from, gone, wave) in [
            ("wave = \"two\"\nlive = 2026-11-30\n", None, "live = 2026-11-30\n", "three"),
            ("wave = \"two\"\nlive = { two = 2026-11-30 }\n", None, "live = { two = 2026-11-30 }\n", "three"),
            (
                "wave = \"two\"\nlive.two = 2026-11-30 # late\n",
                None,
                "live.two = 2026-11-30 # late\n",
                "three",
            ),
            (
                "reaches = { one = 1, two = 2 }\nlive = { one = 2026-05-31, two = 2026-11-30 }\n",
                Some("two"),
                ", two = 2026-11-30",
                "three",
            ),
        ] {
            let (title, text) = after(before, wave, from);
            assert_eq!(title, format!("move crm to {wave}, {day}"), "{before}");
            let expected = before.replacen(gone, "", 1).replace("\"two\"", "\"three\"");
            assert_eq!(text, expected.replace("two = 2 ", "three = 2 "), "{before}");
        }
        // The day is that of the first step, and stays with it.
        let steps = "reaches = { one = 1, two = 2 }\nlive = 2026-05-31\n";
        let (title, text) = after(steps, "three", Some("two"));
        assert_eq!(title, "move crm to three");
        assert_eq!(text, steps.replace("two", "three"));
    }

    #[test]
    fn a_wave_that_is_none_is_said_before_anything_else() {
        let text = format!("{WAVES}reaches = {{ one = 1, two = 2 }}\n");
        let draft = draft(text);
        let refused = moved(&draft, "crm", "thre", None).unwrap_err();
        assert_eq!(refused.message, "there is no wave `thre`");
        assert_eq!(refused.help, "Did you mean `three`?");
    }
}
