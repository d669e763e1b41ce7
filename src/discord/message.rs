//! A message as it is sent to Discord: a card, or a line, with its files and buttons. Every
//! message says explicitly that it mentions nobody: left out, Discord would look for mentions in
//! its text.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::discord::{
    components::{Component, action_rows, draw_card},
    escape::markdown_within,
    files::AttachedFile,
    limits::{CONTENT, TEXT_DISPLAY, width},
};
use vigia_cards::{Card, CardLine};
use vigia_core::alerts::MessageRef;

pub(super) const EPHEMERAL: u64 = 1 << 6;
const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;
pub(super) const COMPONENTS_V2: u64 = 1 << 15;

/// A message in the form of Discord's API.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub(super) struct MessageBody {
    fields: Map<String, Value>,
    #[serde(skip)]
    files: Vec<AttachedFile>,
}

impl MessageBody {
    fn new(files: Vec<AttachedFile>) -> Self {
        let listed = files.iter().zip(0_u64..).map(|(file, id)| {
            // Discord takes the place of the file in the request as text.
            let mut listed = json!({"id": id.to_string(), "filename": file.name});
            if let Some(alt) = &file.alt {
                listed["description"] = json!(alt);
            }
            listed
        });
        let listed: Vec<Value> = listed.collect();
        let message = Self {
            fields: Map::new(),
            files,
        };
        let message = message.set("allowed_mentions", json!({"parse": []}));
        if listed.is_empty() {
            message
        } else {
            message.set("attachments", listed)
        }
    }

    fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(key.to_owned(), value.into());
        self
    }

    fn set_default(mut self, key: &str, value: impl Into<Value>) -> Self {
        let entry = self.fields.entry(key);
        entry.or_insert_with(|| value.into());
        self
    }

    fn add_flag(self, flag: u64) -> Self {
        let flags = self.fields.get("flags").and_then(Value::as_u64);
        self.set("flags", flags.unwrap_or_default() | flag)
    }

    /// Makes a message of a card, with its picture and its files where files may be sent.
    pub(super) async fn card(card: &Card, may_attach: bool) -> Self {
        let picture = match &card.chart {
            Some(chart) if may_attach => AttachedFile::picture(chart).await,
            _ => None,
        };
        Self::with_picture(card, picture, may_attach)
    }

    /// Makes a message of a card without its picture and its files.
    pub(super) fn bare_card(card: &Card) -> Self {
        Self::with_picture(card, None, false)
    }

    /// Makes a message of the bare text of a card, for where Discord takes nothing else.
    pub(super) fn text_of(card: &Card) -> Self {
        let text = CardLine::text(card.to_string().trim());
        let text = Component::TextDisplay(markdown_within(&text, TEXT_DISPLAY).0);
        Self::new(Vec::new()).showing(&[text])
    }

    fn with_picture(card: &Card, picture: Option<AttachedFile>, may_attach: bool) -> Self {
        let own = card.file.as_ref().map(AttachedFile::of_card);
        let mut files = Vec::from_iter(own.filter(|_| may_attach));
        let draw = |files: &[AttachedFile]| draw_card(card, picture.as_ref(), files, may_attach);
        let (mut tree, is_whole) = draw(&files);
        if !is_whole && may_attach {
            files.insert(0, AttachedFile::rest(card.to_string()));
            tree = draw(&files).0;
        }
        Self::new(picture.into_iter().chain(files).collect()).showing(&[tree])
    }

    /// Shows components, which take the place of text and embeds.
    fn showing(self, components: &[Component]) -> Self {
        let components: Vec<Value> = components.iter().map(Component::to_json).collect();
        self.set("components", components).add_flag(COMPONENTS_V2)
    }

    /// Makes the plain line that rings, with mentions of these roles at its end, and the buttons of
    /// its card: a lock screen shows no components. An edit makes it the card.
    pub(super) fn ringing(card: &Card, roles: &[u64]) -> Self {
        let rows = action_rows(card);
        let rows: Vec<Value> = rows.iter().map(Component::to_json).collect();
        let message = Self::new(Vec::new()).calling(&card.ring_line(), roles);
        if rows.is_empty() {
            message
        } else {
            message.set("components", rows)
        }
    }

    /// Says a line whose mentions of these roles, at its end, notify. The answer comes first: a
    /// lock screen shows the beginning.
    fn calling(self, line: &CardLine, roles: &[u64]) -> Self {
        let mentions: Vec<String> = roles.iter().map(|role| format!(" <@&{role}>")).collect();
        let mentions = mentions.concat();
        let room = CONTENT.saturating_sub(width(&mentions));
        let text = markdown_within(line, room).0;
        let message = self.set("content", text + &mentions);
        if roles.is_empty() {
            return message;
        }
        let roles: Vec<String> = roles.iter().map(u64::to_string).collect();
        message.set("allowed_mentions", json!({"parse": [], "roles": roles}))
    }

    /// Makes a message of one line, which replies to a message and ends with mentions of these
    /// roles.
    pub(super) fn reply(line: &CardLine, message: MessageRef, roles: &[u64]) -> Self {
        Self::new(Vec::new()).calling(line, roles).set(
            "message_reference",
            json!({
                "channel_id": message.channel.to_string(),
                "message_id": message.message.to_string(),
                "fail_if_not_exists": false,
            }),
        )
    }

    /// Leaves out the message that it replies to.
    pub(super) fn without_reference(mut self) -> Self {
        self.fields.remove("message_reference");
        self
    }

    /// Discord takes a second post of the same nonce within a few minutes for the same message.
    pub(super) fn once(self, nonce: &str) -> Self {
        self.set("nonce", nonce).set("enforce_nonce", true)
    }

    /// Shows it to the person who asked alone.
    pub(super) fn ephemeral(self) -> Self {
        self.add_flag(EPHEMERAL)
    }

    /// Keeps phones silent, unless it is loud.
    pub(super) fn loud(self, is_loud: bool) -> Self {
        if is_loud {
            self
        } else {
            self.add_flag(SUPPRESS_NOTIFICATIONS)
        }
    }

    /// Makes an edit after which nothing is left of the message before: the line that rang, files,
    /// or the embed of an earlier version of the bot, which components exclude.
    pub(super) fn replacement(self) -> Self {
        let none: Vec<Value> = Vec::new();
        self.set_default("attachments", none.clone())
            .set("embeds", none)
            .set("content", Value::Null)
    }

    pub(super) fn content(&self) -> Option<&str> {
        self.fields.get("content")?.as_str()
    }

    pub(super) fn files(&self) -> &[AttachedFile] {
        &self.files
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigia_cards as cards;

    fn rich() -> Card {
        Card {
            title: "Abandono".into(),
            lines: vec![CardLine::text("x".repeat(9000))],
            file: Some(cards::CardFile {
                name: "vigia.txt".into(),
                text: "a;b\n".into(),
            }),
            ..Card::default()
        }
    }

    fn picture() -> AttachedFile {
        AttachedFile {
            name: "chart.png".into(),
            bytes: [1].into(),
            alt: Some("dos barras".into()),
        }
    }

    fn as_json(message: &MessageBody) -> Value {
        serde_json::to_value(message).unwrap()
    }

    const CARD: MessageRef = MessageRef {
        channel: 5,
        message: 6,
    };

    #[test]
    fn a_reply_mentions_nobody_and_says_so() {
        let reply = MessageBody::reply(&CardLine::text("@everyone"), CARD, &[]).loud(false);
        let mut expected = json!({
            "content": "@\u{200b}everyone",
            "allowed_mentions": {"parse": []},
            "message_reference": {
                "channel_id": "5", "message_id": "6", "fail_if_not_exists": false,
            },
            "flags": 4096,
            "nonce": "n1",
            "enforce_nonce": true,
        });
        let reply = reply.once("n1");
        assert_eq!(as_json(&reply), expected);
        expected
            .as_object_mut()
            .unwrap()
            .remove("message_reference");
        assert_eq!(as_json(&reply.without_reference()), expected);
    }

    #[test]
    fn a_line_too_long_keeps_its_mentions() {
        let text = "*".repeat(1500);
        let message = MessageBody::reply(&CardLine::text(text), CARD, &[7, u64::MAX]);
        assert!(message.content().unwrap().contains("… <@&7>"));
        assert!(width(message.content().unwrap()) <= CONTENT);
    }

    #[test]
    fn what_rings_is_a_plain_line_with_its_mentions_last_and_its_buttons() {
        let card = Card {
            title: "🔴 Abandono 24,2 %".into(),
            ring: "🔴 Abandono 24,2 % (8 de 33) · @everyone".into(),
            buttons: vec![cards::CardButton::new("Tomar", "a".into()).primary()],
            ..Card::default()
        };
        let sent = as_json(&MessageBody::ringing(&card, &[7, 8]).loud(true));
        assert_eq!(
            sent,
            json!({
                "content": "🔴 Abandono 24,2\u{a0}% (8\u{a0}de\u{a0}33) · @\u{200b}everyone <@&7> <@&8>",
                "allowed_mentions": {"parse": [], "roles": ["7", "8"]},
                "components": [{"type": 1, "components": [
                    {"type": 2, "style": 1, "label": "Tomar", "custom_id": "a", "disabled": false},
                ]}],
            })
        );
        let untold = Card {
            ring: String::new(),
            ..card
        };
        let sent = as_json(&MessageBody::ringing(&untold, &[]).loud(false));
        assert_eq!(sent["content"], "🔴 Abandono 24,2\u{a0}%");
        assert_eq!(sent["allowed_mentions"], json!({"parse": []}));
    }

    #[test]
    fn picture_rest_and_file_go_with_a_card() {
        let message = MessageBody::with_picture(&rich(), Some(picture()), true);
        let sent = as_json(&message);
        assert_eq!(
            sent["attachments"],
            json!([
                {"id": "0", "filename": "chart.png", "description": "dos barras"},
                {"id": "1", "filename": "vigia.txt"},
                {"id": "2", "filename": "card-vigia.txt"},
            ])
        );
        let names: Vec<_> = message.files().iter().map(|file| &file.name).collect();
        assert_eq!(names, ["chart.png", "vigia.txt", "card-vigia.txt"]);
        let tree = sent["components"].to_string();
        for name in names {
            assert!(tree.contains(&format!("attachment://{name}")), "{tree}");
        }
        assert_eq!(sent["flags"], 1 << 15);
    }

    #[tokio::test]
    async fn where_no_file_may_be_sent_none_is_named() {
        let sent = as_json(&MessageBody::card(&rich(), false).await);
        assert!(sent.get("attachments").is_none());
        assert!(!sent.to_string().contains("attachment://"), "{sent}");
        let parts = sent["components"][0]["components"].as_array().unwrap();
        assert!(parts.iter().any(|part| part["content"] == "…"), "{sent}");
    }

    #[test]
    fn an_edit_takes_away_what_the_card_has_no_more() {
        let edit = as_json(&MessageBody::bare_card(&Card::default()).replacement());
        assert_eq!(edit["content"], Value::Null);
        assert_eq!(
            (&edit["embeds"], &edit["attachments"]),
            (&json!([]), &json!([]))
        );
        assert_eq!(edit["flags"], 1 << 15);
        assert_eq!(edit["allowed_mentions"], json!({"parse": []}));
    }
}
