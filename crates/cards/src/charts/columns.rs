//! A day or a week: calls as columns with the abandoned ones as caps, and above them the service
//! level as a line. The two have a half of the picture each, so that they never meet.

use super::{
    chart::{CallColumn, ColumnChart, FigureState},
    layout::{BESIDE, as_length, bar_length, draw_column_labels, drawable, largest, plot_right},
    svg::{LEFT, StrokeStyle, SvgPath, SvgRect, SvgWriter, TextAnchor},
    text::{AXIS, BLUE, FIGURE, LEGEND, LIMIT, LIMIT_NAME, LINE, TextRun},
};

pub(super) const HEIGHT: u32 = 400;

const MOST_COLUMNS: usize = 62;
const WHOLE: f64 = 100.0;
/// The share of its place that a column takes.
const FILLED: f64 = 0.72;
/// The line that the columns stand on, their highest top, and the baseline below them.
const BOTTOM: f64 = 344.0;
const COLUMN_TOP: f64 = 172.0;
const LABEL_LINE: f64 = 386.0;
/// The ends of the service level, and the distance of its lowest figure from its mark.
const LEVEL_TOP: f64 = 28.0;
const LEVEL_BOTTOM: f64 = 112.0;
const BELOW_MARK: f64 = 46.0;
/// The space between the two parts of a column.
const GAP: f64 = 3.0;
/// The widest that the square of a legend and the space right of it are.
const SQUARE: f64 = 22.0;
const NAME_LEFT: f64 = 30.0;
const WIDEST_NAME: f64 = 180.0;

/// The places of the columns and of the line above them.
struct ColumnArea {
    right: f64,
    pitch: f64,
    /// The figure of the highest column.
    most: f64,
    /// The lowest service level of the scale.
    floor: f64,
}

pub(super) fn draw_columns(svg: &mut SvgWriter, chart: &ColumnChart) -> Option<()> {
    let columns = chart.columns.get(..chart.columns.len().min(MOST_COLUMNS))?;
    columns.first()?;
    let goal = chart.goal.as_ref();
    let goal = goal.and_then(|goal| Some((drawable(goal.value)?.min(WHOLE), goal)));
    let levels = columns.iter().filter_map(level_of);
    let lowest = levels.chain(goal.iter().map(|(goal, _)| *goal));
    let lowest = lowest.fold(WHOLE / 2.0, f64::min);

    let goal_name = goal.map(|(_, goal)| TextRun::fit(&goal.text, LIMIT_NAME, WIDEST_NAME));
    let names = [&chart.abandoned, &chart.answered];
    let names = names.map(|name| TextRun::fit(name, LEGEND, WIDEST_NAME));
    let shifted = names.iter().map(|name| TextRun {
        width: name.width + NAME_LEFT,
        ..name.clone()
    });
    let beside: Vec<_> = shifted.chain(goal_name.clone()).collect();
    let right = plot_right(&beside) + BESIDE - 14.0;
    let area = ColumnArea {
        right,
        pitch: (right - LEFT) / as_length(columns.len()),
        most: largest(columns.iter().map(all_calls)),
        floor: (lowest / 10.0).floor() * 10.0,
    };
    area.columns(svg, columns);
    area.levels(svg, columns, goal.map(|(goal, _)| goal));
    area.legend(svg, &names);
    if let Some(((height, _), name)) = goal.zip(goal_name) {
        let line = area.level(height) + LIMIT_NAME.drop();
        svg.text(&name, right + 14.0, line, TextAnchor::Start);
    }
    Some(())
}

fn level_of(column: &CallColumn) -> Option<f64> {
    let level = drawable(column.level.value).filter(|_| !column.is_unread)?;
    Some(level.min(WHOLE))
}

/// Returns all calls of a column, as far as they are known.
fn all_calls(column: &CallColumn) -> Option<f64> {
    let parts = [drawable(column.answered), drawable(column.abandoned)];
    let known: Vec<f64> = parts.into_iter().flatten().collect();
    (!known.is_empty()).then(|| known.iter().sum())
}

impl ColumnArea {
    fn middle(&self, index: usize) -> f64 {
        LEFT + (as_length(index) + 0.5) * self.pitch
    }

