//! One piece out of three.

use rustc_hash::FxHashSet;

use super::Markers;
use super::alike::{Least, alike};
use super::clash::{Clash, Side};
use super::commented::{above, behind, says_more};
use super::in_time::in_time;
use super::matched::{Matched, matched};
use super::new_ids::{Dispute, Whose};
use crate::plan::address::{Holds, Table};
use crate::source::pieces::{Body, Piece, Series};
use crate::source::written::Value;

/// What comes of a piece.
enum Outcome {
    /// It stands there so.
    Stays(Box<Piece>),
    /// It is gone.
    Gone,
    /// The sides clash.
    Clash,
}

impl Outcome {
    fn stays(piece: Piece) -> Self {
        Self::Stays(Box::new(piece))
    }
}

/// A merge under way.
pub(super) struct Merging<'m> {
    pub(super) markers: &'m Markers,
    /// Whose text stands for each clash, in the order of the text; where none is chosen, it is marked.
    pub(super) choices: &'m [Side],
    /// What the sides gave ids on which they do not agree.
    disputes: &'m [Dispute],
    pub(super) clashes: Vec<Clash>,
    /// The names of entries that a side gave another one.
    pub(super) renamed: FxHashSet<String>,
}

impl<'m> Merging<'m> {
    pub(super) fn new(markers: &'m Markers, choices: &'m [Side], disputes: &'m [Dispute]) -> Self {
        Self { markers, choices, disputes, clashes: Vec::new(), renamed: FxHashSet::default() }
    }

