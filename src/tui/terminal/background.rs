//! What is found out beside the screen, one thing at a time: while it runs, the newest wish waits, and older
//! ones are forgotten.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::fault;

/// Something to find out.
type Wish<A> = Box<dyn FnOnce() -> A + Send>;

/// What is found out beside the screen, with answers of one kind.
pub(super) struct Background<A> {
    name: &'static str,
    running: bool,
    wish: Option<Wish<A>>,
    sender: Sender<A>,
    answers: Receiver<A>,
}

impl<A: Send + 'static> Background<A> {
    /// Nothing runs; `name` is that of its threads.
    pub(super) fn new(name: &'static str) -> Self {
        let (sender, answers) = channel();
        Self { name, running: false, wish: None, sender, answers }
    }

    /// Finds something out as soon as nothing else runs.
    pub(super) fn ask(&mut self, wish: impl FnOnce() -> A + Send + 'static) {
        self.wish = Some(Box::new(wish));
        self.begin();
    }

    /// Whether somebody waits for an answer.
    pub(super) fn is_busy(&self) -> bool {
        self.running
    }

    /// An answer, if one is there.
    pub(super) fn answer(&mut self) -> Option<A> {
        let answer = self.answers.try_recv().ok()?;
        self.running = false;
        self.begin();
        Some(answer)
    }

    fn begin(&mut self) {
        if self.running {
            return;
        }
        let Some(wish) = self.wish.take() else { return };
        let sender = self.sender.clone();
        let work = move || {
            fault::here("worker");
            // Who asked may have left.
            let _ = sender.send(wish());
        };
        // Without a thread there is no answer, and the screen does without.
        self.running = thread::Builder::new().name(self.name.into()).spawn(work).is_ok();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::figures::sample;
    use crate::simulation::FIRST_RUNS;
    use crate::tui::simulating::simulate;

    #[test]
    fn of_many_wishes_the_first_and_the_last_are_answered() {
        let mut background = Background::new("simulation");
        for nth in 1..=20 {
            let plan = sample::plan();
            background.ask(move || (nth, simulate(&plan).runs));
        }
        let mut answered = Vec::new();
        while background.is_busy() {
            match background.answer() {
                Some(answer) => answered.push(answer),
                None => thread::sleep(Duration::from_millis(1)),
            }
        }
        assert_eq!(answered, [(1, FIRST_RUNS), (20, FIRST_RUNS)]);
    }
}
