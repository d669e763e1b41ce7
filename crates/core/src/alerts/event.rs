//! What is worth telling. An event holds facts; the words are made at the door.

use std::{collections::BTreeSet, fmt};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    alerts::{Alert, ClosedIncident, Incident, IncidentId, IncidentMark},
    metrics::OperationName,
    rules::{ChannelName, EscalationStep, RoleName, RuleId},
    summaries::{EditionId, Summary},
};

/// What happened to an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventKind {
    /// It was announced: a new card, and a ping.
    Fired,
    /// It became worse: the card changes, and people are told again.
    Escalated,
    /// More alerts joined it.
    Grew,
    /// It is less bad, and goes on.
    Eased,
    /// Some of its alerts ended, and others go on.
    Improved,
    /// It still fires, and it is time to say so.
    Reminded,
    /// Nobody acknowledged it in time: others are called.
    Called(EscalationStep),
    /// Its figures moved: the card changes, and nobody is told.
    Refreshed,
    /// Nothing has been known of it for some checks: the card says since when.
    NoData,
    /// Something is known again after [`EventKind::NoData`].
    DataBack,
    /// Somebody has it in hand.
    Acknowledged,
    /// Somebody does not want to hear of it for a while.
    Snoozed,
    /// It ended: the card's last change.
    Resolved(EndReason),
}

impl EventKind {
    /// Whether a later event of the same incident makes this one superfluous.
    #[must_use]
    pub fn is_superseded_by_later(&self) -> bool {
        matches!(self, Self::Refreshed)
    }
}

/// Why an alert ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EndReason {
    /// Its figures are on the good side again.
    Recovered,
    /// Its rule, or its scope in the rule, is gone.
    RuleRemoved,
    /// The hours in which its rule looks are over.
    AfterHours,
}

/// How loud an event is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationLevel {
    /// Whether a phone may ring at all.
    pub is_loud: bool,
    /// The roles that are mentioned.
    pub mention: Vec<RoleName>,
    /// Another channel than the card's that is told too.
    pub elsewhere: Option<ChannelName>,
}

/// What happened to an incident, with the incident as it then stood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentNews {
    /// What happened.
    pub kind: EventKind,
    /// The incident after it.
    pub incident: Incident,
    /// Its open alerts, worst first, at most [`Incident::LINES`].
    pub open: Vec<Alert>,
    /// How many more are open.
    pub more: u32,
    /// How many rules the open ones are of; zero where that was not counted.
    #[serde(default)]
    pub rules: u32,
    /// What people did about it.
    pub mark: IncidentMark,
    /// How loud it is told.
    pub ring: NotificationLevel,
}

impl IncidentNews {
    /// What happened to an incident with these open alerts, of which the worst are told.
    #[must_use]
    pub fn new(
        kind: EventKind,
        incident: Incident,
        mut open: Vec<&Alert>,
        mark: IncidentMark,
        ring: NotificationLevel,
    ) -> Self {
        open.sort_by(|one, other| other.cmp_gravity(one));
        let more = open.len().saturating_sub(Incident::LINES);
        let rules: BTreeSet<&RuleId> = open.iter().map(|alert| &alert.key.rule).collect();
        let rules = u32::try_from(rules.len()).unwrap_or(u32::MAX);
        let shown = open.into_iter().take(Incident::LINES);
        let mut shown: Vec<Alert> = shown.cloned().collect();
        shown.iter_mut().skip(1).for_each(Alert::shorten);
        Self {
            kind,
            incident,
            open: shown,
            more: u32::try_from(more).unwrap_or(u32::MAX),
            rules,
            mark,
            ring,
        }
    }
}

/// What is worth telling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum EventContent {
    /// Something happened to an incident.
    Incident(Box<IncidentNews>),
    /// Polls were missed and have been read: what began and ended meanwhile.
    CaughtUp(CaughtUp),
    /// Something that whoever runs the bot should know, in plain words.
    Notice(OpsNotice),
    /// The summary of a day is to be posted, or its post to be corrected.
    Summary(Box<SummaryNews>),
}

