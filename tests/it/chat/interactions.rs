//! Commands, clicks and their clocks.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use vigia_sandbox::chat::{
    ChatSettings, ChatUser, InteractionAnswer, PendingInteraction, RunError, permissions,
};

use super::{CHANNEL, SOON, Wire, ana, id, messages};

const MINUTE: Duration = Duration::from_secs(60);

impl Wire {
    fn ask(&self) -> PendingInteraction {
        self.chat
            .run_command(&ana(), "abandon", &[("skill", "12")])
            .unwrap()
    }

    async fn call_back(&self, asked: &PendingInteraction, body: &Value) -> (u16, Value) {
        let path = format!("/interactions/{}/{}/callback", asked.id(), asked.token());
        self.post(&path, body).await
    }
}

fn hook(asked: &PendingInteraction) -> String {
    format!(
        "/webhooks/{}/{}",
        ChatSettings::default().application,
        asked.token()
    )
}

fn original(asked: &PendingInteraction) -> String {
    format!("{}/messages/@original", hook(asked))
}

fn message(content: &str) -> Value {
    json!({ "type": 4, "data": { "content": content } })
}

fn deferral(flags: u64) -> Value {
    json!({ "type": 5, "data": { "flags": flags } })
}

fn code((status, reply): (u16, Value)) -> (u16, u64) {
    (status, reply["code"].as_u64().unwrap())
}

async fn wire() -> Wire {
    let wire = Wire::start().await;
    wire.register().await;
    wire
}

#[tokio::test]
async fn the_first_answer_must_come_within_three_seconds() {
    let wire = wire().await;
    let late = wire.ask();
    wire.chat.let_pass(Duration::from_millis(3100));
    let in_time = wire.ask();
    wire.chat.let_pass(Duration::from_secs(2));
    assert_eq!(
        code(wire.call_back(&late, &message("x")).await),
        (404, 10062)
    );
    assert_eq!(wire.call_back(&in_time, &message("x")).await.0, 204);
    assert!(late.answer(Duration::from_millis(1)).await.is_err());
    let InteractionAnswer::Message(shown) = in_time.answer(SOON).await.unwrap() else {
        panic!("a message was to be shown");
    };
    assert_eq!(shown.content, "x");
}

#[tokio::test]
async fn a_second_first_answer_is_refused() {
    let wire = wire().await;
    let asked = wire.ask();
    assert_eq!(wire.call_back(&asked, &deferral(0)).await.0, 204);
    assert_eq!(
        code(wire.call_back(&asked, &message("x")).await),
        (400, 40060)
    );
}

#[tokio::test]
async fn a_wrong_token_answers_nothing() {
    let wire = wire().await;
    let asked = wire.ask();
    let path = format!("/interactions/{}/nonsense/callback", asked.id());
    assert_eq!(code(wire.post(&path, &message("x")).await), (404, 10062));
    let path = format!("/webhooks/{}/nonsense", ChatSettings::default().application);
    assert_eq!(
        code(wire.post(&path, &json!({ "content": "x" })).await),
        (401, 50027)
    );
}

#[tokio::test]
async fn the_token_serves_for_fifteen_minutes() {
    let wire = wire().await;
    let asked = wire.ask();
    wire.call_back(&asked, &deferral(0)).await;
    wire.chat.let_pass(MINUTE * 14);
    let text = json!({ "content": "x" });
    assert_eq!(wire.patch(&original(&asked), &text).await.0, 200);
    wire.chat.let_pass(MINUTE * 2);
    assert_eq!(
        code(wire.patch(&original(&asked), &text).await),
        (401, 50027)
    );
    assert_eq!(code(wire.post(&hook(&asked), &text).await), (401, 50027));
}

#[tokio::test]
async fn nothing_follows_what_was_not_answered() {
    let wire = wire().await;
    let asked = wire.ask();
    let text = json!({ "content": "x" });
    assert_eq!(code(wire.post(&hook(&asked), &text).await), (404, 10015));
    assert_eq!(
        code(wire.patch(&original(&asked), &text).await),
        (404, 10015)
    );
}

#[tokio::test]
async fn a_placeholder_is_filled_by_an_edit() {
    let wire = wire().await;
    let asked = wire.ask();
    wire.call_back(&asked, &deferral(64)).await;
    assert_eq!(
        asked.answer(SOON).await.unwrap(),
        InteractionAnswer::Deferred { ephemeral: true }
    );
    let (_, placeholder) = wire.get(&original(&asked)).await;
    assert_eq!(placeholder["flags"], 64 + 128);
    let (status, filled) = wire
        .patch(&original(&asked), &json!({ "content": "x" }))
        .await;
    assert_eq!((status, &filled["flags"]), (200, &json!(64)));
    let shown = asked.message(SOON).await.unwrap();
    assert_eq!((shown.content.as_str(), shown.edits.len()), ("x", 0));
    assert_eq!(shown.ephemeral_to, Some(41));
    wire.patch(&original(&asked), &json!({ "content": "y" }))
        .await;
    assert_eq!(asked.edited(1, SOON).await.unwrap().content, "y");
}

