//! Why a rule fires or does not, with the figures.

use std::cmp::Reverse;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    AudienceView, Card, CardLine, Tone, Words,
    rules::{JudgedScope, RuleView, subject},
    tidy,
};
use vigia_core::{
    alerts::{Alert, AlertState, AlertTiming, HoldReason, IncidentMark, IncidentStanding},
    metrics::{Metric, Quantity, Scope},
    rules::{BlindReport, Rule, Severity, Side, Threshold, UsualMethod, Verdict},
};

/// How many scopes a card tells one by one.
const SCOPES: usize = 8;

/// What is known of a rule.
#[derive(Clone, Debug)]
pub struct RuleExplanation<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// What it is asked about; everything that it looks at where `None`.
    pub scope: Option<&'a Scope>,
    /// The reports that it needs and that cannot be read.
    pub blind: Vec<BlindReport>,
    /// What it says of the last poll; `None` before the first.
    pub judged: Option<&'a JudgedScope>,
    /// Its open alerts.
    pub alerts: Vec<&'a Alert>,
    /// What keeps them from being told, or what people did about them.
    pub standing: Vec<(&'a Scope, &'a IncidentStanding, &'a IncidentMark)>,
    /// What keeps what it would say from being told.
    pub hold: Option<HoldReason>,
    /// When it looks again, where it does not look now.
    pub opens: Option<DateTime<Utc>>,
}

/// Why the rule fires or does not: for one scope with all figures, for several with a line
/// each, the worst first.
pub fn explain(of: &RuleExplanation<'_>, reader: &AudienceView<'_>, words: &Words) -> Card {
    let mut looks: Vec<&RuleView> = of
        .judged
        .iter()
        .flat_map(|judged| &judged.looks)
        .filter(|look| of.scope.is_none_or(|scope| *scope == look.scope))
        .collect();
    looks.sort_by_key(|look| {
        let told = alert(of, look).is_some_and(|alert| alert.state.is_told());
        Reverse((told, badness(look.verdict)))
    });
    let (light, title, mut lines) = match looks.as_slice() {
        [] => nothing(of, reader, words),
        [one] => whole(of, one, reader, words),
        many => summary(of, many, reader, words),
    };
    let blind = of
        .blind
        .iter()
        .map(|blind| blind_line(blind, reader, words));
    lines.splice(..0, blind);
    let name = tidy(of.rule.id.as_str());
    Card {
        tone: Tone::Info,
        title: format!("{light} {name} · {title}"),
        lines,
        footer: reader.command.clone(),
        as_of: of.judged.map(|judged| judged.as_of),
        ..Card::default()
    }
}

fn blind_line(blind: &BlindReport, reader: &AudienceView<'_>, words: &Words) -> CardLine {
    words.line(
        "explain-blind",
        &[
            ("report", words.report(blind.report).into()),
            ("since", words.moment(blind.since, reader.now).into()),
            ("reason", words.failure(blind.reason).into()),
        ],
    )
}

type Told = (&'static str, String, Vec<CardLine>);

fn nothing(of: &RuleExplanation<'_>, reader: &AudienceView<'_>, words: &Words) -> Told {
    let id = match (of.judged, of.scope) {
        (None, _) => "why-never",
        (Some(_), Some(_)) => "why-not-seen",
        (Some(_), None) => "why-sees-nothing",
    };
    let lines = vec![
        words.line(id, &[]),
        CardLine::text(subject(of.rule, reader, words)),
    ];
    ("⚪", words.say("explain-nothing", &[]), lines)
}

fn alert<'a>(of: &RuleExplanation<'a>, look: &RuleView) -> Option<&'a Alert> {
    let mut alerts = of.alerts.iter().copied();
    alerts.find(|alert| alert.key.scope == look.scope)
}

fn badness(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Breach(Severity::Critical) => 6,
        Verdict::Breach(Severity::Warning) => 5,
        Verdict::Between => 4,
        Verdict::Missing => 3,
        Verdict::TooFew => 2,
        Verdict::Clear => 1,
        Verdict::Asleep => 0,
    }
}