/// A summary is to be told. One that bears a correction changes the post that is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SummaryNews {
    /// The channel that is told.
    pub channel: ChannelName,
    /// How loud it is told.
    pub ring: NotificationLevel,
    /// The tag of its language; that of the operation where `None`.
    pub language: Option<String>,
    /// What is told.
    pub summary: Summary,
}

/// What an event, and the message that tells it, is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventSubject {
    /// An incident, whose message is its card.
    Incident(IncidentId),
    /// An edition of a summary, whose message is its post.
    Edition(EditionId),
}

impl EventSubject {
    /// The whole number, for keys in the store. Numbers of both kinds are made of texts that
    /// differ.
    #[must_use]
    pub fn get(self) -> u64 {
        match self {
            Self::Incident(id) => id.get(),
            Self::Edition(id) => id.get(),
        }
    }
}

impl fmt::Display for EventSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Incident(id) => id.fmt(f),
            Self::Edition(id) => id.fmt(f),
        }
    }
}

impl From<IncidentId> for EventSubject {
    fn from(id: IncidentId) -> Self {
        Self::Incident(id)
    }
}

impl From<EditionId> for EventSubject {
    fn from(id: EditionId) -> Self {
        Self::Edition(id)
    }
}

/// Polls were missed and have been read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaughtUp {
    /// The channel that is told.
    pub channel: ChannelName,
    /// The first poll that was missed.
    pub from: DateTime<Utc>,
    /// The last.
    pub until: DateTime<Utc>,
    /// The incidents that began and ended meanwhile, at most [`Incident::LINES`].
    pub closed: Vec<ClosedIncident>,
    /// How many more.
    pub more: u32,
}

/// Something that whoever runs the bot should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpsNotice {
    /// The channel that is told.
    pub channel: ChannelName,
    /// Whether something is wrong.
    pub is_bad: bool,
    /// What happened.
    pub title: String,
    /// More of it.
    pub lines: Vec<String>,
}

/// Something that is worth telling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Of which operation.
    pub operation: OperationName,
    /// When: the time that the poll was as of.
    pub at: DateTime<Utc>,
    /// What.
    pub news: EventContent,
}

impl Event {
    /// The incident that it is about.
    #[must_use]
    pub fn incident(&self) -> Option<&IncidentNews> {
        match &self.news {
            EventContent::Incident(news) => Some(news),
            EventContent::CaughtUp(_) | EventContent::Notice(_) | EventContent::Summary(_) => None,
        }
    }

    /// The number of that incident.
    #[must_use]
    pub fn incident_id(&self) -> Option<IncidentId> {
        self.incident().map(|news| news.incident.id)
    }

    /// What it is about, where that has a message of its own that later events change.
    #[must_use]
    pub fn about(&self) -> Option<EventSubject> {
        match &self.news {
            EventContent::Incident(news) => Some(EventSubject::Incident(news.incident.id)),
            EventContent::Summary(news) => Some(EventSubject::Edition(news.summary.edition.id())),
            EventContent::CaughtUp(_) | EventContent::Notice(_) => None,
        }
    }

    /// The channel that it is told in.
    #[must_use]
    pub fn channel(&self) -> &ChannelName {
        match &self.news {
            EventContent::Incident(news) => &news.incident.channel,
            EventContent::CaughtUp(news) => &news.channel,
            EventContent::Notice(notice) => &notice.channel,
            EventContent::Summary(news) => &news.channel,
        }
    }
}

/// The number of a row of the outbox. Later rows have greater numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OutboxId(pub u64);

impl fmt::Display for OutboxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An event that waits to be told.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveryState {
    /// Its row.
    pub id: OutboxId,
    /// The event.
    pub event: Event,
    /// When a new message for it was last begun; its fate is unknown until the row is gone.
    pub attempted_at: Option<DateTime<Utc>>,
    /// Whether its own channel knows of it, so that only another one is still to be told.
    pub is_told: bool,
}

/// Where a message stands in the chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MessageRef {
    /// The chat's number of the channel.
    pub channel: u64,
    /// The chat's number of the message.
    pub message: u64,
}
