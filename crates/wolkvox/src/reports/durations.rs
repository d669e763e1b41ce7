//! `cdr_4`: an object of ranges, or a list of rows that name their range in `INTERVAL`.

use serde::de::MapAccess;

use super::{
    is_sum,
    range::{self, WaitHeader},
};
use crate::{
    rows::{ReadRows, each_field, field},
    spoiled::ParseWarnings,
    value::RawScalar,
};
use vigia_core::metrics::facts::{CallLength, Durations, LengthCalls};

#[derive(Clone, Copy)]
enum DurationsField {
    Interval,
    Calls,
    Minutes,
    Cost,
    Share,
}

const FIELDS: [(&str, DurationsField); 5] = [
    ("interval", DurationsField::Interval),
    ("calls", DurationsField::Calls),
    ("minutes", DurationsField::Minutes),
    ("cost", DurationsField::Cost),
    ("percentage", DurationsField::Share),
];

/// Reads `cdr_4`.
#[derive(Default)]
pub(crate) struct DurationsRows(Durations);

impl ReadRows for DurationsRows {
    type Out = Durations;

    fn row<'de, A: MapAccess<'de>>(
        &mut self,
        label: Option<&str>,
        fields: A,
        spoils: &mut ParseWarnings<'_>,
    ) -> Result<(), A::Error> {
        let mut interval = RawScalar::Missing;
        let (mut calls, mut minutes, mut cost, mut share) = (None, None, None, None);
        each_field(
            fields,
            |key| field(key, &FIELDS),
            |field, key, value| match field {
                DurationsField::Interval => interval = value,
                DurationsField::Calls => calls = spoils.read(key, &value, RawScalar::count),
                DurationsField::Minutes => minutes = spoils.read(key, &value, RawScalar::number),
                DurationsField::Cost => cost = spoils.read(key, &value, RawScalar::number),
                DurationsField::Share => share = spoils.read(key, &value, RawScalar::number),
            },
        )?;
        let named = interval.name();
        let Some(name) = named.as_deref().or(label).map(str::trim) else {
            spoils.note("interval", &interval.quote());
            return Ok(());
        };
        let row = LengthCalls {
            length: length(name),
            calls,
            minutes,
            cost,
            share,
        };
        if is_sum(name) {
            self.0.total = Some(row);
        } else {
            self.0.lengths.push(row);
        }
        Ok(())
    }

    fn finish(mut self) -> Option<Durations> {
        self.0.lengths.sort_by(|a, b| a.length.cmp(&b.length));
        (!self.0.lengths.is_empty() || self.0.total.is_some()).then_some(self.0)
    }
}

fn length(name: &str) -> CallLength {
    match range::parse(name) {
        Some(WaitHeader::Between(from, to)) => CallLength::Between(from, to),
        Some(WaitHeader::AtLeast(from)) => CallLength::AtLeast(from),
        None => CallLength::Other(name.to_owned()),
    }
}
