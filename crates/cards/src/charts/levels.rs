//! A row a channel, with two shares in two columns: what should be high, and what should
//! be low. The goal goes through the first column.

use super::{
    chart::{ChartValue, LevelRow, LevelsChart},
    palette::{CRITICAL, Colour, FIGURE, GOOD, LABEL, MUTED, NAME, NEUTRAL, NOTE, TRACK, WARNING},
    scale::{known, length, stretch},
    svg::{RoundedCorners, SvgRect, SvgWriter, TextAnchor},
    text::{TextRun, TextStyle, widest},
};

/// The whole of a share.
const WHOLE: f64 = 100.0;
const HEADING: f64 = 30.0;
const GOAL: f64 = 26.0;
/// Between the names and the first column, and between the columns.
const BETWEEN: f64 = 30.0;
/// Between a bar and its figure.
const BESIDE: f64 = 12.0;
const WIDEST_NAME: f64 = 230.0;
const WIDEST_FIGURE: f64 = 110.0;
const HIGHEST_ROW: f64 = 72.0;
/// From this height on, a row has two lines of text.
const TWO_LINES: f64 = 48.0;

/// What stands left of the bars: what the rows are, and what is said besides; on a second
/// line, on the same, or not at all where it has no room.
struct LevelNames {
    first: Vec<TextRun>,
    notes: Vec<TextRun>,
    are_two: bool,
}

/// A column of bars: where they are, and their figures right of them.
struct LevelColumn {
    left: f64,
    right: f64,
    figures: f64,
}

pub(super) fn draw(svg: &mut SvgWriter, area: SvgRect, levels: &LevelsChart) -> Option<()> {
    let count = levels.rows.len().min(LevelsChart::MOST_ROWS);
    let rows = levels.rows.get(..count).filter(|rows| !rows.is_empty())?;
    let goal = levels.goal.as_ref().and_then(|goal| {
        Some((
            known(goal.value)?.min(WHOLE),
            TextRun::fit(&goal.told, NOTE, 260.0),
        ))
    });
    let foot = if goal.is_some() { GOAL } else { 0.0 };
    let room = area.height() - HEADING - foot;
    let pitch = (room / length(count)).min(HIGHEST_ROW);
    let top = area.top + HEADING + (room - pitch * length(count)) / 2.0;
    let bottom = top + pitch * length(count);

    let names = LevelNames::of(rows, pitch);
    let left = area.left + names.width() + BETWEEN;
    let (good, bad) = columns(left, area.right, rows, pitch);

    for (column, series) in [(&good, &levels.good), (&bad, &levels.bad)] {
        let heading = TextRun::fit(&series.name, LABEL, column.figures - column.left);
        svg.text(&heading, column.left, top - 10.0, TextAnchor::Start);
    }
    for (index, row) in rows.iter().enumerate() {
        let middle = top + (length(index) + 0.5) * pitch;
        names.draw(svg, area.left, middle, index);
        let reached = reached(&row.good, goal.as_ref().map(|(goal, _)| *goal));
        good.draw(svg, middle, pitch, &row.good, reached);
        bad.draw(svg, middle, pitch, &row.bad, CRITICAL);
    }
    if let Some((goal, told)) = goal {
        let x = good.left + goal / WHOLE * (good.right - good.left);
        svg.mark((x, top), (x, bottom));
        let half = told.width / 2.0;
        let x = x.max(area.left + half).min(area.right - half);
        svg.text(&told, x, bottom + 20.0, TextAnchor::Middle);
    }
    Some(())
}

/// The colour of a share that should be high.
fn reached(value: &ChartValue, goal: Option<f64>) -> Colour {
    match (known(value.value), goal) {
        (Some(value), Some(goal)) if value >= goal => GOOD,
        (Some(_), Some(_)) => WARNING,
        _ => NEUTRAL,
    }
}

impl LevelNames {
    fn of(rows: &[LevelRow], pitch: f64) -> Self {
        let are_two = pitch >= TWO_LINES;
        let style = sized(NAME, pitch);
        let of_name = |row: &LevelRow| TextRun::fit(&row.label, style, WIDEST_NAME);
        let of_note = |row: &LevelRow| TextRun::fit(&row.note, NOTE, WIDEST_NAME);
        let mut names = Self {
            first: rows.iter().map(of_name).collect(),
            notes: rows.iter().map(of_note).collect(),
            are_two,
        };
        if names.width() > WIDEST_NAME {
            names.notes.clear();
        }
        names
    }

    fn width(&self) -> f64 {
        let (name, note) = (widest(&self.first), widest(&self.notes));
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
                    let left = left + widest(&self.first) + BESIDE;
                    svg.text(note, left, line, TextAnchor::Start);
                }
            }
        }
    }
}

/// Letters that have room in their row.
fn sized(style: TextStyle, pitch: f64) -> TextStyle {
    style.sized(if pitch < 26.0 { 18.0 } else { style.size })
}

fn columns(left: f64, right: f64, rows: &[LevelRow], pitch: f64) -> (LevelColumn, LevelColumn) {
    let width = (right - left - BETWEEN) / 2.0;
    let column = |left: f64, told: Vec<TextRun>| LevelColumn {
        left,
        right: left + width - widest(&told) - BESIDE,
        figures: left + width,
    };
    let good = rows.iter().map(|row| figure(&row.good, pitch)).collect();
    let bad = rows.iter().map(|row| figure(&row.bad, pitch)).collect();
    (column(left, good), column(left + width + BETWEEN, bad))
}

fn figure(value: &ChartValue, pitch: f64) -> TextRun {
    let style = sized(FIGURE.sized(22.0), pitch);
    let style = match known(value.value) {
        Some(_) => style,
        None => style.in_colour(MUTED),
    };
    TextRun::fit(value.told(), style, WIDEST_FIGURE)
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
        if let Some(share) = known(value.value) {
            svg.bar(track, RoundedCorners::Right, 6.0, TRACK);
            let long = stretch(share.min(WHOLE), WHOLE, track.width());
            let bar = SvgRect {
                right: track.left + long,
                ..track
            };
            svg.bar(bar, RoundedCorners::Right, 6.0, colour);
        }
        let figure = figure(value, pitch);
        let line = middle + figure.style.drop();
        svg.text(&figure, self.figures, line, TextAnchor::End);
    }
}

impl LevelsChart {
    /// How many rows have room in a picture; more are not drawn.
    pub const MOST_ROWS: usize = 10;
}
