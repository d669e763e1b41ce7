//! What whoever wrote the rule says to whoever sees the alert, filled in with its facts.

use crate::{CardLine, Words, tidy};
use vigia_core::{
    alerts::{Alert, EventKind, IncidentCondition, IncidentNews},
    metrics::{OperationName, Scope, SkillNames},
    rules::{DescriptionTemplate, TemplateFact, TemplateFacts, TemplateField},
};

/// The lines of an incident that goes on: each distinct text of its alerts once, the worst
/// first, as far as there is room. Text is data, so what a name holds cannot format it.
pub(super) fn lines(
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
        let facts = facts(alert, condition, operation, names, words);
        let text = template.fill(facts);
        if !text.is_empty() && !texts.contains(&text) {
            texts.push(text);
        }
    }
    let shown = fitting(&texts);
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

/// How many of them have room together; the first always has.
fn fitting(texts: &[String]) -> usize {
    let mut room = DescriptionTemplate::LONGEST;
    let fit = texts.iter().take_while(|text| {
        let length = text.chars().count();
        let fits = length <= room;
        room = room.saturating_sub(length);
        fits
    });
    fit.count().max(texts.len().min(1))
}

fn facts(
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
        .with(TemplateField::Operation, named(operation.as_str()))
        .with(TemplateField::Rule, named(alert.key.rule.as_str()))
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
    place(facts, &alert.key.scope, names, words)
}

/// With the names of what the alert is about.
fn place(facts: TemplateFacts, scope: &Scope, names: &SkillNames, words: &Words) -> TemplateFacts {
    match scope {
        Scope::Operation => facts,
        Scope::Skill(skill) => facts
            .with(TemplateField::Skill, Some(TemplateFact::Number(skill.0)))
            .with(TemplateField::SkillName, names.get(*skill).and_then(named)),
        Scope::Channel(channel) => {
            let word = channel.as_str().to_owned();
            let shown = words.channel(channel);
            facts.with(
                TemplateField::Channel,
                Some(TemplateFact::Word { word, shown }),
            )
        }
        Scope::Agent(agent) => facts.with(TemplateField::Agent, named(agent.as_str())),
    }
}

/// A name from outside: compared as it is, and shown on one line. An empty one is none.
fn named(name: &str) -> Option<TemplateFact> {
    let shown = tidy(name);
    let word = name.to_owned();
    (!shown.is_empty()).then_some(TemplateFact::Word { word, shown })
}
