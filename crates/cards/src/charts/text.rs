//! Fonts, colours and text whose width is known before it is drawn.
//!
//! The fonts are two weights of Inter in a Latin subset in which all digits have one width, so
//! that figures below each other line up and a figure that changes does not shift. The canvas
//! is dark and opaque, so that one picture serves both themes of Discord. Text has a contrast of
//! 4.5 : 1 against it or more, and marks have 3 : 1, as WCAG 2.1 asks (1.4.3 and 1.4.11).

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};

use super::chart::FigureState;
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

pub(super) const CANVAS: Colour = "#1e1f22";
pub(super) const AXIS: Colour = "#6b6e77";
/// The ground of a bar, which shows how long it could be.
pub(super) const TRACK: Colour = "#34363c";
/// The colour of lines, and of abandoned calls.
pub(super) const LINE: Colour = "#f5f6f8";
pub(super) const LIMIT: Colour = "#c9ccd3";

const WHITE: Colour = "#ffffff";
const TEXT: Colour = "#dbdee1";
const MUTED: Colour = "#b4b9c2";

pub(super) const BLUE: Colour = "#5c9dff";
const GREEN: Colour = "#45d0b0";
const AMBER: Colour = "#f5b83d";
const RED: Colour = "#f4606c";

/// The stripes of a hatched ground: darker, so that the line before them stands out.
const AMBER_STRIPE: Colour = "#8a6c30";
const RED_STRIPE: Colour = "#b44c56";
const GREY_STRIPE: Colour = "#6b6d72";

/// Returns the colour of the mark at the end of a line.
pub(super) fn state_colour(state: FigureState) -> Colour {
    match state {
        FigureState::Unjudged => LINE,
        FigureState::Within => GREEN,
        FigureState::Improving => BLUE,
        FigureState::Warning => AMBER,
        FigureState::Critical => RED,
    }
}

/// Returns the colour of a stretch of time. One that is over is grey.
pub(super) fn stripe_colour(state: FigureState) -> Colour {
    match state {
        FigureState::Critical => RED_STRIPE,
        FigureState::Warning => AMBER_STRIPE,
        FigureState::Unjudged | FigureState::Within | FigureState::Improving => GREY_STRIPE,
    }
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

/// The style of times and of names in a legend.
pub(super) const AXIS_TEXT: TextStyle = regular(36.0, MUTED);
pub(super) const LEGEND: TextStyle = regular(34.0, MUTED);
pub(super) const LIMIT_NAME: TextStyle = regular(34.0, LIMIT);
/// The style of a name that is first in its row.
pub(super) const NAME: TextStyle = regular(36.0, TEXT);
/// The style of a figure in a row, and of the peak.
pub(super) const FIGURE: TextStyle = semibold(36.0, WHITE);
/// The style of the figure at the end of a line.
pub(super) const HEADLINE: TextStyle = semibold(46.0, WHITE);
pub(super) const NOTHING: TextStyle = semibold(72.0, MUTED);

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TextStyle {
    /// The size in SVG units.
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
    /// Returns the distance of the baseline from the middle of a line.
    pub(super) fn drop(self) -> f64 {
        self.size * 0.364
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
        let text = TextRun::fit(&"María Fernanda ".repeat(20), NAME, 216.0);
        assert_eq!(text.letters, "María Fern…");
        assert!(text.width <= 216.0);
    }

    #[test]
    fn a_text_has_no_ellipsis_where_not_even_that_has_room() {
        assert!(TextRun::fit("WhatsApp", NAME, 4.0).is_empty());
    }

    #[test]
    fn what_the_font_cannot_show_is_left_out() {
        let text = TextRun::whole(" 🔥 Ana\u{202e}\u{7} \n Ruiz\u{200b} ", NAME);
        assert_eq!(text.letters, "Ana Ruiz");
    }

    #[test]
    fn a_name_of_which_nothing_can_be_shown_is_a_dash() {
        assert_eq!(TextRun::whole("张伟", NAME).letters, "–");
        assert_eq!(TextRun::whole(" \n", NAME).letters, "");
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

    /// The relative luminance of a colour, as WCAG 2.1 defines it.
    fn luminance(colour: Colour) -> f64 {
        let part = |at: usize| {
            let byte = u8::from_str_radix(&colour[at..at + 2], 16).unwrap();
            let share = f64::from(byte) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(one: Colour, other: Colour) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_text_stands_out_from_the_canvas() {
        for style in [
            AXIS_TEXT, LEGEND, LIMIT_NAME, NAME, FIGURE, HEADLINE, NOTHING,
        ] {
            assert!(contrast(style.colour, CANVAS) >= 4.5, "{style:?}");
        }
    }

    #[test]
    fn every_mark_stands_out_from_the_canvas_and_a_bar_from_its_ground() {
        let stripes = [AMBER_STRIPE, RED_STRIPE, GREY_STRIPE];
        for mark in [AXIS, LINE, LIMIT].into_iter().chain(stripes) {
            assert!(contrast(mark, CANVAS) >= 3.0, "{mark}");
        }
        for bar in [LINE, BLUE, GREEN, AMBER, RED] {
            assert!(contrast(bar, CANVAS) >= 3.0, "{bar}");
            assert!(contrast(bar, TRACK) >= 3.0, "{bar}");
        }
    }

    #[test]
    fn a_line_stands_out_from_the_stripes_behind_it() {
        for stripe in [AMBER_STRIPE, RED_STRIPE, GREY_STRIPE] {
            assert!(contrast(LINE, stripe) >= 3.0, "{stripe}");
        }
    }

    #[test]
    fn every_text_has_14_pixels_where_the_picture_is_340_wide() {
        for style in [
            AXIS_TEXT, LEGEND, LIMIT_NAME, NAME, FIGURE, HEADLINE, NOTHING,
        ] {
            let shown = style.size * 340.0 / f64::from(super::super::svg::WIDTH);
            assert!(shown >= 14.0, "{style:?}");
        }
    }

    #[test]
    fn what_cannot_be_seen_has_no_width() {
        for letter in ['\u{200b}', '\u{202e}', '\u{feff}', '\u{7}', '🔥', '中'] {
            assert_eq!(FontWeight::Regular.width(letter), None, "{letter:?}");
        }
    }
}
