//! A line over time against its limits. What is past a limit is shaded and takes its
//! colour; a gap in what is known breaks the line.

use super::{
    chart::{Limit, Point, Side, Trend},
    frame::nothing,
    palette::{AXIS, CRITICAL, Colour, GRID, HEADLINE, NEUTRAL, NOTE, WARNING},
    past::{Place, pieces},
    svg::{Anchor, Area, Path, Stroke, Svg},
    text::Text,
    thin::thin,
};

/// More limits than that are not told apart.
const MOST_LIMITS: usize = 3;
/// More marks than that have no room.
const MOST_MARKS: usize = 60;
const WIDEST_MARK: f64 = 110.0;
const WIDEST_LIMIT: f64 = 170.0;
/// Between the plot and what stands beside it.
const BESIDE: f64 = 12.0;
const TIMES: f64 = 30.0;
const LINE: f64 = 4.0;
const DOT: f64 = 8.0;
/// How strong the space between a line and the limit that it is past is.
const SHADE: f64 = 0.24;
/// How strong the space below a line is.
const UNDER: f64 = 0.14;

/// The plot's place, and what its edges stand for.
struct Ground {
    area: Area,
    times: (f64, f64),
    heights: (f64, f64),
}

/// A text right of the plot, and how high it wants to stand.
struct Aside {
    text: Text,
    y: f64,
}

pub(super) fn draw(svg: &mut Svg, area: Area, trend: &Trend) -> Option<()> {
    let runs = runs(trend);
    let marks: Vec<_> = trend
        .heights
        .iter()
        .filter_map(|mark| {
            let height = mark.value.filter(|height| height.is_finite())?;
            Some((height, Text::fit(&mark.told, NOTE, WIDEST_MARK)))
        })
        .take(MOST_MARKS)
        .collect();
    let limits: Vec<_> = trend
        .limits
        .iter()
        .filter_map(|limit| Some((limit.value.value?, limit)))
        .filter(|(height, _)| height.is_finite())
        .take(MOST_LIMITS)
        .collect();
    let heights = ends(&marks, &runs, &limits)?;
    let last = last(trend, &runs, &limits);

    let names = limits.iter().map(|(_, limit)| name(limit));
    let right = names.map(|name| name.width).fold(0.0, f64::max);
    let right = right.max(last.as_ref().map_or(0.0, |(text, _)| text.width));
    let left = marks.iter().map(|(_, told)| told.width).fold(0.0, f64::max);
    let ground = Ground {
        area: Area {
            left: area.left + left + if left > 0.0 { BESIDE } else { 0.0 },
            top: area.top + 10.0,
            right: area.right - right - if right > 0.0 { BESIDE + DOT } else { 0.0 },
            bottom: area.bottom - TIMES,
        },
        times: (seconds(trend.range.0), seconds(trend.range.1)),
        heights,
    };
    ground.grid(svg, &marks);
    ground.times(svg, trend);
    if runs.is_empty() {
        nothing(svg, ground.area);
    }
    ground.draw_runs(svg, &runs, &limits);
    ground.asides(svg, &limits, last);
    Some(())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "times of this age of the world are exact in a float"
)]
fn seconds(at: i64) -> f64 {
    at as f64
}

/// The points that are known and in range, broken where there is a gap.
fn runs(trend: &Trend) -> Vec<Vec<Place>> {
    let mut points = trend.points.clone();
    points.sort_by_key(|point| point.at);
    let mut runs: Vec<Vec<Place>> = Vec::new();
    let mut before: Option<i64> = None;
    for Point { at, value } in points {
        if !value.is_finite() {
            before = None;
        } else if (trend.range.0..=trend.range.1).contains(&at) {
            let is_near = before
                .is_some_and(|before| at.saturating_sub(before) <= trend.longest_step);
            let place = (seconds(at), value);
            match runs.last_mut().filter(|_| is_near) {
                Some(run) => run.push(place),
                None => runs.push(vec![place]),
            }
            before = Some(at);
        }
    }
    let range = (seconds(trend.range.0), seconds(trend.range.1));
    runs.iter().map(|run| thin(run, range)).collect()
}

