//! The keys of records. Keys sort as their parts do, and those of one operation lie together.

use chrono::{DateTime, Utc};

use crate::StoreError;
use vigia_core::{
    alerts::{AlertKey, EventSubject, IncidentId},
    metrics::{OperationName, Scope},
    rules::{ChannelName, RuleId},
    summaries::EditionId,
};

/// Returns the bytes with which the keys of an operation begin.
pub(super) fn operation_key(name: &OperationName) -> Vec<u8> {
    join_texts(&[name.as_str()])
}

pub(super) fn alert_key(of: &OperationName, alert: &AlertKey) -> Result<Vec<u8>, StoreError> {
    scope_key(of, &alert.rule, &alert.scope)
}

/// Returns the key of a rule and a scope.
pub(super) fn scope_key(
    of: &OperationName,
    rule: &RuleId,
    scope: &Scope,
) -> Result<Vec<u8>, StoreError> {
    let scope = serde_json::to_string(scope).map_err(|error| StoreError::Record {
        what: "a scope",
        why: error.to_string(),
    })?;
    Ok(join_texts(&[of.as_str(), rule.as_str(), &scope]))
}

pub(super) fn rule_key(of: &OperationName, rule: &RuleId) -> Vec<u8> {
    join_texts(&[of.as_str(), rule.as_str()])
}

pub(super) fn incident_key(of: &OperationName, id: IncidentId) -> Vec<u8> {
    let mut key = operation_key(of);
    key.extend(id.get().to_be_bytes());
    key
}

pub(super) fn edition_key(of: &OperationName, id: EditionId) -> Vec<u8> {
    let mut key = operation_key(of);
    key.extend(id.get().to_be_bytes());
    key
}

/// Returns the key of a subject's message in a channel. An edition has one message, wherever the
/// configuration sends the next one.
pub(super) fn message_key(about: EventSubject, channel: &ChannelName) -> Vec<u8> {
    let mut key = about.get().to_be_bytes().to_vec();
    match about {
        EventSubject::Incident(_) => key.extend(channel.as_str().bytes()),
        EventSubject::Edition(_) => {}
    }
    key
}

/// Returns the number of the subject of a message.
pub(super) fn message_subject(key: &[u8]) -> Option<u64> {
    key.first_chunk().copied().map(u64::from_be_bytes)
}

pub(super) fn last_number(what: &'static str, key: &[u8]) -> Result<u64, StoreError> {
    let number = key.last_chunk().copied().map(u64::from_be_bytes);
    number.ok_or_else(|| StoreError::Record {
        what,
        why: format!("its key has {} bytes, expected 8 or more", key.len()),
    })
}

/// Returns the key of a time; keys that continue it sort behind it.
pub(super) fn moment_key(of: &OperationName, at: DateTime<Utc>) -> Vec<u8> {
    moment_in(&operation_key(of), at)
}

/// Returns the same for the bytes with which an operation's keys begin.
pub(super) fn moment_in(operation: &[u8], at: DateTime<Utc>) -> Vec<u8> {
    [operation, &time_key(at.timestamp())].concat()
}

/// Returns the bytes with which the keys of the same operation begin.
pub(super) fn operation_of(key: &[u8]) -> Option<&[u8]> {
    let (length, _) = key.split_first_chunk()?;
    let length = usize::try_from(u64::from_be_bytes(*length)).ok()?;
    key.get(..length.checked_add(8)?)
}

/// Returns the operation whose key this is.
pub(super) fn operation_name(key: &[u8]) -> Option<OperationName> {
    let (_, name) = operation_of(key)?.split_first_chunk::<8>()?;
    let name = std::str::from_utf8(name).ok()?;
    Some(OperationName::new(name))
}

/// Returns a key behind every time of an operation.
pub(super) fn end_of(operation: &[u8]) -> Vec<u8> {
    [operation, &[u8::MAX; 9]].concat()
}

pub(super) fn closed_key(of: &OperationName, at: DateTime<Utc>, id: IncidentId) -> Vec<u8> {
    let mut key = moment_key(of, at);
    key.extend(id.get().to_be_bytes());
    key
}

/// Returns a number of seconds or milliseconds as bytes. The sign bit is flipped, so that
/// times before 1970 sort before later ones.
pub(super) fn time_key(number: i64) -> [u8; 8] {
    (number.cast_unsigned() ^ (1 << 63)).to_be_bytes()
}

/// Joins texts, each behind its length: no text can pass for two, and keys that begin with
/// the same texts lie together.
fn join_texts(texts: &[&str]) -> Vec<u8> {
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
        let short = join_texts(&["norte"]);
        assert!(join_texts(&["norte", "rule"]).starts_with(&short));
        assert!(!join_texts(&["norte2", "rule"]).starts_with(&short));
        assert_ne!(join_texts(&["a", "bc"]), join_texts(&["ab", "c"]));
    }

    #[test]
    fn times_sort_also_before_1970() {
        assert!(
            [-10, -1, 0, 1, 255, 1_800_000_000]
                .map(time_key)
                .is_sorted()
        );
    }
}
