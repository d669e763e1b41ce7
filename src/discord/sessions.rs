//! Watches the connection itself: counts sessions, and tells why an event cannot be read.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use serde::de::DeserializeOwned;
use serde_json::Value;
use serenity::{
    all::{Context, EventHandler, Interaction, Ready, ResumedEvent},
    async_trait,
    model::id::GuildId,
};
use tokio::{sync::mpsc::UnboundedSender, time::Instant};

use crate::discord::{DiscordError, limits::SESSIONS_PER_HOUR};

const HOUR: Duration = Duration::from_secs(3600);

/// Counts the sessions that were begun.
pub(super) struct SessionBudget {
    pub(super) begun: Mutex<VecDeque<Instant>>,
    pub(super) faults: UnboundedSender<DiscordError>,
    pub(super) guild: Option<GuildId>,
}

impl SessionBudget {
    fn count(&self, now: Instant) -> usize {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        begun.push_back(now);
        begun.retain(|at| now.saturating_duration_since(*at) < HOUR);
        begun.len()
    }
}

#[async_trait]
impl EventHandler for SessionBudget {
    async fn ready(&self, _: Context, ready: Ready) {
        tracing::info!(bot = %ready.user.name, "connected to Discord");
        if let Some(guild) = self.guild
            && !ready.guilds.iter().any(|member| member.id == guild)
        {
            tracing::error!(
                "the bot is not a member of server `{guild}`: invite it with the scopes `bot` \
                 and `applications.commands`, or correct the server's number"
            );
        }
        if self.count(Instant::now()) > SESSIONS_PER_HOUR {
            // Nobody listens any more only when the bot already stops.
            let _ = self.faults.send(DiscordError::TooManySessions);
        }
    }

    async fn resume(&self, _: Context, _: ResumedEvent) {
        tracing::info!("connected to Discord again");
    }
}

/// Why an event that the bot lives by cannot be read. The event itself stays out of the
/// log: it holds tokens.
pub(super) fn fault_of(kind: &str, event: &Value) -> Option<String> {
    match kind {
        "INTERACTION_CREATE" => fault::<Interaction>(event),
        "READY" => fault::<Ready>(event),
        "GUILD_CREATE" => fault::<serenity::all::Guild>(event),
        _ => None,
    }
}

fn fault<T: DeserializeOwned>(event: &Value) -> Option<String> {
    T::deserialize(event).err().map(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn sessions_are_counted_by_the_hour() {
        let (faults, _) = tokio::sync::mpsc::unbounded_channel();
        let sessions = SessionBudget {
            begun: Mutex::default(),
            faults,
            guild: None,
        };
        let start = Instant::now();
        assert_eq!(sessions.count(start), 1);
        assert_eq!(sessions.count(start + Duration::from_secs(3599)), 2);
        assert_eq!(sessions.count(start + Duration::from_secs(3601)), 2);
    }

    #[test]
    fn an_unreadable_interaction_is_reported_with_the_reason_and_without_its_token() {
        let event = json!({"id": "1", "type": 2, "token": "s3cret"});
        let error = fault_of("INTERACTION_CREATE", &event).unwrap();
        assert!(error.contains("missing field"), "{error}");
        assert!(!error.contains("s3cret"));
        assert_eq!(fault_of("PRESENCE_UPDATE", &json!({})), None);
    }
}
