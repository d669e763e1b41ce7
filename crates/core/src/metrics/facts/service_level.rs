//! Calls, service level and waits by channel (`skill_11`), for the skills asked for.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::metrics::{
    Channel, Scope,
    facts::sums::{group_rows, sum_counts, weighted_mean, weighted_mean_time},
};

/// The report: one row a channel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ServiceLevel {
    pub channels: Vec<ChannelService>,
}

/// One channel.
///
/// Percentages are kept as delivered. wolkvox takes the service level of all *offered*
/// calls (abandoned ones included), so rows are combined with `offered` as weight, `asa`
/// with `answered` and `ata` with `abandoned`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChannelService {
    pub channel: Channel,
    /// Calls that came in.
    pub offered: Option<u64>,
    /// Calls that an agent answered.
    pub answered: Option<u64>,
    /// Calls that the caller ended before.
    pub abandoned: Option<u64>,
    /// Percent of offered calls answered within 10 s.
    pub within_10s: Option<f64>,
    /// Percent of offered calls answered within 20 s.
    pub within_20s: Option<f64>,
    /// Percent of offered calls answered within 30 s.
    pub within_30s: Option<f64>,
    /// Percent abandoned, as delivered.
    pub abandon_rate: Option<f64>,
    /// Average wait of the answered calls.
    pub asa: Option<Duration>,
    /// Average wait of the abandoned calls.
    pub ata: Option<Duration>,
}

impl ServiceLevel {
    pub fn channel(&self, channel: &str) -> Option<&ChannelService> {
        self.channels
            .iter()
            .find(|row| row.channel.as_str() == channel)
    }

    /// Returns the row of a scope. A skill has none of its own: it is what the report was
    /// asked for.
    pub(super) fn row(&self, scope: &Scope) -> Option<&ChannelService> {
        match scope {
            Scope::Operation | Scope::Skill(_) => self.channel(Channel::INBOUND),
            Scope::Channel(channel) => self.channel(channel.as_str()),
            Scope::Agent(_) => None,
        }
    }

    /// Joins the rows of one channel, where the API sends it in several, with the right weights.
    pub fn with_merged_rows(self) -> Self {
        Self::merge(std::iter::once(self))
    }

    /// Returns the figures of a window that lies in two neighbouring ones, with `share` of it in the later one. It
    /// stands in where nothing was read of that window.
    pub fn between(earlier: &Self, later: &Self, share: f64) -> Self {
        let parts = [(earlier, 1.0 - share), (later, share)];
        let rows = parts.into_iter().flat_map(|(part, share)| {
            let scaled = move |row: &ChannelService| row.scaled(share);
            part.channels.iter().map(scaled)
        });
        let channels = rows.collect();
        Self { channels }.with_merged_rows()
    }

    pub(super) fn merge(parts: impl Iterator<Item = Self>) -> Self {
        let rows = parts.flat_map(|part| part.channels);
        Self {
            channels: group_rows(rows, |row| row.channel.clone())
                .filter_map(|rows| ChannelService::merge(&rows))
                .collect(),
        }
    }
}

impl ChannelService {
    /// Average wait of answered and abandoned calls together. An average over no calls
    /// weighs nothing, whatever the API sends for it.
    pub fn average_wait(&self) -> Option<Duration> {
        let waits = [(self.asa, self.answered), (self.ata, self.abandoned)];
        weighted_mean_time(&waits, |(wait, _)| *wait, |(_, calls)| *calls)
    }

    /// Returns the row with this share of its calls.
    fn scaled(&self, share: f64) -> Self {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a count of calls"
        )]
        let part = |calls: Option<u64>| calls.map(|calls| (calls as f64 * share).round() as u64);
        Self {
            offered: part(self.offered),
            answered: part(self.answered),
            abandoned: part(self.abandoned),
            ..self.clone()
        }
    }

    fn merge(rows: &[Self]) -> Option<Self> {
        if let [row] = rows {
            // A mean of one figure is the figure as delivered, without the rounding of a division.
            return Some(row.clone());
        }
        let of_offered =
            |figure: fn(&Self) -> Option<f64>| weighted_mean(rows, figure, |row| row.offered);
        Some(Self {
            channel: rows.first()?.channel.clone(),
            offered: sum_counts(rows, |row| row.offered),
            answered: sum_counts(rows, |row| row.answered),
            abandoned: sum_counts(rows, |row| row.abandoned),
            within_10s: of_offered(|row| row.within_10s),
            within_20s: of_offered(|row| row.within_20s),
            within_30s: of_offered(|row| row.within_30s),
            abandon_rate: of_offered(|row| row.abandon_rate),
            asa: weighted_mean_time(rows, |row| row.asa, |row| row.answered),
            ata: weighted_mean_time(rows, |row| row.ata, |row| row.abandoned),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Facts;

    fn row(offered: u64, answered: u64, level: f64, asa: u64, ata: u64) -> ServiceLevel {
        ServiceLevel {
            channels: vec![ChannelService {
                channel: Channel::inbound(),
                offered: Some(offered),
                answered: Some(answered),
                abandoned: Some(offered - answered),
                within_10s: None,
                within_20s: Some(level),
                within_30s: Some(level),
                abandon_rate: Some(0.0),
                asa: Some(Duration::from_secs(asa)),
                ata: Some(Duration::from_secs(ata)),
            }],
        }
    }

    fn merged(parts: Vec<ServiceLevel>) -> ChannelService {
        let parts = parts.into_iter().map(Facts::ServiceLevel).collect();
        match Facts::merge(parts) {
            Some(Facts::ServiceLevel(mut report)) => report.channels.remove(0),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_figure_is_weighted_by_the_calls_it_is_of() {
        let row = merged(vec![
            row(100, 90, 80.0, 10, 40),
            row(300, 210, 60.0, 20, 60),
        ]);
        assert_eq!(row.offered, Some(400));
        assert_eq!(row.within_20s, Some(65.0));
        assert_eq!(row.asa, Some(Duration::from_secs(17)));
        assert_eq!(row.ata, Some(Duration::from_secs(58)));
    }

    #[test]
    fn a_figure_that_one_row_misses_is_unknown_and_not_too_low() {
        let mut broken = row(300, 210, 60.0, 20, 60);
        broken.channels[0].answered = None;
        let row = merged(vec![row(100, 90, 80.0, 10, 40), broken]);
        assert_eq!(row.answered, None);
        assert_eq!(row.asa, None);
        assert_eq!(row.within_10s, None);
        assert_eq!(row.offered, Some(400));
    }

    #[test]
    fn a_mean_over_no_calls_weighs_nothing() {
        let mut quiet = row(0, 0, 0.0, 0, 0);
        quiet.channels[0].within_20s = None;
        assert_eq!(
            merged(vec![row(100, 90, 80.0, 10, 40), quiet]).within_20s,
            Some(80.0)
        );
        let none = merged(vec![row(0, 0, 0.0, 0, 0), row(0, 0, 0.0, 0, 0)]);
        assert_eq!((none.offered, none.within_20s), (Some(0), None));
    }
}
