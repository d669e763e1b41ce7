//! What a figure is counted out of, and how many of it make the figure worth judging.

use std::fmt;

/// The things that the denominator of a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counted {
    /// Calls that came in.
    Offered,
    /// Calls that an agent answered.
    Answered,
    /// Calls that the caller ended before.
    Abandoned,
    /// Calls whose wait has ended, answered and abandoned ones.
    Waited,
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
}

/// The form that messages about rules use.
impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Offered => "offered calls",
            Self::Answered => "answered calls",
            Self::Abandoned => "abandoned calls",
            Self::Waited => "answered and abandoned calls",
            Self::Treated => "calls in Smart Hold",
            Self::Accepted => "accepted callbacks",
            Self::Finished => "finished callbacks",
            Self::Uses => "uses of hold and mute",
            Self::Calls => "calls",
        })
    }
}

/// The least sample on which a figure is worth judging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeastSample {
    /// How many.
    pub count: u64,
    /// Of what.
    pub of: Counted,
}
