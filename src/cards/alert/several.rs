//! The card of an incident with more than one scope: a line for each, the worst first.
//!
//! ```text
//! 🔴 CRITICAL · Abandonment · 3 open, 1 over
//! 🔴 skill 12 Soporte TV · 17.7 % (17 of 96) ▲
//! 🟡 skill 15 Ventas · 6.3 % (12 of 190) =
//! 🟡 skill 7 Facturación · 5.8 % (10 of 171) ▼
//! ✅ skill 9 Retenciones · 14:55–15:05
//! ```

use std::cmp::Ordering;

use chrono::{DateTime, Utc};

use crate::{
    alerts::{Alert, Ended, IncidentNews, Reason, Subject},
    cards::{
        Card, Line, Words,
        alert::{Told, card, mark, people},
        tidy,
    },
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
    let is_one = incident.scopes <= 1 && incident.subject != Subject::Digest;
    let told = Told::of(news, at)?;
    if is_one {
        return None;
    }
    let reason = told.reason();
    let has_metric = incident.condition().is_some();
    let mut lines: Vec<Line> = news
        .open
        .iter()
        .map(|alert| open(alert, has_metric, names, words))
        .collect();
    if news.more > 0 {
        lines.push(words.line("alert-more", &[("count", news.more.into())]));
    }
    let shown = incident.ended.iter().rev().take(ENDED);
    lines.extend(shown.map(|over| ended(over, has_metric, names, words)));
    match reason {
        Some(reason) => lines.insert(0, card::ending(&told, reason, words)),
        None => lines.push(card::since(&told, words)),
    }
    lines.extend(people::lines(news, words));
    let footer = match incident.condition() {
        Some(_) => card::footer(&told, words),
        None => mark(incident.id),
    };
    Some(Card {
        tone: card::tone(&told),
        title: title(news, &told, words),
        lines,
        footer,
        as_of: Some(told.alert.as_of()),
        ..Card::default()
    })
}

fn title(news: &IncidentNews, told: &Told<'_>, words: &Words) -> String {
    let open = u32::try_from(news.open.len()).unwrap_or(u32::MAX);
    let counts = [
        ("open", open.saturating_add(news.more).into()),
        ("over", news.incident.over.into()),
    ];
    let id = match (open, news.incident.over) {
        (0, _) => "several-over",
        (_, 0) => "several-open",
        (_, _) => "several-open-and-over",
    };
    let about = match news.incident.condition() {
        Some(condition) => words.metric(condition.metric),
        None => words.say("several-digest", &[]),
    };
    let state = words.say(card::state(told), &[]);
    [state, about, words.say(id, &counts)].join(" · ")
}

fn open(alert: &Alert, has_metric: bool, names: &SkillNames, words: &Words) -> Line {
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
    let parts = [Some(what(alert, has_metric, names, words)), figure, gap];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    Line::text(format!("{sign} {}", parts.join(" · ")))
}

fn ended(over: &Ended, has_metric: bool, names: &SkillNames, words: &Words) -> Line {
    let sign = match over.reason {
        Reason::Recovered => "✅",
        Reason::RuleRemoved | Reason::AfterHours => "⚫",
    };
    let what = what(&over.alert, has_metric, names, words);
    let span = words.span(over.alert.state.since(), over.at);
    Line::text(format!("{sign} {what} · {span}"))
}

fn what(alert: &Alert, has_metric: bool, names: &SkillNames, words: &Words) -> String {
    let place = words.place_of(alert.metric, &alert.key.scope, names);
    if has_metric {
        place
    } else {
        format!(
            "{} · {} · {place}",
            tidy(alert.key.rule.as_str()),
            words.metric(alert.metric)
        )
    }
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
