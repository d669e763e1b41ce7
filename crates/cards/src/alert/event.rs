//! An incident's event as its posts see it, and wording that they share.

use chrono::{DateTime, Utc};

use crate::{CardLine, Words};
use vigia_core::{
    alerts::{
        AcknowledgeRequest, Alert, AlertState, EndReason, EventKind, Incident, IncidentNews,
        IncidentSubject, NoData, SnoozeRequest,
    },
    metrics::{Scope, SkillNames},
    rules::Severity,
};

/// The state that a card shows. What people did stands before what the figures do.
pub(super) enum CardState<'news> {
    Firing,
    Taken(&'news AcknowledgeRequest),
    Snoozed(&'news SnoozeRequest),
    NoData(NoData),
    Recovering { clear_since: DateTime<Utc> },
    Closed(EndReason),
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

    pub(super) fn card_state(&self) -> CardState<'news> {
        let (incident, mark) = (self.incident, &self.news.mark);
        if let Some(reason) = self.end_reason() {
            return CardState::Closed(reason);
        }
        if let Some(snooze) = mark.snoozed(incident.severity, self.at) {
            return CardState::Snoozed(snooze);
        }
        if let Some(gap) = self.alert.told_no_data() {
            return CardState::NoData(gap);
        }
        if let AlertState::Recovering { clear_since, .. } = self.alert.state {
            return CardState::Recovering { clear_since };
        }
        match mark.holding(incident.severity, incident.scopes) {
            Some(ack) => CardState::Taken(ack),
            None => CardState::Firing,
        }
    }

    /// Returns whether it is about one scope of one rule.
    pub(super) fn is_of_one(&self) -> bool {
        self.incident.scopes <= 1 && self.incident.subject != IncidentSubject::Digest
    }

    /// Returns the first breach, or the time at which it became worse.
    pub(super) fn since(&self) -> DateTime<Utc> {
        let announced = self.incident.announced();
        let worse = announced
            .filter(|it| it.worse_at > it.at)
            .map(|it| it.worse_at);
        worse.unwrap_or_else(|| self.alert.state.since())
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
