//! `agent_9`: one row an agent, known by name alone. The longest of the five reports: up to
//! 60,000 rows.

use serde::de::MapAccess;

use super::is_sum;
use crate::{
    rows::{ReadRows, each_field, field},
    spoiled::Spoils,
    value::Scalar,
};
use vigia_core::metrics::{
    AgentName,
    facts::{AgentHolds, Holds},
};

#[derive(Clone, Copy)]
enum Field {
    Agent,
    Uses,
    Hold,
    Mute,
    Total,
}

const FIELDS: [(&str, Field); 5] = [
    ("agent_name", Field::Agent),
    ("count", Field::Uses),
    ("hold_time", Field::Hold),
    ("mute_time", Field::Mute),
    ("total_time", Field::Total),
];

/// Reads `agent_9`.
#[derive(Default)]
pub(crate) struct AgentRows(Holds);

impl ReadRows for AgentRows {
    type Out = Holds;

    fn row<'de, A: MapAccess<'de>>(
        &mut self,
        _: Option<&str>,
        fields: A,
        spoils: &mut Spoils<'_>,
    ) -> Result<(), A::Error> {
        let mut agent = Scalar::Missing;
        let (mut uses, mut hold, mut mute, mut total) = (None, None, None, None);
        each_field(
            fields,
            |key| field(key, &FIELDS),
            |field, key, value| match field {
                Field::Agent => agent = value,
                Field::Uses => uses = spoils.read(key, &value, Scalar::count),
                Field::Hold => hold = spoils.read(key, &value, Scalar::duration),
                Field::Mute => mute = spoils.read(key, &value, Scalar::duration),
                Field::Total => total = spoils.read(key, &value, Scalar::duration),
            },
        )?;
        let Some(name) = agent.name() else {
            spoils.note("agent_name", &agent.quote());
            return Ok(());
        };
        let row = AgentHolds {
            agent: AgentName::new(&*name),
            uses,
            hold,
            mute,
            total,
        };
        if is_sum(&name) {
            self.0.total = Some(row);
        } else {
            self.0.agents.push(row);
        }
        Ok(())
    }

    fn finish(self) -> Option<Holds> {
        (!self.0.agents.is_empty() || self.0.total.is_some()).then_some(self.0)
    }
}
