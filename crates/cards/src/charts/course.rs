//! The course of a day or of a week: calls as stacked bars, and over them the service level
//! as a line. What is usual stands behind them: a wider bar, and a dotted line.
//!
//! The bars keep to the lower part, so that the line, which should be high, has the upper
//! part to itself on a good day.

mod legend;

use super::{
    bars::write_labels,
    chart::{DayChart, DayColumn},
    palette::{
        AXIS, BRIGHT, CANVAS, CRITICAL, FIGURE, GOOD, GRID, LABEL, NEUTRAL, NOTE, TEXT, TRACK,
        WARNING,
    },
    scale::{known, length, most, stretch},
    svg::{RoundedCorners, StrokeStyle, SvgPath, SvgRect, SvgWriter, TextAnchor},
    text::{TextRun, widest},
};

/// More columns than that are not told apart.
const MOST_COLUMNS: usize = 62;
/// More marks than that have no room.
const MOST_MARKS: usize = 6;
/// The whole of a share.
const WHOLE: f64 = 100.0;
/// How much of its place a column takes, and how wide it is at most.
const FILLED: f64 = 0.68;
const WIDEST_BAR: f64 = 56.0;
const RADIUS: f64 = 4.0;
/// How much wider the bar is behind it.
const WIDER: f64 = 5.0;
/// How much of the height the bars take where there is a line over them.
const BARS: f64 = 0.44;
/// The least of the abandoned calls that can be seen.
const LEAST: f64 = 3.0;
const WIDEST_MARK: f64 = 110.0;
/// The legend above the plot, and the labels below it.
const LEGEND: f64 = 46.0;
const LABELS: f64 = 28.0;
/// Between the plot and what stands beside it.
const BESIDE: f64 = 10.0;
/// The least between two marks above each other.
const APART: f64 = 20.0;
const LINE: f64 = 4.0;
const DOT: f64 = 6.5;

/// The plot's place, and what its heights stand for.
struct DayPlotArea {
    area: SvgRect,
    pitch: f64,
    /// The figure of the highest bar, and how high that is.
    most: f64,
    room: f64,
}

pub(super) fn draw(svg: &mut SvgWriter, area: SvgRect, course: &DayChart) -> Option<()> {
    let columns = course
        .columns
        .get(..course.columns.len().min(MOST_COLUMNS))?;
    columns.first()?;
    let has_line = course.goal.is_some() || columns.iter().any(|column| level(column).is_some());
    let calls = marks(
        course
            .calls
            .iter()
            .map(|mark| (mark.value, mark.told.as_str())),
    );
    let goal = course.goal.as_ref().and_then(|goal| {
        let told = TextRun::fit(&goal.told, NOTE.in_colour(TEXT), WIDEST_MARK);
        Some((known(goal.value)?.min(WHOLE), told))
    });
    let mut shares = marks(
        course
            .shares
            .iter()
            .map(|mark| (mark.value, mark.told.as_str())),
    );
    shares.retain(|(share, _)| has_line && *share <= WHOLE);

    let left = widest(calls.iter().map(|(_, told)| told));
    let right = widest(shares.iter().map(|(_, told)| told));
    let right = right.max(goal.as_ref().map_or(0.0, |(_, told)| told.width));
    let beside = |width: f64| if width > 0.0 { width + BESIDE } else { 0.0 };
    let plot = SvgRect {
        left: area.left + beside(left),
        top: area.top + LEGEND,
        right: area.right - beside(right),
        bottom: area.bottom - LABELS,
    };
    let ground = DayPlotArea {
        pitch: plot.width() / length(columns.len()),
        most: most(
            columns
                .iter()
                .flat_map(|column| [whole(column), column.usual]),
        ),
        room: plot.height() * if has_line { BARS } else { 1.0 },
        area: plot,
    };
    legend::draw(svg, area, course, columns);
    let labels: Vec<_> = columns
        .iter()
        .map(|column| TextRun::fit(&column.label, LABEL, WIDEST_MARK))
        .collect();
    write_labels(svg, plot, plot.bottom, &labels, ground.pitch);
    ground.grid(svg, &calls);
    ground.behind(svg, columns);
    ground.bars(svg, columns);
    ground.shares(svg, &shares, goal.as_ref());
    ground.lines(svg, columns, goal.as_ref().map(|(goal, _)| *goal));
    Some(())
}

fn level(column: &DayColumn) -> Option<f64> {
    Some(known(column.level.value)?.min(WHOLE))
}

/// All calls of a column, as far as they are known.
fn whole(column: &DayColumn) -> Option<f64> {
    let parts = [known(column.answered), known(column.abandoned)];
    let known: Vec<f64> = parts.into_iter().flatten().collect();
    (!known.is_empty()).then(|| known.iter().sum())
}

