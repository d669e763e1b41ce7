//! Stages of which each is a part of the one before: how many remain, what share of the
//! stage before that is, and what became of the others.

use super::{
    chart::{ChartValue, FunnelChart, FunnelLoss, FunnelStage},
    scale::{as_length, bar_length, drawable, how_many_fit, largest},
    svg::{RoundedCorners, SvgPath, SvgRect, SvgWriter, TextAnchor},
    text::{Colour, HEADLINE, LABEL, NEUTRAL, NOTE, TEXT, TextRun},
};

const MOST_STAGES: usize = 6;
const HIGHEST_STAGE: f64 = 104.0;
/// The share of a stage's height that its bar takes; the rest leads to the next.
const FILLED: f64 = 0.56;
const BETWEEN: f64 = 24.0;
const WIDEST_NAME: f64 = 170.0;
const WIDEST_LOSS: f64 = 150.0;
const WIDEST_FIGURE: f64 = 130.0;
const WIDEST_LOST: f64 = 90.0;
/// The space between a figure and its label.
const APART: f64 = 10.0;
const LOSS_HEIGHT: f64 = 23.0;
const RADIUS: f64 = 6.0;
/// The opacity of the way from one stage to the next.
const WAY: f64 = 0.22;
const BAR: Colour = NEUTRAL;

/// A figure and its label.
type LabelledFigure = (TextRun, TextRun);

/// The texts beside a stage.
struct FunnelLabels {
    name: LabelledFigure,
    losses: Vec<LabelledFigure>,
}

/// Figures below each other, with their labels at the right.
#[derive(Default)]
struct FunnelColumns {
    figures: f64,
    labels: f64,
}

struct FunnelPlaces {
    bars: SvgRect,
    pitch: f64,
    thick: f64,
    most: f64,
}

pub(super) fn draw_funnel(svg: &mut SvgWriter, area: SvgRect, funnel: &FunnelChart) -> Option<()> {
    let stages = funnel.stages.get(..funnel.stages.len().min(MOST_STAGES))?;
    stages.first()?;
    let left_out = funnel.stages.len() - stages.len();
    let foot = if left_out > 0 { 24.0 } else { 0.0 };
    let pitch = (area.height() - foot) / (as_length(stages.len()) - 1.0 + FILLED);
    let pitch = pitch.min(HIGHEST_STAGE);
    let used = pitch * (as_length(stages.len()) - 1.0 + FILLED);
    let top = area.top + (area.height() - foot - used) / 2.0;

    let mut words: Vec<_> = stages
        .iter()
        .map(|stage| FunnelLabels::of(stage, pitch))
        .collect();
    if let Some(first) = words.first_mut() {
        first.losses.clear();
    }
    let names = FunnelColumns::of(words.iter().map(|words| &words.name));
    let losses = FunnelColumns::of(words.iter().flat_map(|words| &words.losses));
    let places = FunnelPlaces {
        bars: SvgRect {
            left: area.left + names.width(),
            top,
            right: area.right - losses.width(),
            ..area
        },
        pitch,
        thick: pitch * FILLED,
        most: largest(stages.iter().map(|stage| stage.value.value)),
    };
    for (index, stage) in stages.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| stages.get(before));
        if let Some(before) = before {
            places.way(svg, index, before, stage);
        }
        places.bar(svg, index, &stage.value);
    }
    for (index, words) in words.iter().enumerate() {
        let middle = places.top(index) + places.thick / 2.0;
        names.draw(svg, area.left, middle, &words.name);
        let way = places.top(index) - (pitch - places.thick) / 2.0;
        let first = way - (as_length(words.losses.len()) - 1.0) * LOSS_HEIGHT / 2.0;
        for (number, loss) in words.losses.iter().enumerate() {
            let middle = first + as_length(number) * LOSS_HEIGHT;
            losses.draw(svg, places.bars.right + BETWEEN, middle, loss);
        }
    }
    if left_out > 0 {
        let more = TextRun::whole(&format!("+{left_out}"), NOTE);
        svg.text(&more, area.left, area.bottom, TextAnchor::Start);
    }
    Some(())
}

