//! One incident with all its facts: its card, and the actions of people on it.

use chrono::{DateTime, Utc};

use crate::{
    AudienceView, Card, CardFile, CardLine, Words, alert,
    incidents::open::{NOTE_ROOM, OpenIncident, held_line},
    report::{ReportTable, TableCell, TableColumn},
    tidy, tidy_within,
};
use vigia_core::{
    alerts::{
        Alert, AuditAction, AuditEntry, ClosedIncident, EventKind, IncidentNews, IncidentStanding,
    },
    metrics::{AgentName, OperationName, Scope},
};

#[derive(Clone, Debug)]
pub enum IncidentDetails<'a> {
    Open(OpenIncident<'a>),
    Over(&'a ClosedIncident),
}

/// All that is known of the incident now, its log with the actions of people on it, oldest first,
/// and a list of what else can be done.
pub fn details(
    case: &IncidentDetails<'_>,
    operation: &OperationName,
    audit: &[AuditEntry],
    reader: &AudienceView<'_>,
    words: &Words,
) -> Card {
    let (kind, incident, mark, at) = match case {
        IncidentDetails::Open(open) => (EventKind::Refreshed, open.incident, open.mark, reader.now),
        IncidentDetails::Over(closed) => {
            let kind = EventKind::Resolved(closed.reason);
            (kind, &closed.incident, &closed.mark, closed.at)
        }
    };
    let alerts = match case {
        IncidentDetails::Open(open) => open.alerts.clone(),
        IncidentDetails::Over(_) => Vec::new(),
    };
    let (incident, mark) = (incident.clone(), mark.clone());
    let log = incident.log.clone();
    let news = IncidentNews::new(kind, incident, alerts, mark);
    let news = if reader.names_agents {
        news
    } else {
        without_agent_names(news, words)
    };
    let mut card = alert::long_card(&news, operation, at, reader.names, words);
    if let IncidentDetails::Open(open) = case {
        let only = news.open.first().filter(|_| news.incident.scopes <= 1);
        let scope = only.map(|alert| &alert.key.scope);
        card.select = Some(alert::details_menu(&news.incident, scope, words));
        if news.more > 0 {
            card.file = Some(alerts_file(open, reader, words));
        }
    }
    if let IncidentStanding::Held(hold) = &news.incident.standing {
        card.lines.push(held_line(hold, words));
    }
    let shown = shown_action_times(&news, reader);
    let actions = audit.iter().filter(|entry| !shown.contains(&entry.at));
    let actions = actions.filter_map(|entry| Some((entry.at, action_line(entry, reader, words)?)));
    let events = log.iter();
    let events = events.filter_map(|it| Some((it.at, alert::log_line(it, reader.now, words)?)));
    let mut earlier: Vec<(DateTime<Utc>, CardLine)> = events.chain(actions).collect();
    earlier.sort_by_key(|(at, _)| *at);
    card.lines.extend(earlier.into_iter().map(|(_, line)| line));
    card
}

/// The times of the actions that the card itself shows.
fn shown_action_times(news: &IncidentNews, reader: &AudienceView<'_>) -> Vec<DateTime<Utc>> {
    let IncidentNews { mark, incident, .. } = news;
    let ack = mark.holding(incident.severity, incident.scopes);
    let snooze = mark.snoozed(incident.severity, reader.now);
    let ack = ack.map(|ack| ack.at);
    ack.into_iter()
        .chain(snooze.map(|snooze| snooze.at))
        .collect()
}

fn action_line(entry: &AuditEntry, reader: &AudienceView<'_>, words: &Words) -> Option<CardLine> {
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

/// Replaces the names of agents.
fn without_agent_names(mut news: IncidentNews, words: &Words) -> IncidentNews {
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

/// A file with all open alerts of an incident, the worst first.
fn alerts_file(open: &OpenIncident<'_>, reader: &AudienceView<'_>, words: &Words) -> CardFile {
    let mut alerts = open.alerts.clone();
    alerts.sort_by(|one, other| other.cmp_gravity(one));
    let column = |(key, id): (&'static str, &str)| TableColumn {
        key,
        title: words.say(id, &[]),
    };
    let columns = [
        ("rule", "column-rule"),
        ("metric", "column-metric"),
        ("place", "column-place"),
        ("severity", "column-severity"),
        ("value", "column-value"),
        ("part", "column-part"),
        ("of", "column-of"),
        ("limit", "column-limit"),
        ("since", "column-since"),
        ("as_of", "column-as-of"),
    ];
    let rows = alerts.iter().map(|alert| alert_row(alert, reader, words));
    let table = ReportTable {
        columns: columns.map(column).into(),
        rows: rows.collect(),
    };
    CardFile {
        name: format!("{}.csv", open.incident.id),
        text: table.csv(words),
    }
}

fn alert_row(alert: &Alert, reader: &AudienceView<'_>, words: &Words) -> Vec<TableCell> {
    let severity = alert.state.severity();
    let sample = alert.last().map(|last| last.sample);
    let time = |time: DateTime<Utc>| {
        let local = time.with_timezone(&words.zone());
        TableCell::Text(local.format("%Y-%m-%d %H:%M:%S").to_string())
    };
    let value = sample.map(|sample| words.quantity(sample.value));
    let limit = alert.grounds.limit(severity);
    vec![
        TableCell::Text(tidy(alert.key.rule.as_str())),
        TableCell::Text(words.metric(alert.metric)),
        TableCell::Text(reader.place(&alert.key.scope, words)),
        TableCell::Text(words.severity(severity)),
        TableCell::Text(value.unwrap_or_default()),
        TableCell::Count(sample.and_then(|sample| sample.part)),
        TableCell::Count(sample.and_then(|sample| sample.of)),
        TableCell::Text(limit.map(|limit| words.stated(limit)).unwrap_or_default()),
        time(alert.state.since()),
        time(alert.as_of()),
    ]
}
