//! Colours and sizes: those of Discord's dark theme, and four that bear a meaning.
//!
//! The four differ in lightness as well as in hue, for those who do not tell red from green.

use super::{font::FontWeight, text::TextStyle};

/// A colour as SVG spells it.
pub(super) type Colour = &'static str;

/// What everything stands on.
pub(super) const CANVAS: Colour = "#2b2d31";
/// Lines that the eye may follow but need not see.
pub(super) const GRID: Colour = "#3b3d44";
/// The line that bars stand on.
pub(super) const AXIS: Colour = "#5c5f68";
/// The whole of which a bar is a part.
pub(super) const TRACK: Colour = "#383a41";

/// What stands out.
pub(super) const BRIGHT: Colour = "#f5f6f8";
/// What is read.
pub(super) const TEXT: Colour = "#dbdee1";
/// What is read second.
pub(super) const MUTED: Colour = "#a8adb7";

/// Neither good nor bad.
pub(super) const NEUTRAL: Colour = "#5c9dff";
/// As it should be.
pub(super) const GOOD: Colour = "#45d0b0";
/// Not as it should be.
pub(super) const WARNING: Colour = "#f5b83d";
/// Bad.
pub(super) const CRITICAL: Colour = "#f4606c";

/// For series, of which none is better than another.
const SERIES: [Colour; 4] = [NEUTRAL, "#c3d9ff", "#a98bf5", "#8b919c"];

/// The colour of a series.
pub(super) fn series(index: usize) -> Colour {
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

/// What a picture shows.
pub(super) const TITLE: TextStyle = semibold(30.0, BRIGHT);
/// Of what and when.
pub(super) const SUBTITLE: TextStyle = regular(20.0, MUTED);
/// The name of a bar, a row, a colour.
pub(super) const LABEL: TextStyle = regular(20.0, TEXT);
/// A name that stands first in its row.
pub(super) const NAME: TextStyle = semibold(20.0, TEXT);
/// What is said besides.
pub(super) const NOTE: TextStyle = regular(18.0, MUTED);
/// A figure.
pub(super) const FIGURE: TextStyle = semibold(24.0, BRIGHT);
/// The one figure that matters most.
pub(super) const HEADLINE: TextStyle = semibold(30.0, BRIGHT);
/// What stands where there is nothing.
pub(super) const NOTHING: TextStyle = semibold(72.0, AXIS);
