//! The seal: the number of the last change, and a sum over all rows after it. It is written in
//! the transaction of each change, so a start can prove that the store holds each row of its last
//! change: sled checks what it finds, and goes on without what it does not find.

use serde::{Deserialize, Serialize};

use crate::{
    frames::RowImage,
    trees::{Change, FORMAT_KEY, Trees},
};

const KEY: &[u8] = b"seal";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StoreSeal {
    /// The number of the last change.
    pub(super) number: u64,
    pub(super) rows: u64,
    /// The wrapping sum of the checksums of the rows.
    pub(super) sum: u64,
}

impl StoreSeal {
    /// Returns the seal that the store carries; `None` where it has none, or an unreadable one.
    pub(super) fn written(trees: &Trees) -> Result<Option<Self>, sled::Error> {
        let value = trees.seal.get(KEY)?;
        Ok(value.and_then(|value| postcard::from_bytes(&value).ok()))
    }

    /// Reads every row of the store, and returns the seal that it should carry as number
    /// `number`.
    pub(super) fn computed(trees: &Trees, number: u64) -> Result<Self, sled::Error> {
        let mut seal = Self {
            number,
            ..Self::default()
        };
        for (name, tree) in trees.all() {
            for row in tree {
                let (key, value) = row?;
                seal.add_row(&RowImage {
                    tree: name,
                    key: &key,
                    value: Some(&value),
                });
            }
        }
        Ok(seal)
    }

    /// Returns the seal after a change of the store.
    pub(super) fn after(self, change: &Change, trees: &Trees) -> Result<Self, sled::Error> {
        let mut seal = Self {
            number: self.number + 1,
            ..self
        };
        for (tree, row) in change.rows(trees) {
            if let Some(before) = tree.get(row.key)? {
                seal.remove_row(&RowImage {
                    value: Some(&before),
                    ..row
                });
            }
            seal.add_row(&row);
        }
        Ok(seal)
    }

    pub(super) fn add_row(&mut self, row: &RowImage<'_>) {
        if let Some(checksum) = row_checksum(row) {
            self.rows = self.rows.wrapping_add(1);
            self.sum = self.sum.wrapping_add(checksum);
        }
    }

    fn remove_row(&mut self, row: &RowImage<'_>) {
        if let Some(checksum) = row_checksum(row) {
            self.rows = self.rows.wrapping_sub(1);
            self.sum = self.sum.wrapping_sub(checksum);
        }
    }

    /// Returns the write that puts the seal into its tree.
    pub(super) fn batch(self) -> Result<sled::Batch, sled::Error> {
        let value = postcard::to_stdvec(&self)
            .map_err(|error| sled::Error::ReportableBug(error.to_string()))?;
        let mut batch = sled::Batch::default();
        batch.insert(KEY, value);
        Ok(batch)
    }
}

/// Returns the checksum of a row; `None` where there is none, and for the rows that are written
/// outside of changes: the count of requests, the format, and the seal itself.
fn row_checksum(row: &RowImage<'_>) -> Option<u64> {
    let value = row.value?;
    let is_sealed = match row.tree {
        "seal" | "spent" => false,
        "meta" => row.key != FORMAT_KEY,
        _ => true,
    };
    is_sealed.then(|| {
        let mut hasher = crc32fast::Hasher::new();
        for part in [row.tree.as_bytes(), row.key, value] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        u64::from(hasher.finalize())
    })
}
