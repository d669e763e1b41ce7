//! The calls that each operation has spent of its daily quota.

use chrono::NaiveDate;

use crate::{Store, StoreError, error::InFolder, record};
use vigia_core::metrics::OperationName;

const WHAT: &str = "the calls spent";

impl Store {
    /// Remembers how many calls the operation has spent on that day. The background flush
    /// takes it to the disk within a second.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn save_spent(
        &self,
        operation: &OperationName,
        day: NaiveDate,
        calls: u64,
    ) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let value = record::write(WHAT, &(day, calls))?;
        self.trees()
            .spent
            .insert(operation.as_str(), value)
            .in_folder(self.path())?;
        Ok(())
    }

    /// The last day on which the operation made calls, and how many.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn spent(&self, operation: &OperationName) -> Result<Option<(NaiveDate, u64)>, StoreError> {
        self.trees()
            .spent
            .get(operation.as_str())
            .in_folder(self.path())?
            .map(|value| record::read(WHAT, &value))
            .transpose()
    }
}
