//! Charts read back from the screen.

use std::collections::BTreeMap;

use super::number;

/// A screen by line and column; all signs here are one column wide.
pub(super) struct Drawn(pub(super) Vec<Vec<char>>);

impl Drawn {
    pub(super) fn of(screen: &str) -> Self {
        Self(screen.lines().map(|line| line.chars().collect()).collect())
    }

    pub(super) fn at(&self, line: usize, column: usize) -> char {
        self.0.get(line).and_then(|line| line.get(column)).copied().unwrap_or(' ')
    }

    /// The line, and the column of a text in it.
    pub(super) fn find(&self, text: &str) -> Option<(usize, usize)> {
        let text: Vec<char> = text.chars().collect();
        self.0.iter().enumerate().find_map(|(nth, line)| {
            line.windows(text.len()).position(|part| part == text).map(|column| (nth, column))
        })
    }
}

/// Curves with their axes: values to the left, months below.
pub(super) struct Chart {
    drawn: Drawn,
    /// The lines of the curves, from top to bottom.
    lines: std::ops::Range<usize>,
    /// The columns of the curves.
    columns: std::ops::Range<usize>,
    /// What a line is worth: its number, the value there, and the value from one line to the next.
    line: usize,
    value: f64,
    pub(super) step: f64,
    /// What a column is: its number, the month there, and the months from one column to the next.
    column: usize,
    month: f64,
    pub(super) wide: f64,
}

impl Chart {
    /// The first chart of a screen, whose curves begin in a month, counted from the year 0 on.
    pub(super) fn of(screen: &str, first: f64) -> Self {
        let drawn = Drawn::of(screen);
        let (axis, left) = drawn.find("└┬").unwrap_or_else(|| panic!("no chart in\n{screen}"));
        // At the axis each line with a `┤` says what it is worth.
        let worth = |line: usize| {
            let text: String = drawn.0[line][..left].iter().collect();
            number(text.trim_matches([' ', '│'])).filter(|_| drawn.at(line, left) == '┤')
        };
        let top = (0..axis).rev().take_while(|line| "│┤".contains(drawn.at(*line, left))).last().unwrap();
        let said: Vec<(usize, f64)> =
            (top..axis).filter_map(|line| worth(line).map(|it| (line, it))).collect();
        let (highest, last) = (said[0], said[said.len() - 1]);
        let step = (highest.1 - last.1) / (last.0 - highest.0) as f64;
        // A tick with a year below it is a January.
        let mut years: BTreeMap<i32, usize> = BTreeMap::new();
        let end = (left..drawn.0[axis].len())
            .take_while(|column| "└┬─".contains(drawn.at(axis, *column)))
            .last()
            .unwrap();
        for column in left + 1..=end {
            let label: String = (column..column + 4).map(|at| drawn.at(axis + 1, at)).collect();
            if let (Ok(year), '┬') = (label.parse(), drawn.at(axis, column)) {
                years.insert(year, column);
            }
        }
        // Below the first month stands its year, too, whichever month it is.
        let last_year = years.iter().next_back().unwrap();
        let wide = (f64::from(*last_year.0) * 12.0 - first) / (last_year.1 - left - 1) as f64;
        Self {
            lines: top..axis,
            columns: left + 1..end + 1,
            line: last.0,
            value: last.1,
            step,
            column: left + 1,
            month: first,
            wide,
            drawn,
        }
    }

    /// Where a sign stands: months since the year 0, and the value.
    pub(super) fn points(&self, sign: char) -> Vec<(f64, f64)> {
        let places =
            self.lines.clone().flat_map(|line| self.columns.clone().map(move |column| (line, column)));
        let stands = |(line, column): &(usize, usize)| {
            // Not where the name of a curve begins with its sign.
            self.drawn.at(*line, *column) == sign && !self.drawn.at(*line, column + 2).is_alphabetic()
        };
        places
            .filter(stands)
            .map(|(line, column)| {
                let month = self.month + (column as f64 - self.column as f64) * self.wide;
                (month, self.value + (self.line as f64 - line as f64) * self.step)
            })
            .collect()
    }

    /// Holds the points of a sign to a curve of one value a month, as near as a cell can say it.
    pub(super) fn hold(&self, sign: char, values: &[Option<f64>]) -> usize {
        self.between(sign, &values.iter().map(|value| value.map(|it| (it, it))).collect::<Vec<_>>())
    }

    /// Holds the points of a sign to what lies between two values a month.
    pub(super) fn between(&self, sign: char, values: &[Option<(f64, f64)>]) -> usize {
        let points = self.points(sign);
        for (month, value) in &points {
            let near = |at: f64| at.round().clamp(0.0, values.len() as f64 - 1.0) as usize;
            let from = near((month - self.month - self.wide).floor());
            let to = near((month - self.month + self.wide).ceil());
            let around: Vec<(f64, f64)> = values[from..=to].iter().flatten().copied().collect();
            let low = around.iter().map(|it| it.0).fold(f64::MAX, f64::min) - self.step * 0.51;
            let high = around.iter().map(|it| it.1).fold(f64::MIN, f64::max) + self.step * 0.51;
            assert!(
                (low..=high).contains(value),
                "{sign} at month {} is {value}, not {low} to {high}",
                month - self.month
            );
        }
        points.len()
    }
}

#[test]
fn a_chart_is_read_by_its_axes() {
    let screen = "\
20 ┤  ·
   │ ·
   │·
 0 ┤
   └┬──┬──
    2026";
    // A second year tells how wide a month is.
    let screen = screen.replace("2026", "2026   2027").replace("└┬──┬──", "└┬──────┬");
    let chart = Chart::of(&screen, 2026.0 * 12.0);
    assert!((chart.step - 20.0 / 3.0).abs() < 1e-9);
    assert_eq!(chart.points('·').len(), 3);
    let (month, value) = chart.points('·')[0];
    assert!((month - (2026.0 * 12.0 + 2.0 * 12.0 / 7.0)).abs() < 1e-9 && (value - 20.0).abs() < 1e-9);
}
