//! `absent`: no figure where there should be one.

use std::time::Duration;

use crate::rules::Severity;

/// How long a figure may be missing from a report that came. A report that could not be read
/// says nothing: that is the feed's matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AbsentCondition {
    warning: Option<Duration>,
    critical: Option<Duration>,
}

impl AbsentCondition {
    /// A condition with a limit for one severity or two; `None` where there is no limit, or
    /// where `critical` would come before `warning`.
    #[must_use]
    pub fn new(warning: Option<Duration>, critical: Option<Duration>) -> Option<Self> {
        let is_known = warning.or(critical).is_some();
        let is_in_order = warning
            .zip(critical)
            .is_none_or(|(warning, critical)| warning <= critical);
        (is_known && is_in_order).then_some(Self { warning, critical })
    }

    /// How long a figure is missing before anybody is told.
    #[must_use]
    pub fn shortest(&self) -> Duration {
        self.warning.or(self.critical).unwrap_or_default()
    }

    /// How bad it is when a figure has been missing for so long.
    #[must_use]
    pub fn severity(&self, missing_for: Duration) -> Severity {
        match (self.warning, self.critical) {
            (_, Some(critical)) if missing_for >= critical => Severity::Critical,
            (None, Some(_)) => Severity::Critical,
            (Some(_) | None, Some(_) | None) => Severity::Warning,
        }
    }

    /// How long a figure may be missing at this severity.
    #[must_use]
    pub fn limit(&self, severity: Severity) -> Option<Duration> {
        match severity {
            Severity::Warning => self.warning,
            Severity::Critical => self.critical,
        }
    }
}
