//! Finds the clues that explain an alert, in what the poll read and in what is usual.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    time::Duration,
};

use crate::{
    alerts::{Alert, CauseClue, CauseContext, CauseFinding},
    metrics::{
        FactSet, Facts, HISTORY_WINDOW, Metric, Quantity, Reading, Report, ReportRequest, Sample,
        Scope, SkillSelection, Snapshot, TimeWindow,
        facts::{SkillAbandons, SmartHoldStages},
        sample, samples,
    },
    rules::{
        ChannelName, Judgement, NotifyTarget, Rule, RuleId, ScopeHistory, ScopeSelection, Side,
        Threshold, Verdict,
    },
};

/// The figures whose usual values help to explain an alert.
const USUALS: [Metric; 5] = [
    Metric::CallsOffered,
    Metric::CallsAnswered,
    Metric::Asa,
    Metric::ServiceLevel20s,
    Metric::SmartHoldTreated,
];

/// The number of alerts whose usual figures are read. Cards show the worst ones only.
const MOST_ALERTS: usize = 60;

/// The readings of a poll and the usual values, by which alerts are explained.
#[derive(Clone, Debug)]
pub struct CauseEvidence<'poll> {
    answers: HashMap<ReportRequest, &'poll Reading>,
    past: Option<(&'poll [Rule], &'poll ScopeHistory)>,
}

/// Returns the history that explaining these judgements needs. Usual values are requested by rule,
/// so these are rules that are never judged.
pub fn cause_questions(judgements: &[Judgement<'_>]) -> Vec<Rule> {
    let mut windows: BTreeMap<Duration, BTreeSet<&Scope>> = BTreeMap::new();
    let is_out = |judgement: &&Judgement<'_>| match judgement.verdict {
        Verdict::Breach(_) | Verdict::Between => {
            let reports = judgement.rule.metric.reports();
            reports.iter().any(|report| is_of_calls(*report))
        }
        Verdict::Clear | Verdict::TooFew | Verdict::Missing | Verdict::Asleep => false,
    };
    for judgement in judgements.iter().filter(is_out).take(MOST_ALERTS) {
        let window = judgement.window.length();
        windows.entry(window).or_default().insert(&judgement.scope);
    }
    let mut questions = Vec::new();
    for (window, scopes) in windows {
        for of in scope_selections(&scopes) {
            let asked = USUALS.into_iter().filter(|metric| of.suits(*metric));
            questions.extend(asked.filter_map(|metric| cause_question(metric, window, &of)));
        }
    }
    questions
}

fn is_of_calls(report: Report) -> bool {
    match report {
        Report::Abandonment | Report::ServiceLevel | Report::SmartHold => true,
        Report::Durations | Report::Holds => false,
    }
}

/// Returns the selections that cover these scopes.
fn scope_selections(scopes: &BTreeSet<&Scope>) -> Vec<ScopeSelection> {
    let (mut skills, mut channels, mut is_whole) = (Vec::new(), Vec::new(), false);
    for scope in scopes {
        match scope {
            Scope::Operation => is_whole = true,
            Scope::Skill(skill) => skills.push(*skill),
            Scope::Channel(channel) => channels.push(channel.clone()),
            Scope::Agent(_) => {}
        }
    }
    let whole = is_whole.then_some(ScopeSelection::Operation);
    let skills = (!skills.is_empty()).then_some(ScopeSelection::Skills(skills));
    let channels = (!channels.is_empty()).then_some(ScopeSelection::Channels(channels));
    [whole, skills, channels].into_iter().flatten().collect()
}

fn cause_question(metric: Metric, window: Duration, of: &ScopeSelection) -> Option<Rule> {
    let id = format!("{metric} of each {} over {window:?}", of.kind());
    let any = Quantity::of_scalar(metric.unit(), 0.0);
    let when = Threshold::new(metric, Side::Above, any, None, None, None).ok()?;
    let nobody = NotifyTarget::one(ChannelName::new(""));
    Some(Rule {
        window,
        ..Rule::new(RuleId::new(id), metric, of.clone(), when, nobody)
    })
}

impl<'poll> CauseEvidence<'poll> {
    pub fn of(snapshot: &'poll Snapshot) -> Self {
        // The first of two answers to the same request counts.
        let answers = snapshot.readings.iter().rev();
        Self {
            answers: answers.map(|reading| (reading.ask, reading)).collect(),
            past: None,
        }
    }