#[tokio::test]
async fn the_first_follow_up_after_a_deferral_fills_the_placeholder() {
    let wire = wire().await;
    let asked = wire.ask();
    wire.call_back(&asked, &deferral(0)).await;
    let body = json!({ "content": "secret", "flags": 64 });
    assert_eq!(wire.post(&hook(&asked), &body).await.0, 200);
    let shown = asked.message(SOON).await.unwrap();
    assert_eq!(
        shown.ephemeral_to, None,
        "the placeholder's own flag stands"
    );
    assert!(asked.follow_ups().is_empty());
    assert_eq!(wire.post(&hook(&asked), &body).await.0, 200);
    assert_eq!(asked.follow_ups()[0].ephemeral_to, Some(41));
}

#[tokio::test]
async fn an_ephemeral_answer_is_seen_by_the_asker_alone() {
    let wire = wire().await;
    let asked = wire.ask();
    let body = json!({ "type": 4, "data": { "content": "<@41> x", "flags": 64,
        "components": [{ "type": 1, "components": [
            { "type": 2, "style": 1, "label": "Go", "custom_id": "go" }] }] } });
    wire.call_back(&asked, &body).await;
    let shown = asked.message(SOON).await.unwrap();
    assert_eq!(shown.ephemeral_to, Some(41));
    assert!(shown.pings.is_empty());
    assert_eq!(wire.get(&messages(CHANNEL)).await.1, json!([]));
    let path = format!("{}/{}", messages(CHANNEL), shown.id);
    assert_eq!(code(wire.get(&path).await), (404, 10008));
    let stranger = ChatUser::new(99, "Eve");
    let clicked = wire.chat.click(&stranger, shown.id, "go");
    assert_eq!(clicked.unwrap_err(), RunError::UnknownMessage(shown.id));
    wire.chat.click(&ana(), shown.id, "go").unwrap();
    let deleted = wire
        .send(Method::DELETE, &original(&asked), &json!({}))
        .await;
    assert_eq!(deleted.0, 204);
    assert!(wire.chat.message(shown.id).is_none());
}

#[tokio::test]
async fn an_answer_pings_users_alone_by_default() {
    let wire = wire().await;
    let asked = wire.ask();
    let content = format!("@everyone <@7> <@&{}>", super::ROLE);
    wire.call_back(&asked, &message(&content)).await;
    let pings = asked.message(SOON).await.unwrap().pings;
    assert_eq!(
        (pings.everyone, pings.users, pings.roles),
        (false, vec![7], vec![])
    );
}

#[tokio::test]
async fn a_click_can_be_taken_note_of_or_change_its_message() {
    let wire = wire().await;
    let button = json!({ "type": 2, "style": 1, "label": "Go", "custom_id": "go" });
    let posted = wire
        .posted(&json!({ "content": "x", "components": [{ "type": 1, "components": [button] }] }))
        .await;
    let unknown = wire.chat.click(&ana(), posted, "stop").unwrap_err();
    assert_eq!(unknown, RunError::UnknownComponent("stop".to_owned()));

    let noted = wire.chat.click(&ana(), posted, "go").unwrap();
    assert_eq!(wire.call_back(&noted, &json!({ "type": 6 })).await.0, 204);
    assert_eq!(
        noted.answer(SOON).await.unwrap(),
        InteractionAnswer::Acknowledged
    );
    wire.patch(&original(&noted), &json!({ "content": "y" }))
        .await;
    assert_eq!(wire.chat.message(posted).unwrap().content, "y");

    let changed = wire.chat.click(&ana(), posted, "go").unwrap();
    let update = json!({ "type": 7, "data": { "content": "z", "components": [] } });
    assert_eq!(wire.call_back(&changed, &update).await.0, 204);
    let InteractionAnswer::Updated(message) = changed.answer(SOON).await.unwrap() else {
        panic!("the message was to change");
    };
    assert_eq!(message.content, "z");
    assert!(
        wire.chat.click(&ana(), posted, "go").is_err(),
        "the button is gone"
    );
}

#[tokio::test]
async fn a_command_cannot_be_answered_as_a_click() {
    let wire = wire().await;
    for kind in [1, 6, 7, 8] {
        let (status, reply) = wire.call_back(&wire.ask(), &json!({ "type": kind })).await;
        assert_eq!((status, &reply["code"]), (400, &json!(50035)), "{kind}");
    }
    let (status, reply) = wire.call_back(&wire.ask(), &json!({ "type": 4 })).await;
    assert_eq!(status, 400, "{reply}");
    let long = message(&"x".repeat(2001));
    let (_, reply) = wire.call_back(&wire.ask(), &long).await;
    assert!(
        reply["errors"]["data"]["content"]["_errors"].is_array(),
        "{reply}"
    );
}

