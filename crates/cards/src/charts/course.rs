//! A figure over time. Its limits and its last value are the scale, so that it needs no axis.

use super::{
    chart::{CourseChart, CourseEnd, CoursePoint, LimitLine},
    layout::{
        BESIDE, SideLabel, draw_side_labels, draw_three_labels, drawable, largest, plot_right,
    },
    svg::{LEFT, StrokeStyle, SvgPath, SvgRect, SvgWriter, TextAnchor},
    text::{AXIS, FIGURE, HEADLINE, LIMIT, LIMIT_NAME, LINE, TextRun, stripe_colour},
};

pub(super) const HEIGHT: u32 = 330;

const TOP: f64 = 38.0;
const BOTTOM: f64 = 268.0;
const LABEL_LINE: f64 = 314.0;
/// Hatched ground and limits reach so far beyond the plot.
const BEYOND: f64 = 14.0;
const MARK: f64 = 19.0;
/// The space between the peak and its text.
const PEAK_SPACE: f64 = 20.0;
const BELOW_PEAK: f64 = 50.0;
/// The highest line leaves so much room above it.
const HEADROOM: f64 = 1.15;
const MOST_LIMITS: usize = 2;
const DASHES: [&str; MOST_LIMITS] = [r#" stroke-dasharray="14 9""#, r#" stroke-dasharray="3 8""#];

/// A place of a line: time and height, in figures.
type Place = (f64, f64);

/// The place of the plot, and the scale of its edges.
struct PlotArea {
    right: f64,
    times: (f64, f64),
    most: f64,
}

pub(super) fn draw_course(svg: &mut SvgWriter, course: &CourseChart) -> Option<()> {
    let times = (unix_seconds(course.range.0), unix_seconds(course.range.1));
    let runs = lines_of(course, times);
    let last = *runs.last()?.last()?;
    let limits: Vec<(f64, &LimitLine)> = course
        .limits
        .iter()
        .filter_map(|limit| Some((drawable(limit.value.value)?, limit)))
        .take(MOST_LIMITS)
        .collect();
    let heights = runs.iter().flatten().map(|(_, height)| *height);
    let heights = heights.chain(limits.iter().map(|(height, _)| *height));
    let most = largest(heights.map(Some)) * HEADROOM;
    let mut area = PlotArea {
        right: 0.0,
        times,
        most: if most > 0.0 { most } else { 1.0 },
    };
    let mut labels: Vec<_> = limits
        .iter()
        .map(|(height, limit)| SideLabel::beside(&limit.value.text, LIMIT_NAME, area.y(*height)))
        .collect();
    labels.push(match &course.end {
        CourseEnd::Figure(text, _) => SideLabel::beside(text, HEADLINE, area.y(last.1)),
        CourseEnd::NoData(text) => SideLabel::beside(text, FIGURE, TOP + BEYOND),
    });
    area.right = plot_right(labels.iter().map(|label| &label.text));

    if let Some(spell) = course.spell {
        area.spell(svg, spell.range, stripe_colour(spell.state));
    }
    let axis = StrokeStyle::solid(AXIS, 3.0);
    svg.line((LEFT, BOTTOM), (area.right + 8.0, BOTTOM), axis);
    for ((height, limit), dashes) in limits.iter().zip(DASHES) {
        area.limit(svg, *height, limit.from, dashes);
    }
    area.line(svg, &runs);
    if let Some((point, text)) = &course.peak {
        let heights = runs.iter().flatten().map(|(_, height)| *height);
        let lowest = heights.fold(f64::INFINITY, f64::min);
        area.peak(svg, *point, text, lowest);
    }
    if let CourseEnd::Figure(_, state) = course.end {
        svg.mark((area.x(last.0), area.y(last.1)), MARK, state);
    }
    draw_side_labels(svg, labels, area.right + BESIDE, BOTTOM + 8.0);
    let labels: Vec<_> = course
        .times
        .iter()
        .map(|(at, text)| (area.x(unix_seconds(*at)), text.as_str()))
        .collect();
    draw_three_labels(svg, &labels, area.right, LABEL_LINE);
    Some(())
}

/// Returns the pieces of the line, with a gap wherever nothing is known.
fn lines_of(course: &CourseChart, times: (f64, f64)) -> Vec<Vec<Place>> {
    let mut points: Vec<&CoursePoint> = course
        .points
        .iter()
        .filter(|point| (course.range.0..=course.range.1).contains(&point.at))
        .collect();
    points.sort_by_key(|point| point.at);
    let runs = points.chunk_by(|a, b| b.at.saturating_sub(a.at) <= course.longest_step);
    runs.filter_map(|run| {
        let places = run
            .iter()
            .filter_map(|point| Some((unix_seconds(point.at), drawable(Some(point.value))?)));
        let places: Vec<_> = places.collect();
        (!places.is_empty()).then(|| thinned(&places, times))
    })
    .collect()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "times of this age of the world are exact in a float"
)]
fn unix_seconds(at: i64) -> f64 {
    at as f64
}

