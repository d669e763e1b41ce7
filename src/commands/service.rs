//! The parts that commands work with: the operations, their reports and rules, the rights of
//! callers, and the stored alerts.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use tokio::sync::Notify;

use crate::{
    commands::{
        chat::{AnswerAudience, Caller, CommandAccess},
        command::{AnyCommand, CommandParameter},
        refusal::CommandRefusal,
        reports::ReportReader,
    },
    health::{HealthProbe, WatchedOperation},
    watch::{LastPollEvaluation, RuleReloader},
};
use vigia_cards::{
    Card, Locale, Words,
    rules::{JudgedScope, RuleView},
};
use vigia_core::{
    metrics::OperationName,
    rules::{ActiveRules, RuleId, Ruleset},
    summaries::SummaryPlan,
};
use vigia_store::{Store, StoreError};

/// One operation with all that commands need of it.
#[derive(Clone)]
pub struct CommandOperation {
    pub name: OperationName,
    pub reports: ReportReader,
    pub rules: ActiveRules,
    pub zone: Tz,
    pub locale: Locale,
    /// A call is booked when it is over, so windows end this long before now.
    pub settle: Duration,
    pub summaries: Vec<SummaryPlan>,
    /// The time between two polls, and so between two values of the history.
    pub every: Duration,
}

impl CommandOperation {
    /// The operation as the report of health sees it.
    pub fn watched(&self) -> WatchedOperation {
        WatchedOperation {
            name: self.name.clone(),
            gate: self.reports.gate.clone(),
            directory: self.reports.directory.clone(),
            rules: self.rules.clone(),
            zone: self.zone,
            reserved: self.reports.reserved,
        }
    }

    /// The operation's words in the language of the caller's tag, such as `es-419`.
    pub fn words(&self, language: &str) -> Words {
        self.shared_words().spoken_to(language)
    }

    /// The words of cards that everybody reads.
    pub(crate) fn shared_words(&self) -> Words {
        Words::new(self.locale, self.zone)
    }

    /// The last time for which there are figures.
    pub(crate) fn latest(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now - TimeDelta::from_std(self.settle).unwrap_or_default()
    }
}

/// The stored alerts, silences and rules, which the commands about the watch read and change.
pub struct AlertActions {
    pub store: Store,
    pub reloader: RuleReloader,
    /// Wakes the dispatcher of the outbox, which updates the cards.
    pub wake_dispatcher: Arc<Notify>,
    pub health: HealthProbe,
    pub judge: RuleJudge,
}

type GivenJudgement = dyn Fn(Option<&RuleId>) -> Option<JudgedScope> + Send + Sync;

/// The origin of the verdicts that `/rules` shows.
pub enum RuleJudge {
    /// Evaluates the last poll again.
    LastPoll,
    /// The tests of `/rules` show all verdicts side by side, which no poll yields at once.
    Given(Box<GivenJudgement>),
}

impl AlertActions {
    /// Returns what all rules, or one of them, say of the last stored poll; `None` before the
    /// first poll.
    pub(crate) async fn judged(
        &self,
        operation: &CommandOperation,
        rule: Option<&RuleId>,
    ) -> Result<Option<JudgedScope>, StoreError> {
        if let RuleJudge::Given(judge) = &self.judge {
            return Ok(judge(rule));
        }
        let mut rules = Ruleset::clone(&operation.rules.get());
        rules
            .rules
            .retain(|it| rule.is_none_or(|rule| it.id == *rule));
        let skills = operation.reports.directory.skills().0.into_keys();
        let again = LastPollEvaluation {
            store: &self.store,
            operation: &operation.name,
            skills: &skills.collect::<Vec<_>>(),
            zone: operation.zone,
            every: operation.every,
        };
        let judged = again.judged(&rules).await?;
        Ok(judged.map(|(as_of, judgements)| JudgedScope {
            as_of,
            looks: judgements
                .into_iter()
                .map(|judgement| RuleView {
                    rule: judgement.rule.id.clone(),
                    scope: judgement.scope,
                    window: judgement.window,
                    verdict: judgement.verdict,
                    sample: judgement.sample,
                    grounds: judgement.grounds,
                })
                .collect(),
        }))
    }
}

/// Answers the commands and buttons of all operations.
pub struct CommandService {
    pub operations: Vec<CommandOperation>,
    pub access: CommandAccess,
    pub alerts: AlertActions,
}

impl CommandService {
    pub(crate) fn operation(
        &self,
        name: Option<&str>,
        caller: &Caller,
    ) -> Result<&CommandOperation, Card> {
        find_operation(&self.operations, name, &caller.locale)
    }

    pub(crate) fn audience(&self, operation: &CommandOperation, caller: &Caller) -> AnswerAudience {
        AnswerAudience {
            words: operation.words(&caller.locale),
            names_agents: self.access.names_agents(caller),
            contact: self.access.contact.clone(),
        }
    }

    pub(crate) fn allows(&self, command: impl Into<AnyCommand>, caller: &Caller) -> bool {
        self.access.allows(command.into().name(), caller)
    }

    /// Refuses a command that is not for the roles of the caller. `typed` is the command in the
    /// caller's language.
    pub(crate) fn check_access(
        &self,
        command: &str,
        typed: &str,
        caller: &Caller,
    ) -> Result<(), Card> {
        if self.access.allows(command, caller) {
            return Ok(());
        }
        let contact = self.access.contact.as_deref();
        Err(CommandRefusal::not_yours(typed, contact, &self.words(caller)).card(typed))
    }

    /// The words for answers that are about no operation.
    pub(crate) fn words(&self, caller: &Caller) -> Words {
        common_words(&self.operations, &caller.locale)
    }
}

/// Finds an operation by its name; without a name it is the only one.
pub fn find_operation<'a>(
    operations: &'a [CommandOperation],
    name: Option<&str>,
    language: &str,
) -> Result<&'a CommandOperation, Card> {
    let name = name.map(str::trim).filter(|name| !name.is_empty());
    let found = match (name, operations) {
        (None, [only]) => Some(only),
        (None, _) => None,
        (Some(name), operations) => operations
            .iter()
            .find(|operation| operation.name.as_str().eq_ignore_ascii_case(name)),
    };
    found.ok_or_else(|| {
        let known = operations.iter().map(|known| known.name.to_string());
        let known: Vec<_> = known.collect();
        let words = common_words(operations, language);
        let example = known.first().map_or("", String::as_str);
        let example = CommandParameter::Operation.typed(example, &words);
        CommandRefusal::operation(name, &known, &words).card(&example)
    })
}

fn common_words(operations: &[CommandOperation], language: &str) -> Words {
    let own = || Words::new(Locale::from_tag(language), Tz::UTC);
    let first = operations.first();
    first
        .map_or_else(own, CommandOperation::shared_words)
        .spoken_to(language)
}
