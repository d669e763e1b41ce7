//! Which alert belongs to which incident, after a poll.

use std::collections::BTreeMap;

use crate::{
    alerts::{
        Alert, AlertBook, AnnouncedState, HoldReason, Incident, IncidentCondition, IncidentId,
        IncidentStanding, IncidentSubject,
        engine::{
            AdvanceContext,
            quiet::SuppressionCheck,
            turns::{AlertFate, AlertNews, AlertUpdate},
        },
        state::has_passed,
    },
    rules::{ChannelName, Rule, RuleRegister, Severity},
};

/// How long a card counts as new in its channel.
const STORM: std::time::Duration = std::time::Duration::from_secs(30 * 60);

/// An incident with the turns of its alerts, by their places.
pub(super) struct IncidentGroup {
    pub(super) incident: Incident,
    /// Whether people are told of it for the first time.
    pub(super) is_announced_now: bool,
    /// The alerts that joined it.
    pub(super) joined: u32,
    pub(super) open: Vec<usize>,
    pub(super) over: Vec<usize>,
    /// The most that happened to one of its alerts.
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

    fn take(&mut self, place: usize, turn: &AlertUpdate) {
        match turn.fate {
            AlertFate::Open => self.open.push(place),
            AlertFate::Forgotten | AlertFate::Ended(_) => self.over.push(place),
        }
        self.news = self.news.max(turn.news);
    }

    fn announce(&mut self, situation: &AdvanceContext<'_>, after: Option<HoldReason>) {
        let announced = AnnouncedState::at(situation.as_of, after);
        self.incident.standing = IncidentStanding::Announced(announced);
        self.is_announced_now = true;
    }
}

/// The incidents that there are, those that begin now, and those that became part of another.
pub(super) struct IncidentGrouping {
    pub(super) files: BTreeMap<IncidentId, IncidentGroup>,
    pub(super) merged: Vec<IncidentId>,
}

impl IncidentGrouping {
    pub(super) fn of(
        book: &AlertBook,
        rules: &RuleRegister<'_>,
        turns: &[AlertUpdate],
        quiet: &SuppressionCheck<'_>,
        situation: &AdvanceContext<'_>,
    ) -> Self {
        let known = book.incidents();
        let mut files = Self {
            files: known
                .map(|incident| (incident.id, IncidentGroup::of(incident.clone())))
                .collect(),
            merged: Vec::new(),
        };
        files.file(book, rules, turns, quiet, situation);
        files.release(turns, quiet, situation);
        files.weather(book, situation);
        files
    }

    /// Puts each turn to its incident. Alerts of one rule that begin to fire are one.
    fn file(
        &mut self,
        book: &AlertBook,
        rules: &RuleRegister<'_>,
        turns: &[AlertUpdate],
        quiet: &SuppressionCheck<'_>,
        situation: &AdvanceContext<'_>,
    ) {
        for (place, turn) in turns.iter().enumerate() {
            if let Some(file) = turn.alert.incident.and_then(|id| self.files.get_mut(&id)) {
                file.take(place, turn);
            } else if turn.news == Some(AlertNews::Fired)
                && let Some(rule) = rules.rule(&turn.alert.key.rule)
            {
                let hold = quiet.hold(&turn.alert);
                let id = number(book, rule, hold.as_ref(), situation);
                let file = self.files.entry(id).or_insert_with(|| {
                    let severity = turn.alert.state.severity();
                    let mut file = IncidentGroup::of(begun(id, rule, severity, situation));
                    match hold {
                        Some(hold) => file.incident.standing = IncidentStanding::Held(hold),
                        None => file.announce(situation, None),
                    }
                    file
                });
                let severity = turn.alert.state.severity();
                if severity > file.incident.severity {
                    file.incident.severity = severity;
                    file.incident.channel = rule.notify.channel(severity).clone();
                }
                file.joined += 1;
                file.take(place, turn);
            }
        }
    }

    /// What was held and is held no more is announced, as soon as it fires.
    fn release(
        &mut self,
        turns: &[AlertUpdate],
        quiet: &SuppressionCheck<'_>,
        situation: &AdvanceContext<'_>,
    ) {
        for file in self.files.values_mut() {
            let IncidentStanding::Held(before) = file.incident.standing.clone() else {
                continue;
            };
            let open = || file.open.iter().map(|place| &turns[*place].alert);
            if let Some(hold) = quiet.hush(open()) {
                file.incident.standing = IncidentStanding::Held(hold);
            } else if open().any(Alert::is_firing) {
                file.announce(situation, Some(before));
            }
        }
    }

