//! What outlives a poll beside alerts and incidents: what was missed, and how often an alert
//! has begun to fire.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::{
    alerts::{
        Alert, CaughtUp, ClosedIncident, EventContent, HoldReason, Incident, IncidentStanding,
        engine::{incidents::EventEmitter, turns::AlertNews},
        state::has_passed,
    },
    rules::ChannelName,
};

impl EventEmitter<'_> {
    /// What began and ended in polls that were read belatedly is told once the last of them
    /// is read.
    pub(super) fn tell_of_the_past(&mut self) {
        let is_missed = |closed: &&ClosedIncident| {
            matches!(
                closed.incident.standing,
                IncidentStanding::Held(HoldReason::CatchUp)
            )
        };
        let new = self.outcome.closed.iter().filter(is_missed).cloned();
        let missed: Vec<ClosedIncident> = self.book.missed().iter().cloned().chain(new).collect();
        if missed.len() > self.book.missed().len() {
            self.outcome.missed = Some(missed.clone());
        }
        if self.situation.is_late || missed.is_empty() {
            return;
        }
        let mut by_channel: BTreeMap<ChannelName, Vec<ClosedIncident>> = BTreeMap::new();
        for closed in missed {
            let channel = closed.incident.channel.clone();
            by_channel.entry(channel).or_default().push(closed);
        }
        for (channel, closed) in by_channel {
            let times = || {
                closed
                    .iter()
                    .map(|closed| (closed.incident.opened_at, closed.at))
            };
            let news = CaughtUp {
                channel,
                from: times().map(|(opened, _)| opened).min().unwrap_or_default(),
                until: times().map(|(_, ended)| ended).max().unwrap_or_default(),
                more: u32::try_from(closed.len().saturating_sub(Incident::LINES))
                    .unwrap_or(u32::MAX),
                closed: closed
                    .iter()
                    .take(Incident::LINES)
                    .map(ClosedIncident::brief)
                    .collect(),
            };
            self.push(EventContent::CaughtUp(news));
        }
        self.outcome.missed = Some(Vec::new());
    }

    /// So that one that opens and closes again and again is seen to.
    pub(super) fn remember_openings(&mut self) {
        let as_of = self.situation.as_of;
        let is_old = |time: &DateTime<Utc>| has_passed(Alert::FLAP_WINDOW, *time, as_of);
        for (key, times) in self.book.all_openings() {
            if times.iter().all(is_old) {
                self.outcome.openings.push((key.clone(), Vec::new()));
            }
        }
        for turn in self.turns {
            if turn.news == Some(AlertNews::Fired) {
                let earlier = self.book.openings(&turn.alert.key).iter();
                let mut times: Vec<_> = earlier.filter(|time| !is_old(time)).copied().collect();
                times.push(as_of);
                self.outcome.openings.push((turn.alert.key.clone(), times));
            }
        }
    }
}
