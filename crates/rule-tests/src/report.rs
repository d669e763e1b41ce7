//! Reports a failed expectation: what was expected, what came instead, and the polls before it.
//!
//! ```text
//! 10:10: no such alert
//!             expected           found
//!   rule      abandonment-skill  abandonment-skill
//!   scope     skill 12           skill 12
//!   state     firing             pending            <-
//!   abandonment-skill of skill 12:
//!   10:00  3.3 % (4 of 120)    clear             quiet
//!   10:05  16.7 % (20 of 120)  critical breach   pending
//!   10:10  16.7 % (20 of 120)  critical breach   pending
//! ```

use std::{
    fmt::{self, Write as _},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use unicode_width::UnicodeWidthStr;

use crate::{
    frame::{JudgedAlert, PollFrame, ShownCard, TestEvent},
    script::{CardPattern, EventPattern, ExpectedState, ScriptSetting, TextPattern},
};
use vigia_core::{
    alerts::{Alert, AlertKey},
    metrics::Sample,
    rules::{Severity, Verdict},
};

/// The number of polls that are shown before the failure.
const TRACE: usize = 8;

/// Writes the report of one failed expectation.
pub(super) struct EventLine<'test> {
    pub(super) setting: &'test ScriptSetting,
    /// The polls up to the one at which the expectation broke.
    pub(super) frames: &'test [PollFrame],
}

impl EventLine<'_> {
    /// Alerts are open where none was expected.
    pub(super) fn surplus(&self, now: &PollFrame) -> String {
        let mut text = format!("{}: no alert was expected\n", self.clock(now.as_of));
        for alert in &now.alerts {
            text.push_str(&self.trace(&alert.key));
        }
        text.trim_end().to_owned()
    }

    /// No alert is as expected; `nearest` is the one that was probably meant.
    pub(super) fn missed(
        &self,
        expected: &TextPattern,
        nearest: Option<&Alert>,
        now: &PollFrame,
    ) -> String {
        let mut rows = vec![[String::new(), "expected".to_owned(), "found".to_owned()]];
        let key = nearest.map(|alert| alert.key.clone()).or(expected.key());
        let mut ask = |name: &str, expected: Option<String>, found: Option<String>| {
            let found = found.unwrap_or_else(|| "–".to_owned());
            rows.extend(expected.map(|expected| [name.to_owned(), expected, found]));
        };
        ask(
            "rule",
            expected.rule.as_ref().map(ToString::to_string),
            key.as_ref().map(|key| key.rule.to_string()),
        );
        ask(
            "scope",
            expected.scope.as_ref().map(ToString::to_string),
            key.as_ref().map(|key| key.scope.to_string()),
        );
        ask(
            "state",
            expected.state.map(|state| state.word().to_owned()),
            Some(ExpectedState::of(nearest).word().to_owned()),
        );
        ask(
            "severity",
            expected.severity.map(|severity| severity.to_string()),
            nearest.map(|alert| alert.state.severity().to_string()),
        );
        ask(
            "no_data",
            expected.no_data.map(|told| yes_or_no(told).to_owned()),
            nearest.map(|alert| yes_or_no(alert.told_no_data().is_some()).to_owned()),
        );
        ask(
            "held",
            expected.held.map(|held| held.word().to_owned()),
            nearest.map(|alert| now.held(alert).word().to_owned()),
        );
        let mut text = format!("{}: no such alert\n", self.clock(now.as_of));
        text.push_str(&format_table(&rows, |row| match row {
            [_, expected, found] if expected == found => "",
            [name, ..] if name.is_empty() => "",
            _ => "<-",
        }));
        text.push_str(&key.map_or_else(String::new, |key| self.trace(&key)));
        text.trim_end().to_owned()
    }

    /// Other cards are open than were expected.
    pub(super) fn cards(&self, expected: &str, now: &PollFrame) -> String {
        let cards = now.cards.values().map(Arc::as_ref);
        let open = cards.filter(|card| card.is_open);
        self.listed(expected, open, now)
    }

    /// No card is as expected.
    pub(super) fn card(&self, expected: &CardPattern, now: &PollFrame) -> String {
        let mut text = format!("{}: no such card\n", self.clock(now.as_of));
        if now.cards.is_empty() {
            text.push_str("  there is none\n");
        }
        for card in now.cards.values() {
            for part in expected.missing(&card.text) {
                let _ = writeln!(text, "  without: {part}");
            }
            for part in expected.surplus(&card.text) {
                let _ = writeln!(text, "  with:    {part}");
            }
            text.push_str(&quote_card(&card.text));
        }
        text.trim_end().to_owned()
    }

    fn listed<'card>(
        &self,
        what: &str,
        cards: impl Iterator<Item = &'card ShownCard>,
        now: &PollFrame,
    ) -> String {
        let mut text = format!("{}: {what}\n", self.clock(now.as_of));
        for card in cards {
            text.push_str(&quote_card(&card.text));
        }
        if !text.contains("  | ") {
            text.push_str("  there is none\n");
        }
        text.trim_end().to_owned()
    }

    /// Phones rang more often than expected, or less.
    pub(super) fn pings(&self, expected: u64, told: &[(&PollFrame, &TestEvent)]) -> String {
        let pings = match expected {
            1 => "one ping was expected".to_owned(),
            expected => format!("{expected} pings were expected"),
        };
        self.told(&pings, told)
    }

    /// Other messages were posted than expected.
    pub(super) fn told(&self, expected: &str, told: &[(&PollFrame, &TestEvent)]) -> String {
        let now = self.frames.last().map(|frame| self.clock(frame.as_of));
        let mut text = format!("{}: {expected}\n", now.unwrap_or_default());
        let rows: Vec<[String; 4]> = told
            .iter()
            .map(|(frame, told)| {
                [
                    self.clock(frame.as_of),
                    told.what.to_owned(),
                    told.rule
                        .as_ref()
                        .map_or_else(|| "–".to_owned(), ToString::to_string),
                    ring_words(told),
                ]
            })
            .collect();
        if rows.is_empty() {
            text.push_str("  nothing was told\n");
        } else {
            text.push_str("  what was told:\n");
            text.push_str(&format_table(&rows, |_| ""));
        }
        text.trim_end().to_owned()
    }

    /// Lists the verdicts of the rule on the scope, and the states of the alert.
    fn trace(&self, key: &AlertKey) -> String {
        let mut text = format!("  {} of {}:\n", key.rule, key.scope);
        let first = self.frames.len().saturating_sub(TRACE);
        let frames = self.frames.get(first..).unwrap_or_default();
        let rows: Vec<[String; 4]> = frames
            .iter()
            .map(|frame| {
                let judged = frame.judged(key);
                [
                    self.clock(frame.as_of),
                    judged.map_or_else(String::new, figure_text),
                    judged.map_or("not judged", verdict_words).to_owned(),
                    ExpectedState::of(frame.alert(key)).word().to_owned(),
                ]
            })
            .collect();
        text.push_str(&format_table(&rows, |_| ""));
        text
    }

    /// Formats a time of day in the zone of the test, with the date after the first day.
    fn clock(&self, time: DateTime<Utc>) -> String {
        let local = |time: DateTime<Utc>| time.with_timezone(&self.setting.zone);
        let (time, start) = (local(time), local(self.setting.start));
        if time.date_naive() == start.date_naive() {
            time.format("%H:%M").to_string()
        } else {
            time.format("%Y-%m-%d %H:%M").to_string()
        }
    }
}

