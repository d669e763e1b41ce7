//! What the reports said, poll by poll, packed so that 90 days of a large centre stay
//! small and a day of one series is read in a moment.
//!
//! A record holds all that one poll read of one report over one window length, in columns
//! ([`columns`]), with names as numbers ([`names`]). It lies under operation, report,
//! window length and time ([`key`]), so that a stretch of time is one range of the tree.

mod amounts;
mod columns;
mod key;
mod names;
mod packed;
mod read;
mod reports;

pub(super) use key::{HistoryKey, end_of, time_key};
pub(super) use names::{NameTable, NameTableDraft};
pub(super) use packed::write;
