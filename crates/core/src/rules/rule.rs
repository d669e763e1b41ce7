//! A rule, as it stands after its text has been read and found right.

use std::{
    collections::{BTreeMap, HashMap},
    iter,
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    metrics::{AgentName, Channel, Metric, Scope, ScopeKind, SkillId, TimeWindow, text},
    rules::{Calendar, DescriptionTemplate, RuleCondition, Severity, Side},
};

/// A window of a day or more is meant to reach over what is closed between.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

text! {
    /// The name of a rule (`alert:` in the file), which is also its identity.
    RuleId
}
text! {
    /// The name that the configuration gives a chat channel.
    ChannelName
}
text! {
    /// The name that the configuration gives a role of the chat.
    RoleName
}

/// Who hears of an alert (`notify:`): a channel for each severity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotifyTarget {
    /// The channel of warnings.
    pub warning: ChannelName,
    /// The channel of what is critical.
    pub critical: ChannelName,
}

impl NotifyTarget {
    /// One channel for everything.
    #[must_use]
    pub fn one(channel: ChannelName) -> Self {
        Self {
            warning: channel.clone(),
            critical: channel,
        }
    }

    /// The channel that hears of this severity.
    #[must_use]
    pub fn channel(&self, severity: Severity) -> &ChannelName {
        match severity {
            Severity::Warning => &self.warning,
            Severity::Critical => &self.critical,
        }
    }
}

/// What happens when nobody has acknowledged an incident for so long (`escalate:`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EscalationStep {
    /// How long after the incident was told, or became worse.
    pub after: Duration,
    /// Another channel that hears of it; the thread of the incident where `None`.
    pub notify: Option<ChannelName>,
    /// The roles that are called.
    pub mention: Vec<RoleName>,
}

/// How often an incident that goes on is told again (`repeat_interval:`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepeatInterval {
    /// The first interval.
    pub every: Duration,
    /// The longest: intervals double up to it. Without it they stay the same.
    pub longest: Option<Duration>,
}

impl RepeatInterval {
    /// The wait before the reminder that follows `told` earlier ones.
    #[must_use]
    pub fn interval(&self, told: u32) -> Duration {
        self.longest.map_or(self.every, |longest| {
            self.every.saturating_mul(1 << told.min(16)).min(longest)
        })
    }
}

/// What a rule looks at (`of:`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScopeSelection {
    /// The whole operation.
    Operation,
    /// Every skill that the operation has.
    EverySkill,
    /// The skills named.
    Skills(Vec<SkillId>),
    /// The channels named, over the whole operation.
    Channels(Vec<Channel>),
    /// Every agent that the report names.
    EveryAgent,
    /// The agents named.
    Agents(Vec<AgentName>),
    /// All agents together.
    Team,
}

impl ScopeSelection {
    /// The scopes that it stands for, in an operation that has these skills and agents.
    #[must_use]
    pub fn scopes(&self, skills: &[SkillId], agents: &[AgentName]) -> Vec<Scope> {
        match self {
            Self::Operation | Self::Team => vec![Scope::Operation],
            Self::EverySkill => skills.iter().copied().map(Scope::Skill).collect(),
            Self::Skills(named) => named.iter().copied().map(Scope::Skill).collect(),
            Self::Channels(named) => named.iter().cloned().map(Scope::Channel).collect(),
            Self::EveryAgent => agents.iter().cloned().map(Scope::Agent).collect(),
            Self::Agents(named) => named.iter().cloned().map(Scope::Agent).collect(),
        }
    }

    /// Of which kind its scopes are.
    #[must_use]
    pub fn kind(&self) -> ScopeKind {
        match self {
            Self::Operation | Self::Team => ScopeKind::Operation,
            Self::EverySkill | Self::Skills(_) => ScopeKind::Skill,
            Self::Channels(_) => ScopeKind::Channel,
            Self::EveryAgent | Self::Agents(_) => ScopeKind::Agent,
        }
    }

