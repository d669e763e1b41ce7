//! What is open now.

use chrono::{DateTime, Utc};

use crate::{
    AudienceView, Card, CardLine, TextSpan, Tone, Words,
    incidents::{OpenIncident, figure, is_recovering, light, name, quiet, state_id},
    report::{AnswerView, page_of},
};
use vigia_core::{alerts::IncidentId, rules::Severity};

/// What is open.
#[derive(Clone, Debug)]
pub struct OpenAlertsList<'a> {
    /// The last poll; `None` before the first.
    pub as_of: Option<DateTime<Utc>>,
    /// The open incidents.
    pub open: Vec<OpenIncident<'a>>,
    /// How many alerts have been breached, but not yet for long enough.
    pub pending: usize,
    /// The page, from zero.
    pub page: usize,
}

/// A card with incidents, and which they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListedAlert {
    /// The card, without buttons.
    pub card: Card,
    /// The incidents that it shows, in their order.
    pub shown: Vec<IncidentId>,
    /// How many pages there are.
    pub pages: usize,
}

/// What is open now, the worst first.
#[must_use]
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
    let page = page_of(open, &view, OpenAlertsList::PAGE);
    let mut lines: Vec<CardLine> = page
        .rows
        .iter()
        .flat_map(|open| told(open, reader, words))
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
                ("light", light(severity).into()),
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
    /// How many incidents a page has: each has a button, and a row of buttons has five.
    pub const PAGE: usize = 5;
}

fn told(open: &OpenIncident<'_>, reader: &AudienceView<'_>, words: &Words) -> Vec<CardLine> {
    let incident = open.incident;
    let mut parts = vec![words.say(state_id(incident.severity), &[])];
    if is_recovering(open) {
        parts.push(words.say("alert-recovering", &[]));
    }
    match open.worst() {
        Some(alert) => parts.push(figure(alert, reader, words)),
        None => parts.push(name(incident, words)),
    }
    if let Ok(more @ 1..) = u64::try_from(open.alerts.len().saturating_sub(1)) {
        let count = words.count(more).into();
        parts.push(words.say("incident-more", &[("count", count)]));
    }
    let since = words.moment(incident.opened_at, reader.now).into();
    parts.push(words.say("incident-since", &[("time", since)]));
    let mut lines = vec![CardLine(vec![
        TextSpan::Code(format!("#{}", incident.id)),
        TextSpan::Text(format!(" {}", parts.join(" · "))),
    ])];
    lines.extend(quiet(open, reader, words));
    lines
}
