//! Turns one poll's judgements into changes of the book and events.
//!
//! First each alert takes its step ([`alert_update`]), then alerts are grouped into incidents
//! ([`incident_grouping`]), and then the events are made ([`event_emitter`]).

mod alert_update;
mod event_emitter;
mod incident_grouping;

pub use alert_update::AdvanceContext;

use alert_update::AlertUpdater;

use crate::{
    alerts::{AlertBook, PollOutcome},
    rules::{Judgement, Ruleset},
};

/// Applies one poll's judgements to the book.
///
/// An alert without a judgement whose rule still exists counts as missing: a skill that vanished
/// from the directory has not recovered. An alert whose rule is gone, or no longer covers its
/// scope, ends.
pub fn advance(
    book: &AlertBook,
    rules: &Ruleset,
    judgements: &[Judgement<'_>],
    context: &AdvanceContext<'_>,
) -> PollOutcome {
    let rules = rules.register();
    let updater = AlertUpdater {
        book,
        rules: &rules,
        context,
    };
    let updates = updater.update_all(judgements);
    event_emitter::emit_events(book, &rules, updates, context)
}

#[cfg(test)]
mod tests;
