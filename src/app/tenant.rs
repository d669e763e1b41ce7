//! Builds the parts of an operation from its section of the configuration.

use crate::{
    commands::{CommandAccess, CommandOperation, ReportReader},
    config::{AccessConfig, OperationConfig, PollConfig},
};
use vigia_cards::{Locale, Words};
use vigia_clock::Clock;
use vigia_core::{rules::ActiveRules, summaries::SummaryPlan};
use vigia_store::Store;
use vigia_wolkvox::{GateWorker, NameDirectory, QuotaSpent, RequestGate};

use super::StartupError;

/// Builds the gate of an operation, and the worker behind it.
pub(super) fn operation_gate(
    operation: &OperationConfig,
    clock: &Clock,
    spent: Option<QuotaSpent>,
    on_spend: impl Fn(&QuotaSpent) + Send + Sync + 'static,
) -> Result<(RequestGate, GateWorker), StartupError> {
    RequestGate::new(&operation.access(), clock.clone(), spent, on_spend).map_err(|fault| {
        StartupError::Operation {
            operation: operation.name.clone(),
            fault,
        }
    })
}

/// The language and zone of an operation.
pub(super) fn operation_words(operation: &OperationConfig) -> Words {
    Words::new(
        Locale::from_tag(operation.language.tag()),
        operation.timezone,
    )
}

/// The operation as commands see it. `store` is `None` where another process holds it.
pub(super) fn command_operation(
    operation: &OperationConfig,
    directory: NameDirectory,
    gate: RequestGate,
    store: Option<Store>,
    rules: ActiveRules,
    (poll, summaries): (PollConfig, &[SummaryPlan]),
) -> CommandOperation {
    let plans = summaries.iter();
    let plans = plans.filter(|plan| plan.operation == operation.name);
    CommandOperation {
        name: operation.name.clone(),
        reports: ReportReader {
            operation: operation.name.clone(),
            gate,
            directory,
            store,
            fresh_for: operation.fresh_for,
            reserved: operation.reserved_calls(),
        },
        rules,
        zone: operation.timezone,
        locale: operation_words(operation).locale(),
        settle: poll.settle,
        summaries: plans.cloned().collect(),
        every: poll.every,
    }
}

pub(super) fn command_access(access: AccessConfig) -> CommandAccess {
    CommandAccess {
        commands: access.commands,
        agents_in: access.agents_in,
        contact: access.contact,
    }
}
