//! `above` and `below`: a value past a limit, surely so where a confidence is set.

use thiserror::Error;

use crate::{
    metrics::{Metric, Quantity, Sample, Unit},
    rules::{
        Severity, Side, Verdict,
        statistics::{wilson, z_one_sided},
    },
};

/// The confidence that a breach needs: the one-sided level of a Wilson bound, in percent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Confidence {
    level: f64,
    z: f64,
}

impl Confidence {
    /// A level from 50 to 99.99 percent.
    pub fn new(level: f64) -> Option<Self> {
        (50.0..=99.99).contains(&level).then(|| Self {
            level,
            z: z_one_sided(level),
        })
    }

    /// The level as a number of standard deviations.
    pub(in crate::rules) fn z(self) -> f64 {
        self.z
    }

    /// The level in percent.
    pub fn level(self) -> f64 {
        self.level
    }
}

/// The reason why limits are no threshold.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ThresholdError {
    #[error("neither `warning` nor `critical` is set")]
    NoLimit,
    /// A limit in another unit than the metric's.
    #[error("{metric} is {expected}, not {found}")]
    Unit {
        metric: Metric,
        expected: Unit,
        found: Unit,
    },
    #[error("`critical` is reached before `warning`")]
    Order,
    /// The recovery limit lies on the breach's side of the warning limit.
    #[error("the recovery limit lies past the limit that it should recover from")]
    Recovery,
    /// An easing limit for a rule that has no two severities.
    #[error("only a rule with both limits can ease from `critical` to `warning`")]
    OneSeverity,
    /// A critical alert would end before it became a warning again.
    #[error("the recovery limit of `critical` is reached after that of `warning`")]
    EasingOrder,
    /// Confidence for something that is not a share of things counted.
    #[error("`confidence` needs a share of calls, and {0} is none")]
    NoShare(Metric),
}

/// A condition with a limit for one or two severities, and a recovery limit.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    side: Side,
    warning: Option<Quantity>,
    critical: Option<Quantity>,
    recover: Option<Quantity>,
    ease: Option<Quantity>,
    confidence: Option<Confidence>,
}

impl Threshold {
    /// A threshold on `metric`.
    pub fn new(
        metric: Metric,
        side: Side,
        warning: Option<Quantity>,
        critical: Option<Quantity>,
        recover: Option<Quantity>,
        confidence: Option<Confidence>,
    ) -> Result<Self, ThresholdError> {
        for limit in [warning, critical, recover].into_iter().flatten() {
            check_unit(metric, limit)?;
        }
        let Some(first) = warning.or(critical) else {
            return Err(ThresholdError::NoLimit);
        };
        if let (Some(warning), Some(critical)) = (warning, critical)
            && side.is_past(warning.scalar(), critical.scalar())
        {
            return Err(ThresholdError::Order);
        }
        if recover.is_some_and(|recover| side.is_past(recover.scalar(), first.scalar())) {
            return Err(ThresholdError::Recovery);
        }
        if confidence.is_some() && !metric.is_counted_share() {
            return Err(ThresholdError::NoShare(metric));
        }
        Ok(Self {
            side,
            warning,
            critical,
            recover,
            ease: None,
            confidence,
        })
    }

    /// The same, where what was critical is a warning again past `limit`, on its good side.
    pub fn easing(self, metric: Metric, limit: Quantity) -> Result<Self, ThresholdError> {
        check_unit(metric, limit)?;
        let (Some(warning), Some(critical)) = (self.warning, self.critical) else {
            return Err(ThresholdError::OneSeverity);
        };
        if self.side.is_past(limit.scalar(), critical.scalar()) {
            return Err(ThresholdError::Recovery);
        }
        let recovery = self.recover.unwrap_or(warning);
        if self.side.is_past(recovery.scalar(), limit.scalar()) {
            return Err(ThresholdError::EasingOrder);
        }
        Ok(Self {
            ease: Some(limit),
            ..self
        })
    }

    pub fn side(&self) -> Side {
        self.side
    }

    /// The limit that a breach of this severity is measured against.
    pub fn limit(&self, severity: Severity) -> Option<Quantity> {
        match severity {
            Severity::Warning => self.warning,
            Severity::Critical => self.critical,
        }
    }

    /// The limit on whose good side the value must come to be clear.
    pub fn recovery(&self) -> Option<Quantity> {
        self.recover.or(self.warning).or(self.critical)
    }

    /// Returns true where what was critical is a warning again at this sample. Where the rule states no
    /// limit for it, an alert stays as bad as it has been.
    pub fn eases(&self, sample: &Sample) -> bool {
        let value = sample.value.scalar();
        self.ease
            .is_some_and(|limit| self.side.is_before(value, limit.scalar()))
    }

    pub fn confidence(&self) -> Option<Confidence> {
        self.confidence
    }

    /// Judges a sample that is large enough.
    pub fn judge(&self, sample: &Sample) -> Verdict {
        let value = sample.value.scalar();
        let sure = self.sure_value(sample);
        let past = |limit: Option<Quantity>, value: f64| {
            limit.is_some_and(|limit| self.side.is_past(value, limit.scalar()))
        };
        if past(self.critical, sure) {
            Verdict::Breach(Severity::Critical)
        } else if past(self.warning, sure) {
            Verdict::Breach(Severity::Warning)
        } else if self.is_clear(value) {
            Verdict::Clear
        } else {
            Verdict::Between
        }
    }

    /// The value that is compared with the limits: the raw one, or the bound of the
    /// interval that lies nearest to them.
    fn sure_value(&self, sample: &Sample) -> f64 {
        let raw = sample.value.scalar();
        let bounds = self
            .confidence
            .zip(sample.part.zip(sample.of))
            .and_then(|(confidence, (part, of))| wilson(part, of, confidence.z));
        match (bounds, self.side) {
            (Some((low, _)), Side::Above) => low,
            (Some((_, high)), Side::Below) => high,
            (None, _) => raw,
        }
    }

    /// A stated recovery limit must be passed (`below: 4%` is less than 4 %); without one,
    /// what is not past the limit has recovered.
    fn is_clear(&self, value: f64) -> bool {
        match (self.recover, self.warning.or(self.critical)) {
            (Some(recover), _) => self.side.is_before(value, recover.scalar()),
            (None, Some(limit)) => !self.side.is_past(value, limit.scalar()),
            (None, None) => false,
        }
    }
}

fn check_unit(metric: Metric, limit: Quantity) -> Result<(), ThresholdError> {
    let (expected, found) = (metric.unit(), limit.unit());
    if expected == found {
        return Ok(());
    }
    Err(ThresholdError::Unit {
        metric,
        expected,
        found,
    })
}

#[cfg(test)]
mod tests;
