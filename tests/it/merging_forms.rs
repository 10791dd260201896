//! Three-way merges of random plans in every form that a plan is written in: tables with headers, in braces and as
//! dotted keys, records as tables and in lists, a comment that closes the file, ids that a side renames.

use fastrand::Rng;
use groundswell::diff::changes;
use groundswell::disk::Memory;
use groundswell::merge::{Markers, merge};
use groundswell::source::{Limits, Read, Source};

use crate::merging::by_lines;

/// How the items of a plan are written.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    /// `[capability.a]`, and a line for each key.
    Headers,
    /// `[capability]`, and `a = { … }`.
    Braces,
    /// `[capability]`, and `a.name = …`.
    Dotted,
}

/// How the readings are written.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Records {
    /// `[[reading]]`.
    Tables,
    /// A list of tables in braces, with a comma behind the last or not.
    List(bool),
}

#[derive(Clone, Debug)]
struct Item {
    id: String,
    name: String,
    owner: String,
    needs: Vec<String>,
    /// Waves, and the level reached there.
    reaches: Vec<(String, u32)>,
    /// Teams, and the months that it takes of them.
    effort: Vec<(String, u32)>,
}

#[derive(Clone, Debug)]
struct Doc {
    form: Form,
    records: Records,
    items: Vec<Item>,
    /// Month, value, and what a comment says of it.
    readings: Vec<(u32, u32, String)>,
    /// Ids and names; the plan has none of them before somebody adds one.
    risks: Vec<(String, String)>,
    /// Whether a blank line stands before the comment that closes the file.
    apart: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Edit {
    Name(String, u32),
    Owner(String, u32),
    Needs(String, String),
    /// Another level of what an item needs.
    Level(String, u32),
    /// A step of an item goes to another wave.
    Move(String, String, String),
    /// A step of an item goes.
    Leave(String, String),
    /// Of a team, so many months; no item has any before.
    Effort(String, String, u32),
    Risk(String, String),
    Add(String),
    Remove(String),
    Rename(String, String),
    Read(u32, u32),
    /// Another value of a reading that is there.
    Correct(u32, u32),
}

impl Edit {
    /// The item that it is about.
    fn id(&self) -> Option<&str> {
        match self {
            Self::Name(id, _) | Self::Owner(id, _) | Self::Needs(id, _) => Some(id),
            Self::Level(id, _) | Self::Move(id, ..) | Self::Leave(id, _) | Self::Effort(id, ..) => Some(id),
            Self::Add(id) | Self::Remove(id) | Self::Rename(id, _) | Self::Risk(id, _) => Some(id),
            Self::Read(..) | Self::Correct(..) => None,
        }
    }

