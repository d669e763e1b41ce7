//! What has been read for weeks says what is usual, by way of the real store.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use vigia::watch::PollCycle;
use vigia_core::{
    alerts::{Alert, AlertKey, AlertState, FiringState, PollOutcome},
    metrics::{
        Facts, Metric, Quantity, Reading, Report, ReportRequest, Scope, SkillId, SkillSelection,
        Snapshot, TimeWindow,
        facts::{SkillSmartHold, SmartHold},
    },
    rules::{
        ChannelName, Rule, RuleId, Severity, Side, UsualMethod, UsualValue,
        parse::{KnownNames, parse},
    },
};
use vigia_store::{Store, StoreSettings};

use crate::{
    cycle::{as_of, half_an_api, norte, polled_by},
    store::made,
};

const HOUR: Duration = Duration::from_secs(3_600);

/// The rule with these keys.
fn rule(keys: &str) -> Rule {
    let text = format!(
        "calendars:
  holidays:
    hours: {{ daily: \"00:00-24:00\" }}
    holidays: [2026-12-25, 2027-01-01]
rules:
  - alert: callbacks-fail
    metric: smart_hold.recall_fail
    of: skill 12
    notify: floor
    {keys}
"
    );
    let known = KnownNames {
        channels: &[ChannelName::new("floor")],
        roles: &[],
        poll_every: Duration::from_secs(300),
    };
    parse(&text, known).unwrap().remove(0)
}

fn unusual() -> Rule {
    rule("when: { unusual: {} }")
}

/// A store of what polls have found.
struct Kept {
    store: Store,
    _folder: tempfile::TempDir,
}

/// A store in which a poll is kept of so long before, with so many failed callbacks.
fn kept(polls: &[(TimeDelta, u64)]) -> Kept {
    kept_with(polls, |_| PollOutcome::default())
}

/// The same, where polls came to something.
fn kept_with(polls: &[(TimeDelta, u64)], outcome: impl Fn(TimeDelta) -> PollOutcome) -> Kept {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(StoreSettings::new(folder.path())).unwrap();
    let mut polls = polls.to_vec();
    polls.sort_unstable_by_key(|(before, _)| -*before);
    for (before, failed) in polls {
        let snapshot = poll(as_of() - before, failed);
        store.commit(&snapshot, &outcome(before)).unwrap();
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
            ask: ReportRequest {
                report: Report::SmartHold,
                skills: SkillSelection::All,
                window: TimeWindow::ending(until, HOUR),
            },
            outcome: Ok(Arc::new(facts)),
        }],
    }
}

/// The operation after a poll that found so many failed callbacks.
async fn polled(kept: &Kept, rule: Rule, failed: u64) -> PollCycle {
    let row = json!({"skill_id": "12", "treatment": "60", "customer_say_no": "0",
        "customer_say_yes": "60", "recall_fail": failed.to_string(),
        "recall_ok": (60 - failed).to_string(), "service_level_up": "4.25 %"});
    let server = half_an_api("diagram_2", row).await;
    polled_by(&server, vec![rule], &kept.store).await
}

fn the_alert(cycle: &PollCycle) -> &Alert {
    let alerts: Vec<_> = cycle.book().alerts().collect();
    let [alert] = alerts.as_slice() else {
        panic!("{alerts:?}");
    };
    alert
}

fn told(usual: Option<UsualValue>) -> (f64, u32, u32, UsualMethod) {
    let usual = usual.unwrap();
    (usual.median, usual.of, usual.wanted, usual.method)
}

fn weeks(failed: [u64; 6]) -> Vec<(TimeDelta, u64)> {
    (1..).map(TimeDelta::weeks).zip(failed).collect()
}

