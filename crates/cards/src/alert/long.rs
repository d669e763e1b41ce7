//! All that is known of an incident, for who wants more than its card: the window, the margin, the
//! usual figure, the course, possible causes, and who did what. An incident with more than one
//! scope has a line for each, the worst first.

use std::{cmp::Ordering, time::Duration};

use chrono::{DateTime, Utc};

use crate::{
    Card, CardLine, TextSpan, Words,
    alert::{
        context::{context_lines, description_lines, worst_cause_line},
        event::{EventView, alert_place, capitalised_line},
    },
    tidy,
};
use vigia_core::{
    alerts::{
        AcknowledgeRequest, Alert, AlertState, EndReason, HoldReason, IncidentEnd, IncidentNews,
        NoData, Observation, Suppression, UnknownStreak,
    },
    metrics::{OperationName, Quantity, SkillNames},
    rules::{Severity, Side},
};

/// The number of last figures that a trend shows.
const TREND_LENGTH: usize = 3;

/// The number of ended alerts that a card names.
const ENDED_SHOWN: usize = 5;

/// The details of an incident of that operation after its event at that time. The title has the
/// short name of the place.
pub fn long_card(
    news: &IncidentNews,
    operation: &OperationName,
    at: DateTime<Utc>,
    names: &SkillNames,
    words: &Words,
) -> Card {
    let Some(event) = EventView::new(news, at) else {
        return Card::default();
    };
    let state = title_parts(&event, names, words).join(" · ");
    let mut lines = vec![CardLine::of(vec![TextSpan::Strong(state)])];
    lines.extend(if event.is_of_one() {
        single_lines(&event, names, words)
    } else {
        group_lines(&event, names, words)
    });
    lines.extend(people_lines(&event, words));
    lines.extend(description_lines(news, operation, names, words));
    Card {
        title: words.say("details-title", &[]),
        lines,
        footer: rule_footer(&event, words),
        as_of: Some(event.alert.as_of()),
        ..Card::default()
    }
}

/// The parts of the title, of which the first is the state.
fn title_parts(event: &EventView<'_>, names: &SkillNames, words: &Words) -> Vec<String> {
    if event.is_of_one() {
        single_title(event, names, words)
    } else {
        group_title(event, names, words)
    }
}

fn state_text(event: &EventView<'_>, words: &Words) -> String {
    let id = match (event.end_reason(), event.severity()) {
        (Some(EndReason::Recovered), _) => "state-resolved",
        (Some(EndReason::RuleRemoved | EndReason::AfterHours | EndReason::TooFewCalls), _) => {
            "state-closed"
        }
        (None, Severity::Warning) => "state-warning",
        (None, Severity::Critical) => "state-critical",
    };
    words.say(id, &[])
}

/// The rule, the time of the figures and the number by which commands know the incident.
fn rule_footer(event: &EventView<'_>, words: &Words) -> String {
    let condition = event.incident.condition();
    let rule = condition.map(|it| tidy(it.rule.as_str()));
    let as_of = words.moment(event.alert.as_of(), event.at);
    let rule = rule.map(|rule| words.say("footer-rule", &[("rule", rule.into())]));
    let rest = [
        words.say("footer-data", &[("time", as_of.into())]),
        format!("#{}", event.incident.id),
    ];
    rule.into_iter().chain(rest).collect::<Vec<_>>().join(" · ")
}

fn single_title(event: &EventView<'_>, names: &SkillNames, words: &Words) -> Vec<String> {
    let alert = event.alert;
    let is_open = event.end_reason().is_none();
    let mut parts = vec![state_text(event, words)];
    if is_open && let AlertState::Recovering { .. } = alert.state {
        parts.push(words.say("alert-recovering", &[]));
    }
    if is_open && alert.told_no_data().is_some() {
        parts.push(words.say("alert-no-data", &[]));
    }
    parts.push(title_figure(event, alert, words));
    parts.push(words.place_of(alert.metric, &alert.key.scope, names));
    parts
}

