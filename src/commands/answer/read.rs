//! Reads what a question needs, all at once: calls that are alike share one answer.

use std::future::Future;

use chrono::{DateTime, Utc};

use crate::commands::{
    CommandAnswer, CommandOperation, Freshness, ReadFailure, ReportQuestion, ReportSource,
    answer::trend, refusal::why,
};
use vigia_cards::{
    Words,
    report::{ReportInput, TrendHistory},
};

type Read = Result<CommandAnswer, ReadFailure>;

/// What the reports gave.
#[derive(Debug)]
pub(super) struct ReportReads {
    main: Read,
    second: Option<Read>,
    before: Option<Read>,
    pub(super) history: Option<TrendHistory>,
}

pub(super) async fn read<R: ReportSource>(
    question: &ReportQuestion,
    operation: &CommandOperation<R>,
    freshness: Freshness,
) -> ReportReads {
    let read = |ask| operation.reports.read(ask, freshness);
    let (main, second, before, history) = tokio::join!(
        read(question.main_ask()),
        maybe(question.second_ask().map(read)),
        maybe(question.ask_before(operation.zone).map(read)),
        trend::history(question, operation),
    );
    ReportReads {
        main,
        second,
        before,
        history,
    }
}

async fn maybe<F: Future>(wanted: Option<F>) -> Option<F::Output> {
    Some(wanted?.await)
}

impl ReportReads {
    /// The failure that leaves nothing to show. What one report still tells is shown.
    pub(super) fn only_failure(&self) -> Option<&ReadFailure> {
        let own = || std::iter::once(&self.main).chain(&self.second);
        let has_facts = |read: &Read| read.as_ref().is_ok_and(|answer| answer.facts.is_some());
        if own().any(has_facts) {
            return None;
        }
        own().find_map(|read| read.as_ref().err())
    }

    /// When the oldest of them was read.
    pub(super) fn read_at(&self) -> Option<DateTime<Utc>> {
        let own = std::iter::once(&self.main).chain(&self.second);
        own.filter_map(|read| Some(read.as_ref().ok()?.read_at))
            .min()
    }

    /// How many fields and rows of all of them could not be read.
    pub(super) fn spoils(&self) -> usize {
        let all = std::iter::once(&self.main)
            .chain(&self.second)
            .chain(&self.before);
        all.filter_map(|read| Some(read.as_ref().ok()?.spoils))
            .sum()
    }

    pub(super) fn main(&self, words: &Words) -> ReportInput<'_> {
        part(&self.main, words)
    }

    pub(super) fn second(&self, words: &Words) -> ReportInput<'_> {
        self.second
            .as_ref()
            .map_or(ReportInput::Empty, |read| part(read, words))
    }

    pub(super) fn before(&self, words: &Words) -> Option<ReportInput<'_>> {
        self.before.as_ref().map(|read| part(read, words))
    }
}

fn part<'a>(read: &'a Read, words: &Words) -> ReportInput<'a> {
    match read {
        Ok(CommandAnswer {
            facts: Some(facts), ..
        }) => ReportInput::Known(facts),
        Ok(CommandAnswer { facts: None, .. }) => ReportInput::Empty,
        Err(failure) => ReportInput::Failed(why(failure, words)),
    }
}
