//! The posts beside the card: the lines of an incident's thread, the pointer in another
//! channel, and news that is about no open incident.

use chrono::{DateTime, Utc};

use crate::{
    Card, CardLine, FluentArg, TextSpan, Tone, Words,
    alert::{
        card::{no_data_text, reaction_time},
        event::EventView,
    },
    tidy,
};
use vigia_core::{
    alerts::{
        CaughtUp, ClosedIncident, EndReason, EventKind, IncidentNews, MessageRef, NoData,
        Observation, OpsNotice, UnknownStreak,
    },
    metrics::SkillNames,
    rules::Severity,
};

/// The title of an incident's thread. It says what the incident is about and since when,
/// since the thread keeps its name while the figures move.
pub fn thread_title(
    news: &IncidentNews,
    at: DateTime<Utc>,
    names: &SkillNames,
    words: &Words,
) -> String {
    let Some(EventView { alert, .. }) = EventView::new(news, at) else {
        return String::new();
    };
    [
        words.metric(alert.metric),
        words.place_of(alert.metric, &alert.key.scope, names),
        words.date_and_clock(alert.state.since()),
    ]
    .join(" · ")
}

/// One line for the incident's thread, such as
/// `15:05 · escalated to critical: 14.8 % (18 of 122)`.
pub fn log_line(news: &IncidentNews, at: DateTime<Utc>, words: &Words) -> CardLine {
    let Some(event) = EventView::new(news, at) else {
        return CardLine::default();
    };
    let figure = || {
        (
            "figure",
            figure_text(&event, event.alert.last(), words).into(),
        )
    };
    let severity = || words.severity(event.incident.severity).into();
    let standing = |id| words.say(id, &[("severity", severity()), figure()]);
    let counts = |id| {
        let open: FluentArg = event.open_count().into();
        words.say(id, &[("open", open), ("over", event.incident.over.into())])
    };
    let text = match &news.kind {
        EventKind::Fired => standing("log-fired"),
        EventKind::Grew => counts("log-grew"),
        EventKind::Escalated => standing("log-escalated"),
        // Of several, one may be less bad while the worst is as bad as it was.
        EventKind::Eased => standing(match event.incident.severity {
            Severity::Warning => "log-eased",
            Severity::Critical => "log-eased-partly",
        }),
        EventKind::Improved => counts("log-improved"),
        EventKind::Reminded => standing("log-reminded"),
        EventKind::Called(_) => standing("log-called"),
        EventKind::Refreshed => words.say("log-refreshed", &[figure()]),
        EventKind::Acknowledged => acknowledged_text(&event, words)
            .unwrap_or_else(|| words.say("log-refreshed", &[figure()])),
        EventKind::Snoozed => {
            snoozed_text(&event, words).unwrap_or_else(|| words.say("log-refreshed", &[figure()]))
        }
        EventKind::DataBack => words.say("log-data-back", &[figure()]),
        EventKind::NoData => {
            let gap = event.alert.no_data.unwrap_or(NoData {
                since: event.at,
                checks: 1,
                why: UnknownStreak::Missing,
            });
            no_data_text("log-no-data", gap, &event, words)
        }
        EventKind::Resolved(reason) => resolved_text(&event, *reason, words),
    };
    CardLine::text(format!("{} · {text}", words.clock(event.at)))
}

fn acknowledged_text(event: &EventView<'_>, words: &Words) -> Option<String> {
    let ack = event.news.mark.ack.as_ref()?;
    let note = ack.note.as_deref().map(tidy).unwrap_or_default();
    let id = if note.is_empty() {
        "log-acknowledged"
    } else {
        "log-acknowledged-note"
    };
    let name = ("name", tidy(&ack.by.name).into());
    Some(words.say(id, &[name, ("note", note.into())]))
}

fn snoozed_text(event: &EventView<'_>, words: &Words) -> Option<String> {
    let snooze = event.news.mark.snooze.as_ref()?;
    let name = ("name", tidy(&snooze.by.name).into());
    let until = ("time", words.clock(snooze.until).into());
    Some(words.say("log-snoozed", &[name, until]))
}

