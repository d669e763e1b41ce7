//! Writes SVG. Coordinates are rounded, so that the same chart is the same text on every
//! machine.

use std::fmt::{self, Write as _};

use super::{
    chart::FigureState,
    text::{CANVAS, Colour, FAMILY, NOTHING, TextRun, state_colour},
};

/// The width of a picture, in SVG units. Its PNG has twice as many pixels.
pub const WIDTH: u32 = 680;

/// The free space left and right of all that is drawn.
const MARGIN: f64 = 18.0;
pub(super) const LEFT: f64 = MARGIN;
pub(super) const RIGHT: f64 = WIDTH as f64 - MARGIN;

pub(super) struct SvgWriter(String);

/// The part of a text that is at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextAnchor {
    Start,
    Middle,
    End,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct SvgRect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

#[derive(Clone, Debug, Default)]
pub(super) struct SvgPath {
    places: String,
    /// The next place is reached by a line.
    is_drawing: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct StrokeStyle {
    pub(super) colour: Colour,
    pub(super) width: f64,
    /// The lengths of a dash and of the gap after it; empty where the line is whole.
    pub(super) dashes: &'static str,
}

/// The distance between two stripes of a hatched ground, and their width.
const STRIPE_STEP: f64 = 20.0;
const STRIPE: f64 = 3.0;

/// A length, which is written with two decimals.
struct Pixels(f64);

/// Text that is written without markup.
struct EscapedText<'a>(&'a str);

impl StrokeStyle {
    pub(super) fn solid(colour: Colour, width: f64) -> Self {
        Self {
            colour,
            width,
            dashes: "",
        }
    }
}

impl SvgRect {
    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

impl SvgWriter {
    pub(super) fn new(height: u32) -> Self {
        let mut svg = Self(String::with_capacity(4 * 1024));
        svg.write(format_args!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" font-family="{FAMILY}">"#
        ));
        svg.write(format_args!(
            r#"<rect width="{WIDTH}" height="{height}" fill="{CANVAS}"/>"#
        ));
        svg
    }

    pub(super) fn finish(mut self) -> String {
        self.write(format_args!("</svg>"));
        self.0
    }

    fn write(&mut self, element: fmt::Arguments<'_>) {
        writeln!(self.0, "{element}").expect("a string takes all that is written");
    }

    /// Draws a text whose letters stand on `baseline`.
    pub(super) fn text(&mut self, text: &TextRun, x: f64, baseline: f64, anchor: TextAnchor) {
        self.letters(text, x, baseline, anchor, format_args!(""));
    }

    /// Draws a text with an edge that separates it from its ground.
    pub(super) fn text_over(&mut self, text: &TextRun, x: f64, baseline: f64, anchor: TextAnchor) {
        let edge = format_args!(
            r#" stroke="{CANVAS}" stroke-width="8" stroke-linejoin="round" paint-order="stroke""#
        );
        self.letters(text, x, baseline, anchor, edge);
    }

    fn letters(
        &mut self,
        text: &TextRun,
        x: f64,
        baseline: f64,
        anchor: TextAnchor,
        edge: fmt::Arguments<'_>,
    ) {
        if text.is_empty() {
            return;
        }
        let style = text.style;
        let anchor = match anchor {
            TextAnchor::Start => "",
            TextAnchor::Middle => r#" text-anchor="middle""#,
            TextAnchor::End => r#" text-anchor="end""#,
        };
        self.write(format_args!(
            r#"<text x="{}" y="{}" font-size="{}" font-weight="{}" fill="{}"{anchor}{edge}>{}</text>"#,
            Pixels(x),
            Pixels(baseline),
            Pixels(style.size),
            style.weight.number(),
            style.colour,
            EscapedText(&text.letters)
        ));
    }

    /// Draws a dash in the middle of a picture that has nothing to show.
    pub(super) fn nothing(&mut self, height: u32) {
        let dash = TextRun::whole("–", NOTHING);
        let line = f64::from(height) / 2.0 + NOTHING.drop();
        self.text(&dash, f64::midpoint(LEFT, RIGHT), line, TextAnchor::Middle);
    }

