//! A floor of several skills and rules, and what people are told there.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::{
    alerts::{
        AdvanceContext, AlertBook, AlertKey, ChannelTraffic, DiscordUser, Event, EventContent,
        EventKind, IncidentId, IncidentMark, IncidentNews, PollOutcome, Silence, SilenceId,
        SilenceMatcher, SilenceSchedule, advance,
    },
    metrics::{Metric, OperationName, Quantity, Sample, Scope, SkillId, TimeWindow},
    rules::{
        AlertPolicy, ChannelName, Judgement, NotificationPolicy, NotifyTarget, RoleName, Rule,
        RuleId, Ruleset, ScopeSelection, Severity, Side, Threshold, Verdict, VerdictBasis,
    },
};

pub(super) const WARNING: Verdict = Verdict::Breach(Severity::Warning);
pub(super) const CRITICAL: Verdict = Verdict::Breach(Severity::Critical);
pub(super) const MINUTE: Duration = Duration::from_secs(60);

/// Poll `number`, five minutes after the one before.
pub(super) fn at(number: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + number * 300, 0).unwrap()
}

/// A rule for every skill that fires at once and ends at once.
pub(super) fn rule(name: &str) -> Rule {
    let limit = |value| Some(Quantity::Percent(value));
    let metric = Metric::AbandonRate;
    let when = Threshold::new(metric, Side::Above, limit(5.0), limit(10.0), None, None);
    Rule::new(
        RuleId::new(name),
        metric,
        ScopeSelection::EverySkill,
        when.unwrap(),
        NotifyTarget {
            warning: ChannelName::new("floor"),
            critical: ChannelName::new("managers"),
        },
    )
}

pub(super) fn ana() -> DiscordUser {
    DiscordUser {
        id: 7,
        name: "Ana".to_owned(),
    }
}

/// A silence of a rule over these polls.
pub(super) fn silence(rule: &str, from: i64, until: i64) -> Silence {
    Silence {
        id: SilenceId(1),
        matcher: SilenceMatcher {
            rule: Some(RuleId::new(rule)),
            ..SilenceMatcher::default()
        },
        quiet: SilenceSchedule::Once {
            from: at(from),
            until: at(until),
        },
        by: ana(),
        comment: None,
        made_at: at(from),
    }
}

pub(super) struct Floor {
    pub(super) rules: Ruleset,
    pub(super) policy: AlertPolicy,
    pub(super) book: AlertBook,
    pub(super) silences: Vec<Silence>,
    pub(super) marks: BTreeMap<IncidentId, IncidentMark>,
    pub(super) is_late: bool,
    pub(super) is_deaf: bool,
    pub(super) traffic: ChannelTraffic,
    /// What the next poll has judged before it is read to its end.
    pub(super) judged_before: BTreeSet<AlertKey>,
    /// The next poll.
    pub(super) number: i64,
    /// All that was told.
    pub(super) told: Vec<Event>,
}

impl Floor {
    pub(super) fn of(rules: Vec<Rule>) -> Self {
        let loudness = |rings, role| NotificationPolicy {
            rings,
            mention: vec![RoleName::new(role)],
        };
        Self {
            rules: Ruleset { rules },
            policy: AlertPolicy {
                warning: loudness(false, "floor"),
                critical: loudness(true, "managers"),
                ..AlertPolicy::default()
            },
            book: AlertBook::empty(OperationName::new("principal")),
            silences: Vec::new(),
            marks: BTreeMap::new(),
            is_late: false,
            is_deaf: false,
            traffic: ChannelTraffic::new(),
            judged_before: BTreeSet::new(),
            number: 0,
            told: Vec::new(),
        }
    }

    /// One poll in which these rules say this of these skills. Gives back what was told, in
    /// short.
    pub(super) fn poll(&mut self, said: &[(&str, u64, Verdict)]) -> Vec<String> {
        let (outcome, as_of) = (self.outcome(said, false), at(self.number));
        self.judged_before.clear();
        self.book.apply(&outcome);
        self.traffic.note_outcome(self.book.operation(), &outcome);
        self.number += 1;
        assert!(outcome.events.iter().all(|event| event.at == as_of));
        let shorts = outcome.events.iter().map(short).collect();
        self.told.extend(outcome.events);
        shorts
    }

