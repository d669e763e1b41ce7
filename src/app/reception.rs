//! Joins the chat's face to the commands, and the commands to the gates.

use std::{future, sync::Arc, time::Duration};

use crate::{
    clock::Clock,
    commands::{self, AbandonRequest, ReadFailure, Reports, skill},
    discord::{self, Abandon, Choice},
    metrics::{Ask, SkillNames},
    wolkvox::{Directory, Error, ErrorKind, Gate, Priority},
};

/// One operation's reports, as commands read them: ahead of polls, and from memory where
/// somebody asked the same a moment ago.
pub(super) struct Reading {
    pub(super) gate: Gate,
    pub(super) directory: Directory,
    pub(super) fresh_for: Duration,
}

impl Reports for Reading {
    async fn read(&self, ask: Ask) -> Result<commands::Answer, ReadFailure> {
        let answer = self.gate.read(ask, Priority::Person, self.fresh_for).await;
        match answer {
            Ok(answer) => Ok(commands::Answer {
                facts: answer.facts,
                read_at: answer.read_at,
            }),
            // The bot stops, and its face says so in the words of whoever asked.
            Err(error) if error.kind() == ErrorKind::Stopped => future::pending().await,
            Err(error) => Err(failure(&error)),
        }
    }

    fn skills(&self) -> SkillNames {
        self.directory.skills()
    }
}

fn failure(error: &Error) -> ReadFailure {
    match error.kind() {
        ErrorKind::QuotaSpent | ErrorKind::QuotaReserved => ReadFailure::QuotaUsedUp,
        ErrorKind::Unauthorized | ErrorKind::TokenRefused => ReadFailure::TokenRefused,
        ErrorKind::Unreachable
        | ErrorKind::TimedOut
        | ErrorKind::Cut
        | ErrorKind::ServerFault
        | ErrorKind::Busy => ReadFailure::Unavailable,
        ErrorKind::Refused => ReadFailure::Maintenance,
        ErrorKind::Unexpected | ErrorKind::BadRequest => ReadFailure::NoReport,
        ErrorKind::TooLarge | ErrorKind::WindowTooLong | ErrorKind::Stopped => {
            ReadFailure::Other(error.to_string())
        }
    }
}

/// Where the chat's face asks.
pub(super) struct Reception {
    pub(super) desk: commands::Desk<Reading>,
    pub(super) clock: Clock,
}

impl discord::Desk for Reception {
    fn abandon<'a>(&'a self, request: Abandon, locale: &'a str) -> discord::Answer<'a> {
        Box::pin(async move {
            let request = AbandonRequest {
                operation: request.operation,
                skill: request.skill,
                last: request.last,
                from: request.from,
                to: request.to,
            };
            let operation = self.desk.operation(request.operation.as_deref(), locale)?;
            commands::abandon(&request, operation, locale, self.clock.now()).await
        })
    }

    fn operations(&self) -> Vec<String> {
        let operations = self.desk.operations().iter();
        operations.map(|known| known.name.to_string()).collect()
    }

    fn skill_choices(
        &self,
        typed: &str,
        operation: Option<&str>,
        locale: &str,
    ) -> Vec<Choice> {
        let Ok(operation) = self.desk.operation(operation, locale) else {
            return Vec::new();
        };
        let names = operation.reports.skills();
        skill::choices(typed, &names, &operation.words(locale))
            .into_iter()
            .map(|choice| Choice {
                label: choice.label,
                value: choice.value,
            })
            .collect()
    }
}

/// The reception, as the face holds it.
pub(super) fn reception(desk: commands::Desk<Reading>, clock: Clock) -> Arc<Reception> {
    Arc::new(Reception { desk, clock })
}