    /// Whether the metric can be told of it. A team has only what its agents have.
    #[must_use]
    pub fn suits(&self, metric: Metric) -> bool {
        let kind = match self {
            Self::Team => ScopeKind::Agent,
            Self::Operation
            | Self::EverySkill
            | Self::Skills(_)
            | Self::Channels(_)
            | Self::EveryAgent
            | Self::Agents(_) => self.kind(),
        };
        metric.scopes().contains(&kind)
    }

    /// Whether it stands for this scope, in an operation with whatever skills and agents.
    #[must_use]
    pub fn covers(&self, scope: &Scope) -> bool {
        match (self, scope) {
            (Self::Operation | Self::Team, Scope::Operation)
            | (Self::EverySkill, Scope::Skill(_))
            | (Self::EveryAgent, Scope::Agent(_)) => true,
            (Self::Skills(named), Scope::Skill(skill)) => named.contains(skill),
            (Self::Channels(named), Scope::Channel(channel)) => named.contains(channel),
            (Self::Agents(named), Scope::Agent(agent)) => named.contains(agent),
            (
                Self::Operation
                | Self::EverySkill
                | Self::Skills(_)
                | Self::Channels(_)
                | Self::EveryAgent
                | Self::Agents(_)
                | Self::Team,
                Scope::Operation | Scope::Skill(_) | Scope::Channel(_) | Scope::Agent(_),
            ) => false,
        }
    }
}

/// A rule. `parse` makes it, so that a limit always has the unit of its metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Its name.
    pub id: RuleId,
    /// What it measures.
    pub metric: Metric,
    /// What it looks at.
    pub of: ScopeSelection,
    /// Over which stretch of time, ending at each poll.
    pub window: Duration,
    /// The longest window, up to which the window doubles while its sample is too small.
    pub widens_to: Option<Duration>,
    /// When it is breached.
    pub when: RuleCondition,
    /// The least denominator for which it judges at all.
    pub at_least: Option<u64>,
    /// The least number of bad events that makes a breach.
    pub at_least_bad: Option<u64>,
    /// How long a breach must last before the alert fires (`for`).
    pub hold_for: Duration,
    /// How long it must be clear before the alert ends.
    pub keep_firing_for: Duration,
    /// How often a firing alert is told again; never where `None`.
    pub repeat: Option<RepeatInterval>,
    /// When it judges at all; always where `None`.
    pub during: Option<Arc<Calendar>>,
    /// The rules while one of which fires for the same scope, or for the whole operation,
    /// this one is silent.
    pub depends_on: Vec<RuleId>,
    /// Words that silences can match.
    pub labels: BTreeMap<String, String>,
    /// The channels that hear of it.
    pub notify: NotifyTarget,
    /// What happens when nobody acknowledges it; as configured where `None`.
    pub escalation: Option<Vec<EscalationStep>>,
    /// What to look at, in the words of those who wrote the rule.
    pub description: Option<DescriptionTemplate>,
}

impl Rule {
    /// A rule with the defaults of the reference.
    #[must_use]
    pub fn new(
        id: RuleId,
        metric: Metric,
        of: ScopeSelection,
        when: impl Into<RuleCondition>,
        notify: NotifyTarget,
    ) -> Self {
        Self {
            id,
            metric,
            of,
            window: Duration::from_secs(60 * 60),
            widens_to: None,
            when: when.into(),
            at_least: None,
            at_least_bad: None,
            hold_for: Duration::ZERO,
            keep_firing_for: Duration::ZERO,
            repeat: None,
            during: None,
            depends_on: Vec::new(),
            labels: BTreeMap::new(),
            notify,
            escalation: None,
            description: None,
        }
    }

    /// The windows over which it may judge, the shortest first: each is twice as long as the
    /// one before it, up to the longest.
    pub fn windows(&self) -> impl Iterator<Item = Duration> + use<> {
        let longest = self.widens_to.unwrap_or(self.window);
        iter::successors(Some(self.window), move |window| {
            (*window < longest).then(|| window.saturating_mul(2).min(longest))
        })
    }

