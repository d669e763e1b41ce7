//! The wrapping of every answer, `{code, error, msg, data}` in any order. The rows are read
//! where they stand, also before the code that may turn out to be an error's.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize,
    de::{
        DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
        value::SeqAccessDeserializer,
    },
};

use crate::{
    rows::{RawRows, ReadRows},
    value::RawScalar,
};

/// What stands around the rows.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ResponseEnvelope {
    /// The code in the body, a number or a string there.
    pub(super) code: Option<u64>,
    /// `error` and `msg`.
    pub(super) note: String,
    /// Whether the body has the form of an API answer at all.
    pub(super) proper: bool,
}

/// Reads an answer; the rows go to the reader within `rows`.
pub(super) fn open<R: ReadRows>(
    body: &str,
    rows: RawRows<'_, '_, R>,
) -> Result<ResponseEnvelope, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(body);
    let envelope = json.deserialize_any(EnvelopeShape(rows))?;
    json.end()?;
    Ok(envelope)
}

struct EnvelopeShape<'r, 's, R>(RawRows<'r, 's, R>);

#[derive(Deserialize)]
struct EnvelopeKey<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de, R: ReadRows> Visitor<'de> for EnvelopeShape<'_, '_, R> {
    type Value = ResponseEnvelope;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an API answer")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<ResponseEnvelope, A::Error> {
        let mut envelope = ResponseEnvelope::default();
        let mut rows = Some(self.0);
        while let Some(EnvelopeKey(key)) = object.next_key()? {
            match &*key {
                "code" => envelope.code = code(&object.next_value()?),
                "error" | "msg" => envelope.add(&object.next_value()?),
                "data" => match rows.take() {
                    Some(rows) => object.next_value_seed(rows)?,
                    None => drop(object.next_value::<IgnoredAny>()?),
                },
                _ => {
                    object.next_value::<IgnoredAny>()?;
                    continue;
                }
            }
            envelope.proper = true;
        }
        Ok(envelope)
    }

    /// A bare list of rows, as the predecessor of this API sent it.
    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<ResponseEnvelope, A::Error> {
        self.0.deserialize(SeqAccessDeserializer::new(list))?;
        Ok(ResponseEnvelope::default())
    }
}

/// A code that is no number is none that this program knows.
fn code(value: &RawScalar<'_>) -> Option<u64> {
    value.count().unwrap_or(Some(u64::MAX))
}

impl ResponseEnvelope {
    fn add(&mut self, text: &RawScalar<'_>) {
        if let Some(text) = text.name() {
            if !self.note.is_empty() {
                self.note.push_str(": ");
            }
            self.note.push_str(&text);
        }
    }
}
