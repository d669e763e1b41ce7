//! The options that were given with a command, read one by one.

use crate::commands::{
    chat::{AnswerAudience, Given},
    command::{AnyCommand, CommandParameter, FixedChoice, find_choice},
    lookup::{find_agent, find_channel, find_skill},
    range::TypedRange,
    refusal::CommandRefusal,
    service::CommandOperation,
};
use vigia_cards::Words;
use vigia_core::metrics::{AgentName, Channel, SkillSelection};

#[derive(Clone, Copy)]
pub(crate) struct TypedArguments<'a> {
    pub(crate) command: AnyCommand,
    pub(crate) given: &'a Given,
    pub(crate) operation: &'a CommandOperation,
    pub(crate) audience: &'a AnswerAudience,
}

impl<'a> TypedArguments<'a> {
    pub(crate) fn words(&self) -> &'a Words {
        &self.audience.words
    }

    /// The command as it was typed.
    pub(crate) fn as_typed(&self) -> String {
        self.command.as_typed(self.given, self.words())
    }

    /// Options that the command does not take are ignored.
    pub(crate) fn option(&self, parameter: CommandParameter) -> Option<&'a str> {
        let is_taken = self.command.parameters().contains(&parameter);
        parameter.given(self.given).filter(|_| is_taken)
    }

    pub(crate) fn choice<T: Copy>(
        &self,
        parameter: CommandParameter,
        choices: &[(T, FixedChoice)],
    ) -> Result<Option<T>, CommandRefusal> {
        let Some(typed) = self.option(parameter) else {
            return Ok(None);
        };
        let found = find_choice(typed, choices, self.words());
        found.map(Some).ok_or_else(|| {
            let known: Vec<_> = choices.iter().map(|(_, choice)| *choice).collect();
            CommandRefusal::choice(parameter, typed, &known, self.words())
        })
    }

    pub(crate) fn switch(&self, parameter: CommandParameter) -> Result<bool, CommandRefusal> {
        match self.option(parameter) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => Err(CommandRefusal::switch(other, self.words())),
        }
    }

    pub(crate) fn range(&self) -> TypedRange<'a> {
        TypedRange {
            last: self.option(CommandParameter::Last),
            day: self.option(CommandParameter::Day),
            from: self.option(CommandParameter::From),
            to: self.option(CommandParameter::To),
        }
    }

    pub(crate) fn skill(&self) -> Result<SkillSelection, CommandRefusal> {
        let Some(typed) = self.option(CommandParameter::Skill) else {
            return Ok(SkillSelection::All);
        };
        let names = self.operation.reports.directory.skills();
        find_skill(Some(typed), &names)
            .map_err(|fault| CommandRefusal::skill(typed, &fault, &names, self.words()))
    }

    pub(crate) fn channel(&self) -> Result<Option<Channel>, CommandRefusal> {
        let Some(typed) = self.option(CommandParameter::Channel) else {
            return Ok(None);
        };
        find_channel(typed).map_err(|fault| CommandRefusal::channel(typed, &fault, self.words()))
    }

    /// Agents are looked up only where they may be named: a refusal with candidates would name
    /// them.
    pub(crate) fn agent(&self) -> Result<Option<AgentName>, CommandRefusal> {
        let Some(typed) = self.option(CommandParameter::Agent) else {
            return Ok(None);
        };
        if !self.audience.names_agents {
            return Err(CommandRefusal::no_agents_here(self.audience));
        }
        find_agent(typed, &self.operation.reports.directory.agents())
            .map(Some)
            .map_err(|fault| CommandRefusal::agent(typed, &fault, self.words()))
    }
}
