//! Drawing a slide: a title, a number in blocks, at most seven lines. What there is no room for is left
//! out from below, and the number goes from blocks to digits before a line is lost.

use ratatui::layout::Rect;

use super::agenda::{Gives, Line, Slide};
use super::digits::{self, blocks};
use super::place::{Place, Words, in_rows};
use super::{Present, REVEAL};
use crate::plan::Plan;
use crate::plan::veil::PRIVATE;
use crate::safe;
use crate::status::Status;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::theme::Tone;
use crate::wording;

/// The most lines of a slide, decisions included: few, what a room takes in, and more for who asks.
pub(super) const LINES: [usize; 3] = [3, 7, 14];

/// Rows of a dot of a number in blocks, at most.
const LARGEST: u16 = 3;

/// Columns of a baseline's name in the first row, at most.
const NAMED: usize = 20;

/// Columns of a screen from which on a dot has one, two and three rows.
const WIDE: [u16; 3] = [0, 120, 180];

/// What the first row says of the baseline that marks are against.
pub(in crate::tui) fn against(name: &str) -> String {
    format!(" · against {}", safe::cut(name, NAMED))
}

/// The columns that the name of the plan has beside a banner, at least.
const TITLED: u16 = 22;

/// Draws the slide that is shown over the whole area, with the table of keys where that is asked for; a `banner` says
/// that what is shown is not the plan as it is on the disk, and against what it is marked.
pub fn draw(
    present: &Present,
    plan: &Plan,
    keys: &[(String, &str)],
    banner: Option<&str>,
    area: Rect,
    pen: &mut Pen<'_>,
) {
    if present.blank || area.is_empty() {
        return;
    }
    let title = if plan.about.private && !present.revealed { PRIVATE } else { plan.title() };
    head(title, (present.against.as_deref(), banner), plan, area, pen);
    if let Some(slide) = present.slide() {
        body_of(slide, (present.detail, present.from), body(area), pen);
    }
    foot(present, area, pen);
    if let Some(typed) = &present.asking {
        ask(typed, area, pen);
    }
    if present.help {
        help(keys, area, pen);
    }
}

/// What of the screen is the slide's own.
fn body(area: Rect) -> Rect {
    Rect { y: area.y + 1, height: area.height.saturating_sub(2), ..area }
}

/// Shows the lines of the slide from one further down or up, on a screen of so many columns and rows: down only while
/// something is not seen.
pub(super) fn scroll(present: &mut Present, down: bool, (width, height): (u16, u16)) {
    let Some(slide) = present.slide() else { return };
    let area = body(Rect { x: 0, y: 0, width, height });
    let laid = laid_out(slide, (present.detail, present.from), area);
    let (from, whole) = (laid.plot.above, laid.is_whole());
    match down {
        true if whole => present.scroll(from),
        true => present.scroll(from + 1),
        false => present.scroll(from.saturating_sub(1)),
    }
}

/// The programme, the baseline that marks are against, and the day that all of it holds for, which is never left out.
fn head(
    title: &str,
    (against, banner): (Option<&str>, Option<&str>),
    plan: &Plan,
    area: Rect,
    pen: &mut Pen<'_>,
) {
    let as_of = match plan.is_dated() {
        true => format!("as of {}", wording::date(plan.as_of)),
        false => "no dates yet".to_owned(),
    };
    let as_of = as_of + &pen.look.head_of_money(plan.currency);
    let margin = u16::from(area.width > 40);
    let wide = columns(&as_of);
    let left = area.width.saturating_sub(wide + 2 * margin + 2);
    pen.put_right(area.right().saturating_sub(margin), area.y, area.width, &as_of, Tone::Strong);
    // The name of the plan gives way: which plan it is the room knows.
    if let Some(banner) = banner {
        // Nobody is to take it for the plan: it stands whole, the name where there is room for some of it.
        let named = left.saturating_sub(columns(banner) + 2);
        let titled = columns(&safe::line(title)).min(TITLED) <= named;
        if titled {
            pen.put(area.x + margin, area.y, named, title, Tone::Strong);
        }
        let used = if titled { left - columns(banner) } else { 0 };
        pen.put(area.x + margin + used, area.y, left - used, banner, pen.look.banner());
        return;
    }
    let against = against.map(self::against).unwrap_or_default();
    let used = pen.put(area.x + margin, area.y, left.saturating_sub(columns(&against)), title, Tone::Strong);
    pen.put(area.x + margin + used, area.y, left.saturating_sub(used), &against, Tone::Warning);
}

