//! How long whoever sits at the terminal waits, in processor time, so that a machine that has much else to do fails
//! no test. The limits are those of the program as it is built for use; it keeps them as it is built for tests.
#![cfg(unix)]

use std::path::PathBuf;
use std::time::Duration;

use groundswell::disk::Memory;
use groundswell::draft::Draft;
use groundswell::source::Limits;
use groundswell::tui::msg::{Key, Msg};
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::{after, buffer};
use groundswell::workspace::Workspace;

use crate::clock::used;

#[path = "../../benches/made.rs"]
mod made;

/// Keys of all kinds: in every view, down, across, to the end, in its variants, what lies over a view.
const MIXED: &str = "j j l j <pgdn> G g 2 j j G 3 j l G g 4 j j G 5 j v j G 6 j l j 7 j <enter> j G 8 j G g \
                     : v a l <esc> ctrl-g 7 5 <esc> / c <esc> ? <esc> 1 j j";

/// The time from each key to its frame, in a plan of so many items, the shortest first.
fn from_key_to_frame(items: usize) -> Vec<(Duration, String)> {
    let store = Memory::default().with("plan.toml", made::text(items));
    let draft = Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default());
    let draft = draft.unwrap_or_else(|unreadable| panic!("{unreadable:?}"));
    let mut model = after(Workspace::drafted(Box::new(draft), None), Look::default(), "", 200, 60);
    let mut times = Vec::new();
    for key in Key::parse_all(MIXED).repeat(4) {
        let begun = used();
        update(&mut model, Msg::Key(key));
        let frame = buffer(&model);
        times.push((used() - begun, key.shown()));
        drop(frame);
        model.rest();
    }
    times.sort();
    times
}

/// That of so many hundred times all but a few are within a limit.
fn assert_within(times: &[(Duration, String)], hundredths: usize, limit: Duration) {
    let nth = (times.len() * hundredths).div_ceil(100) - 1;
    assert!(times[nth].0 <= limit, "{hundredths} of 100: {:?}", &times[nth..]);
}

///
#[test]
fn a_key_is_answered_at_once_however_large_the_plan_is() {
    let milliseconds = Duration::from_millis;
    let times = from_key_to_frame(5_000);
    assert_within(&times, 95, milliseconds(33));
    assert_within(&times, 99, milliseconds(100));
    assert_within(&from_key_to_frame(20_000), 95, milliseconds(100));
}

/// from the start of the program to its first frame.
#[cfg(target_os = "linux")]
#[test]
fn a_plan_is_soon_on_the_screen() {
    use crate::pty::{Terminal, ticks};
    for (items, limit) in [(500, 15), (5_000, 40)] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("plan.toml"), made::text(items)).unwrap();
        for _ in 0..3 {
            let mut terminal = Terminal::start_in(folder.path(), &[]);
            terminal.until("[1 Board]");
            let own = terminal.process();
            let took = ticks(|process, _| process == own);
            assert!(took <= limit, "{items} items: {took} hundredths of a second");
            terminal.leave();
        }
    }
}
