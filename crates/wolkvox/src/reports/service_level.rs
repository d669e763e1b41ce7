//! `skill_11`: one row a type of interaction, which this program calls a channel.

use serde::de::MapAccess;

use super::is_sum;
use crate::{
    rows::{ReadRows, each_field, field},
    spoiled::ParseWarnings,
    value::RawScalar,
};
use vigia_core::metrics::{
    Channel,
    facts::{ChannelService, ServiceLevel},
};

#[derive(Clone, Copy)]
enum ServiceLevelField {
    Channel,
    Offered,
    Answered,
    Abandoned,
    Within10s,
    Within20s,
    Within30s,
    AbandonRate,
    Asa,
    Ata,
}

const FIELDS: [(&str, ServiceLevelField); 10] = [
    ("type_interaction", ServiceLevelField::Channel),
    ("inbound_calls", ServiceLevelField::Offered),
    ("answer_calls", ServiceLevelField::Answered),
    ("abandon_calls", ServiceLevelField::Abandoned),
    ("service_level_10seg", ServiceLevelField::Within10s),
    ("service_level_20seg", ServiceLevelField::Within20s),
    ("service_level_30seg", ServiceLevelField::Within30s),
    ("abandon", ServiceLevelField::AbandonRate),
    ("asa", ServiceLevelField::Asa),
    ("ata", ServiceLevelField::Ata),
];

/// Reads `skill_11`.
#[derive(Default)]
pub(crate) struct ServiceLevelRows(ServiceLevel);

impl ReadRows for ServiceLevelRows {
    type Out = ServiceLevel;

    fn row<'de, A: MapAccess<'de>>(
        &mut self,
        _: Option<&str>,
        fields: A,
        spoils: &mut ParseWarnings<'_>,
    ) -> Result<(), A::Error> {
        let mut channel = RawScalar::Missing;
        let mut row = blank();
        each_field(
            fields,
            |key| field(key, &FIELDS),
            |field, key, value| match field {
                ServiceLevelField::Channel => channel = value,
                ServiceLevelField::Offered => {
                    row.offered = spoils.read(key, &value, RawScalar::count)
                }
                ServiceLevelField::Answered => {
                    row.answered = spoils.read(key, &value, RawScalar::count)
                }
                ServiceLevelField::Abandoned => {
                    row.abandoned = spoils.read(key, &value, RawScalar::count)
                }
                ServiceLevelField::Within10s => {
                    row.within_10s = spoils.read(key, &value, RawScalar::number);
                }
                ServiceLevelField::Within20s => {
                    row.within_20s = spoils.read(key, &value, RawScalar::number);
                }
                ServiceLevelField::Within30s => {
                    row.within_30s = spoils.read(key, &value, RawScalar::number);
                }
                ServiceLevelField::AbandonRate => {
                    row.abandon_rate = spoils.read(key, &value, RawScalar::number);
                }
                ServiceLevelField::Asa => row.asa = spoils.read(key, &value, RawScalar::duration),
                ServiceLevelField::Ata => row.ata = spoils.read(key, &value, RawScalar::duration),
            },
        )?;
        match channel.name() {
            None => spoils.note("type_interaction", &channel.quote()),
            // The sum over calls and chats means nothing, and the facts have no place for it.
            Some(name) if is_sum(&name) => {}
            Some(name) => {
                row.channel = Channel::new(&*name);
                self.0.channels.push(row);
            }
        }
        Ok(())
    }

    fn finish(self) -> Option<ServiceLevel> {
        (!self.0.channels.is_empty()).then_some(self.0)
    }
}

fn blank() -> ChannelService {
    ChannelService {
        channel: Channel::new(""),
        offered: None,
        answered: None,
        abandoned: None,
        within_10s: None,
        within_20s: None,
        within_30s: None,
        abandon_rate: None,
        asa: None,
        ata: None,
    }
}
