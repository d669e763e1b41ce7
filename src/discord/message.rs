//! What is sent to Discord as a message. Every message says explicitly that it mentions
//! nobody: left out, Discord would look for mentions in its text.

use serde::Serialize;

use crate::discord::{
    buttons::{ButtonRow, rows},
    embed::{self, EmbedBody},
    escape::markdown_within,
    files::AttachedFile,
    limits::{CONTENT, width},
};
use vigia_cards::{Card, CardLine};

/// Only who asked sees it.
pub(super) const EPHEMERAL: u64 = 1 << 6;
const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;

/// A message, in the words of Discord's API.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct MessageBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    embeds: Vec<EmbedBody>,
    /// Left out, an edit keeps the buttons of the message; empty, it takes them away.
    #[serde(skip_serializing_if = "Option::is_none")]
    components: Option<Vec<ButtonRow>>,
    allowed_mentions: AllowedMentions,
    #[serde(skip_serializing_if = "is_zero")]
    flags: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enforce_nonce: Option<bool>,
    /// Left out, an edit keeps the files of the message; empty, it would delete them.
    #[serde(skip_serializing_if = "Option::is_none")]
    attachments: Option<Vec<AttachmentRef>>,
    #[serde(skip)]
    files: Vec<AttachedFile>,
}

#[derive(Clone, Debug, Default, Serialize)]
struct AllowedMentions {
    parse: [&'static str; 0],
    /// The roles that the text may call, by their numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<String>,
}

/// What calls roles where it stands in a message's own text.
fn calls(roles: &[u64]) -> String {
    let calls: Vec<String> = roles.iter().map(|role| format!("<@&{role}>")).collect();
    calls.join(" ")
}

impl AllowedMentions {
    fn roles(roles: &[u64]) -> Self {
        Self {
            roles: roles.iter().map(u64::to_string).collect(),
            ..Self::default()
        }
    }
}

/// A file that is sent along, by its place, which Discord describes as text.
#[derive(Clone, Debug, Serialize)]
struct AttachmentRef {
    id: String,
    filename: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants it so")]
fn is_zero(flags: &u64) -> bool {
    *flags == 0
}

impl MessageBody {
    /// A message that shows a card, with its picture and its files where files may be sent.
    pub(super) async fn card(card: &Card, may_attach: bool) -> Self {
        let picture = match &card.chart {
            Some(chart) if may_attach => AttachedFile::picture(chart).await,
            _ => None,
        };
        Self::with_picture(card, picture, may_attach)
    }

    /// A message that shows a card without its picture.
    pub(super) fn plain_card(card: &Card) -> Self {
        Self::with_picture(card, None, true)
    }

    fn with_picture(card: &Card, picture: Option<AttachedFile>, may_attach: bool) -> Self {
        let drawn = embed::draw(card, may_attach);
        let embed = match &picture {
            Some(picture) => drawn.embed.picture(&picture.name),
            None => drawn.embed,
        };
        let rest = (!drawn.is_whole).then(|| AttachedFile::rest(card.to_string()));
        let own = card.file.as_ref().map(AttachedFile::of_card);
        let texts = [rest, own].into_iter().flatten().filter(|_| may_attach);
        let rows = rows(&card.buttons);
        Self {
            embeds: vec![embed],
            components: (!rows.is_empty()).then_some(rows),
            ..Self::default()
        }
        .with_files(picture.into_iter().chain(texts).collect())
    }

    /// A message of one line that calls these roles first.
    pub(super) fn line(line: &CardLine, roles: &[u64]) -> Self {
        let mut calls = calls(roles);
        if !calls.is_empty() {
            calls.push(' ');
        }
        let room = CONTENT.saturating_sub(width(&calls));
        let (text, is_cut) = markdown_within(line, room);
        let rest = is_cut.then(|| AttachedFile::rest(line.to_string()));
        Self {
            content: Some(format!("{calls}{text}")),
            allowed_mentions: AllowedMentions::roles(roles),
            ..Self::default()
        }
        .with_files(Vec::from_iter(rest))
    }

    /// It calls these roles in its text: what is in an embed calls nobody.
    pub(super) fn calling(mut self, roles: &[u64]) -> Self {
        if !roles.is_empty() {
            self.content = Some(calls(roles));
            self.allowed_mentions = AllowedMentions::roles(roles);
        }
        self
    }

    /// It says the news in its own text as well: a phone that rings shows no embed on its
    /// lock screen.
    pub(super) fn heralding(mut self, title: &str) -> Self {
        let calls = self.content.take().map(|calls| format!("{calls} "));
        let calls = calls.unwrap_or_default();
        let room = CONTENT.saturating_sub(width(&calls));
        let (text, _) = markdown_within(&CardLine::text(title), room);
        self.content = Some(format!("{calls}{text}"));
        self
    }

