//! The API requests that polling costs an operation a day, against its quota.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    time::Duration,
};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::config::{OperationConfig, PollConfig};
use vigia_core::{
    diagnostic::SourceError,
    metrics::{ReportRequest, SkillId, SkillSelection, history_asks},
    rules::{Rule, Ruleset, needed_requests},
    summaries::SummaryPlan,
};
use vigia_wolkvox::SkillSource;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// The lists of skills and agents, and what the tokens used: each is read every hour.
const LISTS: u64 = 3 * 24;
/// Each summary is read when it is due, and again the next morning.
const SUMMARY_READS: u64 = 2;
/// Most operations have more skills than this.
const FEW_SKILLS: u64 = 5;
/// Longer times between polls, in minutes, of which one is proposed where polls cost too much.
const SLOWER: [u64; 5] = [10, 15, 20, 30, 60];

/// The API requests of a day. The number of skills of an operation is not known before it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestBudget {
    pub operation: String,
    pub poll: PollConfig,
    /// The requests of each poll at most, where every window has its longest length.
    pub most: RequestTally,
    /// The requests of each poll where no window widens.
    pub least: RequestTally,
    /// The requests of each poll by source: where no window widens, and at most.
    pub sources: BTreeMap<&'static str, (RequestTally, RequestTally)>,
    /// The requests of each poll at most, where each skill needs a request of its own because the table of all
    /// skills cannot be read.
    pub without_table: Option<RequestTally>,
    /// The requests of the summaries of a day.
    pub summaries: RequestTally,
    /// The requests that wolkvox grants a day.
    pub quota: u64,
    /// Those of them that are reserved for commands.
    pub reserved: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RequestTally {
    /// The part that does not depend on the number of skills.
    pub fixed: u64,
    pub each_skill: u64,
}

impl RequestTally {
    /// Splits the number of requests for given skills into its fixed part and that of each skill.
    fn of(requests: impl Fn(&[SkillId]) -> u64) -> Self {
        // No rule names these skills. A request that both of them share is fixed.
        let (one, other) = (SkillId(u64::MAX), SkillId(u64::MAX - 1));
        let with_one = requests(&[one]);
        let each_skill = requests(&[one, other]) - with_one;
        Self {
            fixed: with_one - each_skill,
            each_skill,
        }
    }

    /// Counts the requests of a poll for the history and these rules.
    fn of_a_poll(rules: &[Rule], source: SkillSource) -> Self {
        let sources = Self::sources_of_a_poll(rules, source).into_values();
        sources.fold(Self::default(), |sum, tally| Self {
            fixed: sum.fixed + tally.fixed,
            each_skill: sum.each_skill + tally.each_skill,
        })
    }

    /// Counts the same for each source.
    fn sources_of_a_poll(rules: &[Rule], source: SkillSource) -> BTreeMap<&'static str, Self> {
        let now = DateTime::<Utc>::UNIX_EPOCH;
        // A window that begins at the opening of a calendar costs as much as a whole one.
        let whole = rules.iter().cloned().map(|rule| Rule {
            during: None,
            ..rule
        });
        let whole: Vec<Rule> = whole.collect();
        let requests = |skills: &[SkillId]| {
            let history = history_asks(now);
            let asks = needed_requests(&whole, skills, now, Tz::UTC);
            requests_by_source(asks.into_iter().chain(history), source)
        };
        let names = requests(&[SkillId(u64::MAX)]).into_keys();
        let tally = |name| Self::of(|skills| requests(skills).get(name).copied().unwrap_or(0));
        names.map(|name| (name, tally(name))).collect()
    }

    fn times(self, polls: u64) -> Self {
        Self {
            fixed: self.fixed * polls,
            each_skill: self.each_skill * polls,
        }
    }
}

