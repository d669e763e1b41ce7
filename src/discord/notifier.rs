//! Posts and edits alerts, and replies to them what rings. Where Discord refuses, the error says
//! what an operator must change.

use std::{collections::BTreeSet, num::NonZeroU64, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::Value;
use serenity::model::id::{ChannelId, MessageId, UserId};

use crate::{
    discord::{
        DiscordClient,
        components::walk,
        limits::{PAGE, ROLES},
        message::MessageBody,
        responder::PostedMessage,
        rest::{RestError, code},
        route::Route,
    },
    watch::{ChatError, ChatPlatform, MessageMark, RefusalScope, RetrySignal},
};
use vigia_cards::{ButtonToken, Card, CardLine};
use vigia_core::{
    alerts::{MessageRef, NotificationLevel, PostedCard},
    rules::{ChannelName, RoleName},
};

/// The most that this machine's clock may differ from Discord's.
const SKEW: TimeDelta = TimeDelta::seconds(60);

/// The most pages of a search: a channel with more messages than these is not ours alone.
const PAGES: usize = 30;

#[derive(Deserialize)]
struct SeenMessage {
    id: MessageId,
    author: SeenAuthor,
    #[serde(default)]
    content: String,
    #[serde(default)]
    components: Value,
    #[serde(default)]
    message_reference: Option<SeenReference>,
}

#[derive(Deserialize)]
struct SeenReference {
    message_id: Option<MessageId>,
}

#[derive(Deserialize)]
struct SeenAuthor {
    id: UserId,
}

impl SeenMessage {
    fn has(&self, mark: &MessageMark) -> bool {
        let mut is_found = false;
        walk(&self.components, &mut |component| {
            let text = |key| {
                component
                    .get(key)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
            };
            is_found |= match mark {
                MessageMark::Words(words) => text("content").contains(words),
                MessageMark::Incident(incident) => {
                    match ButtonToken::<()>::decode(text("custom_id")) {
                        Some(ButtonToken::Alert(button)) => button.incident == *incident,
                        Some(ButtonToken::Command(())) | None => false,
                    }
                }
            };
        });
        is_found
    }
}

impl ChatPlatform for DiscordClient {
    fn retry_signal(&self) -> RetrySignal {
        self.0.retry.clone()
    }

    fn link(&self, message: MessageRef) -> Option<String> {
        let MessageRef { channel, message } = message;
        // Of several servers, it is not known here which one the channel is in.
        let [guild] = self.0.settings.guilds[..] else {
            return None;
        };
        Some(format!(
            "https://discord.com/channels/{guild}/{channel}/{message}"
        ))
    }

    async fn post(
        &self,
        channel: &ChannelName,
        card: &Card,
        nonce: &str,
    ) -> Result<MessageRef, ChatError> {
        let channel_id = self.channel(channel)?;
        let route = || Route::ChannelMessages { channel_id };
        let dressed = |message: MessageBody| message.once(nonce).loud(false);
        let rest = &self.0.rest;
        let message = dressed(MessageBody::card(card, true).await);
        let mut sent = rest.post_message::<PostedMessage>(route(), &message).await;
        if is_refused_for_files(&sent, &message) {
            let bare = dressed(MessageBody::bare_card(card));
            sent = rest.post_message(route(), &bare).await;
        }
        self.posted(sent, channel_id)
    }

    async fn ring(
        &self,
        channel: &ChannelName,
        card: &Card,
        level: &NotificationLevel,
        nonce: &str,
    ) -> Result<MessageRef, ChatError> {
        let channel_id = self.channel(channel)?;
        let message = MessageBody::ringing(card, &self.role_ids(level));
        let message = message.once(nonce).loud(level.is_loud);
        let route = Route::ChannelMessages { channel_id };
        let sent = self.0.rest.post_message(route, &message).await;
        self.posted(sent, channel_id)
    }

    async fn edit(&self, posted: &PostedCard, card: &Card) -> Result<(), ChatError> {
        let (channel_id, message_id) = message_ids(posted.message)?;
        let route = || Route::ChannelMessage {
            channel_id,
            message_id,
        };
        let rest = &self.0.rest;
        let message = MessageBody::card(card, true).await.replacement();
        let mut sent = rest.edit_message(route(), &message).await;
        if is_refused_for_files(&sent, &message) {
            let bare = MessageBody::bare_card(card).replacement();
            sent = rest.edit_message(route(), &bare).await;
        }
        sent.map_err(|error| self.chat_error(&error, RefusedAction::Edit, channel_id))
    }

    async fn reply(
        &self,
        message: MessageRef,
        line: &CardLine,
        level: &NotificationLevel,
        nonce: &str,
    ) -> Result<(), ChatError> {
        let (channel_id, _) = message_ids(message)?;
        let reply = MessageBody::reply(line, message, &self.role_ids(level)).once(nonce);
        let reply = reply.loud(level.is_loud);
        let (rest, route) = (&self.0.rest, || Route::ChannelMessages { channel_id });
        let mut sent = rest.post_message::<PostedMessage>(route(), &reply).await;
        if sent.as_ref().is_err_and(is_about_reference) {
            // What rings is worth more than what it hangs on.
            let plain = reply.without_reference();
            sent = rest.post_message(route(), &plain).await;
        }
        let sent = sent.map_err(|error| self.chat_error(&error, RefusedAction::Post, channel_id));
        sent.map(drop)
    }

    async fn find(
        &self,
        channel: &ChannelName,
        mark: &MessageMark,
        since: DateTime<Utc>,
    ) -> Result<Option<MessageRef>, ChatError> {
        let channel_id = self.channel(channel)?;
        let bears_mark = |seen: &SeenMessage| seen.has(mark);
        let found = self.search(channel_id, since, bears_mark).await;
        let found =
            found.map_err(|error| self.chat_error(&error, RefusedAction::Read, channel_id))?;
        Ok(found.map(|message| MessageRef {
            channel: channel_id.get(),
            message: message.get(),
        }))
    }

    async fn has_reply(
        &self,
        message: MessageRef,
        line: &CardLine,
        level: &NotificationLevel,
        since: DateTime<Utc>,
    ) -> Result<bool, ChatError> {
        let (channel_id, message_id) = message_ids(message)?;
        let reply = MessageBody::reply(line, message, &self.role_ids(level));
        let content = reply.content().unwrap_or_default().trim();
        let is_it = |seen: &SeenMessage| {
            let reference = seen.message_reference.as_ref();
            let is_reply = reference.is_some_and(|it| it.message_id == Some(message_id));
            is_reply && seen.content.trim() == content
        };
        let found = self.search(channel_id, since, is_it).await;
        let found =
            found.map_err(|error| self.chat_error(&error, RefusedAction::Read, channel_id))?;
        Ok(found.is_some())
    }
}

impl DiscordClient {
    fn posted(
        &self,
        sent: Result<PostedMessage, RestError>,
        channel_id: ChannelId,
    ) -> Result<MessageRef, ChatError> {
        let sent =
            sent.map_err(|error| self.chat_error(&error, RefusedAction::Post, channel_id))?;
        Ok(MessageRef {
            channel: channel_id.get(),
            message: sent.id.get(),
        })
    }

    fn channel(&self, name: &ChannelName) -> Result<ChannelId, ChatError> {
        let id = self.0.settings.channels.get(name).copied();
        id.and_then(NonZeroU64::new)
            .map(ChannelId::from)
            .ok_or_else(|| ChatError::Refused {
                of: RefusalScope::Channel,
                why: format!("the configuration gives channel `{name}` no number"),
            })
    }

    /// Returns the numbers of the roles to mention. One that the configuration no longer names
    /// is left out: the alert is worth more than its mention.
    fn role_ids(&self, level: &NotificationLevel) -> Vec<u64> {
        let roles = &self.0.settings.roles;
        let named: BTreeSet<&RoleName> = level.mention.iter().take(ROLES).collect();
        let numbers = named.into_iter().filter_map(|name| roles.get(name));
        numbers.copied().collect()
    }

    fn chat_error(&self, error: &RestError, act: RefusedAction, id: ChannelId) -> ChatError {
        let channels = &self.0.settings.channels;
        match channels.iter().find(|(_, number)| **number == id.get()) {
            Some((name, number)) => chat_error(error, act, &format!("`{name}` ({number})")),
            // The configuration names another channel by now: this one was left for good.
            None if act == RefusedAction::Edit && error.code() == Some(code::UNKNOWN_CHANNEL) => {
                ChatError::Gone
            }
            None => chat_error(error, act, &format!("`{id}`")),
        }
    }

    /// Searches this bot's own messages, newest first.
    async fn search(
        &self,
        channel_id: ChannelId,
        since: DateTime<Utc>,
        is_it: impl Fn(&SeenMessage) -> bool,
    ) -> Result<Option<MessageId>, RestError> {
        let me = self.fetch_own_id().await?;
        let since = since - SKEW;
        let mut before = None;
        for _ in 0..PAGES {
            let page = self.page(channel_id, before).await?;
            let recent = |seen: &&SeenMessage| *seen.id.created_at() >= since;
            let mut own = page.iter().filter(|seen| seen.author.id == me);
            if let Some(found) = own.find(|seen| recent(seen) && is_it(seen)) {
                return Ok(Some(found.id));
            }
            match page.last() {
                Some(oldest) if page.len() == PAGE && recent(&oldest) => {
                    before = Some(oldest.id);
                }
                _ => return Ok(None),
            }
        }
        tracing::warn!(%channel_id, "an own message was not found: too many others came after it");
        Ok(None)
    }

    async fn page(
        &self,
        channel_id: ChannelId,
        before: Option<MessageId>,
    ) -> Result<Vec<SeenMessage>, RestError> {
        let mut params = vec![("limit", PAGE.to_string())];
        params.extend(before.map(|id| ("before", id.to_string())));
        self.0
            .rest
            .get(Route::ChannelMessages { channel_id }, params)
            .await
    }

    async fn fetch_own_id(&self) -> Result<UserId, RestError> {
        let ask = || async {
            let me: SeenAuthor = self.0.rest.get(Route::UserMe, Vec::new()).await?;
            Ok(me.id)
        };
        self.0.own_id.get_or_try_init(ask).await.copied()
    }
}

/// True if a message is worth another try at once without its files: the alert is worth more than
/// its picture.
fn is_refused_for_files<T>(sent: &Result<T, RestError>, message: &MessageBody) -> bool {
    let Err(error) = sent else {
        return false;
    };
    let is_refused = !message.files().is_empty() && is_about_files(error);
    if is_refused {
        tracing::warn!(%error, "Discord refused a card; it is sent without its picture and files");
    }
    is_refused
}

fn message_ids(message: MessageRef) -> Result<(ChannelId, MessageId), ChatError> {
    let channel = NonZeroU64::new(message.channel).ok_or(ChatError::Gone)?;
    let message = NonZeroU64::new(message.message).ok_or(ChatError::Gone)?;
    Ok((channel.into(), message.into()))
}

/// The action that Discord refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RefusedAction {
    Post,
    Edit,
    Read,
}