/// Metric and figure.
fn title_figure(event: &EventView<'_>, alert: &Alert, words: &Words) -> String {
    let Some(last) = alert.last() else {
        return title_without_figure(event, words);
    };
    let figure = words.figure(alert.metric, &last.sample);
    format!("{} {figure}", words.metric(alert.metric))
}

fn title_without_figure(event: &EventView<'_>, words: &Words) -> String {
    let metric = words.metric(event.alert.metric);
    if event.end_reason().is_some() || !event.is_absent() {
        return metric;
    }
    let since = words.moment(event.alert.state.since(), event.at);
    let about = [("metric", metric.into()), ("time", since.into())];
    words.say("alert-absent", &about)
}

fn single_lines(event: &EventView<'_>, names: &SkillNames, words: &Words) -> Vec<CardLine> {
    if let Some(reason) = event.end_reason() {
        return vec![
            ending_line(event, reason, words),
            history_line(event, words),
            window_line(event, words),
        ];
    }
    let mut lines: Vec<CardLine> = no_data_line(event, words).into_iter().collect();
    lines.push(window_line(event, words));
    lines.push(since_line(event, words));
    lines.extend(flapping_line(event, words));
    lines.extend(trend_line(event, words));
    lines.extend(context_lines(event.alert, names, words));
    lines
}

fn no_data_line(event: &EventView<'_>, words: &Words) -> Option<CardLine> {
    let gap = event.alert.told_no_data()?;
    let text = no_data_text("no-data-since", gap, event, words);
    Some(CardLine::text(format!("⚪ {text}")))
}

/// Says since when nothing is known, and why.
fn no_data_text(id: &str, gap: NoData, event: &EventView<'_>, words: &Words) -> String {
    let reason = match gap.why {
        UnknownStreak::TooFew => words.say("no-data-too-few", &[]),
        UnknownStreak::Missing => words.say("no-data-missing", &[]),
    };
    let about = [
        ("time", words.moment(gap.since, event.at).into()),
        ("checks", gap.checks.into()),
        ("reason", reason.into()),
    ];
    words.say(id, &about)
}

/// The window, and how far the figure lies from its limit. An alert that has ended is
/// compared with the first limit, since it came back from both.
fn window_line(event: &EventView<'_>, words: &Words) -> CardLine {
    let alert = event.alert;
    let is_over = event.end_reason().is_some();
    let severity = if is_over {
        Severity::Warning
    } else {
        event.severity()
    };
    let mut parts = vec![window_text(alert, words)];
    if let Some((limit, last)) = alert.grounds.limit(severity).zip(alert.last()) {
        parts.push(limit_text(alert, limit, words));
        let value = last.sample.value;
        let id = match value.scalar().partial_cmp(&limit.scalar()) {
            Some(Ordering::Greater) => Some("alert-above"),
            Some(Ordering::Less) => Some("alert-below"),
            Some(Ordering::Equal) | None => None,
        };
        let distance = || words.distance(value, limit).into();
        parts.extend(id.map(|id| words.say(id, &[("distance", distance())])));
    }
    if !is_over && let Some((low, high)) = alert.grounds.range {
        let range = words.row(&[Quantity::Percent(low), Quantity::Percent(high)]);
        let range = ("range", range.replace(" → ", "–").into());
        parts.push(words.say("alert-range", &[range]));
    }
    CardLine::text(parts.join(" · "))
}

/// The window over which an alert was last evaluated.
fn window_text(alert: &Alert, words: &Words) -> String {
    let length = words.duration(alert.window.length());
    let span = words.span(alert.window.from(), alert.window.until());
    let about = [("length", length.into()), ("span", span.into())];
    words.say("alert-window", &about)
}

/// The limit, or the goal that is not reached.
fn limit_text(alert: &Alert, limit: Quantity, words: &Words) -> String {
    let id = match alert.grounds.side {
        Some(Side::Above) | None => "alert-limit",
        Some(Side::Below) => "alert-goal",
    };
    words.say(id, &[("limit", words.stated(limit).into())])
}

fn since_line(event: &EventView<'_>, words: &Words) -> CardLine {
    let since = event.alert.state.since();
    let about = [
        ("time", words.moment(since, event.at).into()),
        ("checks", event.alert.checks.into()),
    ];
    words.line("alert-since", &about)
}

