//! Understands a button. It may be of another version, of yesterday, or of nobody; names on
//! it are looked up among those that are known today.

use chrono::{DateTime, Utc};

use crate::commands::{
    AnswerAudience, CommandOperation, Freshness, ReplyPlace, ReportQuestion, ReportSource,
    question::{AnswerDelivery, QuestionToken, TokenTag, TokenVerb},
    range::RangeNote,
    refusal::{CommandRefusal, GoneSubject},
};
use vigia_cards::{Card, Words};
use vigia_core::metrics::{AgentName, Channel, Facts, OperationName};

use super::channel::KNOWN;

/// What a button asks for.
#[derive(Debug)]
pub(crate) struct PressedButton {
    pub(crate) question: ReportQuestion,
    pub(crate) place: ReplyPlace,
    pub(crate) freshness: Freshness,
}

/// What the button means in its operation.
///
/// # Errors
/// The card that says why it means nothing, and how to ask again.
pub(crate) async fn understand<R: ReportSource>(
    token: &QuestionToken,
    operation: &CommandOperation<R>,
    audience: &AnswerAudience,
    now: DateTime<Utc>,
) -> Result<PressedButton, Card> {
    let words = &audience.words;
    if token.window.until() > now {
        return Err(outdated(token, words));
    }
    let mut question = ReportQuestion {
        command: token.command,
        operation: token
            .operation
            .map(|_| OperationName::clone(&operation.name)),
        skills: token.skills,
        channel: None,
        agent: None,
        period: token.period,
        window: token.window,
        compare: token.compare,
        order: token.order,
        top: token.top,
        page: token.page,
        shows: token.shows,
        delivery: AnswerDelivery::Private,
        notes: Vec::new(),
    };
    if let Some(tag) = token.channel {
        question.channel = Some(channel(tag, &question, operation, words).await?);
    }
    if let Some(tag) = token.agent {
        question.agent = Some(agent(tag, &question, operation, audience).await?);
    }
    let (place, freshness) = match token.verb {
        TokenVerb::Refresh => (ReplyPlace::Instead, Freshness::Fresh),
        TokenVerb::Page | TokenVerb::View => (ReplyPlace::Instead, Freshness::AsSeen),
        TokenVerb::Csv => (ReplyPlace::Private, Freshness::AsSeen),
        TokenVerb::Share => (ReplyPlace::Channel, Freshness::AsSeen),
        TokenVerb::Next => (ReplyPlace::Private, Freshness::Fresh),
    };
    question.delivery = match token.verb {
        TokenVerb::Csv => AnswerDelivery::File,
        TokenVerb::Share => AnswerDelivery::Shared,
        TokenVerb::Refresh | TokenVerb::Page | TokenVerb::View | TokenVerb::Next => {
            AnswerDelivery::Private
        }
    };
    if token.verb == TokenVerb::Refresh {
        move_on(&mut question, operation, words, now)?;
    }
    Ok(PressedButton {
        question,
        place,
        freshness,
    })
}

/// A button that cannot be read.
pub(crate) fn outdated(token: &QuestionToken, words: &Words) -> Card {
    let command = token.command.typed(words);
    CommandRefusal::button(&command, words).card(&command)
}

/// A stretch of time that ends now ends later than it did.
fn move_on<R>(
    question: &mut ReportQuestion,
    operation: &CommandOperation<R>,
    words: &Words,
    now: DateTime<Utc>,
) -> Result<(), Card> {
    let latest = operation.latest(now);
    question.window = question
        .period
        .window(operation.zone, latest)
        .map_err(|fault| CommandRefusal::range(&fault, words).card(&question.again(words)))?;
    if question.period.is_cut(latest) {
        question.notes.push(RangeNote::EndsNow);
    }
    Ok(())
}

/// One that wolkvox documents, or one of the answer on the screen.
async fn channel<R: ReportSource>(
    tag: TokenTag,
    question: &ReportQuestion,
    operation: &CommandOperation<R>,
    words: &Words,
) -> Result<Channel, Card> {
    let known = KNOWN.into_iter().find(|name| TokenTag::of(name) == tag);
    if let Some(name) = known {
        return Ok(Channel::new(name));
    }
    let found = match seen(question, operation).await.as_deref() {
        Some(Facts::ServiceLevel(report)) => {
            let mut rows = report.channels.iter();
            rows.find(|row| TokenTag::of(row.channel.as_str()) == tag)
                .map(|row| row.channel.clone())
        }
        _ => None,
    };
    found.ok_or_else(|| gone(GoneSubject::Channel, question, words))
}

/// One that is known, or one of the answer on the screen.
async fn agent<R: ReportSource>(
    tag: TokenTag,
    question: &ReportQuestion,
    operation: &CommandOperation<R>,
    audience: &AnswerAudience,
) -> Result<AgentName, Card> {
    let words = &audience.words;
    if !audience.names_agents {
        let refusal = CommandRefusal::no_agents_here(audience);
        return Err(refusal.card(&question.command.typed(words)));
    }
    let known = operation.reports.agents();
    let is_meant = |agent: &&AgentName| TokenTag::of(agent.as_str()) == tag;
    if let Some(agent) = known.iter().find(is_meant) {
        return Ok(agent.clone());
    }
    let found = match seen(question, operation).await.as_deref() {
        Some(Facts::Holds(report)) => {
            let mut agents = report.agents.iter().map(|row| &row.agent);
            agents.find(is_meant).cloned()
        }
        _ => None,
    };
    found.ok_or_else(|| gone(GoneSubject::Agent, question, words))
}

/// The answer on the screen, as a rule from memory.
async fn seen<R: ReportSource>(
    question: &ReportQuestion,
    operation: &CommandOperation<R>,
) -> Option<std::sync::Arc<Facts>> {
    let ask = question.main_ask();
    let answer = operation.reports.read(ask, Freshness::AsSeen).await;
    answer.ok()?.facts
}

fn gone(what: GoneSubject, question: &ReportQuestion, words: &Words) -> Card {
    let command = question.command.typed(words);
    CommandRefusal::gone(what, &command, words).card(&command)
}
