//! Bodies beyond the limits are refused, each at its path.

use reqwest::Method;
use serde_json::{Value, json};

use super::{CHANNEL, Wire, messages};
use vigia_sandbox::chat::ChatSettings;

fn long(characters: usize) -> String {
    "ñ".repeat(characters)
}

fn field(name: &str, value: &str) -> Value {
    json!({ "embeds": [{ "fields": [{ "name": name, "value": value }] }] })
}

fn button(id: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": "Go", "custom_id": id })
}

fn row(parts: &[Value]) -> Value {
    json!({ "type": 1, "components": parts })
}

fn rows(rows: &[Value]) -> Value {
    json!({ "content": "x", "components": rows })
}

/// Bodies that are refused, with the path that the refusal must name.
fn refused() -> Vec<(Value, &'static str)> {
    let many = |count: usize, value: &Value| -> Vec<Value> { vec![value.clone(); count] };
    let short = json!({ "name": "a", "value": "b" });
    let ids: Vec<String> = (1..=101).map(|it: u32| it.to_string()).collect();
    vec![
        (json!({ "content": long(2001) }), "/content"),
        (json!({ "content": 7 }), "/content"),
        (
            json!({ "embeds": many(11, &json!({ "title": "x" })) }),
            "/embeds",
        ),
        (
            json!({ "embeds": [{ "title": long(257) }] }),
            "/embeds/0/title",
        ),
        (
            json!({ "embeds": [{ "description": long(4097) }] }),
            "/embeds/0/description",
        ),
        (
            json!({ "embeds": [{ "fields": many(26, &short) }] }),
            "/embeds/0/fields",
        ),
        (field(&long(257), "x"), "/embeds/0/fields/0/name"),
        (field("x", &long(1025)), "/embeds/0/fields/0/value"),
        (field("x", "  "), "/embeds/0/fields/0/value"),
        (field("", "x"), "/embeds/0/fields/0/name"),
        (
            json!({ "embeds": [{ "footer": { "text": long(2049) } }] }),
            "/embeds/0/footer/text",
        ),
        (
            json!({ "embeds": [{ "author": { "name": long(257) } }] }),
            "/embeds/0/author/name",
        ),
        (
            json!({ "embeds": many(2, &json!({ "description": long(3001) })) }),
            "/embeds",
        ),
        (
            json!({ "embeds": [{ "title": "x", "color": 0x0100_0000 }] }),
            "/embeds/0/color",
        ),
        (
            json!({ "embeds": [{ "title": "x", "timestamp": "now" }] }),
            "/embeds/0/timestamp",
        ),
        (
            json!({ "embeds": [{ "title": "x", "url": "ftp://x" }] }),
            "/embeds/0/url",
        ),
        (
            json!({ "embeds": [{ "image": { "url": "attachment://a.png" } }] }),
            "/embeds/0",
        ),
        (json!({ "embeds": [{}] }), "/embeds/0"),
        (json!({ "content": "x", "nonce": long(26) }), "/nonce"),
        (json!({ "content": "x", "flags": 1 << 15 }), "/content"),
        (json!({ "content": "x", "flags": 1 << 6 }), "/flags"),
        (json!({ "content": "x", "flags": 1 << 7 }), "/flags"),
        (
            json!({ "content": "x", "allowed_mentions": { "parse": ["users"], "users": ["1"] } }),
            "/allowed_mentions",
        ),
        (
            json!({ "content": "x", "allowed_mentions": { "parse": ["all"] } }),
            "/allowed_mentions/parse/0",
        ),
        (
            json!({ "content": "x", "allowed_mentions": { "roles": ids } }),
            "/allowed_mentions/roles",
        ),
        (
            json!({ "content": "x", "allowed_mentions": { "users": ["ana"] } }),
            "/allowed_mentions/users/0",
        ),
        (
            json!({ "content": "x", "attachments": [{ "id": 0 }] }),
            "/attachments/0/id",
        ),
    ]
}

/// The same for components.
fn refused_components() -> Vec<(Value, &'static str)> {
    let many = |count: usize, value: &Value| -> Vec<Value> { vec![value.clone(); count] };
    let select = json!({ "type": 3, "custom_id": "s", "options": [
        { "label": "a", "value": "a" }] });
    vec![
        (
            rows(&many(
                6,
                &row(&[json!({ "type": 2, "style": 5, "label": "x", "url": "https://x" })]),
            )),
            "/components",
        ),
        (
            rows(&[row(&(0..6)
                .map(|it| button(&it.to_string()))
                .collect::<Vec<_>>())]),
            "/components/0/components",
        ),
        (rows(&[row(&[])]), "/components/0/components"),
        (rows(&[button("a")]), "/components/0/type"),
        (
            rows(&[row(&[button("a")]), row(&[button("a")])]),
            "/components/1/components/0/custom_id",
        ),
        (
            rows(&[row(&[button(&long(101))])]),
            "/components/0/components/0/custom_id",
        ),
        (
            rows(&[row(&[button("")])]),
            "/components/0/components/0/custom_id",
        ),
        (
            rows(&[row(&[
                json!({ "type": 2, "style": 1, "label": long(81), "custom_id": "a" }),
            ])]),
            "/components/0/components/0/label",
        ),
        (
            rows(&[row(&[json!({ "type": 2, "style": 1, "custom_id": "a" })])]),
            "/components/0/components/0",
        ),
        (
            rows(&[row(&[
                json!({ "type": 2, "style": 5, "label": "a", "custom_id": "a" }),
            ])]),
            "/components/0/components/0/url",
        ),
        (
            rows(&[row(&[button("a"), select])]),
            "/components/0/components",
        ),
    ]
}

