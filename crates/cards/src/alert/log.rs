//! The lines of an incident's thread: what happened, when, and the figure then.

use crate::{
    CardLine, FluentArg, Words,
    alert::{
        EventView,
        card::{lasted, no_data_text},
        people::after,
    },
    tidy,
};
use vigia_core::{
    alerts::{AcknowledgeRequest, EndReason, EventKind, NoData, Observation, UnknownStreak},
    metrics::SkillNames,
    rules::Severity,
};

/// What the thread of an alert is called: what it is about and since when, since the thread
/// keeps its name while the figures move.
pub(super) fn thread_title(event: &EventView<'_>, names: &SkillNames, words: &Words) -> String {
    let alert = event.alert;
    let since = alert.state.since();
    [
        words.metric(alert.metric),
        words.place_of(alert.metric, &alert.key.scope, names),
        words.date_and_clock(since),
    ]
    .join(" · ")
}

/// One line for the incident's thread, such as
/// `15:05 · escalated to critical: 14.8 % (18 of 122)`.
pub(super) fn log_line(event: &EventView<'_>, words: &Words) -> CardLine {
    let text = match event.kind {
        EventKind::Fired => words.say("log-fired", &standing(event, words)),
        EventKind::Grew => words.say("log-grew", &counts(event)),
        EventKind::Escalated => words.say("log-escalated", &standing(event, words)),
        EventKind::Eased => eased(event, words),
        EventKind::Improved => words.say("log-improved", &counts(event)),
        EventKind::Reminded => words.say("log-reminded", &standing(event, words)),
        EventKind::Called(_) => words.say("log-called", &standing(event, words)),
        EventKind::Refreshed => words.say("log-refreshed", &[figure(event, words)]),
        EventKind::Acknowledged => acknowledged(event, words),
        EventKind::Snoozed => snoozed(event, words),
        EventKind::DataBack => words.say("log-data-back", &[figure(event, words)]),
        EventKind::NoData => {
            let gap = event.alert.no_data.unwrap_or(NoData {
                since: event.at,
                checks: 1,
                why: UnknownStreak::Missing,
            });
            no_data_text("log-no-data", gap, event, words)
        }
        EventKind::Resolved(reason) => resolved(event, *reason, words),
    };
    CardLine::text(format!("{} · {text}", words.clock(event.at)))
}

/// How many alerts are open, and how many over.
fn counts(event: &EventView<'_>) -> [(&'static str, FluentArg); 2] {
    let open = u32::try_from(event.news.open.len()).unwrap_or(u32::MAX);
    [
        ("open", open.saturating_add(event.news.more).into()),
        ("over", event.incident.over.into()),
    ]
}

/// Of several, one may be less bad while the worst is as bad as it was.
fn eased(event: &EventView<'_>, words: &Words) -> String {
    let id = match event.incident.severity {
        Severity::Warning => "log-eased",
        Severity::Critical => "log-eased-partly",
    };
    words.say(id, &standing(event, words))
}

fn acknowledged(event: &EventView<'_>, words: &Words) -> String {
    let Some(ack) = &event.news.mark.ack else {
        return words.say("log-refreshed", &[figure(event, words)]);
    };
    let note = ack.note.as_deref().map(tidy).unwrap_or_default();
    let id = if note.is_empty() {
        "log-acknowledged"
    } else {
        "log-acknowledged-note"
    };
    words.say(
        id,
        &[("name", tidy(&ack.by.name).into()), ("note", note.into())],
    )
}

fn snoozed(event: &EventView<'_>, words: &Words) -> String {
    let Some(snooze) = &event.news.mark.snooze else {
        return words.say("log-refreshed", &[figure(event, words)]);
    };
    let until = words.clock(snooze.until);
    let name = tidy(&snooze.by.name);
    words.say(
        "log-snoozed",
        &[("name", name.into()), ("time", until.into())],
    )
}

fn standing(event: &EventView<'_>, words: &Words) -> [(&'static str, FluentArg); 2] {
    let severity = words.severity(event.incident.severity);
    [("severity", severity.into()), figure(event, words)]
}

fn figure(event: &EventView<'_>, words: &Words) -> (&'static str, FluentArg) {
    ("figure", told(event, event.last(), words).into())
}

fn told(event: &EventView<'_>, seen: Option<&Observation>, words: &Words) -> String {
    match seen {
        Some(seen) => words.figure(event.alert.metric, &seen.sample),
        None if event.is_absent() => {
            let since = words.moment(event.alert.state.since(), event.at);
            words.say("log-absent", &[("time", since.into())])
        }
        None => words.known(None),
    }
}

fn resolved(event: &EventView<'_>, reason: EndReason, words: &Words) -> String {
    let id = match reason {
        EndReason::Recovered => "log-recovered",
        EndReason::RuleRemoved => "log-rule-removed",
        EndReason::AfterHours => "log-after-hours",
    };
    let peak = told(event, event.alert.peak.as_ref(), words);
    let ended = words.say(
        id,
        &[
            figure(event, words),
            ("length", words.duration(lasted(event)).into()),
            ("peak", peak.into()),
        ],
    );
    match &event.news.mark.ack {
        Some(ack) => format!("{ended} · {}", attended(ack, event, words)),
        None => ended,
    }
}

fn attended(ack: &AcknowledgeRequest, event: &EventView<'_>, words: &Words) -> String {
    let name = ("name", tidy(&ack.by.name).into());
    let after = after(ack, event, words).map(|after| format!(" {after}"));
    let after = ("after", after.unwrap_or_default().into());
    words.say("log-attended", &[name, after])
}
