//! What the desk answers to commands about the watch, and to their buttons.

use chrono::{DateTime, Utc};

use crate::commands::{
    Alerts, Asker, Control, Desk, Given, Operation, Parameter, Place, Progress, Reply, Reports,
    any::AnyCommand,
    control::{
        Token, Turn,
        incident::find,
        visit::{Typed, Visit},
    },
    counter::private,
    question::Tag,
    refusal::{Gone, Refusal},
};
use vigia_cards::{
    Card, Words,
    alert::{Act, Nap, Press},
};

impl<R: Reports, A: Alerts> Desk<R, A> {
    /// Runs a command about the watch.
    pub(in crate::commands) async fn controlled(
        &self,
        control: Control,
        given: &Given,
        asker: &Asker,
        progress: &Progress,
        now: DateTime<Utc>,
    ) -> Result<Reply, Card> {
        self.may(control, asker)?;
        let named = Parameter::Operation.given(given);
        let operation = self.operation(named, &asker.locale)?;
        let visit = Visit::at(self, operation, asker, now);
        let typed = Typed { control, given };
        let answer = match control {
            Control::Alerts => visit.board(&typed).await.map(private),
            Control::Silence => visit.silencing(&typed).await.map(private),
            Control::Rules => visit.ruling(&typed).await.map(private),
            Control::Status => visit.status().await.map(private),
            Control::Summary => visit.summary(&typed, progress).await,
        };
        answer.map_err(|refusal| {
            refusal.card(&AnyCommand::from(control).as_typed(given, visit.words()))
        })
    }

    /// Does what a button below an answer about the watch says.
    pub(in crate::commands) async fn turned(
        &self,
        press: &str,
        asker: &Asker,
        progress: &Progress,
        now: DateTime<Utc>,
    ) -> Result<Reply, Card> {
        let words = self.words(asker);
        let Ok(token) = press.parse::<Token>() else {
            return Err(outdated(Control::Alerts, &words));
        };
        let control = token.turn.control();
        self.may(control, asker)?;
        let command = AnyCommand::from(control).typed(&words);
        let Some(operation) = self.tagged(token.operation) else {
            let refusal = Refusal::gone(Gone::Operation, &command, &words);
            return Err(refusal.card(&command));
        };
        let visit = Visit::at(self, operation, asker, now);
        let (place, answer) = match token.turn {
            Turn::Now(page) => (Place::Instead, visit.now(page).await),
            Turn::Past(window, page) => (Place::Instead, visit.past(window, page).await),
            Turn::File(window) => (Place::Private, visit.file(window).await),
            Turn::Silences(page) => (Place::Instead, visit.silences(page).await),
            Turn::End(id) => (Place::Private, visit.end(id, &id.to_string()).await),
            Turn::Rules(page) => (Place::Instead, visit.rule_list(page).await),
            Turn::Status => (Place::Instead, visit.status().await),
            Turn::Summary(summary, date) => {
                let reply = visit.summary_of(summary, date, None, progress).await;
                return reply.map_err(|refusal| refusal.card(&command));
            }
            Turn::ShareSummary(summary, date, until) => {
                let reply = visit.summary_of(summary, date, Some(until), progress).await;
                return reply.map_err(|refusal| refusal.card(&command));
            }
        };
        let card = answer.map_err(|refusal| refusal.card(&command))?;
        Ok(Reply { card, place })
    }

    fn tagged(&self, tag: Tag) -> Option<&Operation<R>> {
        let mut operations = self.operations().iter();
        operations.find(|operation| Tag::of(operation.name.as_str()) == tag)
    }

    /// Does what a button of an incident's card says. The card itself changes when the watch
    /// tells of it; only who pressed reads this answer.
    pub(in crate::commands) async fn acted(
        &self,
        press: &str,
        asker: &Asker,
        now: DateTime<Utc>,
    ) -> Result<Card, Card> {
        let words = self.words(asker);
        let Some(press) = Press::parse(press) else {
            return Err(outdated(Control::Alerts, &words));
        };
        let control = match press.act {
            Act::Acknowledge | Act::Snooze(_) | Act::Details => Control::Alerts,
            Act::MuteRule => Control::Silence,
        };
        self.may(control, asker)?;
        let command = AnyCommand::from(control).typed(&words);
        for operation in self.operations() {
            let is_it = |id| id == press.incident;
            let found = find(is_it, operation, self.alerts(), now).await;
            let found = found.map_err(|_| Refusal::lapse(&words).card(&command))?;
            let Some(found) = found else {
                continue;
            };
            let visit = Visit::at(self, operation, asker, now);
            let answer = match press.act {
                Act::Acknowledge => visit.acknowledged(&found, None).await,
                Act::Snooze(nap) => {
                    let until = match nap {
                        Nap::HalfHour | Nap::TwoHours => nap.length(),
                        Nap::Shift => None,
                    };
                    let until =
                        until.map_or_else(|| visit.shift_end(&found), |length| now + length);
                    visit.snoozed(&found, until).await
                }
                Act::Details => visit.whole(&found).await,
                Act::MuteRule => visit.muted(&found).await,
            };
            return answer.map_err(|refusal| refusal.card(&command));
        }
        let number = press.incident.to_string();
        Err(Refusal::incident(Some(&number), &[], &words).card(&command))
    }

    fn may(&self, control: Control, asker: &Asker) -> Result<(), Card> {
        let typed = AnyCommand::from(control).typed(&self.words(asker));
        self.allowed(control.name(), &typed, asker)
    }
}

/// A button that cannot be read.
fn outdated(control: Control, words: &Words) -> Card {
    let command = AnyCommand::from(control).typed(words);
    Refusal::button(&command, words).card(&command)
}
