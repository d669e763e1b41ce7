//! Reads the rows of an answer straight out of the body, one after the other: no tree of
//! values is built, and texts are borrowed where they have no escapes.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use crate::{spoiled::ParseWarnings, value::RawScalar};

/// What makes something of the rows of one kind of answer.
pub(super) trait ReadRows {
    /// What the rows make together.
    type Out;

    /// Takes one row. `label` is the key that the row stands under where the answer is an
    /// object of rows.
    fn row<'de, A: MapAccess<'de>>(
        &mut self,
        label: Option<&str>,
        fields: A,
        spoils: &mut ParseWarnings<'_>,
    ) -> Result<(), A::Error>;

    /// What the rows made; `None` where there was nothing to keep. A report without a row
    /// would pass for one of zeros.
    fn finish(self) -> Option<Self::Out>;
}

/// Calls `take` with each field that `known` recognises, and passes over the others.
pub(super) fn each_field<'de, A, F>(
    mut fields: A,
    known: impl Fn(&str) -> Option<F>,
    mut take: impl FnMut(F, &str, RawScalar<'de>),
) -> Result<(), A::Error>
where
    A: MapAccess<'de>,
{
    while let Some(RowKey(key)) = fields.next_key()? {
        match known(&key) {
            Some(field) => take(field, &key, fields.next_value()?),
            None => drop(fields.next_value::<IgnoredAny>()?),
        }
    }
    Ok(())
}

/// The field of that name: as documented, or with other case and underscores, since the
/// documents do not agree with themselves (`abandon_11seg_20seg`, `abandon_11seg_20_seg`).
pub(super) fn field<F: Copy>(key: &str, fields: &[(&str, F)]) -> Option<F> {
    let exact = fields.iter().find(|(name, _)| *name == key);
    exact
        .or_else(|| fields.iter().find(|(name, _)| alike(name, key)))
        .map(|(_, field)| *field)
}

fn alike(name: &str, key: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = u8> {
        text.trim()
            .bytes()
            .filter(|byte| *byte != b'_')
            .map(|byte| byte.to_ascii_lowercase())
    }
    letters(name).eq(letters(key))
}

#[derive(Deserialize)]
struct RowKey<'a>(#[serde(borrow)] Cow<'a, str>);

/// The `data` of an answer: a list of rows, or an object of rows. Whatever else it is holds
/// no rows.
pub(super) struct RawRows<'r, 's, R> {
    pub(super) reader: &'r mut R,
    pub(super) spoils: &'r mut ParseWarnings<'s>,
}

impl<'de, R: ReadRows> DeserializeSeed<'de> for RawRows<'_, '_, R> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, R: ReadRows> Visitor<'de> for RawRows<'_, '_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        let Self { reader, spoils } = self;
        while rows
            .next_element_seed(RawRow {
                label: None,
                reader: &mut *reader,
                spoils: &mut *spoils,
            })?
            .is_some()
        {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while let Some(RowKey(label)) = rows.next_key()? {
            rows.next_value_seed(RawRow {
                label: Some(&label),
                reader: &mut *self.reader,
                spoils: &mut *self.spoils,
            })?;
        }
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

struct RawRow<'r, 's, R> {
    label: Option<&'r str>,
    reader: &'r mut R,
    spoils: &'r mut ParseWarnings<'s>,
}

impl<R> RawRow<'_, '_, R> {
    /// Drops a row that is no object.
    fn refuse(self, text: &str) {
        self.spoils.next_row();
        self.spoils.note(self.label.unwrap_or("row"), text);
    }
}

impl<'de, R: ReadRows> DeserializeSeed<'de> for RawRow<'_, '_, R> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, R: ReadRows> Visitor<'de> for RawRow<'_, '_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row")
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<(), A::Error> {
        self.spoils.next_row();
        self.reader.row(self.label, fields, self.spoils)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        self.refuse("a list");
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.refuse(text);
        Ok(())
    }

    fn visit_bool<E>(self, truth: bool) -> Result<(), E> {
        self.refuse(if truth { "true" } else { "false" });
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.refuse(&number.to_string());
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.refuse(&number.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.refuse(&number.to_string());
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.refuse("");
        Ok(())
    }
}
