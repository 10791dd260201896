//! Curves and bars, drawn cell by cell. Series differ by their signs first; values are finite and kept
//! within bounds before anything is drawn.

use ratatui::layout::Rect;

use super::pen::{Pen, columns};
use super::theme::Tone;
use crate::order::Order as _;
use crate::plan::calendar::Month;
use crate::wording;

/// The largest value that is drawn; more is drawn as this.
const MOST: f64 = 1e18;

/// A curve: one value a month.
pub struct Curve {
    /// By month; `None` is a gap.
    pub values: Vec<Option<f64>>,
    /// Its sign.
    pub sign: &'static str,
    /// Its tone.
    pub tone: Tone,
    /// Its name, written at its end.
    pub name: String,
    /// Whether the months are joined, or stand as points.
    pub joined: bool,
}

/// Curves over the same months.
pub struct Plot<'a> {
    /// The first month.
    pub first: Month,
    /// How many months there are.
    pub months: usize,
    /// The month up to which things are known; nothing where that is none of them.
    pub as_of: Option<usize>,
    /// The curves; later ones lie on top.
    pub curves: &'a [Curve],
    /// Between what a value may be, by month; shaded, and below all curves.
    pub band: &'a [Option<(f64, f64)>],
    /// How a value is written at the axis.
    pub label: &'a dyn Fn(f64) -> String,
    /// Whether the axis starts at zero.
    pub from_zero: bool,
}

fn sound(value: f64) -> Option<f64> {
    value.is_finite().then(|| value.clamp(-MOST, MOST))
}

/// What stands at an axis: what its lowest line is, what each line above adds, and so many lines from one
/// written value to the next. Written values stand on their own lines exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Scale {
    low: f64,
    line: f64,
    lines: u16,
    every: u16,
}

impl Scale {
    /// The scale that leaves the fewest of `lines` lines empty, with round values and room between them.
    fn of(low: f64, high: f64, lines: u16) -> Self {
        let lowest = low;
        let steps = lines.saturating_sub(1).max(1);
        let rough = (high - low) / f64::from(steps);
        let size = 10_f64.powf(rough.max(1e-9).log10().floor());
        let mut best: Option<(f64, Self)> = None;
        // Not 2.5: what is written with one place would round it.
        for (mantissa, odd) in [(1.0, 0.0), (2.0, 0.0), (5.0, 0.0), (4.0, 0.05), (3.0, 0.05)] {
            for (power, every) in
                (0..=2).flat_map(|power| (1..=(lines / 3).max(8)).map(move |it| (power, it)))
            {
                let value = mantissa * size * 10_f64.powi(power);
                let line = value / f64::from(every);
                let low = (low / line + 1e-9).floor() * line;
                let top = low + line * f64::from(steps);
                let first = (low / value - 1e-9).ceil();
                let written = (top / value + 1e-9).floor() - first + 1.0;
                if top < high - line * 1e-6 || written < 2.0 {
                    continue;
                }
                let few = if written < 3.0 { 0.15 } else { 0.0 };
                let close = if every == 1 && steps > 2 { 0.3 } else { 0.0 };
                // What lies below zero is told by how much.
                let below = if lowest < -line / 2.0 && first > -0.5 { 0.25 } else { 0.0 };
                let cost = line * (1.0 + odd + few + close + below);
                if best.is_none_or(|(least, _)| cost < least * 0.999) {
                    best = Some((cost, Self { low, line, lines: steps, every }));
                }
            }
        }
        best.map_or(Self { low, line: rough, lines: steps, every: steps }, |(_, it)| it)
    }

    /// The values written at the axis, the lowest first.
    fn written(self) -> impl Iterator<Item = f64> {
        let value = self.line * f64::from(self.every);
        let first = (self.low / value - 1e-9).ceil();
        let top = self.low + self.line * (f64::from(self.lines) + 1e-6);
        (0..=self.lines).map(move |nth| (first + f64::from(nth)) * value).take_while(move |it| *it <= top)
    }

    /// So many lines a value stands above the lowest.
    fn above(self, value: f64) -> u16 {
        ((value - self.low) / self.line).round().clamp(0.0, f64::from(self.lines)) as u16
    }
}

