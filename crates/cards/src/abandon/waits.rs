//! Abandons by wait. Ranges that nobody knows are kept, and a range with a part that is
//! not known is not known.

use std::collections::BTreeMap;

use crate::{CardLine, Words, tidy};
use vigia_core::metrics::{
    Quantity,
    facts::{SkillAbandons, WaitCalls, WaitRange},
};

/// How many ranges a line has room for; wolkvox has six.
const RANGES: usize = 12;

/// How long they had waited: `≤10 s 3 (16.7 %) · 11–20 s 2 (11.1 %) · …`.
pub(super) fn line(row: &SkillAbandons, words: &Words) -> Option<CardLine> {
    let ranges = ranges(row, words)?;
    Some(words.line("abandon-waits", &[("ranges", ranges.into())]))
}

/// The ranges alone.
pub(crate) fn ranges(row: &SkillAbandons, words: &Words) -> Option<String> {
    let of = row.sum_by_wait().or(row.abandoned);
    let ranges: Vec<_> = by_wait(&row.by_wait, coarse)
        .iter()
        .take(RANGES)
        .map(|range| {
            let label = label(&range.wait);
            let share = range.calls.zip(of).and_then(|(k, n)| Quantity::share(k, n));
            let calls = words.known(range.calls.map(Quantity::Count));
            match share {
                Some(share) => format!("{label} {calls} ({})", words.quantity(share)),
                None => format!("{label} {calls}"),
            }
        })
        .collect();
    (!ranges.is_empty()).then(|| ranges.join(" · "))
}

/// The same without shares: `≤10 s 3 · 11–20 s 2 · 21–50 s 4 · ≥51 s 9`.
pub(crate) fn in_short(ranges: &[WaitCalls], words: &Words) -> String {
    let told = by_wait(ranges, coarse)
        .into_iter()
        .take(RANGES)
        .map(|range| {
            let calls = words.known(range.calls.map(Quantity::Count));
            format!("{} {calls}", label(&range.wait))
        });
    told.collect::<Vec<_>>().join(" · ")
}

/// Calls of one range, as delivered.
pub(super) fn after(row: &SkillAbandons, wait: &WaitRange) -> Option<u64> {
    row.by_wait.iter().find(|range| range.wait == *wait)?.calls
}

fn by_wait<'a>(
    ranges: impl IntoIterator<Item = &'a WaitCalls>,
    range_of: impl Fn(&WaitRange) -> WaitRange,
) -> Vec<WaitCalls> {
    let mut sums: BTreeMap<WaitRange, Option<u64>> = BTreeMap::new();
    for range in ranges {
        let sum = sums.entry(range_of(&range.wait)).or_insert(Some(0));
        *sum = add([*sum, range.calls]);
    }
    let whole = |(wait, calls)| WaitCalls { wait, calls };
    sums.into_iter().map(whole).collect()
}

/// The ranges from 21 to 50 s count as one: a phone has room for four.
fn coarse(wait: &WaitRange) -> WaitRange {
    match wait {
        WaitRange::Between(from, to) if *from >= 21 && *to <= 50 => WaitRange::Between(21, 50),
        WaitRange::Between(..) | WaitRange::AtLeast(_) | WaitRange::Other(_) => wait.clone(),
    }
}

/// `11–20 s`.
pub(super) fn label(wait: &WaitRange) -> String {
    match wait {
        WaitRange::Between(0, to) => format!("≤{to} s"),
        WaitRange::Between(from, to) => format!("{from}–{to} s"),
        WaitRange::AtLeast(from) => format!("≥{from} s"),
        WaitRange::Other(text) => tidy(text),
    }
}

/// The sum, where all are known.
pub(super) fn add(numbers: impl IntoIterator<Item = Option<u64>>) -> Option<u64> {
    numbers
        .into_iter()
        .try_fold(0_u64, |sum, number| Some(sum.saturating_add(number?)))
}