#[tokio::test]
async fn eight_failed_callbacks_are_unusual_where_two_are_usual() {
    let kept = kept(&weeks([2, 1, 3, 2, 2, 30]));
    let cycle = polled(&kept, unusual(), 8).await;
    let alert = the_alert(&cycle);
    assert_eq!(alert.state.severity(), Severity::Warning);
    assert_eq!(told(alert.grounds.usual), (2.0, 6, 6, UsualMethod::Weeks));
    assert_eq!(alert.grounds.side, Some(Side::Above));
    assert_eq!(alert.grounds.warning, Some(Quantity::Count(7)));
}

#[tokio::test]
async fn seven_are_not_and_without_a_past_nothing_is() {
    let enough = kept(&weeks([2, 1, 3, 2, 2, 30]));
    let cycle = polled(&enough, unusual(), 7).await;
    assert_eq!(cycle.book().alerts().count(), 0);
    let little = kept(&weeks([2, 1, 3, 2, 2, 30])[..2]);
    let cycle = polled(&little, unusual(), 59).await;
    assert_eq!(cycle.book().alerts().count(), 0);
}

#[tokio::test]
async fn a_fixed_limit_is_told_with_what_is_usual() {
    let kept = kept(&weeks([2, 1, 3, 2, 2, 30]));
    let cycle = polled(&kept, rule("when: { above: { warning: 5 } }"), 7).await;
    let alert = the_alert(&cycle);
    assert_eq!(alert.grounds.warning, Some(Quantity::Count(5)));
    assert_eq!(told(alert.grounds.usual), (2.0, 6, 6, UsualMethod::Weeks));
}

/// Days of the same kind; 03:00 in Bogotá is too early for windows of today.
fn days() -> Vec<(TimeDelta, u64)> {
    let failed = [40, 40, 40, 2, 3, 4];
    let days = [1, 2, 3, 4, 7, 8].map(TimeDelta::days);
    days.into_iter().zip(failed).collect()
}

/// The alert of the days on which forty failed.
fn fired() -> Alert {
    let since = as_of() - TimeDelta::days(3) - TimeDelta::minutes(30);
    Alert {
        key: AlertKey {
            rule: RuleId::new("callbacks-fail"),
            scope: Scope::Skill(SkillId(12)),
        },
        state: AlertState::Firing(FiringState {
            since,
            fired_at: since,
            severity: Severity::Warning,
        }),
        metric: Metric::SmartHoldRecallFail,
        ..made::alert(12, 1)
    }
}

#[tokio::test]
async fn the_days_of_an_incident_are_not_usual_whether_it_is_over_or_not() {
    let unknown = polled(&kept(&days()), unusual(), 50).await;
    assert_eq!(
        unknown.book().alerts().count(),
        0,
        "forty is as usual as four"
    );
    for is_over in [false, true] {
        let kept = kept_with(&days(), |before| match before.num_days() {
            8 => PollOutcome {
                changed: vec![fired()],
                ..PollOutcome::default()
            },
            1 if is_over => PollOutcome {
                ended: vec![fired().key],
                ..PollOutcome::default()
            },
            _ => PollOutcome::default(),
        });
        let cycle = polled(&kept, unusual(), 50).await;
        let alert = the_alert(&cycle);
        assert_eq!(alert.state.severity(), Severity::Critical, "{is_over}");
        assert_eq!(told(alert.grounds.usual), (3.0, 3, 6, UsualMethod::Days));
    }
}

#[tokio::test]
async fn a_holiday_says_nothing_of_what_is_usual() {
    // 8 and 1 January, 25, 18, 11 and 4 December.
    let found = weeks([2, 30, 30, 2, 30, 2]);
    let by_calendar = rule("when: { unusual: {} }\n    during: holidays");
    let cycle = polled(&kept(&found), by_calendar, 20).await;
    let usual = told(the_alert(&cycle).grounds.usual);
    assert_eq!(usual, (2.0, 4, 6, UsualMethod::Weeks));
    let cycle = polled(&kept(&found), unusual(), 20).await;
    assert_eq!(cycle.book().alerts().count(), 0, "sixteen are usual");
}
