//! `diagram_2`: one row a skill that has smart hold, without the skill's name.

use serde::de::MapAccess;

use super::{Owner, owner};
use crate::{
    rows::{ReadRows, each_field, field},
    spoiled::Spoils,
    value::Scalar,
};
use vigia_core::metrics::{
    SkillId,
    facts::{SkillSmartHold, SmartHold},
};

#[derive(Clone, Copy)]
enum Field {
    Skill,
    Treated,
    Declined,
    Accepted,
    Failed,
    Reached,
    ServiceLevelUp,
}

const FIELDS: [(&str, Field); 7] = [
    ("skill_id", Field::Skill),
    ("treatment", Field::Treated),
    ("customer_say_no", Field::Declined),
    ("customer_say_yes", Field::Accepted),
    ("recall_fail", Field::Failed),
    ("recall_ok", Field::Reached),
    ("service_level_up", Field::ServiceLevelUp),
];

/// Reads `diagram_2`.
#[derive(Default)]
pub(crate) struct SmartHolds(SmartHold);

impl ReadRows for SmartHolds {
    type Out = SmartHold;

    fn row<'de, A: MapAccess<'de>>(
        &mut self,
        _: Option<&str>,
        fields: A,
        spoils: &mut Spoils<'_>,
    ) -> Result<(), A::Error> {
        let mut id = Scalar::Missing;
        let mut row = SkillSmartHold {
            skill: SkillId(0),
            treated: None,
            declined: None,
            accepted: None,
            failed: None,
            reached: None,
            service_level_up: None,
        };
        each_field(
            fields,
            |key| field(key, &FIELDS),
            |field, key, value| match field {
                Field::Skill => id = value,
                Field::Treated => row.treated = spoils.read(key, &value, Scalar::count),
                Field::Declined => row.declined = spoils.read(key, &value, Scalar::count),
                Field::Accepted => row.accepted = spoils.read(key, &value, Scalar::count),
                Field::Failed => row.failed = spoils.read(key, &value, Scalar::count),
                Field::Reached => row.reached = spoils.read(key, &value, Scalar::count),
                Field::ServiceLevelUp => {
                    row.service_level_up = spoils.read(key, &value, Scalar::number);
                }
            },
        )?;
        match owner(&id, None) {
            Owner::Skill(skill) => {
                row.skill = skill;
                self.0.skills.push(row);
            }
            // A sum can be made of the skills; the facts have no place for another one.
            Owner::All => {}
            Owner::Unknown => spoils.note("skill_id", &id.quote()),
        }
        Ok(())
    }

    fn finish(self) -> Option<SmartHold> {
        (!self.0.skills.is_empty()).then_some(self.0)
    }
}
