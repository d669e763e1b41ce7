//! What people are told of a poll: one event for each incident, and what it calls for.

use crate::{
    alerts::{
        Alert, AlertBook, AnnouncedState, ClosedIncident, EndReason, Event, EventContent,
        EventKind, Incident, IncidentCondition, IncidentEnd, IncidentMark, IncidentNews,
        IncidentStanding, IncidentSubject, NotificationLevel, PollOutcome,
        engine::{
            AdvanceContext,
            files::{IncidentGroup, IncidentGrouping},
            quiet::SuppressionCheck,
            turns::{AlertFate, AlertNews, AlertUpdate},
        },
        state::has_passed,
    },
    rules::{EscalationStep, RepeatInterval, RuleRegister, Severity},
};

/// How often a digest is told again.
const DIGEST_REPEAT: RepeatInterval = RepeatInterval {
    every: std::time::Duration::from_secs(60 * 60),
    longest: None,
};

pub(super) fn tell(
    book: &AlertBook,
    rules: &RuleRegister<'_>,
    mut turns: Vec<AlertUpdate>,
    situation: &AdvanceContext<'_>,
) -> PollOutcome {
    let quiet = SuppressionCheck::of(book.operation(), rules, &turns, situation);
    let IncidentGrouping { files, merged } =
        IncidentGrouping::of(book, rules, &turns, &quiet, situation);
    for file in files.values() {
        for place in file.open.iter().chain(&file.over) {
            turns[*place].alert.incident = Some(file.incident.id);
        }
        explain(&file.open, &mut turns, situation);
    }
    let mut teller = EventEmitter {
        book,
        rules,
        turns: &turns,
        quiet: &quiet,
        situation,
        outcome: PollOutcome {
            merged,
            ..PollOutcome::default()
        },
    };
    for file in files.into_values() {
        teller.tell(&file);
    }
    teller.tell_of_the_past();
    teller.remember_openings();
    let mut outcome = teller.outcome;
    for turn in turns {
        let known = book.get(&turn.alert.key);
        match turn.fate {
            AlertFate::Open if known == Some(&turn.alert) => {}
            AlertFate::Open => outcome.changed.push(turn.alert),
            AlertFate::Forgotten | AlertFate::Ended(_) => {
                if known.is_some() {
                    outcome.ended.push(turn.alert.key);
                }
            }
        }
    }
    outcome
}

/// The worst alert of an incident is the one whose causes its card tells. Nothing new is
/// known of one without a new figure.
fn explain(open: &[usize], turns: &mut [AlertUpdate], situation: &AdvanceContext<'_>) {
    let worst = open
        .iter()
        .copied()
        .max_by(|one, other| turns[*one].alert.cmp_gravity(&turns[*other].alert));
    let Some(worst) = worst else {
        return;
    };
    for lesser in open.iter().filter(|place| **place != worst) {
        turns[*lesser].alert.step_back();
    }
    let alert = &mut turns[worst].alert;
    if let Some(evidence) = situation.evidence
        && alert.as_of() == situation.as_of
    {
        alert.clues = evidence.clues(alert);
    }
}

pub(super) struct EventEmitter<'poll> {
    pub(super) book: &'poll AlertBook,
    rules: &'poll RuleRegister<'poll>,
    pub(super) turns: &'poll [AlertUpdate],
    quiet: &'poll SuppressionCheck<'poll>,
    pub(super) situation: &'poll AdvanceContext<'poll>,
    pub(super) outcome: PollOutcome,
}

