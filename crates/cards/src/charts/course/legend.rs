//! What the colours and lines of a course stand for.

use super::{BESIDE, DOT, LINE};
use crate::charts::{
    chart::{DayChart, DayColumn},
    palette::{AXIS, BRIGHT, CRITICAL, Colour, LABEL, NEUTRAL},
    scale::length,
    svg::{RoundedCorners, StrokeStyle, SvgPath, SvgRect, SvgWriter, TextAnchor},
    text::TextRun,
};

const WIDEST_NAME: f64 = 250.0;
/// The side of a legend's square, how long a line is there, and what is between two entries.
const SQUARE: f64 = 14.0;
const SAMPLE: f64 = 32.0;
const BETWEEN: f64 = 22.0;

/// What a sign in the legend looks like.
#[derive(Clone, Copy)]
enum LegendMark {
    Bar(Colour),
    Line,
    Usual,
}

/// What the colours and lines stand for. Names that have no room are shortened.
pub(super) fn draw(svg: &mut SvgWriter, area: SvgRect, course: &DayChart, columns: &[DayColumn]) {
    let has_usual = columns
        .iter()
        .any(|column| column.usual.or(column.usual_level).is_some());
    let mut entries = vec![
        (LegendMark::Bar(NEUTRAL), course.names.answered.as_str()),
        (LegendMark::Bar(CRITICAL), course.names.abandoned.as_str()),
        (LegendMark::Line, course.names.level.as_str()),
    ];
    if has_usual {
        entries.push((LegendMark::Usual, course.names.usual.as_str()));
    }
    let signs = entries
        .iter()
        .map(|(sign, _)| sign.width() + BESIDE + BETWEEN);
    let room = area.width() - signs.sum::<f64>() + BETWEEN;
    let whole = entries
        .iter()
        .map(|(_, name)| TextRun::whole(name, LABEL).width);
    let each = if whole.sum::<f64>() > room {
        room / length(entries.len())
    } else {
        WIDEST_NAME.max(room)
    };
    let line = area.top + 16.0;
    let mut x = area.left;
    for (sign, name) in entries {
        sign.draw(svg, x, line - LABEL.drop());
        x += sign.width() + BESIDE;
        let name = TextRun::fit(name, LABEL, each);
        svg.text(&name, x, line, TextAnchor::Start);
        x += name.width + BETWEEN;
    }
}

impl LegendMark {
    fn width(self) -> f64 {
        match self {
            Self::Bar(_) => SQUARE,
            Self::Line | Self::Usual => SAMPLE,
        }
    }

    fn draw(self, svg: &mut SvgWriter, left: f64, middle: f64) {
        let right = left + self.width();
        let centre = f64::midpoint(left, right);
        match self {
            Self::Bar(colour) => square(svg, centre, middle, colour),
            Self::Line => {
                let stroke = StrokeStyle {
                    colour: BRIGHT,
                    width: LINE,
                    is_dashed: false,
                };
                svg.line((left + 2.0, middle), (right - 2.0, middle), stroke);
                svg.dot((centre, middle), DOT - 1.0, BRIGHT);
            }
            Self::Usual => {
                square(svg, centre, middle, AXIS);
                let mut path = SvgPath::default();
                path.to(left + 2.0, middle);
                path.to(right - 1.0, middle);
                svg.dots(&path, BRIGHT, 3.0);
            }
        }
    }
}

fn square(svg: &mut SvgWriter, centre: f64, middle: f64, colour: Colour) {
    let half = SQUARE / 2.0;
    let square = SvgRect {
        left: centre - half,
        top: middle - half,
        right: centre + half,
        bottom: middle + half,
    };
    svg.bar(square, RoundedCorners::All, 4.0, colour);
}
