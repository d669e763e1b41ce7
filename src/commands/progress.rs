//! A sign of life while an answer is being read: how many calls stand before it.

use std::{future::Future, pin::pin, time::Duration};

use crate::commands::{Progress, ReportQuestion, ReportSource};
use vigia_cards::{Card, Words};
use vigia_core::metrics::ReportRequest;

/// How long an answer may take before its place in the queue is told, and how often it is
/// looked at again.
const PATIENCE: Duration = Duration::from_secs(1);

/// Does the work, and tells meanwhile how it gets on.
pub(crate) async fn watched<R: ReportSource, T>(
    work: impl Future<Output = T>,
    question: &ReportQuestion,
    reports: &R,
    words: &Words,
    progress: &Progress,
) -> T {
    let asks: Vec<_> = [Some(question.main_ask()), question.second_ask()]
        .into_iter()
        .chain([question.ask_before(words.zone())])
        .flatten()
        .collect();
    let mut work = pin!(work);
    let mut telling = pin!(tell(&asks, question, reports, words, progress));
    tokio::select! {
        biased; // An answer that is ready is given.
        done = &mut work => done,
        () = &mut telling => work.await,
    }
}

/// Tells until everybody has gone who could hear it.
async fn tell<R: ReportSource>(
    asks: &[ReportRequest],
    question: &ReportQuestion,
    reports: &R,
    words: &Words,
    progress: &Progress,
) {
    let mut told = None;
    while !progress.is_closed() {
        tokio::time::sleep(PATIENCE).await;
        let place = place(asks, reports).await;
        if place.is_some() && place != told {
            told = place;
            progress.send_replace(place.map(|before| card(before, question, words)));
        }
    }
}

/// How many calls stand before the first of ours.
async fn place<R: ReportSource>(asks: &[ReportRequest], reports: &R) -> Option<usize> {
    let mut first = None;
    for ask in asks {
        let place = reports.position(*ask).await;
        first = match (first, place) {
            (Some(first), Some(place)) => Some(place.min(first)),
            (first, place) => first.or(place),
        };
    }
    first
}

fn card(before: usize, question: &ReportQuestion, words: &Words) -> Card {
    let title = match u64::try_from(before).unwrap_or(u64::MAX) {
        0 => words.say("progress-reading", &[]),
        calls => words.say(
            "progress-queue",
            &[
                ("calls", calls.into()),
                ("count", words.count(calls).into()),
            ],
        ),
    };
    Card {
        title,
        footer: question.again(words),
        ..Card::default()
    }
}
