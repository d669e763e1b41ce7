//! What a day looks like, and how quickly it is made.

use std::time::Duration;
use std::time::Instant;

use chrono::TimeDelta;
use serde_json::Value;
use vigia_clock::Clock;
use vigia_core::metrics::TimeWindow;
use vigia_sandbox::centre::{CentreSettings, SKILLS, SimulatedCentre, holds_body};

use super::{Caller, NOW, REPORTS, count, hours, inbound, local, seconds, settings, share, time};

#[tokio::test]
async fn a_normal_week_is_plausible() {
    let centre = SimulatedCentre::start(settings()).await.unwrap();
    let all: Vec<u32> = SKILLS.iter().map(|skill| skill.id).collect();
    let days: Vec<TimeWindow> = (2..6).map(|day| hours(day, 8, 19)).collect();
    let (offered, abandoned, in_time) = inbound(&centre, &all, &days);
    let abandoned = share(abandoned, offered);
    assert!((0.025..0.045).contains(&abandoned), "{abandoned} abandon");
    let in_time = share(in_time, offered);
    assert!((0.80..0.95).contains(&in_time), "{in_time} in time");

    let hour = |day, from| inbound(&centre, &all, &[hours(day, from, from + 1)]).0;
    assert!(
        hour(3, 10) > hour(3, 13) && hour(3, 13) < hour(3, 15),
        "no lunch dip"
    );
    assert!(hour(3, 10) > 500 && hour(3, 10) < 900, "{}", hour(3, 10));
    let sunday = inbound(&centre, &all, &[local(1, (0, 0, 0), (23, 59, 59))]).0;
    assert!((1..150).contains(&sunday), "{sunday} calls on Sunday");
    let tuesday = inbound(&centre, &all, &[hours(3, 0, 23)]).0;
    let saturday = local(7, (0, 0, 0), (23, 0, 0));
    let before = TimeWindow::new(
        saturday.from() - TimeDelta::days(7),
        saturday.until() - TimeDelta::days(7),
    );
    let saturday = inbound(&centre, &all, &[before.unwrap()]).0;
    assert!(
        saturday > 1000 && saturday * 2 < tuesday,
        "{saturday} on Saturday"
    );
}

#[tokio::test]
async fn nothing_after_now_is_visible() {
    let centre = SimulatedCentre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    for api in REPORTS {
        let (status, body) = caller.report(api, hours(6, 19, 20)).await;
        assert_eq!(
            (status, &body["msg"]),
            (404, &"Validate dates entered".into())
        );
    }
    let later = TimeWindow::new(
        time(NOW) + TimeDelta::minutes(1),
        time("2026-03-08T00:00:00Z"),
    );
    assert!(centre.calls(7, later.unwrap()).is_empty());
    // A second or two of real time pass in this test, in which a call may end.
    let to_now = centre.calls(7, hours(6, 0, 18));
    let to_midnight = centre.calls(7, local(6, (0, 0, 0), (23, 59, 59)));
    assert!(to_now.len() > 500 && to_midnight.len() - to_now.len() < 5);
}

#[tokio::test]
async fn a_zone_with_summer_time_has_whole_days() {
    let zone = chrono_tz::America::Santiago;
    let clock = Clock::fast(time("2026-09-20T12:00:00Z"), 1);
    let centre = SimulatedCentre::start(CentreSettings {
        zone,
        clock,
        ..settings()
    })
    .await
    .unwrap();
    let caller = Caller::new(&centre);
    // Midnight of the 6th of September does not exist there.
    for (first, last) in [
        ("20260905000000", "20260905235959"),
        ("20260906010000", "20260907235959"),
    ] {
        let query = format!("api=skill_9&skill_id=all&date_ini={first}&date_end={last}");
        let (status, _) = caller.get(&format!("reports_manager.php?{query}")).await;
        assert_eq!(status, 200, "{first}");
    }
}

#[tokio::test]
async fn a_day_is_made_once_and_then_kept() {
    let centre = SimulatedCentre::start(settings()).await.unwrap();
    let read = || {
        let started = Instant::now();
        let skills = SKILLS.iter();
        let calls = skills.map(|skill| centre.calls(skill.id, hours(5, 0, 23)).len());
        (calls.sum::<usize>(), started.elapsed())
    };
    let (made, making) = read();
    let again: Vec<_> = (0..5).map(|_| read()).collect();
    assert!(again.iter().all(|(kept, _)| *kept == made));
    let reading = again.iter().map(|(_, reading)| *reading).min().unwrap();
    assert!(
        reading * 5 < making,
        "made in {making:?}, read in {reading:?}"
    );
    // Far more than it takes: what this finds is work that grows with the square.
    assert!(making < Duration::from_secs(60), "a day takes {making:?}");
}

#[test]
fn a_body_of_sixty_thousand_rows_adds_up() {
    let body: Value = serde_json::from_str(&holds_body(60_000)).unwrap();
    let rows = body["data"].as_array().unwrap();
    assert_eq!(rows.len(), 60_001);
    let (total, rows) = rows.split_last().unwrap();
    let uses: u64 = rows.iter().map(|row| count(&row["count"])).sum();
    assert_eq!(count(&total["count"]), uses);
    assert!(seconds(&total["hold_time"]) > 24 * 3600);
}