    /// Whether one can be made beside the other.
    fn is_apart_from(&self, other: &Self) -> bool {
        let kind = std::mem::discriminant::<Self>;
        match (self, other) {
            (Self::Read(one, _) | Self::Correct(one, _), Self::Read(other, _) | Self::Correct(other, _)) => {
                one != other
            }
            // What is gone is needed by nothing.
            (Self::Remove(gone), Self::Needs(_, needed)) | (Self::Needs(_, needed), Self::Remove(gone))
                if gone == needed =>
            {
                false
            }
            // A step that is not there any more is moved nowhere.
            (Self::Move(one, from, to), Self::Move(other, also, there)) if one == other => {
                from != also && to != there
            }
            // New ids are given once.
            (Self::Rename(_, one), Self::Rename(_, other)) if one == other => false,
            _ if self.id().is_none() || self.id() != other.id() => true,
            (Self::Effort(_, one, _), Self::Effort(_, other, _)) => one != other,
            (Self::Remove(_) | Self::Add(_), _) | (_, Self::Remove(_) | Self::Add(_)) => false,
            _ => kind(self) != kind(other),
        }
    }
}

fn doc(rng: &mut Rng) -> Doc {
    let item = |nth: u32| Item {
        id: format!("c{nth}"),
        name: format!("Item {nth}"),
        owner: "O".into(),
        // None needs itself or one behind it, so that there is no cycle.
        needs: if nth > 0 { vec![format!("c{}", nth - 1)] } else { Vec::new() },
        reaches: vec![("w0".into(), 2), ("w1".into(), 3)],
        effort: Vec::new(),
    };
    Doc {
        form: [Form::Headers, Form::Braces, Form::Dotted][rng.usize(..3)],
        records: [Records::Tables, Records::List(true), Records::List(false)][rng.usize(..3)],
        items: (0..rng.u32(4..9)).map(item).collect(),
        readings: (1..rng.u32(3..6)).map(|month| (month, month * 10, format!("# counted {month}"))).collect(),
        risks: Vec::new(),
        apart: rng.bool(),
    }
}

/// Keys and numbers, as they stand between braces.
fn table(entries: &[(String, u32)]) -> String {
    entries.iter().map(|(key, value)| format!("{key} = {value}")).collect::<Vec<_>>().join(", ")
}

impl Doc {
    fn text(&self) -> String {
        let mut text = String::from("# A plan\nformat = 1\n");
        let reading =
            |(month, value, said): &(u32, u32, String)| (format!("2026-{month:02}-01"), *value, said.clone());
        if let Records::List(closed) = self.records {
            text += "reading = [\n";
            for (nth, it) in self.readings.iter().enumerate() {
                let (date, value, said) = reading(it);
                let comma = if closed || nth + 1 < self.readings.len() { "," } else { "" };
                text += &format!("  {{ kpi = \"k\", date = {date}, value = {value} }}{comma}  {said}\n");
            }
            text += "]\n";
        }
        text += "\n[kpi.k]\nname = \"K\"\n";
        if self.form != Form::Headers {
            text += "\n[capability]\n";
        }
        for Item { id, name, owner, needs, reaches, effort } in &self.items {
            let spent = |before: &str, after: &str| match &effort[..] {
                [] => String::new(),
                teams => format!("{before}effort = {{ {} }}{after}", table(teams)),
            };
            let reached = table(reaches);
            let needs = needs.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ");
            text += &match self.form {
                Form::Headers => format!(
                    "\n# about it\n[capability.{id}]\nname = \"{name}\"  # said\nowner = \"{owner}\"\nneeds = [{needs}]\nreaches = {{ {reached} }}\n{}",
                    spent("", "\n")
                ),
                Form::Braces => {
                    format!(
                        "{id} = {{ name = \"{name}\", owner = \"{owner}\", needs = [{needs}], reaches = {{ {reached} }}{} }}  # said\n",
                        spent(", ", "")
                    )
                }
                Form::Dotted => format!(
                    "{id}.name = \"{name}\"  # said\n{id}.owner = \"{owner}\"\n{id}.needs = [{needs}]\n{}{}",
                    reaches
                        .iter()
                        .map(|(wave, level)| format!("{id}.reaches.{wave} = {level}\n"))
                        .collect::<Vec<_>>()
                        .concat(),
                    match &effort[..] {
                        [] => String::new(),
                        teams => format!("{id}.effort = {{ {} }}\n", table(teams)),
                    }
                ),
            };
        }
        if self.records == Records::Tables {
            for it in &self.readings {
                let (date, value, said) = reading(it);
                text += &format!("\n[[reading]]\nkpi = \"k\"\ndate = {date}\nvalue = {value}  {said}\n");
            }
        }
        if self.form == Form::Headers {
            self.risks.iter().for_each(|(id, name)| text += &format!("\n[risk.{id}]\nname = \"{name}\"\n"));
        } else if !self.risks.is_empty() {
            text += "\n[risk]\n";
            for (id, name) in &self.risks {
                text += &match self.form {
                    Form::Dotted => format!("{id}.name = \"{name}\"\n"),
                    _ => format!("{id} = {{ name = \"{name}\" }}\n"),
                };
            }
        }
        text + if self.apart { "\n# the end\n" } else { "# the end\n" }
    }

    fn item(&mut self, id: &str) -> &mut Item {
        self.items.iter_mut().find(|it| it.id == id).unwrap()
    }

