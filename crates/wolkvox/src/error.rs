//! Why the API could not be read. An [`ApiError`] answers three questions: is another try worth
//! it, who must act, and what shall a supervisor be told?

use std::{fmt, sync::Arc, time::Duration};

use crate::scrub::SecretScrubber;

/// What went wrong. Cards word each of these in their own language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApiErrorKind {
    /// No connection. wolkvox lets registered addresses in and leaves others without answer.
    Unreachable,
    /// No whole answer within the time that a call may take.
    TimedOut,
    /// The answer broke off.
    Cut,
    /// The answer is larger than wolkvox's own limit.
    TooLarge,
    /// The server failed (HTTP 5xx).
    ServerFault,
    /// An answer that is none of the API's: a web page, other text, another status.
    Unexpected,
    /// The API does not know the report or misses a parameter (400).
    BadRequest,
    /// The API saw no token (401).
    Unauthorized,
    /// The token is wrong, expired or another tenant's (403).
    TokenRefused,
    /// Something else uses the same token at this moment (403).
    Busy,
    /// Refused for another reason, as a rule maintenance or a backup (403).
    Refused,
    /// The day's calls are used up, by our count or by the API's.
    QuotaSpent,
    /// What is left of the day's calls is kept for persons.
    QuotaReserved,
    /// The window is longer than anything that this program asks for.
    WindowTooLong,
    /// This program is shutting down.
    Stopped,
}

/// When another try can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAdvice {
    /// Not before somebody changes something.
    Never,
    /// Within seconds.
    Soon,
    /// Not at once.
    Later {
        /// How long to leave it.
        after: Duration,
    },
    /// On the operation's next local day.
    Tomorrow,
}

/// Who can end an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultyParty {
    /// It passes by itself.
    Nobody,
    /// Whoever runs this program: its token, its address, its network.
    Administrator,
    /// wolkvox.
    Wolkvox,
    /// Whoever asked: with another question.
    Asker,
    /// Whoever maintains this program.
    Developer,
}

/// Why the API could not be read. It holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    kind: ApiErrorKind,
    status: Option<u16>,
    note: Option<Arc<str>>,
}

impl ApiError {
    pub(super) fn new(kind: ApiErrorKind) -> Self {
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

    /// Adds what the API itself said, cleaned.
    pub(super) fn with_note(self, note: &str, scrub: &SecretScrubber) -> Self {
        let note = scrub.clean(note, 120).replace('`', "'");
        Self {
            note: (!note.is_empty()).then(|| note.into()),
            ..self
        }
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ApiErrorKind {
        self.kind
    }

    /// The status of the answer, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// When another try can help.
    #[must_use]
    pub fn retry(&self) -> RetryAdvice {
        self.kind.retry()
    }

    /// Who can end this.
    #[must_use]
    pub fn who_must_act(&self) -> FaultyParty {
        self.kind.who_must_act()
    }
}

impl ApiErrorKind {
    /// When another try can help.
    #[must_use]
    pub fn retry(self) -> RetryAdvice {
        match self {
            Self::Unreachable | Self::TimedOut | Self::Cut | Self::ServerFault | Self::Busy => {
                RetryAdvice::Soon
            }
            Self::Unexpected => RetryAdvice::Later {
                after: Duration::from_secs(300),
            },
            Self::Refused => RetryAdvice::Later {
                after: Duration::from_secs(600),
            },
            Self::QuotaSpent | Self::QuotaReserved => RetryAdvice::Tomorrow,
            Self::TooLarge
            | Self::BadRequest
            | Self::Unauthorized
            | Self::TokenRefused
            | Self::WindowTooLong
            | Self::Stopped => RetryAdvice::Never,
        }
    }

    /// Who can end this.
    #[must_use]
    pub fn who_must_act(self) -> FaultyParty {
        match self {
            Self::TimedOut
            | Self::Cut
            | Self::Busy
            | Self::Refused
            | Self::QuotaReserved
            | Self::Stopped => FaultyParty::Nobody,
            Self::Unreachable | Self::Unauthorized | Self::TokenRefused | Self::QuotaSpent => {
                FaultyParty::Administrator
            }
            Self::ServerFault | Self::Unexpected => FaultyParty::Wolkvox,
            Self::TooLarge | Self::WindowTooLong => FaultyParty::Asker,
            Self::BadRequest => FaultyParty::Developer,
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::Unreachable => {
                "no connection to wolkvox; is this server's public IP registered there?"
            }
            Self::TimedOut => {
                "wolkvox gave no answer in time; if it never does: is this server's public IP \
                 registered there?"
            }
            Self::Cut => "the answer of wolkvox broke off",
            Self::TooLarge => "the answer of wolkvox is too large; a shorter window helps",
            Self::ServerFault => "the wolkvox server failed",
            Self::Unexpected => "wolkvox answered with something that is no report",
            Self::BadRequest => "wolkvox does not understand the request",
            Self::Unauthorized => "wolkvox saw no API token",
            Self::TokenRefused => {
                "wolkvox does not accept the API token: it is wrong, expired or another account's"
            }
            Self::Busy => "something else is using the same API token at this moment",
            Self::Refused => "wolkvox refuses requests for now, as during maintenance",
            Self::QuotaSpent => "the API calls of today are used up",
            Self::QuotaReserved => {
                "the API calls that are left today are kept for people's commands"
            }
            Self::WindowTooLong => "the window is too long; a year is the longest",
            Self::Stopped => "vigia is shutting down",
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.sentence())?;
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