fn foot(present: &Present, area: Rect, pen: &mut Pen<'_>) {
    if area.height < 3 {
        return;
    }
    let (y, margin) = (area.bottom() - 1, u16::from(area.width > 40));
    let name = present.slide().map_or("", |slide| &slide.title);
    let place = format!("{} / {}   {}", present.at + 1, present.slides.len(), safe::line(name));
    let next = present.slides.get(present.at + 1);
    let next = next.map(|next| format!("next: {}", safe::line(&next.title)));
    // Half of the row each, and all that the other one does not need.
    let beside = next.as_ref().map_or(0, |words| columns(words) + 3);
    let room = (area.width / 2).max(area.width.saturating_sub(beside + 2 * margin));
    let used = pen.put(area.x + margin, y, room, &place, Tone::Plain);
    if let Some(words) = next {
        let room = area.width.saturating_sub(used + 2 * margin + 3);
        pen.put_right(area.right().saturating_sub(margin), y, room, &words, Tone::Plain);
    }
}

/// Asks for the word that shows what is private, in place of the last row.
fn ask(typed: &str, area: Rect, pen: &mut Pen<'_>) {
    let row = Rect { y: area.bottom() - 1, height: 1, ..area };
    pen.clear(row);
    let whole = format!("To show what is private, type {REVEAL} and Enter; Esc keeps it: {typed}▏");
    // What is typed is seen in a narrow window too.
    let words = match columns(&whole) < row.width {
        true => whole,
        false => format!("Type {REVEAL} and Enter: {typed}▏"),
    };
    pen.put(row.x + 1, row.y, row.width.saturating_sub(1), &words, Tone::Strong);
}

/// What goes on a slide and in how many rows.
struct Plot<'a> {
    number: Option<(Vec<String>, &'a str)>,
    plain: Option<String>,
    lines: &'a [Line],
    /// How many lines stand before those that are shown, and how many after them.
    above: usize,
    left_out: usize,
    asks: &'a [String],
    effect: Option<&'a str>,
    gap: u16,
}

impl<'a> Plot<'a> {
    /// The most that the room allows: the number in the largest blocks that leave room for the lines, of no more than
    /// so many rows to a dot.
    fn of(slide: &'a Slide, (detail, from): (u8, usize), largest: u16, area: Rect) -> Self {
        let most = LINES[usize::from(detail).min(2)];
        let asks = &slide.asks[..slide.asks.len().min(2)];
        let told = slide.told(detail);
        let above = from.min(told.len().saturating_sub(1));
        let all = told.len() - above;
        let mut room = most.saturating_sub(asks.len());
        let fits = |line: &&Line| {
            let fits = line.goes_on || room > 0;
            room = room.saturating_sub(usize::from(!line.goes_on));
            fits
        };
        let shown = told[above..].iter().take_while(fits).count();
        let plain = slide.big.as_ref().map(|big| format!("{} {}", big.number, big.caption));
        let (lines, left_out, effect) = (&told[above..above + shown], all - shown, slide.effect.as_deref());
        let mut plot = Self { number: None, plain, lines, above, left_out, asks, effect, gap: 0 };
        for scale in (1..=largest).rev() {
            let Some(big) = slide.big.as_ref() else { break };
            let Some(rows) = blocks(&big.number, usize::from(scale)) else { break };
            let wide = rows.first().map_or(0, |row| row.chars().count());
            let high = scale * digits::HEIGHT + 3;
            // The same number in plain digits makes way for it.
            let rest = plot.height() - 2;
            // The largest ones cost no line the air around it.
            let air = if scale > 2 { cells(plot.lines.len()) } else { 0 };
            let fits = wide + 8 <= usize::from(area.width) && high + rest + air <= area.height;
            if fits && area.width >= WIDE[usize::from(scale - 1).min(2)] {
                (plot.number, plot.plain) = (Some((rows, big.caption.as_str())), None);
                break;
            }
        }
        // Air between the lines, where all of them have it.
        let air = cells(plot.lines.len().saturating_sub(1));
        if plot.height() + air <= area.height && area.width >= 120 {
            plot.gap = 1;
        }
        while plot.height() > area.height && !plot.lines.is_empty() {
            let fewer = plot.lines.len() - 1;
            plot = plot.of_only(fewer);
        }
        plot
    }

    /// The same with so many of its lines.
    fn of_only(mut self, many: usize) -> Self {
        let many = many.min(self.lines.len());
        self.left_out += self.lines.len() - many;
        self.lines = &self.lines[..many];
        self
    }

