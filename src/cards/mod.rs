//! Every word and picture that the bot shows. A card is platform-neutral; the chat's face
//! (`discord/`) turns it into what the platform wants.
//!
//! Pure: no I/O, no `async`, and `now` is an argument.

pub mod abandon;
pub mod alert;
mod card;
mod compared;
pub mod durations;
mod help;
pub mod hold;
pub mod report;
pub mod service;
pub mod smart_hold;
mod terms;
mod words;

pub use card::{Button, Card, Field, File, Line, Span, TimeStyle, Tone};
pub(crate) use terms::{tidy, tidy_within};
pub use words::{Arg, Language, Locale, Words};
