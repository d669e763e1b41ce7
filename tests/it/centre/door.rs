//! The rules of the API.

use std::time::Duration;

use vigia_sandbox::centre::{ApiFault, CentreSettings, SimulatedCentre};

use super::{Caller, hours, settings};

const LOOK_EVERY: Duration = Duration::from_millis(5);

#[tokio::test]
async fn the_rules_at_the_door_are_enforced() {
    let centre = SimulatedCentre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    let window = "date_ini=20260303080000&date_end=20260303085959";
    let good = format!("{}/reports_manager.php?api=cdr_4&{window}", centre.url());
    let bare = caller.http.get(&good).send().await.unwrap();
    assert_eq!(bare.status(), 401);
    assert!(
        bare.text()
            .await
            .unwrap()
            .contains("PLEASE ENTER THE WOLKVOX-TOKEN")
    );
    let wrong = caller.http.get(&good).header("wolkvox-token", "guess");
    let wrong = wrong.send().await.unwrap();
    assert_eq!(wrong.status(), 403);
    assert!(
        wrong
            .text()
            .await
            .unwrap()
            .contains("PLEASE VALIDATE TOKEN")
    );

    for (query, status, text) in [
        (format!("api=skill_77&{window}"), 400, "DOES NOT EXIST"),
        (window.to_owned(), 400, "SOME PARAMETERS ARE REQUIRED"),
        (
            format!("api=skill_11&{window}"),
            400,
            "SOME PARAMETERS ARE REQUIRED",
        ),
        (
            "api=cdr_4&date_ini=20260303080000".to_owned(),
            400,
            "REQUIRED",
        ),
        (
            format!("api=skill_9&skill_id=999&{window}"),
            404,
            "Validate dates",
        ),
        (
            "api=cdr_4&date_ini=20260101000000&date_end=20260210000000".to_owned(),
            404,
            "Validate dates",
        ),
    ] {
        let (found, msg) = caller
            .refusal(&format!("reports_manager.php?{query}"))
            .await;
        assert_eq!(found, status, "{query}");
        assert!(msg.contains(text), "{query}: {msg}");
    }
    let (status, page) = caller.get("nowhere.php").await;
    assert_eq!(status, 404);
    assert!(page.as_str().unwrap().contains("<html>"));
}

#[tokio::test]
async fn the_daily_quota_is_shared_and_runs_out() {
    let centre = SimulatedCentre::start(CentreSettings {
        licences: 1,
        ..settings()
    })
    .await
    .unwrap();
    let caller = Caller::new(&centre);
    centre.spend(997);
    caller.report("cdr_4", hours(3, 8, 9)).await;
    let (status, body) = caller.get("information.php?api=token_info").await;
    assert_eq!(status, 200);
    let info = &body["data"][0];
    assert_eq!(info["token_limit"], "1000");
    assert_eq!(info["token_use_today"], "2");
    assert_eq!(info["all_token_today"], "999");
    assert_eq!(info["available_consumption_options"], "1");
    caller.get("information.php?api=skills").await;
    let refused = caller.refusal("information.php?api=skills").await;
    assert_eq!(refused, (403, "TOKEN LIMIT EXCEEDED".to_owned()));
}

#[tokio::test]
async fn the_third_request_at_once_is_refused_and_recorded() {
    let latency = Duration::from_secs(1);
    let centre = SimulatedCentre::start(CentreSettings {
        latency,
        ..settings()
    })
    .await
    .unwrap();
    let caller = Caller::new(&centre);
    let ask = || caller.get("information.php?api=agents");
    let (one, two, three) = tokio::join!(ask(), ask(), ask());
    let mut statuses = [one.0, two.0, three.0];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 403]);
    let mut others: Vec<usize> = centre.requests().iter().map(|seen| seen.others).collect();
    others.sort_unstable();
    assert_eq!(others, [0, 1, 2]);
    assert_eq!(ask().await.0, 200);
    let last = centre.requests().pop().unwrap();
    assert_eq!(last.path, "/api/v2/information.php");
    assert_eq!((last.parameter("api"), last.others), (Some("agents"), 0));
}

#[tokio::test]
async fn a_caller_who_hangs_up_frees_the_place() {
    let centre = SimulatedCentre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    centre.fault_next(2, ApiFault::Slow(Duration::from_secs(3_600)));
    for number in 1..=2 {
        let arrived = async {
            while centre.requests().len() < number {
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        tokio::select! {
            _ = caller.get("information.php?api=agents") => panic!("it was to take an hour"),
            () = arrived => {}
        }
    }
    // The centre notices a little later that nobody waits any more.
    while caller.get("information.php?api=agents").await.0 != 200
        || centre.requests().last().unwrap().others > 0
    {
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
