//! The pictures on the cards of alerts.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use vigia_cards::{Words, alert::AlertChart, charts::Chart};
use vigia_core::{
    alerts::{
        Alert, AlertKey, AlertState, AnnouncedState, EndReason, EventKind, FiringState, Incident,
        IncidentCondition, IncidentEnd, IncidentId, IncidentMark, IncidentNews, IncidentStanding,
        IncidentSubject, NotificationLevel, Observation,
    },
    metrics::{Metric, OperationName, Quantity, Sample, Scope, SkillId, TimeWindow},
    rules::{
        ChannelName, NotifyTarget, Rule, RuleId, ScopeSelection, Severity, Side, Threshold,
        UsualMethod, UsualValue, VerdictBasis,
    },
};

/// An alert of a made-up afternoon.
pub(crate) struct Story {
    /// What is measured.
    pub(crate) metric: Metric,
    /// The limits of a warning and of a critical breach, in the metric's unit.
    pub(crate) limits: (Quantity, Quantity),
    /// What is usual, where that is known.
    pub(crate) usual: Option<f64>,
    /// Whether the limits follow from that.
    pub(crate) is_relative: bool,
    /// The worst severity so far.
    pub(crate) severity: Severity,
    /// The values every five minutes up to now; `None` where nothing was read.
    pub(crate) values: Vec<Option<Sample>>,
    /// How many polls ago the first breach was.
    pub(crate) since: i32,
    /// Whether it is over.
    pub(crate) is_over: bool,
}

fn seen(sample: Sample, until: DateTime<Utc>) -> Observation {
    Observation {
        sample,
        window: TimeWindow::ending(until, Duration::from_secs(3_600)),
    }
}

/// The picture on the card of skill 12 as of now.
pub(crate) fn picture(story: &Story, now: DateTime<Utc>, words: &Words) -> Option<Chart> {
    let polls = story.values.iter().rev().zip(0_i32..);
    let mut values: Vec<_> = polls
        .filter_map(|(sample, ago)| Some((now - TimeDelta::minutes(5) * ago, (*sample)?)))
        .collect();
    values.reverse();
    let last = values.last().map(|(at, sample)| seen(*sample, *at))?;
    let alert = alert(story, last, now - TimeDelta::minutes(5) * story.since);
    let news = news(story, alert, now);
    AlertChart::of(&news, now)?.chart(values, words)
}

fn alert(story: &Story, last: Observation, since: DateTime<Utc>) -> Alert {
    let side = match story.metric {
        Metric::ServiceLevel20s => Side::Below,
        _ => Side::Above,
    };
    let usual = story.usual.map(|median| UsualValue {
        median,
        spread: 1.0,
        of: 6,
        wanted: 6,
        method: UsualMethod::Weeks,
    });
    Alert {
        key: AlertKey {
            rule: RuleId::new("alta"),
            scope: Scope::Skill(SkillId(12)),
        },
        state: AlertState::Firing(FiringState {
            since,
            fired_at: since + TimeDelta::minutes(10),
            severity: story.severity,
        }),
        incident: None,
        metric: story.metric,
        grounds: VerdictBasis {
            side: Some(side),
            warning: Some(story.limits.0),
            critical: Some(story.limits.1),
            usual,
            ..VerdictBasis::default()
        },
        window: last.window,
        trend: vec![last],
        peak: Some(last),
        checks: 5,
        no_data: None,
        openings: 1,
        first_opened: None,
        clues: Vec::new(),
    }
}

fn news(story: &Story, alert: Alert, now: DateTime<Utc>) -> IncidentNews {
    let (warning, critical) = story.limits;
    let side = alert.grounds.side.unwrap_or(Side::Above);
    let when = Threshold::new(
        story.metric,
        side,
        Some(warning),
        Some(critical),
        None,
        None,
    );
    let rule = Rule {
        at_least: Some(20),
        ..Rule::new(
            RuleId::new("alta"),
            story.metric,
            ScopeSelection::EverySkill,
            when.expect("limits that fit the metric"),
            NotifyTarget::one(ChannelName::new("piso")),
        )
    };
    let condition = IncidentCondition {
        is_relative: story.is_relative,
        ..IncidentCondition::of(&rule, &[])
    };
    let id = IncidentId::of(&OperationName::new("principal"), "alta", now);
    let over = IncidentEnd {
        alert: alert.clone(),
        at: now,
        reason: EndReason::Recovered,
    };
    let incident = Incident {
        id,
        subject: IncidentSubject::Rule(Box::new(condition)),
        channel: ChannelName::new("piso"),
        opened_at: alert.state.since(),
        severity: story.severity,
        scopes: 1,
        ended: story.is_over.then_some(over).into_iter().collect(),
        over: u32::from(story.is_over),
        standing: IncidentStanding::Announced(AnnouncedState::at(now, None)),
        log: Vec::new(),
    };
    IncidentNews {
        kind: if story.is_over {
            EventKind::Resolved(EndReason::Recovered)
        } else {
            EventKind::Refreshed
        },
        incident,
        open: (!story.is_over).then_some(alert).into_iter().collect(),
        more: 0,
        rules: 1,
        mark: IncidentMark::default(),
        ring: NotificationLevel::default(),
        rings_in: None,
    }
}