impl RequestBudget {
    /// Counts what the history, `rules` and `summaries` cost an operation.
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
        let widened: Vec<Rule> = widened.collect();
        let source = operation.per_skill;
        let least = RequestTally::sources_of_a_poll(&rules.rules, source);
        let most = RequestTally::sources_of_a_poll(&widened, source);
        let sources = most.into_iter().map(|(name, most)| {
            let least = least.get(name).copied().unwrap_or_default();
            (name, (least, most))
        });
        Self {
            sources: sources.collect(),
            operation: operation.name.to_string(),
            poll,
            without_table: (source == SkillSource::Auto)
                .then(|| RequestTally::of_a_poll(&widened, SkillSource::EachSkill)),
            most: RequestTally::of_a_poll(&widened, source),
            least: RequestTally::of_a_poll(&rules.rules, source),
            summaries: summary_requests(operation, summaries),
            quota: operation.daily_quota(),
            reserved: operation.reserved_calls(),
        }
    }

    /// The requests for polling and summaries.
    pub fn allowed(&self) -> u64 {
        self.quota.saturating_sub(self.reserved)
    }

    /// The number of skills that the quota is enough for where every window has its longest
    /// length; `None` where skills cost nothing.
    pub fn skills(&self) -> Option<u64> {
        self.skills_at(self.most)
    }

    /// The requests that a day takes at most, with so many skills.
    pub fn needed_for(&self, skills: u64) -> u64 {
        let RequestTally { fixed, each_skill } = self.of_a_day(self.most);
        fixed.saturating_add(each_skill.saturating_mul(skills))
    }

    fn skills_at(&self, poll: RequestTally) -> Option<u64> {
        let RequestTally { fixed, each_skill } = self.of_a_day(poll);
        self.allowed().saturating_sub(fixed).checked_div(each_skill)
    }

    /// Counts the requests of a day on which polls that were missed the evening before are read
    /// after midnight.
    fn of_a_day(&self, poll: RequestTally) -> RequestTally {
        let polls = poll.times(self.polls() + self.missed());
        RequestTally {
            fixed: polls.fixed + self.summaries.fixed + LISTS,
            each_skill: polls.each_skill + self.summaries.each_skill,
        }
    }

    fn polls(&self) -> u64 {
        DAY.as_secs() / self.every()
    }

    /// The number of missed polls that are read after a stop.
    fn missed(&self) -> u64 {
        self.poll.catch_up.as_secs() / self.every()
    }

    fn every(&self) -> u64 {
        self.poll.every.as_secs().max(1)
    }

    /// Warns where the quota is not enough, or for a few skills only.
    pub fn warning(&self) -> Option<SourceError> {
        let operation = &self.operation;
        let message = match self.skills() {
            _ if self.of_a_day(self.most).fixed > self.allowed() => {
                format!("the API requests of {operation} are not enough for its polls")
            }
            Some(skills) if skills < FEW_SKILLS => {
                format!(
                    "the API requests of {operation} are enough for {}",
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
                skills.map_or_else(|| "all of it".to_owned(), counted_skills),
            ),
            None => otherwise.to_owned(),
        }))
    }

    fn enough_for(&self, skills: u64) -> String {
        match self.skills_at(self.least) {
            Some(more) if more > skills => {
                format!(
                    "{}, and for {more} where no window widens",
                    counted_skills(skills)
                )
            }
            Some(_) | None => counted_skills(skills),
        }
    }

    /// Finds the shortest proposed time between polls, in minutes, that costs little enough, and
    /// the number of skills that the quota is enough for then.
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

/// Returns the requests of a day on which every summary of an operation is posted. What several
/// of them ask for is asked for once.
fn summary_requests(operation: &OperationConfig, summaries: &[SummaryPlan]) -> RequestTally {
    let requests = RequestTally::of(|skills| {
        let plans = summaries.iter();
        let plans = plans.filter(|plan| plan.operation == operation.name);
        // The edition of any day asks for the same reports.
        let editions = plans.filter_map(|plan| {
            let edition = plan.next(DateTime::<Utc>::UNIX_EPOCH)?;
            Some(plan.asks(&edition, skills))
        });
        count_requests(editions.flatten(), operation.per_skill)
    });
    requests.times(SUMMARY_READS)
}

