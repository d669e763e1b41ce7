//! An hour and a half of a centre, and of people who answer its alerts, while `vigia run` is
//! killed, the reports API fails and Discord is out of order, all at random: the chat, the
//! history and what people did end as on a calm day, to the letter.
//!
//! The clock is led, so that a poll is never late because the machine is: what differs then
//! is the bot's doing. Each death and each fault ends before the next poll is due, and a
//! report is missing for good only where nothing begins or ends: more than that is news, and
//! told as such.
//!
//! `VIGIA_SEED` and `VIGIA_SEEDS` choose other seeds, such as two hundred of them for a long soak.

mod end;
mod people;
mod trouble;
mod world;

use std::{
    io::{Write as _, stderr},
    ops::Range,
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::task::JoinSet;
use vigia_core::{alerts::HoldReason, metrics::TimeWindow};
use vigia_sandbox::centre::{ApiFault, ScriptedIncident};

use end::End;
use world::{HEADS, World};

use crate::support::{
    floor::{FLOOR, OFFICE},
    soak,
};

/// Nine in the morning of a Monday in Bogotá.
const FIRST: i64 = 1_794_837_600;

const RULES: &str = "\
rules:
  - alert: abandonment
    metric: abandon.rate
    of: skills 7, 12
    window: 20m
    when: { above: { warning: 12%, critical: 45% } }
    at_least: 10
    keep_firing_for: 5m
    recover: { below: 10% }
    repeat_interval: 20m
    notify: { warning: floor, critical: heads }
    escalate:
      - { after: 10m, mention: supervisors }
      - { after: 20m, notify: heads, mention: heads }
  - alert: wait
    metric: queue.avg_wait
    of: skill 5
    window: 20m
    when: { above: { warning: 30s, critical: 2m } }
    at_least: 5
    notify: floor
  - alert: callbacks
    metric: smart_hold.recall_fail_rate
    of: skills 3, 7
    window: 40m
    when: { above: { warning: 60%, critical: 80% } }
    at_least: 2
    keep_firing_for: 10m
    repeat_interval: 10m
    notify: floor
    escalate: [{ after: 10m, notify: heads, mention: [supervisors, heads] }]
  - alert: holds
    metric: hold.total
    of: every agent
    window: 20m
    when: { above: { warning: 8m, critical: 15m } }
    notify: floor
  - alert: feed
    metric: feed.failures
    of: operation
    when: { above: { warning: 2 } }
    notify: heads
  - alert: calls
    metric: calls.offered
    of: operation
    window: 20m
    when: { above: { warning: 1 } }
    notify: heads
";

const POLLS: i32 = 24;

/// The polls at which the API gives nothing, on a calm day too.
const OUTAGE: Range<i32> = 16..19;

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(FIRST, 0).unwrap() + TimeDelta::minutes(minute)
}

struct Told {
    end: End,
    world: World,
}

/// The world, with all that goes wrong in the centre.
async fn world(seed: Option<u64>) -> World {
    let world = World::build(at(0), RULES, seed).await;
    let gone = |skill| ScriptedIncident::AgentsGone { skill };
    for (incident, from, until) in [
        (gone(7), 3, 32),
        (gone(12), -6, 36),
        (gone(5), 18, 60),
        (ScriptedIncident::CallbacksFail { skill: 3 }, -15, 30),
        (ScriptedIncident::CallbacksFail { skill: 7 }, -15, 30),
        (ScriptedIncident::EndlessHold { agent: 1040 }, 10, 40),
    ] {
        let window = TimeWindow::new(at(from), at(until)).unwrap();
        world.centre.plan(incident, window);
    }
    world
}

async fn tell(seed: Option<u64>) -> Told {
    let mut world = world(seed).await;
    for poll in 0..POLLS {
        world.go_on(at(i64::from(poll) * 5)).await;
        world.has_kept(at(i64::from(poll) * 5 - 5)).await;
        if seed.is_none() {
            // What waits is folded, and a calm day is one on which nothing waits.
            world.drain().await;
        }
        // A bot that never polled has missed nothing.
        if poll > 0 {
            world.trouble_comes();
        }
        people::act(&mut world, poll).await;
        if OUTAGE.contains(&poll) {
            // What fails at random would be an exception to what fails always.
            world.centre.heal();
            world.centre.fault(ApiFault::ServerError);
        } else if poll == OUTAGE.end {
            world.centre.heal();
        }
    }
    world.go_on(at(i64::from(POLLS) * 5)).await;
    let (end, world) = world.end().await;
    Told { end, world }
}

/// How many ordeals there are at a time.
const AT_A_TIME: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn whatever_goes_wrong_outside_it_ends_as_on_a_calm_day() {
    let calm = tell(None).await;
    assert_calm(&calm.end);
    let (mut seeds, mut telling) = (soak::seeds(1), JoinSet::new());
    let (mut deaths, mut faults, mut wrong) = (0, 0, Vec::new());
    loop {
        let free = AT_A_TIME - telling.len();
        for seed in seeds.by_ref().take(free) {
            telling.spawn(async move { (seed, tell(Some(seed)).await) });
        }
        let Some(told) = telling.join_next().await else {
            break;
        };
        let (seed, told) = told.unwrap();
        deaths += told.world.deaths();
        faults += told.world.faults;
        let apart = told.end.apart_from(&calm.end);
        if !apart.is_empty() {
            wrong.push(format!(
                "VIGIA_SEED={seed}\n{apart}{}",
                told.world.picture()
            ));
        }
    }
    // What a soak of many seeds is worth.
    writeln!(stderr(), "{deaths} deaths, {faults} faults").unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(deaths > 0 && faults > 0, "{deaths} {faults}");
}

/// The story is about what it says it is about.
fn assert_calm(end: &End) {
    assert_eq!(end.open, []);
    assert_eq!((end.waiting, end.marked), (0, 0));
    let lines: Vec<_> = end.posts().map(|post| post.text.as_str()).collect();
    for (told, times) in [("✅", 6), ("❔", 2), ("took it in", 1), ("Failed polls", 1)] {
        let found = lines.iter().filter(|line| line.contains(told)).count();
        assert!(found >= times, "{told}: {lines:#?}");
    }
    let (floor, heads) = (&end.rings[&FLOOR], &end.rings[&OFFICE]);
    assert!(floor.replies >= 2, "two became worse: {floor:?}");
    assert!(heads.loud >= 2 && heads.roles.contains(&HEADS), "{heads:?}");
    let hushed = end
        .closed
        .iter()
        .filter(|it| it.incident.announced().is_none());
    assert_eq!(hushed.count(), 1, "one ends under its silence");
    let outlives = |after: &Option<HoldReason>| matches!(after, Some(HoldReason::Silence(_)));
    let announced = end.closed.iter().filter_map(|it| it.incident.announced());
    let late = announced.filter(|it| outlives(&it.after));
    assert_eq!(late.count(), 1, "one outlives its silence");
}
