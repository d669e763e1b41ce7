//! The access to one wolkvox tenant.

use std::{fmt, sync::Arc, time::Duration};

use chrono_tz::Tz;
use secrecy::SecretString;
use thiserror::Error;

use crate::reports::SkillSource;
use vigia_core::metrics::OperationName;

/// The calls a day that polls leave to persons for each licence: a tenth.
const RESERVE_PER_LICENCE: u64 = 100;

/// Returns the token of this moment, which may be another one than before.
pub type TokenReader = Arc<dyn Fn() -> SecretString + Send + Sync>;

/// One wolkvox tenant, with its address, its token and its limits.
#[derive(Clone)]
pub struct OperationAccess {
    /// The name that the configuration gives it.
    pub name: OperationName,
    /// The address of the API, such as `https://wv0001.wolkvox.com/api/v2`.
    pub base: String,
    pub token: SecretString,
    /// Asked before each call, where the token may be replaced.
    pub renew: Option<TokenReader>,
    /// The time zone of the reports.
    pub zone: Tz,
    /// The licences of the tenant. Each gives 1,000 calls a day.
    pub licences: u32,
    /// The calls of a day that polls leave to persons.
    pub reserve: u64,
    /// Where figures per skill come from.
    pub per_skill: SkillSource,
    pub limits: RequestLimits,
}

/// The limits of a call, and of its further tries where it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestLimits {
    /// The time until the connection is open.
    pub connect: Duration,
    /// The time of the whole call, body included. wolkvox itself ends a call after 60 s.
    pub call: Duration,
    /// The time of a call for one of the lists of names, which nothing has to wait for.
    pub list: Duration,
    /// The bytes of the decoded body. wolkvox itself ends a body at 256 MB.
    pub body: usize,
    /// The further tries after the first.
    pub retries: usize,
    /// The wait before the first further try; it doubles each time, with jitter on top.
    pub first_wait: Duration,
    /// The longest wait before jitter.
    pub longest_wait: Duration,
    /// No further try begins so long after the first.
    pub total: Duration,
}

impl Default for RequestLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            call: Duration::from_secs(60),
            list: Duration::from_secs(3),
            body: 256 * 1024 * 1024,
            retries: 3,
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_secs(30),
            total: Duration::from_secs(180),
        }
    }
}

#[derive(Debug, Error, PartialEq, Eq)]
pub enum OperationAccessError {
    #[error("the address of the API is no URL such as `https://wv0001.wolkvox.com/api/v2`")]
    Base,
    #[error("the API token is empty or holds characters that no token has, such as a line break")]
    Token,
    #[error("the HTTP client cannot be built: {0}")]
    Http(String),
}

impl OperationAccess {
    /// Makes the access to the tenant on server `wv{server}.wolkvox.com`, with the usual limits.
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
            renew: None,
            zone,
            licences,
            reserve: u64::from(licences) * RESERVE_PER_LICENCE,
            per_skill: SkillSource::default(),
            limits: RequestLimits::default(),
        }
    }

    /// Returns the address of a server by its number, such as `0001`, which the Manager's address
    /// shows.
    pub fn base_of(server: &str) -> String {
        format!("https://wv{server}.wolkvox.com/api/v2")
    }

    /// Returns the same tenant behind another address, such as a proxy's.
    pub fn at(self, base: impl Into<String>) -> Self {
        Self {
            base: base.into(),
            ..self
        }
    }
}

/// Shows neither the token nor the address, which may carry a proxy's password.
impl fmt::Debug for OperationAccess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperationAccess")
            .field("name", &self.name)
            .field("zone", &self.zone)
            .field("licences", &self.licences)
            .finish_non_exhaustive()
    }
}
