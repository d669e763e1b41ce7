//! What the asker must know of how the question was read.

use crate::commands::{
    AnswerAudience, CommandOperation, ReportCommand, ReportQuestion, ReportSource,
    refusal::{note, whom},
};
use vigia_cards::CardLine;

pub(super) fn notes<R: ReportSource>(
    question: &ReportQuestion,
    operation: &CommandOperation<R>,
    audience: &AnswerAudience,
    spoils: usize,
) -> Vec<CardLine> {
    let words = &audience.words;
    let mut lines: Vec<_> = question
        .notes
        .iter()
        .map(|fact| note(*fact, words))
        .collect();
    if question.compare.is_some() && question.before(operation.zone).is_none() {
        lines.push(words.line("note-no-comparison", &[]));
    }
    if let Ok(spoils @ 1..) = u64::try_from(spoils) {
        let count = words.count(spoils).into();
        let args = [("parts", spoils.into()), ("count", count)];
        lines.push(words.line("note-spoiled", &args));
    }
    if question.command == ReportCommand::Hold && !audience.names_agents {
        lines.push(words.line("note-no-agents", &[]));
        lines.push(whom(audience.contact.as_deref(), words));
    }
    if let Some(shortage) = operation.reports.shortage() {
        lines.push(words.line(
            "note-shortage",
            &[
                ("left", words.count(shortage.left).into()),
                ("limit", words.count(shortage.limit).into()),
            ],
        ));
    }
    lines
}
