//! A day or a week: calls as stacked bars, and over them the service level as a line. The usual
//! figures are behind them, as a wider bar and a dotted line.
//!
//! The bars keep to the lower part, so that the line, which should be high, has the upper part
//! to itself on a good day.

use super::{
    bars::draw_axis_labels,
    chart::{DayChart, DayColumn},
    scale::{as_length, bar_length, drawable, largest},
    svg::{RoundedCorners, StrokeStyle, SvgPath, SvgRect, SvgWriter, TextAnchor},
    text::{
        AXIS, BRIGHT, CANVAS, CRITICAL, Colour, FIGURE, GOOD, GRID, LABEL, NEUTRAL, NOTE, TEXT,
        TRACK, TextRun, WARNING, widest_text,
    },
};

const MOST_COLUMNS: usize = 62;
const MOST_MARKS: usize = 6;
const WHOLE: f64 = 100.0;
/// The share of its place that a column takes, up to the widest bar.
const FILLED: f64 = 0.68;
const WIDEST_BAR: f64 = 56.0;
const RADIUS: f64 = 4.0;
/// The bar of the usual calls is so much wider.
const WIDER: f64 = 5.0;
/// The share of the height that the bars take where there is a line over them.
const BARS: f64 = 0.44;
/// The least height of abandoned calls that can be seen.
const LEAST: f64 = 3.0;
const WIDEST_MARK: f64 = 110.0;
/// The legend above the plot, and the labels below it.
const LEGEND: f64 = 46.0;
const LABELS: f64 = 28.0;
const BESIDE: f64 = 10.0;
const APART: f64 = 20.0;
const LINE: f64 = 4.0;
const DOT: f64 = 6.5;

/// The place of the plot, and the scale of its heights.
struct DayPlotArea {
    area: SvgRect,
    pitch: f64,
    /// The figure of the highest bar, and how high that is.
    most: f64,
    room: f64,
}

pub(super) fn draw_day(svg: &mut SvgWriter, area: SvgRect, day: &DayChart) -> Option<()> {
    let columns = day.columns.get(..day.columns.len().min(MOST_COLUMNS))?;
    columns.first()?;
    let has_line = day.goal.is_some() || columns.iter().any(|column| level_of(column).is_some());
    let calls = axis_marks(
        day.calls
            .iter()
            .map(|mark| (mark.value, mark.text.as_str())),
    );
    let goal = day.goal.as_ref().and_then(|goal| {
        let text = TextRun::fit(&goal.text, NOTE.in_colour(TEXT), WIDEST_MARK);
        Some((drawable(goal.value)?.min(WHOLE), text))
    });
    let mut shares = axis_marks(
        day.shares
            .iter()
            .map(|mark| (mark.value, mark.text.as_str())),
    );
    shares.retain(|(share, _)| has_line && *share <= WHOLE);

    let left = widest_text(calls.iter().map(|(_, text)| text));
    let right = widest_text(shares.iter().map(|(_, text)| text));
    let right = right.max(goal.as_ref().map_or(0.0, |(_, text)| text.width));
    let beside = |width: f64| if width > 0.0 { width + BESIDE } else { 0.0 };
    let plot = SvgRect {
        left: area.left + beside(left),
        top: area.top + LEGEND,
        right: area.right - beside(right),
        bottom: area.bottom - LABELS,
    };
    let ground = DayPlotArea {
        pitch: plot.width() / as_length(columns.len()),
        most: largest(
            columns
                .iter()
                .flat_map(|column| [all_calls(column), column.usual]),
        ),
        room: plot.height() * if has_line { BARS } else { 1.0 },
        area: plot,
    };
    draw_legend(svg, area, day, columns);
    let labels: Vec<_> = columns
        .iter()
        .map(|column| TextRun::fit(&column.label, LABEL, WIDEST_MARK))
        .collect();
    draw_axis_labels(svg, plot, plot.bottom, &labels, ground.pitch);
    ground.grid(svg, &calls);
    ground.behind(svg, columns);
    ground.bars(svg, columns);
    ground.shares(svg, &shares, goal.as_ref());
    ground.lines(svg, columns, goal.as_ref().map(|(goal, _)| *goal));
    Some(())
}

fn level_of(column: &DayColumn) -> Option<f64> {
    Some(drawable(column.level.value)?.min(WHOLE))
}

/// Returns all calls of a column, as far as they are known.
fn all_calls(column: &DayColumn) -> Option<f64> {
    let parts = [drawable(column.answered), drawable(column.abandoned)];
    let known: Vec<f64> = parts.into_iter().flatten().collect();
    (!known.is_empty()).then(|| known.iter().sum())
}

fn axis_marks<'a>(marks: impl Iterator<Item = (Option<f64>, &'a str)>) -> Vec<(f64, TextRun)> {
    marks
        .filter_map(|(height, text)| {
            Some((drawable(height)?, TextRun::fit(text, NOTE, WIDEST_MARK)))
        })
        .take(MOST_MARKS)
        .collect()
}

