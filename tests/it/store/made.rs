//! What the store's tests are made of: a centre, its polls and its alerts.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use vigia_core::{
    alerts::{
        Alert, AlertKey, AlertState, AnnouncedState, ClosedIncident, DeliveryLane, EndReason,
        Event, EventContent, EventKind, FiringState, Incident, IncidentCondition, IncidentEnd,
        IncidentId, IncidentMark, IncidentNews, IncidentStanding, IncidentSubject, MessageRef,
        NotificationLevel, Observation, OutboxId, PollOutcome, PostedCard,
    },
    metrics::{
        Channel, Facts, Metric, OperationName, Quantity, Reading, Report, ReportRequest, Sample,
        Scope, SkillId, SkillSelection, Snapshot, TimeWindow,
        facts::{ChannelService, ServiceLevel},
    },
    rules::{
        ChannelName, DescriptionTemplate, NotifyTarget, RuleId, Severity, Side, TemplateOffer,
        VerdictBasis,
    },
};
use vigia_store::{Store, StoreSettings};

pub(crate) const HOUR: Duration = Duration::from_secs(3_600);

/// When poll `number` was as of: one every five minutes.
pub(crate) fn at(number: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + number * 300, 0).unwrap()
}

pub(crate) fn open(folder: &Path) -> Store {
    Store::open(settings(folder)).unwrap()
}

pub(crate) fn settings(folder: &Path) -> StoreSettings {
    StoreSettings {
        lock_wait: Duration::from_secs(1),
        ..StoreSettings::new(folder)
    }
}

pub(crate) fn norte() -> OperationName {
    OperationName::new("norte")
}

pub(crate) fn ask(report: Report, skills: SkillSelection, number: i64) -> ReportRequest {
    ReportRequest {
        report,
        skills,
        window: TimeWindow::ending(at(number), HOUR),
    }
}

/// Service level of customers' calls, of which there were `offered`.
pub(crate) fn service_level(offered: u64) -> Facts {
    Facts::ServiceLevel(ServiceLevel {
        channels: vec![ChannelService {
            channel: Channel::inbound(),
            offered: Some(offered),
            answered: Some(offered / 2),
            abandoned: Some(offered - offered / 2),
            within_10s: Some(71.35),
            within_20s: Some(86.49),
            within_30s: None,
            abandon_rate: Some(1.62),
            asa: Some(Duration::from_millis(14_270)),
            ata: Some(Duration::ZERO),
        }],
    })
}

pub(crate) fn snapshot(number: i64, readings: Vec<Reading>) -> Snapshot {
    Snapshot {
        operation: norte(),
        as_of: at(number),
        readings,
    }
}

/// A poll that read how many calls were offered to the whole operation.
pub(crate) fn poll(number: i64, offered: u64) -> Snapshot {
    let reading = Reading {
        ask: ask(Report::ServiceLevel, SkillSelection::All, number),
        outcome: Ok(Arc::new(service_level(offered))),
    };
    snapshot(number, vec![reading])
}

/// The alert of a skill that fires since poll 0.
pub(crate) fn alert(skill: u64, checks: u32) -> Alert {
    let key = AlertKey {
        rule: RuleId::new("high-abandonment"),
        scope: Scope::Skill(SkillId(skill)),
    };
    let observation = Observation {
        sample: Sample {
            value: Quantity::share(6, 37).unwrap(),
            part: Some(6),
            of: Some(37),
        },
        window: TimeWindow::ending(at(0), HOUR),
    };
    Alert {
        incident: Some(IncidentId::of(&norte(), &key.scope.to_string(), at(0))),
        key,
        state: AlertState::Firing(FiringState {
            since: at(0),
            fired_at: at(0) + TimeDelta::milliseconds(7),
            severity: Severity::Critical,
        }),
        metric: Metric::AbandonRate,
        grounds: VerdictBasis {
            side: Some(Side::Above),
            critical: Some(Quantity::Percent(5.0)),
            ..VerdictBasis::default()
        },
        window: observation.window,
        trend: vec![observation; 12],
        peak: Some(observation),
        checks,
        no_data: None,
        openings: 1,
        first_opened: None,
        clues: Vec::new(),
    }
}

/// The number of the incident that the alert is of.
pub(crate) fn number(alert: &Alert) -> IncidentId {
    alert.incident.unwrap()
}

/// The channel of the alert's rule.
pub(crate) fn sala() -> ChannelName {
    ChannelName::new("sala")
}

