//! Text that is known to have its place. Only such text can be drawn.

use super::{font::FontWeight, palette::Colour};

/// How text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TextStyle {
    /// In pixels.
    pub(super) size: f64,
    pub(super) weight: FontWeight,
    pub(super) colour: Colour,
}

/// Text of which each letter can be shown, and that is as wide as it says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TextRun {
    pub(super) letters: String,
    pub(super) width: f64,
    pub(super) style: TextStyle,
}

/// No place is wider than so many letters. More are not looked at.
const LONGEST: usize = 1_000;

impl TextStyle {
    /// The same in another colour.
    pub(super) fn in_colour(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// The same in another size.
    pub(super) fn sized(self, size: f64) -> Self {
        Self { size, ..self }
    }

    /// How far below the middle of a line its letters stand.
    pub(super) fn drop(self) -> f64 {
        self.size * 0.364
    }

    /// How high its capitals and digits are.
    pub(super) fn height(self) -> f64 {
        self.size * 0.728
    }

    fn width(self, text: &str) -> f64 {
        let widths = text.chars().filter_map(|letter| self.weight.width(letter));
        widths.sum::<f64>() * self.size
    }
}

impl TextRun {
    /// The text, shortened to the width that it has. What the font cannot show is left
    /// out; where nothing is left of a text, that is a dash.
    pub(super) fn fit(text: &str, style: TextStyle, width: f64) -> Self {
        let mut letters = tidy(text, style.weight);
        if style.width(&letters) > width {
            letters = shorten(&letters, style, width);
        }
        Self {
            width: style.width(&letters),
            letters,
            style,
        }
    }

    /// The text as it is, however wide.
    pub(super) fn whole(text: &str, style: TextStyle) -> Self {
        Self::fit(text, style, f64::INFINITY)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }
}

/// The widest of some texts.
pub(super) fn widest<'a>(texts: impl IntoIterator<Item = &'a TextRun>) -> f64 {
    texts.into_iter().map(|text| text.width).fold(0.0, f64::max)
}

fn tidy(text: &str, weight: FontWeight) -> String {
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

fn shorten(letters: &str, style: TextStyle, width: f64) -> String {
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
    use crate::charts::palette::LABEL;

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
}
