//! Writes SVG. Coordinates are rounded, so that the same chart is the same text on every
//! machine.

use std::fmt::{self, Write as _};

use super::text::{CANVAS, Colour, FAMILY, NOTHING, TEXT, TextRun};

/// The width of a picture, in SVG pixels. Its PNG has twice as many.
pub const WIDTH: u32 = 800;
/// The height of a picture, in SVG pixels. Its PNG has twice as many.
pub const HEIGHT: u32 = 400;

/// The free space left and right of all that is drawn.
const MARGIN: f64 = 32.0;
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

/// The corners of a bar that are round: those at its far end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RoundedCorners {
    Top,
    Right,
    All,
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
    pub(super) is_dashed: bool,
}

/// An edge around letters in the colour of the canvas.
const HALO: &str =
    r##" stroke="#2b2d31" stroke-width="6" stroke-linejoin="round" paint-order="stroke""##;

/// A length, which is written with two decimals.
struct Pixels(f64);

/// Text that is written without markup.
struct EscapedText<'a>(&'a str);

impl StrokeStyle {
    pub(super) fn solid(colour: Colour, width: f64) -> Self {
        Self {
            colour,
            width,
            is_dashed: false,
        }
    }

    pub(super) fn dashed(colour: Colour, width: f64) -> Self {
        Self {
            is_dashed: true,
            ..Self::solid(colour, width)
        }
    }
}

impl SvgRect {
    /// Returns a square by its centre and its side.
    pub(super) fn square((x, y): (f64, f64), side: f64) -> Self {
        Self {
            left: x - side / 2.0,
            top: y - side / 2.0,
            right: x + side / 2.0,
            bottom: y + side / 2.0,
        }
    }

    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub(super) fn middle(&self) -> (f64, f64) {
        (
            f64::midpoint(self.left, self.right),
            f64::midpoint(self.top, self.bottom),
        )
    }
}

