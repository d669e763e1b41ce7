//! The longest names, the most alerts and figures that nothing can pack: no value of the
//! store is so large that sled would put it aside for ever.

use std::{collections::BTreeMap, path::Path, time::Duration};

use chrono::TimeDelta;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use vigia_core::{
    alerts::{
        Alert, AlertKey, CaughtUp, CauseClue, CauseContext, CauseFinding, ClosedIncident,
        DiscordUser, EndReason, Event, EventContent, EventKind, Incident, IncidentCondition,
        IncidentEnd, IncidentMark, IncidentNews, IncidentSubject, PollOutcome,
    },
    metrics::{AgentName, Quantity, Sample, Scope, TimeWindow},
    rules::{
        ChannelName, DescriptionTemplate, EscalationStep, NotifyTarget, RoleName, RuleId,
        TemplateOffer, UsualValue,
    },
};

use crate::store::made::{self, HOUR, at, norte, open, poll, raw};

/// Below this sled keeps a value with others.
const LIMIT: usize = 64 * 1_024;

/// How long the value is that is the longest in this folder.
pub(super) fn largest_value(folder: &Path) -> usize {
    let db = raw(folder);
    let trees = db.tree_names().into_iter();
    trees
        .flat_map(|name| db.open_tree(name).unwrap().iter().values())
        .map(|value| value.unwrap().len())
        .max()
        .unwrap()
}

/// A text of so many letters that is like no other.
fn text(dice: &mut ChaCha8Rng, length: usize) -> String {
    let letters = (0..length).map(|_| char::from(dice.gen_range(b'a'..=b'z')));
    letters.collect()
}

fn sample(dice: &mut ChaCha8Rng) -> Sample {
    let of = dice.gen_range(10_000..100_000);
    let part = dice.gen_range(0..of);
    Sample {
        value: Quantity::share(part, of).unwrap(),
        part: Some(part),
        of: Some(of),
    }
}

/// An alert about an agent with a long name, with figures that have all their digits.
fn alert(dice: &mut ChaCha8Rng) -> Alert {
    let mut alert = made::alert(12, 9);
    alert.key = AlertKey {
        rule: RuleId::new("r".repeat(64)),
        scope: Scope::Agent(AgentName::new(text(dice, 120))),
    };
    alert.grounds.range = Some((dice.gen_range(0.0..9.0), dice.gen_range(0.0..9.0)));
    alert.grounds.warning = Some(Quantity::Percent(dice.gen_range(0.0..9.0)));
    alert.grounds.usual = Some(UsualValue {
        median: dice.gen_range(0.0..9.0),
        spread: dice.gen_range(0.0..9.0),
        of: 7,
        wanted: 8,
        method: vigia_core::rules::UsualMethod::Weeks,
    });
    let figure = alert.trend[0];
    alert.trend = vec![figure; Alert::TREND];
    for (number, point) in (0..).zip(&mut alert.trend) {
        point.sample = sample(dice);
        point.window = TimeWindow::ending(at(number), HOUR);
    }
    alert.peak = alert.trend.first().copied();
    let beside = CauseContext {
        now: Quantity::Count(dice.gen_range(10_000..100_000)),
        usual: alert.grounds.usual.unwrap(),
    };
    let finding = CauseFinding::MoreCalls {
        offered: beside,
        answered: Some(beside),
    };
    let window = HOUR;
    alert.clues = vec![CauseClue { window, finding }; 8];
    alert
}

fn alerts(dice: &mut ChaCha8Rng) -> Vec<Alert> {
    let id = made::number(&made::alert(12, 9));
    let mut alerts: Vec<_> = (0..Incident::LINES).map(|_| alert(dice)).collect();
    for alert in &mut alerts {
        alert.incident = Some(id);
    }
    alerts
}

