//! The way from a snapshot to verdicts: the requests that rules need, and the judgement of each scope.

use std::{iter, time::Duration};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    metrics::{FeedState, ReportRequest, Sample, Scope, SkillId, Snapshot, TimeWindow},
    rules::{
        Confidence, DepartsCondition, DepartureBook, DepartureDetector, DepartureEvidence,
        DeparturePoll, DepartureStage, DepartureView, PastOf, RateSeason, Rule, RuleDepartures,
        Ruleset, ScopeHistory, ScopeSelection, Side, Threshold, UnusualReference, UsualMethod,
        UsualValue, Verdict, VerdictBasis,
        departure_book::departure_reading,
        departures::dispersion_factor,
        readings::{PollReadings, PollView, bad_events},
        statistics::wilson,
    },
};

/// The verdict of one rule on one scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement<'rules> {
    pub rule: &'rules Rule,
    pub scope: Scope,
    /// The shortest of the rule's windows with a sample that is large enough.
    pub window: TimeWindow,
    pub verdict: Verdict,
    pub sample: Option<Sample>,
    pub grounds: VerdictBasis,
}

impl Judgement<'_> {
    /// Returns true where people want to know what is usual, although the rule does not ask:
    /// the figure lies past a fixed limit, or close to it.
    pub fn is_worth_explaining(&self) -> bool {
        let is_out = match self.verdict {
            Verdict::Breach(_) | Verdict::Between => true,
            Verdict::Clear | Verdict::TooFew | Verdict::Missing | Verdict::Asleep => false,
        };
        is_out && self.rule.when.threshold().is_some()
    }

    /// Returns true for a breach that what is still to be read cannot undo: it has a figure, and waits for no other
    /// rule.
    pub fn is_sure_early(&self) -> bool {
        let is_breach = matches!(self.verdict, Verdict::Breach(_));
        let is_of_reports = !self.rule.metric.reports().is_empty();
        is_breach && self.sample.is_some() && self.rule.depends_on.is_empty() && is_of_reports
    }

    /// Adds what is usual to the basis of the verdict.
    pub fn explain(&mut self, past: &ScopeHistory) {
        let length = self.window.length();
        let of_rule = past.of(self.rule);
        self.grounds.usual = of_rule.and_then(|past| past.usual(self.rule, &self.scope, length));
    }
}

/// All that a poll knows when rules are judged.
#[derive(Clone, Copy, Debug)]
pub struct JudgeInput<'poll> {
    /// The skills of the operation.
    pub skills: &'poll [SkillId],
    pub snapshot: &'poll Snapshot,
    /// The zone of the operation.
    pub zone: Tz,
    pub feed: Option<&'poll FeedState>,
    /// The past, for rules that ask what is usual.
    pub past: Option<&'poll ScopeHistory>,
    /// The seasons after this poll, for rules about a departure from them.
    pub departures: Option<&'poll DepartureBook>,
}

impl<'poll> JudgeInput<'poll> {
    /// What the seasons of rates see of it.
    pub fn departure_poll(&self) -> DeparturePoll<'poll> {
        DeparturePoll {
            skills: self.skills,
            snapshot: self.snapshot,
            zone: self.zone,
        }
    }

    /// The input without the state of the feed and without a past.
    pub fn new(skills: &'poll [SkillId], snapshot: &'poll Snapshot, zone: Tz) -> Self {
        Self {
            skills,
            snapshot,
            zone,
            feed: None,
            past: None,
            departures: None,
        }
    }

    pub fn with_feed(self, feed: &'poll FeedState) -> Self {
        Self {
            feed: Some(feed),
            ..self
        }
    }

    pub fn with_departures(self, departures: &'poll DepartureBook) -> Self {
        Self {
            departures: Some(departures),
            ..self
        }
    }

    pub fn with_past(self, past: &'poll ScopeHistory) -> Self {
        Self {
            past: Some(past),
            ..self
        }
    }
}

