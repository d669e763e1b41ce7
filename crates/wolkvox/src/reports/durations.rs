//! `cdr_4`: an object of ranges, or a list of rows that name their range in `INTERVAL`.

use super::{ReportSpelling, ReportTotal, is_sum, range::parse_range};
use crate::{
    answer::{RawAnswer, ResponseOutcome},
    error::ApiError,
};
use vigia_core::metrics::{
    Facts,
    facts::{Durations, LengthCalls, SecondsRange},
};

pub(super) const SPELLING: ReportSpelling = ReportSpelling {
    is_by_skill: false,
    read: read_durations,
};

fn read_durations(answer: RawAnswer<'_>) -> Result<ResponseOutcome<Facts>, ApiError> {
    let outcome = answer.read_rows(
        |(report, total): &mut (Durations, ReportTotal<LengthCalls>), row| {
            let interval = row.get("interval").name();
            let Some(name) = interval.as_deref().or(row.label).map(str::trim) else {
                return row.refuse("interval");
            };
            let calls = LengthCalls {
                length: match parse_range(name) {
                    Some((from, Some(to))) => SecondsRange::Between(from, to),
                    Some((from, None)) => SecondsRange::AtLeast(from),
                    None => SecondsRange::Other(name.to_owned()),
                },
                calls: row.count("calls"),
                minutes: row.number("minutes"),
                cost: row.number("cost"),
                share: row.number("percentage"),
            };
            if is_sum(name) {
                let has_figures = calls.calls.is_some() || calls.minutes.is_some();
                total.add(name, calls, has_figures);
            } else {
                report.lengths.push(calls);
            }
        },
    )?;
    Ok(outcome.and_then(|(mut report, total)| {
        report.total = total.finish();
        report.lengths.sort_by(|a, b| a.length.cmp(&b.length));
        (!report.lengths.is_empty() || report.total.is_some()).then_some(Facts::Durations(report))
    }))
}
