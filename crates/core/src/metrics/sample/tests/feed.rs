//! The metrics of the bot itself.

use chrono::{DateTime, TimeDelta};

use super::*;
use crate::metrics::FeedState;

const ALL: [Metric; 3] = [
    Metric::FeedAge,
    Metric::FeedFailures,
    Metric::QuotaUsedShare,
];

fn feed() -> FeedState {
    FeedState {
        as_of: DateTime::UNIX_EPOCH + TimeDelta::minutes(20),
        last_good: Some(DateTime::UNIX_EPOCH),
        failures: 4,
        used: 650,
        quota: 1_000,
        outages: Vec::new(),
    }
}

#[test]
fn the_bot_tells_of_itself_as_of_a_whole_operation() {
    let feed = feed();
    let told = ALL.map(|metric| sample(metric, &Scope::Operation, &feed));
    let values = told.map(|sample| sample.unwrap().value);
    assert_eq!(
        values,
        [
            Quantity::Duration(Duration::from_secs(1_200)),
            Quantity::Count(4),
            Quantity::Percent(65.0),
        ]
    );
    let share = told[2].unwrap();
    assert_eq!((share.part, share.of), (Some(650), Some(1_000)));
    for metric in ALL {
        assert_eq!(sample(metric, &TWELVE, &feed), None, "{metric}");
        assert_eq!(metric.reports(), [], "{metric}");
        let facts = service_level();
        assert_eq!(sample(metric, &Scope::Operation, &facts), None, "{metric}");
    }
}

#[test]
fn before_anything_was_read_there_is_no_age_but_a_count_of_failures() {
    let told = |metric, feed: &FeedState| sample(metric, &Scope::Operation, feed);
    for metric in ALL {
        assert_eq!(told(metric, &FeedState::default()), None, "{metric}");
    }
    let failing = FeedState {
        failures: 1,
        ..FeedState::default()
    };
    assert_eq!(told(Metric::FeedAge, &failing), None);
    let failures = told(Metric::FeedFailures, &failing).unwrap();
    assert_eq!(failures.value, Quantity::Count(1));
}
