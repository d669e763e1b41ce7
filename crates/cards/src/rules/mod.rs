//! What is watched for: the rules with their state, one as it is written, and why one fires
//! or does not.

mod explain;
mod list;
mod written;

use chrono::{DateTime, Utc};

use crate::{Reader, Words};
use vigia_core::{
    metrics::{Sample, Scope, Window},
    rules::{Grounds, Rule, RuleId, Selection, Verdict},
};

pub use explain::{Explained, explain};
pub use list::{Known, list};
pub use written::{refused, reloaded, written};

/// What a rule says of one scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// By which rule.
    pub rule: RuleId,
    /// Of what.
    pub scope: Scope,
    /// Over which window.
    pub window: Window,
    /// The verdict.
    pub verdict: Verdict,
    /// The figure that it was made of, where there is one.
    pub sample: Option<Sample>,
    /// What it was made against.
    pub grounds: Grounds,
}

/// What rules say of the last poll.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The end of the poll's windows.
    pub as_of: DateTime<Utc>,
    /// What each rule says of each scope.
    pub looks: Vec<Look>,
}

/// What a rule measures, and of what: `Abandonment · every skill`.
fn subject(rule: &Rule, reader: &Reader<'_>, words: &Words) -> String {
    let selection = selection(&rule.of, reader, words);
    format!("{} · {selection}", words.metric(rule.metric))
}

fn selection(of: &Selection, reader: &Reader<'_>, words: &Words) -> String {
    let scopes = |scopes: Vec<Scope>| {
        let told = scopes.iter().map(|scope| reader.place(scope, words));
        told.collect::<Vec<_>>().join(", ")
    };
    match of {
        Selection::Operation => words.say("place-operation", &[]),
        Selection::EverySkill => words.say("of-every-skill", &[]),
        Selection::EveryAgent => words.say("of-every-agent", &[]),
        Selection::Team => words.say("of-team", &[]),
        Selection::Agents(_) if !reader.names_agents => words.say("of-some-agents", &[]),
        Selection::Skills(_) | Selection::Channels(_) | Selection::Agents(_) => {
            scopes(of.scopes(&[], &[]))
        }
    }
}
