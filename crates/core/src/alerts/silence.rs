//! Silences: alerts that make no sound for a while. A silence mutes pings, never the truth: a card
//! that was posted is kept up to date to its end, and an alert that outlives a silence is announced
//! then.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    alerts::{AlertKey, DiscordUser, SilenceId},
    metrics::{OperationName, Scope},
    rules::{RuleId, Severity, WeeklyHours},
};

/// Selects alerts; a field that is not set matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SilenceMatcher {
    pub operation: Option<OperationName>,
    pub rule: Option<RuleId>,
    pub scope: Option<Scope>,
    pub severity: Option<Severity>,
    pub labels: BTreeMap<String, String>,
}

impl SilenceMatcher {
    /// Returns whether it matches an alert of a rule with these labels.
    pub fn matches(
        &self,
        operation: &OperationName,
        key: &AlertKey,
        severity: Severity,
        labels: &BTreeMap<String, String>,
    ) -> bool {
        let is = |wanted: bool| wanted;
        is(self
            .operation
            .as_ref()
            .is_none_or(|wanted| wanted == operation))
            && self.rule.as_ref().is_none_or(|wanted| *wanted == key.rule)
            && self
                .scope
                .as_ref()
                .is_none_or(|wanted| *wanted == key.scope)
            && self.severity.is_none_or(|wanted| severity <= wanted)
            && self
                .labels
                .iter()
                .all(|(name, value)| labels.get(name) == Some(value))
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SilenceSchedule {
    Once {
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    },
    /// The same hours of every week, in the time zone of the operation.
    Weekly {
        weekly: WeeklyHours,
        from: DateTime<Utc>,
        /// `None` lasts until the silence is ended.
        until: Option<DateTime<Utc>>,
    },
}

impl SilenceSchedule {
    /// Returns whether it holds at that time, in the operation's zone.
    pub fn covers(&self, at: DateTime<Utc>, zone: Tz) -> bool {
        match self {
            Self::Once { from, until } => *from <= at && at < *until,
            Self::Weekly {
                weekly,
                from,
                until,
            } => *from <= at && until.is_none_or(|until| at < until) && weekly.covers(at, zone),
        }
    }

    /// Returns its end, given that it holds at that time.
    pub fn lasts(&self, at: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        match self {
            Self::Once { until, .. } => Some(*until),
            Self::Weekly { weekly, until, .. } => {
                let (_, end) = weekly.next(at, zone).next()?;
                Some(until.map_or(end, |until| until.min(end)))
            }
        }
    }

    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        match self {
            Self::Once { until, .. } => *until <= now,
            Self::Weekly { until, .. } => until.is_some_and(|until| until <= now),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Silence {
    pub id: SilenceId,
    pub matcher: SilenceMatcher,
    pub quiet: SilenceSchedule,
    pub by: DiscordUser,
    pub comment: Option<String>,
    pub made_at: DateTime<Utc>,
}

/// A silence that has no number yet.
#[derive(Clone, Debug, PartialEq)]
pub struct SilenceRequest {
    pub matcher: SilenceMatcher,
    pub quiet: SilenceSchedule,
    pub by: DiscordUser,
    pub comment: Option<String>,
    pub at: DateTime<Utc>,
}

impl SilenceRequest {
    pub fn numbered(self, id: SilenceId) -> Silence {
        Silence {
            id,
            matcher: self.matcher,
            quiet: self.quiet,
            by: self.by,
            comment: self.comment,
            made_at: self.at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekly_silence_holds_by_the_clocks_of_the_operation_and_between_its_ends() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let (from, until) = (at("2026-11-16T05:00:00Z"), at("2026-11-25T05:00:00Z"));
        let quiet = |until| SilenceSchedule::Weekly {
            weekly: "mon 22:00-06:00".parse().unwrap(),
            from,
            until,
        };
        for (time, holds) in [
            ("2026-11-16T04:00:00Z", false),
            ("2026-11-17T02:59:59Z", false),
            ("2026-11-17T03:00:00Z", true),
            ("2026-11-17T10:59:59Z", true),
            ("2026-11-17T11:00:00Z", false),
            ("2026-11-24T05:00:00Z", true),
            ("2026-12-01T05:00:00Z", false),
        ] {
            let zone = chrono_tz::America::Bogota;
            assert_eq!(quiet(Some(until)).covers(at(time), zone), holds, "{time}");
        }
        let night = at("2026-11-17T04:00:00Z");
        let lasts = |until| quiet(Some(until)).lasts(night, chrono_tz::America::Bogota);
        assert_eq!(lasts(until), Some(at("2026-11-17T11:00:00Z")));
        assert_eq!(lasts(night), Some(night));
        assert!(quiet(None).covers(at("2026-12-01T05:00:00Z"), chrono_tz::America::Bogota));
        assert!(!quiet(Some(until)).is_over(at("2026-11-25T04:59:59Z")));
        assert!(quiet(Some(until)).is_over(until));
        assert!(!quiet(None).is_over(at("2126-01-01T00:00:00Z")));
    }
}
