//! What the desk answers to what is typed and pressed.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::commands::{
    AlertService, AnswerAudience, Caller, CommandOperation, CommandParameter, CommandReply,
    CommandService, Freshness, Given, MenuChoice, MenuItem, Progress, ReplyPlace, ReportCommand,
    ReportQuestion, ReportSource,
    answer::{AnsweredQuestion, answered},
    any::AnyCommand,
    buttons::buttons,
    control,
    csv::with_file,
    help::{help, help_typed, is_help},
    menu::menu,
    press::{self, PressedButton, outdated},
    progress::watched,
    question::{AnswerDelivery, QuestionToken, TokenTag},
    refusal::{CommandRefusal, GoneSubject},
};
use vigia_cards::{Card, Locale, Words, alert};

impl<R: ReportSource, A: AlertService> CommandService<R, A> {
    /// The commands.
    #[must_use]
    pub fn menu(&self) -> Vec<MenuItem> {
        menu(self.access(), self.operations().len() > 1)
    }

    /// Runs a command.
    pub async fn run(
        &self,
        command: &str,
        given: Given,
        asker: &Caller,
        progress: &Progress,
        now: DateTime<Utc>,
    ) -> CommandReply {
        let reply = self.ran(command, &given, asker, progress, now).await;
        reply.unwrap_or_else(private)
    }

    /// Does what a button says.
    pub async fn press(
        &self,
        press: &str,
        asker: &Caller,
        progress: &Progress,
        now: DateTime<Utc>,
    ) -> CommandReply {
        let reply = self.pressed(press, asker, progress, now).await;
        reply.unwrap_or_else(private)
    }

    /// What may be meant by what is typed so far into an option.
    pub async fn choices(
        &self,
        command: &str,
        option: &str,
        typed: &str,
        given: &Given,
        asker: &Caller,
        now: DateTime<Utc>,
    ) -> Vec<MenuChoice> {
        self.suggested(command, option, typed, given, asker, now)
            .await
    }

    async fn ran(
        &self,
        command: &str,
        given: &Given,
        asker: &Caller,
        progress: &Progress,
        now: DateTime<Utc>,
    ) -> Result<CommandReply, Card> {
        if is_help(command) {
            self.allowed(command, &help_typed(&self.words(asker)), asker)?;
            let words = self.words(asker);
            let topic = CommandParameter::Topic.given(given);
            return help(topic, &self.known_to(asker), &words).map(private);
        }
        let command = match AnyCommand::from_name(command) {
            Some(AnyCommand::Report(command)) => command,
            Some(AnyCommand::Watch(control)) => {
                return self.controlled(control, given, asker, progress, now).await;
            }
            None => {
                let words = self.words(asker);
                let see = help_typed(&words);
                return Err(CommandRefusal::no_command(&see, &words).card(&see));
            }
        };
        self.may_ask(command, asker)?;
        let named = CommandParameter::Operation.given(given);
        let operation = self.operation(named, &asker.locale)?;
        let audience = self.audience(operation, asker);
        let question = ReportQuestion::understand(command, given, operation, &audience, now)?;
        let place = match question.delivery {
            AnswerDelivery::Private | AnswerDelivery::File => ReplyPlace::Private,
            AnswerDelivery::Shared => ReplyPlace::Channel,
        };
        let meant = PressedButton {
            question,
            place,
            freshness: Freshness::Fresh,
        };
        self.reply(meant, operation, asker, progress, now).await
    }

    async fn pressed(
        &self,
        press: &str,
        asker: &Caller,
        progress: &Progress,
        now: DateTime<Utc>,
    ) -> Result<CommandReply, Card> {
        if alert::AlertButton::is_one(press) {
            return self.acted(press, asker, now).await.map(private);
        }
        if control::ControlToken::is_one(press) {
            return self.turned(press, asker, progress, now).await;
        }
        let words = self.words(asker);
        let Ok(token) = press.parse::<QuestionToken>() else {
            let see = help_typed(&words);
            return Err(CommandRefusal::button(&see, &words).card(&see));
        };
        self.may_ask(token.command, asker)?;
        let operation = self.meant(&token, &words)?;
        let audience = self.audience(operation, asker);
        let meant = press::understand(&token, operation, &audience, now).await?;
        self.reply(meant, operation, asker, progress, now).await
    }

