//! `/silence`: what nobody wants to hear of is made, listed and ended.

use crate::commands::{
    AlertService, CommandParameter, ReportSource, WatchCommand,
    control::{
        PageTurn,
        visit::{RequestContext, TypedArguments},
    },
    refusal::CommandRefusal,
};
use vigia_cards::{
    Card, CardButton,
    silences::{silence_ended, silence_list, silence_made},
};
use vigia_core::alerts::{IncidentId, Silence, SilenceId, SilenceRequest};

/// How many silences have a button.
const BUTTONS: usize = 5;

impl<R: ReportSource, A: AlertService> RequestContext<'_, R, A> {
    /// Without anything typed it lists; with a number after `end` it ends; else it makes.
    pub(super) async fn silencing(
        &self,
        typed: &TypedArguments<'_>,
    ) -> Result<Card, CommandRefusal> {
        if let Some(text) = typed.option(CommandParameter::End) {
            let number = text.trim_start_matches('#').parse();
            return match number {
                Ok(number) => self.end(SilenceId(number), text).await,
                Err(_) => Err(self.no_silence(text).await?),
            };
        }
        let wishes = WatchCommand::Silence.parameters().iter().copied();
        let mut wishes = wishes.filter(|option| *option != CommandParameter::Operation);
        if wishes.all(|option| typed.option(option).is_none()) {
            return self.silences(0).await;
        }
        self.silenced(self.wish(typed)?).await
    }

    /// Whether a silence can hold in this operation.
    pub(super) fn is_ours(&self, silence: &Silence) -> bool {
        let operation = silence.matcher.operation.as_ref();
        operation.is_none_or(|operation| *operation == self.operation.name)
    }

    async fn ours(&self) -> Result<Vec<Silence>, CommandRefusal> {
        let silences = self.alerts().silences(self.now).await;
        let mut silences = silences.map_err(self.lapse())?;
        silences.retain(|silence| self.is_ours(silence));
        Ok(silences)
    }

    /// The silences that are not over.
    pub(super) async fn silences(&self, page: u16) -> Result<Card, CommandRefusal> {
        let silences = self.ours().await?;
        let reader = self.reader(self.typed(WatchCommand::Silence, &[]));
        let listed = silence_list(&silences, page.into(), &reader, self.words());
        let shown = listed.shown.iter().take(BUTTONS);
        let mut buttons: Vec<_> = shown.map(|silence| self.end_button(silence)).collect();
        buttons.extend(self.pages(page, listed.pages, PageTurn::Silences));
        Ok(Card {
            buttons,
            ..self.named(listed.card)
        })
    }

    /// Makes it, and says what it does.
    pub(super) async fn silenced(&self, wish: SilenceRequest) -> Result<Card, CommandRefusal> {
        let silence = self.alerts().silence(wish).await.map_err(self.lapse())?;
        let hushed = self.hushed(&silence).await?;
        let reader = self.reader(self.typed(WatchCommand::Silence, &[]));
        let mut card = silence_made(&silence, &hushed, &reader, self.words());
        card.lines.push(self.how_to_end(&silence));
        card.buttons = vec![self.end_button(&silence)];
        Ok(self.named(card))
    }

    /// The open incidents that it keeps quiet from now on: all of their alerts match.
    async fn hushed(&self, silence: &Silence) -> Result<Vec<IncidentId>, CommandRefusal> {
        if !silence.quiet.covers(self.now, self.operation.zone) {
            return Ok(Vec::new());
        }
        let open = self.alerts().open(&self.operation.name).await;
        let book = open.map_err(self.lapse())?.book;
        let rules = self.rules();
        let matches = |alert: &vigia_core::alerts::Alert| {
            let rule = rules.rule(&alert.key.rule);
            rule.is_some_and(|rule| {
                let severity = alert.state.severity();
                let operation = &self.operation.name;
                let matcher = &silence.matcher;
                matcher.matches(operation, &alert.key, severity, &rule.labels)
            })
        };
        let ids = book.incidents().map(|incident| incident.id);
        Ok(ids
            .filter(|id| {
                let mut alerts = book
                    .alerts()
                    .filter(|alert| alert.incident == Some(*id))
                    .peekable();
                alerts.peek().is_some() && alerts.all(matches)
            })
            .collect())
    }

    /// Ends one before its time.
    pub(super) async fn end(&self, id: SilenceId, typed: &str) -> Result<Card, CommandRefusal> {
        let is_ours = self.ours().await?.iter().any(|silence| silence.id == id);
        let gone = if is_ours {
            let gone = self.alerts().end_silence(id, self.person(), self.now);
            gone.await.map_err(self.lapse())?
        } else {
            None
        };
        match gone {
            None => Err(self.no_silence(typed).await?),
            Some(silence) => {
                let reader = self.reader(self.typed(WatchCommand::Silence, &[]));
                Ok(self.named(silence_ended(&silence, &reader, self.words())))
            }
        }
    }

    async fn no_silence(&self, typed: &str) -> Result<CommandRefusal, CommandRefusal> {
        let silences = self.ours().await?;
        let reader = self.reader(String::new());
        Ok(CommandRefusal::no_silence(
            typed,
            &silences,
            &reader,
            self.words(),
        ))
    }

    fn end_button(&self, silence: &Silence) -> CardButton {
        let number = ("silence", silence.id.to_string().into());
        CardButton {
            label: self.words().say("button-end-silence", &[number]),
            press: self.token(PageTurn::End(silence.id)),
            is_enabled: true,
        }
    }
}
