//! One poll before an API that does not give every report.

use std::{path::Path, sync::Arc, time::Duration};

use crate::support::http_stub::{
    Mock, MockServer, ResponseTemplate,
    matchers::{any, query_param},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use vigia::{
    config::{self, RequestBudget},
    watch::{CycleParts, PollCycle, PollTick},
};
use vigia_clock::Clock;
use vigia_core::{
    alerts::{DiscordUser, SilenceMatcher, SilenceRequest, SilenceSchedule},
    metrics::{HISTORY_WINDOW, OperationName, Report, Scope, SkillId, SkillNames, SkillSelection},
    rules::{
        ActiveRules, ChannelName, Rule, Ruleset,
        parse::{KnownNames, parse},
    },
};
use vigia_store::{Store, StoreSettings};
use vigia_wolkvox::{NameDirectory, OperationAccess, RequestGate, SkillSource};

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
async fn polled(server: &MockServer, rule: &str, store: &Store) -> PollCycle {
    polled_by(server, parsed(rule), store).await
}

fn parsed(rule: &str) -> Vec<Rule> {
    let known = KnownNames {
        channels: &[ChannelName::new("floor")],
        roles: &[],
        poll_every: Duration::from_secs(300),
    };
    parse(rule, known).unwrap()
}

/// The operation after one poll with these rules.
pub(crate) async fn polled_by(server: &MockServer, rules: Vec<Rule>, store: &Store) -> PollCycle {
    polled_at(as_of(), server, rules, store).await
}

/// The same, where the poll is read at that time.
async fn polled_at(
    now: DateTime<Utc>,
    server: &MockServer,
    rules: Vec<Rule>,
    store: &Store,
) -> PollCycle {
    let as_of = as_of();
    let clock = Clock::fast(now, 1);
    let name = norte();
    let zone = chrono_tz::America::Bogota;
    let operation = OperationAccess {
        per_skill: SkillSource::EachSkill,
        ..OperationAccess::new(name.clone(), "", "t0k".into(), zone, 25).at(server.uri())
    };
    let (gate, worker) = RequestGate::new(&operation, clock.clone(), None, |_| ()).unwrap();
    let stop = CancellationToken::new();
    let working = tokio::spawn(worker.run(stop.clone()));
    let mut cycle = PollCycle::resume(CycleParts {
        operation: name.clone(),
        directory: NameDirectory::new(gate.clone()),
        gate,
        zone,
        every: Duration::from_secs(300),
        rules: ActiveRules::new(Ruleset { rules }),
        policy: Arc::default(),
        traffic: Arc::default(),
        store: store.clone(),
        clock,
        wake_dispatcher: Arc::new(Notify::new()),
    })
    .unwrap();
    cycle
        .poll(PollTick {
            as_of,
            at: now,
            deadline: now + TimeDelta::minutes(5),
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
    let store = Store::open(StoreSettings::new(folder.path())).unwrap();
    let cycle = polled(&server, RULE, &store).await;

    let range = as_of()..as_of() + TimeDelta::seconds(1);
    let readings = store
        .readings(&norte(), Report::ServiceLevel, HISTORY_WINDOW, range)
        .unwrap();
    let of_skill = readings
        .iter()
        .find(|reading| reading.ask.skills == SkillSelection::One(SkillId(12)))
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
    let store = Store::open(StoreSettings::new(folder.path())).unwrap();
    let cycle = polled(&server, CALLBACKS, &store).await;

    let range = as_of()..as_of() + TimeDelta::seconds(1);
    let window = Duration::from_secs(2 * 60 * 60);
    let readings = store.readings(&norte(), Report::SmartHold, window, range);
    let asked: Vec<_> = readings
        .unwrap()
        .iter()
        .map(|read| read.ask.skills)
        .collect();
    assert_eq!(asked, [SkillSelection::All]);
    let alerts: Vec<_> = cycle.book().alerts().collect();
    let [alert] = alerts.as_slice() else {
        panic!("{alerts:?}");
    };
    assert_eq!(alert.key.scope, Scope::Skill(SkillId(12)));
    let sample = alert.last().unwrap().sample;
    assert_eq!((sample.part, sample.of), (Some(9), Some(24)));
}

#[tokio::test]
async fn a_poll_that_is_read_late_is_judged_by_the_silences_of_its_time() {
    let row = json!({"type_interaction": "inbound", "inbound_calls": "9", "answer_calls": "8",
        "abandon_calls": "1"});
    let server = half_an_api("skill_11", row).await;
    for (ended_before, told) in [(-TimeDelta::minutes(3), 0), (TimeDelta::minutes(1), 1)] {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(StoreSettings::new(folder.path())).unwrap();
        let wish = SilenceRequest {
            matcher: SilenceMatcher::default(),
            quiet: SilenceSchedule::Once {
                from: as_of() - TimeDelta::hours(1),
                until: as_of() - ended_before,
            },
            by: DiscordUser {
                id: 1,
                name: "Ana".to_owned(),
            },
            comment: None,
            at: as_of() - TimeDelta::hours(1),
        };
        store.silence(wish).unwrap();
        let now = as_of() + TimeDelta::minutes(4);
        let cycle = polled_at(now, &server, parsed(RULE), &store).await;
        assert_eq!(cycle.book().incidents().count(), 1);
        assert_eq!(store.pending().unwrap().len(), told, "{ended_before}");
    }
}

#[tokio::test]
async fn after_a_start_skills_are_called_what_they_were_called_before() {
    let row = json!({"skill_id": "12", "skill_name": "Soporte TV", "calls": "4"});
    let server = half_an_api("skill_9", row).await;
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(StoreSettings::new(folder.path())).unwrap();
    polled(&server, RULE, &store).await;
    let known = store.skills(&norte()).unwrap();
    assert_eq!(known.get(SkillId(12)), Some("Soporte TV"));
    assert_eq!(
        store.skills(&OperationName::new("sur")).unwrap(),
        SkillNames::default()
    );

    let zone = chrono_tz::America::Bogota;
    let operation = OperationAccess::new(norte(), "", "t0k".into(), zone, 1).at(server.uri());
    let clock = Clock::fast(as_of(), 1);
    let (gate, _) = RequestGate::new(&operation, clock, None, |_| ()).unwrap();
    assert_eq!(NameDirectory::knowing(gate, known.clone()).skills(), known);
}

/// An API of two skills that have a call now and then, so that every window that can widen
/// does.
async fn a_quiet_api() -> MockServer {
    let server = MockServer::start().await;
    let rows = [
        (
            "skill_9",
            json!([{"skill_id": "12", "skill_name": "Ventas", "abandon": "0"},
                {"skill_id": "15", "skill_name": "Cobros", "abandon": "0"}]),
        ),
        (
            "skill_11",
            json!([{"type_interaction": "inbound", "inbound_calls": "3", "answer_calls": "3",
                "abandon_calls": "0"}]),
        ),
        (
            "diagram_2",
            json!([{"skill_id": "12", "treatment": "3", "customer_say_no": "0",
                "customer_say_yes": "3", "recall_fail": "0", "recall_ok": "3"}]),
        ),
    ];
    for (report, data) in rows {
        let answer = json!({"code": "200", "error": null, "msg": "1", "data": data});
        Mock::given(query_param("api", report))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
            .mount(&server)
            .await;
    }
    let empty = json!({"code": "404", "error": "Validate dates entered", "msg": "", "data": null});
    Mock::given(any())
        .respond_with(ResponseTemplate::new(404).set_body_json(empty))
        .with_priority(9)
        .mount(&server)
        .await;
    server
}

#[tokio::test]
async fn a_poll_of_quiet_skills_costs_what_check_says_it_costs_at_most() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("vigia.example.yaml");
    let mut config = config::load(&example, |_| Some("t0k".to_owned())).unwrap();
    let budget_of = |config: &config::Config| {
        RequestBudget::of(&config.operations[0], config.poll, &config.rules, &[])
    };
    let with_table = budget_of(&config);
    assert_eq!((with_table.most.fixed, with_table.most.each_skill), (8, 0));
    assert_eq!(
        (with_table.least.fixed, with_table.least.each_skill),
        (7, 0)
    );
    config.operations[0].per_skill = SkillSource::EachSkill;
    let budget = budget_of(&config);
    let server = a_quiet_api().await;
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(StoreSettings::new(folder.path())).unwrap();
    polled_by(&server, config.rules.rules, &store).await;

    // The past is imported once.
    let requests = server.received_requests().await;
    let polled = requests
        .iter()
        .filter(|it| !it.url.as_str().contains("api=skill_7"));
    let asked = polled.count() as u64;
    assert_eq!(asked, budget.most.fixed + 2 * budget.most.each_skill);
    assert_eq!((budget.most.fixed, budget.most.each_skill), (6, 2));
    assert_eq!((budget.least.fixed, budget.least.each_skill), (5, 2));
}