impl<'poll> EventEmitter<'poll> {
    fn tell(&mut self, file: &IncidentGroup) {
        let mut incident = file.incident.clone();
        let severity = incident.severity;
        self.take_in(&mut incident, file);
        if file.open.is_empty() {
            self.close(incident, file);
            return;
        }
        let open: Vec<&Alert> = self.alerts(&file.open).collect();
        if let IncidentStanding::Announced(announced) = incident.standing.clone() {
            let (kind, announced) = self.next(&incident, announced, severity, file, &open);
            let hush = self.quiet.told_hush(open.iter().copied());
            let is_news = hush != announced.hush;
            let kind = kind.or_else(|| is_news.then_some(EventKind::Refreshed));
            incident.standing = IncidentStanding::Announced(AnnouncedState { hush, ..announced });
            let steps = self.steps(&mut incident, &open);
            let kinds = kind
                .into_iter()
                .chain(steps.into_iter().map(EventKind::Called));
            for kind in kinds {
                self.say(kind, &incident, &open);
            }
        }
        if self.book.incident(incident.id) != Some(&incident) {
            self.outcome.incidents.push(incident);
        }
    }

    /// The incident with the turns of its alerts taken in.
    fn take_in(&self, incident: &mut Incident, file: &IncidentGroup) {
        let worst = self
            .alerts(&file.open)
            .map(|alert| alert.state.severity())
            .max();
        incident.severity = worst.unwrap_or(incident.severity);
        incident.scopes = incident.scopes.saturating_add(file.joined);
        for place in &file.over {
            let turn = &self.turns[*place];
            let reason = match turn.fate {
                AlertFate::Ended(reason) => reason,
                AlertFate::Open | AlertFate::Forgotten => EndReason::RuleRemoved,
            };
            incident.over = incident.over.saturating_add(1);
            let ended = IncidentEnd {
                alert: turn.alert.clone(),
                at: self.situation.as_of,
                reason,
            };
            let is_alone = incident.scopes <= 1;
            incident
                .ended
                .push(if is_alone { ended } else { ended.briefly() });
        }
        let surplus = incident.ended.len().saturating_sub(Incident::LINES);
        incident.ended.drain(..surplus);
        // A rule that was changed keeps its incidents, which say what it says now.
        if let IncidentSubject::Rule(condition) = &mut incident.subject
            && let Some(rule) = self.rules.rule(&condition.rule)
        {
            **condition = IncidentCondition::of(rule, &self.situation.policy.escalation);
        }
    }

