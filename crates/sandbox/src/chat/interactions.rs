//! What users asked of the bot, and its first answer to each.

use std::time::Duration;

use serde_json::{Value, json};

use super::{
    draft::MessageDraft,
    form::{ALREADY_ANSWERED, FormCheck, FormRefusal, MISSING_PERMISSIONS, UNKNOWN_INTERACTION},
    limits::{self, EPHEMERAL, LOADING},
    messages::MessagePlace,
    request::ApiCall,
    routes::RouteReply,
    settings::{ChatUser, permissions},
    state::ChatState,
};

/// How long the first answer may take.
const FIRST_ANSWER: Duration = Duration::from_secs(3);
/// How long the token serves for edits and follow-ups.
const TOKEN: Duration = Duration::from_secs(15 * 60);

/// Something asked of the bot.
#[derive(Debug)]
pub(super) struct InteractionRequest {
    pub(super) id: u64,
    pub(super) token: String,
    pub(super) kind: InteractionKind,
    /// What was run or clicked, such as `silence add`.
    pub(super) words: String,
    pub(super) user: ChatUser,
    pub(super) channel: u64,
    pub(super) asked: Duration,
    pub(super) phase: InteractionPhase,
    /// The message that `@original` names.
    pub(super) original: Option<u64>,
    pub(super) follow_ups: Vec<u64>,
    pub(super) choices: Vec<Value>,
    pub(super) modal: Option<Value>,
}

/// What kind of thing was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InteractionKind {
    Command,
    /// A button or select on this message.
    Component(u64),
    Autocomplete,
}

impl InteractionKind {
    pub(super) fn number(self) -> u64 {
        match self {
            Self::Command => 2,
            Self::Component(_) => 3,
            Self::Autocomplete => 4,
        }
    }
}

/// How far the bot is with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InteractionPhase {
    Waiting,
    /// A placeholder says that the answer is on its way.
    Deferred,
    /// A click was taken note of; its message stands as it was.
    Acknowledged,
    /// A message was posted or changed.
    Answered,
    Completed,
    Modal,
}

impl InteractionRequest {
    pub(super) fn is_expired(&self, now: Duration) -> bool {
        let age = now.saturating_sub(self.asked);
        age > TOKEN || self.phase == InteractionPhase::Waiting && age > FIRST_ANSWER
    }

    /// Whether a command or click that nobody answered yet has failed for good; `None`
    /// when it needs no such mark.
    pub(super) fn is_unanswered(&self, now: Duration) -> Option<bool> {
        let open =
            self.phase == InteractionPhase::Waiting && self.kind != InteractionKind::Autocomplete;
        open.then(|| self.is_expired(now))
    }

    fn place(&self, ephemeral: bool) -> MessagePlace {
        MessagePlace {
            channel: self.channel,
            ephemeral_to: ephemeral.then_some(self.user.id),
            interaction: Some(self.id),
        }
    }
}

impl ChatState {
    /// `POST /interactions/{id}/{token}/callback`.
    pub(super) fn callback(
        &mut self,
        id: u64,
        token: &str,
        call: &ApiCall,
    ) -> Result<RouteReply, FormRefusal> {
        let now = self.stopwatch.elapsed();
        let ask = self.asks.get(&id).filter(|ask| ask.token == token);
        let ask = ask
            .filter(|ask| !ask.is_expired(now))
            .ok_or(UNKNOWN_INTERACTION)?;
        if ask.phase != InteractionPhase::Waiting {
            return Err(ALREADY_ANSWERED.into());
        }
        let kind = ask.kind;
        let response = call.body.get("type").and_then(Value::as_u64).unwrap_or(0);
        let data = call.body.get("data").cloned().unwrap_or(Value::Null);
        let click = matches!(kind, InteractionKind::Component(_));
        match response {
            8 if kind == InteractionKind::Autocomplete => self.complete(id, &data)?,
            4 if kind != InteractionKind::Autocomplete => self.respond(id, &data, call)?,
            5 if kind != InteractionKind::Autocomplete => self.defer(id, &data)?,
            6 if click => self.settle(id, InteractionPhase::Acknowledged, None),
            7 if click => self.update(id, &data, call)?,
            9 if kind != InteractionKind::Autocomplete => self.open_modal(id, &data)?,
            _ => {
                let message = format!("Not an answer to an interaction of type {}.", kind.number());
                return Err(FormCheck::refusal("type", "BASE_TYPE_CHOICES", &message));
            }
        }
        Ok(self.called_back(id, response, call))
    }

    /// 204, or with `with_response=true` what was made of it.
    fn called_back(&self, id: u64, response: u64, call: &ApiCall) -> RouteReply {
        if call.asks("with_response") != Some("true") {
            return RouteReply::empty();
        }
        let original = self.asks.get(&id).and_then(|ask| ask.original);
        let message = original.map_or(Value::Null, |original| self.shown(original));
        RouteReply::ok(json!({
            "interaction": { "id": id.to_string(), "type": 2 },
            "resource": { "type": response, "message": message },
        }))
    }