    /// Adds the usual values that were read for `questions`.
    pub fn with_past(self, questions: &'poll [Rule], past: &'poll ScopeHistory) -> Self {
        Self {
            past: Some((questions, past)),
            ..self
        }
    }

    /// Returns the clues that explain an alert: facts first, then causes.
    pub fn clues(&self, alert: &Alert) -> Vec<CauseClue> {
        let case = CauseInput {
            evidence: self,
            alert,
        };
        let reports = alert.metric.reports();
        let mut clues = if reports.contains(&Report::Holds) {
            hold_clues(&case)
        } else if reports.contains(&Report::SmartHold) {
            callback_clues(&case)
        } else if reports.iter().any(|report| is_of_calls(*report)) {
            queue_clues(&case)
        } else {
            Vec::new()
        };
        clues.sort_by_key(|clue| clue.finding.is_cause());
        clues
    }
}

struct CauseInput<'a> {
    evidence: &'a CauseEvidence<'a>,
    alert: &'a Alert,
}

impl<'a> CauseInput<'a> {
    fn clue(&self, finding: CauseFinding) -> CauseClue {
        CauseClue {
            window: self.alert.window.length(),
            finding,
        }
    }

    /// Returns a report and the length of its window: that of the alert, or else that of the
    /// history, which is always read.
    fn report(&self, report: Report) -> Option<(Duration, &'a Facts)> {
        let own = self.alert.window;
        [own, TimeWindow::ending(own.until(), HISTORY_WINDOW)]
            .into_iter()
            .find_map(|window| {
                let ask = ReportRequest {
                    report,
                    skills: SkillSelection::All,
                    window,
                };
                Some((window.length(), self.facts(ask)?))
            })
    }

    fn facts(&self, ask: ReportRequest) -> Option<&'a Facts> {
        let reading = self.evidence.answers.get(&ask)?;
        reading.outcome.as_ref().ok().map(AsRef::as_ref)
    }

    fn sample(&self, metric: Metric) -> Option<Sample> {
        let scope = &self.alert.key.scope;
        let asks = metric.asks(scope, self.alert.window);
        let at_hand = asks.filter_map(|ask| self.facts(ask));
        sample(metric, scope, at_hand.collect::<FactSet<'_>>())
    }

    /// Returns a figure of the same scope and window beside its usual value.
    fn beside(&self, metric: Metric) -> Option<CauseContext> {
        let now = self.sample(metric)?.value;
        let scope = &self.alert.key.scope;
        let window = self.alert.window.length();
        let (questions, past) = self.evidence.past?;
        let question = questions.iter().find(|question| {
            question.metric == metric && question.window == window && question.of.covers(scope)
        })?;
        let usual = past.of(question)?.usual(question, scope, window)?;
        Some(CauseContext { now, usual })
    }
}

/// A figure this many times the usual one counts as more than usual.
const MORE: f64 = 1.25;
/// A figure this many times the usual one counts as fewer than usual.
const FEWER: f64 = 0.85;
/// Fewer usual calls than this are not compared.
const WORTH_COMPARING: f64 = 10.0;
/// Fewer abandoned calls than this are not split by wait.
const WORTH_SHARING: u64 = 5;
/// The end of the first range of waits, in seconds.
const QUICK: u32 = 10;
/// Waits above this many seconds are long.
const LONG: u32 = 50;
const EARLY: u32 = 20;
/// A service level this many points below the usual one has fallen.
const FALLEN: f64 = 5.0;

fn queue_clues(case: &CauseInput<'_>) -> Vec<CauseClue> {
    let mut clues = Vec::new();
    let offered = case.beside(Metric::CallsOffered).filter(is_worth_comparing);
    let answered = case
        .beside(Metric::CallsAnswered)
        .filter(is_worth_comparing);
    clues.extend(more_calls(offered, answered).map(|finding| case.clue(finding)));
    clues.extend(fewer_answered(offered, answered).map(|finding| case.clue(finding)));
    clues.extend(wait_clues(case));
    clues.extend(service_finding(case).map(|finding| case.clue(finding)));
    clues.extend(full_queue(case).map(|finding| case.clue(finding)));
    clues
}

fn is_worth_comparing(figure: &CauseContext) -> bool {
    figure.usual.median >= WORTH_COMPARING
}

fn more_calls(
    offered: Option<CauseContext>,
    answered: Option<CauseContext>,
) -> Option<CauseFinding> {
    let offered = offered.filter(|offered| offered.is_up(MORE))?;
    Some(CauseFinding::MoreCalls { offered, answered })
}

