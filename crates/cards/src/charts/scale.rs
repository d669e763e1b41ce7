//! Turns figures into lengths.

use super::{
    chart::ChartValue,
    text::{MUTED, TextRun, TextStyle},
};

/// Figures are drawn no larger than this, so that no sum of them is infinite.
const LARGEST: f64 = 1e100;
/// The least length of a bar that can be seen.
const LEAST: f64 = 3.0;

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

pub(super) fn how_many_fit(room: f64, each: f64) -> usize {
    let mut fitting = 0;
    while as_length(fitting + 1) * each <= room {
        fitting += 1;
    }
    fitting
}

/// Returns the lines of a grid that reaches up to `most`: three to five round figures.
pub(super) fn grid_heights(most: f64) -> Vec<f64> {
    if most <= 0.0 {
        return Vec::new();
    }
    let power = 10_f64.powf((most / 5.0).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .map(|factor| factor * power)
        .into_iter()
        .find(|step| most / step <= 5.0)
        .unwrap_or(most);
    (1..=5)
        .map(|index| f64::from(index) * step)
        .filter(|height| *height <= most)
        .collect()
}

impl ChartValue {
    /// Returns the text of a figure, which is muted where it is not known.
    pub(super) fn text_run(&self, style: TextStyle, width: f64) -> TextRun {
        let style = match drawable(self.value) {
            Some(_) => style,
            None => style.in_colour(MUTED),
        };
        TextRun::fit(self.shown_text(), style, width)
    }

    /// Returns the text, or a dash where it is empty.
    pub(super) fn shown_text(&self) -> &str {
        if self.text.trim().is_empty() {
            "–"
        } else {
            &self.text
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

    #[test]
    fn a_grid_has_round_steps() {
        assert_eq!(grid_heights(18.0), [5.0, 10.0, 15.0]);
        assert_eq!(grid_heights(5.0), [1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(grid_heights(2_148.0), [500.0, 1_000.0, 1_500.0, 2_000.0]);
        assert!(grid_heights(0.0).is_empty());
    }
}
