//! The calls of a day are few, and people come first.

use vigia_sandbox::centre::ApiFault;

use super::{assert_faultless, reports};
use crate::support::floor::{Floor, PATIENCE, Plan};

async fn answer(floor: &Floor, last: &str) -> String {
    let asked = floor.ask("es-419", &[("skill", "12"), ("last", last)]);
    asked.message(PATIENCE).await.unwrap().text()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_calls_of_a_day_are_for_people_also_after_a_restart() {
    let floor = Floor::planned(Plan {
        licences: 1,
        ..Plan::default()
    })
    .await;
    // Other programs of the operation have left a few calls above the tenth that is kept.
    floor.centre.spend(880);
    let bot = floor.run();
    floor.ready().await;
    bot.says("gaps=6").await;
    let polled = reports(&floor);
    let told = answer(&floor, "30m").await;
    assert!(told.contains("Llamadas atendidas"), "{told}");
    assert_eq!(reports(&floor), polled + 2);
    bot.stop().await;

    // The API cannot tell how many are used, so that memory alone holds the polls back.
    floor.centre.fault(ApiFault::ServerError);
    let bot = floor.run();
    floor.ready().await;
    bot.says("gaps=6").await;
    assert_eq!(
        reports(&floor),
        polled + 2,
        "the count of calls was forgotten"
    );
    floor.centre.heal();
    let told = answer(&floor, "45m").await;
    assert!(told.contains("Llamadas atendidas"), "{told}");

    floor.centre.spend(1_000);
    let told = answer(&floor, "50m").await;
    assert!(told.contains("se agotaron las consultas del día"), "{told}");
    bot.stop().await;
    assert_faultless(&floor.chat);
}