#[tokio::test]
async fn completions_are_at_most_25() {
    let wire = wire().await;
    let ask = || {
        wire.chat
            .complete(&ana(), "abandon", &[("skill", "ve")], "skill")
            .unwrap()
    };
    let choices = |count: usize| {
        let list = vec![json!({ "name": "Ventas", "value": "12" }); count];
        json!({ "type": 8, "data": { "choices": list } })
    };
    assert_eq!(wire.call_back(&ask(), &choices(26)).await.0, 400);
    assert_eq!(wire.call_back(&ask(), &message("x")).await.0, 400);
    let asked = ask();
    assert_eq!(wire.call_back(&asked, &choices(25)).await.0, 204);
    let seen = asked.choices(SOON).await.unwrap();
    assert_eq!((seen.len(), seen[0].name.as_str()), (25, "Ventas"));
}

#[tokio::test]
async fn only_what_the_client_would_send_is_sent() {
    let wire = wire().await;
    let run = |command: &str, given: &[(&str, &str)]| {
        wire.chat.run_command(&ana(), command, given).map(drop)
    };
    let bad = |option: &str, value: &str| RunError::BadValue {
        option: option.to_owned(),
        value: value.to_owned(),
    };
    let skill = ("skill", "12");
    assert_eq!(
        run("nope", &[]),
        Err(RunError::UnknownCommand("nope".into()))
    );
    assert_eq!(
        run("abandon", &[]),
        Err(RunError::MissingOption("skill".into()))
    );
    assert_eq!(
        run("abandon", &[skill, ("x", "1")]),
        Err(RunError::UnknownOption("x".into()))
    );
    assert_eq!(
        run("abandon", &[skill, ("hours", "25")]),
        Err(bad("hours", "25"))
    );
    assert_eq!(
        run("abandon", &[skill, ("hours", "a")]),
        Err(bad("hours", "a"))
    );
    assert_eq!(
        run("abandon", &[skill, ("as", "song")]),
        Err(bad("as", "song"))
    );
    assert_eq!(run("abandon", &[skill, ("as", "A table")]), Ok(()));
    assert_eq!(run("silence add", &[("who", "777")]), Ok(()));
    assert!(run("silence", &[]).is_err());
    assert_eq!(run("admin", &[]), Err(RunError::NotPermitted));
    let boss = ana().permissions(1 << 5);
    assert!(wire.chat.run_command(&boss, "admin", &[]).is_ok());
}

#[tokio::test]
async fn a_callback_can_ask_for_what_was_made() {
    let wire = wire().await;
    let asked = wire.ask();
    let path = format!("/interactions/{}/{}/callback", asked.id(), asked.token());
    let (status, made) = wire
        .post(&format!("{path}?with_response=true"), &message("x"))
        .await;
    assert_eq!(
        (status, &made["resource"]["message"]["content"]),
        (200, &json!("x"))
    );
    assert_eq!(
        id(&made["resource"]["message"]),
        asked.message(SOON).await.unwrap().id
    );
}

#[tokio::test]
async fn a_private_message_can_be_changed_and_followed_by_its_buttons() {
    let wire = wire().await;
    let asked = wire.ask();
    let button = json!({ "type": 2, "style": 2, "label": "Go", "custom_id": "go" });
    let rows = json!([{ "type": 1, "components": [button] }]);
    let body = json!({ "type": 4, "data": {
        "content": "x", "flags": 64, "components": rows } });
    wire.call_back(&asked, &body).await;
    let shown = asked.message(SOON).await.unwrap();

    let clicked = wire.chat.click(&ana(), shown.id, "go").unwrap();
    assert_eq!(wire.call_back(&clicked, &json!({ "type": 6 })).await.0, 204);
    let note = json!({ "content": "note", "flags": 64 });
    let (status, note) = wire.post(&hook(&clicked), &note).await;
    assert_eq!((status, &note["flags"]), (200, &json!(64)));
    let public = json!({ "content": "for all" });
    wire.post(&hook(&clicked), &public).await;
    let followed = clicked.followed(2, SOON).await.unwrap();
    let seen_by = [followed[0].ephemeral_to, followed[1].ephemeral_to];
    assert_eq!(seen_by, [Some(41), None]);

    let one = format!("{}/messages/{}", hook(&clicked), followed[0].id);
    let text = json!({ "content": "more" });
    assert_eq!(wire.patch(&one, &text).await.0, 200);
    assert_eq!(wire.send(Method::DELETE, &one, &json!({})).await.0, 204);
    assert_eq!(code(wire.patch(&one, &text).await), (404, 10008));
    let mut rows = rows;
    rows[0]["components"][0]["disabled"] = true.into();
    let body = json!({ "components": rows });
    assert_eq!(wire.patch(&original(&clicked), &body).await.0, 200);
    let now = wire.chat.message(shown.id).unwrap();
    assert_eq!((now.content.as_str(), now.ephemeral_to), ("x", Some(41)));
    wire.chat.click(&ana(), shown.id, "go").unwrap_err();
}

