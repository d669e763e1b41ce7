//! Upright bars beside each other, with their figures over them. Where there are too many
//! for that, the heights are written at the left, and only the highest bar has a figure.

use std::cmp::Ordering;

use super::{
    chart::{Bar, BarChart, BarGroup},
    scale::{as_length, bar_length, drawable, grid_heights, largest},
    svg::{RoundedCorners, StrokeStyle, SvgRect, SvgWriter, TextAnchor},
    text::{AXIS, FIGURE, GRID, LABEL, NOTE, TextRun, TextStyle, series_colour, widest_text},
};

/// Draws at most so many groups, since more cannot be distinguished.
const MOST_GROUPS: usize = 96;
const MOST_BARS: usize = 4;
/// The share of a group's place that its bars take.
const FILLED: f64 = 0.76;
const WIDEST_BAR: f64 = 96.0;
const GAP: f64 = 4.0;
const RADIUS: f64 = 6.0;
/// The least space between two texts beside each other.
const APART: f64 = 8.0;
/// The widest that a label gets where it takes the place of its neighbours.
const WIDEST_LABEL: f64 = 120.0;
/// A label may reach so far beyond its end of the plot.
const OVERHANG: f64 = 20.0;
const OVER: f64 = 10.0;
const NOTE_HEIGHT: f64 = 22.0;
/// The height of the labels below the bars, and that of the title of the axis.
const LABELS: f64 = 32.0;
const AXIS_TITLE: f64 = 28.0;

struct BarSlot<'a> {
    bar: &'a Bar,
    /// The number of its series.
    number: usize,
    middle: f64,
}

struct BarSlots<'a> {
    all: Vec<BarSlot<'a>>,
    thick: f64,
    /// The distance from a bar to the next of its group.
    pitch: f64,
    most: f64,
}

/// The texts over the bars.
struct BarFigures {
    /// `None` where they have no room beside each other.
    style: Option<TextStyle>,
    /// Empty where they have none.
    notes: Vec<TextRun>,
}

pub(super) fn draw_bars(svg: &mut SvgWriter, area: SvgRect, bars: &BarChart) -> Option<()> {
    let groups = bars.groups.get(..bars.groups.len().min(MOST_GROUPS))?;
    groups.first()?;
    let title = TextRun::fit(&bars.axis, NOTE, area.width());
    let slots = BarSlots::new(area, groups);
    let figures = slots.figures();
    let heights = grid_labels(slots.most, figures.style.is_none());
    let gutter = widest_text(heights.iter().map(|(_, text)| text));
    let middle = area.middle().0;
    let area = SvgRect {
        left: area.left + if gutter > 0.0 { gutter + APART } else { 0.0 },
        ..area
    };
    let slots = BarSlots::new(area, groups);

    let pitch = area.width() / as_length(groups.len());
    let room = (pitch - APART).max(WIDEST_LABEL);
    let labels: Vec<_> = groups
        .iter()
        .map(|group| TextRun::fit(&group.label, LABEL, room))
        .collect();
    let base = bars_bottom(area, &labels, &title);
    draw_axis_labels(svg, area, base, &labels, pitch);
    svg.text(&title, middle, area.bottom, TextAnchor::Middle);
    slots.draw(
        svg,
        SvgRect {
            bottom: base,
            ..area
        },
        &figures,
        &heights,
    );
    Some(())
}

/// Returns the line that the bars stand on, above the texts below them.
fn bars_bottom(area: SvgRect, labels: &[TextRun], title: &TextRun) -> f64 {
    let mut base = area.bottom + 4.0;
    if labels.iter().any(|label| !label.is_empty()) {
        base -= LABELS;
    }
    if !title.is_empty() {
        base -= AXIS_TITLE;
    }
    base
}

/// Draws as many labels as have room, at one distance.
pub(super) fn draw_axis_labels(
    svg: &mut SvgWriter,
    area: SvgRect,
    base: f64,
    labels: &[TextRun],
    pitch: f64,
) {
    let widest = widest_text(labels);
    let every = (1..labels.len()).find(|every| as_length(*every) * pitch >= widest + APART);
    let every = every.unwrap_or(labels.len()).max(1);
    for (index, label) in labels.iter().enumerate().step_by(every) {
        let x = area.left + (as_length(index) + 0.5) * pitch;
        let half = label.width / 2.0;
        if x - half >= area.left - OVERHANG && x + half <= area.right + OVERHANG {
            svg.text(label, x, base + 26.0, TextAnchor::Middle);
        }
    }
}

/// Returns the middle of a text that stays within the area.
fn middle_within(area: SvgRect, x: f64, text: &TextRun) -> f64 {
    let half = text.width / 2.0;
    x.max(area.left + half).min(area.right - half)
}

/// Returns the heights of the grid, with labels where the bars have no figures.
fn grid_labels(most: f64, are_shown: bool) -> Vec<(f64, TextRun)> {
    let text = |height| {
        if are_shown {
            whole_number(height)
        } else {
            String::new()
        }
    };
    grid_heights(most)
        .into_iter()
        .map(|height| (height, TextRun::fit(&text(height), NOTE, WIDEST_LABEL)))
        .collect()
}

