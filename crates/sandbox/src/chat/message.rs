//! What stands in a channel.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;

use super::{
    components,
    limits::{COMPONENTS_V2, EPHEMERAL, LOADING, SUPPRESS_NOTIFICATIONS},
    mentions::MentionedIds,
};

/// A message as it stands now, with what it was before.
#[derive(Clone, Debug, PartialEq)]
pub struct ChatMessage {
    /// Its id.
    pub id: u64,
    /// The channel or thread it stands in.
    pub channel: u64,
    /// The user who posted it.
    pub author: u64,
    /// Its text.
    pub content: String,
    /// Its embeds.
    pub embeds: Vec<MessageEmbed>,
    /// Its components, as they were sent.
    pub components: Vec<Value>,
    /// Its files.
    pub files: Vec<MessageFile>,
    /// The thread that hangs on it.
    pub thread: Option<u64>,
    /// What it was before each edit, oldest first.
    pub edits: Vec<MessageRevision>,
    /// The one user who sees it, where not everybody does.
    pub ephemeral_to: Option<u64>,
    /// Whom it notified.
    pub pings: MentionedIds,
    /// What the sender gave to know it again.
    pub nonce: Option<String>,
    /// Discord's flags.
    pub flags: u64,
    /// When it was posted.
    pub posted: DateTime<Utc>,
    /// When it was last edited.
    pub edited: Option<DateTime<Utc>>,
    /// The interaction that it answers.
    pub interaction: Option<u64>,
    /// The message that it replies to.
    pub reply_to: Option<u64>,
}

impl ChatMessage {
    /// Whether it only says that an answer is on its way.
    pub fn is_placeholder(&self) -> bool {
        self.flags & LOADING != 0
    }

    /// Whether it was posted without a sound.
    pub fn is_silent(&self) -> bool {
        self.flags & SUPPRESS_NOTIFICATIONS != 0
    }

    /// Whether it is made of components alone.
    pub fn is_of_components(&self) -> bool {
        self.flags & COMPONENTS_V2 != 0
    }

    /// The button or select with this id, or the select with this choice.
    pub fn component(&self, custom_id: &str) -> Option<&Value> {
        self.parts().into_iter().find(|it| {
            let options = it.get("options").and_then(Value::as_array);
            let mut options = options.into_iter().flatten();
            it.get("custom_id").and_then(Value::as_str) == Some(custom_id)
                || options.any(|it| it.get("value").and_then(Value::as_str) == Some(custom_id))
        })
    }

    /// All of its components, each before what is in it.
    pub fn parts(&self) -> Vec<&Value> {
        let mut parts = Vec::new();
        components::walk(&self.components, &mut |part| parts.push(part));
        parts
    }

    /// Its text displays.
    pub fn text_displays(&self) -> Vec<&str> {
        let parts = self.parts().into_iter();
        let texts = parts.filter_map(|part| part.get("content").and_then(Value::as_str));
        texts.collect()
    }

    /// The title of its card: the first line, without its mark.
    pub fn title(&self) -> Option<&str> {
        let first = self.text_displays().first().copied()?;
        let title = first.lines().next()?;
        Some(title.strip_prefix("### ").unwrap_or(title))
    }

    /// The colour at the side of its card.
    pub fn accent(&self) -> Option<u64> {
        let frame = self.components.first()?;
        frame.get("accent_color").and_then(Value::as_u64)
    }

    /// The names of the pictures and files that its components show.
    pub fn shown_files(&self) -> Vec<&str> {
        let urls = components::media(&self.components).into_iter();
        urls.filter_map(|url| url.strip_prefix("attachment://"))
            .collect()
    }

    /// All of its words, as a person would read them, for a test to search: no-break spaces are
    /// blanks.
    pub fn text(&self) -> String {
        let mut lines = vec![self.content.clone()];
        lines.extend(self.text_displays().into_iter().map(str::to_owned));
        for embed in &self.embeds {
            lines.extend(embed.title.clone());
            lines.extend(embed.description.clone());
        }
        lines.retain(|line| !line.is_empty());
        lines.join("\n").replace('\u{a0}', " ")
    }

