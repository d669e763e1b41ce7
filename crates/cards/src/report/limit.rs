//! Which rule's limit a figure is held against.

use vigia_core::{
    metrics::{Channel, Direction, Metric, Scope},
    rules::{Rule, Ruleset, ScopeSelection, Side},
};

/// The rule that sets the limit of a metric for a scope: one that names the scope comes
/// before one for every skill.
#[must_use]
pub fn rule_for<'a>(rules: &'a Ruleset, metric: Metric, scope: &Scope) -> Option<&'a Rule> {
    rules
        .rules
        .iter()
        .filter(|rule| {
            let bad = match metric.direction() {
                Direction::HighIsBad => Side::Above,
                Direction::LowIsBad => Side::Below,
                Direction::Neither => return false,
            };
            rule.metric == metric && rule.when.side() == Some(bad)
        })
        .filter_map(|rule| Some((nearness(&rule.of, scope)?, rule)))
        .min_by_key(|(nearness, _)| *nearness)
        .map(|(_, rule)| rule)
}

fn nearness(of: &ScopeSelection, scope: &Scope) -> Option<u8> {
    match (of, scope) {
        (ScopeSelection::Skills(skills), Scope::Skill(skill)) => {
            skills.contains(skill).then_some(0)
        }
        (ScopeSelection::EverySkill, Scope::Skill(_))
        | (ScopeSelection::EveryAgent, Scope::Agent(_)) => Some(1),
        (ScopeSelection::Agents(agents), Scope::Agent(agent)) => {
            agents.contains(agent).then_some(0)
        }
        (ScopeSelection::Operation | ScopeSelection::Team, Scope::Operation) => Some(0),
        (ScopeSelection::Channels(channels), Scope::Operation) => {
            channels.contains(&Channel::inbound()).then_some(1)
        }
        (ScopeSelection::Channels(channels), Scope::Channel(channel)) => {
            channels.contains(channel).then_some(0)
        }
        (
            ScopeSelection::Operation
            | ScopeSelection::EverySkill
            | ScopeSelection::Skills(_)
            | ScopeSelection::Channels(_)
            | ScopeSelection::EveryAgent
            | ScopeSelection::Agents(_)
            | ScopeSelection::Team,
            Scope::Operation | Scope::Skill(_) | Scope::Channel(_) | Scope::Agent(_),
        ) => None,
    }
}
