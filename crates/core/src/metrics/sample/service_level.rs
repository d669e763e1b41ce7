//! The metrics of `skill_11`: calls, service level and waits of one channel.

use crate::metrics::{
    Channel, Quantity, Scope,
    facts::{ChannelService, ServiceLevel},
    sample::{Sample, average, count, plus, share},
};

/// The row of a scope. A skill has none of its own: it is what the report was asked for.
pub(super) fn row<'a>(report: &'a ServiceLevel, scope: &'a Scope) -> Option<&'a ChannelService> {
    let channel = match scope {
        Scope::Operation | Scope::Skill(_) => Channel::INBOUND,
        Scope::Channel(channel) => channel.as_str(),
        Scope::Agent(_) => return None,
    };
    report.channel(channel)
}

pub(in crate::metrics) fn offered(row: &ChannelService) -> Option<Sample> {
    row.offered.map(count)
}

pub(in crate::metrics) fn answered(row: &ChannelService) -> Option<Sample> {
    row.answered.map(count)
}

pub(in crate::metrics) fn answer_rate(row: &ChannelService) -> Option<Sample> {
    share(row.answered?, row.offered?)
}

pub(in crate::metrics) fn abandoned(row: &ChannelService) -> Option<Sample> {
    row.abandoned.map(|calls| Sample {
        of: row.offered,
        ..count(calls)
    })
}

pub(in crate::metrics) fn abandon_rate(row: &ChannelService) -> Option<Sample> {
    share(row.abandoned?, row.offered?)
}

pub(in crate::metrics) fn within_10s(row: &ChannelService) -> Option<Sample> {
    delivered(row.within_10s?, row.offered?)
}

pub(in crate::metrics) fn within_20s(row: &ChannelService) -> Option<Sample> {
    delivered(row.within_20s?, row.offered?)
}

pub(in crate::metrics) fn within_30s(row: &ChannelService) -> Option<Sample> {
    delivered(row.within_30s?, row.offered?)
}

pub(in crate::metrics) fn asa(row: &ChannelService) -> Option<Sample> {
    average(row.asa?, row.answered?)
}

pub(in crate::metrics) fn ata(row: &ChannelService) -> Option<Sample> {
    average(row.ata?, row.abandoned?)
}

pub(in crate::metrics) fn average_wait(row: &ChannelService) -> Option<Sample> {
    let calls = plus(row.answered, row.abandoned)?;
    average(row.average_wait()?, calls)
}

/// A share that the API gives as a percentage of offered calls with two decimals: the
/// number of calls behind it is exact below 10,000 offered.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a percentage of a call count, clamped to that count"
)]
fn delivered(percent: f64, offered: u64) -> Option<Sample> {
    if offered == 0 {
        return None;
    }
    let calls = (percent * offered as f64 / 100.0).round().max(0.0) as u64;
    Some(Sample {
        value: Quantity::Percent(percent),
        part: Some(calls.min(offered)),
        of: Some(offered),
    })
}
