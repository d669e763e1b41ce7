//! A message as it is sent to Discord: a card, or a line, with its files and buttons. Every
//! message says explicitly that it mentions nobody: left out, Discord would look for mentions in
//! its text.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::discord::{
    embed::draw_embed,
    escape::{markdown_within, plain},
    files::AttachedFile,
    limits::{BUTTON, BUTTONS_IN_ROW, CONTENT, ROWS, cut, width},
};
use vigia_cards::{Card, CardButton, CardLine};
use vigia_core::alerts::MessageRef;

pub(super) const EPHEMERAL: u64 = 1 << 6;
const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;

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

    /// Makes a message of a card without its picture.
    pub(super) fn plain_card(card: &Card) -> Self {
        Self::with_picture(card, None, true)
    }

    /// Makes a message of the bare text of a card, for where Discord takes nothing else.
    pub(super) fn text_of(card: &Card) -> Self {
        let text = CardLine::text(card.to_string().trim());
        Self::new(Vec::new())
            .set("content", markdown_within(&text, CONTENT).0)
            .set("embeds", Vec::<Value>::new())
    }

    /// Leaves out the files, and the picture that is one of them.
    pub(super) fn without_files(mut self) -> Self {
        self.files.clear();
        self.fields.remove("attachments");
        let embeds = self.fields.get_mut("embeds").and_then(Value::as_array_mut);
        for embed in embeds.into_iter().flatten() {
            if let Some(embed) = embed.as_object_mut() {
                embed.remove("image");
            }
        }
        self
    }

    fn with_picture(card: &Card, picture: Option<AttachedFile>, may_attach: bool) -> Self {
        let (mut embed, is_whole) = draw_embed(card, may_attach);
        if let Some(picture) = &picture {
            embed["image"] = json!({"url": format!("attachment://{}", picture.name)});
        }
        let rest = (!is_whole).then(|| AttachedFile::rest(card.to_string()));
        let own = card.file.as_ref().map(AttachedFile::of_card);
        let texts = [rest, own].into_iter().flatten().filter(|_| may_attach);
        let message = Self::new(picture.into_iter().chain(texts).collect());
        let message = message.set("embeds", vec![embed]);
        let rows = button_rows(&card.buttons);
        if rows.is_empty() {
            message
        } else {
            message.set("components", rows)
        }
    }

    /// Makes a message of one line, which replies to a message and ends with mentions of these
    /// roles. The answer comes first: a lock screen shows the beginning.
    pub(super) fn reply(line: &CardLine, message: MessageRef, roles: &[u64]) -> Self {
        let mentions: Vec<String> = roles.iter().map(|role| format!(" <@&{role}>")).collect();
        let mentions = mentions.concat();
        let room = CONTENT.saturating_sub(width(&mentions));
        let (text, is_cut) = markdown_within(line, room);
        let rest = is_cut.then(|| AttachedFile::rest(line.to_string()));
        let reply = Self::new(Vec::from_iter(rest)).allowing(roles);
        reply.set("content", text + &mentions).set(
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

    /// Mentions these roles in the text: a mention in an embed has no effect. What rings shows its
    /// title there as well: a lock screen shows no embed.
    pub(super) fn calling(self, roles: &[u64], title: Option<&str>) -> Self {
        let mut words: Vec<String> = roles.iter().map(|role| format!("<@&{role}>")).collect();
        let used: usize = words.iter().map(|word| width(word) + 1).sum();
        let room = CONTENT.saturating_sub(used);
        words.extend(title.map(|title| markdown_within(&CardLine::text(title), room).0));
        if words.is_empty() {
            return self;
        }
        self.set("content", words.join(" "))
    }

    /// Lets the mentions of these roles notify.
    pub(super) fn allowing(self, roles: &[u64]) -> Self {
        if roles.is_empty() {
            return self;
        }
        let roles: Vec<String> = roles.iter().map(u64::to_string).collect();
        self.set("allowed_mentions", json!({"parse": [], "roles": roles}))
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

    /// Makes an edit after which nothing is left of the message before: left out, an edit keeps
    /// the buttons and the files of the message.
    pub(super) fn replacement(self) -> Self {
        let none: Vec<Value> = Vec::new();
        self.set_default("attachments", none.clone())
            .set_default("components", none)
    }

    /// Removes the text where the message has none: left out, an edit keeps that too, and the
    /// figure in it.
    pub(super) fn with_own_text(self) -> Self {
        self.set_default("content", "")
    }

    pub(super) fn content(&self) -> Option<&str> {
        self.fields.get("content")?.as_str()
    }

    pub(super) fn files(&self) -> &[AttachedFile] {
        &self.files
    }
}

/// Discord's numbers of the components below a message.
const ROW: u8 = 1;
const BUTTON_KEY: u8 = 2;
/// Discord's number of the style without a colour: a button is an offer, and not a warning.
const GREY: u8 = 2;

/// Puts the buttons into rows, in their order. One that Discord would refuse is left out: it
/// would take the whole message with it.
fn button_rows(buttons: &[CardButton]) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let (fitting, odd): (Vec<_>, Vec<_>) = buttons
        .iter()
        .partition(|button| is_pressable(&button.press) && seen.insert(button.press.as_str()));
    let left_out = odd.len() + fitting.len().saturating_sub(ROWS * BUTTONS_IN_ROW);
    if left_out > 0 {
        tracing::warn!(left_out, "buttons that Discord would refuse are left out");
    }
    let keys: Vec<Value> = fitting.into_iter().map(button_key).collect();
    keys.chunks(BUTTONS_IN_ROW)
        .take(ROWS)
        .map(|keys| json!({"type": ROW, "components": keys}))
        .collect()
}

fn button_key(button: &CardButton) -> Value {
    json!({
        "type": BUTTON_KEY,
        "style": GREY,
        "label": cut(&plain(&button.label), BUTTON),
        "custom_id": button.press,
        "disabled": !button.is_enabled,
    })
}

/// True if Discord sends it back as it was. Blanks at its ends would get lost.
fn is_pressable(press: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_graphic() || c == ' ';
    (1..=CardButton::PRESS).contains(&press.len())
        && press.chars().all(is_plain)
        && press.trim() == press
}

/// Returns the rows of a message as they are, with this one button disabled.
pub(super) fn disable_button(mut rows: Value, custom_id: &str) -> Value {
    let parts = rows.as_array_mut().into_iter().flatten();
    let keys = parts.filter_map(|row| row.get_mut("components")?.as_array_mut());
    for key in keys.flatten() {
        if key.get("custom_id").and_then(Value::as_str) == Some(custom_id)
            && let Some(key) = key.as_object_mut()
        {
            key.insert("disabled".to_owned(), true.into());
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use twilight_model::channel::message::Component;
    use twilight_validate::message::components;

    use super::*;
    use crate::discord::escape::tests::hostile;
    use vigia_cards as cards;

    fn rich() -> Card {
        Card {
            title: "Abandono".into(),
            lines: vec![CardLine::text("x".repeat(9000))],
            file: Some(cards::CardFile {
                name: "vigia.txt".into(),
                text: "a;b\n".into(),
            }),
            buttons: vec![cards::CardButton {
                label: "@everyone **ya**".into(),
                press: "share".into(),
                is_enabled: false,
            }],
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
    fn a_line_too_long_goes_on_in_a_file() {
        let text = "*".repeat(1500);
        let message = MessageBody::reply(&CardLine::text(text.clone()), CARD, &[7, u64::MAX]);
        assert!(message.content().unwrap().contains("… <@&7>"));
        assert!(width(message.content().unwrap()) <= CONTENT);
        assert_eq!(*message.files()[0].bytes, *text.as_bytes());
    }

    #[test]
    fn roles_are_called_in_the_text_and_no_others_are_allowed() {
        let reply = MessageBody::reply(&CardLine::text("<@&9> sigue"), CARD, &[7, 8]);
        let card = MessageBody::plain_card(&Card::default());
        let card = card.calling(&[7, 8], None).allowing(&[7, 8]);
        for (message, text) in [
            (reply, "\\<@\u{200b}&9> sigue <@&7> <@&8>"),
            (card, "<@&7> <@&8>"),
        ] {
            let sent = as_json(&message.loud(true));
            assert_eq!(sent["content"], text);
            let allowed = json!({"parse": [], "roles": ["7", "8"]});
            assert_eq!(sent["allowed_mentions"], allowed);
            assert!(sent.get("flags").is_none());
        }
    }

    #[test]
    fn what_rings_says_its_news_where_a_lock_screen_shows_it_and_an_edit_keeps_that_true() {
        let card = MessageBody::plain_card(&Card::default());
        let sent = as_json(&card.clone().calling(&[7], Some("🔴 CRÍTICA · @everyone")));
        assert_eq!(sent["content"], "<@&7> 🔴 CRÍTICA · @\u{200b}everyone");
        assert_eq!(sent["allowed_mentions"], json!({"parse": []}));
        let quiet = as_json(&card.replacement().calling(&[], None).with_own_text());
        assert_eq!(quiet["content"], "");
    }

    #[test]
    fn picture_rest_and_file_go_with_a_card() {
        let message = MessageBody::with_picture(&rich(), Some(picture()), true);
        let sent = as_json(&message);
        assert_eq!(sent["embeds"][0]["image"]["url"], "attachment://chart.png");
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
        assert_eq!(sent["components"][0]["components"][0]["disabled"], true);
    }

    #[tokio::test]
    async fn where_no_file_may_be_sent_none_is_named() {
        let sent = as_json(&MessageBody::card(&rich(), false).await);
        assert!(sent.get("attachments").is_none());
        assert!(sent["embeds"][0].get("image").is_none());
        let description = sent["embeds"][0]["description"].as_str().unwrap();
        assert!(description.ends_with("\n…"), "{description}");
    }

    #[test]
    fn an_edit_takes_away_what_the_card_has_no_more() {
        let card = Card::default();
        let edit = as_json(&MessageBody::plain_card(&card).replacement());
        assert_eq!(edit["components"], json!([]));
        assert_eq!(edit["attachments"], json!([]));
        assert!(edit.get("flags").is_none());
    }

    fn button(label: &str, press: &str) -> CardButton {
        CardButton {
            label: label.into(),
            press: press.into(),
            is_enabled: true,
        }
    }

    #[test]
    fn buttons_stand_in_rows_of_five() {
        let buttons: Vec<_> = (0..7).map(|n| button("Ver", &format!("n{n}"))).collect();
        let rows = serde_json::to_value(button_rows(&buttons)).unwrap();
        assert_eq!(rows[0]["components"].as_array().unwrap().len(), 5);
        assert_eq!(
            rows[1]["components"][1],
            json!({"type": 2, "style": 2, "label": "Ver", "custom_id": "n6", "disabled": false})
        );
    }

    #[test]
    fn a_button_that_would_be_refused_is_left_out_alone() {
        let long = "x".repeat(101);
        let presses = ["", " a", "a\n", "ñ", &long, "a", "a"];
        let buttons: Vec<_> = presses.map(|press| button("Ver", press)).into();
        let rows = button_rows(&buttons);
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0]["components"].as_array().unwrap().len(), 1);
        assert_eq!(rows[0]["components"][0]["custom_id"], "a");
    }

    #[test]
    fn exactly_the_pressed_button_is_disabled() {
        let rows = json!([{"type": 1, "components": [
            {"type": 2, "custom_id": "a", "disabled": false}, {"type": 2, "url": "https://x"},
        ]}, {"type": 1, "components": [{"type": 2, "custom_id": "b"}]}, 7]);
        let mut expected = rows.clone();
        expected[1]["components"][0]["disabled"] = true.into();
        assert_eq!(disable_button(rows, "b"), expected);
    }

    proptest! {
        #[test]
        fn whatever_a_card_wants_discord_takes_the_rows(
            buttons in proptest::collection::vec((hostile(), hostile()), 0..40)
        ) {
            let buttons: Vec<_> = buttons.iter().map(|(a, b)| button(a, b)).collect();
            let rows = serde_json::to_value(button_rows(&buttons)).unwrap();
            let judged: Vec<Component> = serde_json::from_value(rows).unwrap();
            prop_assert!(components(&judged, false).is_ok());
        }
    }
}
