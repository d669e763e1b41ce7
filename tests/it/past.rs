//! What has been read for weeks says what is usual, by way of the real store.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use vigia::{
    alerts::{Alert, AlertKey, AlertState, Fire, Outcome},
    metrics::{
        Ask, Facts, Metric, Quantity, Reading, Report, Scope, SkillId, Skills, Snapshot,
        Window,
        facts::{SkillSmartHold, SmartHold},
    },
    rules::{
        ChannelName, Method, Notify, Rule, RuleId, Selection, Severity, Side, Threshold,
        Unusual, UnusualTerms, Usual, When,
    },
    store::{Settings, Store},
    watch::Cycle,
};

use crate::{
    cycle::{as_of, half_an_api, norte, polled_by},
    store::made,
};

const HOUR: Duration = Duration::from_secs(3_600);

fn rule(when: impl Into<When>) -> Rule {
    Rule::new(
        RuleId::new("callbacks-fail"),
        Metric::SmartHoldRecallFail,
        Selection::Skills(vec![SkillId(12)]),
        when,
        Notify::one(ChannelName::new("floor")),
    )
}

fn unusual() -> Rule {
    let of = Selection::EverySkill.kind();
    let terms = UnusualTerms::default();
    rule(Unusual::new(Metric::SmartHoldRecallFail, of, terms).unwrap())
}

/// A store in which a poll is kept for each of these times, with so many failed callbacks.
struct Kept {
    store: Store,
    _folder: tempfile::TempDir,
}

fn kept(polls: &[(TimeDelta, u64)], open: Vec<Alert>) -> Kept {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(Settings::new(folder.path())).unwrap();
    let mut polls: Vec<_> = polls
        .iter()
        .map(|(before, failed)| (as_of() - *before, *failed))
        .collect();
    polls.sort_unstable();
    let mut outcome = Outcome {
        changed: open,
        ..Outcome::default()
    };
    for (until, failed) in polls {
        store.commit(&poll(until, failed), &outcome).unwrap();
        outcome = Outcome::default();
    }
    Kept {
        store,
        _folder: folder,
    }
}

fn poll(until: DateTime<Utc>, failed: u64) -> Snapshot {
    let row = SkillSmartHold {
        skill: SkillId(12),
        treated: Some(60),
        declined: Some(0),
        accepted: Some(60),
        failed: Some(failed),
        reached: Some(60 - failed),
        service_level_up: None,
    };
    let facts = Facts::SmartHold(SmartHold { skills: vec![row] });
    Snapshot {
        operation: norte(),
        as_of: until,
        readings: vec![Reading {
            ask: Ask {
                report: Report::SmartHold,
                skills: Skills::All,
                window: Window::ending(until, HOUR),
            },
            outcome: Ok(Arc::new(facts)),
        }],
    }
}

/// The operation after a poll that found so many failed callbacks.
async fn polled(kept: &Kept, rule: Rule, failed: u64) -> Cycle {
    let row = json!({"skill_id": "12", "treatment": "60", "customer_say_no": "0",
        "customer_say_yes": "60", "recall_fail": failed.to_string(),
        "recall_ok": (60 - failed).to_string(), "service_level_up": "4.25 %"});
    let server = half_an_api("diagram_2", row).await;
    polled_by(&server, vec![rule], &kept.store).await
}

fn the_alert(cycle: &Cycle) -> &Alert {
    let alerts: Vec<_> = cycle.book().alerts().collect();
    let [alert] = alerts.as_slice() else {
        panic!("{alerts:?}");
    };
    alert
}

fn told(usual: Option<Usual>) -> (f64, u32, u32, Method) {
    let usual = usual.unwrap();
    (usual.median, usual.of, usual.wanted, usual.method)
}

fn weeks(failed: [u64; 6]) -> Vec<(TimeDelta, u64)> {
    (1..).map(TimeDelta::weeks).zip(failed).collect()
}

#[tokio::test]
async fn eight_failed_callbacks_are_unusual_where_two_are_usual() {
    let kept = kept(&weeks([2, 1, 3, 2, 2, 30]), Vec::new());
    let cycle = polled(&kept, unusual(), 8).await;
    let alert = the_alert(&cycle);
    assert_eq!(alert.state.severity(), Severity::Warning);
    assert_eq!(told(alert.grounds.usual), (2.0, 6, 6, Method::Weeks));
    assert_eq!(alert.grounds.side, Some(Side::Above));
    assert_eq!(alert.grounds.warning, Some(Quantity::Count(7)));
}

#[tokio::test]
async fn seven_are_not_and_without_a_past_nothing_is() {
    let enough = kept(&weeks([2, 1, 3, 2, 2, 30]), Vec::new());
    let cycle = polled(&enough, unusual(), 7).await;
    assert_eq!(cycle.book().alerts().count(), 0);
    let little = kept(&weeks([2, 1, 3, 2, 2, 30])[..2], Vec::new());
    let cycle = polled(&little, unusual(), 59).await;
    assert_eq!(cycle.book().alerts().count(), 0);
}

#[tokio::test]
async fn a_fixed_limit_is_told_with_what_is_usual() {
    let kept = kept(&weeks([2, 1, 3, 2, 2, 30]), Vec::new());
    let limit = Some(Quantity::Count(5));
    let fixed = Threshold::new(
        Metric::SmartHoldRecallFail,
        Side::Above,
        limit,
        None,
        None,
        None,
    );
    let cycle = polled(&kept, rule(fixed.unwrap()), 7).await;
    let alert = the_alert(&cycle);
    assert_eq!(alert.grounds.warning, limit);
    assert_eq!(told(alert.grounds.usual), (2.0, 6, 6, Method::Weeks));
}

#[tokio::test]
async fn the_hours_of_an_alert_that_is_still_open_are_not_usual() {
    // 03:00 in Bogotá is too early for windows of today, so that days must do.
    let days = |failed: [u64; 6]| -> Vec<_> {
        [1, 2, 3, 4, 7, 8]
            .map(TimeDelta::days)
            .into_iter()
            .zip(failed)
            .collect()
    };
    let calm = kept(&days([40, 40, 40, 2, 3, 4]), Vec::new());
    let cycle = polled(&calm, unusual(), 50).await;
    assert_eq!(
        cycle.book().alerts().count(),
        0,
        "forty is as usual as four"
    );

    let since = as_of() - TimeDelta::days(3) - TimeDelta::minutes(30);
    let open = Alert {
        key: AlertKey {
            rule: RuleId::new("callbacks-fail"),
            scope: Scope::Skill(SkillId(12)),
        },
        state: AlertState::Firing(Fire {
            since,
            fired_at: since,
            severity: Severity::Warning,
        }),
        metric: Metric::SmartHoldRecallFail,
        ..made::alert(12, 1)
    };
    let disturbed = kept(&days([40, 40, 40, 2, 3, 4]), vec![open]);
    let cycle = polled(&disturbed, unusual(), 50).await;
    let alert = the_alert(&cycle);
    assert_eq!(alert.state.severity(), Severity::Critical);
    assert_eq!(told(alert.grounds.usual), (3.0, 3, 6, Method::Days));
}
