//! Makes the events of a poll: one for each incident, and what it calls for.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{
    alert_update::{AdvanceContext, AlertFate, AlertNews, AlertUpdate},
    incident_grouping::{IncidentGroup, IncidentGrouping, SuppressionCheck},
};
use crate::{
    alerts::{
        Alert, AlertBook, AnnouncedState, CaughtUp, ClosedIncident, EndReason, Event, EventContent,
        EventKind, HoldReason, Incident, IncidentCondition, IncidentEnd, IncidentLogEntry,
        IncidentMark, IncidentNews, IncidentStanding, IncidentSubject, NotificationLevel,
        PollOutcome, alert_state::has_passed,
    },
    rules::{ChannelName, EscalationStep, RepeatInterval, RuleRegister, Severity},
};

const DIGEST_REPEAT: RepeatInterval = RepeatInterval {
    every: std::time::Duration::from_secs(60 * 60),
    longest: None,
    once: false,
};

pub(super) fn emit_events(
    book: &AlertBook,
    rules: &RuleRegister<'_>,
    mut updates: Vec<AlertUpdate>,
    context: &AdvanceContext<'_>,
) -> PollOutcome {
    let quiet = SuppressionCheck::of(book, rules, &updates, context);
    let IncidentGrouping { groups, merged, .. } = IncidentGrouping::of(&updates, &quiet);
    for group in groups.values() {
        for place in group.open.iter().chain(&group.over) {
            updates[*place].alert.incident = Some(group.incident.id);
        }
        explain_worst(&group.open, &mut updates, context);
    }
    let mut emitter = EventEmitter {
        book,
        rules,
        updates: &updates,
        quiet: &quiet,
        context,
        outcome: PollOutcome {
            merged,
            ..PollOutcome::default()
        },
    };
    for group in groups.into_values() {
        emitter.emit_incident(&group);
    }
    emitter.emit_missed();
    emitter.remember_openings();
    let mut outcome = emitter.outcome;
    for update in updates {
        let known = book.get(&update.alert.key);
        match update.fate {
            AlertFate::Open if known == Some(&update.alert) => {}
            AlertFate::Open => outcome.changed.push(update.alert),
            AlertFate::Forgotten | AlertFate::Ended(_) => {
                if known.is_some() {
                    outcome.ended.push(update.alert.key);
                }
            }
        }
    }
    outcome
}

/// Adds clues to the worst alert of an incident, whose causes its card shows. Without a new figure
/// there is nothing new to explain.
fn explain_worst(open: &[usize], updates: &mut [AlertUpdate], context: &AdvanceContext<'_>) {
    let worst = open
        .iter()
        .copied()
        .max_by(|one, other| updates[*one].alert.cmp_gravity(&updates[*other].alert));
    let Some(worst) = worst else {
        return;
    };
    for lesser in open.iter().filter(|place| **place != worst) {
        updates[*lesser].alert.step_back();
    }
    let alert = &mut updates[worst].alert;
    if let Some(evidence) = context.evidence
        && alert.as_of() == context.as_of
    {
        alert.clues = evidence.clues(alert);
    }
}

struct EventEmitter<'poll> {
    book: &'poll AlertBook,
    rules: &'poll RuleRegister<'poll>,
    updates: &'poll [AlertUpdate],
    quiet: &'poll SuppressionCheck<'poll>,
    context: &'poll AdvanceContext<'poll>,
    outcome: PollOutcome,
}