/// Judges every scope of every rule, in the order of the rules.
pub fn judge<'rules>(rules: &'rules Ruleset, input: &JudgeInput<'_>) -> Vec<Judgement<'rules>> {
    let readings = PollReadings::new(&input.snapshot.readings, input.feed);
    let evaluations = rules
        .iter()
        .map(|rule| RuleEvaluation::new(rule, input, &readings));
    let evaluations: Vec<_> = evaluations.map(|rule| (rule.scopes(), rule)).collect();
    let places = evaluations.iter().map(|(scopes, _)| scopes.len()).sum();
    let mut judgements = Vec::with_capacity(places);
    for (scopes, rule) in evaluations {
        judgements.extend(scopes.into_iter().map(|scope| rule.judge(scope)));
    }
    judgements
}

/// Returns the requests of a poll by which these rules can judge, each once.
pub fn needed_requests<'rules>(
    rules: impl IntoIterator<Item = &'rules Rule>,
    skills: &[SkillId],
    as_of: DateTime<Utc>,
    zone: Tz,
) -> Vec<ReportRequest> {
    let mut requests = Vec::new();
    for rule in rules {
        let windows = rule.windows_at(as_of, zone);
        let windows = windows.iter().take(if rule.needs_all_windows() {
            usize::MAX
        } else {
            1
        });
        let scopes = if rule.metric.is_asked_by_skill() {
            rule.of.scopes(skills, &[])
        } else {
            // One answer has the figures of every scope, whichever skills there are.
            vec![Scope::Operation]
        };
        for window in windows {
            let asks = scopes.iter().flat_map(|it| rule.metric.asks(it, *window));
            requests.extend(asks);
        }
    }
    sort_requests(requests)
}

/// Returns the requests that a poll must make besides, since what it has read is of too few: the
/// next longer window of each rule that has one. None once there are enough, or no longer window.
/// The caller adds the answers to the snapshot and calls this again.
pub fn further_requests(rules: &Ruleset, input: &JudgeInput<'_>) -> Vec<ReportRequest> {
    let readings = PollReadings::new(&input.snapshot.readings, input.feed);
    let mut requests = Vec::new();
    for rule in rules.awake(input.snapshot.as_of, input.zone) {
        if rule.widens_to.is_none() || rule.needs_all_windows() {
            continue;
        }
        let evaluation = RuleEvaluation::new(rule, input, &readings);
        for scope in evaluation.scopes() {
            if let Some(window) = evaluation.lacks(&scope) {
                requests.extend(rule.metric.asks(&scope, window));
            }
        }
    }
    sort_requests(requests)
}

fn sort_requests(mut requests: Vec<ReportRequest>) -> Vec<ReportRequest> {
    requests.sort_unstable();
    requests.dedup();
    requests
}

/// One rule at one poll.
struct RuleEvaluation<'rules, 'poll> {
    rule: &'rules Rule,
    input: &'poll JudgeInput<'poll>,
    /// The readings of its shortest window.
    view: PollView<'poll>,
    /// The readings of the longer windows, the longest last.
    longer: Vec<PollView<'poll>>,
    /// The level of the bounds that are shown of a share.
    level: Option<Confidence>,
    past: Option<&'poll PastOf>,
    /// The usual values in the team by the length of the window, for a rule that compares agents
    /// with their team; it has no past.
    team: Vec<(Duration, UsualValue)>,
    is_asleep: bool,
}

/// The figure that a rule judges.
struct JudgedFigure {
    window: TimeWindow,
    sample: Option<Sample>,
    /// True where the sample is of too few.
    is_small: bool,
}

impl<'rules, 'poll> RuleEvaluation<'rules, 'poll> {
    fn new(
        rule: &'rules Rule,
        input: &'poll JudgeInput<'poll>,
        readings: &'poll PollReadings<'poll>,
    ) -> Self {
        let as_of = input.snapshot.as_of;
        let windows = rule.windows_at(as_of, input.zone);
        let view = |window| readings.view(rule.metric, window).about(rule.report);
        let shortest = windows.first().copied();
        let shortest = shortest.unwrap_or_else(|| TimeWindow::ending(as_of, rule.window));
        Self {
            rule,
            input,
            view: view(shortest),
            longer: windows.iter().skip(1).copied().map(view).collect(),
            level: shown_level(rule),
            past: input.past.and_then(|past| past.of(rule)),
            team: windows
                .iter()
                .filter(|_| rule.when.reference() == Some(UnusualReference::Team))
                .filter_map(|window| Some((window.length(), usual_in_team(rule, &view(*window))?)))
                .collect(),
            is_asleep: rule.is_asleep(as_of, input.zone),
        }
    }

