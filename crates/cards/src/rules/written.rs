//! A rule as somebody wrote it, and what came of reading the files again.

use crate::{AudienceView, Card, CardLine, TextSpan, Tone, Words, tidy_within};
use vigia_core::rules::RuleId;

/// How many lines of a rule a card has room for.
const LINES: usize = 60;

/// How many faults a card tells.
const FAULTS: usize = 10;

/// How much room a line of a file has.
const LINE_ROOM: usize = 200;

/// A rule as it is written. Its lines stand as they are.
pub fn written(
    rule: &RuleId,
    place: &str,
    text: &str,
    reader: &AudienceView<'_>,
    words: &Words,
) -> Card {
    let mut lines: Vec<CardLine> = text.lines().take(LINES).map(code).collect();
    if text.lines().nth(LINES).is_some() {
        lines.push(CardLine::text("…"));
    }
    let place = ("place", place.into());
    lines.push(words.line("rule-place", &[place]));
    Card {
        title: rule.to_string(),
        lines,
        footer: reader.command.clone(),
        ..Card::default()
    }
}

/// Indentation is meaning.
fn code(line: &str) -> CardLine {
    let indent = line.len() - line.trim_start().len();
    let told = tidy_within(line, LINE_ROOM);
    CardLine::of(vec![TextSpan::Code(format!(
        "{}{told}",
        "\u{a0}".repeat(indent)
    ))])
}

/// The files were read again, and their rules are in force.
pub fn reloaded(
    (rules, changed, removed): (usize, usize, usize),
    reader: &AudienceView<'_>,
    words: &Words,
) -> Card {
    let whole = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let number = |number: usize| words.count(whole(number));
    Card {
        tone: Tone::Resolved,
        title: words.say(
            "rules-reloaded",
            &[
                ("rules", number(rules).into()),
                ("number", whole(rules).into()),
            ],
        ),
        lines: vec![words.line(
            "rules-reloaded-what",
            &[
                ("changed", number(changed).into()),
                ("removed", number(removed).into()),
            ],
        )],
        footer: reader.command.clone(),
        as_of: Some(reader.now),
        ..Card::default()
    }
}

/// The files have faults, and the rules in force stay.
pub fn refused(faults: &[String], reader: &AudienceView<'_>, words: &Words) -> Card {
    let count = u64::try_from(faults.len()).unwrap_or(u64::MAX);
    let told = faults.iter().take(FAULTS);
    let mut lines: Vec<CardLine> = told
        .map(|fault| CardLine::of(vec![TextSpan::Code(tidy_within(fault, LINE_ROOM))]))
        .collect();
    if let Ok(more @ 1..) = u64::try_from(faults.len().saturating_sub(FAULTS)) {
        lines.push(words.line("candidates-more", &[("more", more.into())]));
    }
    lines.push(words.line("rules-stay", &[]));
    Card {
        tone: Tone::Refusal,
        title: words.say(
            "rules-refused",
            &[
                ("faults", count.into()),
                ("count", words.count(count).into()),
            ],
        ),
        lines,
        footer: reader.command.clone(),
        as_of: Some(reader.now),
        ..Card::default()
    }
}
