//! One rule, and what a poll tells it.

use std::time::Duration;

use crate::{
    metrics::{Sample, Scope, Window},
    rules::{
        Absent, Grounds, Judgement, Look, Rule, Selection, Verdict, When,
        judge::{answers::Answers, evidence::Evidence},
        usual::{Usual, Usuals},
    },
};

/// One rule at one poll.
pub(super) struct Case<'rules, 'poll> {
    rule: &'rules Rule,
    look: &'poll Look<'poll>,
    answers: &'poll Answers<'poll>,
    evidence: Evidence<'rules>,
    usuals: Usuals<'poll>,
    is_asleep: bool,
}

/// The figure that a rule judges.
struct Figure {
    window: Window,
    sample: Option<Sample>,
    /// Whether it is of too few.
    is_small: bool,
}

impl<'rules, 'poll> Case<'rules, 'poll> {
    pub(super) fn of(
        rule: &'rules Rule,
        look: &'poll Look<'poll>,
        answers: &'poll Answers<'poll>,
    ) -> Self {
        Self {
            rule,
            look,
            answers,
            evidence: Evidence::of(rule),
            usuals: Usuals::of(rule, look.past, |window| {
                let window = Window::ending(look.snapshot.as_of, window);
                let rows = answers.rows(rule.metric, window)?;
                let samples = rows.samples(rule.metric).map(|(_, sample)| sample);
                Usual::in_team(rule, samples)
            }),
            is_asleep: rule.is_asleep(look.snapshot.as_of, look.zone),
        }
    }

    /// The scopes that the rule looks at. Of an agent who is gone from the report nothing is
    /// said, which ends no alert.
    pub(super) fn scopes(&self) -> Vec<Scope> {
        let agents = match self.rule.of {
            Selection::EveryAgent => self
                .answers
                .agents(self.rule.metric, self.window(self.rule.window)),
            Selection::Operation
            | Selection::EverySkill
            | Selection::Skills(_)
            | Selection::Channels(_)
            | Selection::Agents(_)
            | Selection::Team => Vec::new(),
        };
        self.rule.of.scopes(self.look.skills, &agents)
    }

    /// What the rule says of a scope.
    pub(super) fn judge(&self, scope: Scope) -> Judgement<'rules> {
        if self.is_asleep {
            return Judgement {
                rule: self.rule,
                scope,
                window: self.window(self.rule.window),
                verdict: Verdict::Asleep,
                sample: None,
                grounds: Grounds::default(),
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

    fn verdict(&self, scope: &Scope, figure: &Figure) -> (Verdict, Grounds) {
        let Some(sample) = &figure.sample else {
            let verdict = match &self.rule.when {
                When::Absent(absent) => self.without_figure(*absent, scope, figure.window),
                When::Threshold(_) | When::Unusual(_) => Verdict::Missing,
            };
            return (verdict, self.evidence.grounds());
        };
        let usual = self.usuals.usual(self.rule, scope, figure.window.length());
        let (verdict, grounds) = self.evidence.judge(sample, usual);
        if figure.is_small {
            (Verdict::TooFew, grounds)
        } else {
            (verdict, grounds)
        }
    }

    /// A report that could not be read says nothing of whether there would be a figure.
    fn without_figure(&self, absent: Absent, scope: &Scope, window: Window) -> Verdict {
        if self.answers.have_come(self.rule.metric, scope, window) {
            // How long it has been so is the alert's memory.
            Verdict::Breach(absent.severity(Duration::ZERO))
        } else {
            Verdict::Missing
        }
    }

    /// The figure over the shortest window of which there are enough, else over the longest
    /// that was read. Where there is none, a longer window would tell of another time.
    fn figure(&self, scope: &Scope) -> Figure {
        let mut figure = Figure {
            window: self.window(self.rule.window),
            sample: None,
            is_small: false,
        };
        for window in self.rule.windows().map(|length| self.window(length)) {
            let Some(sample) = self.answers.sample(self.rule.metric, scope, window) else {
                break;
            };
            figure = Figure {
                window,
                sample: Some(sample),
                is_small: self.rule.is_small(sample.of),
            };
            if !figure.is_small {
                break;
            }
        }
        figure
    }

    /// The next longer window of which a verdict on this scope is in need.
    pub(super) fn lacks(&self, scope: &Scope) -> Option<Window> {
        let metric = self.rule.metric;
        for window in self.rule.windows().map(|length| self.window(length)) {
            if !self.answers.were_asked(metric, scope, window) {
                return Some(window);
            }
            let sample = self.answers.sample(metric, scope, window);
            if !sample.is_some_and(|sample| self.rule.is_small(sample.of)) {
                return None;
            }
        }
        None
    }

    fn window(&self, length: Duration) -> Window {
        Window::ending(self.look.snapshot.as_of, length)
    }
}
