//! Understands a button. It may be of another version, of yesterday, or of nobody; names on
//! it are looked up among those that are known today.

use chrono::{DateTime, Utc};

use crate::commands::{
    Audience, Freshness, Operation, Place, Question, Reports,
    question::{Delivery, Tag, Token, Verb},
    range::Note,
    refusal::{Gone, Refusal},
};
use vigia_cards::{Card, Words};
use vigia_core::metrics::{AgentName, Channel, Facts, OperationName};

use super::channel::KNOWN;

/// What a button asks for.
#[derive(Debug)]
pub(crate) struct Pressed {
    pub(crate) question: Question,
    pub(crate) place: Place,
    pub(crate) freshness: Freshness,
}

/// What the button means in its operation.
///
/// # Errors
/// The card that says why it means nothing, and how to ask again.
pub(crate) async fn understand<R: Reports>(
    token: &Token,
    operation: &Operation<R>,
    audience: &Audience,
    now: DateTime<Utc>,
) -> Result<Pressed, Card> {
    let words = &audience.words;
    if token.window.until() > now {
        return Err(outdated(token, words));
    }
    let mut question = Question {
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
        delivery: Delivery::Private,
        notes: Vec::new(),
    };
    if let Some(tag) = token.channel {
        question.channel = Some(channel(tag, &question, operation, words).await?);
    }
    if let Some(tag) = token.agent {
        question.agent = Some(agent(tag, &question, operation, audience).await?);
    }
    let (place, freshness) = match token.verb {
        Verb::Refresh => (Place::Instead, Freshness::Fresh),
        Verb::Page | Verb::View => (Place::Instead, Freshness::AsSeen),
        Verb::Csv => (Place::Private, Freshness::AsSeen),
        Verb::Share => (Place::Channel, Freshness::AsSeen),
        Verb::Next => (Place::Private, Freshness::Fresh),
    };
    question.delivery = match token.verb {
        Verb::Csv => Delivery::File,
        Verb::Share => Delivery::Shared,
        Verb::Refresh | Verb::Page | Verb::View | Verb::Next => Delivery::Private,
    };
    if token.verb == Verb::Refresh {
        move_on(&mut question, operation, words, now)?;
    }
    Ok(Pressed {
        question,
        place,
        freshness,
    })
}

/// A button that cannot be read.
pub(crate) fn outdated(token: &Token, words: &Words) -> Card {
    let command = token.command.typed(words);
    Refusal::button(&command, words).card(&command)
}

/// A stretch of time that ends now ends later than it did.
fn move_on<R>(
    question: &mut Question,
    operation: &Operation<R>,
    words: &Words,
    now: DateTime<Utc>,
) -> Result<(), Card> {
    let latest = operation.latest(now);
    question.window = question
        .period
        .window(operation.zone, latest)
        .map_err(|fault| Refusal::range(&fault, words).card(&question.again(words)))?;
    if question.period.is_cut(latest) {
        question.notes.push(Note::EndsNow);
    }
    Ok(())
}

/// One that wolkvox documents, or one of the answer on the screen.
async fn channel<R: Reports>(
    tag: Tag,
    question: &Question,
    operation: &Operation<R>,
    words: &Words,
) -> Result<Channel, Card> {
    let known = KNOWN.into_iter().find(|name| Tag::of(name) == tag);
    if let Some(name) = known {
        return Ok(Channel::new(name));
    }
    let found = match seen(question, operation).await.as_deref() {
        Some(Facts::ServiceLevel(report)) => {
            let mut rows = report.channels.iter();
            rows.find(|row| Tag::of(row.channel.as_str()) == tag)
                .map(|row| row.channel.clone())
        }
        _ => None,
    };
    found.ok_or_else(|| gone(Gone::Channel, question, words))
}

/// One that is known, or one of the answer on the screen.
async fn agent<R: Reports>(
    tag: Tag,
    question: &Question,
    operation: &Operation<R>,
    audience: &Audience,
) -> Result<AgentName, Card> {
    let words = &audience.words;
    if !audience.names_agents {
        let refusal = Refusal::no_agents_here(audience);
        return Err(refusal.card(&question.command.typed(words)));
    }
    let known = operation.reports.agents();
    let is_meant = |agent: &&AgentName| Tag::of(agent.as_str()) == tag;
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
    found.ok_or_else(|| gone(Gone::Agent, question, words))
}

/// The answer on the screen, as a rule from memory.
async fn seen<R: Reports>(
    question: &Question,
    operation: &Operation<R>,
) -> Option<std::sync::Arc<Facts>> {
    let ask = question.main_ask();
    let answer = operation.reports.read(ask, Freshness::AsSeen).await;
    answer.ok()?.facts
}

fn gone(what: Gone, question: &Question, words: &Words) -> Card {
    let command = question.command.typed(words);
    Refusal::gone(what, &command, words).card(&command)
}
