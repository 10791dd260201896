//! What is wrong with the plan: the findings of the check, in its order, with the text they point at.

mod families;

use ratatui::layout::Rect;

use crate::check::is_loss;
use crate::finding::{Finding, Place, Severity};
use crate::order::Order as _;
use crate::plan::address::{Address, Table};
use crate::plan::record::Waiver;
use crate::plan::telling::Telling;
use crate::rules::RULES;
use crate::safe;
use crate::tui::action::Action;
use crate::tui::baseline::Kind;
use crate::tui::detail::{self, Text, severity_mark};
use crate::tui::filter::Filter;
use crate::tui::layout::heights;
use crate::tui::msg::Target;
use crate::tui::overlays::comparing;
use crate::tui::overlays::fixes;
use crate::tui::overlays::ignoring;
use crate::tui::pen::{Pen, broken, cells, columns, within};
use crate::tui::spots::{Spot, Spots};
use crate::tui::theme::Tone;
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::wording;
use crate::wording::aloud::Aloud;
use crate::workspace::{Excerpt, Located, Workspace};

/// The findings in the registry.
pub const ENTRY: Entry = Entry {
    digit: '8',
    name: "Check",
    brief: ["Check", "Ch"],
    question: "What is wrong with the plan itself?",
    first: |_, _| 0,
    variants: &["by weight", "by file", "by rule", "what is ignored"],
    table: false,
    open: Open::Jump,
    actions: &[
        Action::new("check.fixes", "Fixes, each tried first", &["F"], fixes::show)
            .hint("fixes", 3)
            .when(fixes::are_known),
        Action::new("check.ignore", "Ignore it, with a reason and a last day", &["I"], ignoring::ask)
            .hint("ignore", 4)
            .when(ignoring::ignorable),
        Action::new("check.since", "Which findings are new since the last commit", &[], comparing::ask_past)
            .when(comparing::has_past),
    ],
    build: |work, settings| Box::new(Check::new(work, settings)),
};

const NOTHING: &str = "No findings: nothing is wrong as far as the rules see.";

struct Check {
    rows: Vec<Row>,
    rule_width: u16,
    sum: String,
    /// What is ignored is listed, not what is found.
    ignored: bool,
    /// How many findings there are of each family of rules.
    families: Vec<(&'static str, usize)>,
    /// How many waivers there are.
    waivers: usize,
}

struct Row {
    /// Its place among all findings; none where it is a waiver.
    nth: Option<usize>,
    at: Address,
    mark: (&'static str, Tone),
    rule: Box<str>,
    /// What is said, by the names of things.
    message: String,
    /// The same by their ids, as files and reports have them: it is looked for by these, too.
    ids: String,
    line: String,
}

impl Check {
    fn new(work: &Workspace, settings: &Settings) -> Self {
        let ignored = ENTRY.variants.get(settings.variant) == ENTRY.variants.last();
        let mut rows = if ignored { waived(work) } else { found(work, settings.variant) };
        let all = rows.len();
        rows.retain(|row| {
            let text = format!("{} {} {}", row.rule, row.message, row.ids);
            settings.filter.shows(work, &row.at) || settings.filter.shows_text(&text, "", ("finding", ""))
        });
        let rule_width = rows.iter().map(|row| columns(&row.rule)).max().unwrap_or(0).min(28);
        let sum = match (ignored, settings.filter.is_empty()) {
            (true, true) => format!("{all} ignored"),
            (true, false) => format!("{} of {all} ignored shown", rows.len()),
            (false, true) => counts(work),
            (false, false) => format!("{} of {} shown", rows.len(), wording::count(all, "finding")),
        };
        let (families, waivers) = (families::counted(work), work.plan().waivers.len());
        Self { rows, rule_width, sum, ignored, families, waivers }
    }

