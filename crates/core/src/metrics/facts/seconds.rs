//! Calls by ranges of seconds, cut in two at a second.

use serde::{Deserialize, Serialize};

/// A range of waits or of call lengths, in seconds. The order is that of the ranges.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SecondsRange {
    /// From the first to the second, both included.
    Between(u32, u32),
    /// So many or more.
    AtLeast(u32),
    /// A range that this program does not know, or a total, as the API spells it.
    Other(String),
}

/// The calls of one known range.
#[derive(Clone, Copy, Debug)]
struct RangeCalls {
    from: u32,
    /// The last second; `None` where the range has no end.
    to: Option<u32>,
    calls: Option<u64>,
}

/// Calls by range, shortest first, where every range is known.
#[derive(Clone, Debug)]
pub(super) struct CallsByRange(Vec<RangeCalls>);

impl CallsByRange {
    /// `None` where there is no range, or where calls lie in one that is unknown: nothing says
    /// on which side of a cut they are.
    pub(super) fn new<'a>(
        ranges: impl Iterator<Item = (&'a SecondsRange, Option<u64>)>,
    ) -> Option<Self> {
        let known = ranges.filter_map(|(range, calls)| {
            let (from, to) = match *range {
                SecondsRange::Between(from, to) => (from, Some(to)),
                SecondsRange::AtLeast(from) => (from, None),
                SecondsRange::Other(_) => return (calls != Some(0)).then_some(None),
            };
            Some(Some(RangeCalls { from, to, calls }))
        });
        let mut ranges: Vec<RangeCalls> = known.collect::<Option<_>>()?;
        ranges.sort_unstable_by_key(|range| range.from);
        (!ranges.is_empty()).then_some(Self(ranges))
    }

    /// Returns true where the ranges cover every length from zero on, without a hole.
    pub(super) fn cover_all(&self) -> bool {
        let starts_at_zero = self.0.first().is_some_and(|range| range.from == 0);
        let has_no_end = self.0.last().is_some_and(|range| range.to.is_none());
        let mut pairs = self.0.iter().zip(self.0.iter().skip(1));
        starts_at_zero
            && has_no_end
            && pairs
                .all(|(range, next)| range.to.is_some_and(|to| next.from <= to.saturating_add(1)))
    }

    /// The calls of `second` at most.
    pub(super) fn up_to(&self, second: u32) -> Option<u64> {
        self.side(second, |is_after| !is_after)
    }

    /// The calls of more than `second`.
    pub(super) fn after(&self, second: u32) -> Option<u64> {
        self.side(second, |is_after| is_after)
    }

    /// The sum of one side of a cut. The API is of two minds about the second on which two
    /// ranges meet (`61 - 121` before `121` and more), so a range may begin on the cut
    /// itself, and where two share a second it is the later one's. `None` where a range lies
    /// across the cut.
    fn side(&self, cut: u32, wanted: impl Fn(bool) -> bool) -> Option<u64> {
        let next = self.0.iter().skip(1).map(|next| Some(next.from));
        let mut sum = 0_u64;
        for (range, next) in self.0.iter().zip(next.chain([None])) {
            let last = match (range.to, next) {
                (Some(to), Some(next)) if to == next => Some(to.saturating_sub(1)),
                (None, next @ Some(_)) => next,
                (to, _) => to,
            };
            let is_after = range.from > cut || (range.from == cut && last != Some(cut));
            if !is_after && last.is_none_or(|last| last > cut) {
                return None;
            }
            if wanted(is_after) {
                sum = sum.saturating_add(range.calls?);
            }
        }
        Some(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(all: &[(u32, Option<u32>)]) -> CallsByRange {
        let ranges = all.iter().map(|(from, to)| match to {
            Some(to) => SecondsRange::Between(*from, *to),
            None => SecondsRange::AtLeast(*from),
        });
        let ranges: Vec<_> = ranges.zip([1, 10, 100, 1_000].map(Some)).collect();
        CallsByRange::new(ranges.iter().map(|(range, calls)| (range, *calls))).unwrap()
    }

    #[test]
    fn a_cut_between_two_ranges_parts_their_calls() {
        let all = ranges(&[(0, Some(10)), (11, Some(20)), (21, None)]);
        assert!(all.cover_all());
        assert_eq!((all.up_to(10), all.after(10)), (Some(1), Some(110)));
        assert_eq!((all.up_to(20), all.after(20)), (Some(11), Some(100)));
    }

    #[test]
    fn a_range_across_the_cut_makes_both_sides_unknown() {
        let all = ranges(&[(0, Some(15)), (16, None)]);
        assert_eq!((all.up_to(10), all.after(10)), (None, None));
        assert_eq!((all.up_to(20), all.after(20)), (None, None));
        assert_eq!((all.up_to(15), all.after(15)), (Some(1), Some(10)));
    }

    #[test]
    fn a_second_that_two_ranges_share_is_the_later_ones() {
        let doubled = ranges(&[(0, Some(60)), (61, Some(121)), (121, None)]);
        assert_eq!(
            (doubled.up_to(120), doubled.after(120)),
            (Some(11), Some(100))
        );
        let early = ranges(&[(0, Some(60)), (61, Some(120)), (120, None)]);
        assert_eq!((early.up_to(120), early.after(120)), (Some(11), Some(100)));
        assert!(doubled.cover_all() && early.cover_all());
    }

    #[test]
    fn ranges_that_lie_over_each_other_are_not_cut_where_they_do() {
        let over = ranges(&[(0, Some(10)), (11, Some(25)), (21, None)]);
        assert_eq!((over.up_to(10), over.after(10)), (Some(1), Some(110)));
        assert_eq!((over.up_to(20), over.after(20)), (None, None));
    }

    #[test]
    fn a_hole_or_an_end_leaves_lengths_uncovered() {
        for holed in [
            ranges(&[(0, Some(10)), (21, None)]),
            ranges(&[(11, Some(20)), (21, None)]),
            ranges(&[(0, Some(10)), (11, Some(20))]),
        ] {
            assert!(!holed.cover_all(), "{holed:?}");
        }
        assert!(CallsByRange::new([].into_iter()).is_none());
        let unknown = SecondsRange::Other("21 s - 1 min".to_owned());
        assert!(CallsByRange::new([(&unknown, None)].into_iter()).is_none());
    }
}
