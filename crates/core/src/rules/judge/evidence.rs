//! What a figure proves against the condition of a rule.

use crate::{
    metrics::{Quantity, Sample},
    rules::{
        Confidence, Rule, RuleCondition, Severity, Side, Threshold, UnusualLimits, UsualValue,
        Verdict, VerdictBasis, statistics::wilson,
    },
};

/// How sure it is that a share lies within the range that is told, on each side, where the
/// rule does not say how sure it wants to be: 95 % between both.
const USUALLY_SURE: f64 = 97.5;

/// How a rule weighs what it sees: what is the same for all of its scopes.
pub(super) struct VerdictEvidence<'rules> {
    rule: &'rules Rule,
    /// The level of the range that is told of a share.
    level: Option<Confidence>,
}

impl<'rules> VerdictEvidence<'rules> {
    pub(super) fn of(rule: &'rules Rule) -> Self {
        let asked = rule.when.threshold().and_then(Threshold::confidence);
        // What the bot says of itself is no sample of anything.
        let is_sample = rule.metric.is_counted_share() && !rule.metric.reports().is_empty();
        let level = is_sample.then(|| asked.or_else(|| Confidence::new(USUALLY_SURE)));
        Self {
            rule,
            level: level.flatten(),
        }
    }

    /// What is known of the limits without a figure.
    pub(super) fn grounds(&self) -> VerdictBasis {
        VerdictBasis {
            side: self.rule.when.side(),
            warning: self.rule.when.limit(Severity::Warning),
            critical: self.rule.when.limit(Severity::Critical),
            ..VerdictBasis::default()
        }
    }

    /// What the condition says of a sample, be it large enough or not.
    pub(super) fn judge(
        &self,
        sample: &Sample,
        usual: Option<UsualValue>,
    ) -> (Verdict, VerdictBasis) {
        let grounds = VerdictBasis {
            range: self.range(sample),
            usual,
            ..self.grounds()
        };
        let (verdict, grounds) = match &self.rule.when {
            RuleCondition::Threshold(threshold) => {
                let eases = threshold.eases(sample);
                (threshold.judge(sample), VerdictBasis { eases, ..grounds })
            }
            RuleCondition::Unusual(unusual) => {
                let (verdict, limits) = unusual.judge(sample, usual.as_ref());
                let UnusualLimits { warning, critical } = limits;
                let limited = VerdictBasis {
                    warning,
                    critical,
                    ..grounds
                };
                (verdict, limited)
            }
            RuleCondition::Absent(_) => (Verdict::Clear, grounds),
        };
        match verdict {
            // Past the limit by so few that it would be chance to speak of it.
            Verdict::Breach(_) if !self.are_enough_bad(sample) => (Verdict::Between, grounds),
            Verdict::Breach(_)
            | Verdict::Between
            | Verdict::Clear
            | Verdict::TooFew
            | Verdict::Missing
            | Verdict::Asleep => (verdict, grounds),
        }
    }

    fn range(&self, sample: &Sample) -> Option<(f64, f64)> {
        let (part, of) = sample.part.zip(sample.of)?;
        wilson(part, of, self.level?.z())
    }

    fn are_enough_bad(&self, sample: &Sample) -> bool {
        let bad = self.rule.when.side().and_then(|side| bad(sample, side));
        self.rule
            .at_least_bad
            .zip(bad)
            .is_none_or(|(least, bad)| bad >= least)
    }
}

/// How many things in a figure are bad, where they are counted. Too small a number of things
/// is a lack of good ones, and nobody can count what is not there.
fn bad(sample: &Sample, side: Side) -> Option<u64> {
    match (sample.value, sample.part, side) {
        (Quantity::Count(things), _, Side::Above) => Some(things),
        (Quantity::Count(_), _, Side::Below) => None,
        (_, part, Side::Above) => part,
        (_, part, Side::Below) => sample.of?.checked_sub(part?),
    }
}
