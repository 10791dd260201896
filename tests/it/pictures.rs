//! The pictures of the README: the frames that the terminal shows, as SVG. They are accepted as the other
//! screens are.

use std::path::Path;

use groundswell::tui::msg::Msg;
use groundswell::tui::palette::{DARK, Depth, HIGH_CONTRAST};
use groundswell::tui::simulating::simulate;
use groundswell::tui::theme::{Look, Theme};
use groundswell::tui::update::update;
use groundswell::tui::{after, buffer, picture};
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::driven::omnichannel;

/// The largest picture, in bytes.
const MOST: usize = 60_000;

/// A frame of the plan as whoever opens it has it: with its findings, and to be edited.
fn picture(keys: &str, width: u16, height: u16, title: &str) -> String {
    let look = Look { theme: Theme::Dark, depth: Depth::True, ..Look::default() };
    let mut model = after(omnichannel(), look, keys, width, height);
    let simulation = Box::new(simulate(model.work.plan()));
    let asked = model.asked;
    update(&mut model, Msg::Simulated(asked, simulation));
    let palette = if model.present.is_some() { HIGH_CONTRAST } else { DARK };
    picture::svg(&buffer(&model), (palette.plain, palette.back), title)
}

/// Elements and attributes that a picture may have: none of them runs or fetches anything.
fn assert_inert(svg: &str) {
    let elements = ["svg", "title", "rect", "text"];
    let attributes = [
        "xmlns",
        "width",
        "height",
        "viewBox",
        "role",
        "font-family",
        "font-size",
        "xml:space",
        "rx",
        "fill",
        "x",
        "y",
        "textLength",
        "lengthAdjust",
        "font-weight",
    ];
    let mut reader = Reader::from_str(svg);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) | Event::Empty(element) => {
                let name = element.name().as_ref().to_owned();
                assert!(elements.contains(&name.as_str()), "{name}");
                for attribute in element.attributes() {
                    let attribute = attribute.unwrap();
                    let key = attribute.key.as_ref().to_owned();
                    assert!(attributes.contains(&key.as_str()), "{key}");
                    let value = attribute.value.into_owned();
                    assert!(key == "xmlns" || !value.contains("://"), "{key}={value}");
                }
            }
            Event::End(_) | Event::Text(_) | Event::GeneralRef(_) => {}
            Event::Eof => break,
            other => panic!("{other:?}"),
        }
    }
}

macro_rules! pictures {
    ($($name:ident $keys:literal $width:literal $height:literal $title:literal)+) => {
        $(
            #[test]
            fn $name() {
                let svg = picture($keys, $width, $height, $title);
                assert!(svg.len() <= MOST, "{} bytes", svg.len());
                assert_inert(&svg);
                insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "pictures" }, {
                    let file = concat!(stringify!($name), ".svg");
                    insta::assert_binary_snapshot!(file, svg.into_bytes());
                });
            }
        )+
    };
}

pictures! {
    board "j j" 110 30 "The board: waves across, strategy, operating model and leadership down"
    value "5" 110 30 "Value: plan, realized, forecast and the band of the simulation"
    slide "P 4 +" 80 24 "A slide of the steering meeting: what a gate asks and what holds"
}

#[test]
fn the_readme_shows_each_picture() {
    let readme = include_str!("../../README.md");
    for name in ["board", "value", "slide"] {
        let path = format!("tests/it/pictures/{name}.snap.svg");
        assert!(readme.contains(&format!("]({path})")), "{path}");
        assert!(Path::new(&path).is_file(), "{path}");
    }
}
