//! How things are spelt on Discord's wire.

use chrono::{DateTime, SecondsFormat, TimeZone, Utc};
use serde_json::{Map, Value, json};

use super::{
    components,
    message::{ChatMessage, MessageEmbed, MessageFile, MessagePicture},
    settings::{ChatRole, ChatUser, permissions},
    state::{ChatChannel, ChatState, time_of},
};

/// A time as Discord writes it.
pub(super) fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Micros, false)
}

/// A user.
pub(super) fn user(id: u64, name: &str, bot: bool) -> Value {
    json!({
        "id": id.to_string(), "username": name, "discriminator": "0", "global_name": name,
        "avatar": null, "bot": bot, "public_flags": 0, "flags": 0, "system": false,
        "mfa_enabled": false, "verified": true, "email": null,
    })
}

/// A member as interactions carry one, with the permissions in the channel.
pub(super) fn member(member: &ChatUser) -> Value {
    json!({
        "user": user(member.id, &member.name, false),
        "roles": member.roles.iter().map(u64::to_string).collect::<Vec<_>>(),
        "permissions": member.permissions.to_string(),
        "joined_at": time(epoch()), "nick": null, "avatar": null, "deaf": false,
        "mute": false, "flags": 0, "pending": false, "premium_since": null,
        "communication_disabled_until": null,
    })
}

impl ChatState {
    /// The bot's user.
    pub(super) fn bot_user(&self) -> Value {
        user(self.bot(), "vigia", true)
    }

    /// A user by id; somebody never seen gets a name from the id.
    pub(super) fn user_by_id(&self, id: u64) -> Value {
        if id == self.bot() {
            return self.bot_user();
        }
        let known = self.users.iter().find(|user| user.id == id);
        let name = known.map_or_else(|| format!("user-{id}"), |user| user.name.clone());
        user(id, &name, false)
    }

    pub(super) fn bot_member(&self) -> Value {
        json!({
            "user": self.bot_user(), "roles": [], "joined_at": time(epoch()), "nick": null,
            "avatar": null, "deaf": false, "mute": false, "flags": 0, "pending": false,
            "premium_since": null, "communication_disabled_until": null,
        })
    }

    /// A channel or thread.
    pub(super) fn channel_json(&self, channel: &ChatChannel) -> Value {
        let last = self.messages(channel.id).last().map(|it| it.id.to_string());
        let mut json = json!({
            "id": channel.id.to_string(), "name": channel.name, "flags": 0,
            "guild_id": self.settings.guild.to_string(), "last_message_id": last,
            "rate_limit_per_user": 0,
        });
        let more = match &channel.thread {
            None => json!({
                "type": channel.kind, "position": 0, "parent_id": null,
                "permission_overwrites": [{
                    "id": self.bot().to_string(), "type": 1,
                    "allow": channel.permissions.to_string(),
                    "deny": (!channel.permissions & permissions::ALL).to_string(),
                }],
                "topic": null, "nsfw": false,
            }),
            Some(thread) => json!({
                "type": 11, "parent_id": thread.parent.to_string(),
                "owner_id": self.bot().to_string(), "member_count": 1,
                "message_count": self.messages(channel.id).count(),
                "total_message_sent": self.messages(channel.id).count(),
                "thread_metadata": {
                    "archived": thread.archived, "locked": thread.locked,
                    "auto_archive_duration": thread.auto_archive,
                    "archive_timestamp": time(thread.opened),
                    "create_timestamp": time(thread.opened),
                },
            }),
        };
        merge(&mut json, more);
        json
    }

    /// The guilds that the bot is a member of, as a new session lists them.
    pub(super) fn guilds_of_the_bot(&self) -> Value {
        if self.has_left {
            return json!([]);
        }
        json!([{ "id": self.settings.guild.to_string(), "unavailable": true }])
    }

    /// The roles of the guild.
    pub(super) fn roles_json(&self) -> Vec<Value> {
        let everyone = ChatRole::new(self.settings.guild, "@everyone");
        let roles = std::iter::once(&everyone).chain(&self.settings.roles);
        roles
            .enumerate()
            .map(|(at, role)| role_json(at, role))
            .collect()
    }