impl DayPlotArea {
    fn x(&self, index: usize) -> f64 {
        self.area.left + (as_length(index) + 0.5) * self.pitch
    }

    fn height(&self, calls: f64) -> f64 {
        bar_length(calls, self.most, self.room)
    }

    fn share(&self, share: f64) -> f64 {
        self.area.bottom - share / WHOLE * self.area.height()
    }

    /// Returns the left and the right end of the bar of a column.
    fn bar(&self, index: usize) -> (f64, f64) {
        let half = (self.pitch * FILLED).min(WIDEST_BAR) / 2.0;
        (self.x(index) - half, self.x(index) + half)
    }

    fn grid(&self, svg: &mut SvgWriter, calls: &[(f64, TextRun)]) {
        let stroke = StrokeStyle::solid(GRID, 1.0);
        let mut lowest_free = f64::INFINITY;
        for (height, text) in calls.iter().filter(|(height, _)| *height <= self.most) {
            let y = self.area.bottom - self.height(*height);
            svg.line((self.area.left, y), (self.area.right, y), stroke);
            if y <= lowest_free {
                let left = self.area.left - BESIDE;
                svg.text(text, left, y + NOTE.drop(), TextAnchor::End);
                lowest_free = y - APART;
            }
        }
    }

    /// Draws the usual calls, and the columns that could not be read.
    fn behind(&self, svg: &mut SvgWriter, columns: &[DayColumn]) {
        for (index, column) in columns.iter().enumerate() {
            let half = (self.pitch / 2.0 - 1.0).max(1.0);
            if column.is_unread {
                let band = SvgRect {
                    left: self.x(index) - half,
                    right: self.x(index) + half,
                    ..self.area
                };
                svg.bar(band, RoundedCorners::Top, RADIUS, TRACK);
            }
            let (left, right) = self.bar(index);
            let wider = WIDER.min(half - (right - left) / 2.0);
            let usual = SvgRect {
                left: left - wider,
                top: self.area.bottom - self.height(drawable(column.usual).unwrap_or_default()),
                right: right + wider,
                bottom: self.area.bottom,
            };
            svg.bar(usual, RoundedCorners::Top, RADIUS, AXIS);
        }
    }

    fn bars(&self, svg: &mut SvgWriter, columns: &[DayColumn]) {
        let bottom = self.area.bottom;
        for (index, column) in columns.iter().enumerate() {
            let (left, right) = self.bar(index);
            let all = self.height(all_calls(column).unwrap_or_default());
            let abandoned = drawable(column.abandoned).unwrap_or_default();
            let lost = match all * abandoned / all_calls(column).unwrap_or(1.0).max(1e-9) {
                lost if lost > 0.0 => lost.max(LEAST).min(all),
                _ => 0.0,
            };
            let part = |top: f64, height: f64| SvgRect {
                left,
                top: bottom - top,
                right,
                bottom: bottom - top + height,
            };
            let answered = (all - lost).max(0.0);
            svg.bar(part(all, lost), RoundedCorners::Top, RADIUS, CRITICAL);
            let round = if lost > 0.0 { 0.0 } else { RADIUS };
            svg.bar(
                part(answered, answered),
                RoundedCorners::Top,
                round,
                NEUTRAL,
            );
        }
        let stroke = StrokeStyle::solid(AXIS, 2.0);
        svg.line((self.area.left, bottom), (self.area.right, bottom), stroke);
    }

    /// Draws the marks of the line and its goal, which comes first.
    fn shares(
        &self,
        svg: &mut SvgWriter,
        shares: &[(f64, TextRun)],
        goal: Option<&(f64, TextRun)>,
    ) {
        let left = self.area.right + BESIDE;
        let mut taken: Vec<f64> = Vec::new();
        if let Some((goal, text)) = goal {
            let y = self.share(*goal);
            let stroke = StrokeStyle::dashed(TEXT, 2.0);
            svg.line((self.area.left, y), (self.area.right, y), stroke);
            svg.text(text, left, y + NOTE.drop(), TextAnchor::Start);
            taken.push(y);
        }
        for (share, text) in shares {
            let y = self.share(*share);
            if taken.iter().all(|other| (other - y).abs() >= APART) {
                svg.text(text, left, y + NOTE.drop(), TextAnchor::Start);
                taken.push(y);
            }
        }
    }