    /// Lines of the list above and of the detail below, where there is no pane beside it.
    fn split(&self, area: Rect, beside: bool) -> (Rect, Rect) {
        let head = 2.min(area.height);
        let rest = area.height - head;
        let list = if beside || rest < 10 { rest } else { cells(self.rows.len()).clamp(3, rest * 2 / 5) };
        let list_area = Rect { y: area.y + head, height: list, ..area };
        let below =
            Rect { y: list_area.bottom(), height: area.bottom().saturating_sub(list_area.bottom()), ..area };
        (list_area, below)
    }
}

/// The findings, in the order of a variant: the weightiest first, that of the files, or rule by rule.
fn found(work: &Workspace, variant: usize) -> Vec<Row> {
    let row = |(nth, located): (usize, &Located)| Row {
        nth: Some(nth),
        at: match &located.finding.at {
            Place::Address(at) | Place::Both(at, _) => at.clone(),
            Place::Text(_) => Address::new(Table::Top, ""),
        },
        mark: severity_mark(located.severity),
        rule: located.finding.rule.into(),
        message: detail::aloud(work, &located.finding.message),
        ids: located.finding.message.to_string(),
        line: located.line.as_ref().map(|(file, line)| format!("{file}:{line}")).unwrap_or_default(),
    };
    let mut all: Vec<(usize, &Located)> = work.findings.iter().enumerate().collect();
    match variant {
        0 => all.order_by_key(|(_, located)| (located.severity, causes(&located.finding))),
        2 => all.sort_by_cached_key(|(_, located)| {
            RULES.iter().position(|rule| rule.name == located.finding.rule).unwrap_or(usize::MAX)
        }),
        _ => {}
    }
    all.into_iter().map(row).collect()
}

/// Where a finding stands among those of its weight: what a text says that is no TOML takes away whatever stands
/// there, so that others miss it; then what else is not in the plan; then what is missing.
fn causes(finding: &Finding) -> u8 {
    match finding.rule {
        "syntax-error" | "merge-conflict" => 0,
        "unknown-id" => 2,
        _ if is_loss(finding) => 1,
        _ => 3,
    }
}

/// The waivers, each with its reason and who accepts it.
fn waived(work: &Workspace) -> Vec<Row> {
    let plan = work.plan();
    let aloud = Aloud { plans: &[plan], room: false };
    let row = |(nth, waiver): (usize, &Waiver)| {
        let at = plan.record_address(Table::Waiver, nth);
        let on = waiver.on.as_deref().map(|on| format!("on {}: ", aloud.name(on).unwrap_or(on)));
        let on = on.unwrap_or_default();
        let reason = waiver.reason.as_deref().unwrap_or("no reason is given");
        let until = match waiver.until {
            None => "for ever".into(),
            Some(day) if day < plan.as_of => format!("until {}: over", wording::date(day)),
            Some(day) => format!("until {}", wording::date(day)),
        };
        let by = waiver.by.as_deref().map(|by| format!(" (accepted by {by})")).unwrap_or_default();
        let message = format!("{on}{reason}{by}");
        let ids = waiver.on.as_deref().unwrap_or_default().to_owned();
        Row { nth: None, at, mark: ("·", Tone::Faint), rule: waiver.rule.clone(), message, ids, line: until }
    };
    plan.waivers.iter().enumerate().map(row).collect()
}

/// How much was found: "2 errors · 3 warnings".
fn counts(work: &Workspace) -> String {
    let of = |severity, noun| match work.count(severity) {
        0 => None,
        count if noun == "advice" => Some(format!("{count} advice")),
        count => Some(wording::count(count, noun)),
    };
    let sum =
        [of(Severity::Error, "error"), of(Severity::Warning, "warning"), of(Severity::Advice, "advice")];
    sum.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn beside(area: Rect) -> bool {
    // With a pane beside it the view is narrower than the screen, and no screen is narrower than that
    // which has a full view without one.
    area.x == 0 && area.width >= 120
}

impl View for Check {
    fn held(&self, _: &Workspace, _: &Filter, spots: &Spots) -> Option<usize> {
        Some(spots.len())
    }

    fn spots(&self, _: &Workspace) -> Spots {
        let spot = |(line, row): (usize, &Row)| {
            let text = format!("{} {} {} {} {}", row.rule, row.message, row.ids, row.line, row.at.key);
            Spot::new(row.at.clone(), line, text)
        };
        self.rows.iter().enumerate().map(spot).collect()
    }

    fn keeps_whole_width(&self, _: &Settings) -> bool {
        true
    }

    fn window(&self, area: Rect, _: Room) -> (u16, u16) {
        let (list, _) = self.split(area, beside(area));
        (list.height, 1)
    }

    fn sum(&self, _: &Workspace) -> String {
        self.sum.clone()
    }

    fn mark(&self, _: &Workspace, spot: &Spot) -> (&'static str, Tone) {
        self.rows.get(spot.line as usize).map_or(("·", Tone::Faint), |row| row.mark)
    }

    fn sentence(&self, scene: Scene<'_>) -> String {
        match self.rows.get(scene.sheet.cursor) {
            Some(row) => row.message.clone(),
            None if self.ignored => "Nothing is ignored".into(),
            None => "Nothing is wrong with this plan as far as the rules see".into(),
        }
    }

    fn finding<'a>(&self, scene: Scene<'a>) -> Option<&'a Located> {
        scene.work.findings.get(self.rows.get(scene.sheet.cursor)?.nth?)
    }