    /// The guild, as REST gives it.
    pub(super) fn guild_json(&self) -> Value {
        json!({
            "id": self.settings.guild.to_string(), "name": "Contact centre", "icon": null,
            "splash": null, "discovery_splash": null, "owner_id": "1", "afk_channel_id": null,
            "afk_timeout": 300, "verification_level": 1, "description": null, "banner": null,
            "default_message_notifications": 1, "explicit_content_filter": 0, "emojis": [],
            "roles": self.roles_json(), "features": [], "mfa_level": 0, "region": "",
            "application_id": null, "system_channel_id": null, "system_channel_flags": 0,
            "rules_channel_id": null, "vanity_url_code": null, "premium_tier": 0,
            "preferred_locale": "es-419", "public_updates_channel_id": null, "nsfw_level": 0,
            "nsfw": false, "stickers": [], "premium_progress_bar_enabled": false,
            "safety_alerts_channel_id": null, "max_members": 500_000, "max_presences": null,
            "premium_subscription_count": 0, "max_video_channel_users": 25,
            "max_stage_video_channel_users": 50, "widget_enabled": false,
            "widget_channel_id": null, "hub_type": null, "incidents_data": null,
        })
    }

    /// The guild, as the gateway gives it.
    pub(super) fn guild_create(&self) -> Value {
        let list = |threads: bool| -> Vec<Value> {
            let all = self.channels.iter();
            all.filter(|channel| {
                let thread = channel.thread.as_ref();
                thread.is_some() == threads && thread.is_none_or(|it| !it.archived)
            })
            .map(|channel| self.channel_json(channel))
            .collect()
        };
        let mut json = self.guild_json();
        merge(
            &mut json,
            json!({
                "joined_at": time(epoch()), "large": false, "unavailable": false,
                "member_count": 2, "voice_states": [], "members": [self.bot_member()],
                "channels": list(false), "threads": list(true), "presences": [],
                "stage_instances": [], "guild_scheduled_events": [],
                "soundboard_sounds": [],
            }),
        );
        json
    }

    /// The application, as `/oauth2/applications/@me` gives it.
    pub(super) fn application_json(&self) -> Value {
        json!({
            "id": self.bot().to_string(), "name": "vigia", "icon": null, "description": "",
            "bot_public": false, "bot_require_code_grant": false, "verify_key": "0",
            "owner": user(1, "owner", false), "team": null, "flags": 0, "hook": true,
            "rpc_origins": [], "summary": "", "type": null,
        })
    }

    /// A message.
    pub(super) fn message_json(&self, message: &ChatMessage) -> Value {
        let strings = |ids: &[u64]| ids.iter().map(u64::to_string).collect::<Vec<_>>();
        let mentions = message.pings.users.iter().map(|id| self.user_by_id(*id));
        let files = message
            .files
            .iter()
            .map(|file| self.file_json(message, file));
        let embeds = message.embeds.iter().map(|it| self.embed_json(message, it));
        let thread = message.thread.and_then(|id| self.find_channel(id));
        let mut json = json!({
            "id": message.id.to_string(), "channel_id": message.channel.to_string(),
            "author": self.user_by_id(message.author), "content": message.content,
            "timestamp": time(message.posted), "edited_timestamp": message.edited.map(time),
            "tts": false, "mention_everyone": message.pings.everyone,
            "mentions": mentions.collect::<Vec<_>>(),
            "mention_roles": strings(&message.pings.roles),
            "attachments": files.collect::<Vec<_>>(), "embeds": embeds.collect::<Vec<_>>(),
            "components": self.components_json(message), "pinned": false, "flags": message.flags,
            "type": self.message_type(message),
        });
        if let Value::Object(map) = &mut json {
            let thread = thread.map(|it| self.channel_json(it));
            put_some(map, "thread", thread);
            put_some(map, "nonce", message.nonce.clone().map(Value::from));
            let replied = message.reply_to.map(|id| {
                json!({
                    "type": 0, "message_id": id.to_string(),
                    "channel_id": message.channel.to_string(),
                    "guild_id": self.settings.guild.to_string(),
                })
            });
            put_some(map, "message_reference", replied);
            let asked = message.interaction.and_then(|id| self.asks.get(&id));
            put_some(
                map,
                "interaction_metadata",
                asked.map(|ask| {
                    json!({
                        "id": ask.id.to_string(), "type": ask.kind.number(),
                        "user": self.user_by_id(ask.user.id),
                        "authorizing_integration_owners": { "0": self.settings.guild.to_string() },
                    })
                }),
            );
            let webhook = message
                .interaction
                .map(|_| Value::from(self.bot().to_string()));
            put_some(map, "webhook_id", webhook.clone());
            put_some(map, "application_id", webhook);
        }
        json
    }

