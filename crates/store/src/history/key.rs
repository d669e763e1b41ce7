//! The keys of history: operation, report, window length, time, part. Numbers are
//! big-endian, so that keys sort as their numbers do.

use std::time::Duration;

use chrono::{DateTime, Utc};

use vigia_core::metrics::Report;

/// Operation, report and window length: a series of records.
const SERIES: usize = 4 + 1 + 8;
const TIMED: usize = SERIES + 8;
const WHOLE: usize = TIMED + 4;

/// The key of a record without its part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct HistoryKey {
    /// The number of the operation in the table of names.
    pub(crate) operation: u32,
    pub(crate) report: Report,
    /// The length of the window.
    pub(crate) length: Duration,
    pub(crate) until: DateTime<Utc>,
}

impl HistoryKey {
    pub(super) fn part(&self, part: u32) -> Vec<u8> {
        let mut key = self.at(self.until);
        key.extend(part.to_be_bytes());
        key
    }

    /// Returns the key at which the records of this series from `time` on begin.
    pub(super) fn at(&self, time: DateTime<Utc>) -> Vec<u8> {
        let mut series = Vec::with_capacity(WHOLE);
        series.extend(self.operation.to_be_bytes());
        series.push(report_code(self.report));
        series.extend(self.length.as_secs().to_be_bytes());
        time_key(&series, time)
    }

    /// Returns the bytes with which the keys of a series begin.
    pub(crate) fn series_of(key: &[u8]) -> Option<&[u8]> {
        key.get(..SERIES)
    }

    /// Returns the time and the part of a key.
    pub(super) fn place_of(key: &[u8]) -> Option<(DateTime<Utc>, u32)> {
        let time = key.get(SERIES..TIMED)?.try_into().ok()?;
        let part = key.get(TIMED..WHOLE)?.try_into().ok()?;
        let seconds = u64::from_be_bytes(time).wrapping_sub(MIDDLE);
        let until = DateTime::from_timestamp(seconds.cast_signed(), 0)?;
        Some((until, u32::from_be_bytes(part)))
    }
}

/// The number that is added to seconds, so that times before 1970 sort before later ones.
const MIDDLE: u64 = 1 << 63;

/// Returns the key at which the records of a series from `time` on begin. A time within a
/// second lies after the record of that second.
pub(crate) fn time_key(series: &[u8], time: DateTime<Utc>) -> Vec<u8> {
    let seconds = time.timestamp() + i64::from(time.timestamp_subsec_nanos() > 0);
    let mut key = series.to_vec();
    key.extend(seconds.cast_unsigned().wrapping_add(MIDDLE).to_be_bytes());
    key
}

/// Returns a key behind every record of a series.
pub(crate) fn end_of(series: &[u8]) -> Vec<u8> {
    let mut key = series.to_vec();
    key.resize(WHOLE, u8::MAX);
    key
}

/// The number of a report on the disk, which never changes.
fn report_code(report: Report) -> u8 {
    match report {
        Report::Abandonment => 1,
        Report::ServiceLevel => 2,
        Report::SmartHold => 3,
        Report::Durations => 4,
        Report::Holds => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seconds: i64) -> HistoryKey {
        HistoryKey {
            operation: 3,
            report: Report::Holds,
            length: Duration::from_secs(3_600),
            until: DateTime::from_timestamp(seconds, 0).unwrap(),
        }
    }

    #[test]
    fn keys_sort_by_time_and_then_by_part() {
        let times = [-10, -1, 0, 1, 255, 256, 1_800_000_000].map(key);
        let keys: Vec<Vec<u8>> = times
            .iter()
            .flat_map(|key| [key.part(0), key.part(1), key.part(256)])
            .collect();
        assert!(keys.is_sorted());
        for key in times {
            assert_eq!(HistoryKey::place_of(&key.part(7)), Some((key.until, 7)));
            assert!(end_of(HistoryKey::series_of(&key.part(0)).unwrap()) > key.part(9));
        }
    }

    #[test]
    fn a_time_within_a_second_lies_behind_that_second() {
        let within = DateTime::from_timestamp(100, 5).unwrap();
        assert!(key(100).at(within) > key(100).part(u32::MAX));
        assert!(key(100).at(within) <= key(101).part(0));
    }
}
