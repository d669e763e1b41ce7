//! How many calls a day the watch costs an operation, against its quota.

use std::{collections::BTreeSet, fmt, time::Duration};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::config::{OperationConfig, PollConfig, summary_calls::summary_calls};
use vigia_core::{
    diagnostic::SourceError,
    metrics::{SkillId, history_asks},
    rules::{Rule, Ruleset, needed_requests},
    summaries::SummaryPlan,
};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// The lists of skills and agents, and what the tokens used: each is read every hour.
const LISTS: u64 = 3 * 24;
/// An operation has more skills than this as a rule.
const FEW_SKILLS: u64 = 5;
/// The distances of polls, in minutes, of which one is proposed where polls are too dear.
const SLOWER: [u64; 5] = [10, 15, 20, 30, 60];

/// The calls of a day. How many skills an operation has is not known before it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestBudget {
    /// Whose calls these are.
    pub operation: String,
    /// When it is polled.
    pub poll: PollConfig,
    /// The calls of each poll at most: every window that can widen is as wide as it gets.
    pub most: RequestTally,
    /// The calls of each poll where none widens.
    pub least: RequestTally,
    /// Calls of the day's summaries.
    pub summaries: RequestTally,
    /// The calls that wolkvox grants a day.
    pub quota: u64,
    /// Those of them that are kept for people.
    pub reserved: u64,
}

/// A number of calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RequestTally {
    /// Whatever skills there are.
    pub fixed: u64,
    /// For each skill.
    pub each_skill: u64,
}

impl RequestTally {
    /// What comes to so many calls for these skills and those.
    pub(super) fn of(calls: impl Fn(&[SkillId]) -> u64) -> Self {
        // Skills of their own, so that nothing names them already. What a second one does not
        // need again is one answer for all of them.
        let (one, other) = (SkillId(u64::MAX), SkillId(u64::MAX - 1));
        let with_one = calls(&[one]);
        let each_skill = calls(&[one, other]) - with_one;
        Self {
            fixed: with_one - each_skill,
            each_skill,
        }
    }

    /// What the history and these rules cost a poll.
    fn of_a_poll(rules: &[Rule]) -> Self {
        let now = DateTime::<Utc>::UNIX_EPOCH;
        // Windows that begin at an opening cost what whole ones do.
        let whole = rules.iter().cloned().map(|rule| Rule {
            during: None,
            ..rule
        });
        let whole: Vec<Rule> = whole.collect();
        Self::of(|skills| {
            let history = history_asks(now);
            let asks = needed_requests(&whole, skills, now, Tz::UTC);
            let asks: BTreeSet<_> = asks.into_iter().collect();
            asks.union(&history.into()).count() as u64
        })
    }

    pub(super) fn times(self, polls: u64) -> Self {
        Self {
            fixed: self.fixed * polls,
            each_skill: self.each_skill * polls,
        }
    }
}

impl RequestBudget {
    /// What the history, `rules` and `summaries` cost an operation.
    #[must_use]
    pub fn of(
        operation: &OperationConfig,
        poll: PollConfig,
        rules: &Ruleset,
        summaries: &[SummaryPlan],
    ) -> Self {
        let over = |rule: &Rule, window| Rule {
            window,
            ..rule.clone()
        };
        let widened = rules
            .iter()
            .flat_map(|rule| rule.windows().map(|window| over(rule, window)));
        Self {
            operation: operation.name.to_string(),
            poll,
            most: RequestTally::of_a_poll(&widened.collect::<Vec<_>>()),
            least: RequestTally::of_a_poll(&rules.rules),
            summaries: summary_calls(operation, summaries),
            quota: operation.daily_quota(),
            reserved: operation.reserved_calls(),
        }
    }

    /// The calls that are left to the watch.
    #[must_use]
    pub fn allowed(&self) -> u64 {
        self.quota.saturating_sub(self.reserved)
    }

    /// For how many skills the calls are enough, at most cost; `None` where skills cost
    /// nothing.
    #[must_use]
    pub fn skills(&self) -> Option<u64> {
        self.skills_at(self.most)
    }

    fn skills_at(&self, poll: RequestTally) -> Option<u64> {
        let RequestTally { fixed, each_skill } = self.of_a_day(poll);
        self.allowed().saturating_sub(fixed).checked_div(each_skill)
    }

    /// What a day costs where each poll costs so much, and where some were missed the evening
    /// before and are read after midnight.
    fn of_a_day(&self, poll: RequestTally) -> RequestTally {
        let polls = poll.times(self.polls() + self.missed());
        RequestTally {
            fixed: polls.fixed + self.summaries.fixed + LISTS,
            each_skill: polls.each_skill + self.summaries.each_skill,
        }
    }

    /// Polls a day.
    fn polls(&self) -> u64 {
        DAY.as_secs() / self.every()
    }

    /// The missed polls that are read after a stop.
    fn missed(&self) -> u64 {
        self.poll.catch_up.as_secs() / self.every()
    }

    fn every(&self) -> u64 {
        self.poll.every.as_secs().max(1)
    }

