//! Judges an answer: facts, no data, or an error. Status and body speak together, since the
//! API says "no rows" with 404 and four different things with 403.

use secrecy::SecretString;
use tracing::debug;

use crate::{
    envelope::{self, Envelope},
    error::{Error, ErrorKind},
    reports,
    rows::{ReadRows, Rows},
    scrub::Scrub,
    spoiled::{Spoiled, Spoils},
};
use vigia_core::metrics::{Facts, Report};

/// How much of an unexpected body the debug log shows.
const SHOWN: usize = 200;

/// What one answer held.
#[derive(Debug)]
pub(super) struct Outcome<T> {
    /// `None` where the API says that there is nothing, or no row could be read.
    pub(super) content: Option<T>,
    pub(super) spoiled: Vec<Spoiled>,
    pub(super) spoils: usize,
}

/// Reads the body of a successful answer as the facts of `report`, with all that could not
/// be read.
///
/// # Errors
/// The error that the body stands for.
pub fn parse(report: Report, body: &[u8]) -> Result<(Option<Facts>, Vec<Spoiled>), Error> {
    let outcome = facts(report, 200, body, &Scrub::new(&SecretString::default()))?;
    Ok((outcome.content, outcome.spoiled))
}

/// Reads an answer as the facts of `report`.
pub(super) fn facts(
    report: Report,
    status: u16,
    body: &[u8],
    scrub: &Scrub,
) -> Result<Outcome<Facts>, Error> {
    match report {
        Report::Abandonment => read(status, body, reports::Abandonments::default(), scrub)
            .map(|outcome| outcome.map(Facts::Abandonment)),
        Report::ServiceLevel => read(status, body, reports::ServiceLevels::default(), scrub)
            .map(|outcome| outcome.map(Facts::ServiceLevel)),
        Report::SmartHold => read(status, body, reports::SmartHolds::default(), scrub)
            .map(|outcome| outcome.map(Facts::SmartHold)),
        Report::Durations => read(status, body, reports::CallDurations::default(), scrub)
            .map(|outcome| outcome.map(Facts::Durations)),
        Report::Holds => read(status, body, reports::AgentRows::default(), scrub)
            .map(|outcome| outcome.map(Facts::Holds)),
    }
}

impl<T> Outcome<T> {
    pub(super) fn map<U>(self, make: impl FnOnce(T) -> U) -> Outcome<U> {
        Outcome {
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
    scrub: &Scrub,
) -> Result<Outcome<R::Out>, Error> {
    let mut spoils = Spoils::new(scrub);
    let rows = Rows {
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
        Ok(Told::Rows) => reader.finish(),
        Ok(Told::Nothing) => None,
        Err(error) => {
            debug!(%error, body = first(body, scrub), "an answer that is no report");
            return Err(error);
        }
    };
    let (spoiled, spoils) = spoils.into_parts();
    Ok(Outcome {
        content,
        spoiled,
        spoils,
    })
}

enum Told {
    Rows,
    Nothing,
}

/// What an answer in the API's own form says.
fn told(status: u16, envelope: &Envelope, rows: usize, scrub: &Scrub) -> Result<Told, Error> {
    let error = |kind: ErrorKind, status: u16| {
        Err(Error::new(kind)
            .with_status(status)
            .with_note(&envelope.note, scrub))
    };
    let proper = envelope.proper;
    // The body's own error code is the more exact one: HTTP 200 may carry it.
    let status = match envelope.code.map(u16::try_from) {
        Some(Ok(code @ 400..=599)) => code,
        Some(Ok(0 | 200..=299)) | None => status,
        Some(_) => return error(ErrorKind::Unexpected, status),
    };
    match status {
        200..=299 if rows > 0 => Ok(Told::Rows),
        // No rows, or the API's own "not found". But `{}` is no answer of this API.
        200..=299 | 404 if proper => Ok(Told::Nothing),
        status => error(kind_of(status, &envelope.note), status),
    }
}

/// What an answer that is not in the API's form stands for. Status and text are all it has.
fn unwrapped(status: u16, body: &[u8], garbled: bool, scrub: &Scrub) -> Error {
    let kind = match status {
        200..=299 if !garbled => ErrorKind::Cut,
        200..=299 => ErrorKind::Unexpected,
        status => kind_of(status, &first(body, scrub)),
    };
    Error::new(kind).with_status(status)
}

fn kind_of(status: u16, text: &str) -> ErrorKind {
    match status {
        400 => ErrorKind::BadRequest,
        401 => ErrorKind::Unauthorized,
        403 => kind_of_refusal(&text.to_uppercase()),
        500..=599 => ErrorKind::ServerFault,
        _ => ErrorKind::Unexpected,
    }
}

/// Only the text tells the four refusals apart. "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS"
/// and "TOKEN LIMIT EXCEEDED" share words, so that the first is looked for first.
fn kind_of_refusal(text: &str) -> ErrorKind {
    const TOKEN: [&str; 5] = [
        "VALIDATE TOKEN",
        "INCORRECT",
        "EXPIRED",
        "MALFORMED",
        "INVALID TOKEN",
    ];
    if text.contains("SIMULTANEOUS") {
        ErrorKind::Busy
    } else if text.contains("LIMIT EXCEEDED") {
        ErrorKind::QuotaSpent
    } else if TOKEN.iter().any(|words| text.contains(words)) {
        ErrorKind::TokenRefused
    } else {
        ErrorKind::Refused
    }
}

/// The body as text, without a byte order mark and blanks before it.
fn text(body: &[u8]) -> Result<&str, std::str::Utf8Error> {
    std::str::from_utf8(body)
        .map(|text| text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}'))
}

/// The beginning of a body for the log, cleaned.
fn first(body: &[u8], scrub: &Scrub) -> String {
    const LOOKED_AT: usize = 64 * 1024;
    let start = body.get(..LOOKED_AT).unwrap_or(body);
    scrub.clean(&String::from_utf8_lossy(start), SHOWN)
}