    /// Draws a bar with round corners.
    pub(super) fn bar(&mut self, area: SvgRect, radius: f64, fill: Colour) {
        let (width, height) = (area.width(), area.height());
        if width <= 0.0 || height <= 0.0 {
            return;
        }
        self.write(format_args!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" rx="{}" fill="{fill}"/>"#,
            Pixels(area.left),
            Pixels(area.top),
            Pixels(width),
            Pixels(height),
            Pixels(radius.min(width / 2.0).min(height / 2.0))
        ));
    }

    /// Fills the ground with oblique stripes.
    pub(super) fn hatch(&mut self, area: SvgRect, colour: Colour) {
        let mut path = SvgPath::default();
        // A stripe holds the places whose x and y have one sum.
        let first = ((area.left + area.top) / STRIPE_STEP).ceil() * STRIPE_STEP;
        let last = area.right + area.bottom;
        let sums = std::iter::successors(Some(first), |sum| Some(sum + STRIPE_STEP));
        for sum in sums.take_while(|sum| *sum < last) {
            let (left, right) = (
                area.left.max(sum - area.bottom),
                area.right.min(sum - area.top),
            );
            if right > left {
                path.lift();
                path.to(left, sum - left);
                path.to(right, sum - right);
            }
        }
        self.stroke(&path, StrokeStyle::solid(colour, STRIPE));
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: StrokeStyle) {
        let mut path = SvgPath::default();
        path.to(from.0, from.1);
        path.to(to.0, to.1);
        self.stroke(&path, stroke);
    }

    pub(super) fn stroke(&mut self, path: &SvgPath, stroke: StrokeStyle) {
        if path.places.is_empty() {
            return;
        }
        self.write(format_args!(
            r#"<path d="{}" fill="none" stroke="{}" stroke-width="{}"{}/>"#,
            path.places,
            stroke.colour,
            Pixels(stroke.width),
            stroke.dashes
        ));
    }

    /// Draws the mark of a figure, with an edge that separates it from its line: a diamond, a
    /// triangle or a circle. `size` is half of its width.
    pub(super) fn mark(&mut self, (x, y): (f64, f64), size: f64, state: FigureState) {
        let colour = state_colour(state);
        let edge = format_args!(
            r#" fill="{colour}" stroke="{CANVAS}" stroke-width="4" stroke-linejoin="round"/>"#
        );
        let corners: &[(f64, f64)] = match state {
            FigureState::Critical => &[(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)],
            FigureState::Warning => &[(0.0, -1.0), (1.0, 0.75), (-1.0, 0.75)],
            FigureState::Unjudged | FigureState::Within | FigureState::Improving => {
                let radius = Pixels(size * 0.8);
                self.write(format_args!(
                    r#"<circle cx="{}" cy="{}" r="{radius}"{edge}"#,
                    Pixels(x),
                    Pixels(y)
                ));
                return;
            }
        };
        let mut path = SvgPath::default();
        for (right, down) in corners {
            path.to(x + right * size, y + down * size);
        }
        self.write(format_args!(r#"<path d="{}Z"{edge}"#, path.places));
    }

    /// Draws a ring, which marks a place without judging it.
    pub(super) fn ring(&mut self, (x, y): (f64, f64), colour: Colour) {
        self.write(format_args!(
            r#"<circle cx="{}" cy="{}" r="9" fill="{CANVAS}" stroke="{colour}" stroke-width="5"/>"#,
            Pixels(x),
            Pixels(y)
        ));
    }
}

impl SvgPath {
    /// Moves to the first place, and draws a line to each after it.
    pub(super) fn to(&mut self, x: f64, y: f64) {
        let letter = if self.is_drawing { 'L' } else { 'M' };
        write!(self.places, "{letter}{} {}", Pixels(x), Pixels(y))
            .expect("a string takes all that is written");
        self.is_drawing = true;
    }

    /// The next place begins a line of its own.
    pub(super) fn lift(&mut self) {
        self.is_drawing = false;
    }
}

impl fmt::Display for Pixels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The sum with zero turns a negative zero into a positive one.
        write!(f, "{}", (self.0 * 100.0).round() / 100.0 + 0.0)
    }
}

impl fmt::Display for EscapedText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|letter| match letter {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\'' => f.write_str("&apos;"),
            _ => f.write_char(letter),
        })
    }
}
