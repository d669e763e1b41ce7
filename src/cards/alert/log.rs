//! The lines of an incident's thread: what happened, when, and the figure then.

use crate::{
    alerts::{Event, EventKind, NoData, Reason, Unknown},
    cards::{
        Arg, Line, Words,
        alert::card::{lasted, no_data_text},
    },
    metrics::SkillNames,
};

/// What the thread of an alert is called: what it is about and since when, since the thread
/// keeps its name while the figures move.
#[must_use]
pub fn thread_title(event: &Event, names: &SkillNames, words: &Words) -> String {
    let alert = &event.alert;
    let since = alert.state.since();
    [
        words.metric(alert.condition.metric),
        words.place_of(alert.condition.metric, &alert.key.scope, names),
        words.date_and_clock(since),
    ]
    .join(" · ")
}

/// One line for the incident's thread, such as
/// `15:05 · escalated to critical: 14.8 % (18 of 122)`.
#[must_use]
pub fn log_line(event: &Event, words: &Words) -> Line {
    let text = match event.kind {
        EventKind::Fired => words.say("log-fired", &standing(event, words)),
        EventKind::Escalated => words.say("log-escalated", &standing(event, words)),
        EventKind::Reminded => words.say("log-reminded", &standing(event, words)),
        EventKind::Refreshed => words.say("log-refreshed", &[figure(event, words)]),
        EventKind::DataBack => words.say("log-data-back", &[figure(event, words)]),
        EventKind::NoData => {
            let gap = event.alert.no_data.unwrap_or(NoData {
                since: event.at,
                checks: 1,
                why: Unknown::Missing,
            });
            no_data_text("log-no-data", gap, event, words)
        }
        EventKind::Resolved(reason) => resolved(event, reason, words),
    };
    Line::text(format!("{} · {text}", words.clock(event.at)))
}

fn standing(event: &Event, words: &Words) -> [(&'static str, Arg); 2] {
    let severity = words.severity(event.alert.state.severity());
    [("severity", severity.into()), figure(event, words)]
}

fn figure(event: &Event, words: &Words) -> (&'static str, Arg) {
    let metric = event.alert.condition.metric;
    (
        "figure",
        words.figure(metric, &event.alert.last().sample).into(),
    )
}

fn resolved(event: &Event, reason: Reason, words: &Words) -> String {
    let id = match reason {
        Reason::Recovered => "log-recovered",
        Reason::RuleRemoved => "log-rule-removed",
    };
    let peak = words.figure(event.alert.condition.metric, &event.alert.peak.sample);
    words.say(
        id,
        &[
            figure(event, words),
            ("length", words.duration(lasted(event)).into()),
            ("peak", peak.into()),
        ],
    )
}
