//! One request of the bot: read from the wire, and kept on record.

use std::collections::BTreeSet;

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequest, Multipart, Query},
    http::{HeaderMap, header},
};
use serde_json::Value;

use super::form::{FormCheck, FormRefusal, INVALID_JSON, TOO_LARGE};

/// What one request may weigh, and one file in it.
const REQUEST_BYTES: usize = 25 << 20;
const FILE_BYTES: usize = 10 << 20;
const FILES: usize = 10;

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(super) struct ApiCall {
    pub(super) method: String,
    /// The path below `/api/v10`, such as `/channels/1/messages`.
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    pub(super) authorised: bool,
    pub(super) body: Value,
    pub(super) files: Vec<UploadedFile>,
}

/// A file as it arrived, with the number that `attachments` knows it by.
#[derive(Clone, Debug)]
pub(super) struct UploadedFile {
    pub(super) number: u64,
    pub(super) name: String,
    pub(super) media: String,
    pub(super) bytes: Bytes,
}

/// A request on record, with what was answered.
#[derive(Clone, Debug)]
pub struct ChatRequest {
    /// Its place in the record, from 0.
    pub number: usize,
    /// Its method, such as `POST`.
    pub method: String,
    /// Its path below `/api/v10`, such as `/channels/1/messages`.
    pub path: String,
    /// Its JSON, also where that came as `payload_json` beside files.
    pub body: Value,
    /// The files that came with it.
    pub files: Vec<SentBody>,
    /// The status that was answered; `None` while it is under way or where the answer was lost.
    pub status: Option<u16>,
    /// The JSON that was answered, or would have been.
    pub reply: Value,
    /// Whether it changed what the stand-in knows, as far as it asked for that.
    pub took_effect: bool,
    /// Whether a fault was injected into it.
    pub injected: bool,
}

impl ChatRequest {
    /// Whether it was refused for its own sake.
    pub fn is_violation(&self) -> bool {
        !self.injected && self.status.is_some_and(|status| status >= 400)
    }

    /// Discord's code of the refusal, such as 50035.
    pub fn code(&self) -> Option<u64> {
        self.reply.get("code").and_then(Value::as_u64)
    }
}

/// A file on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentBody {
    /// The number in `files[number]`.
    pub number: u64,
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub bytes: usize,
}

impl ApiCall {
    /// Reads the head of a request; the body follows with [`ApiCall::read_body`].
    pub(super) fn of(
        request: &axum::extract::Request,
        authorised: impl Fn(&HeaderMap) -> bool,
    ) -> Self {
        let path = request.uri().path();
        let query = Query::try_from_uri(request.uri()).map(|Query(pairs)| pairs);
        Self {
            method: request.method().as_str().to_owned(),
            path: path.strip_prefix("/api/v10").unwrap_or(path).to_owned(),
            query: query.unwrap_or_default(),
            authorised: authorised(request.headers()),
            body: Value::Null,
            files: Vec::new(),
        }
    }

    /// Reads the body: JSON, or JSON beside files.
    pub(super) async fn read_body(
        &mut self,
        request: axum::extract::Request,
    ) -> Result<(), FormRefusal> {
        let (parts, body) = request.into_parts();
        let bytes = to_bytes(body, REQUEST_BYTES).await;
        let bytes = bytes.map_err(|_| FormRefusal::from(TOO_LARGE))?;
        let kind = parts.headers.get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or("");
        if kind.starts_with("multipart/form-data") {
            let whole = axum::extract::Request::from_parts(parts, Body::from(bytes));
            return self.read_parts(whole).await;
        }
        if !bytes.is_empty() {
            self.body = parse(&bytes)?;
        }
        Ok(())
    }

    async fn read_parts(&mut self, mut request: axum::extract::Request) -> Result<(), FormRefusal> {
        let unlimited = axum::extract::DefaultBodyLimit::max(REQUEST_BYTES + 1);
        unlimited.apply(&mut request);
        let malformed = || FormCheck::refusal("", "MULTIPART_PARSE", "Malformed multipart.");
        let multipart = Multipart::from_request(request, &()).await;
        let mut multipart = multipart.map_err(|_| malformed())?;
        while let Some(field) = multipart.next_field().await.map_err(|_| malformed())? {
            let key = field.name().unwrap_or("").to_owned();
            let name = field.file_name().map(str::to_owned);
            let media = field.content_type().map(str::to_owned);
            let bytes = field.bytes().await.map_err(|_| malformed())?;
            if key == "payload_json" {
                self.body = parse(&bytes)?;
            } else if let Some(number) = file_number(&key) {
                self.files.push(UploadedFile {
                    number,
                    name: name.ok_or_else(malformed)?,
                    media: media.unwrap_or_else(|| "application/octet-stream".into()),
                    bytes,
                });
            }
        }
        self.check_files()
    }

    fn check_files(&self) -> Result<(), FormRefusal> {
        if self.files.iter().any(|file| file.bytes.len() > FILE_BYTES) {
            return Err(TOO_LARGE.into());
        }
        let mut numbers = BTreeSet::new();
        if !self.files.iter().all(|file| numbers.insert(file.number)) {
            let message = "Two files have the same number.";
            return Err(FormCheck::refusal(
                "files",
                "ATTACHMENT_DUPLICATED",
                message,
            ));
        }
        if self.files.len() > FILES {
            let message = "Must be 10 or fewer in length.";
            return Err(FormCheck::refusal("files", "BASE_TYPE_MAX_LENGTH", message));
        }
        Ok(())
    }

    /// A value of the query.
    pub(super) fn asks(&self, key: &str) -> Option<&str> {
        let pair = self.query.iter().find(|(name, _)| name == key);
        pair.map(|(_, value)| value.as_str())
    }

    /// What is kept of it on record.
    pub(super) fn record(&self, number: usize) -> ChatRequest {
        let files = self.files.iter().map(|file| SentBody {
            number: file.number,
            name: file.name.clone(),
            bytes: file.bytes.len(),
        });
        ChatRequest {
            number,
            method: self.method.clone(),
            path: self.path.clone(),
            body: self.body.clone(),
            files: files.collect(),
            status: None,
            reply: Value::Null,
            took_effect: false,
            injected: false,
        }
    }
}

fn parse(bytes: &[u8]) -> Result<Value, FormRefusal> {
    serde_json::from_slice(bytes).map_err(|_| INVALID_JSON.into())
}

fn file_number(key: &str) -> Option<u64> {
    let number = key.strip_prefix("files[")?.strip_suffix("]")?;
    number.parse().ok()
}