#[tokio::test]
async fn what_breaks_a_limit_is_refused_at_its_path() {
    let wire = Wire::start().await;
    let refused = [refused(), refused_components()].concat();
    for (body, path) in &refused {
        let (status, reply) = wire.post(&messages(CHANNEL), body).await;
        assert_eq!(
            (status, &reply["code"]),
            (400, &json!(50035)),
            "{path}: {reply}"
        );
        let fault = reply["errors"].pointer(&format!("{path}/_errors/0/code"));
        assert!(fault.is_some_and(Value::is_string), "{path}: {reply}");
    }
    assert!(wire.chat.messages(CHANNEL).is_empty());
    assert_eq!(wire.chat.violations().len(), refused.len());
}

#[tokio::test]
async fn what_just_keeps_the_limits_is_taken() {
    let wire = Wire::start().await;
    let fields = vec![json!({ "name": "n", "value": "\u{200b}" }); 25];
    let buttons: Vec<Value> = (0..5).map(|it| button(&it.to_string())).collect();
    let taken = [
        json!({ "content": long(2000) }),
        json!({ "content": format!("{}  ", long(2000)) }),
        json!({ "embeds": [{ "title": long(256), "description": long(4096) }] }),
        json!({ "embeds": [{ "fields": fields, "color": 0xFF_FFFF,
            "timestamp": "2026-01-02T03:04:05Z" }] }),
        json!({ "embeds": [{ "description": long(3000) }, { "description": long(3000) }] }),
        json!({ "content": "x", "nonce": long(25) }),
        json!({ "content": "x", "allowed_mentions": { "parse": ["users"], "users": [] } }),
        rows(&[row(&buttons)]),
    ];
    for body in &taken {
        let (status, reply) = wire.post(&messages(CHANNEL), body).await;
        assert_eq!(status, 200, "{reply}");
    }
    assert_eq!(wire.chat.messages(CHANNEL).len(), taken.len());
}

#[tokio::test]
async fn a_message_must_say_something() {
    let wire = Wire::start().await;
    for body in [
        json!({}),
        json!({ "content": " \n" }),
        json!({ "embeds": [] }),
    ] {
        let (status, reply) = wire.post(&messages(CHANNEL), &body).await;
        assert_eq!((status, &reply["code"]), (400, &json!(50006)));
    }
}

fn option(name: &str) -> Value {
    json!({ "type": 3, "name": name, "description": "x" })
}

#[tokio::test]
async fn commands_keep_to_their_limits() {
    let wire = Wire::start().await;
    let settings = ChatSettings::default();
    let path = format!("/applications/{}/commands", settings.application);
    let options: Vec<Value> = (0..26).map(|it| option(&format!("o{it}"))).collect();
    let choices = vec![json!({ "name": "a", "value": "a" }); 26];
    let option_of_900 = |index: usize| {
        json!({ "type": 3, "name": format!("o{index}"),
        "description": long(100), "choices":
            (0..25).map(|it| json!({ "name": long(20), "value": it.to_string() })).collect::<Vec<_>>() })
    };
    let refused = [
        (json!({ "name": "Upper", "description": "x" }), "/0/name"),
        (
            json!({ "name": "two words", "description": "x" }),
            "/0/name",
        ),
        (json!({ "name": long(33), "description": "x" }), "/0/name"),
        (json!({ "name": "a", "description": "" }), "/0/description"),
        (
            json!({ "name": "a", "description": long(101) }),
            "/0/description",
        ),
        (
            json!({ "name": "a", "description": "x", "name_localizations": { "es-ES": "Á" } }),
            "/0/name_localizations/es-ES",
        ),
        (
            json!({ "name": "a", "description": "x", "name_localizations": { "es": "a" } }),
            "/0/name_localizations/es",
        ),
        (
            json!({ "name": "a", "description": "x", "options": options }),
            "/0/options",
        ),
        (
            json!({ "name": "a", "description": "x", "options": [option("b"), option("b")] }),
            "/0/options/1/name",
        ),
        (
            json!({ "name": "a", "description": "x", "options": [option("b"),
            { "type": 3, "name": "c", "description": "x", "required": true }] }),
            "/0/options/1/required",
        ),
        (
            json!({ "name": "a", "description": "x", "options": [
            { "type": 3, "name": "c", "description": "x", "choices": choices }] }),
            "/0/options/0/choices",
        ),
        (
            json!({ "name": "a", "description": "x", "options": [
            { "type": 3, "name": "c", "description": "x", "autocomplete": true,
              "choices": [{ "name": "a", "value": "a" }] }] }),
            "/0/options/0/autocomplete",
        ),
        (
            json!({ "name": "a", "description": "x", "options":
            (0..25).map(option_of_900).collect::<Vec<_>>() }),
            "/0",
        ),
    ];
    for (command, at) in refused {
        let (status, reply) = wire.send(Method::PUT, &path, &json!([command])).await;
        assert_eq!(status, 400, "{at}: {reply}");
        let fault = reply["errors"].pointer(&format!("{at}/_errors"));
        assert!(fault.is_some(), "{at}: {reply}");
    }
    let twice = json!([{ "name": "a", "description": "x" }, { "name": "a", "description": "y" }]);
    assert_eq!(wire.send(Method::PUT, &path, &twice).await.0, 400);
    let fine = json!([{ "name": "año-2", "description": "x",
        "name_localizations": { "es-419": "año" } }]);
    assert_eq!(wire.send(Method::PUT, &path, &fine).await.0, 200);
    assert_eq!(wire.chat.commands().len(), 1);
}
