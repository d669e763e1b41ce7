//! Posting, editing, reading, threads, permissions.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use vigia_sandbox::chat::permissions;

use super::{CHANNEL, OTHER, ROLE, Wire, answer, id, messages};

#[tokio::test]
async fn a_wrong_token_is_let_in_nowhere() {
    let wire = Wire::start().await;
    let url = format!("{}/api/v10{}", wire.chat.url(), messages(CHANNEL));
    for token in ["Bot wrong", super::TOKEN, ""] {
        let request = wire.http.post(&url).header("authorization", token);
        let (status, reply) = answer(request.body("{}")).await.unwrap();
        assert_eq!((status, &reply["code"]), (401, &json!(0)));
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let wire = Wire::start().await;
    let text = json!({ "content": "x" });
    let cases = [
        (wire.post("/channels/9/messages", &text).await, 404, 10003),
        (
            wire.patch(&format!("{}/9", messages(CHANNEL)), &text).await,
            404,
            10008,
        ),
        (wire.get("/channels/9").await, 404, 10003),
        (wire.get("/guilds/9").await, 404, 10004),
        (wire.get("/nowhere").await, 404, 0),
        (wire.get("/channels/x").await, 400, 50035),
    ];
    for ((status, reply), expected, code) in cases {
        assert_eq!(
            (status, &reply["code"]),
            (expected, &json!(code)),
            "{reply}"
        );
    }
}

#[tokio::test]
async fn a_repeated_nonce_gives_the_earlier_message() {
    let wire = Wire::start().await;
    let body = json!({ "content": "x", "nonce": "n1", "enforce_nonce": true });
    let first = wire.posted(&body).await;
    assert_eq!(wire.posted(&body).await, first);
    assert_eq!(wire.chat.messages(CHANNEL).len(), 1);
    let unenforced = json!({ "content": "x", "nonce": "n1" });
    assert_ne!(wire.posted(&unenforced).await, first);
    wire.chat.let_pass(Duration::from_secs(121));
    assert_ne!(wire.posted(&body).await, first);
    assert_eq!(wire.chat.messages(CHANNEL).len(), 3);
}

#[tokio::test]
async fn a_repeated_nonce_of_a_deleted_message_is_unknown() {
    let wire = Wire::start().await;
    let body = json!({ "content": "x", "nonce": "n1", "enforce_nonce": true });
    wire.chat.delete(wire.posted(&body).await);
    let (status, reply) = wire.post(&messages(CHANNEL), &body).await;
    assert_eq!((status, &reply["code"]), (404, &json!(10008)));
}

#[tokio::test]
async fn messages_are_listed_newest_first() {
    let wire = Wire::start().await;
    let mut ids = Vec::new();
    for at in 0..5 {
        ids.push(wire.posted(&json!({ "content": at.to_string() })).await);
    }
    let newest: Vec<u64> = ids.iter().rev().copied().collect();
    let (first, third, fourth, fifth) = (ids[0], ids[2], ids[3], ids[4]);
    for (query, expected) in [
        (String::new(), &newest[..]),
        ("?limit=2".to_owned(), &newest[..2]),
        (format!("?limit=2&before={fourth}"), &newest[2..4]),
        (format!("?limit=2&after={first}"), &newest[2..4]),
        (format!("?limit=3&around={third}"), &newest[1..4]),
        (format!("?after={fifth}"), &[]),
    ] {
        let (status, list) = wire.get(&format!("{}{query}", messages(CHANNEL))).await;
        let seen: Vec<u64> = list.as_array().unwrap().iter().map(id).collect();
        assert_eq!((status, &seen[..]), (200, expected), "{query}");
    }
    assert_eq!(
        wire.get(&format!("{}?limit=101", messages(CHANNEL)))
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn an_edit_keeps_what_it_does_not_name() {
    let wire = Wire::start().await;
    let body = json!({
        "content": "<@41>", "embeds": [{ "image": { "url": "attachment://a.png" } }],
        "attachments": [{ "id": 0, "description": "a chart" }],
    });
    let path = messages(CHANNEL);
    let files: &[(&str, &[u8])] = &[("a.png", b"png")];
    let (status, posted) = wire.upload(Method::POST, &path, &body, files).await;
    assert_eq!(status, 200, "{posted}");
    let message = id(&posted);
    let path = format!("{path}/{message}");
    let (status, _) = wire.patch(&path, &json!({ "content": "<@42>" })).await;
    assert_eq!(status, 200);
    let stored = wire.chat.message(message).unwrap();
    assert_eq!((stored.content.as_str(), stored.embeds.len()), ("<@42>", 1));
    assert_eq!(
        (stored.files[0].name.as_str(), &stored.files[0].bytes[..]),
        ("a.png", &b"png"[..])
    );
    assert_eq!(stored.files[0].alt.as_deref(), Some("a chart"));
    assert_eq!(stored.pings.users, [41], "an edit pings nobody");
    assert_eq!(stored.edits[0].content, "<@41>");
    let url = posted["embeds"][0]["image"]["url"].as_str().unwrap();
    let bytes = wire
        .http
        .get(url)
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    assert_eq!(&bytes[..], b"png");
}

#[tokio::test]
async fn an_edit_does_not_settle_whether_a_message_came_with_a_sound() {
    let wire = Wire::start().await;
    let message = wire
        .posted(&json!({ "content": "x", "flags": 1 << 12 }))
        .await;
    let path = format!("{}/{message}", messages(CHANNEL));
    for (flags, status) in [(1 << 12, 400), (1 << 6, 400), (1 << 2, 200), (0, 200)] {
        let edit = json!({ "content": "y", "flags": flags });
        assert_eq!(wire.patch(&path, &edit).await.0, status, "{flags}");
    }
    assert!(wire.chat.message(message).unwrap().is_silent());
}

#[tokio::test]
async fn attachments_on_an_edit_list_all_that_remains() {
    let wire = Wire::start().await;
    let path = messages(CHANNEL);
    let files: &[(&str, &[u8])] = &[("a.png", b"a"), ("b.png", b"b")];
    let body = json!({ "content": "x" });
    let (_, posted) = wire.upload(Method::POST, &path, &body, files).await;
    let message = id(&posted);
    let path = format!("{path}/{message}");
    let keep = json!({ "attachments": [{ "id": posted["attachments"][1]["id"] }] });
    assert_eq!(wire.patch(&path, &keep).await.0, 200);
    let names = |wire: &Wire| -> Vec<String> {
        let message = wire.chat.message(message).unwrap();
        message.files.into_iter().map(|it| it.name).collect()
    };
    assert_eq!(names(&wire), ["b.png"]);
    let unlisted = json!({ "attachments": [] });
    let (status, _) = wire
        .upload(Method::PATCH, &path, &unlisted, &files[..1])
        .await;
    assert_eq!(status, 400, "a file that the list leaves out");
    assert_eq!(
        wire.patch(&path, &json!({ "attachments": [] })).await.0,
        200
    );
    assert!(names(&wire).is_empty());
}

#[tokio::test]
async fn mentions_ping_only_whom_they_may() {
    let wire = Wire::start().await;
    let content = format!("@everyone <@41> <@&{ROLE}>");
    let loud = wire.posted(&json!({ "content": content })).await;
    let quiet = json!({ "content": content, "allowed_mentions": { "parse": [] } });
    let quiet = wire.posted(&quiet).await;
    let role = json!({ "content": content, "allowed_mentions": { "roles": [ROLE.to_string()] } });
    let role = wire.posted(&role).await;
    let silent = wire
        .posted(&json!({ "content": content, "flags": 1 << 12 }))
        .await;
    let pings = |id| wire.chat.message(id).unwrap().pings;
    assert!(pings(loud).everyone);
    assert_eq!(
        (pings(loud).users, pings(loud).roles),
        (vec![41], vec![ROLE])
    );
    assert!(pings(quiet).is_empty() && pings(silent).is_empty());
    assert_eq!(
        (pings(role).everyone, pings(role).roles),
        (false, vec![ROLE])
    );
}

#[tokio::test]
async fn a_message_has_one_thread() {
    let wire = Wire::start().await;
    let message = wire.posted(&json!({ "content": "x" })).await;
    let path = format!("{}/{message}/threads", messages(CHANNEL));
    assert_eq!(wire.post(&path, &json!({ "name": " " })).await.0, 400);
    assert_eq!(
        wire.post(&path, &json!({ "name": "x".repeat(101) }))
            .await
            .0,
        400
    );
    let odd = json!({ "name": "x", "auto_archive_duration": 61 });
    assert_eq!(wire.post(&path, &odd).await.0, 400);
    let (status, thread) = wire.post(&path, &json!({ "name": "what happened" })).await;
    assert_eq!((status, id(&thread)), (201, message));
    let (status, reply) = wire.post(&path, &json!({ "name": "again" })).await;
    assert_eq!((status, &reply["code"]), (400, &json!(160_004)));
    assert_eq!(wire.chat.thread(message).unwrap().name, "what happened");

    let (status, line) = wire
        .post(&messages(message), &json!({ "content": "a line" }))
        .await;
    assert_eq!(status, 200);
    let (_, list) = wire.get(&messages(message)).await;
    assert_eq!((id(&list[0]), &list[1]["type"]), (id(&line), &json!(21)));
    assert_eq!(wire.chat.messages(message).len(), 1);
}

#[tokio::test]
async fn a_thread_at_rest_takes_posts_but_no_edits() {
    let wire = Wire::start().await;
    let thread = wire.posted(&json!({ "content": "x" })).await;
    let path = format!("{}/{thread}/threads", messages(CHANNEL));
    wire.post(&path, &json!({ "name": "t" })).await;
    let text = json!({ "content": "y" });
    let (_, line) = wire.post(&messages(thread), &text).await;
    wire.chat.archive(thread, false);
    let edit = format!("{}/{}", messages(thread), id(&line));
    assert_eq!(wire.patch(&edit, &text).await.1["code"], 50083);
    assert_eq!(wire.post(&messages(thread), &text).await.0, 200);
    assert_eq!(wire.patch(&edit, &text).await.0, 200);
    wire.chat.archive(thread, true);
    assert_eq!(wire.post(&messages(thread), &text).await.1["code"], 160_005);
}

#[tokio::test]
async fn a_missing_permission_refuses_what_needs_it() {
    let wire = Wire::start().await;
    let message = wire.posted(&json!({ "content": "x" })).await;
    let text = json!({ "content": "x" });
    let embed = json!({ "embeds": [{ "title": "x" }] });
    let threads = format!("{}/{message}/threads", messages(CHANNEL));
    let without = |bit: u64| wire.chat.permit(CHANNEL, permissions::OF_THE_BOT & !bit);
    let code = |(status, reply): (u16, Value)| (status, reply["code"].as_u64());

    without(permissions::VIEW_CHANNEL);
    assert_eq!(
        code(wire.post(&messages(CHANNEL), &text).await),
        (403, Some(50001))
    );
    without(permissions::SEND_MESSAGES);
    assert_eq!(
        code(wire.post(&messages(CHANNEL), &text).await),
        (403, Some(50013))
    );
    assert_eq!(wire.post(&messages(OTHER), &text).await.0, 200);
    without(permissions::EMBED_LINKS);
    assert_eq!(
        code(wire.post(&messages(CHANNEL), &embed).await),
        (403, Some(50013))
    );
    assert_eq!(wire.post(&messages(CHANNEL), &text).await.0, 200);
    without(permissions::ATTACH_FILES);
    let files: &[(&str, &[u8])] = &[("a.png", b"a")];
    let sent = wire
        .upload(Method::POST, &messages(CHANNEL), &text, files)
        .await;
    assert_eq!(code(sent), (403, Some(50013)));
    without(permissions::CREATE_PUBLIC_THREADS);
    let opened = wire.post(&threads, &json!({ "name": "x" })).await;
    assert_eq!(code(opened), (403, Some(50013)));
    without(permissions::READ_MESSAGE_HISTORY);
    assert_eq!(wire.get(&messages(CHANNEL)).await, (200, json!([])));
    without(0);
    assert_eq!(wire.post(&threads, &json!({ "name": "x" })).await.0, 201);
    without(permissions::SEND_MESSAGES_IN_THREADS);
    assert_eq!(
        code(wire.post(&messages(message), &text).await),
        (403, Some(50013))
    );
}
