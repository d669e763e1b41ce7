//! What a command service is made of, with a store of its own and reports that a test gives.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use tokio::{
    runtime::Handle,
    sync::{Notify, watch},
};
use vigia::{
    commands::{AlertActions, CommandOperation, ReportReader, RuleJudge},
    config::RulesSource,
    health::{HealthProbe, ProbeParts},
    telemetry::{GatewayLink, GatewayStatus},
    watch::{DeliveryStatus, ReloadParts, RuleReloader},
};
use vigia_cards::{ButtonToken, Locale, alert::AlertAction};
use vigia_clock::Clock;
use vigia_core::{
    metrics::{OperationName, SkillNames},
    rules::{ActiveRules, AlertPolicy, ChannelName},
};
use vigia_store::{Store, StoreSettings};
use vigia_wolkvox::{
    ApiError, GateScript, NameDirectory, QuotaState, ReadFailure, RequestGate, SkillSource,
};

/// Tuesday 17 November 2026, 15:05:42 in Bogota, for ever.
fn clock() -> Clock {
    Clock::leaping(DateTime::from_timestamp(1_794_945_942, 0).unwrap_or_default())
}

pub(crate) fn open_store(folder: &Path) -> Store {
    Store::open(StoreSettings::new(folder)).expect("the store can be opened")
}

/// What a button of an incident's card does; `None` for any other button.
pub(crate) fn alert_action(custom_id: &str) -> Option<AlertAction> {
    match ButtonToken::<()>::decode(custom_id)? {
        ButtonToken::Alert(button) => Some(button.act),
        ButtonToken::Command(()) => None,
    }
}

/// Reports that wolkvox does not answer.
pub(crate) fn no_reports() -> GateScript {
    GateScript {
        answer: Box::new(|_, _| Err(ApiError::new(ReadFailure::Unreachable))),
        position: Box::new(|| None),
        takes: Duration::ZERO,
        quota: QuotaState {
            used: 412,
            limit: 25_000,
            reserve: 2_500,
            day: clock().now().date_naive(),
        },
        per_skill: SkillSource::Auto,
        named_in: Vec::new(),
    }
}

/// Outside of a runtime no report can be read, but all else works.
pub(crate) fn operation(
    name: &str,
    zone: Tz,
    script: GateScript,
    skills: SkillNames,
) -> CommandOperation {
    let (gate, work) = RequestGate::scripted(script, clock(), zone);
    if let Ok(runtime) = Handle::try_current() {
        runtime.spawn(work);
    }
    CommandOperation {
        name: OperationName::new(name),
        reports: ReportReader {
            operation: OperationName::new(name),
            directory: NameDirectory::knowing(gate.clone(), skills),
            gate,
            store: None,
            fresh_for: Duration::from_secs(60),
            reserved: 2_500,
        },
        rules: ActiveRules::default(),
        zone,
        locale: Locale::from_tag("es-CO"),
        settle: Duration::from_secs(60),
        every: Duration::from_secs(300),
        summaries: Vec::new(),
    }
}

fn connected(since: DateTime<Utc>) -> GatewayStatus {
    GatewayStatus {
        link: GatewayLink::Connected { since },
        reconnects: 0,
        identifies: 1,
        problems: Vec::new(),
    }
}

pub(crate) fn alert_actions(
    store: &Store,
    rules: ActiveRules,
    folder: PathBuf,
    started_at: DateTime<Utc>,
) -> AlertActions {
    let wake_dispatcher = Arc::new(Notify::new());
    let reloader = RuleReloader::new(ReloadParts {
        source: RulesSource {
            folder,
            channels: vec![ChannelName::new("floor")],
            roles: Vec::new(),
            poll_every: Duration::from_secs(300),
            in_use: BTreeSet::new(),
        },
        rules,
        policy: Arc::new(AlertPolicy::default()),
        operation: None,
        store: store.clone(),
        clock: clock(),
        wake_dispatcher: Arc::clone(&wake_dispatcher),
    });
    AlertActions {
        store: store.clone(),
        health: HealthProbe::new(ProbeParts {
            store: store.clone(),
            reloader: reloader.clone(),
            delivery: DeliveryStatus::default(),
            channels: vec![ChannelName::new("floor")],
            started_at,
            every: Duration::from_secs(300),
            settle: Duration::from_secs(60),
            gateway: watch::channel(connected(started_at)).1,
        }),
        reloader,
        wake_dispatcher,
        judge: RuleJudge::LastPoll,
    }
}
