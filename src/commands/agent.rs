//! Which agent is meant: by name, or by a part of it. Names of agents are for those who may
//! read them; whoever calls this has seen to that.

use std::collections::BTreeSet;

use crate::commands::{MenuChoice, typed::fold};
use vigia_cards::tidy;
use vigia_core::metrics::AgentName;

/// How many choices a chat shows.
const CHOICES: usize = 25;

/// How long a choice's value may be, in characters. A longer name is found by its part.
const VALUE: usize = 100;

/// How alike two names must be to be told as candidates.
const LIKENESS: f64 = 0.75;

/// Why no single agent is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AgentFault {
    /// No agent is called so; these come near.
    Unknown(Vec<AgentName>),
    /// Several are called so.
    Ambiguous(Vec<AgentName>),
}

/// Finds the agent that is meant.
pub(crate) fn find(typed: &str, agents: &BTreeSet<AgentName>) -> Result<AgentName, AgentFault> {
    let text = fold(typed);
    let fitting = |fits: fn(&str, &str) -> bool| {
        let found = agents
            .iter()
            .filter(|agent| fits(&fold(agent.as_str()), &text));
        found.cloned().collect::<Vec<_>>()
    };
    let as_written: Vec<_> = agents
        .get(&AgentName::new(typed.trim()))
        .into_iter()
        .cloned()
        .collect();
    let steps = [
        as_written,
        fitting(|name, text| name == text),
        fitting(|name, text| text.split_whitespace().all(|word| name.contains(word))),
    ];
    match steps.into_iter().find(|found| !found.is_empty()) {
        None => Err(AgentFault::Unknown(fitting(is_like))),
        Some(found) => match found.as_slice() {
            [one] => Ok(one.clone()),
            _ => Err(AgentFault::Ambiguous(found)),
        },
    }
}

/// The agents that the text typed so far may become.
pub(crate) fn choices(typed: &str, agents: &BTreeSet<AgentName>) -> Vec<MenuChoice> {
    let text = fold(typed);
    let mut ranked: Vec<_> = agents
        .iter()
        .filter(|agent| {
            let length = agent.as_str().chars().count();
            (1..=VALUE).contains(&length)
        })
        .filter_map(|agent| Some((rank(&text, &fold(agent.as_str()))?, agent)))
        .collect();
    ranked.sort();
    ranked
        .into_iter()
        .take(CHOICES)
        .map(|(_, agent)| MenuChoice {
            label: tidy(agent.as_str()),
            value: agent.as_str().to_owned(),
        })
        .collect()
}

fn rank(text: &str, name: &str) -> Option<u8> {
    let begins_word = || name.split_whitespace().any(|word| word.starts_with(text));
    if name.starts_with(text) {
        Some(0)
    } else if begins_word() {
        Some(1)
    } else if text.split_whitespace().all(|word| name.contains(word)) {
        Some(2)
    } else if is_like(name, text) {
        Some(3)
    } else {
        None
    }
}

fn is_like(name: &str, text: &str) -> bool {
    std::iter::once(name)
        .chain(name.split_whitespace())
        .any(|part| strsim::normalized_damerau_levenshtein(text, part) >= LIKENESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agents() -> BTreeSet<AgentName> {
        let names = [
            "Ana Ruiz",
            "Ana Rúa",
            "José Pérez",
            "ANA RUIZ DÍAZ",
            "@everyone",
        ];
        names.into_iter().map(AgentName::new).collect()
    }

    #[test]
    fn an_agent_is_found_by_name_or_part_of_it() {
        let found = |typed: &str| find(typed, &agents()).map(|agent| agent.to_string());
        assert_eq!(found("ana ruiz"), Ok("Ana Ruiz".to_owned()));
        assert_eq!(found("PEREZ"), Ok("José Pérez".to_owned()));
        assert_eq!(found("diaz ana"), Ok("ANA RUIZ DÍAZ".to_owned()));
        assert!(matches!(found("ana"), Err(AgentFault::Ambiguous(found)) if found.len() == 3));
        assert_eq!(
            found("perze"),
            Err(AgentFault::Unknown(vec![AgentName::new("José Pérez")]))
        );
        assert_eq!(found("zzz"), Err(AgentFault::Unknown(Vec::new())));
    }

    #[test]
    fn choices_come_best_first_and_fit_a_chat() {
        let mut agents = agents();
        agents.insert(AgentName::new("x".repeat(101)));
        agents.insert(AgentName::new(""));
        let values = |typed: &str| {
            let choices = choices(typed, &agents).into_iter();
            choices.map(|choice| choice.value).collect::<Vec<_>>()
        };
        assert_eq!(values("ru"), ["ANA RUIZ DÍAZ", "Ana Ruiz", "Ana Rúa"]);
        assert_eq!(values("jo"), ["José Pérez"]);
        assert_eq!(
            values("").len(),
            5,
            "a name that is no value is not offered"
        );
        let many = (0..100).map(|number| AgentName::new(format!("Agente {number}")));
        assert_eq!(super::choices("", &many.collect()).len(), CHOICES);
    }
}
