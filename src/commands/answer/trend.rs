//! How a figure came to be, from the store: only where the store knows enough of the window
//! on the screen, since a line through gaps tells what was not. What lies before it is drawn
//! as far as it is known.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::commands::{CommandOperation, ReportQuestion, ReportSource};
use vigia_cards::report::{TrendHistory, rule_for};
use vigia_core::metrics::{Channel, HISTORY_WINDOW};

/// How far back a line goes at least.
const LEAST: TimeDelta = TimeDelta::hours(4);

/// How many values make a line.
const VALUES: usize = 6;

/// The history of the question's figure, where it covers the window.
pub(super) async fn history<R: ReportSource>(
    question: &ReportQuestion,
    operation: &CommandOperation<R>,
) -> Option<TrendHistory> {
    let metric = question.command.trend()?;
    let voice = Channel::inbound();
    // The history is of calls.
    if question
        .channel
        .as_ref()
        .is_some_and(|channel| *channel != voice)
    {
        return None;
    }
    let scope = question.scope();
    let rules = operation.rules.get();
    let rule = rule_for(&rules, metric, &scope);
    let length = rule.map_or(HISTORY_WINDOW, |rule| rule.window);
    let (from, until) = (question.window.from(), question.window.until());
    // The window that ends with the one on the screen belongs to it.
    let range = from.min(until.checked_sub_signed(LEAST)?)..until + TimeDelta::seconds(1);
    let values = operation
        .reports
        .history(metric, scope, length, range)
        .await;
    let within = values.iter().filter(|(end, _)| *end >= from).count();
    covers(within, from, until, operation.every).then_some(TrendHistory {
        metric,
        length,
        every: operation.every,
        values,
    })
}

fn covers(values: usize, from: DateTime<Utc>, until: DateTime<Utc>, every: Duration) -> bool {
    let length = (until - from).to_std().unwrap_or_default();
    let expected = length.as_secs() / every.as_secs().max(1);
    let values_10 = u64::try_from(values).unwrap_or_default().saturating_mul(10);
    values >= VALUES && values_10 >= expected.saturating_mul(8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_needs_six_values_and_four_fifths_of_the_expected_ones() {
        let from = DateTime::UNIX_EPOCH;
        let covers = |values, hours, minutes: u64| {
            let every = Duration::from_secs(minutes * 60);
            covers(values, from, from + TimeDelta::hours(hours), every)
        };
        assert!(covers(48, 4, 5));
        assert!(covers(39, 4, 5));
        assert!(!covers(38, 4, 5));
        assert!(
            !covers(5, 4, 60),
            "four were expected, and five are no line"
        );
        assert!(covers(6, 4, 60));
        assert!(!covers(0, 4, 0));
    }
}
