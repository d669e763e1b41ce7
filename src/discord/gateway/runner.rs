//! The loop that keeps the connection: one after another, as often as [`SessionPacing`] allows.

use std::time::Duration;

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use crate::{
    discord::{
        error::DiscordError,
        gateway::{
            connection::{ConnectionContext, ConnectionReport},
            session_pacing::{ConnectionEnd, ConnectionTrace, Handshake, NextStep, SessionPacing},
        },
        rest::RestError,
        route::Route,
    },
    telemetry::{DownReason, GatewayLink},
};

/// The time between two looks at the file of a token that was refused.
const TOKEN_RECHECK: Duration = Duration::from_secs(2);

/// From so many ends in a row on, a person should look at it.
const MANY_ENDS: u32 = 3;

pub(in crate::discord) struct GatewayRunner {
    context: ConnectionContext,
    pacing: SessionPacing,
    /// The address of the gateway, until it fails.
    address: Option<String>,
    /// The time since which there has been no good connection.
    down_since: Option<DateTime<Utc>>,
}

impl GatewayRunner {
    pub(in crate::discord) fn new(context: ConnectionContext) -> Self {
        Self {
            pacing: SessionPacing::new(context.limits.reconnect),
            context,
            address: None,
            down_since: None,
        }
    }

    /// Keeps the connection until it is to stop, or until going on is useless.
    pub(in crate::discord) async fn run(mut self) -> Result<(), DiscordError> {
        let stop = self.context.stop.clone();
        let (mut handshake, mut wait) = (Handshake::Identify, Duration::ZERO);
        loop {
            let used = self.context.token.current();
            // What is awaited before a connection is open can simply be dropped.
            let preparing = self.prepare(handshake, wait);
            let report = match stop.run_until_cancelled(preparing).await {
                None => return Ok(()),
                Some(Ok(address)) => self.connect(&address, handshake).await,
                Some(Err(AddressError::Unreachable(why))) => ConnectionReport {
                    end: Some(ConnectionEnd::Unreachable(why)),
                    trace: ConnectionTrace::default(),
                },
                Some(Err(AddressError::Token)) => {
                    self.wait_for_token(&used).await?;
                    (handshake, wait) = (Handshake::Identify, Duration::ZERO);
                    continue;
                }
            };
            let Some(end) = report.end else {
                return Ok(());
            };
            let has_session = self.context.session.is_some();
            match self.pacing.after(&end, report.trace, has_session) {
                NextStep::Stop(DiscordError::Token) => {
                    self.wait_for_token(&used).await?;
                    (handshake, wait) = (Handshake::Identify, Duration::ZERO);
                    continue;
                }
                NextStep::Stop(error) => return Err(error),
                NextStep::Connect {
                    handshake: next,
                    wait: pause,
                } => (handshake, wait) = (next, pause),
            }
            self.report_end(&end, handshake, wait);
        }
    }

    /// Waits until the file of the token has another one than Discord refused. A token from a variable cannot
    /// change, so that it ends the bot. Returns also where the bot is to stop.
    async fn wait_for_token(&mut self, refused: &SecretString) -> Result<(), DiscordError> {
        let token = self.context.token.clone();
        let Some(file) = token.file() else {
            return Err(DiscordError::Token);
        };
        tracing::error!(file = %file.display(), "{}: put a current one into its file", DiscordError::Token);
        self.publish_down(DownReason::TokenRefused);
        let changed = async {
            while token.current().expose_secret() == refused.expose_secret() {
                tokio::time::sleep(TOKEN_RECHECK).await;
            }
        };
        let stop = self.context.stop.clone();
        stop.run_until_cancelled(changed).await;
        Ok(())
    }

    /// Waits until the next connection may be made, and finds out where.
    async fn prepare(
        &mut self,
        handshake: Handshake,
        wait: Duration,
    ) -> Result<String, AddressError> {
        tokio::time::sleep(wait).await;
        if handshake == Handshake::Resume {
            let session = self.context.session.as_ref();
            if let Some(address) = session.and_then(|session| session.address.clone()) {
                return Ok(address);
            }
        } else {
            self.context.session = None;
            self.wait_for_budget().await;
        }
        if let Some(address) = &self.address {
            return Ok(address.clone());
        }
        let address = self.fetch_address().await?;
        self.address = Some(address.clone());
        Ok(address)
    }

    async fn wait_for_budget(&mut self) {
        let clock = self.context.clock.clone();
        while let Some(until) = self.context.budget.free_at(clock.now()) {
            let count = self.context.budget.count(clock.now());
            let reason = DownReason::IdentifyLimit { count, until };
            tracing::error!("{reason}");
            self.publish_down(reason);
            clock.sleep_until(until).await;
        }
    }

    async fn fetch_address(&self) -> Result<String, AddressError> {
        #[derive(Deserialize)]
        struct GatewayUrl {
            url: String,
        }
        let rest = &self.context.events.rest;
        let mut answer = rest.get(Route::Gateway, Vec::new()).await;
        if answer.as_ref().is_err_and(RestError::is_not_found) {
            answer = rest.get(Route::GatewayBot, Vec::new()).await;
        }
        match answer {
            Ok(GatewayUrl { url }) => Ok(url),
            Err(error) if error.is_bad_token() => Err(AddressError::Token),
            Err(error) => Err(AddressError::Unreachable(error.to_string())),
        }
    }

    async fn connect(&mut self, address: &str, handshake: Handshake) -> ConnectionReport {
        let is_trusted = self.pacing.ends_in_a_row() <= 1;
        let context = &mut self.context;
        let report = context
            .hold_connection(address, handshake, is_trusted)
            .await;
        if report.trace.sent.is_none() {
            // The address may be an old one.
            self.address = None;
            if let Some(session) = &mut self.context.session {
                session.address = None;
            }
        }
        report
    }

    fn report_end(&mut self, end: &ConnectionEnd, handshake: Handshake, wait: Duration) {
        let (reason, ends) = (end.reason(), self.pacing.ends_in_a_row());
        if ends == 1 {
            self.down_since = None;
        }
        self.publish_down(reason.clone());
        self.context
            .events
            .status
            .send_modify(|status| status.reconnects += 1);
        if ends < MANY_ENDS {
            tracing::warn!(?handshake, ?wait, "{reason}; connecting again");
        } else {
            tracing::error!(
                ?handshake,
                ?wait,
                ends,
                "{reason}; no connection to Discord has lasted a minute since then: commands and \
                 buttons are not heard. Look at https://discordstatus.com and at the network of \
                 this machine"
            );
        }
    }

    fn publish_down(&mut self, reason: DownReason) {
        let now = self.context.clock.now();
        let since = *self.down_since.get_or_insert(now);
        self.context.events.status.send_modify(|status| {
            status.link = GatewayLink::Down { since, reason };
        });
    }
}

/// The reason for which the gateway's address is not known.
enum AddressError {
    Token,
    Unreachable(String),
}
