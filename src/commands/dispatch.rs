//! Answers commands and buttons: finds out what is meant, checks the caller's rights, and replies.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::commands::{
    alerts::incident_command,
    answer::{answer_question, csv_card, with_progress},
    arguments::TypedArguments,
    button::{
        CommandButton, NameTag, QuestionButton, SummaryDay, WatchPage, outdated_button,
        question_buttons,
    },
    chat::{
        AnswerAudience, Caller, ChatAction, ChatHandler, CommandReply, Given, MenuItem, Progress,
        ReplyPlace,
    },
    command::{AnyCommand, CommandParameter, HELP, ReportCommand, WatchCommand},
    context::RequestContext,
    help::{help_card, help_typed},
    menu::command_menu,
    question::{AnswerDelivery, ReportQuestion},
    refusal::{CommandRefusal, GoneSubject},
    reports::Freshness,
    service::{CommandOperation, CommandService},
};
use vigia_cards::{
    ButtonToken, Card,
    alert::{AlertAction, AlertButton},
};
use vigia_clock::Clock;

/// Makes the entry points that a chat calls.
pub fn chat_handler(service: CommandService, clock: Clock) -> ChatHandler {
    let service = Arc::new(service);
    let (asked, asked_clock) = (Arc::clone(&service), clock.clone());
    ChatHandler {
        menu: service.menu(),
        answer: Box::new(move |request| {
            let (service, now) = (Arc::clone(&asked), asked_clock.now());
            Box::pin(async move {
                let (caller, progress) = (&request.caller, &request.progress);
                match request.action {
                    ChatAction::Command { name, given } => {
                        service.run(&name, &given, caller, progress, now).await
                    }
                    ChatAction::Press(button) => {
                        service.press(&button, caller, progress, now).await
                    }
                }
            })
        }),
        suggest: Box::new(move |request| {
            let (service, now) = (Arc::clone(&service), clock.now());
            Box::pin(async move {
                let (command, option) = (&request.command, &request.option);
                let (typed, given) = (&request.typed, &request.given);
                service
                    .suggest(command, option, typed, given, &request.caller, now)
                    .await
            })
        }),
    }
}

impl CommandService {
    pub fn menu(&self) -> Vec<MenuItem> {
        command_menu(&self.access, self.operations.len() > 1)
    }

    /// Answers a command. What cannot be answered gets a card that says why.
    pub async fn run(
        &self,
        command: &str,
        given: &Given,
        caller: &Caller,
        progress: &Progress,
        now: DateTime<Utc>,
    ) -> CommandReply {
        let reply = match AnyCommand::from_name(command) {
            Some(AnyCommand::Report(command)) => {
                self.run_report(command, given, caller, progress, now).await
            }
            Some(AnyCommand::Watch(command)) => {
                self.run_watch(command, given, caller, progress, now).await
            }
            None => self.run_help(command, given, caller),
        };
        reply.unwrap_or_else(CommandReply::private)
    }

    fn run_help(
        &self,
        command: &str,
        given: &Given,
        caller: &Caller,
    ) -> Result<CommandReply, Card> {
        let words = self.words(caller);
        let typed = help_typed(&words);
        if command != HELP {
            return Err(CommandRefusal::no_command(&typed, &words).card(&typed));
        }
        self.check_access(command, &typed, caller)?;
        let topic = CommandParameter::Topic.given(given);
        help_card(topic, &self.commands_of(caller), &words).map(CommandReply::private)
    }

    async fn run_report(
        &self,
        command: ReportCommand,
        given: &Given,
        caller: &Caller,
        progress: &Progress,
        now: DateTime<Utc>,
    ) -> Result<CommandReply, Card> {
        self.check_command(command, caller)?;
        let named = CommandParameter::Operation.given(given);
        let operation = self.operation(named, caller)?;
        let audience = self.audience(operation, caller);
        let question = ReportQuestion::read(command, given, operation, &audience, now)?;
        let place = match question.delivery {
            AnswerDelivery::Private | AnswerDelivery::File => ReplyPlace::Private,
            AnswerDelivery::Shared => ReplyPlace::Channel,
        };
        let how = (place, Freshness::Fresh);
        self.reply_to(question, how, operation, caller, progress, now)
            .await
    }

