//! Steps each alert through its state machine by the judgements of one poll.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    alerts::{
        Alert, AlertBook, AlertKey, AlertState, AlertTiming, CauseEvidence, ChannelTraffic,
        EndReason, IncidentId, IncidentMark, NoData, Observation, Silence, StepInput, Transition,
        UnknownStreak,
        alert_state::{has_passed, step},
    },
    rules::{AlertPolicy, Judgement, Rule, RuleRegister, Verdict},
};

/// The circumstances of a poll beside its verdicts.
#[derive(Clone, Copy, Debug)]
pub struct AdvanceContext<'poll> {
    /// The end of the poll's windows.
    pub as_of: DateTime<Utc>,
    pub zone: Tz,
    pub policy: &'poll AlertPolicy,
    pub silences: &'poll [Silence],
    pub marks: &'poll BTreeMap<IncidentId, IncidentMark>,
    /// Set while later polls wait to be read: nothing is announced that may be over by then.
    pub is_late: bool,
    /// Set where no report could be read and a rule reports that: all other alerts stay as they
    /// are.
    pub is_deaf: bool,
    pub evidence: Option<&'poll CauseEvidence<'poll>>,
    /// Set while the poll is not read to its end: what it has no judgement of stays as it is.
    pub is_partial: bool,
    /// What the same poll judged before it was read to its end.
    pub judged_before: &'poll BTreeSet<AlertKey>,
    /// The cards that other operations have in the channels.
    pub traffic: &'poll ChannelTraffic,
}

static NO_MARKS: BTreeMap<IncidentId, IncidentMark> = BTreeMap::new();
static NONE_JUDGED: BTreeSet<AlertKey> = BTreeSet::new();
static NO_TRAFFIC: ChannelTraffic = ChannelTraffic::new();

impl<'poll> AdvanceContext<'poll> {
    /// A context without silences, marks, evidence and other operations.
    pub fn new(as_of: DateTime<Utc>, zone: Tz, policy: &'poll AlertPolicy) -> Self {
        Self {
            as_of,
            zone,
            policy,
            silences: &[],
            marks: &NO_MARKS,
            is_late: false,
            is_deaf: false,
            evidence: None,
            is_partial: false,
            judged_before: &NONE_JUDGED,
            traffic: &NO_TRAFFIC,
        }
    }
}

/// The effect of one poll on one alert.
pub(super) struct AlertUpdate {
    pub(super) alert: Alert,
    pub(super) fate: AlertFate,
    pub(super) news: Option<AlertNews>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AlertFate {
    Open,
    /// It never fired and is dropped.
    Forgotten,
    /// It had fired, and ended.
    Ended(EndReason),
}

/// The change of an alert, least important first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum AlertNews {
    Refreshed,
    DataBack,
    NoData,
    Eased,
    Escalated,
    Fired,
}

/// Updates the alerts of a book by one poll.
pub(super) struct AlertUpdater<'poll> {
    pub(super) book: &'poll AlertBook,
    pub(super) rules: &'poll RuleRegister<'poll>,
    pub(super) context: &'poll AdvanceContext<'poll>,
}

