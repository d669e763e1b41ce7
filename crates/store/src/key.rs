//! What records lie under. Keys sort as what they are made of does, and those of one
//! operation lie together.

use chrono::{DateTime, Utc};

use crate::StoreError;
use vigia_core::{
    alerts::{AlertKey, IncidentId},
    metrics::OperationName,
    summaries::EditionId,
};

/// What the keys of an operation begin with.
pub(super) fn operation(name: &OperationName) -> Vec<u8> {
    texts(&[name.as_str()])
}

/// An alert of an operation.
pub(super) fn alert(of: &OperationName, alert: &AlertKey) -> Result<Vec<u8>, StoreError> {
    let scope = serde_json::to_string(&alert.scope).map_err(|error| StoreError::Record {
        what: "an alert",
        why: error.to_string(),
    })?;
    Ok(texts(&[of.as_str(), alert.rule.as_str(), &scope]))
}

/// An incident of an operation.
pub(super) fn incident(of: &OperationName, id: IncidentId) -> Vec<u8> {
    let mut key = operation(of);
    key.extend(id.get().to_be_bytes());
    key
}

/// An edition of an operation's summary.
pub(super) fn edition(of: &OperationName, id: EditionId) -> Vec<u8> {
    let mut key = operation(of);
    key.extend(id.get().to_be_bytes());
    key
}

/// The number at the end of a key.
pub(super) fn last_number(what: &'static str, key: &[u8]) -> Result<u64, StoreError> {
    let number = key.last_chunk().copied().map(u64::from_be_bytes);
    number.ok_or_else(|| StoreError::Record {
        what,
        why: format!("its key has {} bytes, expected 8 or more", key.len()),
    })
}

/// A moment of an operation; what follows it sorts behind.
pub(super) fn moment(of: &OperationName, at: DateTime<Utc>) -> Vec<u8> {
    moment_in(&operation(of), at)
}

/// A moment of the operation that keys begin with.
pub(super) fn moment_in(operation: &[u8], at: DateTime<Utc>) -> Vec<u8> {
    [operation, &time(at.timestamp())].concat()
}

/// What the keys of an operation begin with.
pub(super) fn operation_of(key: &[u8]) -> Option<&[u8]> {
    let (length, _) = key.split_first_chunk()?;
    let length = usize::try_from(u64::from_be_bytes(*length)).ok()?;
    key.get(..length.checked_add(8)?)
}

/// Behind every moment of the operation that keys begin with.
pub(super) fn end_of(operation: &[u8]) -> Vec<u8> {
    [operation, &[u8::MAX; 9]].concat()
}

/// An incident of an operation that was over then.
pub(super) fn closed(of: &OperationName, at: DateTime<Utc>, id: IncidentId) -> Vec<u8> {
    let mut key = moment(of, at);
    key.extend(id.get().to_be_bytes());
    key
}

/// Seconds or a part of them. The sign bit is turned, so that times before 1970 sort before
/// the others.
pub(super) fn time(number: i64) -> [u8; 8] {
    (number.cast_unsigned() ^ (1 << 63)).to_be_bytes()
}

/// Texts one after the other, each behind its length: no text can pass for two, and those
/// that begin with the same texts lie together.
fn texts(texts: &[&str]) -> Vec<u8> {
    texts
        .iter()
        .flat_map(|text| {
            let length = (text.len() as u64).to_be_bytes();
            length.into_iter().chain(text.bytes())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_operation_reads_what_is_anothers() {
        let short = texts(&["norte"]);
        assert!(texts(&["norte", "rule"]).starts_with(&short));
        assert!(!texts(&["norte2", "rule"]).starts_with(&short));
        assert_ne!(texts(&["a", "bc"]), texts(&["ab", "c"]));
    }

    #[test]
    fn times_sort_also_before_1970() {
        assert!([-10, -1, 0, 1, 255, 1_800_000_000].map(time).is_sorted());
    }
}
