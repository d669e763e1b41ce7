//! Fonts, colours and text whose width is known before it is drawn.
//!
//! The fonts are two weights of Inter in a Latin subset in which all digits have one width, so
//! that figures below each other line up and a figure that changes does not shift. The colours
//! are those of Discord's dark theme, and four that bear a meaning. The four differ in lightness
//! as well as in hue, for readers who do not distinguish red from green.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};

use resvg::usvg::fontdb::Database;
use skrifa::{FontRef, MetadataProvider, instance::LocationRef, prelude::Size};

const REGULAR: &[u8] = include_bytes!("fonts/Inter-Regular.ttf");
const SEMIBOLD: &[u8] = include_bytes!("fonts/Inter-SemiBold.ttf");

pub(super) const FAMILY: &str = "Inter";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FontWeight {
    Regular,
    SemiBold,
}

/// The widths of letters, as parts of the font's size.
type Widths = HashMap<char, f64>;

static REGULAR_WIDTHS: LazyLock<Widths> = LazyLock::new(|| letter_widths(REGULAR));
static SEMIBOLD_WIDTHS: LazyLock<Widths> = LazyLock::new(|| letter_widths(SEMIBOLD));

/// Both weights, for the renderer.
pub(super) static DATABASE: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut database = Database::new();
    database.load_font_data(REGULAR.to_vec());
    database.load_font_data(SEMIBOLD.to_vec());
    Arc::new(database)
});

fn letter_widths(file: &[u8]) -> Widths {
    let font = FontRef::new(file).expect("the font is part of the program, and tested");
    let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
    let letters = font.charmap().mappings().filter_map(|(code, glyph)| {
        let width = metrics.advance_width(glyph)?;
        Some((char::from_u32(code)?, f64::from(width)))
    });
    // Letters without width are invisible, such as marks of direction.
    letters.filter(|(_, width)| *width > 0.0).collect()
}

impl FontWeight {
    pub(super) fn number(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::SemiBold => 600,
        }
    }

    /// Returns the width of a letter at a size of 1, or `None` where the font has none.
    pub(super) fn width(self, letter: char) -> Option<f64> {
        let widths = match self {
            Self::Regular => &REGULAR_WIDTHS,
            Self::SemiBold => &SEMIBOLD_WIDTHS,
        };
        widths.get(&letter).copied()
    }
}

pub(super) type Colour = &'static str;

pub(super) const CANVAS: Colour = "#2b2d31";
pub(super) const GRID: Colour = "#3b3d44";
pub(super) const AXIS: Colour = "#5c5f68";
/// The ground of a bar that is a part of a whole.
pub(super) const TRACK: Colour = "#383a41";

pub(super) const BRIGHT: Colour = "#f5f6f8";
pub(super) const TEXT: Colour = "#dbdee1";
pub(super) const MUTED: Colour = "#a8adb7";

pub(super) const NEUTRAL: Colour = "#5c9dff";
pub(super) const GOOD: Colour = "#45d0b0";
pub(super) const WARNING: Colour = "#f5b83d";
pub(super) const CRITICAL: Colour = "#f4606c";

/// The colours of series, of which none is better than another.
const SERIES: [Colour; 4] = [NEUTRAL, "#c3d9ff", "#a98bf5", "#8b919c"];

pub(super) fn series_colour(index: usize) -> Colour {
    SERIES.get(index % SERIES.len()).copied().unwrap_or(NEUTRAL)
}

const fn regular(size: f64, colour: Colour) -> TextStyle {
    TextStyle {
        size,
        weight: FontWeight::Regular,
        colour,
    }
}

const fn semibold(size: f64, colour: Colour) -> TextStyle {
    TextStyle {
        size,
        weight: FontWeight::SemiBold,
        colour,
    }
}

