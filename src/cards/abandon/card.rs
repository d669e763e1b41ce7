//! The card: the verdict in words, then the figures, then what does not add up.

use crate::{
    cards::{
        Card, Field, Line, Tone, Words,
        abandon::{
            Abandon, Part,
            doubts::{doubts, unaccounted},
            waits,
        },
        report::{unknown, verdict},
    },
    metrics::{
        Channel, Facts, Metric, Quantity, Sample, Scope, Skills, facts::SkillAbandons,
        sample,
    },
};

/// The answer to `/abandon`.
#[must_use]
pub fn card(abandon: &Abandon<'_>, words: &Words) -> Card {
    let row = abandon
        .abandonment()
        .and_then(|report| waits::row(report, abandon.skills));
    if abandon.calls().is_none() && row.is_none() && !has_failed(abandon) {
        return nothing(abandon, words);
    }
    let rate = figure(abandon, Metric::AbandonRate);
    let mut lines = vec![headline(abandon, rate.as_ref(), words)];
    lines.extend(row.as_ref().and_then(|row| waits::line(row, words)));
    if let (Skills::All, Some(report)) = (abandon.skills, abandon.abandonment()) {
        let of = row.as_ref().and_then(|row| row.abandoned);
        lines.extend(waits::worst(report, abandon.names, of, words));
    }
    lines.push(window(abandon, words));
    lines.extend(abandon.notes.iter().cloned());
    lines.extend(doubts(abandon, row.as_ref(), words));
    Card {
        tone: Tone::Info,
        title: format!(
            "{} {} · {}",
            words.metric(Metric::AbandonRate),
            told(rate.as_ref(), words),
            place(abandon, row.as_ref(), words)
        ),
        lines,
        fields: fields(abandon, row.as_ref(), words),
        footer: abandon.command.clone(),
        as_of: Some(abandon.window.until().min(abandon.read_at)),
        ..Card::default()
    }
}

/// An empty window is an answer of its own: neither zero calls nor a failure.
fn nothing(abandon: &Abandon<'_>, words: &Words) -> Card {
    let title = words.say(
        "abandon-no-data",
        &[("place", place(abandon, None, words).into())],
    );
    let mut lines = vec![words.line("abandon-no-data-why", &[])];
    if let Skills::One(skill) = abandon.skills
        && abandon.names.get(skill).is_none()
    {
        let skill = skill.to_string();
        lines.push(words.line("abandon-skill-unseen", &[("skill", skill.into())]));
    }
    lines.push(window(abandon, words));
    lines.extend(abandon.notes.iter().cloned());
    Card {
        tone: Tone::NoData,
        title: format!("⚪ {title}"),
        lines,
        fields: Vec::new(),
        footer: abandon.command.clone(),
        as_of: Some(abandon.window.until().min(abandon.read_at)),
        ..Card::default()
    }
}

fn has_failed(abandon: &Abandon<'_>) -> bool {
    [&abandon.service, &abandon.waits]
        .into_iter()
        .any(|part| matches!(part, Part::Failed(_)))
}

fn figure(abandon: &Abandon<'_>, metric: Metric) -> Option<Sample> {
    match abandon.service {
        Part::Known(facts @ Facts::ServiceLevel(_)) => {
            sample(metric, &Scope::Operation, facts)
        }
        Part::Known(_) | Part::Empty | Part::Failed(_) => None,
    }
}

fn told(figure: Option<&Sample>, words: &Words) -> String {
    figure.map_or_else(|| words.known(None), |figure| words.sample(figure))
}

fn place(abandon: &Abandon<'_>, row: Option<&SkillAbandons>, words: &Words) -> String {
    match abandon.skills {
        Skills::All => words.place(&abandon.scope(), abandon.names),
        Skills::One(skill) => {
            let reported = row.and_then(|row| row.name.as_deref());
            let name = abandon.names.get(skill).or(reported);
            format!(
                "{} · {}",
                words.skill(skill, name),
                words.channel(&Channel::inbound())
            )
        }
    }
}

fn headline(abandon: &Abandon<'_>, rate: Option<&Sample>, words: &Words) -> Line {
    match (
        rate,
        abandon.rule,
        abandon.calls().and_then(|row| row.offered),
    ) {
        (Some(rate), Some(rule), _) => verdict(rate, rule, words),
        (Some(rate), None, _) => {
            let part = words.count(rate.part.unwrap_or_default());
            let of = words.count(rate.of.unwrap_or_default());
            words.line("abandon-plain", &[("part", part.into()), ("of", of.into())])
        }
        (None, _, Some(0)) => words.line("abandon-none-offered", &[]),
        (None, _, _) => unknown(Metric::AbandonRate, words),
    }
}

fn fields(abandon: &Abandon<'_>, row: Option<&SkillAbandons>, words: &Words) -> Vec<Field> {
    let count = |calls: Option<u64>| words.known(calls.map(Quantity::Count));
    let field = |name: String, value: String| Field {
        name,
        value: Line::text(value),
    };
    let Some(calls) = abandon.calls() else {
        let abandoned = row.and_then(|row| row.abandoned);
        return vec![field(words.metric(Metric::AbandonCount), count(abandoned))];
    };
    let metric = |metric| {
        field(
            words.metric(metric),
            told(figure(abandon, metric).as_ref(), words),
        )
    };
    let average = |metric| {
        let value = figure(abandon, metric).map(|sample| sample.value);
        field(words.metric(metric), words.known(value))
    };
    let mut fields = vec![
        metric(Metric::AbandonRate),
        field(words.metric(Metric::CallsOffered), count(calls.offered)),
        field(words.metric(Metric::CallsAnswered), count(calls.answered)),
        field(words.metric(Metric::AbandonCount), count(calls.abandoned)),
    ];
    if let Some(other) = unaccounted(abandon).filter(|other| *other > 0) {
        fields.push(field(
            words.say("abandon-other", &[]),
            words.count(other.unsigned_abs()),
        ));
    }
    fields.extend([
        metric(Metric::ServiceLevel20s),
        average(Metric::Asa),
        average(Metric::Ata),
    ]);
    fields
}

fn window(abandon: &Abandon<'_>, words: &Words) -> Line {
    let window = abandon.window;
    words.line(
        "answer-window",
        &[
            ("window", words.dated_window(&window).into()),
            ("length", words.duration(window.length()).into()),
            ("read", words.at(abandon.read_at, window.until()).into()),
        ],
    )
}