impl<'poll> EventEmitter<'poll> {
    fn emit_incident(&mut self, group: &IncidentGroup) {
        let mut incident = group.incident.clone();
        let severity = incident.severity;
        self.take_in(&mut incident, group);
        if group.open.is_empty() {
            self.close(incident, group);
            return;
        }
        let open: Vec<&Alert> = self.alerts(&group.open).collect();
        if let IncidentStanding::Announced(announced) = incident.standing.clone() {
            let (kind, announced) = self.next(&incident, announced, severity, group, &open);
            let hush = self.quiet.suppression(open.iter().copied());
            let is_news = hush != announced.hush;
            let kind = kind.or_else(|| is_news.then_some(EventKind::Refreshed));
            incident.standing = IncidentStanding::Announced(AnnouncedState { hush, ..announced });
            let steps = self.steps(&mut incident, &open);
            let kinds = kind
                .into_iter()
                .chain(steps.into_iter().map(EventKind::Called));
            for kind in kinds {
                self.emit(kind, &mut incident, &open);
            }
        }
        if self.book.incident(incident.id) != Some(&incident) {
            self.outcome.incidents.push(incident);
        }
    }

    /// Takes the updates of the alerts into the incident.
    fn take_in(&self, incident: &mut Incident, group: &IncidentGroup) {
        let worst = self
            .alerts(&group.open)
            .map(|alert| alert.state.severity())
            .max();
        incident.severity = worst.unwrap_or(incident.severity);
        incident.scopes = incident.scopes.saturating_add(group.joined);
        for place in &group.over {
            let update = &self.updates[*place];
            let reason = match update.fate {
                AlertFate::Ended(reason) => reason,
                AlertFate::Open | AlertFate::Forgotten => EndReason::RuleRemoved,
            };
            incident.over = incident.over.saturating_add(1);
            let ended = IncidentEnd {
                alert: update.alert.clone(),
                at: self.context.as_of,
                reason,
            };
            let is_alone = incident.scopes <= 1;
            incident
                .ended
                .push(if is_alone { ended } else { ended.briefly() });
        }
        let surplus = incident.ended.len().saturating_sub(Incident::LINES);
        incident.ended.drain(..surplus);
        // The incidents of a changed rule follow the rule.
        if let IncidentSubject::Rule(condition) = &mut incident.subject
            && let Some(rule) = self.rules.rule(&condition.rule)
        {
            **condition = IncidentCondition::of(rule, &self.context.policy.escalation);
        }
    }

    /// Returns the event that the card needs, and the announced state after it.
    fn next(
        &self,
        incident: &Incident,
        announced: AnnouncedState,
        before: Severity,
        group: &IncidentGroup,
        open: &[&Alert],
    ) -> (Option<EventKind>, AnnouncedState) {
        let as_of = self.context.as_of;
        let again = AnnouncedState {
            worse_at: as_of,
            told_at: as_of,
            reminders: 0,
            steps: 0,
            ..announced.clone()
        };
        if group.is_announced_now {
            // Its alerts join the card that other operations have begun.
            let kind = match announced.operations {
                0 | 1 => EventKind::Fired,
                _ => EventKind::Grew,
            };
            return (Some(kind), announced);
        }
        if group.joined > 0 {
            return (Some(EventKind::Grew), again);
        }
        if incident.severity > before {
            return (Some(EventKind::Escalated), again);
        }
        let quiet = |kind| (Some(kind), announced.clone());
        if !group.over.is_empty() {
            return quiet(EventKind::Improved);
        }
        if incident.severity < before {
            return quiet(EventKind::Eased);
        }
        match group.news {
            Some(AlertNews::NoData) => quiet(EventKind::NoData),
            Some(AlertNews::DataBack) => quiet(EventKind::DataBack),
            Some(
                AlertNews::Refreshed | AlertNews::Eased | AlertNews::Escalated | AlertNews::Fired,
            ) => {
                if !self.is_reminder_due(incident, &announced, open) {
                    return quiet(EventKind::Refreshed);
                }
                let reminded = AnnouncedState {
                    told_at: as_of,
                    reminders: announced.reminders.saturating_add(1),
                    ..announced
                };
                (Some(EventKind::Reminded), reminded)
            }
            None => (None, announced),
        }
    }