pub(super) const TITLE: TextStyle = semibold(30.0, BRIGHT);
pub(super) const SUBTITLE: TextStyle = regular(20.0, MUTED);
/// The style of names of bars, rows and colours.
pub(super) const LABEL: TextStyle = regular(20.0, TEXT);
/// The style of a name that is first in its row.
pub(super) const NAME: TextStyle = semibold(20.0, TEXT);
pub(super) const NOTE: TextStyle = regular(18.0, MUTED);
pub(super) const FIGURE: TextStyle = semibold(24.0, BRIGHT);
pub(super) const HEADLINE: TextStyle = semibold(30.0, BRIGHT);
pub(super) const NOTHING: TextStyle = semibold(72.0, AXIS);

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TextStyle {
    /// The size in pixels.
    pub(super) size: f64,
    pub(super) weight: FontWeight,
    pub(super) colour: Colour,
}

/// Text of which the font has every letter, with its width.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TextRun {
    pub(super) letters: String,
    pub(super) width: f64,
    pub(super) style: TextStyle,
}

/// No place is wider than so many letters; the others are ignored.
const LONGEST: usize = 1_000;

impl TextStyle {
    pub(super) fn in_colour(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    pub(super) fn sized(self, size: f64) -> Self {
        Self { size, ..self }
    }

    /// Returns the distance of the baseline from the middle of a line.
    pub(super) fn drop(self) -> f64 {
        self.size * 0.364
    }

    /// Returns the height of capitals and digits.
    pub(super) fn height(self) -> f64 {
        self.size * 0.728
    }

    fn width(self, text: &str) -> f64 {
        let widths = text.chars().filter_map(|letter| self.weight.width(letter));
        widths.sum::<f64>() * self.size
    }
}

impl TextRun {
    /// Returns the text, shortened to a width. Letters that the font does not have are left
    /// out; a text of which nothing is left is a dash.
    pub(super) fn fit(text: &str, style: TextStyle, width: f64) -> Self {
        let mut letters = shown_letters(text, style.weight);
        if style.width(&letters) > width {
            letters = shortened(&letters, style, width);
        }
        Self {
            width: style.width(&letters),
            letters,
            style,
        }
    }

    pub(super) fn whole(text: &str, style: TextStyle) -> Self {
        Self::fit(text, style, f64::INFINITY)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }
}

pub(super) fn widest_text<'a>(texts: impl IntoIterator<Item = &'a TextRun>) -> f64 {
    texts.into_iter().map(|text| text.width).fold(0.0, f64::max)
}

fn shown_letters(text: &str, weight: FontWeight) -> String {
    let mut tidy = String::new();
    let mut is_apart = false;
    for letter in text.chars().take(LONGEST) {
        if letter.is_whitespace() {
            is_apart = !tidy.is_empty();
        } else if weight.width(letter).is_some() {
            if is_apart {
                tidy.push(' ');
            }
            is_apart = false;
            tidy.push(letter);
        }
    }
    if tidy.is_empty() && !text.trim().is_empty() {
        tidy.push('–');
    }
    tidy
}

fn shortened(letters: &str, style: TextStyle, width: f64) -> String {
    let mut room = width - style.width("…");
    if room < 0.0 {
        return String::new();
    }
    let mut short = String::new();
    for letter in letters.chars() {
        room -= style.weight.width(letter).unwrap_or_default() * style.size;
        if room < 0.0 {
            break;
        }
        short.push(letter);
    }
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_ends_in_an_ellipsis_and_keeps_its_width() {
        let text = TextRun::fit(&"María Fernanda ".repeat(20), LABEL, 120.0);
        assert_eq!(text.letters, "María Fern…");
        assert!(text.width <= 120.0);
    }

    #[test]
    fn a_text_has_no_ellipsis_where_not_even_that_has_room() {
        assert!(TextRun::fit("WhatsApp", LABEL, 4.0).is_empty());
    }

    #[test]
    fn what_the_font_cannot_show_is_left_out() {
        let text = TextRun::whole(" 🔥 Ana\u{202e}\u{7} \n Ruiz\u{200b} ", LABEL);
        assert_eq!(text.letters, "Ana Ruiz");
    }

    #[test]
    fn a_name_of_which_nothing_can_be_shown_is_a_dash() {
        assert_eq!(TextRun::whole("张伟", LABEL).letters, "–");
        assert_eq!(TextRun::whole(" \n", LABEL).letters, "");
    }

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
