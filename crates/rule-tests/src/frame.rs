//! The result of one poll of a test.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};

use crate::script::ExpectedSuppression;
use vigia_core::{
    alerts::{
        Alert, AlertKey, Event, EventContent, EventKind, HoldReason, Incident, IncidentId,
        IncidentStanding, NotificationLevel,
    },
    metrics::Sample,
    rules::{ChannelName, Judgement, RuleId, Verdict},
};

/// The result of one poll.
#[derive(Clone, Debug)]
pub(super) struct PollFrame {
    /// The time that the poll was as of.
    pub(super) as_of: DateTime<Utc>,
    /// The verdict of every rule.
    pub(super) judged: Vec<JudgedAlert>,
    /// The alerts that are open after it.
    pub(super) alerts: Vec<Alert>,
    /// The incidents that they belong to.
    pub(super) incidents: Vec<Incident>,
    /// The cards that stand in the chat after it, those of ended incidents, too.
    /// Polls that change no card share them.
    pub(super) cards: Arc<BTreeMap<IncidentId, Arc<ShownCard>>>,
    /// The messages of the poll.
    pub(super) told: Vec<TestEvent>,
}

/// The verdict of one rule on one scope.
#[derive(Clone, Debug)]
pub(super) struct JudgedAlert {
    pub(super) key: AlertKey,
    pub(super) verdict: Verdict,
    pub(super) sample: Option<Sample>,
}

/// A card as it last stood.
#[derive(Clone, Debug)]
pub(super) struct ShownCard {
    pub(super) text: String,
    pub(super) is_open: bool,
}

/// One message.
#[derive(Clone, Debug)]
pub(super) struct TestEvent {
    /// One of the words for messages in tests.
    pub(super) what: &'static str,
    /// `None` for a message about several rules.
    pub(super) rule: Option<RuleId>,
    pub(super) channel: ChannelName,
    pub(super) ring: NotificationLevel,
}

impl PollFrame {
    /// Finds the verdict on an alert's rule and scope.
    pub(super) fn judged(&self, key: &AlertKey) -> Option<&JudgedAlert> {
        self.judged.iter().find(|judged| judged.key == *key)
    }

    /// Finds an open alert.
    pub(super) fn alert(&self, key: &AlertKey) -> Option<&Alert> {
        self.alerts.iter().find(|alert| alert.key == *key)
    }

    /// Returns what holds back the messages of an alert.
    pub(super) fn held(&self, alert: &Alert) -> ExpectedSuppression {
        let mut incidents = self.incidents.iter();
        let own = incidents.find(|incident| Some(incident.id) == alert.incident);
        match own.map(|incident| &incident.standing) {
            Some(IncidentStanding::Held(HoldReason::Silence(_))) => ExpectedSuppression::Silence,
            Some(IncidentStanding::Held(HoldReason::Dependency(_))) => {
                ExpectedSuppression::Dependency
            }
            Some(IncidentStanding::Held(HoldReason::CatchUp) | IncidentStanding::Announced(_))
            | None => ExpectedSuppression::No,
        }
    }

    /// Counts the open incidents that have a card.
    pub(super) fn open_cards(&self) -> usize {
        self.cards.values().filter(|card| card.is_open).count()
    }
}

impl TestEvent {
    /// Returns true where a phone rings.
    pub(super) fn is_ping(&self) -> bool {
        self.ring.is_loud || !self.ring.mention.is_empty()
    }
}

impl From<&Judgement<'_>> for JudgedAlert {
    fn from(judgement: &Judgement<'_>) -> Self {
        Self {
            key: AlertKey {
                rule: judgement.rule.id.clone(),
                scope: judgement.scope.clone(),
            },
            verdict: judgement.verdict,
            sample: judgement.sample,
        }
    }
}

pub(super) fn test_event(event: &Event) -> TestEvent {
    let incident = event.incident();
    let condition = incident.and_then(|news| news.incident.condition());
    TestEvent {
        what: event_word(event),
        rule: condition.map(|condition| condition.rule.clone()),
        channel: event.channel().clone(),
        ring: incident.map_or_else(NotificationLevel::default, |news| news.ring.clone()),
    }
}

fn event_word(event: &Event) -> &'static str {
    let news = match &event.news {
        EventContent::CaughtUp(_) => return "caught_up",
        EventContent::Notice(_) => return "notice",
        EventContent::Summary(_) => return "summary",
        EventContent::Incident(news) => news,
    };
    match news.kind {
        EventKind::Fired => "fired",
        EventKind::Escalated => "escalated",
        EventKind::Grew => "grew",
        EventKind::Eased => "eased",
        EventKind::Improved => "improved",
        EventKind::Reminded => "reminded",
        EventKind::Called(_) => "called",
        EventKind::Refreshed => "refreshed",
        EventKind::NoData => "no_data",
        EventKind::DataBack => "data_back",
        EventKind::Acknowledged => "acknowledged",
        EventKind::Snoozed => "snoozed",
        EventKind::Resolved(_) => "resolved",
    }
}
