//! One incident whole: its card, and what people did about it.

use chrono::{DateTime, Utc};

use crate::{
    AudienceView, Card, CardLine, Words, alert,
    incidents::{NOTE_ROOM, OpenIncident, held, rows},
    tidy, tidy_within,
};
use vigia_core::{
    alerts::{
        Alert, AuditAction, AuditEntry, ClosedIncident, EventKind, IncidentNews, IncidentStanding,
        NotificationLevel,
    },
    metrics::{AgentName, OperationName, Scope},
};

/// An incident, wherever it stands.
#[derive(Clone, Debug)]
pub enum IncidentDetails<'a> {
    /// It is open.
    Open(OpenIncident<'a>),
    /// It is over.
    Over(&'a ClosedIncident),
}

/// The incident as its card tells it now, with its buttons, and what people did about it,
/// oldest first.
#[must_use]
pub fn details(
    case: &IncidentDetails<'_>,
    operation: &OperationName,
    audit: &[AuditEntry],
    reader: &AudienceView<'_>,
    words: &Words,
) -> Card {
    let (news, at) = match case {
        IncidentDetails::Open(open) => {
            let news = IncidentNews::new(
                EventKind::Refreshed,
                open.incident.clone(),
                open.alerts.clone(),
                open.mark.clone(),
                NotificationLevel::default(),
            );
            (news, reader.now)
        }
        IncidentDetails::Over(closed) => {
            let news = IncidentNews::new(
                EventKind::Resolved(closed.reason),
                closed.incident.clone(),
                Vec::new(),
                closed.mark.clone(),
                NotificationLevel::default(),
            );
            (news, closed.at)
        }
    };
    let news = if reader.names_agents {
        news
    } else {
        unnamed(news, words)
    };
    let mut card = alert::card(&news, operation, at, reader.names, words);
    let standing = match case {
        IncidentDetails::Open(open) => &open.incident.standing,
        IncidentDetails::Over(closed) => &closed.incident.standing,
    };
    if let IncidentDetails::Open(open) = case
        && news.more > 0
    {
        card.file = Some(rows::file(open, reader, words));
        let more = [("count", news.more.into())];
        let here = words.line("alert-more-in-details", &more);
        let mut lines = card.lines.iter_mut();
        if let Some(line) = lines.find(|line| **line == here) {
            *line = words.line("details-file", &more);
        }
    }
    card.lines.extend(match standing {
        IncidentStanding::Held(hold) => Some(held(hold, words)),
        IncidentStanding::Announced(_) => None,
    });
    let told = told(&news, reader);
    let earlier = audit.iter().rev().filter(|entry| !told.contains(&entry.at));
    let earlier = earlier.filter_map(|entry| deed(entry, reader, words));
    card.lines.extend(earlier);
    card
}

/// When that was done which the card itself tells.
fn told(news: &IncidentNews, reader: &AudienceView<'_>) -> Vec<DateTime<Utc>> {
    let IncidentNews { mark, incident, .. } = news;
    let ack = mark.holding(incident.severity, incident.scopes);
    let snooze = mark.snoozed(incident.severity, reader.now);
    let ack = ack.map(|ack| ack.at);
    ack.into_iter()
        .chain(snooze.map(|snooze| snooze.at))
        .collect()
}

/// What somebody did about the incident.
fn deed(entry: &AuditEntry, reader: &AudienceView<'_>, words: &Words) -> Option<CardLine> {
    let at = ("at", words.at(entry.at, reader.now).into());
    let by = entry.by.as_ref().map(|by| tidy(&by.name));
    let who = ("who", by.unwrap_or_default().into());
    match &entry.deed {
        AuditAction::Acknowledged { note, .. } => Some(match note {
            Some(note) => {
                let note = ("note", tidy_within(note, NOTE_ROOM).into());
                words.line("deed-acknowledged-note", &[at, who, note])
            }
            None => words.line("deed-acknowledged", &[at, who]),
        }),
        AuditAction::Snoozed { until, .. } => {
            let until = ("until", words.moment(*until, entry.at).into());
            Some(words.line("deed-snoozed", &[at, who, until]))
        }
        AuditAction::Silenced(_)
        | AuditAction::SilenceEnded(_)
        | AuditAction::Reloaded { .. }
        | AuditAction::Refused { .. } => None,
    }
}

/// The same of agents whom nobody names.
fn unnamed(mut news: IncidentNews, words: &Words) -> IncidentNews {
    let unnamed = AgentName::new(words.say("agent-unnamed", &[]));
    let hide = |alert: &mut Alert| match &mut alert.key.scope {
        Scope::Agent(name) => *name = unnamed.clone(),
        Scope::Operation | Scope::Skill(_) | Scope::Channel(_) => {}
    };
    news.open.iter_mut().for_each(hide);
    news.incident
        .ended
        .iter_mut()
        .for_each(|ended| hide(&mut ended.alert));
    news
}
