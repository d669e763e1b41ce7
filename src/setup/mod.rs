//! Writes the files of a new installation, and changes those of an existing one: `vigia init` asks, and this
//! module knows what stands where.

mod edit;
mod files;
mod guess;
mod template;

pub use edit::{EditError, SettingsEdit};
pub use files::{write_new, write_secret};
pub use guess::{guess_language, guess_zone};
pub use template::{Hours, NewSettings, STARTER_RULES, rules_file, settings_file};

/// The channels that the rules which come with vigia post to, each with what it is for.
pub const CHANNELS: [(&str, &str); 3] = [
    ("floor", "alerts for the supervisors"),
    ("managers", "cost, and what escalates"),
    ("ops", "problems of the bot itself"),
];

/// The files of the tokens, relative to the folder of `vigia.yaml`.
pub const WOLKVOX_TOKEN: &str = "secrets/wolkvox_token";
pub const DISCORD_TOKEN: &str = "secrets/discord_token";
