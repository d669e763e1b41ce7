//! Rows with a bar each: the name and the figure above, and a tick through all bars.

use super::{
    chart::{BarChart, BarRow, FigureState},
    layout::{as_length, bar_length, drawable, largest},
    svg::{LEFT, RIGHT, StrokeStyle, SvgRect, SvgWriter, TextAnchor},
    text::{BLUE, Colour, FIGURE, LEGEND, LIMIT_NAME, LINE, NAME, TRACK, TextRun, state_colour},
};

const ROW: u32 = 76;
/// The space of the heading above the rows, and the margin where there is none.
const HEADING: u32 = 58;
const ABOVE: u32 = 14;
/// The space of the tick's name below the rows, and the margin where there is none.
const TICK_NAME: u32 = 48;
const BELOW: u32 = 10;
/// The height of a picture without rows.
const EMPTY: u32 = 200;

/// The places within a row: the baseline of its texts, and the top of its bar.
const TEXT_LINE: f64 = 34.0;
const BAR_TOP: f64 = 47.0;
const THICKNESS: f64 = 20.0;
/// A tick reaches so far above and below a bar.
const BEYOND: f64 = 4.0;
/// The room of the figure is at most this part of the row.
const FIGURE_PART: f64 = 0.72;
const APART: f64 = 20.0;
const MARK: f64 = 16.0;

impl BarChart {
    fn drawn_rows(&self) -> &[BarRow] {
        let count = self.rows.len().min(Self::MOST_ROWS);
        self.rows.get(..count).unwrap_or_default()
    }

    fn top(&self) -> u32 {
        if self.heading.trim().is_empty() {
            ABOVE
        } else {
            HEADING
        }
    }

    /// Returns the height of the picture.
    pub(super) fn height(&self) -> u32 {
        let rows = u32::try_from(self.drawn_rows().len()).unwrap_or_default();
        let below = if self.tick.is_some() {
            TICK_NAME
        } else {
            BELOW
        };
        match rows {
            0 => EMPTY,
            rows => self.top() + rows * ROW + below,
        }
    }
}

pub(super) fn draw_bars(svg: &mut SvgWriter, bars: &BarChart) -> Option<()> {
    let rows = bars.drawn_rows();
    rows.first()?;
    let tick = bars.tick.as_ref();
    let tick_value = tick.and_then(|tick| drawable(tick.value));
    let most = largest(rows.iter().map(|row| row.value.value).chain([bars.whole]));
    // A tick at the very end of the bars would look like their frame.
    let most = most.max(tick_value.unwrap_or_default() * 1.15);

    let heading = TextRun::fit(&bars.heading, LEGEND, RIGHT - LEFT);
    svg.text(&heading, LEFT, 42.0, TextAnchor::Start);
    let top = f64::from(bars.top());
    let row_top = |index: usize| top + as_length(index) * f64::from(ROW);
    for (index, row) in rows.iter().enumerate() {
        draw_row(svg, row, row_top(index), most);
    }
    let Some((tick, value)) = tick.zip(tick_value) else {
        return Some(());
    };
    let x = LEFT + bar_length(value, most, RIGHT - LEFT);
    for index in 0..rows.len() {
        let from = row_top(index) + BAR_TOP - BEYOND;
        let to = from + THICKNESS + 2.0 * BEYOND;
        svg.line((x, from), (x, to), StrokeStyle::solid(LINE, 5.0));
    }
    let name = TextRun::fit(&tick.text, LIMIT_NAME, RIGHT - LEFT);
    let left = (x - name.width / 2.0).min(RIGHT - name.width).max(LEFT);
    svg.text(&name, left, row_top(rows.len()) + 34.0, TextAnchor::Start);
    Some(())
}

fn draw_row(svg: &mut SvgWriter, row: &BarRow, top: f64, most: f64) {
    let width = RIGHT - LEFT;
    let figure = TextRun::fit(row.value.shown_text(), FIGURE, width * FIGURE_PART);
    let name = TextRun::fit(&row.label, NAME, width - figure.width - APART);
    svg.text(&name, LEFT, top + TEXT_LINE, TextAnchor::Start);
    svg.text(&figure, RIGHT, top + TEXT_LINE, TextAnchor::End);
    let bar = |length: f64| SvgRect {
        left: LEFT,
        top: top + BAR_TOP,
        right: LEFT + length,
        bottom: top + BAR_TOP + THICKNESS,
    };
    svg.bar(bar(width), 5.0, TRACK);
    let Some(value) = drawable(row.value.value) else {
        return;
    };
    let bar = bar(bar_length(value, most, width));
    svg.bar(bar, 5.0, bar_colour(row.state));
    if matches!(row.state, FigureState::Warning | FigureState::Critical) {
        let x = (bar.right - MARK).max(LEFT + MARK);
        svg.mark((x, f64::midpoint(bar.top, bar.bottom)), MARK, row.state);
    }
}

/// Only what was judged has the colour of its state.
fn bar_colour(state: FigureState) -> Colour {
    match state {
        FigureState::Unjudged | FigureState::Improving => BLUE,
        FigureState::Within | FigureState::Warning | FigureState::Critical => state_colour(state),
    }
}
