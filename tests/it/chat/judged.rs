//! What the tests hold against each message of the bot.

use super::{CHANNEL, Wire};
use crate::support::judge;

#[test]
fn the_judge_complains_of_what_the_stand_in_would_refuse() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let wire = Wire::start().await;
        let path = super::messages(CHANNEL);
        let quiet = serde_json::json!({ "parse": [] });
        for body in [
            serde_json::json!({ "content": "no word on mentions" }),
            serde_json::json!({ "content": "x".repeat(2001), "allowed_mentions": quiet }),
            serde_json::json!({ "content": "x", "flags": 1 << 15, "allowed_mentions": quiet,
                "components": [{ "type": 10, "content": "y" }] }),
            serde_json::json!({ "content": "", "allowed_mentions": quiet }),
            serde_json::json!({ "content": "x", "nonce": "x".repeat(26),
                "allowed_mentions": quiet }),
        ] {
            wire.post(&path, &body).await;
        }
        let complaints = judge::complaints(&wire.chat.requests());
        assert_eq!(complaints.len(), 5, "{complaints:#?}");
    });
}
