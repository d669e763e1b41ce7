//! The title of one alert's card: state, metric, figure and place within what a phone's lock
//! screen shows of it.

use crate::{
    Words,
    alert::{EventView, card, place},
};
use vigia_core::{
    alerts::{Alert, AlertState, Observation},
    metrics::{Metric, SkillNames},
};

/// How many characters a lock screen shows.
pub(super) const GLANCE: usize = 60;

pub(super) fn title(event: &EventView<'_>, names: &SkillNames, words: &Words) -> String {
    let alert = event.alert;
    let is_open = event.reason().is_none();
    let mut parts = vec![words.say(card::state(event), &[])];
    if is_open && let AlertState::Recovering { .. } = alert.state {
        parts.push(words.say("alert-recovering", &[]));
    }
    if is_open && alert.told_no_data().is_some() {
        parts.push(words.say("alert-no-data", &[]));
    }
    let whole_place = words.place_of(alert.metric, &alert.key.scope, names);
    let Some(last) = alert.last() else {
        parts.push(without_figure(event, words));
        parts.push(whole_place);
        return parts.join(" · ");
    };
    // Its channel may stand where the eye no longer reaches.
    let room = (GLANCE - width(&parts)).saturating_sub(width(&[place(alert, names, words)]));
    parts.push(figure(alert, last, room, words));
    parts.push(whole_place);
    parts.join(" · ")
}

/// What there is to say of a figure that is not there.
pub(super) fn without_figure(event: &EventView<'_>, words: &Words) -> String {
    let alert = event.alert;
    let metric = words.metric(alert.metric);
    if event.reason().is_some() || !event.is_absent() {
        return metric;
    }
    let since = words.moment(alert.state.since(), event.at);
    let about = [("metric", metric.into()), ("time", since.into())];
    words.say("alert-absent", &about)
}

/// How much of a glance these parts take.
pub(super) fn width(parts: &[String]) -> usize {
    let letters = parts.iter().map(|part| part.chars().count() + " · ".len());
    letters.sum::<usize>().min(GLANCE)
}

/// Metric and figure, with the short name of the metric where the whole one has no room.
pub(super) fn figure(alert: &Alert, last: &Observation, room: usize, words: &Words) -> String {
    let figure = words.figure(alert.metric, &last.sample);
    let with = |name: String| format!("{name} {figure}");
    let whole = with(words.metric(alert.metric));
    match brief(alert.metric) {
        Some(id) if whole.chars().count() > room => with(words.say(id, &[])),
        Some(_) | None => whole,
    }
}

/// The short name of a metric whose name is long.
fn brief(metric: Metric) -> Option<&'static str> {
    match metric {
        Metric::AbandonRateExclShort => Some("brief-abandon-rate-excl-short"),
        Metric::AbandonAfterThresholdRate => Some("brief-abandon-after-threshold-rate"),
        Metric::ServiceLevel10s => Some("brief-service-level-10s"),
        Metric::ServiceLevel20s => Some("brief-service-level-20s"),
        Metric::ServiceLevel30s => Some("brief-service-level-30s"),
        Metric::ServiceLevel20sV2 => Some("brief-service-level-20s-v2"),
        Metric::ServiceLevel20sV3 => Some("brief-service-level-20s-v3"),
        Metric::ServiceLevel20sV4 => Some("brief-service-level-20s-v4"),
        Metric::ServiceLevel20sV5 => Some("brief-service-level-20s-v5"),
        Metric::Asa => Some("brief-asa"),
        Metric::Ata => Some("brief-ata"),
        Metric::QueueAvgWait => Some("brief-queue-avg-wait"),
        Metric::AbandonShortShare => Some("brief-abandon-short-share"),
        Metric::AbandonAfterThresholdShare => Some("brief-abandon-after-threshold-share"),
        Metric::AbandonLongShare => Some("brief-abandon-long-share"),
        Metric::SmartHoldTreated => Some("brief-smart-hold-treated"),
        Metric::SmartHoldAcceptanceRate => Some("brief-smart-hold-acceptance-rate"),
        Metric::SmartHoldUndecidedRate => Some("brief-smart-hold-undecided-rate"),
        Metric::SmartHoldRecallFail => Some("brief-smart-hold-recall-fail"),
        Metric::SmartHoldRecallFailRate => Some("brief-smart-hold-recall-fail-rate"),
        Metric::SmartHoldCompletionRate => Some("brief-smart-hold-completion-rate"),
        Metric::SmartHoldOpen => Some("brief-smart-hold-open"),
        Metric::HoldMuteTotal => Some("brief-hold-mute-total"),
        Metric::HoldShare => Some("brief-hold-share"),
        Metric::CallsShortShare => Some("brief-calls-short-share"),
        Metric::CallsLongShare => Some("brief-calls-long-share"),
        Metric::FeedAge => Some("brief-feed-age"),
        Metric::FeedFailures => Some("brief-feed-failures"),
        Metric::QuotaUsedShare => Some("brief-quota-used-share"),
        Metric::CallsOffered
        | Metric::CallsAnswered
        | Metric::AnswerRate
        | Metric::AbandonCount
        | Metric::AbandonRate
        | Metric::HoldTotal
        | Metric::MuteTotal
        | Metric::HoldMuteEvents
        | Metric::HoldMuteAvgPerEvent
        | Metric::CdrCalls
        | Metric::CdrMinutes
        | Metric::CdrCost
        | Metric::CdrCostPerCall
        | Metric::CdrCostPerMinute
        | Metric::CdrMinPerCall => None,
    }
}
