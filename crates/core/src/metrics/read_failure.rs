//! The kinds of failure of a request to the reports API.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};
use thiserror::Error;

/// Why a report could not be read, with what to do about it. Cards say the same in their own language, under
/// `failure-` and the code of the kind.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Error,
    EnumString,
    IntoStaticStr,
    VariantArray,
    Serialize,
    Deserialize,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(into = "String", from = "String")]
pub enum ReadFailure {
    /// wolkvox lets registered addresses in and leaves others without an answer.
    #[error("no connection to wolkvox; register this server's public IP in wolkvox Manager")]
    Unreachable,
    #[error("the host of the wolkvox server is unknown; check `server` or `base_url`, and DNS")]
    UnknownHost,
    #[error("the wolkvox server refuses the connection; check `server` or `base_url`")]
    ConnectionRefused,
    #[error(
        "no secure connection to wolkvox; check `server` or `base_url`, the certificate and any \
         proxy"
    )]
    TlsFailed,
    #[error(
        "wolkvox gave no answer in time; if it never does, register this server's public IP in \
         wolkvox Manager"
    )]
    TimedOut,
    #[error("the answer of wolkvox broke off; it is tried again")]
    Cut,
    /// The answer is larger than wolkvox's own limit.
    #[error("the answer of wolkvox is too large; a shorter window helps")]
    TooLarge,
    /// HTTP 5xx.
    #[error("the wolkvox server failed; if it goes on, ask wolkvox")]
    ServerFault,
    /// A web page, other text, or another status.
    #[error(
        "wolkvox answered with something that is not a report, such as a page of a proxy; look at \
         the log"
    )]
    Unexpected,
    /// Every row lacks the field that says whose row it is.
    #[error(
        "no row of the answer could be read; wolkvox may have renamed a field, whose name is in \
         the log"
    )]
    NoReadableRow,
    /// HTTP 403 of a firewall in front of wolkvox.
    #[error("a firewall in front of wolkvox blocks this server's address; ask wolkvox to allow it")]
    Blocked,
    /// The API does not know the report or misses a parameter (400).
    #[error("wolkvox does not understand the request; look for a newer version of vigia")]
    BadRequest,
    /// HTTP 401.
    #[error("wolkvox saw no API token; check any proxy, which may remove headers")]
    Unauthorized,
    /// HTTP 403.
    #[error("wolkvox does not accept the API token; create a new one in wolkvox Manager")]
    TokenRefused,
    /// HTTP 403.
    #[error("something else uses the same API token at this moment; give it a token of its own")]
    Busy,
    /// HTTP 403 for another reason.
    #[error("wolkvox refuses requests for now, as during maintenance; it is tried again")]
    Refused,
    /// Reached by our count or by the API's.
    #[error("the API requests of today are used up; poll less often, or watch fewer skills")]
    QuotaSpent,
    #[error(
        "the API requests that are left today are reserved for commands; poll less often, or \
         watch fewer skills"
    )]
    QuotaReserved,
    #[error("the window is too long; a year is the longest")]
    WindowTooLong,
    #[error("vigia is shutting down; try again in a minute")]
    Stopped,
    #[error("the poll ran out of time; poll less often, or watch fewer skills")]
    OutOfTime,
    /// What an earlier version stored in words of its own, and a test of rules.
    #[error("the report could not be read")]
    Other,
}

impl ReadFailure {
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// Returns the name of the kind for machines, such as `timed-out`.
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// Returns the failure of this code; any other text counts as [`ReadFailure::Other`].
    pub fn of_code(code: &str) -> Self {
        code.parse().unwrap_or(Self::Other)
    }

    /// Returns true where the next report would fail in the same way.
    pub fn concerns_every_report(self) -> bool {
        match self {
            Self::Unreachable
            | Self::UnknownHost
            | Self::ConnectionRefused
            | Self::TlsFailed
            | Self::Blocked
            | Self::TimedOut
            | Self::Unauthorized
            | Self::TokenRefused
            | Self::Refused
            | Self::QuotaSpent
            | Self::QuotaReserved
            | Self::Stopped
            | Self::OutOfTime => true,
            Self::Cut
            | Self::TooLarge
            | Self::NoReadableRow
            | Self::ServerFault
            | Self::Unexpected
            | Self::BadRequest
            | Self::Busy
            | Self::WindowTooLong
            | Self::Other => false,
        }
    }
}

impl From<ReadFailure> for String {
    fn from(failure: ReadFailure) -> Self {
        failure.code().to_owned()
    }
}

impl From<String> for ReadFailure {
    fn from(code: String) -> Self {
        Self::of_code(&code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_failure_is_read_again_and_an_unknown_one_is_no_error() {
        for failure in ReadFailure::ALL {
            let stored = serde_json::to_string(failure).unwrap();
            assert_eq!(
                serde_json::from_str::<ReadFailure>(&stored).unwrap(),
                *failure
            );
        }
        let earlier = r#""no connection to wolkvox""#;
        assert_eq!(
            serde_json::from_str::<ReadFailure>(earlier).unwrap(),
            ReadFailure::Other
        );
    }
}
