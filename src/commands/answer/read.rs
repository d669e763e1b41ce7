//! Reads what a question needs, all at once: calls that are alike share one answer.

use std::future::Future;

use chrono::{DateTime, Utc};

use crate::commands::{
    Answer, Freshness, Operation, Question, ReadFailure, Reports, answer::trend, refusal::why,
};
use vigia_cards::{
    Words,
    report::{History, Part},
};

type Read = Result<Answer, ReadFailure>;

/// What the reports gave.
#[derive(Debug)]
pub(super) struct Reads {
    main: Read,
    second: Option<Read>,
    before: Option<Read>,
    pub(super) history: Option<History>,
}

pub(super) async fn read<R: Reports>(
    question: &Question,
    operation: &Operation<R>,
    freshness: Freshness,
) -> Reads {
    let read = |ask| operation.reports.read(ask, freshness);
    let (main, second, before, history) = tokio::join!(
        read(question.main_ask()),
        maybe(question.second_ask().map(read)),
        maybe(question.ask_before(operation.zone).map(read)),
        trend::history(question, operation),
    );
    Reads {
        main,
        second,
        before,
        history,
    }
}

async fn maybe<F: Future>(wanted: Option<F>) -> Option<F::Output> {
    Some(wanted?.await)
}

impl Reads {
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

    pub(super) fn main(&self, words: &Words) -> Part<'_> {
        part(&self.main, words)
    }

    pub(super) fn second(&self, words: &Words) -> Part<'_> {
        self.second
            .as_ref()
            .map_or(Part::Empty, |read| part(read, words))
    }

    pub(super) fn before(&self, words: &Words) -> Option<Part<'_>> {
        self.before.as_ref().map(|read| part(read, words))
    }
}

fn part<'a>(read: &'a Read, words: &Words) -> Part<'a> {
    match read {
        Ok(Answer {
            facts: Some(facts), ..
        }) => Part::Known(facts),
        Ok(Answer { facts: None, .. }) => Part::Empty,
        Err(failure) => Part::Failed(why(failure, words)),
    }
}