    /// Merges the tables of three files.
    pub(super) fn sections(&mut self, base: &Series, ours: &Series, theirs: &Series) -> Series {
        let (mut pieces, mut left_over) = (Vec::new(), String::new());
        // A comment that closed the file stands above what each side added there: it is said once.
        let closing = Some(base.close.trim_end())
            .filter(|it| it.contains('#') && !ours.close.contains(*it) && !theirs.close.contains(*it));
        let mut is_said = false;
        for triple in in_time(matched(base, ours, theirs, ""), ours, theirs) {
            let name = triple.all().next().map(|piece| &piece.key);
            if triple.all().any(|piece| Some(&piece.key) != name) {
                self.renamed.extend(triple.all().map(|piece| piece.key.clone()));
            }
            let outcome = match self.dispute("", triple) {
                Some(_) => Outcome::Clash,
                None => match removed_as_it_was(triple) {
                    // What came to stand above it from elsewhere is not about it: as when it came to be the first.
                    Some((base, kept)) => {
                        let left = apart(&kept.before);
                        left_over.push_str(if base.before.contains(left) { "" } else { left });
                        Outcome::Gone
                    }
                    None => self.section(triple),
                },
            };
            let placed = pieces.len();
            self.place(outcome, triple, "", &mut pieces);
            if let Some(piece) = pieces.get_mut(placed) {
                let added = closing.filter(|_| triple.base.is_none());
                if let Some(rest) = added.and_then(|closing| piece.before.strip_prefix(closing)) {
                    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest);
                    piece.before = if is_said { rest.to_owned() } else { std::mem::take(&mut piece.before) };
                    is_said = true;
                }
                let left = std::mem::take(&mut left_over);
                if !piece.before.contains(&left) {
                    piece.before.insert_str(0, &left);
                }
            }
        }
        let close = left_over + &above(Some(&base.close), &ours.close, &theirs.close);
        Series { pieces, close, ..Series::none() }
    }

    /// Puts a piece, or the conflict that it is in, where it is to stand.
    fn place(&mut self, outcome: Outcome, triple: Matched<'_>, table: &str, pieces: &mut Vec<Piece>) {
        match outcome {
            Outcome::Stays(piece) => pieces.push(*piece),
            Outcome::Gone => {}
            Outcome::Clash => {
                let choice = self.choices.get(self.clashes.len());
                let dispute = self.dispute(table, triple);
                self.clashes.push(Clash::of(triple, table, dispute));
                match choice {
                    None => pieces.push(self.conflict(triple, dispute)),
                    Some(side) => pieces.extend(
                        side.of(triple).map(|piece| Piece { before: before(triple), ..piece.clone() }),
                    ),
                }
            }
        }
    }

    /// What the sides do not agree in about the id of a piece, or of what it belongs to.
    fn dispute(&self, table: &str, triple: Matched<'_>) -> Option<&'m Dispute> {
        let key = triple.all().next().filter(|_| !self.disputes.is_empty()).map(|piece| &*piece.key)?;
        let whole = [table, key].into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(".");
        self.disputes.iter().find(|dispute| dispute.is_about(&whole))
    }

    /// Whether a table holds something in whose id the sides do not agree.
    fn holds_dispute(&self, section: &Piece) -> bool {
        let Body::Series(keys) = &section.body else { return false };
        let whole = |key: &Piece| match section.key.as_str() {
            "" => key.key.clone(),
            table => format!("{table}.{}", key.key),
        };
        !self.disputes.is_empty()
            && keys.pieces.iter().map(whole).any(|name| self.disputes.iter().any(|it| it.is_about(&name)))
    }

    fn section(&mut self, triple: Matched<'_>) -> Outcome {
        // Once all call it the same, what was renamed differently is no difference of the texts any more.
        let disputed = triple.all().any(|piece| self.holds_dispute(piece));
        if let Some(outcome) = simple(triple).filter(|_| !disputed) {
            return outcome;
        }
        let Matched { base, ours: Some(ours), theirs: Some(theirs) } = triple else {
            return Outcome::Clash;
        };
        // Two that were added under one id are one where they are much alike, and else may be two things.
        if base.is_none() && is_one_thing(&ours.key) && are_unlike(ours, theirs) {
            return Outcome::Clash;
        }
        let none = Body::Series(Series::none());
        let (Body::Series(old), Body::Series(one), Body::Series(other)) =
            (base.map_or(&none, |base| &base.body), &ours.body, &theirs.body)
        else {
            return Outcome::Clash;
        };
        let mut pieces = Vec::new();
        for triple in matched(old, one, other, &ours.key) {
            let outcome = match self.dispute(&ours.key, triple) {
                Some(_) => Outcome::Clash,
                None => simple(triple).unwrap_or_else(|| key(triple, &inside(&ours.key, triple))),
            };
            self.place(outcome, triple, &ours.key, &mut pieces);
        }
        Outcome::stays(Piece {
            before: before(triple),
            head: behind(base.map(|base| &*base.head), &ours.head, &theirs.head),
            body: Body::Series(Series { pieces, ..Series::none() }),
            ..ours.clone()
        })
    }

    /// The lines of a piece on both sides, and between them as they were.
    fn conflict(&self, triple: Matched<'_>, dispute: Option<&Dispute>) -> Piece {
        let mut text = String::new();
        let ending = triple.all().any(|piece| piece.text().contains("\r\n"));
        let ending = if ending { "\r\n" } else { "\n" };
        let [ours, base, theirs] = &self.markers.labels;
        let marker = |text: &mut String, sign: &str, label: &str| {
            let gap = if label.is_empty() { "" } else { " " };
            text.push_str(&format!("{}{gap}{label}{ending}", sign.repeat(self.markers.size)));
        };
        let lines = |text: &mut String, piece: Option<&Piece>, side: Whose| {
            let Some(piece) = piece else { return };
            let head = dispute.map(|dispute| dispute.head(&piece.head, side));
            text.push_str(head.as_deref().unwrap_or(&piece.head));
            text.push_str(piece.text().get(piece.head.len()..).unwrap_or_default());
            if !text.ends_with('\n') {
                text.push_str(ending);
            }
        };
        marker(&mut text, "<", ours);
        lines(&mut text, triple.ours, Whose::Ours);
        marker(&mut text, "|", base);
        lines(&mut text, triple.base, Whose::Base);
        marker(&mut text, "=", "");
        lines(&mut text, triple.theirs, Whose::Theirs);
        marker(&mut text, ">", theirs);
        let any = triple.all().next();
        let key = any.map(|piece| piece.key.clone()).unwrap_or_default();
        let value = any.map_or(Value::Flag(false), |piece| piece.value.clone());
        Piece { before: before(triple), head: text, ..Piece::new(key, value) }
    }
}

/// A table that one side removed and the other left as it was, with nothing new said about it.
fn removed_as_it_was(triple: Matched<'_>) -> Option<(&Piece, &Piece)> {
    match (triple.base, triple.ours, triple.theirs) {
        (Some(base), Some(kept), None) | (Some(base), None, Some(kept)) => {
            let own = kept.before.get(apart(&kept.before).len()..).unwrap_or_default().to_owned();
            let as_it_was =
                base.value == kept.value && !says_more(base, &Piece { before: own, ..kept.clone() });
            as_it_was.then_some((base, kept))
        }
        _ => None,
    }
}

/// What stands above something and is not about it: all up to the last blank line.
fn apart(before: &str) -> &str {
    let ends = ["\n\n", "\n\r\n"].into_iter().filter_map(|end| before.rfind(end).map(|at| at + end.len()));
    &before[..ends.max().unwrap_or(0)]
}

