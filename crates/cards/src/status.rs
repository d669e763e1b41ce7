//! The card that says whether the bot reads, evaluates and posts as it should.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{AudienceView, Card, CardLine, Tone, Words};
use vigia_core::{metrics::FeedState, rules::BlindReport};

/// The state of the watch of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusLevel {
    /// The time of the last poll in the store.
    pub last_poll: Option<DateTime<Utc>>,
    /// The time from one poll to the next.
    pub every: Duration,
    pub feed: FeedState,
    /// The reports that rules need and that cannot be read.
    pub blind: Vec<BlindReport>,
    /// The requests used today, and those that the day allows.
    pub calls: (u64, u64),
    /// The requests of a day that polls leave to people.
    pub reserved: u64,
    /// The number of events that wait to be posted.
    pub waiting: usize,
    /// The size of the store on the disk, in bytes.
    pub disk: u64,
    pub started_at: DateTime<Utc>,
}

/// The state of the watch, and counts of what it works on.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusReport {
    pub state: StatusLevel,
    /// The number of open incidents.
    pub open: usize,
    pub silences: usize,
    pub rules: usize,
}

pub fn status_card(status: &StatusReport, reader: &AudienceView<'_>, words: &Words) -> Card {
    let state = &status.state;
    let problems = problem_lines(state, reader, words);
    let number = |number: usize| words.count(u64::try_from(number).unwrap_or(u64::MAX));
    let mut lines = problems.clone();
    if let Some(last) = state.last_poll {
        let last = ("last", words.at(last, reader.now).into());
        let every = ("every", words.duration(state.every).into());
        lines.push(words.line("status-poll", &[last, every]));
    }
    let (used, limit) = state.calls;
    lines.push(words.line(
        "status-calls",
        &[
            ("used", words.count(used).into()),
            ("limit", words.count(limit).into()),
            ("reserved", words.count(state.reserved).into()),
        ],
    ));
    lines.push(words.line(
        "status-open",
        &[
            ("rules", number(status.rules).into()),
            ("open", number(status.open).into()),
            ("silences", number(status.silences).into()),
        ],
    ));
    lines.push(words.line("status-told", &[("waiting", number(state.waiting).into())]));
    lines.push(words.line(
        "status-bot",
        &[
            ("version", env!("CARGO_PKG_VERSION").into()),
            ("since", words.moment(state.started_at, reader.now).into()),
            ("disk", words.count(state.disk / (1 << 20)).into()),
        ],
    ));
    let (tone, title) = if problems.is_empty() {
        (Tone::Resolved, "status-well")
    } else {
        (Tone::Warning, "status-unwell")
    };
    Card {
        tone,
        title: words.say(title, &[]),
        lines,
        footer: reader.command.clone(),
        as_of: state.last_poll,
        ..Card::default()
    }
}

/// The problems that a person should look into.
fn problem_lines(state: &StatusLevel, reader: &AudienceView<'_>, words: &Words) -> Vec<CardLine> {
    let mut lines = Vec::new();
    let late = TimeDelta::from_std(state.every * 3).unwrap_or(TimeDelta::MAX);
    match state.last_poll {
        None => lines.push(words.line("status-never", &[])),
        Some(last) if reader.now - last > late => {
            let last = ("last", words.at(last, reader.now).into());
            lines.push(words.line("status-late", &[last]));
        }
        Some(_) => {}
    }
    if state.feed.failures > 0 {
        let failures = u64::from(state.feed.failures);
        let since = state.feed.last_good.map_or_else(
            || words.say("status-no-good", &[]),
            |good| words.at(good, reader.now),
        );
        lines.push(words.line(
            "status-feed",
            &[
                ("failures", failures.into()),
                ("count", words.count(failures).into()),
                ("good", since.into()),
            ],
        ));
    }
    for report in state.blind.iter().filter(|_| state.feed.failures == 0) {
        let rules: Vec<String> = report
            .rules
            .iter()
            .map(|rule| format!("`{rule}`"))
            .collect();
        let skills = u64::try_from(report.skills.len()).unwrap_or(u64::MAX);
        lines.push(words.line(
            "status-blind",
            &[
                ("report", words.report(report.report).into()),
                ("skills", skills.into()),
                ("since", words.at(report.since, reader.now).into()),
                ("reason", report.reason.clone().into()),
                ("rules", rules.join(", ").into()),
            ],
        ));
    }
    let (used, limit) = state.calls;
    if limit.saturating_sub(used) <= state.reserved {
        lines.push(words.line("status-short", &[]));
    }
    lines
}
