//! News that is about no open incident, and the word to another channel.

use crate::{Card, CardLine, TextSpan, Tone, Words};
use vigia_core::{
    alerts::{CaughtUp, ClosedIncident, MessageRef, OpsNotice},
    metrics::SkillNames,
};

/// What began and ended while polls were missed.
#[must_use]
pub fn caught_up(news: &CaughtUp, mark: &str, names: &SkillNames, words: &Words) -> Card {
    let count = u32::try_from(news.closed.len()).unwrap_or(u32::MAX);
    let count = count.saturating_add(news.more);
    let span = words.span(news.from, news.until);
    let mut lines = vec![words.line(
        "caught-up-about",
        &[("count", count.into()), ("span", span.into())],
    )];
    lines.extend(news.closed.iter().map(|closed| ended(closed, names, words)));
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

/// One incident that is over: what, where, how long, and how bad.
fn ended(closed: &ClosedIncident, names: &SkillNames, words: &Words) -> CardLine {
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
    words.line(
        "caught-up-incident",
        &[
            ("what", what.into()),
            (
                "span",
                words.span(closed.incident.opened_at, closed.at).into(),
            ),
        ],
    )
}

/// Something that whoever runs the bot should know.
#[must_use]
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

/// The word to another channel: what the card says first, and the way to the incident. A
/// thread has the number of the message that it began with.
#[must_use]
pub fn pointer(card: Card, at: Option<MessageRef>, mark: &str, words: &Words) -> Card {
    let way = at.map(|at| {
        words.line(
            "alert-pointer",
            &[
                ("channel", TextSpan::Place(at.channel).into()),
                ("thread", TextSpan::Place(at.message).into()),
            ],
        )
    });
    Card {
        lines: way.into_iter().collect(),
        footer: mark.to_owned(),
        fields: Vec::new(),
        chart: None,
        file: None,
        buttons: Vec::new(),
        ..card
    }
}
