//! One poll before an API that does not give every report.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use vigia::{
    clock::Clock,
    metrics::{HISTORY_WINDOW, OperationName, Report, Scope, SkillId, Skills},
    rules::{
        ChannelName, InForce, Rule, Ruleset,
        parse::{Known, parse},
    },
    store::{Settings, Store},
    watch::{Cycle, Parts, Tick},
    wolkvox::{Directory, Gate, Operation},
};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{any, query_param},
};

const RULE: &str = "rules:
  - alert: high-abandonment
    metric: abandon.rate
    of: skill 12
    when: { above: { warning: 5% } }
    notify: floor
";

const CALLBACKS: &str = "rules:
  - alert: callbacks-fail
    metric: smart_hold.recall_fail_rate
    of: skills 12, 15
    window: 2h
    when: { above: { warning: 20% } }
    notify: floor
";

/// An API that gives one row of one report, and refuses the rest.
pub(crate) async fn half_an_api(report: &str, row: serde_json::Value) -> MockServer {
    let answer = json!({"code": "200", "error": null, "msg": "1", "data": [row]});
    let refusal = json!({"code": "403", "error": "MAINTENANCE", "msg": "", "data": null});
    let server = MockServer::start().await;
    Mock::given(query_param("api", report))
        .respond_with(ResponseTemplate::new(200).set_body_json(answer))
        .mount(&server)
        .await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(403).set_body_json(refusal))
        .with_priority(9)
        .mount(&server)
        .await;
    server
}

/// When the poll was as of.
pub(crate) fn as_of() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

pub(crate) fn norte() -> OperationName {
    OperationName::new("norte")
}

/// The operation after one poll with this rule.
async fn polled(server: &MockServer, rule: &str, store: &Store) -> Cycle {
    let known = Known {
        channels: &[ChannelName::new("floor")],
        roles: &[],
        poll_every: Duration::from_secs(300),
    };
    polled_by(server, parse(rule, known).unwrap(), store).await
}

/// The operation after one poll with these rules.
pub(crate) async fn polled_by(
    server: &MockServer,
    rules: Vec<Rule>,
    store: &Store,
) -> Cycle {
    let as_of = as_of();
    let clock = Clock::fast(as_of, 1);
    let name = norte();
    let zone = chrono_tz::America::Bogota;
    let operation =
        Operation::new(name.clone(), "", "t0k".into(), zone, 1).at(server.uri());
    let (gate, worker) = Gate::new(&operation, clock.clone(), None, |_| ()).unwrap();
    let stop = CancellationToken::new();
    let working = tokio::spawn(worker.run(stop.clone()));
    let mut cycle = Cycle::resume(Parts {
        operation: name.clone(),
        directory: Directory::new(gate.clone()),
        gate,
        zone,
        every: Duration::from_secs(300),
        rules: InForce::new(Ruleset { rules }),
        policy: Arc::default(),
        store: store.clone(),
        clock,
        wake_courier: Arc::new(Notify::new()),
    })
    .unwrap();
    cycle
        .poll(Tick {
            as_of,
            at: as_of,
            deadline: as_of + TimeDelta::minutes(5),
            is_late: false,
        })
        .await
        .unwrap();
    stop.cancel();
    working.await.unwrap();
    cycle
}

#[tokio::test]
async fn reports_that_no_rule_needs_keep_none_from_being_judged() {
    let row = json!({"type_interaction": "inbound", "inbound_calls": "9", "answer_calls": "8",
        "abandon_calls": "1"});
    let server = half_an_api("skill_11", row).await;
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(Settings::new(folder.path())).unwrap();
    let cycle = polled(&server, RULE, &store).await;

    let range = as_of()..as_of() + TimeDelta::seconds(1);
    let readings = store
        .readings(&norte(), Report::ServiceLevel, HISTORY_WINDOW, range)
        .unwrap();
    let of_skill = readings
        .iter()
        .find(|reading| reading.ask.skills == Skills::One(SkillId(12)))
        .unwrap();
    assert!(of_skill.outcome.is_ok(), "{:?}", of_skill.outcome);
    assert_eq!(cycle.book().alerts().count(), 1);
}

#[tokio::test]
async fn a_report_whose_rows_name_their_skill_is_asked_once_for_all_of_them() {
    let row = json!({"skill_id": "12", "treatment": "48", "customer_say_no": "17",
        "customer_say_yes": "26", "recall_fail": "9", "recall_ok": "15",
        "service_level_up": "4.25 %"});
    let server = half_an_api("diagram_2", row).await;
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(Settings::new(folder.path())).unwrap();
    let cycle = polled(&server, CALLBACKS, &store).await;

    let range = as_of()..as_of() + TimeDelta::seconds(1);
    let window = Duration::from_secs(2 * 60 * 60);
    let readings = store.readings(&norte(), Report::SmartHold, window, range);
    let asked: Vec<_> = readings
        .unwrap()
        .iter()
        .map(|read| read.ask.skills)
        .collect();
    assert_eq!(asked, [Skills::All]);
    let alerts: Vec<_> = cycle.book().alerts().collect();
    let [alert] = alerts.as_slice() else {
        panic!("{alerts:?}");
    };
    assert_eq!(alert.key.scope, Scope::Skill(SkillId(12)));
    let sample = alert.last().unwrap().sample;
    assert_eq!((sample.part, sample.of), (Some(9), Some(24)));
}