fn flapping_line(event: &EventView<'_>, words: &Words) -> Option<CardLine> {
    let count = ("count", event.alert.openings.into());
    let is_flapping = event.alert.is_flapping();
    is_flapping.then(|| words.line("alert-flapping", &[count]))
}

fn trend_line(event: &EventView<'_>, words: &Words) -> Option<CardLine> {
    let alert = event.alert;
    let shown = &alert.trend[alert.trend.len().saturating_sub(TREND_LENGTH)..];
    let figures: Vec<_> = shown.iter().map(|seen| seen.sample.value).collect();
    let mut parts = Vec::new();
    if let Some(arrow) = trend_arrow(alert) {
        let row = format!("{} {arrow}", words.row(&figures));
        parts.push(words.say("alert-trend", &[("figures", row.into())]));
    }
    if let Some((peak, last)) = alert.peak.zip(alert.last())
        && peak.sample.value != last.sample.value
    {
        parts.push(peak_text(&peak, event, words));
    }
    (!parts.is_empty()).then(|| capitalised_line(&parts))
}

/// The direction of the last figure against the one before.
fn trend_arrow(alert: &Alert) -> Option<&'static str> {
    let [.., before, last] = alert.trend.as_slice() else {
        return None;
    };
    let (before, last) = (before.sample.value.scalar(), last.sample.value.scalar());
    Some(match last.partial_cmp(&before) {
        Some(Ordering::Greater) => "▲",
        Some(Ordering::Less) => "▼",
        Some(Ordering::Equal) | None => "=",
    })
}

fn peak_text(peak: &Observation, event: &EventView<'_>, words: &Words) -> String {
    let figure = words.figure(event.alert.metric, &peak.sample);
    let time = words.at(peak.window.until(), event.at);
    words.say(
        "alert-peak",
        &[("figure", figure.into()), ("time", time.into())],
    )
}

fn ending_line(event: &EventView<'_>, reason: EndReason, words: &Words) -> CardLine {
    let id = match reason {
        EndReason::Recovered if event.is_absent() => "ended-figures-back",
        EndReason::Recovered => "ended-recovered",
        EndReason::RuleRemoved => "ended-rule-removed",
        EndReason::AfterHours => "ended-after-hours",
        EndReason::TooFewCalls => "ended-too-few",
    };
    let time = ("time", words.at(event.at, event.at).into());
    words.line(id, &[time])
}

fn history_line(event: &EventView<'_>, words: &Words) -> CardLine {
    let length = words.duration(event.lasted());
    let span = words.span(event.alert.state.since(), event.at);
    let about = [("length", length.into()), ("span", span.into())];
    let mut parts = vec![words.say("alert-lasted", &about)];
    let peak = event.alert.peak;
    parts.extend(peak.map(|peak| peak_text(&peak, event, words)));
    CardLine::text(parts.join(" · "))
}

/// The title of an incident of several scopes: its worst alert, or the number of its alerts
/// where none is open or they are of many rules.
fn group_title(event: &EventView<'_>, names: &SkillNames, words: &Words) -> Vec<String> {
    let mut parts = vec![state_text(event, words)];
    let Some(condition) = event.incident.condition() else {
        let rules = ("rules", event.news.rules.into());
        parts.push(words.say("several-digest", &[rules]));
        parts.push(counts_text(event, words));
        return parts;
    };
    let Some(worst) = event.news.open.first() else {
        parts.push(words.metric(condition.metric));
        parts.push(counts_text(event, words));
        return parts;
    };
    let place = alert_place(worst, names, words);
    parts.push(title_figure(event, worst, words));
    parts.push(place);
    let others = event.open_count().saturating_sub(1);
    if others > 0 {
        parts.push(words.say("several-others", &[("count", others.into())]));
    }
    parts
}

fn counts_text(event: &EventView<'_>, words: &Words) -> String {
    let (open, over) = (event.open_count(), event.incident.over);
    let id = match (open, over) {
        (0, _) => "several-over",
        (_, 0) => "several-open",
        (_, _) => "several-open-and-over",
    };
    words.say(id, &[("open", open.into()), ("over", over.into())])
}

