//! Groups alerts into incidents, and finds what suppresses them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::alert_update::{AdvanceContext, AlertFate, AlertNews, AlertUpdate};
use crate::{
    alerts::{
        Alert, AlertBook, AnnouncedState, HoldReason, Incident, IncidentCondition, IncidentId,
        IncidentStanding, IncidentSubject, Silence, Suppression, alert_state::has_passed,
    },
    metrics::Scope,
    rules::{ChannelName, Rule, RuleId, RuleRegister, Severity},
};

/// The time for which a card counts as new in its channel.
const STORM: std::time::Duration = std::time::Duration::from_secs(30 * 60);

/// An incident with the indices of its alert updates.
pub(super) struct IncidentGroup {
    pub(super) incident: Incident,
    /// Set where the incident is announced for the first time.
    pub(super) is_announced_now: bool,
    pub(super) joined: u32,
    pub(super) open: Vec<usize>,
    pub(super) over: Vec<usize>,
    /// The most important change of its alerts.
    pub(super) news: Option<AlertNews>,
}

impl IncidentGroup {
    fn of(incident: Incident) -> Self {
        Self {
            incident,
            is_announced_now: false,
            joined: 0,
            open: Vec::new(),
            over: Vec::new(),
            news: None,
        }
    }

    /// A new incident without alerts, which is held until it is announced.
    fn new(
        id: IncidentId,
        subject: IncidentSubject,
        channel: ChannelName,
        severity: Severity,
        context: &AdvanceContext<'_>,
    ) -> Self {
        Self::of(Incident {
            id,
            subject,
            channel,
            opened_at: context.as_of,
            severity,
            scopes: 0,
            ended: Vec::new(),
            over: 0,
            standing: IncidentStanding::Held(HoldReason::CatchUp),
            log: Vec::new(),
        })
    }

    fn take(&mut self, place: usize, update: &AlertUpdate) {
        match update.fate {
            AlertFate::Open => self.open.push(place),
            AlertFate::Forgotten | AlertFate::Ended(_) => self.over.push(place),
        }
        self.news = self.news.max(update.news);
    }

    fn announce(&mut self, context: &AdvanceContext<'_>, after: Option<HoldReason>) {
        let announced = AnnouncedState::at(context.as_of, after);
        self.incident.standing = IncidentStanding::Announced(announced);
        self.is_announced_now = true;
    }
}

/// The open and new incidents, and those that became part of another.
pub(super) struct IncidentGrouping<'poll> {
    updates: &'poll [AlertUpdate],
    quiet: &'poll SuppressionCheck<'poll>,
    pub(super) groups: BTreeMap<IncidentId, IncidentGroup>,
    pub(super) merged: Vec<IncidentId>,
}

impl<'poll> IncidentGrouping<'poll> {
    pub(super) fn of(updates: &'poll [AlertUpdate], quiet: &'poll SuppressionCheck<'poll>) -> Self {
        let known = quiet.book.incidents();
        let groups = known.map(|incident| (incident.id, IncidentGroup::of(incident.clone())));
        let mut grouping = Self {
            updates,
            quiet,
            groups: groups.collect(),
            merged: Vec::new(),
        };
        grouping.assign();
        grouping.release();
        grouping.merge_storm();
        grouping
    }

    /// Assigns each update to its incident. Alerts of one rule that begin to fire in one poll share
    /// an incident.
    fn assign(&mut self) {
        for (place, update) in self.updates.iter().enumerate() {
            let incident = update.alert.incident;
            if let Some(group) = incident.and_then(|id| self.groups.get_mut(&id)) {
                group.take(place, update);
            } else if update.news == Some(AlertNews::Fired)
                && let Some(rule) = self.quiet.rules.rule(&update.alert.key.rule)
            {
                let severity = update.alert.state.severity();
                let hold = self.quiet.hold(&update.alert);
                let id = self.quiet.incident_id(rule, hold.as_ref());
                let group = self.groups.entry(id).or_insert_with(|| {
                    let context = self.quiet.context;
                    let condition = IncidentCondition::of(rule, &context.policy.escalation);
                    let subject = IncidentSubject::Rule(Box::new(condition));
                    let channel = rule.notify.channel(severity).clone();
                    let mut group = IncidentGroup::new(id, subject, channel, severity, context);
                    match hold {
                        Some(hold) => group.incident.standing = IncidentStanding::Held(hold),
                        None => group.announce(context, None),
                    }
                    group
                });
                if severity > group.incident.severity {
                    group.incident.severity = severity;
                    group.incident.channel = rule.notify.channel(severity).clone();
                }
                group.joined += 1;
                group.take(place, update);
            }
        }
    }

