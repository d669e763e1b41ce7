//! What all pictures have in common: the canvas, the words at the top, and the legend.

use super::{
    bars,
    chart::{Chart, Plot},
    course, funnel, levels,
    palette::{Colour, LABEL, NOTHING, SUBTITLE, TITLE},
    ranking,
    scale::length,
    svg::{RoundedCorners, SvgRect, SvgWriter, TextAnchor},
    text::TextRun,
    trend,
};

/// How wide a picture is, in SVG pixels. Its PNG has twice as many.
pub const WIDTH: u32 = 800;
/// How high a picture is, in SVG pixels. Its PNG has twice as many.
pub const HEIGHT: u32 = 400;

/// What stays free around everything.
const MARGIN: f64 = 32.0;
const LEFT: f64 = MARGIN;
pub(super) const RIGHT: f64 = WIDTH as f64 - MARGIN;
const BOTTOM: f64 = HEIGHT as f64 - 26.0;

const TITLE_LINE: f64 = 52.0;
const SUBTITLE_LINE: f64 = 82.0;
const LEGEND_LINE: f64 = 118.0;
/// Between the words at the top and the plot.
const BELOW: f64 = 18.0;

/// The side of a legend's square, what is right of it, and what is between two entries.
const SQUARE: f64 = 14.0;
const BESIDE: f64 = 8.0;
const BETWEEN: f64 = 22.0;
/// More names than that are not told.
const MOST_NAMES: usize = 4;

impl Chart {
    /// The picture as SVG. The same chart is always the same text.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut svg = SvgWriter::new();
        let bottom = head(&mut svg, self);
        let area = SvgRect {
            left: LEFT,
            top: bottom + BELOW,
            right: RIGHT,
            bottom: BOTTOM,
        };
        let is_drawn = match &self.plot {
            Plot::Bars(bars) => bars::draw(&mut svg, area, bars),
            Plot::Levels(levels) => levels::draw(&mut svg, area, levels),
            Plot::Funnel(funnel) => funnel::draw(&mut svg, area, funnel),
            Plot::Ranking(ranking) => ranking::draw(&mut svg, area, ranking),
            Plot::Trend(trend) => trend::draw(&mut svg, area, trend),
            Plot::Course(course) => course::draw(&mut svg, area, course),
        };
        if is_drawn.is_none() {
            nothing(&mut svg, area);
        }
        svg.finish()
    }

    /// What the colours stand for; empty where that goes without saying.
    fn legend(&self) -> Vec<(Colour, &str)> {
        let series = match &self.plot {
            Plot::Bars(bars) => &bars.series,
            Plot::Ranking(ranking) => &ranking.series,
            Plot::Levels(_) | Plot::Funnel(_) | Plot::Trend(_) | Plot::Course(_) => {
                return Vec::new();
            }
        };
        if series.len() < 2 {
            return Vec::new();
        }
        let names = series.iter().enumerate().take(MOST_NAMES);
        names
            .map(|(index, series)| (super::palette::series(index), series.name.as_str()))
            .collect()
    }
}

/// Says in the middle of the plot that there is nothing to show.
pub(super) fn nothing(svg: &mut SvgWriter, area: SvgRect) {
    let (x, y) = area.middle();
    let dash = TextRun::whole("–", NOTHING);
    svg.text(&dash, x, y + NOTHING.drop(), TextAnchor::Middle);
}

/// Title, subtitle and legend. The legend stands where there is room for it: beside the
/// title, beside the subtitle, or on a line of its own. Gives the last baseline.
fn head(svg: &mut SvgWriter, chart: &Chart) -> f64 {
    let names = chart.legend();
    let entries: Vec<_> = names
        .iter()
        .map(|(colour, name)| (*colour, TextRun::whole(name, LABEL)))
        .collect();
    let legend = legend_width(&entries);
    let room = RIGHT - LEFT - legend - 2.0 * BETWEEN;
    let title = TextRun::whole(&chart.title, TITLE).width;
    let subtitle = TextRun::whole(&chart.subtitle, SUBTITLE).width;

    for (text, style, line) in [
        (&chart.title, TITLE, TITLE_LINE),
        (&chart.subtitle, SUBTITLE, SUBTITLE_LINE),
    ] {
        let text = TextRun::fit(text, style, RIGHT - LEFT);
        svg.text(&text, LEFT, line, TextAnchor::Start);
    }
    if entries.is_empty() {
        SUBTITLE_LINE
    } else if title <= room || subtitle <= room {
        let line = if title <= room {
            TITLE_LINE
        } else {
            SUBTITLE_LINE
        };
        draw_legend(svg, &entries, RIGHT - legend, line);
        SUBTITLE_LINE
    } else {
        let each = (RIGHT - LEFT + BETWEEN) / length(names.len());
        let entries: Vec<_> = names
            .iter()
            .map(|(colour, name)| {
                let room = each - SQUARE - BESIDE - BETWEEN;
                (*colour, TextRun::fit(name, LABEL, room))
            })
            .collect();
        draw_legend(svg, &entries, LEFT, LEGEND_LINE);
        LEGEND_LINE
    }
}

fn legend_width(entries: &[(Colour, TextRun)]) -> f64 {
    let entries = entries
        .iter()
        .map(|(_, name)| SQUARE + BESIDE + name.width + BETWEEN);
    entries.sum::<f64>() - BETWEEN
}

fn draw_legend(svg: &mut SvgWriter, entries: &[(Colour, TextRun)], left: f64, line: f64) {
    let mut x = left;
    for (colour, name) in entries {
        let middle = line - LABEL.drop();
        let square = SvgRect {
            left: x,
            top: middle - SQUARE / 2.0,
            right: x + SQUARE,
            bottom: middle + SQUARE / 2.0,
        };
        svg.bar(square, RoundedCorners::All, 4.0, colour);
        x = square.right + BESIDE;
        svg.text(name, x, line, TextAnchor::Start);
        x += name.width + BETWEEN;
    }
}
