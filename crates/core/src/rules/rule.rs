//! A rule, as it stands after its text has been read and found right, and sets of rules.

use std::{
    collections::{BTreeMap, HashMap},
    iter,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::{
    metrics::{Metric, Report, TimeWindow, text},
    rules::{
        Calendar, DescriptionTemplate, EscalationStep, NotifyTarget, RepeatInterval, RuleCondition,
        RuleHint, ScopeSelection, Side,
    },
};

/// A window of a day or more is meant to reach over what is closed between.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

text! {
    /// The name of a rule (`alert:` in the file), which is also its identity.
    RuleId
}

/// A rule. `parse` makes it, so that a limit always has the unit of its metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub id: RuleId,
    pub metric: Metric,
    pub of: ScopeSelection,
    /// The one report that a rule about the feed, or about what is absent, looks at.
    pub report: Option<Report>,
    /// The length of the window, which ends at each poll.
    pub window: Duration,
    /// The longest window, up to which the window doubles while its sample is too small.
    pub widens_to: Option<Duration>,
    pub when: RuleCondition,
    /// The least denominator for which it judges at all.
    pub at_least: Option<u64>,
    /// The least number of bad events that makes a breach.
    pub at_least_bad: Option<u64>,
    /// The time for which a breach must last before the alert fires (`for`).
    pub hold_for: Duration,
    /// The time for which it must be clear before the alert ends.
    pub keep_firing_for: Duration,
    /// The interval of reminders; none where `None`.
    pub repeat: Option<RepeatInterval>,
    /// The hours in which it judges at all; always where `None`.
    pub during: Option<Arc<Calendar>>,
    /// The rules while one of which fires for the same scope, or for the whole operation,
    /// this one is silent.
    pub depends_on: Vec<RuleId>,
    /// Words that silences can match.
    pub labels: BTreeMap<String, String>,
    pub notify: NotifyTarget,
    /// The steps while it is not acknowledged; as configured where `None`.
    pub escalation: Option<Vec<EscalationStep>>,
    /// Advice on what to look at, in the words of those who wrote the rule.
    pub description: Option<DescriptionTemplate>,
    /// The same in a few words.
    pub hint: Option<RuleHint>,
}

impl Rule {
    /// A rule with the defaults of the reference.
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
            report: None,
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
            hint: None,
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

    /// Returns true where it judges by all of its windows, and not by the shortest that has enough calls.
    pub fn needs_all_windows(&self) -> bool {
        self.when.departs().is_some()
    }

    /// Returns true where this window is too short, so soon after opening, for a metric that
    /// grows with it: few calls yet are not few calls.
    pub fn is_unfinished(&self, window: TimeWindow) -> bool {
        let is_fixed = self.when.threshold().is_some();
        let is_few = self.when.side() == Some(Side::Below);
        is_fixed && is_few && self.metric.adds_up() && window.length() < self.window
    }

    /// Returns true where a sample of so many is of fewer than it judges at all.
    pub fn is_small(&self, of: Option<u64>) -> bool {
        self.at_least.zip(of).is_some_and(|(least, of)| of < least)
    }

    /// Returns true where the rule cannot judge without the past.
    pub fn asks_the_past(&self) -> bool {
        self.when.reference().is_some()
    }

    /// Returns true where a value of so many counts for what is usual. A share or an average of
    /// few says little; a number of things that is small is small.
    pub(in crate::rules) fn counts_for_usual(&self, of: Option<u64>) -> bool {
        !self.is_small(of) || self.metric.adds_up()
    }

    /// Returns true where it does not judge a poll as of then. What a poll reads lies before its mark: a
    /// mark at the very end of the hours is within them, and one at their very start is not.
    pub fn is_asleep(&self, as_of: DateTime<Utc>, zone: Tz) -> bool {
        let last = as_of - TimeDelta::seconds(1);
        let calendar = self.during.as_ref();
        calendar.is_some_and(|calendar| !calendar.is_open(last, zone))
    }
}

/// The rules of an operation, each name once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ruleset {
    pub rules: Vec<Rule>,
}

impl Ruleset {
    /// The rules, in the order of the files.
    pub fn iter(&self) -> std::slice::Iter<'_, Rule> {
        self.rules.iter()
    }

    pub fn rule(&self, id: &RuleId) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == *id)
    }

    pub fn register(&self) -> RuleRegister<'_> {
        RuleRegister(self.iter().map(|rule| (&rule.id, rule)).collect())
    }

    /// The rules that judge a poll as of then.
    pub fn awake(&self, as_of: DateTime<Utc>, zone: Tz) -> impl Iterator<Item = &Rule> {
        let rules = self.rules.iter();
        rules.filter(move |rule| !rule.is_asleep(as_of, zone))
    }

    /// Returns true where a rule fires when the reports cannot be read, so that the bot need not
    /// say it by itself.
    pub fn tell_of_the_feed(&self) -> bool {
        let tells = [Metric::FeedAge, Metric::FeedFailures];
        let mut rules = self.rules.iter();
        rules.any(|rule| rule.report.is_none() && tells.contains(&rule.metric))
    }

    /// Returns true where a rule looks at every skill, so that the list of skills is needed.
    pub fn needs_skills(&self) -> bool {
        self.rules
            .iter()
            .any(|rule| matches!(rule.of, ScopeSelection::EverySkill))
    }
}

/// The rules by their names, for many look-ups.
#[derive(Clone, Debug)]
pub struct RuleRegister<'rules>(HashMap<&'rules RuleId, &'rules Rule>);

impl<'rules> RuleRegister<'rules> {
    pub fn rule(&self, id: &RuleId) -> Option<&'rules Rule> {
        self.0.get(id).copied()
    }

    /// All rules, in no order.
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

/// The rules in force, by which the watch judges and which the commands show. A reload replaces
/// them as a whole, between two polls. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct ActiveRules(Arc<RwLock<Arc<Ruleset>>>);

impl ActiveRules {
    pub fn new(rules: Ruleset) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(rules))))
    }

    /// Returns the rules as they are now: two calls may see two sets.
    pub fn get(&self) -> Arc<Ruleset> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn replace(&self, rules: Ruleset) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(rules);
    }
}
