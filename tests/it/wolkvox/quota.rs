//! The day's calls, the names, and the end.

use super::*;

fn today(zone: chrono_tz::Tz) -> chrono::NaiveDate {
    Clock::system().now().with_timezone(&zone).date_naive()
}

#[tokio::test]
async fn the_count_survives_a_restart_and_keeps_a_reserve_for_persons() {
    let centre = Centre::open().await;
    centre.answers(200, &rows("[]"), NOW).await;
    let calls = |calls| {
        let day = today(centre.operation.zone);
        Some(QuotaSpent { day, calls })
    };
    let gate = centre.gate_with(calls(899));
    poll(&gate, Report::Holds).await.unwrap();
    assert_eq!(centre.spends.load(Ordering::SeqCst), 900);
    let error = poll(&gate, Report::Holds).await.unwrap_err();
    assert_eq!(error.kind(), ReadFailure::QuotaReserved);
    person(&gate, Report::Holds).await.unwrap();
    assert_eq!((gate.quota().used, gate.quota().limit), (901, 1_000));

    let gate = centre.gate_with(calls(1_000));
    let error = person(&gate, Report::Holds).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.is_worth_retrying()),
        (ReadFailure::QuotaSpent, false)
    );
    assert_eq!(centre.calls().await, 2);
}

#[tokio::test]
async fn the_api_s_word_that_the_day_is_used_up_goes_before_our_count() {
    let centre = Centre::open().await;
    centre
        .answers_once(403, &refusal(403, "TOKEN LIMIT EXCEEDED"))
        .await;
    centre.answers(200, &rows("[]"), NOW).await;
    // It is ten in the morning local time.
    let morning: DateTime<Utc> = "2026-03-02T15:00:00Z".parse().unwrap();
    let clock = Clock::leaping(morning);
    let gate = centre.gate_at(clock.clone(), None);
    for _ in 0..3 {
        let error = person(&gate, Report::Holds).await.unwrap_err();
        assert_eq!(error.kind(), ReadFailure::QuotaSpent);
    }
    assert_eq!(centre.calls().await, 1);
    assert_eq!(gate.quota().used, 1_000);
    clock.leap_to(morning + TimeDelta::minutes(75));
    person(&gate, Report::Holds).await.unwrap();
    assert_eq!(gate.quota().used, 2, "the probe opened the day again");
}

async fn lists(centre: &Centre, api: &str, status: u16, data: &str) {
    let body = match status {
        200 => rows(data).replace(r#""200""#, r#""0""#),
        other => refusal(other, "no"),
    };
    Mock::given(path("/api/v2/information.php"))
        .and(query_param("api", api))
        .respond_with(ResponseTemplate::new(status).set_body_string(body))
        .mount(&centre.server)
        .await;
}

#[tokio::test]
async fn the_directory_reads_the_lists_once_an_hour_and_learns_what_other_tokens_used() {
    let centre = Centre::open().await;
    lists(
        &centre,
        "skills",
        200,
        r#"[{"skill_id":"2101","skill_name":"SOPORTE"}]"#,
    )
    .await;
    lists(
        &centre,
        "agents",
        200,
        r#"[{"agent_id":"7","agent_name":"ANA"}]"#,
    )
    .await;
    lists(
        &centre,
        "token_info",
        200,
        r#"[{"token_use_today":"3","all_token_today":"640"}]"#,
    )
    .await;
    let gate = centre.gate();
    let directory = NameDirectory::new(gate.clone());
    directory.refresh().await;
    directory.refresh().await;
    assert_eq!(centre.calls().await, 3);
    assert_eq!(directory.skills().get(SkillId(2_101)), Some("SOPORTE"));
    let agents: Vec<_> = directory.agents().iter().map(ToString::to_string).collect();
    assert_eq!(agents, ["ANA"]);
    assert_eq!(gate.quota().used, 640);
}

#[tokio::test]
async fn where_the_lists_fail_the_names_of_the_reports_do() {
    let centre = Centre::open().await;
    for api in ["skills", "agents", "token_info"] {
        lists(&centre, api, 400, "").await;
    }
    centre
        .answers(
            200,
            &rows(r#"[{"skill_id":"2101","skill_name":"VENTAS"}]"#),
            NOW,
        )
        .await;
    let gate = centre.gate();
    let directory = NameDirectory::new(gate.clone());
    directory.refresh().await;
    assert_eq!(directory.skills().get(SkillId(2_101)), None);
    person(&gate, Report::Abandonment).await.unwrap();
    assert_eq!(directory.skills().get(SkillId(2_101)), Some("VENTAS"));
}

#[tokio::test]
async fn at_the_end_all_who_wait_are_told() {
    let centre = Centre::open().await;
    centre
        .answers(200, &rows("[]"), Duration::from_secs(600))
        .await;
    let gate = centre.gate();
    let under_way = queued(&gate, Report::Holds, RequestPriority::Poll).await;
    let waiting = queued(&gate, Report::Durations, RequestPriority::Person).await;
    centre.stop.cancel();
    for task in [under_way, waiting] {
        assert_eq!(
            task.await.unwrap().unwrap_err().kind(),
            ReadFailure::Stopped
        );
    }
    let late = person(&gate, Report::Holds).await.unwrap_err();
    assert_eq!(
        (late.kind(), late.is_worth_retrying()),
        (ReadFailure::Stopped, false)
    );
}

#[tokio::test]
async fn a_gate_without_worker_answers_with_an_error() {
    let centre = Centre::open().await;
    let (gate, worker) =
        RequestGate::new(&centre.operation, Clock::system(), None, |_| ()).unwrap();
    drop(worker);
    let error = person(&gate, Report::Holds).await.unwrap_err();
    assert_eq!(error.kind(), ReadFailure::Stopped);
    assert_eq!(gate.position(ask(Report::Holds)).await, None);
}

#[tokio::test]
async fn a_list_that_hangs_holds_nobody_up() {
    let mut centre = Centre::open().await;
    // A report may take minutes, and a list may not.
    centre.operation.limits.call = Duration::from_secs(3_600);
    centre.operation.limits.list = Duration::from_millis(20);
    let hangs = ResponseTemplate::new(200).set_delay(Duration::from_secs(3_600));
    let lists = Mock::given(path("/api/v2/information.php")).respond_with(hangs);
    lists.mount(&centre.server).await;
    centre.answers(200, &rows(CHANNEL), NOW).await;
    let gate = centre.gate();
    let directory = NameDirectory::new(gate.clone());
    let (answer, ()) = tokio::join!(person(&gate, Report::ServiceLevel), directory.refresh());
    assert!(answer.unwrap().facts.is_some());
    assert_eq!(centre.calls().await, 4, "each list is asked for once");
}

#[tokio::test]
async fn the_use_of_the_tokens_is_asked_for_also_on_a_day_that_seems_used_up() {
    let centre = Centre::open().await;
    lists(&centre, "token_info", 200, r#"[{"all_token_today":"120"}]"#).await;
    centre.answers(200, &rows("[]"), NOW).await;
    let day = today(centre.operation.zone);
    let gate = centre.gate_with(Some(QuotaSpent { day, calls: 1_000 }));
    let error = poll(&gate, Report::Holds).await.unwrap_err();
    assert_eq!(error.kind(), ReadFailure::QuotaSpent);
    NameDirectory::new(gate.clone()).refresh().await;
    assert_eq!(gate.quota().used, 120, "the API knows better");
    poll(&gate, Report::Holds).await.unwrap();
}
