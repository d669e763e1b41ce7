//! Tests of rules in virtual time, through the same engine as the bot's.
//!
//! A test gives the rows of the reports poll by poll, and what is expected. Nothing is requested
//! and nothing waits: a day takes as long as its polls take to judge.

mod compare;
mod frame;
mod parse;
mod past;
mod play;
mod report;
mod rows;
mod script;
mod series;

pub use compare::TestFailure;
pub use parse::{named_channels, named_roles, parse, rule_files};
pub use script::RuleTest;

use vigia_core::rules::Ruleset;

impl RuleTest {
    /// Plays the test under these rules, and returns the expectations that were not met, in the
    /// order of the test.
    pub fn play(&self, rules: &Ruleset) -> Vec<TestFailure> {
        compare::find_failures(self, &play::play_polls(self, rules))
    }
}
