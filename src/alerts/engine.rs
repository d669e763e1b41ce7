//! One poll's verdicts into the book: which alerts changed, which ended, what to tell.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::{
    alerts::{
        Alert, AlertId, AlertKey, AlertState, Book, Condition, Event, EventKind, NoData,
        Observation, Reason, Timing, Transition, Unknown, step,
    },
    rules::{Judgement, Ruleset, Verdict},
};

/// What a poll changed. It is committed as a whole, and then applied to the book.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Alerts that are new or differ.
    pub changed: Vec<Alert>,
    /// Alerts that are no more.
    pub ended: Vec<AlertKey>,
    /// What to tell, in order.
    pub events: Vec<Event>,
}

/// Takes one poll's judgements into account. `as_of` is the end of the poll's windows.
///
/// An alert whose rule still stands but that no judgement speaks of counts as missing: a
/// skill that the directory forgot has not recovered. One whose rule is gone, or looks
/// elsewhere now, ends.
#[must_use]
pub fn advance(
    book: &Book,
    rules: &Ruleset,
    judgements: &[Judgement<'_>],
    as_of: DateTime<Utc>,
) -> Outcome {
    let mut turn = Turn {
        book,
        as_of,
        outcome: Outcome::default(),
    };
    let mut judged = BTreeSet::new();
    for judgement in judgements {
        let key = AlertKey {
            rule: judgement.rule.id.clone(),
            scope: judgement.scope.clone(),
        };
        turn.judge(&key, judgement);
        judged.insert(key);
    }
    for alert in book.alerts().filter(|alert| !judged.contains(&alert.key)) {
        let rule = rules.rule(&alert.key.rule);
        if rule.is_some_and(|rule| rule.of.covers(&alert.key.scope)) {
            turn.without_verdict(alert.clone(), Unknown::Missing);
        } else {
            turn.end(alert.clone(), Reason::RuleRemoved);
        }
    }
    turn.outcome
}

struct Turn<'book> {
    book: &'book Book,
    as_of: DateTime<Utc>,
    outcome: Outcome,
}

impl Turn<'_> {
    fn judge(&mut self, key: &AlertKey, judgement: &Judgement<'_>) {
        let known = self.book.get(key).cloned();
        match (judgement.verdict, judgement.sample) {
            (Verdict::TooFew, _) => {
                if let Some(alert) = known {
                    self.without_verdict(alert, Unknown::TooFew);
                }
            }
            (Verdict::Missing | Verdict::Asleep, _) | (_, None) => {
                if let Some(alert) = known {
                    self.without_verdict(alert, Unknown::Missing);
                }
            }
            (
                verdict @ (Verdict::Breach(_) | Verdict::Between | Verdict::Clear),
                Some(sample),
            ) => {
                let observation = Observation {
                    sample,
                    window: judgement.window,
                };
                self.with_verdict(key, known, judgement, verdict, observation);
            }
        }
    }

    fn with_verdict(
        &mut self,
        key: &AlertKey,
        known: Option<Alert>,
        judgement: &Judgement<'_>,
        verdict: Verdict,
        now: Observation,
    ) {
        let before = known.as_ref().map(|alert| alert.state);
        let timing = Timing::from(judgement.rule);
        let (after, transition) = step(before, verdict, &timing, self.as_of);
        let Some(state) = after.or(before) else {
            return;
        };
        let had_no_data = known.as_ref().and_then(Alert::told_no_data).is_some();
        let alert = observe(self.book, key, known, state, judgement, now);
        match (after, transition) {
            (None, Some(_)) => self.end(alert, Reason::Recovered),
            (None, None) => self.outcome.ended.push(alert.key),
            (Some(state), transition) => {
                let kind = match transition {
                    Some(Transition::Fired) => Some(EventKind::Fired),
                    Some(Transition::Escalated) => Some(EventKind::Escalated),
                    Some(Transition::Reminded) => Some(EventKind::Reminded),
                    Some(Transition::Resolved) | None if !state.is_told() => None,
                    Some(Transition::Resolved) | None if had_no_data => {
                        Some(EventKind::DataBack)
                    }
                    Some(Transition::Resolved) | None => Some(EventKind::Refreshed),
                };
                self.change(alert, kind);
            }
        }
    }

    /// Neither a breach nor a recovery: the state stays, and once it has lasted, the card
    /// says so. One that was never told is forgotten then: a breach on the next morning is
    /// not the one of last evening.
    fn without_verdict(&mut self, mut alert: Alert, why: Unknown) {
        let gap = alert.no_data.map_or(
            NoData {
                since: self.as_of,
                checks: 1,
                why,
            },
            |gap| NoData {
                checks: gap.checks.saturating_add(1),
                why,
                ..gap
            },
        );
        alert.no_data = Some(gap);
        let has_lasted = gap.checks >= Alert::TELL_NO_DATA_AFTER;
        if has_lasted && !alert.state.is_told() {
            self.outcome.ended.push(alert.key);
            return;
        }
        let is_news = gap.checks == Alert::TELL_NO_DATA_AFTER;
        self.change(alert, is_news.then_some(EventKind::NoData));
    }

    fn change(&mut self, alert: Alert, kind: Option<EventKind>) {
        if let Some(kind) = kind {
            self.tell(alert.clone(), kind);
        }
        self.outcome.changed.push(alert);
    }

    fn end(&mut self, alert: Alert, reason: Reason) {
        self.outcome.ended.push(alert.key.clone());
        if alert.state.is_told() {
            self.tell(alert, EventKind::Resolved(reason));
        }
    }

    fn tell(&mut self, alert: Alert, kind: EventKind) {
        self.outcome.events.push(Event {
            operation: self.book.operation().clone(),
            kind,
            at: self.as_of,
            alert,
        });
    }
}

/// The alert with the figure of this poll taken in.
fn observe(
    book: &Book,
    key: &AlertKey,
    known: Option<Alert>,
    state: AlertState,
    judgement: &Judgement<'_>,
    now: Observation,
) -> Alert {
    let condition = Condition::of(judgement);
    let Some(mut alert) = known else {
        return Alert {
            id: AlertId::of(book.operation(), key, state.since()),
            key: key.clone(),
            state,
            condition,
            trend: vec![now],
            peak: now,
            checks: 1,
            no_data: None,
        };
    };
    let is_worse = condition
        .side
        .is_past(now.sample.value.scalar(), alert.peak.sample.value.scalar());
    if is_worse || alert.condition.metric != condition.metric {
        alert.peak = now;
    }
    if alert.condition.metric != condition.metric {
        alert.trend.clear();
    }
    alert.trend.push(now);
    let surplus = alert.trend.len().saturating_sub(Alert::TREND);
    alert.trend.drain(..surplus);
    alert.state = state;
    alert.condition = condition;
    alert.checks = alert.checks.saturating_add(1);
    alert.no_data = None;
    alert
}

#[cfg(test)]
mod tests;
