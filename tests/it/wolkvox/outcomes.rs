//! What is asked over HTTP, and what the answers stand for.

use super::*;

#[tokio::test]
async fn a_report_is_asked_for_as_the_api_wants_it() {
    let centre = Centre::open().await;
    Mock::given(method("GET"))
        .and(path("/api/v2/reports_manager.php"))
        .and(header("wolkvox-token", TOKEN))
        .and(query_param("api", "skill_11"))
        .and(query_param("skill_id", "12"))
        .and(query_param("date_ini", "20260302090000"))
        .and(query_param("date_end", "20260302095959"))
        .respond_with(ResponseTemplate::new(200).set_body_string(rows(CHANNEL)))
        .expect(1)
        .mount(&centre.server)
        .await;
    Mock::given(query_param("api", "agent_9"))
        .and(query_param_is_missing("skill_id"))
        .respond_with(ResponseTemplate::new(404).set_body_string(refusal(404, "Validate")))
        .expect(1)
        .mount(&centre.server)
        .await;
    let gate = centre.gate();
    let ask = ReportRequest {
        skills: SkillSelection::One(SkillId(12)),
        ..ask(Report::ServiceLevel)
    };
    let answer = gate.read(ask, RequestPriority::Person, NOW).await.unwrap();
    assert!(answer.facts.is_some());
    assert_eq!(person(&gate, Report::Holds).await.unwrap().facts, None);
}

#[tokio::test]
async fn every_kind_of_refusal_is_told_apart() {
    let html = "<html><h1>no</h1></html>";
    let table = [
        (
            400,
            refusal(400, "THE API YOU WANT TO CONSULT DOES NOT EXIST"),
            ReadFailure::BadRequest,
        ),
        (
            401,
            refusal(401, "PLEASE ENTER THE WOLKVOX-TOKEN"),
            ReadFailure::Unauthorized,
        ),
        (
            403,
            refusal(403, "please validate token"),
            ReadFailure::TokenRefused,
        ),
        (
            403,
            refusal(403, "The token is incorrect or malformed"),
            ReadFailure::TokenRefused,
        ),
        (
            403,
            refusal(403, "SERVER BACKUP IN PROGRESS"),
            ReadFailure::Refused,
        ),
        (403, html.to_owned(), ReadFailure::Refused),
        (
            200,
            refusal(403, "SERVER BACKUP IN PROGRESS"),
            ReadFailure::Refused,
        ),
        (
            403,
            refusal(403, "TOKEN LIMIT EXCEEDED"),
            ReadFailure::QuotaSpent,
        ),
        (404, html.to_owned(), ReadFailure::Unexpected),
        (404, String::new(), ReadFailure::Unexpected),
        (302, html.to_owned(), ReadFailure::Unexpected),
        (200, html.to_owned(), ReadFailure::Unexpected),
    ];
    for (status, body, kind) in table {
        let centre = Centre::open().await;
        centre.answers(status, &body, NOW).await;
        let error = person(&centre.gate(), Report::Holds).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{status} {body}");
        assert_eq!(
            centre.calls().await,
            1,
            "{status} {body}: no retry can help"
        );
    }
}

#[tokio::test]
async fn what_passes_is_tried_again_and_not_for_ever() {
    let busy = refusal(
        403,
        "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)",
    );
    let table = [
        (
            502,
            "<html>Bad Gateway</html>".to_owned(),
            ReadFailure::ServerFault,
        ),
        (403, busy, ReadFailure::Busy),
        (
            200,
            r#"{"code":"200","data":[{"#.to_owned(),
            ReadFailure::Cut,
        ),
    ];
    for (status, body, kind) in table {
        let centre = Centre::open().await;
        centre.answers(status, &body, NOW).await;
        let gate = centre.gate();
        let error = person(&gate, Report::Holds).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.is_worth_retrying()),
            (kind, true),
            "{body}"
        );
        assert_eq!(centre.calls().await, 4, "{body}");
        assert_eq!(gate.quota().used, 4, "every try is a call");
        assert_eq!(centre.spends.load(Ordering::SeqCst), 4);
    }
}

#[tokio::test]
async fn a_retry_that_succeeds_is_an_answer() {
    let centre = Centre::open().await;
    centre.answers_once(500, "oops").await;
    centre.answers(200, &rows(CHANNEL), NOW).await;
    let answer = person(&centre.gate(), Report::ServiceLevel).await.unwrap();
    assert!(answer.facts.is_some());
    assert_eq!(centre.calls().await, 2);
}

