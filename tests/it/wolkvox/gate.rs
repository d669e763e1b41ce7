//! One call at a time, shared, remembered, tried again.

use super::*;
use crate::support::led::LedTime;

#[tokio::test]
async fn one_request_at_a_time() {
    let centre = Centre::open().await;
    let arrivals = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&arrivals);
    Mock::given(method("GET"))
        .respond_with(move |_: &Request| {
            seen.lock().unwrap().push(Instant::now());
            ResponseTemplate::new(200)
                .set_body_string(rows("[]"))
                .set_delay(SLOW)
        })
        .mount(&centre.server)
        .await;
    let gate = centre.gate();
    let reads = Report::ALL.map(|report| {
        let gate = gate.clone();
        tokio::spawn(async move { poll(&gate, report).await })
    });
    for read in reads {
        read.await.unwrap().unwrap();
    }
    let arrivals = arrivals.lock().unwrap();
    assert_eq!(arrivals.len(), 5);
    for pair in arrivals.windows(2) {
        assert!(pair[1] - pair[0] >= SLOW, "two requests at once");
    }
}

#[tokio::test]
async fn persons_go_before_polls_and_a_poll_that_a_person_joins_goes_with_them() {
    let centre = Centre::open().await;
    centre.answers(200, &rows("[]"), SLOW).await;
    let gate = centre.gate();
    let tasks = [
        queued(&gate, Report::Abandonment, RequestPriority::Poll).await,
        queued(&gate, Report::SmartHold, RequestPriority::Poll).await,
        queued(&gate, Report::Durations, RequestPriority::Poll).await,
        queued(&gate, Report::Holds, RequestPriority::Person).await,
        queued(&gate, Report::Durations, RequestPriority::Person).await,
    ];
    assert_eq!(gate.position(ask(Report::SmartHold)).await, Some(3));
    assert_eq!(gate.position(ask(Report::Durations)).await, Some(1));
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(
        centre.asked().await,
        ["skill_9", "cdr_4", "agent_9", "diagram_2"]
    );
    assert_eq!(gate.position(ask(Report::SmartHold)).await, None);
}

#[tokio::test]
async fn those_who_ask_alike_share_one_call_also_when_the_first_gives_up() {
    let centre = Centre::open().await;
    centre.answers(200, &rows(CHANNEL), SLOW).await;
    let gate = centre.gate();
    let first = queued(&gate, Report::ServiceLevel, RequestPriority::Poll).await;
    let second = queued(&gate, Report::ServiceLevel, RequestPriority::Person).await;
    first.abort();
    let answer = second.await.unwrap().unwrap();
    assert!(answer.facts.is_some());
    assert_eq!(centre.calls().await, 1);
}

#[tokio::test]
async fn a_question_that_all_gave_up_costs_no_call() {
    let centre = Centre::open().await;
    centre.answers(200, &rows("[]"), SLOW).await;
    let gate = centre.gate();
    let first = queued(&gate, Report::Abandonment, RequestPriority::Poll).await;
    queued(&gate, Report::Holds, RequestPriority::Poll)
        .await
        .abort();
    let last = queued(&gate, Report::Durations, RequestPriority::Poll).await;
    first.await.unwrap().unwrap();
    last.await.unwrap().unwrap();
    assert_eq!(centre.asked().await, ["skill_9", "cdr_4"]);
}

#[tokio::test]
async fn a_young_answer_comes_from_memory() {
    let centre = Centre::open().await;
    centre.answers(200, &rows(CHANNEL), NOW).await;
    let gate = centre.gate();
    let read = async |age| {
        gate.read(ask(Report::ServiceLevel), RequestPriority::Person, age)
            .await
    };
    let first = read(Duration::from_secs(60)).await.unwrap();
    let second = read(Duration::from_secs(60)).await.unwrap();
    assert_eq!(centre.calls().await, 1);
    assert_eq!(first.read_at, second.read_at);
    assert!(Arc::ptr_eq(&first.facts.unwrap(), &second.facts.unwrap()));
    read(FRESH).await.unwrap();
    assert_eq!(centre.calls().await, 2);
}

#[tokio::test]
async fn who_waits_for_another_try_holds_nobody_up() {
    let (centre, folder) = (Centre::open().await, tempfile::tempdir().unwrap());
    let time = LedTime::start(folder.path(), "2026-03-02T15:00:00Z".parse().unwrap());
    Mock::given(query_param("api", "skill_9"))
        .respond_with(ResponseTemplate::new(500))
        .up_to_n_times(1)
        .mount(&centre.server)
        .await;
    centre.answers(200, &rows("[]"), NOW).await;
    let gate = centre.gate_at(time.clock(), None);
    let unlucky = queued(&gate, Report::Abandonment, RequestPriority::Person).await;
    poll(&gate, Report::Holds).await.unwrap();
    assert!(!unlucky.is_finished());
    time.lead_to(time.now() + TimeDelta::minutes(1));
    unlucky.await.unwrap().unwrap();
    assert_eq!(centre.asked().await, ["skill_9", "agent_9", "skill_9"]);
}

#[tokio::test]
async fn a_long_window_takes_several_calls_and_is_put_together() {
    let centre = Centre::open().await;
    for (start, row) in [
        ("20260101000000", Some(("100", "90", "80.00 %", "10"))),
        ("20260201000000", None),
        ("20260304000000", Some(("300", "210", "60.00 %", "20"))),
    ] {
        let answer = match row {
            Some((offered, answered, level, asa)) => {
                ResponseTemplate::new(200).set_body_string(rows(&format!(
                    r#"[{{"type_interaction":"inbound","inbound_calls":"{offered}",
                    "answer_calls":"{answered}","service_level_20seg":"{level}","asa":"{asa}"}}]"#
                )))
            }
            None => ResponseTemplate::new(404).set_body_string(refusal(404, "Validate dates")),
        };
        Mock::given(query_param("date_ini", start))
            .respond_with(answer)
            .expect(1)
            .mount(&centre.server)
            .await;
    }
    let ask = ReportRequest {
        window: window("2026-01-01T05:00:00Z", "2026-03-15T17:00:00Z"),
        ..ask(Report::ServiceLevel)
    };
    let gate = centre.gate();
    let answer = gate
        .read(ask, RequestPriority::Person, FRESH)
        .await
        .unwrap();
    let Some(Facts::ServiceLevel(report)) = answer.facts.as_deref() else {
        panic!("no facts");
    };
    let inbound = report.channel(Channel::INBOUND).unwrap();
    assert_eq!(inbound.offered, Some(400));
    assert_eq!(inbound.within_20s, Some(65.0));
    assert_eq!(inbound.asa, Some(Duration::from_secs(17)));
    assert_eq!(gate.quota().used, 3);
    let ends: Vec<_> = centre
        .requests()
        .await
        .iter()
        .map(|r| param(r, "date_end"))
        .collect();
    assert_eq!(ends, ["20260131235959", "20260303235959", "20260315115959"]);
}
