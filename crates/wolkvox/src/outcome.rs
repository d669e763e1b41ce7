//! Judges an answer: facts, no data, or an error. Status and body speak together, since the
//! API says "no rows" with 404 and four different things with 403.

use secrecy::SecretString;
use tracing::debug;

use crate::{
    envelope::{self, ResponseEnvelope},
    error::{ApiError, ApiErrorKind},
    reports,
    rows::{RawRows, ReadRows},
    scrub::SecretScrubber,
    spoiled::{ParseWarnings, UnreadableField},
};
use vigia_core::metrics::{Facts, Report};

/// How much of an unexpected body the debug log shows.
const SHOWN: usize = 200;

/// What one answer held.
#[derive(Debug)]
pub(super) struct ResponseOutcome<T> {
    /// `None` where the API says that there is nothing, or no row could be read.
    pub(super) content: Option<T>,
    pub(super) spoiled: Vec<UnreadableField>,
    pub(super) spoils: usize,
}

/// Reads the body of a successful answer as the facts of `report`, with all that could not
/// be read.
///
/// # Errors
/// The error that the body stands for.
pub fn parse(
    report: Report,
    body: &[u8],
) -> Result<(Option<Facts>, Vec<UnreadableField>), ApiError> {
    let outcome = facts(
        report,
        200,
        body,
        &SecretScrubber::new(&SecretString::default()),
    )?;
    Ok((outcome.content, outcome.spoiled))
}

/// Reads an answer as the facts of `report`.
pub(super) fn facts(
    report: Report,
    status: u16,
    body: &[u8],
    scrub: &SecretScrubber,
) -> Result<ResponseOutcome<Facts>, ApiError> {
    match report {
        Report::Abandonment => read(status, body, reports::AbandonmentRows::default(), scrub)
            .map(|outcome| outcome.map(Facts::Abandonment)),
        Report::ServiceLevel => read(status, body, reports::ServiceLevelRows::default(), scrub)
            .map(|outcome| outcome.map(Facts::ServiceLevel)),
        Report::SmartHold => read(status, body, reports::SmartHoldRows::default(), scrub)
            .map(|outcome| outcome.map(Facts::SmartHold)),
        Report::Durations => read(status, body, reports::DurationsRows::default(), scrub)
            .map(|outcome| outcome.map(Facts::Durations)),
        Report::Holds => read(status, body, reports::HoldsRows::default(), scrub)
            .map(|outcome| outcome.map(Facts::Holds)),
    }
}

impl<T> ResponseOutcome<T> {
    pub(super) fn map<U>(self, make: impl FnOnce(T) -> U) -> ResponseOutcome<U> {
        ResponseOutcome {
            content: self.content.map(make),
            spoiled: self.spoiled,
            spoils: self.spoils,
        }
    }
}

/// Reads an answer with `reader`.
pub(super) fn read<R: ReadRows>(
    status: u16,
    body: &[u8],
    mut reader: R,
    scrub: &SecretScrubber,
) -> Result<ResponseOutcome<R::Out>, ApiError> {
    let mut spoils = ParseWarnings::new(scrub);
    let rows = RawRows {
        reader: &mut reader,
        spoils: &mut spoils,
    };
    let opened = match text(body) {
        Ok(text) => envelope::open(text, rows).map_err(|error| !error.is_eof()),
        Err(error) => Err(error.error_len().is_some()),
    };
    let told = match opened {
        Ok(envelope) => told(status, &envelope, spoils.rows(), scrub),
        Err(garbled) => Err(unwrapped(status, body, garbled, scrub)),
    };
    let content = match told {
        Ok(ServerMessage::Rows) => reader.finish(),
        Ok(ServerMessage::Nothing) => None,
        Err(error) => {
            debug!(%error, body = first(body, scrub), "an answer that is no report");
            return Err(error);
        }
    };
    let (spoiled, spoils) = spoils.into_parts();
    Ok(ResponseOutcome {
        content,
        spoiled,
        spoils,
    })
}

enum ServerMessage {
    Rows,
    Nothing,
}

/// What an answer in the API's own form says.
fn told(
    status: u16,
    envelope: &ResponseEnvelope,
    rows: usize,
    scrub: &SecretScrubber,
) -> Result<ServerMessage, ApiError> {
    let error = |kind: ApiErrorKind, status: u16| {
        Err(ApiError::new(kind)
            .with_status(status)
            .with_note(&envelope.note, scrub))
    };
    let proper = envelope.proper;
    // The body's own error code is the more exact one: HTTP 200 may carry it.
    let status = match envelope.code.map(u16::try_from) {
        Some(Ok(code @ 400..=599)) => code,
        Some(Ok(0 | 200..=299)) | None => status,
        Some(_) => return error(ApiErrorKind::Unexpected, status),
    };
    match status {
        200..=299 if rows > 0 => Ok(ServerMessage::Rows),
        // No rows, or the API's own "not found". But `{}` is no answer of this API.
        200..=299 | 404 if proper => Ok(ServerMessage::Nothing),
        status => error(kind_of(status, &envelope.note), status),
    }
}

/// What an answer that is not in the API's form stands for. Status and text are all it has.
fn unwrapped(status: u16, body: &[u8], garbled: bool, scrub: &SecretScrubber) -> ApiError {
    let kind = match status {
        200..=299 if !garbled => ApiErrorKind::Cut,
        200..=299 => ApiErrorKind::Unexpected,
        status => kind_of(status, &first(body, scrub)),
    };
    ApiError::new(kind).with_status(status)
}

fn kind_of(status: u16, text: &str) -> ApiErrorKind {
    match status {
        400 => ApiErrorKind::BadRequest,
        401 => ApiErrorKind::Unauthorized,
        403 => kind_of_refusal(&text.to_uppercase()),
        500..=599 => ApiErrorKind::ServerFault,
        _ => ApiErrorKind::Unexpected,
    }
}

/// Only the text tells the four refusals apart. "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS"
/// and "TOKEN LIMIT EXCEEDED" share words, so that the first is looked for first.
fn kind_of_refusal(text: &str) -> ApiErrorKind {
    const TOKEN: [&str; 5] = [
        "VALIDATE TOKEN",
        "INCORRECT",
        "EXPIRED",
        "MALFORMED",
        "INVALID TOKEN",
    ];
    if text.contains("SIMULTANEOUS") {
        ApiErrorKind::Busy
    } else if text.contains("LIMIT EXCEEDED") {
        ApiErrorKind::QuotaSpent
    } else if TOKEN.iter().any(|words| text.contains(words)) {
        ApiErrorKind::TokenRefused
    } else {
        ApiErrorKind::Refused
    }
}

/// The body as text, without a byte order mark and blanks before it.
fn text(body: &[u8]) -> Result<&str, std::str::Utf8Error> {
    std::str::from_utf8(body)
        .map(|text| text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}'))
}

/// The beginning of a body for the log, cleaned.
fn first(body: &[u8], scrub: &SecretScrubber) -> String {
    const LOOKED_AT: usize = 64 * 1024;
    let start = body.get(..LOOKED_AT).unwrap_or(body);
    scrub.clean(&String::from_utf8_lossy(start), SHOWN)
}
