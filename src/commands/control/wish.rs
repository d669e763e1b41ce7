//! Which alerts are to be quiet, and when, out of what was typed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::commands::{
    AlertService, CommandParameter, ReportSource, agent, channel,
    control::{
        span,
        visit::{RequestContext, TypedArguments},
    },
    parameter::{SEVERITIES, chosen, of_severity},
    refusal::CommandRefusal,
    skill,
    typed::fold,
};
use vigia_cards::tidy_within;
use vigia_core::{
    alerts::{SilenceMatcher, SilenceRequest, SilenceSchedule},
    metrics::{Scope, SkillSelection},
    rules::{Rule, RuleId, Ruleset, Severity, WeeklyHours},
};

/// How alike two names must be to be told as candidates.
const LIKENESS: f64 = 0.6;

/// How long a comment may be.
const COMMENT: usize = 500;

/// Which rule is named.
#[derive(Clone, Copy, Debug, PartialEq)]
enum WantedSilence<'r> {
    Nothing,
    All,
    One(&'r Rule),
}

impl<R: ReportSource, A: AlertService> RequestContext<'_, R, A> {
    /// The silence that is wished for.
    pub(super) fn wish(
        &self,
        typed: &TypedArguments<'_>,
    ) -> Result<SilenceRequest, CommandRefusal> {
        let rules = self.rules();
        let wanted = self.wanted(typed, &rules)?;
        let rule = match wanted {
            WantedSilence::One(rule) => Some(rule),
            WantedSilence::Nothing | WantedSilence::All => None,
        };
        let matcher = SilenceMatcher {
            operation: Some(self.operation.name.clone()),
            rule: rule.map(|rule| rule.id.clone()),
            scope: self.scope(typed)?,
            severity: self.severity(typed)?,
            labels: self.labels(typed, &rules)?,
        };
        let says_which = matcher.rule.is_some()
            || matcher.scope.is_some()
            || matcher.severity == Some(Severity::Warning)
            || !matcher.labels.is_empty();
        if !says_which && wanted == WantedSilence::Nothing {
            return Err(CommandRefusal::silence_of_what(self.words()));
        }
        let comment = typed.option(CommandParameter::Comment);
        let comment = comment.map(|comment| tidy_within(comment, COMMENT));
        Ok(SilenceRequest {
            matcher,
            quiet: self.quiet(typed, rule)?,
            by: self.person(),
            comment: comment.filter(|comment| !comment.is_empty()),
            at: self.now,
        })
    }

    fn wanted<'r>(
        &self,
        typed: &TypedArguments<'_>,
        rules: &'r Ruleset,
    ) -> Result<WantedSilence<'r>, CommandRefusal> {
        let Some(text) = typed.option(CommandParameter::Rule) else {
            return Ok(WantedSilence::Nothing);
        };
        let is_all = matches!(fold(text).as_str(), "all" | "todas" | "todos" | "*");
        let is_name = rules.rule(&RuleId::new(text)).is_some();
        if is_all && !is_name {
            return Ok(WantedSilence::All);
        }
        find_rule(text, rules)
            .map(WantedSilence::One)
            .map_err(|near| CommandRefusal::rule(text, &near, self.words()))
    }

    /// What it is about, where a skill, a channel or an agent is named.
    pub(super) fn scope(
        &self,
        typed: &TypedArguments<'_>,
    ) -> Result<Option<Scope>, CommandRefusal> {
        use CommandParameter::{Agent, Channel, Skill};
        let given: Vec<_> = [Skill, Channel, Agent]
            .into_iter()
            .filter_map(|option| Some((option, typed.option(option)?)))
            .collect();
        match given.as_slice() {
            [] => Ok(None),
            [(Skill, text)] => self.skill(text),
            [(Channel, text)] => self.channel(text),
            [(_, text)] => self.agent(text).map(Some),
            [(one, _), (other, _), ..] => {
                Err(CommandRefusal::two_scopes(*one, *other, self.words()))
            }
        }
    }

    fn skill(&self, typed: &str) -> Result<Option<Scope>, CommandRefusal> {
        match skill::find(Some(typed), &self.names) {
            Ok(SkillSelection::All) => Ok(None),
            Ok(SkillSelection::One(skill)) => Ok(Some(Scope::Skill(skill))),
            Err(fault) => Err(CommandRefusal::skill(
                typed,
                &fault,
                &self.names,
                self.words(),
            )),
        }
    }

    fn channel(&self, typed: &str) -> Result<Option<Scope>, CommandRefusal> {
        let found = channel::find(typed);
        found
            .map(|channel| channel.map(Scope::Channel))
            .map_err(|fault| CommandRefusal::channel(typed, &fault, self.words()))
    }

    /// Agents are looked up only where they may be named: a refusal that knows them would
    /// name them.
    fn agent(&self, typed: &str) -> Result<Scope, CommandRefusal> {
        if !self.audience.names_agents {
            return Err(CommandRefusal::no_agents_here(&self.audience));
        }
        agent::find(typed, &self.operation.reports.agents())
            .map(Scope::Agent)
            .map_err(|fault| CommandRefusal::agent(typed, &fault, self.words()))
    }

    fn severity(&self, typed: &TypedArguments<'_>) -> Result<Option<Severity>, CommandRefusal> {
        let Some(text) = typed.option(CommandParameter::Severity) else {
            return Ok(None);
        };
        let found = chosen(text, &SEVERITIES, of_severity, self.words());
        found.map(Some).ok_or_else(|| {
            let of = SEVERITIES.map(of_severity);
            CommandRefusal::choice(CommandParameter::Severity, text, &of, self.words())
        })
    }

    /// One label or several: `team=night, site=cali`.
    fn labels(
        &self,
        typed: &TypedArguments<'_>,
        rules: &Ruleset,
    ) -> Result<BTreeMap<String, String>, CommandRefusal> {
        let text = typed.option(CommandParameter::Label).unwrap_or_default();
        let known = known_labels(rules);
        let parts = text.split([',', ';']).map(str::trim);
        parts
            .filter(|part| !part.is_empty())
            .map(|part| {
                let label = part
                    .split_once('=')
                    .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
                // A label that no rule bears would silence nothing.
                label
                    .filter(|(name, value)| known.contains(&(name, value)))
                    .ok_or_else(|| CommandRefusal::label(part, &known, self.words()))
            })
            .collect()
    }

    fn quiet(
        &self,
        typed: &TypedArguments<'_>,
        rule: Option<&Rule>,
    ) -> Result<SilenceSchedule, CommandRefusal> {
        use CommandParameter::{Every, For, Until};
        let (from, zone) = (self.now, self.operation.zone);
        let refused = |option| move |fault| CommandRefusal::span(option, &fault, self.words());
        let until: Option<DateTime<Utc>> = match (typed.option(For), typed.option(Until)) {
            (None, None) => None,
            (Some(length), None) => {
                Some(span::after(length, rule, zone, from).map_err(refused(For))?)
            }
            (None, Some(time)) => Some(span::until(time, zone, from).map_err(refused(Until))?),
            (Some(_), Some(_)) => return Err(CommandRefusal::two_ends(self.words())),
        };
        match (typed.option(Every), until) {
            (None, None) => Err(CommandRefusal::silence_until_when(self.words())),
            (None, Some(until)) => Ok(SilenceSchedule::Once { from, until }),
            (Some(text), until) => {
                let weekly: WeeklyHours = text
                    .parse()
                    .map_err(|fault| CommandRefusal::weekly(text, &fault, self.words()))?;
                Ok(SilenceSchedule::Weekly {
                    weekly,
                    from,
                    until,
                })
            }
        }
    }
}

