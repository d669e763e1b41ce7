//! `cdr_4`: an object of ranges, or a list of rows that name their range in `INTERVAL`.

use serde::de::MapAccess;

use super::{
    is_sum,
    range::{self, Range},
};
use crate::{
    rows::{ReadRows, each_field, field},
    spoiled::Spoils,
    value::Scalar,
};
use vigia_core::metrics::facts::{CallLength, Durations, LengthCalls};

#[derive(Clone, Copy)]
enum Field {
    Interval,
    Calls,
    Minutes,
    Cost,
    Share,
}

const FIELDS: [(&str, Field); 5] = [
    ("interval", Field::Interval),
    ("calls", Field::Calls),
    ("minutes", Field::Minutes),
    ("cost", Field::Cost),
    ("percentage", Field::Share),
];

/// Reads `cdr_4`.
#[derive(Default)]
pub(crate) struct CallDurations(Durations);

impl ReadRows for CallDurations {
    type Out = Durations;

    fn row<'de, A: MapAccess<'de>>(
        &mut self,
        label: Option<&str>,
        fields: A,
        spoils: &mut Spoils<'_>,
    ) -> Result<(), A::Error> {
        let mut interval = Scalar::Missing;
        let (mut calls, mut minutes, mut cost, mut share) = (None, None, None, None);
        each_field(
            fields,
            |key| field(key, &FIELDS),
            |field, key, value| match field {
                Field::Interval => interval = value,
                Field::Calls => calls = spoils.read(key, &value, Scalar::count),
                Field::Minutes => minutes = spoils.read(key, &value, Scalar::number),
                Field::Cost => cost = spoils.read(key, &value, Scalar::number),
                Field::Share => share = spoils.read(key, &value, Scalar::number),
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
        Some(Range::Between(from, to)) => CallLength::Between(from, to),
        Some(Range::AtLeast(from)) => CallLength::AtLeast(from),
        None => CallLength::Other(name.to_owned()),
    }
}
