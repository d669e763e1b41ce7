//! Messages of channels and threads: list, get, post, edit, delete.

use serde_json::{Value, json};

use super::{
    components,
    draft::MessageDraft,
    form::{
        ARCHIVED, EMPTY_MESSAGE, FOREIGN_MESSAGE, FormCheck, FormRefusal, MISSING_PERMISSIONS,
        NO_REPLY_WITHOUT_HISTORY, THREAD_LOCKED, UNKNOWN_MESSAGE,
    },
    limits::{COMPONENTS_V2, EPHEMERAL, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS},
    mentions::{self, MentionedIds, MentionsAllowed},
    message::{ChatMessage, MessageRevision},
    request::ApiCall,
    routes::RouteReply,
    settings::permissions,
    state::{ChatState, MessageNonce, time_of},
    wire,
};

/// Where a new message goes, and on whose behalf.
#[derive(Clone, Copy, Debug)]
pub(super) struct MessagePlace {
    pub(super) channel: u64,
    pub(super) ephemeral_to: Option<u64>,
    pub(super) interaction: Option<u64>,
}

impl ChatState {
    pub(super) fn list_messages(
        &self,
        channel: u64,
        call: &ApiCall,
    ) -> Result<RouteReply, FormRefusal> {
        let place = self.channel(channel)?;
        if self.granted(place) & permissions::READ_MESSAGE_HISTORY == 0 {
            return Ok(RouteReply::ok(json!([])));
        }
        let limit = number(call, "limit")?.unwrap_or(50);
        if !(1..=100).contains(&limit) {
            let message = "int value should be between 1 and 100.";
            return Err(FormCheck::refusal("limit", "NUMBER_TYPE_MAX", message));
        }
        let limit = usize::try_from(limit).unwrap_or(100);
        let all: Vec<&ChatMessage> = self
            .messages(channel)
            .filter(|message| message.ephemeral_to.is_none())
            .collect();
        let picked = pick(&all, call, limit)?;
        let mut list: Vec<Value> = picked
            .iter()
            .rev()
            .map(|it| self.message_json(it))
            .collect();
        if let Some(starter) = self.starter(channel)
            && list.len() < limit
            && call.asks("after").is_none()
        {
            list.push(starter);
        }
        Ok(RouteReply::ok(list.into()))
    }

    /// The line that opens a thread: type 21, with the id of the message it hangs on.
    fn starter(&self, thread: u64) -> Option<Value> {
        let channel = self.find_channel(thread)?;
        let parent = channel.thread.as_ref()?.parent;
        let message = self
            .messages
            .get(&thread)
            .filter(|it| it.channel == parent)?;
        let opening = ChatMessage {
            channel: thread,
            content: String::new(),
            embeds: Vec::new(),
            components: Vec::new(),
            files: Vec::new(),
            thread: None,
            flags: 0,
            ..message.clone()
        };
        let mut json = self.message_json(&opening);
        wire::merge(&mut json, json!({ "type": 21 }));
        Some(json)
    }

    pub(super) fn get_message(&self, channel: u64, id: u64) -> Result<RouteReply, FormRefusal> {
        self.permitted(channel, permissions::READ_MESSAGE_HISTORY)?;
        Ok(RouteReply::ok(
            self.message_json(self.visible(channel, id)?),
        ))
    }

    pub(super) fn post_message(
        &mut self,
        channel: u64,
        call: &ApiCall,
    ) -> Result<RouteReply, FormRefusal> {
        let thread = self.channel(channel)?.thread.clone();
        let send = match &thread {
            None => permissions::SEND_MESSAGES,
            Some(_) => permissions::SEND_MESSAGES_IN_THREADS,
        };
        let granted = self.granted(self.permitted(channel, send)?);
        if thread.is_some_and(|it| it.locked) && granted & permissions::MANAGE_THREADS == 0 {
            return Err(THREAD_LOCKED.into());
        }
        let draft = MessageDraft::of(call, None, &mut self.ids)?;
        if draft.flags & EPHEMERAL != 0 {
            let message = "Only answers to interactions can be ephemeral.";
            return Err(FormCheck::refusal(
                "flags",
                "MESSAGE_FLAGS_INVALID",
                message,
            ));
        }
        if let Some(earlier) = self.earlier(&draft)? {
            return Ok(RouteReply::ok(self.message_json(earlier)));
        }
        check_granted(granted, &draft, !call.files.is_empty())?;
        self.check_reference(channel, granted, &draft)?;
        let place = MessagePlace {
            channel,
            ephemeral_to: None,
            interaction: None,
        };
        let id = self.post(place, draft)?;
        if let Some(thread) = self.channel_mut(channel).and_then(|it| it.thread.as_mut()) {
            thread.archived = false;
        }
        Ok(RouteReply::ok(self.shown(id)))
    }