/// The rule that is meant: by its name or a part of it; else those that come near.
pub(super) fn find_rule<'r>(typed: &str, rules: &'r Ruleset) -> Result<&'r Rule, Vec<RuleId>> {
    let text = fold(typed);
    let fitting = |fits: fn(&str, &str) -> bool| -> Vec<&'r Rule> {
        rules
            .iter()
            .filter(|rule| fits(&fold(rule.id.as_str()), &text))
            .collect()
    };
    let steps: [fn(&str, &str) -> bool; 3] = [
        |name, text| name == text,
        |name, text| name.contains(text),
        |name, text| {
            let mut words = text.split([' ', '-', '_']);
            words.all(|word| name.contains(word))
        },
    ];
    let found = steps
        .into_iter()
        .map(fitting)
        .find(|found| !found.is_empty());
    let names = |rules: Vec<&Rule>| rules.into_iter().map(|rule| rule.id.clone()).collect();
    match found {
        None => {
            let near = fitting(|name, text| {
                strsim::normalized_damerau_levenshtein(name, text) >= LIKENESS
            });
            Err(names(if near.is_empty() {
                rules.iter().collect()
            } else {
                near
            }))
        }
        Some(found) => match found.as_slice() {
            [one] => Ok(one),
            _ => Err(names(found)),
        },
    }
}

/// The labels that rules bear, each once.
pub(super) fn known_labels(rules: &Ruleset) -> Vec<(&String, &String)> {
    let mut known: Vec<_> = rules.iter().flat_map(|rule| &rule.labels).collect();
    known.sort();
    known.dedup();
    known
}