    /// 0 for a message, 19 for a reply, 20 for the answer to a command.
    fn message_type(&self, message: &ChatMessage) -> u64 {
        if message.reply_to.is_some() {
            return 19;
        }
        let asked = message.interaction.and_then(|id| self.asks.get(&id));
        let first =
            asked.is_some_and(|ask| ask.kind.number() == 2 && ask.original == Some(message.id));
        if first { 20 } else { 0 }
    }

    fn file_json(&self, message: &ChatMessage, file: &MessageFile) -> Value {
        let url = self.file_url(message, file);
        json!({
            "id": file.id.to_string(), "filename": file.name, "size": file.bytes.len(),
            "url": url, "proxy_url": url, "content_type": file.media,
            "description": file.alt, "ephemeral": message.is_ephemeral(),
        })
    }

    fn file_url(&self, message: &ChatMessage, file: &MessageFile) -> String {
        let origin = &self.origin;
        format!(
            "{origin}/attachments/{}/{}/{}",
            message.id, file.id, file.name
        )
    }

    /// The components with the addresses of their pictures and files.
    fn components_json(&self, message: &ChatMessage) -> Vec<Value> {
        let mut shown = message.components.clone();
        components::map_media(&mut shown, &|url| {
            let url = self.link(message, url);
            json!({ "id": message.id.to_string(), "url": url, "proxy_url": url })
        });
        shown
    }

    fn embed_json(&self, message: &ChatMessage, embed: &MessageEmbed) -> Value {
        let mut map = Map::new();
        map.insert("type".into(), "rich".into());
        put_some(&mut map, "title", embed.title.clone().map(Value::from));
        put_some(
            &mut map,
            "description",
            embed.description.clone().map(Value::from),
        );
        put_some(&mut map, "url", embed.url.clone().map(Value::from));
        put_some(&mut map, "color", embed.colour.map(Value::from));
        put_some(
            &mut map,
            "timestamp",
            embed.timestamp.map(|it| time(it).into()),
        );
        let fields = embed
            .fields
            .iter()
            .map(|it| json!({ "name": it.name, "value": it.value, "inline": it.inline }));
        map.insert("fields".into(), fields.collect());
        let icon = |url: &Option<String>| url.as_deref().map(|url| self.link(message, url));
        put_some(
            &mut map,
            "footer",
            embed
                .footer
                .as_ref()
                .map(|it| json!({ "text": it.text, "icon_url": icon(&it.icon_url) })),
        );
        put_some(
            &mut map,
            "author",
            embed.author.as_ref().map(
                |it| json!({ "name": it.name, "url": it.url, "icon_url": icon(&it.icon_url) }),
            ),
        );
        let picture = |it: &MessagePicture| {
            let url = self.link(message, &it.url);
            json!({ "url": url, "proxy_url": url, "height": 300, "width": 400 })
        };
        put_some(&mut map, "image", embed.image.as_ref().map(picture));
        put_some(&mut map, "thumbnail", embed.thumbnail.as_ref().map(picture));
        Value::Object(map)
    }

    /// A picture's link, in which the name of a file becomes its address.
    fn link(&self, message: &ChatMessage, url: &str) -> String {
        let name = url.strip_prefix("attachment://");
        let file = message
            .files
            .iter()
            .find(|file| Some(file.name.as_str()) == name);
        file.map_or_else(|| url.to_owned(), |file| self.file_url(message, file))
    }
}

pub(super) fn role_json(position: usize, role: &ChatRole) -> Value {
    json!({
        "id": role.id.to_string(), "name": role.name, "color": 0, "hoist": false,
        "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
        "icon": null, "unicode_emoji": null, "position": position, "managed": false,
        "permissions": permissions::OF_A_MEMBER.to_string(), "flags": 0,
        "mentionable": role.mentionable,
    })
}

/// Adds the keys of one object to another.
pub(super) fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

fn put_some(map: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        map.insert(key.to_owned(), value);
    }
}

/// When everybody joined the guild.
fn epoch() -> DateTime<Utc> {
    Utc.timestamp_opt(1_600_000_000, 0)
        .single()
        .unwrap_or_else(|| time_of(0))
}
