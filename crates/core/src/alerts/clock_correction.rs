//! Takes the future out of what was recorded while the clock was ahead. Durations count from the
//! times of alerts and incidents: one in the future would hold back reminders, escalation and the
//! end of an alert until the clock gets there.

use chrono::{DateTime, Utc};

use crate::{
    alerts::{
        Alert, AlertState, Incident, IncidentMark, IncidentStanding, Silence, SilenceSchedule,
    },
    metrics::TimeWindow,
};

/// Moves the times of an alert to `now` where they lie behind it, and drops figures of such
/// windows.
pub fn correct_alert(alert: &mut Alert, now: DateTime<Utc>) {
    match &mut alert.state {
        AlertState::Pending { since, .. } => cap(since, now),
        AlertState::Firing(fire) => {
            cap(&mut fire.since, now);
            cap(&mut fire.fired_at, now);
        }
        AlertState::Recovering { fire, clear_since } => {
            cap(&mut fire.since, now);
            cap(&mut fire.fired_at, now);
            cap(clear_since, now);
        }
    }
    if alert.window.until() > now {
        alert.window = TimeWindow::ending(now, alert.window.length());
    }
    alert.trend.retain(|figure| figure.window.until() <= now);
    alert.peak = alert.peak.filter(|peak| peak.window.until() <= now);
    if let Some(gap) = &mut alert.no_data {
        cap(&mut gap.since, now);
    }
    if let Some(opened) = &mut alert.first_opened {
        cap(opened, now);
    }
}

pub fn correct_incident(incident: &mut Incident, now: DateTime<Utc>) {
    cap(&mut incident.opened_at, now);
    if let IncidentStanding::Announced(announced) = &mut incident.standing {
        cap(&mut announced.at, now);
        cap(&mut announced.worse_at, now);
        cap(&mut announced.told_at, now);
    }
    for ended in &mut incident.ended {
        cap(&mut ended.at, now);
        correct_alert(&mut ended.alert, now);
    }
}

/// Lets a snooze of the future last as long from `now`.
pub fn correct_mark(mark: &mut IncidentMark, now: DateTime<Utc>) {
    if let Some(ack) = &mut mark.ack {
        cap(&mut ack.at, now);
    }
    if let Some(snooze) = &mut mark.snooze
        && snooze.at > now
    {
        snooze.until -= snooze.at - now;
        snooze.at = now;
    }
}

/// Lets a silence that was made in the future last as long from `now`.
pub fn correct_silence(silence: &mut Silence, now: DateTime<Utc>) {
    let ahead = silence.made_at - now;
    if silence.made_at <= now {
        return;
    }
    silence.made_at = now;
    match &mut silence.quiet {
        SilenceSchedule::Once { from, until } => {
            *from -= ahead;
            *until -= ahead;
        }
        SilenceSchedule::Weekly { from, .. } => cap(from, now),
    }
}

fn cap(time: &mut DateTime<Utc>, now: DateTime<Utc>) {
    *time = now.min(*time);
}
