//! Virtual time: tests of rules, through the same engine as the bot's.
//!
//! A test gives the rows of the reports poll by poll and says what is expected. Nothing is
//! read and nothing waits: a day takes as long as its polls take to judge.

mod compare;
mod frame;
mod parse;
mod past;
mod play;
mod rows;
mod script;
mod series;
mod tell;

pub use compare::TestFailure;
pub use parse::{channels, parse, roles, rule_files};
pub use script::RuleTest;

use vigia_core::rules::Ruleset;

impl RuleTest {
    /// Plays the test under these rules. What was expected and did not come is a failure
    /// each, in the order of the test; none is success.
    #[must_use]
    pub fn play(&self, rules: &Ruleset) -> Vec<TestFailure> {
        compare::compare(self, &play::play(self, rules))
    }
}
