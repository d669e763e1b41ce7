//! Where it went worst: hours and skills of a day, the days of a week, and how long those
//! waited who gave up.

use crate::{
    CardLine, TextSpan, abandon,
    summary::told::{SummaryView, light},
};
use vigia_core::{
    metrics::{Metric, Quantity, Sample},
    summaries::{CallVolume, CallsHeard, SummaryDay, SummaryFigure, SummaryForm},
};

/// So many hours, and so many skills, are named.
const HOURS: usize = 2;
const SKILLS: usize = 3;

/// The worst hours of a day, or the days of a week and the weeks before.
pub(super) fn times(told: &SummaryView<'_>) -> Vec<CardLine> {
    match told.summary.form {
        SummaryForm::Day | SummaryForm::Shift => hours(told).into_iter().collect(),
        SummaryForm::Week => days(told).into_iter().chain(trend(told)).collect(),
    }
}

fn hours(told: &SummaryView<'_>) -> Option<CardLine> {
    let words = told.words;
    if !told
        .summary
        .hours
        .iter()
        .any(|hour| hour.heard.calls().is_some())
    {
        return None;
    }
    let hours = told
        .summary
        .worst_hours(HOURS)
        .into_iter()
        .map(|(hour, rate)| {
            let level = hour.heard.calls().and_then(CallVolume::level);
            words.say(
                "summary-hour",
                &[
                    ("hour", told.hour(hour.window).into()),
                    ("rate", words.sample(&rate).into()),
                    ("level", words.known(level.map(|level| level.value)).into()),
                ],
            )
        });
    Some(worst(
        "summary-hours",
        "summary-hours-none",
        hours.collect(),
        told,
    ))
}

/// The skills with the highest abandonment.
pub(super) fn skills(told: &SummaryView<'_>) -> Option<CardLine> {
    let is_known = |calls: &CallVolume| calls.abandonment().is_some();
    if !told
        .summary
        .skills
        .rows
        .iter()
        .any(|row| is_known(&row.calls))
    {
        return None;
    }
    let skills = told
        .summary
        .worst_skills(SKILLS)
        .into_iter()
        .map(|(row, rate)| place(told.skill(row.skill), &rate, told));
    Some(worst(
        "summary-skills",
        "summary-skills-none",
        skills.collect(),
        told,
    ))
}

fn place(place: String, rate: &Sample, told: &SummaryView<'_>) -> String {
    let rate = ("rate", told.words.sample(rate).into());
    told.words
        .say("summary-place", &[("place", place.into()), rate])
}

fn worst(id: &str, none: &str, mut parts: Vec<String>, told: &SummaryView<'_>) -> CardLine {
    if parts.is_empty() {
        let least = Metric::AbandonRate.least_sample();
        let least = told.count(least.map(|least| least.count));
        parts.push(told.words.say(none, &[("least", least.into())]));
    }
    told.labelled(id, &parts)
}

/// How long those waited who gave up.
pub(super) fn waits(told: &SummaryView<'_>) -> Option<CardLine> {
    let waits = told.summary.waits.as_ref()?;
    let ranges = abandon::ranges(waits, told.words)?;
    Some(told.labelled("summary-waits", &[ranges]))
}

/// A line a day, each with its light.
fn days(told: &SummaryView<'_>) -> Vec<CardLine> {
    if told.summary.days.is_empty() {
        return Vec::new();
    }
    let heading = told.words.say("summary-days", &[]);
    let mut lines = vec![CardLine(vec![TextSpan::Strong(heading)])];
    lines.extend(told.summary.days.iter().map(|day| one_day(day, told)));
    lines
}

fn one_day(day: &SummaryDay, told: &SummaryView<'_>) -> CardLine {
    let words = told.words;
    let figures = match &day.heard {
        CallsHeard::Nothing => words.say("summary-day-nothing", &[]),
        CallsHeard::Unread => words.say("summary-day-unread", &[]),
        CallsHeard::Calls(calls) => {
            let shares = [
                (Metric::AbandonRate, calls.abandonment()),
                (Metric::ServiceLevel20s, calls.level()),
            ];
            let mut parts = shares
                .map(|(metric, sample)| {
                    let light = held(metric, sample, told).map_or("", |held| light(&held));
                    format!("{light}{}", words.known(sample.map(|sample| sample.value)))
                })
                .to_vec();
            parts.push(told.count(calls.offered));
            parts.join(" · ")
        }
    };
    let day = ("day", told.day(day.date).into());
    words.line("summary-day", &[day, ("figures", figures.into())])
}

/// The figure of a day beside the goal of the summary.
fn held(metric: Metric, sample: Option<Sample>, told: &SummaryView<'_>) -> Option<SummaryFigure> {
    let figure = told.figure(metric)?;
    Some(SummaryFigure {
        sample,
        ..figure.clone()
    })
}

/// A share of some calls.
type Share = fn(&CallVolume) -> Option<Sample>;

/// `Week by week Abandonment 5.2 → 5.0 → 6.4 % · …`: the weeks before, and this one last.
fn trend(told: &SummaryView<'_>) -> Option<CardLine> {
    let words = told.words;
    let figures: [(Metric, Share); 2] = [
        (Metric::AbandonRate, CallVolume::abandonment),
        (Metric::ServiceLevel20s, CallVolume::level),
    ];
    let parts = figures.into_iter().filter_map(|(metric, share)| {
        let before = told
            .summary
            .weeks
            .iter()
            .filter_map(|week| share(week.heard.calls()?));
        let now = told.figure(metric).and_then(|figure| figure.sample)?;
        let mut values: Vec<Quantity> = before.map(|sample| sample.value).collect();
        values.push(now.value);
        (values.len() > 1).then(|| {
            words.say(
                "summary-trend",
                &[
                    ("figure", words.metric(metric).into()),
                    ("values", words.row(&values).into()),
                ],
            )
        })
    });
    let parts: Vec<_> = parts.collect();
    (!parts.is_empty()).then(|| told.labelled("summary-weeks", &parts))
}
