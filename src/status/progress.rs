//! How far each wave has come.

use std::cmp::Ordering;
use std::rc::Rc;

use super::{Standing, Status};
use crate::plan::Plan;
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::wave::Wave;
use crate::wording;

/// How far a wave has come, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Steps that are live.
    pub live: u32,
    /// Of these, those that are live by plan alone, and not assessed.
    pub unassessed: u32,
    /// All its steps.
    pub steps: u32,
    /// Where it stands as a whole: as the worst of its steps.
    pub status: Status,
    /// The first of its worst steps, and how many stand like it, where they make it late or put it at risk.
    pub worst: Option<(ItemIx, usize, u32)>,
}

/// How far each wave has come.
#[must_use]
pub fn progress(plan: &Plan, standings: &[Rc<[Standing]>]) -> Vec<Progress> {
    let mut worst = vec![(Status::Done, 0, 0, 0); plan.waves.len()];
    let mut firsts: Vec<Option<(ItemIx, usize, u32)>> = vec![None; plan.waves.len()];
    for ((ix, item), standings) in plan.items().zip(standings) {
        for (nth, (step, standing)) in item.steps.iter().zip(&**standings).enumerate() {
            let (status, live, unassessed, steps) = &mut worst[step.wave.at()];
            match (&mut firsts[step.wave.at()], standing.status.cmp(status)) {
                (Some((.., alike)), Ordering::Equal) => *alike += 1,
                (first, Ordering::Greater) => *first = Some((ix, nth, 1)),
                _ => {}
            }
            *status = (*status).max(standing.status);
            *live += u32::from(standing.live);
            *unassessed += u32::from(standing.live && standing.status == Status::Unassessed);
            *steps += 1;
        }
    }
    let of = |(ix, wave): (WaveIx, &Wave)| {
        let (worst, live, unassessed, steps) = worst[ix.at()];
        let status = match worst {
            worst @ (Status::Late | Status::AtRisk) => worst,
            _ if live == steps && wave.end <= plan.as_of => worst,
            _ if wave.start <= plan.as_of => Status::OnTrack,
            _ => Status::NotStarted,
        };
        let first = firsts[ix.at()].filter(|_| matches!(status, Status::Late | Status::AtRisk));
        Progress { live, unassessed, steps, status, worst: first }
    };
    plan.waves().map(of).collect()
}

impl Progress {
    /// How many of its steps are live, in words: `29 of 30 steps live, 4 of them not assessed`.
    #[must_use]
    pub fn words(&self) -> String {
        let steps = wording::count(self.steps as usize, "step");
        match self.unassessed {
            0 => format!("{} of {steps} live", self.live),
            many if many == self.live && many > 1 => format!("{} of {steps} live, none assessed", self.live),
            many => format!("{} of {steps} live, {many} of them not assessed", self.live),
        }
    }
}
