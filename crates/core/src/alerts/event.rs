//! Events: changes that people are notified of. They hold facts; the cards make the words.

use std::{collections::BTreeSet, fmt};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    alerts::{
        Alert, ClosedIncident, EventKind, Incident, IncidentId, IncidentMark, NotificationLevel,
    },
    metrics::OperationName,
    rules::{ChannelName, RuleId},
    summaries::{EditionId, Summary},
};

/// A change of an incident, with the incident after it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentNews {
    pub kind: EventKind,
    pub incident: Incident,
    /// Its open alerts, worst first, at most [`Incident::LINES`].
    pub open: Vec<Alert>,
    pub more: u32,
    /// The number of rules of the open alerts; zero where it was not counted.
    #[serde(default)]
    pub rules: u32,
    pub mark: IncidentMark,
    pub ring: NotificationLevel,
    /// The channel whose people are called, where it is not the incident's own.
    #[serde(default)]
    pub rings_in: Option<ChannelName>,
}

impl IncidentNews {
    /// Keeps the worst of `open` in full, shortens the next, and counts the rest. The news makes
    /// no sound.
    pub fn new(
        kind: EventKind,
        mut incident: Incident,
        mut open: Vec<&Alert>,
        mark: IncidentMark,
    ) -> Self {
        incident.log.clear();
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
            ring: NotificationLevel::default(),
            rings_in: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum EventContent {
    Incident(Box<IncidentNews>),
    /// Missed polls were read: incidents that began and ended meanwhile.
    CaughtUp(CaughtUp),
    /// A notice to the person who runs the bot.
    Notice(OpsNotice),
    /// A summary is to be posted, or its post corrected.
    Summary(Box<SummaryNews>),
}

/// A summary to be posted. One with a correction changes the existing post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SummaryNews {
    pub channel: ChannelName,
    pub ring: NotificationLevel,
    /// The tag of its language; `None` is the language of the operation.
    pub language: Option<String>,
    pub summary: Summary,
}

/// The subject of an event, which has one message in the chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventSubject {
    Incident(IncidentId),
    Edition(EditionId),
}

impl EventSubject {
    /// Returns the whole number, for keys in the store. Both kinds are hashed from texts that
    /// differ.
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

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaughtUp {
    pub channel: ChannelName,
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
    /// The incidents that began and ended meanwhile, at most [`Incident::LINES`].
    pub closed: Vec<ClosedIncident>,
    pub more: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpsNotice {
    pub channel: ChannelName,
    pub is_bad: bool,
    pub title: String,
    pub lines: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub operation: OperationName,
    /// The time that the poll was as of.
    pub at: DateTime<Utc>,
    pub news: EventContent,
}

impl Event {
    pub fn incident(&self) -> Option<&IncidentNews> {
        match &self.news {
            EventContent::Incident(news) => Some(news),
            EventContent::CaughtUp(_) | EventContent::Notice(_) | EventContent::Summary(_) => None,
        }
    }

    pub fn incident_id(&self) -> Option<IncidentId> {
        self.incident().map(|news| news.incident.id)
    }

    /// Returns the subject, where it has a message that later events change.
    pub fn about(&self) -> Option<EventSubject> {
        match &self.news {
            EventContent::Incident(news) => Some(EventSubject::Incident(news.incident.id)),
            EventContent::Summary(news) => Some(EventSubject::Edition(news.summary.edition.id())),
            EventContent::CaughtUp(_) | EventContent::Notice(_) => None,
        }
    }

    pub fn channel(&self) -> &ChannelName {
        match &self.news {
            EventContent::Incident(news) => &news.incident.channel,
            EventContent::CaughtUp(news) => &news.channel,
            EventContent::Notice(notice) => &notice.channel,
            EventContent::Summary(news) => &news.channel,
        }
    }
}