impl SvgWriter {
    pub(super) fn new() -> Self {
        let mut svg = Self(String::with_capacity(8 * 1024));
        svg.write(format_args!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FAMILY}">"#
        ));
        svg.write(format_args!(
            r#"<rect width="{WIDTH}" height="{HEIGHT}" fill="{CANVAS}"/>"#
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
        self.letters(text, x, baseline, anchor, "");
    }

    /// Draws a text with an edge that separates it from its ground.
    pub(super) fn text_over(&mut self, text: &TextRun, x: f64, baseline: f64, anchor: TextAnchor) {
        self.letters(text, x, baseline, anchor, HALO);
    }

    fn letters(&mut self, text: &TextRun, x: f64, baseline: f64, anchor: TextAnchor, halo: &str) {
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
            r#"<text x="{}" y="{}" font-size="{}" font-weight="{}" fill="{}"{anchor}{halo}>{}</text>"#,
            Pixels(x),
            Pixels(baseline),
            Pixels(style.size),
            style.weight.number(),
            style.colour,
            EscapedText(&text.letters)
        ));
    }

    /// Draws a dash in the middle of a plot that has nothing to show.
    pub(super) fn nothing(&mut self, area: SvgRect) {
        let (x, y) = area.middle();
        let dash = TextRun::whole("–", NOTHING);
        self.text(&dash, x, y + NOTHING.drop(), TextAnchor::Middle);
    }

    /// Draws a bar with round corners at its far end.
    pub(super) fn bar(&mut self, area: SvgRect, round: RoundedCorners, radius: f64, fill: Colour) {
        let (width, height) = (area.width(), area.height());
        if width <= 0.0 || height <= 0.0 {
            return;
        }
        let radius = match round {
            RoundedCorners::Top => radius.min(width / 2.0).min(height),
            RoundedCorners::Right => radius.min(width).min(height / 2.0),
            RoundedCorners::All => radius.min(width / 2.0).min(height / 2.0),
        };
        if round == RoundedCorners::All {
            self.write(format_args!(
                r#"<rect x="{}" y="{}" width="{}" height="{}" rx="{}" fill="{fill}"/>"#,
                Pixels(area.left),
                Pixels(area.top),
                Pixels(width),
                Pixels(height),
                Pixels(radius)
            ));
            return;
        }
        let mut path = SvgPath::default();
        let inner = SvgRect {
            right: area.right - radius,
            top: area.top
                + if round == RoundedCorners::Top {
                    radius
                } else {
                    0.0
                },
            ..area
        };
        path.to(area.left, area.bottom);
        path.to(area.left, inner.top);
        if round == RoundedCorners::Top {
            path.arc(radius, area.left + radius, area.top);
        }
        path.to(inner.right, area.top);
        path.arc(radius, area.right, area.top + radius);
        if round == RoundedCorners::Right {
            path.to(area.right, area.bottom - radius);
            path.arc(radius, inner.right, area.bottom);
        } else {
            path.to(area.right, area.bottom);
        }
        path.close();
        self.fill(&path, fill, 1.0);
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: StrokeStyle) {
        let mut path = SvgPath::default();
        path.to(from.0, from.1);
        path.to(to.0, to.1);
        self.stroke(&path, stroke);
    }

    /// Draws a line that can be seen on any ground.
    pub(super) fn mark(&mut self, from: (f64, f64), to: (f64, f64)) {
        for (colour, width) in [(CANVAS, 6.0), (TEXT, 2.0)] {
            let stroke = StrokeStyle::solid(colour, width);
            self.line(from, to, stroke);
        }
    }

    pub(super) fn stroke(&mut self, path: &SvgPath, stroke: StrokeStyle) {
        if path.places.is_empty() {
            return;
        }
        let dashes = if stroke.is_dashed {
            r#" stroke-dasharray="7 6""#
        } else {
            r#" stroke-linejoin="round" stroke-linecap="round""#
        };
        self.write(format_args!(
            r#"<path d="{}" fill="none" stroke="{}" stroke-width="{}"{dashes}/>"#,
            path.places,
            stroke.colour,
            Pixels(stroke.width)
        ));
    }

    pub(super) fn dots(&mut self, path: &SvgPath, colour: Colour, width: f64) {
        if path.places.is_empty() {
            return;
        }
        self.write(format_args!(
            r#"<path d="{}" fill="none" stroke="{colour}" stroke-width="{}" stroke-dasharray="0.1 7" stroke-linecap="round"/>"#,
            path.places,
            Pixels(width)
        ));
    }

    pub(super) fn fill(&mut self, path: &SvgPath, fill: Colour, opacity: f64) {
        if path.places.is_empty() {
            return;
        }
        if opacity < 1.0 {
            self.write(format_args!(
                r#"<path d="{}" fill="{fill}" fill-opacity="{}"/>"#,
                path.places,
                Pixels(opacity)
            ));
        } else {
            self.write(format_args!(r#"<path d="{}" fill="{fill}"/>"#, path.places));
        }
    }

    /// Draws a point with an edge that separates it from its line.
    pub(super) fn dot(&mut self, at: (f64, f64), radius: f64, fill: Colour) {
        self.write(format_args!(
            r#"<circle cx="{}" cy="{}" r="{}" fill="{fill}" stroke="{CANVAS}" stroke-width="3"/>"#,
            Pixels(at.0),
            Pixels(at.1),
            Pixels(radius)
        ));
    }
}

impl SvgPath {
    /// Moves to the first place, and draws a line to each after it.
    pub(super) fn to(&mut self, x: f64, y: f64) {
        let letter = if self.is_drawing { 'L' } else { 'M' };
        self.write(format_args!("{letter}{} {}", Pixels(x), Pixels(y)));
        self.is_drawing = true;
    }

    /// The next place begins a line of its own.
    pub(super) fn lift(&mut self) {
        self.is_drawing = false;
    }

    fn arc(&mut self, radius: f64, x: f64, y: f64) {
        let radius = Pixels(radius);
        self.write(format_args!(
            "A{radius} {radius} 0 0 1 {} {}",
            Pixels(x),
            Pixels(y)
        ));
    }

    pub(super) fn close(&mut self) {
        self.places.push('Z');
        self.lift();
    }

    fn write(&mut self, step: fmt::Arguments<'_>) {
        self.places
            .write_fmt(step)
            .expect("a string takes all that is written");
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
