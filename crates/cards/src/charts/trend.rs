//! A line over time against its limits. What is past a limit is shaded and takes its
//! colour; a gap in what is known breaks the line.

use super::{
    chart::{LimitLine, LimitSide, TrendChart, TrendPoint},
    frame::nothing,
    ground::{BESIDE, MOST_MARKS, PlotArea, WIDEST_MARK, seconds},
    palette::{CRITICAL, Colour, HEADLINE, MUTED, NEUTRAL, NOTE, WARNING},
    past::{Place, pieces, since},
    svg::{SvgRect, SvgWriter, TextAnchor},
    text::TextRun,
    thin::thin,
};

/// More limits than that are not told apart.
const MOST_LIMITS: usize = 3;
const WIDEST_LIMIT: f64 = 170.0;
const TIMES: f64 = 30.0;
const DOT: f64 = 8.0;
/// How strong the space between a line and the limit that it is past is.
const SHADE: f64 = 0.24;
/// How strong the space below a line is.
const UNDER: f64 = 0.14;

/// A text right of the plot, and how high it wants to stand.
struct TrendMargin {
    text: TextRun,
    y: f64,
}

pub(super) fn draw(svg: &mut SvgWriter, area: SvgRect, trend: &TrendChart) -> Option<()> {
    let runs = runs(trend);
    let marks: Vec<_> = trend
        .heights
        .iter()
        .filter_map(|mark| {
            let height = mark.value.filter(|height| height.is_finite())?;
            Some((height, TextRun::fit(&mark.told, NOTE, WIDEST_MARK)))
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
    let usual = usual(trend);

    let names = limits.iter().map(|(_, limit)| name(limit));
    let right = names.map(|name| name.width).fold(0.0, f64::max);
    let right = right.max(last.as_ref().map_or(0.0, |(text, _)| text.width));
    let right = right.max(usual.as_ref().map_or(0.0, |aside| aside.text.width));
    let left = marks.iter().map(|(_, told)| told.width).fold(0.0, f64::max);
    let ground = PlotArea {
        area: SvgRect {
            left: area.left + left + if left > 0.0 { BESIDE } else { 0.0 },
            top: area.top + 10.0,
            right: area.right - right - if right > 0.0 { BESIDE + DOT } else { 0.0 },
            bottom: area.bottom - TIMES,
        },
        times: (seconds(trend.range.0), seconds(trend.range.1)),
        heights,
    };
    if let Some(spell) = trend.spell {
        let (from, to) = spell.range;
        let colour = gravity(spell.is_critical);
        ground.stretch(svg, (seconds(from), seconds(to)), colour);
    }
    ground.grid(svg, &marks);
    ground.clock(svg, &trend.times);
    if runs.is_empty() {
        nothing(svg, ground.area);
    }
    draw_runs(svg, &ground, trend, (&runs, &limits));
    let usual = usual.filter(|usual| ground.shows(usual.y));
    asides(svg, &ground, &limits, usual, last);
    Some(())
}

/// The points that are known and in range, broken where there is a gap.
fn runs(trend: &TrendChart) -> Vec<Vec<Place>> {
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

fn colour(limit: &LimitLine) -> Colour {
    gravity(limit.is_critical)
}

fn gravity(is_critical: bool) -> Colour {
    if is_critical { CRITICAL } else { WARNING }
}

/// What the usual is called, at its height.
fn usual(trend: &TrendChart) -> Option<TrendMargin> {
    let usual = trend.usual.as_ref()?;
    Some(TrendMargin {
        y: usual.value.value.filter(|height| height.is_finite())?,
        text: TextRun::fit(&usual.value.told, NOTE, WIDEST_LIMIT),
    })
}

fn name(limit: &LimitLine) -> TextRun {
    let style = NOTE.in_colour(colour(limit));
    TextRun::fit(&limit.value.told, style, WIDEST_LIMIT)
}

fn is_past(height: f64, limit: f64, side: LimitSide) -> bool {
    match side {
        LimitSide::Above => height > limit,
        LimitSide::Below => height < limit,
    }
}

/// The last point and its text, in the colour of the worst limit that it is past.
fn last(
    trend: &TrendChart,
    runs: &[Vec<Place>],
    limits: &[(f64, &LimitLine)],
) -> Option<(TextRun, Place)> {
    let place = *runs.last()?.last()?;
    let mut past = limits
        .iter()
        .filter(|(height, limit)| is_past(place.1, *height, limit.side));
    let colour = past.next_back().map_or(NEUTRAL, |(_, limit)| colour(limit));
    let style = HEADLINE.in_colour(colour);
    Some((TextRun::fit(&trend.last, style, WIDEST_LIMIT), place))
}

/// The line, what it is held against, and the space between them where it is past that.
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
                Some(from) => since(run, seconds(from)),
                None => run.clone(),
            });
            let past = known.flat_map(|run| pieces(&run, *height, limit.side));
            (*height, colour(limit), past.collect::<Vec<_>>())
        })
        .collect();
    ground.fill(svg, runs, ground.heights.0, NEUTRAL, UNDER);
    for (height, colour, pieces) in &past {
        ground.fill(svg, pieces, *height, colour, SHADE);
    }
    for (height, limit) in limits {
        ground.level(svg, *height, limit.from, colour(limit));
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

/// The last point, and right of the plot what it, the limits and the usual are called.
fn asides(
    svg: &mut SvgWriter,
    ground: &PlotArea,
    limits: &[(f64, &LimitLine)],
    usual: Option<TrendMargin>,
    last: Option<(TextRun, Place)>,
) {
    let shown = limits.iter().filter(|(height, _)| ground.shows(*height));
    let limits = shown.map(|(height, limit)| TrendMargin {
        text: name(limit),
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
    for aside in apart(asides, ground.area) {
        let left = ground.area.right + BESIDE + DOT;
        let line = aside.y + aside.text.style.drop();
        svg.text(&aside.text, left, line, TextAnchor::Start);
    }
}

/// Moves texts that would stand on each other up or down, as little as need be.
fn apart(mut asides: Vec<TrendMargin>, area: SvgRect) -> Vec<TrendMargin> {
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