#[tokio::test]
async fn files_of_an_answer_need_the_permission_and_numbers_of_their_own() {
    let wire = wire().await;
    let data = json!({ "content": "x", "attachments": [{ "id": 0 }, { "id": 1 }] });
    let body = json!({ "type": 4, "data": data });
    let files = [("a.png", &b"a"[..]), ("b.png", b"b")];
    let asked = wire.ask();
    let path = format!("/interactions/{}/{}/callback", asked.id(), asked.token());
    let without = permissions::OF_THE_BOT & !permissions::ATTACH_FILES;
    wire.chat.permit(CHANNEL, without);
    let refused = wire.upload(Method::POST, &path, &body, &files).await;
    assert_eq!(code(refused), (403, 50013));
    wire.chat.permit(CHANNEL, permissions::OF_THE_BOT);
    let part = || reqwest::multipart::Part::bytes(&b"a"[..]).file_name("a.png");
    let twice = reqwest::multipart::Form::new()
        .text("payload_json", body.to_string())
        .part("files[0]", part())
        .part("files[0]", part());
    let request = wire.request(Method::POST, &path).multipart(twice);
    assert_eq!(code(super::answer(request).await.unwrap()), (400, 50035));
    let (status, reply) = wire.upload(Method::POST, &path, &body, &files).await;
    assert_eq!(status, 204, "{reply}");
    assert_eq!(asked.message(SOON).await.unwrap().files.len(), 2);
}

#[tokio::test]
async fn a_command_for_nobody_in_particular_or_without_sense_is_refused() {
    let wire = Wire::start().await;
    let (application, guild) = (
        ChatSettings::default().application,
        ChatSettings::default().guild,
    );
    let path = format!("/applications/{application}/guilds/{guild}/commands");
    let command = |more: Value| {
        let mut command = json!({ "name": "a", "description": "b" });
        let parts = command.as_object_mut().unwrap();
        parts.extend(more.as_object().unwrap().clone());
        json!([command])
    };
    let option = |more: Value| {
        let mut option = json!({ "type": 4, "name": "a", "description": "b" });
        let parts = option.as_object_mut().unwrap();
        parts.extend(more.as_object().unwrap().clone());
        command(json!({ "options": [option] }))
    };
    for body in [
        command(json!({ "default_member_permissions": -1 })),
        command(json!({ "default_member_permissions": "many" })),
        command(json!({ "contexts": [3] })),
        option(json!({ "min_value": 3, "max_value": 2 })),
        option(json!({ "type": 5, "autocomplete": true })),
        option(json!({ "type": 3, "choices": [{ "name": "a", "value": "a",
            "name_localizations": { "es-ES": "x".repeat(101) } }] })),
    ] {
        let (status, reply) = wire.send(Method::PUT, &path, &body).await;
        assert_eq!((status, &reply["code"]), (400, &json!(50035)), "{body}");
    }
    let body = option(json!({ "min_value": 1, "max_value": 2, "autocomplete": true }));
    assert_eq!(wire.send(Method::PUT, &path, &body).await.0, 200);
}

#[tokio::test]
async fn names_are_typed_in_the_users_language_and_sent_in_the_bots() {
    let wire = wire().await;
    let translated = json!([{
        "name": "abandon", "name_localizations": { "es-419": "abandono" },
        "description": "b", "options": [{
            "type": 3, "name": "as", "name_localizations": { "es-419": "como" },
            "description": "b", "choices": [{
                "name": "A table", "name_localizations": { "es-419": "Una tabla" },
                "value": "table",
            }],
        }],
    }]);
    let (application, guild) = (
        ChatSettings::default().application,
        ChatSettings::default().guild,
    );
    let path = format!("/applications/{application}/guilds/{guild}/commands");
    assert_eq!(wire.send(Method::PUT, &path, &translated).await.0, 200);
    let typed = [("como", "Una tabla")];
    let spanish = ana().locale("es-419");
    assert!(wire.chat.run_command(&spanish, "abandono", &typed).is_ok());
    let own = [("as", "table")];
    assert!(wire.chat.run_command(&spanish, "abandon", &own).is_ok());
    let english = ana().locale("en-US");
    assert_eq!(
        wire.chat
            .run_command(&english, "abandono", &typed)
            .unwrap_err(),
        RunError::UnknownCommand("abandono".into())
    );
}