    fn check_reference(
        &self,
        channel: u64,
        granted: u64,
        draft: &MessageDraft,
    ) -> Result<(), FormRefusal> {
        let Some(reference) = draft.reference else {
            return Ok(());
        };
        if granted & permissions::READ_MESSAGE_HISTORY == 0 {
            return Err(NO_REPLY_WITHOUT_HISTORY.into());
        }
        if reference.must_exist && self.visible(channel, reference.message).is_err() {
            return Err(FormCheck::refusal(
                "message_reference",
                "MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
                "Unknown message",
            ));
        }
        Ok(())
    }

    /// The message that a repeated nonce stands for.
    fn earlier(&self, draft: &MessageDraft) -> Result<Option<&ChatMessage>, FormRefusal> {
        let Some(nonce) = draft.nonce.as_ref().filter(|_| draft.enforce_nonce) else {
            return Ok(None);
        };
        let now = self.stopwatch.elapsed();
        let known = self.nonces.iter().rev().find(|it| {
            it.author == self.bot()
                && it.text == *nonce
                && now.saturating_sub(it.seen) <= self.settings.nonce_window
        });
        let Some(known) = known else {
            return Ok(None);
        };
        let message = self.messages.get(&known.message);
        message.map(Some).ok_or_else(|| UNKNOWN_MESSAGE.into())
    }

    /// Posts a message that was checked, and gives its id.
    pub(super) fn post(
        &mut self,
        place: MessagePlace,
        draft: MessageDraft,
    ) -> Result<u64, FormRefusal> {
        let id = self.ids.next();
        let pings = self.pings(place, &draft);
        let message = ChatMessage {
            id,
            channel: place.channel,
            author: self.bot(),
            content: draft.content.unwrap_or_default(),
            embeds: draft.embeds.unwrap_or_default(),
            components: draft.components.unwrap_or_default(),
            files: draft.files,
            thread: None,
            edits: Vec::new(),
            ephemeral_to: place.ephemeral_to,
            pings,
            nonce: draft.nonce.clone(),
            flags: draft.flags,
            posted: time_of(id),
            edited: None,
            interaction: place.interaction,
            reply_to: draft.reference.map(|it| it.message).filter(|id| {
                let answered = self.messages.get(id);
                answered.is_some_and(|it| it.channel == place.channel)
            }),
        };
        if message.is_blank() {
            return Err(EMPTY_MESSAGE.into());
        }
        self.messages.insert(id, message);
        if let Some(nonce) = draft.nonce {
            self.nonces.push(MessageNonce {
                author: self.bot(),
                text: nonce,
                message: id,
                seen: self.stopwatch.elapsed(),
            });
        }
        Ok(id)
    }

    /// Whom a new message notifies.
    pub(super) fn pings(&self, place: MessagePlace, draft: &MessageDraft) -> MentionedIds {
        let quiet = draft.flags & SUPPRESS_NOTIFICATIONS != 0;
        if quiet || place.ephemeral_to.is_some() {
            return MentionedIds::default();
        }
        let default = match place.interaction {
            None => MentionsAllowed::everything(),
            Some(_) => MentionsAllowed::users(),
        };
        let allowed = draft.allowed.clone().unwrap_or(default);
        let channel = self.find_channel(place.channel);
        let granted = channel.map_or(0, |it| self.granted(it));
        let loud = granted & permissions::MENTION_EVERYONE != 0;
        let mut content = draft.content.clone().unwrap_or_default();
        // The text of components mentions as well.
        components::walk(
            draft.components.as_deref().unwrap_or_default(),
            &mut |part| {
                let text = part.get("content").and_then(Value::as_str);
                content.extend(text.map(|text| format!("\n{text}")));
            },
        );
        mentions::resolve(&content, &allowed, &self.settings.roles, loud)
    }

    pub(super) fn edit_message(
        &mut self,
        channel: u64,
        id: u64,
        call: &ApiCall,
    ) -> Result<RouteReply, FormRefusal> {
        let place = self.channel(channel)?;
        if place.thread.as_ref().is_some_and(|thread| thread.archived) {
            return Err(ARCHIVED.into());
        }
        let granted = self.granted(place);
        let message = self.visible(channel, id)?.clone();
        if message.author != self.bot() {
            return Err(FOREIGN_MESSAGE.into());
        }
        let draft = MessageDraft::of(call, Some(&message), &mut self.ids)?;
        check_granted(granted, &draft, !call.files.is_empty())?;
        self.edit(id, draft)?;
        Ok(RouteReply::ok(self.shown(id)))
    }

