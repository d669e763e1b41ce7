//! One poll's verdicts into the book: which alerts changed, which ended, what to tell.
//!
//! First each alert takes its step ([`turns`]), then the incidents are told of it
//! ([`incidents`]).

mod files;
mod incidents;
mod memory;
mod quiet;
mod turns;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    alerts::{
        Alert, AlertKey, Book, Closed, Event, Incident, IncidentId, Mark, Silence, clues::Evidence,
    },
    metrics::Feed,
    rules::{Judgement, Policy, Ruleset},
};

/// What a poll changed. It is committed as a whole, and then applied to the book.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Alerts that are new or differ.
    pub changed: Vec<Alert>,
    /// Alerts that are no more.
    pub ended: Vec<AlertKey>,
    /// Incidents that are new or differ.
    pub incidents: Vec<Incident>,
    /// Incidents that are over.
    pub closed: Vec<Closed>,
    /// Incidents that nobody was told of and whose alerts are another's now.
    pub merged: Vec<IncidentId>,
    /// When alerts lately began to fire; without a time, it is to be forgotten.
    pub openings: Vec<(AlertKey, Vec<DateTime<Utc>>)>,
    /// What is still to be told of polls that were read belatedly, where that changed.
    pub missed: Option<Vec<Closed>>,
    /// What to tell, in order.
    pub events: Vec<Event>,
    /// How the reports can be read, where the poll found out.
    pub feed: Option<Feed>,
}

/// What else counts beside the verdicts.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'poll> {
    /// The end of the poll's windows.
    pub as_of: DateTime<Utc>,
    /// The zone of the operation.
    pub zone: Tz,
    /// How loud alerts are.
    pub policy: &'poll Policy,
    /// What nobody wants to hear of.
    pub silences: &'poll [Silence],
    /// What people did about open incidents.
    pub marks: &'poll BTreeMap<IncidentId, Mark>,
    /// Whether later polls wait to be read: nobody is told of what may be over by then.
    pub is_late: bool,
    /// Whether no report at all could be read, and a rule tells of that: every other alert
    /// stands still.
    pub is_deaf: bool,
    /// What there is to explain alerts by.
    pub evidence: Option<&'poll Evidence<'poll>>,
}

static NO_MARKS: BTreeMap<IncidentId, Mark> = BTreeMap::new();

impl<'poll> Situation<'poll> {
    /// A poll of which nothing else is to be said.
    #[must_use]
    pub fn new(as_of: DateTime<Utc>, zone: Tz, policy: &'poll Policy) -> Self {
        Self {
            as_of,
            zone,
            policy,
            silences: &[],
            marks: &NO_MARKS,
            is_late: false,
            is_deaf: false,
            evidence: None,
        }
    }
}

/// Takes one poll's judgements into account.
///
/// An alert whose rule still stands but that no judgement speaks of counts as missing: a
/// skill that the directory forgot has not recovered. One whose rule is gone, or looks
/// elsewhere now, ends.
#[must_use]
pub fn advance(
    book: &Book,
    rules: &Ruleset,
    judgements: &[Judgement<'_>],
    situation: &Situation<'_>,
) -> Outcome {
    let rules = rules.register();
    let turns = turns::turns(book, &rules, judgements, situation);
    incidents::tell(book, &rules, turns, situation)
}

#[cfg(test)]
mod tests;
