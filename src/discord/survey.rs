//! Asks Discord about the bot and its servers over REST, without a connection: for the set-up and for the
//! check-up of an installation.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use serenity::model::id::{ApplicationId, GuildId, UserId};
use thiserror::Error;

use crate::{
    discord::{
        DiscordError, DiscordSettings,
        gateway::{GuildBook, PostingPlan},
        json::{list_of, number, text},
        rest::{RestClient, RestError},
        route::Route,
    },
    telemetry::{BotPermission, GuildProblem},
};

#[derive(Debug, Error)]
pub enum SurveyError {
    #[error(transparent)]
    Token(#[from] DiscordError),
    #[error("the bot is not in the server `{0}`, or there is none with this number")]
    NotMember(u64),
    #[error("{0}")]
    Other(String),
}

impl From<RestError> for SurveyError {
    fn from(error: RestError) -> Self {
        if error.is_bad_token() {
            return DiscordError::Token.into();
        }
        Self::Other(error.to_string())
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BotIdentity {
    pub id: u64,
    pub name: String,
}

impl BotIdentity {
    /// The address on which somebody who manages a server adds the bot to it, with what it needs there.
    pub fn invite_url(&self) -> String {
        let bits = BotPermission::ALL
            .iter()
            .fold(0, |bits, it| bits | it.bit());
        let id = self.id;
        format!(
            "https://discord.com/oauth2/authorize?client_id={id}&scope=bot+applications.commands&permissions={bits}"
        )
    }
}

/// A server, a channel or a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedItem {
    pub id: u64,
    pub name: String,
}

impl NamedItem {
    fn from_json(item: &Value) -> Option<Self> {
        Some(Self {
            id: number(item, "id")?,
            name: text(item, "name")?,
        })
    }
}

/// What Discord says of a server.
#[derive(Clone, Debug)]
pub struct GuildSurvey {
    pub guild: NamedItem,
    /// The channels that take ordinary messages, in the order of the server.
    pub channels: Vec<NamedItem>,
    /// The roles of people.
    pub roles: Vec<NamedItem>,
    /// In the form of the event with which the gateway speaks of it.
    event: Value,
}

/// Asks with the bot's token.
#[derive(Debug)]
pub struct DiscordSurvey {
    rest: RestClient,
    settings: DiscordSettings,
}

impl DiscordSurvey {
    pub fn new(settings: DiscordSettings) -> Self {
        Self {
            rest: RestClient::new(&settings),
            settings,
        }
    }

    /// Returns whose token it is.
    pub async fn bot(&self) -> Result<BotIdentity, SurveyError> {
        let user: Value = self.rest.get(Route::UserMe, Vec::new()).await?;
        let odd = || SurveyError::Other("Discord does not say who the bot is".to_owned());
        let NamedItem { id, name } = Some(&user)
            .and_then(|user| {
                Some(NamedItem {
                    id: number(user, "id").filter(|id| *id > 0)?,
                    name: text(user, "username")?,
                })
            })
            .ok_or_else(odd)?;
        Ok(BotIdentity { id, name })
    }

    /// Returns the sessions that are left today, and how many a day has.
    pub async fn sessions(&self) -> Result<Option<(u64, u64)>, SurveyError> {
        let gateway: Value = self.rest.get(Route::GatewayBot, Vec::new()).await?;
        let limit = &gateway["session_start_limit"];
        Ok(number(limit, "remaining").zip(number(limit, "total")))
    }

    /// Returns the time by Discord's clock, to the second.
    pub async fn server_time(&self) -> Result<Option<DateTime<Utc>>, SurveyError> {
        Ok(self.rest.server_time().await?)
    }

    /// Lists the servers that the bot is in.
    pub async fn guilds(&self) -> Result<Vec<NamedItem>, SurveyError> {
        let guilds: Vec<Value> = self.rest.get(Route::OwnGuilds, Vec::new()).await?;
        Ok(guilds.iter().filter_map(NamedItem::from_json).collect())
    }

    /// Returns the number of commands that are registered in a server. It is refused where the bot was invited
    /// without the scope `applications.commands`.
    pub async fn command_count(&self, bot: &BotIdentity, guild: u64) -> Result<usize, SurveyError> {
        let route = Route::GuildCommands {
            application_id: ApplicationId::new(bot.id),
            guild_id: GuildId::new(guild),
        };
        let commands: Vec<Value> = self.rest.get(route, Vec::new()).await?;
        Ok(commands.len())
    }

    /// Asks for the channels, the roles, and the rights of the bot in a server.
    pub async fn guild(&self, bot: &BotIdentity, guild: u64) -> Result<GuildSurvey, SurveyError> {
        let guild_id = GuildId::new(guild);
        let mut event: Value = match self.rest.get(Route::Guild { guild_id }, Vec::new()).await {
            Err(RestError::Refused {
                status: 403 | 404, ..
            }) => {
                return Err(SurveyError::NotMember(guild));
            }
            answer => answer?,
        };
        let user_id = UserId::new(bot.id);
        let channels: Value = self
            .rest
            .get(Route::GuildChannels { guild_id }, Vec::new())
            .await?;
        let member = Route::GuildMember { guild_id, user_id };
        let member: Value = self.rest.get(member, Vec::new()).await?;
        event["channels"] = channels;
        event["members"] = json!([member]);
        let name = text(&event, "name").unwrap_or_default();
        let mut channels: Vec<&Value> = list_of(&event, "channels")
            .filter(|it| matches!(number(it, "type"), Some(0 | 5)))
            .collect();
        channels.sort_by_key(|it| number(it, "position"));
        let is_of_people =
            |role: &&Value| role["managed"] != true && number(role, "id") != Some(guild);
        let roles = list_of(&event, "roles").filter(is_of_people);
        Ok(GuildSurvey {
            guild: NamedItem { id: guild, name },
            channels: channels
                .into_iter()
                .filter_map(NamedItem::from_json)
                .collect(),
            roles: roles.filter_map(NamedItem::from_json).collect(),
            event,
        })
    }

    /// Compares the settings with the servers, as the running bot does.
    pub fn find_problems(
        &self,
        bot: &BotIdentity,
        guilds: &[GuildSurvey],
        plan: &PostingPlan,
    ) -> Vec<GuildProblem> {
        let mut book = GuildBook::default();
        let members: BTreeSet<u64> = guilds.iter().map(|it| it.guild.id).collect();
        let wanted = &self.settings.guilds;
        book.take_ready(wanted, &members);
        for survey in guilds {
            book.take(wanted, "GUILD_CREATE", &survey.event, bot.id);
        }
        book.find_problems(&self.settings, plan, bot.id)
    }
}
