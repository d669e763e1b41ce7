//! Figures of an answer: samples, their change against another window, and the list of figures
//! from which an answer makes its fields and the columns of its table.

use std::{cmp::Ordering, time::Duration};

use crate::{
    CardField, Words,
    report::{ReportTable, TableCell, text_field},
};
use vigia_core::metrics::{Quantity, Sample, Unit};

/// A figure of a row type `T`: a column of the table, and a field of the card where
/// `field_place` says so.
pub(crate) struct FigureColumn<T> {
    /// The name of the column for scripts.
    key: &'static str,
    /// The message with its name for people.
    label: &'static str,
    unit: Unit,
    /// Its place among the fields of the card, which may be in another order than the columns.
    field_place: Option<u8>,
    sample: fn(&T) -> Option<Sample>,
}

impl<T> FigureColumn<T> {
    pub(crate) const fn new(
        key: &'static str,
        label: &'static str,
        unit: Unit,
        field_place: Option<u8>,
        sample: fn(&T) -> Option<Sample>,
    ) -> Self {
        Self {
            key,
            label,
            unit,
            field_place,
            sample,
        }
    }

    /// The fields of the card, each with its change.
    pub(crate) fn fields(
        figures: &[Self],
        values: &ComparedValue<T>,
        words: &Words,
    ) -> Vec<CardField> {
        let mut shown: Vec<_> = figures
            .iter()
            .filter_map(|figure| Some((figure.field_place?, figure)))
            .collect();
        shown.sort_by_key(|(place, _)| *place);
        shown
            .into_iter()
            .map(|(_, figure)| values.field(words.say(figure.label, &[]), figure.sample, words))
            .collect()
    }

    /// Adds a column for each figure to a table that has the same rows.
    pub(crate) fn add_columns(
        figures: &[Self],
        table: &mut ReportTable,
        rows: &[T],
        words: &Words,
    ) {
        for figure in figures {
            let cells = rows
                .iter()
                .map(|row| TableCell::from_sample(figure.unit, (figure.sample)(row)));
            table.push_column(figure.key, words.say(figure.label, &[]), cells);
        }
    }
}

impl TableCell {
    /// A cell of a column that has one unit. A count that is part of a whole is the part.
    pub(crate) fn from_sample(unit: Unit, sample: Option<Sample>) -> Self {
        let value = sample.map(|sample| sample.value);
        let scalar = value.map(Quantity::scalar);
        match unit {
            Unit::Percent => Self::Percent(scalar),
            Unit::Money => Self::Number(scalar),
            Unit::Duration => Self::Time(match value {
                Some(Quantity::Duration(length)) => Some(length),
                Some(Quantity::Percent(_) | Quantity::Count(_) | Quantity::Money(_)) | None => None,
            }),
            Unit::Count => Self::Count(match value {
                Some(Quantity::Count(count)) => Some(count),
                Some(Quantity::Percent(_) | Quantity::Duration(_) | Quantity::Money(_)) | None => {
                    sample.and_then(|sample| sample.part)
                }
            }),
        }
    }
}

/// Figures, and the same of the window that they are compared with, where that is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ComparedValue<T> {
    pub(crate) now: T,
    pub(crate) before: Option<T>,
}

impl<T> ComparedValue<T> {
    /// One of the figures as a field: `54.2 % (26 of 48) ▲ 4.1 pts (before …)`.
    pub(crate) fn field(
        &self,
        name: String,
        figure: impl Fn(&T) -> Option<Sample>,
        words: &Words,
    ) -> CardField {
        let sample = ComparedSample {
            now: figure(&self.now),
            before: self.before.as_ref().and_then(figure),
        };
        text_field(name, sample.sample_text(words))
    }
}

/// One figure in both windows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ComparedSample {
    pub(crate) now: Option<Sample>,
    pub(crate) before: Option<Sample>,
}

impl ComparedSample {
    /// The figure with what it is out of, and its change.
    pub(crate) fn sample_text(&self, words: &Words) -> String {
        self.with_change(words.known_sample(self.now), words)
    }

    /// The value alone, and its change.
    pub(crate) fn value_text(&self, words: &Words) -> String {
        let value = self.now.map(|sample| sample.value);
        self.with_change(words.known(value), words)
    }

    /// Appends the change to a text, where there is something to compare with.
    pub(crate) fn with_change(&self, text: String, words: &Words) -> String {
        match (self.now, self.before) {
            (Some(now), Some(before)) => format!("{text} {}", change_text(&now, &before, words)),
            (_, _) => text,
        }
    }
}

impl Words {
    pub(crate) fn known_count(&self, count: Option<u64>) -> String {
        self.known(count.map(Quantity::Count))
    }

