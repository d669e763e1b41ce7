//! What follows the first answer to an interaction: edits and further messages.

use super::{
    draft::MessageDraft,
    form::{EMPTY_MESSAGE, FormRefusal, INVALID_TOKEN, UNKNOWN_MESSAGE, UNKNOWN_WEBHOOK},
    interactions::{InteractionPhase, InteractionRequest},
    limits::{EPHEMERAL, LOADING},
    messages::{MessagePlace, check_form, overwrite},
    request::ApiCall,
    routes::{RouteReply, id},
    state::ChatState,
};

impl ChatState {
    /// `POST /webhooks/{application}/{token}`. The first one after a deferral fills the
    /// placeholder, which keeps its own ephemeral flag.
    pub(super) fn follow_up(
        &mut self,
        token: &str,
        call: &ApiCall,
    ) -> Result<RouteReply, FormRefusal> {
        let ask = self.asked(token)?;
        let (asked, phase, original) = (ask.id, ask.phase, ask.original);
        let draft = MessageDraft::of(call, None, &mut self.ids)?;
        self.check_files(asked, call)?;
        if let (InteractionPhase::Deferred, Some(placeholder)) = (phase, original) {
            self.fill(asked, placeholder, draft)?;
            return Ok(RouteReply::ok(self.shown(placeholder)));
        }
        let place = self.place(asked, draft.flags & EPHEMERAL != 0)?;
        let message = self.post(place, draft)?;
        if let Some(ask) = self.asks.get_mut(&asked) {
            ask.follow_ups.push(message);
        }
        Ok(RouteReply::ok(self.shown(message)))
    }

    pub(super) fn get_answer(&self, token: &str, which: &str) -> Result<RouteReply, FormRefusal> {
        let message = answer_of(self.asked(token)?, which)?;
        let message = self.messages.get(&message).ok_or(UNKNOWN_MESSAGE)?;
        Ok(RouteReply::ok(self.message_json(message)))
    }

    pub(super) fn edit_answer(
        &mut self,
        token: &str,
        which: &str,
        call: &ApiCall,
    ) -> Result<RouteReply, FormRefusal> {
        let ask = self.asked(token)?;
        let asked = ask.id;
        let message = answer_of(ask, which)?;
        let before = self.messages.get(&message).ok_or(UNKNOWN_MESSAGE)?;
        let placeholder = before.is_placeholder();
        let draft = MessageDraft::of(call, Some(before), &mut self.ids)?;
        self.check_files(asked, call)?;
        if placeholder {
            self.fill(asked, message, draft)?;
        } else {
            self.edit(message, draft)?;
        }
        Ok(RouteReply::ok(self.shown(message)))
    }

    pub(super) fn delete_answer(
        &mut self,
        token: &str,
        which: &str,
    ) -> Result<RouteReply, FormRefusal> {
        let message = answer_of(self.asked(token)?, which)?;
        self.messages.remove(&message).ok_or(UNKNOWN_MESSAGE)?;
        Ok(RouteReply::empty())
    }

    /// Puts the answer in the place of its placeholder. That is its first showing, so it
    /// notifies and is not marked as edited.
    fn fill(&mut self, asked: u64, id: u64, draft: MessageDraft) -> Result<(), FormRefusal> {
        let message = self.messages.get(&id).ok_or(UNKNOWN_MESSAGE)?;
        let place = MessagePlace {
            channel: message.channel,
            ephemeral_to: message.ephemeral_to,
            interaction: message.interaction,
        };
        let mut filled = message.clone();
        filled.pings = self.pings(place, &draft);
        overwrite(&mut filled, draft);
        filled.flags &= !LOADING;
        if filled.is_blank() {
            return Err(EMPTY_MESSAGE.into());
        }
        check_form(&filled)?;
        self.messages.insert(id, filled);
        if let Some(ask) = self.asks.get_mut(&asked) {
            ask.phase = InteractionPhase::Answered;
        }
        Ok(())
    }

    /// The interaction of a token that still serves and was answered before.
    fn asked(&self, token: &str) -> Result<&InteractionRequest, FormRefusal> {
        let ask = self.asks.values().find(|ask| ask.token == token);
        let ask = ask.ok_or(INVALID_TOKEN)?;
        if matches!(
            ask.phase,
            InteractionPhase::Waiting | InteractionPhase::Completed
        ) {
            return Err(UNKNOWN_WEBHOOK.into());
        }
        if ask.is_expired(self.stopwatch.elapsed()) {
            return Err(INVALID_TOKEN.into());
        }
        Ok(ask)
    }
}

fn answer_of(ask: &InteractionRequest, which: &str) -> Result<u64, FormRefusal> {
    if which == "@original" {
        return ask.original.ok_or_else(|| UNKNOWN_MESSAGE.into());
    }
    let message = id(which)?;
    let own = ask.original == Some(message) || ask.follow_ups.contains(&message);
    if own {
        Ok(message)
    } else {
        Err(UNKNOWN_MESSAGE.into())
    }
}
