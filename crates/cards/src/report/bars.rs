//! Pictures of rows, each with the same in one sentence for people who cannot see it.

use std::time::Duration;

use crate::{
    Words,
    charts::{BarChart, BarRow, Chart, ChartValue, FigureState, Plot},
    report::alt_text,
    tidy,
};
use vigia_core::metrics::{Quantity, facts::SecondsRange};

/// Returns the picture; `None` where no row is known. The message has a place for the rows.
pub(crate) fn bar_picture(bars: BarChart, message: &str, words: &Words) -> Option<Chart> {
    bars.rows.iter().find(|row| row.value.value.is_some())?;
    let rows = bars.rows.iter().take(BarChart::MOST_ROWS);
    let mut rows: Vec<_> = rows
        .map(|row| format!("{} {}", row.label, row.value.text))
        .collect();
    rows.extend(bars.tick.as_ref().map(|tick| tick.text.clone()));
    let alt = words.say(message, &[("rows", rows.join("; ").into())]);
    Some(Chart {
        alt: alt_text(&alt),
        plot: Plot::Bars(bars),
    })
}

/// A row that no limit judges.
pub(crate) fn plain_row(label: String, value: Option<Quantity>, text: String) -> BarRow {
    BarRow {
        label,
        value: ChartValue {
            value: value.map(Quantity::scalar),
            text,
        },
        state: FigureState::Unjudged,
    }
}

/// Returns the text with a capital, as the name of a row has.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    let first = first.into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

impl Words {
    /// A row of a part of a whole: `8 of 76`.
    pub(crate) fn part_row(&self, label: String, part: Option<u64>, of: Option<u64>) -> BarRow {
        plain_row(label, part.map(Quantity::Count), self.known_part(part, of))
    }

    /// Writes `8 of 76`, or the part alone where the whole is not known.
    pub(crate) fn known_part(&self, part: Option<u64>, of: Option<u64>) -> String {
        match part.and(of) {
            Some(of) => self.part_of(&self.known_count(part), of),
            None => self.known_count(part),
        }
    }

    /// Writes `Up to 10 s`, `11 to 20 s` or `Over 2 min`.
    pub(crate) fn seconds_range(&self, range: &SecondsRange) -> String {
        let length = |seconds: u32| self.duration(Duration::from_secs(seconds.into()));
        match range {
            SecondsRange::Between(0, to) => {
                self.say("chart-range-up-to", &[("to", length(*to).into())])
            }
            SecondsRange::Between(from, to) => {
                let (from, to) = (*from, *to);
                // A range from 61 to 120 s is one from 1 to 2 min.
                let is_minutes = from % 60 == 1 && to.is_multiple_of(60);
                let (first, to) = if is_minutes {
                    (from / 60, length(to))
                } else {
                    (from, format!("{} s", self.count(to.into())))
                };
                let from = ("from", self.count(first.into()).into());
                self.say("chart-range", &[from, ("to", to.into())])
            }
            SecondsRange::AtLeast(from) => {
                let from = length(from.saturating_sub(1));
                self.say("chart-range-over", &[("from", from.into())])
            }
            SecondsRange::Other(text) => match tidy(text) {
                text if text.is_empty() => self.known(None),
                text => text,
            },
        }
    }
}