    /// What the card says next, and what people have then been told.
    fn next(
        &self,
        incident: &Incident,
        announced: AnnouncedState,
        before: Severity,
        file: &IncidentGroup,
        open: &[&Alert],
    ) -> (Option<EventKind>, AnnouncedState) {
        let as_of = self.situation.as_of;
        let again = AnnouncedState {
            worse_at: as_of,
            told_at: as_of,
            reminders: 0,
            steps: 0,
            ..announced.clone()
        };
        if file.is_announced_now {
            return (Some(EventKind::Fired), announced);
        }
        if file.joined > 0 {
            return (Some(EventKind::Grew), again);
        }
        if incident.severity > before {
            return (Some(EventKind::Escalated), again);
        }
        let quiet = |kind| (Some(kind), announced.clone());
        if !file.over.is_empty() {
            return quiet(EventKind::Improved);
        }
        if incident.severity < before {
            return quiet(EventKind::Eased);
        }
        match file.news {
            Some(AlertNews::NoData) => quiet(EventKind::NoData),
            Some(AlertNews::DataBack) => quiet(EventKind::DataBack),
            Some(
                AlertNews::Refreshed | AlertNews::Eased | AlertNews::Escalated | AlertNews::Fired,
            ) if self.is_reminder_due(incident, &announced, open) => {
                let reminded = AnnouncedState {
                    told_at: as_of,
                    reminders: announced.reminders.saturating_add(1),
                    ..announced.clone()
                };
                (Some(EventKind::Reminded), reminded)
            }
            Some(
                AlertNews::Refreshed | AlertNews::Eased | AlertNews::Escalated | AlertNews::Fired,
            ) => quiet(EventKind::Refreshed),
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
        let Some(repeat) = repeat else {
            return false;
        };
        let interval = repeat.interval(announced.reminders);
        has_passed(interval, announced.told_at, self.situation.as_of)
            && self.needs_people(incident, open)
    }

    /// The steps of escalation that are due; the incident remembers them.
    fn steps(&self, incident: &mut Incident, open: &[&Alert]) -> Vec<EscalationStep> {
        let steps = match &incident.subject {
            IncidentSubject::Rule(condition) => condition.escalation.clone(),
            IncidentSubject::Digest => self.situation.policy.escalation.clone(),
        };
        if steps.is_empty() || !self.needs_people(incident, open) {
            return Vec::new();
        }
        let as_of = self.situation.as_of;
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

    /// Whether it fires, as far as is known, and nobody has it in hand or wished silence.
    fn needs_people(&self, incident: &Incident, open: &[&Alert]) -> bool {
        let fires = |alert: &&Alert| alert.is_firing() && alert.no_data.is_none();
        open.iter().any(fires)
            && !self.situation.is_late
            && !self.quiet.is_in_hand(incident)
            && self.quiet.hush(open.iter().copied()).is_none()
    }

    /// Its last alert is over.
    fn close(&mut self, incident: Incident, file: &IncidentGroup) {
        let others = file
            .over
            .iter()
            .filter_map(|place| match self.turns[*place].fate {
                AlertFate::Ended(EndReason::Recovered) | AlertFate::Open | AlertFate::Forgotten => {
                    None
                }
                AlertFate::Ended(other) => Some(other),
            });
        // Nothing says of one that was taken away that it is well again.
        let reason = others.max().unwrap_or(EndReason::Recovered);
        if incident.announced().is_some() {
            self.say(EventKind::Resolved(reason), &incident, &[]);
        }
        self.outcome.closed.push(ClosedIncident {
            mark: self.mark(&incident),
            incident,
            at: self.situation.as_of,
            reason,
        });
    }

    fn say(&mut self, kind: EventKind, incident: &Incident, open: &[&Alert]) {
        let ring = self.ring(&kind, incident, open);
        let mark = self.mark(incident);
        let news = IncidentNews::new(kind, incident.clone(), open.to_vec(), mark, ring);
        self.push(EventContent::Incident(Box::new(news)));
    }

    fn ring(&self, kind: &EventKind, incident: &Incident, open: &[&Alert]) -> NotificationLevel {
        let is_hushed = !open.is_empty() && self.quiet.hush(open.iter().copied()).is_some();
        if is_hushed || self.situation.is_late {
            return NotificationLevel::default();
        }
        let loudness = self.situation.policy.loudness(incident.severity);
        let loud = |elsewhere| NotificationLevel {
            is_loud: loudness.rings,
            mention: loudness.mention.clone(),
            elsewhere,
        };
        match kind {
            EventKind::Fired | EventKind::Grew | EventKind::Reminded => loud(None),
            EventKind::Escalated => {
                let notify = incident.condition().map(|condition| &condition.notify);
                let channel = notify.map(|notify| notify.channel(incident.severity));
                loud(channel.filter(|other| **other != incident.channel).cloned())
            }
            EventKind::Called(step) => NotificationLevel {
                is_loud: true,
                mention: step.mention.clone(),
                elsewhere: step.notify.clone(),
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

    pub(super) fn push(&mut self, news: EventContent) {
        self.outcome.events.push(Event {
            operation: self.book.operation().clone(),
            at: self.situation.as_of,
            news,
        });
    }

    fn alerts<'places>(
        &self,
        places: &'places [usize],
    ) -> impl Iterator<Item = &'poll Alert> + use<'poll, 'places> {
        let turns = self.turns;
        places.iter().map(move |place| &turns[*place].alert)
    }

    fn mark(&self, incident: &Incident) -> IncidentMark {
        let mark = self.situation.marks.get(&incident.id);
        mark.cloned().unwrap_or_default()
    }
}
