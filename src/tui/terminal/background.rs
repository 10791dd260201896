//! What is computed beside the screen, one thing at a time: while it runs, the newest wish waits, and older
//! ones are forgotten.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::super::simulating::simulate;
use crate::plan::Plan;
use crate::simulation::Simulation;

/// A simulation, with the number that it was asked for with.
type Answer = (u64, Box<Simulation>);

/// A simulation beside the screen.
pub(super) struct Background {
    running: bool,
    wish: Option<(u64, Plan)>,
    sender: Sender<Answer>,
    answers: Receiver<Answer>,
}

impl Background {
    /// Nothing runs.
    pub(super) fn new() -> Self {
        let (sender, answers) = channel();
        Self { running: false, wish: None, sender, answers }
    }

    /// Simulates a plan as soon as nothing else runs.
    pub(super) fn simulate(&mut self, nth: u64, plan: Plan) {
        self.wish = Some((nth, plan));
        self.begin();
    }

    /// Whether somebody waits for an answer.
    pub(super) fn is_busy(&self) -> bool {
        self.running
    }

    /// An answer, if one is there.
    pub(super) fn answer(&mut self) -> Option<Answer> {
        let answer = self.answers.try_recv().ok()?;
        self.running = false;
        self.begin();
        Some(answer)
    }

    fn begin(&mut self) {
        if self.running {
            return;
        }
        let Some((nth, plan)) = self.wish.take() else { return };
        let sender = self.sender.clone();
        let work = move || {
            // Who asked may have left.
            let _ = sender.send((nth, Box::new(simulate(&plan))));
        };
        // Without a thread there is no answer, and the screen does without.
        self.running = thread::Builder::new().name("simulation".into()).spawn(work).is_ok();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::figures::sample;

    #[test]
    fn of_many_wishes_the_first_and_the_last_are_answered() {
        let mut background = Background::new();
        for nth in 1..=20 {
            background.simulate(nth, sample::plan());
        }
        let mut answered = Vec::new();
        while background.is_busy() {
            match background.answer() {
                Some((nth, simulation)) => answered.push((nth, simulation.runs)),
                None => thread::sleep(Duration::from_millis(1)),
            }
        }
        assert_eq!(answered, [(1, 2_000), (20, 2_000)]);
    }
}