    /// More new cards than a channel takes become one.
    fn weather(&mut self, book: &AlertBook, situation: &AdvanceContext<'_>) {
        let mut new: BTreeMap<ChannelName, Vec<IncidentId>> = BTreeMap::new();
        let mut recent: BTreeMap<ChannelName, u32> = BTreeMap::new();
        for (id, file) in &self.files {
            let channel = &file.incident.channel;
            if file.is_announced_now {
                new.entry(channel.clone()).or_default().push(*id);
            }
            let announced = file.incident.announced();
            if announced.is_some_and(|told| !has_passed(STORM, told.at, situation.as_of)) {
                *recent.entry(channel.clone()).or_default() += 1;
            }
        }
        for (channel, ids) in new {
            if recent.get(&channel).copied().unwrap_or(0) > situation.policy.storm {
                self.merge(book, &channel, &ids, situation);
            }
        }
    }

    fn merge(
        &mut self,
        book: &AlertBook,
        channel: &ChannelName,
        ids: &[IncidentId],
        situation: &AdvanceContext<'_>,
    ) {
        let mut digest = self.digest(book, channel, situation);
        for id in ids {
            let Some(file) = self.files.remove(id) else {
                continue;
            };
            digest.joined += u32::try_from(file.open.len()).unwrap_or(u32::MAX);
            digest.incident.severity = digest.incident.severity.max(file.incident.severity);
            digest.news = digest.news.max(file.news);
            digest.open.extend(file.open);
            digest.over.extend(file.over);
            if book.incident(*id).is_some() {
                self.merged.push(*id);
            }
        }
        self.files.insert(digest.incident.id, digest);
    }

    /// The digest of the channel that is open, or a new one.
    fn digest(
        &mut self,
        book: &AlertBook,
        channel: &ChannelName,
        situation: &AdvanceContext<'_>,
    ) -> IncidentGroup {
        let is_it = |file: &IncidentGroup| {
            file.incident.subject == IncidentSubject::Digest
                && file.incident.channel == *channel
                && !file.open.is_empty()
        };
        let known = self.files.iter().find(|(_, file)| is_it(file));
        if let Some(file) = known
            .map(|(id, _)| *id)
            .and_then(|id| self.files.remove(&id))
        {
            return file;
        }
        let subject = format!("\u{1f}digest\u{1f}{channel}");
        let mut file = IncidentGroup::of(Incident {
            id: IncidentId::of(book.operation(), &subject, situation.as_of),
            subject: IncidentSubject::Digest,
            channel: channel.clone(),
            opened_at: situation.as_of,
            severity: Severity::Warning,
            scopes: 0,
            ended: Vec::new(),
            over: 0,
            standing: IncidentStanding::Held(HoldReason::CatchUp),
        });
        file.announce(situation, None);
        file
    }
}

/// The number of what begins now. What is held is apart from what is told.
fn number(
    book: &AlertBook,
    rule: &Rule,
    hold: Option<&HoldReason>,
    situation: &AdvanceContext<'_>,
) -> IncidentId {
    let subject = match hold {
        None => rule.id.to_string(),
        Some(HoldReason::Silence(silence)) => format!("{}\u{1f}silence {silence}", rule.id),
        Some(HoldReason::Dependency(other)) => format!("{}\u{1f}behind {other}", rule.id),
        Some(HoldReason::CatchUp) => format!("{}\u{1f}late", rule.id),
    };
    IncidentId::of(book.operation(), &subject, situation.as_of)
}

fn begun(
    id: IncidentId,
    rule: &Rule,
    severity: Severity,
    situation: &AdvanceContext<'_>,
) -> Incident {
    let condition = IncidentCondition::of(rule, &situation.policy.escalation);
    Incident {
        id,
        channel: rule.notify.channel(severity).clone(),
        subject: IncidentSubject::Rule(Box::new(condition)),
        opened_at: situation.as_of,
        severity,
        scopes: 0,
        ended: Vec::new(),
        over: 0,
        standing: IncidentStanding::Held(HoldReason::CatchUp),
    }
}