fn light(look: &RuleView, alert: Option<&Alert>) -> &'static str {
    match (alert.map(|alert| alert.state), look.verdict) {
        (Some(AlertState::Firing(fire) | AlertState::Recovering { fire, .. }), _) => {
            match fire.severity {
                Severity::Warning => "🟡",
                Severity::Critical => "🔴",
            }
        }
        (Some(AlertState::Pending { .. }), _) => "🕓",
        (None, Verdict::TooFew | Verdict::Missing) => "⚪",
        (None, Verdict::Asleep) => "💤",
        (None, Verdict::Breach(_) | Verdict::Between | Verdict::Clear) => "🟢",
    }
}

fn state(alert: Option<&Alert>, words: &Words) -> String {
    let id = match alert.map(|alert| alert.state) {
        None => "explain-quiet",
        Some(AlertState::Pending { .. }) => "explain-pending",
        Some(AlertState::Firing(_)) => "explain-firing",
        Some(AlertState::Recovering { .. }) => "explain-recovering",
    };
    words.say(id, &[])
}

fn summary(
    of: &RuleExplanation<'_>,
    looks: &[&RuleView],
    reader: &AudienceView<'_>,
    words: &Words,
) -> Told {
    let told = |look: &&&RuleView| alert(of, look).is_some_and(|alert| alert.state.is_told());
    let firing = looks.iter().filter(told).count();
    let number = |count: usize| words.count(u64::try_from(count).unwrap_or(u64::MAX));
    let title = words.say(
        "explain-firing-of",
        &[
            ("firing", number(firing).into()),
            ("of", number(looks.len()).into()),
        ],
    );
    let mut lines = vec![CardLine::text(subject(of.rule, reader, words))];
    lines.extend(looks.iter().take(SCOPES).map(|look| {
        let alert = alert(of, look);
        let place = reader.place(&look.scope, words);
        let why = why(of, look, words);
        let light = light(look, alert);
        let figure = look
            .sample
            .map(|sample| words.figure(of.rule.metric, &sample));
        let parts = [Some(format!("{light} {place}")), figure, Some(why)];
        CardLine::text(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
    }));
    if let Ok(more @ 1..) = u64::try_from(looks.len().saturating_sub(SCOPES)) {
        lines.push(words.line("candidates-more", &[("more", more.into())]));
        lines.push(words.line("explain-one", &[]));
    }
    let light = looks
        .first()
        .map_or("🟢", |look| light(look, alert(of, look)));
    (light, title, lines)
}

fn whole(
    of: &RuleExplanation<'_>,
    look: &RuleView,
    reader: &AudienceView<'_>,
    words: &Words,
) -> Told {
    let alert = alert(of, look);
    let place = reader.place_of(of.rule.metric, &look.scope, words);
    let title = format!("{place}: {}", state(alert, words));
    let window = words.line(
        "explain-window",
        &[
            ("metric", words.metric(of.rule.metric).into()),
            ("window", words.dated_window(&look.window).into()),
            ("figure", figure(of, look, words).into()),
        ],
    );
    let mut lines = vec![window, CardLine::text(why(of, look, words))];
    lines.extend(usual(of, look, words));
    lines.extend(alert.and_then(|alert| time(of, alert, reader, words)));
    lines.extend(hold(of, alert, look, reader, words));
    (light(look, alert), title, lines)
}

fn figure(of: &RuleExplanation<'_>, look: &RuleView, words: &Words) -> String {
    match &look.sample {
        Some(sample) => words.figure(of.rule.metric, sample),
        None => words.say("explain-no-figure", &[]),
    }
}

/// Why the verdict is what it is.
fn why(of: &RuleExplanation<'_>, look: &RuleView, words: &Words) -> String {
    if let Some(sentence) = departure(of, look, words) {
        return sentence;
    }
    let limit = |severity| {
        let limit = look.grounds.limit(severity);
        limit.map_or_else(String::new, |limit| words.stated(limit))
    };
    let said = |id, severity| words.say(id, &[("limit", limit(severity).into())]);
    match look.verdict {
        Verdict::Breach(_) if of.rule.when.absent().is_some() => words.say("why-absent", &[]),
        Verdict::Breach(severity @ Severity::Critical) => said("why-critical", severity),
        Verdict::Breach(severity @ Severity::Warning) => said("why-warning", severity),
        Verdict::Between => between(of, look, words),
        Verdict::Clear if of.rule.when.absent().is_some() => words.say("why-there", &[]),
        Verdict::Clear => said("why-clear", Severity::Warning),
        Verdict::TooFew => {
            let of_calls = look.sample.and_then(|sample| sample.of);
            let least = of.rule.at_least;
            match of_calls.zip(least) {
                Some((calls, least)) => words.say(
                    "why-too-few",
                    &[
                        ("calls", words.count(calls).into()),
                        ("least", words.count(least).into()),
                    ],
                ),
                None => words.say("why-knows-too-little", &[]),
            }
        }
        Verdict::Missing => words.say("why-missing", &[]),
        Verdict::Asleep => match of.opens {
            Some(opens) => {
                let opens = ("opens", words.date_and_clock(opens).into());
                words.say("why-asleep-until", &[opens])
            }
            None => words.say("why-asleep", &[]),
        },
    }
}

/// How the figure compares with the season of its scope, where the rule is about that.
fn departure(of: &RuleExplanation<'_>, look: &RuleView, words: &Words) -> Option<String> {
    look.grounds.departure?;
    let is_told = alert(of, look).is_some_and(|alert| alert.state.is_told());
    let id = match look.verdict {
        Verdict::Breach(_) => "why-departs",
        Verdict::Between if is_told => "why-still-departs",
        Verdict::Between => "why-suspected",
        Verdict::Clear => "why-no-departure",
        Verdict::TooFew | Verdict::Missing | Verdict::Asleep => return None,
    };
    let (sample, usual) = (look.sample?, look.grounds.usual?);
    let (part, of_all) = (sample.part?, sample.of?);
    let bad = match look.grounds.side? {
        Side::Above => part,
        Side::Below => of_all.checked_sub(part)?,
    };
    let is_abandonment = matches!(
        of.rule.metric,
        Metric::AbandonRate | Metric::AbandonRateExclShort
    );
    let is_skill = matches!(look.scope, Scope::Skill(_));
    let about = [
        ("window", words.duration(look.window.length()).into()),
        ("bad", words.count(bad).into()),
        ("of", words.count(of_all).into()),
        ("share", words.quantity(sample.value).into()),
        (
            "usual",
            words.quantity(usual.value(sample.value.unit())?).into(),
        ),
        (
            "what",
            if is_abandonment { "hung-up" } else { "other" }.into(),
        ),
        ("place", if is_skill { "skill" } else { "other" }.into()),
    ];
    let figure = words.say("why-departs-figure", &about);
    Some(words.say(id, &[("figure", figure.into())]))
}

/// Past the limit and not surely so, or not back far enough.
fn between(of: &RuleExplanation<'_>, look: &RuleView, words: &Words) -> String {
    let limit = look.grounds.limit(Severity::Warning);
    let value = look.sample.map(|sample| sample.value);
    let side = look.grounds.side.unwrap_or(Side::Above);
    let is_past = value
        .zip(limit)
        .is_some_and(|(value, limit)| side.is_past(value.scalar(), limit.scalar()));
    let limit = (
        "limit",
        limit
            .map(|limit| words.stated(limit))
            .unwrap_or_default()
            .into(),
    );
    if !is_past {
        let back = of.rule.when.threshold().and_then(Threshold::recovery);
        return match back {
            Some(back) => {
                let back = ("back", words.stated(back).into());
                words.say("why-between", &[limit, back])
            }
            None => words.say("why-not-past", &[limit]),
        };
    }
    let bad = look.sample.and_then(|sample| sample.part);
    if let Some((bad, least)) = bad.zip(of.rule.at_least_bad)
        && bad < least
    {
        let args = [
            ("bad", words.count(bad).into()),
            ("least", words.count(least).into()),
        ];
        return words.say("why-few-bad", &args);
    }
    match look.grounds.range {
        Some((low, high)) => {
            let percent = |value| words.quantity(Quantity::Percent(value));
            let args = [
                limit,
                ("low", percent(low).into()),
                ("high", percent(high).into()),
            ];
            words.say("why-unsure-range", &args)
        }
        None => words.say("why-unsure", &[limit]),
    }
}

fn usual(of: &RuleExplanation<'_>, look: &RuleView, words: &Words) -> Option<CardLine> {
    let usual = look.grounds.usual?;
    let value = usual.value(of.rule.metric.unit())?;
    let id = match usual.method {
        UsualMethod::Weeks => "usual-weeks",
        UsualMethod::Days => "usual-days",
        UsualMethod::Hours => "usual-hours",
        UsualMethod::Season if usual.of < usual.wanted => "usual-season-young",
        UsualMethod::Season => "usual-season",
        UsualMethod::Team => "usual-team",
    };
    Some(words.line(
        id,
        &[
            ("value", words.quantity(value).into()),
            ("of", usual.of.into()),
            ("wanted", usual.wanted.into()),
        ],
    ))
}

/// Since when it is so, and what comes next if it stays so.
fn time(
    of: &RuleExplanation<'_>,
    alert: &Alert,
    reader: &AudienceView<'_>,
    words: &Words,
) -> Option<CardLine> {
    let timing = AlertTiming::from(of.rule);
    let after = |since: DateTime<Utc>, length| {
        let length = TimeDelta::from_std(length).unwrap_or(TimeDelta::MAX);
        since.checked_add_signed(length)
    };
    let moment = |time| words.moment(time, reader.now);
    let (id, since, next) = match alert.state {
        AlertState::Pending { since, .. } => {
            ("time-pending", since, after(since, timing.hold_for)?)
        }
        AlertState::Firing(fire) => ("time-firing", fire.since, fire.fired_at),
        AlertState::Recovering { clear_since, .. } => (
            "time-recovering",
            clear_since,
            after(clear_since, timing.keep_firing_for)?,
        ),
    };
    let args = [
        ("since", moment(since).into()),
        ("next", moment(next).into()),
    ];
    Some(words.line(id, &args))
}

/// What keeps people from hearing of it.
fn hold(
    of: &RuleExplanation<'_>,
    alert: Option<&Alert>,
    look: &RuleView,
    reader: &AudienceView<'_>,
    words: &Words,
) -> Vec<CardLine> {
    let mut lines = Vec::new();
    let standing = of.standing.iter().find(|(scope, ..)| **scope == look.scope);
    let held = standing.and_then(|(_, standing, _)| match standing {
        IncidentStanding::Held(hold) => Some(hold),
        IncidentStanding::Announced(_) => None,
    });
    match held.or(of.hold.as_ref()) {
        None => {}
        Some(HoldReason::Silence(id)) => {
            lines.push(words.line("held-silence", &[("silence", id.to_string().into())]));
        }
        Some(HoldReason::Dependency(rule)) => {
            let rule = ("rule", tidy(rule.as_str()).into());
            lines.push(words.line("held-dependency", &[rule]));
        }
        Some(HoldReason::CatchUp) => lines.push(words.line("held-catch-up", &[])),
    }
    if let Some((alert, (.., mark))) = alert.zip(standing) {
        let severity = alert.state.severity();
        if let Some(ack) = mark.ack.as_ref().filter(|ack| severity <= ack.severity) {
            let who = ("who", tidy(&ack.by.name).into());
            let at = ("at", words.at(ack.at, reader.now).into());
            lines.push(words.line("mark-acknowledged", &[who, at]));
        }
    }
    if let Some(gap) = alert.and_then(|alert| alert.no_data) {
        let since = ("since", words.moment(gap.since, reader.now).into());
        lines.push(words.line("explain-no-data", &[since]));
    }
    lines
}
