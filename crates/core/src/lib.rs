//! The heart of vigia: facts of the reports, metrics, rules, summaries and alerts.
//!
//! Nothing here is async, does I/O or reads a clock; `now` is always an argument.

pub mod alerts;
pub mod diagnostic;
pub mod health;
mod language;
pub mod metrics;
pub mod rules;
pub mod summaries;

pub use language::{Language, LanguageEntry, NumberStyle};
