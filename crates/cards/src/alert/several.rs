//! The card of an incident with more than one scope: a line for each, the worst first.
//!
//! ```text
//! 🔴 CRITICAL · Abandonment 17.7 % (17 of 96) · skill 12 Soporte TV · and 2 more
//! Last 1 h (14:05–15:05) · limit 10 %
//! Since 14:40 (25 minutes ago, 6 checks) · 3 open, 1 over
//! 🔴 skill 12 Soporte TV · 17.7 % (17 of 96) ▲
//! 🟡 skill 15 Ventas · 6.3 % (12 of 190) =
//! 🟡 skill 7 Facturación · 5.8 % (10 of 171) ▼
//! ✅ skill 9 Retenciones · 14:55–15:05
//! ```

use std::{cmp::Ordering, time::Duration};

use chrono::{DateTime, Utc};

use crate::{
    Card, CardLine, TextSpan, Words,
    alert::{
        EventView, card, clues, mark, people, place,
        title::{GLANCE, figure, width, without_figure},
    },
    tidy,
};
use vigia_core::{
    alerts::{Alert, EndReason, IncidentEnd, IncidentNews, IncidentSubject},
    metrics::SkillNames,
    rules::Severity,
};

/// How many of those that are over a card names.
const ENDED: usize = 5;

/// The card, where the incident has or had more than one alert.
pub(super) fn several(
    news: &IncidentNews,
    at: DateTime<Utc>,
    names: &SkillNames,
    words: &Words,
) -> Option<Card> {
    let incident = &news.incident;
    let is_one = incident.scopes <= 1 && incident.subject != IncidentSubject::Digest;
    let told = EventView::of(news, at)?;
    if is_one {
        return None;
    }
    let reason = told.reason();
    let has_metric = incident.condition().is_some();
    let mut lines = match reason {
        Some(reason) => vec![card::ending(&told, reason, words)],
        None => circumstances(news, &told, words),
    };
    let shared = news.open.first().map(|alert| alert.window.length());
    let opens = news.open.iter();
    lines.extend(opens.map(|alert| open(alert, has_metric, shared, names, words)));
    if news.more > 0 {
        let more = ("count", news.more.into());
        lines.push(words.line("alert-more-in-details", &[more]));
    }
    let shown = incident.ended.iter().rev().take(ENDED);
    lines.extend(shown.map(|over| ended(over, has_metric, names, words)));
    if reason.is_none() && has_metric {
        lines.extend(clues::line(told.alert, names, words));
    }
    lines.extend(people::lines(&told, words));
    let footer = match incident.condition() {
        Some(_) => card::footer(&told, words),
        None => mark(incident.id),
    };
    Some(Card {
        tone: card::tone(&told),
        title: title(news, &told, names, words),
        lines,
        footer,
        as_of: Some(told.alert.as_of()),
        ..Card::default()
    })
}

/// What the worst of them is, or how many they are of.
fn title(news: &IncidentNews, told: &EventView<'_>, names: &SkillNames, words: &Words) -> String {
    let mut parts = vec![words.say(card::state(told), &[])];
    let Some(condition) = news.incident.condition() else {
        parts.push(words.say("several-digest", &[("rules", news.rules.into())]));
        parts.push(counts(news, words));
        return parts.join(" · ");
    };
    let Some(worst) = news.open.first() else {
        parts.push(words.metric(condition.metric));
        parts.push(counts(news, words));
        return parts.join(" · ");
    };
    let place = place(worst, names, words);
    let room = GLANCE.saturating_sub(width(&parts) + width(std::slice::from_ref(&place)));
    parts.push(match worst.last() {
        Some(last) => figure(worst, last, room, words),
        None => without_figure(told, words),
    });
    parts.push(place);
    let others = opened(news).saturating_sub(1);
    if others > 0 {
        parts.push(words.say("several-others", &[("count", others.into())]));
    }
    parts.join(" · ")
}

/// How many are open.
fn opened(news: &IncidentNews) -> u32 {
    let open = u32::try_from(news.open.len()).unwrap_or(u32::MAX);
    open.saturating_add(news.more)
}

fn counts(news: &IncidentNews, words: &Words) -> String {
    let (open, over) = (opened(news), news.incident.over);
    let id = match (open, over) {
        (0, _) => "several-over",
        (_, 0) => "several-open",
        (_, _) => "several-open-and-over",
    };
    words.say(id, &[("open", open.into()), ("over", over.into())])
}

/// What is the same of all of them: window, limit, since when, and how many they are.
fn circumstances(news: &IncidentNews, told: &EventView<'_>, words: &Words) -> Vec<CardLine> {
    let mut lines = Vec::new();
    if news.incident.condition().is_some() {
        let limit = |alert: &Alert| alert.grounds.limit(news.incident.severity);
        let shared = limit(told.alert).filter(|limit_of_worst| {
            let mut others = news.open.iter();
            others.all(|alert| limit(alert) == Some(*limit_of_worst))
        });
        let limit = shared.map(|shared| card::limit(told.alert, shared, words));
        let parts = [Some(card::stretch(told.alert, words)), limit];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        lines.push(CardLine::text(parts.join(" · ")));
    }
    let CardLine(mut since) = card::since(told, words);
    if news.incident.condition().is_some() {
        since.push(TextSpan::Text(format!(" · {}", counts(news, words))));
    }
    lines.push(CardLine(since));
    lines
}

fn open(
    alert: &Alert,
    has_metric: bool,
    shared: Option<Duration>,
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
        format!("{figure} {}", arrow(alert))
    });
    let gap = alert
        .told_no_data()
        .map(|_| words.say("alert-no-data", &[]));
    let length = alert.window.length();
    let window = (has_metric && Some(length) != shared).then(|| {
        let length = ("length", words.duration(length).into());
        words.say("several-window", &[length])
    });
    let what = what(alert, figure, has_metric, names, words);
    let parts = [Some(what), window, gap].into_iter().flatten();
    let parts: Vec<String> = parts.collect();
    CardLine::text(format!("{sign} {}", parts.join(" · ")))
}

fn ended(over: &IncidentEnd, has_metric: bool, names: &SkillNames, words: &Words) -> CardLine {
    let sign = match over.reason {
        EndReason::Recovered => "✅",
        EndReason::RuleRemoved | EndReason::AfterHours => "⚫",
    };
    let what = what(&over.alert, None, has_metric, names, words);
    let span = words.span(over.alert.state.since(), over.at);
    CardLine::text(format!("{sign} {what} · {span}"))
}

/// Place and figure; of many rules with the metric before and the rule after them.
fn what(
    alert: &Alert,
    figure: Option<String>,
    has_metric: bool,
    names: &SkillNames,
    words: &Words,
) -> String {
    let place = place(alert, names, words);
    let parts = if has_metric {
        vec![Some(place), figure]
    } else {
        let metric = words.metric(alert.metric);
        let told = figure.map_or_else(|| metric.clone(), |told| format!("{metric} {told}"));
        let rule = tidy(alert.key.rule.as_str());
        vec![Some(told), Some(place), Some(rule)]
    };
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" · ")
}

fn arrow(alert: &Alert) -> &'static str {
    let [.., before, last] = alert.trend.as_slice() else {
        return "";
    };
    let (before, last) = (before.sample.value.scalar(), last.sample.value.scalar());
    match last.partial_cmp(&before) {
        Some(Ordering::Greater) => "▲",
        Some(Ordering::Less) => "▼",
        Some(Ordering::Equal) | None => "=",
    }
}
