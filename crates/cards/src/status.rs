//! Whether the bot reads, judges and tells as it should.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{AudienceView, Card, CardLine, Tone, Words};
use vigia_core::metrics::FeedState;

/// How the watch of an operation fares.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusLevel {
    /// The last poll that is remembered.
    pub last_poll: Option<DateTime<Utc>>,
    /// The time between two polls.
    pub every: Duration,
    /// How the reports can be read, as of that poll.
    pub feed: FeedState,
    /// Calls used today, of all that the day allows.
    pub calls: (u64, u64),
    /// How many calls of a day polls leave to people.
    pub reserved: u64,
    /// How many events wait to be told.
    pub waiting: usize,
    /// How much the store has on the disk, in bytes.
    pub disk: u64,
    /// Since when the bot runs.
    pub started_at: DateTime<Utc>,
}

/// What else stands on the card.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusReport {
    /// How the watch fares.
    pub state: StatusLevel,
    /// How many incidents are open.
    pub open: usize,
    /// How many silences there are.
    pub silences: usize,
    /// How many rules there are.
    pub rules: usize,
}

/// The card.
#[must_use]
pub fn card(status: &StatusReport, reader: &AudienceView<'_>, words: &Words) -> Card {
    let state = &status.state;
    let worries = worries(state, reader, words);
    let number = |number: usize| words.count(u64::try_from(number).unwrap_or(u64::MAX));
    let mut lines = worries.clone();
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
    Card {
        tone: if worries.is_empty() {
            Tone::Resolved
        } else {
            Tone::Warning
        },
        title: words.say(
            if worries.is_empty() {
                "status-well"
            } else {
                "status-unwell"
            },
            &[],
        ),
        lines,
        footer: reader.command.clone(),
        as_of: state.last_poll,
        ..Card::default()
    }
}

/// What somebody should see to.
fn worries(state: &StatusLevel, reader: &AudienceView<'_>, words: &Words) -> Vec<CardLine> {
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
    let (used, limit) = state.calls;
    if limit.saturating_sub(used) <= state.reserved {
        lines.push(words.line("status-short", &[]));
    }
    lines
}
