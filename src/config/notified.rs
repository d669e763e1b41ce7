//! The channels that the bot posts to, and the roles that it mentions in each.

use std::collections::BTreeSet;

use vigia_core::{
    rules::{AlertPolicy, ChannelName, RoleName, Ruleset},
    summaries::SummaryPlan,
};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotifiedPlaces {
    pub channels: BTreeSet<ChannelName>,
    pub mentions: BTreeSet<(ChannelName, RoleName)>,
}

impl NotifiedPlaces {
    pub(super) fn of<'a>(
        rules: &Ruleset,
        policy: &AlertPolicy,
        summaries: impl Iterator<Item = &'a SummaryPlan>,
    ) -> Self {
        let mut places = Self::default();
        for rule in rules {
            places.add(&rule.notify.warning, &policy.warning.mention);
            places.add(&rule.notify.critical, &policy.critical.mention);
            for step in rule.escalation.as_ref().unwrap_or(&policy.escalation) {
                let own = [&rule.notify.warning, &rule.notify.critical];
                for channel in step.notify.iter().chain(own) {
                    places.add(channel, &step.mention);
                }
            }
        }
        for summary in summaries {
            places.add(&summary.channel, &summary.mention);
        }
        places.channels.extend(policy.ops.clone());
        // A default step may be for rules that are still to be written.
        places.channels.extend(
            policy
                .escalation
                .iter()
                .filter_map(|step| step.notify.clone()),
        );
        places
    }

    fn add(&mut self, channel: &ChannelName, roles: &[RoleName]) {
        self.channels.insert(channel.clone());
        let mentions = roles.iter().map(|role| (channel.clone(), role.clone()));
        self.mentions.extend(mentions);
    }
}
