//! The lines that explain an alert: the usual figure, facts from other figures, their
//! possible causes, checks that are worth a look, and the description that the author of the
//! rule wrote.
//!
//! ```text
//! Waited before hanging up: ≤10 s 3 · 11–20 s 2 · 21–50 s 4 · ≥51 s 9 (13 of 18 after 20 s)
//! Service level 20 s 54.1 % · ASA 48 s · wait of those who hung up (ATA) 1 min 03 s
//! 🔎 Points to: demand above usual (122 calls vs. 93, +31 %)
//! 👉 Worth checking: agents available in skill 12 Soporte TV, and breaks that are due
//! ```

use std::time::Duration;

use chrono::{Datelike, TimeDelta};

use crate::{
    CardLine, FluentArg, Words,
    abandon::wait_ranges_in_short,
    alert::event::{alert_place, capitalised_line},
    tidy,
};
use vigia_core::{
    alerts::{
        Alert, CauseClue, CauseContext, CauseFinding, EventKind, IncidentCondition, IncidentNews,
    },
    metrics::{OperationName, Quantity, Scope, SkillNames, facts::WaitCalls},
    rules::{DescriptionTemplate, TemplateFact, TemplateFacts, TemplateField, UsualMethod},
};

/// The number of causes that a card has room for.
const CAUSES: usize = 3;

/// The number of checks that a card has room for.
const CHECKS: usize = 2;

/// All lines that explain one open alert.
pub(super) fn context_lines(alert: &Alert, names: &SkillNames, words: &Words) -> Vec<CardLine> {
    let mut lines: Vec<CardLine> = usual_line(alert, words).into_iter().collect();
    let facts = alert.clues.iter();
    lines.extend(facts.filter_map(|clue| fact_line(clue, alert, words)));
    let causes = causes(alert, words).take(CAUSES);
    lines.extend(causes.map(|cause| words.line("clue-points", &[("cause", cause.into())])));
    lines.extend(checks_line(alert, names, words));
    lines
}

/// The first cause of the worst of several alerts.
pub(super) fn worst_cause_line(
    alert: &Alert,
    names: &SkillNames,
    words: &Words,
) -> Option<CardLine> {
    let cause = causes(alert, words).next()?;
    let place = alert_place(alert, names, words);
    let about = [("place", place.into()), ("cause", cause.into())];
    Some(words.line("clue-points-of", &about))
}

/// The usual figure here at this time, and the number of past times that it is made of.
fn usual_line(alert: &Alert, words: &Words) -> Option<CardLine> {
    let usual = alert.grounds.usual?;
    let median = usual.value(alert.metric.unit())?;
    let id = match usual.method {
        UsualMethod::Weeks => "alert-usual-weeks",
        UsualMethod::Days => "alert-usual-days",
        UsualMethod::Hours => "alert-usual-hours",
        UsualMethod::Season => "alert-usual-season",
        UsualMethod::Team => "alert-usual-team",
    };
    // A window that ends at midnight belongs to the day before.
    let last = alert.as_of() - TimeDelta::seconds(1);
    let day = last.with_timezone(&words.zone()).weekday();
    let mut count = words.count(u64::from(usual.of));
    if usual.of < usual.wanted {
        count = words.part_of(&count, u64::from(usual.wanted));
    }
    let about = [
        ("usual", words.quantity(median).into()),
        ("count", count.into()),
        ("day", day.number_from_monday().into()),
    ];
    Some(words.line(id, &about))
}

fn fact_line(clue: &CauseClue, alert: &Alert, words: &Words) -> Option<CardLine> {
    let mut parts = match &clue.finding {
        CauseFinding::Waits {
            by_wait,
            after_20s,
            of,
        } => vec![waits_text(by_wait, *after_20s, *of, words)],
        CauseFinding::Service { level, asa, ata } => service_texts(*level, *asa, *ata, words),
        CauseFinding::Callbacks {
            treated,
            accepted,
            reached,
            failed,
        } => {
            let told = |calls: Option<u64>| words.known(calls.map(Quantity::Count)).into();
            let about = [
                ("treated", told(*treated)),
                ("accepted", told(*accepted)),
                ("reached", told(*reached)),
                ("failed", told(*failed)),
            ];
            vec![words.say("clue-callbacks", &about)]
        }
        CauseFinding::MoreCalls { .. }
        | CauseFinding::FewerAnswered { .. }
        | CauseFinding::QuickHangUps { .. }
        | CauseFinding::LongWaits { .. }
        | CauseFinding::FullQueue { .. }
        | CauseFinding::CallbacksFail { .. }
        | CauseFinding::OneAgent { .. }
        | CauseFinding::ManyAgents { .. }
        | CauseFinding::MostOfIt { .. } => return None,
    };
    if clue.window != alert.window.length() {
        let length = words.duration(clue.window);
        parts.push(words.say("clue-window", &[("length", length.into())]));
    }
    Some(capitalised_line(&parts))
}

