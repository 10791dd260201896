//! Text that is handed on piece by piece, since as a whole it would fill the memory.

/// So many bytes wait for one another.
const PIECE: usize = 1 << 16;

/// Where text goes to. Whoever takes it says whether there is to be more.
pub struct Stream<'s> {
    take: &'s mut dyn FnMut(&str) -> bool,
    waiting: String,
    goes_on: bool,
}

impl<'s> Stream<'s> {
    /// A stream to `take`.
    pub fn new(take: &'s mut dyn FnMut(&str) -> bool) -> Self {
        Self { take, waiting: String::new(), goes_on: true }
    }

    /// Adds a text, which is handed on in one piece with what stands around it.
    pub fn push(&mut self, text: &str) {
        if self.goes_on {
            self.waiting.push_str(text);
            if self.waiting.len() >= PIECE {
                self.hand_on();
            }
        }
    }

    /// Hands on what still waits.
    pub fn end(mut self) {
        self.hand_on();
    }

    fn hand_on(&mut self) {
        if self.goes_on && !self.waiting.is_empty() {
            self.goes_on = (self.take)(&self.waiting);
        }
        self.waiting.clear();
    }
}

/// All that a writer hands on, as one text.
pub fn collected(write: impl FnOnce(&mut Stream<'_>)) -> String {
    let mut all = String::new();
    let mut take = |piece: &str| {
        all.push_str(piece);
        true
    };
    let mut stream = Stream::new(&mut take);
    write(&mut stream);
    stream.end();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_handed_on_as_they_fill_and_no_more_of_them_once_nobody_takes_any() {
        let mut pieces = Vec::new();
        let mut take = |piece: &str| {
            pieces.push(piece.len());
            pieces.len() < 3
        };
        let mut stream = Stream::new(&mut take);
        let line = "x".repeat(999) + "\n";
        (0..500).for_each(|_| stream.push(&line));
        stream.end();
        assert_eq!(pieces, [66_000; 3], "as many lines as fill a piece, and three pieces of them");
        assert_eq!(collected(|stream| (0..500).for_each(|_| stream.push(&line))).len(), 500_000);
    }
}