impl FunnelLabels {
    fn of(stage: &FunnelStage, pitch: f64) -> Self {
        let style = HEADLINE.sized(if pitch < 60.0 { 24.0 } else { 30.0 });
        let figure = stage.value.text_run(style, WIDEST_FIGURE);
        Self {
            name: (figure, TextRun::fit(&stage.label, LABEL, WIDEST_NAME)),
            losses: loss_labels(stage, pitch),
        }
    }
}

/// Returns as many losses as have room, and then the number of the others.
fn loss_labels(stage: &FunnelStage, pitch: f64) -> Vec<LabelledFigure> {
    let room = how_many_fit(pitch, LOSS_HEIGHT).max(1);
    let shown = if stage.losses.len() > room {
        room - 1
    } else {
        room
    };
    let mut lines: Vec<_> = stage.losses.iter().take(shown).map(loss_label).collect();
    let more = stage.losses.len().saturating_sub(shown);
    if more > 0 {
        let more = TextRun::whole(&format!("+{more}"), NOTE);
        lines.push((more, TextRun::whole("", NOTE)));
    }
    lines
}

fn loss_label(loss: &FunnelLoss) -> LabelledFigure {
    let figure = NOTE.in_colour(TEXT);
    (
        TextRun::fit(&loss.text, figure, WIDEST_LOST),
        TextRun::fit(&loss.label, NOTE, WIDEST_LOSS),
    )
}

impl FunnelColumns {
    fn of<'a>(lines: impl Iterator<Item = &'a LabelledFigure>) -> Self {
        lines.fold(Self::default(), |columns, (figure, label)| Self {
            figures: columns.figures.max(figure.width),
            labels: columns.labels.max(label.width),
        })
    }

    /// Returns the width with the free space beside them.
    fn width(&self) -> f64 {
        let width = self.figures + self.labels;
        if width > 0.0 {
            width + APART + BETWEEN
        } else {
            0.0
        }
    }

    fn draw(&self, svg: &mut SvgWriter, left: f64, middle: f64, (figure, label): &LabelledFigure) {
        let line = middle + figure.style.drop();
        svg.text(figure, left + self.figures, line, TextAnchor::End);
        svg.text(label, left + self.figures + APART, line, TextAnchor::Start);
    }
}

impl FunnelPlaces {
    fn top(&self, index: usize) -> f64 {
        self.bars.top + as_length(index) * self.pitch
    }

    /// Returns the left and the right end of a bar.
    fn ends(&self, value: &ChartValue) -> (f64, f64) {
        let long = drawable(value.value)
            .map_or(0.0, |value| bar_length(value, self.most, self.bars.width()));
        let (middle, _) = self.bars.middle();
        (middle - long / 2.0, middle + long / 2.0)
    }

    fn bar(&self, svg: &mut SvgWriter, index: usize, value: &ChartValue) {
        let (left, right) = self.ends(value);
        let top = self.top(index);
        let bar = SvgRect {
            left,
            top,
            right,
            bottom: top + self.thick,
        };
        svg.bar(bar, RoundedCorners::All, RADIUS, BAR);
    }

    /// Draws the way from one stage to the next, with its share.
    fn way(&self, svg: &mut SvgWriter, index: usize, before: &FunnelStage, stage: &FunnelStage) {
        let bottom = self.top(index);
        let top = bottom - self.pitch + self.thick;
        let (wide, narrow) = (self.ends(&before.value), self.ends(&stage.value));
        let mut path = SvgPath::default();
        path.to(wide.0 + RADIUS, top);
        path.to(wide.1 - RADIUS, top);
        path.to(narrow.1 - RADIUS, bottom);
        path.to(narrow.0 + RADIUS, bottom);
        path.close();
        if drawable(before.value.value).is_some() && drawable(stage.value.value).is_some() {
            svg.fill(&path, BAR, WAY);
        }
        let share = TextRun::fit(&stage.share, LABEL, self.bars.width());
        let line = f64::midpoint(top, bottom) + LABEL.drop();
        svg.text(&share, self.bars.middle().0, line, TextAnchor::Middle);
    }
}