/// Fewer answered calls are no cause where fewer are offered.
fn fewer_answered(
    offered: Option<CauseContext>,
    answered: Option<CauseContext>,
) -> Option<CauseFinding> {
    let (offered, answered) = offered.zip(answered)?;
    let is_it = answered.is_down(FEWER) && !offered.is_down(FEWER);
    is_it.then_some(CauseFinding::FewerAnswered { answered, offered })
}

/// Reads the abandons by wait, a report that knows skills but no channels.
fn wait_clues(case: &CauseInput<'_>) -> Vec<CauseClue> {
    let Some((window, Facts::Abandonment(report))) = case.report(Report::Abandonment) else {
        return Vec::new();
    };
    let row = match &case.alert.key.scope {
        Scope::Operation => report.whole(),
        Scope::Skill(skill) => report.of(*skill),
        Scope::Channel(_) | Scope::Agent(_) => None,
    };
    let Some((row, of)) = row.and_then(|row| {
        let of = row.sum_by_wait()?;
        (of > 0).then_some((row, of))
    }) else {
        return Vec::new();
    };
    let asa = case.beside(Metric::Asa);
    let causes = [quick_hang_ups(&row, of, asa), long_waits(&row, of)];
    let fact = CauseFinding::Waits {
        after_20s: row.later_than(EARLY),
        by_wait: row.by_wait,
        of,
    };
    [Some(fact)]
        .into_iter()
        .chain(causes)
        .flatten()
        .map(|finding| CauseClue { window, finding })
        .collect()
}

/// Callers who hang up at once were not kept waiting, so the queue is not the cause, unless the
/// answered calls wait longer than usual.
fn quick_hang_ups(row: &SkillAbandons, of: u64, asa: Option<CauseContext>) -> Option<CauseFinding> {
    let calls = row.up_to(QUICK)?;
    let is_most = of >= WORTH_SHARING && calls * 100 >= of * 60;
    let is_queue = asa.is_some_and(|asa| asa.is_up(MORE));
    (is_most && !is_queue).then_some(CauseFinding::QuickHangUps { calls, of, asa })
}

fn long_waits(row: &SkillAbandons, of: u64) -> Option<CauseFinding> {
    let calls = row.later_than(LONG)?;
    let is_much = of >= WORTH_SHARING && calls * 100 >= of * 40;
    is_much.then_some(CauseFinding::LongWaits { calls, of })
}

fn service_finding(case: &CauseInput<'_>) -> Option<CauseFinding> {
    // The alert's own figure is not repeated.
    let other = |metric| {
        let is_own = case.alert.metric == metric;
        (!is_own).then(|| case.sample(metric)).flatten()
    };
    let time = |metric| match other(metric).map(|sample: Sample| sample.value) {
        Some(Quantity::Duration(wait)) => Some(wait),
        Some(Quantity::Percent(_) | Quantity::Count(_) | Quantity::Money(_)) | None => None,
    };
    let level = other(Metric::ServiceLevel20s).map(|level| level.value.scalar());
    let (asa, ata) = (time(Metric::Asa), time(Metric::Ata));
    let is_known = level.is_some() || asa.is_some() || ata.is_some();
    is_known.then_some(CauseFinding::Service { level, asa, ata })
}

fn full_queue(case: &CauseInput<'_>) -> Option<CauseFinding> {
    let level = case.beside(Metric::ServiceLevel20s)?;
    let asa = case.beside(Metric::Asa)?;
    let treated = case.beside(Metric::SmartHoldTreated)?;
    let has_fallen = level.usual.median - level.now.scalar() >= FALLEN;
    let is_it = has_fallen && asa.is_up(MORE) && treated.is_up(MORE);
    is_it.then_some(CauseFinding::FullQueue {
        level,
        asa,
        treated,
    })
}

/// Fewer failed callbacks than this may be bad luck.
const WORTH_TELLING: u64 = 3;

/// The metrics about the end of callbacks.
const FAILURES: [Metric; 3] = [
    Metric::SmartHoldRecallFail,
    Metric::SmartHoldRecallFailRate,
    Metric::SmartHoldCompletionRate,
];

