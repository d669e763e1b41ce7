//! The card: what, how bad, where, since when, and where it is heading.

use std::cmp::Ordering;

use crate::{
    Card, CardLine, TextSpan, TimeStyle, Tone, Words,
    alert::{EventView, clues, mark, people, sentence, title::title, usual},
    tidy,
};
use vigia_core::{
    alerts::{Alert, EndReason, NoData, Observation, UnknownStreak},
    metrics::{Quantity, SkillNames},
    rules::{Severity, Side},
};

/// How many of the last figures a trend shows.
const TREND: usize = 3;

/// The card of an alert as it stood after `event`.
pub(super) fn card(event: &EventView<'_>, names: &SkillNames, words: &Words) -> Card {
    let lines = match event.reason() {
        Some(reason) => vec![
            Some(ending(event, reason, words)),
            Some(history(event, words)),
            Some(window(event, words)),
        ],
        None => vec![
            no_data(event, words),
            Some(window(event, words)),
            Some(since(event, words)),
            flapping(event, words),
            trend(event, words),
            usual::line(event.alert, words),
        ],
    };
    let mut lines: Vec<CardLine> = lines.into_iter().flatten().collect();
    if event.reason().is_none() {
        lines.extend(clues::lines(event.alert, names, words));
    }
    lines.extend(people::lines(event, words));
    Card {
        tone: tone(event),
        title: title(event, names, words),
        lines,
        fields: Vec::new(),
        footer: footer(event, words),
        as_of: Some(event.alert.as_of()),
        ..Card::default()
    }
}

pub(super) fn tone(event: &EventView<'_>) -> Tone {
    match (event.reason(), event.severity()) {
        (Some(EndReason::Recovered), _) => Tone::Resolved,
        // Nothing says that it is well again.
        (Some(EndReason::RuleRemoved | EndReason::AfterHours), _) => Tone::NoData,
        (None, Severity::Warning) => Tone::Warning,
        (None, Severity::Critical) => Tone::Critical,
    }
}