    /// Writes `18 (14.8 %)`, or the count alone where it has no share.
    pub(crate) fn count_and_share(&self, count: Option<u64>, of: Option<u64>) -> String {
        let share = self.share_in_brackets(count, of);
        format!("{}{share}", self.known_count(count))
    }

    /// Writes ` (14.8 %)`, or nothing where there is no share.
    pub(crate) fn share_in_brackets(&self, part: Option<u64>, of: Option<u64>) -> String {
        let share = share_sample(part, of);
        let share = share.map(|share| format!(" ({})", self.quantity(share.value)));
        share.unwrap_or_default()
    }

    pub(crate) fn known_time(&self, length: Option<Duration>) -> String {
        self.known(length.map(Quantity::Duration))
    }

    pub(crate) fn known_sample(&self, sample: Option<Sample>) -> String {
        sample.map_or_else(|| self.known(None), |sample| self.sample(&sample))
    }

    pub(crate) fn number_of(&self, things: usize) -> String {
        self.count(u64::try_from(things).unwrap_or(u64::MAX))
    }
}

/// A figure that is out of nothing else.
pub(crate) fn bare_sample(value: Quantity) -> Sample {
    Sample {
        value,
        part: None,
        of: None,
    }
}

pub(crate) fn count_sample(count: Option<u64>) -> Option<Sample> {
    count.map(Quantity::Count).map(bare_sample)
}

pub(crate) fn time_sample(length: Option<Duration>) -> Option<Sample> {
    length.map(Quantity::Duration).map(bare_sample)
}

/// A share of a whole. Nothing of nothing has no share.
pub(crate) fn share_sample(part: Option<u64>, of: Option<u64>) -> Option<Sample> {
    Some(Sample {
        value: Quantity::share(part?, of?)?,
        part,
        of,
    })
}

/// A share of a whole, or the part alone where it has no share.
pub(crate) fn part_sample(part: Option<u64>, of: Option<u64>) -> Option<Sample> {
    share_sample(part, of).or_else(|| count_sample(part))
}

/// Joins the parts of one line.
pub(crate) fn joined_parts(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().collect::<Vec<_>>().join(" · ")
}

/// Says how far a figure has moved, and from where: `▲ 4.2 pts (before 10.6 %, 13 of 122)`.
fn change_text(now: &Sample, before: &Sample, words: &Words) -> String {
    let (value, was) = (now.value, before.value);
    let from = match (before.part, before.of) {
        (Some(part), Some(of)) => {
            let share = words.part_of(&words.count(part), of);
            format!("{}, {share}", words.quantity(was))
        }
        (_, _) => words.quantity(was),
    };
    let from = words.say("change-before", &[("value", from.into())]);
    let arrow = match change_direction(value, was) {
        _ if value.unit() != was.unit() => return from,
        Some(Ordering::Greater) => "▲",
        Some(Ordering::Less) => "▼",
        Some(Ordering::Equal) => return format!("= {from}"),
        None => return from,
    };
    format!("{arrow} {} {from}", words.distance(value, was))
}

/// Compares two figures. A distance that would read as zero is none.
fn change_direction(value: Quantity, was: Quantity) -> Option<Ordering> {
    let least = match value.unit() {
        Unit::Percent | Unit::Money => 0.005,
        Unit::Duration | Unit::Count => 0.5,
    };
    if (value.scalar() - was.scalar()).abs() < least {
        return Some(Ordering::Equal);
    }
    value.scalar().partial_cmp(&was.scalar())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono_tz::America::Bogota;

    use super::*;
    use crate::Locale;

    fn share_of(part: u64, of: u64) -> Sample {
        Sample {
            value: Quantity::share(part, of).unwrap(),
            part: Some(part),
            of: Some(of),
        }
    }

    fn wait(millis: u64) -> Sample {
        Sample {
            value: Quantity::Duration(Duration::from_millis(millis)),
            part: None,
            of: Some(40),
        }
    }

    #[test]
    fn a_change_tells_where_it_came_from_and_of_how_many() {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        let told = |now: Sample, before: Sample| change_text(&now, &before, &words);
        assert_eq!(
            told(share_of(18, 122), share_of(13, 122)),
            "▲ 4,1 pp (antes 10,7 %, 13 de 122)"
        );
        assert_eq!(
            told(share_of(1, 4), share_of(2, 8)),
            "= (antes 25,0 %, 2 de 8)"
        );
        assert_eq!(told(wait(48_000), wait(60_000)), "▼ 12 s (antes 1 min)");
        assert_eq!(told(wait(48_000), wait(48_300)), "= (antes 48 s)");
        assert_eq!(told(wait(48_000), share_of(1, 2)), "(antes 50,0 %, 1 de 2)");
        let odd = Sample {
            value: Quantity::Percent(f64::NAN),
            part: None,
            of: None,
        };
        assert_eq!(told(odd, share_of(1, 2)), "(antes 50,0 %, 1 de 2)");
    }
}
