//! The records of one poll: every report over every window length, with its gaps, packed
//! and split into parts.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError},
};

use crate::{
    Store, StoreError,
    history::{
        columns::{ColumnMisfit, RunningSums},
        key::HistoryKey,
        reports::ReportColumns,
    },
    names::{NameTable, NameTableDraft},
    record::decompress_record,
    trees::{Change, TreeRows},
};
use serde::{Deserialize, Serialize};
use vigia_core::metrics::{
    Facts, ReadFailure, ReadGap, Reading, Report, SkillId, SkillSelection, Snapshot,
};

const WHAT: &str = "a report";

/// The version of the records written now.
const VERSION: u8 = 1;

/// The bytes of the version and of the number of parts.
const HEAD: usize = 1 + 4;

/// A leaf of sled's tree holds up to 17 values, and one of 128 KiB and more goes to a file
/// of its own that sled never deletes: so no part is larger than this.
const PART: usize = 7 * 1024;

/// The requests of one report over one window, and their outcomes.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PackedRecord {
    answers: Vec<PackedAnswer>,
    facts: ReportColumns,
    /// The number of answers with facts before each one.
    #[serde(skip)]
    places: RunningSums,
}

#[derive(Debug, Serialize, Deserialize)]
struct PackedAnswer {
    skill: Option<u64>,
    came: PackedOutcome,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum PackedOutcome {
    /// The facts are the next answer of the table.
    Facts,
    NoData,
    Failed(String),
}

impl Store {
    /// Writes the records of a snapshot into one of the trees of history. Returns the names
    /// that are new, which are to be adopted once they are on the disk.
    pub(crate) fn write_snapshot(
        &self,
        snapshot: &Snapshot,
        tree: fn(&mut Change) -> &mut TreeRows,
        change: &mut Change,
    ) -> Result<Vec<Arc<str>>, StoreError> {
        let names = self.names().read().unwrap_or_else(PoisonError::into_inner);
        let mut draft = NameTableDraft::new(&names);
        write_records(snapshot, &mut draft, tree(change))?;
        Ok(draft.write(&mut change.names))
    }

    pub(crate) fn adopt_names(&self, fresh: Vec<Arc<str>>) {
        let names = self.names().write();
        names.unwrap_or_else(PoisonError::into_inner).adopt(fresh);
    }
}

fn write_records(
    snapshot: &Snapshot,
    names: &mut NameTableDraft<'_>,
    batch: &mut TreeRows,
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
        let packed = PackedRecord::new(key.report, &readings, names)?;
        for (part, value) in (0..).zip(packed.parts()?) {
            batch.insert(key.part(part), value);
        }
    }
    Ok(())
}

impl PackedRecord {
    fn new(
        report: Report,
        readings: &[&Reading],
        names: &mut NameTableDraft<'_>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            answers: readings.iter().map(|it| PackedAnswer::new(it)).collect(),
            facts: ReportColumns::pack(report, readings, names)?,
            places: RunningSums::default(),
        })
    }

    /// Splits the record into parts that each begin with the version and the number of parts.
    fn parts(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        let plain = postcard::to_stdvec(self).map_err(record_error)?;
        let bytes = lz4_flex::compress_prepend_size(&plain);
        let chunks = bytes.chunks(PART - HEAD);
        let count = u32::try_from(chunks.len()).map_err(record_error)?;
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

    pub(super) fn from_parts(parts: &PackedParts) -> Result<Self, StoreError> {
        if parts.read != parts.expected {
            return Err(record_error(format!(
                "it has {} parts, expected {}",
                parts.read, parts.expected
            )));
        }
        let plain = decompress_record(WHAT, &parts.bytes)?;
        postcard::from_bytes(&plain).map_err(record_error)
    }

    /// Returns the skills of the requests in their order.
    pub(super) fn skills(&self) -> impl Iterator<Item = SkillSelection> {
        self.answers.iter().map(|answer| match answer.skill {
            None => SkillSelection::All,
            Some(skill) => SkillSelection::One(SkillId(skill)),
        })
    }

    /// Returns the outcome of one of the requests.
    pub(super) fn outcome(
        &self,
        question: usize,
        names: &NameTable,
    ) -> Result<Result<Arc<Facts>, ReadGap>, StoreError> {
        match self.answers.get(question).map(|answer| &answer.came) {
            Some(PackedOutcome::NoData) => Ok(Err(ReadGap::NoData)),
            Some(PackedOutcome::Failed(code)) => {
                Ok(Err(ReadGap::Failed(ReadFailure::of_code(code))))
            }
            Some(PackedOutcome::Facts) => {
                let answers = self.answers.iter();
                let facts = answers.map(|answer| usize::from(answer.came == PackedOutcome::Facts));
                let answer = self.places.before(question, facts);
                let facts = self.facts.answer(answer, names);
                facts.map(|facts| Ok(Arc::new(facts))).map_err(misfit_error)
            }
            None => Err(misfit_error(ColumnMisfit)),
        }
    }
}

