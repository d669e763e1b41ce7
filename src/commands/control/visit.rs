//! Somebody at the desk: who they are, what they may know, and in which operation they ask.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::commands::{
    AlertService, AnswerAudience, Caller, CommandOperation, CommandParameter, CommandService,
    Given, ReportSource, StoreUnavailable, WatchCommand, any::AnyCommand, control::PageTurn,
    question::TokenTag, refusal::CommandRefusal,
};
use vigia_cards::{AudienceView, Card, Words};
use vigia_core::{alerts::DiscordUser, metrics::SkillNames, rules::Ruleset};

use super::ControlToken;

/// Somebody who asks or acts.
pub(crate) struct RequestContext<'a, R, A> {
    pub(super) desk: &'a CommandService<R, A>,
    pub(super) operation: &'a CommandOperation<R>,
    pub(super) asker: &'a Caller,
    pub(super) audience: AnswerAudience,
    pub(super) names: SkillNames,
    pub(super) now: DateTime<Utc>,
}

/// What was given with a command.
#[derive(Clone, Copy, Debug)]
pub(super) struct TypedArguments<'a> {
    pub(super) control: WatchCommand,
    pub(super) given: &'a Given,
}

impl<'a> TypedArguments<'a> {
    /// What was given for it. What the command does not take is left out of account.
    pub(super) fn option(&self, parameter: CommandParameter) -> Option<&'a str> {
        let is_taken = self.control.parameters().contains(&parameter);
        parameter.given(self.given).filter(|_| is_taken)
    }
}

impl<'a, R: ReportSource, A: AlertService> RequestContext<'a, R, A> {
    pub(crate) fn at(
        desk: &'a CommandService<R, A>,
        operation: &'a CommandOperation<R>,
        asker: &'a Caller,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            desk,
            operation,
            asker,
            audience: desk.audience(operation, asker),
            names: operation.reports.skills(),
            now,
        }
    }

    pub(super) fn alerts(&self) -> &'a A {
        self.desk.alerts()
    }

    pub(super) fn words(&self) -> &Words {
        &self.audience.words
    }

    pub(super) fn rules(&self) -> Arc<Ruleset> {
        self.operation.rules.get()
    }

    /// The reader of a card, which ends with the command that asks the same again.
    pub(super) fn reader(&self, command: String) -> AudienceView<'_> {
        AudienceView {
            now: self.now,
            names: &self.names,
            names_agents: self.audience.names_agents,
            command,
        }
    }

    /// How people type a command with these options.
    pub(super) fn typed(
        &self,
        control: WatchCommand,
        options: &[(CommandParameter, &str)],
    ) -> String {
        let words = self.words();
        let command = AnyCommand::from(control).typed(words);
        let operation = self.operation.name.as_str();
        let has_several = self.desk.operations().len() > 1;
        let operation = has_several.then_some((CommandParameter::Operation, operation));
        let options = options.iter().copied().chain(operation);
        let options = options.map(|(option, value)| option.typed(value, words));
        [command]
            .into_iter()
            .chain(options)
            .collect::<Vec<_>>()
            .join(" ")
    }

    pub(super) fn person(&self) -> DiscordUser {
        DiscordUser {
            id: self.asker.id,
            name: self.asker.name.clone(),
        }
    }

    pub(super) fn token(&self, turn: PageTurn) -> String {
        let operation = TokenTag::of(self.operation.name.as_str());
        ControlToken { operation, turn }.to_string()
    }

    pub(super) fn allows(&self, control: WatchCommand) -> bool {
        self.desk.access().allows(control.name(), self.asker)
    }

    pub(super) fn lapse(&self) -> impl Fn(StoreUnavailable) -> CommandRefusal {
        let words = *self.words();
        move |StoreUnavailable| CommandRefusal::lapse(&words)
    }

    /// The card with the operation in its title, where there are several.
    pub(super) fn named(&self, mut card: Card) -> Card {
        if self.desk.operations().len() > 1 {
            card.title = format!("{} · {}", card.title, self.operation.name);
        }
        card
    }
}
