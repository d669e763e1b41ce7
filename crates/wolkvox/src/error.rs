//! The errors of the API.

use std::{fmt, sync::Arc};

use thiserror::Error;

use crate::scrub::SecretScrubber;

/// The kinds of errors. Cards word each of them in their own language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum ApiErrorKind {
    /// wolkvox lets registered addresses in and leaves others without answer.
    #[error("no connection to wolkvox; is this server's public IP registered there?")]
    Unreachable,
    #[error("the host of the wolkvox server is unknown; check `server` or `base_url`, and DNS")]
    UnknownHost,
    #[error("the wolkvox server refuses the connection; check `server` or `base_url`")]
    ConnectionRefused,
    #[error("no secure connection to wolkvox: the certificate or TLS was not accepted")]
    TlsFailed,
    #[error(
        "wolkvox gave no answer in time; if it never does: is this server's public IP \
         registered there?"
    )]
    TimedOut,
    #[error("the answer of wolkvox broke off")]
    Cut,
    /// The answer is larger than wolkvox's own limit.
    #[error("the answer of wolkvox is too large; a shorter window helps")]
    TooLarge,
    /// HTTP 5xx.
    #[error("the wolkvox server failed")]
    ServerFault,
    /// A web page, other text, or another status.
    #[error("wolkvox answered with something that is not a report")]
    Unexpected,
    /// Every row lacks the field that says whose row it is.
    #[error("no row of the answer could be read; wolkvox may have renamed a field")]
    NoReadableRow,
    /// HTTP 403 of a firewall in front of wolkvox.
    #[error("a firewall in front of wolkvox blocks this server's address")]
    Blocked,
    /// The API does not know the report or misses a parameter (400).
    #[error("wolkvox does not understand the request")]
    BadRequest,
    /// HTTP 401.
    #[error("wolkvox saw no API token")]
    Unauthorized,
    /// HTTP 403.
    #[error("wolkvox does not accept the API token: it is wrong, expired or another account's")]
    TokenRefused,
    /// HTTP 403.
    #[error("something else is using the same API token at this moment")]
    Busy,
    /// HTTP 403 for another reason.
    #[error("wolkvox refuses requests for now, as during maintenance")]
    Refused,
    /// Reached by our count or by the API's.
    #[error("the API requests of today are used up")]
    QuotaSpent,
    #[error("the API requests that are left today are reserved for commands")]
    QuotaReserved,
    #[error("the window is too long; a year is the longest")]
    WindowTooLong,
    #[error("vigia is shutting down")]
    Stopped,
}

/// An error of the API. It holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    kind: ApiErrorKind,
    status: Option<u16>,
    note: Option<Arc<str>>,
}

impl ApiError {
    /// An error of this kind without a status or a note.
    pub fn new(kind: ApiErrorKind) -> Self {
        Self {
            kind,
            status: None,
            note: None,
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

    pub fn kind(&self) -> ApiErrorKind {
        self.kind
    }

    /// Returns true if another try within seconds can help.
    pub fn is_worth_retrying(&self) -> bool {
        match self.kind {
            ApiErrorKind::Unreachable
            | ApiErrorKind::UnknownHost
            | ApiErrorKind::ConnectionRefused
            | ApiErrorKind::TimedOut
            | ApiErrorKind::Cut
            | ApiErrorKind::ServerFault
            | ApiErrorKind::Busy => true,
            ApiErrorKind::TooLarge
            | ApiErrorKind::TlsFailed
            | ApiErrorKind::NoReadableRow
            | ApiErrorKind::Blocked
            | ApiErrorKind::Unexpected
            | ApiErrorKind::BadRequest
            | ApiErrorKind::Unauthorized
            | ApiErrorKind::TokenRefused
            | ApiErrorKind::Refused
            | ApiErrorKind::QuotaSpent
            | ApiErrorKind::QuotaReserved
            | ApiErrorKind::WindowTooLong
            | ApiErrorKind::Stopped => false,
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
