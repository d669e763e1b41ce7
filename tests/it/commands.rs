//! Commands from outside: what is asked of the reports, and what the asker is told.

mod access;
mod alerts;
mod answers;
mod buttons;
mod fake;
mod help;
mod kept;
mod menu;
mod refusals;
mod rules;
mod silences;
mod summary;
mod words;

use std::{
    collections::BTreeMap,
    ops::Deref,
    sync::{Arc, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;
use vigia::commands::{
    Caller, CommandAccess, CommandReply, CommandService, Given, MenuChoice, RuleJudge,
};
use vigia_cards::{Card, CardButton, rules::JudgedScope};

use crate::support::service::alert_actions;
use fake::{Fake, Operation, commit_history, operation};
use kept::Kept;

/// Tuesday 17 November 2026, 15:05:42 in Bogota.
fn now() -> DateTime<Utc> {
    "2026-11-17T20:05:42Z".parse().unwrap()
}

fn given(options: &[(&str, &str)]) -> Given {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    options.iter().map(owned).collect()
}

/// Somebody without roles, in the channel 7.
fn asker(locale: &str) -> Caller {
    Caller {
        locale: locale.to_owned(),
        channels: vec![7],
        ..Caller::default()
    }
}

/// Agents may be named in the channel 7.
fn open() -> CommandAccess {
    CommandAccess {
        agents_in: [7].into(),
        ..CommandAccess::default()
    }
}

/// The commands, the reports behind them, and the store.
struct Desk {
    service: CommandService,
    fakes: Vec<Arc<Fake>>,
    kept: Kept,
}

impl Deref for Desk {
    type Target = CommandService;

    fn deref(&self) -> &CommandService {
        &self.service
    }
}

impl Desk {
    fn new(operations: Vec<Operation>, access: CommandAccess, kept: Kept) -> Self {
        let rules = operations.first().map(|first| first.command.rules.clone());
        let started_at = now() - TimeDelta::hours(30);
        let mut alerts = alert_actions(
            &kept.store,
            rules.unwrap_or_default(),
            kept.rules.path().to_owned(),
            started_at,
        );
        let judged = Arc::clone(&kept.judged);
        alerts.judge = RuleJudge::Given(Box::new(move |rule| {
            let judged = judged.lock().unwrap_or_else(PoisonError::into_inner);
            let JudgedScope { as_of, mut looks } = judged.clone()?;
            looks.retain(|look| rule.is_none_or(|rule| look.rule == *rule));
            Some(JudgedScope { as_of, looks })
        }));
        let (mut commands, mut fakes) = (Vec::new(), Vec::new());
        for Operation { mut command, fake } in operations {
            command.reports.store = Some(kept.store.clone());
            commit_history(&kept.store, &command.name, &fake);
            commands.push(command);
            fakes.push(fake);
        }
        let service = CommandService {
            operations: commands,
            access,
            alerts,
        };
        Self {
            service,
            fakes,
            kept,
        }
    }
}

fn desk(reports: Fake) -> Desk {
    Desk::new(vec![operation("cali", reports)], open(), Kept::default())
}

fn reports(desk: &Desk) -> &Fake {
    &desk.fakes[0]
}

async fn run(desk: &Desk, command: &str, options: &[(&str, &str)]) -> CommandReply {
    run_as(desk, &asker("es-419"), command, options).await
}

async fn run_as(
    desk: &Desk,
    asker: &Caller,
    command: &str,
    options: &[(&str, &str)],
) -> CommandReply {
    let (progress, _) = watch::channel(None);
    let given = &given(options);
    let run = desk.run(command, given, asker, &progress, now());
    runs_anywhere(run).await
}

async fn press(desk: &Desk, press: &str) -> CommandReply {
    press_at(desk, &asker("es-419"), press, now()).await
}

async fn press_at(desk: &Desk, asker: &Caller, press: &str, now: DateTime<Utc>) -> CommandReply {
    let (progress, _) = watch::channel(None);
    runs_anywhere(desk.press(press, asker, &progress, now)).await
}

/// What may be meant by what is typed so far. No report is read for it.
async fn choices(
    desk: &Desk,
    asker: &Caller,
    [command, option, typed]: [&str; 3],
    options: &[(&str, &str)],
) -> Vec<MenuChoice> {
    let before = desk
        .fakes
        .iter()
        .map(|fake| fake.asked.lock().unwrap().len());
    let before: Vec<_> = before.collect();
    let given = given(options);
    let choices = desk.suggest(command, option, typed, &given, asker, now());
    let choices = choices.await;
    let after = desk
        .fakes
        .iter()
        .map(|fake| fake.asked.lock().unwrap().len());
    assert_eq!(before, after.collect::<Vec<_>>(), "it reads");
    choices
}

/// A chat's framework runs commands on any thread.
fn runs_anywhere<T>(future: impl Future<Output = T> + Send) -> impl Future<Output = T> + Send {
    future
}

fn button<'a>(card: &'a Card, label: &str) -> &'a CardButton {
    let found = card.buttons.iter().find(|button| button.label == label);
    found.unwrap_or_else(|| panic!("no button `{label}`: {:?}", card.buttons))
}

fn labels(card: &Card) -> Vec<&str> {
    card.buttons
        .iter()
        .map(|button| button.label.as_str())
        .collect()
}

/// Roles that may use a command.
fn roles(command: &str, roles: &[u64]) -> BTreeMap<String, std::collections::BTreeSet<u64>> {
    [(command.to_owned(), roles.iter().copied().collect())].into()
}
