//! The fields that a template may name, and the rules that have them.

use strum::{EnumCount, EnumString, IntoStaticStr, VariantArray};

use crate::{
    metrics::{Metric, ScopeKind},
    rules::{RuleCondition, ScopeSelection},
};

/// A field that a template may name, besides the labels of its rule.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumCount,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum TemplateField {
    Operation,
    Rule,
    /// The scope of the alert, as its card says it.
    Scope,
    Skill,
    SkillName,
    Channel,
    Agent,
    Metric,
    Value,
    /// The *k* of *k of n*.
    Part,
    /// The *n* of *k of n*.
    Of,
    /// The limit that is passed.
    Limit,
    Severity,
    Window,
    /// The usual value here at this time.
    Usual,
}

/// The values that a field can be compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TemplateFieldKind {
    /// A word of the rules, such as `critical`.
    Word,
    Number,
    /// None: it is shown in the reader's way, as on the card.
    Shown,
}

impl TemplateField {
    /// All fields, in the order of the reference.
    pub const ALL: [Self; Self::COUNT] = match Self::VARIANTS.first_chunk() {
        Some(all) => *all,
        None => panic!("each variant counts once"),
    };

    pub fn name(self) -> &'static str {
        self.into()
    }

    pub fn from_name(name: &str) -> Option<Self> {
        name.parse().ok()
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
            | Self::Usual => TemplateFieldKind::Shown,
        }
    }
}

/// The rule that a template belongs to. A part of the rule that is itself wrong is `None`: the
/// template is not blamed for it.
#[derive(Clone, Debug, Default)]
pub struct TemplateOffer<'rule> {
    pub metric: Option<Metric>,
    pub of: Option<&'rule ScopeSelection>,
    pub when: Option<&'rule RuleCondition>,
    pub labels: Vec<&'rule str>,
}

impl TemplateOffer<'_> {
    pub(super) fn fields(&self) -> impl Iterator<Item = TemplateField> {
        let fields = TemplateField::ALL.into_iter();
        fields.filter(|field| self.lacks(*field).is_none())
    }

    /// Returns the reason why the rule has no such field; `None` where it has it.
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
        let is_absence = self.when?.absent().is_some();
        is_absence.then(|| "the rule fires when there is no figure".to_owned())
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