fn group_lines(event: &EventView<'_>, names: &SkillNames, words: &Words) -> Vec<CardLine> {
    let news = event.news;
    let has_metric = event.incident.condition().is_some();
    let mut lines = match event.end_reason() {
        Some(reason) => vec![ending_line(event, reason, words)],
        None => shared_lines(event, words),
    };
    let window = news.open.first().map(|alert| alert.window.length());
    let open = news.open.iter();
    lines.extend(open.map(|alert| open_line(alert, has_metric, window, names, words)));
    if news.more > 0 {
        let more = ("count", news.more.into());
        lines.push(words.line("details-file", &[more]));
    }
    let ended = event.incident.ended.iter().rev().take(ENDED_SHOWN);
    lines.extend(ended.map(|end| ended_line(end, has_metric, names, words)));
    if event.end_reason().is_none() && has_metric {
        lines.extend(worst_cause_line(event.alert, names, words));
    }
    lines
}

/// The lines that hold for all scopes: window, limit, since when, and how many they are.
fn shared_lines(event: &EventView<'_>, words: &Words) -> Vec<CardLine> {
    let mut since = since_line(event, words);
    if event.incident.condition().is_none() {
        return vec![since];
    }
    let limit = |alert: &Alert| alert.grounds.limit(event.incident.severity);
    let shared = limit(event.alert).filter(|shared| {
        let mut open = event.news.open.iter();
        open.all(|alert| limit(alert) == Some(*shared))
    });
    let mut parts = vec![window_text(event.alert, words)];
    parts.extend(shared.map(|shared| limit_text(event.alert, shared, words)));
    let counts = format!(" · {}", counts_text(event, words));
    since.spans.push(TextSpan::Text(counts));
    vec![CardLine::text(parts.join(" · ")), since]
}

fn open_line(
    alert: &Alert,
    has_metric: bool,
    shared_window: Option<Duration>,
    names: &SkillNames,
    words: &Words,
) -> CardLine {
    let sign = match (alert.is_firing(), alert.state.severity()) {
        (false, _) => "🔵",
        (true, Severity::Warning) => "🟡",
        (true, Severity::Critical) => "🔴",
    };
    let figure = alert.last().map(|last| {
        let figure = words.figure(alert.metric, &last.sample);
        format!("{figure} {}", trend_arrow(alert).unwrap_or_default())
    });
    let mut parts = vec![scope_text(alert, figure, has_metric, names, words)];
    let length = alert.window.length();
    if has_metric && Some(length) != shared_window {
        let length = ("length", words.duration(length).into());
        parts.push(words.say("several-window", &[length]));
    }
    if alert.told_no_data().is_some() {
        parts.push(words.say("alert-no-data", &[]));
    }
    CardLine::text(format!("{sign} {}", parts.join(" · ")))
}

fn ended_line(end: &IncidentEnd, has_metric: bool, names: &SkillNames, words: &Words) -> CardLine {
    let sign = match end.reason {
        EndReason::Recovered => "✅",
        EndReason::RuleRemoved | EndReason::AfterHours | EndReason::TooFewCalls => "⚫",
    };
    let scope = scope_text(&end.alert, None, has_metric, names, words);
    let span = words.span(end.alert.state.since(), end.at);
    CardLine::text(format!("{sign} {scope} · {span}"))
}

/// Place and figure. An incident of many rules has the metric before and the rule after
/// them.
fn scope_text(
    alert: &Alert,
    figure: Option<String>,
    has_metric: bool,
    names: &SkillNames,
    words: &Words,
) -> String {
    let place = alert_place(alert, names, words);
    if has_metric {
        let parts: Vec<String> = [Some(place), figure].into_iter().flatten().collect();
        return parts.join(" · ");
    }
    let metric = words.metric(alert.metric);
    let figure = figure.map_or_else(|| metric.clone(), |figure| format!("{metric} {figure}"));
    [figure, place, tidy(alert.key.rule.as_str())].join(" · ")
}