    fn is_reminder_due(
        &self,
        incident: &Incident,
        announced: &AnnouncedState,
        open: &[&Alert],
    ) -> bool {
        let repeat = match &incident.subject {
            IncidentSubject::Rule(condition) => condition.repeat,
            IncidentSubject::Digest => Some(DIGEST_REPEAT),
        };
        let interval = repeat.and_then(|repeat| repeat.interval(announced.reminders));
        let Some(interval) = interval else {
            return false;
        };
        has_passed(interval, announced.told_at, self.context.as_of)
            && self.needs_people(incident, open)
    }

    /// Returns the steps of escalation that are due, and counts them in the incident.
    fn steps(&self, incident: &mut Incident, open: &[&Alert]) -> Vec<EscalationStep> {
        let steps = match &incident.subject {
            IncidentSubject::Rule(condition) => condition.escalation.clone(),
            IncidentSubject::Digest => self.context.policy.escalation.clone(),
        };
        if steps.is_empty() || !self.needs_people(incident, open) {
            return Vec::new();
        }
        let as_of = self.context.as_of;
        let IncidentStanding::Announced(announced) = &mut incident.standing else {
            return Vec::new();
        };
        let done = usize::try_from(announced.steps).unwrap_or(usize::MAX);
        let due: Vec<EscalationStep> = steps
            .into_iter()
            .skip(done)
            .take_while(|step| has_passed(step.after, announced.worse_at, as_of))
            .collect();
        let count = u32::try_from(due.len()).unwrap_or(u32::MAX);
        announced.steps = announced.steps.saturating_add(count);
        due
    }

    /// Returns whether the incident fires, as far as is known, and is neither acknowledged, snoozed
    /// nor suppressed.
    fn needs_people(&self, incident: &Incident, open: &[&Alert]) -> bool {
        let fires = |alert: &&Alert| alert.is_firing() && alert.no_data.is_none();
        open.iter().any(fires)
            && !self.context.is_late
            && !self.quiet.is_in_hand(incident)
            && self.quiet.hush(open.iter().copied()).is_none()
    }

    /// Closes an incident whose last alert is over.
    fn close(&mut self, mut incident: Incident, group: &IncidentGroup) {
        let others = group
            .over
            .iter()
            .filter_map(|place| match self.updates[*place].fate {
                AlertFate::Ended(EndReason::Recovered) | AlertFate::Open | AlertFate::Forgotten => {
                    None
                }
                AlertFate::Ended(other) => Some(other),
            });
        // An alert whose rule was removed has not recovered.
        let reason = others.max().unwrap_or(EndReason::Recovered);
        if incident.announced().is_some() {
            self.emit(EventKind::Resolved(reason), &mut incident, &[]);
        }
        self.outcome.closed.push(ClosedIncident {
            mark: self.mark(&incident),
            incident,
            at: self.context.as_of,
            reason,
        });
    }

    fn emit(&mut self, kind: EventKind, incident: &mut Incident, open: &[&Alert]) {
        self.log(&kind, incident, open);
        let ring = self.ring(&kind, incident, open);
        let rings_in = Self::ringing_channel(&kind, incident);
        let rings_in = rings_in.filter(|_| kind.needs_attention() && !self.is_hushed(open));
        if let Some(other) = &rings_in
            && let IncidentStanding::Announced(announced) = &mut incident.standing
            && !announced.also_in.contains(other)
        {
            announced.also_in.push(other.clone());
        }
        let mark = self.mark(incident);
        let news = IncidentNews {
            ring,
            rings_in,
            ..IncidentNews::new(kind, incident.clone(), open.to_vec(), mark)
        };
        self.push(EventContent::Incident(Box::new(news)));
    }

