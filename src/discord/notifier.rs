//! Posts and edits alerts, and logs their updates in threads. Where Discord refuses, the error says
//! what an operator must change.

use std::{collections::BTreeSet, num::NonZeroU64, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use serenity::model::id::{ChannelId, MessageId, UserId};

use crate::{
    discord::{
        DiscordClient,
        escape::plain,
        limits::{PAGE, ROLES, THREAD_NAME, cut},
        message::MessageBody,
        responder::PostedMessage,
        rest::{Method, RestError, code},
        route::Route,
    },
    watch::{ChatError, ChatPlatform, RetrySignal},
};
use vigia_cards::{Card, CardLine, Tone};
use vigia_core::{
    alerts::{MessageRef, NotificationLevel},
    rules::{ChannelName, RoleName},
};

/// The most that this machine's clock may differ from Discord's.
const SKEW: TimeDelta = TimeDelta::seconds(60);

/// The most pages of a search: a channel with more messages than these is not ours alone.
const PAGES: usize = 30;

/// Discord archives a thread after so many minutes without a message: a day.
const ARCHIVE_AFTER: u16 = 1440;

#[derive(Deserialize)]
struct SeenMessage {
    id: MessageId,
    author: SeenAuthor,
    #[serde(default)]
    content: String,
    #[serde(default)]
    embeds: Vec<Value>,
}

#[derive(Deserialize)]
struct SeenAuthor {
    id: UserId,
}

impl ChatPlatform for DiscordClient {
    fn retry_signal(&self) -> RetrySignal {
        self.0.retry.clone()
    }

    async fn post(
        &self,
        channel: &ChannelName,
        card: &Card,
        level: &NotificationLevel,
        nonce: &str,
    ) -> Result<MessageRef, ChatError> {
        let channel_id = self.channel(channel)?;
        let route = Route::ChannelMessages { channel_id };
        let roles = self.role_ids(level);
        let dressed = |message: MessageBody| {
            let message = message.once(nonce).mentioning(&roles).loud(level.is_loud);
            if level.is_loud {
                message.with_title(&card.title)
            } else {
                message
            }
        };
        let message = dressed(MessageBody::card(card, true).await);
        let mut sent = self
            .0
            .rest
            .post_message::<PostedMessage>(route, &message)
            .await;
        if is_refused_for_files(&sent, &message) {
            let bare = dressed(MessageBody::card(card, false).await);
            sent = self.0.rest.post_message(route, &bare).await;
        }
        let sent =
            sent.map_err(|error| self.chat_error(&error, RefusedAction::Post, channel_id))?;
        Ok(MessageRef {
            channel: channel_id.get(),
            message: sent.id.get(),
        })
    }

    async fn edit(&self, message: MessageRef, card: &Card) -> Result<(), ChatError> {
        let (channel_id, message_id) = message_ids(message)?;
        let route = Route::ChannelMessage {
            channel_id,
            message_id,
        };
        // The edit removes everything that the card does not show: an earlier picture that the
        // embed no longer shows would stand below it by itself.
        let edited = |message: MessageBody| match card.tone {
            Tone::Resolved | Tone::NoData => message.replacement().without_title(),
            Tone::Critical | Tone::Warning | Tone::Info | Tone::Refusal => message.replacement(),
        };
        let message = edited(MessageBody::card(card, true).await);
        let mut sent = self.0.rest.edit_message(route, &message).await;
        if is_refused_for_files(&sent, &message) {
            let bare = edited(MessageBody::card(card, false).await);
            sent = self.0.rest.edit_message(route, &bare).await;
        }
        sent.map_err(|error| self.chat_error(&error, RefusedAction::Edit, channel_id))
    }

    async fn log(
        &self,
        message: MessageRef,
        title: &str,
        line: &CardLine,
        level: &NotificationLevel,
        nonce: &str,
    ) -> Result<(), ChatError> {
        let (channel_id, message_id) = message_ids(message)?;
        let refused = |act| move |error: RestError| self.chat_error(&error, act, channel_id);
        let line = MessageBody::line(line, &self.role_ids(level)).once(nonce);
        let line = line.loud(level.is_loud);
        let thread = ChannelId::new(message_id.get());
        let open = async || {
            let opened = self.open_thread(channel_id, message_id, title).await;
            opened.map_err(refused(RefusedAction::OpenThread))
        };
        if !self.open_threads().contains(&thread) {
            open().await?;
            self.open_threads().insert(thread);
        }
        let mut result = self.write(thread, &line).await;
        if is_missing(&result) {
            open().await?;
            result = self.write(thread, &line).await;
        }
        if code_of(&result) == Some(code::THREAD_ARCHIVED) {
            let unarchived = self.unarchive(thread).await;
            unarchived.map_err(refused(RefusedAction::Log))?;
            result = self.write(thread, &line).await;
        }
        result.map_err(refused(RefusedAction::Log))
    }

    async fn find(
        &self,
        channel: &ChannelName,
        mark: &str,
        since: DateTime<Utc>,
    ) -> Result<Option<MessageRef>, ChatError> {
        let channel_id = self.channel(channel)?;
        let bears_mark = |seen: &SeenMessage| {
            let footers = seen.embeds.iter().map(|embed| &embed["footer"]["text"]);
            footers
                .filter_map(Value::as_str)
                .any(|footer| footer.contains(mark))
        };
        let found = self.search(channel_id, since, bears_mark).await;
        let found =
            found.map_err(|error| self.chat_error(&error, RefusedAction::Read, channel_id))?;
        Ok(found.map(|message| MessageRef {
            channel: channel_id.get(),
            message: message.get(),
        }))
    }

    async fn has_log(
        &self,
        message: MessageRef,
        line: &CardLine,
        level: &NotificationLevel,
        since: DateTime<Utc>,
    ) -> Result<bool, ChatError> {
        let (channel_id, message_id) = message_ids(message)?;
        let thread = ChannelId::new(message_id.get());
        let line = MessageBody::line(line, &self.role_ids(level));
        let content = line.content().unwrap_or_default().trim();
        let is_line = |seen: &SeenMessage| seen.content.trim() == content;
        match self.search(thread, since, is_line).await {
            Ok(found) => Ok(found.is_some()),
            Err(error) if error.is_not_found() => Ok(false),
            Err(error) => Err(self.chat_error(&error, RefusedAction::Read, channel_id)),
        }
    }
}

impl DiscordClient {
    fn channel(&self, name: &ChannelName) -> Result<ChannelId, ChatError> {
        let id = self.0.settings.channels.get(name).copied();
        id.and_then(NonZeroU64::new)
            .map(ChannelId::from)
            .ok_or_else(|| ChatError::Rejected {
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
        let place = match channels.iter().find(|(_, number)| **number == id.get()) {
            Some((name, number)) => format!("`{name}` ({number})"),
            None => format!("`{id}`"),
        };
        chat_error(error, act, &place)
    }

    async fn write(&self, thread: ChannelId, line: &MessageBody) -> Result<(), RestError> {
        let route = Route::ChannelMessages { channel_id: thread };
        self.0
            .rest
            .send(Method::POST, route, line, line.files())
            .await
    }

    async fn open_thread(
        &self,
        channel_id: ChannelId,
        message_id: MessageId,
        title: &str,
    ) -> Result<(), RestError> {
        let thread = json!({
            "name": cut(&plain(title), THREAD_NAME),
            "auto_archive_duration": ARCHIVE_AFTER,
        });
        let route = Route::ChannelMessageThreads {
            channel_id,
            message_id,
        };
        let opened = self.0.rest.send(Method::POST, route, &thread, &[]).await;
        match opened {
            Err(error) if error.code() == Some(code::THREAD_EXISTS) => Ok(()),
            result => result,
        }
    }

    async fn unarchive(&self, thread: ChannelId) -> Result<(), RestError> {
        let route = Route::Channel { channel_id: thread };
        let body = json!({"archived": false});
        self.0.rest.send(Method::PATCH, route, &body, &[]).await
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

/// True if a message is worth another try without its files: the alert is worth more than its
/// picture.
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

/// True if the thread does not exist. "Unknown message" may be about an earlier message of the
/// same nonce.
fn is_missing<T>(result: &Result<T, RestError>) -> bool {
    result.as_ref().is_err_and(RestError::is_not_found)
        && code_of(result) != Some(code::UNKNOWN_MESSAGE)
}

fn code_of<T>(result: &Result<T, RestError>) -> Option<isize> {
    result.as_ref().err().and_then(RestError::code)
}

/// The action that Discord refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RefusedAction {
    Post,
    Edit,
    OpenThread,
    /// Write in a thread.
    Log,
    Read,
}

impl RefusedAction {
    fn permissions(self) -> &'static str {
        match self {
            Self::Post => "View Channel, Send Messages, Embed Links and Attach Files",
            Self::Edit => "View Channel, Embed Links and Attach Files",
            Self::OpenThread => "View Channel, Read Message History and Create Public Threads",
            Self::Log => "View Channel, Send Messages in Threads and Attach Files",
            Self::Read => "View Channel and Read Message History",
        }
    }

    /// True if the action needs the message; the others need the channel alone.
    fn needs_message(self) -> bool {
        matches!(self, Self::Edit | Self::OpenThread)
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
    let change = match (status, code) {
        _ if error.is_transient() => return transient_error(error, None),
        (_, code::UNKNOWN_MESSAGE | code::UNKNOWN_CHANNEL) if act.needs_message() => {
            return ChatError::Gone;
        }
        // For a new message: one of its nonce was deleted. Discord forgets it in minutes.
        (_, code::UNKNOWN_MESSAGE | code::TOO_MANY_EDITS_OF_OLD_MESSAGES) => {
            return transient_error(error, None);
        }
        (401, _) => "give the bot its current token, from the page `Bot` of the developer \
                     portal"
            .to_owned(),
        (_, code::UNKNOWN_CHANNEL) if act == RefusedAction::Log => {
            format!("the thread of the alert in channel {place} was deleted")
        }
        (_, code::UNKNOWN_CHANNEL) => {
            format!("there is no channel {place}: correct its number in the configuration")
        }
        (_, code::THREAD_LOCKED | code::THREAD_ARCHIVED) => format!(
            "the thread of the alert is closed in channel {place}: open it again, or give \
             the bot's role Manage Threads"
        ),
        (_, code::TOO_MANY_THREADS) => {
            format!("archive threads of the server: channel {place} needs another")
        }
        (403, _) => format!(
            "in channel {place} the bot's role needs {}",
            act.permissions()
        ),
        _ => format!("Discord does not take the message for channel {place}"),
    };
    ChatError::Rejected {
        why: format!("{change} ({error})"),
    }
}

/// True if Discord may take the message without its files: they are too large, or some permission
/// is missing.
pub(super) fn is_about_files(error: &RestError) -> bool {
    matches!(
        error,
        RestError::Refused { status: 413, .. }
            | RestError::Refused {
                code: code::MISSING_PERMISSIONS,
                ..
            }
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
        assert!(matches!(error, ChatError::Rejected { .. }), "{error:?}");
        error.to_string()
    }

    #[test]
    fn a_missing_permission_is_named_with_its_channel() {
        let error = chat_error(&refused(403, 50001), RefusedAction::Post, "`floor` (7)");
        assert_eq!(
            why(&error),
            "in channel `floor` (7) the bot's role needs View Channel, Send Messages, Embed \
             Links and Attach Files (Discord says: Missing Access (status 403, code 50001))"
        );
    }

    #[test]
    fn a_wrong_number_is_a_matter_of_the_configuration() {
        let error = chat_error(&refused(404, 10003), RefusedAction::Post, "`floor` (7)");
        assert!(why(&error).starts_with("there is no channel `floor` (7)"));
    }

    #[test]
    fn a_message_in_a_deleted_channel_is_gone() {
        let gone = chat_error(&refused(404, 10003), RefusedAction::Edit, "`floor` (7)");
        assert!(matches!(gone, ChatError::Gone));
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
