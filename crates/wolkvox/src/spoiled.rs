//! What of an answer could not be read. A spoiled field costs that field alone, a row that
//! does not say whose it is costs that row, and both are told.

use crate::{
    scrub::SecretScrubber,
    value::{RawScalar, ValueError},
};

/// How many are told; the rest is counted.
const TOLD: usize = 500;

/// The longest text that is quoted.
const QUOTED: usize = 80;

/// One thing in an answer that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableField {
    /// The field as the API spells it; of a row that was dropped, the field that should
    /// have said whose row it is.
    pub field: String,
    /// Which row, counted from 1 in the order of the answer.
    pub row: usize,
    /// What stood there, cut to 80 characters.
    pub text: String,
}

/// Gathers what could not be read while an answer is parsed.
#[derive(Debug)]
pub(super) struct ParseWarnings<'a> {
    scrub: &'a SecretScrubber,
    row: usize,
    told: Vec<UnreadableField>,
    count: usize,
}

impl<'a> ParseWarnings<'a> {
    pub(super) fn new(scrub: &'a SecretScrubber) -> Self {
        Self {
            scrub,
            row: 0,
            told: Vec::new(),
            count: 0,
        }
    }

    /// What follows is the next row's.
    pub(super) fn next_row(&mut self) {
        self.row += 1;
    }

    pub(super) fn rows(&self) -> usize {
        self.row
    }

    /// The figure that `value` gives, or `None` where it gives none or cannot be read.
    pub(super) fn read<'v, T>(
        &mut self,
        field: &str,
        value: &RawScalar<'v>,
        reader: impl Fn(&RawScalar<'v>) -> Result<Option<T>, ValueError>,
    ) -> Option<T> {
        reader(value).unwrap_or_else(|ValueError| {
            self.note(field, &value.quote());
            None
        })
    }

    /// Tells that `text` was not what `field` should hold.
    pub(super) fn note(&mut self, field: &str, text: &str) {
        self.count += 1;
        if self.told.len() < TOLD {
            self.told.push(UnreadableField {
                field: self.scrub.clean(field, QUOTED),
                row: self.row,
                text: self.scrub.clean(text, QUOTED),
            });
        }
    }

    /// What is told, and how many they were in all.
    pub(super) fn into_parts(self) -> (Vec<UnreadableField>, usize) {
        (self.told, self.count)
    }
}