/// What comes of a piece where one side alone did something; `None` where both did.
fn simple(triple: Matched<'_>) -> Option<Outcome> {
    let stays = |piece: &Piece| Outcome::stays(placed(triple, piece.clone()));
    match (triple.base, triple.ours, triple.theirs) {
        (_, None, None) => Some(Outcome::Gone),
        (None, Some(piece), None) | (None, None, Some(piece)) => Some(stays(piece)),
        (None, Some(ours), Some(theirs)) => (ours.text() == theirs.text()).then(|| stays(ours)),
        (Some(base), Some(kept), None) | (Some(base), None, Some(kept)) => {
            // Who says something in a comment on what the other removes, is not to be passed over either.
            // Nor who moves a step that the other removes.
            let changed = base.value != kept.value || base.key != kept.key || says_more(base, kept);
            Some(if changed { Outcome::Clash } else { Outcome::Gone })
        }
        (Some(base), Some(ours), Some(theirs)) => {
            let [old, one, other] = [base, ours, theirs].map(Piece::text);
            if one == other || old == other {
                Some(stays(ours))
            } else if old == one {
                Some(stays(theirs))
            } else {
                None
            }
        }
    }
}

/// A key, or an entry of a list or of a table in braces, that both sides wrote differently; `name` is its whole name.
fn key(triple: Matched<'_>, name: &str) -> Outcome {
    if let Matched { base: None, ours: Some(ours), theirs: Some(theirs) } = triple {
        return both_added(triple, ours, theirs, name);
    }
    let Matched { base: Some(base), ours: Some(ours), theirs: Some(theirs) } = triple else {
        return Outcome::Clash;
    };
    // A step that each moved to another wave; records are called by what they say.
    if ours.key != theirs.key && ![&ours.key, &theirs.key].contains(&&base.key) && !base.key.starts_with('[')
    {
        return Outcome::Clash;
    }
    let piece = |of: &Piece| {
        let head =
            if of.head == base.head { pick(&base.head, &ours.head, &theirs.head) } else { of.head.clone() };
        let foot = behind(Some(&base.foot), &ours.foot, &theirs.foot);
        placed(triple, Piece { head, foot, ..of.clone() })
    };
    // Also where they say the same, for the comments of their entries.
    if let (Body::Series(old), Body::Series(one), Body::Series(other)) =
        (&base.body, &ours.body, &theirs.body)
        && kind(old) == kind(one)
        && kind(one) == kind(other)
    {
        return match entries(old, one, other, name) {
            Some(series) => Outcome::stays(Piece { body: Body::Series(series), ..piece(ours) }),
            None => Outcome::Clash,
        };
    }
    let spelled = |piece: &Piece| Piece { foot: String::new(), ..piece.clone() }.text();
    if base.value == theirs.value || ours.value == theirs.value {
        // Of two that say the same, the one that is written otherwise than it was.
        let own = if base.value == ours.value && spelled(base) == spelled(ours) { theirs } else { ours };
        return Outcome::stays(piece(own));
    }
    if base.value == ours.value {
        return Outcome::stays(piece(theirs));
    }
    Outcome::Clash
}

/// What closes the entries: a list is no table.
fn kind(series: &Series) -> Option<char> {
    series.close.chars().last()
}

/// The whole name of a piece in something that has a name, or in a file.
fn inside(of: &str, triple: Matched<'_>) -> String {
    let key = triple.all().next().map_or("", |piece| &*piece.key);
    if of.is_empty() { key.to_owned() } else { format!("{of}.{key}") }
}

/// Whether what has this whole name is an item or a record, and no part of one, nor all of a kind.
fn is_one_thing(name: &str) -> bool {
    let mut parts = name.split('.');
    match parts.next().and_then(Table::of).map(Table::holds) {
        Some(Holds::ById) => parts.count() == 1,
        Some(Holds::Many) => true,
        Some(Holds::One) => false,
        None => name.starts_with('['),
    }
}

/// Whether two things say so little alike that they may be two.
fn are_unlike(one: &Piece, other: &Piece) -> bool {
    alike(&[&one.value], &[&other.value], Least::Half).is_empty()
}

/// A key that both sides added: of two lists, the entries of both, and the keys of both of two tables in braces.
fn both_added(triple: Matched<'_>, ours: &Piece, theirs: &Piece, name: &str) -> Outcome {
    let same = ours.value == theirs.value;
    let foot = behind(None, &ours.foot, &theirs.foot);
    let plain = || match same {
        true => Outcome::stays(placed(triple, Piece { foot: foot.clone(), ..ours.clone() })),
        false => Outcome::Clash,
    };
    let (Body::Series(one), Body::Series(other)) = (&ours.body, &theirs.body) else { return plain() };
    let is_table = one.close.ends_with('}');
    if kind(one) != kind(other) || (is_table && !same && is_one_thing(name) && are_unlike(ours, theirs)) {
        return Outcome::Clash;
    }
    let none = Series::none();
    let entries = entries(&none, one, other, name);
    entries.map_or(Outcome::Clash, |series| {
        let body = Body::Series(series);
        Outcome::stays(placed(triple, Piece { body, foot: foot.clone(), ..ours.clone() }))
    })
}