    /// Announces held incidents that are held no more, as soon as they fire.
    fn release(&mut self) {
        for group in self.groups.values_mut() {
            let IncidentStanding::Held(before) = group.incident.standing.clone() else {
                continue;
            };
            let open = || group.open.iter().map(|place| &self.updates[*place].alert);
            if let Some(hold) = self.quiet.hush(open()) {
                group.incident.standing = IncidentStanding::Held(hold);
            } else if open().any(Alert::is_firing) {
                group.announce(self.quiet.context, Some(before));
            }
        }
    }

    /// Merges the new cards of a channel into a digest where there are too many, with those of the other
    /// operations that post there.
    fn merge_storm(&mut self) {
        let context = self.quiet.context;
        let mut new: BTreeMap<ChannelName, Vec<IncidentId>> = BTreeMap::new();
        let operation = self.quiet.book.operation();
        let mut recent: BTreeMap<ChannelName, BTreeSet<IncidentId>> = context
            .traffic
            .begun_after(context.as_of - STORM, operation);
        for (id, group) in &self.groups {
            let channel = &group.incident.channel;
            if group.is_announced_now {
                new.entry(channel.clone()).or_default().push(*id);
            }
            let announced = group.incident.announced();
            if announced.is_some_and(|told| !has_passed(STORM, told.at, context.as_of)) {
                recent.entry(channel.clone()).or_default().insert(*id);
            }
        }
        for (channel, ids) in new {
            let most = usize::try_from(context.policy.storm).unwrap_or(usize::MAX);
            if recent.get(&channel).is_some_and(|cards| cards.len() > most) {
                self.merge(&channel, &ids);
            }
        }
        for group in self.groups.values_mut() {
            let id = group.incident.id;
            if group.incident.subject == IncidentSubject::Digest
                && let IncidentStanding::Announced(announced) = &mut group.incident.standing
            {
                let others = context.traffic.count_others(id, operation);
                announced.operations = announced.operations.max(others.saturating_add(1));
            }
        }
    }

    fn merge(&mut self, channel: &ChannelName, ids: &[IncidentId]) {
        let mut digest = self.digest(channel);
        for id in ids {
            let Some(group) = self.groups.remove(id) else {
                continue;
            };
            digest.joined += u32::try_from(group.open.len()).unwrap_or(u32::MAX);
            digest.incident.severity = digest.incident.severity.max(group.incident.severity);
            digest.news = digest.news.max(group.news);
            digest.open.extend(group.open);
            digest.over.extend(group.over);
            if self.quiet.book.incident(*id).is_some() {
                self.merged.push(*id);
            }
        }
        self.groups.insert(digest.incident.id, digest);
    }

    /// Takes the open digest of the channel, or makes one. Where other operations have one open there, its card is shared: it has
    /// the same number.
    fn digest(&mut self, channel: &ChannelName) -> IncidentGroup {
        let is_it = |group: &IncidentGroup| {
            group.incident.subject == IncidentSubject::Digest
                && group.incident.channel == *channel
                && !group.open.is_empty()
        };
        let known = self.groups.iter().find(|(_, group)| is_it(group));
        let operation = self.quiet.book.operation();
        let shared = self.quiet.context.traffic.open_digest(channel, operation);
        let known = known.map(|(id, _)| *id).or(shared);
        if let Some(group) = known.and_then(|id| self.groups.remove(&id)) {
            return group;
        }
        let context = self.quiet.context;
        let subject = format!("\u{1f}digest\u{1f}{channel}");
        let id = shared.unwrap_or_else(|| IncidentId::of(operation, &subject, context.as_of));
        let subject = IncidentSubject::Digest;
        let mut group =
            IncidentGroup::new(id, subject, channel.clone(), Severity::Warning, context);
        group.announce(context, None);
        group
    }
}

pub(super) struct SuppressionCheck<'poll> {
    pub(super) book: &'poll AlertBook,
    pub(super) rules: &'poll RuleRegister<'poll>,
    pub(super) context: &'poll AdvanceContext<'poll>,
    silences: Vec<&'poll Silence>,
    /// Firing alerts of rules that others depend on.
    firing: HashSet<(RuleId, Scope)>,
}

