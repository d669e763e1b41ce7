//! The five reports as tables of columns. Each holds the answers of one poll, of which
//! there are several where a report is asked for one skill after the other.

use serde::{Deserialize, Serialize};

use crate::history::{
    amounts::{AmountColumn, AmountMisfit, CountColumn, TimeColumn},
    columns::{ColumnExtents, ColumnSpan},
    names::{NameTable, NameTableDraft},
};
use vigia_core::metrics::{
    AgentName, Channel, Facts, SkillId,
    facts::{
        Abandonment, AgentHolds, ChannelService, Durations, Holds, LengthCalls, ServiceLevel,
        SkillAbandons, SkillSmartHold, SmartHold, WaitCalls,
    },
};

/// A report's answers as a table.
pub(super) trait ColumnTable: Sized {
    /// The facts of one answer.
    type Facts;
    /// The facts, where they are of this report.
    fn own(facts: &Facts) -> Option<&Self::Facts>;
    /// Packs the answers of one poll.
    fn pack(answers: &[&Self::Facts], names: &mut NameTableDraft<'_>) -> Self;
    /// One answer, as it was packed.
    fn answer(&self, answer: usize, names: &NameTable) -> Result<Self::Facts, AmountMisfit>;
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct AbandonmentTable {
    extents: ColumnExtents,
    skill: CountColumn,
    name: CountColumn,
    abandoned: CountColumn,
    /// The lists of ranges in use, most often a single one.
    ranges: Vec<Vec<ColumnSpan>>,
    /// Which list a row has.
    range: Vec<usize>,
    /// The calls of all ranges of all rows.
    calls: CountColumn,
}

impl ColumnTable for AbandonmentTable {
    type Facts = Abandonment;

    fn own(facts: &Facts) -> Option<&Abandonment> {
        let Facts::Abandonment(own) = facts else {
            return None;
        };
        Some(own)
    }

    fn pack(answers: &[&Abandonment], names: &mut NameTableDraft<'_>) -> Self {
        let (mut extents, mut rows) = (ColumnExtents::default(), Vec::new());
        for facts in answers {
            extents.push(&mut rows, &facts.skills, facts.all.as_ref());
        }
        let mut ranges: Vec<Vec<ColumnSpan>> = Vec::new();
        let range = rows
            .iter()
            .map(|row| {
                let waits = row.by_wait.iter();
                let list: Vec<ColumnSpan> = waits
                    .map(|calls| ColumnSpan::of_wait(&calls.wait, names))
                    .collect();
                let known = ranges.iter().position(|other| *other == list);
                known.unwrap_or_else(|| {
                    ranges.push(list);
                    ranges.len() - 1
                })
            })
            .collect();
        let waits = rows.iter().flat_map(|row| &row.by_wait);
        Self {
            extents,
            skill: CountColumn::of(&rows, |row| row.skill.map(|skill| skill.0)),
            name: CountColumn::of(&rows, |row| {
                row.name.as_ref().map(|name| names.number(name).into())
            }),
            abandoned: CountColumn::of(&rows, |row| row.abandoned),
            calls: waits.map(|wait| wait.calls).collect(),
            ranges,
            range,
        }
    }

    fn answer(&self, answer: usize, names: &NameTable) -> Result<Abandonment, AmountMisfit> {
        let (rows, total) = self.extents.answer(answer)?;
        Ok(Abandonment {
            skills: rows
                .map(|row| self.row(row, names))
                .collect::<Result<_, _>>()?,
            all: optional(total, |row| self.row(row, names))?,
        })
    }
}

impl AbandonmentTable {
    fn row(&self, row: usize, names: &NameTable) -> Result<SkillAbandons, AmountMisfit> {
        let first: usize = self
            .range
            .iter()
            .take(row)
            .filter_map(|range| Some(self.ranges.get(*range)?.len()))
            .sum();
        let range = self.range.get(row).ok_or(AmountMisfit)?;
        let list = self.ranges.get(*range).ok_or(AmountMisfit)?;
        let wait = |(place, span): (usize, &ColumnSpan)| {
            Ok(WaitCalls {
                wait: span.wait(names)?,
                calls: self.calls.at(place)?,
            })
        };
        Ok(SkillAbandons {
            skill: self.skill.at(row)?.map(SkillId),
            name: optional(self.name.at(row)?, |name| Ok(names.text(name)?.to_string()))?,
            abandoned: self.abandoned.at(row)?,
            by_wait: (first..).zip(list).map(wait).collect::<Result<_, _>>()?,
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ServiceLevelTable {
    extents: ColumnExtents,
    channel: CountColumn,
    offered: CountColumn,
    answered: CountColumn,
    abandoned: CountColumn,
    within_10s: AmountColumn,
    within_20s: AmountColumn,
    within_30s: AmountColumn,
    abandon_rate: AmountColumn,
    asa: TimeColumn,
    ata: TimeColumn,
}

impl ColumnTable for ServiceLevelTable {
    type Facts = ServiceLevel;

    fn own(facts: &Facts) -> Option<&ServiceLevel> {
        let Facts::ServiceLevel(own) = facts else {
            return None;
        };
        Some(own)
    }

    fn pack(answers: &[&ServiceLevel], names: &mut NameTableDraft<'_>) -> Self {
        let (mut extents, mut rows) = (ColumnExtents::default(), Vec::new());
        for facts in answers {
            extents.push(&mut rows, &facts.channels, None);
        }
        Self {
            extents,
            channel: CountColumn::of(&rows, |row| Some(names.number(row.channel.as_str()).into())),
            offered: CountColumn::of(&rows, |row| row.offered),
            answered: CountColumn::of(&rows, |row| row.answered),
            abandoned: CountColumn::of(&rows, |row| row.abandoned),
            within_10s: AmountColumn::of(&rows, |row| row.within_10s),
            within_20s: AmountColumn::of(&rows, |row| row.within_20s),
            within_30s: AmountColumn::of(&rows, |row| row.within_30s),
            abandon_rate: AmountColumn::of(&rows, |row| row.abandon_rate),
            asa: TimeColumn::of(&rows, |row| row.asa),
            ata: TimeColumn::of(&rows, |row| row.ata),
        }
    }

    fn answer(&self, answer: usize, names: &NameTable) -> Result<ServiceLevel, AmountMisfit> {
        let (rows, _) = self.extents.answer(answer)?;
        let row = |row| {
            Ok(ChannelService {
                channel: Channel::new(names.text(self.channel.at(row)?.ok_or(AmountMisfit)?)?),
                offered: self.offered.at(row)?,
                answered: self.answered.at(row)?,
                abandoned: self.abandoned.at(row)?,
                within_10s: self.within_10s.at(row)?,
                within_20s: self.within_20s.at(row)?,
                within_30s: self.within_30s.at(row)?,
                abandon_rate: self.abandon_rate.at(row)?,
                asa: self.asa.at(row)?,
                ata: self.ata.at(row)?,
            })
        };
        Ok(ServiceLevel {
            channels: rows.map(row).collect::<Result<_, _>>()?,
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SmartHoldTable {
    extents: ColumnExtents,
    skill: CountColumn,
    treated: CountColumn,
    declined: CountColumn,
    accepted: CountColumn,
    failed: CountColumn,
    reached: CountColumn,
    service_level_up: AmountColumn,
}

impl ColumnTable for SmartHoldTable {
    type Facts = SmartHold;

    fn own(facts: &Facts) -> Option<&SmartHold> {
        let Facts::SmartHold(own) = facts else {
            return None;
        };
        Some(own)
    }

    fn pack(answers: &[&SmartHold], _: &mut NameTableDraft<'_>) -> Self {
        let (mut extents, mut rows) = (ColumnExtents::default(), Vec::new());
        for facts in answers {
            extents.push(&mut rows, &facts.skills, None);
        }
        Self {
            extents,
            skill: CountColumn::of(&rows, |row| Some(row.skill.0)),
            treated: CountColumn::of(&rows, |row| row.treated),
            declined: CountColumn::of(&rows, |row| row.declined),
            accepted: CountColumn::of(&rows, |row| row.accepted),
            failed: CountColumn::of(&rows, |row| row.failed),
            reached: CountColumn::of(&rows, |row| row.reached),
            service_level_up: AmountColumn::of(&rows, |row| row.service_level_up),
        }
    }

    fn answer(&self, answer: usize, _: &NameTable) -> Result<SmartHold, AmountMisfit> {
        let (rows, _) = self.extents.answer(answer)?;
        let row = |row| {
            Ok(SkillSmartHold {
                skill: SkillId(self.skill.at(row)?.ok_or(AmountMisfit)?),
                treated: self.treated.at(row)?,
                declined: self.declined.at(row)?,
                accepted: self.accepted.at(row)?,
                failed: self.failed.at(row)?,
                reached: self.reached.at(row)?,
                service_level_up: self.service_level_up.at(row)?,
            })
        };
        Ok(SmartHold {
            skills: rows.map(row).collect::<Result<_, _>>()?,
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct DurationsTable {
    extents: ColumnExtents,
    length: Vec<ColumnSpan>,
    calls: CountColumn,
    minutes: AmountColumn,
    cost: AmountColumn,
    share: AmountColumn,
}

impl ColumnTable for DurationsTable {
    type Facts = Durations;

    fn own(facts: &Facts) -> Option<&Durations> {
        let Facts::Durations(own) = facts else {
            return None;
        };
        Some(own)
    }

    fn pack(answers: &[&Durations], names: &mut NameTableDraft<'_>) -> Self {
        let (mut extents, mut rows) = (ColumnExtents::default(), Vec::new());
        for facts in answers {
            extents.push(&mut rows, &facts.lengths, facts.total.as_ref());
        }
        let lengths = rows
            .iter()
            .map(|row| ColumnSpan::of_length(&row.length, names));
        Self {
            extents,
            length: lengths.collect(),
            calls: CountColumn::of(&rows, |row| row.calls),
            minutes: AmountColumn::of(&rows, |row| row.minutes),
            cost: AmountColumn::of(&rows, |row| row.cost),
            share: AmountColumn::of(&rows, |row| row.share),
        }
    }

    fn answer(&self, answer: usize, names: &NameTable) -> Result<Durations, AmountMisfit> {
        let (rows, total) = self.extents.answer(answer)?;
        let row = |row: usize| {
            Ok(LengthCalls {
                length: self.length.get(row).ok_or(AmountMisfit)?.length(names)?,
                calls: self.calls.at(row)?,
                minutes: self.minutes.at(row)?,
                cost: self.cost.at(row)?,
                share: self.share.at(row)?,
            })
        };
        Ok(Durations {
            lengths: rows.map(row).collect::<Result<_, _>>()?,
            total: optional(total, row)?,
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct HoldsTable {
    extents: ColumnExtents,
    agent: CountColumn,
    uses: CountColumn,
    hold: TimeColumn,
    mute: TimeColumn,
    total: TimeColumn,
}

impl ColumnTable for HoldsTable {
    type Facts = Holds;

    fn own(facts: &Facts) -> Option<&Holds> {
        let Facts::Holds(own) = facts else {
            return None;
        };
        Some(own)
    }

    fn pack(answers: &[&Holds], names: &mut NameTableDraft<'_>) -> Self {
        let (mut extents, mut rows) = (ColumnExtents::default(), Vec::new());
        for facts in answers {
            extents.push(&mut rows, &facts.agents, facts.total.as_ref());
        }
        Self {
            extents,
            agent: CountColumn::of(&rows, |row| Some(names.number(row.agent.as_str()).into())),
            uses: CountColumn::of(&rows, |row| row.uses),
            hold: TimeColumn::of(&rows, |row| row.hold),
            mute: TimeColumn::of(&rows, |row| row.mute),
            total: TimeColumn::of(&rows, |row| row.total),
        }
    }

    fn answer(&self, answer: usize, names: &NameTable) -> Result<Holds, AmountMisfit> {
        let (rows, total) = self.extents.answer(answer)?;
        let row = |row| {
            Ok(AgentHolds {
                agent: AgentName::new(names.text(self.agent.at(row)?.ok_or(AmountMisfit)?)?),
                uses: self.uses.at(row)?,
                hold: self.hold.at(row)?,
                mute: self.mute.at(row)?,
                total: self.total.at(row)?,
            })
        };
        Ok(Holds {
            agents: rows.map(row).collect::<Result<_, _>>()?,
            total: optional(total, row)?,
        })
    }
}

/// What is not there stays so; what is there must be read.
fn optional<T, U>(
    value: Option<T>,
    read: impl FnOnce(T) -> Result<U, AmountMisfit>,
) -> Result<Option<U>, AmountMisfit> {
    value.map(read).transpose()
}
