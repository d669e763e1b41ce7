//! The same calls stand in every report and every window.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde_json::Value;
use vigia_core::metrics::TimeWindow;
use vigia_sandbox::centre::{
    CallOutcome, CallbackReply, CentreSettings, SKILLS, SimulatedCall, SimulatedCentre, agents,
};

use super::{
    Caller, REPORTS, count, counts, hours, local, number, seconds, settings, share, total_calls,
    windows,
};

#[tokio::test]
async fn the_same_seed_gives_the_same_answers_in_any_order() {
    let one = SimulatedCentre::start(settings()).await.unwrap();
    let two = SimulatedCentre::start(settings()).await.unwrap();
    let other = SimulatedCentre::start(CentreSettings {
        seed: 2,
        ..settings()
    })
    .await
    .unwrap();
    let (one, two, other) = (Caller::new(&one), Caller::new(&two), Caller::new(&other));
    let mut answers = Vec::new();
    for window in windows(8) {
        for api in REPORTS {
            answers.push((api, window, one.report(api, window).await));
        }
    }
    for (api, window, answer) in answers.iter().rev() {
        assert_eq!(two.report(api, *window).await, *answer, "{api} {window}");
    }
    let window = hours(3, 9, 12);
    assert_ne!(
        one.report("skill_11&skill_id=all", window).await,
        other.report("skill_11&skill_id=all", window).await
    );
}

#[tokio::test]
async fn windows_add_up() {
    let centre = SimulatedCentre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    let queue = ["inbound_calls", "answer_calls", "abandon_calls"];
    let smart = [
        "treatment",
        "customer_say_no",
        "customer_say_yes",
        "recall_fail",
        "recall_ok",
    ];
    let uses = ["count", "hold_time", "mute_time", "total_time"];
    for window in windows(12) {
        let middle = window.from() + TimeDelta::from_std(window.length() / 3).unwrap();
        let first = TimeWindow::new(window.from(), middle).unwrap();
        let rest = TimeWindow::new(first.until(), window.until()).unwrap();
        for (api, key, fields) in [
            ("skill_9&skill_id=all", "skill_id", &["abandon_calls"][..]),
            ("skill_11&skill_id=all", "type_interaction", &queue),
            ("skill_11&skill_id=12", "type_interaction", &queue),
            ("diagram_2", "skill_id", &smart),
            ("agent_9", "agent_name", &uses),
        ] {
            let mut parts = caller.rows(api, first).await;
            parts.extend(caller.rows(api, rest).await);
            let whole = caller.rows(api, window).await;
            assert_eq!(
                counts(&parts, key, fields),
                counts(&whole, key, fields),
                "{api} over {window}"
            );
        }
        let whole = total_calls(&caller, window).await;
        let parts = total_calls(&caller, first).await + total_calls(&caller, rest).await;
        assert_eq!(whole, parts, "cdr_4 over {window}");
    }
}

#[tokio::test]
async fn the_reports_agree_with_each_other_and_with_the_calls() {
    let centre = SimulatedCentre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    for window in windows(10) {
        let abandons = caller.rows("skill_9&skill_id=all", window).await;
        let mut sums: BTreeMap<String, u64> = BTreeMap::new();
        let mut spoken = 0;
        let queue = ["inbound_calls", "answer_calls", "abandon_calls"];
        for skill in SKILLS {
            let calls = centre.calls(skill.id, window);
            spoken += calls.iter().filter(|call| is_spoken(call)).count();
            let api = format!("skill_11&skill_id={}", skill.id);
            let channels = caller.rows(&api, window).await;
            for row in &channels {
                check_service(row, &calls);
            }
            let id = skill.id.to_string();
            let row = abandons.iter().find(|row| row["skill_id"] == *id);
            let inbound = channels
                .iter()
                .find(|row| row["type_interaction"] == "inbound");
            assert_eq!(row.is_some(), inbound.is_some(), "skill {id} over {window}");
            if let Some((row, inbound)) = row.zip(inbound) {
                assert_eq!(row["skill_name"], skill.name);
                assert_eq!(row["abandon_calls"], inbound["abandon_calls"]);
                let by_wait = row.as_object().unwrap().iter();
                let by_wait = by_wait.filter(|(field, _)| field.contains("seg"));
                let by_wait: u64 = by_wait.map(|(_, calls)| count(calls)).sum();
                assert_eq!(by_wait, count(&row["abandon_calls"]));
            }
            for (name, sum) in counts(&channels, "type_interaction", &queue) {
                *sums.entry(name).or_default() += sum;
            }
        }
        let all = caller.rows("skill_11&skill_id=all", window).await;
        assert_eq!(counts(&all, "type_interaction", &queue), sums);
        assert_eq!(total_calls(&caller, window).await, spoken as u64);
    }
}