impl RefusedAction {
    fn permissions(self) -> &'static str {
        match self {
            Self::Post => "View Channel, Send Messages, Attach Files and Read Message History",
            Self::Edit => "View Channel and Attach Files",
            Self::Read => "View Channel and Read Message History",
        }
    }
}

/// Decides if another try can help, and else says what the operator must change. `place` is the
/// channel as the operator knows it.
pub(super) fn chat_error(error: &RestError, act: RefusedAction, place: &str) -> ChatError {
    let (status, code) = match error {
        RestError::NoAnswer(_) => return transient_error(error, None),
        RestError::TooEarly { wait } => return transient_error(error, Some(*wait)),
        RestError::Refused { status, code, .. } => (*status, *code),
    };
    let (of, change) = match (status, code) {
        _ if error.is_transient() => return transient_error(error, None),
        (_, code::UNKNOWN_MESSAGE) if act == RefusedAction::Edit => return ChatError::Gone,
        // For a new message: one of its nonce was deleted. Discord forgets it in minutes.
        (_, code::UNKNOWN_MESSAGE | code::TOO_MANY_EDITS_OF_OLD_MESSAGES) => {
            return transient_error(error, None);
        }
        (401, _) => {
            let change = "give the bot its current token, from the page `Bot` of the developer \
                          portal";
            (RefusalScope::Bot, change.to_owned())
        }
        (404, _) => (
            RefusalScope::Channel,
            format!("there is no channel {place}: correct its number in the configuration"),
        ),
        (_, code::NO_TEXT_CHANNEL | code::WRONG_CHANNEL_TYPE) => (
            RefusalScope::Channel,
            format!("channel {place} takes no messages: name a text channel in the configuration"),
        ),
        (403, _) => (
            RefusalScope::Channel,
            format!(
                "in channel {place} the bot's role needs {}",
                act.permissions()
            ),
        ),
        _ => (
            RefusalScope::Message,
            format!("Discord does not take the message for channel {place}"),
        ),
    };
    ChatError::Refused {
        of,
        why: format!("{change} ({error})"),
    }
}

