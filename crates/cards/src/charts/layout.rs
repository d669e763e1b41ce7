//! Turns figures into lengths, and finds places for texts.

use super::{
    svg::{LEFT, RIGHT, SvgWriter, TextAnchor},
    text::{AXIS_TEXT, TextRun, TextStyle},
};

/// Figures are drawn no larger than this, so that no sum of them is infinite.
const LARGEST: f64 = 1e100;
/// The least length of a bar that can be seen.
const LEAST: f64 = 4.0;

/// The space between the plot and the texts right of it.
pub(super) const BESIDE: f64 = 24.0;
/// The texts right of a plot take at most so much of the width.
const WIDEST_SIDE: f64 = 300.0;
/// The least space between two texts beside each other.
const APART: f64 = 14.0;
/// The baselines of two texts above each other are so far apart, and farther for large letters.
const LINE_STEP: f64 = 41.0;
/// No letter is higher than this.
const TOP: f64 = 8.0;

/// Returns the figure that can be drawn: NaN and infinity cannot, and less than zero is zero.
pub(super) fn drawable(value: Option<f64>) -> Option<f64> {
    let value = value.filter(|value| value.is_finite())?;
    Some(value.clamp(0.0, LARGEST))
}

/// Returns the length of a bar, where the longest one has the figure `most` and the length `room`.
/// A figure above zero is long enough to be seen.
pub(super) fn bar_length(value: f64, most: f64, room: f64) -> f64 {
    if value <= 0.0 || most <= 0.0 {
        return 0.0;
    }
    (value / most * room).clamp(LEAST.min(room), room.max(0.0))
}

/// Returns the largest known figure, or 0 where none is known.
pub(super) fn largest(values: impl Iterator<Item = Option<f64>>) -> f64 {
    values.filter_map(drawable).fold(0.0, f64::max)
}

pub(super) fn as_length(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

/// A text right of a plot, with its baseline.
pub(super) struct SideLabel {
    pub(super) text: TextRun,
    pub(super) line: f64,
}

impl SideLabel {
    /// A text whose middle is at a height.
    pub(super) fn beside(text: &str, style: TextStyle, height: f64) -> Self {
        Self {
            text: TextRun::fit(text, style, WIDEST_SIDE),
            line: height + style.drop(),
        }
    }
}

/// Returns the right edge of a plot that leaves room for the texts right of it.
pub(super) fn plot_right<'a>(texts: impl IntoIterator<Item = &'a TextRun>) -> f64 {
    let widths = texts.into_iter().map(|text| text.width);
    RIGHT + 6.0 - BESIDE - widths.fold(0.0, f64::max)
}

/// Draws the texts right of a plot, moved up or down so that none touches another.
pub(super) fn draw_side_labels(
    svg: &mut SvgWriter,
    mut labels: Vec<SideLabel>,
    x: f64,
    lowest: f64,
) {
    labels.retain(|label| !label.text.is_empty());
    labels.sort_by(|a, b| b.line.total_cmp(&a.line));
    let mut free = lowest;
    for label in &mut labels {
        label.line = label.line.min(free);
        free = label.line - LINE_STEP.max(label.text.style.size + 2.0);
    }
    let highest = labels
        .iter()
        .map(|label| label.line - label.text.style.size * 0.75);
    let too_high = (TOP - highest.fold(f64::INFINITY, f64::min)).max(0.0);
    for label in &labels {
        svg.text(&label.text, x, label.line + too_high, TextAnchor::Start);
    }
}

/// Draws three labels below a plot, each at its place: the first, the last, and one between them
/// where it has room.
pub(super) fn draw_three_labels(
    svg: &mut SvgWriter,
    labels: &[(f64, &str)],
    right: f64,
    line: f64,
) {
    let between = labels.get(labels.len() / 2).filter(|_| labels.len() > 2);
    let chosen = [labels.first(), labels.last(), between];
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for (at, text) in chosen.into_iter().flatten() {
        let text = TextRun::fit(text, AXIS_TEXT, right - LEFT);
        let x = (at - text.width / 2.0).min(right - text.width).max(LEFT);
        let end = x + text.width;
        if taken
            .iter()
            .all(|(from, to)| end + APART <= *from || to + APART <= x)
        {
            svg.text(&text, x, line, TextAnchor::Start);
            taken.push((x, end));
        }
    }
}

/// Draws as many labels below columns as have room, at one distance.
pub(super) fn draw_column_labels(
    svg: &mut SvgWriter,
    labels: &[TextRun],
    (left, right): (f64, f64),
    line: f64,
) {
    let pitch = (right - left) / as_length(labels.len());
    let widest = labels.iter().map(|label| label.width).fold(0.0, f64::max);
    let every = (1..labels.len()).find(|every| as_length(*every) * pitch >= widest + APART);
    let every = every.unwrap_or(labels.len()).max(1);
    let mut free = LEFT;
    for (index, label) in labels.iter().enumerate().step_by(every) {
        let x = left + (as_length(index) + 0.5) * pitch - label.width / 2.0;
        // Only the first label may be moved into the picture.
        let x = if index == 0 { x.max(LEFT) } else { x };
        if x >= free && x + label.width <= right + BESIDE {
            svg.text(label, x, line, TextAnchor::Start);
            free = x + label.width + APART / 2.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_not_known() {
        assert_eq!(drawable(Some(f64::NAN)), None);
        assert_eq!(drawable(Some(f64::INFINITY)), None);
        assert_eq!(drawable(None), None);
        assert_eq!(drawable(Some(-3.0)), Some(0.0));
        assert_eq!(drawable(Some(f64::MAX)), Some(LARGEST));
    }

    #[test]
    fn a_bar_of_little_can_be_seen_and_one_of_nothing_cannot() {
        assert!((bar_length(0.001, 1_000.0, 200.0) - LEAST).abs() < 1e-9);
        assert!(bar_length(0.0, 1_000.0, 200.0).abs() < 1e-9);
        assert!((bar_length(500.0, 1_000.0, 200.0) - 100.0).abs() < 1e-9);
    }
}
