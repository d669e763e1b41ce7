//! The ground of a line over time: the plot's place, what its edges stand for, and what is
//! drawn on it by time and height.

use super::{
    palette::{AXIS, Colour, GRID, NOTE},
    past::Place,
    svg::{StrokeStyle, SvgPath, SvgRect, SvgWriter, TextAnchor},
    text::TextRun,
};

/// More marks than that have no room.
pub(super) const MOST_MARKS: usize = 60;
/// The widest mark of an axis.
pub(super) const WIDEST_MARK: f64 = 110.0;
/// Between the plot and what stands beside it.
pub(super) const BESIDE: f64 = 12.0;
const LINE: f64 = 4.0;
/// The strip above the plot that says when something was wrong: how thick, and how far up.
const STRIP: f64 = 5.0;
const ABOVE: f64 = 4.0;
/// How strong the ground below that strip is.
const BELOW: f64 = 0.1;

/// The plot's place, and what its edges stand for.
pub(super) struct PlotArea {
    pub(super) area: SvgRect,
    pub(super) times: (f64, f64),
    pub(super) heights: (f64, f64),
}

/// Unix seconds as a place on the time axis.
#[expect(
    clippy::cast_precision_loss,
    reason = "times of this age of the world are exact in a float"
)]
pub(super) fn seconds(at: i64) -> f64 {
    at as f64
}

impl PlotArea {
    pub(super) fn x(&self, at: f64) -> f64 {
        let (from, to) = self.times;
        let part = if to > from {
            (at - from) / (to - from)
        } else {
            0.5
        };
        self.area.left + part.clamp(0.0, 1.0) * self.area.width()
    }

    pub(super) fn y(&self, height: f64) -> f64 {
        let (low, high) = self.heights;
        // Halves, so that the distance of two very large figures stays finite.
        let part = (height / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0);
        self.area.bottom - part.clamp(0.0, 1.0) * self.area.height()
    }

    pub(super) fn shows(&self, height: f64) -> bool {
        (self.heights.0..=self.heights.1).contains(&height)
    }

    /// The marks of the upright axis and their lines.
    pub(super) fn grid(&self, svg: &mut SvgWriter, marks: &[(f64, TextRun)]) {
        let mut lowest_free = f64::INFINITY;
        for (height, told) in marks {
            let y = self.y(*height);
            let stroke = StrokeStyle {
                colour: GRID,
                width: 1.0,
                is_dashed: false,
            };
            svg.line((self.area.left, y), (self.area.right, y), stroke);
            if y <= lowest_free {
                let left = self.area.left - BESIDE;
                svg.text(told, left, y + NOTE.drop(), TextAnchor::End);
                lowest_free = y - NOTE.size - 6.0;
            }
        }
        let stroke = StrokeStyle {
            colour: AXIS,
            width: 2.0,
            is_dashed: false,
        };
        let bottom = self.area.bottom;
        svg.line((self.area.left, bottom), (self.area.right, bottom), stroke);
    }

    /// The marks of the time axis, as many as have room.
    pub(super) fn clock(&self, svg: &mut SvgWriter, times: &[(i64, String)]) {
        let mut free = 8.0;
        for (at, told) in times.iter().take(MOST_MARKS) {
            let at = seconds(*at);
            if !(self.times.0..=self.times.1).contains(&at) {
                continue;
            }
            let told = TextRun::fit(told, NOTE, WIDEST_MARK);
            let half = told.width / 2.0;
            let x = self.x(at).min(super::frame::RIGHT - half);
            if x - half >= free {
                svg.text(&told, x, self.area.bottom + 26.0, TextAnchor::Middle);
                free = x + half + BESIDE;
            }
        }
    }

    /// A stretch of time: a strip above the plot, and all of the plot below it. One that lies
    /// outside is not there, and one of no length is as thin as can be seen.
    pub(super) fn stretch(&self, svg: &mut SvgWriter, (from, to): (f64, f64), colour: Colour) {
        if to < self.times.0 || from > self.times.1 || from > to {
            return;
        }
        let (left, right) = (self.x(from), self.x(to));
        let left = left.min(right - 2.0).max(self.area.left);
        let right = right.max(left + 2.0);
        let (top, bottom) = (self.area.top - ABOVE, self.area.bottom);
        let mut outline = |top: f64, bottom: f64, opacity| {
            let mut path = SvgPath::default();
            path.to(left, top);
            path.to(right, top);
            path.to(right, bottom);
            path.to(left, bottom);
            path.close();
            svg.fill(&path, colour, opacity);
        };
        outline(top, bottom, BELOW);
        outline(top - STRIP, top, 1.0);
    }

    /// A dashed line at a height, from a time on.
    pub(super) fn level(
        &self,
        svg: &mut SvgWriter,
        height: f64,
        from: Option<i64>,
        colour: Colour,
    ) {
        let from = from.map_or(self.times.0, seconds);
        if !self.shows(height) || from > self.times.1 {
            return;
        }
        let y = self.y(height);
        let stroke = StrokeStyle {
            colour,
            width: 2.0,
            is_dashed: true,
        };
        svg.line((self.x(from), y), (self.area.right, y), stroke);
    }

    pub(super) fn line(&self, svg: &mut SvgWriter, runs: &[Vec<Place>], colour: Colour) {
        let mut path = SvgPath::default();
        for run in runs {
            path.lift();
            for (at, height) in run {
                path.to(self.x(*at), self.y(*height));
            }
            // A point alone has a line of no length, whose round ends are a dot.
            if let [(at, height)] = run.as_slice() {
                path.to(self.x(*at), self.y(*height));
            }
        }
        let stroke = StrokeStyle {
            colour,
            width: LINE,
            is_dashed: false,
        };
        svg.stroke(&path, stroke);
    }

    /// The space between lines and a height.
    pub(super) fn fill(
        &self,
        svg: &mut SvgWriter,
        runs: &[Vec<Place>],
        to: f64,
        colour: Colour,
        opacity: f64,
    ) {
        let mut path = SvgPath::default();
        for run in runs {
            let (Some(first), Some(last)) = (run.first(), run.last()) else {
                continue;
            };
            path.lift();
            path.to(self.x(first.0), self.y(to));
            for (at, height) in run {
                path.to(self.x(*at), self.y(*height));
            }
            path.to(self.x(last.0), self.y(to));
            path.close();
        }
        svg.fill(&path, colour, opacity);
    }
}