fn waits_text(ranges: &[WaitCalls], late: Option<u64>, of: u64, words: &Words) -> String {
    let ranges = wait_ranges_in_short(ranges, words);
    let text = words.say("clue-waits", &[("ranges", ranges.into())]);
    let late = late.map(|late| {
        let part = words.part_of(&words.count(late), of);
        format!(
            " {}",
            words.say("clue-waits-late", &[("part", part.into())])
        )
    });
    format!("{text}{}", late.unwrap_or_default())
}

fn service_texts(
    level: Option<f64>,
    asa: Option<Duration>,
    ata: Option<Duration>,
    words: &Words,
) -> Vec<String> {
    let level = level.map(|level| ("clue-level", "level", words.percent(level)));
    let wait = |id, wait: Option<Duration>| Some((id, "wait", words.duration(wait?)));
    [level, wait("clue-asa", asa), wait("clue-ata", ata)]
        .into_iter()
        .flatten()
        .map(|(id, name, figure)| words.say(id, &[(name, figure.into())]))
        .collect()
}

fn causes(alert: &Alert, words: &Words) -> impl Iterator<Item = String> {
    let findings = alert.clues.iter().map(|clue| &clue.finding);
    findings.filter_map(|finding| cause_text(finding, words))
}

fn cause_text(finding: &CauseFinding, words: &Words) -> Option<String> {
    let told = |figure: &CauseContext| words.quantity(figure.now).into();
    let usual = |figure: &CauseContext| words.known(figure.usual_value()).into();
    let part = |part: u64, of: u64| words.part_of(&words.count(part), of).into();
    let count = |number: u32| words.count(u64::from(number)).into();
    let said: (&str, Vec<(&str, FluentArg)>) = match finding {
        CauseFinding::Waits { .. }
        | CauseFinding::Service { .. }
        | CauseFinding::Callbacks { .. } => {
            return None;
        }
        CauseFinding::MoreCalls { offered, .. } => (
            "cause-more-calls",
            vec![
                ("now", told(offered)),
                ("usual", usual(offered)),
                ("change", change_text(offered, words).into()),
            ],
        ),
        CauseFinding::FewerAnswered { answered, offered } => (
            "cause-fewer-answered",
            vec![
                ("now", told(answered)),
                ("usual", usual(answered)),
                ("change", change_text(answered, words).into()),
                ("offered", told(offered)),
                ("offered-usual", usual(offered)),
            ],
        ),
        CauseFinding::QuickHangUps { calls, of, asa } => {
            let asa = asa.map_or_else(String::new, |asa| {
                let about = [("now", told(&asa)), ("usual", usual(&asa))];
                format!("; {}", words.say("cause-quick-asa", &about))
            });
            (
                "cause-quick",
                vec![("part", part(*calls, *of)), ("asa", asa.into())],
            )
        }
        CauseFinding::LongWaits { calls, of } => ("cause-long", vec![("part", part(*calls, *of))]),
        CauseFinding::FullQueue {
            level,
            asa,
            treated,
        } => (
            "cause-full-queue",
            vec![
                ("level", told(level)),
                ("level-usual", usual(level)),
                ("asa", told(asa)),
                ("asa-usual", usual(asa)),
                ("treated", told(treated)),
                ("treated-usual", usual(treated)),
            ],
        ),
        CauseFinding::CallbacksFail {
            failed,
            of,
            treated,
        } => (
            "cause-callbacks",
            vec![
                ("part", part(*failed, *of)),
                ("now", told(treated)),
                ("usual", usual(treated)),
            ],
        ),
        CauseFinding::OneAgent { others, median } => (
            "cause-one-agent",
            vec![
                ("others", count(*others)),
                ("median", words.quantity(*median).into()),
            ],
        ),
        CauseFinding::ManyAgents { agents, of, median } => (
            "cause-many-agents",
            vec![
                ("part", part(u64::from(*agents), u64::from(*of))),
                ("median", words.quantity(*median).into()),
            ],
        ),
        CauseFinding::MostOfIt { one, team, agents } => (
            "cause-most",
            vec![
                ("one", words.quantity(*one).into()),
                ("team", words.quantity(*team).into()),
                ("agents", count(*agents)),
            ],
        ),
    };
    let (id, about) = said;
    Some(words.say(id, &about))
}

