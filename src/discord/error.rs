//! The reasons for which the bot cannot go on with Discord.

use thiserror::Error;

#[derive(Debug, Error)]
pub enum DiscordError {
    #[error(
        "Discord refuses the bot's token\nhint: take the current one from the page `Bot` of \
         the developer portal"
    )]
    Token,
    #[error("Discord refuses the gateway intents of the bot, which are `GUILDS` alone")]
    Intents,
    #[error(
        "Discord refuses one connection for all servers of the bot (code {0})\nhint: a bot that is \
         in so many servers needs an application of its own for vigia"
    )]
    Sharding(u16),
    #[error("Discord no longer speaks version 10 of its gateway\nhint: install a newer vigia")]
    Version,
}

impl DiscordError {
    /// Returns the reason for which a close code of the gateway ends the bot
    /// (<https://discord.com/developers/docs/topics/opcodes-and-status-codes>).
    pub(super) fn from_close_code(code: u16) -> Option<Self> {
        match code {
            4004 => Some(Self::Token),
            4010 | 4011 => Some(Self::Sharding(code)),
            4012 => Some(Self::Version),
            4013 | 4014 => Some(Self::Intents),
            _ => None,
        }
    }
}
