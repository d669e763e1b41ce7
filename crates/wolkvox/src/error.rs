//! The errors of the API.

use std::{fmt, sync::Arc, time::Duration};

use crate::scrub::SecretScrubber;
pub use vigia_core::metrics::ReadFailure;

/// An error of the API. It holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    kind: ReadFailure,
    status: Option<u16>,
    note: Option<Arc<str>>,
    retry_after: Option<Duration>,
}

impl ApiError {
    /// An error of this kind without a status or a note.
    pub fn new(kind: ReadFailure) -> Self {
        Self {
            kind,
            status: None,
            note: None,
            retry_after: None,
        }
    }

    pub(super) fn with_status(self, status: u16) -> Self {
        Self {
            status: Some(status),
            ..self
        }
    }

    /// Adds the API's own words, without the token.
    pub(super) fn with_note(self, note: &str, scrub: &SecretScrubber) -> Self {
        let note = scrub.clean(note, 120).replace('`', "'");
        Self {
            note: (!note.is_empty()).then(|| note.into()),
            ..self
        }
    }

    /// Adds the time for which the API wants no further request.
    pub(super) fn with_retry_after(self, retry_after: Option<Duration>) -> Self {
        Self {
            retry_after,
            ..self
        }
    }

    pub(super) fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    pub fn kind(&self) -> ReadFailure {
        self.kind
    }

    /// Returns what failed, with the API's own words, and what to do about it, which may be empty.
    pub fn what_and_help(&self) -> (String, String) {
        let (whole, kind) = (self.to_string(), self.kind.to_string());
        let (what, help) = kind.split_once("; ").unwrap_or((&kind, ""));
        let details = whole.strip_prefix(&kind).unwrap_or_default();
        (format!("{what}{details}"), help.to_owned())
    }

    /// Returns true if another try within seconds can help.
    pub fn is_worth_retrying(&self) -> bool {
        match self.kind {
            ReadFailure::Unreachable
            | ReadFailure::UnknownHost
            | ReadFailure::ConnectionRefused
            | ReadFailure::TimedOut
            | ReadFailure::Cut
            | ReadFailure::ServerFault
            | ReadFailure::Busy => true,
            ReadFailure::TooLarge
            | ReadFailure::TlsFailed
            | ReadFailure::NoReadableRow
            | ReadFailure::Blocked
            | ReadFailure::Unexpected
            | ReadFailure::BadRequest
            | ReadFailure::Unauthorized
            | ReadFailure::TokenRefused
            | ReadFailure::Refused
            | ReadFailure::QuotaSpent
            | ReadFailure::QuotaReserved
            | ReadFailure::WindowTooLong
            | ReadFailure::Stopped
            | ReadFailure::OutOfTime
            | ReadFailure::Other => false,
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind)?;
        if let Some(status) = self.status {
            write!(f, " (status {status})")?;
        }
        if let Some(note) = &self.note {
            write!(f, ": `{note}`")?;
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}