    /// Makes edits; what has another id in the end has it in all that refers to it.
    fn made(&self, edits: &[&Edit]) -> Self {
        let mut doc = self.clone();
        for edit in edits {
            match edit {
                Edit::Name(id, value) => doc.item(id).name = format!("Named {value}"),
                Edit::Owner(id, value) => doc.item(id).owner = format!("Owner {value}"),
                Edit::Needs(id, needed) => doc.item(id).needs.push(needed.clone()),
                Edit::Add(id) => doc.items.push(Item {
                    id: id.clone(),
                    name: "New".into(),
                    owner: "N".into(),
                    needs: Vec::new(),
                    reaches: vec![("w0".into(), 2)],
                    effort: Vec::new(),
                }),
                Edit::Level(id, level) => {
                    let needed = &mut doc.item(id).needs[0];
                    *needed = format!("{} >= {level}", needed.split(' ').next().unwrap());
                }
                Edit::Move(id, from, to) => {
                    let steps = &mut doc.item(id).reaches;
                    steps.iter_mut().find(|(wave, _)| wave == from).unwrap().0.clone_from(to);
                }
                Edit::Leave(id, from) => doc.item(id).reaches.retain(|(wave, _)| wave != from),
                Edit::Effort(id, team, months) => doc.item(id).effort.push((team.clone(), *months)),
                Edit::Risk(id, name) => doc.risks.push((id.clone(), name.clone())),
                Edit::Remove(id) => {
                    doc.items.retain(|it| it.id != *id);
                    // Nobody is left who needs it.
                    doc.items.iter_mut().for_each(|it| it.needs.retain(|needed| needed != id));
                }
                Edit::Read(month, value) => {
                    doc.readings.push((*month, *value, format!("# counted {month}")));
                    doc.readings.sort();
                }
                Edit::Correct(month, value) => {
                    doc.readings.iter_mut().find(|it| it.0 == *month).unwrap().1 = *value;
                }
                Edit::Rename(..) => {}
            }
        }
        for edit in edits {
            let Edit::Rename(id, new) = edit else { continue };
            let ids = doc.items.iter_mut().flat_map(|it| std::iter::once(&mut it.id).chain(&mut it.needs));
            ids.filter(|it| *it == id).for_each(|it| it.clone_from(new));
        }
        doc
    }

    /// A random edit; what is needed is never removed.
    fn edit(&self, rng: &mut Rng) -> Edit {
        let id = |rng: &mut Rng| self.items[rng.usize(..self.items.len())].id.clone();
        let value = rng.u32(100..1000);
        match rng.u32(..12) {
            9 => Edit::Effort(id(rng), format!("t{}", rng.u32(..6)), value),
            10 => Edit::Risk(format!("r{value}"), format!("Risk {value}")),
            11 => Edit::Move(id(rng), format!("w{}", rng.u32(..2)), format!("w{}", rng.u32(2..5))),
            0 | 1 => Edit::Name(id(rng), value),
            2 => Edit::Owner(id(rng), value),
            3 => match self.items.iter().rev().nth(rng.usize(..2)) {
                // Behind all that it could need.
                Some(it) => Edit::Needs(it.id.clone(), "c0".into()),
                None => unreachable!("there are items"),
            },
            4 => Edit::Add(format!("new{}", rng.u32(..20))),
            // The last is needed by none.
            5 => Edit::Remove(self.items.last().unwrap().id.clone()),
            6 => Edit::Rename(id(rng), format!("other{}", rng.u32(..20))),
            7 => Edit::Read(rng.u32(7..13), value),
            _ => Edit::Correct(self.readings[rng.usize(..self.readings.len())].0, value),
        }
    }
}

fn read(text: &str) -> Read {
    let store = Memory::default().with("plan.toml", text);
    Source::read(&store, &["plan.toml".into()], Limits::default()).ok().unwrap()
}

/// Whether two texts say the same, and can be read whole.
fn same(one: &str, other: &str) -> bool {
    let (one, other) = (read(one), read(other));
    let faulty = |read: &Read| read.findings.iter().any(|it| it.rule == "syntax-error");
    let found = changes(&one.source.written(), &other.source.written(), &one.plan, &other.plan);
    found.is_empty() && !faulty(&one) && !faulty(&other)
}

#[test]
fn what_is_apart_merges_in_either_order_however_the_plan_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (mut cases, mut lines) = (0, 0);
    for seed in 0..500 {
        let mut rng = Rng::with_seed(seed);
        let base = doc(&mut rng);
        let mut sides: [Vec<Edit>; 2] = Default::default();
        for _ in 0..rng.usize(2..8) {
            let (edit, side) = (base.edit(&mut rng), rng.usize(..2));
            // Who gives something another id and rewrites it too has made another thing of it.
            let renames = |edit: &Edit| matches!(edit, Edit::Rename(..));
            let rewritten = |own: &Edit| own.id() == edit.id() && (renames(own) || renames(&edit));
            if sides.iter().flatten().all(|other| edit.is_apart_from(other))
                && !sides[side].iter().any(rewritten)
            {
                sides[side].push(edit);
            }
        }
        let all: Vec<&Edit> = sides.iter().flatten().collect();
        let both = base.made(&all).text();
        let [one, other] = sides.each_ref().map(|edits| base.made(&edits.iter().collect::<Vec<_>>()).text());
        let base_text = base.text();
        for (ours, theirs) in [(&one, &other), (&other, &one)] {
            let merged = merge(&base_text, ours, theirs, &Markers::default()).unwrap();
            let told = || format!("seed {seed}: {sides:?}\n{base_text}\nbecame\n{}", merged.text);
            assert!(merged.conflicts.is_empty(), "{:?} in {}", merged.conflicts, told());
            assert!(same(&merged.text, &both), "{}", told());
            // Each comment is where it was, and none twice.
            let ends = merged.text.lines().filter(|line| *line == "# the end").count();
            assert_eq!(ends, 1, "{}", told());
            let counted = |text: &str| {
                let mut lines: Vec<String> = match base.records {
                    Records::Tables => text.lines().filter(|it| it.contains("# counted")).collect::<Vec<_>>(),
                    // A comma more or less behind the last entry is none of the comment's.
                    Records::List(_) => text.lines().filter(|it| it.contains("# counted")).collect(),
                }
                .into_iter()
                .map(|line| line.replace(',', ""))
                .collect();
                lines.sort();
                lines
            };
            assert_eq!(counted(&merged.text), counted(&both), "{}", told());
        }
        cases += u32::from(sides.iter().all(|it| !it.is_empty()));
        let by_lines = by_lines(folder.path(), [&one, &base_text, &other]);
        lines += u32::from(by_lines.is_some_and(|text| same(&text, &both)));
    }
    eprintln!("of 500 merges git's own by lines gives {lines}, and this one all");
    assert!(cases > 300 && lines < 400, "{cases} have edits on both sides; by lines {lines} merge");
}

