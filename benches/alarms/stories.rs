//! What goes wrong in the simulated weeks, how often, and who looks for it.

use crate::{
    calls::{Calls, Shares, Swing, Wrong},
    detectors::Detectors,
    floor::Floor,
    holds::Holds,
};

/// One kind of incident.
pub(crate) struct Story {
    pub(crate) what: String,
    pub(crate) detectors: Detectors,
    /// The share of bad ones past which there is something to tell.
    pub(crate) limit: f64,
    pub(crate) parts: Vec<Part>,
}

/// A centre in which it happens.
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) floor: Box<dyn Fn() -> Box<dyn Floor>>,
    /// The minutes within which half of the incidents are found, where there is a target.
    pub(crate) found_limit: Option<f64>,
}

const ABANDONMENT: Detectors = Detectors {
    own: &["abandonment-skill"],
    plain: "
rules:
  - alert: unusual, 60 min
    metric: abandon.rate
    of: every skill
    window: 60m
    when: { unusual: {} }
    at_least: 20
    for: 5m
    notify: floor
  - alert: '> 5 % of 60 min'
    metric: abandon.rate
    of: every skill
    window: 60m
    when: { above: { warning: 5% } }
    notify: floor
  - alert: '> 5 % of 30 min'
    metric: abandon.rate
    of: every skill
    window: 30m
    when: { above: { warning: 5% } }
    notify: floor
",
    spikes: &[60, 30],
};

const SERVICE_LEVEL: Detectors = Detectors {
    own: &["service-level-skill"],
    plain: "
rules:
  - alert: '< 64 % of 60 min'
    metric: service_level.20s
    of: every skill
    window: 60m
    when: { below: { warning: 64% } }
    notify: floor
  - alert: '< 64 % of 30 min'
    metric: service_level.20s
    of: every skill
    window: 30m
    when: { below: { warning: 64% } }
    notify: floor
",
    spikes: &[60, 30],
};

const CALLBACKS: Detectors = Detectors {
    own: &["smart-hold-spike", "smart-hold-rate"],
    plain: "
rules:
  - alert: '> 4 failed of 60 min'
    metric: smart_hold.recall_fail
    of: every skill
    window: 60m
    when: { above: { warning: 4 } }
    notify: floor
",
    spikes: &[60],
};

const HOLDS: Detectors = Detectors {
    own: &["hold-agent", "hold-agent-team"],
    plain: "
rules:
  - alert: '> 10 min of 60 min'
    metric: hold.total
    of: every agent
    window: 60m
    when: { above: { warning: 10m } }
    notify: floor
  - alert: '> 2 min a use'
    metric: hold_mute.avg_per_event
    of: every agent
    window: 60m
    when: { above: { warning: 2m } }
    at_least: 5
    notify: floor
  - alert: z > 3 of the team
    metric: hold.total
    of: every agent
    window: 60m
    when: { unusual: { than: team } }
    notify: floor
",
    spikes: &[60],
};

/// All of them. Each begins with other dice.
pub(crate) fn stories(dice: u64) -> Vec<Story> {
    let levels = [(12.0, None), (40.0, Some(45.0)), (120.0, Some(25.0))];
    let without_target = levels.map(|(calls, _)| (calls, None));
    let callbacks = [3.0, 10.0, 30.0].map(|calls| (calls, None));
    let mut stories = Vec::new();
    for (how, swing) in [
        ("dice alone", Swing::NONE),
        ("a true rate that swings as measured", Swing::MEASURED),
    ] {
        let shares = Shares {
            usual: 0.03,
            in_incident: 0.15,
        };
        stories.push(Story {
            what: format!("abandonment of 3 %, and of 15 % in an incident, {how}"),
            detectors: ABANDONMENT,
            limit: 0.05,
            parts: parts(Wrong::Abandoned, shares, swing, &levels, dice),
        });
        let shares = Shares {
            usual: 0.18,
            in_incident: 0.55,
        };
        stories.push(Story {
            what: format!("service level of 82 %, and of 45 % in an incident, {how}"),
            detectors: SERVICE_LEVEL,
            limit: 0.36,
            parts: parts(Wrong::Late, shares, swing, &without_target, dice),
        });
    }
    for (how, swing) in [
        ("dice alone", Swing::NONE),
        ("callbacks that come and fail unevenly", Swing::CALLBACKS),
    ] {
        let shares = Shares {
            usual: 0.15,
            in_incident: 0.6,
        };
        stories.push(Story {
            what: format!("callbacks: 15 % fail, and 60 % in an incident, {how}"),
            detectors: CALLBACKS,
            limit: 0.3,
            parts: parts(Wrong::Unreached, shares, swing, &callbacks, dice),
        });
    }
    stories.push(Story {
        what: String::from("hold: every other call is held for minutes in an incident"),
        detectors: HOLDS,
        limit: 0.0,
        parts: [("agents alone", 0.0), ("a system slow now and then", 0.5)]
            .into_iter()
            .zip(10 * dice..)
            .map(|((name, swing), seed)| Part {
                name: name.to_owned(),
                floor: Box::new(move || Box::new(Holds::new(swing, seed))),
                found_limit: None,
            })
            .collect(),
    });
    stories
}

fn parts(
    wrong: Wrong,
    shares: Shares,
    swing: Swing,
    levels: &[(f64, Option<f64>)],
    dice: u64,
) -> Vec<Part> {
    let seeds = 10 * dice..;
    let part = |(seed, (an_hour, found_limit)): (u64, &(f64, Option<f64>))| {
        let an_hour = *an_hour;
        Part {
            name: format!("{an_hour} an hour and skill"),
            floor: Box::new(move || Box::new(Calls::new(wrong, shares, an_hour, swing, seed))),
            found_limit: *found_limit,
        }
    };
    seeds.zip(levels).map(part).collect()
}
