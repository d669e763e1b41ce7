//! Every word and picture that the bot shows. A card knows no platform; `src/discord/` turns
//! it into a message of Discord.
//!
//! Pure: no I/O, no `async`, and `now` is an argument.

pub mod abandon;
pub mod alert;
mod button;
mod card;
pub mod charts;
pub mod durations;
pub mod health;
pub mod hold;
pub mod incidents;
mod reader;
pub mod report;
pub mod rules;
pub mod service;
pub mod silences;
pub mod smart_hold;
pub mod status;
pub mod summary;
mod words;

pub use button::ButtonToken;
pub use card::{
    Card, CardButton, CardField, CardFile, CardLine, CardSelect, LineStyle, SelectOption, TextSpan,
    Tone,
};
pub use reader::AudienceView;
pub use vigia_core::Language;
pub use words::{FluentArg, Locale, Words, tidy, tidy_within};
