//! What Discord says of the servers: roles, channels, and the rights of the bot there. It is read
//! from the JSON part by part, so that one odd channel does not hide the others.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::discord::json::{list_of, number};

const ADMINISTRATOR: u64 = 1 << 3;
const VIEW_CHANNEL: u64 = 1 << 10;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GuildFacts {
    pub(super) id: u64,
    pub(super) roles: BTreeMap<u64, RoleFacts>,
    pub(super) channels: BTreeMap<u64, ChannelFacts>,
    /// The roles of the bot; `None` where Discord did not say.
    own_roles: Option<BTreeSet<u64>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RoleFacts {
    permissions: u64,
    pub(super) is_mentionable: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ChannelFacts {
    kind: u64,
    overwrites: Vec<PermissionOverwrite>,
}

/// What a channel grants or denies to a role or to a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct PermissionOverwrite {
    /// The number of the role or of the member.
    id: u64,
    allow: u64,
    deny: u64,
}

impl ChannelFacts {
    fn from_json(channel: &Value) -> Option<(u64, Self)> {
        let overwrites = list_of(channel, "permission_overwrites");
        let facts = Self {
            kind: number(channel, "type")?,
            overwrites: overwrites
                .filter_map(|overwrite| {
                    Some(PermissionOverwrite {
                        id: number(overwrite, "id")?,
                        allow: number(overwrite, "allow").unwrap_or_default(),
                        deny: number(overwrite, "deny").unwrap_or_default(),
                    })
                })
                .collect(),
        };
        Some((number(channel, "id")?, facts))
    }

    /// True for the channels that take ordinary messages: text and announcements.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.kind, 0 | 5)
    }
}

impl RoleFacts {
    fn from_json(role: &Value) -> Option<(u64, Self)> {
        let facts = Self {
            permissions: number(role, "permissions").unwrap_or_default(),
            is_mentionable: role["mentionable"] == true,
        };
        Some((number(role, "id")?, facts))
    }
}

impl GuildFacts {
    /// Reads a `GUILD_CREATE`. `own` is the number of the bot.
    pub(super) fn from_create(event: &Value, own: u64) -> Option<Self> {
        let channels = list_of(event, "channels").chain(list_of(event, "threads"));
        let mut members = list_of(event, "members");
        let own_member = members.find(|member| number(&member["user"], "id") == Some(own));
        Some(Self {
            id: number(event, "id")?,
            roles: list_of(event, "roles")
                .filter_map(RoleFacts::from_json)
                .collect(),
            channels: channels.filter_map(ChannelFacts::from_json).collect(),
            own_roles: own_member.map(roles_of),
        })
    }

    /// Takes an event about this server. Returns true if it changes what is known.
    pub(super) fn take(&mut self, kind: &str, event: &Value, own: u64) -> bool {
        let before = self.clone();
        match kind {
            "GUILD_UPDATE" if event["roles"].is_array() => {
                let roles = list_of(event, "roles").filter_map(RoleFacts::from_json);
                self.roles = roles.collect();
            }
            "GUILD_ROLE_CREATE" | "GUILD_ROLE_UPDATE" => {
                self.roles.extend(RoleFacts::from_json(&event["role"]));
            }
            "GUILD_ROLE_DELETE" => {
                let role = number(event, "role_id");
                self.roles.retain(|id, _| Some(*id) != role);
            }
            "CHANNEL_CREATE" | "CHANNEL_UPDATE" => {
                self.channels.extend(ChannelFacts::from_json(event));
            }
            "CHANNEL_DELETE" => {
                let channel = number(event, "id");
                self.channels.retain(|id, _| Some(*id) != channel);
            }
            "GUILD_MEMBER_UPDATE" if number(&event["user"], "id") == Some(own) => {
                self.own_roles = Some(roles_of(event));
            }
            _ => {}
        }
        *self != before
    }

    /// Computes the permissions of the bot in a channel as Discord documents it
    /// (<https://discord.com/developers/docs/topics/permissions#permission-overwrites>); `None`
    /// where the roles of the bot are not known.
    pub(super) fn own_permissions(&self, own: u64, channel: &ChannelFacts) -> Option<u64> {
        let own_roles = self.own_roles.as_ref()?;
        let granted = |role: &u64| self.roles.get(role).map_or(0, |role| role.permissions);
        let base = own_roles
            .iter()
            .map(granted)
            .fold(granted(&self.id), |all, one| all | one);
        if base & ADMINISTRATOR != 0 {
            return Some(u64::MAX);
        }
        let apply = |base: u64, concerns: &dyn Fn(u64) -> bool| {
            let concerned = channel.overwrites.iter().filter(|it| concerns(it.id));
            let (allow, deny) = concerned.fold((0, 0), |(allow, deny), it| {
                (allow | it.allow, deny | it.deny)
            });
            base & !deny | allow
        };
        let base = apply(base, &|id| id == self.id);
        let base = apply(base, &|id| id != self.id && own_roles.contains(&id));
        let base = apply(base, &|id| id == own);
        // Nothing can be done in a channel that cannot be seen.
        Some(if base & VIEW_CHANNEL == 0 { 0 } else { base })
    }
}

