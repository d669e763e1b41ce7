//! Alerts that are kept as the test says, and what people did about them.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;
use vigia_cards::rules::{JudgedScope, RuleView};
use vigia_core::{
    alerts::{
        Alert, AlertKey, AlertState, AnnouncedState, AuditEntry, BookPages, ClosedIncident,
        DiscordUser, EndReason, FiringState, HoldReason, Incident, IncidentCondition, IncidentEnd,
        IncidentId, IncidentMark, IncidentStanding, IncidentSubject, Observation, PollOutcome,
        Silence, SilenceMatcher, SilenceRequest, SilenceSchedule,
    },
    metrics::{
        AgentName, Metric, OperationName, Quantity, Sample, Scope, SkillId, Snapshot, TimeWindow,
    },
    rules::{
        ActiveRules, ChannelName, RoleName, Rule, RuleId, Ruleset, Severity, Side, Verdict,
        VerdictBasis,
        parse::{KnownNames, parse},
    },
};
use vigia_store::Store;

use super::now;
use crate::support::service::open_store;

/// What stands in the file of rules.
pub(super) const RULES: &str = "\
calendars:
  floor:
    hours: { mon-fri: \"07:00-18:00\" }
rules:
  - alert: high-abandonment
    metric: abandon.rate
    of: every skill
    window: 60m
    when: { above: { warning: 5%, critical: 10% } }
    confidence: 95%
    at_least: 20
    for: 10m
    recover: { below: 4% }
    during: floor
    labels: { team: day }
    notify: floor
  - alert: long-holds
    metric: hold.total
    of: every agent
    when: { above: { warning: 20m } }
    labels: { team: night }
    depends_on: [high-abandonment]
    notify: floor
  - alert: high-wait
    metric: asa
    of: operation
    when: { above: { warning: 40s } }
    notify: floor
";

/// The rules.
pub(super) fn rules() -> ActiveRules {
    let channels = [ChannelName::new("floor")];
    let known = KnownNames {
        channels: &channels,
        roles: &[] as &[RoleName],
        poll_every: Duration::from_secs(300),
    };
    let rules = parse(RULES, known).unwrap_or_else(|faults| panic!("{faults:#?}"));
    ActiveRules::new(Ruleset { rules })
}

fn rule(name: &str) -> Rule {
    let rules = rules().get();
    rules.rule(&RuleId::new(name)).unwrap().clone()
}

/// What is in the store.
#[derive(Default)]
pub(super) struct Memory {
    pub(super) pages: BookPages,
    pub(super) marks: BTreeMap<IncidentId, IncidentMark>,
    pub(super) closed: Vec<ClosedIncident>,
    pub(super) silences: Vec<Silence>,
    pub(super) audit: Vec<AuditEntry>,
    /// What the rules say of the last poll. Without it there was no poll, unless something is
    /// open.
    pub(super) judged: Option<JudgedScope>,
    /// Whether nothing can be read.
    pub(super) is_lost: bool,
}

/// A store with what the test says of the operation `cali`, and a folder with [`RULES`].
pub(super) struct Kept {
    pub(super) store: Store,
    pub(super) rules: TempDir,
    pub(super) judged: Arc<Mutex<Option<JudgedScope>>>,
    _folder: TempDir,
}

impl Default for Kept {
    fn default() -> Self {
        Self::with(Memory::default())
    }
}

pub(super) fn cali() -> OperationName {
    OperationName::new("cali")
}

impl Kept {
    pub(super) fn with(memory: Memory) -> Self {
        let (folder, rules) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(rules.path().join("floor.yaml"), RULES).unwrap();
        let mut store = open_store(folder.path());
        let BookPages {
            alerts, incidents, ..
        } = memory.pages;
        if memory.judged.is_some() || !alerts.is_empty() || !memory.closed.is_empty() {
            let snapshot = Snapshot {
                operation: cali(),
                as_of: window().until(),
                readings: Vec::new(),
            };
            let outcome = PollOutcome {
                changed: alerts,
                incidents,
                closed: memory.closed,
                ..PollOutcome::default()
            };
            store.commit(&snapshot, &outcome).unwrap();
        }
        if memory.is_lost {
            store = damaged(store, folder.path());
        }
        Self {
            store,
            rules,
            judged: Arc::new(Mutex::new(memory.judged)),
            _folder: folder,
        }
    }

    /// What is in the store now, with the oldest first.
    pub(super) fn memory(&self) -> Memory {
        let book = self.store.book(&cali()).unwrap();
        let all = DateTime::UNIX_EPOCH..now() + TimeDelta::days(1);
        let mut audit = self.store.audit(all.clone(), usize::MAX).unwrap();
        audit.reverse();
        let mut incidents: Vec<_> = book.incidents().cloned().collect();
        incidents.sort_by_key(|incident| incident.opened_at);
        Memory {
            pages: BookPages {
                alerts: book.alerts().cloned().collect(),
                incidents,
                ..BookPages::default()
            },
            marks: self.store.marks(&cali()).unwrap(),
            closed: self.store.closed(&cali(), all, usize::MAX).unwrap(),
            silences: self.store.silences(now()).unwrap(),
            audit,
            ..Memory::default()
        }
    }

    pub(super) fn rules_file(&self) -> std::path::PathBuf {
        self.rules.path().join("floor.yaml")
    }
}

/// The store with records that cannot be read, nor be written beside.
fn damaged(store: Store, folder: &Path) -> Store {
    let by = DiscordUser {
        id: 1,
        name: "Ana".to_owned(),
    };
    let request = SilenceRequest {
        matcher: SilenceMatcher::default(),
        quiet: SilenceSchedule::Once {
            from: now(),
            until: now() + TimeDelta::days(1),
        },
        by,
        comment: None,
        at: now(),
    };
    store.silence(request).unwrap();
    drop(store);
    crate::store::made::tamper(folder, |db| {
        for name in ["alerts", "incidents", "silences", "audit"] {
            let tree = db.open_tree(name).unwrap();
            let keys: Vec<_> = tree.iter().keys().map(Result::unwrap).collect();
            assert!(!keys.is_empty(), "{name}");
            for key in keys {
                tree.insert(key, b"\xff").unwrap();
            }
        }
        db.open_tree("meta").unwrap().insert("audit", b"x").unwrap();
    });
    open_store(folder)
}

impl Memory {
    /// With this alert in an incident of its own, announced so many minutes ago.
    pub(super) fn open(mut self, alert: Alert, minutes: i64) -> Self {
        let opened_at = now() - TimeDelta::minutes(minutes);
        let id = id(alert.key.rule.as_str(), opened_at);
        self.pages.incidents.push(Incident {
            id,
            subject: IncidentSubject::Rule(Box::new(IncidentCondition::of(
                &rule(alert.key.rule.as_str()),
                &[],
            ))),
            channel: ChannelName::new("floor"),
            opened_at,
            severity: alert.state.severity(),
            scopes: 1,
            ended: Vec::new(),
            over: 0,
            standing: IncidentStanding::Announced(AnnouncedState::at(opened_at, None)),
            log: Vec::new(),
        });
        self.pages.alerts.push(Alert {
            incident: Some(id),
            ..alert
        });
        self
    }

    /// The last incident is held by that.
    pub(super) fn held(mut self, hold: HoldReason) -> Self {
        let incident = self.pages.incidents.last_mut().unwrap();
        incident.standing = IncidentStanding::Held(hold);
        self
    }

    /// With one that ended so many hours ago.
    pub(super) fn over(mut self, alert: Alert, hours: i64) -> Self {
        let at = now() - TimeDelta::hours(hours);
        self = self.open(alert, hours * 60 + 40);
        let incident = self.pages.incidents.pop().unwrap();
        let alert = self.pages.alerts.pop().unwrap();
        self.closed.push(ClosedIncident {
            incident: Incident {
                ended: vec![IncidentEnd {
                    alert,
                    at,
                    reason: EndReason::Recovered,
                }],
                over: 1,
                ..incident
            },
            at,
            reason: EndReason::Recovered,
            mark: IncidentMark::default(),
        });
        self
    }
}

/// The number of what began then.
pub(super) fn id(rule: &str, at: DateTime<Utc>) -> IncidentId {
    IncidentId::of(&OperationName::new("cali"), rule, at)
}

fn window() -> TimeWindow {
    let until = "2026-11-17T20:05:00Z".parse().unwrap();
    TimeWindow::ending(until, Duration::from_secs(3_600))
}

fn sample(part: u64, of: u64) -> Sample {
    Sample {
        value: Quantity::share(part, of).unwrap(),
        part: Some(part),
        of: Some(of),
    }
}

fn grounds() -> VerdictBasis {
    VerdictBasis {
        side: Some(Side::Above),
        warning: Some(Quantity::Percent(5.0)),
        critical: Some(Quantity::Percent(10.0)),
        ..VerdictBasis::default()
    }
}

/// Abandonment of a skill that has been critical for half an hour.
pub(super) fn abandonment(skill: u64, severity: Severity) -> Alert {
    let since = now() - TimeDelta::minutes(40);
    Alert {
        key: AlertKey {
            rule: RuleId::new("high-abandonment"),
            scope: Scope::Skill(SkillId(skill)),
        },
        state: AlertState::Firing(FiringState {
            since,
            fired_at: since + TimeDelta::minutes(10),
            severity,
        }),
        incident: None,
        metric: Metric::AbandonRate,
        grounds: grounds(),
        window: window(),
        trend: vec![Observation {
            sample: sample(18, 122),
            window: window(),
        }],
        peak: Some(Observation {
            sample: sample(20, 123),
            window: window(),
        }),
        checks: 8,
        no_data: None,
        openings: 1,
        first_opened: None,
        clues: Vec::new(),
    }
}

/// Holds of an agent.
pub(super) fn holds(agent: &str) -> Alert {
    let held = Observation {
        sample: Sample {
            value: Quantity::Duration(Duration::from_secs(1_900)),
            part: None,
            of: None,
        },
        window: window(),
    };
    Alert {
        key: AlertKey {
            rule: RuleId::new("long-holds"),
            scope: Scope::Agent(AgentName::new(agent)),
        },
        metric: Metric::HoldTotal,
        grounds: VerdictBasis {
            side: Some(Side::Above),
            warning: Some(Quantity::Duration(Duration::from_secs(1_200))),
            ..VerdictBasis::default()
        },
        trend: vec![held],
        peak: Some(held),
        ..abandonment(12, Severity::Warning)
    }
}

/// What a rule says of a skill.
pub(super) fn look(skill: u64, verdict: Verdict, part: u64, of: u64) -> RuleView {
    RuleView {
        rule: RuleId::new("high-abandonment"),
        scope: Scope::Skill(SkillId(skill)),
        window: window(),
        verdict,
        sample: (of > 0).then(|| sample(part, of)),
        grounds: grounds(),
    }
}

/// What the rules say of the last poll.
pub(super) fn judged(looks: Vec<RuleView>) -> JudgedScope {
    JudgedScope {
        as_of: window().until(),
        looks,
    }
}
