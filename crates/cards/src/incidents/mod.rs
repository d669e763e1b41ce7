//! What is open, what is over, and one incident whole.
//!
//! ```text
//! 🔴 2 open incidents
//! #14Y21JF 🔴 CRITICAL · Abandonment 14.8 % (18 of 122) · skill 12 Soporte TV · voice · since 14:40
//! Ana has it in hand (14:52): calling the floor
//! ```

mod details;
mod history;
mod now;
mod rows;

use crate::{AudienceView, CardLine, Words, tidy, tidy_within};
use vigia_core::{
    alerts::{
        Alert, AlertState, ClosedIncident, HoldReason, Incident, IncidentMark, IncidentStanding,
    },
    rules::Severity,
};

pub use details::{IncidentDetails, details};
pub use history::{IncidentHistory, history, left_out};
pub use now::{ListedAlert, OpenAlertsList, now};

/// How much room the words of a person have.
const NOTE_ROOM: usize = 200;

/// An incident that is open.
#[derive(Clone, Debug)]
pub struct OpenIncident<'a> {
    /// The incident.
    pub incident: &'a Incident,
    /// Its open alerts.
    pub alerts: Vec<&'a Alert>,
    /// What people did about it.
    pub mark: &'a IncidentMark,
}

impl<'a> OpenIncident<'a> {
    /// The worst of its alerts.
    fn worst(&self) -> Option<&'a Alert> {
        let alerts = self.alerts.iter().copied();
        alerts.max_by_key(|alert| alert.state.severity())
    }
}

fn state_id(severity: Severity) -> &'static str {
    match severity {
        Severity::Warning => "state-warning",
        Severity::Critical => "state-critical",
    }
}

fn light(severity: Severity) -> &'static str {
    match severity {
        Severity::Warning => "🟡",
        Severity::Critical => "🔴",
    }
}

/// `Abandonment 14.8 % (18 of 122) · skill 12 Soporte TV · voice`.
fn figure(alert: &Alert, reader: &AudienceView<'_>, words: &Words) -> String {
    let metric = words.metric(alert.metric);
    let figure = match alert.last() {
        Some(last) => format!("{metric} {}", words.figure(alert.metric, &last.sample)),
        None => metric,
    };
    let place = reader.place_of(alert.metric, &alert.key.scope, words);
    format!("{figure} · {place}")
}

/// What keeps it quiet, or who has it in hand.
fn quiet(open: &OpenIncident<'_>, reader: &AudienceView<'_>, words: &Words) -> Vec<CardLine> {
    let mut lines = Vec::new();
    if let IncidentStanding::Held(hold) = &open.incident.standing {
        lines.push(held(hold, words));
    }
    lines.extend(marked(open.mark, open.incident, reader, words));
    lines
}

fn held(hold: &HoldReason, words: &Words) -> CardLine {
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

/// What people did about it, as far as it counts.
fn marked(
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

/// What an incident is called: its rule, or that it is of many.
fn name(incident: &Incident, words: &Words) -> String {
    match incident.condition() {
        Some(condition) => tidy(condition.rule.as_str()),
        None => words.say("incident-digest", &[]),
    }
}

/// Whether its alerts are on the mend.
fn is_recovering(open: &OpenIncident<'_>) -> bool {
    let recovers = |alert: &&Alert| match alert.state {
        AlertState::Recovering { .. } => true,
        AlertState::Pending { .. } | AlertState::Firing(_) => false,
    };
    !open.alerts.is_empty() && open.alerts.iter().all(recovers)
}

/// The worst figure that it had, with its place.
fn peak(closed: &ClosedIncident, reader: &AudienceView<'_>, words: &Words) -> Option<String> {
    let ended = closed.incident.ended.iter().map(|ended| &ended.alert);
    let worst = ended.max_by_key(|alert| alert.state.severity())?;
    let peak = worst.peak.or(worst.last().copied())?;
    let figure = words.figure(worst.metric, &peak.sample);
    let place = reader.place_of(worst.metric, &worst.key.scope, words);
    Some(format!("{figure} · {place}"))
}
