//! One answer of the API: `{code, error, msg, data}` in any order. Its rows are taken one after
//! the other where they stand in the body, also before a code that turns out to be an error's:
//! no tree of values is built, and texts are borrowed where they have no escapes.

use std::{borrow::Cow, fmt, time::Duration};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use tracing::{debug, warn};

use crate::{
    error::{ApiError, ReadFailure},
    lenient::{decode_text, repair_document},
    scrub::SecretScrubber,
    value::{RawScalar, ValueError},
};

/// The most unreadable fields that are kept with their text; the rest is only counted.
const KEPT_WARNINGS: usize = 500;

/// The characters of the longest text that is quoted.
const QUOTED: usize = 80;

/// The characters of an unexpected body that the debug log shows.
const SHOWN: usize = 200;

const LIST: RawScalar<'static> = RawScalar::Odd("a list");
const OBJECT: RawScalar<'static> = RawScalar::Odd("an object");

/// An answer as it came over HTTP.
#[derive(Clone, Copy)]
pub(super) struct RawAnswer<'a> {
    pub(super) status: u16,
    pub(super) body: &'a [u8],
    pub(super) scrub: &'a SecretScrubber,
}

/// The content of one answer.
#[derive(Debug)]
pub(super) struct ResponseOutcome<T> {
    /// `None` where the API says that there is nothing, or no row could be read.
    pub(super) content: Option<T>,
    pub(super) spoiled: Vec<UnreadableField>,
    pub(super) spoils: usize,
    /// The rows that were joined with another one of the same owner.
    pub(super) joined: usize,
}

/// A field or row of an answer that could not be read. It costs that field or row alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableField {
    /// The field as the API spells it; of a row that was dropped, the field that should
    /// have said whose row it is.
    pub field: String,
    /// The row, counted from 1 in the order of the answer.
    pub row: usize,
    /// The text that stood there, cut to 80 characters.
    pub text: String,
}

/// One row of an answer.
pub(super) struct RawRow<'r, 'de, 's> {
    /// The key that the row stands under where the answer is an object of rows.
    pub(super) label: Option<&'r str>,
    fields: &'r [(Cow<'de, str>, RawScalar<'de>)],
    warnings: &'r mut ParseWarnings<'s>,
}

impl<T> ResponseOutcome<T> {
    pub(super) fn and_then<U>(self, make: impl FnOnce(T) -> Option<U>) -> ResponseOutcome<U> {
        ResponseOutcome {
            content: self.content.and_then(make),
            spoiled: self.spoiled,
            spoils: self.spoils,
            joined: self.joined,
        }
    }
}

impl<T: Default> ResponseOutcome<T> {
    /// Takes a missing content for an empty one: an empty list is a list.
    pub(super) fn map_or_default<U>(self, make: impl FnOnce(T) -> U) -> ResponseOutcome<U> {
        let content = Some(self.content.unwrap_or_default());
        Self { content, ..self }.and_then(|content| Some(make(content)))
    }
}