    /// Whether it has few rows, whatever the room.
    fn is_few(&self) -> bool {
        self.number.is_some() || self.lines.iter().any(|line| line.gist)
    }

    /// Whether lines are out of sight.
    fn hides(&self) -> bool {
        self.above + self.left_out > 0
    }

    /// Rows that it takes, the title with its gaps among them.
    fn height(&self) -> u16 {
        let number = self.number.as_ref().map_or(0, |(rows, _)| cells(rows.len()) + 3);
        let lines = cells(self.lines.len() + usize::from(self.hides()));
        let asks = if self.asks.is_empty() { 0 } else { cells(self.asks.len()) + 2 };
        let effect = 2 * u16::from(self.effect.is_some());
        let plain = 2 * u16::from(self.plain.is_some());
        3 + number + plain + lines + self.gap * lines.saturating_sub(1) + effect + asks
    }
}

fn centred(area: Rect, y: u16, text: &str, tone: Tone, pen: &mut Pen<'_>) {
    if y >= area.bottom() {
        return;
    }
    let text = safe::cut(text, usize::from(area.width));
    let x = area.x + area.width.saturating_sub(columns(&text)) / 2;
    pen.put(x, y, area.width, &text, tone);
}

/// A slide as it is laid out: each text in the rows that it has.
struct Laid<'a> {
    detail: u8,
    width: u16,
    plot: Plot<'a>,
    spare: u16,
    title: Vec<String>,
    caption: Vec<String>,
    plain: Vec<String>,
    asks: Vec<String>,
    effect: Vec<String>,
    words: Words,
    place: Place,
    told: Vec<[Vec<String>; 2]>,
}

impl Laid<'_> {
    /// Texts that are cut for want of room: of its lines and of what it asks.
    fn cut(&self) -> usize {
        let cut = |rows: &[String], width: u16| rows.iter().any(|row| columns(row) > width);
        let of = |(line, [text, aside]): (&Line, &[Vec<String>; 2])| {
            let aside = !line.gist && cut(aside, self.place.aside);
            usize::from(cut(text, self.place.text)) + usize::from(aside)
        };
        let asks = self.asks.iter().filter(|row| columns(row) > self.width).count();
        asks + self.plot.lines.iter().zip(&self.told).map(of).sum::<usize>()
    }

    /// Whether all that is asked is in sight, as far as it has its place on the slide, and whole.
    fn tells_what_is_asked(&self, slide: &Slide) -> bool {
        let asked = |line: &&Line| line.gives == Gives::No;
        let (above, seen) = (self.plot.above, self.plot.lines.len());
        let below = slide.told(self.detail).iter().skip(above + seen).filter(asked).count();
        let cut = |rows: &[String]| rows.iter().any(|row| columns(row) > self.place.aside);
        below == 0
            && self
                .plot
                .lines
                .iter()
                .zip(&self.told)
                .filter(|(line, _)| asked(line))
                .all(|(_, [_, aside])| !cut(aside))
    }

    /// Whether nothing is below what is seen, and nothing of that is cut.
    fn is_whole(&self) -> bool {
        self.plot.left_out == 0 && self.cut() == 0
    }

    /// Whether a line is cut that need not be: a reason that two rows do not hold is, however few there are.
    fn breaks_off(&self) -> bool {
        let cut = |rows: &[String], width: u16| rows.iter().any(|row| columns(row) > width);
        let of = |(line, [text, aside]): (&Line, &[Vec<String>; 2])| {
            let short = || {
                let mut all = u16::MAX;
                in_rows(&self.words.beside(line), self.place.aside, &mut all).len() <= 2
            };
            let aside = cut(aside, self.place.aside) && (!line.gist || !self.words.brief || short());
            aside || cut(text, self.place.text)
        };
        self.plot.lines.iter().zip(&self.told).any(of) || self.words.brief && self.rows() > LINES[1]
    }

    /// The rows of its body; none where that may have as many as there are.
    fn rows(&self) -> usize {
        let of = |[text, aside]: &[Vec<String>; 2]| text.len().max(aside.len());
        if self.plot.is_few() { self.told.iter().map(of).sum::<usize>() + self.plot.asks.len() } else { 0 }
    }
}