/// The first cause in a few words, for a line of a phone.
pub(super) fn short_cause(alert: &Alert, words: &Words) -> Option<String> {
    let findings = alert.clues.iter().map(|clue| &clue.finding);
    findings.into_iter().find_map(|finding| {
        let part = |part: u64, of: u64| words.part_of(&words.count(part), of);
        let (id, figure) = match finding {
            CauseFinding::Waits { .. }
            | CauseFinding::Service { .. }
            | CauseFinding::Callbacks { .. } => return None,
            CauseFinding::MoreCalls { offered, .. } => {
                ("short-more-calls", change_text(offered, words))
            }
            CauseFinding::FewerAnswered { answered, .. } => {
                ("short-fewer-answered", change_text(answered, words))
            }
            CauseFinding::QuickHangUps { calls, of, .. } => ("short-quick", part(*calls, *of)),
            CauseFinding::LongWaits { calls, of } => ("short-long", part(*calls, *of)),
            CauseFinding::FullQueue { asa, .. } => ("short-queue", words.quantity(asa.now)),
            CauseFinding::CallbacksFail { failed, of, .. } => {
                ("short-callbacks", part(*failed, *of))
            }
            CauseFinding::OneAgent { median, .. } => ("short-one-agent", words.quantity(*median)),
            CauseFinding::ManyAgents { agents, of, .. } => (
                "short-many-agents",
                part(u64::from(*agents), u64::from(*of)),
            ),
            CauseFinding::MostOfIt { one, .. } => ("short-most", words.quantity(*one)),
        };
        Some(words.say(id, &[("figure", figure.into())]))
    })
}

/// The distance of a figure from the usual one: `+31 %`.
fn change_text(figure: &CauseContext, words: &Words) -> String {
    let Some(ratio) = figure.ratio() else {
        return words.known(None);
    };
    let percent = ((ratio - 1.0) * 100.0).round();
    let sign = if percent > 0.0 { "+" } else { "" };
    format!("{sign}{}", words.stated(Quantity::Percent(percent)))
}

/// The checks, most likely first, each once.
fn checks_line(alert: &Alert, names: &SkillNames, words: &Words) -> Option<CardLine> {
    let mut checks: Vec<String> = Vec::new();
    for clue in &alert.clues {
        let Some(id) = check_id(&clue.finding) else {
            continue;
        };
        let place = alert_place(alert, names, words);
        let check = words.say(id, &[("place", place.into())]);
        if !checks.contains(&check) && checks.len() < CHECKS {
            checks.push(check);
        }
    }
    let checks = checks.join("; ");
    (!checks.is_empty()).then(|| words.line("clue-check", &[("checks", checks.into())]))
}

fn check_id(finding: &CauseFinding) -> Option<&'static str> {
    match finding {
        CauseFinding::Waits { .. }
        | CauseFinding::Service { .. }
        | CauseFinding::Callbacks { .. } => None,
        CauseFinding::MoreCalls { .. }
        | CauseFinding::LongWaits { .. }
        | CauseFinding::FullQueue { .. } => Some("check-agents"),
        CauseFinding::FewerAnswered { .. } => Some("check-connected"),
        CauseFinding::QuickHangUps { .. } => Some("check-entrance"),
        CauseFinding::CallbacksFail { .. } => Some("check-callbacks"),
        CauseFinding::OneAgent { .. } | CauseFinding::MostOfIt { .. } => Some("check-support"),
        CauseFinding::ManyAgents { .. } => Some("check-systems"),
    }
}

