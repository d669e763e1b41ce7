//! Memory on disk, in sled: what was read (history), what is judged of it (the book of
//! alerts), what people did about it (marks, silences and the audit log), and what still has
//! to be told (the outbox).
//!
//! One process holds a store at a time. What a poll yields goes down in one transaction and
//! is flushed before anything is told, so that a crash at any moment loses nothing and
//! tells nothing twice. The functions block for the time of a disk access; from `async`
//! code they are called through [`Store::blocking`].

mod audit;
mod editions;
mod error;
mod history;
mod key;
mod ledger;
mod marks;
mod migrations;
mod open;
mod outbox;
mod past;
mod record;
mod retention;
mod silences;
mod skills;
mod spent;
mod trees;

pub use error::StoreError;
pub use open::{Store, StoreSettings};
pub use retention::PruneResult;