impl Plot<'_> {
    fn bounds(&self) -> (f64, f64) {
        let band = || self.band.iter().flatten().flat_map(|(low, high)| [low, high]);
        let values = || {
            let curves = self.curves.iter().flat_map(|curve| &curve.values).flatten();
            curves.chain(band()).filter_map(|it| sound(*it))
        };
        let (mut low, mut high) =
            values().fold((f64::MAX, f64::MIN), |(low, high), it| (low.min(it), high.max(it)));
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if self.from_zero {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        if high - low < 1e-9 {
            high = low + low.abs() / 1e3 + 1.0;
        }
        (low, high)
    }

    /// Draws the curves with their axes, and gives what the lowest line and the highest stand for; nothing
    /// where there is too little room.
    pub fn draw(&self, area: Rect, pen: &mut Pen<'_>) -> Option<(f64, f64)> {
        if area.width < 20 || area.height < 5 || self.months == 0 {
            return None;
        }
        let height = area.height - 2;
        let (low, high) = self.bounds();
        let scale = Scale::of(low, high, height);
        // Where no round value is below zero and a curve is, its lowest line is told in two digits.
        let first = scale.written().next().unwrap_or(0.0);
        let deep = Some(scale.low).filter(|_| first > -scale.line / 2.0 && low < -scale.line / 2.0);
        let deep = deep.map(|low| {
            let digit = 10_f64.powf(low.abs().log10().floor() - 1.0);
            (low / digit).round() * digit
        });
        let labels = scale.written().chain(deep).map(|value| (value, (self.label)(value)));
        // What has no name has no place at the axis.
        let labels: Vec<(f64, String)> = labels.filter(|(_, label)| !label.is_empty()).collect();
        let left = labels.iter().map(|(_, label)| columns(label)).max().unwrap_or(0) + 1;
        let names = self.curves.iter().map(|curve| columns(&curve.name)).max().unwrap_or(0);
        let right = if names > 0 { names + 2 } else { 0 };
        let chart =
            Rect { x: area.x + left + 1, width: area.width.saturating_sub(left + 1 + right), height, ..area };
        if chart.width < 8 {
            return None;
        }
        let row = |value: f64| -> u16 { chart.bottom() - 1 - scale.above(value) };
        pen.bar(area.x + left, chart.y, height);
        for (value, label) in &labels {
            let y = row(*value);
            pen.put_right(area.x + left - 1, y, left, label, Tone::Plain);
            pen.put(area.x + left, y, 1, "┤", Tone::Rule);
        }
        self.months_axis(chart, pen);
        if let Some(as_of) = self.as_of {
            let today = self.column(chart.width, as_of as f64);
            for y in chart.y..chart.bottom() {
                pen.put(chart.x + today, y, 1, "┊", Tone::Faint);
            }
        }
        self.shade(chart, &row, pen);
        self.curves(chart, &row, pen);
        self.names(chart, right, &row, pen);
        Some((scale.low, scale.low + scale.line * f64::from(scale.lines)))
    }

    /// The column of a place in the months.
    fn column(&self, width: u16, month: f64) -> u16 {
        let last = (self.months.max(2) - 1) as f64;
        ((month / last).clamp(0.0, 1.0) * f64::from(width - 1)).round() as u16
    }

    /// The band: a column is shaded from the row of its low to that of its high.
    fn shade(&self, chart: Rect, row: &dyn Fn(f64) -> u16, pen: &mut Pen<'_>) {
        for column in 0..chart.width {
            let place = f64::from(column) / f64::from(chart.width - 1) * (self.months.max(2) - 1) as f64;
            let Some((low, high)) = self.band.get(place.round() as usize).copied().flatten() else {
                continue;
            };
            let (Some(low), Some(high)) = (sound(low), sound(high)) else { continue };
            for y in row(high)..=row(low) {
                pen.put(chart.x + column, y, 1, "░", Tone::Faint);
            }
        }
    }

    fn curves(&self, chart: Rect, row: &dyn Fn(f64) -> u16, pen: &mut Pen<'_>) {
        for curve in self.curves {
            let at = |month: usize| curve.values.get(month).copied().flatten().and_then(sound);
            if !curve.joined {
                for month in 0..curve.values.len().min(self.months) {
                    let Some(value) = at(month) else { continue };
                    pen.put(
                        chart.x + self.column(chart.width, month as f64),
                        row(value),
                        1,
                        curve.sign,
                        curve.tone,
                    );
                }
                continue;
            }
            for column in 0..chart.width {
                let place = f64::from(column) / f64::from(chart.width - 1) * (self.months.max(2) - 1) as f64;
                let (before, share) = (place.floor() as usize, place.fract());
                let value = match (at(before), at(before + 1)) {
                    (Some(one), Some(other)) => one + (other - one) * share,
                    (Some(one), None) if share < 0.5 => one,
                    (None, Some(other)) if share >= 0.5 => other,
                    _ => continue,
                };
                pen.put(chart.x + column, row(value), 1, curve.sign, curve.tone);
            }
        }
    }

    /// The names of the curves at their ends, one below the other where the ends are close.
    fn names(&self, chart: Rect, width: u16, row: &dyn Fn(f64) -> u16, pen: &mut Pen<'_>) {
        let mut ends: Vec<(u16, &Curve)> = Vec::new();
        // Lines and columns that hold a name.
        let mut taken: Vec<(u16, u16, u16)> = Vec::new();
        for curve in self.curves.iter().filter(|curve| !curve.name.is_empty()) {
            let Some(last) =
                curve.values.iter().take(self.months).rposition(|value| value.is_some_and(f64::is_finite))
            else {
                continue;
            };
            let Some(value) = curve.values[last].and_then(sound) else { continue };
            let (column, y) = (self.column(chart.width, last as f64), row(value));
            // A curve that ends early is named where it ends, beside its last point.
            if column + columns(&curve.name) + 3 < chart.width && last + self.months / 8 < self.months {
                let (from, to) = (column + 2, column + 2 + columns(&curve.name));
                let is_free = |line: &u16| {
                    let apart = |(at, start, end): &(u16, u16, u16)| at != line || to < *start || *end < from;
                    (chart.y..chart.bottom()).contains(line) && taken.iter().all(apart)
                };
                let near = [y + 1, y.saturating_sub(1), y + 2, y.saturating_sub(2), y + 3];
                let Some(beside) = near.into_iter().find(is_free) else { continue };
                taken.push((beside, from, to));
                pen.put(chart.x + from, beside, columns(&curve.name), &curve.name, curve.tone);
            } else {
                ends.push((y, curve));
            }
        }
        ends.order_by_key(|(y, _)| *y);
        let mut free = chart.y;
        for (left, (y, curve)) in (1..=ends.len()).rev().zip(&ends) {
            let last = chart.bottom().saturating_sub(u16::try_from(left).unwrap_or(1));
            let y = (*y).max(free).min(last.max(free));
            pen.put(chart.right() + 1, y, width.saturating_sub(1), &curve.name, curve.tone);
            free = y + 1;
        }
    }

    fn months_axis(&self, chart: Rect, pen: &mut Pen<'_>) {
        let y = chart.bottom();
        pen.put(chart.x - 1, y, 1, "└", Tone::Rule);
        pen.rule(chart.x, y, chart.width);
        let month_wide = f64::from(chart.width) / self.months as f64;
        let step = [1, 3, 6, 12, 24, 60]
            .into_iter()
            .find(|step| f64::from(*step) * month_wide >= 6.0)
            .unwrap_or(120);
        let mut free = 0;
        for nth in 0..self.months {
            let month = self.first.plus(i32::try_from(nth).unwrap_or(0));
            let number = i32::try_from(month.number()).unwrap_or(1) - 1;
            if (month.year() * 12 + number) % step != 0 && nth != 0 {
                continue;
            }
            let label = if number == 0 || nth == 0 {
                month.year().to_string()
            } else {
                wording::month(month).chars().take(3).collect()
            };
            let column = self.column(chart.width, nth as f64);
            if column >= free && column + columns(&label) <= chart.width {
                pen.put(chart.x + column, y, 1, "┬", Tone::Rule);
                pen.put(chart.x + column, y + 1, 5, &label, Tone::Faint);
                free = column + columns(&label) + 1;
            }
        }
    }
}