    /// A warning where the calls are not enough, or for a few skills only.
    #[must_use]
    pub fn warning(&self) -> Option<SourceError> {
        let operation = &self.operation;
        let message = match self.skills() {
            _ if self.of_a_day(self.most).fixed > self.allowed() => {
                format!("the calls of {operation} are not enough for its polls")
            }
            Some(skills) if skills < FEW_SKILLS => {
                format!(
                    "the calls of {operation} are enough for {}",
                    self.enough_for(skills)
                )
            }
            Some(_) | None => return None,
        };
        let otherwise = "give rules one window, or let them look at the operation and not at \
                         every skill";
        Some(SourceError::nowhere(message).help(match self.slower() {
            Some((minutes, skills)) => format!(
                "`poll: {{ every: {minutes}m }}` is enough for {}; or {otherwise}",
                skills.map_or_else(|| "all of it".to_owned(), counted),
            ),
            None => otherwise.to_owned(),
        }))
    }

    fn enough_for(&self, skills: u64) -> String {
        match self.skills_at(self.least) {
            Some(more) if more > skills => {
                format!("{}, and for {more} where no window widens", counted(skills))
            }
            Some(_) | None => counted(skills),
        }
    }

    /// How seldom polls are cheap enough, in minutes, and for how many skills they are then.
    fn slower(&self) -> Option<(u64, Option<u64>)> {
        let slower = |minutes: &u64| {
            let every = Duration::from_secs(minutes * 60);
            let poll = PollConfig { every, ..self.poll };
            (every > self.poll.every).then(|| Self {
                poll,
                ..self.clone()
            })
        };
        SLOWER.iter().find_map(|minutes| {
            let budget = slower(minutes)?;
            let is_enough = budget.of_a_day(budget.most).fixed <= budget.allowed();
            let skills = budget.skills();
            (is_enough && skills.is_none_or(|skills| skills >= FEW_SKILLS))
                .then_some((*minutes, skills))
        })
    }
}

fn counted(skills: u64) -> String {
    let word = if skills == 1 { "skill" } else { "skills" };
    format!("{skills} {word}")
}

impl fmt::Display for RequestBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation,
            poll: _,
            most,
            least,
            summaries,
            quota,
            reserved,
        } = self;
        let (polls, missed, allowed) = (self.polls(), self.missed(), self.allowed());
        let at_most = if most == least { "" } else { "at most " };
        write!(
            f,
            "{operation} has {allowed} calls a day for the watch ({quota} less {reserved} for \
             people):\n  {polls} polls take {at_most}{}",
            most.times(polls)
        )?;
        if most != least {
            write!(f, "\n    ({}, where no window widens)", least.times(polls))?;
        }
        if missed > 0 {
            let taken = most.times(missed);
            write!(
                f,
                "\n  up to {missed} missed polls after a stop take {at_most}{taken}"
            )?;
        }
        write!(f, "\n  the lists of names take {LISTS}")?;
        if summaries.fixed > 0 {
            write!(f, "\n  summaries take at most {summaries}")?;
        }
        match self.skills() {
            Some(skills) => write!(f, "\n  enough for {}", self.enough_for(skills)),
            None if self.of_a_day(*most).fixed > allowed => write!(f, "\n  not enough"),
            None => write!(f, "\n  enough, whatever skills there are"),
        }
    }
}

/// Both numbers, such as `288, and 96 for each skill`.
impl fmt::Display for RequestTally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.fixed, self.each_skill) {
            (fixed, 0) => write!(f, "{fixed}"),
            (fixed, each) => write!(f, "{fixed}, and {each} for each skill"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(fixed: u64, each_skill: u64, quota: u64) -> RequestBudget {
        let calls = RequestTally { fixed, each_skill };
        RequestBudget {
            operation: String::from("principal"),
            poll: PollConfig::default(),
            most: calls,
            least: calls,
            summaries: RequestTally::default(),
            quota,
            reserved: quota / 10,
        }
    }

    #[test]
    fn the_skills_that_the_quota_is_enough_for_share_what_is_left() {
        let budget = budget(1, 1, 25_000);
        assert_eq!(budget.allowed(), 22_500);
        // (22500 - 72) / 300 polls, less one call.
        assert_eq!(budget.skills(), Some(73));
        assert_eq!(budget.warning(), None);
        assert_eq!(
            budget.to_string(),
            "principal has 22500 calls a day for the watch (25000 less 2500 for people):\n\
             \x20 288 polls take 288, and 288 for each skill\n\
             \x20 up to 12 missed polls after a stop take 12, and 12 for each skill\n\
             \x20 the lists of names take 72\n\
             \x20 enough for 73 skills"
        );
    }

    #[test]
    fn a_window_that_widens_costs_more_at_most() {
        let wide = RequestBudget {
            most: RequestTally {
                fixed: 11,
                each_skill: 3,
            },
            ..budget(7, 1, 5_000)
        };
        let warning = wide.warning().unwrap().message;
        assert!(
            warning.contains("enough for 1 skill, and for 7 where no window widens"),
            "{warning}"
        );
        assert!(
            wide.to_string()
                .ends_with("enough for 1 skill, and for 7 where no window widens")
        );
        assert_eq!(wide.slower(), Some((10, Some(6))));
    }

    #[test]
    fn a_quota_that_is_not_enough_is_warned_of() {
        assert!(budget(1, 1, 1_000).warning().is_some());
        assert!(budget(4, 0, 1_000).warning().is_some());
        assert!(budget(2, 0, 1_000).warning().is_none());
        assert_eq!(budget(4, 0, 1_000).slower(), Some((10, None)));
    }
}
