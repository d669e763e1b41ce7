//! The posts beside the card: the reply that rings, and news that is about no open incident; and
//! the log of an incident.

use chrono::{DateTime, Utc};

use crate::{
    Card, CardLine, TextSpan, Tone, Words,
    alert::{card::title, event::EventView},
};
use vigia_core::{
    alerts::{CaughtUp, ClosedIncident, EventKind, IncidentLogEntry, IncidentNews, OpsNotice},
    metrics::SkillNames,
    rules::{ChannelName, Severity},
};

/// The reply to an incident's card that rings, such as
/// `🔴 Worse: abandoned 46.7% (14 of 30) · Soporte TV`. `kind` is what it is about.
pub fn ring_line(
    news: &IncidentNews,
    kind: &EventKind,
    at: DateTime<Utc>,
    names: &SkillNames,
    words: &Words,
) -> CardLine {
    let Some(event) = EventView::new(news, at) else {
        return CardLine::default();
    };
    let title = title(&event, true, names, words);
    let (sign, what) = title.split_once(' ').unwrap_or_default();
    let id = match kind {
        EventKind::Escalated => "ring-worse",
        EventKind::Grew => "ring-grew",
        EventKind::Called(_) => "ring-called",
        EventKind::Reminded => "ring-reminded",
        EventKind::Fired
        | EventKind::Eased
        | EventKind::Improved
        | EventKind::Refreshed
        | EventKind::NoData
        | EventKind::DataBack
        | EventKind::Acknowledged
        | EventKind::Snoozed
        | EventKind::Resolved(_) => return CardLine::text(title),
    };
    // The name of a figure begins with a capital, and follows a colon here.
    let mut letters = what.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    let what: String = first.chain(letters).collect();
    let text = words.say(id, &[("what", what.into())]);
    CardLine::text(format!("{sign} {text}"))
}

/// The line of a card in another channel that leads to the incident's own card.
pub fn first_card_line(channel: &ChannelName, link: String, words: &Words) -> CardLine {
    let channel = ("channel", channel.to_string().into());
    CardLine::of(vec![TextSpan::Link(
        words.say("alert-first-card", &[channel]),
        link,
    )])
}

/// One line of an incident's log, such as `15:05 · escalated to critical: 14.8 % (18 of 122)`.
/// The actions of people and the end are told elsewhere.
pub(crate) fn log_line(
    entry: &IncidentLogEntry,
    now: DateTime<Utc>,
    words: &Words,
) -> Option<CardLine> {
    let figure = entry.figure.map_or_else(
        || words.known(None),
        |(metric, sample)| words.figure(metric, &sample),
    );
    let severity = ("severity", words.severity(entry.severity).into());
    let standing = |id| words.say(id, &[severity.clone(), ("figure", figure.clone().into())]);
    let (open, over) = (("open", entry.open.into()), ("over", entry.over.into()));
    let counts = |id| words.say(id, &[open.clone(), over.clone()]);
    let text = match &entry.kind {
        EventKind::Fired => standing("log-fired"),
        EventKind::Grew => counts("log-grew"),
        EventKind::Escalated => standing("log-escalated"),
        // Of several, one may be less bad while the worst is as bad as it was.
        EventKind::Eased => standing(match entry.severity {
            Severity::Warning => "log-eased",
            Severity::Critical => "log-eased-partly",
        }),
        EventKind::Improved => counts("log-improved"),
        EventKind::Reminded => standing("log-reminded"),
        EventKind::Called(_) => standing("log-called"),
        EventKind::NoData => words.say("log-no-data", &[]),
        EventKind::DataBack => standing("log-data-back"),
        EventKind::Refreshed
        | EventKind::Acknowledged
        | EventKind::Snoozed
        | EventKind::Resolved(_) => return None,
    };
    Some(CardLine::text(format!(
        "{} · {text}",
        words.moment(entry.at, now)
    )))
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
