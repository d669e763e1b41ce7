//! Charts of rows. The levels have a row for each channel, with two shares in two columns: one
//! that should be high, with the goal through its column, and one that should be low. The
//! ranking has a row for each agent with stacked lengths, longest first.

use super::{
    chart::{ChartValue, LevelRow, LevelsChart, RankingChart, RankingRow},
    scale::{as_length, bar_length, drawable},
    svg::{RoundedCorners, SvgRect, SvgWriter, TextAnchor},
    text::{
        CRITICAL, Colour, FIGURE, GOOD, LABEL, NAME, NEUTRAL, NOTE, TEXT, TRACK, TextRun,
        TextStyle, WARNING, series_colour, widest_text,
    },
};

const WHOLE: f64 = 100.0;
const HEADING: f64 = 30.0;
const GOAL: f64 = 26.0;
/// The space between the names and the first column, and between the columns.
const LEVEL_GAP: f64 = 30.0;
const BESIDE: f64 = 12.0;
const WIDEST_CHANNEL: f64 = 230.0;
const WIDEST_FIGURE: f64 = 110.0;
const HIGHEST_LEVEL: f64 = 72.0;
/// A row of this height or more has two lines of text.
const TWO_LINES: f64 = 48.0;

/// The names of the rows and their notes, left of the bars. A note is on a second line, on the
/// same line, or left out where it has no room.
struct LevelNames {
    first: Vec<TextRun>,
    notes: Vec<TextRun>,
    are_two: bool,
}

/// A column of bars, and their figures right of them.
struct LevelColumn {
    left: f64,
    right: f64,
    figures: f64,
}

pub(super) fn draw_levels(svg: &mut SvgWriter, area: SvgRect, levels: &LevelsChart) -> Option<()> {
    let count = levels.rows.len().min(LevelsChart::MOST_ROWS);
    let rows = levels.rows.get(..count).filter(|rows| !rows.is_empty())?;
    let goal = levels.goal.as_ref().and_then(|goal| {
        Some((
            drawable(goal.value)?.min(WHOLE),
            TextRun::fit(&goal.text, NOTE, 260.0),
        ))
    });
    let foot = if goal.is_some() { GOAL } else { 0.0 };
    let room = area.height() - HEADING - foot;
    let pitch = (room / as_length(count)).min(HIGHEST_LEVEL);
    let top = area.top + HEADING + (room - pitch * as_length(count)) / 2.0;
    let bottom = top + pitch * as_length(count);

    let names = LevelNames::of(rows, pitch);
    let left = area.left + names.width() + LEVEL_GAP;
    let (good, bad) = level_columns(left, area.right, rows, pitch);

    for (column, series) in [(&good, &levels.good), (&bad, &levels.bad)] {
        let heading = TextRun::fit(series, LABEL, column.figures - column.left);
        svg.text(&heading, column.left, top - 10.0, TextAnchor::Start);
    }
    for (index, row) in rows.iter().enumerate() {
        let middle = top + (as_length(index) + 0.5) * pitch;
        names.draw(svg, area.left, middle, index);
        let reached = level_colour(&row.good, goal.as_ref().map(|(goal, _)| *goal));
        good.draw(svg, middle, pitch, &row.good, reached);
        bad.draw(svg, middle, pitch, &row.bad, CRITICAL);
    }
    if let Some((goal, text)) = goal {
        let x = good.left + goal / WHOLE * (good.right - good.left);
        svg.mark((x, top), (x, bottom));
        let half = text.width / 2.0;
        let x = x.max(area.left + half).min(area.right - half);
        svg.text(&text, x, bottom + 20.0, TextAnchor::Middle);
    }
    Some(())
}

/// Returns the colour of a share that should be high.
fn level_colour(value: &ChartValue, goal: Option<f64>) -> Colour {
    match (drawable(value.value), goal) {
        (Some(value), Some(goal)) if value >= goal => GOOD,
        (Some(_), Some(_)) => WARNING,
        _ => NEUTRAL,
    }
}

impl LevelNames {
    fn of(rows: &[LevelRow], pitch: f64) -> Self {
        let are_two = pitch >= TWO_LINES;
        let style = sized_for_row(NAME, pitch);
        let of_name = |row: &LevelRow| TextRun::fit(&row.label, style, WIDEST_CHANNEL);
        let of_note = |row: &LevelRow| TextRun::fit(&row.note, NOTE, WIDEST_CHANNEL);
        let mut names = Self {
            first: rows.iter().map(of_name).collect(),
            notes: rows.iter().map(of_note).collect(),
            are_two,
        };
        if names.width() > WIDEST_CHANNEL {
            names.notes.clear();
        }
        names
    }

