//! The addresses of Discord's API that the bot uses, and the limits that they share.

use std::fmt;

use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId, MessageId, UserId};

/// An address. The tokens of interactions are secrets, so it has no `Debug`.
#[derive(Clone, Copy)]
pub(super) enum Route<'a> {
    Gateway,
    GatewayBot,
    UserMe,
    OwnGuilds,
    Guild {
        guild_id: GuildId,
    },
    GuildChannels {
        guild_id: GuildId,
    },
    GuildMember {
        guild_id: GuildId,
        user_id: UserId,
    },
    Commands {
        application_id: ApplicationId,
    },
    GuildCommands {
        application_id: ApplicationId,
        guild_id: GuildId,
    },
    ChannelMessages {
        channel_id: ChannelId,
    },
    ChannelMessage {
        channel_id: ChannelId,
        message_id: MessageId,
    },
    InteractionResponse {
        interaction_id: InteractionId,
        token: &'a str,
    },
    WebhookOriginalInteractionResponse {
        application_id: ApplicationId,
        token: &'a str,
    },
    WebhookFollowupMessages {
        application_id: ApplicationId,
        token: &'a str,
    },
    WebhookFollowupMessage {
        application_id: ApplicationId,
        token: &'a str,
        message_id: MessageId,
    },
}

/// The route that requests share a limit by: its name, and the part of the address that Discord
/// counts apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct RouteLimit {
    name: &'static str,
    place: String,
}

impl fmt::Display for Route<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gateway => f.write_str("/gateway"),
            Self::GatewayBot => f.write_str("/gateway/bot"),
            Self::UserMe => f.write_str("/users/@me"),
            Self::OwnGuilds => f.write_str("/users/@me/guilds"),
            Self::Guild { guild_id } => write!(f, "/guilds/{guild_id}"),
            Self::GuildChannels { guild_id } => write!(f, "/guilds/{guild_id}/channels"),
            Self::GuildMember { guild_id, user_id } => {
                write!(f, "/guilds/{guild_id}/members/{user_id}")
            }
            Self::Commands { application_id } => {
                write!(f, "/applications/{application_id}/commands")
            }
            Self::GuildCommands {
                application_id,
                guild_id,
            } => write!(
                f,
                "/applications/{application_id}/guilds/{guild_id}/commands"
            ),
            Self::ChannelMessages { channel_id } => write!(f, "/channels/{channel_id}/messages"),
            Self::ChannelMessage {
                channel_id,
                message_id,
            } => write!(f, "/channels/{channel_id}/messages/{message_id}"),
            Self::InteractionResponse {
                interaction_id,
                token,
            } => write!(f, "/interactions/{interaction_id}/{token}/callback"),
            Self::WebhookOriginalInteractionResponse {
                application_id,
                token,
            } => write!(f, "/webhooks/{application_id}/{token}/messages/@original"),
            Self::WebhookFollowupMessages {
                application_id,
                token,
            } => write!(f, "/webhooks/{application_id}/{token}"),
            Self::WebhookFollowupMessage {
                application_id,
                token,
                message_id,
            } => write!(
                f,
                "/webhooks/{application_id}/{token}/messages/{message_id}"
            ),
        }
    }
}

impl Route<'_> {
    /// The address with names in place of its numbers and secrets, for logs and metrics.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Gateway => "/gateway",
            Self::GatewayBot => "/gateway/bot",
            Self::UserMe => "/users/@me",
            Self::OwnGuilds => "/users/@me/guilds",
            Self::Guild { .. } => "/guilds/{guild}",
            Self::GuildChannels { .. } => "/guilds/{guild}/channels",
            Self::GuildMember { .. } => "/guilds/{guild}/members/{user}",
            Self::Commands { .. } => "/applications/{application}/commands",
            Self::GuildCommands { .. } => "/applications/{application}/guilds/{guild}/commands",
            Self::ChannelMessages { .. } => "/channels/{channel}/messages",
            Self::ChannelMessage { .. } => "/channels/{channel}/messages/{message}",
            Self::InteractionResponse { .. } => "/interactions/{interaction}/{token}/callback",
            Self::WebhookOriginalInteractionResponse { .. } => {
                "/webhooks/{application}/{token}/messages/@original"
            }
            Self::WebhookFollowupMessages { .. } => "/webhooks/{application}/{token}",
            Self::WebhookFollowupMessage { .. } => {
                "/webhooks/{application}/{token}/messages/{message}"
            }
        }
    }

    /// The limit that requests to this address count to.
    pub(super) fn limit(&self) -> RouteLimit {
        let place = match self {
            Self::Gateway | Self::GatewayBot | Self::UserMe | Self::OwnGuilds => String::new(),
            Self::Guild { guild_id }
            | Self::GuildChannels { guild_id }
            | Self::GuildMember { guild_id, .. }
            | Self::GuildCommands { guild_id, .. } => guild_id.to_string(),
            Self::Commands { application_id } => application_id.to_string(),
            Self::ChannelMessages { channel_id } | Self::ChannelMessage { channel_id, .. } => {
                channel_id.to_string()
            }
            Self::InteractionResponse { token, .. }
            | Self::WebhookOriginalInteractionResponse { token, .. }
            | Self::WebhookFollowupMessages { token, .. }
            | Self::WebhookFollowupMessage { token, .. } => (*token).to_owned(),
        };
        RouteLimit {
            name: self.name(),
            place,
        }
    }

    /// True for the answers to an interaction, which Discord does not count to the bot's global
    /// limit.
    pub(super) fn is_interaction(&self) -> bool {
        match self {
            Self::InteractionResponse { .. }
            | Self::WebhookOriginalInteractionResponse { .. }
            | Self::WebhookFollowupMessages { .. }
            | Self::WebhookFollowupMessage { .. } => true,
            Self::Gateway
            | Self::GatewayBot
            | Self::UserMe
            | Self::OwnGuilds
            | Self::Guild { .. }
            | Self::GuildChannels { .. }
            | Self::GuildMember { .. }
            | Self::Commands { .. }
            | Self::GuildCommands { .. }
            | Self::ChannelMessages { .. }
            | Self::ChannelMessage { .. } => false,
        }
    }
}
