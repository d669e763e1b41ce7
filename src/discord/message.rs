//! What is sent to Discord as a message. Every message says explicitly that it mentions
//! nobody: left out, Discord would look for mentions in its text.

use serde::Serialize;
use serenity::builder::CreateAttachment;

use crate::{
    cards::{Card, Line},
    discord::{
        embed::{self, Embed, FILE_NAME},
        escape::markdown_within,
        limits::{CONTENT, FILE_BYTES, cut_bytes},
    },
};

/// Only who asked sees it.
pub(super) const EPHEMERAL: u64 = 1 << 6;
const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;

/// A message, in the words of Discord's API.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Message {
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    embeds: Vec<Embed>,
    allowed_mentions: AllowedMentions,
    #[serde(skip_serializing_if = "is_zero")]
    flags: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enforce_nonce: Option<bool>,
    /// Left out, an edit keeps the files of the message; empty, it would delete them.
    #[serde(skip_serializing_if = "Option::is_none")]
    attachments: Option<Vec<Attachment>>,
    #[serde(skip)]
    text: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize)]
struct AllowedMentions {
    parse: [&'static str; 0],
}

#[derive(Clone, Debug, Serialize)]
struct Attachment {
    id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    filename: Option<&'static str>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants it so")]
fn is_zero(flags: &u64) -> bool {
    *flags == 0
}

impl Message {
    /// A message that shows a card.
    pub(super) fn card(card: &Card) -> Self {
        let drawn = embed::draw(card);
        let message = Self {
            embeds: vec![drawn.embed],
            ..Self::default()
        };
        if drawn.is_whole {
            message
        } else {
            message.with_file(card.to_string())
        }
    }

    /// A message of one line.
    pub(super) fn line(line: &Line) -> Self {
        let (content, is_cut) = markdown_within(line, CONTENT);
        let message = Self {
            content: Some(content),
            ..Self::default()
        };
        if is_cut {
            message.with_file(line.to_string())
        } else {
            message
        }
    }

    fn with_file(self, text: String) -> Self {
        Self {
            attachments: Some(vec![Attachment {
                id: 0,
                filename: Some(FILE_NAME),
            }]),
            text: Some(cut_bytes(text, FILE_BYTES)),
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

    /// It notifies nobody.
    pub(super) fn silent(mut self) -> Self {
        self.flags |= SUPPRESS_NOTIFICATIONS;
        self
    }

    /// As an edit that keeps these files of the message beside its own.
    pub(super) fn keeping(mut self, files: impl IntoIterator<Item = u64>) -> Self {
        let kept = files
            .into_iter()
            .map(|id| Attachment { id, filename: None });
        self.attachments.get_or_insert_default().extend(kept);
        self
    }

    /// Its text, as it stands in the chat.
    pub(super) fn content(&self) -> Option<&str> {
        self.content.as_deref()
    }

    /// The file that goes with it.
    pub(super) fn file(&self) -> Option<CreateAttachment> {
        let text = self.text.as_ref()?;
        Some(CreateAttachment::bytes(text.clone(), FILE_NAME))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_message_mentions_nobody_and_says_so() {
        let message = Message::line(&Line::text("@everyone")).silent().once("n1");
        assert_eq!(
            serde_json::to_value(message).unwrap(),
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
        let message = Message::line(&Line::text(text.clone()));
        assert!(message.content().unwrap().ends_with('…'));
        assert_eq!(message.file().unwrap().data, text.as_bytes());
    }
}
