//! `diagram_2`: one row a skill that has smart hold, without the skill's name.

use serde::de::MapAccess;

use super::{RowOwner, owner};
use crate::{
    rows::{ReadRows, each_field, field},
    spoiled::ParseWarnings,
    value::RawScalar,
};
use vigia_core::metrics::{
    SkillId,
    facts::{SkillSmartHold, SmartHold},
};

#[derive(Clone, Copy)]
enum SmartHoldField {
    Skill,
    Treated,
    Declined,
    Accepted,
    Failed,
    Reached,
    ServiceLevelUp,
}

const FIELDS: [(&str, SmartHoldField); 7] = [
    ("skill_id", SmartHoldField::Skill),
    ("treatment", SmartHoldField::Treated),
    ("customer_say_no", SmartHoldField::Declined),
    ("customer_say_yes", SmartHoldField::Accepted),
    ("recall_fail", SmartHoldField::Failed),
    ("recall_ok", SmartHoldField::Reached),
    ("service_level_up", SmartHoldField::ServiceLevelUp),
];

/// Reads `diagram_2`.
#[derive(Default)]
pub(crate) struct SmartHoldRows(SmartHold);

impl ReadRows for SmartHoldRows {
    type Out = SmartHold;

    fn row<'de, A: MapAccess<'de>>(
        &mut self,
        _: Option<&str>,
        fields: A,
        spoils: &mut ParseWarnings<'_>,
    ) -> Result<(), A::Error> {
        let mut id = RawScalar::Missing;
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
                SmartHoldField::Skill => id = value,
                SmartHoldField::Treated => row.treated = spoils.read(key, &value, RawScalar::count),
                SmartHoldField::Declined => {
                    row.declined = spoils.read(key, &value, RawScalar::count)
                }
                SmartHoldField::Accepted => {
                    row.accepted = spoils.read(key, &value, RawScalar::count)
                }
                SmartHoldField::Failed => row.failed = spoils.read(key, &value, RawScalar::count),
                SmartHoldField::Reached => row.reached = spoils.read(key, &value, RawScalar::count),
                SmartHoldField::ServiceLevelUp => {
                    row.service_level_up = spoils.read(key, &value, RawScalar::number);
                }
            },
        )?;
        match owner(&id, None) {
            RowOwner::Skill(skill) => {
                row.skill = skill;
                self.0.skills.push(row);
            }
            // A sum can be made of the skills; the facts have no place for another one.
            RowOwner::All => {}
            RowOwner::Unknown => spoils.note("skill_id", &id.quote()),
        }
        Ok(())
    }

    fn finish(self) -> Option<SmartHold> {
        (!self.0.skills.is_empty()).then_some(self.0)
    }
}