/// The lowest and the highest that the plot shows: those of its marks, or else of what is
/// drawn in it. `None` where there is nothing at all.
fn ends(
    marks: &[(f64, Text)],
    runs: &[Vec<Place>],
    limits: &[(f64, &Limit)],
) -> Option<(f64, f64)> {
    let of = |heights: &mut dyn Iterator<Item = f64>| {
        let first = heights.next()?;
        Some(heights.fold((first, first), |(low, high), height| {
            (low.min(height), high.max(height))
        }))
    };
    let marked = of(&mut marks.iter().map(|(height, _)| *height));
    if let Some((low, high)) = marked.filter(|(low, high)| low < high) {
        return Some((low, high));
    }
    let points = runs.iter().flatten().map(|(_, height)| *height);
    let limits = limits.iter().map(|(height, _)| *height);
    let (low, high) = of(&mut points.chain(limits))?;
    let room = ((high - low) * 0.1).max(low.abs() * 0.1).max(1.0);
    Some((low - room, high + room))
}

fn colour(limit: &Limit) -> Colour {
    if limit.is_critical { CRITICAL } else { WARNING }
}

fn name(limit: &Limit) -> Text {
    let style = NOTE.in_colour(colour(limit));
    Text::fit(&limit.value.told, style, WIDEST_LIMIT)
}

fn is_past(height: f64, limit: f64, side: Side) -> bool {
    match side {
        Side::Above => height > limit,
        Side::Below => height < limit,
    }
}

/// The last point and its text, in the colour of the worst limit that it is past.
fn last(
    trend: &Trend,
    runs: &[Vec<Place>],
    limits: &[(f64, &Limit)],
) -> Option<(Text, Place)> {
    let place = *runs.last()?.last()?;
    let mut past = limits
        .iter()
        .filter(|(height, limit)| is_past(place.1, *height, limit.side));
    let colour = past.next_back().map_or(NEUTRAL, |(_, limit)| colour(limit));
    let style = HEADLINE.in_colour(colour);
    Some((Text::fit(&trend.last, style, WIDEST_LIMIT), place))
}

impl Ground {
    fn x(&self, at: f64) -> f64 {
        let (from, to) = self.times;
        let part = if to > from {
            (at - from) / (to - from)
        } else {
            0.5
        };
        self.area.left + part.clamp(0.0, 1.0) * self.area.width()
    }

    fn y(&self, height: f64) -> f64 {
        let (low, high) = self.heights;
        // Halves, so that the distance of two very large figures stays finite.
        let part = (height / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0);
        self.area.bottom - part.clamp(0.0, 1.0) * self.area.height()
    }

    fn shows(&self, height: f64) -> bool {
        (self.heights.0..=self.heights.1).contains(&height)
    }

    fn grid(&self, svg: &mut Svg, marks: &[(f64, Text)]) {
        let mut lowest_free = f64::INFINITY;
        for (height, told) in marks {
            let y = self.y(*height);
            let stroke = Stroke {
                colour: GRID,
                width: 1.0,
                is_dashed: false,
            };
            svg.line((self.area.left, y), (self.area.right, y), stroke);
            if y <= lowest_free {
                let left = self.area.left - BESIDE;
                svg.text(told, left, y + NOTE.drop(), Anchor::End);
                lowest_free = y - NOTE.size - 6.0;
            }
        }
        let stroke = Stroke {
            colour: AXIS,
            width: 2.0,
            is_dashed: false,
        };
        let bottom = self.area.bottom;
        svg.line((self.area.left, bottom), (self.area.right, bottom), stroke);
    }

