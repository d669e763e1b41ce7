//! A row an agent with stacked lengths, longest first.

use super::{
    chart::{RankingChart, RankingRow},
    palette::{FIGURE, LABEL, MUTED, NOTE, TEXT, TRACK, series},
    scale::{known, length, stretch},
    svg::{RoundedCorners, SvgRect, SvgWriter, TextAnchor},
    text::{TextRun, TextStyle, widest},
};

const FOOT: f64 = 28.0;
const HIGHEST_ROW: f64 = 56.0;
/// How much of a row's height its bar takes.
const FILLED: f64 = 0.6;
const BETWEEN: f64 = 16.0;
const WIDEST_NAME: f64 = 250.0;
const WIDEST_TOLD: f64 = 150.0;
/// How many parts a row has at most.
const MOST_PARTS: usize = 8;
/// Between two parts of a row.
const GAP: f64 = 2.0;

pub(super) fn draw(svg: &mut SvgWriter, area: SvgRect, ranking: &RankingChart) -> Option<()> {
    let count = ranking.rows.len().min(RankingChart::MOST_ROWS);
    let rows = ranking.rows.get(..count).filter(|rows| !rows.is_empty())?;
    let mark = ranking
        .mark
        .as_ref()
        .and_then(|mark| Some((known(mark.value)?, mark.told.as_str())));
    let rest = rest(ranking);
    let has_foot = mark.is_some() || !rest.is_empty();
    let room = area.height() - if has_foot { FOOT } else { 0.0 };
    let pitch = (room / length(count)).min(HIGHEST_ROW);
    let top = area.top + (room - pitch * length(count)) / 2.0;
    let bottom = top + pitch * length(count);

    let names: Vec<_> = rows
        .iter()
        .map(|row| TextRun::fit(&row.label, sized(LABEL, pitch), WIDEST_NAME))
        .collect();
    let told: Vec<_> = rows.iter().map(|row| told(row, pitch)).collect();
    let lengths: Vec<_> = rows.iter().map(whole).collect();
    let bars = SvgRect {
        left: area.left + widest(&names) + BETWEEN,
        top,
        right: area.right - widest(&told) - BETWEEN,
        bottom,
    };
    let most = lengths.iter().flatten().copied().fold(0.0, f64::max);
    let most = mark.map_or(most, |(mark, _)| most.max(mark));

    for (index, row) in rows.iter().enumerate() {
        let middle = top + (length(index) + 0.5) * pitch;
        if let (Some(name), Some(told)) = (names.get(index), told.get(index)) {
            let line = middle + name.style.drop();
            svg.text(name, area.left, line, TextAnchor::Start);
            svg.text(told, area.right, line, TextAnchor::End);
        }
        let thick = pitch * FILLED;
        let place = SvgRect {
            top: middle - thick / 2.0,
            bottom: middle + thick / 2.0,
            ..bars
        };
        stack(svg, place, row, most);
    }
    let foot = SvgRect {
        top: bottom,
        bottom: bottom + 22.0,
        ..area
    };
    let mark = mark.map(|(mark, told)| {
        let x = bars.left + if most > 0.0 { mark / most } else { 0.0 } * bars.width();
        (x, told)
    });
    write_foot(svg, foot, bars, mark, &rest);
    Some(())
}

/// Letters a little smaller where rows are close.
fn sized(style: TextStyle, pitch: f64) -> TextStyle {
    if pitch < 26.0 {
        style.sized(18.0)
    } else {
        style.sized(20.0)
    }
}

fn told(row: &RankingRow, pitch: f64) -> TextRun {
    let style = sized(FIGURE, pitch);
    let style = match whole(row) {
        Some(_) => style,
        None => style.in_colour(MUTED),
    };
    let told = if row.told.trim().is_empty() {
        "–"
    } else {
        &row.told
    };
    TextRun::fit(told, style, WIDEST_TOLD)
}

/// The sum of a row's parts that are known; `None` where none is.
fn whole(row: &RankingRow) -> Option<f64> {
    let parts = row.parts.iter().take(MOST_PARTS).copied();
    parts.filter_map(known).reduce(|sum, part| sum + part)
}

/// How many rows had no room, and what the chart says of those it left out itself.
fn rest(ranking: &RankingChart) -> String {
    let more = ranking.rows.len().saturating_sub(RankingChart::MOST_ROWS);
    match (more, ranking.rest.trim()) {
        (0, rest) => rest.to_owned(),
        (more, "") => format!("+{more}"),
        (more, rest) => format!("+{more} · {rest}"),
    }
}

fn stack(svg: &mut SvgWriter, place: SvgRect, row: &RankingRow, most: f64) {
    if whole(row).is_some() {
        svg.bar(place, RoundedCorners::Right, 5.0, TRACK);
    }
    let parts: Vec<_> = row
        .parts
        .iter()
        .take(MOST_PARTS)
        .enumerate()
        .filter_map(|(index, part)| Some((index, known(*part)?)))
        .filter(|(_, part)| *part > 0.0)
        .collect();
    let mut left = place.left;
    for (number, (index, part)) in parts.iter().enumerate() {
        let right = (left + stretch(*part, most, place.width())).min(place.right);
        let is_last = number + 1 == parts.len();
        let bar = SvgRect {
            left,
            right: if is_last { right } else { right - GAP },
            ..place
        };
        let radius = if is_last { 5.0 } else { 0.0 };
        svg.bar(bar, RoundedCorners::Right, radius, series(*index));
        left = right;
    }
}

/// The line of the mark, its name below it, and the rest on the side that it leaves free.
fn write_foot(
    svg: &mut SvgWriter,
    foot: SvgRect,
    bars: SvgRect,
    mark: Option<(f64, &str)>,
    rest: &str,
) {
    let Some((x, told)) = mark else {
        let rest = TextRun::fit(rest, NOTE, foot.width());
        svg.text(&rest, foot.left, foot.bottom, TextAnchor::Start);
        return;
    };
    svg.mark((x, bars.top), (x, foot.top + 4.0));
    let told = TextRun::fit(told, NOTE.in_colour(TEXT), 320.0);
    let half = told.width / 2.0;
    let middle = x.max(foot.left + half).min(foot.right - half);
    svg.text(&told, middle, foot.bottom, TextAnchor::Middle);

    let before = middle - half - BETWEEN - foot.left;
    let after = foot.right - middle - half - BETWEEN;
    if before > after {
        let rest = TextRun::fit(rest, NOTE, before);
        svg.text(&rest, foot.left, foot.bottom, TextAnchor::Start);
    } else {
        let rest = TextRun::fit(rest, NOTE, after);
        svg.text(&rest, foot.right, foot.bottom, TextAnchor::End);
    }
}

impl RankingChart {
    /// How many rows have room in a picture; more are counted, but not drawn.
    pub const MOST_ROWS: usize = 10;
}
