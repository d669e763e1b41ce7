//! The figures beside their goals and what is usual.

use chrono::Datelike as _;

use crate::{
    CardLine,
    summary::told::{SummaryView, labelled, light},
};
use vigia_core::{
    metrics::{Metric, Unit},
    summaries::{SummaryFigure, SummaryForm},
};

/// Those that stand together on a line.
const CALLS: [(Metric, &str, &str); 3] = [
    (Metric::CallsOffered, "summary-offered", "calls"),
    (Metric::CallsAnswered, "summary-answered", "calls"),
    (Metric::AbandonCount, "summary-abandoned", "calls"),
];
const WAITS: [(Metric, &str, &str); 2] = [
    (Metric::Asa, "summary-wait-answered", "wait"),
    (Metric::Ata, "summary-wait-abandoned", "wait"),
];

pub(super) fn lines(told: &SummaryView<'_>) -> Vec<CardLine> {
    let mut lines = vec![told.labelled("summary-calls", &together(&CALLS, told))];
    let together_elsewhere = |metric| {
        let mut all = CALLS.iter().chain(&WAITS);
        all.any(|(other, _, _)| *other == metric)
    };
    let (shares, others): (Vec<&SummaryFigure>, Vec<_>) = told
        .summary
        .figures
        .iter()
        .filter(|figure| !together_elsewhere(figure.metric))
        .partition(|figure| figure.metric.unit() == Unit::Percent);
    lines.extend(shares.iter().map(|figure| alone(figure, told)));
    lines.push(told.labelled("summary-wait", &together(&WAITS, told)));
    lines.extend(others.iter().map(|figure| alone(figure, told)));
    lines.push(compared(told));
    lines
}

/// `2,148 offered (usual 2,031, +5.8 %)`.
fn together(those: &[(Metric, &str, &str)], told: &SummaryView<'_>) -> Vec<String> {
    let part = |(metric, id, place): &(Metric, &str, &str)| {
        let figure = told.figure(*metric)?;
        let value = told.words.known(figure.sample.map(|sample| sample.value));
        let value = told.words.say(id, &[(*place, value.into())]);
        let beside = beside(figure, told);
        let light = light(figure);
        Some(if beside.is_empty() {
            format!("{light}{value}")
        } else {
            format!("{light}{value} ({})", beside.join("; "))
        })
    };
    those.iter().filter_map(part).collect()
}

/// `Abandonment 🔴 6.4 % (137 of 2,148) · goal ≤ 5 % · usual 4.9 %, +1.5 pts`.
fn alone(figure: &SummaryFigure, told: &SummaryView<'_>) -> CardLine {
    let words = told.words;
    let value = figure.sample.map_or_else(
        || words.known(None),
        |sample| words.figure(figure.metric, &sample),
    );
    let mut parts = vec![format!("{}{value}", light(figure))];
    parts.extend(beside(figure, told));
    labelled(words.metric(figure.metric), &parts)
}

/// The goal and the usual.
fn beside(figure: &SummaryFigure, told: &SummaryView<'_>) -> Vec<String> {
    let goal = told.goal(figure);
    let goal = goal.map(|goal| told.words.say("summary-of-goal", &[("goal", goal.into())]));
    goal.into_iter().chain(told.usual(figure)).collect()
}

/// What the figures are compared with, and the day before.
fn compared(told: &SummaryView<'_>) -> CardLine {
    let (summary, words) = (told.summary, told.words);
    let day = ("day", words.day(summary.edition.date.weekday()).into());
    let weeks = u64::from(summary.compared_weeks());
    let number = [
        ("weeks", weeks.into()),
        ("count", words.count(weeks).into()),
    ];
    let mut line = match (summary.form, weeks) {
        (SummaryForm::Week, 0) => words.say("summary-first-week", &[]),
        (SummaryForm::Day | SummaryForm::Shift, 0) => words.say("summary-first-day", &[day]),
        (SummaryForm::Week, _) => words.say("summary-compared-week", &number),
        (SummaryForm::Day | SummaryForm::Shift, _) => {
            let [weeks, count] = number;
            words.say("summary-compared-day", &[weeks, count, day])
        }
    };
    if let Some(before) = before(told) {
        line = format!("{line} · {before}");
    }
    CardLine::text(line)
}

/// `day before (Mon 16 Nov): 2,050 offered, Abandonment 5.0 %, …`.
fn before(told: &SummaryView<'_>) -> Option<String> {
    let (words, day) = (told.words, told.summary.before.as_ref()?);
    let value = |metric| Some(told.figure(metric)?.before?.value);
    let offered = value(Metric::CallsOffered).map(|offered| {
        words.say(
            "summary-offered",
            &[("calls", words.quantity(offered).into())],
        )
    });
    let share = |metric| {
        let value = words.quantity(value(metric)?);
        Some(format!("{} {value}", words.metric(metric)))
    };
    let figures = [
        offered,
        share(Metric::AbandonRate),
        share(Metric::ServiceLevel20s),
    ];
    let figures: Vec<_> = figures.into_iter().flatten().collect();
    (!figures.is_empty()).then(|| {
        let day = ("day", told.day(day.date).into());
        words.say(
            "summary-before",
            &[day, ("figures", figures.join(", ").into())],
        )
    })
}
