//! Alerts that are kept as the test says, and what people did about them.

use std::{
    collections::BTreeMap,
    ops::Range,
    sync::{Mutex, MutexGuard},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use vigia::commands::{AlertService, OpenAlert, ReloadResult, StoreUnavailable, WrittenSilence};
use vigia_cards::{
    rules::{JudgedScope, RuleView},
    status::StatusLevel,
};
use vigia_core::{
    alerts::{
        AcknowledgeRequest, Acknowledgement, Alert, AlertBook, AlertKey, AlertState,
        AnnouncedState, AuditAction, AuditEntry, BookPages, ClosedIncident, DiscordUser, EndReason,
        FiringState, HoldReason, Incident, IncidentCondition, IncidentEnd, IncidentId,
        IncidentMark, IncidentStanding, IncidentSubject, Observation, Silence, SilenceId,
        SilenceRequest, SnoozeRequest, SnoozedUntil,
    },
    metrics::{
        AgentName, FeedState, Metric, OperationName, Quantity, Sample, Scope, SkillId, TimeWindow,
    },
    rules::{
        ActiveRules, ChannelName, RoleName, Rule, RuleId, Ruleset, Severity, Side, Verdict,
        VerdictBasis,
        parse::{KnownNames, parse},
    },
};

use super::now;

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

/// What is kept.
#[derive(Default)]
pub(super) struct Memory {
    pub(super) pages: BookPages,
    pub(super) marks: BTreeMap<IncidentId, IncidentMark>,
    pub(super) closed: Vec<ClosedIncident>,
    pub(super) silences: Vec<Silence>,
    pub(super) audit: Vec<AuditEntry>,
    pub(super) judged: Option<JudgedScope>,
    pub(super) written: Option<WrittenSilence>,
    pub(super) reloaded: Option<ReloadResult>,
    /// Whether nothing can be read.
    pub(super) is_lost: bool,
}

/// Keeps alerts in memory, for one operation.
#[derive(Default)]
pub(super) struct Kept(Mutex<Memory>);

impl Kept {
    pub(super) fn with(memory: Memory) -> Self {
        Self(Mutex::new(memory))
    }

    pub(super) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap()
    }

    fn read(&self) -> Result<MutexGuard<'_, Memory>, StoreUnavailable> {
        let memory = self.memory();
        if memory.is_lost {
            return Err(StoreUnavailable);
        }
        Ok(memory)
    }

    fn incident(memory: &Memory, id: IncidentId) -> Option<&Incident> {
        memory.pages.incidents.iter().find(|it| it.id == id)
    }
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

impl AlertService for Kept {
    async fn open(&self, operation: &OperationName) -> Result<OpenAlert, StoreUnavailable> {
        let memory = self.read()?;
        let pages = BookPages {
            alerts: memory.pages.alerts.clone(),
            incidents: memory.pages.incidents.clone(),
            ..BookPages::default()
        };
        Ok(OpenAlert {
            book: AlertBook::new(operation.clone(), pages),
            marks: memory.marks.clone(),
        })
    }

    async fn closed(
        &self,
        _: &OperationName,
        range: Range<DateTime<Utc>>,
        limit: usize,
    ) -> Result<Vec<ClosedIncident>, StoreUnavailable> {
        let memory = self.read()?;
        let mut closed = memory.closed.clone();
        closed.retain(|closed| range.contains(&closed.at));
        closed.sort_by_key(|closed| std::cmp::Reverse(closed.at));
        closed.truncate(limit);
        Ok(closed)
    }

    async fn acknowledge(
        &self,
        operation: &OperationName,
        incident: IncidentId,
        by: DiscordUser,
        note: Option<String>,
        at: DateTime<Utc>,
    ) -> Result<Acknowledgement, StoreUnavailable> {
        let mut memory = self.read()?;
        let Some(open) = Self::incident(&memory, incident).cloned() else {
            return Ok(Acknowledgement::Over);
        };
        let ack = AcknowledgeRequest {
            by: by.clone(),
            at,
            note: note.clone(),
            severity: open.severity,
            scopes: open.scopes,
        };
        let acked = memory.marks.entry(incident).or_default().acknowledge(ack);
        let deed = AuditAction::Acknowledged {
            operation: operation.clone(),
            incident,
            note,
        };
        if acked == Acknowledgement::Done {
            let by = Some(by);
            memory.audit.push(AuditEntry { at, by, deed });
        }
        Ok(acked)
    }

