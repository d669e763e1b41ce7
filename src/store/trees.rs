//! The trees of the store, and changes to several of them at once.

use std::path::Path;

use sled::{
    Batch, Transactional,
    transaction::{TransactionError, UnabortableTransactionError},
};

use crate::store::{StoreError, error::InFolder};

/// Every tree of the store. The watcher is the writer of all of these.
#[derive(Clone)]
pub(super) struct Trees {
    /// The format of the store, the last poll of each operation, the next outbox id.
    pub(super) meta: sled::Tree,
    /// Operation, rule and scope to the open alert.
    pub(super) alerts: sled::Tree,
    /// Operation and number to the open incident.
    pub(super) incidents: sled::Tree,
    /// Operation, time and number to the incident that is over.
    pub(super) closed: sled::Tree,
    /// Operation, rule and scope to when the alert lately began to fire.
    pub(super) openings: sled::Tree,
    /// Id to the event that waits to be told.
    pub(super) outbox: sled::Tree,
    /// Alert to where its message stands.
    pub(super) messages: sled::Tree,
    /// Operation, report, window and time to what was read.
    pub(super) history: sled::Tree,
    /// Number to name.
    pub(super) names: sled::Tree,
    /// Operation to the calls spent today.
    pub(super) spent: sled::Tree,
}

impl Trees {
    pub(super) fn of(db: &sled::Db) -> Result<Self, sled::Error> {
        Ok(Self {
            meta: db.open_tree("meta")?,
            alerts: db.open_tree("alerts")?,
            incidents: db.open_tree("incidents")?,
            closed: db.open_tree("closed")?,
            openings: db.open_tree("openings")?,
            outbox: db.open_tree("outbox")?,
            messages: db.open_tree("messages")?,
            history: db.open_tree("history")?,
            names: db.open_tree("names")?,
            spent: db.open_tree("spent")?,
        })
    }
}

/// Writes that become true together or not at all.
#[derive(Default)]
pub(super) struct Change {
    pub(super) meta: Batch,
    pub(super) alerts: Batch,
    pub(super) incidents: Batch,
    pub(super) closed: Batch,
    pub(super) openings: Batch,
    pub(super) outbox: Batch,
    pub(super) messages: Batch,
    pub(super) history: Batch,
    pub(super) names: Batch,
}

impl Change {
    /// Applies the whole change in one transaction and waits until it is on the disk.
    pub(super) fn apply(&self, trees: &Trees, path: &Path) -> Result<(), StoreError> {
        (
            &trees.meta,
            &trees.alerts,
            &trees.incidents,
            &trees.closed,
            &trees.openings,
            &trees.outbox,
            &trees.messages,
            &trees.history,
            &trees.names,
        )
            .transaction(
                |(
                    meta,
                    alerts,
                    incidents,
                    closed,
                    openings,
                    outbox,
                    messages,
                    history,
                    names,
                )| {
                    meta.apply_batch(&self.meta)?;
                    alerts.apply_batch(&self.alerts)?;
                    incidents.apply_batch(&self.incidents)?;
                    closed.apply_batch(&self.closed)?;
                    openings.apply_batch(&self.openings)?;
                    outbox.apply_batch(&self.outbox)?;
                    messages.apply_batch(&self.messages)?;
                    history.apply_batch(&self.history)?;
                    names.apply_batch(&self.names)?;
                    Ok(())
                },
            )
            .map_err(storage)
            .in_folder(path)?;
        trees.meta.flush().in_folder(path)?;
        Ok(())
    }
}

/// The failure of a transaction that never aborts by itself.
fn storage(error: TransactionError<UnabortableTransactionError>) -> sled::Error {
    match error {
        TransactionError::Storage(error)
        | TransactionError::Abort(UnabortableTransactionError::Storage(error)) => error,
        TransactionError::Abort(UnabortableTransactionError::Conflict) => {
            sled::Error::ReportableBug("a transaction gave up on a conflict".to_owned())
        }
    }
}
