//! An empty window is an answer of its own: neither zero calls nor a failure.

use crate::{
    cards::{
        Card, Tone, Words,
        report::{Inquiry, compared, window},
    },
    metrics::Skills,
};

/// The card of a window of which nothing is known.
pub(in crate::cards) fn nothing(
    place: &str,
    skills: Skills,
    inquiry: &Inquiry<'_>,
    words: &Words,
) -> Card {
    let title = words.say("answer-no-data", &[("place", place.into())]);
    let mut lines = vec![words.line("answer-no-data-why", &[])];
    if let Skills::One(skill) = skills
        && inquiry.names.get(skill).is_none()
    {
        let skill = skill.to_string();
        lines.push(words.line("answer-skill-unseen", &[("skill", skill.into())]));
    }
    lines.push(window(inquiry, words));
    lines.extend(compared(inquiry, words));
    lines.extend(inquiry.notes.iter().cloned());
    Card {
        tone: Tone::NoData,
        title: format!("⚪ {title}"),
        lines,
        footer: inquiry.command.clone(),
        as_of: Some(inquiry.as_of()),
        ..Card::default()
    }
}
