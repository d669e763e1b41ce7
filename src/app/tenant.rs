//! From a section of the configuration to what the other rooms know of an operation.

use crate::{
    cards::{Locale, Words},
    clock::Clock,
    commands,
    config::{AccessConfig, Address, OperationConfig},
    wolkvox::{Gate, Operation, Spent, Worker},
};

use super::Fault;

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

/// Who may see what.
pub(super) fn access(access: AccessConfig) -> commands::Access {
    commands::Access {
        commands: access.commands,
        agents_in: access.agents_in,
        contact: access.contact,
    }
}
