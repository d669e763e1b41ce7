//! The records of one poll: every report over every window length, with its gaps, packed
//! and cut into parts.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};
use sled::Batch;

use crate::{
    StoreError,
    history::{
        amounts::AmountMisfit,
        key::HistoryKey,
        names::{NameTable, NameTableDraft},
        reports::{
            AbandonmentTable, ColumnTable, DurationsTable, HoldsTable, ServiceLevelTable,
            SmartHoldTable,
        },
    },
    record,
};
use vigia_core::metrics::{Facts, ReadGap, Reading, Report, SkillId, SkillSelection, Snapshot};

const WHAT: &str = "a report";

/// The version of the records written now.
const VERSION: u8 = 1;

/// The version and how many parts the record has.
const HEAD: usize = 1 + 4;

/// A leaf of sled's tree holds up to 17 values, and one of 128 KiB and more goes to a file
/// of its own that sled never deletes: so no part is larger than this.
const PART: usize = 7 * 1024;

/// What was asked of one report over one window, and what came.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PackedRecord {
    answers: Vec<PackedAnswer>,
    facts: PackedColumns,
}

#[derive(Debug, Serialize, Deserialize)]
struct PackedAnswer {
    skill: Option<u64>,
    came: PackedOutcome,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum PackedOutcome {
    /// They are the next answer in the columns.
    Facts,
    NoData,
    Failed(String),
}

#[derive(Debug, Serialize, Deserialize)]
enum PackedColumns {
    Abandonment(AbandonmentTable),
    ServiceLevel(ServiceLevelTable),
    SmartHold(SmartHoldTable),
    Durations(DurationsTable),
    Holds(HoldsTable),
}

/// Writes the records of a snapshot.
pub(crate) fn write(
    snapshot: &Snapshot,
    names: &mut NameTableDraft<'_>,
    batch: &mut Batch,
) -> Result<(), StoreError> {
    let operation = names.number(snapshot.operation.as_str());
    let mut records: BTreeMap<HistoryKey, Vec<&Reading>> = BTreeMap::new();
    for reading in &snapshot.readings {
        let key = HistoryKey {
            operation,
            report: reading.ask.report,
            length: reading.ask.window.length(),
            until: reading.ask.window.until(),
        };
        records.entry(key).or_default().push(reading);
    }
    for (key, readings) in records {
        let packed = PackedRecord::of(key.report, &readings, names)?;
        for (part, value) in (0..).zip(packed.parts()?) {
            batch.insert(key.part(part), value);
        }
    }
    Ok(())
}

impl PackedRecord {
    fn of(
        report: Report,
        readings: &[&Reading],
        names: &mut NameTableDraft<'_>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            answers: readings
                .iter()
                .map(|reading| PackedAnswer::of(reading))
                .collect(),
            facts: match report {
                Report::Abandonment => PackedColumns::Abandonment(pack(readings, names)?),
                Report::ServiceLevel => PackedColumns::ServiceLevel(pack(readings, names)?),
                Report::SmartHold => PackedColumns::SmartHold(pack(readings, names)?),
                Report::Durations => PackedColumns::Durations(pack(readings, names)?),
                Report::Holds => PackedColumns::Holds(pack(readings, names)?),
            },
        })
    }

    /// The record in parts that each bear the version and the number of parts.
    fn parts(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        let plain = postcard::to_stdvec(self).map_err(refuse)?;
        let bytes = lz4_flex::compress_prepend_size(&plain);
        let chunks = bytes.chunks(PART - HEAD);
        let count = u32::try_from(chunks.len()).map_err(refuse)?;
        Ok(chunks
            .map(|chunk| {
                let mut part = Vec::with_capacity(HEAD + chunk.len());
                part.push(VERSION);
                part.extend(count.to_be_bytes());
                part.extend(chunk);
                part
            })
            .collect())
    }

    /// The record of these parts.
    pub(super) fn read(parts: &PackedParts) -> Result<Self, StoreError> {
        if parts.read != parts.expected {
            return Err(refuse(format!(
                "it has {} parts, expected {}",
                parts.read, parts.expected
            )));
        }
        let plain = record::unpack(WHAT, &parts.bytes)?;
        postcard::from_bytes(&plain).map_err(refuse)
    }

    /// For which skills was asked, in order.
    pub(super) fn skills(&self) -> impl Iterator<Item = SkillSelection> {
        self.answers.iter().map(|answer| match answer.skill {
            None => SkillSelection::All,
            Some(skill) => SkillSelection::One(SkillId(skill)),
        })
    }

    /// What came at one of the questions.
    pub(super) fn outcome(
        &self,
        question: usize,
        names: &NameTable,
    ) -> Result<Result<Arc<Facts>, ReadGap>, StoreError> {
        match self.answers.get(question).map(|answer| &answer.came) {
            Some(PackedOutcome::NoData) => Ok(Err(ReadGap::NoData)),
            Some(PackedOutcome::Failed(why)) => Ok(Err(ReadGap::Failed(why.clone()))),
            Some(PackedOutcome::Facts) => {
                let answer = self
                    .answers
                    .iter()
                    .take(question)
                    .filter(|answer| answer.came == PackedOutcome::Facts)
                    .count();
                let facts = self.facts.answer(answer, names);
                facts.map(|facts| Ok(Arc::new(facts))).map_err(misfit)
            }
            None => Err(misfit(AmountMisfit)),
        }
    }
}