/// Writes a whole number with a space between thousands, which reads the same everywhere, and
/// nothing
/// for another number, whose point or comma is the reader's.
fn whole_number(height: f64) -> String {
    let digits = format!("{height:.0}");
    if digits.len() > 9 || (height - height.round()).abs() > 1e-9 {
        return String::new();
    }
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

impl<'a> BarSlots<'a> {
    fn new(area: SvgRect, groups: &'a [BarGroup]) -> Self {
        let in_group = groups.iter().map(|group| group.bars.len()).max();
        let in_group = in_group.unwrap_or_default().clamp(1, MOST_BARS);
        let pitch = area.width() / as_length(groups.len());
        let slot = (pitch * FILLED / as_length(in_group)).min(WIDEST_BAR + GAP);
        let gap = if in_group > 1 {
            GAP.min(slot / 4.0)
        } else {
            0.0
        };
        let mut all = Vec::new();
        for (index, group) in groups.iter().enumerate() {
            let middle = area.left + (as_length(index) + 0.5) * pitch;
            let first = middle - slot * (as_length(in_group) - 1.0) / 2.0;
            for (number, bar) in group.bars.iter().take(in_group).enumerate() {
                all.push(BarSlot {
                    bar,
                    number,
                    middle: first + as_length(number) * slot,
                });
            }
        }
        Self {
            most: largest(all.iter().map(|slot| slot.bar.value.value)),
            all,
            thick: slot - gap,
            pitch: if in_group > 1 { slot } else { pitch },
        }
    }

    /// The largest letters in which all figures have room beside each other.
    fn figures(&self) -> BarFigures {
        let sizes = [28.0, 26.0, 24.0, 22.0, 20.0, 18.0];
        let widest_in = |style| {
            let text = self
                .all
                .iter()
                .map(|slot| bar_figure(slot.bar, style).width);
            text.fold(0.0, f64::max)
        };
        let mut styles = sizes.into_iter().map(|size| FIGURE.sized(size));
        let notes: Vec<_> = self
            .all
            .iter()
            .map(|slot| TextRun::whole(&slot.bar.note, NOTE))
            .collect();
        let widest = widest_text(&notes);
        let have_room = widest > 0.0 && widest + APART <= self.pitch;
        BarFigures {
            style: styles.find(|style| widest_in(*style) + APART <= self.pitch),
            notes: if have_room { notes } else { Vec::new() },
        }
    }

    fn draw(
        &self,
        svg: &mut SvgWriter,
        area: SvgRect,
        figures: &BarFigures,
        heights: &[(f64, TextRun)],
    ) {
        let style = figures.style.unwrap_or(FIGURE.sized(22.0));
        let notes = if figures.notes.is_empty() {
            0.0
        } else {
            NOTE_HEIGHT
        };
        let room = area.height() - style.height() - OVER - notes;
        let mut stroke = StrokeStyle::solid(GRID, 1.0);
        for (height, text) in heights {
            let y = area.bottom - height / self.most * room;
            svg.line((area.left, y), (area.right, y), stroke);
            svg.text(
                text,
                area.left - APART,
                y + text.style.drop(),
                TextAnchor::End,
            );
        }
        for slot in &self.all {
            let bar = SvgRect {
                left: slot.middle - self.thick / 2.0,
                top: area.bottom - self.height(slot, room),
                right: slot.middle + self.thick / 2.0,
                bottom: area.bottom,
            };
            svg.bar(bar, RoundedCorners::Top, RADIUS, series_colour(slot.number));
        }
        (stroke.colour, stroke.width) = (AXIS, 2.0);
        svg.line((area.left, area.bottom), (area.right, area.bottom), stroke);

        let highest = self.highest();
        for (index, slot) in self.all.iter().enumerate() {
            let mut line = area.bottom - self.height(slot, room) - OVER;
            if let Some(note) = figures.notes.get(index).filter(|note| !note.is_empty()) {
                svg.text_over(note, slot.middle, line, TextAnchor::Middle);
                line -= NOTE_HEIGHT;
            }
            if figures.style.is_some() || highest == Some(index) {
                let figure = bar_figure(slot.bar, style);
                let middle = middle_within(area, slot.middle, &figure);
                svg.text_over(&figure, middle, line, TextAnchor::Middle);
            }
        }
    }

    fn height(&self, slot: &BarSlot<'_>, room: f64) -> f64 {
        let value = drawable(slot.bar.value.value).unwrap_or_default();
        bar_length(value, self.most, room)
    }

    fn highest(&self) -> Option<usize> {
        let values = self.all.iter().map(|slot| drawable(slot.bar.value.value));
        let highest = values.enumerate().max_by(|(_, a), (_, b)| {
            let order = a.partial_cmp(b);
            order.unwrap_or(Ordering::Equal)
        });
        highest.map(|(index, _)| index)
    }
}

fn bar_figure(bar: &Bar, style: TextStyle) -> TextRun {
    bar.value.text_run(style, 400.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_height_is_told_in_a_way_that_reads_the_same_everywhere() {
        assert_eq!(whole_number(500.0), "500");
        assert_eq!(whole_number(2_000.0), "2 000");
        assert_eq!(whole_number(1_500_000.0), "1 500 000");
        assert_eq!(whole_number(0.5), "");
        assert_eq!(whole_number(1e100), "");
    }
}
