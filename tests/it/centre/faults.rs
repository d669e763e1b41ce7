//! The API on a bad day.

use std::time::Duration;
use std::time::Instant;

use vigia_sandbox::centre::{ApiFault, CentreSettings, SimulatedCentre};

use super::{Caller, settings};

#[tokio::test]
async fn each_fault_fails_in_its_own_way() {
    let centre = SimulatedCentre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    let ask = || {
        caller.send("reports_manager.php?api=skill_9&skill_id=all&date_ini=20260303080000&date_end=20260303085959")
    };
    for (fault, status, text) in [
        (ApiFault::WrongToken, 403, "VALIDATE TOKEN"),
        (ApiFault::Maintenance, 403, "BACKUP"),
        (ApiFault::Quota, 403, "LIMIT EXCEEDED"),
        (ApiFault::Simultaneous, 403, "SIMULTANEOUS"),
        (ApiFault::NotFoundPage, 404, "<html>"),
        (ApiFault::ServerError, 500, ""),
        (ApiFault::Garbage, 200, "<html>"),
        (ApiFault::EmptyBody, 200, ""),
        (ApiFault::NoRows, 200, "\"data\":[]"),
    ] {
        centre.fault_next(1, fault);
        let answer = ask().await.unwrap();
        assert_eq!(answer.status(), status, "{fault:?}");
        let body = answer.text().await.unwrap();
        assert!(body.contains(text), "{fault:?}: {body}");
        assert_eq!(body.is_empty(), text.is_empty(), "{fault:?}: {body}");
        assert!(
            ask()
                .await
                .unwrap()
                .text()
                .await
                .unwrap()
                .contains("Facturación")
        );
    }
    centre.fault_next(1, ApiFault::InvalidUtf8);
    let bytes = ask().await.unwrap().bytes().await.unwrap();
    assert!(std::str::from_utf8(&bytes).is_err());
    centre.fault_next(1, ApiFault::CutBody);
    let cut = ask().await.unwrap();
    assert_eq!(cut.status(), 200);
    assert!(cut.bytes().await.is_err());
    centre.fault_next(1, ApiFault::Closed);
    let closed = ask().await.unwrap_err();
    assert!(closed.is_request() && !closed.is_timeout(), "{closed:?}");
    centre.fault_next(1, ApiFault::Slow(Duration::from_millis(120)));
    let started = Instant::now();
    assert_eq!(ask().await.unwrap().status(), 200);
    assert!(started.elapsed() >= Duration::from_millis(120));
}

#[tokio::test]
async fn a_standing_fault_lasts_until_it_is_healed() {
    let centre = SimulatedCentre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    let ask = || caller.send("information.php?api=agents");
    centre.fault(ApiFault::ServerError);
    for _ in 0..3 {
        assert_eq!(ask().await.unwrap().status(), 500);
    }
    centre.heal();
    assert_eq!(ask().await.unwrap().status(), 200);
    for _ in 0..3 {
        centre.fault(ApiFault::Refused);
        // A connection that was made just before may be answered by nobody.
        while !ask().await.unwrap_err().is_connect() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        centre.heal();
        assert_eq!(ask().await.unwrap().status(), 200);
    }
}

#[tokio::test]
async fn a_stopped_centre_leaves_its_address() {
    let centre = SimulatedCentre::start(settings()).await.unwrap();
    let address = centre.url().replace("http://", "").replace("/api/v2", "");
    assert_eq!(
        Caller::new(&centre)
            .get("information.php?api=agents")
            .await
            .0,
        200
    );
    centre.stop().await;
    assert!(tokio::net::TcpStream::connect(&address).await.is_err());
    let address = address.parse().unwrap();
    let again = SimulatedCentre::start(CentreSettings {
        address,
        ..settings()
    })
    .await
    .unwrap();
    assert_eq!(
        Caller::new(&again)
            .get("information.php?api=agents")
            .await
            .0,
        200
    );
}
