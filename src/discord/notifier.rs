//! The face as the courier sees it: alerts are posted, edited and logged in their threads.

use std::{collections::BTreeSet, num::NonZeroU64};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serenity::{
    http::{LightMethod, Route},
    model::id::{ChannelId, MessageId, UserId},
};

use crate::{
    discord::{
        DiscordClient,
        escape::plain,
        limits::{PAGE, ROLES, THREAD_NAME, cut},
        message::MessageBody,
        refusal::{RefusedAction, chat_error, code, may_be_for_its_files},
        rest::RestError,
    },
    watch::{ChatError, ChatPlatform},
};
use vigia_cards::{Card, CardLine, Tone};
use vigia_core::{
    alerts::{MessageRef, NotificationLevel},
    rules::{ChannelName, RoleName},
};

/// How far this machine's clock may be from Discord's.
const SKEW: TimeDelta = TimeDelta::seconds(60);

/// How far back a search goes: a channel with more messages than this is not ours alone.
const PAGES: usize = 30;

/// Minutes without a message after which Discord archives a thread: a day.
const ARCHIVE_AFTER: u16 = 1440;

#[derive(Deserialize)]
struct SentMessage {
    id: MessageId,
}

#[derive(Deserialize)]
struct SeenMessage {
    id: MessageId,
    author: SeenAuthor,
    #[serde(default)]
    content: String,
    #[serde(default)]
    embeds: Vec<SeenEmbed>,
}

#[derive(Deserialize)]
struct SeenAuthor {
    id: UserId,
}

#[derive(Deserialize)]
struct SeenEmbed {
    footer: Option<SeenFooter>,
}

#[derive(Deserialize)]
struct SeenFooter {
    text: String,
}

#[derive(Serialize)]
struct NewThread<'a> {
    name: &'a str,
    auto_archive_duration: u16,
}

#[derive(Serialize)]
struct UnarchiveThread {
    archived: bool,
}

impl ChatPlatform for DiscordClient {
    async fn post(
        &self,
        channel: &ChannelName,
        card: &Card,
        ring: &NotificationLevel,
        nonce: &str,
    ) -> Result<MessageRef, ChatError> {
        let channel_id = self.channel(channel)?;
        let route = Route::ChannelMessages { channel_id };
        let roles = self.roles(ring);
        let dressed = |message: MessageBody| {
            let message = message.once(nonce).calling(&roles).loud(ring.is_loud);
            if ring.is_loud {
                message.heralding(&card.title)
            } else {
                message
            }
        };
        let message = dressed(MessageBody::card(card, true).await);
        let mut sent: Result<SentMessage, _> =
            self.rest().send(LightMethod::Post, route, &message).await;
        if is_refused_for_files(&sent, &message) {
            let bare = dressed(MessageBody::card(card, false).await);
            sent = self.rest().send(LightMethod::Post, route, &bare).await;
        }
        let sent =
            sent.map_err(|error| chat_error(&error, RefusedAction::Post, &self.place(channel_id)))?;
        Ok(MessageRef {
            channel: channel_id.get(),
            message: sent.id.get(),
        })
    }

    async fn edit(&self, message: MessageRef, card: &Card) -> Result<(), ChatError> {
        let (channel_id, message_id) = ids(message)?;
        let route = Route::ChannelMessage {
            channel_id,
            message_id,
        };
        // What the card does not show goes too: a picture of before that the embed no longer
        // shows would stand below it by itself.
        let edited = |message: MessageBody| match card.tone {
            Tone::Resolved | Tone::NoData => message.replacement().unheralded(),
            Tone::Critical | Tone::Warning | Tone::Info | Tone::Refusal => message.replacement(),
        };
        let message = edited(MessageBody::card(card, true).await);
        let mut told = self.change(route, &message).await;
        if is_refused_for_files(&told, &message) {
            let bare = edited(MessageBody::card(card, false).await);
            told = self.change(route, &bare).await;
        }
        told.map_err(|error| chat_error(&error, RefusedAction::Edit, &self.place(channel_id)))
    }

    async fn log(
        &self,
        message: MessageRef,
        title: &str,
        line: &CardLine,
        ring: &NotificationLevel,
        nonce: &str,
    ) -> Result<(), ChatError> {
        let (channel_id, message_id) = ids(message)?;
        let place = self.place(channel_id);
        let line = MessageBody::line(line, &self.roles(ring)).once(nonce);
        let line = line.loud(ring.is_loud);
        let thread = ChannelId::new(message_id.get());
        let open = async || {
            self.open_thread(channel_id, message_id, title)
                .await
                .map_err(|error| chat_error(&error, RefusedAction::OpenThread, &place))
        };
        if !self.threads().contains(&thread) {
            open().await?;
            self.threads().insert(thread);
        }
        let mut result = self.write(thread, &line).await;
        if is_missing(&result) {
            open().await?;
            result = self.write(thread, &line).await;
        }
        if code_of(&result) == Some(code::THREAD_ARCHIVED) {
            self.unarchive(thread)
                .await
                .map_err(|error| chat_error(&error, RefusedAction::Log, &place))?;
            result = self.write(thread, &line).await;
        }
        result.map_err(|error| chat_error(&error, RefusedAction::Log, &place))
    }

    async fn find(
        &self,
        channel: &ChannelName,
        mark: &str,
        since: DateTime<Utc>,
    ) -> Result<Option<MessageRef>, ChatError> {
        let channel_id = self.channel(channel)?;
        let bears_mark = |seen: &SeenMessage| {
            let mut footers = seen.embeds.iter().filter_map(|embed| embed.footer.as_ref());
            footers.any(|footer| footer.text.contains(mark))
        };
        let found = self
            .search(channel_id, since, bears_mark)
            .await
            .map_err(|error| chat_error(&error, RefusedAction::Read, &self.place(channel_id)))?;
        Ok(found.map(|message| MessageRef {
            channel: channel_id.get(),
            message: message.get(),
        }))
    }