    /// The windows over which it may judge a poll as of then, the shortest first. None but
    /// those of a day and more, which are meant to, reaches back before its calendar opened:
    /// what was before that is not what it looks at.
    #[must_use]
    pub fn windows_at(&self, as_of: DateTime<Utc>, zone: Tz) -> Vec<TimeWindow> {
        let last = as_of - TimeDelta::seconds(1);
        let calendar = self.during.as_ref();
        let opened = calendar.and_then(|calendar| calendar.opened(last, zone));
        let mut windows: Vec<TimeWindow> = self
            .windows()
            .map(|length| {
                let window = TimeWindow::ending(as_of, length);
                let opened = opened.filter(|opened| length < DAY && *opened > window.from());
                opened
                    .and_then(|opened| TimeWindow::new(opened, as_of).ok())
                    .unwrap_or(window)
            })
            .collect();
        windows.dedup();
        windows
    }

    /// Whether this window is too short, so soon after opening, for what grows with it: that
    /// there are few calls yet is not that there are few.
    #[must_use]
    pub fn is_unfinished(&self, window: TimeWindow) -> bool {
        let is_fixed = self.when.threshold().is_some();
        let is_few = self.when.side() == Some(Side::Below);
        is_fixed && is_few && self.metric.adds_up() && window.length() < self.window
    }

    /// Whether a sample of so many is of fewer than it judges at all.
    #[must_use]
    pub fn is_small(&self, of: Option<u64>) -> bool {
        self.at_least.zip(of).is_some_and(|(least, of)| of < least)
    }

    /// Whether it judges by what has been before.
    #[must_use]
    pub fn asks_the_past(&self) -> bool {
        match &self.when {
            RuleCondition::Unusual(_) => true,
            RuleCondition::Threshold(_) | RuleCondition::Absent(_) => false,
        }
    }

    /// Whether it does not judge a poll as of then. What a poll reads lies before its mark: a
    /// mark at the very end of the hours is within them, and one at their very start is not.
    #[must_use]
    pub fn is_asleep(&self, as_of: DateTime<Utc>, zone: Tz) -> bool {
        let last = as_of - TimeDelta::seconds(1);
        let calendar = self.during.as_ref();
        calendar.is_some_and(|calendar| !calendar.is_open(last, zone))
    }
}

/// The rules of an operation, each name once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ruleset {
    /// In the order of the files.
    pub rules: Vec<Rule>,
}

impl Ruleset {
    /// The rules, in the order of the files.
    pub fn iter(&self) -> std::slice::Iter<'_, Rule> {
        self.rules.iter()
    }

    /// The rule of that name.
    #[must_use]
    pub fn rule(&self, id: &RuleId) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == *id)
    }

    /// The rules by their names.
    #[must_use]
    pub fn register(&self) -> RuleRegister<'_> {
        RuleRegister(self.iter().map(|rule| (&rule.id, rule)).collect())
    }

    /// The rules that judge a poll as of then.
    pub fn awake(&self, as_of: DateTime<Utc>, zone: Tz) -> impl Iterator<Item = &Rule> {
        let rules = self.rules.iter();
        rules.filter(move |rule| !rule.is_asleep(as_of, zone))
    }

    /// Whether some rule tells that the reports cannot be read, so that no other need.
    #[must_use]
    pub fn tell_of_the_feed(&self) -> bool {
        let tells = [Metric::FeedAge, Metric::FeedFailures];
        self.rules.iter().any(|rule| tells.contains(&rule.metric))
    }

    /// Whether some rule looks at every skill, so that the list of skills is needed.
    #[must_use]
    pub fn needs_skills(&self) -> bool {
        self.rules
            .iter()
            .any(|rule| matches!(rule.of, ScopeSelection::EverySkill))
    }
}

/// The rules by their names, for whoever looks for many of them.
#[derive(Clone, Debug)]
pub struct RuleRegister<'rules>(HashMap<&'rules RuleId, &'rules Rule>);

impl<'rules> RuleRegister<'rules> {
    /// The rule of that name.
    #[must_use]
    pub fn rule(&self, id: &RuleId) -> Option<&'rules Rule> {
        self.0.get(id).copied()
    }

    /// All of them, in no order.
    pub fn rules(&self) -> impl Iterator<Item = &'rules Rule> {
        self.0.values().copied()
    }
}

impl<'rules> IntoIterator for &'rules Ruleset {
    type Item = &'rules Rule;
    type IntoIter = std::slice::Iter<'rules, Rule>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
