//! What was asked together with what is known: the figures that the parts of the answer
//! are made of.

use crate::{
    Words,
    abandon::AbandonInput,
    report::{AnswerContext, ReportInput, before_facts, rule_for},
};
use vigia_core::{
    metrics::{
        Channel, FactSet, Facts, Metric, Sample, Scope, SkillSelection,
        facts::{Abandonment, ChannelService, SkillAbandons},
        sample,
    },
    rules::Rule,
};

/// A question and its circumstances.
#[derive(Clone, Copy)]
pub(super) struct AbandonQuestion<'q> {
    pub(super) asked: &'q AbandonInput<'q>,
    pub(super) inquiry: &'q AnswerContext<'q>,
    pub(super) words: &'q Words,
}

impl<'q> AbandonQuestion<'q> {
    pub(super) fn scope(&self) -> Scope {
        Scope::from(self.asked.skills)
    }

    pub(super) fn rule(&self) -> Option<&'q Rule> {
        rule_for(self.inquiry.rules, Metric::AbandonRate, &self.scope())
    }

    /// Customers' calls.
    pub(super) fn calls(&self) -> Option<&'q ChannelService> {
        match self.asked.service {
            ReportInput::Known(Facts::ServiceLevel(report)) => report.channel(Channel::INBOUND),
            ReportInput::Known(_) | ReportInput::Empty | ReportInput::Failed(_) => None,
        }
    }

    pub(super) fn abandonment(&self) -> Option<&'q Abandonment> {
        match self.asked.waits {
            ReportInput::Known(Facts::Abandonment(report)) => Some(report),
            ReportInput::Known(_) | ReportInput::Empty | ReportInput::Failed(_) => None,
        }
    }

    /// The abandons by wait that the answer is about.
    pub(super) fn row(&self) -> Option<SkillAbandons> {
        let report = self.abandonment()?;
        match self.asked.skills {
            SkillSelection::All => report.whole(),
            SkillSelection::One(skill) => report.of(skill),
        }
    }

    pub(super) fn figure(&self, metric: Metric) -> Option<Sample> {
        match self.asked.service {
            ReportInput::Known(facts) => of_calls(metric, facts),
            ReportInput::Empty | ReportInput::Failed(_) => None,
        }
    }

    /// The same figure of the window that this one is compared with.
    pub(super) fn before(&self, metric: Metric) -> Option<Sample> {
        of_calls(metric, before_facts(self.inquiry)?)
    }

    pub(super) fn place(&self, row: Option<&SkillAbandons>) -> String {
        let words = self.words;
        match self.asked.skills {
            SkillSelection::All => words.place(&Scope::Operation, self.inquiry.names),
            SkillSelection::One(skill) => {
                let reported = row.and_then(|row| row.name.as_deref());
                let name = self.inquiry.names.get(skill).or(reported);
                let voice = words.channel(&Channel::inbound());
                format!("{} · {voice}", words.skill(skill, name))
            }
        }
    }

    /// A figure of both reports, whose abandons must be the same for it.
    pub(super) fn of_both(&self, metric: Metric) -> Option<Sample> {
        let parts = [&self.asked.service, &self.asked.waits];
        let at_hand: FactSet<'_> = parts.into_iter().filter_map(ReportInput::facts).collect();
        sample(metric, &self.scope(), at_hand)
    }
}

fn of_calls(metric: Metric, facts: &Facts) -> Option<Sample> {
    match facts {
        Facts::ServiceLevel(_) => sample(metric, &Scope::Operation, facts),
        Facts::Abandonment(_) | Facts::SmartHold(_) | Facts::Durations(_) | Facts::Holds(_) => None,
    }
}