/// True if Discord may take the message without its files: they are too large, some permission is
/// missing, or it dislikes the form.
pub(super) fn is_about_files(error: &RestError) -> bool {
    match error {
        RestError::NoAnswer(_) | RestError::TooEarly { .. } => false,
        RestError::Refused { status, code, .. } => match *status {
            400 => !matches!(
                *code,
                code::NO_TEXT_CHANNEL
                    | code::WRONG_CHANNEL_TYPE
                    | code::TOO_MANY_EDITS_OF_OLD_MESSAGES
            ),
            403 => *code == code::MISSING_PERMISSIONS,
            413 => true,
            _ => false,
        },
    }
}

/// True if Discord may take a reply as a message of its own.
fn is_about_reference(error: &RestError) -> bool {
    matches!(
        error.code(),
        Some(code::NO_REPLY_WITHOUT_HISTORY | code::INVALID_FORM)
    )
}

fn transient_error(error: &RestError, wait: Option<Duration>) -> ChatError {
    ChatError::Transient {
        why: error.to_string(),
        wait,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, code: isize) -> RestError {
        RestError::Refused {
            status,
            code,
            message: "Missing Access".into(),
        }
    }

    fn why(error: &ChatError) -> String {
        assert!(matches!(error, ChatError::Refused { .. }), "{error:?}");
        error.to_string()
    }

    #[test]
    fn a_missing_permission_is_named_with_its_channel() {
        let error = chat_error(&refused(403, 50001), RefusedAction::Post, "`floor` (7)");
        assert_eq!(
            why(&error),
            "in channel `floor` (7) the bot's role needs View Channel, Send Messages, Attach \
             Files and Read Message History (Discord says: Missing Access (status \
             403, code 50001))"
        );
    }

    #[test]
    fn a_wrong_number_is_a_matter_of_the_configuration() {
        let error = chat_error(&refused(404, 10003), RefusedAction::Post, "`floor` (7)");
        assert!(why(&error).starts_with("there is no channel `floor` (7)"));
    }

    #[test]
    fn a_refusal_says_what_else_would_be_refused() {
        for (status, code, expected) in [
            (401, 0, RefusalScope::Bot),
            (403, 50001, RefusalScope::Channel),
            (404, 10003, RefusalScope::Channel),
            (400, 50008, RefusalScope::Channel),
            (400, 50035, RefusalScope::Message),
            (413, 40005, RefusalScope::Message),
        ] {
            let error = chat_error(&refused(status, code), RefusedAction::Edit, "`floor` (7)");
            let ChatError::Refused { of, .. } = error else {
                panic!("{error:?}");
            };
            assert_eq!(of, expected, "{status} {code}");
        }
    }

    #[test]
    fn what_may_be_about_files_is_tried_without_them() {
        for (status, code, expected) in [
            (400, 50035, true),
            (413, 40005, true),
            (413, -1, true),
            (403, 50013, true),
            (403, 50001, false),
            (400, 50008, false),
            (404, 10003, false),
            (401, 0, false),
            (500, 0, false),
        ] {
            assert_eq!(
                is_about_files(&refused(status, code)),
                expected,
                "{status} {code}"
            );
        }
    }

    #[test]
    fn what_may_go_better_by_itself_is_tried_again() {
        for (status, code) in [(500, 0), (502, -1), (403, -1), (400, 30046)] {
            let error = chat_error(&refused(status, code), RefusedAction::Edit, "`floor` (7)");
            assert!(
                matches!(error, ChatError::Transient { .. }),
                "{status} {code}"
            );
        }
    }
}
