//! What the desk answers to what is typed and pressed.

use chrono::{DateTime, Utc};

use crate::{
    cards::Card,
    commands::{
        AbandonRequest, Asker, Choice, Desk, Given, MenuItem, Place, Progress, Reply,
        Reports, abandon, skill,
    },
};

impl<R: Reports> Desk<R> {
    /// The commands.
    #[must_use]
    pub fn menu(&self) -> Vec<MenuItem> {
        Vec::new()
    }

    /// Runs a command.
    pub async fn run(
        &self,
        _command: &str,
        given: Given,
        asker: &Asker,
        _progress: &Progress,
        now: DateTime<Utc>,
    ) -> Reply {
        let option = |name: &str| given.get(name).cloned();
        let request = AbandonRequest {
            operation: option("operation"),
            skill: option("skill"),
            last: option("last"),
            from: option("from"),
            to: option("to"),
        };
        let card = match self.operation(request.operation.as_deref(), &asker.locale) {
            Ok(operation) => abandon(&request, operation, &asker.locale, now).await,
            Err(card) => Err(card),
        };
        Reply {
            card: card.unwrap_or_else(|refusal| refusal),
            place: Place::Private,
        }
    }

    /// Does what a button says.
    pub async fn press(
        &self,
        _press: &str,
        _asker: &Asker,
        _progress: &Progress,
        _now: DateTime<Utc>,
    ) -> Reply {
        Reply {
            card: Card::default(),
            place: Place::Private,
        }
    }

    /// What may be meant by what is typed so far into an option.
    #[must_use]
    pub fn choices(
        &self,
        _command: &str,
        option: &str,
        typed: &str,
        given: &Given,
        asker: &Asker,
    ) -> Vec<Choice> {
        if option == "operation" {
            let names = self.operations().iter();
            return names
                .map(|known| known.name.to_string())
                .filter(|name| name.contains(typed))
                .map(|name| Choice {
                    label: name.clone(),
                    value: name,
                })
                .collect();
        }
        let operation = given.get("operation").map(String::as_str);
        let Ok(operation) = self.operation(operation, &asker.locale) else {
            return Vec::new();
        };
        let names = operation.reports.skills();
        skill::choices(typed, &names, &operation.words(&asker.locale))
    }
}
