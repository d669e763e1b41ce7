//! What the program must know of one wolkvox tenant before it can ask it anything.

use std::{fmt, time::Duration};

use chrono_tz::Tz;
use secrecy::SecretString;
use thiserror::Error;

use vigia_core::metrics::OperationName;

/// The calls a day that polls leave to persons for each licence: a tenth.
const RESERVE_PER_LICENCE: u64 = 100;

/// One wolkvox tenant: where it is, how it is entered, and what it may be asked.
#[derive(Clone)]
pub struct OperationAccess {
    /// The name that the configuration gives it.
    pub name: OperationName,
    /// Where the API is, such as `https://wv0001.wolkvox.com/api/v2`.
    pub base: String,
    /// The API token.
    pub token: SecretString,
    /// The zone whose local time the reports speak.
    pub zone: Tz,
    /// Licences of the tenant: each gives 1,000 calls a day.
    pub licences: u32,
    /// How many of the day's calls polls leave to persons.
    pub reserve: u64,
    /// How long and how large one call may be.
    pub limits: RequestLimits,
    /// How often a call that failed is tried again.
    pub patience: RequestTimeouts,
}

/// How long and how large one call may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestLimits {
    /// Until the connection stands.
    pub connect: Duration,
    /// The whole call, body included. wolkvox itself ends a call after 60 s.
    pub call: Duration,
    /// Bytes of the decoded body. wolkvox itself ends a body at 256 MB.
    pub body: usize,
}

impl Default for RequestLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            call: Duration::from_secs(60),
            body: 256 * 1024 * 1024,
        }
    }
}

/// How often a call that failed is tried again, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestTimeouts {
    /// Further tries after the first.
    pub retries: usize,
    /// The wait before the first further try; it doubles each time, with jitter on top.
    pub first_wait: Duration,
    /// The longest wait before jitter.
    pub longest_wait: Duration,
    /// No further try begins so long after the first.
    pub total: Duration,
}

impl Default for RequestTimeouts {
    fn default() -> Self {
        Self {
            retries: 3,
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_secs(30),
            total: Duration::from_secs(180),
        }
    }
}

/// Why an [`OperationAccess`] cannot be asked.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum OperationAccessError {
    /// The base address is none.
    #[error("the address of the API is no URL such as `https://wv0001.wolkvox.com/api/v2`")]
    Base,
    /// The token has characters that no HTTP header can carry.
    #[error("the API token is empty or holds characters that no token has, such as a line break")]
    Token,
    /// The HTTP client could not be built.
    #[error("the HTTP client cannot be built: {0}")]
    Http(String),
}

impl OperationAccess {
    /// The tenant on server `wv{server}.wolkvox.com`, with the usual limits.
    #[must_use]
    pub fn new(
        name: OperationName,
        server: &str,
        token: SecretString,
        zone: Tz,
        licences: u32,
    ) -> Self {
        Self {
            name,
            base: Self::base_of(server),
            token,
            zone,
            licences,
            reserve: u64::from(licences) * RESERVE_PER_LICENCE,
            limits: RequestLimits::default(),
            patience: RequestTimeouts::default(),
        }
    }

    /// The address of a server by its number as the Manager's address shows it, such as
    /// `0001`.
    #[must_use]
    pub fn base_of(server: &str) -> String {
        format!("https://wv{server}.wolkvox.com/api/v2")
    }

    /// The same tenant behind another address, such as a proxy's.
    #[must_use]
    pub fn at(self, base: impl Into<String>) -> Self {
        Self {
            base: base.into(),
            ..self
        }
    }
}

/// Without the token, and without the address, which may carry a proxy's password.
impl fmt::Debug for OperationAccess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation")
            .field("name", &self.name)
            .field("zone", &self.zone)
            .field("licences", &self.licences)
            .finish_non_exhaustive()
    }
}