    async fn run_watch(
        &self,
        command: WatchCommand,
        given: &Given,
        caller: &Caller,
        progress: &Progress,
        now: DateTime<Utc>,
    ) -> Result<CommandReply, Card> {
        self.check_command(command, caller)?;
        let named = CommandParameter::Operation.given(given);
        let operation = self.operation(named, caller)?;
        let context = RequestContext::new(self, operation, caller, now);
        let typed = TypedArguments {
            command: command.into(),
            given,
            operation,
            audience: &context.audience,
        };
        let card = match command {
            WatchCommand::Alerts => match context.act_on_typed(&typed).await {
                Ok(None) => context.show_alerts(&typed).await,
                Ok(Some(card)) => Ok(card),
                Err(refusal) => Err(refusal),
            },
            WatchCommand::Silence => context.run_silence(&typed).await,
            WatchCommand::Rules => context.run_rules(&typed).await,
            WatchCommand::Status => context.show_status().await,
            WatchCommand::Summary => {
                let reply = context.run_summary(&typed, progress).await;
                return reply.map_err(|refusal| refusal.card(&typed.as_typed()));
            }
        };
        card.map(CommandReply::private)
            .map_err(|refusal| refusal.card(&typed.as_typed()))
    }

    /// Answers a button. `custom_id` comes from outside and may be anything.
    pub async fn press(
        &self,
        custom_id: &str,
        caller: &Caller,
        progress: &Progress,
        now: DateTime<Utc>,
    ) -> CommandReply {
        let reply = match ButtonToken::decode(custom_id) {
            Some(ButtonToken::Alert(button)) => {
                self.press_alert(button, caller, progress, now).await
            }
            Some(ButtonToken::Command(CommandButton::Question(button))) => {
                self.press_question(&button, caller, progress, now).await
            }
            Some(ButtonToken::Command(CommandButton::Watch { operation, page })) => {
                self.press_watch(operation, page, caller, progress, now)
                    .await
            }
            None => {
                let words = self.words(caller);
                let help = help_typed(&words);
                Err(CommandRefusal::button(&help, &words).card(&help))
            }
        };
        reply.unwrap_or_else(CommandReply::private)
    }

    async fn press_question(
        &self,
        button: &QuestionButton,
        caller: &Caller,
        progress: &Progress,
        now: DateTime<Utc>,
    ) -> Result<CommandReply, Card> {
        self.check_command(button.command, caller)?;
        let operation = match (button.operation, self.operations.as_slice()) {
            (None, [only]) => only,
            // The button was made when there was one operation only.
            (None, _) => {
                let words = self.words(caller);
                return Err(outdated_button(button.command.into(), &words));
            }
            (Some(tag), _) => self.tagged_operation(tag, button.command.into(), caller)?,
        };
        let audience = self.audience(operation, caller);
        let (question, place, freshness) = button.question(operation, &audience, now).await?;
        let how = (place, freshness);
        self.reply_to(question, how, operation, caller, progress, now)
            .await
    }

    async fn press_watch(
        &self,
        operation: NameTag,
        page: WatchPage,
        caller: &Caller,
        progress: &Progress,
        now: DateTime<Utc>,
    ) -> Result<CommandReply, Card> {
        use WatchPage::{
            EndSilence, History, HistoryFile, OpenIncidents, Rules, ShareSummary, Silences, Status,
            Summary,
        };
        let command = page.command();
        self.check_command(command, caller)?;
        let operation = self.tagged_operation(operation, command.into(), caller)?;
        let context = RequestContext::new(self, operation, caller, now);
        let instead = |card| CommandReply {
            card,
            place: ReplyPlace::Instead,
        };
        let reply = match page {
            OpenIncidents(page) => context.open_incidents(page).await.map(instead),
            History(window, page) => context.incident_history(window, page).await.map(instead),
            HistoryFile(window) => {
                let card = context.history_file(window).await;
                card.map(CommandReply::private)
            }
            Silences(page) => context.list_silences(page).await.map(instead),
            EndSilence(id) => {
                let card = context.end_silence(id, &id.to_string()).await;
                card.map(CommandReply::private)
            }
            Rules(page) => context.list_rules(page).await.map(instead),
            Status => context.show_status().await.map(instead),
            Summary(tag, SummaryDay(date)) => {
                context.tagged_summary(tag, date, None, progress).await
            }
            ShareSummary(tag, SummaryDay(date), until) => {
                let until = Some(until);
                context.tagged_summary(tag, date, until, progress).await
            }
        };
        reply.map_err(|refusal| refusal.card(&AnyCommand::from(command).typed(&self.words(caller))))
    }

