//! `skill_9`: one row a skill, one key a range of waits.

use std::borrow::Cow;

use serde::de::MapAccess;

use super::{
    RowOwner, owner,
    range::{self, WaitHeader},
};
use crate::{
    rows::{ReadRows, each_field, field},
    spoiled::ParseWarnings,
    value::RawScalar,
};
use vigia_core::metrics::facts::{Abandonment, SkillAbandons, WaitCalls, WaitRange};

#[derive(Clone)]
enum AbandonmentField {
    Skill,
    Name,
    Abandoned,
    Wait(WaitRange),
}

fn known(key: &str) -> Option<AbandonmentField> {
    #[derive(Clone, Copy)]
    enum AbandonmentPlainField {
        Skill,
        Name,
        Abandoned,
    }
    const PLAIN: [(&str, AbandonmentPlainField); 3] = [
        ("skill_id", AbandonmentPlainField::Skill),
        ("skill_name", AbandonmentPlainField::Name),
        ("abandon_calls", AbandonmentPlainField::Abandoned),
    ];
    match field(key, &PLAIN) {
        Some(AbandonmentPlainField::Skill) => Some(AbandonmentField::Skill),
        Some(AbandonmentPlainField::Name) => Some(AbandonmentField::Name),
        Some(AbandonmentPlainField::Abandoned) => Some(AbandonmentField::Abandoned),
        None => wait(key).map(AbandonmentField::Wait),
    }
}

/// A key that starts with `abandon` and has a number in it is a range of waits.
fn wait(key: &str) -> Option<WaitRange> {
    let folded = key.trim().to_ascii_lowercase();
    if !folded.starts_with("abandon") || !folded.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(match range::parse(&folded) {
        Some(WaitHeader::Between(from, to)) => WaitRange::Between(from, to),
        Some(WaitHeader::AtLeast(from)) => WaitRange::AtLeast(from),
        None => WaitRange::Other(key.to_owned()),
    })
}

/// Reads `skill_9`.
#[derive(Default)]
pub(crate) struct AbandonmentRows(Abandonment);

impl ReadRows for AbandonmentRows {
    type Out = Abandonment;

    fn row<'de, A: MapAccess<'de>>(
        &mut self,
        _: Option<&str>,
        fields: A,
        spoils: &mut ParseWarnings<'_>,
    ) -> Result<(), A::Error> {
        let (mut id, mut name) = (RawScalar::Missing, None);
        let (mut abandoned, mut by_wait) = (None, Vec::new());
        each_field(fields, known, |field, key, value| match field {
            AbandonmentField::Skill => id = value,
            AbandonmentField::Name => name = value.name().map(Cow::into_owned),
            AbandonmentField::Abandoned => abandoned = spoils.read(key, &value, RawScalar::count),
            AbandonmentField::Wait(wait) => {
                add(
                    &mut by_wait,
                    wait,
                    spoils.read(key, &value, RawScalar::count),
                );
            }
        })?;
        by_wait.sort_by(|a, b| a.wait.cmp(&b.wait));
        let skill = match owner(&id, name.as_deref()) {
            RowOwner::Skill(skill) => Some(skill),
            RowOwner::All => None,
            RowOwner::Unknown => {
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
fn add(by_wait: &mut Vec<WaitCalls>, wait: WaitRange, calls: Option<u64>) {
    match by_wait.iter_mut().find(|row| row.wait == wait) {
        Some(row) => row.calls = row.calls.or(calls),
        None => by_wait.push(WaitCalls { wait, calls }),
    }
}
