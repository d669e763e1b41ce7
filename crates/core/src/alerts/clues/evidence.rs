//! What is at hand to explain an alert: what the poll read, and what is usual.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    time::Duration,
};

use crate::{
    alerts::{
        Alert,
        clues::{CauseClue, CauseContext, CauseFinding, callbacks, holds, queue},
    },
    metrics::{
        FactSet, Facts, HISTORY_WINDOW, Metric, Quantity, Reading, Report, ReportRequest, Sample,
        Scope, SkillSelection, Snapshot, TimeWindow, sample,
    },
    rules::{
        ChannelName, Judgement, NotifyTarget, Rule, RuleId, ScopeHistory, ScopeSelection, Side,
        Threshold, Verdict,
    },
};

/// The figures of which it is worth knowing what is usual.
const USUALS: [Metric; 5] = [
    Metric::CallsOffered,
    Metric::CallsAnswered,
    Metric::Asa,
    Metric::ServiceLevel20s,
    Metric::SmartHoldTreated,
];

/// For how many alerts it is asked what is usual. Cards tell of the worst ones.
const MOST_ALERTS: usize = 60;

/// What a poll read and what is usual, to explain alerts by.
#[derive(Clone, Debug)]
pub struct CauseEvidence<'poll> {
    answers: HashMap<ReportRequest, &'poll Reading>,
    past: Option<(&'poll [Rule], &'poll ScopeHistory)>,
}

/// What must be known of the past to explain these judgements. What is usual is asked for by
/// rule, so these are rules that nobody judges by.
#[must_use]
pub fn questions(judgements: &[Judgement<'_>]) -> Vec<Rule> {
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
        for of in selections(&scopes) {
            let asked = USUALS.into_iter().filter(|metric| of.suits(*metric));
            questions.extend(asked.filter_map(|metric| question(metric, window, &of)));
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

/// The selections that stand for these scopes.
fn selections(scopes: &BTreeSet<&Scope>) -> Vec<ScopeSelection> {
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

fn question(metric: Metric, window: Duration, of: &ScopeSelection) -> Option<Rule> {
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
    /// What a poll read.
    #[must_use]
    pub fn of(snapshot: &'poll Snapshot) -> Self {
        // Of two answers to the same question the first counts.
        let answers = snapshot.readings.iter().rev();
        Self {
            answers: answers.map(|reading| (reading.ask, reading)).collect(),
            past: None,
        }
    }

    /// With what is usual, as far as it was asked for.
    #[must_use]
    pub fn with_past(self, questions: &'poll [Rule], past: &'poll ScopeHistory) -> Self {
        Self {
            past: Some((questions, past)),
            ..self
        }
    }

    /// What explains this alert: facts first, then what points to a cause.
    #[must_use]
    pub fn clues(&self, alert: &Alert) -> Vec<CauseClue> {
        let case = CauseInput {
            evidence: self,
            alert,
        };
        let reports = alert.metric.reports();
        let mut clues = if reports.contains(&Report::Holds) {
            holds::clues(&case)
        } else if reports.contains(&Report::SmartHold) {
            callbacks::clues(&case)
        } else if reports.iter().any(|report| is_of_calls(*report)) {
            queue::clues(&case)
        } else {
            Vec::new()
        };
        clues.sort_by_key(|clue| clue.finding.is_cause());
        clues
    }
}

/// One alert, and what is at hand to explain it.
pub(super) struct CauseInput<'a> {
    evidence: &'a CauseEvidence<'a>,
    pub(super) alert: &'a Alert,
}

impl<'a> CauseInput<'a> {
    /// A clue over the window of the alert.
    pub(super) fn clue(&self, finding: CauseFinding) -> CauseClue {
        CauseClue {
            window: self.alert.window.length(),
            finding,
        }
    }

    /// A report over the window of the alert, or over that of the history, which is always
    /// read; with the length of that window.
    pub(super) fn report(&self, report: Report) -> Option<(Duration, &'a Facts)> {
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

    /// A figure of the same scope and window.
    pub(super) fn sample(&self, metric: Metric) -> Option<Sample> {
        let scope = &self.alert.key.scope;
        let asks = metric.asks(scope, self.alert.window);
        let at_hand = asks.filter_map(|ask| self.facts(ask));
        sample(metric, scope, at_hand.collect::<FactSet<'_>>())
    }

    /// The same figure beside what is usual for it.
    pub(super) fn beside(&self, metric: Metric) -> Option<CauseContext> {
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
