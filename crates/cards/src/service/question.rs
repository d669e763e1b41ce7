//! What was asked together with what is known: the figures that the parts of the answer
//! are made of.

use crate::{
    Words,
    report::{AnswerContext, ReportInput, before_facts, rule_for},
    service::{ServiceInput, channels::ChannelKind},
};
use vigia_core::{
    metrics::{
        Channel, Facts, Metric, Sample, Scope, SkillSelection, facts::ChannelService, sample,
    },
    rules::Rule,
};

/// A question and its circumstances.
#[derive(Clone, Copy)]
pub(super) struct ServiceQuestion<'q> {
    pub(super) asked: &'q ServiceInput<'q>,
    pub(super) inquiry: &'q AnswerContext<'q>,
    pub(super) words: &'q Words,
}

impl<'q> ServiceQuestion<'q> {
    /// The channel that the answer is about: customers' calls unless another was asked for.
    pub(super) fn channel(&self) -> Channel {
        self.asked.channel.clone().unwrap_or_else(Channel::inbound)
    }

    /// All rows of the report.
    pub(super) fn rows(&self) -> &'q [ChannelService] {
        match self.asked.report {
            ReportInput::Known(Facts::ServiceLevel(report)) => &report.channels,
            ReportInput::Known(_) | ReportInput::Empty | ReportInput::Failed(_) => &[],
        }
    }

    /// The row of the channel that the answer is about.
    pub(super) fn subject(&self) -> Option<&'q ChannelService> {
        let channel = self.channel();
        self.rows().iter().find(|row| row.channel == channel)
    }

    /// What rules call it; they know the skills by their calls alone.
    pub(super) fn scope(&self) -> Option<Scope> {
        let channel = self.channel();
        let is_inbound = channel.as_str() == Channel::INBOUND;
        match self.asked.skills {
            SkillSelection::All if is_inbound => Some(Scope::Operation),
            SkillSelection::All => Some(Scope::Channel(channel)),
            SkillSelection::One(skill) => is_inbound.then_some(Scope::Skill(skill)),
        }
    }

    pub(super) fn rule(&self, metric: Metric) -> Option<&'q Rule> {
        rule_for(self.inquiry.rules, metric, &self.scope()?)
    }

    /// Whether seconds say how the channel is served: those of a call do, those of a chat
    /// do only where somebody made a rule of them.
    pub(super) fn is_judged_by_seconds(&self) -> bool {
        ChannelKind::of(&self.channel()).is_call() || self.rule(Metric::ServiceLevel20s).is_some()
    }

    /// The figure that the answer is about.
    pub(super) fn main_metric(&self) -> Metric {
        if self.is_judged_by_seconds() {
            Metric::ServiceLevel20s
        } else {
            Metric::AnswerRate
        }
    }

    pub(super) fn figure(&self, metric: Metric) -> Option<Sample> {
        self.figure_of(metric, &self.channel())
    }

    pub(super) fn figure_of(&self, metric: Metric, channel: &Channel) -> Option<Sample> {
        match self.asked.report {
            ReportInput::Known(facts) => of_channel(metric, channel, facts),
            ReportInput::Empty | ReportInput::Failed(_) => None,
        }
    }

    /// The same figure of the window that this one is compared with.
    pub(super) fn before(&self, metric: Metric) -> Option<Sample> {
        of_channel(metric, &self.channel(), before_facts(self.inquiry)?)
    }

    /// The place of a picture of several channels names none of them.
    pub(super) fn place_drawn(&self) -> String {
        match (&self.asked.channel, self.asked.skills) {
            (Some(_), _) => self.place(),
            (None, SkillSelection::All) => self.words.say("place-operation", &[]),
            (None, SkillSelection::One(skill)) => {
                self.words.skill(skill, self.inquiry.names.get(skill))
            }
        }
    }

    pub(super) fn place(&self) -> String {
        let (words, names) = (self.words, self.inquiry.names);
        match self.asked.skills {
            SkillSelection::All => words.place(&Scope::Channel(self.channel()), names),
            SkillSelection::One(skill) => format!(
                "{} · {}",
                words.skill(skill, names.get(skill)),
                words.channel(&self.channel())
            ),
        }
    }
}

fn of_channel(metric: Metric, channel: &Channel, facts: &Facts) -> Option<Sample> {
    match facts {
        Facts::ServiceLevel(_) => sample(metric, &Scope::Channel(channel.clone()), facts),
        Facts::Abandonment(_) | Facts::SmartHold(_) | Facts::Durations(_) | Facts::Holds(_) => None,
    }
}