    fn detail(&self, scene: Scene<'_>, width: u16) -> Text {
        let mut text = Text::new(width);
        let Some(row) = self.rows.get(scene.sheet.cursor) else { return text };
        match row.nth.and_then(|nth| scene.work.findings.get(nth)) {
            Some(located) => about(located, scene, &mut text),
            None => {
                text.put(&[(&row.rule, Tone::Strong), ("  ", Tone::Plain)], &row.message, Tone::Plain, 2);
                text.gap();
                text.words(&row.line, Tone::Plain);
            }
        }
        text
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        let beside = beside(area);
        let (list, below) = if beside {
            let width = area.width * 11 / 20;
            let list = pen.frame(Rect { width, ..area }, "Findings");
            let pane = Rect { x: area.x + width, width: area.width - width, ..area };
            let inside = pen.frame(pane, "Detail");
            (
                self.split(list, true).0,
                Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside },
            )
        } else {
            self.split(area, false)
        };
        let head = Rect { y: list.y.saturating_sub(2), height: 1, ..list };
        let mut x = head.x + 2;
        let legend = [
            (Kind::New.sign(), Kind::New.tone(), " new   "),
            ("E", Tone::Error, " error   "),
            ("W", Tone::Warning, " warning   "),
            ("A", Tone::Advice, " advice"),
        ];
        let no_new = usize::from(scene.fresh.is_empty());
        for (letter, tone, word) in legend.into_iter().skip(no_new).filter(|_| !self.ignored) {
            x += pen.row(x, head.y, list.right().saturating_sub(x), &[(letter, tone), (word, Tone::Faint)]);
        }
        pen.put_right(
            list.right().saturating_sub(2),
            head.y,
            list.right().saturating_sub(x + 4),
            &self.sum,
            Tone::Plain,
        );
        pen.rule(
            list.x + u16::from(!beside),
            head.y + 1,
            list.width.saturating_sub(if beside { 0 } else { 2 }),
        );
        if !scene.since.is_empty() {
            let words = format!(" {} ", scene.since);
            pen.put(list.x + 3, head.y + 1, list.width.saturating_sub(6), &words, Tone::Faint);
        }
        if self.rows.is_empty() {
            pen.put(
                list.x + 2,
                list.y,
                list.width.saturating_sub(3),
                if self.ignored { "Nothing is ignored." } else { NOTHING },
                Tone::Plain,
            );
            return;
        }
        let scroll = scene.sheet.scroll as usize;
        // The families keep their rows at the foot where each message has one above them.
        let families =
            beside.then(|| families::text(&self.families, self.waivers, &scene.key("variant"), list));
        let foot = families.as_ref().map_or(0, |text| cells(text.lines.len()) + 1);
        let foot = if cells(self.rows.len()) + foot <= list.height { foot } else { 0 };
        let wanted = |nth: usize| self.rows.get(nth).map_or(1, |row| self.rows_of(row, list));
        let heights = heights(self.rows.len(), list.height - foot, wanted);
        let mut y = list.y;
        for (nth, row) in self.rows.iter().enumerate().skip(scroll) {
            let height = heights.get(nth).map_or(1, |rows| cells(*rows)).min(list.bottom().saturating_sub(y));
            if height == 0 {
                break;
            }
            let line = Rect { y, height, ..list };
            self.draw_row(row, line, pen);
            pen.hit(line, Target::Spot(row.at.clone()));
            let selected = nth == scene.sheet.cursor;
            if row.nth.is_some_and(|nth| scene.fresh.contains(&nth)) {
                // Behind the sign of the selection, which has its place.
                pen.put(line.x + u16::from(selected), y, 1, Kind::New.sign(), Kind::New.tone());
            }
            if selected {
                pen.select(line);
            }
            y += height;
        }
        if let Some(text) = families.filter(|_| foot > 0) {
            let height = foot - 1;
            text.draw(0, Rect { x: list.x + 2, y: list.bottom() - height, width: text.width(), height }, pen);
        }
        if below.height >= 3 {
            let inside = if beside {
                below
            } else {
                pen.rule(below.x + 1, below.y, below.width.saturating_sub(2));
                Rect {
                    x: below.x + 1,
                    y: below.y + 1,
                    width: below.width.saturating_sub(2),
                    height: below.height - 1,
                }
            };
            let text = self.detail(scene, inside.width);
            text.draw(0, inside, pen);
            // What is cut here is on a page of its own.
            if text.lines.len() > usize::from(inside.height) {
                let words = format!("{} shows all of it", scene.key("explain"));
                let last = inside.bottom() - 1;
                pen.put_right(inside.right(), last, inside.width / 2, &words, Tone::Faint);
            }
        }
    }
}