    fn lines(&self, svg: &mut SvgWriter, columns: &[DayColumn], goal: Option<f64>) {
        let usual = |column: &DayColumn| Some(drawable(column.usual_level)?.min(WHOLE));
        svg.dots(&self.path(columns, usual), BRIGHT, 3.0);
        let path = self.path(columns, level_of);
        for (colour, width) in [(CANVAS, LINE + 4.0), (BRIGHT, LINE)] {
            let stroke = StrokeStyle::solid(colour, width);
            svg.stroke(&path, stroke);
        }
        let mut lowest: Option<(f64, f64, &DayColumn)> = None;
        for (index, column) in columns.iter().enumerate() {
            let Some(level) = level_of(column) else {
                continue;
            };
            let at = (self.x(index), self.share(level));
            let colour = match goal {
                Some(goal) if level < goal => WARNING,
                Some(_) => GOOD,
                None => BRIGHT,
            };
            svg.dot(at, DOT.min(self.pitch / 2.5), colour);
            if lowest.is_none_or(|(_, lowest, _)| at.1 > lowest) {
                lowest = Some((at.0, at.1, column));
            }
        }
        if let Some((x, y, column)) = lowest {
            self.lowest(svg, (x, y), column);
        }
    }

    /// Draws the figure of the lowest point below it, or over it where the bars are.
    fn lowest(&self, svg: &mut SvgWriter, (x, y): (f64, f64), column: &DayColumn) {
        let style = FIGURE.sized(20.0);
        let text = TextRun::fit(column.level.shown_text(), style, WIDEST_MARK);
        let half = text.width / 2.0;
        let x = x.max(self.area.left + half).min(self.area.right - half);
        let below = y + DOT + 6.0 + style.height();
        let top = self.area.bottom - self.height(all_calls(column).unwrap_or_default());
        let line = if below <= top + 4.0 {
            below
        } else {
            y - DOT - 6.0
        };
        svg.text_over(&text, x, line, TextAnchor::Middle);
    }

    /// Returns a line through the columns, broken where one of them is not known.
    fn path(&self, columns: &[DayColumn], share: impl Fn(&DayColumn) -> Option<f64>) -> SvgPath {
        let mut path = SvgPath::default();
        for (index, column) in columns.iter().enumerate() {
            match share(column) {
                Some(share) => {
                    path.to(self.x(index), self.share(share));
                }
                None => path.lift(),
            }
        }
        path
    }
}

const WIDEST_NAME: f64 = 250.0;
const SQUARE: f64 = 14.0;
const SAMPLE: f64 = 32.0;
const BETWEEN: f64 = 22.0;

#[derive(Clone, Copy)]
enum LegendMark {
    Bar(Colour),
    Line,
    Usual,
}

/// Draws the legend. Names that have no room are shortened.
pub(super) fn draw_legend(
    svg: &mut SvgWriter,
    area: SvgRect,
    day: &DayChart,
    columns: &[DayColumn],
) {
    let has_usual = columns
        .iter()
        .any(|column| column.usual.or(column.usual_level).is_some());
    let mut entries = vec![
        (LegendMark::Bar(NEUTRAL), day.names.answered.as_str()),
        (LegendMark::Bar(CRITICAL), day.names.abandoned.as_str()),
        (LegendMark::Line, day.names.level.as_str()),
    ];
    if has_usual {
        entries.push((LegendMark::Usual, day.names.usual.as_str()));
    }
    let signs = entries
        .iter()
        .map(|(sign, _)| sign.width() + BESIDE + BETWEEN);
    let room = area.width() - signs.sum::<f64>() + BETWEEN;
    let whole = entries
        .iter()
        .map(|(_, name)| TextRun::whole(name, LABEL).width);
    let each = if whole.sum::<f64>() > room {
        room / as_length(entries.len())
    } else {
        WIDEST_NAME.max(room)
    };
    let line = area.top + 16.0;
    let mut x = area.left;
    for (sign, name) in entries {
        sign.draw(svg, x, line - LABEL.drop());
        x += sign.width() + BESIDE;
        let name = TextRun::fit(name, LABEL, each);
        svg.text(&name, x, line, TextAnchor::Start);
        x += name.width + BETWEEN;
    }
}

impl LegendMark {
    fn width(self) -> f64 {
        match self {
            Self::Bar(_) => SQUARE,
            Self::Line | Self::Usual => SAMPLE,
        }
    }

    fn draw(self, svg: &mut SvgWriter, left: f64, middle: f64) {
        let right = left + self.width();
        let centre = f64::midpoint(left, right);
        match self {
            Self::Bar(colour) => draw_square(svg, centre, middle, colour),
            Self::Line => {
                let stroke = StrokeStyle::solid(BRIGHT, LINE);
                svg.line((left + 2.0, middle), (right - 2.0, middle), stroke);
                svg.dot((centre, middle), DOT - 1.0, BRIGHT);
            }
            Self::Usual => {
                draw_square(svg, centre, middle, AXIS);
                let mut path = SvgPath::default();
                path.to(left + 2.0, middle);
                path.to(right - 1.0, middle);
                svg.dots(&path, BRIGHT, 3.0);
            }
        }
    }
}

fn draw_square(svg: &mut SvgWriter, centre: f64, middle: f64, colour: Colour) {
    let square = SvgRect::square((centre, middle), SQUARE);
    svg.bar(square, RoundedCorners::All, 4.0, colour);
}
