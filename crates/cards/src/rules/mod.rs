//! What is watched for: the rules with their state, one as it is written, and why one fires
//! or does not.

mod explain;
mod list;
mod written;

use chrono::{DateTime, Utc};

use crate::{AudienceView, Words};
use vigia_core::{
    metrics::{Sample, Scope, TimeWindow},
    rules::{Rule, RuleId, ScopeSelection, Verdict, VerdictBasis},
};

pub use explain::{RuleExplanation, explain};
pub use list::{RuleListing, list};
pub use written::{refused, reloaded, written};

/// What a rule says of one scope.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleView {
    /// By which rule.
    pub rule: RuleId,
    /// Of what.
    pub scope: Scope,
    /// Over which window.
    pub window: TimeWindow,
    /// The verdict.
    pub verdict: Verdict,
    /// The figure that it was made of, where there is one.
    pub sample: Option<Sample>,
    /// What it was made against.
    pub grounds: VerdictBasis,
}

/// What rules say of the last poll.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedScope {
    /// The end of the poll's windows.
    pub as_of: DateTime<Utc>,
    /// What each rule says of each scope.
    pub looks: Vec<RuleView>,
}

/// What a rule measures, and of what: `Abandonment · every skill`.
fn subject(rule: &Rule, reader: &AudienceView<'_>, words: &Words) -> String {
    let selection = selection(&rule.of, reader, words);
    format!("{} · {selection}", words.metric(rule.metric))
}

fn selection(of: &ScopeSelection, reader: &AudienceView<'_>, words: &Words) -> String {
    let scopes = |scopes: Vec<Scope>| {
        let told = scopes.iter().map(|scope| reader.place(scope, words));
        told.collect::<Vec<_>>().join(", ")
    };
    match of {
        ScopeSelection::Operation => words.say("place-operation", &[]),
        ScopeSelection::EverySkill => words.say("of-every-skill", &[]),
        ScopeSelection::EveryAgent => words.say("of-every-agent", &[]),
        ScopeSelection::Team => words.say("of-team", &[]),
        ScopeSelection::Agents(_) if !reader.names_agents => words.say("of-some-agents", &[]),
        ScopeSelection::Skills(_) | ScopeSelection::Channels(_) | ScopeSelection::Agents(_) => {
            scopes(of.scopes(&[], &[]))
        }
    }
}
