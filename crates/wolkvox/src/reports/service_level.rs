//! `skill_11`: one row a type of interaction, which this program calls a channel.

use serde::de::MapAccess;

use super::is_sum;
use crate::{
    rows::{ReadRows, each_field, field},
    spoiled::Spoils,
    value::Scalar,
};
use vigia_core::metrics::{
    Channel,
    facts::{ChannelService, ServiceLevel},
};

#[derive(Clone, Copy)]
enum Field {
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

const FIELDS: [(&str, Field); 10] = [
    ("type_interaction", Field::Channel),
    ("inbound_calls", Field::Offered),
    ("answer_calls", Field::Answered),
    ("abandon_calls", Field::Abandoned),
    ("service_level_10seg", Field::Within10s),
    ("service_level_20seg", Field::Within20s),
    ("service_level_30seg", Field::Within30s),
    ("abandon", Field::AbandonRate),
    ("asa", Field::Asa),
    ("ata", Field::Ata),
];

/// Reads `skill_11`.
#[derive(Default)]
pub(crate) struct ServiceLevels(ServiceLevel);

impl ReadRows for ServiceLevels {
    type Out = ServiceLevel;

    fn row<'de, A: MapAccess<'de>>(
        &mut self,
        _: Option<&str>,
        fields: A,
        spoils: &mut Spoils<'_>,
    ) -> Result<(), A::Error> {
        let mut channel = Scalar::Missing;
        let mut row = blank();
        each_field(
            fields,
            |key| field(key, &FIELDS),
            |field, key, value| match field {
                Field::Channel => channel = value,
                Field::Offered => row.offered = spoils.read(key, &value, Scalar::count),
                Field::Answered => row.answered = spoils.read(key, &value, Scalar::count),
                Field::Abandoned => row.abandoned = spoils.read(key, &value, Scalar::count),
                Field::Within10s => {
                    row.within_10s = spoils.read(key, &value, Scalar::number);
                }
                Field::Within20s => {
                    row.within_20s = spoils.read(key, &value, Scalar::number);
                }
                Field::Within30s => {
                    row.within_30s = spoils.read(key, &value, Scalar::number);
                }
                Field::AbandonRate => {
                    row.abandon_rate = spoils.read(key, &value, Scalar::number);
                }
                Field::Asa => row.asa = spoils.read(key, &value, Scalar::duration),
                Field::Ata => row.ata = spoils.read(key, &value, Scalar::duration),
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
