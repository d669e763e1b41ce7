//! The card of a summary, which a manager reads in half a minute.
//!
//! ```text
//! 📊 Daily summary · Tue 17 Nov · 07:00–21:00
//! 🔴 Goals missed: Abandonment 6.4 % (≤ 5 %), Service level 20 s 76.4 % (≥ 80 %)
//! Calls 2,148 offered (usual 2,031, +5.8 %) · 2,011 answered (…) · 137 abandoned (…)
//! Worst hours by abandonment 10:00–11:00 12.1 % (24 of 198), service level 61.2 % · …
//! ```

mod chart;
mod sections;
mod table;
mod view;

#[cfg(test)]
mod tests;

use chrono::NaiveTime;

use crate::{
    Card, CardLine, TextSpan, Tone, Words,
    report::{ReportTable, warning_line},
    summary::view::SummaryView,
};
use vigia_core::{
    metrics::{Quantity, SkillNames},
    summaries::{
        EditionId, GoalStanding, Summary, SummaryCorrection, SummaryFigure, SummaryForm,
        SummarySection,
    },
};

/// The mark in the footer of a summary's card, by which the bot finds its own message.
pub fn mark(edition: EditionId) -> String {
    format!("#{edition}")
}

/// The card of a summary, with its picture and its file.
pub fn card(summary: &Summary, names: &SkillNames, words: &Words) -> Card {
    let view = SummaryView {
        summary,
        names,
        words,
    };
    let is_known = summary.tells_something();
    let mut lines = warning_lines(&view);
    if is_known {
        lines.extend(verdict_lines(&view));
        for sections in GROUPS {
            let group = sections
                .iter()
                .flat_map(|section| section_lines(*section, &view));
            let group: Vec<_> = group.collect();
            if !group.is_empty() && !lines.is_empty() {
                lines.push(CardLine::default());
            }
            lines.extend(group);
        }
    } else {
        lines.push(words.line(unknown_id(summary), &[]));
        lines.extend(section_lines(SummarySection::Alerts, &view));
        lines.extend(section_lines(SummarySection::Quality, &view));
    }
    Card {
        tone: summary_tone(summary, is_known),
        title: title_text(&view),
        lines,
        footer: footer_text(summary),
        file: is_known.then(|| table::summary_file(&view)),
        chart: is_known.then(|| chart::summary_chart(&view)).flatten(),
        as_of: Some(summary.edition.window.until().min(summary.read_at())),
        ..Card::default()
    }
}

/// All figures of a summary as rows, with keys that are the same in every language.
pub fn table(summary: &Summary, names: &SkillNames, words: &Words) -> ReportTable {
    table::summary_table(&SummaryView {
        summary,
        names,
        words,
    })
}

/// The sections in their order, in groups with a line between them.
const GROUPS: [&[SummarySection]; 3] = [
    &[SummarySection::Figures],
    &[
        SummarySection::Hours,
        SummarySection::Skills,
        SummarySection::Waits,
    ],
    &[
        SummarySection::SmartHold,
        SummarySection::Channels,
        SummarySection::Holds,
        SummarySection::Calls,
        SummarySection::Alerts,
        SummarySection::Quality,
    ],
];

/// The lines of one section, where the plan has it.
fn section_lines(section: SummarySection, view: &SummaryView<'_>) -> Vec<CardLine> {
    if !view.summary.sections.contains(&section) {
        return Vec::new();
    }
    match section {
        SummarySection::Figures => sections::figure_lines(view),
        SummarySection::Hours => sections::time_lines(view),
        SummarySection::Skills => sections::skills_line(view).into_iter().collect(),
        SummarySection::Waits => sections::waits_line(view).into_iter().collect(),
        SummarySection::SmartHold => sections::smart_hold_line(view).into_iter().collect(),
        SummarySection::Channels => sections::channels_line(view).into_iter().collect(),
        SummarySection::Holds => sections::holds_line(view).into_iter().collect(),
        SummarySection::Calls => sections::volume_line(view).into_iter().collect(),
        SummarySection::Alerts => sections::alert_lines(view),
        SummarySection::Quality => sections::quality_line(view).into_iter().collect(),
    }
}

fn summary_tone(summary: &Summary, is_known: bool) -> Tone {
    match summary.standing() {
        _ if !is_known => Tone::NoData,
        Some(GoalStanding::Missed) => Tone::Warning,
        Some(GoalStanding::Met) => Tone::Resolved,
        Some(GoalStanding::TooFew | GoalStanding::Unknown) | None => Tone::Info,
    }
}

/// The message for a summary without figures: nothing could be read, or nothing happened.
fn unknown_id(summary: &Summary) -> &'static str {
    if summary.missing.is_empty() {
        "summary-nothing"
    } else {
        "summary-unread"
    }
}

fn title_text(view: &SummaryView<'_>) -> String {
    let id = match view.summary.form {
        SummaryForm::Day => "summary-title-day",
        SummaryForm::Shift => "summary-title-shift",
        SummaryForm::Week => "summary-title-week",
    };
    view.words.say(id, &[("when", period_text(view).into())])
}

