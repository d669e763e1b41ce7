//! What a figure is counted out of, and how many of it make the figure worth judging.

use std::fmt;

/// The things that the denominator of a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountedSample {
    /// Calls that came in.
    Offered,
    /// Calls that an agent answered.
    Answered,
    /// Calls that the caller ended before.
    Abandoned,
    /// Calls that came in, without those abandoned at once.
    OfferedExclShort,
    /// Calls whose wait has ended, answered and abandoned ones.
    Waited,
    /// These without those abandoned at once.
    WaitedExclShort,
    /// These without those abandoned within the threshold of the service level.
    WaitedExclEarly,
    /// Calls that entered Smart Hold.
    Treated,
    /// Callbacks that callers accepted.
    Accepted,
    /// Callbacks that reached the caller or failed for good.
    Finished,
    /// Uses of hold and of mute together.
    Uses,
    /// Calls of every direction.
    Calls,
    /// Calls of the reports API that a day has.
    Quota,
}

/// The form that messages about rules use.
impl fmt::Display for CountedSample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Offered => "offered calls",
            Self::Answered => "answered calls",
            Self::Abandoned => "abandoned calls",
            Self::OfferedExclShort => "offered calls without short abandons",
            Self::Waited => "answered and abandoned calls",
            Self::WaitedExclShort => "answered and abandoned calls without short abandons",
            Self::WaitedExclEarly => "answered calls and those abandoned after 20 s",
            Self::Treated => "calls in Smart Hold",
            Self::Accepted => "accepted callbacks",
            Self::Finished => "finished callbacks",
            Self::Uses => "uses of hold and mute",
            Self::Calls => "calls",
            Self::Quota => "calls of the day's quota",
        })
    }
}

/// The least sample on which a figure is worth judging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeastSample {
    /// How many.
    pub count: u64,
    /// Of what.
    pub of: CountedSample,
}
