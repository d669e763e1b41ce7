//! From a section of the configuration to what the other rooms know of an operation.

use crate::{
    commands,
    config::{AccessConfig, ApiAddress, OperationConfig, PollConfig},
};
use vigia_cards::{Locale, Words};
use vigia_clock::Clock;
use vigia_core::{rules::ActiveRules, summaries::SummaryPlan};
use vigia_wolkvox::{GateWorker, OperationAccess, QuotaSpent, RequestGate};

use super::{StartupError, reception::ReportReading};

/// The gate of an operation, and the worker behind it.
pub(super) fn gate(
    operation: &OperationConfig,
    clock: &Clock,
    spent: Option<QuotaSpent>,
    on_spend: impl Fn(&QuotaSpent) + Send + Sync + 'static,
) -> Result<(RequestGate, GateWorker), StartupError> {
    let tenant = OperationAccess {
        reserve: operation.reserved_calls(),
        ..OperationAccess::new(
            operation.name.clone(),
            "",
            operation.token.clone(),
            operation.timezone,
            operation.licences,
        )
    }
    .at(match &operation.address {
        ApiAddress::Server(server) => OperationAccess::base_of(server),
        ApiAddress::BaseUrl(url) => url.clone(),
    });
    RequestGate::new(&tenant, clock.clone(), spent, on_spend).map_err(|fault| {
        StartupError::Operation {
            operation: operation.name.clone(),
            fault,
        }
    })
}

/// How an operation speaks.
pub(super) fn words(operation: &OperationConfig) -> Words {
    Words::new(
        Locale::from_tag(operation.language.tag()),
        operation.timezone,
    )
}

/// The operation as commands ask for it.
pub(super) fn asked_of(
    operation: &OperationConfig,
    reports: ReportReading,
    rules: ActiveRules,
    poll: PollConfig,
    summaries: &[SummaryPlan],
) -> commands::CommandOperation<ReportReading> {
    let of_it = summaries
        .iter()
        .filter(|plan| plan.operation == operation.name);
    commands::CommandOperation {
        name: operation.name.clone(),
        reports,
        rules,
        zone: operation.timezone,
        locale: words(operation).locale(),
        settle: poll.settle,
        summaries: of_it.cloned().collect(),
        every: poll.every,
    }
}

/// Who may see what.
pub(super) fn access(access: AccessConfig) -> commands::CommandAccess {
    commands::CommandAccess {
        commands: access.commands,
        agents_in: access.agents_in,
        contact: access.contact,
    }
}
