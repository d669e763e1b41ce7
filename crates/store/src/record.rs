//! Single records (an alert, a row of the outbox): a version, then compressed JSON. JSON
//! names its fields and variants, so that the order of an enum never becomes a disk format
//! and a field with a default can be added.

use serde::{Serialize, de::DeserializeOwned};

use crate::{Store, StoreError, error::InFolder, frames::decompress_bytes};

// Names of records that several modules read, for errors.
pub(super) const INCIDENT: &str = "an incident";
pub(super) const CLOSED: &str = "an incident that is over";

/// The version of the records written now. Every record begins with its version.
const VERSION: u8 = 1;

impl Store {
    /// Returns the record under a key, where there is one.
    pub(super) fn get_record<T: DeserializeOwned>(
        &self,
        tree: &sled::Tree,
        key: impl AsRef<[u8]>,
        what: &'static str,
    ) -> Result<Option<T>, StoreError> {
        let value = tree.get(key).in_folder(self.path())?;
        value.map(|value| read_record(what, &value)).transpose()
    }

    /// Returns the records of these entries in their order.
    pub(super) fn collect_records<T: DeserializeOwned>(
        &self,
        entries: impl Iterator<Item = sled::Result<(sled::IVec, sled::IVec)>>,
        what: &'static str,
    ) -> Result<Vec<T>, StoreError> {
        entries
            .map(|entry| read_record(what, &entry.in_folder(self.path())?.1))
            .collect()
    }
}

/// Writes the record of a value. A value that could not be read back is refused here, where
/// it is one failed commit, instead of at the next start, where the store would not open.
pub(super) fn write_record<T>(what: &'static str, value: &T) -> Result<Vec<u8>, StoreError>
where
    T: Serialize + DeserializeOwned,
{
    let refuse = |error: serde_json::Error| StoreError::Record {
        what,
        why: error.to_string(),
    };
    let json = serde_json::to_vec(value).map_err(refuse)?;
    serde_json::from_slice::<T>(&json).map_err(refuse)?;
    let mut record = vec![VERSION];
    record.extend(lz4_flex::compress_prepend_size(&json));
    Ok(record)
}

pub(super) fn read_record<T>(what: &'static str, record: &[u8]) -> Result<T, StoreError>
where
    T: DeserializeOwned,
{
    let refuse = |why: String| StoreError::Unreadable { what, why };
    match record.split_first() {
        Some((&VERSION, packed)) => {
            let json = decompress_record(what, packed)?;
            serde_json::from_slice(&json).map_err(|error| refuse(error.to_string()))
        }
        Some((version, _)) => Err(refuse(format!(
            "it has version {version}, expected {VERSION}"
        ))),
        None => Err(refuse("it is empty".to_owned())),
    }
}

pub(super) fn decompress_record(what: &'static str, packed: &[u8]) -> Result<Vec<u8>, StoreError> {
    decompress_bytes(packed).map_err(|why| StoreError::Unreadable { what, why })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_could_not_be_read_back_is_not_written() {
        assert!(write_record("a test", &f64::NAN).is_err());
        let share = 600.0 / 370.0_f64;
        let record = write_record("a test", &share).unwrap();
        let again: f64 = read_record("a test", &record).unwrap();
        assert_eq!(again.to_bits(), share.to_bits());
    }

    #[test]
    fn a_record_of_another_version_or_of_absurd_size_is_refused() {
        let mut record = write_record("a test", &12_u8).unwrap();
        record[0] = 9;
        let error = read_record::<u8>("a test", &record).unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("a test in the store cannot be read"),
            "{text}"
        );
        assert!(text.contains("it has version 9, expected 1"), "{text}");
        assert!(read_record::<u8>("a test", &[VERSION, 255, 255, 255, 255, 0]).is_err());
        assert!(read_record::<u8>("a test", &[]).is_err());
    }
}
