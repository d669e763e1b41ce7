//! Compares the expectations with the polls of a test.

use crate::{
    RuleTest,
    frame::{PollFrame, TestEvent},
    report::EventLine,
    script::{
        CardPattern, EventPattern, Expectation, ExpectedAlerts, ExpectedCards, ExpectedEvents,
        ExpectedState, TextPattern,
    },
};
use vigia_core::{
    alerts::{Alert, AlertKey, AlertState},
    diagnostic::SourceSpan,
};

/// An expectation that was not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestFailure {
    /// The place of the expectation in the text of the tests.
    pub span: SourceSpan,
    /// Lines that show the expectation, what came instead, and the polls before it.
    pub text: String,
}

/// Finds the expectations that were not met. One over several polls is reported at the first poll
/// that broke it.
pub(super) fn find_failures(test: &RuleTest, frames: &[PollFrame]) -> Vec<TestFailure> {
    let of_all = test.expect.iter().flat_map(|expected| {
        let texts = failed_parts(test, expected, frames).into_iter();
        texts.map(|text| TestFailure {
            span: expected.span,
            text,
        })
    });
    of_all.collect()
}

fn failed_parts(test: &RuleTest, expected: &Expectation, frames: &[PollFrame]) -> Vec<String> {
    let (from, to) = expected.polls;
    let tell_at = |poll| EventLine {
        setting: &test.setting,
        frames: frames.get(..=poll).unwrap_or(frames),
    };
    let each = |find: &dyn Fn(&EventLine<'_>, &PollFrame) -> Option<String>| {
        (from..=to).find_map(|poll| find(&tell_at(poll), frames.get(poll)?))
    };
    let alerts = expected.alerts.as_ref();
    let cards = expected.cards.as_ref();
    let told: Vec<(&PollFrame, &TestEvent)> = frames
        .get(from..=to)
        .unwrap_or_default()
        .iter()
        .flat_map(|frame| frame.told.iter().map(move |told| (frame, told)))
        .collect();
    let last = tell_at(to);
    [
        alerts.and_then(|alerts| each(&|tell, now| alerts.failed_parts(tell, now))),
        cards.and_then(|cards| each(&|tell, now| cards.failed_parts(tell, now))),
        expected
            .tells
            .as_ref()
            .and_then(|tells| tells.failed_parts(&last, &told)),
        expected.pings.and_then(|pings| {
            let rung = told.iter().filter(|(_, told)| told.is_ping()).count();
            (pings != rung as u64).then(|| last.pings(pings, &told))
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

impl ExpectedAlerts {
    fn failed_parts(&self, tell: &EventLine<'_>, now: &PollFrame) -> Option<String> {
        match self {
            Self::None => (!now.alerts.is_empty()).then(|| tell.surplus(now)),
            Self::These(patterns) => {
                let missed: Vec<String> = patterns
                    .iter()
                    .filter(|pattern| !pattern.is_met(now))
                    .map(|pattern| tell.missed(pattern, pattern.nearest(now), now))
                    .collect();
                (!missed.is_empty()).then(|| missed.join("\n"))
            }
        }
    }
}

impl ExpectedCards {
    fn failed_parts(&self, tell: &EventLine<'_>, now: &PollFrame) -> Option<String> {
        match self {
            Self::Open(count) if now.open_cards() as u64 == *count => None,
            Self::Open(count) => Some(tell.cards(&open_cards(*count), now)),
            Self::These(patterns) => {
                let mut missed = patterns.iter().filter(|pattern| !pattern.is_met(now));
                missed.next().map(|pattern| tell.card(pattern, now))
            }
        }
    }
}

fn open_cards(count: u64) -> String {
    match count {
        0 => "no open card was expected".to_owned(),
        1 => "one open card was expected".to_owned(),
        count => format!("{count} open cards were expected"),
    }
}

impl CardPattern {
    fn is_met(&self, now: &PollFrame) -> bool {
        now.cards.values().any(|card| self.is_met_by(&card.text))
    }

    fn is_met_by(&self, text: &str) -> bool {
        self.missing(text).next().is_none() && self.surplus(text).next().is_none()
    }

    /// The texts that the card should hold and does not.
    pub(super) fn missing<'own>(&'own self, text: &'own str) -> impl Iterator<Item = &'own str> {
        let holds = self.holds.iter().map(String::as_str);
        holds.filter(move |part| !text.contains(part))
    }

    /// The texts that the card holds and should not.
    pub(super) fn surplus<'own>(&'own self, text: &'own str) -> impl Iterator<Item = &'own str> {
        let lacks = self.lacks.iter().map(String::as_str);
        lacks.filter(move |part| text.contains(part))
    }
}

impl ExpectedEvents {
    fn failed_parts(
        &self,
        tell: &EventLine<'_>,
        told: &[(&PollFrame, &TestEvent)],
    ) -> Option<String> {
        match self {
            Self::Nothing => {
                let surplus = told.iter().any(|(_, told)| told.what != "refreshed");
                surplus.then(|| tell.told("nothing was expected to be told", told))
            }
            Self::These(patterns) => {
                let missed = patterns
                    .iter()
                    .find(|pattern| !told.iter().any(|(_, told)| pattern.is_met_by(told)));
                missed.map(|pattern| tell.told(&format!("{pattern} was not told"), told))
            }
        }
    }
}

impl EventPattern {
    fn is_met_by(&self, told: &TestEvent) -> bool {
        let is = |wanted: bool, is: bool| !wanted || is;
        is(self.what.is_some(), self.what == Some(told.what))
            && is(self.rule.is_some(), self.rule == told.rule)
            && self
                .channel
                .as_ref()
                .is_none_or(|channel| *channel == told.channel)
            && self.loud.is_none_or(|loud| loud == told.is_ping())
            && self
                .mention
                .iter()
                .all(|role| told.ring.mention.contains(role))
    }
}

impl ExpectedState {
    pub(super) fn of(alert: Option<&Alert>) -> Self {
        match alert.map(|alert| alert.state) {
            None => Self::Quiet,
            Some(AlertState::Pending { .. }) => Self::Pending,
            Some(AlertState::Firing(_)) => Self::Firing,
            Some(AlertState::Recovering { .. }) => Self::Recovering,
        }
    }
}

impl TextPattern {
    /// Returns true where an alert matches. A quiet one is not in the book.
    fn is_met(&self, now: &PollFrame) -> bool {
        match (self.state, self.key()) {
            (Some(ExpectedState::Quiet), Some(key)) => now.alert(&key).is_none(),
            (_, _) => now.alerts.iter().any(|alert| self.misses(alert, now) == 0),
        }
    }

    /// The alert that this asks for, where it names the whole of it.
    pub(super) fn key(&self) -> Option<AlertKey> {
        let (rule, scope) = self.rule.clone().zip(self.scope.clone())?;
        Some(AlertKey { rule, scope })
    }

    /// The open alert that it probably means: the one that differs least.
    fn nearest<'frame>(&self, now: &'frame PollFrame) -> Option<&'frame Alert> {
        if let Some(key) = self.key() {
            return now.alert(&key);
        }
        now.alerts
            .iter()
            .min_by_key(|alert| self.misses(alert, now))
    }

    /// Counts the parts of the pattern that the alert does not match.
    fn misses(&self, alert: &Alert, now: &PollFrame) -> usize {
        let state = ExpectedState::of(Some(alert));
        [
            self.rule
                .as_ref()
                .is_some_and(|rule| *rule != alert.key.rule),
            self.scope
                .as_ref()
                .is_some_and(|scope| *scope != alert.key.scope),
            self.state.is_some_and(|expected| expected != state),
            self.severity
                .is_some_and(|severity| severity != alert.state.severity()),
            self.no_data
                .is_some_and(|told| told != alert.told_no_data().is_some()),
            self.held.is_some_and(|held| held != now.held(alert)),
        ]
        .into_iter()
        .filter(|is_missed| *is_missed)
        .count()
    }
}
