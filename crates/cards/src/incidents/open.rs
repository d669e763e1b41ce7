//! The open incidents, and wording that the cards of incidents share.

use chrono::{DateTime, Utc};

use crate::{
    AudienceView, Card, CardLine, TextSpan, Tone, Words,
    report::{AnswerView, RowPage},
    tidy, tidy_within,
};
use vigia_core::{
    alerts::{
        Alert, AlertState, ClosedIncident, HoldReason, Incident, IncidentId, IncidentMark,
        IncidentStanding,
    },
    rules::Severity,
};

/// The number of characters that a person's note has room for.
pub(super) const NOTE_ROOM: usize = 200;

#[derive(Clone, Debug)]
pub struct OpenIncident<'a> {
    pub incident: &'a Incident,
    pub alerts: Vec<&'a Alert>,
    pub mark: &'a IncidentMark,
}

impl<'a> OpenIncident<'a> {
    fn worst(&self) -> Option<&'a Alert> {
        let alerts = self.alerts.iter().copied();
        alerts.max_by_key(|alert| alert.state.severity())
    }
}

#[derive(Clone, Debug)]
pub struct OpenAlertsList<'a> {
    /// The time of the last poll; `None` before the first.
    pub as_of: Option<DateTime<Utc>>,
    pub open: Vec<OpenIncident<'a>>,
    /// The number of alerts that are breached, but not yet for long enough.
    pub pending: usize,
    /// The page, counted from zero.
    pub page: usize,
}

/// A card with the incidents that it shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListedAlert {
    /// The card, without its buttons yet.
    pub card: Card,
    /// The incidents in the order of the card.
    pub shown: Vec<IncidentId>,
    pub pages: usize,
}

/// The open incidents, the worst first.
pub fn now(now: &OpenAlertsList<'_>, reader: &AudienceView<'_>, words: &Words) -> ListedAlert {
    let mut open: Vec<_> = now.open.iter().collect();
    open.sort_by_key(|open| {
        let incident = open.incident;
        (std::cmp::Reverse(incident.severity), incident.opened_at)
    });
    let worst = open.first().map(|open| open.incident.severity);
    let total = u64::try_from(open.len()).unwrap_or(u64::MAX);
    let view = AnswerView {
        page: now.page,
        ..AnswerView::default()
    };
    let page = RowPage::with_size(open, &view, OpenAlertsList::PAGE);
    let mut lines: Vec<CardLine> = page
        .rows
        .iter()
        .flat_map(|open| open_lines(open, reader, words))
        .collect();
    if let Ok(pending @ 1..) = u64::try_from(now.pending) {
        let count = words.count(pending).into();
        let args = [("pending", pending.into()), ("count", count)];
        lines.push(words.line("now-pending", &args));
    }
    lines.extend(page.line(words));
    let title = match worst {
        // That nothing was read does not mean that nothing is wrong.
        None if now.as_of.is_none() => words.say("now-never", &[]),
        None => words.say("now-none", &[]),
        Some(severity) => words.say(
            "now-some",
            &[
                ("light", severity_sign(severity).into()),
                ("incidents", total.into()),
                ("count", words.count(total).into()),
            ],
        ),
    };
    ListedAlert {
        shown: page.rows.iter().map(|open| open.incident.id).collect(),
        pages: page.pages,
        card: Card {
            tone: match worst {
                None if now.as_of.is_none() => Tone::NoData,
                None => Tone::Resolved,
                Some(Severity::Warning) => Tone::Warning,
                Some(Severity::Critical) => Tone::Critical,
            },
            title,
            lines,
            footer: reader.command.clone(),
            as_of: now.as_of,
            ..Card::default()
        },
    }
}

impl OpenAlertsList<'_> {
    /// The number of incidents on a page: each has a button, and a row of buttons has five.
    pub const PAGE: usize = 5;
}