impl RawAnswer<'_> {
    /// Calls `take` with each row. The content is `None` where there was no row: a report
    /// without a row would pass for one of zeros.
    pub(super) fn read_rows<T: Default>(
        self,
        mut take: impl FnMut(&mut T, &mut RawRow<'_, '_, '_>),
    ) -> Result<ResponseOutcome<T>, ApiError> {
        let text = decode_text(self.body);
        let mut content = T::default();
        let mut read = match &text {
            Some(text) => self.each_row(text, &mut |row| take(&mut content, row)),
            None => Err(BrokenBody::CutOff),
        };
        let repaired;
        if let (Err(BrokenBody::Garbled), Some(text)) = (&read, &text)
            && let Some(document) = repair_document(text)
        {
            warn!(
                body = self.shown_start(),
                "an answer of wolkvox is not quite JSON; it was repaired"
            );
            repaired = document;
            content = T::default();
            read = self.each_row(&repaired, &mut |row| take(&mut content, row));
        }
        let judged = match read {
            Ok((envelope, warnings)) => self
                .judge_envelope(&envelope, warnings.row > 0)
                .and_then(|has_rows| self.check_readable(has_rows, warnings)),
            Err(broken) => Err(self.judge_unwrapped(broken)),
        };
        let (has_rows, warnings) = judged.inspect_err(|error| {
            debug!(%error, body = self.shown_start(), "an answer is no report");
        })?;
        Ok(ResponseOutcome {
            content: has_rows.then_some(content),
            spoiled: warnings.kept,
            spoils: warnings.count,
            joined: 0,
        })
    }

    /// Refuses an answer of which no row says whose it is, as after a field was renamed: it must not pass
    /// for an empty window.
    fn check_readable<'s>(
        &self,
        has_rows: bool,
        warnings: ParseWarnings<'s>,
    ) -> Result<(bool, ParseWarnings<'s>), ApiError> {
        if has_rows && warnings.refused == warnings.row {
            let field = warnings.kept.first().map(|spoilt| spoilt.field.as_str());
            return Err(ApiError::new(ReadFailure::NoReadableRow)
                .with_status(self.status)
                .with_note(field.unwrap_or_default(), self.scrub));
        }
        Ok((has_rows, warnings))
    }

    fn each_row<'de>(
        &self,
        text: &'de str,
        take: &mut dyn FnMut(&mut RawRow<'_, 'de, '_>),
    ) -> Result<(ResponseEnvelope, ParseWarnings<'_>), BrokenBody> {
        let mut reader = AnswerReader {
            envelope: ResponseEnvelope::default(),
            has_data: false,
            fields: Vec::new(),
            warnings: ParseWarnings {
                scrub: self.scrub,
                row: 0,
                refused: 0,
                kept: Vec::new(),
                count: 0,
            },
            take,
        };
        reader.read(text)?;
        Ok((reader.envelope, reader.warnings))
    }

    /// Judges an answer in the API's own form: true for rows, false for "there is nothing".
    fn judge_envelope(
        &self,
        envelope: &ResponseEnvelope,
        has_rows: bool,
    ) -> Result<bool, ApiError> {
        let error = |kind: ReadFailure, status: u16| {
            Err(ApiError::new(kind)
                .with_status(status)
                .with_note(&envelope.note, self.scrub))
        };
        // The body's own error code is the more exact one: HTTP 200 may carry it.
        let status = match envelope.code.map(u16::try_from) {
            Some(Ok(code @ 400..=599)) => code,
            Some(Ok(0 | 200..=299)) | None => self.status,
            Some(_) => return error(ReadFailure::Unexpected, self.status),
        };
        match status {
            200..=299 if has_rows => Ok(true),
            // No rows, or the API's own "not found". But `{}` is no answer of this API.
            200..=299 | 404 if envelope.is_proper => Ok(false),
            status => error(kind_of_status(status, &envelope.note), status),
        }
    }

    /// Judges an answer that is not in the API's form by its status and text.
    fn judge_unwrapped(&self, broken: BrokenBody) -> ApiError {
        let kind = match (self.status, broken) {
            (200..=299, BrokenBody::CutOff) => ReadFailure::Cut,
            (200..=299, BrokenBody::Garbled) => ReadFailure::Unexpected,
            (status, _) => kind_of_status(status, &self.shown_start()),
        };
        ApiError::new(kind).with_status(self.status)
    }

    /// The beginning of the body for the log, without the token.
    fn shown_start(&self) -> String {
        const LOOKED_AT: usize = 64 * 1024;
        let start = self.body.get(..LOOKED_AT).unwrap_or(self.body);
        self.scrub.clean(&String::from_utf8_lossy(start), SHOWN)
    }
}