    fn width(&self) -> f64 {
        let (name, note) = (widest_text(&self.first), widest_text(&self.notes));
        if self.are_two {
            name.max(note)
        } else if note > 0.0 {
            name + BESIDE + note
        } else {
            name
        }
    }

    fn draw(&self, svg: &mut SvgWriter, left: f64, middle: f64, index: usize) {
        let Some(name) = self.first.get(index) else {
            return;
        };
        let note = self.notes.get(index).filter(|note| !note.is_empty());
        match note {
            Some(note) if self.are_two => {
                svg.text(name, left, middle - 4.0, TextAnchor::Start);
                svg.text(note, left, middle + 19.0, TextAnchor::Start);
            }
            note => {
                let line = middle + name.style.drop();
                svg.text(name, left, line, TextAnchor::Start);
                if let Some(note) = note {
                    let left = left + widest_text(&self.first) + BESIDE;
                    svg.text(note, left, line, TextAnchor::Start);
                }
            }
        }
    }
}

fn sized_for_row(style: TextStyle, pitch: f64) -> TextStyle {
    style.sized(if pitch < 26.0 { 18.0 } else { style.size })
}

fn level_columns(
    left: f64,
    right: f64,
    rows: &[LevelRow],
    pitch: f64,
) -> (LevelColumn, LevelColumn) {
    let width = (right - left - LEVEL_GAP) / 2.0;
    let column = |left: f64, text: Vec<TextRun>| LevelColumn {
        left,
        right: left + width - widest_text(&text) - BESIDE,
        figures: left + width,
    };
    let good = rows
        .iter()
        .map(|row| level_figure(&row.good, pitch))
        .collect();
    let bad = rows
        .iter()
        .map(|row| level_figure(&row.bad, pitch))
        .collect();
    (column(left, good), column(left + width + LEVEL_GAP, bad))
}

fn level_figure(value: &ChartValue, pitch: f64) -> TextRun {
    let style = sized_for_row(FIGURE.sized(22.0), pitch);
    value.text_run(style, WIDEST_FIGURE)
}

impl LevelColumn {
    fn draw(
        &self,
        svg: &mut SvgWriter,
        middle: f64,
        pitch: f64,
        value: &ChartValue,
        colour: Colour,
    ) {
        let thick = (pitch * 0.4).clamp(10.0, 26.0);
        let track = SvgRect {
            left: self.left,
            top: middle - thick / 2.0,
            right: self.right,
            bottom: middle + thick / 2.0,
        };
        if let Some(share) = drawable(value.value) {
            svg.bar(track, RoundedCorners::Right, 6.0, TRACK);
            let long = bar_length(share.min(WHOLE), WHOLE, track.width());
            let bar = SvgRect {
                right: track.left + long,
                ..track
            };
            svg.bar(bar, RoundedCorners::Right, 6.0, colour);
        }
        let figure = level_figure(value, pitch);
        let line = middle + figure.style.drop();
        svg.text(&figure, self.figures, line, TextAnchor::End);
    }
}

impl LevelsChart {
    /// The rows that have room in a picture; more are not drawn.
    pub const MOST_ROWS: usize = 10;
}

const FOOT: f64 = 28.0;
const HIGHEST_ROW: f64 = 56.0;
/// The share of a row's height that its bar takes.
const FILLED: f64 = 0.6;
const RANKING_GAP: f64 = 16.0;
const WIDEST_AGENT: f64 = 250.0;
const WIDEST_LENGTH: f64 = 150.0;
const MOST_PARTS: usize = 8;
const GAP: f64 = 2.0;

pub(super) fn draw_ranking(
    svg: &mut SvgWriter,
    area: SvgRect,
    ranking: &RankingChart,
) -> Option<()> {
    let count = ranking.rows.len().min(RankingChart::MOST_ROWS);
    let rows = ranking.rows.get(..count).filter(|rows| !rows.is_empty())?;
    let mark = ranking
        .mark
        .as_ref()
        .and_then(|mark| Some((drawable(mark.value)?, mark.text.as_str())));
    let rest = rest_text(ranking);
    let has_foot = mark.is_some() || !rest.is_empty();
    let room = area.height() - if has_foot { FOOT } else { 0.0 };
    let pitch = (room / as_length(count)).min(HIGHEST_ROW);
    let top = area.top + (room - pitch * as_length(count)) / 2.0;
    let bottom = top + pitch * as_length(count);

    let names: Vec<_> = rows
        .iter()
        .map(|row| TextRun::fit(&row.label, name_style(LABEL, pitch), WIDEST_AGENT))
        .collect();
    let text: Vec<_> = rows.iter().map(|row| ranking_figure(row, pitch)).collect();
    let lengths: Vec<_> = rows.iter().map(whole_length).collect();
    let bars = SvgRect {
        left: area.left + widest_text(&names) + RANKING_GAP,
        top,
        right: area.right - widest_text(&text) - RANKING_GAP,
        bottom,
    };
    let most = lengths.iter().flatten().copied().fold(0.0, f64::max);
    let most = mark.map_or(most, |(mark, _)| most.max(mark));

    for (index, row) in rows.iter().enumerate() {
        let middle = top + (as_length(index) + 0.5) * pitch;
        if let (Some(name), Some(text)) = (names.get(index), text.get(index)) {
            let line = middle + name.style.drop();
            svg.text(name, area.left, line, TextAnchor::Start);
            svg.text(text, area.right, line, TextAnchor::End);
        }
        let thick = pitch * FILLED;
        let place = SvgRect {
            top: middle - thick / 2.0,
            bottom: middle + thick / 2.0,
            ..bars
        };
        draw_stack(svg, place, row, most);
    }
    let foot = SvgRect {
        top: bottom,
        bottom: bottom + 22.0,
        ..area
    };
    let mark = mark.map(|(mark, text)| {
        let x = bars.left + if most > 0.0 { mark / most } else { 0.0 } * bars.width();
        (x, text)
    });
    draw_foot(svg, foot, bars, mark, &rest);
    Some(())
}