    fn log(&self, kind: &EventKind, incident: &mut Incident, open: &[&Alert]) {
        if kind.is_superseded_by_later() {
            return;
        }
        let worst = open.iter().max_by(|one, other| one.cmp_gravity(other));
        let worst = worst
            .copied()
            .or(incident.ended.last().map(|ended| &ended.alert));
        incident.add_to_log(IncidentLogEntry {
            at: self.context.as_of,
            kind: kind.clone(),
            severity: incident.severity,
            figure: worst.and_then(|worst| Some((worst.metric, worst.last()?.sample))),
            open: u32::try_from(open.len()).unwrap_or(u32::MAX),
            over: incident.over,
        });
    }

    /// Returns whether nothing is to be heard of these alerts now.
    fn is_hushed(&self, open: &[&Alert]) -> bool {
        let is_held = !open.is_empty() && self.quiet.hush(open.iter().copied()).is_some();
        is_held || self.context.is_late
    }

    fn ring(&self, kind: &EventKind, incident: &Incident, open: &[&Alert]) -> NotificationLevel {
        if self.is_hushed(open) {
            return NotificationLevel::default();
        }
        match kind {
            EventKind::Fired | EventKind::Grew | EventKind::Reminded | EventKind::Escalated => {
                let loudness = self.context.policy.loudness(incident.severity);
                NotificationLevel {
                    is_loud: loudness.rings,
                    mention: loudness.mention.clone(),
                }
            }
            EventKind::Called(step) => NotificationLevel {
                is_loud: true,
                mention: step.mention.clone(),
            },
            EventKind::Eased
            | EventKind::Improved
            | EventKind::Refreshed
            | EventKind::NoData
            | EventKind::DataBack
            | EventKind::Acknowledged
            | EventKind::Snoozed
            | EventKind::Resolved(_) => NotificationLevel::default(),
        }
    }

    /// Returns the channel whose people an event calls, where that is not the incident's own: the
    /// one of a step, or the one of its present severity. A warning adds no channel.
    fn ringing_channel(kind: &EventKind, incident: &Incident) -> Option<ChannelName> {
        let channel = if let EventKind::Called(step) = kind {
            step.notify.as_ref()
        } else {
            let condition = incident.condition();
            let channel = condition.map(|it| it.notify.channel(incident.severity));
            channel.filter(|channel| {
                let mut told = incident.announced().into_iter().flat_map(|it| &it.also_in);
                incident.severity == Severity::Critical || told.any(|it| it == *channel)
            })
        };
        channel.filter(|other| **other != incident.channel).cloned()
    }

    fn push(&mut self, news: EventContent) {
        self.outcome.events.push(Event {
            operation: self.book.operation().clone(),
            at: self.context.as_of,
            news,
        });
    }

    fn alerts<'places>(
        &self,
        places: &'places [usize],
    ) -> impl Iterator<Item = &'poll Alert> + use<'poll, 'places> {
        let updates = self.updates;
        places.iter().map(move |place| &updates[*place].alert)
    }

    fn mark(&self, incident: &Incident) -> IncidentMark {
        let mark = self.context.marks.get(&incident.id);
        mark.cloned().unwrap_or_default()
    }

    /// Reports the incidents that began and ended in late polls, once the last of these is read.
    fn emit_missed(&mut self) {
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
        if self.context.is_late || missed.is_empty() {
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

    /// Records the times at which alerts began to fire, so that flapping can be seen.
    fn remember_openings(&mut self) {
        let as_of = self.context.as_of;
        let is_old = |time: &DateTime<Utc>| has_passed(Alert::FLAP_WINDOW, *time, as_of);
        for (key, times) in self.book.all_openings() {
            if times.iter().all(is_old) {
                self.outcome.openings.push((key.clone(), Vec::new()));
            }
        }
        for update in self.updates {
            if update.news == Some(AlertNews::Fired) {
                let earlier = self.book.openings(&update.alert.key).iter();
                let mut times: Vec<_> = earlier.filter(|time| !is_old(time)).copied().collect();
                times.push(as_of);
                self.outcome
                    .openings
                    .push((update.alert.key.clone(), times));
            }
        }
    }
}
