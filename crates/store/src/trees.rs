//! The trees of the store, and changes to several of them at once.

use std::collections::BTreeMap;

use sled::{
    Batch, IVec, Transactional,
    transaction::{TransactionError, UnabortableTransactionError},
};

use crate::frames::RowImage;

/// The row of `meta` with the format of the store.
pub(super) const FORMAT_KEY: &[u8] = b"format";

/// The rows to write into one tree, and those to remove from it.
#[derive(Default)]
pub(super) struct TreeRows(BTreeMap<IVec, Option<IVec>>);

impl TreeRows {
    pub(super) fn insert(&mut self, key: impl Into<IVec>, value: impl Into<IVec>) {
        self.0.insert(key.into(), Some(value.into()));
    }

    pub(super) fn remove(&mut self, key: impl Into<IVec>) {
        self.0.insert(key.into(), None);
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    fn batch(&self) -> Batch {
        let mut batch = Batch::default();
        for (key, value) in &self.0 {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        batch
    }
}

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

            /// Returns every tree with its name.
            pub(super) fn all(&self) -> Vec<(&'static str, &sled::Tree)> {
                vec![$((stringify!($tree), &self.$tree),)+]
            }
        }

        /// Writes that become true together or not at all.
        #[derive(Default)]
        pub(super) struct Change {
            $(pub(super) $tree: TreeRows,)+
        }

        impl Change {
            fn parts<'a>(
                &'a self,
                trees: &'a Trees,
            ) -> Vec<(&'static str, &'a sled::Tree, &'a TreeRows)> {
                vec![$((stringify!($tree), &trees.$tree, &self.$tree),)+]
            }

            fn rows_of(&mut self, tree: &str) -> Option<&mut TreeRows> {
                match tree {
                    $(stringify!($tree) => Some(&mut self.$tree),)+
                    _ => None,
                }
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
    /// Operation and rule to the evidence that a departure needs.
    calibrations,
    /// Operation, rule and scope to the season of a rate, and whether it departs.
    departures,
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
    /// The seal: the number of the last change, and a sum over all rows after it.
    seal,
}

impl Change {
    /// Returns a change of these rows. Rows of a tree that this program does not know are left
    /// out.
    pub(super) fn of_images(rows: &[RowImage<'_>]) -> Self {
        let mut change = Self::default();
        for row in rows {
            let Some(tree) = change.rows_of(row.tree) else {
                continue;
            };
            match row.value {
                Some(value) => tree.insert(row.key, value),
                None => tree.remove(row.key),
            }
        }
        change
    }

    /// Returns the rows of the change with the tree that each is for.
    pub(super) fn rows<'a>(
        &'a self,
        trees: &'a Trees,
    ) -> impl Iterator<Item = (&'a sled::Tree, RowImage<'a>)> {
        let parts = self.parts(trees).into_iter();
        parts.flat_map(|(name, tree, rows)| {
            rows.0.iter().map(move |(key, value)| {
                let image = RowImage {
                    tree: name,
                    key,
                    value: value.as_deref(),
                };
                (tree, image)
            })
        })
    }

    pub(super) fn is_empty(&self, trees: &Trees) -> bool {
        self.parts(trees).iter().all(|(_, _, rows)| rows.len() == 0)
    }

    /// Applies the whole change with the seal after it in one transaction, and waits until it is
    /// on the disk.
    pub(super) fn apply(&self, seal: Batch, trees: &Trees) -> Result<(), sled::Error> {
        self.write(seal, trees)?;
        trees.meta.flush()?;
        Ok(())
    }

    /// Does the same without the wait.
    pub(super) fn write(&self, seal: Batch, trees: &Trees) -> Result<(), sled::Error> {
        let changed = self.parts(trees).into_iter();
        let changed = changed.filter(|(_, _, rows)| rows.len() > 0);
        let mut parts: Vec<(&sled::Tree, Batch)> = changed
            .map(|(_, tree, rows)| (tree, rows.batch()))
            .collect();
        parts.push((&trees.seal, seal));
        let touched: Vec<&sled::Tree> = parts.iter().map(|(tree, _)| *tree).collect();
        touched
            .transaction(|views| {
                for (view, (_, batch)) in views.iter().zip(&parts) {
                    view.apply_batch(batch)?;
                }
                Ok(())
            })
            .map_err(transaction_error)
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