impl PlotArea {
    fn x(&self, at: f64) -> f64 {
        let (from, to) = self.times;
        let part = if to > from {
            (at - from) / (to - from)
        } else {
            0.5
        };
        LEFT + part.clamp(0.0, 1.0) * (self.right - LEFT)
    }

    fn y(&self, height: f64) -> f64 {
        BOTTOM - (height / self.most).clamp(0.0, 1.0) * (BOTTOM - TOP)
    }

    /// Hatches a stretch of time. One of no length is as thin as can be seen.
    fn spell(&self, svg: &mut SvgWriter, (from, to): (i64, i64), colour: &'static str) {
        let (from, to) = (unix_seconds(from), unix_seconds(to));
        if to < self.times.0 || from > self.times.1 || from > to {
            return;
        }
        let (left, right) = (self.x(from), self.x(to));
        let left = left.min(right - BEYOND).max(LEFT);
        let area = SvgRect {
            left,
            top: TOP - BEYOND,
            right: right.max(left + BEYOND),
            bottom: BOTTOM,
        };
        svg.hatch(area, colour);
    }

    /// Draws a dashed line at a height, from a time on.
    fn limit(&self, svg: &mut SvgWriter, height: f64, from: Option<i64>, dashes: &'static str) {
        let from = from.map_or(self.times.0, unix_seconds);
        if from > self.times.1 {
            return;
        }
        let y = self.y(height);
        let stroke = StrokeStyle {
            dashes,
            ..StrokeStyle::solid(LIMIT, 3.0)
        };
        svg.line((self.x(from), y), (self.right + 8.0, y), stroke);
    }

    fn line(&self, svg: &mut SvgWriter, runs: &[Vec<Place>]) {
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
            dashes: r#" stroke-linejoin="round" stroke-linecap="round""#,
            ..StrokeStyle::solid(LINE, 7.0)
        };
        svg.stroke(&path, stroke);
    }

    /// Draws the peak, with its text below where it is the lowest point, else on the side that has
    /// room.
    fn peak(&self, svg: &mut SvgWriter, point: CoursePoint, text: &str, lowest: f64) {
        let (at, Some(height)) = (unix_seconds(point.at), drawable(Some(point.value))) else {
            return;
        };
        let (x, y) = (self.x(at), self.y(height));
        let (before, after) = (x - PEAK_SPACE - LEFT, self.right + 8.0 - x - PEAK_SPACE);
        let text = TextRun::fit(text, FIGURE, before.max(after));
        let below = y + BELOW_PEAK;
        let (left, line) = if height <= lowest && below < BOTTOM {
            let left = (x - text.width / 2.0).min(self.right - text.width);
            (left.max(LEFT), below)
        } else {
            let beside = if text.width <= after {
                x + PEAK_SPACE
            } else {
                x - PEAK_SPACE - text.width
            };
            // No letter may reach down to the times.
            (beside, (y + 10.0).min(BOTTOM - 4.0))
        };
        svg.ring((x, y), LINE);
        svg.text_over(&text, left, line, TextAnchor::Start);
    }
}

/// So many stretches of time can be distinguished on a plot.
const STRETCHES: f64 = 450.0;

/// Keeps the lowest and the highest point of each stretch of time, so that no peak is lost, and the
/// first and the last point.
fn thinned(run: &[Place], (from, to): (f64, f64)) -> Vec<Place> {
    let stretch = |place: &Place| ((place.0 - from) / (to - from) * STRETCHES).floor();
    let mut thin = Vec::new();
    for points in run.chunk_by(|a, b| stretch(a) <= stretch(b) && stretch(b) <= stretch(a)) {
        let low = points.iter().min_by(|a, b| a.1.total_cmp(&b.1));
        let high = points.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let mut kept: Vec<Place> = [points.first(), low, high, points.last()]
            .into_iter()
            .flatten()
            .copied()
            .collect();
        kept.sort_by(|a, b| a.0.total_cmp(&b.0));
        thin.extend(kept);
    }
    thin.dedup();
    thin
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_points_remain_as_they_are() {
        let run = [(0.0, 1.0), (10.0, 5.0), (20.0, 3.0)];
        assert_eq!(thinned(&run, (0.0, 100.0)), run);
    }

    #[test]
    fn no_peak_is_lost_among_many_points() {
        let mut at = -1.0;
        let mut run: Vec<Place> = std::iter::repeat_with(|| {
            at += 1.0;
            (at, 1.0)
        })
        .take(100_000)
        .collect();
        run[54_321].1 = 99.0;
        run[77_777].1 = -99.0;
        let thin = thinned(&run, (0.0, 100_000.0));
        assert!(thin.len() < 2_000, "{}", thin.len());
        assert!(thin.contains(&(54_321.0, 99.0)));
        assert!(thin.contains(&(77_777.0, -99.0)));
        assert_eq!(thin.first(), run.first());
        assert_eq!(thin.last(), run.last());
    }
}
