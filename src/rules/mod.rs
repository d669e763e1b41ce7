//! Judgement: what a rule asks for, and what it says of a sample.
//!
//! Pure: no I/O, no `async`, and `now` is an argument. Rules are read from YAML text in
//! [`parse`]; who reads the file is `config`'s matter.

mod condition;
mod judge;
pub mod parse;
mod rule;
mod statistics;
mod verdict;

pub use condition::{Confidence, Side, Threshold, ThresholdFault};
pub use judge::{Judgement, asks, judge};
pub use rule::{ChannelName, Rule, RuleId, Ruleset, Selection};
pub use verdict::{Severity, Verdict};