#[tokio::test]
async fn a_refused_connection_is_named_and_costs_no_call() {
    let mut centre = Centre::open().await;
    // Nothing listens on the port of a server that has gone.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = gone.local_addr().unwrap().port();
    drop(gone);
    centre.operation.base = format!("http://127.0.0.1:{port}/api/v2");
    let gate = centre.gate();
    let error = person(&gate, Report::Holds).await.unwrap_err();
    assert_eq!(error.kind(), ReadFailure::ConnectionRefused);
    assert!(error.to_string().contains("`base_url`"));
    assert_eq!(gate.quota().used, 0);
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up() {
    let mut centre = Centre::open().await;
    centre.operation.limits.call = Duration::from_secs(1);
    centre.operation.limits.retries = 1;
    centre
        .answers(200, &rows(CHANNEL), Duration::from_secs(600))
        .await;
    let start = Instant::now();
    let error = person(&centre.gate(), Report::Holds).await.unwrap_err();
    assert_eq!(error.kind(), ReadFailure::TimedOut);
    assert!(start.elapsed() < Duration::from_secs(300));
    assert_eq!(centre.calls().await, 2);
}

#[tokio::test]
async fn a_body_without_end_is_not_read_to_its_end() {
    let centre = Centre::open().await;
    centre.answers(200, &"x".repeat(300 * 1024), NOW).await;
    let error = person(&centre.gate(), Report::Holds).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.is_worth_retrying()),
        (ReadFailure::TooLarge, false)
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed_with_the_token() {
    let (centre, other) = (Centre::open().await, MockServer::start().await);
    let away = ResponseTemplate::new(302).insert_header("location", other.uri().as_str());
    Mock::given(method("GET"))
        .respond_with(away)
        .mount(&centre.server)
        .await;
    let error = person(&centre.gate(), Report::Holds).await.unwrap_err();
    assert_eq!(error.kind(), ReadFailure::Unexpected);
    assert!(other.received_requests().await.is_empty());
}

#[tokio::test]
async fn the_wait_that_the_api_asks_for_is_kept_by_all() {
    let centre = Centre::open().await;
    let busy = ResponseTemplate::new(503).insert_header("retry-after", "120");
    let once = Mock::given(method("GET"))
        .respond_with(busy)
        .up_to_n_times(1);
    once.mount(&centre.server).await;
    centre.answers(200, &rows(CHANNEL), NOW).await;
    let start = "2026-03-02T15:00:00Z".parse().unwrap();
    let clock = Clock::leaping(start);
    let gate = centre.gate_at(clock.clone(), None);
    // A person does not wait for two minutes, and nobody else makes a call before.
    let once = RequestPriority::PollOnce;
    for priority in [RequestPriority::Person, once, once] {
        let read = gate.read(ask(Report::ServiceLevel), priority, FRESH);
        assert_eq!(read.await.unwrap_err().kind(), ReadFailure::ServerFault);
    }
    assert_eq!(centre.calls().await, 1);
    clock.leap_to(start + TimeDelta::seconds(121));
    poll(&gate, Report::ServiceLevel).await.unwrap();
    assert_eq!(centre.calls().await, 2);
}

#[tokio::test]
async fn a_poll_waits_for_as_long_as_the_api_asks_before_it_tries_again() {
    let centre = Centre::open().await;
    let busy = ResponseTemplate::new(503).insert_header("retry-after", "120");
    let once = Mock::given(method("GET"))
        .respond_with(busy)
        .up_to_n_times(1);
    once.mount(&centre.server).await;
    centre.answers(200, &rows(CHANNEL), NOW).await;
    let start: DateTime<Utc> = "2026-03-02T15:00:00Z".parse().unwrap();
    let clock = Clock::leaping(start);
    let gate = centre.gate_at(clock.clone(), None);
    poll(&gate, Report::ServiceLevel).await.unwrap();
    assert!(clock.now() - start >= TimeDelta::seconds(120));
    assert_eq!(centre.calls().await, 2);
}

#[tokio::test]
async fn a_host_that_is_unknown_and_a_port_without_tls_have_their_own_names() {
    let mut centre = Centre::open().await;
    let plain = centre.server.uri().replace("http://", "https://");
    for (base, kind) in [
        (
            "http://nowhere.invalid/api/v2".to_owned(),
            ReadFailure::UnknownHost,
        ),
        (format!("{plain}/api/v2"), ReadFailure::TlsFailed),
    ] {
        centre.operation.base = base.clone();
        let error = person(&centre.gate(), Report::Holds).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{base}");
    }
}