impl AlertUpdater<'_> {
    /// Updates all alerts that are open or begin now, in the order of the judgements.
    pub(super) fn update_all(&self, judgements: &[Judgement<'_>]) -> Vec<AlertUpdate> {
        let mut updates = Vec::new();
        let has_open = self.book.alerts().next().is_some();
        let mut judged: HashSet<&AlertKey> = HashSet::new();
        for judgement in judgements {
            let is_quiet = !matches!(judgement.verdict, Verdict::Breach(_));
            if is_quiet && !has_open {
                continue;
            }
            let key = AlertKey {
                rule: judgement.rule.id.clone(),
                scope: judgement.scope.clone(),
            };
            if self.context.judged_before.contains(&key) {
                continue;
            }
            let known = self.book.get(&key);
            judged.extend(known.map(|alert| &alert.key));
            updates.extend(self.update_judged(key, known, judgement));
        }
        let alerts = self.book.alerts();
        let unjudged = alerts.filter(|alert| !judged.contains(&alert.key));
        updates.extend(unjudged.map(|alert| self.update_unjudged(alert)));
        updates
    }

    /// Updates an alert without a judgement, such as that of an agent who went home.
    fn update_unjudged(&self, alert: &Alert) -> AlertUpdate {
        if self.context.is_partial || self.context.judged_before.contains(&alert.key) {
            return unchanged(alert);
        }
        let rule = self.rules.rule(&alert.key.rule);
        match rule.filter(|rule| rule.of.covers(&alert.key.scope)) {
            None => end_alert(alert.clone(), EndReason::RuleRemoved),
            Some(rule) if rule.is_asleep(self.context.as_of, self.context.zone) => {
                end_alert(alert.clone(), EndReason::AfterHours)
            }
            Some(_) => self.without_verdict(alert, UnknownStreak::Missing),
        }
    }

    fn update_judged(
        &self,
        key: AlertKey,
        known: Option<&Alert>,
        judgement: &Judgement<'_>,
    ) -> Option<AlertUpdate> {
        match judgement.verdict {
            Verdict::TooFew => Some(self.without_verdict(known?, UnknownStreak::TooFew)),
            Verdict::Missing => Some(self.without_verdict(known?, UnknownStreak::Missing)),
            Verdict::Asleep => Some(end_alert(known?.clone(), EndReason::AfterHours)),
            Verdict::Breach(_) | Verdict::Between | Verdict::Clear => {
                self.with_verdict(key, known, judgement)
            }
        }
    }

    fn with_verdict(
        &self,
        key: AlertKey,
        known: Option<&Alert>,
        judgement: &Judgement<'_>,
    ) -> Option<AlertUpdate> {
        let before = known.map(|alert| alert.state);
        let input = StepInput {
            verdict: self.timed_verdict(judgement, before),
            eases: judgement.grounds.eases,
        };
        let timing = alert_timing(judgement.rule, known);
        let (after, transition) = step(before, input, &timing, self.context.as_of);
        let state = after.or(before)?;
        let mut alert = observe_figure(known, key, state, judgement);
        let fate = match (after, transition) {
            (Some(_), _) => AlertFate::Open,
            (None, Some(_)) => AlertFate::Ended(EndReason::Recovered),
            (None, None) => AlertFate::Forgotten,
        };
        let is_back = matches!(before, Some(AlertState::Recovering { .. }))
            && matches!(after, Some(AlertState::Firing(_)));
        if transition == Some(Transition::Fired) {
            let earlier = self.recent_openings(&alert.key);
            alert.first_opened = earlier.clone().next().or(Some(self.context.as_of));
            let earlier = u32::try_from(earlier.count()).unwrap_or(u32::MAX);
            alert.openings = earlier.saturating_add(1);
        } else if is_back && alert.is_flapping() {
            alert.openings = alert.openings.saturating_add(1);
        }
        let had_no_data = known.and_then(Alert::told_no_data).is_some();
        let news = match transition {
            Some(Transition::Fired) => Some(AlertNews::Fired),
            Some(Transition::Escalated) => Some(AlertNews::Escalated),
            Some(Transition::Eased) => Some(AlertNews::Eased),
            Some(Transition::Resolved) | None if !state.is_told() => None,
            Some(Transition::Resolved) | None if had_no_data => Some(AlertNews::DataBack),
            Some(Transition::Resolved) | None => Some(AlertNews::Refreshed),
        };
        Some(AlertUpdate { alert, fate, news })
    }

    /// Returns the verdict; the severity of a missing figure grows with time.
    fn timed_verdict(&self, judgement: &Judgement<'_>, before: Option<AlertState>) -> Verdict {
        match (judgement.rule.when.absent(), judgement.verdict) {
            (Some(absent), Verdict::Breach(_)) => {
                let since = before.map_or(self.context.as_of, |state| state.since());
                let missing_for = (self.context.as_of - since).to_std().unwrap_or_default();
                Verdict::Breach(absent.severity(missing_for))
            }
            (_, verdict) => verdict,
        }
    }

    /// Returns the recent times at which the alert began to fire, without this one.
    fn recent_openings(&self, key: &AlertKey) -> impl Iterator<Item = DateTime<Utc>> + Clone {
        let as_of = self.context.as_of;
        let openings = self.book.openings(key).iter().copied();
        openings.filter(move |opened| !has_passed(Alert::FLAP_WINDOW, *opened, as_of))
    }

    /// Keeps the state of an alert without a verdict. Once that has lasted, the card says so, and an
    /// alert that never fired is dropped: a breach on the next morning is not the one of last evening.
    /// Where no report could be read, that is one incident of the feed, and the other alerts stay as
    /// they are.
    fn without_verdict(&self, alert: &Alert, why: UnknownStreak) -> AlertUpdate {
        let is_told = alert.state.is_told();
        if self.context.is_deaf && is_told {
            return unchanged(alert);
        }
        let gap = alert.no_data.map_or(
            NoData {
                since: self.context.as_of,
                checks: 1,
                why,
            },
            |gap| NoData {
                checks: gap.checks.saturating_add(1),
                why,
                ..gap
            },
        );
        let is_over = why == UnknownStreak::TooFew
            && has_passed(Alert::TOO_FEW_ENDS, gap.since, self.context.as_of);
        if is_over && is_told {
            return end_alert(alert.clone(), EndReason::TooFewCalls);
        }
        let has_lasted = gap.checks >= Alert::TELL_NO_DATA_AFTER;
        let is_news = gap.checks == Alert::TELL_NO_DATA_AFTER;
        AlertUpdate {
            alert: Alert {
                no_data: Some(gap),
                ..alert.clone()
            },
            fate: if has_lasted && !is_told {
                AlertFate::Forgotten
            } else {
                AlertFate::Open
            },
            news: (is_told && is_news).then_some(AlertNews::NoData),
        }
    }
}