/// Puts a bar before each line of a card.
fn quote_card(card: &str) -> String {
    card.lines().fold(String::new(), |mut text, line| {
        let _ = writeln!(text, "  | {line}");
        text
    })
}

fn ring_words(told: &TestEvent) -> String {
    let mut text = if told.is_ping() { "ping" } else { "silent" }.to_owned();
    for role in &told.ring.mention {
        let _ = write!(text, " @{role}");
    }
    text
}

impl fmt::Display for EventPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = self.what.map(|what| format!("`{what}`"));
        let rule = self.rule.as_ref().map(|rule| format!("of {rule}"));
        let channel = self.channel.as_ref();
        let channel = channel.map(|channel| format!("in {channel}"));
        let loud = self
            .loud
            .map(|loud| if loud { "with a ping" } else { "silently" });
        let roles = self.mention.iter().map(|role| format!("to @{role}"));
        let parts: Vec<String> = [what, rule, channel, loud.map(str::to_owned)]
            .into_iter()
            .flatten()
            .chain(roles)
            .collect();
        f.write_str(&parts.join(" "))
    }
}

fn yes_or_no(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}

fn figure_text(judged: &JudgedAlert) -> String {
    match judged.sample {
        None => String::new(),
        Some(Sample {
            value,
            part: Some(part),
            of: Some(of),
        }) => format!("{value} ({part} of {of})"),
        Some(Sample {
            value,
            of: Some(of),
            part: None,
        }) => format!("{value} (of {of})"),
        Some(Sample { value, .. }) => value.to_string(),
    }
}

fn verdict_words(judged: &JudgedAlert) -> &'static str {
    match judged.verdict {
        Verdict::Breach(Severity::Warning) => "warning breach",
        Verdict::Breach(Severity::Critical) => "critical breach",
        Verdict::Between => "between",
        Verdict::Clear => "clear",
        Verdict::TooFew => "too few",
        Verdict::Missing => "no figure",
        Verdict::Asleep => "asleep",
    }
}

/// Aligns columns to their widest cells, and adds a note to each line.
fn format_table<const N: usize>(
    rows: &[[String; N]],
    note: impl Fn(&[String; N]) -> &'static str,
) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let mut text = String::new();
    for row in rows {
        let mut line = String::from("  ");
        for (cell, width) in row.iter().zip(widths) {
            let blank = " ".repeat(width - cell.width() + 2);
            let _ = write!(line, "{cell}{blank}");
        }
        let _ = writeln!(text, "{}", format!("{line}{}", note(row)).trim_end());
    }
    text
}
