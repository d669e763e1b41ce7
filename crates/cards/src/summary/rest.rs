//! What else a day was made of: smart hold, other channels, hold and mute, calls and cost.

use std::time::Duration;

use crate::{
    CardLine, Words, compared, service::ChannelKind, summary::told::SummaryView, tidy_within,
};
use vigia_core::{metrics::Quantity, summaries::RequestCount};

/// So many channels, and so many agents, are named.
const CHANNELS: usize = 6;
const AGENTS: usize = 3;
/// How much of an agent's name has room.
const NAME_ROOM: usize = 24;

pub(super) fn smart_hold(told: &SummaryView<'_>) -> Option<CardLine> {
    let words = told.words;
    let held = told.summary.smart_hold.as_ref()?;
    let stages = held.stages;
    let part = |part, of| {
        let part = compared::part(part, of);
        part.map_or_else(|| words.known(None), |part| words.sample(&part))
    };
    let failed = part(stages.failed, stages.called_back);
    let reached = ("reached", told.count(stages.reached).into());
    let usual = held.failing.usual.map(|usual| words.quantity(usual.value));
    let callbacks = match usual {
        Some(usual) => words.say(
            "summary-callbacks-usual",
            &[reached, ("failed", failed.into()), ("usual", usual.into())],
        ),
        None => words.say("summary-callbacks", &[reached, ("failed", failed.into())]),
    };
    let calls = |id, calls: String| words.say(id, &[("calls", calls.into())]);
    let mut parts = vec![
        calls("summary-treated", told.count(stages.treated)),
        calls("summary-accepted", part(stages.accepted, stages.treated)),
        callbacks,
    ];
    // Callbacks of the evening before end today, so that what is open is often not known.
    if stages.open.is_some() {
        parts.push(calls("summary-open", told.count(stages.open)));
    }
    Some(told.labelled("summary-smart-hold", &parts))
}

/// Customers' channels other than voice. The centre's own ones are in no figure of
/// customers, and stand in the file.
pub(super) fn channels(told: &SummaryView<'_>) -> Option<CardLine> {
    let words = told.words;
    let is_shown = |row: &&RequestCount| match ChannelKind::of(&row.channel) {
        ChannelKind::Message | ChannelKind::Unknown => true,
        ChannelKind::Voice
        | ChannelKind::InternalCall
        | ChannelKind::InternalChat
        | ChannelKind::Outbound => false,
    };
    let rows: Vec<_> = told.summary.channels.rows.iter().filter(is_shown).collect();
    let channel = |row: &&RequestCount| {
        let answered = match (row.answered, row.offered) {
            (Some(answered), Some(offered)) => words.part_of(&words.count(answered), offered),
            (answered, _) => told.count(answered),
        };
        words.say(
            "summary-channel",
            &[
                ("channel", words.channel(&row.channel).into()),
                ("answered", answered.into()),
            ],
        )
    };
    let mut parts: Vec<_> = rows.iter().take(CHANNELS).map(channel).collect();
    let more = u64::try_from(rows.len().saturating_sub(CHANNELS)).unwrap_or_default();
    parts.extend(more_of(
        more.saturating_add(told.summary.channels.more),
        told,
    ));
    (!rows.is_empty()).then(|| told.labelled("summary-channels", &parts))
}

/// `12 more`.
pub(super) fn more_of(more: u64, told: &SummaryView<'_>) -> Option<String> {
    let words = told.words;
    (more > 0).then(|| words.say("summary-more", &[("count", words.count(more).into())]))
}

pub(super) fn holds(told: &SummaryView<'_>) -> Option<CardLine> {
    let words = told.words;
    let team = told.summary.holds.as_ref()?;
    let times = team.times;
    let time = |time: Option<_>| words.known(time.map(Quantity::Duration));
    let long =
        |length: Option<_>| length.map_or_else(|| words.known(None), |length| hours(length, words));
    let total = words.say(
        "summary-holds-total",
        &[
            ("total", long(times.total).into()),
            ("uses", words.uses(times.uses).into()),
            ("each", time(times.per_use()).into()),
        ],
    );
    let both = words.say(
        "summary-holds-parts",
        &[
            ("hold", long(times.hold).into()),
            ("mute", long(times.mute).into()),
        ],
    );
    let mut parts = vec![total, both];
    let agents = team.agents.rows.iter().take(AGENTS).map(|agent| {
        let name = tidy_within(agent.agent.as_str(), NAME_ROOM);
        format!("{name} {}", long(agent.times.total))
    });
    let agents = agents.collect::<Vec<_>>().join(", ");
    if !agents.is_empty() {
        parts.push(words.say("summary-holds-agents", &[("agents", agents.into())]));
    }
    Some(told.labelled("summary-holds", &parts))
}

/// The time of a team is told in hours, however many: `27 h 45 min`.
fn hours(length: Duration, words: &Words) -> String {
    let minutes = length.as_secs().saturating_add(30) / 60;
    if minutes < 24 * 60 {
        return words.duration(length);
    }
    format!("{} h {:02} min", words.count(minutes / 60), minutes % 60)
}

pub(super) fn volume(told: &SummaryView<'_>) -> Option<CardLine> {
    let words = told.words;
    let volume = told.summary.volume?;
    let traffic = volume.traffic;
    let amount = |amount: Option<f64>, decimals| {
        amount.map_or_else(
            || words.known(None),
            |amount| words.decimal(amount, decimals),
        )
    };
    let mut parts = vec![
        told.count(traffic.calls),
        words.say(
            "summary-minutes",
            &[("minutes", amount(traffic.minutes, 0).into())],
        ),
        words.say("summary-cost", &[("cost", amount(traffic.cost, 0).into())]),
    ];
    if let Some(short) = volume.short_share() {
        parts.push(words.say("summary-short", &[("calls", words.sample(&short).into())]));
    }
    Some(told.labelled("summary-volume", &parts))
}