    pub(super) fn is_ephemeral(&self) -> bool {
        self.flags & EPHEMERAL != 0
    }

    pub(super) fn is_blank(&self) -> bool {
        self.content.trim().is_empty()
            && self.embeds.is_empty()
            && self.files.is_empty()
            && self.components.is_empty()
    }
}

/// What a message was before an edit.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageRevision {
    /// Its text.
    pub content: String,
    /// Its embeds.
    pub embeds: Vec<MessageEmbed>,
    /// Its components.
    pub components: Vec<Value>,
    /// The names of its files.
    pub files: Vec<String>,
}

impl MessageRevision {
    /// The title of the card that it was, or nothing.
    pub fn title(&self) -> &str {
        let mut title = None;
        components::walk(&self.components, &mut |part| {
            let text = part.get("content").and_then(Value::as_str);
            title = title.or_else(|| text?.lines().next());
        });
        let title = title.unwrap_or_default();
        title.strip_prefix("### ").unwrap_or(title)
    }
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageFile {
    /// Its id.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// Its media type, such as `image/png`.
    pub media: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// The words for those who cannot see it.
    pub alt: Option<String>,
}

/// The framed part of a message.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct MessageEmbed {
    /// The line in bold.
    pub title: Option<String>,
    /// The text under it.
    pub description: Option<String>,
    /// Where the title leads.
    pub url: Option<String>,
    /// The colour of the bar.
    #[serde(rename = "color")]
    pub colour: Option<u32>,
    /// Named values.
    pub fields: Vec<MessageEmbedField>,
    /// The small line at the foot.
    pub footer: Option<MessageFooter>,
    /// The small line on top.
    pub author: Option<MessageAuthor>,
    /// The time beside the footer.
    pub timestamp: Option<DateTime<Utc>>,
    /// The large picture.
    pub image: Option<MessagePicture>,
    /// The small picture.
    pub thumbnail: Option<MessagePicture>,
}

impl MessageEmbed {
    /// Reads an embed that keeps to the limits.
    pub(super) fn try_from_wire(value: &Value) -> Result<Self, serde_json::Error> {
        Self::deserialize(value)
    }

    pub(super) fn is_blank(&self) -> bool {
        let empty = |text: &Option<String>| text.as_ref().is_none_or(|text| text.trim().is_empty());
        empty(&self.title)
            && empty(&self.description)
            && self.fields.is_empty()
            && self.footer.is_none()
            && self.author.is_none()
            && self.image.is_none()
            && self.thumbnail.is_none()
    }

    /// The links that may name a file of the message.
    pub(super) fn pictures(&self) -> impl Iterator<Item = &str> {
        let icons = [
            self.footer.as_ref().and_then(|it| it.icon_url.as_deref()),
            self.author.as_ref().and_then(|it| it.icon_url.as_deref()),
        ];
        [&self.image, &self.thumbnail]
            .into_iter()
            .filter_map(|it| it.as_ref().map(|picture| picture.url.as_str()))
            .chain(icons.into_iter().flatten())
    }
}

/// A named value of an embed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct MessageEmbedField {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Whether others may stand beside it.
    #[serde(default)]
    pub inline: bool,
}

/// The small line at an embed's foot.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct MessageFooter {
    /// Its text.
    pub text: String,
    /// The picture before it.
    #[serde(default)]
    pub icon_url: Option<String>,
}

/// The small line on top of an embed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct MessageAuthor {
    /// Its text.
    pub name: String,
    /// Where it leads.
    #[serde(default)]
    pub url: Option<String>,
    /// The picture before it.
    #[serde(default)]
    pub icon_url: Option<String>,
}

/// A picture of an embed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct MessagePicture {
    /// Where it is; `attachment://name` for a file of the message.
    pub url: String,
}
