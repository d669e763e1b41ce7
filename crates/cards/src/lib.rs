//! Every word and picture that the bot shows. A card is platform-neutral; the chat's face
//! (`discord/`) turns it into what the platform wants.
//!
//! Pure: no I/O, no `async`, and `now` is an argument.

pub mod abandon;
pub mod alert;
mod card;
pub mod charts;
mod compared;
pub mod durations;
mod help;
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
mod terms;
mod words;

pub use card::{Card, CardButton, CardField, CardFile, CardLine, TextSpan, TimeStyle, Tone};
pub use reader::AudienceView;
pub use terms::{tidy, tidy_within};
pub use words::{FluentArg, Language, Locale, Words};