impl PackedAnswer {
    fn new(reading: &Reading) -> Self {
        Self {
            skill: match reading.ask.skills {
                SkillSelection::All => None,
                SkillSelection::One(skill) => Some(skill.0),
            },
            came: match &reading.outcome {
                Ok(_) => PackedOutcome::Facts,
                Err(ReadGap::NoData) => PackedOutcome::NoData,
                Err(ReadGap::Failed(failure)) => PackedOutcome::Failed(failure.code().to_owned()),
            },
        }
    }
}

/// The parts of one record as they are read one after the other.
#[derive(Debug, Default)]
pub(super) struct PackedParts {
    bytes: Vec<u8>,
    read: u32,
    expected: u32,
}

impl PackedParts {
    /// Takes the next part. Parts that an older and longer record of the same time has left
    /// behind are skipped.
    pub(super) fn push(&mut self, number: u32, value: &[u8]) -> Result<(), StoreError> {
        let (head, chunk) = value
            .split_at_checked(HEAD)
            .ok_or(ColumnMisfit)
            .map_err(misfit_error)?;
        let (version, count) = head
            .split_first()
            .ok_or(ColumnMisfit)
            .map_err(misfit_error)?;
        if *version != VERSION {
            return Err(record_error(format!(
                "it has version {version}, expected {VERSION}"
            )));
        }
        if number == 0 {
            self.expected = u32::from_be_bytes(count.try_into().map_err(record_error)?);
        }
        if number == self.read && number < self.expected {
            self.bytes.extend(chunk);
            self.read += 1;
        }
        Ok(())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn record_error(why: impl ToString) -> StoreError {
    StoreError::Record {
        what: WHAT,
        why: why.to_string(),
    }
}

fn misfit_error(ColumnMisfit: ColumnMisfit) -> StoreError {
    record_error("its columns do not fit together")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use vigia_core::metrics::{
        AgentName, Channel, ReportRequest, TimeWindow,
        facts::{
            Abandonment, AgentHolds, ChannelService, Durations, Holds, LengthCalls, SecondsRange,
            ServiceLevel, SkillAbandons, SkillSmartHold, SmartHold, WaitCalls,
        },
    };

    fn facts() -> [Facts; 5] {
        let abandons = |skill: Option<u64>, name: Option<&str>| SkillAbandons {
            skill: skill.map(SkillId),
            name: name.map(str::to_owned),
            abandoned: Some(300),
            by_wait: vec![
                WaitCalls {
                    wait: SecondsRange::Between(0, 10),
                    calls: Some(3),
                },
                WaitCalls {
                    wait: SecondsRange::AtLeast(51),
                    calls: None,
                },
                WaitCalls {
                    wait: SecondsRange::Other("odd".to_owned()),
                    calls: Some(0),
                },
            ],
        };
        let length = |length, cost| LengthCalls {
            length,
            calls: Some(7),
            minutes: Some(1.5),
            cost,
            share: None,
        };
        let agent = |agent, hold| AgentHolds {
            agent: AgentName::new(agent),
            uses: Some(2),
            hold,
            mute: Some(Duration::from_millis(12_340)),
            total: None,
        };
        [
            Facts::Abandonment(Abandonment {
                skills: vec![abandons(Some(12), Some("sales")), abandons(None, None)],
                all: Some(abandons(None, Some("all"))),
            }),
            Facts::ServiceLevel(ServiceLevel {
                channels: vec![ChannelService {
                    channel: Channel::new("inbound"),
                    offered: Some(1),
                    answered: Some(2),
                    abandoned: None,
                    within_10s: Some(99.99),
                    within_20s: Some(-1.0),
                    within_30s: None,
                    abandon_rate: Some(1.0 / 3.0),
                    asa: Some(Duration::from_secs(48)),
                    ata: Some(Duration::from_nanos(7)),
                }],
            }),
            Facts::SmartHold(SmartHold {
                skills: vec![SkillSmartHold {
                    skill: SkillId(9),
                    treated: Some(1),
                    declined: Some(2),
                    accepted: Some(3),
                    failed: None,
                    reached: Some(5),
                    service_level_up: Some(0.25),
                }],
            }),
            Facts::Durations(Durations {
                lengths: vec![
                    length(SecondsRange::Between(0, 5), Some(0.1)),
                    length(SecondsRange::AtLeast(600), None),
                ],
                total: Some(length(SecondsRange::Other("odd".to_owned()), Some(3.0))),
            }),
            Facts::Holds(Holds {
                agents: vec![
                    agent("ana", None),
                    agent("luz", Some(Duration::from_secs(1))),
                ],
                total: None,
            }),
        ]
    }

    /// Records of vigia 0.1 lie in the stores of those who run it.
    #[test]
    fn records_are_written_as_version_0_1_wrote_them() {
        let mut names = NameTable::default();
        let texts = ["norte", "inbound", "ana", "luz", "sales", "all", "odd"];
        names.adopt(texts.map(Arc::from));
        let window = TimeWindow::ending(chrono::DateTime::UNIX_EPOCH, Duration::from_secs(3_600));
        let hex = facts().map(|facts| {
            let report = facts.report();
            let reading = |skills, outcome| Reading {
                ask: ReportRequest {
                    report,
                    skills,
                    window,
                },
                outcome,
            };
            let readings = [
                reading(SkillSelection::All, Ok(Arc::new(facts))),
                reading(SkillSelection::One(SkillId(300)), Err(ReadGap::NoData)),
                reading(
                    SkillSelection::One(SkillId(7)),
                    Err(ReadGap::Failed(ReadFailure::TimedOut)),
                ),
            ];
            let mut draft = NameTableDraft::new(&names);
            let all: Vec<&Reading> = readings.iter().collect();
            let packed = PackedRecord::new(report, &all, &mut draft).unwrap();
            let bytes = postcard::to_stdvec(&packed).unwrap();
            let again: PackedRecord = postcard::from_bytes(&bytes).unwrap();
            let outcome = again.outcome(0, &names).unwrap();
            assert_eq!(outcome, readings[0].outcome);
            let hex = bytes.iter().map(|byte| format!("{byte:02x}"));
            // Version 0.1 wrote a sentence where the code of the failure is now: both are texts.
            let (code, sentence) = ("0974696d65642d6f7574", "0178");
            hex.collect::<String>().replace(code, sentence)
        });
        let written_by_0_1 = [
            "03000001ac0201010702017800010201030d00000305000603ad02ad02ad02010300000a013302060300000009040001040001040001",
            "03000001ac0201010702017801010100010201020103010000019f9c010001c801000100010101555555555555d53f000131020108",
            "03000001ac0201010702017802010100010a01020103010401000106000133",
            "03000001ac02010107020178030102010300000501d8040206030808080003ad02ad02ad0200031500d9040003000000",
            "03000001ac0201010702017804010200020304020303000200020102d309d30900020000",
        ];
        assert_eq!(hex, written_by_0_1);
        for hex in written_by_0_1 {
            let digits = hex.as_bytes().chunks(2);
            let bytes: Vec<u8> = digits
                .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
                .collect();
            let record: PackedRecord = postcard::from_bytes(&bytes).unwrap();
            let failed = record.outcome(2, &names).unwrap();
            assert!(matches!(failed, Err(ReadGap::Failed(_))), "{failed:?}");
        }
    }
}
