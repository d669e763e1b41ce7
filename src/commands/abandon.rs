//! `/abandon`: how many callers gave up, of how many, and after how long.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    cards::{
        Card, Words,
        abandon::{Asked, sheet},
        report::{Inquiry, Part, View},
    },
    commands::{
        Answer, Freshness, Operation, ReadFailure, Reports,
        range::{Range, Typed, range},
        refusal::{Refusal, note, why},
        skill,
    },
    metrics::{Ask, Report, SkillNames, Skills},
};

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AbandonRequest {
    /// The operation; nothing is typed where there is one only.
    pub operation: Option<String>,
    /// The skill, by number or name; all of them where nothing is typed.
    pub skill: Option<String>,
    /// How far back.
    pub last: Option<String>,
    /// From when.
    pub from: Option<String>,
    /// Until when.
    pub to: Option<String>,
}

/// Answers the request in the language of the asker's tag, such as `es-419`.
///
/// # Errors
/// The card that says what was expected, before any report is read; or why neither report
/// could be read.
pub async fn abandon<R: Reports>(
    request: &AbandonRequest,
    operation: &Operation<R>,
    asker: &str,
    now: DateTime<Utc>,
) -> Result<Card, Card> {
    let words = operation.words(asker);
    let names = operation.reports.skills();
    let meant = understand(request, operation, &names, &words, now)
        .map_err(|refusal| refusal.card(&as_typed(request)))?;
    let ask = |report| Ask {
        report,
        skills: meant.skills,
        window: meant.range.window,
    };
    let (service, waits) = tokio::join!(
        operation
            .reports
            .read(ask(Report::ServiceLevel), Freshness::Fresh),
        operation
            .reports
            .read(ask(Report::Abandonment), Freshness::Fresh),
    );
    if let Some(failure) = only_failure(&service, &waits) {
        return Err(Refusal::failure(failure, &words).card(&meant.command(request)));
    }
    let read_at = [&service, &waits]
        .into_iter()
        .filter_map(|answer| Some(answer.as_ref().ok()?.read_at));
    let notes = meant.range.notes.iter();
    let question = Asked {
        skills: meant.skills,
        service: part(&service, &words),
        waits: part(&waits, &words),
    };
    let inquiry = Inquiry {
        window: meant.range.window,
        names: &names,
        rules: &operation.rules,
        read_at: read_at.min().unwrap_or(now),
        notes: notes.map(|fact| note(*fact, &words)).collect(),
        command: meant.command(request),
        view: View::default(),
        before: None,
        trend: None,
    };
    let mut card = sheet(&question, &inquiry, &words).card;
    if request.operation.is_some() {
        card.title = format!("{} · {}", card.title, operation.name);
    }
    Ok(card)
}

/// The failure that leaves nothing to show. What one report still tells is shown.
fn only_failure<'a>(
    service: &'a Result<Answer, ReadFailure>,
    waits: &'a Result<Answer, ReadFailure>,
) -> Option<&'a ReadFailure> {
    let has_facts = |answer: &Result<Answer, ReadFailure>| {
        answer.as_ref().is_ok_and(|answer| answer.facts.is_some())
    };
    if has_facts(service) || has_facts(waits) {
        return None;
    }
    service.as_ref().err().or(waits.as_ref().err())
}

/// A request that makes sense.
struct Meant {
    skills: Skills,
    range: Range,
}

impl Meant {
    fn command(&self, request: &AbandonRequest) -> String {
        let operation = request
            .operation
            .as_deref()
            .map_or_else(String::new, |name| {
                format!(" operation:{}", crate::cards::tidy(name))
            });
        let skill = match self.skills {
            Skills::All => skill::ALL.to_owned(),
            Skills::One(skill) => skill.to_string(),
        };
        format!("/abandon{operation} skill:{skill} {}", self.range.options)
    }
}

fn understand<R>(
    request: &AbandonRequest,
    operation: &Operation<R>,
    names: &SkillNames,
    words: &Words,
    now: DateTime<Utc>,
) -> Result<Meant, Refusal> {
    let typed = request.skill.as_deref();
    let skills = skill::find(typed, names)
        .map_err(|fault| Refusal::skill(typed.unwrap_or_default(), &fault, names, words))?;
    let typed = Typed {
        last: request.last.as_deref(),
        from: request.from.as_deref(),
        to: request.to.as_deref(),
    };
    let settle = TimeDelta::from_std(operation.settle).unwrap_or_default();
    let range = range(&typed, operation.zone, now - settle)
        .map_err(|fault| Refusal::range(&fault, words))?;
    Ok(Meant { skills, range })
}

fn part<'a>(answer: &'a Result<Answer, ReadFailure>, words: &Words) -> Part<'a> {
    match answer {
        Ok(Answer {
            facts: Some(facts), ..
        }) => Part::Known(facts),
        Ok(Answer { facts: None, .. }) => Part::Empty,
        Err(failure) => Part::Failed(why(failure, words)),
    }
}

/// The command as it was typed, for the card that refuses it.
fn as_typed(request: &AbandonRequest) -> String {
    let options = [
        ("operation", &request.operation),
        ("skill", &request.skill),
        ("last", &request.last),
        ("from", &request.from),
        ("to", &request.to),
    ];
    let typed = options
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.as_deref()?)))
        .map(|(name, value)| format!(" {name}:{}", crate::cards::tidy(value)));
    format!("/abandon{}", typed.collect::<String>())
}