    /// As an edit of what is over: what it called for no longer stands above it.
    pub(super) fn unheralded(mut self) -> Self {
        self.content.get_or_insert_default();
        self
    }

    fn with_files(self, files: Vec<AttachedFile>) -> Self {
        let listed = files.iter().zip(0_u64..).map(|(file, id)| AttachmentRef {
            id: id.to_string(),
            filename: file.name.clone(),
            description: file.alt.clone(),
        });
        Self {
            attachments: (!files.is_empty()).then(|| listed.collect()),
            files,
            ..self
        }
    }

    /// Posted again with the same nonce within a few minutes, it is not a second message.
    pub(super) fn once(self, nonce: &str) -> Self {
        Self {
            nonce: Some(nonce.to_owned()),
            enforce_nonce: Some(true),
            ..self
        }
    }

    /// Only who asked sees it.
    pub(super) fn ephemeral(mut self) -> Self {
        self.flags |= EPHEMERAL;
        self
    }

    /// No phone makes a sound for it, unless it is loud.
    pub(super) fn loud(mut self, is_loud: bool) -> Self {
        if !is_loud {
            self.flags |= SUPPRESS_NOTIFICATIONS;
        }
        self
    }

    /// As an edit after which the message has these buttons and no others.
    pub(super) fn edit(mut self) -> Self {
        self.components.get_or_insert_default();
        self
    }

    /// As an edit after which nothing is left of what the message was.
    pub(super) fn replacement(mut self) -> Self {
        self.attachments.get_or_insert_default();
        self.edit()
    }

    /// Its text, as it stands in the chat.
    pub(super) fn content(&self) -> Option<&str> {
        self.content.as_deref()
    }

    /// The files that go with it.
    pub(super) fn files(&self) -> &[AttachedFile] {
        &self.files
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

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

    #[test]
    fn a_message_mentions_nobody_and_says_so() {
        let message = MessageBody::line(&CardLine::text("@everyone"), &[]).loud(false);
        let message = message.once("n1");
        assert_eq!(
            as_json(&message),
            json!({
                "content": "@\u{200b}everyone",
                "allowed_mentions": {"parse": []},
                "flags": 4096,
                "nonce": "n1",
                "enforce_nonce": true,
            })
        );
    }

    #[test]
    fn a_line_too_long_goes_on_in_a_file() {
        let text = "*".repeat(1500);
        let message = MessageBody::line(&CardLine::text(text.clone()), &[7, u64::MAX]);
        assert!(message.content().unwrap().ends_with('…'));
        assert!(width(message.content().unwrap()) <= CONTENT);
        assert_eq!(*message.files()[0].bytes, *text.as_bytes());
    }

    #[test]
    fn roles_are_called_in_the_text_and_no_others_are_allowed() {
        let line = MessageBody::line(&CardLine::text("<@&9> sigue"), &[7, 8]);
        let card = MessageBody::plain_card(&Card::default()).calling(&[7, 8]);
        for (message, text) in [
            (line, "<@&7> <@&8> \\<@\u{200b}&9> sigue"),
            (card, "<@&7> <@&8>"),
        ] {
            let sent = as_json(&message.loud(true));
            assert_eq!(sent["content"], text);
            let allowed = json!({"parse": [], "roles": ["7", "8"]});
            assert_eq!(sent["allowed_mentions"], allowed);
            assert!(sent.get("flags").is_none());
        }
        let edit = as_json(&MessageBody::plain_card(&Card::default()).edit());
        assert!(
            edit.get("content").is_none(),
            "what was called stays to be read"
        );
        assert_eq!(edit["allowed_mentions"], json!({"parse": []}));
    }

    #[test]
    fn what_rings_says_its_news_where_a_lock_screen_shows_it() {
        let card = MessageBody::plain_card(&Card::default()).calling(&[7]);
        let sent = as_json(&card.heralding("🔴 CRÍTICA · @everyone"));
        assert_eq!(sent["content"], "<@&7> 🔴 CRÍTICA · @\u{200b}everyone");
        let over = MessageBody::plain_card(&Card::default()).replacement();
        assert_eq!(as_json(&over.unheralded())["content"], "");
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
        let edit = as_json(&MessageBody::plain_card(&card).edit());
        assert_eq!(edit["components"], json!([]));
        assert!(edit.get("attachments").is_none());
        let edit = as_json(&MessageBody::plain_card(&card).replacement());
        assert_eq!(edit["attachments"], json!([]));
        assert!(edit.get("flags").is_none());
    }
}