/// Formats `Tue 17 Nov · 07:00–21:00`; a whole day has no hours.
fn period_text(view: &SummaryView<'_>) -> String {
    let (summary, words) = (view.summary, view.words);
    let (window, date) = (summary.edition.window, summary.edition.date);
    let local = |time: chrono::DateTime<chrono::Utc>| time.with_timezone(&words.zone());
    let day = view.day(date);
    match summary.form {
        SummaryForm::Week => {
            let first = view.day(local(window.from()).date_naive());
            format!("{first} – {day}")
        }
        SummaryForm::Day | SummaryForm::Shift => {
            let ends = [window.from(), window.until()].map(|time| local(time).time());
            if ends == [NaiveTime::MIN; 2] {
                return day;
            }
            let (from, until) = (words.clock(window.from()), words.clock(window.until()));
            format!("{day} · {from}–{until}")
        }
    }
}

fn footer_text(summary: &Summary) -> String {
    let edition = &summary.edition;
    [
        edition.operation.as_str(),
        edition.summary.as_str(),
        &mark(edition.id()),
    ]
    .join(" · ")
}

/// The lines that the reader needs before any figure: that the summary is late, not over,
/// corrected, or not complete.
fn warning_lines(view: &SummaryView<'_>) -> Vec<CardLine> {
    let (summary, words) = (view.summary, view.words);
    let edition = &summary.edition;
    let mut lines = Vec::new();
    if summary.is_late() {
        let day = ("day", view.day(edition.date).into());
        let at = words.at(summary.made_at, edition.due);
        lines.push(words.line("summary-late", &[day, ("at", at.into())]));
    }
    if summary.is_running() {
        let until = words.moment(summary.read_at(), edition.window.from());
        lines.push(words.line("summary-running", &[("until", until.into())]));
    }
    lines.extend(
        summary
            .correction
            .as_ref()
            .map(|correction| correction_line(correction, view)),
    );
    if !summary.missing.is_empty() {
        let reports = summary.missing.iter().map(|report| words.report(*report));
        let reports = reports.collect::<Vec<_>>().join(", ");
        lines.push(warning_line(
            words.line("summary-missing", &[("reports", reports.into())]),
        ));
    }
    lines
}

/// Formats `✎ Corrected at 07:00: Abandonment 6.4 → 6.6 %`.
fn correction_line(correction: &SummaryCorrection, view: &SummaryView<'_>) -> CardLine {
    let words = view.words;
    let moved = correction.moved.iter().map(|moved| {
        let now = view.figure(moved.metric).and_then(|figure| figure.sample);
        let values: Vec<Quantity> = [moved.first, now]
            .into_iter()
            .flatten()
            .map(|sample| sample.value)
            .collect();
        format!("{} {}", words.metric(moved.metric), words.row(&values))
    });
    let moved = moved.collect::<Vec<_>>().join(" · ");
    let at = words.at(correction.at, view.summary.made_at);
    words.line(
        "summary-corrected",
        &[("at", at.into()), ("moved", moved.into())],
    )
}

/// The verdict: the goals that were missed, and the hours and skills that caused it.
fn verdict_lines(view: &SummaryView<'_>) -> Vec<CardLine> {
    let of = |standing: &[GoalStanding]| -> Vec<&SummaryFigure> {
        let figures = view.summary.figures.iter();
        let is_so =
            |figure: &&SummaryFigure| figure.standing().is_some_and(|own| standing.contains(&own));
        figures.filter(is_so).collect()
    };
    let (missed, met) = (of(&[GoalStanding::Missed]), of(&[GoalStanding::Met]));
    let unjudged = of(&[GoalStanding::TooFew, GoalStanding::Unknown]);
    let mut lines = Vec::new();
    if !missed.is_empty() {
        lines.push(goals_line("summary-missed", &missed, view));
        lines.extend(drivers_line(view));
    } else if !met.is_empty() {
        lines.push(goals_line("summary-met", &met, view));
    }
    if !unjudged.is_empty() {
        let names = unjudged
            .iter()
            .map(|figure| view.words.metric(figure.metric));
        let names = names.collect::<Vec<_>>().join(", ");
        lines.push(
            view.words
                .line("summary-unjudged", &[("figures", names.into())]),
        );
    }
    lines
}

/// Formats `🔴 Goals missed: Abandonment 6.4 % (≤ 5 %), …`.
fn goals_line(id: &str, figures: &[&SummaryFigure], view: &SummaryView<'_>) -> CardLine {
    let words = view.words;
    let number = u64::try_from(figures.len()).unwrap_or(u64::MAX);
    let figures = figures.iter().map(|figure| {
        let value = words.known(figure.sample.map(|sample| sample.value));
        words.say(
            "summary-goal",
            &[
                ("figure", words.metric(figure.metric).into()),
                ("value", value.into()),
                ("goal", view.goal(figure).unwrap_or_default().into()),
            ],
        )
    });
    let figures = figures.collect::<Vec<_>>().join(", ");
    CardLine::of(vec![
        TextSpan::Strong(words.say(id, &[("goals", number.into())])),
        TextSpan::Text(format!(" {figures}")),
    ])
}

fn drivers_line(view: &SummaryView<'_>) -> Option<CardLine> {
    let drivers = &view.summary.drivers;
    let hours = drivers.hours.iter().map(|hour| view.hour(*hour));
    let days = drivers.days.iter().map(|day| view.day(*day));
    let skills = drivers.skills.iter().map(|skill| view.skill(*skill));
    let parts: Vec<_> = days.chain(hours).chain(skills).collect();
    (!parts.is_empty()).then(|| {
        let parts = ("parts", parts.join(" · ").into());
        view.words.line("summary-driven", &[parts])
    })
}
