//! Who looks for the incidents: the project's own rules, and beside them what others use.

use std::{collections::HashMap, time::Duration};

use chrono_tz::America::Bogota;
use vigia_core::{
    alerts::{AdvanceContext, AlertBook, AlertKey, advance},
    metrics::{OperationName, Scope, Snapshot, TimeWindow},
    rules::{
        AlertPolicy, ChannelName, JudgeInput, RuleId, Ruleset, further_requests, judge,
        needed_requests,
        parse::{KnownNames, RuleSource, parse_files},
    },
};

use crate::{
    floor::Floor,
    hours::{MINUTES, Minute, POLL, at},
    past::past,
};

/// The rules that a new centre starts from.
const DEFAULTS: [&str; 4] = [
    include_str!("../../rules/abandonment.yaml"),
    include_str!("../../rules/service-level.yaml"),
    include_str!("../../rules/smart-hold.yaml"),
    include_str!("../../rules/hold.yaml"),
];

/// One time that a detector rang.
#[derive(Clone, Debug)]
pub(crate) struct Episode {
    pub(crate) scope: Scope,
    /// The end of the windows of the poll at which people were told.
    pub(crate) fired: Minute,
    pub(crate) ended: Minute,
    /// What it looked at then.
    pub(crate) window: TimeWindow,
}

/// A detector, and when it rang.
pub(crate) struct Run {
    pub(crate) name: String,
    pub(crate) episodes: Vec<Episode>,
}

/// The detectors of one kind of incident.
#[derive(Clone, Copy)]
pub(crate) struct Detectors {
    /// Rules of `rules/`, by their names.
    pub(crate) own: &'static [&'static str],
    /// Rules in YAML that people write who have no others.
    pub(crate) plain: &'static str,
    /// The windows of `ElastAlert`'s spike.
    pub(crate) spikes: &'static [Minute],
}

impl Detectors {
    /// Every detector over the whole simulation, the project's own first.
    pub(crate) fn runs(self, floor: &dyn Floor) -> Vec<Run> {
        let rules = self.rules();
        let mut by_rule = watch(floor, &rules);
        let mut runs: Vec<Run> = rules
            .iter()
            .map(|rule| Run {
                name: rule.id.to_string(),
                episodes: by_rule.remove(&rule.id).unwrap_or_default(),
            })
            .collect();
        runs.extend(self.spikes.iter().map(|minutes| Run {
            name: format!("spike of {minutes} min"),
            episodes: spikes(floor, *minutes),
        }));
        runs
    }

    fn rules(self) -> Ruleset {
        let channels = ["floor", "managers", "ops"].map(ChannelName::new);
        let known = KnownNames {
            channels: &channels,
            roles: &[],
            poll_every: Duration::from_secs(60 * POLL as u64),
        };
        let texts = DEFAULTS.into_iter().chain([self.plain]);
        let sources: Vec<_> = texts.map(|text| RuleSource { name: "", text }).collect();
        let mut files = parse_files(&sources, known);
        for file in &files {
            assert!(file.faults.is_empty(), "{:?}", file.faults);
        }
        let plain = files.pop().map(|file| file.rules).unwrap_or_default();
        let own = files.into_iter().flat_map(|file| file.rules);
        let own = own.filter(|rule| self.own.contains(&rule.id.as_str()));
        Ruleset {
            rules: own.chain(plain).collect(),
        }
    }
}

/// What the bot itself rings, poll by poll. An alert that waits for another counts as well:
/// each rule is judged by itself.
fn watch(floor: &dyn Floor, rules: &Ruleset) -> HashMap<RuleId, Vec<Episode>> {
    let (skills, policy) = (floor.skills(), AlertPolicy::default());
    let mut book = AlertBook::empty(OperationName::new("centro"));
    let mut open: HashMap<AlertKey, Episode> = HashMap::new();
    let mut done: Vec<(AlertKey, Episode)> = Vec::new();
    for now in (POLL..=MINUTES).step_by(POLL) {
        let as_of = at(now);
        let mut snapshot = Snapshot {
            operation: OperationName::new("centro"),
            as_of,
            readings: Vec::new(),
        };
        let mut needed = needed_requests(rules, &skills, as_of, chrono_tz::Tz::UTC);
        while !needed.is_empty() {
            snapshot.readings.extend(floor.readings(needed));
            needed = further_requests(rules, &JudgeInput::new(&skills, &snapshot, Bogota));
        }
        let rung = done.iter().map(|(key, episode)| (key, episode));
        let past = past(floor, rules, now, rung.chain(&open));
        let look = JudgeInput::new(&skills, &snapshot, Bogota).with_past(&past);
        let judgements = judge(rules, &look);
        let situation = AdvanceContext::new(as_of, Bogota, &policy);
        let outcome = advance(&book, rules, &judgements, &situation);
        for alert in outcome.changed.iter().filter(|alert| alert.state.is_told()) {
            open.entry(alert.key.clone()).or_insert_with(|| Episode {
                scope: alert.key.scope.clone(),
                fired: now,
                ended: MINUTES,
                window: alert.window,
            });
        }
        for key in &outcome.ended {
            if let Some(episode) = open.remove(key) {
                let episode = Episode {
                    ended: now,
                    ..episode
                };
                done.push((key.clone(), episode));
            }
        }
        book.apply(&outcome);
    }
    let mut by_rule: HashMap<RuleId, Vec<Episode>> = HashMap::new();
    for (key, episode) in done.into_iter().chain(open) {
        by_rule.entry(key.rule).or_default().push(episode);
    }
    by_rule
}

/// As `ElastAlert`'s rule of the type spike does it: at least twice as many bad ones as in
/// the window just before, and at least five (`spike_height: 2`, `threshold_cur: 5`,
/// `threshold_ref: 1`). After a match both windows must fill again. It knows no end, so an
/// episode is one moment.
fn spikes(floor: &dyn Floor, timeframe: Minute) -> Vec<Episode> {
    const HEIGHT: u64 = 2;
    const LEAST_NOW: u64 = 5;
    const LEAST_BEFORE: u64 = 1;
    let length = Duration::from_secs(60 * timeframe as u64);
    let mut episodes = Vec::new();
    for scope in floor.scopes() {
        let mut armed = 2 * timeframe;
        for now in (POLL..=MINUTES).step_by(POLL) {
            let window = TimeWindow::ending(at(now), length);
            let current = floor.bad(&scope, window);
            let before = floor.bad(&scope, TimeWindow::ending(window.from(), length));
            if now >= armed
                && current >= LEAST_NOW
                && before >= LEAST_BEFORE
                && current >= before * HEIGHT
            {
                episodes.push(Episode {
                    scope: scope.clone(),
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
