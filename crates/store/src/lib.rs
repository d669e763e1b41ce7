//! The data that survives a restart, in sled: the reports that were read (history), the open
//! alerts (the ledger), the actions of people (marks, silences and the audit log), and the
//! events that are still to be posted (the outbox).
//!
//! One process holds a store at a time. The result of a poll is written in one transaction
//! and flushed before anything is posted, so that a crash at any moment loses nothing and
//! posts nothing twice. The functions block for the time of a disk access; from `async` code
//! they are called through [`Store::blocking`]. They fail where the disk fails or a record
//! cannot be read; other errors are named at the function.

mod actions;
mod backup;
mod backup_file;
mod editions;
mod error;
mod files;
mod frames;
mod future;
mod history;
mod key;
mod ledger;
mod migrations;
mod names;
mod open;
mod outbox;
mod outbox_row;
mod panics;
mod record;
mod recovery;
mod retention;
mod seal;
mod startup;
mod state;
mod status;
mod trees;
mod witness;

pub use backup_file::BackupSettings;
pub use error::StoreError;
pub use open::{Store, StoreSettings};
pub use recovery::{RecoveryBase, RecoveryReport, StoreDamage};
pub use retention::PruneResult;
pub use status::StoreStatus;
