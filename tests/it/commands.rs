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
    pin::pin,
    task::{Context, Poll, Waker},
};

use chrono::{DateTime, Utc};
use tokio::sync::watch;
use vigia::commands::{Caller, CommandAccess, CommandReply, CommandService, Given, MenuChoice};
use vigia_cards::{Card, CardButton};

use fake::{Fake, operation};
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

fn desk(reports: Fake) -> CommandService<Fake, Kept> {
    CommandService::new(vec![operation("cali", reports)], open(), Kept::default())
}

fn reports(desk: &CommandService<Fake, Kept>) -> &Fake {
    &desk.operations()[0].reports
}

async fn run(
    desk: &CommandService<Fake, Kept>,
    command: &str,
    options: &[(&str, &str)],
) -> CommandReply {
    run_as(desk, &asker("es-419"), command, options).await
}

async fn run_as(
    desk: &CommandService<Fake, Kept>,
    asker: &Caller,
    command: &str,
    options: &[(&str, &str)],
) -> CommandReply {
    let (progress, _) = watch::channel(None);
    let run = desk.run(command, given(options), asker, &progress, now());
    runs_anywhere(run).await
}

async fn press(desk: &CommandService<Fake, Kept>, press: &str) -> CommandReply {
    press_at(desk, &asker("es-419"), press, now()).await
}

async fn press_at(
    desk: &CommandService<Fake, Kept>,
    asker: &Caller,
    press: &str,
    now: DateTime<Utc>,
) -> CommandReply {
    let (progress, _) = watch::channel(None);
    runs_anywhere(desk.press(press, asker, &progress, now)).await
}

/// What may be meant by what is typed so far. Nothing is waited for.
fn choices(
    desk: &CommandService<Fake, Kept>,
    asker: &Caller,
    [command, option, typed]: [&str; 3],
    options: &[(&str, &str)],
) -> Vec<MenuChoice> {
    let given = given(options);
    let choices = pin!(desk.choices(command, option, typed, &given, asker, now()));
    match choices.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(choices) => choices,
        Poll::Pending => panic!("it waits"),
    }
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
