//! The two weights of Inter, and how wide their letters are.
//!
//! The files are a Latin subset in which all digits have one width, so that figures below
//! each other line up and a figure that changes does not shift.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};

use resvg::usvg::fontdb::Database;
use skrifa::{FontRef, MetadataProvider, instance::LocationRef, prelude::Size};

const REGULAR: &[u8] = include_bytes!("fonts/Inter-Regular.ttf");
const SEMIBOLD: &[u8] = include_bytes!("fonts/Inter-SemiBold.ttf");

/// The name of the family, as the files tell it.
pub(super) const FAMILY: &str = "Inter";

/// How bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FontWeight {
    Regular,
    SemiBold,
}

/// Widths of letters, as parts of the font's size.
type Widths = HashMap<char, f64>;

static REGULAR_WIDTHS: LazyLock<Widths> = LazyLock::new(|| widths(REGULAR));
static SEMIBOLD_WIDTHS: LazyLock<Widths> = LazyLock::new(|| widths(SEMIBOLD));

/// Both weights, for the one who draws the letters.
pub(super) static DATABASE: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut database = Database::new();
    database.load_font_data(REGULAR.to_vec());
    database.load_font_data(SEMIBOLD.to_vec());
    Arc::new(database)
});

fn widths(file: &[u8]) -> Widths {
    let font = FontRef::new(file).expect("the font is part of the program, and tested");
    let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
    let letters = font.charmap().mappings().filter_map(|(code, glyph)| {
        let width = metrics.advance_width(glyph)?;
        Some((char::from_u32(code)?, f64::from(width)))
    });
    // What has no width is not seen: marks of direction and the like.
    letters.filter(|(_, width)| *width > 0.0).collect()
}

impl FontWeight {
    /// As SVG spells it.
    pub(super) fn number(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::SemiBold => 600,
        }
    }

    /// How wide a letter is at a size of 1; `None` for what the font cannot show.
    pub(super) fn width(self, letter: char) -> Option<f64> {
        let widths = match self {
            Self::Regular => &REGULAR_WIDTHS,
            Self::SemiBold => &SEMIBOLD_WIDTHS,
        };
        widths.get(&letter).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_digits_are_as_wide_as_each_other() {
        for weight in [FontWeight::Regular, FontWeight::SemiBold] {
            let zero = weight.width('0').unwrap();
            assert!(('1'..='9').all(|digit| weight.width(digit) == Some(zero)));
        }
    }

    #[test]
    fn the_letters_of_the_three_languages_can_be_shown() {
        for letter in "áéíóúüñÁÉÑ¿¡ãõçâêôà–…·≤≥−→▲▼●%°".chars()
        {
            for weight in [FontWeight::Regular, FontWeight::SemiBold] {
                assert!(weight.width(letter).is_some(), "`{letter}`");
            }
        }
    }

    #[test]
    fn what_cannot_be_seen_has_no_width() {
        for letter in ['\u{200b}', '\u{202e}', '\u{feff}', '\u{7}', '🔥', '中'] {
            assert_eq!(FontWeight::Regular.width(letter), None, "{letter:?}");
        }
    }
}