    /// Changes a message as a checked draft asks; nobody is notified.
    pub(super) fn edit(&mut self, id: u64, draft: MessageDraft) -> Result<(), FormRefusal> {
        let now = self.now();
        let message = self.messages.get_mut(&id).ok_or(UNKNOWN_MESSAGE)?;
        let mut next = message.clone();
        next.edits.push(MessageRevision {
            content: message.content.clone(),
            embeds: message.embeds.clone(),
            components: message.components.clone(),
            files: message.files.iter().map(|it| it.name.clone()).collect(),
        });
        next.edited = Some(now);
        overwrite(&mut next, draft);
        if next.is_blank() {
            return Err(EMPTY_MESSAGE.into());
        }
        check_form(&next)?;
        *message = next;
        Ok(())
    }

    pub(super) fn delete_message(
        &mut self,
        channel: u64,
        id: u64,
    ) -> Result<RouteReply, FormRefusal> {
        let granted = self.granted(self.channel(channel)?);
        let message = self.visible(channel, id)?;
        let own = message.author == self.bot();
        if !own && granted & permissions::MANAGE_MESSAGES == 0 {
            return Err(MISSING_PERMISSIONS.into());
        }
        self.messages.remove(&id);
        Ok(RouteReply::empty())
    }

    /// A message as it stands, or null.
    pub(super) fn shown(&self, id: u64) -> Value {
        let message = self.messages.get(&id);
        message.map_or(Value::Null, |it| self.message_json(it))
    }
}

/// Puts what a draft names in the place of what a message has.
pub(super) fn overwrite(message: &mut ChatMessage, draft: MessageDraft) {
    if let Some(content) = draft.content {
        message.content = content;
    }
    if let Some(embeds) = draft.embeds {
        message.embeds = embeds;
    }
    if let Some(components) = draft.components {
        message.components = components;
    }
    message.files = draft.files;
    message.flags |= draft.flags & (SUPPRESS_EMBEDS | COMPONENTS_V2);
}

/// Refuses components of version 2 beside text or embeds, which an edit has to take away.
pub(super) fn check_form(message: &ChatMessage) -> Result<(), FormRefusal> {
    let has_legacy = !message.content.is_empty() || !message.embeds.is_empty();
    if message.is_of_components() && has_legacy {
        let message = "The field cannot be used when using MessageFlags.IS_COMPONENTS_V2";
        let code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2";
        return Err(FormCheck::refusal("content", code, message));
    }
    Ok(())
}

fn check_granted(granted: u64, draft: &MessageDraft, files: bool) -> Result<(), FormRefusal> {
    let embeds = draft.embeds.as_ref().is_some_and(|it| !it.is_empty());
    let no_embeds = embeds && granted & permissions::EMBED_LINKS == 0;
    let no_files = files && granted & permissions::ATTACH_FILES == 0;
    if no_embeds || no_files {
        return Err(MISSING_PERMISSIONS.into());
    }
    Ok(())
}

/// Picks from messages, oldest first, what a query asks for.
fn pick<'m>(
    all: &'m [&'m ChatMessage],
    call: &ApiCall,
    limit: usize,
) -> Result<&'m [&'m ChatMessage], FormRefusal> {
    let place = |id: u64| all.partition_point(|message| message.id < id);
    let range = if let Some(before) = number(call, "before")? {
        let end = place(before);
        end.saturating_sub(limit)..end
    } else if let Some(after) = number(call, "after")? {
        let start = place(after.saturating_add(1));
        start..start.saturating_add(limit).min(all.len())
    } else if let Some(around) = number(call, "around")? {
        let middle = place(around);
        let start = middle.saturating_sub(limit / 2);
        start..start.saturating_add(limit).min(all.len())
    } else {
        all.len().saturating_sub(limit)..all.len()
    };
    Ok(all.get(range).unwrap_or_default())
}

fn number(call: &ApiCall, key: &str) -> Result<Option<u64>, FormRefusal> {
    let Some(text) = call.asks(key) else {
        return Ok(None);
    };
    let number = text
        .parse()
        .map_err(|_| FormCheck::refusal(key, "NUMBER_TYPE_COERCE", "Value is not a number."))?;
    Ok(Some(number))
}