pub(super) fn state(event: &EventView<'_>) -> &'static str {
    match (event.reason(), event.severity()) {
        (Some(EndReason::Recovered), _) => "state-resolved",
        (Some(EndReason::RuleRemoved | EndReason::AfterHours), _) => "state-closed",
        (None, Severity::Warning) => "state-warning",
        (None, Severity::Critical) => "state-critical",
    }
}

/// An alert that has ended is held against the first limit, since it came back from both.
fn window(event: &EventView<'_>, words: &Words) -> CardLine {
    let alert = event.alert;
    let severity = match event.reason() {
        Some(_) => Severity::Warning,
        None => event.severity(),
    };
    let mut text = stretch(alert, words);
    if let Some((limit, last)) = alert.grounds.limit(severity).zip(alert.last()) {
        text.push_str(" · ");
        text.push_str(&how_far(alert, last.sample.value, limit, words));
    }
    if event.reason().is_none()
        && let Some((low, high)) = alert.grounds.range
    {
        let range = words.row(&[Quantity::Percent(low), Quantity::Percent(high)]);
        let range = range.replace(" → ", "–");
        text.push_str(" · ");
        text.push_str(&words.say("alert-range", &[("range", range.into())]));
    }
    CardLine::text(text)
}

/// The window that an alert was last judged over.
pub(super) fn stretch(alert: &Alert, words: &Words) -> String {
    let window = alert.window;
    let length = words.duration(window.length());
    let span = words.span(window.from(), window.until());
    let about = [("length", length.into()), ("span", span.into())];
    words.say("alert-window", &about)
}

/// The limit, or the goal that is not reached.
pub(super) fn limit(alert: &Alert, limit: Quantity, words: &Words) -> String {
    let stated = words.stated(limit);
    let least = match alert.grounds.side {
        Some(Side::Above) | None => "alert-limit",
        Some(Side::Below) => "alert-goal",
    };
    words.say(least, &[("limit", stated.into())])
}

fn how_far(alert: &Alert, value: Quantity, bound: Quantity, words: &Words) -> String {
    let limit_text = limit(alert, bound, words);
    let id = match value.scalar().partial_cmp(&bound.scalar()) {
        Some(Ordering::Greater) => "alert-above",
        Some(Ordering::Less) => "alert-below",
        Some(Ordering::Equal) | None => return limit_text,
    };
    let distance = words.distance(value, bound);
    let apart = words.say(id, &[("distance", distance.into())]);
    format!("{limit_text} · {apart}")
}

pub(super) fn since(event: &EventView<'_>, words: &Words) -> CardLine {
    let since = event.alert.state.since();
    words.line(
        "alert-since",
        &[
            ("time", words.moment(since, event.at).into()),
            ("ago", TextSpan::Time(since, TimeStyle::Relative).into()),
            ("checks", event.alert.checks.into()),
        ],
    )
}

fn trend(event: &EventView<'_>, words: &Words) -> Option<CardLine> {
    let alert = event.alert;
    let shown = &alert.trend[alert.trend.len().saturating_sub(TREND)..];
    let figures: Vec<_> = shown.iter().map(|seen| seen.sample.value).collect();
    let mut parts = Vec::new();
    if let [.., before, last] = figures.as_slice() {
        let arrow = match last.scalar().partial_cmp(&before.scalar()) {
            Some(Ordering::Greater) => "▲",
            Some(Ordering::Less) => "▼",
            Some(Ordering::Equal) | None => "=",
        };
        let row = format!("{} {arrow}", words.row(&figures));
        parts.push(words.say("alert-trend", &[("figures", row.into())]));
    }
    if let Some((peaked, last)) = alert.peak.zip(alert.last())
        && peaked.sample.value != last.sample.value
    {
        parts.push(peak(&peaked, event, words));
    }
    (!parts.is_empty()).then(|| sentence(&parts))
}

/// That it opens and closes again and again, and how often.
fn flapping(event: &EventView<'_>, words: &Words) -> Option<CardLine> {
    let alert = event.alert;
    alert.is_flapping().then(|| {
        let count = ("count", alert.openings.into());
        words.line("alert-flapping", &[count])
    })
}

fn peak(peak: &Observation, event: &EventView<'_>, words: &Words) -> String {
    let time = words.at(peak.window.until(), event.at);
    words.say(
        "alert-peak",
        &[
            (
                "figure",
                words.figure(event.alert.metric, &peak.sample).into(),
            ),
            ("time", time.into()),
        ],
    )
}

fn no_data(event: &EventView<'_>, words: &Words) -> Option<CardLine> {
    let gap = event.alert.told_no_data()?;
    let text = no_data_text("no-data-since", gap, event, words);
    Some(CardLine::text(format!("⚪ {text}")))
}

/// Since when nothing is known, and why.
pub(super) fn no_data_text(id: &str, gap: NoData, event: &EventView<'_>, words: &Words) -> String {
    let reason = match gap.why {
        UnknownStreak::TooFew => words.say("no-data-too-few", &[]),
        UnknownStreak::Missing => words.say("no-data-missing", &[]),
    };
    words.say(
        id,
        &[
            ("time", words.moment(gap.since, event.at).into()),
            ("checks", gap.checks.into()),
            ("reason", reason.into()),
        ],
    )
}

pub(super) fn ending(event: &EventView<'_>, reason: EndReason, words: &Words) -> CardLine {
    let id = match reason {
        EndReason::Recovered if event.is_absent() => "ended-figures-back",
        EndReason::Recovered => "ended-recovered",
        EndReason::RuleRemoved => "ended-rule-removed",
        EndReason::AfterHours => "ended-after-hours",
    };
    words.line(
        id,
        &[
            ("time", words.at(event.at, event.at).into()),
            ("ago", TextSpan::Time(event.at, TimeStyle::Relative).into()),
        ],
    )
}

fn history(event: &EventView<'_>, words: &Words) -> CardLine {
    let since = event.alert.state.since();
    let lasted = words.say(
        "alert-lasted",
        &[
            ("length", words.duration(lasted(event)).into()),
            ("span", words.span(since, event.at).into()),
        ],
    );
    let peaked = event.alert.peak.map(|worst| peak(&worst, event, words));
    let parts: Vec<_> = [Some(lasted), peaked].into_iter().flatten().collect();
    CardLine::text(parts.join(" · "))
}

/// From the first breach to this event.
pub(super) fn lasted(event: &EventView<'_>) -> std::time::Duration {
    (event.at - event.alert.state.since())
        .to_std()
        .unwrap_or_default()
}

pub(super) fn footer(event: &EventView<'_>, words: &Words) -> String {
    let alert = event.alert;
    let as_of = words.moment(alert.as_of(), event.at);
    [
        words.say(
            "footer-rule",
            &[("rule", tidy(alert.key.rule.as_str()).into())],
        ),
        words.say("footer-data", &[("time", as_of.into())]),
        mark(event.incident.id),
    ]
    .join(" · ")
}
