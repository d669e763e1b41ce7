//! The card of a summary.

use crate::{
    cards::{Card, Line, Tone, Words},
    metrics::SkillNames,
    summaries::{EditionId, Summary},
};

/// The mark in the footer of a summary's card, by which the bot finds its own message.
#[must_use]
pub fn mark(edition: EditionId) -> String {
    format!("#{edition}")
}

/// The card of a summary, with its picture and its file.
#[must_use]
pub fn card(summary: &Summary, _names: &SkillNames, words: &Words) -> Card {
    let lines = summary.figures.iter().map(|figure| {
        let value = figure
            .sample
            .as_ref()
            .map(|sample| words.quantity(sample.value));
        let name = words.metric(figure.metric);
        Line::text(format!(
            "{name}: {}",
            value.unwrap_or_else(|| "–".to_owned())
        ))
    });
    Card {
        tone: Tone::Info,
        title: format!("📊 {} · {}", summary.edition.summary, summary.edition.date),
        lines: lines.collect(),
        footer: mark(summary.edition.id()),
        as_of: Some(summary.made_at),
        ..Card::default()
    }
}
