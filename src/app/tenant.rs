//! From a section of the configuration to what the other rooms know of an operation.

use crate::{
    commands,
    config::{AccessConfig, Address, OperationConfig, PollConfig},
};
use vigia_cards::{Locale, Words};
use vigia_clock::Clock;
use vigia_core::{rules::InForce, summaries::Plan};
use vigia_wolkvox::{Gate, Operation, Spent, Worker};

use super::{Fault, reception::Reading};

/// The gate of an operation, and the worker behind it.
pub(super) fn gate(
    operation: &OperationConfig,
    clock: &Clock,
    spent: Option<Spent>,
    on_spend: impl Fn(&Spent) + Send + Sync + 'static,
) -> Result<(Gate, Worker), Fault> {
    let tenant = Operation {
        reserve: operation.reserved_calls(),
        ..Operation::new(
            operation.name.clone(),
            "",
            operation.token.clone(),
            operation.timezone,
            operation.licences,
        )
    }
    .at(match &operation.address {
        Address::Server(server) => Operation::base_of(server),
        Address::BaseUrl(url) => url.clone(),
    });
    Gate::new(&tenant, clock.clone(), spent, on_spend).map_err(|fault| Fault::Operation {
        operation: operation.name.clone(),
        fault,
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
    reports: Reading,
    rules: InForce,
    poll: PollConfig,
    summaries: &[Plan],
) -> commands::Operation<Reading> {
    let of_it = summaries
        .iter()
        .filter(|plan| plan.operation == operation.name);
    commands::Operation {
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
pub(super) fn access(access: AccessConfig) -> commands::Access {
    commands::Access {
        commands: access.commands,
        agents_in: access.agents_in,
        contact: access.contact,
    }
}
