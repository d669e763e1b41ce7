//! The history of the reports, poll by poll, packed so that 90 days of a large centre stay
//! small and a day of one series is read quickly.
//!
//! A record holds all that one poll read of one report over one window length, as a table of
//! columns ([`reports`], [`columns`]), with names as numbers ([`crate::names`]). Its key is operation,
//! report, window length and time ([`key`]), so that a time span is one range of the tree.

mod columns;
mod key;
mod packed;
mod read;
mod reports;

pub(super) use key::{HistoryKey, end_of, time_key};
