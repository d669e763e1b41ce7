//! The names of skills as they were last known: a card that is told right after a start, when
//! no list has been read yet, names its skill as the one before did.

use crate::{Store, StoreError, error::InFolder, record, trees::Change};
use vigia_core::metrics::{OperationName, SkillNames};

const WHAT: &str = "the names of skills";

/// More names than an operation has; beyond, a record would be too large.
const MOST: usize = 1_000;

impl Store {
    /// Remembers how the skills of the operation are called; on the disk when this returns.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn keep_skills(
        &self,
        operation: &OperationName,
        names: &SkillNames,
    ) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let names = names.0.iter().take(MOST);
        let names: Vec<_> = names.map(|(skill, name)| (*skill, name.clone())).collect();
        let mut change = Change::default();
        change
            .meta
            .insert(place(operation), record::write(WHAT, &names)?);
        self.apply(&change)
    }

    /// How the skills of the operation were called when that was last known.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn skills(&self, operation: &OperationName) -> Result<SkillNames, StoreError> {
        let value = self.trees().meta.get(place(operation));
        let value = value.in_folder(self.path())?;
        let names: Option<Vec<_>> = value.map(|value| record::read(WHAT, &value)).transpose()?;
        Ok(SkillNames(names.unwrap_or_default().into_iter().collect()))
    }
}

fn place(operation: &OperationName) -> Vec<u8> {
    [b"skills/", operation.as_str().as_bytes()].concat()
}