    async fn has_log(
        &self,
        message: MessageRef,
        line: &CardLine,
        ring: &NotificationLevel,
        since: DateTime<Utc>,
    ) -> Result<bool, ChatError> {
        let (channel_id, message_id) = ids(message)?;
        let thread = ChannelId::new(message_id.get());
        let line = MessageBody::line(line, &self.roles(ring));
        let content = line.content().unwrap_or_default().trim();
        let is_line = |seen: &SeenMessage| seen.content.trim() == content;
        match self.search(thread, since, is_line).await {
            Ok(found) => Ok(found.is_some()),
            Err(error) if error.is_not_found() => Ok(false),
            Err(error) => Err(chat_error(
                &error,
                RefusedAction::Read,
                &self.place(channel_id),
            )),
        }
    }
}

impl DiscordClient {
    fn channel(&self, name: &ChannelName) -> Result<ChannelId, ChatError> {
        let id = self.settings().channels.get(name).copied();
        id.and_then(NonZeroU64::new)
            .map(ChannelId::from)
            .ok_or_else(|| ChatError::Rejected {
                why: format!("the configuration gives channel `{name}` no number"),
            })
    }

    /// The numbers of the roles that are mentioned. One that the configuration no longer
    /// names is left out: the alert is worth more than its mention.
    fn roles(&self, ring: &NotificationLevel) -> Vec<u64> {
        let roles = &self.settings().roles;
        let named: BTreeSet<&RoleName> = ring.mention.iter().take(ROLES).collect();
        let numbers = named.into_iter().filter_map(|name| roles.get(name));
        numbers.copied().collect()
    }

    /// The channel as the operator knows it.
    fn place(&self, id: ChannelId) -> String {
        let channels = &self.settings().channels;
        match channels.iter().find(|(_, number)| **number == id.get()) {
            Some((name, number)) => format!("`{name}` ({number})"),
            None => format!("`{id}`"),
        }
    }

    async fn change(&self, route: Route<'_>, message: &MessageBody) -> Result<(), RestError> {
        self.rest()
            .tell(LightMethod::Patch, route, message, message.files())
            .await
    }

    async fn write(&self, thread: ChannelId, line: &MessageBody) -> Result<(), RestError> {
        let route = Route::ChannelMessages { channel_id: thread };
        self.rest()
            .tell(LightMethod::Post, route, line, line.files())
            .await
    }

    async fn open_thread(
        &self,
        channel_id: ChannelId,
        message_id: MessageId,
        title: &str,
    ) -> Result<(), RestError> {
        let name = plain(title);
        let thread = NewThread {
            name: &cut(&name, THREAD_NAME),
            auto_archive_duration: ARCHIVE_AFTER,
        };
        let route = Route::ChannelMessageThreads {
            channel_id,
            message_id,
        };
        match self
            .rest()
            .tell(LightMethod::Post, route, &thread, &[])
            .await
        {
            Err(error) if error.code() == Some(code::THREAD_EXISTS) => Ok(()),
            result => result,
        }
    }

    async fn unarchive(&self, thread: ChannelId) -> Result<(), RestError> {
        let route = Route::Channel { channel_id: thread };
        let body = UnarchiveThread { archived: false };
        self.rest()
            .tell(LightMethod::Patch, route, &body, &[])
            .await
    }

    /// Looks through this bot's own messages, newest first.
    async fn search(
        &self,
        channel_id: ChannelId,
        since: DateTime<Utc>,
        is_it: impl Fn(&SeenMessage) -> bool,
    ) -> Result<Option<MessageId>, RestError> {
        let me = self.me().await?;
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
        tracing::warn!(%channel_id, "gave up the search for an own message: too many others");
        Ok(None)
    }

    async fn page(
        &self,
        channel_id: ChannelId,
        before: Option<MessageId>,
    ) -> Result<Vec<SeenMessage>, RestError> {
        let mut params = vec![("limit", PAGE.to_string())];
        params.extend(before.map(|id| ("before", id.to_string())));
        self.rest()
            .get(Route::ChannelMessages { channel_id }, params)
            .await
    }

    /// This bot's own number.
    async fn me(&self) -> Result<UserId, RestError> {
        let ask = || async {
            let me: SeenAuthor = self.rest().get(Route::UserMe, Vec::new()).await?;
            Ok(me.id)
        };
        self.own_id().get_or_try_init(ask).await.copied()
    }
}

/// Whether a message is worth another try without its files: the truth comes before the
/// picture.
fn is_refused_for_files<T>(sent: &Result<T, RestError>, message: &MessageBody) -> bool {
    let Err(error) = sent else {
        return false;
    };
    let is_refused = !message.files().is_empty() && may_be_for_its_files(error);
    if is_refused {
        tracing::warn!(%error, "a card is tried without its picture and files");
    }
    is_refused
}

fn ids(message: MessageRef) -> Result<(ChannelId, MessageId), ChatError> {
    let channel = NonZeroU64::new(message.channel).ok_or(ChatError::Gone)?;
    let message = NonZeroU64::new(message.message).ok_or(ChatError::Gone)?;
    Ok((channel.into(), message.into()))
}

/// Whether the place is not there. An earlier message of the same nonce may be what is not.
fn is_missing<T>(result: &Result<T, RestError>) -> bool {
    result.as_ref().is_err_and(RestError::is_not_found)
        && code_of(result) != Some(code::UNKNOWN_MESSAGE)
}

fn code_of<T>(result: &Result<T, RestError>) -> Option<isize> {
    result.as_ref().err().and_then(RestError::code)
}