#[test]
fn what_clashes_is_a_conflict_in_either_order_however_the_plan_is_written() {
    for seed in 0..500 {
        let mut rng = Rng::with_seed(seed);
        let base = doc(&mut rng);
        let id = base.items.last().unwrap().id.clone();
        let month = base.readings[0].0;
        let moved = |to: &str| Edit::Move(id.clone(), "w1".into(), to.into());
        let (one, other) = match rng.u32(..12) {
            6 => (moved("w2"), moved("w3")),
            7 => (moved("w2"), Edit::Leave(id, "w1".into())),
            8 => (Edit::Level(id.clone(), 2), Edit::Level(id, 4)),
            9 => (Edit::Effort(id.clone(), "t".into(), 1), Edit::Effort(id, "t".into(), 2)),
            10 | 11 => (Edit::Risk("r".into(), "One".into()), Edit::Risk("r".into(), "Other".into())),
            0 => (Edit::Name(id.clone(), 1), Edit::Name(id, 2)),
            1 => (Edit::Rename(id.clone(), "aaa".into()), Edit::Rename(id, "bbb".into())),
            2 => (Edit::Rename(id.clone(), "aaa".into()), Edit::Remove(id)),
            3 => (Edit::Owner(id.clone(), 1), Edit::Remove(id)),
            4 => (Edit::Correct(month, 1), Edit::Correct(month, 2)),
            _ => (Edit::Read(7, 1), Edit::Read(7, 2)),
        };
        let [ours, theirs] = [&one, &other].map(|edit| base.made(&[edit]).text());
        for (ours, theirs) in [(&ours, &theirs), (&theirs, &ours)] {
            let merged = merge(&base.text(), ours, theirs, &Markers::default()).unwrap();
            let told = format!("seed {seed}: {one:?} {other:?}\n{}\nbecame\n{}", base.text(), merged.text);
            assert!(!merged.conflicts.is_empty(), "{told}");
            assert!(merged.text.contains("<<<<<<<") && merged.text.contains(">>>>>>>"), "{told}");
            assert_eq!(merged.text.lines().filter(|line| *line == "# the end").count(), 1, "{told}");
        }
    }
}