    /// Returns the scopes that the rule looks at. An agent who is gone from the report gets no
    /// judgement, which ends no alert.
    fn scopes(&self) -> Vec<Scope> {
        let agents = if self.rule.of == ScopeSelection::EveryAgent {
            self.view.agents()
        } else {
            Vec::new()
        };
        self.rule.of.scopes(self.input.skills, &agents)
    }

    /// The windows over which the rule may judge, the shortest first.
    fn views(&self) -> impl Iterator<Item = &PollView<'poll>> {
        iter::once(&self.view).chain(&self.longer)
    }

    fn judge(&self, scope: Scope) -> Judgement<'rules> {
        if self.is_asleep {
            return Judgement {
                rule: self.rule,
                scope,
                window: self.view.window,
                verdict: Verdict::Asleep,
                sample: None,
                grounds: VerdictBasis::default(),
            };
        }
        if let Some(condition) = self.rule.when.departs() {
            return self.judge_departure(scope, condition);
        }
        let figure = self.figure(&scope);
        let (verdict, grounds) = self.verdict(&scope, &figure);
        Judgement {
            rule: self.rule,
            scope,
            window: figure.window,
            verdict,
            sample: figure.sample,
            grounds,
        }
    }

    fn verdict(&self, scope: &Scope, figure: &JudgedFigure) -> (Verdict, VerdictBasis) {
        let when = &self.rule.when;
        let Some(sample) = &figure.sample else {
            // A report that could not be read does not say whether there would be a figure, unless the rule
            // is about that report.
            let counts = self.view.has_come(scope) || self.view.has_lost_report(scope);
            let absent = when.absent().filter(|_| counts);
            // The alert remembers for how long the figure has been missing.
            let verdict = match absent {
                Some(absent) => Verdict::Breach(absent.severity(Duration::ZERO)),
                None if self.is_without_calls(scope) => Verdict::TooFew,
                None => Verdict::Missing,
            };
            return (verdict, when.basis());
        };
        let length = figure.window.length();
        let usual = self.usual(scope, length);
        let (verdict, limits) = when.judge(sample, usual.as_ref());
        let grounds = VerdictBasis {
            range: self.share_bounds(sample),
            usual,
            ..limits
        };
        let verdict = match verdict {
            _ if figure.is_small => Verdict::TooFew,
            // Past the limit by so few that it would be chance to speak of it.
            Verdict::Breach(_) if !self.are_enough_bad(sample) => Verdict::Between,
            verdict => verdict,
        };
        (verdict, grounds)
    }

    /// Returns true where the report came without the scope: it saw none of its calls.
    fn is_without_calls(&self, scope: &Scope) -> bool {
        let metric = self.rule.metric;
        let is_of_calls = metric.out_of().is_some() && !metric.reports().is_empty();
        is_of_calls && self.view.has_come(scope)
    }

    fn judge_departure(&self, scope: Scope, condition: &DepartsCondition) -> Judgement<'rules> {
        let of_rule = self.input.departures.and_then(|it| it.of(&self.rule.id));
        let fresh = RuleDepartures::default();
        let of_rule = of_rule.unwrap_or(&fresh);
        let unknown = DepartureDetector::new(of_rule.prior());
        let detector = of_rule.detector(&scope).unwrap_or(&unknown);
        let reading = departure_reading(
            &scope,
            condition.side(),
            self.views(),
            self.input.snapshot.as_of,
            self.input.zone,
        );
        let terms = condition.terms(self.rule.at_least_bad);
        let view = detector.view(&reading, of_rule.threshold(), &terms);
        let shown = view.shown.map_or(self.view.window, |(window, _)| window);
        let read = self.views().find(|read| read.window == shown);
        Judgement {
            rule: self.rule,
            window: shown,
            verdict: departure_verdict(&view, condition),
            sample: read.and_then(|read| read.sample(&scope)),
            grounds: VerdictBasis {
                usual: usual_of_season(&view, detector, condition.side()),
                departure: Some(DepartureEvidence {
                    found: view.evidence,
                    needed: detector.threshold(of_rule.threshold()),
                }),
                ..self.rule.when.basis()
            },
            scope,
        }
    }

    fn usual(&self, scope: &Scope, window: Duration) -> Option<UsualValue> {
        let team = self.team.iter().find(|(of, _)| *of == window);
        team.map(|(_, usual)| *usual)
            .or_else(|| self.past?.usual(self.rule, scope, window))
    }

    /// The bounds between which a share really lies, in percent.
    fn share_bounds(&self, sample: &Sample) -> Option<(f64, f64)> {
        let (part, of) = sample.part.zip(sample.of)?;
        wilson(part, of, self.level?.z())
    }

    fn are_enough_bad(&self, sample: &Sample) -> bool {
        let side = self.rule.when.side();
        let bad = side.and_then(|side| bad_events(sample, side));
        self.rule
            .at_least_bad
            .zip(bad)
            .is_none_or(|(least, bad)| bad >= least)
    }

    /// The figure over the shortest window of which there are enough, else over the longest
    /// that was read. Where there is none, a longer window would be of another time.
    fn figure(&self, scope: &Scope) -> JudgedFigure {
        let mut figure = JudgedFigure {
            window: self.view.window,
            sample: None,
            is_small: false,
        };
        for view in self.views() {
            let Some(sample) = view.sample(scope) else {
                break;
            };
            figure = JudgedFigure {
                window: view.window,
                sample: Some(sample),
                is_small: self.rule.is_small(sample.of) || self.rule.is_unfinished(view.window),
            };
            if !figure.is_small {
                break;
            }
        }
        figure
    }

    /// Returns the next longer window that a verdict on this scope needs.
    fn lacks(&self, scope: &Scope) -> Option<TimeWindow> {
        for view in self.views() {
            if !view.was_asked(scope) {
                return Some(view.window);
            }
            let sample = view.sample(scope);
            if !sample.is_some_and(|sample| self.rule.is_small(sample.of)) {
                return None;
            }
        }
        None
    }
}

