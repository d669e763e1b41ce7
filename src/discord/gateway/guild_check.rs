//! Compares the configuration with what Discord says of the servers.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{
    discord::{
        DiscordSettings,
        gateway::guild_facts::{ChannelFacts, GuildFacts},
        json::number,
    },
    telemetry::{BotPermission, GuildFault, GuildProblem},
};
use vigia_core::rules::{ChannelName, RoleName};

const MENTION_EVERYONE: u64 = 1 << 17;

/// The places where the bot posts, and the roles that it mentions there.
#[derive(Clone, Debug, Default)]
pub struct PostingPlan {
    pub channels: BTreeSet<ChannelName>,
    pub mentions: BTreeSet<(ChannelName, RoleName)>,
}

#[derive(Debug)]
enum GuildKnowledge {
    Known(GuildFacts),
    /// Discord cannot reach it at the moment.
    Down,
    NotMember,
}

/// The servers of the configuration, as far as Discord has spoken of them.
#[derive(Debug, Default)]
pub(in crate::discord) struct GuildBook(BTreeMap<u64, GuildKnowledge>);

impl GuildBook {
    /// Takes the list of the servers of the bot, as a new session begins. The servers follow one
    /// by one.
    pub(in crate::discord) fn take_ready(&mut self, wanted: &[u64], members: &BTreeSet<u64>) {
        for guild in wanted {
            if !members.contains(guild) {
                self.0.insert(*guild, GuildKnowledge::NotMember);
            } else if !matches!(self.0.get(guild), Some(GuildKnowledge::Known(_))) {
                self.0.remove(guild);
            }
        }
    }

    /// Takes an event about a server. Returns true if it changes what is known.
    pub(in crate::discord) fn take(
        &mut self,
        wanted: &[u64],
        kind: &str,
        event: &Value,
        own: u64,
    ) -> bool {
        let id = match kind {
            "GUILD_CREATE" | "GUILD_UPDATE" | "GUILD_DELETE" => number(event, "id"),
            _ => number(event, "guild_id"),
        };
        let Some(id) = id.filter(|id| wanted.contains(id)) else {
            return false;
        };
        match (kind, self.0.get_mut(&id)) {
            ("GUILD_CREATE", _) => {
                let facts = GuildFacts::from_create(event, own);
                self.0
                    .extend(facts.map(|facts| (id, GuildKnowledge::Known(facts))));
                true
            }
            ("GUILD_DELETE", _) => {
                let is_down = event["unavailable"] == true;
                let knowledge = if is_down {
                    GuildKnowledge::Down
                } else {
                    GuildKnowledge::NotMember
                };
                self.0.insert(id, knowledge);
                true
            }
            (kind, Some(GuildKnowledge::Known(facts))) => facts.take(kind, event, own),
            _ => false,
        }
    }

    fn known(&self) -> impl Iterator<Item = &GuildFacts> {
        self.0.values().filter_map(|guild| match guild {
            GuildKnowledge::Known(facts) => Some(facts),
            GuildKnowledge::Down | GuildKnowledge::NotMember => None,
        })
    }

    fn find_channel(&self, id: u64) -> Option<(&GuildFacts, &ChannelFacts)> {
        self.known()
            .find_map(|guild| Some((guild, guild.channels.get(&id)?)))
    }