/// A flapping alert must be clear for longer before it ends.
fn alert_timing(rule: &Rule, known: Option<&Alert>) -> AlertTiming {
    let mut timing = AlertTiming::from(rule);
    if known.is_some_and(Alert::is_flapping) {
        timing.keep_firing_for = timing.keep_firing_for.max(Alert::FLAP_CALM);
    }
    timing
}

/// Returns the alert with the figure of this poll taken in.
fn observe_figure(
    known: Option<&Alert>,
    key: AlertKey,
    state: AlertState,
    judgement: &Judgement<'_>,
) -> Alert {
    let now = judgement.sample.map(|sample| Observation {
        sample,
        window: judgement.window,
    });
    let metric = judgement.rule.metric;
    let mut alert = match known {
        Some(known) if known.metric == metric => known.clone(),
        Some(known) => Alert {
            metric,
            trend: Vec::new(),
            peak: None,
            ..known.clone()
        },
        None => Alert {
            key,
            state,
            incident: None,
            metric,
            grounds: judgement.grounds,
            window: judgement.window,
            trend: Vec::new(),
            peak: None,
            checks: 0,
            no_data: None,
            openings: 0,
            first_opened: None,
            clues: Vec::new(),
        },
    };
    alert.state = state;
    alert.grounds = judgement.grounds;
    alert.window = judgement.window;
    alert.checks = alert.checks.saturating_add(1);
    alert.no_data = None;
    alert.clues.clear();
    if let Some(now) = now {
        let is_worse = |peak: Observation| {
            let side = judgement.grounds.side;
            side.is_some_and(|side| {
                side.is_past(now.sample.value.scalar(), peak.sample.value.scalar())
            })
        };
        if alert.peak.is_none_or(is_worse) {
            alert.peak = Some(now);
        }
        if alert.trend.len() == Alert::TREND {
            alert.trend.remove(0);
        }
        alert.trend.push(now);
    }
    alert
}

fn unchanged(alert: &Alert) -> AlertUpdate {
    AlertUpdate {
        alert: alert.clone(),
        fate: AlertFate::Open,
        news: None,
    }
}

fn end_alert(alert: Alert, reason: EndReason) -> AlertUpdate {
    let fate = if alert.state.is_told() {
        AlertFate::Ended(reason)
    } else {
        AlertFate::Forgotten
    };
    AlertUpdate {
        alert,
        fate,
        news: None,
    }
}
