//! `skill_11`: one row a type of interaction, which this program calls a channel.

use super::{ReportSpelling, is_sum};
use crate::{
    answer::{RawAnswer, RawRow, ResponseOutcome},
    error::ApiError,
};
use vigia_core::metrics::{
    Channel, Facts,
    facts::{ChannelService, ServiceLevel},
};

pub(super) const SPELLING: ReportSpelling = ReportSpelling {
    is_by_skill: true,
    read: read_service_level,
};

fn read_service_level(answer: RawAnswer<'_>) -> Result<ResponseOutcome<Facts>, ApiError> {
    let outcome = answer.read_rows(|report: &mut ServiceLevel, row| {
        let Some(name) = row.get("type_interaction").name() else {
            return row.refuse("type_interaction");
        };
        let channel = read_figures(Channel::new(&*name), row);
        // The sum over calls and chats means nothing, and the facts have no place for it.
        if !is_sum(&name) {
            report.channels.push(channel);
        }
    })?;
    let mut joined = 0;
    let outcome = outcome.and_then(|report| {
        let rows = report.channels.len();
        let report = report.with_merged_rows();
        joined = rows - report.channels.len();
        (rows > 0).then_some(Facts::ServiceLevel(report))
    });
    Ok(ResponseOutcome { joined, ..outcome })
}

/// Reads the figures of a row, which `skill_1` spells in the same way.
pub(super) fn read_figures(channel: Channel, row: &mut RawRow<'_, '_, '_>) -> ChannelService {
    ChannelService {
        channel,
        offered: row.count("inbound_calls"),
        answered: row.count("answer_calls"),
        abandoned: row.count("abandon_calls"),
        within_10s: row.percent("service_level_10seg"),
        within_20s: row.percent("service_level_20seg"),
        within_30s: row.percent("service_level_30seg"),
        abandon_rate: row.percent("abandon"),
        asa: row.duration("asa"),
        ata: row.duration("ata"),
    }
}
