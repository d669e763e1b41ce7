//! Whom a message pings: its content, what it allows, and what the bot may do.
//!
//! Errs towards pinging: code spans and backslashes protect nobody here.

use serde_json::Value;

use super::{limits, settings::ChatRole};

/// Whom a message notified when it was posted. Edits notify nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MentionedIds {
    /// Whether `@everyone` or `@here` went through.
    pub everyone: bool,
    /// The roles.
    pub roles: Vec<u64>,
    /// The users.
    pub users: Vec<u64>,
}

impl MentionedIds {
    /// Whether nobody was notified.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Which mentions a message lets through.
#[derive(Clone, Debug)]
pub(super) struct MentionsAllowed {
    everyone: bool,
    roles: MentionPermit,
    users: MentionPermit,
}

#[derive(Clone, Debug)]
enum MentionPermit {
    All,
    These(Vec<u64>),
}

impl MentionPermit {
    fn admits(&self, id: u64) -> bool {
        match self {
            Self::All => true,
            Self::These(ids) => ids.contains(&id),
        }
    }
}

impl MentionsAllowed {
    /// What a channel message allows that says nothing: everything.
    pub(super) fn everything() -> Self {
        Self {
            everyone: true,
            roles: MentionPermit::All,
            users: MentionPermit::All,
        }
    }

    /// What an answer to an interaction allows that says nothing: users.
    pub(super) fn users() -> Self {
        Self {
            everyone: false,
            roles: MentionPermit::These(Vec::new()),
            users: MentionPermit::All,
        }
    }

    /// Reads `allowed_mentions`; absent is `None`.
    pub(super) fn read(body: &Value) -> Option<Self> {
        let allowed = body.get("allowed_mentions").filter(|it| !it.is_null())?;
        let parse = |kind: &str| {
            let list = allowed.get("parse").and_then(Value::as_array);
            list.is_some_and(|list| list.iter().any(|it| it == kind))
        };
        let permit = |kind: &str| {
            if parse(kind) {
                return MentionPermit::All;
            }
            let ids = allowed.get(kind).and_then(Value::as_array);
            MentionPermit::These(
                ids.into_iter()
                    .flatten()
                    .filter_map(limits::snowflake)
                    .collect(),
            )
        };
        Some(Self {
            everyone: parse("everyone"),
            roles: permit("roles"),
            users: permit("users"),
        })
    }
}

/// Whom this content pings. `mention_everyone` is the bot's permission of that name, which
/// also lets it ping roles that are not mentionable.
pub(super) fn resolve(
    content: &str,
    allowed: &MentionsAllowed,
    roles: &[ChatRole],
    mention_everyone: bool,
) -> MentionedIds {
    let loud = content.contains("@everyone") || content.contains("@here");
    let reachable = |id: &u64| {
        let role = roles.iter().find(|role| role.id == *id);
        role.is_some_and(|role| role.mentionable || mention_everyone)
    };
    let mut pings = MentionedIds {
        everyone: loud && allowed.everyone && mention_everyone,
        ..MentionedIds::default()
    };
    for (role, id) in mentioned(content) {
        let (permit, list) = if role {
            (&allowed.roles, &mut pings.roles)
        } else {
            (&allowed.users, &mut pings.users)
        };
        let there = !role || reachable(&id);
        if permit.admits(id) && there && !list.contains(&id) {
            list.push(id);
        }
    }
    pings
}

/// The ids in `<@1>`, `<@!1>` and `<@&1>`, with whether each is a role's.
fn mentioned(content: &str) -> impl Iterator<Item = (bool, u64)> {
    content.split("<@").skip(1).filter_map(|rest| {
        let (inside, _) = rest.split_once('>')?;
        let role = inside.starts_with('&');
        let id = inside.trim_start_matches(['&', '!']).parse().ok()?;
        Some((role, id))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const CONTENT: &str = "@everyone <@1> <@!2> <@&3> <@&4> <@x>";

    fn pings(body: &Value, default: MentionsAllowed, mention_everyone: bool) -> MentionedIds {
        let roles = [
            ChatRole::new(3, "closed"),
            ChatRole::new(4, "open").mentionable(true),
        ];
        let allowed = MentionsAllowed::read(body).unwrap_or(default);
        resolve(CONTENT, &allowed, &roles, mention_everyone)
    }

    #[test]
    fn a_message_that_allows_nothing_pings_nobody() {
        let body = json!({ "allowed_mentions": { "parse": [] } });
        assert!(pings(&body, MentionsAllowed::everything(), true).is_empty());
    }

    #[test]
    fn without_a_word_on_it_everything_pings_that_the_bot_may_ping() {
        let seen = pings(&json!({}), MentionsAllowed::everything(), true);
        assert!(seen.everyone);
        assert_eq!((seen.users, seen.roles), (vec![1, 2], vec![3, 4]));
        let seen = pings(&json!({}), MentionsAllowed::everything(), false);
        assert!(!seen.everyone);
        assert_eq!(seen.roles, [4]);
        let seen = pings(&json!({}), MentionsAllowed::users(), true);
        assert_eq!((seen.users, seen.roles), (vec![1, 2], vec![]));
    }

    #[test]
    fn named_ids_alone_ping() {
        let body = json!({ "allowed_mentions": { "roles": ["4"], "users": ["2", "9"] } });
        let seen = pings(&body, MentionsAllowed::everything(), true);
        assert_eq!(
            (seen.everyone, seen.users, seen.roles),
            (false, vec![2], vec![4])
        );
    }
}