    fn times(&self, svg: &mut Svg, trend: &Trend) {
        let mut free = 8.0;
        for (at, told) in trend.times.iter().take(MOST_MARKS) {
            if !(trend.range.0..=trend.range.1).contains(at) {
                continue;
            }
            let told = Text::fit(told, NOTE, WIDEST_MARK);
            let half = told.width / 2.0;
            let x = self.x(seconds(*at)).min(super::frame::RIGHT - half);
            if x - half >= free {
                svg.text(&told, x, self.area.bottom + 26.0, Anchor::Middle);
                free = x + half + BESIDE;
            }
        }
    }

    fn draw_runs(&self, svg: &mut Svg, runs: &[Vec<Place>], limits: &[(f64, &Limit)]) {
        let past: Vec<_> = limits
            .iter()
            .map(|(height, limit)| {
                let of_run = |run: &Vec<Place>| pieces(run, *height, limit.side);
                (
                    *height,
                    *limit,
                    runs.iter().flat_map(of_run).collect::<Vec<_>>(),
                )
            })
            .collect();
        self.fill(svg, runs, self.heights.0, NEUTRAL, UNDER);
        for (height, limit, pieces) in &past {
            self.fill(svg, pieces, *height, colour(limit), SHADE);
        }
        for (height, limit) in limits.iter().filter(|(height, _)| self.shows(*height)) {
            let y = self.y(*height);
            let stroke = Stroke {
                colour: colour(limit),
                width: 2.0,
                is_dashed: true,
            };
            svg.line((self.area.left, y), (self.area.right, y), stroke);
        }
        self.line(svg, runs, NEUTRAL);
        for (_, limit, pieces) in &past {
            self.line(svg, pieces, colour(limit));
        }
    }

    fn line(&self, svg: &mut Svg, runs: &[Vec<Place>], colour: Colour) {
        let mut path = Path::default();
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
        let stroke = Stroke {
            colour,
            width: LINE,
            is_dashed: false,
        };
        svg.stroke(&path, stroke);
    }

    /// The space between lines and a height.
    fn fill(
        &self,
        svg: &mut Svg,
        runs: &[Vec<Place>],
        to: f64,
        colour: Colour,
        opacity: f64,
    ) {
        let mut path = Path::default();
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

    /// The last point, and right of the plot what it and the limits are called.
    fn asides(&self, svg: &mut Svg, limits: &[(f64, &Limit)], last: Option<(Text, Place)>) {
        let mut asides: Vec<_> = limits
            .iter()
            .filter(|(height, _)| self.shows(*height))
            .map(|(height, limit)| Aside {
                text: name(limit),
                y: self.y(*height),
            })
            .collect();
        if let Some((text, (at, height))) = last {
            let at = (self.x(at), self.y(height));
            svg.dot(at, DOT, text.style.colour);
            let left = at.0 + DOT + BESIDE;
            if left + text.width <= self.area.right {
                let half = text.style.height() / 2.0;
                let (top, bottom) = (self.area.top + half, self.area.bottom - half - 8.0);
                let line = at.1.max(top).min(bottom) + text.style.drop();
                svg.text_over(&text, left, line, Anchor::Start);
            } else {
                asides.push(Aside { text, y: at.1 });
            }
        }
        for aside in apart(asides, self.area) {
            let left = self.area.right + BESIDE + DOT;
            let line = aside.y + aside.text.style.drop();
            svg.text(&aside.text, left, line, Anchor::Start);
        }
    }
}

/// Moves texts that would stand on each other up or down, as little as need be.
fn apart(mut asides: Vec<Aside>, area: Area) -> Vec<Aside> {
    asides.retain(|aside| !aside.text.is_empty());
    asides.sort_by(|a, b| a.y.total_cmp(&b.y));
    let half = |aside: &Aside| aside.text.style.size * 0.6;
    let mut free = area.top - 18.0;
    for aside in &mut asides {
        aside.y = aside.y.max(free + half(aside));
        free = aside.y + half(aside);
    }
    let mut free = area.bottom + 10.0;
    for aside in asides.iter_mut().rev() {
        aside.y = aside.y.min(free - half(aside));
        free = aside.y - half(aside);
    }
    asides
}