/// A slide in the room that it has, from one of its lines on unless all of them have room. The number is as large on all
/// that is seen of it as it is beside its first lines.
fn laid_out(slide: &Slide, (detail, from): (u8, usize), area: Rect) -> Laid<'_> {
    let mut first = with_lines(slide, (detail, 0), LARGEST, area);
    // Words weigh more than the size of a number that they are about, and so do more of them for who asks for more.
    let lacks = |laid: &Laid<'_>| (laid.cut(), if detail > 1 { laid.plot.left_out } else { 0 });
    if lacks(&first) > (0, 0) && first.plot.number.is_some() {
        let small = with_lines(slide, (detail, 0), 0, area);
        if lacks(&small) < lacks(&first) {
            first = small;
        }
    }
    if from == 0 || first.is_whole() {
        return first;
    }
    let scale = first.plot.number.map_or(0, |(rows, _)| cells(rows.len()) / digits::HEIGHT);
    with_lines(slide, (detail, from), scale, area)
}

/// A slide from one of its lines on. Where it tells why, ends in what is asked, or has a number that is seen from the last
/// row of a room, it has as many as are whole, and the others are a key away; before one of them goes, all are told in
/// the short words that they have.
fn with_lines(slide: &Slide, shown: (u8, usize), largest: u16, area: Rect) -> Laid<'_> {
    let plot = || Plot::of(slide, shown, largest, area);
    let whole = Words::whole(shown.0);
    let mut all = in_room(slide, plot(), shown, whole, area);
    if !all.breaks_off() {
        return all;
    }
    let shortens = all.plot.lines.iter().any(Line::shortens);
    for words in whole.shorter().into_iter().filter(|_| shortens && whole.brief) {
        all = in_room(slide, plot(), shown, words, area);
        if !all.breaks_off() {
            return all;
        }
    }
    let (many, words) = (all.plot.lines.len(), all.words);
    let least = match all.plot.is_few() || shortens {
        true => 1,
        false => many - all.plot.lines.iter().rev().take_while(|line| line.goes_on).count(),
    };
    let of = |many: usize, words: Words| in_room(slide, plot().of_only(many), shown, words, area);
    let found = (least..many).rev().map(|many| of(many, words)).find(|laid| !laid.breaks_off());
    let found = found.unwrap_or(all);
    if found.tells_what_is_asked(slide) {
        return found;
    }
    // Before what is asked goes out of sight, names are cut.
    let mut cut = (least..=many).rev().map(|many| of(many, words.cut()));
    cut.find(|laid| !laid.breaks_off() && laid.tells_what_is_asked(slide)).unwrap_or(found)
}

fn in_room<'a>(slide: &'a Slide, plot: Plot<'a>, shown: (u8, usize), words: Words, area: Rect) -> Laid<'a> {
    let mut spare = area.height.saturating_sub(plot.height());
    // What a line has no room for goes below it where rows are free: neither date nor figure is cut then.
    let inside = area.width.saturating_sub(2);
    let title = in_rows(&slide.title, inside, &mut spare);
    let caption = plot.number.as_ref().map_or("", |(_, caption)| caption);
    let with_besides = |words: &str| {
        let both = slide.besides.iter().map(|besides| format!("{words}{besides}"));
        both.into_iter().find(|both| columns(both) <= inside).unwrap_or_else(|| words.to_owned())
    };
    let caption = if caption.is_empty() { String::new() } else { with_besides(caption) };
    let caption = in_rows(&caption, inside, &mut spare);
    let plain = plot.plain.iter().map(|plain| with_besides(plain));
    let plain: Vec<String> = plain.flat_map(|plain| in_rows(&plain, inside, &mut spare)).collect();
    let asks: Vec<String> = plot.asks.iter().flat_map(|ask| in_rows(ask, inside, &mut spare)).collect();
    let effect: Vec<String> =
        plot.effect.iter().flat_map(|effect| in_rows(effect, inside, &mut spare)).collect();
    let place = Place::of(plot.lines, words, area);
    // So many rows has the body with its reasons, or below a number in blocks, whatever the room: what else there is to
    // say is a key away.
    let most = LINES[usize::from(shown.0).clamp(1, 2)];
    let more = cells(most.saturating_sub(plot.lines.len() + plot.asks.len()));
    let mut own = if plot.is_few() { more.min(spare) } else { spare };
    let left = spare - own;
    let told = place.rows(plot.lines, words, &mut own);
    spare = left + own;
    Laid {
        detail: shown.0,
        width: area.width,
        plot,
        spare,
        title,
        caption,
        plain,
        asks,
        effect,
        words,
        place,
        told,
    }
}

