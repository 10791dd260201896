//! The slides as text, for whoever hears a screen or reads it elsewhere: the same words and numbers, the states in
//! words in place of marks and tones.

use std::fmt::Write as _;

use super::agenda::{Line, Slide, agenda};
use crate::plan::veil::PRIVATE;
use crate::safe;
use crate::status::Status;
use crate::tui::baseline::moved::Baseline;
use crate::tui::theme::mark;
use crate::wording;
use crate::workspace::Workspace;

/// The slides of a plan one after the other, without what is private; with a baseline, with what moved since.
#[must_use]
pub fn text(work: &Workspace, baseline: Option<&Baseline>) -> String {
    let plan = work.plan();
    let title = if plan.about.private { "private" } else { plan.title() };
    let mut text = format!("{}, as of {}\n", safe::line(title), wording::date(plan.as_of));
    if work.unread > 0 {
        text.push_str("Not all of the plan could be read: figures leave that out.\n");
    }
    if let Some(baseline) = baseline {
        let _ = writeln!(text, "Against {}.", safe::line(&baseline.name));
    }
    let slides = agenda(work, baseline);
    for (nth, slide) in slides.iter().enumerate() {
        let _ = write!(
            text,
            "\nSlide {} of {}: {}\n",
            nth + 1,
            slides.len(),
            safe::line(&slide.title).replace(PRIVATE, "private")
        );
        tell(slide, &mut text);
    }
    text
}

fn tell(slide: &Slide, text: &mut String) {
    let mut put = |words: &str| {
        // What is private is said to be, without its bar.
        let _ = writeln!(text, "{}", safe::line(words).replace(PRIVATE, "private"));
    };
    if let Some(big) = &slide.big {
        put(&format!("{} {}{}", big.number, big.caption, slide.besides[0]));
    }
    for line in slide.told(u8::MAX) {
        put(&match line.goes_on {
            true => format!("    {}", line.beside()),
            false => format!("  {}", said(line)),
        });
    }
    if let Some(effect) = &slide.effect {
        put(effect);
    }
    if !slide.asks.is_empty() {
        put(&match &slide.decided {
            Some(day) => format!("Decided {day}:"),
            None => "Asked to decide:".to_owned(),
        });
        for ask in &slide.asks {
            put(&format!("  {ask}"));
        }
    }
}

/// A line with its state in a word where it does not say so itself.
fn said(line: &Line) -> String {
    let of_step = || Status::ALL.into_iter().find(|status| mark(*status) == line.mark).map(Status::as_str);
    let status = line.state.or_else(of_step);
    let status = status.filter(|word| !line.aside.contains(word) && !line.aside.is_empty());
    let beside = line.beside();
    let parts = [status.unwrap_or_default(), &beside];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    match parts.is_empty() {
        true => line.text.clone(),
        false => format!("{}: {}", line.text, parts.join(", ")),
    }
}