/// The lines about people: who acknowledged it, who does not want to hear of it, and how
/// many escalation steps were called.
fn people_lines(event: &EventView<'_>, words: &Words) -> Vec<CardLine> {
    let (incident, mark) = (event.incident, &event.news.mark);
    let steps = incident.announced().map_or(0, |announced| announced.steps);
    let mut lines = Vec::new();
    if event.end_reason().is_some() {
        match &mark.ack {
            Some(ack) => lines.push(acknowledged_line(
                "alert-was-acknowledged",
                ack,
                event,
                words,
            )),
            None if steps > 0 => {
                lines.push(words.line("alert-was-called", &[("steps", steps.into())]));
            }
            None => {}
        }
        return lines;
    }
    let held_by = incident.announced().and_then(|it| it.after.as_ref());
    lines.extend(held_by.map(|hold| held_line(hold, words)));
    if steps > 0 {
        lines.push(words.line("alert-called", &[("steps", steps.into())]));
    }
    let ack = mark.holding(incident.severity, incident.scopes);
    lines.extend(ack.map(|ack| acknowledged_line("alert-acknowledged", ack, event, words)));
    if let Some(snooze) = mark.snoozed(incident.severity, event.at) {
        let name = ("name", tidy(&snooze.by.name).into());
        let until = ("time", words.moment(snooze.until, event.at).into());
        lines.push(words.line("alert-snoozed", &[name, until]));
    }
    let hush = incident.announced().and_then(|it| it.hush.as_ref());
    lines.extend(hush.and_then(|hush| suppressed_line(hush, words)));
    lines
}

fn acknowledged_line(
    id: &str,
    ack: &AcknowledgeRequest,
    event: &EventView<'_>,
    words: &Words,
) -> CardLine {
    let note = ack
        .note
        .as_deref()
        .map(tidy)
        .filter(|note| !note.is_empty());
    let note = note.map(|note| format!(": {note}"));
    let after = reaction_time(ack, event, words).map(|after| format!(" ({after})"));
    let about = [
        ("name", tidy(&ack.by.name).into()),
        ("time", words.moment(ack.at, event.at).into()),
        ("after", after.unwrap_or_default().into()),
        ("note", note.unwrap_or_default().into()),
    ];
    words.line(id, &about)
}

/// The time from the card to the acknowledgement, where it is known: to the minute, from
/// the first one on.
fn reaction_time(ack: &AcknowledgeRequest, event: &EventView<'_>, words: &Words) -> Option<String> {
    let announced = event.incident.announced()?;
    let seconds = (ack.at - announced.at).to_std().ok()?.as_secs();
    let seconds = if seconds < 60 {
        seconds
    } else {
        seconds - seconds % 60
    };
    let length = words.duration(Duration::from_secs(seconds));
    Some(words.say("alert-acknowledged-after", &[("length", length.into())]))
}

/// The line that says by what the incident is not heard now.
fn suppressed_line(hush: &Suppression, words: &Words) -> Option<CardLine> {
    match (&hush.by, hush.until) {
        (HoldReason::Silence(silence), until) => {
            let silence = ("silence", silence.to_string().into());
            Some(match until {
                None => words.line("alert-hushed-silence", &[silence]),
                Some(until) => {
                    let until = ("time", words.clock(until).into());
                    words.line("alert-hushed-silence-until", &[silence, until])
                }
            })
        }
        (HoldReason::Dependency(rule), _) => {
            let rule = ("rule", tidy(rule.as_str()).into());
            Some(words.line("alert-hushed-rule", &[rule]))
        }
        (HoldReason::CatchUp, _) => None,
    }
}

/// The line that says by what the incident was held back before it was announced.
fn held_line(hold: &HoldReason, words: &Words) -> CardLine {
    match hold {
        HoldReason::Silence(silence) => {
            let silence = ("silence", silence.to_string().into());
            words.line("alert-after-silence", &[silence])
        }
        HoldReason::Dependency(rule) => {
            let rule = ("rule", tidy(rule.as_str()).into());
            words.line("alert-after-rule", &[rule])
        }
        HoldReason::CatchUp => words.line("alert-after-catch-up", &[]),
    }
}
