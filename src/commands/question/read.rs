//! Understands what was typed. Nothing is read from any report: a slip is told at once.

use chrono::{DateTime, TimeDelta, Utc};

use crate::commands::{
    Audience, Command, Given, Operation, Parameter, Reports, agent,
    any::AnyCommand,
    channel,
    parameter::{COMPARISONS, FORMATS, Format, chosen, of_comparison, of_format, of_order},
    question::{Delivery, Question, Shows},
    range::{Typed, range},
    refusal::Refusal,
    skill,
};
use vigia_cards::{
    Card, Words,
    report::{Comparison, Order},
};
use vigia_core::metrics::{AgentName, Channel, OperationName, Skills};

impl Question {
    /// Understands what was given with a command, by the options' English names. What the
    /// command does not take is left out of account.
    ///
    /// # Errors
    /// The card that says what was expected, with an example.
    pub fn understand<R: Reports>(
        command: Command,
        given: &Given,
        operation: &Operation<R>,
        audience: &Audience,
        now: DateTime<Utc>,
    ) -> Result<Self, Card> {
        Reading {
            command,
            given,
            audience,
        }
        .question(operation, now)
        .map_err(|refusal| {
            refusal.card(&AnyCommand::from(command).as_typed(given, &audience.words))
        })
    }
}

struct Reading<'a> {
    command: Command,
    given: &'a Given,
    audience: &'a Audience,
}

impl<'a> Reading<'a> {
    fn question<R: Reports>(
        &self,
        operation: &Operation<R>,
        now: DateTime<Utc>,
    ) -> Result<Question, Refusal> {
        let skills = self.skills(operation)?;
        let channel = self.channel()?;
        let agent = self.agent(operation)?;
        let typed = Typed {
            last: self.option(Parameter::Last),
            day: self.option(Parameter::Day),
            from: self.option(Parameter::From),
            to: self.option(Parameter::To),
        };
        let range = range(&typed, operation.zone, operation.latest(now))
            .map_err(|fault| Refusal::range(&fault, self.words()))?;
        let named = self.option(Parameter::Operation);
        Ok(Question {
            command: self.command,
            operation: named.map(|_| OperationName::clone(&operation.name)),
            skills,
            channel,
            agent,
            period: range.period,
            window: range.window,
            compare: self.compare()?,
            order: self.order()?,
            top: self.top()?,
            page: 0,
            shows: Shows::Breakdown,
            delivery: self.delivery()?,
            notes: range.notes,
        })
    }

    fn words(&self) -> &'a Words {
        &self.audience.words
    }

    fn option(&self, parameter: Parameter) -> Option<&'a str> {
        let is_taken = self.command.takes(parameter);
        parameter.given(self.given).filter(|_| is_taken)
    }

    fn skills<R: Reports>(&self, operation: &Operation<R>) -> Result<Skills, Refusal> {
        let Some(typed) = self.option(Parameter::Skill) else {
            return Ok(Skills::All);
        };
        let names = operation.reports.skills();
        skill::find(Some(typed), &names)
            .map_err(|fault| Refusal::skill(typed, &fault, &names, self.words()))
    }

    fn channel(&self) -> Result<Option<Channel>, Refusal> {
        let Some(typed) = self.option(Parameter::Channel) else {
            return Ok(None);
        };
        channel::find(typed).map_err(|fault| Refusal::channel(typed, &fault, self.words()))
    }

    /// Agents are looked up only where they may be named: a refusal that knows them would
    /// name them.
    fn agent<R: Reports>(&self, operation: &Operation<R>) -> Result<Option<AgentName>, Refusal> {
        let Some(typed) = self.option(Parameter::Agent) else {
            return Ok(None);
        };
        if !self.audience.names_agents {
            return Err(Refusal::no_agents_here(self.audience));
        }
        agent::find(typed, &operation.reports.agents())
            .map(Some)
            .map_err(|fault| Refusal::agent(typed, &fault, self.words()))
    }

    fn compare(&self) -> Result<Option<Comparison>, Refusal> {
        self.choice(Parameter::Compare, &COMPARISONS, of_comparison)
    }

    fn order(&self) -> Result<Option<Order>, Refusal> {
        self.choice(Parameter::Sort, self.command.orders(), of_order)
    }

    fn choice<T: Copy>(
        &self,
        parameter: Parameter,
        of: &[T],
        known: fn(T) -> (&'static str, &'static str),
    ) -> Result<Option<T>, Refusal> {
        let Some(typed) = self.option(parameter) else {
            return Ok(None);
        };
        let found = chosen(typed, of, known, self.words());
        found.map(Some).ok_or_else(|| {
            let of: Vec<_> = of.iter().map(|one| known(*one)).collect();
            Refusal::choice(parameter, typed, &of, self.words())
        })
    }

    fn top(&self) -> Result<Option<u8>, Refusal> {
        let Some(typed) = self.option(Parameter::Top) else {
            return Ok(None);
        };
        let rows = typed.parse().ok();
        let rows = rows.filter(|rows| (1..=Question::MOST_ROWS).contains(rows));
        rows.map(Some)
            .ok_or_else(|| Refusal::top(typed, self.words()))
    }

    fn delivery(&self) -> Result<Delivery, Refusal> {
        let format = self.choice(Parameter::Format, &FORMATS, of_format)?;
        let is_shared = match self.option(Parameter::Share) {
            None | Some("false") => false,
            Some("true") => true,
            Some(other) => return Err(Refusal::switch(other, self.words())),
        };
        match (format, is_shared) {
            (Some(Format::Csv), true) => Err(Refusal::shared_file(self.words())),
            (Some(Format::Csv), false) => Ok(Delivery::File),
            (Some(Format::Card) | None, true) => Ok(Delivery::Shared),
            (Some(Format::Card) | None, false) => Ok(Delivery::Private),
        }
    }
}

impl<R> Operation<R> {
    /// The last time of which there are figures.
    pub(crate) fn latest(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now - TimeDelta::from_std(self.settle).unwrap_or_default()
    }
}
