//! One request about the watch: the caller, what may be shown to them, and the operation.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};
use tracing::error;

use crate::commands::{
    button::{CommandButton, NameTag, WatchPage},
    chat::{AnswerAudience, Caller},
    command::{AnyCommand, CommandParameter, WatchCommand},
    refusal::CommandRefusal,
    service::{CommandOperation, CommandService},
};
use vigia_cards::{AudienceView, ButtonToken, Card, CardButton, Words};
use vigia_core::{
    alerts::{AlertBook, DiscordUser, IncidentId, IncidentMark, Silence},
    metrics::SkillNames,
    rules::Ruleset,
};
use vigia_store::{Store, StoreError};

pub(crate) struct RequestContext<'a> {
    pub(crate) service: &'a CommandService,
    pub(crate) operation: &'a CommandOperation,
    pub(crate) caller: &'a Caller,
    pub(crate) audience: AnswerAudience,
    pub(crate) names: SkillNames,
    pub(crate) now: DateTime<Utc>,
}

/// The open incidents of an operation, and what people did about them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OpenBook {
    pub(crate) book: AlertBook,
    pub(crate) marks: BTreeMap<IncidentId, IncidentMark>,
}

impl<'a> RequestContext<'a> {
    pub(crate) fn new(
        service: &'a CommandService,
        operation: &'a CommandOperation,
        caller: &'a Caller,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            service,
            operation,
            caller,
            audience: service.audience(operation, caller),
            names: operation.reports.directory.skills(),
            now,
        }
    }

    /// Works on the store, off the async threads.
    pub(crate) async fn stored<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, CommandRefusal> {
        let result = self.service.alerts.store.blocking(work).await;
        self.checked(result)
    }

    /// Logs a fault of the store, which the caller learns of without details.
    pub(crate) fn checked<T>(&self, result: Result<T, StoreError>) -> Result<T, CommandRefusal> {
        result.map_err(|fault| {
            error!(%fault, "a command cannot read or write the store");
            CommandRefusal::store(self.words())
        })
    }

    pub(crate) async fn open_book(&self) -> Result<OpenBook, CommandRefusal> {
        let operation = self.operation.name.clone();
        self.stored(move |store| {
            Ok(OpenBook {
                book: store.book(&operation)?,
                marks: store.marks(&operation)?,
            })
        })
        .await
    }

    /// Returns the silences that are not over, of all operations.
    pub(crate) async fn all_silences(&self) -> Result<Vec<Silence>, CommandRefusal> {
        let now = self.now;
        self.stored(move |store| store.silences(now)).await
    }

    /// Returns those of the silences that can hold in this operation.
    pub(crate) async fn own_silences(&self) -> Result<Vec<Silence>, CommandRefusal> {
        let mut silences = self.all_silences().await?;
        silences.retain(|silence| self.is_ours(silence));
        Ok(silences)
    }

    pub(crate) fn is_ours(&self, silence: &Silence) -> bool {
        let operation = silence.matcher.operation.as_ref();
        operation.is_none_or(|operation| *operation == self.operation.name)
    }

    pub(crate) fn words(&self) -> &Words {
        &self.audience.words
    }

    pub(crate) fn rules(&self) -> Arc<Ruleset> {
        self.operation.rules.get()
    }

    /// The reader of a card that ends with this command.
    pub(crate) fn reader(&self, command: String) -> AudienceView<'_> {
        AudienceView {
            now: self.now,
            names: &self.names,
            names_agents: self.audience.names_agents,
            command,
        }
    }

    /// The command with these options, as people type it.
    pub(crate) fn typed(
        &self,
        command: WatchCommand,
        options: &[(CommandParameter, &str)],
    ) -> String {
        let words = self.words();
        let operation = self.operation.name.as_str();
        let operation = self
            .has_several_operations()
            .then_some((CommandParameter::Operation, operation));
        let options = options.iter().copied().chain(operation);
        let options = options.map(|(option, value)| format!(" {}", option.typed(value, words)));
        let command = AnyCommand::from(command).typed(words);
        format!("{command}{}", options.collect::<String>())
    }

    fn has_several_operations(&self) -> bool {
        self.service.operations.len() > 1
    }

    pub(crate) fn person(&self) -> DiscordUser {
        DiscordUser {
            id: self.caller.id,
            name: self.caller.name.clone(),
        }
    }

    pub(crate) fn button(&self, label_id: &str, page: WatchPage) -> CardButton {
        self.labelled_button(self.words().say(label_id, &[]), page)
    }

    pub(crate) fn labelled_button(&self, label: String, page: WatchPage) -> CardButton {
        let operation = NameTag::of(self.operation.name.as_str());
        let token = ButtonToken::Command(CommandButton::Watch { operation, page });
        CardButton::new(label, token.encode())
    }

    /// The buttons to the page before and after. At an end one of them is disabled.
    pub(crate) fn page_buttons(
        &self,
        page: u16,
        pages: usize,
        turn: impl Fn(u16) -> WatchPage,
    ) -> Vec<CardButton> {
        let last = u16::try_from(pages.saturating_sub(1)).unwrap_or(u16::MAX);
        if last == 0 {
            return Vec::new();
        }
        let page = page.min(last);
        // Discord refuses two buttons with one id, so a disabled one has a page of its own.
        let to = |target: Option<u16>, beyond: u16, label| CardButton {
            is_enabled: target.is_some(),
            ..self.button(label, turn(target.unwrap_or(beyond)))
        };
        let on = page.checked_add(1).filter(|on| *on <= last);
        vec![
            to(page.checked_sub(1), u16::MAX, "button-back"),
            to(on, u16::MAX - 1, "button-on"),
        ]
    }

    /// Adds the operation to the title, where there are several.
    pub(crate) fn named(&self, mut card: Card) -> Card {
        if self.has_several_operations() {
            card.title = format!("{} · {}", card.title, self.operation.name);
        }
        card
    }
}
