//! One rule, and what a poll tells it.

use std::{iter, time::Duration};

use crate::{
    metrics::{Sample, Scope, SkillId, TimeWindow},
    rules::{
        AbsentCondition, JudgeInput, Judgement, Rule, RuleCondition, ScopeSelection, Verdict,
        VerdictBasis,
        answers::{PollReadings, PollView},
        judge::evidence::VerdictEvidence,
        usual::{UsualValue, UsualValues},
    },
};

/// One rule at one poll.
pub(super) struct RuleEvaluation<'rules, 'poll> {
    rule: &'rules Rule,
    skills: &'poll [SkillId],
    /// What the shortest of its windows tells.
    view: PollView<'poll>,
    /// What the longer ones tell, the longest last.
    longer: Vec<PollView<'poll>>,
    evidence: VerdictEvidence<'rules>,
    usuals: UsualValues<'poll>,
    is_asleep: bool,
}

/// The figure that a rule judges.
struct JudgedFigure {
    window: TimeWindow,
    sample: Option<Sample>,
    /// Whether it is of too few.
    is_small: bool,
}

impl<'rules, 'poll> RuleEvaluation<'rules, 'poll> {
    pub(super) fn of(
        rule: &'rules Rule,
        look: &'poll JudgeInput<'poll>,
        answers: &'poll PollReadings<'poll>,
    ) -> Self {
        let as_of = look.snapshot.as_of;
        let windows = rule.windows_at(as_of, look.zone);
        let view = |window| answers.view(rule.metric, window);
        let shortest = windows.first().copied();
        let shortest = shortest.unwrap_or_else(|| TimeWindow::ending(as_of, rule.window));
        Self {
            rule,
            skills: look.skills,
            view: view(shortest),
            longer: windows.iter().skip(1).copied().map(view).collect(),
            evidence: VerdictEvidence::of(rule),
            usuals: UsualValues::of(rule, look.past, &windows, |window| {
                let team = view(window).samples().into_iter();
                UsualValue::in_team(rule, team.map(|(_, sample)| sample))
            }),
            is_asleep: rule.is_asleep(as_of, look.zone),
        }
    }

    /// The scopes that the rule looks at. Of an agent who is gone from the report nothing is
    /// said, which ends no alert.
    pub(super) fn scopes(&self) -> Vec<Scope> {
        let agents = match self.rule.of {
            ScopeSelection::EveryAgent => self.view.agents(),
            ScopeSelection::Operation
            | ScopeSelection::EverySkill
            | ScopeSelection::Skills(_)
            | ScopeSelection::Channels(_)
            | ScopeSelection::Agents(_)
            | ScopeSelection::Team => Vec::new(),
        };
        self.rule.of.scopes(self.skills, &agents)
    }

    /// The windows over which the rule may judge, the shortest first.
    fn views(&self) -> impl Iterator<Item = &PollView<'poll>> {
        iter::once(&self.view).chain(&self.longer)
    }

    /// What the rule says of a scope.
    pub(super) fn judge(&self, scope: Scope) -> Judgement<'rules> {
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
        let Some(sample) = &figure.sample else {
            let verdict = match &self.rule.when {
                RuleCondition::Absent(absent) => self.without_figure(*absent, scope),
                RuleCondition::Threshold(_) | RuleCondition::Unusual(_) => Verdict::Missing,
            };
            return (verdict, self.evidence.grounds());
        };
        let length = figure.window.length();
        let usual = self.usuals.usual(self.rule, scope, length);
        let (verdict, grounds) = self.evidence.judge(sample, usual);
        if figure.is_small {
            (Verdict::TooFew, grounds)
        } else {
            (verdict, grounds)
        }
    }

    /// A report that could not be read says nothing of whether there would be a figure.
    fn without_figure(&self, absent: AbsentCondition, scope: &Scope) -> Verdict {
        if self.view.has_come(scope) {
            // How long it has been so is the alert's memory.
            Verdict::Breach(absent.severity(Duration::ZERO))
        } else {
            Verdict::Missing
        }
    }

    /// The figure over the shortest window of which there are enough, else over the longest
    /// that was read. Where there is none, a longer window would tell of another time.
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

    /// The next longer window of which a verdict on this scope is in need.
    pub(super) fn lacks(&self, scope: &Scope) -> Option<TimeWindow> {
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
