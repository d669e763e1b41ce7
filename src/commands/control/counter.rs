//! What the desk answers to commands about the watch, and to their buttons.

use chrono::{DateTime, Utc};

use crate::commands::{
    AlertService, Caller, CommandOperation, CommandParameter, CommandReply, CommandService, Given,
    Progress, ReplyPlace, ReportSource, WatchCommand,
    any::AnyCommand,
    control::{
        ControlToken, PageTurn,
        incident::find,
        visit::{RequestContext, TypedArguments},
    },
    counter::private,
    question::TokenTag,
    refusal::{CommandRefusal, GoneSubject},
};
use vigia_cards::{
    Card, Words,
    alert::{AlertAction, AlertButton, SnoozeLength},
};

impl<R: ReportSource, A: AlertService> CommandService<R, A> {
    /// Runs a command about the watch.
    pub(in crate::commands) async fn controlled(
        &self,
        control: WatchCommand,
        given: &Given,
        asker: &Caller,
        progress: &Progress,
        now: DateTime<Utc>,
    ) -> Result<CommandReply, Card> {
        self.may(control, asker)?;
        let named = CommandParameter::Operation.given(given);
        let operation = self.operation(named, &asker.locale)?;
        let visit = RequestContext::at(self, operation, asker, now);
        let typed = TypedArguments { control, given };
        let answer = match control {
            WatchCommand::Alerts => visit.board(&typed).await.map(private),
            WatchCommand::Silence => visit.silencing(&typed).await.map(private),
            WatchCommand::Rules => visit.ruling(&typed).await.map(private),
            WatchCommand::Status => visit.status().await.map(private),
            WatchCommand::Summary => visit.summary(&typed, progress).await,
        };
        answer.map_err(|refusal| {
            refusal.card(&AnyCommand::from(control).as_typed(given, visit.words()))
        })
    }

    /// Does what a button below an answer about the watch says.
    pub(in crate::commands) async fn turned(
        &self,
        press: &str,
        asker: &Caller,
        progress: &Progress,
        now: DateTime<Utc>,
    ) -> Result<CommandReply, Card> {
        let words = self.words(asker);
        let Ok(token) = press.parse::<ControlToken>() else {
            return Err(outdated(WatchCommand::Alerts, &words));
        };
        let control = token.turn.control();
        self.may(control, asker)?;
        let command = AnyCommand::from(control).typed(&words);
        let Some(operation) = self.tagged(token.operation) else {
            let refusal = CommandRefusal::gone(GoneSubject::Operation, &command, &words);
            return Err(refusal.card(&command));
        };
        let visit = RequestContext::at(self, operation, asker, now);
        let (place, answer) = match token.turn {
            PageTurn::Now(page) => (ReplyPlace::Instead, visit.now(page).await),
            PageTurn::Past(window, page) => (ReplyPlace::Instead, visit.past(window, page).await),
            PageTurn::File(window) => (ReplyPlace::Private, visit.file(window).await),
            PageTurn::Silences(page) => (ReplyPlace::Instead, visit.silences(page).await),
            PageTurn::End(id) => (ReplyPlace::Private, visit.end(id, &id.to_string()).await),
            PageTurn::Rules(page) => (ReplyPlace::Instead, visit.rule_list(page).await),
            PageTurn::Status => (ReplyPlace::Instead, visit.status().await),
            PageTurn::Summary(summary, date) => {
                let reply = visit.summary_of(summary, date, None, progress).await;
                return reply.map_err(|refusal| refusal.card(&command));
            }
            PageTurn::ShareSummary(summary, date, until) => {
                let reply = visit.summary_of(summary, date, Some(until), progress).await;
                return reply.map_err(|refusal| refusal.card(&command));
            }
        };
        let card = answer.map_err(|refusal| refusal.card(&command))?;
        Ok(CommandReply { card, place })
    }

    fn tagged(&self, tag: TokenTag) -> Option<&CommandOperation<R>> {
        let mut operations = self.operations().iter();
        operations.find(|operation| TokenTag::of(operation.name.as_str()) == tag)
    }

    /// Does what a button of an incident's card says. The card itself changes when the watch
    /// tells of it; only who pressed reads this answer.
    pub(in crate::commands) async fn acted(
        &self,
        press: &str,
        asker: &Caller,
        now: DateTime<Utc>,
    ) -> Result<Card, Card> {
        let words = self.words(asker);
        let Some(press) = AlertButton::parse(press) else {
            return Err(outdated(WatchCommand::Alerts, &words));
        };
        let control = match press.act {
            AlertAction::Acknowledge | AlertAction::Snooze(_) | AlertAction::Details => {
                WatchCommand::Alerts
            }
            AlertAction::MuteRule => WatchCommand::Silence,
        };
        self.may(control, asker)?;
        let command = AnyCommand::from(control).typed(&words);
        for operation in self.operations() {
            let is_it = |id| id == press.incident;
            let found = find(is_it, operation, self.alerts(), now).await;
            let found = found.map_err(|_| CommandRefusal::lapse(&words).card(&command))?;
            let Some(found) = found else {
                continue;
            };
            let visit = RequestContext::at(self, operation, asker, now);
            let answer = match press.act {
                AlertAction::Acknowledge => visit.acknowledged(&found, None).await,
                AlertAction::Snooze(nap) => {
                    let until = match nap {
                        SnoozeLength::HalfHour | SnoozeLength::TwoHours => nap.length(),
                        SnoozeLength::Shift => None,
                    };
                    let until =
                        until.map_or_else(|| visit.shift_end(&found), |length| now + length);
                    visit.snoozed(&found, until).await
                }
                AlertAction::Details => visit.whole(&found).await,
                AlertAction::MuteRule => visit.muted(&found).await,
            };
            return answer.map_err(|refusal| refusal.card(&command));
        }
        let number = press.incident.to_string();
        Err(CommandRefusal::incident(Some(&number), &[], &words).card(&command))
    }

    fn may(&self, control: WatchCommand, asker: &Caller) -> Result<(), Card> {
        let typed = AnyCommand::from(control).typed(&self.words(asker));
        self.allowed(control.name(), &typed, asker)
    }
}

/// A button that cannot be read.
fn outdated(control: WatchCommand, words: &Words) -> Card {
    let command = AnyCommand::from(control).typed(words);
    CommandRefusal::button(&command, words).card(&command)
}