fn marks<'a>(marks: impl Iterator<Item = (Option<f64>, &'a str)>) -> Vec<(f64, TextRun)> {
    marks
        .filter_map(|(height, told)| Some((known(height)?, TextRun::fit(told, NOTE, WIDEST_MARK))))
        .take(MOST_MARKS)
        .collect()
}

impl DayPlotArea {
    fn x(&self, index: usize) -> f64 {
        self.area.left + (length(index) + 0.5) * self.pitch
    }

    fn height(&self, calls: f64) -> f64 {
        stretch(calls, self.most, self.room)
    }

    fn share(&self, share: f64) -> f64 {
        self.area.bottom - share / WHOLE * self.area.height()
    }

    /// From the left to the right end of the bar of a column.
    fn bar(&self, index: usize) -> (f64, f64) {
        let half = (self.pitch * FILLED).min(WIDEST_BAR) / 2.0;
        (self.x(index) - half, self.x(index) + half)
    }

    fn grid(&self, svg: &mut SvgWriter, calls: &[(f64, TextRun)]) {
        let stroke = StrokeStyle {
            colour: GRID,
            width: 1.0,
            is_dashed: false,
        };
        let mut lowest_free = f64::INFINITY;
        for (height, told) in calls.iter().filter(|(height, _)| *height <= self.most) {
            let y = self.area.bottom - self.height(*height);
            svg.line((self.area.left, y), (self.area.right, y), stroke);
            if y <= lowest_free {
                let left = self.area.left - BESIDE;
                svg.text(told, left, y + NOTE.drop(), TextAnchor::End);
                lowest_free = y - APART;
            }
        }
    }

    /// What is usual, and where nothing could be read.
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
                top: self.area.bottom - self.height(known(column.usual).unwrap_or_default()),
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
            let all = self.height(whole(column).unwrap_or_default());
            let abandoned = known(column.abandoned).unwrap_or_default();
            let lost = match all * abandoned / whole(column).unwrap_or(1.0).max(1e-9) {
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
        let stroke = StrokeStyle {
            colour: AXIS,
            width: 2.0,
            is_dashed: false,
        };
        svg.line((self.area.left, bottom), (self.area.right, bottom), stroke);
    }

    /// What the heights of the line mean, and the goal, which comes first.
    fn shares(
        &self,
        svg: &mut SvgWriter,
        shares: &[(f64, TextRun)],
        goal: Option<&(f64, TextRun)>,
    ) {
        let left = self.area.right + BESIDE;
        let mut taken: Vec<f64> = Vec::new();
        if let Some((goal, told)) = goal {
            let y = self.share(*goal);
            let stroke = StrokeStyle {
                colour: TEXT,
                width: 2.0,
                is_dashed: true,
            };
            svg.line((self.area.left, y), (self.area.right, y), stroke);
            svg.text(told, left, y + NOTE.drop(), TextAnchor::Start);
            taken.push(y);
        }
        for (share, told) in shares {
            let y = self.share(*share);
            if taken.iter().all(|other| (other - y).abs() >= APART) {
                svg.text(told, left, y + NOTE.drop(), TextAnchor::Start);
                taken.push(y);
            }
        }
    }

    fn lines(&self, svg: &mut SvgWriter, columns: &[DayColumn], goal: Option<f64>) {
        let usual = |column: &DayColumn| Some(known(column.usual_level)?.min(WHOLE));
        svg.dots(&self.path(columns, usual), BRIGHT, 3.0);
        let path = self.path(columns, level);
        for (colour, width) in [(CANVAS, LINE + 4.0), (BRIGHT, LINE)] {
            let stroke = StrokeStyle {
                colour,
                width,
                is_dashed: false,
            };
            svg.stroke(&path, stroke);
        }
        let mut lowest: Option<(f64, f64, &DayColumn)> = None;
        for (index, column) in columns.iter().enumerate() {
            let Some(level) = level(column) else { continue };
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

    /// How the lowest point is told: below it, or over it where the bars are.
    fn lowest(&self, svg: &mut SvgWriter, (x, y): (f64, f64), column: &DayColumn) {
        let style = FIGURE.sized(20.0);
        let told = TextRun::fit(column.level.told(), style, WIDEST_MARK);
        let half = told.width / 2.0;
        let x = x.max(self.area.left + half).min(self.area.right - half);
        let below = y + DOT + 6.0 + style.height();
        let top = self.area.bottom - self.height(whole(column).unwrap_or_default());
        let line = if below <= top + 4.0 {
            below
        } else {
            y - DOT - 6.0
        };
        svg.text_over(&told, x, line, TextAnchor::Middle);
    }

    /// A line through the columns, broken where one of them is not known.
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
