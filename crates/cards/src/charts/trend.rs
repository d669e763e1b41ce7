//! A line over time against its limits. A part that is past a limit is shaded and takes its
//! colour; a gap in the known points breaks the line.

use super::{
    chart::{LimitLine, LimitSide, TrendChart, TrendPoint},
    svg::{RIGHT, StrokeStyle, SvgPath, SvgRect, SvgWriter, TextAnchor},
    text::{AXIS, CRITICAL, Colour, GRID, HEADLINE, MUTED, NEUTRAL, NOTE, TextRun, WARNING},
};

const MOST_LIMITS: usize = 3;
const WIDEST_LIMIT: f64 = 170.0;
const TIMES: f64 = 30.0;
const DOT: f64 = 8.0;
/// The opacity of the space between a line and the limit that it is past.
const SHADE: f64 = 0.24;
/// The opacity of the space below a line.
const UNDER: f64 = 0.14;

/// A text right of the plot, and the height of its line.
struct TrendMargin {
    text: TextRun,
    y: f64,
}

pub(super) fn draw_trend(svg: &mut SvgWriter, area: SvgRect, trend: &TrendChart) -> Option<()> {
    let runs = point_runs(trend);
    let marks: Vec<_> = trend
        .heights
        .iter()
        .filter_map(|mark| {
            let height = mark.value.filter(|height| height.is_finite())?;
            Some((height, TextRun::fit(&mark.text, NOTE, WIDEST_MARK)))
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
    let heights = plot_ends(&marks, &runs, &limits)?;
    let last = last_label(trend, &runs, &limits);
    let usual = usual_label(trend);

    let names = limits.iter().map(|(_, limit)| limit_label(limit));
    let right = names.map(|name| name.width).fold(0.0, f64::max);
    let right = right.max(last.as_ref().map_or(0.0, |(text, _)| text.width));
    let right = right.max(usual.as_ref().map_or(0.0, |aside| aside.text.width));
    let left = marks.iter().map(|(_, text)| text.width).fold(0.0, f64::max);
    let ground = PlotArea {
        area: SvgRect {
            left: area.left + left + if left > 0.0 { BESIDE } else { 0.0 },
            top: area.top + 10.0,
            right: area.right - right - if right > 0.0 { BESIDE + DOT } else { 0.0 },
            bottom: area.bottom - TIMES,
        },
        times: (unix_seconds(trend.range.0), unix_seconds(trend.range.1)),
        heights,
    };
    if let Some(spell) = trend.spell {
        let (from, to) = spell.range;
        let colour = severity_colour(spell.is_critical);
        ground.stretch(svg, (unix_seconds(from), unix_seconds(to)), colour);
    }
    ground.grid(svg, &marks);
    ground.clock(svg, &trend.times);
    if runs.is_empty() {
        svg.nothing(ground.area);
    }
    draw_runs(svg, &ground, trend, (&runs, &limits));
    let usual = usual.filter(|usual| ground.shows(usual.y));
    draw_margin(svg, &ground, &limits, usual, last);
    Some(())
}

/// Returns the known points in range, broken where there is a gap.
fn point_runs(trend: &TrendChart) -> Vec<Vec<Place>> {
    let mut points = trend.points.clone();
    points.sort_by_key(|point| point.at);
    let mut runs: Vec<Vec<Place>> = Vec::new();
    let mut before: Option<i64> = None;
    for TrendPoint { at, value } in points {
        if !value.is_finite() {
            before = None;
        } else if (trend.range.0..=trend.range.1).contains(&at) {
            let is_near =
                before.is_some_and(|before| at.saturating_sub(before) <= trend.longest_step);
            let place = (unix_seconds(at), value);
            match runs.last_mut().filter(|_| is_near) {
                Some(run) => run.push(place),
                None => runs.push(vec![place]),
            }
            before = Some(at);
        }
    }
    let range = (unix_seconds(trend.range.0), unix_seconds(trend.range.1));
    runs.iter().map(|run| thinned(run, range)).collect()
}

/// Returns the lowest and the highest value of the plot: those of its marks, or else of the lines
/// in it; `None` where there are none.
fn plot_ends(
    marks: &[(f64, TextRun)],
    runs: &[Vec<Place>],
    limits: &[(f64, &LimitLine)],
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

fn limit_colour(limit: &LimitLine) -> Colour {
    severity_colour(limit.is_critical)
}

fn severity_colour(is_critical: bool) -> Colour {
    if is_critical { CRITICAL } else { WARNING }
}

fn usual_label(trend: &TrendChart) -> Option<TrendMargin> {
    let usual = trend.usual.as_ref()?;
    Some(TrendMargin {
        y: usual.value.value.filter(|height| height.is_finite())?,
        text: TextRun::fit(&usual.value.text, NOTE, WIDEST_LIMIT),
    })
}

fn limit_label(limit: &LimitLine) -> TextRun {
    let style = NOTE.in_colour(limit_colour(limit));
    TextRun::fit(&limit.value.text, style, WIDEST_LIMIT)
}

fn is_past(height: f64, limit: f64, side: LimitSide) -> bool {
    match side {
        LimitSide::Above => height > limit,
        LimitSide::Below => height < limit,
    }
}

/// Returns the last point and its text, in the colour of the worst limit that it is past.
fn last_label(
    trend: &TrendChart,
    runs: &[Vec<Place>],
    limits: &[(f64, &LimitLine)],
) -> Option<(TextRun, Place)> {
    let place = *runs.last()?.last()?;
    let mut past = limits
        .iter()
        .filter(|(height, limit)| is_past(place.1, *height, limit.side));
    let colour = past
        .next_back()
        .map_or(NEUTRAL, |(_, limit)| limit_colour(limit));
    let style = HEADLINE.in_colour(colour);
    Some((TextRun::fit(&trend.last, style, WIDEST_LIMIT), place))
}

/// Draws the line, its limits, and the space between them where it is past one.
fn draw_runs(
    svg: &mut SvgWriter,
    ground: &PlotArea,
    trend: &TrendChart,
    (runs, limits): (&[Vec<Place>], &[(f64, &LimitLine)]),
) {
    let past: Vec<_> = limits
        .iter()
        .map(|(height, limit)| {
            let known = runs.iter().map(|run| match limit.from {
                Some(from) => line_since(run, unix_seconds(from)),
                None => run.clone(),
            });
            let past = known.flat_map(|run| pieces_past(&run, *height, limit.side));
            (*height, limit_colour(limit), past.collect::<Vec<_>>())
        })
        .collect();
    ground.fill(svg, runs, ground.heights.0, NEUTRAL, UNDER);
    for (height, colour, pieces) in &past {
        ground.fill(svg, pieces, *height, colour, SHADE);
    }
    for (height, limit) in limits {
        ground.level(svg, *height, limit.from, limit_colour(limit));
    }
    if let Some((height, usual)) = trend.usual.as_ref().and_then(|usual| {
        let height = usual.value.value.filter(|height| height.is_finite())?;
        Some((height, usual))
    }) {
        ground.level(svg, height, Some(usual.from), MUTED);
    }
    ground.line(svg, runs, NEUTRAL);
    for (_, colour, pieces) in &past {
        ground.line(svg, pieces, colour);
    }
}

/// Draws the last point, and the texts right of the plot.
fn draw_margin(
    svg: &mut SvgWriter,
    ground: &PlotArea,
    limits: &[(f64, &LimitLine)],
    usual: Option<TrendMargin>,
    last: Option<(TextRun, Place)>,
) {
    let shown = limits.iter().filter(|(height, _)| ground.shows(*height));
    let limits = shown.map(|(height, limit)| TrendMargin {
        text: limit_label(limit),
        y: *height,
    });
    let mut asides: Vec<_> = limits
        .chain(usual)
        .map(|aside| TrendMargin {
            y: ground.y(aside.y),
            ..aside
        })
        .collect();
    if let Some((text, (at, height))) = last {
        let at = (ground.x(at), ground.y(height));
        svg.dot(at, DOT, text.style.colour);
        let left = at.0 + DOT + BESIDE;
        if left + text.width <= ground.area.right {
            let half = text.style.height() / 2.0;
            let (top, bottom) = (ground.area.top + half, ground.area.bottom - half - 8.0);
            let line = at.1.max(top).min(bottom) + text.style.drop();
            svg.text_over(&text, left, line, TextAnchor::Start);
        } else {
            asides.push(TrendMargin { text, y: at.1 });
        }
    }
    for aside in spread_apart(asides, ground.area) {
        let left = ground.area.right + BESIDE + DOT;
        let line = aside.y + aside.text.style.drop();
        svg.text(&aside.text, left, line, TextAnchor::Start);
    }
}

/// Moves texts that would stand on each other up or down, as little as need be.
fn spread_apart(mut asides: Vec<TrendMargin>, area: SvgRect) -> Vec<TrendMargin> {
    asides.retain(|aside| !aside.text.is_empty());
    asides.sort_by(|a, b| a.y.total_cmp(&b.y));
    let half = |aside: &TrendMargin| aside.text.style.size * 0.6;
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

const MOST_MARKS: usize = 60;
const WIDEST_MARK: f64 = 110.0;
const BESIDE: f64 = 12.0;
const LINE: f64 = 4.0;
/// The thickness of the strip above the plot that marks a stretch of time, and its distance.
const STRIP: f64 = 5.0;
const ABOVE: f64 = 4.0;
/// The opacity of the ground below that strip.
const BELOW: f64 = 0.1;

/// The place of the plot, and the scale of its edges.
struct PlotArea {
    area: SvgRect,
    times: (f64, f64),
    heights: (f64, f64),
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

    fn grid(&self, svg: &mut SvgWriter, marks: &[(f64, TextRun)]) {
        let mut lowest_free = f64::INFINITY;
        for (height, text) in marks {
            let y = self.y(*height);
            let stroke = StrokeStyle::solid(GRID, 1.0);
            svg.line((self.area.left, y), (self.area.right, y), stroke);
            if y <= lowest_free {
                let left = self.area.left - BESIDE;
                svg.text(text, left, y + NOTE.drop(), TextAnchor::End);
                lowest_free = y - NOTE.size - 6.0;
            }
        }
        let stroke = StrokeStyle::solid(AXIS, 2.0);
        let bottom = self.area.bottom;
        svg.line((self.area.left, bottom), (self.area.right, bottom), stroke);
    }

    /// Draws as many marks of the time axis as have room.
    fn clock(&self, svg: &mut SvgWriter, times: &[(i64, String)]) {
        let mut free = 8.0;
        for (at, text) in times.iter().take(MOST_MARKS) {
            let at = unix_seconds(*at);
            if !(self.times.0..=self.times.1).contains(&at) {
                continue;
            }
            let text = TextRun::fit(text, NOTE, WIDEST_MARK);
            let half = text.width / 2.0;
            let x = self.x(at).min(RIGHT - half);
            if x - half >= free {
                svg.text(&text, x, self.area.bottom + 26.0, TextAnchor::Middle);
                free = x + half + BESIDE;
            }
        }
    }

    /// Marks a stretch of time by a strip above the plot and the ground below. A stretch outside of
    /// the plot is not drawn, and one of no length is as thin as can be seen.
    fn stretch(&self, svg: &mut SvgWriter, (from, to): (f64, f64), colour: Colour) {
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

    /// Draws a dashed line at a height, from a time on.
    fn level(&self, svg: &mut SvgWriter, height: f64, from: Option<i64>, colour: Colour) {
        let from = from.map_or(self.times.0, unix_seconds);
        if !self.shows(height) || from > self.times.1 {
            return;
        }
        let y = self.y(height);
        let stroke = StrokeStyle::dashed(colour, 2.0);
        svg.line((self.x(from), y), (self.area.right, y), stroke);
    }

    fn line(&self, svg: &mut SvgWriter, runs: &[Vec<Place>], colour: Colour) {
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
        let stroke = StrokeStyle::solid(colour, LINE);
        svg.stroke(&path, stroke);
    }

    /// Fills the space between lines and a height.
    fn fill(
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

/// A place of a line: time and height, in figures or in pixels.
type Place = (f64, f64);

/// Returns the pieces of a line that are past a limit, each from the very place where the line
/// crosses it.
fn pieces_past(line: &[Place], limit: f64, side: LimitSide) -> Vec<Vec<Place>> {
    let over = |height: f64| match side {
        LimitSide::Above => height - limit,
        LimitSide::Below => limit - height,
    };
    let mut pieces = Vec::new();
    let mut piece = Vec::new();
    let mut before: Option<Place> = None;
    for &place in line {
        let is_past = over(place.1) > 0.0;
        if let Some(before) = before
            && (over(before.1) > 0.0) != is_past
        {
            piece.push(limit_crossing(before, place, limit));
        }
        if is_past {
            piece.push(place);
        } else if !piece.is_empty() {
            pieces.push(std::mem::take(&mut piece));
        }
        before = Some(place);
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

/// Returns the part of a line from a time on, beginning at that very time.
fn line_since(line: &[Place], from: f64) -> Vec<Place> {
    let first = line.partition_point(|(at, _)| *at < from);
    let entry = first.checked_sub(1).and_then(|before| {
        let (before, after) = (line.get(before)?, line.get(first)?);
        let part = ((from - before.0) / (after.0 - before.0)).clamp(0.0, 1.0);
        Some((from, before.1 + (after.1 - before.1) * part))
    });
    let rest = line.get(first..).unwrap_or_default();
    entry.into_iter().chain(rest.iter().copied()).collect()
}

fn limit_crossing(from: Place, to: Place, limit: f64) -> Place {
    let part = ((limit - from.1) / (to.1 - from.1)).clamp(0.0, 1.0);
    (from.0 + (to.0 - from.0) * part, limit)
}

/// So many stretches of time can be distinguished on a plot.
const STRETCHES: f64 = 600.0;

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
    fn a_piece_begins_and_ends_where_the_line_crosses() {
        let line = [(0.0, 4.0), (10.0, 6.0), (20.0, 8.0), (30.0, 2.0)];
        let pieces = pieces_past(&line, 5.0, LimitSide::Above);
        assert_eq!(
            pieces,
            [vec![(5.0, 5.0), (10.0, 6.0), (20.0, 8.0), (25.0, 5.0)]]
        );
    }

    #[test]
    fn below_is_the_other_side() {
        let line = [(0.0, 90.0), (10.0, 70.0), (20.0, 90.0), (30.0, 60.0)];
        let pieces = pieces_past(&line, 80.0, LimitSide::Below);
        assert_eq!(pieces.len(), 2);
        assert_eq!(pieces[0], [(5.0, 80.0), (10.0, 70.0), (15.0, 80.0)]);
        assert_eq!(pieces[1].last(), Some(&(30.0, 60.0)));
    }

    #[test]
    fn a_line_is_cut_at_a_time() {
        let line = [(0.0, 4.0), (10.0, 6.0), (20.0, 8.0)];
        assert_eq!(
            line_since(&line, 5.0),
            [(5.0, 5.0), (10.0, 6.0), (20.0, 8.0)]
        );
        assert_eq!(line_since(&line, 10.0)[1..], line[1..]);
        assert_eq!(line_since(&line, -1.0), line);
        assert!(line_since(&line, 21.0).is_empty());
    }

    #[test]
    fn a_line_on_its_limit_is_not_past_it() {
        let line = [(0.0, 5.0), (10.0, 5.0)];
        assert!(pieces_past(&line, 5.0, LimitSide::Above).is_empty());
        assert!(pieces_past(&line, 5.0, LimitSide::Below).is_empty());
    }

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
