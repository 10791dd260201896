//! Numbers in digits: as few as say them, in groups of three where they are long, and in as many as it takes for a
//! difference to be that of the two beside it.

use super::group;

/// From here on a number is read in groups of three, as money is; four digits are read as they are.
const GROUPED: u128 = 10_000;

/// A number in the fewest digits that say it, at most `digits` after the point: `33.5`, `18`, `1,300,000`.
#[must_use]
pub fn number(value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return "n/a".into();
    }
    let text = format!("{value:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    let whole = text.split('.').next().unwrap_or(text);
    match whole.parse::<i128>() {
        Ok(many) if many.unsigned_abs() >= GROUPED => {
            group(many) + text.get(whole.len()..).unwrap_or_default()
        }
        _ if text == "-0" => "0".into(),
        _ => text.replace('-', "−"),
    }
}

/// A number, what it is held against, and by how much it is above that: in digits in which the three add up as they
/// are shown, at least `digits` after the point. A difference is shown as none only where there is none.
#[must_use]
pub fn held_against(value: f64, other: f64, digits: usize) -> [String; 3] {
    let three = [value, other, value - other];
    // In units of the last digit that is shown, which are whole.
    let shown = |digits: usize| {
        three.map(|value| {
            let text = format!("{value:.digits$}");
            text.parse::<f64>().unwrap_or(value) * 10_f64.powi(i32::try_from(digits).unwrap_or(0))
        })
    };
    let add_up = |digits: &usize| {
        let [value, other, difference] = shown(*digits).map(f64::round);
        (value - other - difference).abs() < 0.5
    };
    let tells = |digits: &usize| shown(*digits)[2].abs() > 0.5 || three[2].abs() <= 0.0;
    let all = digits..=digits + 4;
    let telling =
        all.clone().take_while(|digits| *digits <= 2).find(|digits| add_up(digits) && tells(digits));
    match telling.or_else(|| all.clone().find(add_up)) {
        Some(digits) => three.map(|value| number(value, digits)),
        None => {
            let [value, other, _] = shown(digits).map(f64::round);
            let ten = 10_f64.powi(i32::try_from(digits).unwrap_or(0));
            [value, other, value - other].map(|units| number(units / ten, digits))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_drop_idle_digits() {
        assert_eq!(
            [number(33.50, 2), number(18.0, 2), number(-0.004, 2), number(-2.5, 1)],
            ["33.5", "18", "0", "−2.5"]
        );
        assert_eq!([9_999.5, 10_000.0].map(|it| number(it, 1)), ["9999.5", "10,000"]);
        assert_eq!([1_300_000.25, -1_327_083.3].map(|it| number(it, 1)), ["1,300,000.2", "−1,327,083.3"]);
        assert_eq!(held_against(1_300_000.0, 1_500_000.0, 2), ["1,300,000", "1,500,000", "−200,000"]);
    }

    /// 137.5 and 137.22 are 138 and 137, which are 1 apart and not the 0.28 that lie between them.
    #[test]
    fn a_number_what_it_is_held_against_and_their_difference_add_up() {
        assert_eq!(held_against(351.0, 363.58, 0), ["351", "364", "−13"]);
        assert_eq!(held_against(137.5, 137.22, 0), ["137.5", "137.2", "0.3"]);
        assert_eq!(held_against(15.1, 15.12, 1), ["15.1", "15.12", "−0.02"]);
        assert_eq!(held_against(6.6, 6.601, 1), ["6.6", "6.6", "0"]);
        assert_eq!(held_against(60.0, 60.0, 1), ["60", "60", "0"]);
        assert_eq!(held_against(1.0 / 3.0, f64::NAN, 1)[1], "n/a");
    }
}