/// Merges the entries of lists or of tables in braces, of which `name` is the whole name; `None` where they clash.
fn entries(base: &Series, ours: &Series, theirs: &Series, name: &str) -> Option<Series> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (ours, theirs) = (&with_comments(base, ours), &with_comments(base, theirs));
    // The entries of a list are no keys of it.
    let of = if kind(ours) == Some('}') { name } else { "" };
    for triple in matched(base, ours, theirs, of) {
        match simple(triple).unwrap_or_else(|| key(triple, &inside(name, triple))) {
            Outcome::Stays(piece) => pieces.push(*piece),
            Outcome::Gone => {}
            Outcome::Clash => return None,
        }
    }
    let blank = |text: &str| text.chars().all(|it| it == ' ');
    let sides = [ours, theirs, base];
    let first = sides.iter().find_map(|side| side.pieces.first()).map_or("", |piece| &piece.before);
    let other = sides.iter().find_map(|side| side.pieces.get(1)).map_or(" ", |piece| &piece.before);
    let leads = sides.iter().find_map(|side| side.pieces.get(1)).and_then(|piece| piece.lead.clone());
    let other = match other.rfind('\n').filter(|_| other.contains('#')) {
        Some(at) if leads.is_some() => &other[at..],
        Some(_) => " ",
        None => other,
    };
    let led = |piece: &Piece| {
        sides
            .iter()
            .filter_map(|side| side.pieces.first())
            .any(|it| (&it.key, &it.before) == (&piece.key, &piece.before))
    };
    for (nth, piece) in pieces.iter_mut().enumerate().filter(|(_, piece)| blank(&piece.before)) {
        // An entry that came to stand first, or no more does, takes the blanks that belong there.
        match nth {
            0 if blank(first) => piece.before = first.to_owned(),
            0 => {}
            _ if led(piece) => piece.before = other.to_owned(),
            _ => {}
        }
    }
    // Nor does the one that stood first come to stand elsewhere without the comma that leads the others.
    for piece in pieces.iter_mut().skip(1).filter(|piece| piece.lead.is_none() && led(piece)) {
        if let Some(lead) = leads.as_ref().filter(|_| piece.before.contains('\n')) {
            (piece.before, piece.lead) = (other.to_owned(), Some(lead.clone()));
        }
    }
    let open = behind(Some(&base.open), &ours.open, &theirs.open);
    let close = above(Some(&base.close), &ours.close, &theirs.close);
    Some(Series { open, pieces, close, commas: ours.commas })
}

/// The entries of a side, each with the comment behind it that it had: where one was added behind the last, the
/// comment of that may have come to stand behind the new one.
fn with_comments(base: &Series, side: &Series) -> Series {
    let mut side = side.clone();
    let known = |of: &Series, key: &str| of.pieces.iter().position(|piece| piece.key == key);
    // Only the last entry has no comma that would hold its comment.
    let Some(old) = base.pieces.last().filter(|piece| piece.foot.contains('#')) else { return side };
    let Some(at) = known(&side, &old.key).filter(|at| side.pieces[*at].foot.is_empty()) else { return side };
    let new = side.pieces.last_mut().filter(|new| new.foot == old.foot && known(base, &new.key).is_none());
    if let Some(new) = new {
        let foot = std::mem::take(&mut new.foot);
        side.pieces[at].foot = foot;
    }
    side
}

/// The text of the side that changed it; ours, where both did.
fn pick(base: &str, ours: &str, theirs: &str) -> String {
    if base == ours { theirs.to_owned() } else { ours.to_owned() }
}

/// A piece with what stands before it, and the blanks around its comma.
fn placed(triple: Matched<'_>, piece: Piece) -> Piece {
    let piece = Piece { before: before(triple), ..piece };
    let Matched { base: Some(base), ours: Some(ours), theirs: Some(theirs) } = triple else { return piece };
    let led = if base.lead == ours.lead { theirs } else { ours };
    Piece { lead: led.lead.clone(), gap: behind(Some(&base.gap), &ours.gap, &theirs.gap), ..piece }
}

/// What stands before a piece: comments and blanks of the side that changed them.
fn before(triple: Matched<'_>) -> String {
    let base = triple.base.map(|piece| piece.before.as_str());
    match (triple.ours, triple.theirs) {
        (Some(ours), Some(theirs)) => above(base, &ours.before, &theirs.before),
        (Some(piece), None) | (None, Some(piece)) => piece.before.clone(),
        (None, None) => String::new(),
    }
}