    /// Answers a button of an incident's card. The dispatcher of the outbox changes that card;
    /// only the caller sees this answer.
    async fn press_alert(
        &self,
        button: AlertButton,
        caller: &Caller,
        progress: &Progress,
        now: DateTime<Utc>,
    ) -> Result<CommandReply, Card> {
        let command = incident_command(button.act);
        self.check_command(command, caller)?;
        let words = self.words(caller);
        let refused = |refusal: CommandRefusal| {
            let command = AnyCommand::from(command).typed(&words);
            refusal.card(&command)
        };
        let mut answer = None;
        // Several operations may share a card, which says that a button is for all of them.
        for operation in &self.operations {
            let context = RequestContext::new(self, operation, caller, now);
            let found = context.find_incident(|id| id == button.incident).await;
            if let Some(found) = found.map_err(refused)? {
                if button.act == AlertAction::Day
                    && let Some(question) = context.day_question(&found)
                {
                    self.check_command(question.command, caller)?;
                    let place = (ReplyPlace::Private, Freshness::Fresh);
                    return self
                        .reply_to(question, place, operation, caller, progress, now)
                        .await;
                }
                let card = context.act_on_button(&found, button.act).await;
                let card = card.map_err(refused)?;
                if found.is_open() || answer.is_none() {
                    answer = Some(card);
                }
                if !found.is_shared() {
                    break;
                }
            }
        }
        if let Some(card) = answer {
            return Ok(CommandReply::private(card));
        }
        let number = button.incident.to_string();
        Err(refused(CommandRefusal::incident(
            Some(&number),
            &[],
            &words,
        )))
    }

    fn tagged_operation(
        &self,
        tag: NameTag,
        command: AnyCommand,
        caller: &Caller,
    ) -> Result<&CommandOperation, Card> {
        let mut operations = self.operations.iter();
        let found = operations.find(|operation| NameTag::of(operation.name.as_str()) == tag);
        found.ok_or_else(|| {
            let words = self.words(caller);
            let command = command.typed(&words);
            CommandRefusal::gone(GoneSubject::Operation, &command, &words).card(&command)
        })
    }

    async fn reply_to(
        &self,
        question: ReportQuestion,
        (place, freshness): (ReplyPlace, Freshness),
        operation: &CommandOperation,
        caller: &Caller,
        progress: &Progress,
        now: DateTime<Utc>,
    ) -> Result<CommandReply, Card> {
        let own = self.audience(operation, caller);
        let words = match question.delivery {
            AnswerDelivery::Private | AnswerDelivery::File => own.words,
            // A card for everybody is in the operation's language.
            AnswerDelivery::Shared => operation.shared_words(),
        };
        let audience = AnswerAudience {
            words,
            ..own.clone()
        };
        let work = answer_question(&question, operation, &audience, freshness, now);
        let work = with_progress(work, &question, &operation.reports, &own.words, progress);
        let answered = work.await.map_err(|failure| {
            CommandRefusal::failure(failure, &own.words).card(&question.as_typed(&own.words))
        })?;
        let command = question.command.into();
        let card = if question.delivery == AnswerDelivery::File {
            csv_card(command, question.window, answered.sheet, &words)
        } else {
            let allows = |command: ReportCommand| self.allows(command, caller);
            let buttons = question_buttons(&question, &answered, allows, &words);
            Card {
                buttons,
                ..answered.sheet.card
            }
        };
        Ok(CommandReply { card, place })
    }

    fn check_command(&self, command: impl Into<AnyCommand>, caller: &Caller) -> Result<(), Card> {
        let command = command.into();
        self.check_access(command.name(), &command.typed(&self.words(caller)), caller)
    }
}
