//! Digits made of blocks, five rows high, so that the last row of a room can read them.

/// Rows of a digit, at scale 1.
pub(super) const HEIGHT: u16 = 5;

/// A sign as its rows; one character is one block.
fn rows(sign: char) -> Option<[&'static str; 5]> {
    Some(match sign {
        '0' => ["###", "# #", "# #", "# #", "###"],
        '1' => [" # ", "## ", " # ", " # ", "###"],
        '2' => ["###", "  #", "###", "#  ", "###"],
        '3' => ["###", "  #", " ##", "  #", "###"],
        '4' => ["# #", "# #", "###", "  #", "  #"],
        '5' => ["###", "#  ", "###", "  #", "###"],
        '6' => ["###", "#  ", "###", "# #", "###"],
        '7' => ["###", "  #", "  #", " # ", " # "],
        '8' => ["###", "# #", "###", "# #", "###"],
        '9' => ["###", "# #", "###", "  #", "###"],
        '.' => [" ", " ", " ", " ", "#"],
        ',' => ["  ", "  ", "  ", " #", "# "],
        '/' => ["  #", "  #", " # ", "#  ", "#  "],
        '−' | '-' => ["   ", "   ", "###", "   ", "   "],
        '+' => ["   ", " # ", "###", " # ", "   "],
        '%' => ["# #", "  #", " # ", "#  ", "# #"],
        ' ' => ["  ", "  ", "  ", "  ", "  "],
        _ => return None,
    })
}

/// The rows of a number in blocks, each block `scale` rows high and twice as many columns wide; `None`
/// where it has a sign that there are no blocks for.
#[must_use]
pub(super) fn blocks(number: &str, scale: usize) -> Option<Vec<String>> {
    let signs: Vec<[&str; 5]> = number.chars().map(rows).collect::<Option<_>>()?;
    let row = |nth: usize| {
        let pixels = signs.iter().map(|sign| sign[nth]).collect::<Vec<_>>().join(" ");
        let block = |pixel: char| if pixel == '#' { "█" } else { " " }.repeat(2 * scale);
        pixels.chars().map(block).collect::<String>()
    };
    Some((0..5).flat_map(|nth| std::iter::repeat_n(row(nth), scale)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_five_rows_of_blocks_all_of_one_width() {
        let rows = blocks("1.5", 1).unwrap();
        assert_eq!(rows[0], "  ██        ██████");
        assert_eq!(rows[4], "██████  ██  ██████");
        let large = blocks("0123456789.,/−+% ", 2).unwrap();
        assert_eq!(large.len(), 10);
        assert!(large.iter().all(|row| row.chars().count() == large[0].chars().count()));
        assert_eq!(blocks("n/a", 1), None);
    }
}