/// Counts different requests. Those about single skills in one window are one, where a table answers them.
fn count_requests(asks: impl Iterator<Item = ReportRequest>, source: SkillSource) -> u64 {
    requests_by_source(asks, source).into_values().sum()
}

/// Counts the same for each source, by its name in the API.
fn requests_by_source(
    asks: impl Iterator<Item = ReportRequest>,
    source: SkillSource,
) -> BTreeMap<&'static str, u64> {
    let target = |ask: &ReportRequest| match (ask.skills, source) {
        (SkillSelection::All, _) => RequestTarget::Operation,
        (SkillSelection::One(_), SkillSource::Auto | SkillSource::Table)
            if ask.report.is_asked_by_skill() =>
        {
            RequestTarget::EverySkill
        }
        (SkillSelection::One(skill), _) => RequestTarget::Skill(skill),
    };
    let billed = asks.map(|ask| (ask.report, ask.window, target(&ask)));
    let mut sources = BTreeMap::new();
    for (report, _, target) in billed.collect::<BTreeSet<_>>() {
        let name = match target {
            RequestTarget::EverySkill => "skill_1",
            RequestTarget::Operation | RequestTarget::Skill(_) => report.api_name(),
        };
        *sources.entry(name).or_default() += 1;
    }
    sources
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum RequestTarget {
    Operation,
    /// The table of all skills.
    EverySkill,
    Skill(SkillId),
}

/// Writes what is usual and what it is at most, as one number where they are the same.
fn count_range(least: u64, most: u64) -> String {
    if least == most {
        most.to_string()
    } else {
        format!("{least}–{most}")
    }
}

fn counted_skills(skills: u64) -> String {
    let word = if skills == 1 { "skill" } else { "skills" };
    format!("{skills} {word}")
}

impl fmt::Display for RequestBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation,
            poll: _,
            sources,
            without_table,
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
            "{operation}: {allowed} API requests/day for polling ({quota} minus {reserved} reserved \
             for commands):\n  {polls} polls take {at_most}{}",
            most.times(polls)
        )?;
        if most != least {
            write!(f, "\n    ({}, where no window widens)", least.times(polls))?;
        }
        let sources = sources.iter().map(|(name, (least, most))| {
            let (least, most) = (least.times(polls), most.times(polls));
            let fixed = count_range(least.fixed, most.fixed);
            match count_range(least.each_skill, most.each_skill) {
                each if most.each_skill > 0 => format!("{name} {fixed} + {each} a skill"),
                _ => format!("{name} {fixed}"),
            }
        });
        let sources: Vec<String> = sources.collect();
        if !sources.is_empty() {
            write!(f, "\n    ({})", sources.join(", "))?;
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
            Some(skills) => write!(f, "\n  enough for {}", self.enough_for(skills))?,
            None if self.of_a_day(*most).fixed > allowed => write!(f, "\n  not enough")?,
            None => write!(f, "\n  enough, whatever skills there are")?,
        }
        let is_enough = self.of_a_day(*most).fixed <= allowed;
        match without_table.filter(|tally| is_enough && tally.each_skill > 0) {
            Some(tally) => {
                let skills = self.skills_at(tally).unwrap_or(0);
                let skills = counted_skills(skills);
                write!(
                    f,
                    "\n  enough for {skills} where `skill_1` cannot be read and each skill is asked by itself"
                )
            }
            None => Ok(()),
        }
    }
}

/// Shows both numbers: `288, and 96 for each skill`.
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
            sources: BTreeMap::new(),
            without_table: None,
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
            "principal: 22500 API requests/day for polling (25000 minus 2500 reserved for commands):\n\
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