impl Check {
    /// The rows that a message takes.
    fn rows_of(&self, row: &Row, list: Rect) -> usize {
        let (_, first, rest) = self.message_at(row, list);
        broken(&row.message, first.saturating_sub(1), rest).len()
    }

    /// The columns of the rule's name and of the place, where there is room for them.
    fn columns_of(&self, row: &Row, line: Rect) -> (u16, u16) {
        // Where there is little room, what is wrong comes first: which rule says so stands below, and so does the place
        // where not both have room.
        let (rule, place) = (self.rule_width, columns(&row.line));
        let fits = columns(&row.message).saturating_add(place + 7) <= line.width;
        match line.width {
            100.. => (rule, place),
            70.. if fits => (0, place),
            _ => (0, 0),
        }
    }

    /// Where the message begins in a line, and how wide it may be in its first row, beside the place, and below. Words
    /// that end a row before the place keep a column more from it.
    fn message_at(&self, row: &Row, line: Rect) -> (u16, u16, u16) {
        let (rule, place) = self.columns_of(row, line);
        let x = line.x + 4 + if rule > 0 { rule + 2 } else { 0 };
        let gap = if place > 0 { place + 3 } else { 1 };
        let left = line.right().saturating_sub(x);
        (x, left.saturating_sub(gap), left.saturating_sub(2))
    }

    fn draw_row(&self, row: &Row, line: Rect, pen: &mut Pen<'_>) {
        let (letter, tone) = row.mark;
        let (rule, place) = self.columns_of(row, line);
        let (x, first, rest) = self.message_at(row, line);
        pen.put(line.x + 2, line.y, 1, letter, tone);
        if rule > 0 {
            pen.put(line.x + 4, line.y, rule, &row.rule, Tone::Strong);
        }
        let lines = within(&row.message, first.saturating_sub(1), rest, usize::from(line.height));
        for (y, words) in (line.y..).zip(lines) {
            pen.put(x, y, if y == line.y { first } else { rest }, &words, Tone::Plain);
        }
        pen.put_right(line.right().saturating_sub(2), line.y, place, &row.line, Tone::Faint);
    }
}

/// Writes a finding: what is wrong, where it stands, and what to do.
fn about(located: &Located, scene: Scene<'_>, text: &mut Text) {
    let work = scene.work;
    let finding = &located.finding;
    let aloud = |telling: &Telling| detail::aloud(work, telling);
    let (letter, tone) = severity_mark(located.severity);
    text.put(
        &[(letter, tone), (" ", Tone::Plain), (finding.rule, Tone::Strong), ("  ", Tone::Plain)],
        &aloud(&finding.message),
        Tone::Plain,
        2,
    );
    text.gap();
    if let Some((file, line)) = &located.line {
        // No form has what says nothing yet: it is mended where it stands.
        let mend = match finding.at {
            Place::Text(_) => format!(" · {} opens this line in your editor", scene.key("edit.file")),
            _ => String::new(),
        };
        text.put(&[("  → ", Tone::Faint)], &format!("{file}:{line}{mend}"), Tone::Faint, 4);
    }
    let lines = work.source().map(|source| located.excerpt(source)).unwrap_or_default();
    for line in &lines {
        excerpt(line, text);
    }
    for related in &finding.related {
        if let Place::Address(at) | Place::Both(at, _) = &related.at {
            let at = format!("{at}  ");
            text.put(&[("  · ", Tone::Faint), (&at, Tone::Faint)], &aloud(&related.label), Tone::Plain, 4);
        }
    }
    if !finding.help.is_empty() {
        text.gap();
        text.put(&[("Help  ", Tone::Strong)], &aloud(&finding.help), Tone::Plain, 6);
    }
    for (nth, fix) in finding.fixes.iter().enumerate() {
        let head = if nth == 0 { "Fix   " } else { "      " };
        text.put(
            &[(head, Tone::Strong)],
            &format!("{}; {} tries it first", aloud(&fix.title), scene.key("check.fixes")),
            Tone::Plain,
            6,
        );
    }
}

fn excerpt(line: &Excerpt, text: &mut Text) {
    let shown = safe::line(&line.text).into_owned();
    text.line(vec![(format!("{:>5} │ ", line.number), Tone::Faint), (shown, Tone::Plain)]);
    let Some((from, to, label)) = &line.mark else { return };
    let before = safe::width(line.text.get(..*from).unwrap_or_default());
    let marked = safe::width(line.text.get(*from..*to).unwrap_or_default()).max(1);
    text.line(vec![
        ("      │ ".into(), Tone::Faint),
        (format!("{}{} {}", " ".repeat(before), "^".repeat(marked), safe::line(label)), Tone::Error),
    ]);
}