/// The newest values as a row of small bars; a gap is a dot, nothing is put between two values.
#[must_use]
pub fn spark(values: &[Option<f64>], width: usize) -> String {
    const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    let shown = &values[values.len().saturating_sub(width)..];
    let known = || shown.iter().flatten().filter_map(|value| sound(*value));
    let (low, high) = known().fold((f64::MAX, f64::MIN), |(low, high), it| (low.min(it), high.max(it)));
    let bar = |value: &Option<f64>| match value.and_then(sound) {
        None => "·",
        Some(_) if high - low < 1e-9 => BARS[3],
        Some(value) => BARS[((value - low) / (high - low) * 7.0).round().clamp(0.0, 7.0) as usize],
    };
    let gap = "·".repeat(width.saturating_sub(shown.len()));
    gap + &shown.iter().map(bar).collect::<String>()
}

/// A bar of `value` out of `whole` in at most `width` cells; anything at all is one cell.
#[must_use]
pub fn bar(value: f64, whole: f64, width: u16) -> String {
    let share = if whole > 0.0 { (value.abs() / whole).clamp(0.0, 1.0) } else { 0.0 };
    let cells = (share * f64::from(width)).round().max(if share > 0.0 { 1.0 } else { 0.0 }) as usize;
    "█".repeat(cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Look;
    use ratatui::buffer::Buffer;

    #[test]
    fn a_spark_shows_gaps_as_gaps() {
        assert_eq!(spark(&[Some(1.0), None, Some(3.0), Some(f64::NAN), Some(2.0)], 6), "·▁·█·▅");
        assert_eq!(spark(&[Some(2.0); 3], 2), "▄▄");
    }

    #[test]
    fn a_scale_has_round_values_on_lines_of_their_own_and_uses_its_height() {
        // What is drawn, the lines there are, the values written, and what the top line stands for.
        type Drawn = ((f64, f64), u16, &'static [f64], f64);
        let scales: [Drawn; 6] = [
            // 26.2 in 9 lines: a third of 10 a line reaches 26.7.
            ((0.0, 26.2), 9, &[0.0, 10.0, 20.0], 80.0 / 3.0),
            // 680 in 5 lines: 200 a line, and only every other is written.
            ((0.0, 680.0), 5, &[0.0, 400.0, 800.0], 800.0),
            ((0.0, 100.0), 11, &[0.0, 20.0, 40.0, 60.0, 80.0, 100.0], 100.0),
            // Below zero and above it: zero stands on a line.
            ((-4.0, 8.0), 13, &[-4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0], 8.0),
            ((310.0, 560.0), 6, &[300.0, 600.0], 600.0),
            ((0.0, 0.9), 4, &[0.0, 1.0], 1.0),
        ];
        for ((low, high), lines, written, top) in scales {
            let scale = Scale::of(low, high, lines);
            let told: Vec<f64> = scale.written().collect();
            assert!(told.iter().zip(written).all(|(one, other)| (one - other).abs() < 1e-6), "{told:?}");
            let reached = scale.low + scale.line * f64::from(lines - 1);
            assert!(reached >= high && (reached - top).abs() < 1e-6, "{high} in {lines}: {reached}");
            for value in told {
                let at = (value - scale.low) / scale.line;
                assert!((at - f64::from(scale.above(value))).abs() < 1e-6, "{value} is on no line");
            }
        }
        // Whatever is drawn, more than half of the height is used, and two values are told apart.
        for lines in 4..60 {
            for high in [1e-6, 0.07, 1.0, 3.3, 26.2, 99.9, 1234.5, 1e12, MOST] {
                let scale = Scale::of(0.0, high, lines);
                assert!(scale.above(high) * 2 > lines - 1, "{high} in {lines}: {scale:?}");
                assert!(
                    (2..=lines.into()).contains(&scale.written().count()),
                    "{high} in {lines}: {scale:?}"
                );
            }
        }
    }

    #[test]
    fn every_number_can_be_drawn() {
        let odd = [
            0.0,
            -0.0,
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::MAX,
            f64::MIN,
            f64::MIN_POSITIVE,
            1e308,
            1.0,
        ];
        for first in odd {
            for second in odd {
                let values = vec![Some(first), None, Some(second)];
                let curve = Curve { values, sign: "·", tone: Tone::Plain, name: "end".into(), joined: true };
                let plot = Plot {
                    first: Month::new(2026, 1),
                    months: 3,
                    as_of: Some(9),
                    curves: &[curve],
                    band: &[Some((first, second)), None],
                    label: &|value| wording::number(value, 1),
                    from_zero: true,
                };
                let area = Rect::new(0, 0, 60, 12);
                let mut buffer = Buffer::empty(area);
                plot.draw(area, &mut Pen::new(&mut buffer, Look::default()));
                assert!(bar(first, second, 10).chars().count() <= 10);
            }
        }
    }
}