    /// Type 4: a message.
    fn respond(&mut self, id: u64, data: &Value, call: &ApiCall) -> Result<(), FormRefusal> {
        if !data.is_object() {
            let message = "This field is required";
            return Err(FormCheck::refusal("data", "BASE_TYPE_REQUIRED", message));
        }
        let draft = MessageDraft::read(data, &call.files, None, &mut self.ids);
        let draft = draft.map_err(within_data)?;
        self.check_files(id, call)?;
        let place = self.place(id, draft.flags & EPHEMERAL != 0)?;
        let message = self.post(place, draft)?;
        self.settle(id, InteractionPhase::Answered, Some(message));
        Ok(())
    }

    /// Type 5: a placeholder, which may say nothing but whether it is ephemeral.
    fn defer(&mut self, id: u64, data: &Value) -> Result<(), FormRefusal> {
        let flags = limits::flags(data) & EPHEMERAL;
        let place = self.place(id, flags != 0)?;
        let mut draft = MessageDraft::read(&json!({}), &[], None, &mut self.ids)?;
        draft.content = Some("…".to_owned());
        draft.flags = flags | LOADING;
        let message = self.post(place, draft)?;
        if let Some(message) = self.messages.get_mut(&message) {
            message.content.clear();
        }
        self.settle(id, InteractionPhase::Deferred, Some(message));
        Ok(())
    }

    /// Type 7: the message that was clicked on, changed.
    fn update(&mut self, id: u64, data: &Value, call: &ApiCall) -> Result<(), FormRefusal> {
        let ask = self.asks.get(&id).ok_or(UNKNOWN_INTERACTION)?;
        let InteractionKind::Component(clicked) = ask.kind else {
            return Err(UNKNOWN_INTERACTION.into());
        };
        let before = self.messages.get(&clicked);
        let draft = MessageDraft::read(data, &call.files, before, &mut self.ids);
        let draft = draft.map_err(within_data)?;
        self.check_files(id, call)?;
        self.edit(clicked, draft)?;
        self.settle(id, InteractionPhase::Answered, None);
        Ok(())
    }

    /// Type 8: what could be typed.
    fn complete(&mut self, id: u64, data: &Value) -> Result<(), FormRefusal> {
        let mut form = FormCheck::default();
        let choices = form.list(data, "data", "choices", 25);
        super::commands::check_choices(&mut form, "data.choices", choices);
        form.finish()?;
        let choices = choices.to_vec();
        if let Some(ask) = self.asks.get_mut(&id) {
            ask.choices = choices;
        }
        self.settle(id, InteractionPhase::Completed, None);
        Ok(())
    }

    /// Type 9: a form to fill in.
    fn open_modal(&mut self, id: u64, data: &Value) -> Result<(), FormRefusal> {
        let mut form = FormCheck::default();
        form.required(data, "data", "custom_id", 100);
        form.required(data, "data", "title", 45);
        if form.list(data, "data", "components", 5).is_empty() {
            let message = "Must be between 1 and 5 in length.";
            form.refuse("data.components", "BASE_TYPE_BAD_LENGTH", message);
        }
        form.finish()?;
        if let Some(ask) = self.asks.get_mut(&id) {
            ask.modal = Some(data.clone());
        }
        self.settle(id, InteractionPhase::Modal, None);
        Ok(())
    }

    fn settle(&mut self, id: u64, phase: InteractionPhase, original: Option<u64>) {
        if let Some(ask) = self.asks.get_mut(&id) {
            ask.phase = phase;
            ask.original = original.or(ask.original);
        }
    }

    /// Whether the bot may post files where it was asked.
    pub(super) fn check_files(&self, id: u64, call: &ApiCall) -> Result<(), FormRefusal> {
        let ask = self.asks.get(&id).ok_or(UNKNOWN_INTERACTION)?;
        let granted = self.find_channel(ask.channel).map(|it| self.granted(it));
        let may_attach = granted.unwrap_or_default() & permissions::ATTACH_FILES != 0;
        if call.files.is_empty() || may_attach {
            return Ok(());
        }
        Err(MISSING_PERMISSIONS.into())
    }

    pub(super) fn place(&self, id: u64, ephemeral: bool) -> Result<MessagePlace, FormRefusal> {
        let ask = self.asks.get(&id).ok_or(UNKNOWN_INTERACTION)?;
        Ok(ask.place(ephemeral))
    }
}

/// A refusal of a message that stood in `data`.
fn within_data(mut refusal: FormRefusal) -> FormRefusal {
    if let Some(errors) = refusal.body.get_mut("errors") {
        *errors = json!({ "data": errors.take() });
    }
    refusal
}
