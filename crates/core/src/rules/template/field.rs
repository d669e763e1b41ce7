//! What a template may name, and which rule has it.

use crate::{
    metrics::{Metric, ScopeKind},
    rules::{RuleCondition, ScopeSelection},
};

/// What a template may name, besides the labels of its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TemplateField {
    /// The operation.
    Operation,
    /// The rule.
    Rule,
    /// What the alert is about, as its card says it.
    Scope,
    /// The number of the skill.
    Skill,
    /// The name of the skill.
    SkillName,
    /// The channel.
    Channel,
    /// The agent.
    Agent,
    /// The name of the metric.
    Metric,
    /// The figure.
    Value,
    /// How many of those that are counted are so.
    Part,
    /// Out of how many the figure is.
    Of,
    /// The limit that is passed.
    Limit,
    /// How bad it is.
    Severity,
    /// The length of the window.
    Window,
    /// What is usual here at this time.
    Usual,
}

/// What a field can be compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TemplateFieldKind {
    /// With a word of the rules, such as `critical`.
    Word,
    /// With a number.
    Number,
    /// With nothing: it is told as the card shows it.
    Told,
}

impl TemplateField {
    /// All of them, in the order of the reference.
    pub const ALL: [Self; 15] = [
        Self::Operation,
        Self::Rule,
        Self::Scope,
        Self::Skill,
        Self::SkillName,
        Self::Channel,
        Self::Agent,
        Self::Metric,
        Self::Value,
        Self::Part,
        Self::Of,
        Self::Limit,
        Self::Severity,
        Self::Window,
        Self::Usual,
    ];

    /// Its name in a template.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Rule => "rule",
            Self::Scope => "scope",
            Self::Skill => "skill",
            Self::SkillName => "skill_name",
            Self::Channel => "channel",
            Self::Agent => "agent",
            Self::Metric => "metric",
            Self::Value => "value",
            Self::Part => "part",
            Self::Of => "of",
            Self::Limit => "limit",
            Self::Severity => "severity",
            Self::Window => "window",
            Self::Usual => "usual",
        }
    }

    /// The field of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    pub(super) fn kind(self) -> TemplateFieldKind {
        match self {
            Self::Operation
            | Self::Rule
            | Self::SkillName
            | Self::Channel
            | Self::Agent
            | Self::Severity => TemplateFieldKind::Word,
            Self::Skill => TemplateFieldKind::Number,
            Self::Scope
            | Self::Metric
            | Self::Value
            | Self::Part
            | Self::Of
            | Self::Limit
            | Self::Window
            | Self::Usual => TemplateFieldKind::Told,
        }
    }
}

/// What is known of the rule that a template belongs to. What is wrong with the rule itself is
/// `None`: its template is not blamed for it.
#[derive(Clone, Debug, Default)]
pub struct TemplateOffer<'rule> {
    /// What it measures.
    pub metric: Option<Metric>,
    /// What it looks at.
    pub of: Option<&'rule ScopeSelection>,
    /// When it is breached.
    pub when: Option<&'rule RuleCondition>,
    /// The names of its labels.
    pub labels: Vec<&'rule str>,
}

impl TemplateOffer<'_> {
    /// The fields that the rule has.
    pub(super) fn fields(&self) -> impl Iterator<Item = TemplateField> {
        let fields = TemplateField::ALL.into_iter();
        fields.filter(|field| self.lacks(*field).is_none())
    }

    /// Why the rule has no such field, where that is so.
    pub(super) fn lacks(&self, field: TemplateField) -> Option<String> {
        match field {
            TemplateField::Operation
            | TemplateField::Rule
            | TemplateField::Scope
            | TemplateField::Metric
            | TemplateField::Severity
            | TemplateField::Window => None,
            TemplateField::Skill | TemplateField::SkillName => self.is_not_of(ScopeKind::Skill),
            TemplateField::Channel => self.is_not_of(ScopeKind::Channel),
            TemplateField::Agent => self.is_not_of(ScopeKind::Agent),
            TemplateField::Value | TemplateField::Limit => self.is_of_absence(),
            TemplateField::Of => self.is_of_absence().or_else(|| self.is_not_counted()),
            TemplateField::Part => self.is_of_absence().or_else(|| self.is_no_share()),
            TemplateField::Usual => self.is_of_absence().or_else(|| self.is_of_the_bot()),
        }
    }

    fn is_not_of(&self, kind: ScopeKind) -> Option<String> {
        let own = self.of?.kind();
        (own != kind).then(|| match own {
            ScopeKind::Operation => "the rule looks at the whole operation".to_owned(),
            ScopeKind::Skill | ScopeKind::Channel | ScopeKind::Agent => {
                format!("the rule looks at {own}s")
            }
        })
    }

    fn is_of_absence(&self) -> Option<String> {
        match self.when? {
            RuleCondition::Absent(_) => Some("the rule fires when there is no figure".to_owned()),
            RuleCondition::Threshold(_) | RuleCondition::Unusual(_) => None,
        }
    }

    fn is_not_counted(&self) -> Option<String> {
        let metric = self.metric?;
        let is_counted = metric.out_of().is_some();
        (!is_counted).then(|| format!("{metric} is not out of a number of things"))
    }

    fn is_no_share(&self) -> Option<String> {
        let metric = self.metric?;
        let is_share = metric.is_counted_share();
        (!is_share).then(|| format!("{metric} is no share of things that are counted"))
    }

    fn is_of_the_bot(&self) -> Option<String> {
        let metric = self.metric?;
        let is_read = !metric.reports().is_empty();
        (!is_read).then(|| format!("nothing is usual of {metric}"))
    }
}
