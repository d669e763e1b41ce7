//! The trees of the store, and changes to several of them at once.

use std::path::Path;

use sled::{
    Batch, Transactional,
    transaction::{TransactionError, UnabortableTransactionError},
};

use crate::{StoreError, error::InFolder};

/// Names the trees once: a field of [`Trees`] and of [`Change`] for each, in this order.
macro_rules! trees {
    ($($(#[$about:meta])* $tree:ident,)+) => {
        /// Every tree of the store.
        #[derive(Clone)]
        pub(super) struct Trees {
            $($(#[$about])* pub(super) $tree: sled::Tree,)+
        }

        impl Trees {
            pub(super) fn of(db: &sled::Db) -> Result<Self, sled::Error> {
                Ok(Self { $($tree: db.open_tree(stringify!($tree))?,)+ })
            }
        }

        /// Writes that become true together or not at all.
        #[derive(Default)]
        pub(super) struct Change {
            $(pub(super) $tree: Batch,)+
        }

        impl Change {
            fn parts<'a>(&'a self, trees: &'a Trees) -> Vec<(&'a sled::Tree, &'a Batch)> {
                vec![$((&trees.$tree, &self.$tree),)+]
            }
        }
    };
}

trees! {
    /// The format of the store, the last poll of each operation, the next numbers.
    meta,
    /// Operation, rule and scope to the open alert.
    alerts,
    /// Operation and number to the open incident.
    incidents,
    /// Operation and number to what people did about the open incident.
    marks,
    /// Operation, time and number to the incident that is over.
    closed,
    /// Operation, time and number to nothing: those that are over and still to be posted.
    missed,
    /// Operation, time and part to the times in which alerts fired that have ended then.
    disturbed,
    /// Operation, rule and scope to when the alert lately began to fire.
    openings,
    /// The number of a silence to the silence.
    silences,
    /// Time and number to an entry of the audit log.
    audit,
    /// Id to the event that waits to be posted.
    outbox,
    /// Incident to where its message stands.
    messages,
    /// Operation, report, window and time to what was read.
    history,
    /// The same, of what was read for summaries.
    days,
    /// Operation and number to what became of the edition of a summary.
    editions,
    /// The number of a name to the name.
    names,
    /// Operation to the calls spent today.
    spent,
}

impl Change {
    /// Applies the whole change in one transaction and waits until it is on the disk.
    pub(super) fn apply(&self, trees: &Trees, path: &Path) -> Result<(), StoreError> {
        let parts = self.parts(trees);
        let touched: Vec<&sled::Tree> = parts.iter().map(|(tree, _)| *tree).collect();
        touched
            .transaction(|views| {
                for (view, (_, batch)) in views.iter().zip(&parts) {
                    view.apply_batch(batch)?;
                }
                Ok(())
            })
            .map_err(transaction_error)
            .in_folder(path)?;
        trees.meta.flush().in_folder(path)?;
        Ok(())
    }
}

/// The failure of a transaction that never aborts by itself.
fn transaction_error(error: TransactionError<UnabortableTransactionError>) -> sled::Error {
    match error {
        TransactionError::Storage(error)
        | TransactionError::Abort(UnabortableTransactionError::Storage(error)) => error,
        TransactionError::Abort(UnabortableTransactionError::Conflict) => {
            sled::Error::ReportableBug("a transaction gave up on a conflict".to_owned())
        }
    }
}
