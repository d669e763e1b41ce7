//! Tokens stay where they are.

use vigia_sandbox::{centre, chat};

use crate::support::floor::{CRITICAL, Floor, PATIENCE};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_token_is_ever_in_the_log_or_in_a_message() {
    let floor = Floor::open().await;
    let mut bot = floor.start(floor.run_command().env("VIGIA_LOG", "trace"));
    floor.ready().await;
    for fault in [
        centre::ApiFault::WrongToken,
        centre::ApiFault::Garbage,
        centre::ApiFault::NotFoundPage,
        centre::ApiFault::CutBody,
        centre::ApiFault::Closed,
    ] {
        floor.centre.fault_next(1, fault);
    }
    floor.asked(8).await;
    floor.centre.heal();
    floor
        .chat
        .inject(chat::ChatFault::refusal(404, 10062).on("POST", "/callback"));
    let lost = floor.ask("es-419", &[("skill", "12")]);
    bot.says("an answer was lost").await;
    let asked = floor.ask("es-419", &[("skill", "12")]);
    let answer = asked.message(PATIENCE).await.unwrap();
    floor
        .chat
        .inject(chat::ChatFault::hang_up().on("POST", "/messages"));
    floor.lose_agents(&CRITICAL);
    let card = floor.card(|text| text.contains("🔴")).await;
    bot.terminate();
    bot.end(PATIENCE).await;

    let log = bot.log();
    assert!(
        log.contains("DEBUG"),
        "the log is not as chatty as it was told to be"
    );
    let mut said = log + &answer.text() + &card.text();
    for request in floor.chat.requests() {
        said += &request.body.to_string();
    }
    for name in ["WOLKVOX_TOKEN", "DISCORD_TOKEN"] {
        let token = floor.secret(name).unwrap();
        assert!(!said.contains(&token), "{name} is told");
    }
    for token in [lost.token(), asked.token()] {
        assert!(
            !said.contains(&token),
            "the token of an interaction is told"
        );
    }
}