fn roles_of(member: &Value) -> BTreeSet<u64> {
    let roles = list_of(member, "roles");
    roles
        .filter_map(crate::discord::json::parse_number)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const OWN: u64 = 9;
    const SEND: u64 = 1 << 11;
    const MENTION: u64 = 1 << 17;

    /// The server 1: everybody sees and writes (role 1), the bot has role 2.
    fn facts(bot_role: u64, overwrites: &Value) -> GuildFacts {
        let event = json!({
            "id": "1",
            "roles": [
                {"id": "1", "permissions": (VIEW_CHANNEL | SEND).to_string()},
                {"id": "2", "permissions": bot_role.to_string(), "mentionable": true},
                {"id": "3", "permissions": "8"}, "odd",
            ],
            "channels": [
                {"id": "5", "type": 0, "permission_overwrites": overwrites}, {"id": "6"}, 7,
            ],
            "members": [{"user": {"id": "8"}, "roles": ["3"]}, {"user": {"id": "9"}, "roles": ["2"]}],
        });
        GuildFacts::from_create(&event, OWN).unwrap()
    }

    fn permissions(bot_role: u64, overwrites: &Value) -> u64 {
        let facts = facts(bot_role, overwrites);
        facts.own_permissions(OWN, &facts.channels[&5]).unwrap()
    }

    #[test]
    fn permissions_follow_roles_and_then_overwrites_in_discords_order() {
        let overwrite = |id: u64, allow: u64, deny: u64| {
            json!({"id": id.to_string(), "type": 0, "allow": allow.to_string(),
                "deny": deny.to_string()})
        };
        let all = VIEW_CHANNEL | SEND;
        for (bot_role, overwrites, expected) in [
            (0, json!([]), all),
            (MENTION, json!([]), all | MENTION),
            (8, json!([overwrite(1, 0, all)]), u64::MAX),
            (0, json!([overwrite(1, 0, SEND)]), VIEW_CHANNEL),
            (
                0,
                json!([overwrite(1, 0, SEND), overwrite(2, SEND, 0)]),
                all,
            ),
            (
                0,
                json!([overwrite(2, 0, SEND), overwrite(OWN, SEND, 0)]),
                all,
            ),
            // The role of others concerns nobody else.
            (0, json!([overwrite(3, MENTION, SEND)]), all),
            (0, json!([overwrite(1, 0, VIEW_CHANNEL)]), 0),
        ] {
            assert_eq!(permissions(bot_role, &overwrites), expected, "{overwrites}");
        }
    }

    #[test]
    fn without_its_member_nothing_is_said_of_the_bots_permissions() {
        let event = json!({"id": "1", "channels": [{"id": "5", "type": 0}]});
        let facts = GuildFacts::from_create(&event, OWN).unwrap();
        assert_eq!(facts.own_permissions(OWN, &facts.channels[&5]), None);
    }

    #[test]
    fn events_change_what_is_known() {
        let mut facts = facts(0, &json!([]));
        let mut take = |kind: &str, event: Value| facts.take(kind, &event, OWN);
        assert!(take("CHANNEL_CREATE", json!({"id": "6", "type": 15})));
        assert!(!take(
            "CHANNEL_UPDATE",
            json!({"id": "6", "type": 15, "name": "x"})
        ));
        assert!(take("CHANNEL_DELETE", json!({"id": "5"})));
        assert!(take(
            "GUILD_ROLE_CREATE",
            json!({"role": {"id": "4", "permissions": "8"}})
        ));
        assert!(take("GUILD_ROLE_DELETE", json!({"role_id": "3"})));
        assert!(take(
            "GUILD_MEMBER_UPDATE",
            json!({"user": {"id": "9"}, "roles": ["4"]})
        ));
        assert!(!take(
            "GUILD_MEMBER_UPDATE",
            json!({"user": {"id": "8"}, "roles": []})
        ));
        assert!(!facts.channels[&6].is_text());
        assert_eq!(
            facts.own_permissions(OWN, &facts.channels[&6]),
            Some(u64::MAX)
        );
        assert!(facts.take("GUILD_UPDATE", &json!({"roles": []}), OWN));
    }
}
