//! Takes payloads without a connection, so that a fuzzer can try any.

use crate::discord::{
    DiscordSettings, TimeLimits,
    gateway::{
        events::ReadyEvent,
        guild_check::{GuildBook, PostingPlan},
        socket::GatewayPayload,
    },
    interaction::InteractionQuestion,
};
use vigia_core::rules::{ChannelName, RoleName};

/// Reads payloads, one a line, as a connection would. The bot has the number 9, and the server 1 is to
/// have the channel 5 and the role 7. Returns the number of problems that are found.
pub fn replay_payloads(lines: &str) -> usize {
    let floor = ChannelName::new("floor");
    let role = RoleName::new("heads");
    let settings = DiscordSettings {
        token: "t".into(),
        guilds: vec![1],
        api_url: None,
        channels: [(floor.clone(), 5)].into(),
        roles: [(role.clone(), 7)].into(),
        time_limits: TimeLimits::default(),
    };
    let plan = PostingPlan {
        channels: [floor.clone()].into(),
        mentions: [(floor, role)].into(),
    };
    let mut book = GuildBook::default();
    for line in lines.lines() {
        let Ok(payload) = serde_json::from_str::<GatewayPayload>(line) else {
            continue;
        };
        let (kind, data) = (payload.event.as_deref().unwrap_or_default(), payload.data());
        if let Some(ready) = ReadyEvent::from_json(&data) {
            book.take_ready(&settings.guilds, &ready.guilds);
        }
        drop(InteractionQuestion::from_event(&data));
        book.take(&settings.guilds, kind, &data, 9);
    }
    book.find_problems(&settings, &plan, 9).len()
}
