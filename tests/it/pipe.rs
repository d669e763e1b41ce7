//! The whole bot from outside: `vigia run` as a process, between a centre and a chat.

mod abandon;
mod access;
mod alert;
mod buttons;
mod chat;
mod cost;
mod ending;
mod figures;
mod gateway;
mod help;
mod menu;
mod names;
mod outage;
mod people;
mod quota;
mod reload;
mod report;
mod secrets;
mod sharing;
mod skills;
mod start;
mod trend;

use vigia_sandbox::chat::{ChatRequest, DiscordStandIn};

use crate::support::{floor::Floor, judge::complaints};

/// Fails if Discord would have refused anything. A bot that was started again may open a
/// thread that is there: that is how it asks.
fn assert_faultless(chat: &DiscordStandIn) {
    let asks_for_thread = |it: &ChatRequest| it.method == "POST" && it.code() == Some(160_004);
    let mut refused = chat.violations();
    refused.retain(|it| !asks_for_thread(it));
    assert!(refused.is_empty(), "refused: {refused:#?}");
    let complaints = complaints(&chat.requests());
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