fn incident(dice: &mut ChaCha8Rng) -> Incident {
    let labels = (0..20).map(|_| (text(dice, 64), text(dice, 64)));
    let labels: BTreeMap<_, _> = labels.collect();
    let step = EscalationStep {
        after: HOUR,
        notify: Some(ChannelName::new(text(dice, 64))),
        mention: (0..5).map(|_| RoleName::new(text(dice, 64))).collect(),
    };
    let condition = IncidentCondition {
        rule: RuleId::new("r".repeat(64)),
        metric: vigia_core::metrics::Metric::AbandonRate,
        window: HOUR,
        at_least: None,
        is_relative: false,
        labels,
        notify: NotifyTarget::one(ChannelName::new("sala")),
        repeat: None,
        escalation: vec![step; 5],
        description: DescriptionTemplate::parse(&text(dice, 1_000), &TemplateOffer::default()).ok(),
        hint: None,
        keep_firing_for: Duration::ZERO,
    };
    let ended = alerts(dice).into_iter().map(|alert| IncidentEnd {
        at: at(1) + TimeDelta::milliseconds(dice.gen_range(0..300_000)),
        alert,
        reason: EndReason::Recovered,
    });
    let ended = ended.map(IncidentEnd::briefly);
    Incident {
        subject: IncidentSubject::Rule(Box::new(condition)),
        ended: ended.collect(),
        ..made::incident(&made::alert(12, 9))
    }
}

fn event(news: EventContent) -> Event {
    Event {
        operation: norte(),
        at: at(1),
        news,
    }
}

#[test]
fn the_largest_incident_and_all_that_is_told_of_it_are_small_values() {
    let mut dice = ChaCha8Rng::seed_from_u64(7);
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let (incident, open_alerts) = (incident(&mut dice), alerts(&mut dice));
    let news = IncidentNews::new(
        EventKind::Fired,
        incident.clone(),
        open_alerts.iter().collect(),
        IncidentMark::default(),
    );
    let fired = PollOutcome {
        changed: open_alerts,
        incidents: vec![incident.clone()],
        events: vec![event(EventContent::Incident(Box::new(news)))],
        ..PollOutcome::default()
    };
    store.commit(&poll(1, 9), &fired).unwrap();
    let by = DiscordUser {
        id: u64::MAX,
        name: text(&mut dice, 100),
    };
    let note = Some(text(&mut dice, 500));
    store
        .acknowledge(&norte(), incident.id, by, note, at(1))
        .unwrap();
    assert_eq!(store.pending().unwrap().len(), 2);
    let over = PollOutcome {
        closed: vec![ClosedIncident {
            incident,
            at: at(2),
            reason: EndReason::Recovered,
            mark: IncidentMark::default(),
        }],
        ..PollOutcome::default()
    };
    store.commit(&poll(2, 9), &over).unwrap();
    drop(store);
    let largest = largest_value(folder.path());
    assert!((10_000..LIMIT).contains(&largest), "{largest}");
}

#[test]
fn what_was_missed_is_small_values_however_much_it_is() {
    let mut dice = ChaCha8Rng::seed_from_u64(8);
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let missed: Vec<_> = (0..100)
        .map(|number| ClosedIncident {
            incident: Incident {
                id: vigia_core::alerts::IncidentId::from_number(number),
                ..incident(&mut dice)
            },
            at: at(2),
            reason: EndReason::Recovered,
            mark: IncidentMark::default(),
        })
        .collect();
    let told = CaughtUp {
        channel: ChannelName::new("sala"),
        from: at(1),
        until: at(2),
        closed: missed
            .iter()
            .take(Incident::LINES)
            .map(ClosedIncident::brief)
            .collect(),
        more: 85,
    };
    let outcome = PollOutcome {
        closed: missed.clone(),
        missed: Some(missed),
        events: vec![event(EventContent::CaughtUp(told))],
        ..PollOutcome::default()
    };
    store.commit(&poll(2, 9), &outcome).unwrap();
    drop(store);
    let largest = largest_value(folder.path());
    assert!((10_000..LIMIT).contains(&largest), "{largest}");
}
