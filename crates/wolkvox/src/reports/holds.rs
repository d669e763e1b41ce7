//! `agent_9`: one row an agent, known by name alone. The longest of the five reports: up to
//! 60,000 rows.

use serde::de::MapAccess;

use super::is_sum;
use crate::{
    rows::{ReadRows, each_field, field},
    spoiled::ParseWarnings,
    value::RawScalar,
};
use vigia_core::metrics::{
    AgentName,
    facts::{AgentHolds, Holds},
};

#[derive(Clone, Copy)]
enum HoldsField {
    Agent,
    Uses,
    Hold,
    Mute,
    Total,
}

const FIELDS: [(&str, HoldsField); 5] = [
    ("agent_name", HoldsField::Agent),
    ("count", HoldsField::Uses),
    ("hold_time", HoldsField::Hold),
    ("mute_time", HoldsField::Mute),
    ("total_time", HoldsField::Total),
];

/// Reads `agent_9`.
#[derive(Default)]
pub(crate) struct HoldsRows(Holds);

impl ReadRows for HoldsRows {
    type Out = Holds;

    fn row<'de, A: MapAccess<'de>>(
        &mut self,
        _: Option<&str>,
        fields: A,
        spoils: &mut ParseWarnings<'_>,
    ) -> Result<(), A::Error> {
        let mut agent = RawScalar::Missing;
        let (mut uses, mut hold, mut mute, mut total) = (None, None, None, None);
        each_field(
            fields,
            |key| field(key, &FIELDS),
            |field, key, value| match field {
                HoldsField::Agent => agent = value,
                HoldsField::Uses => uses = spoils.read(key, &value, RawScalar::count),
                HoldsField::Hold => hold = spoils.read(key, &value, RawScalar::duration),
                HoldsField::Mute => mute = spoils.read(key, &value, RawScalar::duration),
                HoldsField::Total => total = spoils.read(key, &value, RawScalar::duration),
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