fn name_style(style: TextStyle, pitch: f64) -> TextStyle {
    if pitch < 26.0 {
        style.sized(18.0)
    } else {
        style.sized(20.0)
    }
}

fn ranking_figure(row: &RankingRow, pitch: f64) -> TextRun {
    let value = ChartValue {
        value: whole_length(row),
        text: row.text.clone(),
    };
    value.text_run(name_style(FIGURE, pitch), WIDEST_LENGTH)
}

/// Returns the sum of a row's known parts, or `None` where none is known.
fn whole_length(row: &RankingRow) -> Option<f64> {
    let parts = row.parts.iter().take(MOST_PARTS).copied();
    parts.filter_map(drawable).reduce(|sum, part| sum + part)
}

/// Writes the number of rows that had no room, and the text of the chart about others.
fn rest_text(ranking: &RankingChart) -> String {
    let more = ranking.rows.len().saturating_sub(RankingChart::MOST_ROWS);
    match (more, ranking.rest.trim()) {
        (0, rest) => rest.to_owned(),
        (more, "") => format!("+{more}"),
        (more, rest) => format!("+{more} · {rest}"),
    }
}

fn draw_stack(svg: &mut SvgWriter, place: SvgRect, row: &RankingRow, most: f64) {
    if whole_length(row).is_some() {
        svg.bar(place, RoundedCorners::Right, 5.0, TRACK);
    }
    let parts: Vec<_> = row
        .parts
        .iter()
        .take(MOST_PARTS)
        .enumerate()
        .filter_map(|(index, part)| Some((index, drawable(*part)?)))
        .filter(|(_, part)| *part > 0.0)
        .collect();
    let mut left = place.left;
    for (number, (index, part)) in parts.iter().enumerate() {
        let right = (left + bar_length(*part, most, place.width())).min(place.right);
        let is_last = number + 1 == parts.len();
        let bar = SvgRect {
            left,
            right: if is_last { right } else { right - GAP },
            ..place
        };
        let radius = if is_last { 5.0 } else { 0.0 };
        svg.bar(bar, RoundedCorners::Right, radius, series_colour(*index));
        left = right;
    }
}

/// Draws the line of the mark, its name below it, and the rest on the side that is free.
fn draw_foot(
    svg: &mut SvgWriter,
    foot: SvgRect,
    bars: SvgRect,
    mark: Option<(f64, &str)>,
    rest: &str,
) {
    let Some((x, text)) = mark else {
        let rest = TextRun::fit(rest, NOTE, foot.width());
        svg.text(&rest, foot.left, foot.bottom, TextAnchor::Start);
        return;
    };
    svg.mark((x, bars.top), (x, foot.top + 4.0));
    let text = TextRun::fit(text, NOTE.in_colour(TEXT), 320.0);
    let half = text.width / 2.0;
    let middle = x.max(foot.left + half).min(foot.right - half);
    svg.text(&text, middle, foot.bottom, TextAnchor::Middle);

    let before = middle - half - RANKING_GAP - foot.left;
    let after = foot.right - middle - half - RANKING_GAP;
    if before > after {
        let rest = TextRun::fit(rest, NOTE, before);
        svg.text(&rest, foot.left, foot.bottom, TextAnchor::Start);
    } else {
        let rest = TextRun::fit(rest, NOTE, after);
        svg.text(&rest, foot.right, foot.bottom, TextAnchor::End);
    }
}

impl RankingChart {
    /// The rows that have room in a picture; more are counted, but not drawn.
    pub const MOST_ROWS: usize = 10;
}
