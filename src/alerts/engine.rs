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
/// skill that the directory forgot has not recovered. One whose rule is gone ends.
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
        if rules.rule(&alert.key.rule).is_some() {
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
            (Verdict::Missing, _) | (_, None) => {
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
    /// says so.
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
        let is_news = gap.checks == Alert::TELL_NO_DATA_AFTER && alert.state.is_told();
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
mod tests {
    use super::*;
    use crate::{
        metrics::{Metric, OperationName, Quantity, Sample, Scope, SkillId, Window},
        rules::{ChannelName, Rule, RuleId, Selection, Severity, Side, Threshold},
    };
    use std::time::Duration;

    const MINUTE: Duration = Duration::from_secs(60);

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + minute * 60, 0).unwrap()
    }

    fn rules() -> Ruleset {
        let limit = |value| Some(Quantity::Percent(value));
        Ruleset {
            rules: vec![Rule {
                id: RuleId::new("high-abandonment"),
                metric: Metric::AbandonRate,
                of: Selection::EverySkill,
                window: MINUTE * 60,
                when: Threshold::new(
                    Metric::AbandonRate,
                    Side::Above,
                    limit(5.0),
                    limit(10.0),
                    limit(4.0),
                    None,
                )
                .unwrap(),
                at_least: Some(20),
                hold_for: MINUTE * 10,
                keep_firing_for: MINUTE * 10,
                repeat_interval: None,
                notify: ChannelName::new("floor"),
                description: None,
            }],
        }
    }

    /// A book that lives through polls, five minutes apart.
    struct Floor {
        rules: Ruleset,
        book: Book,
        minute: i64,
    }

    impl Floor {
        fn new() -> Self {
            Self {
                rules: rules(),
                book: Book::new(OperationName::new("principal"), []),
                minute: 0,
            }
        }

        /// One poll in which skill 12 has this verdict and this many abandoned of 100.
        fn poll(&mut self, verdict: Verdict, abandoned: u64) -> Vec<EventKind> {
            let judged = Judgement {
                rule: &self.rules.rules[0],
                scope: Scope::Skill(SkillId(12)),
                window: Window::ending(at(self.minute), MINUTE * 60),
                verdict,
                sample: (verdict != Verdict::Missing).then(|| Sample {
                    value: Quantity::share(abandoned, 100).unwrap(),
                    part: Some(abandoned),
                    of: Some(100),
                }),
            };
            let outcome = advance(&self.book, &self.rules, &[judged], at(self.minute));
            self.take(&outcome)
        }

        fn take(&mut self, outcome: &Outcome) -> Vec<EventKind> {
            self.book.apply(outcome);
            self.minute += 5;
            outcome.events.iter().map(|event| event.kind).collect()
        }

        fn breach(&mut self, abandoned: u64) -> Vec<EventKind> {
            self.poll(Verdict::Breach(Severity::Warning), abandoned)
        }

        fn alert(&self) -> &Alert {
            self.book.alerts().next().unwrap()
        }
    }

    #[test]
    fn an_alert_fires_refreshes_escalates_and_resolves() {
        let mut floor = Floor::new();
        assert_eq!(floor.breach(6), []);
        assert_eq!(floor.breach(7), []);
        assert_eq!(floor.breach(8), [EventKind::Fired]);
        assert_eq!(floor.breach(9), [EventKind::Refreshed]);
        let critical = Verdict::Breach(Severity::Critical);
        assert_eq!(floor.poll(critical, 14), [EventKind::Escalated]);
        assert_eq!(floor.alert().since_minute(), 0);
        assert_eq!(floor.poll(Verdict::Clear, 3), [EventKind::Refreshed]);
        assert_eq!(floor.poll(Verdict::Clear, 3), [EventKind::Refreshed]);
        let peak = floor.alert().peak.sample.part;
        assert_eq!(peak, Some(14));
        let recovered = EventKind::Resolved(Reason::Recovered);
        assert_eq!(floor.poll(Verdict::Clear, 2), [recovered]);
        assert_eq!(floor.book.alerts().count(), 0);
    }

    #[test]
    fn an_hour_without_data_neither_resolves_nor_repeats_and_is_told_once() {
        let mut floor = Floor::new();
        for _ in 0..3 {
            floor.breach(8);
        }
        let told: Vec<EventKind> = (0..12)
            .flat_map(|_| floor.poll(Verdict::Missing, 0))
            .collect();
        assert_eq!(told, [EventKind::NoData]);
        let gap = floor.alert().told_no_data().unwrap();
        assert_eq!((gap.since, gap.checks), (at(15), 12));
        assert_eq!(floor.breach(8), [EventKind::DataBack]);
        assert_eq!(floor.alert().no_data, None);
    }

    #[test]
    fn too_few_calls_are_not_a_recovery() {
        let mut floor = Floor::new();
        for _ in 0..3 {
            floor.breach(8);
        }
        for _ in 0..12 {
            floor.poll(Verdict::TooFew, 0);
        }
        assert_eq!(floor.alert().told_no_data().unwrap().why, Unknown::TooFew);
        assert_eq!(floor.alert().last().sample.part, Some(8));
    }

    #[test]
    fn a_skill_that_no_poll_names_any_more_is_missing_and_not_recovered() {
        let mut floor = Floor::new();
        for _ in 0..3 {
            floor.breach(8);
        }
        let outcome = advance(&floor.book, &floor.rules, &[], at(15));
        assert_eq!(floor.take(&outcome), []);
        assert_eq!(floor.alert().no_data.unwrap().why, Unknown::Missing);
    }

    #[test]
    fn the_alerts_of_a_rule_that_was_taken_away_end_with_that_reason() {
        let mut floor = Floor::new();
        for _ in 0..3 {
            floor.breach(8);
        }
        let outcome = advance(&floor.book, &Ruleset::default(), &[], at(15));
        let removed = EventKind::Resolved(Reason::RuleRemoved);
        assert_eq!(floor.take(&outcome), [removed]);
        assert_eq!(floor.book.alerts().count(), 0);
    }

    #[test]
    fn a_pending_alert_that_clears_was_never_told() {
        let mut floor = Floor::new();
        floor.breach(8);
        assert_eq!(floor.poll(Verdict::Clear, 0), []);
        assert_eq!(floor.book.alerts().count(), 0);
    }

    impl Alert {
        fn since_minute(&self) -> i64 {
            (self.state.since() - at(0)).num_minutes()
        }
    }
}
