//! A name that fits nothing, or too much.

use crate::commands::{
    agent::AgentFault,
    channel::{ChannelFault, KNOWN},
    refusal::{CommandRefusal, code, code_line},
    skill::SkillFault,
};
use vigia_cards::{CardLine, TextSpan, Words, tidy};
use vigia_core::metrics::{Channel, SkillNames};

impl CommandRefusal {
    /// No such operation, or several.
    pub(crate) fn operation(name: Option<&str>, known: &[String], words: &Words) -> Self {
        let title = match name {
            Some(name) => words.say("operation-unknown", &[("typed", tidy(name).into())]),
            None => words.say("operation-which", &[]),
        };
        Self::new(title).candidates(known.iter().map(|name| code_line(name)), words)
    }

    /// No such skill, or several.
    pub(crate) fn skill(
        typed: &str,
        fault: &SkillFault,
        names: &SkillNames,
        words: &Words,
    ) -> Self {
        let typed = ("typed", tidy(typed).into());
        let (title, introduction, found) = match fault {
            SkillFault::Ambiguous(found) => ("skill-ambiguous", "skill-which", found),
            SkillFault::Unknown(found) if found.is_empty() => {
                let expected = words.line(
                    "skill-expected",
                    &[("all", code(&words.say("word-all", &[])))],
                );
                return Self::new(words.say("skill-unknown", &[typed])).with(expected);
            }
            SkillFault::Unknown(found) => ("skill-unknown", "skill-near", found),
        };
        let lines = found.iter().map(|id| {
            let name = names.get(*id).map(tidy).unwrap_or_default();
            CardLine(vec![
                TextSpan::Code(id.to_string()),
                TextSpan::Text(format!(" {name}")),
            ])
        });
        Self::new(words.say(title, &[typed]))
            .with(words.line(introduction, &[]))
            .candidates(lines, words)
    }

    /// No name of a channel, or of several.
    pub(crate) fn channel(typed: &str, fault: &ChannelFault, words: &Words) -> Self {
        let typed = ("typed", tidy(typed).into());
        let known = || KNOWN.map(Channel::new).to_vec();
        let (title, found) = match fault {
            ChannelFault::NoName => ("channel-unknown", known()),
            ChannelFault::Ambiguous(found) => ("channel-ambiguous", found.clone()),
        };
        let lines = found.iter().map(|channel| {
            CardLine(vec![
                TextSpan::Code(channel.to_string()),
                TextSpan::Text(format!(" {}", words.channel(channel))),
            ])
        });
        Self::new(words.say(title, &[typed])).candidates(lines, words)
    }

    /// No such agent, or several.
    pub(crate) fn agent(typed: &str, fault: &AgentFault, words: &Words) -> Self {
        let typed = ("typed", tidy(typed).into());
        let (title, introduction, found) = match fault {
            AgentFault::Ambiguous(found) => ("agent-ambiguous", "agent-which", found),
            AgentFault::Unknown(found) if found.is_empty() => {
                return Self::new(words.say("agent-unknown", &[typed]))
                    .with(words.line("agent-expected", &[]));
            }
            AgentFault::Unknown(found) => ("agent-unknown", "agent-near", found),
        };
        let lines = found.iter().map(|agent| code_line(agent.as_str()));
        Self::new(words.say(title, &[typed]))
            .with(words.line(introduction, &[]))
            .candidates(lines, words)
    }

    /// No such command or metric.
    pub(crate) fn topic(typed: &str, near: &[String], words: &Words) -> Self {
        let title = words.say("topic-unknown", &[("typed", tidy(typed).into())]);
        let introduction = if near.is_empty() {
            "topic-expected"
        } else {
            "topic-near"
        };
        Self::new(title)
            .with(words.line(introduction, &[]))
            .candidates(near.iter().map(|name| code_line(name)), words)
    }
}
