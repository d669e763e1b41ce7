//! What may be meant by what is typed so far, from what is known without asking anybody.

use chrono::{DateTime, Days, Utc};

use crate::commands::{
    Alerts, Asker, Choice, Desk, Given, Operation, Parameter, Reports, agent, any::AnyCommand,
    channel, command::HELP, control::Visit, help, skill, typed::fold,
};
use vigia_cards::{Words, tidy};

/// How many dates are suggested beside today and yesterday.
const DATES: u64 = 8;

/// How many choices a chat shows.
const CHOICES: usize = 25;

impl<R: Reports, A: Alerts> Desk<R, A> {
    pub(super) async fn suggested(
        &self,
        command: &str,
        option: &str,
        typed: &str,
        given: &Given,
        asker: &Asker,
        now: DateTime<Utc>,
    ) -> Vec<Choice> {
        if !self.access().allows(command, asker) {
            return Vec::new();
        }
        if command == HELP {
            let words = self.words(asker);
            return help::choices(typed, self.known_to(asker), &words);
        }
        let option = AnyCommand::from_name(command).and_then(|command| {
            let mut taken = command.parameters().iter().copied();
            taken.find(|parameter| parameter.name() == option)
        });
        let Some(option) = option else {
            return Vec::new();
        };
        if option == Parameter::Operation {
            return self.operations_like(typed);
        }
        let named = Parameter::Operation.given(given);
        let Ok(operation) = self.operation(named, &asker.locale) else {
            return Vec::new();
        };
        let found = self.suggested_in(operation, option, typed, asker, now);
        if !found.is_empty() {
            return found;
        }
        let visit = Visit::at(self, operation, asker, now);
        // What is remembered and cannot be read is no suggestion.
        visit.suggested(option, typed).await.unwrap_or_default()
    }

    fn suggested_in(
        &self,
        operation: &Operation<R>,
        option: Parameter,
        typed: &str,
        asker: &Asker,
        now: DateTime<Utc>,
    ) -> Vec<Choice> {
        let words = operation.words(&asker.locale);
        match option {
            Parameter::Skill => skill::choices(typed, &operation.reports.skills(), &words),
            Parameter::Channel => channel::choices(typed, &words),
            Parameter::Agent if self.access().names_agents(asker) => {
                agent::choices(typed, &operation.reports.agents())
            }
            Parameter::Day => days(typed, now, &words),
            Parameter::Agent
            | Parameter::Last
            | Parameter::From
            | Parameter::To
            | Parameter::Compare
            | Parameter::Sort
            | Parameter::Top
            | Parameter::Format
            | Parameter::Share
            | Parameter::Summary
            | Parameter::Operation
            | Parameter::Topic
            | Parameter::View
            | Parameter::Incident
            | Parameter::Do
            | Parameter::Note
            | Parameter::Rule
            | Parameter::Severity
            | Parameter::Label
            | Parameter::For
            | Parameter::Until
            | Parameter::Every
            | Parameter::Comment
            | Parameter::End
            | Parameter::Show
            | Parameter::Explain
            | Parameter::Reload => Vec::new(),
        }
    }

    fn operations_like(&self, typed: &str) -> Vec<Choice> {
        let text = fold(typed);
        let names = self.operations().iter().map(|known| known.name.as_str());
        names
            .filter(|name| fold(name).contains(&text))
            .take(CHOICES)
            .map(|name| Choice {
                label: tidy(name),
                value: name.to_owned(),
            })
            .collect()
    }
}

/// Today, yesterday, and the dates before, by the operation's calendar.
fn days(typed: &str, now: DateTime<Utc>, words: &Words) -> Vec<Choice> {
    let text = fold(typed);
    let names = ["word-today", "word-yesterday"].map(|id| words.say(id, &[]));
    let near = names.into_iter().map(|name| Choice {
        label: name.clone(),
        value: name,
    });
    let dates = (2..2 + DATES).filter_map(|ago| {
        let time = now.checked_sub_days(Days::new(ago))?;
        let day = time.with_timezone(&words.zone()).format("%Y-%m-%d");
        Some(Choice {
            label: format!("{day} · {}", words.date(time)),
            value: day.to_string(),
        })
    });
    near.chain(dates)
        .filter(|choice| fold(&choice.label).contains(&text))
        .take(CHOICES)
        .collect()
}
