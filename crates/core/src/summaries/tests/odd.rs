//! Very large centres, and figures that are none.

use std::{sync::Arc, time::Duration};

use super::{
    super::fixtures::made_up::{self, at, edition, found, plan, reading, service, voice},
    super::*,
    figure, made, replace, whole,
};
use crate::metrics::{
    Facts, Metric, Report, SkillId, SkillSelection,
    facts::{AgentHolds, Holds},
};

#[test]
fn the_largest_centre_fits_into_one_record_and_comes_back() {
    let window = edition().window;
    let mut found = found();
    for skill in 1_000..1_400 {
        let facts = service(vec![voice(9_000_000 + skill, 123_456, 7_654_321)]);
        let skills = SkillSelection::One(SkillId(skill));
        found
            .readings
            .push(reading(Report::ServiceLevel, skills, window, facts));
    }
    let agent = |number: u64| AgentHolds {
        agent: made_up::agent(&format!("{number} {}", "Ñ".repeat(4_000))),
        uses: Some(number),
        hold: Some(Duration::from_secs(number)),
        mute: Some(Duration::from_millis(number)),
        total: Some(Duration::from_millis(number * 1_001)),
    };
    let agents = (0..2_000).map(agent).collect();
    let holds = Facts::Holds(Holds {
        agents,
        total: None,
    });
    replace(
        &mut found,
        reading(Report::Holds, SkillSelection::All, window, holds),
    );
    let channels = (0..300)
        .map(|number| made_up::channel(&format!("{number}{}", "x".repeat(9_000)), number, 0));
    let channels = std::iter::once(voice(2_148, 137, 1_641))
        .chain(channels)
        .collect();
    let whole = reading(
        Report::ServiceLevel,
        SkillSelection::All,
        window,
        service(channels),
    );
    replace(&mut found, whole);
    found.alerts.rules = vec![found.alerts.rules[0].clone(); 500];
    let named = SummaryPlan {
        names_agents: true,
        ..plan()
    };
    let summary = Summary::of(&named, edition(), found, at("21:31"));
    assert_eq!((summary.skills.rows.len(), summary.skills.more), (200, 204));
    assert_eq!((summary.channels.more, summary.rules_more), (280, 480));
    assert_eq!(summary.holds.as_ref().unwrap().agents.more, 1_990);
    let text = serde_json::to_string(&summary).unwrap();
    assert!(text.len() < 60 * 1024, "{} bytes", text.len());
    let again: Summary = serde_json::from_str(&text).unwrap();
    assert_eq!(again, summary);
}

#[test]
fn what_is_no_number_is_not_kept() {
    let mut found = found();
    let mut odd = voice(2_148, 137, 1_641);
    odd.within_20s = Some(f64::NAN);
    let ask = whole(Report::ServiceLevel);
    replace(
        &mut found,
        crate::metrics::Reading {
            ask,
            outcome: Ok(Arc::new(service(vec![odd]))),
        },
    );
    let summary = made(found);
    assert_eq!(figure(&summary, Metric::ServiceLevel20s).sample, None);
    let text = serde_json::to_string(&summary).unwrap();
    assert_eq!(serde_json::from_str::<Summary>(&text).unwrap(), summary);
}