/// The level of the bounds that are shown of a share, on each side, where the rule does not state
/// one: 95 % between both.
const USUAL_LEVEL: f64 = 97.5;

/// Metrics of the bot itself are no sample of anything, and have no bounds.
fn shown_level(rule: &Rule) -> Option<Confidence> {
    let asked = rule.when.threshold().and_then(Threshold::confidence);
    let is_sample = rule.metric.is_counted_share() && !rule.metric.reports().is_empty();
    is_sample
        .then(|| asked.or_else(|| Confidence::new(USUAL_LEVEL)))
        .flatten()
}

fn departure_verdict(view: &DepartureView, condition: &DepartsCondition) -> Verdict {
    match view.stage {
        DepartureStage::Departing => Verdict::Breach(condition.severity(view)),
        DepartureStage::Suspected | DepartureStage::Open => Verdict::Between,
        DepartureStage::Quiet | DepartureStage::Closed => Verdict::Clear,
        DepartureStage::TooFew => Verdict::TooFew,
        DepartureStage::Unread => Verdict::Missing,
    }
}

/// The usual share in percent, as the metric counts it. Nothing is usual on the first day.
fn usual_of_season(
    view: &DepartureView,
    detector: &DepartureDetector,
    side: Side,
) -> Option<UsualValue> {
    let season = detector.season();
    let (_, counts) = view.shown.filter(|_| season.days() > 0)?;
    let of = f64::from(counts.of).max(1.0);
    let variance = dispersion_factor(of, season.rho()) * view.usual * (1.0 - view.usual) / of;
    Some(UsualValue {
        median: match side {
            Side::Above => 100.0 * view.usual,
            Side::Below => 100.0 * (1.0 - view.usual),
        },
        spread: 100.0 * variance.sqrt(),
        of: season.days().into(),
        wanted: RateSeason::LEARNT_DAYS.into(),
        method: UsualMethod::Season,
    })
}

fn usual_in_team(rule: &Rule, view: &PollView<'_>) -> Option<UsualValue> {
    let samples = view.samples().into_iter().map(|(_, sample)| sample);
    let counted = samples.filter(|sample| rule.counts_for_usual(sample.of));
    let mut values: Vec<f64> = counted.map(|sample| sample.value.scalar()).collect();
    let wanted = values.len();
    UsualValue::among(&mut values, wanted, UsualMethod::Team)
}

#[cfg(test)]
mod tests;