fn kind_of_status(status: u16, text: &str) -> ReadFailure {
    match status {
        400 => ReadFailure::BadRequest,
        401 => ReadFailure::Unauthorized,
        429 => ReadFailure::Refused,
        403 => kind_of_refusal(&text.to_uppercase()),
        500..=599 => ReadFailure::ServerFault,
        _ => ReadFailure::Unexpected,
    }
}

/// Only the text distinguishes the four refusals. "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS"
/// and "TOKEN LIMIT EXCEEDED" share words, so that the first is looked for first.
fn kind_of_refusal(text: &str) -> ReadFailure {
    const TOKEN: [&str; 8] = [
        "VALIDATE TOKEN",
        "INCORRECT",
        "EXPIRED",
        "MALFORMED",
        "INVALID TOKEN",
        "TOKEN NO ES V",
        "TOKEN INV",
        "TOKEN VENCIDO",
    ];
    const FIREWALL: [&str; 5] = ["BLOCKED", "BLOQUEAD", "FIREWALL", "ACCESS DENIED", "WAF"];
    if text.contains("SIMULTANEOUS") {
        ReadFailure::Busy
    } else if text.contains("LIMIT EXCEEDED") {
        ReadFailure::QuotaSpent
    } else if TOKEN.iter().any(|words| text.contains(words)) {
        ReadFailure::TokenRefused
    } else if FIREWALL.iter().any(|words| text.contains(words)) {
        ReadFailure::Blocked
    } else {
        ReadFailure::Refused
    }
}

impl<'r, 'de> RawRow<'r, 'de, '_> {
    /// Finds a field by its name as documented, or with other case and underscores, since the
    /// documents do not agree with themselves (`abandon_11seg_20seg`, `abandon_11seg_20_seg`).
    fn find_field(&self, name: &str) -> Option<&'r (Cow<'de, str>, RawScalar<'de>)> {
        let fields = self.fields.iter().rev();
        let exact = fields.clone().find(|(key, _)| key == name);
        exact.or_else(|| fields.clone().find(|(key, _)| is_same_key(name, key)))
    }

    pub(super) fn get(&self, name: &str) -> &'r RawScalar<'de> {
        let field = self.find_field(name);
        field.map_or(&RawScalar::Missing, |(_, value)| value)
    }

    /// The fields of the row, with their keys as the API spells them.
    pub(super) fn fields(
        &self,
    ) -> impl Iterator<Item = (&'r str, &'r RawScalar<'de>)> + use<'r, 'de> {
        self.fields.iter().map(|(key, value)| (&**key, value))
    }

    /// Reads the count of a field that [`fields`](Self::fields) gave, which need not be looked for.
    pub(super) fn count_of(&mut self, key: &str, value: &RawScalar<'de>) -> Option<u64> {
        value.count().unwrap_or_else(|ValueError| {
            self.warnings.add(key, &value.quote());
            None
        })
    }

    /// Reads a field. One that cannot be read is noted, and counts as missing.
    pub(super) fn read<T>(
        &mut self,
        name: &str,
        reader: impl Fn(&RawScalar<'de>) -> Result<Option<T>, ValueError>,
    ) -> Option<T> {
        let (key, value) = self.find_field(name)?;
        reader(value).unwrap_or_else(|ValueError| {
            self.warnings.add(key, &value.quote());
            None
        })
    }

    pub(super) fn count(&mut self, name: &str) -> Option<u64> {
        self.read(name, RawScalar::count)
    }

    pub(super) fn number(&mut self, name: &str) -> Option<f64> {
        self.read(name, RawScalar::number)
    }

    pub(super) fn duration(&mut self, name: &str) -> Option<Duration> {
        self.read(name, RawScalar::duration)
    }

    /// Reads a percentage, which is never negative.
    pub(super) fn percent(&mut self, name: &str) -> Option<f64> {
        self.read(name, RawScalar::percent)
    }

    /// Notes that the row is dropped, since this field does not say whose row it is.
    pub(super) fn refuse(&mut self, name: &str) {
        self.warnings.refused += 1;
        self.warnings.add(name, &self.get(name).quote());
    }

    /// Notes a field that contradicts another one.
    pub(super) fn doubt(&mut self, name: &str) {
        self.warnings.add(name, &self.get(name).quote());
    }
}

