//! The past: the earlier readings from which follows what is usual now.
//!
//! [`BaselinePlan`] lists the readings that are needed, the caller reads them from the store, and
//! [`ScopeHistory`] finds in them the usual value of each scope:
//!
//! 1. the same weekday and clock time of the last weeks,
//! 2. else the same clock time of the last six days of the same kind (workdays, or days of
//!    rest),
//! 3. else the windows of today before this one, up to six, none of which overlaps another,
//! 4. else nothing: then the rule says that it knows too little.
//!
//! Each wants three values at least. Left out are those of holidays and special days of the
//! rule's calendar, those of a sample that is too small for the rule, and those from a time
//! in which the rule itself fired for that scope. Only where nothing is left without them do
//! the latter count after all: else what lasts for weeks could never become usual.
//!
//! A missing value is missing and not zero. That holds also for a skill that has no row while
//! its report has others: it may have been quiet there, or it does not have the
//! function.

#[cfg(test)]
mod tests;
mod times;

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use self::times::{BaselineNow, BaselineTimes};
use crate::{
    metrics::{Metric, Reading, Report, Sample, Scope, SkillId, TimeWindow},
    rules::{Rule, RuleId, UsualValue, readings::PollReadings},
};

/// A report over a window that ended in the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BaselineRead {
    pub report: Report,
    pub window: Duration,
    /// The end of the window.
    pub until: DateTime<Utc>,
}

/// A time in which a rule fired for a scope: it says nothing of what is usual there.
#[derive(Clone, Debug, PartialEq)]
pub struct Disturbance {
    pub rule: RuleId,
    pub scope: Scope,
    pub time: Range<DateTime<Utc>>,
}

/// The readings of the past that some rules need to find what is usual now.
#[derive(Clone, Debug, Default)]
pub struct BaselinePlan<'rules>(Vec<BaselineSource<'rules>>);

/// The part of one rule, for one length of its window.
#[derive(Clone, Debug)]
struct BaselineSource<'rules> {
    rule: &'rules Rule,
    window: Duration,
    times: BaselineTimes,
}

impl<'rules> BaselinePlan<'rules> {
    /// The plan of these rules for a poll as of then. `every` is the interval of polls.
    pub fn of(
        rules: impl IntoIterator<Item = &'rules Rule>,
        as_of: DateTime<Utc>,
        zone: Tz,
        every: Duration,
    ) -> Self {
        let mut memories = Vec::new();
        for rule in rules {
            let Some(weeks) = rule.when.history_weeks() else {
                continue;
            };
            let now = BaselineNow {
                as_of,
                zone,
                every,
                calendar: rule.during.as_deref(),
            };
            let lengths = rule.windows_at(as_of, zone).into_iter();
            let lengths = lengths.map(|window| window.length());
            memories.extend(lengths.map(|window| BaselineSource {
                rule,
                window,
                times: BaselineTimes::before(&now, window, weeks),
            }));
        }
        Self(memories)
    }

    /// Returns the readings that are needed, each once; none where no rule asks for the past.
    pub fn needs(&self) -> BTreeSet<BaselineRead> {
        let needs = self.0.iter().flat_map(|memory| {
            let reports = memory.rule.metric.reports().iter();
            reports.flat_map(|report| {
                memory.times.all().map(|until| BaselineRead {
                    report: *report,
                    window: memory.window,
                    until,
                })
            })
        });
        needs.collect()
    }

    /// Finds the past in these readings. `skills` are those of the operation.
    pub fn past(
        self,
        readings: &[Reading],
        skills: &[SkillId],
        disturbances: Vec<Disturbance>,
    ) -> ScopeHistory {
        let series = self.series(readings, skills);
        let mut past = ScopeHistory::default();
        for BaselineSource {
            rule,
            window,
            times,
        } in self.0
        {
            let Some(series) = series.get(&(rule.metric, window)).map(Arc::clone) else {
                continue;
            };
            let of_rule = past.rules.entry(rule.id.clone()).or_default();
            of_rule.views.push(BaselineView {
                window,
                times,
                series,
            });
        }
        for Disturbance { rule, scope, time } in disturbances {
            if let Some(of_rule) = past.rules.get_mut(&rule) {
                of_rule.disturbed.entry(scope).or_default().push(time);
            }
        }
        past
    }

    /// The values of each metric over each window, for all rules together.
    fn series(
        &self,
        readings: &[Reading],
        skills: &[SkillId],
    ) -> HashMap<(Metric, Duration), Arc<Series>> {
        let answers = PollReadings::new(readings, None);
        let mut wanted: HashMap<(Metric, Duration), WantedBaseline> = HashMap::new();
        for memory in &self.0 {
            let key = (memory.rule.metric, memory.window);
            let wanted = wanted.entry(key).or_default();
            wanted.times.extend(memory.times.all());
            wanted.scopes.extend(memory.rule.of.scopes(skills, &[]));
        }
        wanted
            .into_iter()
            .map(|(key, wanted)| (key, Arc::new(wanted.series(key, &answers))))
            .collect()
    }
}

