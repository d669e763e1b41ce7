//! What goes wrong on the floor shows in the reports, and nowhere else.

use chrono::TimeDelta;
use serde_json::Value;
use vigia_clock::Clock;
use vigia_sandbox::centre::{CentreSettings, ScriptedIncident, SimulatedCentre, agents};

use super::{Caller, count, hours, inbound, local, seconds, settings, share, time};

#[tokio::test]
async fn a_skill_without_agents_loses_calls_and_its_past_stays() {
    for (seed, skill) in [(1, 7), (2, 12), (3, 22), (4, 7)] {
        let centre = SimulatedCentre::start(CentreSettings { seed, ..settings() })
            .await
            .unwrap();
        let trouble = local(4, (10, 0, 0), (12, 0, 0));
        let before = centre.calls(skill, local(4, (0, 0, 0), (10, 0, 0)));
        let elsewhere = centre.calls(3, hours(4, 0, 20));
        let (offered, abandoned, _) = inbound(&centre, &[skill], &[trouble]);
        assert!(
            share(abandoned, offered) < 0.15,
            "skill {skill} is in trouble already"
        );

        centre.plan(ScriptedIncident::AgentsGone { skill }, trouble);
        let settled = local(4, (10, 15, 0), (12, 0, 0));
        let (offered, abandoned, _) = inbound(&centre, &[skill], &[settled]);
        let rate = share(abandoned, offered);
        assert!((0.25..0.70).contains(&rate), "skill {skill}: {rate}");
        assert_eq!(centre.calls(skill, local(4, (0, 0, 0), (10, 0, 0))), before);
        assert_eq!(centre.calls(3, hours(4, 0, 20)), elsewhere);
        let (offered, abandoned, _) = inbound(&centre, &[skill], &[hours(4, 13, 17)]);
        assert!(
            share(abandoned, offered) < 0.1,
            "skill {skill} does not recover"
        );
    }
}

#[tokio::test]
async fn callbacks_that_fail_are_a_spike_in_one_skill() {
    for seed in 1..=4 {
        let centre = SimulatedCentre::start(CentreSettings { seed, ..settings() })
            .await
            .unwrap();
        let caller = Caller::new(&centre);
        let callbacks = async |skill: &str| {
            let rows = caller.rows("diagram_2", hours(4, 10, 12)).await;
            let row = rows.into_iter().find(|row| row["skill_id"] == *skill);
            row.map_or((0, 0), |row| {
                (count(&row["recall_fail"]), count(&row["recall_ok"]))
            })
        };
        let (usual, other) = (callbacks("7").await, callbacks("12").await);
        centre.plan(
            ScriptedIncident::CallbacksFail { skill: 7 },
            hours(4, 9, 12),
        );
        let (failed, reached) = callbacks("7").await;
        assert!(
            failed >= 6 && failed >= usual.0 * 3,
            "{failed}, usually {usual:?}"
        );
        assert!(failed > reached * 2, "{failed} failed, {reached} reached");
        assert_eq!(callbacks("12").await, other);
    }
}

#[tokio::test]
async fn an_agent_who_holds_for_ever_stands_out() {
    let centre = SimulatedCentre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    let window = hours(4, 10, 12);
    let agent = agents().into_iter().find(|agent| agent.skill == 7).unwrap();
    centre.plan(ScriptedIncident::EndlessHold { agent: agent.id }, window);
    let rows = caller.rows("agent_9", window).await;
    let hold = |row: &Value| seconds(&row["hold_time"]);
    let his = rows
        .iter()
        .find(|row| row["agent_name"] == *agent.name)
        .unwrap();
    let others = rows.iter().filter(|row| row["agent_name"] != *agent.name);
    let most = others
        .filter(|row| row["agent_name"] != "TOTAL")
        .map(hold)
        .max()
        .unwrap();
    assert!(hold(his) > 40 * 60 && hold(his) > most * 2);
}

#[tokio::test]
async fn an_incident_that_begins_now_changes_only_what_comes() {
    let clock = Clock::leaping(time("2026-03-04T15:00:00Z"));
    let centre = SimulatedCentre::start(CentreSettings {
        clock: clock.clone(),
        ..settings()
    })
    .await
    .unwrap();
    let calls = |window| centre.calls(12, window);
    let past = hours(4, 0, 10);
    let before = calls(past);
    let incident = ScriptedIncident::AgentsGone { skill: 12 };
    centre.begin(incident.clone());
    assert_eq!(calls(past), before);
    clock.leap_to(clock.now() + TimeDelta::minutes(84));
    centre.end(&incident);
    let (offered, abandoned, _) = inbound(&centre, &[12], &[local(4, (10, 20, 0), (11, 20, 0))]);
    assert!(share(abandoned, offered) > 0.25, "{abandoned} of {offered}");
    assert_eq!(calls(past), before);
}
