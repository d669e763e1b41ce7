//! The card: the verdict in words, then the figures, then what does not add up.

use crate::{
    Card, CardField, CardLine, Tone,
    report::{
        circumstances, counted, doubts, field, frame, gap, picture, unaccounted, unknown, verdict,
        warning, with_change, worst,
    },
    service::{
        channels::{self, ChannelKind, ChannelPage},
        chart,
        question::ServiceQuestion,
    },
};
use vigia_core::metrics::{Metric, Quantity, Report, facts::ChannelService};

pub(super) fn card(question: &ServiceQuestion<'_>, page: &ChannelPage<'_>) -> Card {
    let (inquiry, words) = (question.inquiry, question.words);
    let (subject, place) = (question.subject(), question.place());
    let metric = question.main_metric();
    let told = question
        .figure(metric)
        .map_or_else(|| words.known(None), |figure| words.sample(&figure));
    let mut lines = vec![headline(question)];
    lines.extend(subject.map(|_| meaning(question)));
    lines.extend(channels::lines(page, words));
    lines.extend(circumstances(inquiry, words));
    lines.extend(gap(&question.asked.report, Report::ServiceLevel, words));
    lines.extend(no_row(question));
    lines.extend(subject.into_iter().flat_map(|row| doubts(row, words)));
    lines.extend(channels::doubtful(page, words));
    Card {
        tone: tone(question, page),
        title: format!("{} {told} · {place}", words.metric(metric)),
        lines,
        fields: subject.map_or_else(Vec::new, |row| fields(question, row)),
        chart: picture(inquiry, question.scope().as_ref(), &place, words, || {
            chart::levels(question, page)
        }),
        ..frame(inquiry)
    }
}

/// Of a channel without a row nothing is known. A report that failed says so itself.
fn tone(question: &ServiceQuestion<'_>, page: &ChannelPage<'_>) -> Tone {
    let is_known = question.subject().is_some() || !page.rows.is_empty();
    if is_known || question.rows().is_empty() {
        Tone::Info
    } else {
        Tone::NoData
    }
}

fn headline(question: &ServiceQuestion<'_>) -> CardLine {
    let words = question.words;
    let metric = question.main_metric();
    let offered = question.subject().and_then(|row| row.offered);
    let (figure, rule) = (question.figure(metric), question.rule(metric));
    if rule.is_none()
        && offered != Some(0)
        && let Some(other) = judged(question)
    {
        return other;
    }
    match (figure, rule, offered) {
        (Some(figure), Some(rule), _) => verdict(&figure, rule, words),
        (Some(figure), None, _) => {
            let id = if question.is_judged_by_seconds() {
                "service-plain"
            } else {
                "service-plain-answered"
            };
            let part = words.known(figure.part.map(Quantity::Count));
            let of = words.known(figure.of.map(Quantity::Count));
            words.line(id, &[("part", part.into()), ("of", of.into())])
        }
        (None, _, Some(0)) => words.line("answer-none-offered", &[]),
        (None, _, _) => unknown(metric, words),
    }
}

/// The worst verdict about another limit or about the wait, where the service level that the
/// answer is about has no rule.
fn judged(question: &ServiceQuestion<'_>) -> Option<CardLine> {
    let metrics = [
        Metric::ServiceLevel30s,
        Metric::ServiceLevel10s,
        Metric::Asa,
        Metric::QueueAvgWait,
    ];
    let figure = |metric| question.figure(metric);
    let (inquiry, words) = (question.inquiry, question.words);
    worst(&metrics, &question.scope()?, figure, inquiry, words)
}

/// Which of the formulas of the trade this is, or why there is none.
fn meaning(question: &ServiceQuestion<'_>) -> CardLine {
    let id = match ChannelKind::of(&question.channel()) {
        _ if question.is_judged_by_seconds() => "service-variant",
        ChannelKind::Outbound => "service-outbound",
        ChannelKind::Voice
        | ChannelKind::Message
        | ChannelKind::InternalCall
        | ChannelKind::InternalChat
        | ChannelKind::Unknown => "service-not-judged",
    };
    question.words.line(id, &[])
}

/// That the report does not name the channel, and which ones it names.
fn no_row(question: &ServiceQuestion<'_>) -> Option<CardLine> {
    let words = question.words;
    if question.subject().is_some() || question.rows().is_empty() {
        return None;
    }
    let named = question.rows().iter().take(12);
    let named: Vec<_> = named.map(|row| words.channel(&row.channel)).collect();
    Some(warning(words.line(
        "service-no-channel",
        &[
            ("channel", words.channel(&question.channel()).into()),
            ("channels", named.join(", ").into()),
        ],
    )))
}

fn fields(question: &ServiceQuestion<'_>, row: &ChannelService) -> Vec<CardField> {
    let words = question.words;
    let changed = |metric: Metric, told: String| {
        let (now, before) = (question.figure(metric), question.before(metric));
        with_change(now.as_ref(), before.as_ref(), told, words)
    };
    let told = |metric, told: String| field(words.metric(metric), changed(metric, told));
    let figure = |metric| {
        let sample = question.figure(metric);
        let sample = sample.map(|sample| words.sample(&sample));
        told(metric, sample.unwrap_or_else(|| words.known(None)))
    };
    let average = |metric| {
        let value = question.figure(metric).map(|sample| sample.value);
        told(metric, words.known(value))
    };
    let of_offered = |rate, calls| changed(rate, counted(calls, row.offered, words));
    let [offered_name, answered_name, abandoned_name] = names(question);
    let offered = words.known(row.offered.map(Quantity::Count));
    let mut fields = vec![
        field(offered_name, changed(Metric::CallsOffered, offered)),
        field(answered_name, of_offered(Metric::AnswerRate, row.answered)),
        field(
            abandoned_name,
            of_offered(Metric::AbandonRate, row.abandoned),
        ),
    ];
    if let Some(other) = unaccounted(row).filter(|other| *other > 0) {
        let other = words.count(other.unsigned_abs());
        fields.push(field(words.say("answer-other", &[]), other));
    }
    if question.is_judged_by_seconds() {
        let levels = [
            Metric::ServiceLevel10s,
            Metric::ServiceLevel20s,
            Metric::ServiceLevel30s,
        ];
        fields.splice(0..0, levels.map(figure));
        fields.extend([average(Metric::Asa), average(Metric::Ata)]);
        fields.push(average(Metric::QueueAvgWait));
    }
    fields
}

/// What offered, answered and abandoned are called: a chat is no call, and one that the
/// centre makes does not come in.
fn names(question: &ServiceQuestion<'_>) -> [String; 3] {
    let words = question.words;
    let kind = ChannelKind::of(&question.channel());
    if kind.is_call() {
        return [
            Metric::CallsOffered,
            Metric::CallsAnswered,
            Metric::AbandonCount,
        ]
        .map(|metric| words.metric(metric));
    }
    let offered = match kind {
        ChannelKind::Outbound => words.say("service-dialled", &[]),
        ChannelKind::Voice
        | ChannelKind::Message
        | ChannelKind::InternalCall
        | ChannelKind::InternalChat
        | ChannelKind::Unknown => words.say("service-name-offered", &[]),
    };
    [
        offered,
        words.say("service-name-answered", &[]),
        words.say("service-name-abandoned", &[]),
    ]
}
