//! The card that several operations share, where more alerts begin in a channel than it takes as single cards:
//!
//! ```text
//! 🔴 12 operations at once · 34 open
//! 🔴 Norte · 3 open · Abandonment 17.7 % (17 of 96) · skill 12 Soporte TV
//! ⚠️ Sur · 1 open · Abandonment 6.3 % (12 of 190) · skill 15 Ventas
//! ```

use std::cmp::Reverse;

use chrono::{DateTime, Utc};

use crate::{
    Card, CardLine, Tone, Words,
    alert::{buttons::shared_buttons, event::alert_place},
    tidy,
};
use vigia_core::{
    alerts::{Incident, IncidentNews, SharedIncident},
    metrics::SkillNames,
    rules::Severity,
};

/// The card of these operations after the event of one of them at that time. None is left when the last has
/// recovered.
pub fn shared_card(
    news: &IncidentNews,
    at: DateTime<Utc>,
    operations: &mut [(SharedIncident, SkillNames)],
    words: &Words,
) -> Card {
    operations.sort_by_key(|(one, _)| (Reverse(one.incident.severity), Reverse(one.open.len())));
    let announced = news.incident.announced();
    let most = announced.map_or(1, |announced| announced.operations);
    let now = u32::try_from(operations.len()).unwrap_or(u32::MAX);
    let count = |operations: u32| {
        let operations = ("operations", operations.into());
        words.say("shared-operations", &[operations])
    };
    let Some((worst, _)) = operations.first() else {
        let time = ("time", words.moment(at, at).into());
        return Card {
            tone: Tone::Resolved,
            title: format!("✅ {}", count(most)),
            lines: vec![words.line("shared-over", &[time])],
            as_of: Some(at),
            ..Card::default()
        };
    };
    let tone = match worst.incident.severity {
        Severity::Warning => Tone::Warning,
        Severity::Critical => Tone::Critical,
    };
    let sign = severity_sign(worst.incident.severity);
    let open: usize = operations.iter().map(|(one, _)| one.open.len()).sum();
    let shown = operations.iter().take(Incident::LINES);
    let mut lines: Vec<CardLine> = shown
        .map(|(one, names)| operation_line(one, names, words))
        .collect();
    let more = operations.len().saturating_sub(Incident::LINES);
    if more > 0 {
        lines.push(words.line("shared-more", &[("count", to_count(more).into())]));
    }
    lines.push(words.line("shared-details", &[]));
    let is_in_hand = |(one, _): &(SharedIncident, SkillNames)| {
        let Incident {
            severity, scopes, ..
        } = one.incident;
        one.mark.holding(severity, scopes).is_some()
    };
    Card {
        tone,
        title: format!("{sign} {} · {}", count(now), open_text(open, words)),
        lines,
        as_of: Some(at),
        buttons: shared_buttons(news.incident.id, operations.iter().all(is_in_hand), words),
        ..Card::default()
    }
}

fn operation_line(one: &SharedIncident, names: &SkillNames, words: &Words) -> CardLine {
    let sign = severity_sign(one.incident.severity);
    let mut parts = vec![
        tidy(one.operation.as_str()),
        open_text(one.open.len(), words),
    ];
    if let Some(worst) = one.worst() {
        let metric = words.metric(worst.metric);
        parts.push(match worst.last() {
            Some(last) => format!("{metric} {}", words.figure(worst.metric, &last.sample)),
            None => metric,
        });
        parts.push(alert_place(worst, names, words));
    }
    CardLine::text(format!("{sign} {}", parts.join(" · ")))
}

fn severity_sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Warning => "⚠️",
        Severity::Critical => "🔴",
    }
}

fn open_text(open: usize, words: &Words) -> String {
    words.say("several-open", &[("open", to_count(open).into())])
}

fn to_count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