fn is_spoken(call: &SimulatedCall) -> bool {
    call.channel.is_voice() && matches!(call.outcome, CallOutcome::Answered { .. })
}

/// Counts a row of `skill_11` anew from the list of calls.
fn check_service(row: &Value, calls: &[SimulatedCall]) {
    let channel = row["type_interaction"].as_str();
    let calls = calls
        .iter()
        .filter(|call| call.channel.in_queue_report() == channel);
    let (mut answered, mut abandoned) = (Vec::new(), Vec::new());
    for call in calls {
        match call.outcome {
            CallOutcome::Answered { .. } => answered.push(call.wait),
            CallOutcome::Abandoned => abandoned.push(call.wait),
            CallOutcome::LeftForCallback => {}
        }
    }
    let offered = answered.len() + abandoned.len();
    assert_eq!(count(&row["inbound_calls"]), offered as u64);
    assert_eq!(count(&row["answer_calls"]), answered.len() as u64);
    assert_eq!(count(&row["abandon_calls"]), abandoned.len() as u64);
    for (field, limit) in [
        ("service_level_10seg", 10),
        ("service_level_20seg", 20),
        ("service_level_30seg", 30),
    ] {
        let within = answered.iter().filter(|wait| **wait <= limit).count();
        assert_near(number(&row[field]), share(within, offered) * 100.0);
    }
    assert_near(
        number(&row["abandon"]),
        share(abandoned.len(), offered) * 100.0,
    );
    assert_near(number(&row["asa"]), mean(&answered));
    assert_near(number(&row["ata"]), mean(&abandoned));
}

fn assert_near(left: f64, right: f64) {
    assert!((left - right).abs() < 0.006, "{left} is not {right}");
}

fn mean(waits: &[u32]) -> f64 {
    share(waits.iter().sum::<u32>() as usize, waits.len())
}

#[tokio::test]
async fn agents_holds_add_up_to_the_total_and_homonyms_keep_two_rows() {
    let centre = SimulatedCentre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    let window = hours(3, 7, 20);
    let mut rows = caller.rows("agent_9", window).await;
    let total = rows.pop().unwrap();
    assert_eq!(total["agent_name"], "TOTAL");
    for field in ["count", "hold_time", "mute_time", "total_time"] {
        let read = if field == "count" { count } else { seconds };
        let sum: u64 = rows.iter().map(|row| read(&row[field])).sum();
        assert_eq!(sum, read(&total[field]), "{field}");
    }
    let mut held = 0;
    for call in SKILLS
        .iter()
        .flat_map(|skill| centre.calls(skill.id, window))
    {
        if let CallOutcome::Answered { handling, .. } = call.outcome {
            assert!(handling.hold + handling.mute <= handling.talk, "{call:?}");
            held += u64::from(handling.hold);
        }
    }
    assert_eq!(seconds(&total["hold_time"]), held);
    let people = agents();
    let twice = |name: &str| rows.iter().filter(|row| row["agent_name"] == *name).count();
    let homonym = people.iter().find(|agent| {
        let bearers = people.iter().filter(|other| other.name == agent.name);
        bearers.count() == 2
    });
    assert_eq!(twice(&homonym.unwrap().name), 2);
}

#[tokio::test]
async fn smart_hold_books_callbacks_after_they_were_asked_for() {
    let centre = SimulatedCentre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    let day = local(3, (0, 0, 0), (23, 59, 59));
    let rows = caller.rows("diagram_2", day).await;
    assert!(rows.len() >= 5, "smart hold hardly ever starts: {rows:?}");
    let row = rows.iter().find(|row| row["skill_id"] == "7").unwrap();
    let held = centre.smart_holds(7, day);
    let said = |wanted: fn(&CallbackReply) -> bool| {
        held.iter().filter(|held| wanted(&held.reply)).count() as u64
    };
    assert_eq!(count(&row["treatment"]), held.len() as u64);
    assert_eq!(
        count(&row["customer_say_yes"]),
        said(|reply| matches!(reply, CallbackReply::Yes(_)))
    );
    assert_eq!(
        count(&row["customer_say_no"]),
        said(|reply| matches!(reply, CallbackReply::No))
    );
    assert_eq!(
        count(&row["recall_ok"]),
        said(|reply| matches!(reply, CallbackReply::Yes(recall) if recall.reached))
    );
    for held in held {
        if let CallbackReply::Yes(recall) = held.reply {
            assert!(recall.done >= held.asked + 240, "{held:?}");
        }
    }
}