    fn level(&self, level: f64) -> f64 {
        let part = (level - self.floor) / (WHOLE - self.floor);
        LEVEL_BOTTOM - part.clamp(0.0, 1.0) * (LEVEL_BOTTOM - LEVEL_TOP)
    }

    /// Draws the columns. A column of no calls is a thin line, and one that could not be read is
    /// a question mark.
    fn columns(&self, svg: &mut SvgWriter, columns: &[CallColumn]) {
        let half = self.pitch * FILLED / 2.0;
        for (index, column) in columns.iter().enumerate() {
            let x = self.middle(index);
            if column.is_unread {
                let unread = TextRun::fit("?", FIGURE, self.pitch);
                svg.text(&unread, x, BOTTOM - 12.0, TextAnchor::Middle);
                continue;
            }
            let mut bottom = BOTTOM;
            for (calls, colour) in [(column.answered, BLUE), (column.abandoned, LINE)] {
                let Some(calls) = drawable(calls) else {
                    continue;
                };
                let room = BOTTOM - COLUMN_TOP - GAP;
                let height =
                    bar_length(calls, self.most, room).max(if colour == BLUE { 3.0 } else { 0.0 });
                let bar = SvgRect {
                    left: x - half,
                    top: bottom - height,
                    right: x + half,
                    bottom,
                };
                svg.bar(bar, 3.0, colour);
                bottom = bar.top - GAP;
            }
        }
        let axis = StrokeStyle::solid(AXIS, 3.0);
        svg.line((LEFT, BOTTOM), (self.right, BOTTOM), axis);
        let labels: Vec<_> = columns
            .iter()
            .map(|column| TextRun::fit(&column.label, LIMIT_NAME, 120.0))
            .collect();
        draw_column_labels(svg, &labels, (LEFT, self.right), LABEL_LINE);
    }

    /// Draws the service level, its goal, and the lowest figure.
    fn levels(&self, svg: &mut SvgWriter, columns: &[CallColumn], goal: Option<f64>) {
        if let Some(goal) = goal {
            let y = self.level(goal);
            let stroke = StrokeStyle {
                dashes: r#" stroke-dasharray="14 9""#,
                ..StrokeStyle::solid(LIMIT, 3.0)
            };
            svg.line((LEFT, y), (self.right, y), stroke);
        }
        let mut path = SvgPath::default();
        let mut marks = Vec::new();
        for (index, column) in columns.iter().enumerate() {
            let Some(level) = level_of(column) else {
                path.lift();
                continue;
            };
            let place = (self.middle(index), self.level(level));
            path.to(place.0, place.1);
            marks.push((level, place, column));
        }
        svg.stroke(&path, StrokeStyle::solid(LINE, 6.0));
        for (level, place, _) in &marks {
            match goal {
                Some(goal) if *level < goal => svg.mark(*place, 14.0, FigureState::Warning),
                Some(_) => svg.mark(*place, 11.0, FigureState::Within),
                None => svg.mark(*place, 11.0, FigureState::Unjudged),
            }
        }
        let lowest = marks.iter().min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, (x, y), column)) = lowest {
            let text = TextRun::fit(column.level.shown_text(), FIGURE, 200.0);
            let x = (x - text.width / 2.0)
                .min(self.right - text.width)
                .max(LEFT);
            svg.text_over(&text, x, y + BELOW_MARK, TextAnchor::Start);
        }
    }

    fn legend(&self, svg: &mut SvgWriter, names: &[TextRun; 2]) {
        let left = self.right + 14.0;
        let [abandoned, answered] = names;
        for (text, line, height, colour) in [
            (abandoned, BOTTOM - 74.0, 10.0, LINE),
            (answered, BOTTOM - 26.0, SQUARE, BLUE),
        ] {
            let middle = line - LEGEND.drop();
            let square = SvgRect {
                left,
                top: middle - height / 2.0,
                right: left + SQUARE,
                bottom: middle + height / 2.0,
            };
            svg.bar(square, 4.0, colour);
            svg.text(text, left + NAME_LEFT, line, TextAnchor::Start);
        }
    }
}
