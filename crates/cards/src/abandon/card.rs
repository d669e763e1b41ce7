//! The card: the verdict in words, then the figures, then what does not add up.

use crate::{
    Card, CardField, CardLine,
    abandon::{
        chart,
        doubts::doubts,
        question::AbandonQuestion,
        skills::{self, SkillPage},
        waits,
    },
    report::{circumstances, field, frame, picture, unaccounted, unknown, verdict, with_change},
};
use vigia_core::metrics::{Metric, Quantity, SkillSelection, facts::SkillAbandons};

pub(super) fn card(
    question: &AbandonQuestion<'_>,
    row: Option<&SkillAbandons>,
    page: &SkillPage<'_>,
) -> Card {
    let AbandonQuestion {
        asked,
        inquiry,
        words,
    } = *question;
    let rate = question.figure(Metric::AbandonRate);
    let told = rate.map_or_else(|| words.known(None), |rate| words.sample(&rate));
    let place = question.place(row);
    let mut lines = vec![headline(question)];
    lines.extend(row.and_then(|row| waits::line(row, words)));
    if asked.skills == SkillSelection::All {
        lines.extend(skills::lines(question, row, page));
    }
    lines.extend(circumstances(inquiry, words));
    lines.extend(doubts(question, row));
    Card {
        title: format!("{} {told} · {place}", words.metric(Metric::AbandonRate)),
        lines,
        fields: fields(question, row),
        chart: picture(inquiry, Some(&question.scope()), &place, words, || {
            chart::bars(question, row?, &place)
        }),
        ..frame(inquiry)
    }
}

fn headline(question: &AbandonQuestion<'_>) -> CardLine {
    let words = question.words;
    let offered = question.calls().and_then(|row| row.offered);
    match (
        question.figure(Metric::AbandonRate),
        question.rule(),
        offered,
    ) {
        (Some(rate), Some(rule), _) => verdict(&rate, rule, words),
        (Some(rate), None, _) => {
            let part = words.known(rate.part.map(Quantity::Count));
            let of = words.known(rate.of.map(Quantity::Count));
            words.line("abandon-plain", &[("part", part.into()), ("of", of.into())])
        }
        (None, _, Some(0)) => words.line("answer-none-offered", &[]),
        (None, _, _) => unknown(Metric::AbandonRate, words),
    }
}

fn fields(question: &AbandonQuestion<'_>, row: Option<&SkillAbandons>) -> Vec<CardField> {
    let words = question.words;
    let count = |calls: Option<u64>| words.known(calls.map(Quantity::Count));
    let Some(calls) = question.calls() else {
        let abandoned = row.and_then(|row| row.abandoned);
        return vec![field(words.metric(Metric::AbandonCount), count(abandoned))];
    };
    let told = |metric, told: String| {
        let (now, before) = (question.figure(metric), question.before(metric));
        let told = with_change(now.as_ref(), before.as_ref(), told, words);
        field(words.metric(metric), told)
    };
    let figure = |metric| {
        let sample = question.figure(metric);
        let sample = sample.map(|sample| words.sample(&sample));
        told(metric, sample.unwrap_or_else(|| words.known(None)))
    };
    let average = |metric| {
        let value = question.figure(metric).map(|sample| sample.value);
        told(metric, words.known(value))
    };
    let mut fields = vec![
        figure(Metric::AbandonRate),
        told(Metric::CallsOffered, count(calls.offered)),
        told(Metric::CallsAnswered, count(calls.answered)),
        told(Metric::AbandonCount, count(calls.abandoned)),
    ];
    if let Some(other) = unaccounted(calls).filter(|other| *other > 0) {
        let other = words.count(other.unsigned_abs());
        fields.push(field(words.say("answer-other", &[]), other));
    }
    if row.is_some() {
        fields.extend(by_patience(question));
    }
    fields.extend([
        figure(Metric::ServiceLevel20s),
        average(Metric::Asa),
        average(Metric::Ata),
    ]);
    fields
}

/// Abandonment without the short ones, and the part that hurts most.
fn by_patience(question: &AbandonQuestion<'_>) -> Vec<CardField> {
    let words = question.words;
    [
        Metric::AbandonRateExclShort,
        Metric::AbandonAfterThresholdRate,
    ]
    .into_iter()
    .filter_map(|metric| {
        let sample = question.of_both(metric)?;
        Some(field(words.metric(metric), words.sample(&sample)))
    })
    .collect()
}
