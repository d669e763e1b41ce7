//! How many calls a day the watch costs an operation, against its quota.

use std::{collections::BTreeSet, fmt, time::Duration};

use chrono::{DateTime, Utc};

use crate::{
    config::{OperationConfig, PollConfig, summary_calls::SummaryCalls},
    diagnostic::Fault,
    metrics::{SkillId, history_asks},
    rules::{Rule, Ruleset, asks},
    summaries::Plan,
};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// An operation has more skills than this as a rule.
const FEW_SKILLS: u64 = 5;

/// The calls of a day. How many skills an operation has is not known before it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Whose calls these are.
    pub operation: String,
    /// Polls a day.
    pub polls: u64,
    /// Calls of each poll, whatever skills there are.
    pub fixed: u64,
    /// Calls of each poll that every skill adds.
    pub each_skill: u64,
    /// Whether these are the most that it comes to, as where windows widen.
    pub is_most: bool,
    /// Calls of the day's summaries.
    pub summaries: SummaryCalls,
    /// The calls that wolkvox grants a day.
    pub quota: u64,
    /// Those of them that are kept for people.
    pub reserved: u64,
}

impl Budget {
    /// What the history, `rules` and `summaries` cost an operation.
    #[must_use]
    pub fn of(
        operation: &OperationConfig,
        poll: PollConfig,
        rules: &Ruleset,
        summaries: &[Plan],
    ) -> Self {
        let now = DateTime::<Utc>::UNIX_EPOCH;
        // A window that widens may cost a call for each of its lengths.
        let widened: Vec<Rule> = rules
            .iter()
            .flat_map(|rule| {
                let with = |window| Rule {
                    window,
                    ..rule.clone()
                };
                rule.windows().map(with)
            })
            .collect();
        let calls = |skills: &[SkillId]| {
            let history = history_asks(now);
            let asks: BTreeSet<_> = asks(&widened, skills, now).into_iter().collect();
            asks.union(&history.into()).count() as u64
        };
        let fixed = calls(&[]);
        // A skill of its own, so that none of the rules names it already.
        let with_one = calls(&[SkillId(u64::MAX)]);
        Self {
            operation: operation.name.to_string(),
            polls: DAY.as_secs() / poll.every.as_secs().max(1),
            fixed,
            each_skill: with_one.saturating_sub(fixed),
            is_most: rules.iter().any(|rule| rule.widens_to.is_some()),
            summaries: SummaryCalls::of(operation, summaries),
            quota: operation.daily_quota(),
            reserved: operation.reserved_calls(),
        }
    }

    /// The calls that are left to the watch.
    #[must_use]
    pub fn allowed(&self) -> u64 {
        self.quota.saturating_sub(self.reserved)
    }

    /// For how many skills the calls are enough; `None` where skills cost nothing.
    #[must_use]
    pub fn skills(&self) -> Option<u64> {
        let for_polls = self.allowed().saturating_sub(self.summaries.fixed);
        let a_poll = for_polls.checked_div(self.polls)?;
        a_poll
            .saturating_sub(self.fixed)
            .checked_div(self.each_skill)
    }

    /// A warning where the calls are not enough, or for a few skills only.
    #[must_use]
    pub fn warning(&self) -> Option<Fault> {
        let needed = self.polls * self.fixed + self.summaries.fixed;
        let too_many = needed > self.allowed();
        let too_few = self.skills().is_some_and(|skills| skills < FEW_SKILLS);
        (too_many || too_few).then(|| {
            let message = match self.skills() {
                Some(skills) if !too_many => {
                    format!(
                        "the calls of {} are enough for {skills} skills",
                        self.operation
                    )
                }
                Some(_) | None => {
                    format!(
                        "the calls of {} are not enough for {} polls",
                        self.operation, self.polls
                    )
                }
            };
            Fault::nowhere(message)
                .help("poll less often, give rules one window, or watch fewer skills")
        })
    }
}

impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation,
            polls,
            fixed,
            each_skill,
            is_most,
            summaries,
            quota,
            reserved,
        } = self;
        let most = if *is_most { "at most " } else { "" };
        write!(
            f,
            "{operation} is polled {polls} times a day, which is {most}"
        )?;
        match (polls * fixed, polls * each_skill) {
            (fixed, 0) => write!(f, "{fixed} calls")?,
            (fixed, each) => write!(f, "{fixed} calls and {each} for each skill")?,
        }
        write!(f, "{summaries}")?;
        write!(
            f,
            ", of {} ({quota} less {reserved} for people)",
            self.allowed()
        )?;
        match self.skills() {
            Some(skills) => write!(f, ": enough for {skills} skills"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(fixed: u64, each_skill: u64, quota: u64) -> Budget {
        Budget {
            operation: String::from("principal"),
            polls: 288,
            fixed,
            each_skill,
            is_most: false,
            summaries: SummaryCalls::default(),
            quota,
            reserved: quota / 10,
        }
    }

    #[test]
    fn the_skills_that_the_quota_is_enough_for_share_what_is_left() {
        let budget = budget(1, 1, 25_000);
        assert_eq!(budget.allowed(), 22_500);
        assert_eq!(budget.skills(), Some(77));
        assert_eq!(budget.warning(), None);
        assert_eq!(
            budget.to_string(),
            "principal is polled 288 times a day, which is 288 calls and 288 for each skill, \
             of 22500 (25000 less 2500 for people): enough for 77 skills"
        );
    }

    #[test]
    fn a_quota_that_is_not_enough_is_warned_of() {
        assert!(budget(1, 1, 1_000).warning().is_some());
        assert!(budget(4, 0, 1_000).warning().is_some());
        assert!(budget(3, 0, 1_000).warning().is_none());
    }
}