impl<'poll> SuppressionCheck<'poll> {
    pub(super) fn of(
        book: &'poll AlertBook,
        rules: &'poll RuleRegister<'poll>,
        updates: &[AlertUpdate],
        context: &'poll AdvanceContext<'poll>,
    ) -> Self {
        let wanted: HashSet<&RuleId> = rules.rules().flat_map(|rule| &rule.depends_on).collect();
        let firing = updates
            .iter()
            .filter(|update| update.fate == AlertFate::Open && update.alert.state.is_told())
            .filter(|update| wanted.contains(&update.alert.key.rule))
            .map(|update| {
                (
                    update.alert.key.rule.clone(),
                    update.alert.key.scope.clone(),
                )
            })
            .collect();
        let AdvanceContext { as_of, zone, .. } = *context;
        let silences = context.silences.iter();
        Self {
            book,
            rules,
            context,
            silences: silences
                .filter(|silence| silence.quiet.covers(as_of, zone))
                .collect(),
            firing,
        }
    }

    /// Returns the number of a new incident. Held alerts and announced ones get different
    /// incidents.
    fn incident_id(&self, rule: &Rule, hold: Option<&HoldReason>) -> IncidentId {
        let subject = match hold {
            None => rule.id.to_string(),
            Some(HoldReason::Silence(silence)) => format!("{}\u{1f}silence {silence}", rule.id),
            Some(HoldReason::Dependency(other)) => format!("{}\u{1f}behind {other}", rule.id),
            Some(HoldReason::CatchUp) => format!("{}\u{1f}late", rule.id),
        };
        IncidentId::of(self.book.operation(), &subject, self.context.as_of)
    }

    /// Returns what keeps this alert from being announced. A silence counts that would have held
    /// had the poll been read in time.
    pub(super) fn hold(&self, alert: &Alert) -> Option<HoldReason> {
        let late = || self.context.is_late.then_some(HoldReason::CatchUp);
        self.silence(alert)
            .or_else(|| self.dependency(alert))
            .or_else(late)
    }

    /// Returns what suppresses this incident: every one of its open alerts must be held.
    pub(super) fn hush<'alert>(
        &self,
        open: impl IntoIterator<Item = &'alert Alert>,
    ) -> Option<HoldReason> {
        let mut hush = None;
        for alert in open {
            hush = Some(self.hold(alert)?);
        }
        hush
    }

    /// Returns the same for the card. A late poll says nothing about now.
    pub(super) fn suppression<'alert>(
        &self,
        open: impl IntoIterator<Item = &'alert Alert>,
    ) -> Option<Suppression> {
        let by = self.hush(open)?;
        let until = match &by {
            HoldReason::CatchUp => return None,
            HoldReason::Dependency(_) => None,
            HoldReason::Silence(id) => {
                let silence = self.silences.iter().find(|silence| silence.id == *id)?;
                let AdvanceContext { as_of, zone, .. } = *self.context;
                silence.quiet.lasts(as_of, zone)
            }
        };
        Some(Suppression { by, until })
    }

    fn silence(&self, alert: &Alert) -> Option<HoldReason> {
        if self.silences.is_empty() {
            return None;
        }
        let none = BTreeMap::new();
        let rule = self.rules.rule(&alert.key.rule);
        let labels = rule.map_or(&none, |rule| &rule.labels);
        let severity = alert.state.severity();
        self.silences
            .iter()
            .find(|silence| {
                let matcher = &silence.matcher;
                matcher.matches(self.book.operation(), &alert.key, severity, labels)
            })
            .map(|silence| HoldReason::Silence(silence.id))
    }

    /// Finds a firing rule that this alert's rule depends on, for the same scope or the whole
    /// operation.
    fn dependency(&self, alert: &Alert) -> Option<HoldReason> {
        if self.firing.is_empty() {
            return None;
        }
        let rule = self.rules.rule(&alert.key.rule)?;
        let scopes = [&alert.key.scope, &Scope::Operation];
        rule.depends_on
            .iter()
            .find(|other| {
                let mut scopes = scopes.into_iter();
                scopes.any(|scope| self.firing.contains(&((*other).clone(), scope.clone())))
            })
            .map(|other| HoldReason::Dependency(other.clone()))
    }

    /// Returns whether the incident is acknowledged or snoozed.
    pub(super) fn is_in_hand(&self, incident: &Incident) -> bool {
        let mark = self.context.marks.get(&incident.id);
        mark.is_some_and(|mark| {
            mark.holding(incident.severity, incident.scopes).is_some()
                || mark
                    .snoozed(incident.severity, self.context.as_of)
                    .is_some()
        })
    }
}
