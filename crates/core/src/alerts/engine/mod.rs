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
        Alert, AlertBook, AlertKey, ClosedIncident, Event, Incident, IncidentId, IncidentMark,
        Silence, clues::CauseEvidence,
    },
    metrics::FeedState,
    rules::{AlertPolicy, Judgement, Ruleset},
};

/// What a poll changed. It is committed as a whole, and then applied to the book.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PollOutcome {
    /// Alerts that are new or differ.
    pub changed: Vec<Alert>,
    /// Alerts that are no more.
    pub ended: Vec<AlertKey>,
    /// Incidents that are new or differ.
    pub incidents: Vec<Incident>,
    /// Incidents that are over.
    pub closed: Vec<ClosedIncident>,
    /// Incidents that nobody was told of and whose alerts are another's now.
    pub merged: Vec<IncidentId>,
    /// When alerts lately began to fire; without a time, it is to be forgotten.
    pub openings: Vec<(AlertKey, Vec<DateTime<Utc>>)>,
    /// What is still to be told of polls that were read belatedly, where that changed.
    pub missed: Option<Vec<ClosedIncident>>,
    /// What to tell, in order.
    pub events: Vec<Event>,
    /// How the reports can be read, where the poll found out.
    pub feed: Option<FeedState>,
}

/// What else counts beside the verdicts.
#[derive(Clone, Copy, Debug)]
pub struct AdvanceContext<'poll> {
    /// The end of the poll's windows.
    pub as_of: DateTime<Utc>,
    /// The zone of the operation.
    pub zone: Tz,
    /// How loud alerts are.
    pub policy: &'poll AlertPolicy,
    /// What nobody wants to hear of.
    pub silences: &'poll [Silence],
    /// What people did about open incidents.
    pub marks: &'poll BTreeMap<IncidentId, IncidentMark>,
    /// Whether later polls wait to be read: nobody is told of what may be over by then.
    pub is_late: bool,
    /// Whether no report at all could be read, and a rule tells of that: every other alert
    /// stands still.
    pub is_deaf: bool,
    /// What there is to explain alerts by.
    pub evidence: Option<&'poll CauseEvidence<'poll>>,
}

static NO_MARKS: BTreeMap<IncidentId, IncidentMark> = BTreeMap::new();

impl<'poll> AdvanceContext<'poll> {
    /// A poll of which nothing else is to be said.
    #[must_use]
    pub fn new(as_of: DateTime<Utc>, zone: Tz, policy: &'poll AlertPolicy) -> Self {
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
    book: &AlertBook,
    rules: &Ruleset,
    judgements: &[Judgement<'_>],
    situation: &AdvanceContext<'_>,
) -> PollOutcome {
    let rules = rules.register();
    let turns = turns::turns(book, &rules, judgements, situation);
    incidents::tell(book, &rules, turns, situation)
}

#[cfg(test)]
mod tests;