impl PackedAnswer {
    fn of(reading: &Reading) -> Self {
        Self {
            skill: match reading.ask.skills {
                SkillSelection::All => None,
                SkillSelection::One(skill) => Some(skill.0),
            },
            came: match &reading.outcome {
                Ok(_) => PackedOutcome::Facts,
                Err(ReadGap::NoData) => PackedOutcome::NoData,
                Err(ReadGap::Failed(why)) => PackedOutcome::Failed(why.clone()),
            },
        }
    }
}

impl PackedColumns {
    fn answer(&self, answer: usize, names: &NameTable) -> Result<Facts, AmountMisfit> {
        Ok(match self {
            Self::Abandonment(table) => Facts::Abandonment(table.answer(answer, names)?),
            Self::ServiceLevel(table) => Facts::ServiceLevel(table.answer(answer, names)?),
            Self::SmartHold(table) => Facts::SmartHold(table.answer(answer, names)?),
            Self::Durations(table) => Facts::Durations(table.answer(answer, names)?),
            Self::Holds(table) => Facts::Holds(table.answer(answer, names)?),
        })
    }
}

fn pack<T: ColumnTable>(
    readings: &[&Reading],
    names: &mut NameTableDraft<'_>,
) -> Result<T, StoreError> {
    let answers: Result<Vec<_>, StoreError> = readings
        .iter()
        .filter_map(|reading| Some((reading, reading.outcome.as_ref().ok()?)))
        .map(|(reading, facts)| {
            T::own(facts).ok_or_else(|| StoreError::WrongFacts {
                ask: reading.ask,
                found: facts.report(),
            })
        })
        .collect();
    Ok(T::pack(&answers?, names))
}

/// The parts of one record as they are read one after the other.
#[derive(Debug, Default)]
pub(super) struct PackedParts {
    bytes: Vec<u8>,
    read: u32,
    expected: u32,
}

impl PackedParts {
    /// Takes the next part. What an older and longer record of the same time has left
    /// behind is passed over.
    pub(super) fn push(&mut self, number: u32, value: &[u8]) -> Result<(), StoreError> {
        let (head, chunk) = value
            .split_at_checked(HEAD)
            .ok_or(AmountMisfit)
            .map_err(misfit)?;
        let (version, count) = head.split_first().ok_or(AmountMisfit).map_err(misfit)?;
        if *version != VERSION {
            return Err(refuse(format!(
                "it has version {version}, expected {VERSION}"
            )));
        }
        if number == 0 {
            self.expected = u32::from_be_bytes(count.try_into().map_err(refuse)?);
        }
        if number == self.read && number < self.expected {
            self.bytes.extend(chunk);
            self.read += 1;
        }
        Ok(())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn refuse(why: impl ToString) -> StoreError {
    StoreError::Record {
        what: WHAT,
        why: why.to_string(),
    }
}

fn misfit(AmountMisfit: AmountMisfit) -> StoreError {
    refuse("its columns do not fit together")
}