fn body_of(slide: &Slide, shown: (u8, usize), area: Rect, pen: &mut Pen<'_>) {
    let Laid { plot, spare, title, caption, plain, asks, effect, place, told, .. } =
        laid_out(slide, shown, area);
    let mut y = area.y + 1 + spare / 4;
    let put = |rows: &[String], tone, y: &mut u16, pen: &mut Pen<'_>| {
        for row in rows {
            centred(area, *y, row, tone, pen);
            *y += 1;
        }
    };
    put(&title, Tone::Strong, &mut y, pen);
    y += 1;
    if let Some((rows, _)) = &plot.number {
        put(rows, Tone::Strong, &mut y, pen);
        y += 1;
        put(&caption, Tone::Strong, &mut y, pen);
        y += 1;
    }
    if plot.plain.is_some() {
        put(&plain, Tone::Strong, &mut y, pen);
        y += 1;
    }
    y = lines(&plot, &told, &place, area, y, pen);
    if !effect.is_empty() {
        let below = if asks.is_empty() { 0 } else { cells(asks.len()) + 1 };
        y += 1.min(area.bottom().saturating_sub(y + cells(effect.len()) + below));
        put(&effect, Tone::Plain, &mut y, pen);
    }
    if asks.is_empty() || y >= area.bottom() {
        return;
    }
    let rest = area.bottom().saturating_sub(y + 1 + cells(asks.len()));
    y += 1.min(rest) + (spare / 4).min(rest.saturating_sub(1));
    let (head, status) = match (&slide.decided, plot.asks.len()) {
        (Some(day), _) => (format!("✓ DECIDED {day}"), Status::Done),
        (None, 1) => ("DECISION ASKED TODAY".into(), Status::Open),
        _ => ("DECISIONS ASKED TODAY".into(), Status::Open),
    };
    put(&[head], Tone::Status(status), &mut y, pen);
    put(&asks, Tone::Strong, &mut y, pen);
}

fn lines(
    plot: &Plot<'_>,
    told: &[[Vec<String>; 2]],
    place: &Place,
    area: Rect,
    from: u16,
    pen: &mut Pen<'_>,
) -> u16 {
    let Place { x, room, text, aside } = *place;
    let mut y = from;
    for (line, [said, beside]) in plot.lines.iter().zip(told) {
        if y >= area.bottom() {
            return y;
        }
        // In the margin, as in views.
        if let Some((kind, _)) = line.moved.as_ref().filter(|_| x >= area.x + 2) {
            pen.put(x - 2, y, 1, kind.sign(), kind.tone());
        }
        pen.put(x, y, 2, line.mark, line.tone);
        for (y, said) in (y..area.bottom()).zip(said) {
            pen.put(x + 3, y, text, said, Tone::Strong);
        }
        for (y, beside) in (y..area.bottom()).zip(beside) {
            pen.put(x + 3 + text + 3, y, aside, beside, Tone::Plain);
        }
        y += cells(said.len().max(beside.len())) + plot.gap;
    }
    if plot.hides() && y < area.bottom() {
        let more = (plot.left_out > 0).then(|| format!("+{} more ↓", plot.left_out));
        let above = (plot.above > 0).then(|| format!("↑ {} above", plot.above));
        let words: Vec<String> = above.into_iter().chain(more).collect();
        pen.put(x + 3, y, room, &words.join(" · "), Tone::Plain);
        y += 1;
    }
    y
}

fn help(keys: &[(String, &str)], area: Rect, pen: &mut Pen<'_>) {
    let width = area.width.min(42);
    let height = area.height.saturating_sub(1).min(cells(keys.len()) + 2);
    let at = Rect { x: area.right() - width, y: area.bottom() - height, width, height };
    pen.clear(at);
    let inside = pen.frame(at, "Keys");
    // Where not all fit it says so, and how to leave is among those that are left.
    let room = usize::from(inside.height);
    let left_out = keys.len() + 1 - room.clamp(1, keys.len() + 1);
    let more = (keys.len() > room).then(|| ("…".to_owned(), format!("and {left_out} more")));
    let (first, last) = match &more {
        Some(_) => (&keys[..room.saturating_sub(2)], keys.last()),
        None => (keys, None),
    };
    let told = first.iter().map(|(keys, does)| (keys, *does));
    let told = told.chain(more.iter().map(|(sign, words)| (sign, words.as_str())));
    let told = told.chain(last.map(|(keys, does)| (keys, *does)));
    for (y, (keys, does)) in (inside.y..inside.bottom()).zip(told) {
        pen.put(inside.x + 1, y, inside.width.saturating_sub(1), keys, Tone::Strong);
        pen.put(inside.x + 18, y, inside.width.saturating_sub(18), does, Tone::Plain);
    }
}