fn is_same_key(name: &str, key: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = u8> {
        let bytes = text.trim().bytes().filter(|byte| *byte != b'_');
        bytes.map(|byte| byte.to_ascii_lowercase())
    }
    letters(name).eq(letters(key))
}

struct ParseWarnings<'s> {
    scrub: &'s SecretScrubber,
    /// The number of the row that is read, from 1.
    row: usize,
    /// The number of rows that do not say whose they are.
    refused: usize,
    kept: Vec<UnreadableField>,
    count: usize,
}

impl ParseWarnings<'_> {
    fn add(&mut self, field: &str, text: &str) {
        self.count += 1;
        if self.kept.len() < KEPT_WARNINGS {
            self.kept.push(UnreadableField {
                field: self.scrub.clean(field, QUOTED),
                row: self.row,
                text: self.scrub.clean(text, QUOTED),
            });
        }
    }
}

/// The parts of an answer that stand around the rows.
#[derive(Default)]
struct ResponseEnvelope {
    /// The code in the body, a number or a string there.
    code: Option<u64>,
    /// The texts of `error` and `msg`.
    note: String,
    /// True if the body has the form of an API answer at all.
    is_proper: bool,
}

impl ResponseEnvelope {
    fn add_note(&mut self, text: &RawScalar<'_>) {
        if let Some(text) = text.name() {
            if !self.note.is_empty() {
                self.note.push_str(": ");
            }
            self.note.push_str(&text);
        }
    }
}

enum BrokenBody {
    CutOff,
    Garbled,
}

struct AnswerReader<'t, 'de, 's> {
    envelope: ResponseEnvelope,
    has_data: bool,
    /// The fields of the row that is read. The space is used again for the next row.
    fields: Vec<(Cow<'de, str>, RawScalar<'de>)>,
    warnings: ParseWarnings<'s>,
    take: &'t mut dyn FnMut(&mut RawRow<'_, 'de, '_>),
}

impl<'de> AnswerReader<'_, 'de, '_> {
    fn read(&mut self, text: &'de str) -> Result<(), BrokenBody> {
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let mut json = serde_json::Deserializer::from_str(text);
        let read = self.part(AnswerPart::Whole).deserialize(&mut json);
        match read.and_then(|value| json.end().map(|()| value)) {
            Ok(value) if value == LIST || value == OBJECT => Ok(()),
            Err(error) if error.is_eof() => Err(BrokenBody::CutOff),
            Ok(_) | Err(_) => Err(BrokenBody::Garbled),
        }
    }

    fn part<'x>(&'x mut self, part: AnswerPart<'x>) -> PartReader<'x, Self> {
        PartReader { reader: self, part }
    }

    /// Drops a row that is no object.
    fn check_row(&mut self, label: Option<&str>, row: &RawScalar<'de>) {
        if *row != OBJECT {
            self.warnings.row += 1;
            self.warnings.refused += 1;
            self.warnings.add(label.unwrap_or("row"), &row.quote());
        }
    }
}

/// The place of a value within an answer.
#[derive(Clone, Copy)]
enum AnswerPart<'x> {
    Whole,
    /// A list of rows, or an object of rows. Anything else holds no rows.
    Data,
    Row(Option<&'x str>),
    Field,
}

struct PartReader<'x, R> {
    reader: &'x mut R,
    part: AnswerPart<'x>,
}