/// The description of an open incident's rule filled in with the facts of its alerts: each
/// distinct text once, the worst first, as far as there is room. Text is data, so a name
/// cannot format it.
pub(super) fn description_lines(
    news: &IncidentNews,
    operation: &OperationName,
    names: &SkillNames,
    words: &Words,
) -> Vec<CardLine> {
    let is_over = matches!(news.kind, EventKind::Resolved(_));
    let Some(condition) = news.incident.condition().filter(|_| !is_over) else {
        return Vec::new();
    };
    let Some(template) = &condition.description else {
        return Vec::new();
    };
    let mut texts: Vec<String> = Vec::new();
    for alert in &news.open {
        let facts = template_facts(alert, condition, operation, names, words);
        let text = template.fill(facts);
        if !text.is_empty() && !texts.contains(&text) {
            texts.push(text);
        }
    }
    let shown = count_fitting(&texts);
    let left = u32::try_from(texts.len() - shown).unwrap_or(u32::MAX);
    texts.truncate(shown);
    let texts = texts.into_iter();
    let mut lines: Vec<CardLine> = texts
        .map(|text| words.line("alert-check", &[("text", text.into())]))
        .collect();
    if left > 0 {
        lines.push(words.line("alert-more", &[("count", left.into())]));
    }
    lines
}

/// Returns how many texts have room together; the first always has.
fn count_fitting(texts: &[String]) -> usize {
    let mut room = DescriptionTemplate::LONGEST;
    let fit = texts.iter().take_while(|text| {
        let length = text.chars().count();
        let fits = length <= room;
        room = room.saturating_sub(length);
        fits
    });
    fit.count().max(texts.len().min(1))
}

fn template_facts(
    alert: &Alert,
    condition: &IncidentCondition,
    operation: &OperationName,
    names: &SkillNames,
    words: &Words,
) -> TemplateFacts {
    let (metric, severity) = (alert.metric, alert.state.severity());
    let sample = alert.last().map(|last| last.sample);
    let text = |text: String| Some(TemplateFact::Text(text));
    let count = |count: Option<u64>| Some(TemplateFact::Text(words.count(count?)));
    let limit = alert.grounds.limit(severity);
    let usual = alert.grounds.usual.and_then(|it| it.value(metric.unit()));
    let severity = TemplateFact::Word {
        word: severity.to_string(),
        shown: words.severity(severity),
    };
    let scope = words.place_of(metric, &alert.key.scope, names);
    let facts = TemplateFacts::new(&words.known(None), condition.labels.clone())
        .with(TemplateField::Operation, name_fact(operation.as_str()))
        .with(TemplateField::Rule, name_fact(alert.key.rule.as_str()))
        .with(TemplateField::Scope, text(scope))
        .with(TemplateField::Metric, text(words.metric(metric)))
        .with(
            TemplateField::Value,
            sample.map(|it| TemplateFact::Text(words.quantity(it.value))),
        )
        .with(TemplateField::Part, count(sample.and_then(|it| it.part)))
        .with(TemplateField::Of, count(sample.and_then(|it| it.of)))
        .with(
            TemplateField::Limit,
            limit.map(|it| TemplateFact::Text(words.stated(it))),
        )
        .with(TemplateField::Severity, Some(severity))
        .with(
            TemplateField::Window,
            text(words.duration(alert.window.length())),
        )
        .with(
            TemplateField::Usual,
            usual.map(|it| TemplateFact::Text(words.quantity(it))),
        );
    with_place(facts, &alert.key.scope, names, words)
}

fn with_place(
    facts: TemplateFacts,
    scope: &Scope,
    names: &SkillNames,
    words: &Words,
) -> TemplateFacts {
    match scope {
        Scope::Operation => facts,
        Scope::Skill(skill) => facts
            .with(TemplateField::Skill, Some(TemplateFact::Number(skill.0)))
            .with(
                TemplateField::SkillName,
                names.get(*skill).and_then(name_fact),
            ),
        Scope::Channel(channel) => {
            let word = channel.as_str().to_owned();
            let shown = words.channel(channel);
            facts.with(
                TemplateField::Channel,
                Some(TemplateFact::Word { word, shown }),
            )
        }
        Scope::Agent(agent) => facts.with(TemplateField::Agent, name_fact(agent.as_str())),
    }
}

/// A name from outside: compared as it is, and shown on one line. An empty one is none.
fn name_fact(name: &str) -> Option<TemplateFact> {
    let shown = tidy(name);
    let word = name.to_owned();
    (!shown.is_empty()).then_some(TemplateFact::Word { word, shown })
}