    /// Judges this before the next poll is read to its end. Gives back what was told.
    pub(super) fn early(&mut self, said: &[(&str, u64, Verdict)]) -> Vec<String> {
        let outcome = self.outcome(said, true);
        self.book.apply(&outcome);
        let keys = said.iter().map(|(rule, skill, _)| AlertKey {
            rule: RuleId::new(*rule),
            scope: Scope::Skill(SkillId(*skill)),
        });
        self.judged_before.extend(keys);
        outcome.events.iter().map(short).collect()
    }

    fn outcome(&self, said: &[(&str, u64, Verdict)], is_partial: bool) -> PollOutcome {
        let as_of = at(self.number);
        let judgements: Vec<Judgement<'_>> = said
            .iter()
            .filter_map(|(name, skill, verdict)| {
                let rule = self.rules.rule(&RuleId::new(*name))?;
                Some(judgement(rule, *skill, *verdict, as_of))
            })
            .collect();
        let situation = AdvanceContext {
            silences: &self.silences,
            marks: &self.marks,
            is_late: self.is_late,
            is_deaf: self.is_deaf,
            is_partial,
            judged_before: &self.judged_before,
            traffic: &self.traffic,
            ..AdvanceContext::new(as_of, Tz::UTC, &self.policy)
        };
        advance(&self.book, &self.rules, &judgements, &situation)
    }

    /// Several polls that say the same; what was told in all of them.
    pub(super) fn polls(&mut self, count: usize, said: &[(&str, u64, Verdict)]) -> Vec<String> {
        (0..count).flat_map(|_| self.poll(said)).collect()
    }

    /// What was told last of an incident.
    pub(super) fn last(&self) -> &IncidentNews {
        self.told.iter().rev().find_map(Event::incident).unwrap()
    }

    pub(super) fn mark(&mut self) -> &mut IncidentMark {
        let id = self.last().incident.id;
        self.marks.entry(id).or_default()
    }

    /// The time of the poll that was last.
    pub(super) fn now(&self) -> DateTime<Utc> {
        at(self.number - 1)
    }
}

fn judgement(rule: &Rule, skill: u64, verdict: Verdict, as_of: DateTime<Utc>) -> Judgement<'_> {
    let has_figure = !matches!(verdict, Verdict::Missing | Verdict::Asleep);
    Judgement {
        rule,
        scope: Scope::Skill(SkillId(skill)),
        window: TimeWindow::ending(as_of, MINUTE * 60),
        verdict,
        sample: has_figure.then(|| Sample {
            value: Quantity::share(12, 100).unwrap(),
            part: Some(12),
            of: Some(100),
        }),
        grounds: VerdictBasis {
            side: Some(Side::Above),
            ..VerdictBasis::default()
        },
    }
}

/// What is told, in a line: `floor: Fired warning [12 15] loud @managers`.
fn short(event: &Event) -> String {
    match &event.news {
        EventContent::Incident(news) => incident(news),
        EventContent::CaughtUp(news) => {
            format!("{}: caught up on {}", news.channel, news.closed.len())
        }
        EventContent::Notice(notice) => format!("{}: {}", notice.channel, notice.title),
        EventContent::Summary(news) => format!("{}: a summary", news.channel),
    }
}

fn incident(news: &IncidentNews) -> String {
    let kind = match &news.kind {
        EventKind::Called(_) => "Called".to_owned(),
        kind => format!("{kind:?}"),
    };
    let scopes: Vec<String> = news
        .open
        .iter()
        .map(|alert| alert.key.scope.to_string().replace("skill ", ""))
        .collect();
    let more = if news.more > 0 {
        format!(" and {} more", news.more)
    } else {
        String::new()
    };
    let mut text = format!(
        "{}: {kind} {} [{}]{more}",
        news.incident.channel,
        news.incident.severity,
        scopes.join(" "),
    );
    if news.ring.is_loud {
        text.push_str(" loud");
    }
    let roles = news.ring.mention.iter().map(|role| format!(" @{role}"));
    let elsewhere = news.rings_in.iter();
    let elsewhere = elsewhere.map(|channel| format!(" also {channel}"));
    text.extend(roles.chain(elsewhere));
    text
}

/// What a floor has to do in the end so that nothing is open.
pub(super) fn calm(skill: u64) -> (&'static str, u64, Verdict) {
    ("a", skill, Verdict::Clear)
}

pub(super) fn minutes(count: i64) -> TimeDelta {
    TimeDelta::minutes(count)
}
