//! The whole bot from outside: `vigia run` as a process, between a centre and a chat.

mod abandon;
mod access;
mod alert;
mod buttons;
mod chat;
mod clock;
mod cost;
mod damage;
mod delivery;
mod doctor;
mod ending;
mod export;
mod figures;
mod gateway;
mod health;
mod help;
mod init;
mod menu;
mod names;
mod outage;
mod people;
mod proxy;
mod quota;
mod reload;
mod report;
mod secrets;
mod sharing;
mod skills;
mod start;
mod storm;
mod tokens;
mod trend;

use vigia_sandbox::chat::DiscordStandIn;

use crate::support::{floor::Floor, judge::complaints};

/// Fails if Discord would have refused anything, or if the bot opened a thread.
fn assert_faultless(chat: &DiscordStandIn) {
    let refused = chat.violations();
    assert!(refused.is_empty(), "refused: {refused:#?}");
    let requests = chat.requests();
    assert!(requests.iter().all(|it| !it.path.contains("/threads")));
    let complaints = complaints(&requests);
    assert!(complaints.is_empty(), "judged: {complaints:#?}");
}

/// How often a message was posted into a channel, whatever became of the answer.
fn posts(chat: &DiscordStandIn, channel: u64) -> usize {
    let path = format!("/channels/{channel}/messages");
    let requests = chat.requests();
    let posts = requests.iter().filter(|it| it.method == "POST");
    posts.filter(|it| it.path.ends_with(&path)).count()
}

/// How many calls for reports have come to the centre, lists of names aside.
fn reports(floor: &Floor) -> usize {
    let requests = floor.centre.requests();
    let reports = requests
        .iter()
        .filter(|it| it.parameter("date_ini").is_some());
    reports.count()
}
