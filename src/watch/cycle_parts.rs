//! What the polls of one operation need of the rest of the bot.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono_tz::Tz;
use tokio::sync::Notify;

use vigia_clock::Clock;
use vigia_core::{
    alerts::ChannelTraffic,
    metrics::OperationName,
    rules::{ActiveRules, AlertPolicy},
};
use vigia_store::Store;
use vigia_wolkvox::{NameDirectory, RequestGate};

pub struct CycleParts {
    pub operation: OperationName,
    pub gate: RequestGate,
    pub directory: NameDirectory,
    pub zone: Tz,
    pub every: Duration,
    pub rules: ActiveRules,
    pub policy: Arc<AlertPolicy>,
    /// The open cards of all operations by channel, which all cycles share.
    pub traffic: Arc<Mutex<ChannelTraffic>>,
    pub store: Store,
    pub clock: Clock,
    pub wake_dispatcher: Arc<Notify>,
}
