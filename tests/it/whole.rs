//! What a room reads is whole at the usual sizes: names, wordings, counts.

use groundswell::plan::address::{Address, Table};
use groundswell::tui::after;
use groundswell::tui::msg::{Msg, Target};
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::workspace::Workspace;

use crate::driven::{drawn, omnichannel, open, plan_at};

const USUAL: [(u16, u16); 4] = [(60, 18), (80, 24), (100, 30), (140, 40)];

fn zero_trust() -> Workspace {
    plan_at("plans/zero-trust")
}

/// The name in the selected row, whose first words are those of `title`, and in the rows below that go on with it.
fn named(screen: &str, title: &str) -> String {
    let mut rows = screen.lines().skip_while(|row| !row.starts_with('>'));
    let first: String = rows.next().unwrap_or_default().chars().skip(4).collect();
    let same = first.char_indices().zip(title.chars()).take_while(|((_, one), other)| one == other);
    let name = title.chars().take(same.count()).collect::<String>();
    let goes_on = |row: &&str| row.starts_with("    ") && !row.trim().is_empty();
    rows.take_while(goes_on).fold(name.trim_end().to_owned(), |name, row| format!("{name} {}", row.trim()))
}

#[test]
fn names_of_kpis_are_whole_at_every_usual_size() {
    for (work, count) in [(omnichannel as fn() -> Workspace, 27), (zero_trust, 7)] {
        let kpis: Vec<(String, String)> =
            work().plan().kpis().map(|(_, kpi)| (kpi.id.to_string(), kpi.title().to_owned())).collect();
        assert_eq!(kpis.len(), count);
        for (width, height) in USUAL {
            let mut model = after(work(), Look::default(), "4", width, height);
            for (id, title) in &kpis {
                update(&mut model, Msg::Click(Target::Spot(Address::new(Table::Kpi, id))));
                let screen = drawn(&model);
                assert_eq!(&named(&screen, title), title, "{width}x{height}\n{screen}");
            }
        }
    }
}

/// By hand, of the seven pillars: all pairs of waves end with Enrich and Automate, of omnichannel with Scale and Embed.
#[test]
fn what_goes_from_wave_to_wave_is_told_to_its_end() {
    for (work, last) in
        [(omnichannel as fn() -> Workspace, "Scale → Embed"), (zero_trust, "Enrich → Automate")]
    {
        for (width, height) in USUAL {
            let screen = drawn(&after(work(), Look::default(), "3 v", width, height));
            let (_, foot) = screen.split_once("Needs: ").unwrap_or_default();
            let foot = foot.lines().map(str::trim).collect::<Vec<_>>().join(" ");
            let (told, _) = foot.split_once("Shown: ").unwrap_or_default();
            assert!(told.contains(last) && !told.contains('…'), "{width}x{height}\n{screen}");
        }
    }
}

/// Ten waves, each needing all before it: nine lists of names, which no third of 24 rows holds.
#[test]
fn what_finds_no_room_below_the_picture_is_named_with_its_key() {
    let mut text = "format = 1\n[plan]\nname = \"Long\"\nas-of = 2026-01-05\n".to_owned();
    let mut items = String::from("[capability]\n");
    text.push_str("[wave]\n");
    for wave in 0..10 {
        let year = 2026 + wave;
        text.push_str(&format!(
            "w{wave} = {{ name = \"Rather long wave {wave}\", start = {year}-01-05, end = {year}-12-20 }}\n"
        ));
        let needs: Vec<String> = (0..wave).map(|before| format!("\"c{before}\"")).collect();
        items.push_str(&format!(
            "c{wave} = {{ reaches = {{ w{wave} = 1 }}, needs = [{}] }}\n",
            needs.join(", ")
        ));
        // More than a picture holds, so that there is a list.
        for more in 0..9 {
            items.push_str(&format!("m{wave}{more} = {{ reaches = {{ w{wave} = 1 }} }}\n"));
        }
    }
    text.push_str(&items);
    let screen = drawn(&after(open(&text), Look::default(), "3 v", 80, 24));
    assert!(screen.contains("… T lists every need"), "{screen}");
    let table = drawn(&after(open(&text), Look::default(), "3 v T", 80, 24));
    assert!(table.contains("45 ") || table.contains("/45"), "{table}");
}