fn callback_clues(case: &CauseInput<'_>) -> Vec<CauseClue> {
    let Some((window, Facts::SmartHold(report))) = case.report(Report::SmartHold) else {
        return Vec::new();
    };
    let stages = match &case.alert.key.scope {
        Scope::Operation => Some(report.stages()),
        Scope::Skill(skill) => report.stages_of(*skill),
        Scope::Channel(_) | Scope::Agent(_) => None,
    };
    let Some(stages) = stages else {
        return Vec::new();
    };
    let fact = CauseFinding::Callbacks {
        treated: stages.treated,
        accepted: stages.accepted,
        reached: stages.reached,
        failed: stages.failed,
    };
    let fact = CauseClue {
        window,
        finding: fact,
    };
    let causes = [failing_callbacks(case, &stages), full_queue(case)];
    let causes = causes.into_iter().flatten();
    [fact]
        .into_iter()
        .chain(causes.map(|finding| case.clue(finding)))
        .collect()
}

/// Callbacks that fail while no more are offered than usual fail for another reason than their
/// number.
fn failing_callbacks(case: &CauseInput<'_>, stages: &SmartHoldStages) -> Option<CauseFinding> {
    let (failed, of) = stages.failed.zip(stages.called_back)?;
    let treated = case.beside(Metric::SmartHoldTreated)?;
    let is_about_failures = FAILURES.contains(&case.alert.metric);
    let is_it = is_about_failures && failed >= WORTH_TELLING && !treated.is_up(MORE);
    is_it.then_some(CauseFinding::CallbacksFail {
        failed,
        of,
        treated,
    })
}

/// A median needs this many agents.
const TEAM: usize = 5;
/// An average needs this many uses.
const USES: u64 = 5;
/// This many agents past the limit, and one in `ONE_IN` of all, are many.
const MANY: usize = 3;
const ONE_IN: usize = 3;

fn hold_clues(case: &CauseInput<'_>) -> Vec<CauseClue> {
    let Some((window, facts)) = case.report(Report::Holds) else {
        return Vec::new();
    };
    let finding = if is_of_each(case) {
        past_the_limit(case, facts)
    } else {
        most_of_it(case, facts)
    };
    let clue = finding.map(|finding| CauseClue { window, finding });
    clue.into_iter().collect()
}

/// Returns whether one agent can be held against the limit of the alert: averages and shares can,
/// sums cannot.
fn is_of_each(case: &CauseInput<'_>) -> bool {
    match case.alert.key.scope {
        Scope::Agent(_) => true,
        Scope::Operation | Scope::Skill(_) | Scope::Channel(_) => !case.alert.metric.adds_up(),
    }
}

fn past_the_limit(case: &CauseInput<'_>, facts: &Facts) -> Option<CauseFinding> {
    let (metric, grounds) = (case.alert.metric, case.alert.grounds);
    let limit = grounds.limit(case.alert.state.severity())?.scalar();
    let side = grounds.side?;
    let mut figures: Vec<f64> = samples(metric, facts)
        .into_values()
        .filter(|sample| sample.of.is_none_or(|uses| uses >= USES))
        .map(|sample| sample.value.scalar())
        .filter(|figure| figure.is_finite())
        .collect();
    if figures.len() < TEAM {
        return None;
    }
    figures.sort_by(f64::total_cmp);
    let past = figures
        .iter()
        .filter(|figure| side.is_past(**figure, limit))
        .count();
    let median = Quantity::of_scalar(metric.unit(), *figures.get(figures.len() / 2)?)?;
    let count = |agents: usize| u32::try_from(agents).unwrap_or(u32::MAX);
    if past == 1 {
        let others = count(figures.len() - 1);
        Some(CauseFinding::OneAgent { others, median })
    } else if past >= MANY && past * ONE_IN >= figures.len() {
        Some(CauseFinding::ManyAgents {
            agents: count(past),
            of: count(figures.len()),
            median,
        })
    } else {
        None
    }
}

/// Finds the agent who has at least half of the team's total.
fn most_of_it(case: &CauseInput<'_>, facts: &Facts) -> Option<CauseFinding> {
    let metric = case.alert.metric;
    let of_each = samples(metric, facts);
    let team = sample(metric, &Scope::Operation, facts)?.value;
    let most = of_each
        .values()
        .map(|sample| sample.value)
        .max_by(|one, other| one.scalar().total_cmp(&other.scalar()))?;
    let is_it = of_each.len() >= TEAM && most.scalar() * 2.0 >= team.scalar();
    (is_it && team.scalar() > 0.0).then(|| CauseFinding::MostOfIt {
        one: most,
        team,
        agents: u32::try_from(of_each.len()).unwrap_or(u32::MAX),
    })
}

#[cfg(test)]
mod tests;