fn open_lines(open: &OpenIncident<'_>, reader: &AudienceView<'_>, words: &Words) -> Vec<CardLine> {
    let incident = open.incident;
    let state = match incident.severity {
        Severity::Warning => "state-warning",
        Severity::Critical => "state-critical",
    };
    let mut parts = vec![words.say(state, &[])];
    if is_recovering(open) {
        parts.push(words.say("alert-recovering", &[]));
    }
    match open.worst() {
        Some(alert) => parts.push(alert_figure(alert, reader, words)),
        None => parts.push(incident_name(incident, words)),
    }
    if let Ok(more @ 1..) = u64::try_from(open.alerts.len().saturating_sub(1)) {
        let count = words.count(more).into();
        parts.push(words.say("incident-more", &[("count", count)]));
    }
    let since = words.moment(incident.opened_at, reader.now).into();
    parts.push(words.say("incident-since", &[("time", since)]));
    let mut lines = vec![CardLine::of(vec![
        TextSpan::Code(format!("#{}", incident.id)),
        TextSpan::Text(format!(" {}", parts.join(" · "))),
    ])];
    if let IncidentStanding::Held(hold) = &incident.standing {
        lines.push(held_line(hold, words));
    }
    lines.extend(mark_lines(open.mark, incident, reader, words));
    lines
}

pub(super) fn severity_sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Warning => "🟡",
        Severity::Critical => "🔴",
    }
}

/// Formats `Abandonment 14.8 % (18 of 122) · skill 12 Soporte TV · voice`.
fn alert_figure(alert: &Alert, reader: &AudienceView<'_>, words: &Words) -> String {
    let metric = words.metric(alert.metric);
    let figure = match alert.last() {
        Some(last) => format!("{metric} {}", words.figure(alert.metric, &last.sample)),
        None => metric,
    };
    let place = reader.place_of(alert.metric, &alert.key.scope, words);
    format!("{figure} · {place}")
}

pub(super) fn held_line(hold: &HoldReason, words: &Words) -> CardLine {
    match hold {
        HoldReason::Silence(id) => {
            words.line("held-silence", &[("silence", id.to_string().into())])
        }
        HoldReason::Dependency(rule) => {
            words.line("held-dependency", &[("rule", tidy(rule.as_str()).into())])
        }
        HoldReason::CatchUp => words.line("held-catch-up", &[]),
    }
}

/// The acknowledgement and the snooze, as far as they still count.
fn mark_lines(
    mark: &IncidentMark,
    incident: &Incident,
    reader: &AudienceView<'_>,
    words: &Words,
) -> Vec<CardLine> {
    let mut lines = Vec::new();
    if let Some(ack) = mark.holding(incident.severity, incident.scopes) {
        let who = ("who", tidy(&ack.by.name).into());
        let at = ("at", words.at(ack.at, reader.now).into());
        lines.push(match &ack.note {
            Some(note) => {
                let note = ("note", tidy_within(note, NOTE_ROOM).into());
                words.line("mark-acknowledged-note", &[who, at, note])
            }
            None => words.line("mark-acknowledged", &[who, at]),
        });
    }
    if let Some(snooze) = mark.snoozed(incident.severity, reader.now) {
        let who = ("who", tidy(&snooze.by.name).into());
        let until = ("until", words.moment(snooze.until, reader.now).into());
        lines.push(words.line("mark-snoozed", &[who, until]));
    }
    lines
}

/// The name of an incident: its rule, or that it is a digest of many.
pub(super) fn incident_name(incident: &Incident, words: &Words) -> String {
    match incident.condition() {
        Some(condition) => tidy(condition.rule.as_str()),
        None => words.say("incident-digest", &[]),
    }
}

fn is_recovering(open: &OpenIncident<'_>) -> bool {
    let recovers = |alert: &&Alert| match alert.state {
        AlertState::Recovering { .. } => true,
        AlertState::Pending { .. } | AlertState::Firing(_) => false,
    };
    !open.alerts.is_empty() && open.alerts.iter().all(recovers)
}

/// The worst figure of an incident that is over, with its place.
pub(super) fn peak_figure(
    closed: &ClosedIncident,
    reader: &AudienceView<'_>,
    words: &Words,
) -> Option<String> {
    let ended = closed.incident.ended.iter().map(|ended| &ended.alert);
    let worst = ended.max_by_key(|alert| alert.state.severity())?;
    let peak = worst.peak.or(worst.last().copied())?;
    let figure = words.figure(worst.metric, &peak.sample);
    let place = reader.place_of(worst.metric, &worst.key.scope, words);
    Some(format!("{figure} · {place}"))
}