    /// Compares the configuration with what is known. What a server that is not known may have is
    /// not missed.
    pub(in crate::discord) fn find_problems(
        &self,
        settings: &DiscordSettings,
        plan: &PostingPlan,
        own: u64,
    ) -> Vec<GuildProblem> {
        let is_complete = self.known().count() == settings.guilds.len();
        let guilds = settings
            .guilds
            .iter()
            .filter_map(|guild| self.guild_fault(*guild));
        let guilds = guilds.map(|fault| GuildProblem {
            setting: "discord.guild".to_owned(),
            fault,
        });
        let channels = settings.channels.iter().filter_map(|(name, id)| {
            let fault = match self.find_channel(*id) {
                None => is_complete.then_some(GuildFault::NoChannel { id: *id }),
                Some((guild, channel)) if plan.channels.contains(name) => {
                    channel_fault(guild, channel, *id, own)
                }
                Some(_) => None,
            };
            let setting = format!("channels.{name}");
            fault.map(|fault| GuildProblem { setting, fault })
        });
        let roles = settings.roles.iter().filter_map(|(name, id)| {
            let role = self.known().find_map(|guild| guild.roles.get(id));
            let fault = match role {
                None => is_complete.then_some(GuildFault::NoRole { id: *id }),
                Some(role) if role.is_mentionable => None,
                Some(_) => self.mention_fault(settings, plan, (name, *id), own),
            };
            let setting = format!("roles.{name}");
            fault.map(|fault| GuildProblem { setting, fault })
        });
        guilds.chain(channels).chain(roles).collect()
    }

    fn guild_fault(&self, guild: u64) -> Option<GuildFault> {
        match self.0.get(&guild) {
            Some(GuildKnowledge::NotMember) => Some(GuildFault::NotMember { guild }),
            Some(GuildKnowledge::Down) => Some(GuildFault::GuildDown { guild }),
            Some(GuildKnowledge::Known(_)) | None => None,
        }
    }

    /// Finds the channels in which the bot mentions the role without the right to do so.
    fn mention_fault(
        &self,
        settings: &DiscordSettings,
        plan: &PostingPlan,
        (role, id): (&RoleName, u64),
        own: u64,
    ) -> Option<GuildFault> {
        let mentions = plan
            .mentions
            .iter()
            .filter(|(_, mentioned)| mentioned == role);
        let refused = mentions.filter(|(channel, _)| {
            let found = settings
                .channels
                .get(channel)
                .and_then(|id| self.find_channel(*id));
            let granted = found.and_then(|(guild, channel)| guild.own_permissions(own, channel));
            granted.is_some_and(|granted| granted & MENTION_EVERYONE == 0)
        });
        let refused: Vec<&str> = refused.map(|(channel, _)| channel.as_str()).collect();
        (!refused.is_empty()).then(|| GuildFault::NotMentionable {
            id,
            channel: refused.join(", "),
        })
    }
}

