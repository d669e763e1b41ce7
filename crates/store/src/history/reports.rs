//! The five reports as tables of columns. Each holds the answers of one poll, of which
//! there are several where a report is asked for one skill after the other.

use serde::{Deserialize, Serialize};

use crate::history::{
    amounts::{Amounts, Counts, Misfit, Times},
    columns::{Extents, Span},
    names::{Draft, Names},
};
use vigia_core::metrics::{
    AgentName, Channel, Facts, SkillId,
    facts::{
        Abandonment, AgentHolds, ChannelService, Durations, Holds, LengthCalls, ServiceLevel,
        SkillAbandons, SkillSmartHold, SmartHold, WaitCalls,
    },
};

/// A report's answers as a table.
pub(super) trait Table: Sized {
    /// The facts of one answer.
    type Facts;
    /// The facts, where they are of this report.
    fn own(facts: &Facts) -> Option<&Self::Facts>;
    /// Packs the answers of one poll.
    fn pack(answers: &[&Self::Facts], names: &mut Draft<'_>) -> Self;
    /// One answer, as it was packed.
    fn answer(&self, answer: usize, names: &Names) -> Result<Self::Facts, Misfit>;
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct AbandonmentTable {
    extents: Extents,
    skill: Counts,
    name: Counts,
    abandoned: Counts,
    /// The lists of ranges in use, most often a single one.
    ranges: Vec<Vec<Span>>,
    /// Which list a row has.
    range: Vec<usize>,
    /// The calls of all ranges of all rows.
    calls: Counts,
}

impl Table for AbandonmentTable {
    type Facts = Abandonment;

    fn own(facts: &Facts) -> Option<&Abandonment> {
        let Facts::Abandonment(own) = facts else {
            return None;
        };
        Some(own)
    }

    fn pack(answers: &[&Abandonment], names: &mut Draft<'_>) -> Self {
        let (mut extents, mut rows) = (Extents::default(), Vec::new());
        for facts in answers {
            extents.push(&mut rows, &facts.skills, facts.all.as_ref());
        }
        let mut ranges: Vec<Vec<Span>> = Vec::new();
        let range = rows
            .iter()
            .map(|row| {
                let waits = row.by_wait.iter();
                let list: Vec<Span> = waits
                    .map(|calls| Span::of_wait(&calls.wait, names))
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
            skill: Counts::of(&rows, |row| row.skill.map(|skill| skill.0)),
            name: Counts::of(&rows, |row| {
                row.name.as_ref().map(|name| names.number(name).into())
            }),
            abandoned: Counts::of(&rows, |row| row.abandoned),
            calls: waits.map(|wait| wait.calls).collect(),
            ranges,
            range,
        }
    }

    fn answer(&self, answer: usize, names: &Names) -> Result<Abandonment, Misfit> {
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
    fn row(&self, row: usize, names: &Names) -> Result<SkillAbandons, Misfit> {
        let first: usize = self
            .range
            .iter()
            .take(row)
            .filter_map(|range| Some(self.ranges.get(*range)?.len()))
            .sum();
        let range = self.range.get(row).ok_or(Misfit)?;
        let list = self.ranges.get(*range).ok_or(Misfit)?;
        let wait = |(place, span): (usize, &Span)| {
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
    extents: Extents,
    channel: Counts,
    offered: Counts,
    answered: Counts,
    abandoned: Counts,
    within_10s: Amounts,
    within_20s: Amounts,
    within_30s: Amounts,
    abandon_rate: Amounts,
    asa: Times,
    ata: Times,
}

impl Table for ServiceLevelTable {
    type Facts = ServiceLevel;

    fn own(facts: &Facts) -> Option<&ServiceLevel> {
        let Facts::ServiceLevel(own) = facts else {
            return None;
        };
        Some(own)
    }

    fn pack(answers: &[&ServiceLevel], names: &mut Draft<'_>) -> Self {
        let (mut extents, mut rows) = (Extents::default(), Vec::new());
        for facts in answers {
            extents.push(&mut rows, &facts.channels, None);
        }
        Self {
            extents,
            channel: Counts::of(&rows, |row| Some(names.number(row.channel.as_str()).into())),
            offered: Counts::of(&rows, |row| row.offered),
            answered: Counts::of(&rows, |row| row.answered),
            abandoned: Counts::of(&rows, |row| row.abandoned),
            within_10s: Amounts::of(&rows, |row| row.within_10s),
            within_20s: Amounts::of(&rows, |row| row.within_20s),
            within_30s: Amounts::of(&rows, |row| row.within_30s),
            abandon_rate: Amounts::of(&rows, |row| row.abandon_rate),
            asa: Times::of(&rows, |row| row.asa),
            ata: Times::of(&rows, |row| row.ata),
        }
    }

    fn answer(&self, answer: usize, names: &Names) -> Result<ServiceLevel, Misfit> {
        let (rows, _) = self.extents.answer(answer)?;
        let row = |row| {
            Ok(ChannelService {
                channel: Channel::new(names.text(self.channel.at(row)?.ok_or(Misfit)?)?),
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
    extents: Extents,
    skill: Counts,
    treated: Counts,
    declined: Counts,
    accepted: Counts,
    failed: Counts,
    reached: Counts,
    service_level_up: Amounts,
}

impl Table for SmartHoldTable {
    type Facts = SmartHold;

    fn own(facts: &Facts) -> Option<&SmartHold> {
        let Facts::SmartHold(own) = facts else {
            return None;
        };
        Some(own)
    }

    fn pack(answers: &[&SmartHold], _: &mut Draft<'_>) -> Self {
        let (mut extents, mut rows) = (Extents::default(), Vec::new());
        for facts in answers {
            extents.push(&mut rows, &facts.skills, None);
        }
        Self {
            extents,
            skill: Counts::of(&rows, |row| Some(row.skill.0)),
            treated: Counts::of(&rows, |row| row.treated),
            declined: Counts::of(&rows, |row| row.declined),
            accepted: Counts::of(&rows, |row| row.accepted),
            failed: Counts::of(&rows, |row| row.failed),
            reached: Counts::of(&rows, |row| row.reached),
            service_level_up: Amounts::of(&rows, |row| row.service_level_up),
        }
    }

    fn answer(&self, answer: usize, _: &Names) -> Result<SmartHold, Misfit> {
        let (rows, _) = self.extents.answer(answer)?;
        let row = |row| {
            Ok(SkillSmartHold {
                skill: SkillId(self.skill.at(row)?.ok_or(Misfit)?),
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
    extents: Extents,
    length: Vec<Span>,
    calls: Counts,
    minutes: Amounts,
    cost: Amounts,
    share: Amounts,
}

impl Table for DurationsTable {
    type Facts = Durations;

    fn own(facts: &Facts) -> Option<&Durations> {
        let Facts::Durations(own) = facts else {
            return None;
        };
        Some(own)
    }

    fn pack(answers: &[&Durations], names: &mut Draft<'_>) -> Self {
        let (mut extents, mut rows) = (Extents::default(), Vec::new());
        for facts in answers {
            extents.push(&mut rows, &facts.lengths, facts.total.as_ref());
        }
        let lengths = rows.iter().map(|row| Span::of_length(&row.length, names));
        Self {
            extents,
            length: lengths.collect(),
            calls: Counts::of(&rows, |row| row.calls),
            minutes: Amounts::of(&rows, |row| row.minutes),
            cost: Amounts::of(&rows, |row| row.cost),
            share: Amounts::of(&rows, |row| row.share),
        }
    }

    fn answer(&self, answer: usize, names: &Names) -> Result<Durations, Misfit> {
        let (rows, total) = self.extents.answer(answer)?;
        let row = |row: usize| {
            Ok(LengthCalls {
                length: self.length.get(row).ok_or(Misfit)?.length(names)?,
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
    extents: Extents,
    agent: Counts,
    uses: Counts,
    hold: Times,
    mute: Times,
    total: Times,
}

impl Table for HoldsTable {
    type Facts = Holds;

    fn own(facts: &Facts) -> Option<&Holds> {
        let Facts::Holds(own) = facts else {
            return None;
        };
        Some(own)
    }

    fn pack(answers: &[&Holds], names: &mut Draft<'_>) -> Self {
        let (mut extents, mut rows) = (Extents::default(), Vec::new());
        for facts in answers {
            extents.push(&mut rows, &facts.agents, facts.total.as_ref());
        }
        Self {
            extents,
            agent: Counts::of(&rows, |row| Some(names.number(row.agent.as_str()).into())),
            uses: Counts::of(&rows, |row| row.uses),
            hold: Times::of(&rows, |row| row.hold),
            mute: Times::of(&rows, |row| row.mute),
            total: Times::of(&rows, |row| row.total),
        }
    }

    fn answer(&self, answer: usize, names: &Names) -> Result<Holds, Misfit> {
        let (rows, total) = self.extents.answer(answer)?;
        let row = |row| {
            Ok(AgentHolds {
                agent: AgentName::new(names.text(self.agent.at(row)?.ok_or(Misfit)?)?),
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
    read: impl FnOnce(T) -> Result<U, Misfit>,
) -> Result<Option<U>, Misfit> {
    value.map(read).transpose()
}
