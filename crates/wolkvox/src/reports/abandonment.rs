//! `skill_9`: one row a skill, one key a range of waits.

use std::borrow::Cow;

use serde::de::MapAccess;

use super::{
    Owner, owner,
    range::{self, Range},
};
use crate::{
    rows::{ReadRows, each_field, field},
    spoiled::Spoils,
    value::Scalar,
};
use vigia_core::metrics::facts::{Abandonment, SkillAbandons, Wait, WaitCalls};

#[derive(Clone)]
enum Field {
    Skill,
    Name,
    Abandoned,
    Wait(Wait),
}

fn known(key: &str) -> Option<Field> {
    #[derive(Clone, Copy)]
    enum Plain {
        Skill,
        Name,
        Abandoned,
    }
    const PLAIN: [(&str, Plain); 3] = [
        ("skill_id", Plain::Skill),
        ("skill_name", Plain::Name),
        ("abandon_calls", Plain::Abandoned),
    ];
    match field(key, &PLAIN) {
        Some(Plain::Skill) => Some(Field::Skill),
        Some(Plain::Name) => Some(Field::Name),
        Some(Plain::Abandoned) => Some(Field::Abandoned),
        None => wait(key).map(Field::Wait),
    }
}

/// A key that starts with `abandon` and has a number in it is a range of waits.
fn wait(key: &str) -> Option<Wait> {
    let folded = key.trim().to_ascii_lowercase();
    if !folded.starts_with("abandon") || !folded.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(match range::parse(&folded) {
        Some(Range::Between(from, to)) => Wait::Between(from, to),
        Some(Range::AtLeast(from)) => Wait::AtLeast(from),
        None => Wait::Other(key.to_owned()),
    })
}

/// Reads `skill_9`.
#[derive(Default)]
pub(crate) struct Abandonments(Abandonment);

impl ReadRows for Abandonments {
    type Out = Abandonment;

    fn row<'de, A: MapAccess<'de>>(
        &mut self,
        _: Option<&str>,
        fields: A,
        spoils: &mut Spoils<'_>,
    ) -> Result<(), A::Error> {
        let (mut id, mut name) = (Scalar::Missing, None);
        let (mut abandoned, mut by_wait) = (None, Vec::new());
        each_field(fields, known, |field, key, value| match field {
            Field::Skill => id = value,
            Field::Name => name = value.name().map(Cow::into_owned),
            Field::Abandoned => abandoned = spoils.read(key, &value, Scalar::count),
            Field::Wait(wait) => {
                add(&mut by_wait, wait, spoils.read(key, &value, Scalar::count));
            }
        })?;
        by_wait.sort_by(|a, b| a.wait.cmp(&b.wait));
        let skill = match owner(&id, name.as_deref()) {
            Owner::Skill(skill) => Some(skill),
            Owner::All => None,
            Owner::Unknown => {
                spoils.note("skill_id", &id.quote());
                return Ok(());
            }
        };
        let row = SkillAbandons {
            skill,
            name,
            abandoned,
            by_wait,
        };
        match row.skill {
            Some(_) => self.0.skills.push(row),
            None => self.0.all = Some(row),
        }
        Ok(())
    }

    fn finish(self) -> Option<Abandonment> {
        (!self.0.skills.is_empty() || self.0.all.is_some()).then_some(self.0)
    }
}

/// Adds a range once, also where a row has both spellings of its key.
fn add(by_wait: &mut Vec<WaitCalls>, wait: Wait, calls: Option<u64>) {
    match by_wait.iter_mut().find(|row| row.wait == wait) {
        Some(row) => row.calls = row.calls.or(calls),
        None => by_wait.push(WaitCalls { wait, calls }),
    }
}
