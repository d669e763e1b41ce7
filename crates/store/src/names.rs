//! Names as numbers: a hundred agents are written once, not at every poll.

use std::{collections::HashMap, path::Path, sync::Arc};

use crate::{StoreError, error::InFolder, trees::TreeRows};

/// All names of history in the order in which they came; the place of a name is its number.
/// They are few (agents, skills, channels, operations) and stay in memory.
#[derive(Debug, Default)]
pub(crate) struct NameTable {
    texts: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
}

impl NameTable {
    pub(crate) fn load(tree: &sled::Tree, path: &Path) -> Result<Self, StoreError> {
        let refuse = |why: &str| StoreError::Record {
            what: "a name",
            why: why.to_owned(),
        };
        let mut names = Self::default();
        for (expected, entry) in (0_u32..).zip(tree.iter()) {
            let (key, text) = entry.in_folder(path)?;
            if key.as_ref() != expected.to_be_bytes() {
                return Err(refuse("a number is missing before it"));
            }
            let text = std::str::from_utf8(&text).map_err(|_| refuse("it is no text"))?;
            names.adopt([Arc::from(text)]);
        }
        Ok(names)
    }

    pub(super) fn text(&self, number: impl TryInto<usize>) -> Option<Arc<str>> {
        self.texts.get(number.try_into().ok()?).cloned()
    }

    pub(super) fn number(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }

    /// Adds the names of a draft that is safe on the disk.
    pub(crate) fn adopt(&mut self, fresh: impl IntoIterator<Item = Arc<str>>) {
        for text in fresh {
            self.numbers.insert(text.clone(), number_after(&self.texts));
            self.texts.push(text);
        }
    }
}

/// The names, and those that one commit adds.
pub(crate) struct NameTableDraft<'names> {
    known: &'names NameTable,
    fresh: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
}

impl<'names> NameTableDraft<'names> {
    pub(crate) fn new(known: &'names NameTable) -> Self {
        Self {
            known,
            fresh: Vec::new(),
            numbers: HashMap::new(),
        }
    }

    /// Returns the number of a name, a new one where it has none.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        let found = self.known.number(text);
        if let Some(number) = found.or_else(|| self.numbers.get(text).copied()) {
            return number;
        }
        let number = number_after(&self.known.texts) + number_after(&self.fresh);
        let text: Arc<str> = Arc::from(text);
        self.numbers.insert(text.clone(), number);
        self.fresh.push(text);
        number
    }

    /// Writes the new names and returns them.
    pub(crate) fn write(self, batch: &mut TreeRows) -> Vec<Arc<str>> {
        for text in &self.fresh {
            if let Some(number) = self.numbers.get(text) {
                batch.insert(&number.to_be_bytes(), text.as_bytes());
            }
        }
        self.fresh
    }
}

fn number_after(texts: &[Arc<str>]) -> u32 {
    u32::try_from(texts.len()).expect("four billion names do not fit into memory")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_number_and_a_new_one_gets_the_next() {
        let mut names = NameTable::default();
        let mut draft = NameTableDraft::new(&names);
        assert_eq!([draft.number("ana"), draft.number("luz")], [0, 1]);
        let fresh = draft.write(&mut TreeRows::default());
        names.adopt(fresh);
        let mut draft = NameTableDraft::new(&names);
        assert_eq!([draft.number("eva"), draft.number("ana")], [2, 0]);
        assert_eq!(names.text(1_u32), Some("luz".into()));
        assert_eq!(names.text(2_u32), None);
    }
}
