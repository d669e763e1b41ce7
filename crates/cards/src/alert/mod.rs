//! The card of an alert, and the lines of its incident's thread.
//!
//! ```text
//! 🔴 CRITICAL · Abandonment 14.8 % (18 of 122) · skill 12 Soporte TV · voice
//! Last 1 h (14:05–15:05) · limit 10 % · 4.8 pts above
//! Since 14:40 (25 minutes ago, 5 checks)
//! Trend 6.1 → 9.8 → 14.8 % ▲ · peak 16.2 % (20 of 123) at 15:00
//! 📋 breaks and logged-in agents
//! rule high-abandonment · data to 15:05 · #7K3M9QZ
//! ```

mod buttons;
mod card;
mod chart;
mod clues;
mod description;
mod log;
mod notice;
mod people;
mod press;
mod several;
#[cfg(test)]
mod tests;
mod title;
mod usual;

use chrono::{DateTime, Utc};

use crate::{Card, CardLine, Words};
use vigia_core::{
    alerts::{Alert, EndReason, EventKind, Incident, IncidentId, IncidentNews, Observation},
    metrics::{OperationName, Scope, SkillNames},
    rules::Severity,
};

pub use chart::{AlertChart, AlertChartView};
pub use press::{AlertAction, AlertButton, SnoozeLength};

pub use notice::{caught_up, notice, pointer};

/// The mark in the footer of an incident's card, by which the bot finds its own message.
#[must_use]
pub fn mark(incident: IncidentId) -> String {
    format!("#{incident}")
}

/// What is told of an incident by way of one of its alerts.
struct EventView<'news> {
    news: &'news IncidentNews,
    kind: &'news EventKind,
    at: DateTime<Utc>,
    incident: &'news Incident,
    alert: &'news Alert,
}

impl<'news> EventView<'news> {
    /// The worst alert of the incident, or the last that ended.
    fn of(news: &'news IncidentNews, at: DateTime<Utc>) -> Option<Self> {
        let ended = news.incident.ended.last().map(|ended| &ended.alert);
        Some(Self {
            news,
            kind: &news.kind,
            at,
            incident: &news.incident,
            alert: news.open.first().or(ended)?,
        })
    }

    fn reason(&self) -> Option<EndReason> {
        match self.kind {
            EventKind::Resolved(reason) => Some(*reason),
            EventKind::Fired
            | EventKind::Escalated
            | EventKind::Grew
            | EventKind::Eased
            | EventKind::Improved
            | EventKind::Reminded
            | EventKind::Called(_)
            | EventKind::Refreshed
            | EventKind::NoData
            | EventKind::DataBack
            | EventKind::Acknowledged
            | EventKind::Snoozed => None,
        }
    }

    fn severity(&self) -> Severity {
        self.alert.state.severity()
    }

    /// Whether it is about a figure that is not there.
    fn is_absent(&self) -> bool {
        self.alert.grounds.side.is_none()
    }

    fn last(&self) -> Option<&Observation> {
        self.alert.last()
    }
}

/// Where an alert is, without the channel, which the title names.
fn place(alert: &Alert, names: &SkillNames, words: &Words) -> String {
    match &alert.key.scope {
        Scope::Operation => words.say("place-operation", &[]),
        Scope::Skill(skill) => words.skill(*skill, names.get(*skill)),
        Scope::Channel(channel) => words.channel(channel),
        scope @ Scope::Agent(_) => words.place(scope, names),
    }
}

/// A line that begins with a capital, whichever of its parts comes first.
fn sentence(parts: &[String]) -> CardLine {
    let text = parts.join(" · ");
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    let first = first.into_iter().flatten();
    CardLine::text(first.chain(letters).collect::<String>())
}

/// The card of an incident of that operation after what happened at that time.
#[must_use]
pub fn card(
    news: &IncidentNews,
    operation: &OperationName,
    at: DateTime<Utc>,
    names: &SkillNames,
    words: &Words,
) -> Card {
    let card = several::several(news, at, names, words)
        .or_else(|| Some(card::card(&EventView::of(news, at)?, names, words)));
    let description = description::lines(news, operation, names, words);
    card.map_or_else(Card::default, |card| Card {
        lines: [card.lines, description].concat(),
        buttons: buttons::buttons(news, words),
        ..card
    })
}

/// What the thread of an incident is called.
#[must_use]
pub fn thread_title(
    news: &IncidentNews,
    at: DateTime<Utc>,
    names: &SkillNames,
    words: &Words,
) -> String {
    EventView::of(news, at).map_or_else(String::new, |told| log::thread_title(&told, names, words))
}

/// One line for the incident's thread.
#[must_use]
pub fn log_line(news: &IncidentNews, at: DateTime<Utc>, words: &Words) -> CardLine {
    EventView::of(news, at).map_or_else(CardLine::default, |told| log::log_line(&told, words))
}
