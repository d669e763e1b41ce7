//! The format of the store as a whole, and the steps from one to the next. Single records
//! have versions of their own; a step is for changes that these do not cover, such as other
//! keys.

use std::path::Path;

use crate::{StoreError, error::InFolder, trees::Trees};

/// Takes a store from one format to the next. It may be cut short by a crash and is then
/// done again from its start.
type Step = fn(&Trees) -> Result<(), sled::Error>;

/// The first step leads from format 1 to format 2, and so on.
const STEPS: &[Step] = &[];

/// The format that this program writes.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the steps are written by hand above"
)]
const FORMAT: u32 = STEPS.len() as u32 + 1;

const KEY: &[u8] = b"format";

/// Brings a store to the format of this program; a new store is marked with it.
pub(super) fn migrate_store(trees: &Trees, path: &Path) -> Result<(), StoreError> {
    let Some(value) = trees.meta.get(KEY).in_folder(path)? else {
        return mark(trees, FORMAT).in_folder(path);
    };
    let bytes: [u8; 4] = value.as_ref().try_into().map_err(|_| StoreError::Damaged {
        path: path.to_owned(),
        source: None,
    })?;
    let found = u32::from_be_bytes(bytes);
    if found > FORMAT {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known: FORMAT,
        });
    }
    for (format, step) in (1..).zip(STEPS) {
        if format >= found {
            step(trees).in_folder(path)?;
            mark(trees, format + 1).in_folder(path)?;
        }
    }
    Ok(())
}

fn mark(trees: &Trees, format: u32) -> Result<(), sled::Error> {
    trees.meta.insert(KEY, &format.to_be_bytes())?;
    trees.meta.flush()?;
    Ok(())
}
