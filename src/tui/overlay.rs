//! What lies over a view: what asks, shows or takes typed words before a key goes to the view again. The state
//! holds one and knows no list of them; one is a file in [`super::overlays`].

use std::any::Any;
use std::borrow::Cow;
use std::fmt;

use ratatui::layout::Rect;

use super::effect::Effect;
use super::model::{Model, tell};
use super::msg::Key;
use super::pen::Pen;
use crate::graph::Delayed;
use crate::plan::shift::Shift;

/// Something that lies over a view.
pub trait Overlay: Any {
    /// What it is called, to tell it from others.
    fn name(&self) -> &'static str;

    /// What a key does to it, and what it asks for.
    fn on_key(self: Box<Self>, model: &Model, key: Key) -> Answer;

    /// Takes pasted text where a field is open, with what follows from that; `None` where none is.
    fn paste(&mut self, _model: &Model, _text: &str) -> Option<Then> {
        None
    }

    /// Draws it over an area: all of the screen but its first line and the last two.
    fn draw(&self, model: &Model, area: Rect, pen: &mut Pen<'_>);

    /// Its keys, for the last line, which has so many columns.
    fn keys(&self, model: &Model, width: u16) -> Cow<'static, str>;

    /// What it says in the last line but one, in so many columns; `None`: what the view says.
    fn sentence(&self, _model: &Model, _width: u16) -> Option<String> {
        None
    }

    /// Takes the plan as it stands by now; says whether it is still about something.
    fn renew(&mut self, _model: &Model) -> bool {
        true
    }

    /// Whether every key and click is for it. What shows more of the view gives back what it does not know, and
    /// the last line has the keys of the view.
    fn takes_all(&self) -> bool {
        true
    }

    /// Scrolls it by so many lines, where moving is for it and not for the view.
    fn scroll(&mut self, _model: &Model, _lines: i32) -> bool {
        false
    }

    /// Goes to one of its entries, which was clicked on, and says which key then does what the click is for; `None`:
    /// nothing more.
    fn go_to(&mut self, _model: &Model, _nth: usize) -> Option<Key> {
        None
    }

    /// Whether the wheel is to it what the keys up and down are.
    fn rolls(&self) -> bool {
        false
    }

    /// Whether it stays until it is answered, and before a room it lies over the slide.
    fn insists(&self) -> bool {
        false
    }

    /// Whether it shows what may become of the plan, and waits for that to be simulated.
    fn simulates(&self) -> bool {
        false
    }

    /// Whether it shows what may become of the plan beside the open scenario, and waits for that.
    fn simulates_beside(&self) -> bool {
        false
    }

    /// What is late, and by how much, in the plan that it looks at.
    fn late(&self) -> Option<(Delayed, Shift)> {
        None
    }

    /// Whether it shows what may become of that plan, and waits for it.
    fn simulates_late(&self) -> bool {
        false
    }

    /// What is left of it where all else is closed: what was typed and is to be kept.
    fn typed(self: Box<Self>) -> Option<Box<dyn Overlay>> {
        None
    }

    /// Has the next Esc leave it, where something was typed; says whether that is so.
    fn ask_to_leave(&mut self) -> bool {
        false
    }
}

impl fmt::Debug for dyn Overlay {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.name())
    }
}

/// What is done to the state, and what the edge has to do for it.
pub type Then = Box<dyn FnOnce(&mut Model) -> Vec<Effect>>;

/// That nothing follows.
#[must_use]
pub fn nothing() -> Then {
    Box::new(|_| Vec::new())
}

/// What comes of a key: what lies over the view from now on, and what follows.
pub struct Answer {
    over: Option<Box<dyn Overlay>>,
    then: Then,
    /// The key was none of its own.
    passed: bool,
}

impl Answer {
    /// It stays, or gives way to another.
    #[must_use]
    pub fn stay(over: Box<dyn Overlay>) -> Self {
        Self { over: Some(over), then: nothing(), passed: false }
    }

    /// It is closed.
    #[must_use]
    pub fn close() -> Self {
        Self { over: None, then: nothing(), passed: false }
    }

    /// It stays, and the key is for the view.
    #[must_use]
    pub fn pass(over: Box<dyn Overlay>) -> Self {
        Self { passed: true, ..Self::stay(over) }
    }

    /// With something that follows.
    #[must_use]
    pub fn then(self, then: impl FnOnce(&mut Model) -> Vec<Effect> + 'static) -> Self {
        Self { then: Box::new(then), ..self }
    }

    /// With something to tell the user.
    #[must_use]
    pub fn tell(self, words: impl Into<String>) -> Self {
        let words = words.into();
        self.then(move |model| tell(model, words))
    }

    /// With something for the edge to do.
    #[must_use]
    pub fn ask(self, effects: Vec<Effect>) -> Self {
        self.then(move |_| effects)
    }
}

/// Gives a key to what lies over the view.
///
/// # Errors
/// The key, where nothing lies there or the key is for the view.
pub fn on_key(model: &mut Model, key: Key) -> Result<Vec<Effect>, Key> {
    let over = model.overlay.take().ok_or(key)?;
    let Answer { over, then, passed } = over.on_key(model, key);
    model.overlay = over;
    if passed { Err(key) } else { Ok(then(model)) }
}

/// Goes to the entry of what lies over the view that was clicked on, and gives the key that is to follow.
pub fn go_to(model: &mut Model, nth: usize) -> Option<Key> {
    let mut over = model.overlay.take()?;
    let key = over.go_to(model, nth);
    model.overlay = Some(over);
    key
}

/// The most bytes that a field takes.
pub const MOST: usize = 1 << 16;

/// Gives pasted text to what lies over the view.
pub fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    let mut over = model.overlay.take();
    if over.is_some() && text.len() > MOST {
        model.overlay = over;
        let (many, most) = (text.len().div_ceil(1024), MOST / 1024);
        return tell(
            model,
            format!("{many} KiB were pasted and left out: a field takes no more than {most}"),
        );
    }
    let then = over.as_mut().and_then(|over| over.paste(model, text));
    model.overlay = over;
    match then {
        Some(then) => then(model),
        None => tell(model, "Pasted text was ignored: no field is open"),
    }
}

/// What lies over the view, where it is of this kind.
#[must_use]
pub fn as_one<T: Overlay>(over: &Option<Box<dyn Overlay>>) -> Option<&T> {
    let any: &dyn Any = over.as_deref()?;
    any.downcast_ref()
}

/// What lies over the view, where it is of this kind, to be changed.
pub fn as_one_mut<T: Overlay>(over: &mut Option<Box<dyn Overlay>>) -> Option<&mut T> {
    let any: &mut dyn Any = over.as_deref_mut()?;
    any.downcast_mut()
}
