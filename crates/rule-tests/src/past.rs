//! The past of a test: its own earlier polls, and the same time of earlier weeks.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};

use crate::{
    RuleTest,
    rows::{answer_of_week, answer_request},
};
use vigia_core::{
    alerts::{Alert, AlertBook},
    metrics::{
        OperationName, Reading, ReportRequest, SkillId, SkillSelection, Snapshot, TimeWindow,
    },
    rules::{
        BaselinePlan, BaselineRead, DepartureBook, Disturbance, JudgeInput, Rule, Ruleset,
        ScopeHistory, needed_requests,
    },
};

/// Returns the time in which an alert has fired.
pub(super) fn alert_disturbance(alert: &Alert, until: DateTime<Utc>) -> Disturbance {
    Disturbance {
        rule: alert.key.rule.clone(),
        scope: alert.key.scope.clone(),
        time: alert.state.since()..until,
    }
}

/// The days of the past from which the seasons of rates are learnt.
const LEARNT_DAYS: usize = 28;

/// Returns the seasons of rates as the past of a test makes them: each day of an earlier week has the figures of that week
/// in all of its half hours.
pub(super) fn learnt_departures(test: &RuleTest, rules: &Ruleset) -> DepartureBook {
    let mut departures = DepartureBook::default();
    if test.past.is_empty() || rules.iter().all(|rule| rule.when.departs().is_none()) {
        return departures;
    }
    let (skills, zone) = (test.skills(), test.setting.zone);
    let start = test.setting.time(0).with_timezone(&zone).date_naive();
    for days_ago in (1..=LEARNT_DAYS).rev() {
        let week = days_ago.div_ceil(7);
        let Some(day) = start.checked_sub_days(Days::new(days_ago as u64)) else {
            continue;
        };
        let midnight = day.and_time(NaiveTime::MIN);
        for half in 1..=48 {
            let until = midnight + TimeDelta::minutes(30 * half);
            let Some(as_of) = until.and_local_timezone(zone).earliest() else {
                continue;
            };
            let as_of = as_of.to_utc();
            let asking = rules.iter().filter(|rule| rule.when.departs().is_some());
            let needed = needed_requests(asking, &skills, as_of, zone);
            let readings = needed.into_iter().filter_map(|ask| {
                let facts = answer_of_week(&test.past, ask, week, zone)?;
                Some(Reading {
                    ask,
                    outcome: Ok(facts),
                })
            });
            let snapshot = Snapshot {
                operation: OperationName::new("test"),
                as_of,
                readings: readings.collect(),
            };
            let input = JudgeInput::new(&skills, &snapshot, zone);
            departures.learn(rules, &input.departure_poll());
        }
    }
    departures
}

/// The poll at which the past is read.
pub(super) struct TestHistory<'poll> {
    pub(super) test: &'poll RuleTest,
    pub(super) book: &'poll AlertBook,
    /// The times in which alerts fired that have ended.
    pub(super) ended: &'poll [Disturbance],
    pub(super) skills: &'poll [SkillId],
    pub(super) poll: usize,
}

impl TestHistory<'_> {
    /// Reads the baselines that these rules need.
    pub(super) fn of<'rules>(&self, rules: impl IntoIterator<Item = &'rules Rule>) -> ScopeHistory {
        let setting = &self.test.setting;
        let as_of = setting.time(self.poll);
        let recall = BaselinePlan::of(rules, as_of, setting.zone, setting.every);
        let readings: Vec<Reading> = recall
            .needs()
            .iter()
            .flat_map(|need| self.readings(need))
            .collect();
        let open = self.book.alerts().filter(|alert| alert.state.is_told());
        let open = open.map(|alert| alert_disturbance(alert, as_of));
        let disturbances = self.ended.iter().cloned().chain(open);
        recall.past(&readings, self.skills, disturbances.collect())
    }

    fn readings(&self, need: &BaselineRead) -> Vec<Reading> {
        let each = self.skills.iter().copied().map(SkillSelection::One);
        let skills = each.take(if need.report.is_asked_by_skill() {
            usize::MAX
        } else {
            0
        });
        [SkillSelection::All]
            .into_iter()
            .chain(skills)
            .filter_map(|skills| {
                self.reading(ReportRequest {
                    report: need.report,
                    skills,
                    window: TimeWindow::ending(need.until, need.window),
                })
            })
            .collect()
    }

    /// A poll of the test itself, or the same time of an earlier week.
    fn reading(&self, ask: ReportRequest) -> Option<Reading> {
        let until = ask.window.until();
        let setting = &self.test.setting;
        let outcome = match setting.poll(until) {
            Some(poll) => answer_request(&self.test.rows, ask, poll).ok()?,
            None => answer_of_week(&self.test.past, ask, self.weeks_ago(until)?, setting.zone)?,
        };
        Some(Reading {
            ask,
            outcome: Ok(outcome),
        })
    }

    /// Returns the number of weeks since the same weekday and clock time; `None` for another one.
    fn weeks_ago(&self, until: DateTime<Utc>) -> Option<usize> {
        let zone = self.test.setting.zone;
        let now = self.test.setting.time(self.poll);
        let local = |time: DateTime<Utc>| time.with_timezone(&zone).naive_local();
        let (now, then) = (local(now), local(until));
        let days = (now.date() - then.date()).num_days();
        let is_same = now.time() == then.time() && days % 7 == 0;
        is_same.then(|| usize::try_from(days / 7).ok()).flatten()
    }
}
