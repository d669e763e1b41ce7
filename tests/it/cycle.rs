//! One poll before an API that does not give every report.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta};
use serde_json::json;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use vigia::{
    clock::Clock,
    metrics::{HISTORY_WINDOW, OperationName, Report, SkillId, Skills},
    rules::{
        ChannelName, Ruleset,
        parse::{Known, parse},
    },
    store::{Settings, Store},
    watch::{Cycle, Parts},
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

/// An API that gives calls and service levels, and refuses the rest.
async fn half_an_api() -> MockServer {
    let row = json!({"type_interaction": "inbound", "inbound_calls": "9", "answer_calls": "8",
        "abandon_calls": "1"});
    let answer = json!({"code": "200", "error": null, "msg": "1", "data": [row]});
    let refusal = json!({"code": "403", "error": "MAINTENANCE", "msg": "", "data": null});
    let server = MockServer::start().await;
    Mock::given(query_param("api", "skill_11"))
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

#[tokio::test]
async fn reports_that_no_rule_needs_keep_none_from_being_judged() {
    let server = half_an_api().await;
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(Settings::new(folder.path())).unwrap();
    let as_of = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let clock = Clock::fast(as_of, 1);
    let name = OperationName::new("norte");
    let zone = chrono_tz::America::Bogota;
    let operation =
        Operation::new(name.clone(), "", "t0k".into(), zone, 1).at(server.uri());
    let (gate, worker) = Gate::new(&operation, clock.clone(), None, |_| ()).unwrap();
    let stop = CancellationToken::new();
    let working = tokio::spawn(worker.run(stop.clone()));
    let known = Known {
        channels: &[ChannelName::new("floor")],
        poll_every: Duration::from_secs(300),
    };
    let rules = Ruleset {
        rules: parse(RULE, known).unwrap(),
    };
    let mut cycle = Cycle::resume(Parts {
        operation: name.clone(),
        directory: Directory::new(gate.clone()),
        gate,
        rules: Arc::new(rules),
        store: store.clone(),
        clock,
        wake_courier: Arc::new(Notify::new()),
    })
    .unwrap();
    cycle
        .poll(as_of, as_of + TimeDelta::minutes(5))
        .await
        .unwrap();
    stop.cancel();
    working.await.unwrap();

    let range = as_of..as_of + TimeDelta::seconds(1);
    let readings = store
        .readings(&name, Report::ServiceLevel, HISTORY_WINDOW, range)
        .unwrap();
    let of_skill = readings
        .iter()
        .find(|reading| reading.ask.skills == Skills::One(SkillId(12)))
        .unwrap();
    assert!(of_skill.outcome.is_ok(), "{:?}", of_skill.outcome);
    assert_eq!(cycle.book().alerts().count(), 1);
}
