//! The card of a summary: what a manager reads in half a minute.
//!
//! ```text
//! 📊 Daily summary · Tue 17 Nov · 07:00–21:00
//! 🔴 Goals missed: Abandonment 6.4 % (≤ 5 %), Service level 20 s 76.4 % (≥ 80 %)
//! Calls 2,148 offered (usual 2,031, +5.8 %) · 2,011 answered (…) · 137 abandoned (…)
//! Worst hours by abandonment 10:00–11:00 12.1 % (24 of 198), service level 61.2 % · …
//! ```

mod chart;
mod figures;
mod marks;
mod places;
mod rest;
mod table;
mod told;
mod verdict;
mod watch;

#[cfg(test)]
mod tests;

use chrono::NaiveTime;

use crate::{Card, CardLine, Tone, Words, report::ReportTable, summary::told::SummaryView};
use vigia_core::{
    metrics::SkillNames,
    summaries::{EditionId, GoalStanding, Summary, SummaryForm, SummarySection},
};

/// The mark in the footer of a summary's card, by which the bot finds its own message.
#[must_use]
pub fn mark(edition: EditionId) -> String {
    format!("#{edition}")
}

/// The card of a summary, with its picture and its file.
#[must_use]
pub fn card(summary: &Summary, names: &SkillNames, words: &Words) -> Card {
    let told = SummaryView {
        summary,
        names,
        words,
    };
    let is_known = summary.tells_something();
    let mut lines = marks::lines(&told);
    if is_known {
        lines.extend(verdict::lines(&told));
        for sections in GROUPS {
            let group = sections.iter().flat_map(|section| part(*section, &told));
            let group: Vec<_> = group.collect();
            if !group.is_empty() && !lines.is_empty() {
                lines.push(CardLine::default());
            }
            lines.extend(group);
        }
    } else {
        lines.push(words.line(unknown(summary), &[]));
        lines.extend(part(SummarySection::Alerts, &told));
        lines.extend(part(SummarySection::Quality, &told));
    }
    Card {
        tone: tone(summary, is_known),
        title: title(&told),
        lines,
        footer: footer(summary),
        file: is_known.then(|| table::file(&told)),
        chart: is_known
            .then(|| chart::course(&told, &when(&told)))
            .flatten(),
        as_of: Some(summary.edition.window.until().min(summary.read_at())),
        ..Card::default()
    }
}

/// All figures of a summary as rows, with keys that are the same in every language.
#[must_use]
pub fn table(summary: &Summary, names: &SkillNames, words: &Words) -> ReportTable {
    table::table(&SummaryView {
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

/// The lines of one section, where it is wanted.
fn part(section: SummarySection, told: &SummaryView<'_>) -> Vec<CardLine> {
    if !told.summary.sections.contains(&section) {
        return Vec::new();
    }
    match section {
        SummarySection::Figures => figures::lines(told),
        SummarySection::Hours => places::times(told),
        SummarySection::Skills => places::skills(told).into_iter().collect(),
        SummarySection::Waits => places::waits(told).into_iter().collect(),
        SummarySection::SmartHold => rest::smart_hold(told).into_iter().collect(),
        SummarySection::Channels => rest::channels(told).into_iter().collect(),
        SummarySection::Holds => rest::holds(told).into_iter().collect(),
        SummarySection::Calls => rest::volume(told).into_iter().collect(),
        SummarySection::Alerts => watch::alerts(told),
        SummarySection::Quality => watch::quality(told).into_iter().collect(),
    }
}

fn tone(summary: &Summary, is_known: bool) -> Tone {
    match summary.standing() {
        _ if !is_known => Tone::NoData,
        Some(GoalStanding::Missed) => Tone::Warning,
        Some(GoalStanding::Met) => Tone::Resolved,
        Some(GoalStanding::TooFew | GoalStanding::Unknown) | None => Tone::Info,
    }
}

/// Why nothing is told: it could not be read, or there is nothing.
fn unknown(summary: &Summary) -> &'static str {
    if summary.missing.is_empty() {
        "summary-nothing"
    } else {
        "summary-unread"
    }
}

fn title(told: &SummaryView<'_>) -> String {
    let id = match told.summary.form {
        SummaryForm::Day => "summary-title-day",
        SummaryForm::Shift => "summary-title-shift",
        SummaryForm::Week => "summary-title-week",
    };
    told.words.say(id, &[("when", when(told).into())])
}

/// `Tue 17 Nov · 07:00–21:00`; a whole day needs no hours.
fn when(told: &SummaryView<'_>) -> String {
    let (summary, words) = (told.summary, told.words);
    let (window, date) = (summary.edition.window, summary.edition.date);
    let local = |time: chrono::DateTime<chrono::Utc>| time.with_timezone(&words.zone());
    let day = told.day(date);
    match summary.form {
        SummaryForm::Week => {
            let first = told.day(local(window.from()).date_naive());
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

fn footer(summary: &Summary) -> String {
    let edition = &summary.edition;
    [
        edition.operation.as_str(),
        edition.summary.as_str(),
        &mark(edition.id()),
    ]
    .join(" · ")
}
