//! Who looks for the incidents: the project's own rules, and two that others use.

use std::{collections::HashMap, time::Duration};

use chrono_tz::America::Bogota;
use vigia::{
    alerts::{AlertKey, Book, Situation, advance},
    metrics::{OperationName, Scope, SkillId, Skills, Window},
    rules::{
        ChannelName, Look, Policy, Ruleset, asks, judge, lacking,
        parse::{Known, parse},
    },
};

use crate::centre::{Centre, MINUTES, Minute, POLL, at};

/// The rules that a new centre starts from.
const DEFAULTS: &str = include_str!("../../rules/abandonment.yaml");

/// The rule that everybody writes first.
const PLAIN: &str = "
rules:
  - alert: plain-60m
    metric: abandon.rate
    of: every skill
    window: 60m
    when: { above: { warning: 5% } }
    notify: floor
  - alert: plain-30m
    metric: abandon.rate
    of: every skill
    window: 30m
    when: { above: { warning: 5% } }
    notify: floor
";

/// One time that a detector rang.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Episode {
    pub(crate) skill: SkillId,
    /// The end of the windows of the poll at which people were told.
    pub(crate) fired: Minute,
    pub(crate) ended: Minute,
    /// What it looked at then.
    pub(crate) window: Window,
}

/// A detector, and when it rang.
pub(crate) struct Run {
    pub(crate) name: &'static str,
    pub(crate) episodes: Vec<Episode>,
}

/// Every detector over the whole simulation.
pub(crate) fn runs(centre: &Centre) -> Vec<Run> {
    let rules = rules();
    let mut by_rule = watch(centre, &rules);
    let mut rung = |rule: &str| by_rule.remove(rule).unwrap_or_default();
    vec![
        Run {
            name: "abandonment-skill",
            episodes: rung("abandonment-skill"),
        },
        Run {
            name: "> 5 % of 60 min",
            episodes: rung("plain-60m"),
        },
        Run {
            name: "> 5 % of 30 min",
            episodes: rung("plain-30m"),
        },
        Run {
            name: "spike of 60 min",
            episodes: spikes(centre, 60),
        },
        Run {
            name: "spike of 30 min",
            episodes: spikes(centre, 30),
        },
    ]
}

/// The rules that speak of every skill, in one set.
fn rules() -> Ruleset {
    let known = Known {
        channels: &[ChannelName::new("floor")],
        roles: &[],
        poll_every: Duration::from_secs(300),
    };
    let texts = [DEFAULTS, PLAIN];
    let rules = texts.map(|text| parse(text, known).expect("the rules are right"));
    let mut rules = rules.concat();
    rules.retain(|rule| rule.id.as_str() != "abandonment-operation");
    Ruleset { rules }
}

/// What the bot itself rings, poll by poll.
fn watch(centre: &Centre, rules: &Ruleset) -> HashMap<String, Vec<Episode>> {
    let (skills, policy) = (centre.skills(), Policy::default());
    let mut book = Book::empty(OperationName::new("centro"));
    let mut open: HashMap<AlertKey, Episode> = HashMap::new();
    let mut done: HashMap<String, Vec<Episode>> = HashMap::new();
    for now in (POLL..=MINUTES).step_by(POLL) {
        let as_of = at(now);
        let mut snapshot = Centre::snapshot(as_of);
        let mut needed = asks(rules, &skills, as_of);
        while !needed.is_empty() {
            snapshot.readings.extend(centre.readings(needed));
            needed = lacking(rules, &Look::new(&skills, &snapshot, Bogota));
        }
        let judgements = judge(rules, &Look::new(&skills, &snapshot, Bogota));
        let situation = Situation::new(as_of, Bogota, &policy);
        let outcome = advance(&book, rules, &judgements, &situation);
        for alert in outcome.changed.iter().filter(|alert| alert.state.is_told()) {
            if let Scope::Skill(skill) = alert.key.scope {
                open.entry(alert.key.clone()).or_insert(Episode {
                    skill,
                    fired: now,
                    ended: MINUTES,
                    window: alert.window,
                });
            }
        }
        for key in &outcome.ended {
            if let Some(episode) = open.remove(key) {
                let of_rule = done.entry(key.rule.to_string()).or_default();
                of_rule.push(Episode {
                    ended: now,
                    ..episode
                });
            }
        }
        book.apply(&outcome);
    }
    for (key, episode) in open {
        done.entry(key.rule.to_string()).or_default().push(episode);
    }
    done
}

/// As `ElastAlert`'s rule of the type spike does it: at least twice as many abandoned calls
/// as in the window just before, and at least five (`spike_height: 2`, `threshold_cur: 5`,
/// `threshold_ref: 1`). After a match both windows must fill again. It knows no end, so an
/// episode is one moment.
fn spikes(centre: &Centre, timeframe: Minute) -> Vec<Episode> {
    const HEIGHT: u64 = 2;
    const LEAST_NOW: u64 = 5;
    const LEAST_BEFORE: u64 = 1;
    let length = Duration::from_secs(60 * timeframe as u64);
    let mut episodes = Vec::new();
    for skill in centre.skills() {
        let mut armed = 2 * timeframe;
        for now in (POLL..=MINUTES).step_by(POLL) {
            let window = Window::ending(at(now), length);
            let abandoned = |window| centre.calls(Skills::One(skill), window).1;
            let current = abandoned(window);
            let before = abandoned(Window::ending(window.from(), length));
            if now >= armed
                && current >= LEAST_NOW
                && before >= LEAST_BEFORE
                && current >= before * HEIGHT
            {
                episodes.push(Episode {
                    skill,
                    fired: now,
                    ended: now,
                    window,
                });
                armed = now + 2 * timeframe;
            }
        }
    }
    episodes
}
