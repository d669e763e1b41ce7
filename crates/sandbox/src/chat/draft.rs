//! A message's body, checked and read.

use serde_json::Value;

use super::{
    components,
    form::{FormCheck, FormRefusal},
    limits,
    mentions::MentionsAllowed,
    message::{ChatMessage, MessageEmbed, MessageFile},
    request::{ApiCall, UploadedFile},
    state::IdSource,
};

/// What a body asks a message to become. `None` is a key that is not there, which on an
/// edit leaves things as they are.
#[derive(Debug)]
pub(super) struct MessageDraft {
    pub(super) content: Option<String>,
    pub(super) embeds: Option<Vec<MessageEmbed>>,
    pub(super) components: Option<Vec<Value>>,
    /// All files that the message is to have.
    pub(super) files: Vec<MessageFile>,
    pub(super) allowed: Option<MentionsAllowed>,
    pub(super) flags: u64,
    pub(super) nonce: Option<String>,
    pub(super) enforce_nonce: bool,
    pub(super) reference: Option<MessageReference>,
}

/// The message that a new one replies to.
#[derive(Clone, Copy, Debug)]
pub(super) struct MessageReference {
    pub(super) message: u64,
    /// Whether the reply is refused where that message is not there.
    pub(super) must_exist: bool,
}

impl MessageDraft {
    /// Reads a call's body; `before` is the message that it edits.
    pub(super) fn of(
        call: &ApiCall,
        before: Option<&ChatMessage>,
        ids: &mut IdSource,
    ) -> Result<Self, FormRefusal> {
        Self::read(&call.body, &call.files, before, ids)
    }

    /// Reads a body that came with these files.
    pub(super) fn read(
        body: &Value,
        uploads: &[UploadedFile],
        before: Option<&ChatMessage>,
        ids: &mut IdSource,
    ) -> Result<Self, FormRefusal> {
        let mut form = FormCheck::default();
        if !(body.is_object() || body.is_null()) {
            let message = "Only dictionaries may be used in a DictType";
            form.refuse("", "DICT_TYPE_CONVERT", message);
        }
        limits::check(&mut form, body, before.is_some());
        let was_v2 = before.is_some_and(|message| message.flags & limits::COMPONENTS_V2 != 0);
        let is_v2 = was_v2 || limits::flags(body) & limits::COMPONENTS_V2 != 0;
        components::check(&mut form, body, is_v2);
        let files = files(&mut form, body, uploads, before, ids);
        form.finish()?;
        let mut form = FormCheck::default();
        let components = list(body, "components");
        for url in components::media(components.as_deref().unwrap_or_default()) {
            check_file(&mut form, "components", url, &files);
        }
        let draft = Self {
            content: body.get("content").map(text),
            embeds: embeds(&mut form, body, &files),
            components,
            files,
            allowed: MentionsAllowed::read(body),
            flags: limits::flags(body),
            nonce: body.get("nonce").map(text).filter(|it| !it.is_empty()),
            enforce_nonce: body.get("enforce_nonce") == Some(&Value::Bool(true)),
            reference: reference(&mut form, body),
        };
        form.finish()?;
        Ok(draft)
    }
}

fn reference(form: &mut FormCheck, body: &Value) -> Option<MessageReference> {
    let reference = body.get("message_reference").filter(|it| !it.is_null())?;
    let message = reference.get("message_id").and_then(limits::snowflake);
    if message.is_none() {
        form.refuse(
            "message_reference.message_id",
            "BASE_TYPE_REQUIRED",
            "This field is required",
        );
    }
    Some(MessageReference {
        message: message?,
        must_exist: reference.get("fail_if_not_exists") != Some(&Value::Bool(false)),
    })
}

/// A text or number as text; null is empty.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// A list; null is empty, absent is `None`.
fn list(body: &Value, key: &str) -> Option<Vec<Value>> {
    let value = body.get(key)?;
    Some(value.as_array().cloned().unwrap_or_default())
}