fn figure_text(event: &EventView<'_>, seen: Option<&Observation>, words: &Words) -> String {
    match seen {
        Some(seen) => words.figure(event.alert.metric, &seen.sample),
        None if event.is_absent() => {
            let since = words.moment(event.alert.state.since(), event.at);
            words.say("log-absent", &[("time", since.into())])
        }
        None => words.known(None),
    }
}

fn resolved_text(event: &EventView<'_>, reason: EndReason, words: &Words) -> String {
    let id = match reason {
        EndReason::Recovered => "log-recovered",
        EndReason::RuleRemoved => "log-rule-removed",
        EndReason::AfterHours => "log-after-hours",
    };
    let figure = figure_text(event, event.alert.last(), words);
    let peak = figure_text(event, event.alert.peak.as_ref(), words);
    let ended = words.say(
        id,
        &[
            ("figure", figure.into()),
            ("length", words.duration(event.lasted()).into()),
            ("peak", peak.into()),
        ],
    );
    let Some(ack) = &event.news.mark.ack else {
        return ended;
    };
    let after = reaction_time(ack, event, words).map(|after| format!(" {after}"));
    let name = ("name", tidy(&ack.by.name).into());
    let after = ("after", after.unwrap_or_default().into());
    format!("{ended} · {}", words.say("log-attended", &[name, after]))
}

/// The card of the incidents that began and ended while polls were missed.
pub fn caught_up(news: &CaughtUp, mark: &str, names: &SkillNames, words: &Words) -> Card {
    let count = u32::try_from(news.closed.len()).unwrap_or(u32::MAX);
    let count = ("count", count.saturating_add(news.more).into());
    let span = ("span", words.span(news.from, news.until).into());
    let mut lines = vec![words.line("caught-up-about", &[count, span])];
    let closed = news.closed.iter();
    lines.extend(closed.map(|closed| missed_incident_line(closed, names, words)));
    if news.more > 0 {
        lines.push(words.line("alert-more", &[("count", news.more.into())]));
    }
    Card {
        tone: Tone::Info,
        title: words.say("caught-up-title", &[]),
        lines,
        footer: mark.to_owned(),
        as_of: Some(news.until),
        ..Card::default()
    }
}

/// One incident that is over: its metric, place, length and worst figure.
fn missed_incident_line(closed: &ClosedIncident, names: &SkillNames, words: &Words) -> CardLine {
    let first = closed.incident.ended.first().map(|ended| &ended.alert);
    let what = first.map_or_else(String::new, |alert| {
        let place = words.place_of(alert.metric, &alert.key.scope, names);
        let metric = words.metric(alert.metric);
        match alert.peak {
            Some(peak) => {
                let figure = words.figure(alert.metric, &peak.sample);
                format!("{metric} {figure} · {place}")
            }
            None => format!("{metric} · {place}"),
        }
    });
    let span = words.span(closed.incident.opened_at, closed.at);
    let about = [("what", what.into()), ("span", span.into())];
    words.line("caught-up-incident", &about)
}

/// The card of a notice to those who run the bot.
pub fn notice(notice: &OpsNotice, mark: &str) -> Card {
    let text = |line: &String| CardLine::text(line.clone());
    Card {
        tone: if notice.is_bad {
            Tone::Refusal
        } else {
            Tone::Info
        },
        title: notice.title.clone(),
        lines: notice.lines.iter().map(text).collect(),
        footer: mark.to_owned(),
        ..Card::default()
    }
}

/// The post in another channel: the title of the card, and links to the incident. A thread
/// has the number of the message that it began with.
pub fn pointer(card: Card, at: Option<MessageRef>, mark: &str, words: &Words) -> Card {
    let links = at.map(|at| {
        let channel = ("channel", TextSpan::Place(at.channel).into());
        let thread = ("thread", TextSpan::Place(at.message).into());
        words.line("alert-pointer", &[channel, thread])
    });
    Card {
        tone: card.tone,
        title: card.title,
        lines: links.into_iter().collect(),
        footer: mark.to_owned(),
        as_of: card.as_of,
        ..Card::default()
    }
}
