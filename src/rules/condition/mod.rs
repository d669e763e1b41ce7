//! The kinds of condition that a rule can set. One file a kind.

mod threshold;

pub use threshold::{Confidence, Side, Threshold, ThresholdFault};