    async fn snooze(
        &self,
        operation: &OperationName,
        incident: IncidentId,
        by: DiscordUser,
        until: DateTime<Utc>,
        at: DateTime<Utc>,
    ) -> Result<SnoozedUntil, StoreUnavailable> {
        let mut memory = self.read()?;
        let Some(open) = Self::incident(&memory, incident).cloned() else {
            return Ok(SnoozedUntil::Over);
        };
        let snooze = SnoozeRequest {
            by: by.clone(),
            at,
            until,
            severity: open.severity,
        };
        let snoozed = memory.marks.entry(incident).or_default().put_off(snooze);
        let deed = AuditAction::Snoozed {
            operation: operation.clone(),
            incident,
            until,
        };
        if snoozed == SnoozedUntil::Done {
            let by = Some(by);
            memory.audit.push(AuditEntry { at, by, deed });
        }
        Ok(snoozed)
    }

    async fn silences(&self, now: DateTime<Utc>) -> Result<Vec<Silence>, StoreUnavailable> {
        let mut silences = self.read()?.silences.clone();
        silences.retain(|silence| !silence.quiet.is_over(now));
        Ok(silences)
    }

    async fn silence(&self, wish: SilenceRequest) -> Result<Silence, StoreUnavailable> {
        let mut memory = self.read()?;
        let number = memory.silences.last().map_or(1, |last| last.id.0 + 1);
        let silence = wish.numbered(SilenceId(number));
        memory.silences.push(silence.clone());
        memory.audit.push(AuditEntry {
            at: silence.made_at,
            by: Some(silence.by.clone()),
            deed: AuditAction::Silenced(Box::new(silence.clone())),
        });
        Ok(silence)
    }

    async fn end_silence(
        &self,
        id: SilenceId,
        by: DiscordUser,
        at: DateTime<Utc>,
    ) -> Result<Option<Silence>, StoreUnavailable> {
        let mut memory = self.read()?;
        let place = memory.silences.iter().position(|it| it.id == id);
        let Some(place) = place else {
            return Ok(None);
        };
        let silence = memory.silences.remove(place);
        memory.audit.push(AuditEntry {
            at,
            by: Some(by),
            deed: AuditAction::SilenceEnded(Box::new(silence.clone())),
        });
        Ok(Some(silence))
    }

    async fn audit(
        &self,
        range: Range<DateTime<Utc>>,
        limit: usize,
    ) -> Result<Vec<AuditEntry>, StoreUnavailable> {
        let mut audit = self.read()?.audit.clone();
        audit.retain(|entry| range.contains(&entry.at));
        audit.reverse();
        audit.truncate(limit);
        Ok(audit)
    }

    async fn judged(
        &self,
        _: &OperationName,
        rule: Option<&RuleId>,
    ) -> Result<Option<JudgedScope>, StoreUnavailable> {
        let judged = self.read()?.judged.clone();
        Ok(judged.map(|mut judged| {
            judged
                .looks
                .retain(|look| rule.is_none_or(|rule| look.rule == *rule));
            judged
        }))
    }

    async fn written(&self, _: &RuleId) -> Option<WrittenSilence> {
        self.memory().written.clone()
    }

    async fn reload(&self, _: DiscordUser) -> Result<ReloadResult, StoreUnavailable> {
        Ok(self.read()?.reloaded.clone().unwrap())
    }

    async fn state(&self, _: &OperationName) -> Result<StatusLevel, StoreUnavailable> {
        let memory = self.read()?;
        Ok(StatusLevel {
            last_poll: memory.judged.as_ref().map(|judged| judged.as_of),
            every: Duration::from_secs(300),
            feed: FeedState::default(),
            calls: (412, 25_000),
            reserved: 2_500,
            waiting: 0,
            disk: 12 << 20,
            started_at: now() - TimeDelta::hours(30),
        })
    }
}