/// Notes that these rows are delivered with a card of the alert's incident in its own channel.
pub(crate) fn deliver_with_card(store: &Store, ids: &[u64], alert: &Alert, message: MessageRef) {
    let lane = DeliveryLane {
        channel: sala(),
        about: Some(number(alert).into()),
    };
    let level = NotificationLevel::default();
    let ids: Vec<_> = ids.iter().copied().map(OutboxId).collect();
    let card = PostedCard::new(message, level);
    store.delivered(&ids, Some((&lane, card))).unwrap();
}

/// The message of the alert's incident in its own channel.
pub(crate) fn message(store: &Store, alert: &Alert) -> Option<MessageRef> {
    let card = store.card(number(alert), &sala()).unwrap();
    card.map(|card| card.message)
}

/// The incident that the alert is of.
pub(crate) fn incident(alert: &Alert) -> Incident {
    let condition = IncidentCondition {
        rule: alert.key.rule.clone(),
        metric: alert.metric,
        window: HOUR,
        at_least: None,
        is_relative: false,
        labels: BTreeMap::new(),
        notify: NotifyTarget::one(sala()),
        repeat: None,
        escalation: Vec::new(),
        description: DescriptionTemplate::parse(
            "¿Pausas? Mira el tablero.",
            &TemplateOffer::default(),
        )
        .ok(),
        hint: None,
        keep_firing_for: Duration::ZERO,
    };
    Incident {
        id: number(alert),
        subject: IncidentSubject::Rule(Box::new(condition)),
        channel: sala(),
        opened_at: at(0),
        severity: Severity::Critical,
        scopes: 1,
        ended: Vec::new(),
        over: 0,
        standing: IncidentStanding::Announced(AnnouncedState::at(at(0), None)),
        log: Vec::new(),
    }
}

/// The incident after its alert has ended.
fn over(number: i64, alert: &Alert) -> Incident {
    Incident {
        ended: vec![IncidentEnd {
            alert: alert.clone(),
            at: at(number),
            reason: EndReason::Recovered,
        }],
        over: 1,
        ..incident(alert)
    }
}

pub(crate) fn event(kind: EventKind, number: i64, alert: &Alert) -> Event {
    let ends = matches!(kind, EventKind::Resolved(_));
    let is_loud = matches!(
        kind,
        EventKind::Fired | EventKind::Escalated | EventKind::Reminded
    );
    let news = IncidentNews {
        kind,
        incident: if ends {
            over(number, alert)
        } else {
            incident(alert)
        },
        open: if ends {
            Vec::new()
        } else {
            vec![alert.clone()]
        },
        more: 0,
        rules: 1,
        mark: IncidentMark::default(),
        ring: NotificationLevel {
            is_loud,
            ..NotificationLevel::default()
        },
        rings_in: None,
    };
    Event {
        operation: norte(),
        at: at(number),
        news: EventContent::Incident(Box::new(news)),
    }
}

/// What a poll made of an alert that goes on.
pub(crate) fn goes_on(kind: EventKind, number: i64, alert: &Alert) -> PollOutcome {
    PollOutcome {
        changed: vec![alert.clone()],
        incidents: vec![incident(alert)],
        events: vec![event(kind, number, alert)],
        ..PollOutcome::default()
    }
}

/// What a poll made of an alert that ends.
pub(crate) fn ends(kind: EventKind, number: i64, alert: &Alert) -> PollOutcome {
    PollOutcome {
        ended: vec![alert.key.clone()],
        closed: vec![ClosedIncident {
            incident: over(number, alert),
            at: at(number),
            reason: EndReason::Recovered,
            mark: IncidentMark::default(),
        }],
        events: vec![event(kind, number, alert)],
        ..PollOutcome::default()
    }
}

/// The folder as sled sees it. A process that another test starts at the same moment has the
/// lock, too, until it becomes a program of its own.
pub(crate) fn raw(folder: &Path) -> sled::Db {
    let started = Instant::now();
    loop {
        match sled::open(folder) {
            Err(sled::Error::Io(_)) if started.elapsed() < Duration::from_secs(300) => {
                std::thread::sleep(Duration::from_millis(20));
            }
            opened => return opened.unwrap(),
        }
    }
}

/// Changes rows as another version might have left them. The seal and the witness, which would
/// undo that, are taken away.
pub(crate) fn tamper(folder: &Path, change: impl FnOnce(&sled::Db)) {
    let db = raw(folder);
    change(&db);
    db.open_tree("seal").unwrap().clear().unwrap();
    db.flush().unwrap();
    drop(db);
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_name().to_string_lossy().starts_with("witness-") {
            std::fs::remove_file(entry.path()).unwrap();
        }
    }
}
