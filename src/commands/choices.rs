//! What may be meant by what is typed so far, from what is known without asking anybody.

use chrono::{DateTime, Days, Utc};

use crate::commands::{
    AlertService, Caller, CommandOperation, CommandParameter, CommandService, Given, MenuChoice,
    ReportSource, agent, any::AnyCommand, channel, command::HELP, control::RequestContext, help,
    skill, typed::fold,
};
use vigia_cards::{Words, tidy};

/// How many dates are suggested beside today and yesterday.
const DATES: u64 = 8;

/// How many choices a chat shows.
const CHOICES: usize = 25;

impl<R: ReportSource, A: AlertService> CommandService<R, A> {
    pub(super) async fn suggested(
        &self,
        command: &str,
        option: &str,
        typed: &str,
        given: &Given,
        asker: &Caller,
        now: DateTime<Utc>,
    ) -> Vec<MenuChoice> {
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
        if option == CommandParameter::Operation {
            return self.operations_like(typed);
        }
        let named = CommandParameter::Operation.given(given);
        let Ok(operation) = self.operation(named, &asker.locale) else {
            return Vec::new();
        };
        let found = self.suggested_in(operation, option, typed, asker, now);
        if !found.is_empty() {
            return found;
        }
        let visit = RequestContext::at(self, operation, asker, now);
        // What is remembered and cannot be read is no suggestion.
        visit.suggested(option, typed).await.unwrap_or_default()
    }

    fn suggested_in(
        &self,
        operation: &CommandOperation<R>,
        option: CommandParameter,
        typed: &str,
        asker: &Caller,
        now: DateTime<Utc>,
    ) -> Vec<MenuChoice> {
        let words = operation.words(&asker.locale);
        match option {
            CommandParameter::Skill => skill::choices(typed, &operation.reports.skills(), &words),
            CommandParameter::Channel => channel::choices(typed, &words),
            CommandParameter::Agent if self.access().names_agents(asker) => {
                agent::choices(typed, &operation.reports.agents())
            }
            CommandParameter::Day => days(typed, now, &words),
            CommandParameter::Agent
            | CommandParameter::Last
            | CommandParameter::From
            | CommandParameter::To
            | CommandParameter::Compare
            | CommandParameter::Sort
            | CommandParameter::Top
            | CommandParameter::Format
            | CommandParameter::Share
            | CommandParameter::Summary
            | CommandParameter::Operation
            | CommandParameter::Topic
            | CommandParameter::View
            | CommandParameter::Incident
            | CommandParameter::Do
            | CommandParameter::Note
            | CommandParameter::Rule
            | CommandParameter::Severity
            | CommandParameter::Label
            | CommandParameter::For
            | CommandParameter::Until
            | CommandParameter::Every
            | CommandParameter::Comment
            | CommandParameter::End
            | CommandParameter::Show
            | CommandParameter::Explain
            | CommandParameter::Reload => Vec::new(),
        }
    }

    fn operations_like(&self, typed: &str) -> Vec<MenuChoice> {
        let text = fold(typed);
        let names = self.operations().iter().map(|known| known.name.as_str());
        names
            .filter(|name| fold(name).contains(&text))
            .take(CHOICES)
            .map(|name| MenuChoice {
                label: tidy(name),
                value: name.to_owned(),
            })
            .collect()
    }
}

/// Today, yesterday, and the dates before, by the operation's calendar.
fn days(typed: &str, now: DateTime<Utc>, words: &Words) -> Vec<MenuChoice> {
    let text = fold(typed);
    let names = ["word-today", "word-yesterday"].map(|id| words.say(id, &[]));
    let near = names.into_iter().map(|name| MenuChoice {
        label: name.clone(),
        value: name,
    });
    let dates = (2..2 + DATES).filter_map(|ago| {
        let time = now.checked_sub_days(Days::new(ago))?;
        let day = time.with_timezone(&words.zone()).format("%Y-%m-%d");
        Some(MenuChoice {
            label: format!("{day} · {}", words.date(time)),
            value: day.to_string(),
        })
    });
    near.chain(dates)
        .filter(|choice| fold(&choice.label).contains(&text))
        .take(CHOICES)
        .collect()
}
