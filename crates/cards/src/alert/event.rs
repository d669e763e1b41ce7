//! An incident's event as its posts see it, and wording that they share.

use chrono::{DateTime, Utc};

use crate::{CardLine, Words};
use vigia_core::{
    alerts::{Alert, EndReason, EventKind, Incident, IncidentId, IncidentNews},
    metrics::{Scope, SkillNames},
    rules::Severity,
};

/// The mark in the footer of an incident's card, by which the bot finds its own message.
pub fn mark(incident: IncidentId) -> String {
    format!("#{incident}")
}

/// An event of an incident together with the alert that stands for the incident.
pub(super) struct EventView<'news> {
    pub(super) news: &'news IncidentNews,
    pub(super) at: DateTime<Utc>,
    pub(super) incident: &'news Incident,
    pub(super) alert: &'news Alert,
}

impl<'news> EventView<'news> {
    /// Takes the worst open alert of the incident, or the last that ended.
    pub(super) fn new(news: &'news IncidentNews, at: DateTime<Utc>) -> Option<Self> {
        let ended = news.incident.ended.last().map(|ended| &ended.alert);
        Some(Self {
            news,
            at,
            incident: &news.incident,
            alert: news.open.first().or(ended)?,
        })
    }

    pub(super) fn end_reason(&self) -> Option<EndReason> {
        let EventKind::Resolved(reason) = self.news.kind else {
            return None;
        };
        Some(reason)
    }

    pub(super) fn severity(&self) -> Severity {
        self.alert.state.severity()
    }

    /// Returns whether the rule waits for a figure that is missing.
    pub(super) fn is_absent(&self) -> bool {
        self.alert.grounds.side.is_none()
    }

    /// Returns the time from the first breach to this event.
    pub(super) fn lasted(&self) -> std::time::Duration {
        let lasted = self.at - self.alert.state.since();
        lasted.to_std().unwrap_or_default()
    }

    pub(super) fn open_count(&self) -> u32 {
        let open = u32::try_from(self.news.open.len()).unwrap_or(u32::MAX);
        open.saturating_add(self.news.more)
    }
}

/// The place of an alert without the channel, which the title names.
pub(super) fn alert_place(alert: &Alert, names: &SkillNames, words: &Words) -> String {
    match &alert.key.scope {
        Scope::Operation => words.say("place-operation", &[]),
        Scope::Skill(skill) => words.skill(*skill, names.get(*skill)),
        Scope::Channel(channel) => words.channel(channel),
        scope @ Scope::Agent(_) => words.place(scope, names),
    }
}

/// A line that begins with a capital, whichever of its parts comes first.
pub(super) fn capitalised_line(parts: &[String]) -> CardLine {
    let text = parts.join(" · ");
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    let first = first.into_iter().flatten();
    CardLine::text(first.chain(letters).collect::<String>())
}