#[derive(Deserialize)]
struct JsonKey<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> DeserializeSeed<'de> for PartReader<'_, AnswerReader<'_, 'de, '_>> {
    type Value = RawScalar<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for PartReader<'_, AnswerReader<'_, 'de, '_>> {
    type Value = RawScalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an API answer")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let Self { reader, part } = self;
        if let AnswerPart::Row(_) = part {
            reader.fields.clear();
        }
        while let Some(JsonKey(key)) = object.next_key()? {
            let name = match part {
                AnswerPart::Whole => Cow::Owned(key.to_ascii_lowercase()),
                AnswerPart::Data | AnswerPart::Row(_) | AnswerPart::Field => Cow::Borrowed(&*key),
            };
            match (part, &*name) {
                (AnswerPart::Whole, "data") if !reader.has_data => {
                    reader.has_data = true;
                    reader.envelope.is_proper = true;
                    object.next_value_seed(reader.part(AnswerPart::Data))?;
                }
                (AnswerPart::Whole, "code" | "error" | "msg") => {
                    let value = object.next_value_seed(reader.part(AnswerPart::Field))?;
                    reader.envelope.is_proper = true;
                    if name == "code" {
                        // A code that is no number is none that this program knows.
                        reader.envelope.code = value.count().unwrap_or(Some(u64::MAX));
                    } else {
                        reader.envelope.add_note(&value);
                    }
                }
                (AnswerPart::Whole | AnswerPart::Field, _) => {
                    object.next_value::<IgnoredAny>()?;
                }
                (AnswerPart::Data, label) => {
                    let row = reader.part(AnswerPart::Row(Some(label)));
                    let row = object.next_value_seed(row)?;
                    reader.check_row(Some(label), &row);
                }
                (AnswerPart::Row(_), _) => {
                    let value = object.next_value_seed(reader.part(AnswerPart::Field))?;
                    drop(name);
                    reader.fields.push((key, value));
                }
            }
        }
        if let AnswerPart::Row(label) = part {
            reader.warnings.row += 1;
            (reader.take)(&mut RawRow {
                label,
                fields: &reader.fields,
                warnings: &mut reader.warnings,
            });
        }
        Ok(OBJECT)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        match self.part {
            // A bare list of rows, as the predecessor of this API sent it.
            AnswerPart::Whole | AnswerPart::Data => {
                while let Some(row) =
                    list.next_element_seed(self.reader.part(AnswerPart::Row(None)))?
                {
                    self.reader.check_row(None, &row);
                }
            }
            AnswerPart::Row(_) | AnswerPart::Field => {
                while list.next_element::<IgnoredAny>()?.is_some() {}
            }
        }
        Ok(LIST)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(RawScalar::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(RawScalar::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(RawScalar::Count(number))
    }

    #[expect(clippy::cast_precision_loss, reason = "figures stay far below 2^53")]
    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(RawScalar::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(RawScalar::Number(number))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(RawScalar::Odd(if truth { "true" } else { "false" }))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(RawScalar::Missing)
    }
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;

    #[test]
    fn any_json_kind_is_taken_without_an_error() {
        let body = r#"{"data": [{"a": "a", "b": "\u00f1", "c": 1, "d": -1, "e": 1.5, "f": null,
            "g": true, "h": [1, [2]], "i": {"a": {"b": 1}}}]}"#;
        let answer = RawAnswer {
            status: 200,
            body: body.as_bytes(),
            scrub: &SecretScrubber::new(&SecretString::default()),
        };
        let mut rows = 0;
        let read = answer.each_row(body, &mut |row| {
            rows += 1;
            assert_eq!(row.fields().count(), 9);
            assert!(matches!(row.get("a"), RawScalar::Text(Cow::Borrowed("a"))));
            assert!(matches!(row.get("b"), RawScalar::Text(Cow::Owned(text)) if text == "ñ"));
            assert_eq!(*row.get("i"), OBJECT);
        });
        assert!(read.is_ok_and(|(_, warnings)| warnings.row == 1));
        assert_eq!(rows, 1);
    }
}
