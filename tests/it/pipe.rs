//! The whole bot from outside: `vigia run` as a process, between a centre and a chat.

mod abandon;
mod alert;
mod chat;
mod ending;
mod menu;
mod outage;
mod quota;
mod report;
mod secrets;
mod start;

use vigia::sandbox::chat::{Chat, Request};

use crate::support::judge::complaints;

/// Fails if Discord would have refused anything. A bot that was started again may open a
/// thread that is there: that is how it asks.
fn assert_faultless(chat: &Chat) {
    let asks_for_thread = |it: &Request| it.method == "POST" && it.code() == Some(160_004);
    let mut refused = chat.violations();
    refused.retain(|it| !asks_for_thread(it));
    assert!(refused.is_empty(), "refused: {refused:#?}");
    let complaints = complaints(&chat.requests());
    assert!(complaints.is_empty(), "judged: {complaints:#?}");
}

/// How often a message was posted into a channel, whatever became of the answer.
fn posts(chat: &Chat, channel: u64) -> usize {
    let path = format!("/channels/{channel}/messages");
    let requests = chat.requests();
    let posts = requests.iter().filter(|it| it.method == "POST");
    posts.filter(|it| it.path.ends_with(&path)).count()
}