    /// The operation of a button. One that names none is of the days when there was one.
    fn meant(&self, token: &QuestionToken, words: &Words) -> Result<&CommandOperation<R>, Card> {
        let command = token.command.typed(words);
        match (token.operation, self.operations()) {
            (None, [only]) => Ok(only),
            (None, _) => Err(outdated(token, words)),
            (Some(tag), operations) => operations
                .iter()
                .find(|operation| TokenTag::of(operation.name.as_str()) == tag)
                .ok_or_else(|| {
                    CommandRefusal::gone(GoneSubject::Operation, &command, words).card(&command)
                }),
        }
    }

    async fn reply(
        &self,
        meant: PressedButton,
        operation: &CommandOperation<R>,
        asker: &Caller,
        progress: &Progress,
        now: DateTime<Utc>,
    ) -> Result<CommandReply, Card> {
        let PressedButton {
            question,
            place,
            freshness,
        } = meant;
        let own = self.audience(operation, asker);
        let audience = match question.delivery {
            AnswerDelivery::Private | AnswerDelivery::File => own.clone(),
            // What everybody reads is in everybody's language.
            AnswerDelivery::Shared => AnswerAudience {
                words: Words::new(operation.locale, operation.zone),
                ..own.clone()
            },
        };
        let work = answered(&question, operation, &audience, freshness, now);
        let answered = watched(work, &question, &operation.reports, &own.words, progress);
        let answered = answered.await.map_err(|failure| {
            CommandRefusal::failure(&failure, &own.words).card(&question.again(&own.words))
        })?;
        let card = self.finished(&question, answered, asker, &audience.words);
        Ok(CommandReply { card, place })
    }

    /// The card with its buttons, or its file.
    fn finished(
        &self,
        question: &ReportQuestion,
        answered: AnsweredQuestion,
        asker: &Caller,
        words: &Words,
    ) -> Card {
        if question.delivery == AnswerDelivery::File {
            return with_file(question, answered.sheet, words);
        }
        let allows = |command: ReportCommand| self.access().allows(command.name(), asker);
        let buttons = buttons(question, &answered, allows, words);
        Card {
            buttons,
            ..answered.sheet.card
        }
    }

    pub(super) fn audience(
        &self,
        operation: &CommandOperation<R>,
        asker: &Caller,
    ) -> AnswerAudience {
        AnswerAudience {
            words: operation.words(&asker.locale),
            names_agents: self.access().names_agents(asker),
            contact: self.access().contact.clone(),
        }
    }

    fn may_ask(&self, command: ReportCommand, asker: &Caller) -> Result<(), Card> {
        self.allowed(command.name(), &command.typed(&self.words(asker)), asker)
    }

    pub(super) fn allowed(&self, command: &str, typed: &str, asker: &Caller) -> Result<(), Card> {
        if self.access().allows(command, asker) {
            return Ok(());
        }
        let contact = self.access().contact.as_deref();
        Err(CommandRefusal::not_yours(typed, contact, &self.words(asker)).card(typed))
    }

    /// The commands that they may use.
    pub(super) fn known_to(&self, asker: &Caller) -> Vec<AnyCommand> {
        let allows = |command: &AnyCommand| self.access().allows(command.name(), asker);
        AnyCommand::all().filter(allows).collect()
    }

    /// How the desk speaks where no operation is meant.
    pub(super) fn words(&self, asker: &Caller) -> Words {
        let first = self.operations().first();
        let locale = first.map_or_else(|| Locale::from_tag(&asker.locale), |it| it.locale);
        let zone = first.map_or(Tz::UTC, |it| it.zone);
        Words::new(locale, zone).spoken_to(&asker.locale)
    }
}

pub(super) fn private(card: Card) -> CommandReply {
    CommandReply {
        card,
        place: ReplyPlace::Private,
    }
}