/// The values that are wanted of one metric over one window.
#[derive(Default)]
struct WantedBaseline {
    times: BTreeSet<DateTime<Utc>>,
    scopes: BTreeSet<Scope>,
}

impl WantedBaseline {
    /// The values of each scope. A report of many scopes is gone through once for each
    /// time, and not once for each scope.
    fn series(&self, (metric, window): (Metric, Duration), answers: &PollReadings<'_>) -> Series {
        let times = self.times.iter().copied();
        let views: Vec<_> = times
            .map(|until| {
                (
                    until,
                    answers.view(metric, TimeWindow::ending(until, window)),
                )
            })
            .collect();
        let by_skill = metric.is_asked_by_skill();
        let scopes = self.scopes.iter();
        let each = scopes
            .filter(|scope| by_skill || **scope == Scope::Operation)
            .map(|scope| {
                let points = views
                    .iter()
                    .filter_map(|(until, view)| Some(PastPoint::of(*until, view.sample(scope)?)));
                (scope.clone(), points.collect())
            });
        let mut series: Series = each.collect();
        if by_skill {
            return series;
        }
        for (until, view) in &views {
            for (scope, sample) in view.samples() {
                let point = PastPoint::of(*until, sample);
                if let Some(points) = series.get_mut(scope) {
                    points.push(point);
                } else {
                    let mut points = Vec::with_capacity(views.len());
                    points.push(point);
                    series.insert(scope.clone(), points);
                }
            }
        }
        series
    }
}

#[derive(Clone, Copy, Debug)]
struct PastPoint {
    until: DateTime<Utc>,
    value: f64,
    of: Option<u64>,
}

type Series = HashMap<Scope, Vec<PastPoint>>;

/// The known past of the rules that ask for it.
#[derive(Clone, Debug, Default)]
pub struct ScopeHistory {
    rules: HashMap<RuleId, PastOf>,
}

/// The known past for one rule.
#[derive(Clone, Debug, Default)]
pub struct PastOf {
    views: Vec<BaselineView>,
    disturbed: HashMap<Scope, Vec<Range<DateTime<Utc>>>>,
}

/// The values over one length of window, and the times that compare with now.
#[derive(Clone, Debug)]
struct BaselineView {
    window: Duration,
    times: BaselineTimes,
    series: Arc<Series>,
}

impl ScopeHistory {
    /// Returns the past of this rule; `None` where it does not ask for it.
    pub fn of(&self, rule: &Rule) -> Option<&PastOf> {
        self.rules.get(&rule.id)
    }
}

impl PastOf {
    /// Returns the usual value for a scope of `rule` over a window of this length.
    pub fn usual(&self, rule: &Rule, scope: &Scope, window: Duration) -> Option<UsualValue> {
        let view = self.views.iter().find(|view| view.window == window)?;
        let points = view.series.get(scope)?;
        let is_large = |point: &PastPoint| rule.counts_for_usual(point.of);
        let Some(disturbed) = self.disturbed.get(scope) else {
            return view.usual(points, is_large);
        };
        let is_calm =
            |point: &PastPoint| !disturbed.iter().any(|time| point.overlaps(time, window));
        view.usual(points, |point| is_large(point) && is_calm(point))
            .or_else(|| view.usual(points, is_large))
    }
}

impl BaselineView {
    /// Returns the usual value by the first method for which there are enough values.
    fn usual(
        &self,
        points: &[PastPoint],
        counts: impl Fn(&PastPoint) -> bool,
    ) -> Option<UsualValue> {
        let mut chosen = Vec::with_capacity(12);
        let mut methods = self.times.in_turn().into_iter();
        methods.find_map(|(method, wanted, times)| {
            chosen.clear();
            chosen.extend(times.iter().filter_map(|until| {
                let point = points.iter().find(|point| point.until == *until)?;
                counts(point).then_some(point.value)
            }));
            UsualValue::among(&mut chosen, wanted, method)
        })
    }
}

impl PastPoint {
    fn of(until: DateTime<Utc>, sample: Sample) -> Self {
        Self {
            until,
            value: sample.value.scalar(),
            of: sample.of,
        }
    }

    /// Returns true where its window shares some time with another stretch.
    fn overlaps(&self, time: &Range<DateTime<Utc>>, window: Duration) -> bool {
        let start = TimeDelta::from_std(window)
            .ok()
            .and_then(|window| self.until.checked_sub_signed(window));
        time.start < self.until && start.is_none_or(|start| start < time.end)
    }
}