fn embeds(form: &mut FormCheck, body: &Value, files: &[MessageFile]) -> Option<Vec<MessageEmbed>> {
    let list = list(body, "embeds")?;
    let mut embeds = Vec::new();
    for (index, value) in list.iter().enumerate() {
        let path = format!("embeds.{index}");
        match MessageEmbed::try_from_wire(value) {
            Ok(embed) if embed.is_blank() => {
                form.refuse(&path, "BASE_TYPE_REQUIRED", "An embed must not be empty.");
            }
            Ok(embed) => {
                check_pictures(form, &path, &embed, files);
                embeds.push(embed);
            }
            Err(error) => form.refuse(&path, "DICT_TYPE_CONVERT", &error.to_string()),
        }
    }
    Some(embeds)
}

fn check_pictures(form: &mut FormCheck, path: &str, embed: &MessageEmbed, files: &[MessageFile]) {
    for url in embed.pictures() {
        check_file(form, path, url, files);
    }
}

fn check_file(form: &mut FormCheck, path: &str, url: &str, files: &[MessageFile]) {
    let Some(name) = url.strip_prefix("attachment://") else {
        return;
    };
    if !files.iter().any(|file| file.name == name) {
        let message = format!("The message has no file named {name}.");
        form.refuse(path, "ATTACHMENT_NOT_FOUND", &message);
    }
}

/// The files that a message is to have: those that `attachments` lists, and where it is
/// absent those that it had and those that came.
fn files(
    form: &mut FormCheck,
    body: &Value,
    uploads: &[UploadedFile],
    before: Option<&ChatMessage>,
    ids: &mut IdSource,
) -> Vec<MessageFile> {
    let had = before.map_or(&[][..], |message| &message.files);
    let Some(listed) = list(body, "attachments") else {
        let came = uploads.iter().map(|upload| file(upload, None, ids));
        return had.iter().cloned().chain(came).collect();
    };
    let mut files = Vec::new();
    let mut taken = Vec::new();
    for (index, entry) in listed.iter().enumerate() {
        let path = format!("attachments.{index}");
        form.text(entry, &path, "description", 1024);
        let id = entry.get("id").and_then(limits::snowflake);
        let upload = uploads.iter().find(|upload| Some(upload.number) == id);
        let kept = had.iter().find(|file| Some(file.id) == id);
        if let Some(upload) = upload {
            taken.push(upload.number);
            files.push(file(upload, Some(entry), ids));
        } else if let Some(kept) = kept {
            let alt = alt(entry).or_else(|| kept.alt.clone());
            files.push(MessageFile {
                alt,
                ..kept.clone()
            });
        } else {
            let message = "No uploaded file and no file of the message has this id.";
            form.refuse(&format!("{path}.id"), "ATTACHMENT_NOT_FOUND", message);
        }
    }
    let left = uploads.iter().filter(|it| !taken.contains(&it.number));
    for upload in left {
        if before.is_some() {
            let path = format!("files.{}", upload.number);
            let message = "On an edit `attachments` must list each file.";
            form.refuse(&path, "ATTACHMENT_NOT_LISTED", message);
        }
        files.push(file(upload, None, ids));
    }
    if files.len() > 10 {
        let message = "Must be 10 or fewer in length.";
        form.refuse("attachments", "BASE_TYPE_MAX_LENGTH", message);
    }
    files
}

fn file(upload: &UploadedFile, entry: Option<&Value>, ids: &mut IdSource) -> MessageFile {
    let name = entry
        .and_then(|it| it.get("filename"))
        .and_then(Value::as_str);
    MessageFile {
        id: ids.next(),
        name: name.unwrap_or(&upload.name).to_owned(),
        media: upload.media.clone(),
        bytes: upload.bytes.to_vec(),
        alt: entry.and_then(alt),
    }
}

fn alt(entry: &Value) -> Option<String> {
    let alt = entry.get("description").and_then(Value::as_str);
    alt.map(str::to_owned)
}