fn channel_fault(
    guild: &GuildFacts,
    channel: &ChannelFacts,
    id: u64,
    own: u64,
) -> Option<GuildFault> {
    if !channel.is_text() {
        return Some(GuildFault::NotText { id });
    }
    let granted = guild.own_permissions(own, channel)?;
    let missing = BotPermission::ALL
        .into_iter()
        .filter(|it| granted & it.bit() == 0);
    let missing: Vec<BotPermission> = missing.collect();
    (!missing.is_empty()).then_some(GuildFault::MissingPermissions { id, missing })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::discord::TimeLimits;

    const OWN: u64 = 9;
    const ENOUGH: u64 = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16;

    fn settings() -> DiscordSettings {
        DiscordSettings {
            token: "t".into(),
            guilds: vec![1, 2],
            api_url: None,
            channels: [("floor", 5), ("agents", 6)]
                .map(|(name, id)| (ChannelName::new(name), id))
                .into(),
            roles: [(RoleName::new("heads"), 7)].into(),
            time_limits: TimeLimits::default(),
        }
    }

    fn plan() -> PostingPlan {
        let floor = ChannelName::new("floor");
        PostingPlan {
            channels: [floor.clone()].into(),
            mentions: [(floor, RoleName::new("heads"))].into(),
        }
    }

    /// The server 1 with the channels and the role, where everybody has these permissions.
    fn first(permissions: u64, floor_kind: u8, mentionable: bool) -> Value {
        json!({
            "id": "1", "members": [{"user": {"id": "9"}, "roles": []}],
            "roles": [
                {"id": "1", "permissions": permissions.to_string()},
                {"id": "7", "permissions": "0", "mentionable": mentionable},
            ],
            "channels": [{"id": "5", "type": floor_kind}, {"id": "6", "type": 15}],
        })
    }

    /// What is wrong after these events, in short.
    fn problems(events: &[(&str, Value)]) -> Vec<String> {
        let (settings, mut book) = (settings(), GuildBook::default());
        for (kind, event) in events {
            book.take(&settings.guilds, kind, event, OWN);
        }
        let found = book.find_problems(&settings, &plan(), OWN);
        found
            .iter()
            .map(|it| format!("{}: {:?}", it.setting, it.fault))
            .collect()
    }

    fn with_second(event: Value) -> Vec<String> {
        problems(&[
            ("GUILD_CREATE", event),
            ("GUILD_CREATE", json!({"id": "2"})),
        ])
    }

    #[test]
    fn a_server_that_fits_the_configuration_has_no_problems() {
        assert_eq!(with_second(first(ENOUGH, 0, true)), [""; 0]);
        assert_eq!(
            with_second(first(ENOUGH | MENTION_EVERYONE, 5, false)),
            [""; 0]
        );
        assert_eq!(
            with_second(first(8, 0, false)),
            [""; 0],
            "an administrator may all"
        );
    }

    #[test]
    fn what_is_missing_is_named_with_its_setting() {
        for (event, expected) in [
            (first(ENOUGH, 15, true), "channels.floor: NotText { id: 5 }"),
            (
                first(ENOUGH & !(1 << 15), 0, true),
                "channels.floor: MissingPermissions { id: 5, missing: [AttachFiles] }",
            ),
            (
                first(ENOUGH, 0, false),
                "roles.heads: NotMentionable { id: 7, channel: \"floor\" }",
            ),
        ] {
            assert_eq!(with_second(event), [expected]);
        }
        let empty = with_second(json!({"id": "1"}));
        assert_eq!(
            empty,
            [
                "channels.agents: NoChannel { id: 6 }",
                "channels.floor: NoChannel { id: 5 }",
                "roles.heads: NoRole { id: 7 }",
            ]
        );
    }

    #[test]
    fn nothing_is_missed_that_a_server_not_yet_known_may_have() {
        assert_eq!(problems(&[]), [""; 0]);
        assert_eq!(problems(&[("GUILD_CREATE", json!({"id": "2"}))]), [""; 0]);
        assert_eq!(
            problems(&[
                ("GUILD_CREATE", json!({"id": "2"})),
                ("GUILD_DELETE", json!({"id": "1", "unavailable": true})),
            ]),
            ["discord.guild: GuildDown { guild: 1 }"]
        );
        assert_eq!(
            problems(&[("GUILD_DELETE", json!({"id": "2"}))]),
            ["discord.guild: NotMember { guild: 2 }"]
        );
    }

    #[test]
    fn a_change_of_another_server_is_none() {
        let mut book = GuildBook::default();
        assert!(!book.take(&[1, 2], "GUILD_CREATE", &json!({"id": "3"}), OWN));
        assert!(!book.take(
            &[1, 2],
            "CHANNEL_DELETE",
            &json!({"id": "5", "guild_id": "1"}),
            OWN
        ));
        assert!(book.take(&[1, 2], "GUILD_CREATE", &first(ENOUGH, 0, true), OWN));
        assert!(book.take(
            &[1, 2],
            "CHANNEL_DELETE",
            &json!({"id": "5", "guild_id": "1"}),
            OWN
        ));
    }

    #[test]
    fn a_new_session_keeps_what_is_known_until_the_server_is_told_anew() {
        let (settings, mut book) = (settings(), GuildBook::default());
        book.take(&settings.guilds, "GUILD_CREATE", &json!({"id": "1"}), OWN);
        book.take_ready(&settings.guilds, &[1].into());
        let found = book.find_problems(&settings, &plan(), OWN);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].fault, GuildFault::NotMember { guild: 2 });
    }
}
