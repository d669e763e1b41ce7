//! A bot that cannot start says why, in a sentence, and with its exit code.

use crate::support::{
    bot::Bot,
    floor::{Floor, PATIENCE, RULES},
};

async fn refused(bot: &mut Bot, code: i32, sentences: &[&str]) {
    assert_eq!(bot.end(PATIENCE).await.code(), Some(code), "{}", bot.log());
    let log = bot.log();
    for sentence in sentences {
        assert!(log.contains(sentence), "nothing of `{sentence}` in {log}");
    }
    assert!(!log.contains("panicked"), "{log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_discord_refuses_ends_it() {
    let floor = Floor::open().await;
    let mut bot = floor.start(floor.vigia("run").env("DISCORD_TOKEN", "wr0ng-t0ken"));
    refused(&mut bot, 1, &["Discord refuses the bot's token"]).await;
    assert!(!bot.log().contains("wr0ng-t0ken"), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_bot_on_the_same_store_does_not_start() {
    let floor = Floor::open().await;
    let _first = floor.run();
    floor.ready().await;
    refused(&mut floor.run(), 2, &["another process holds the store"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secret_that_is_not_there_is_told_with_its_place() {
    let floor = Floor::open().await;
    let sentences = ["WOLKVOX_TOKEN", "vigia.yaml:4:19"];
    for subcommand in ["run", "check"] {
        let mut command = floor.vigia(subcommand);
        let mut bot = floor.start(command.env_remove("WOLKVOX_TOKEN"));
        refused(&mut bot, 2, &sentences).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_check_tells_right_from_wrong_by_its_exit_code() {
    let floor = Floor::open().await;
    let mut right = floor.start(&mut floor.vigia("check"));
    refused(&mut right, 0, &["OK: 1 rule in 1 file"]).await;

    floor.write_rules(&RULES.replace("abandon.rate", "abandon.rat"));
    let place = "floor.yaml:3:13";
    let mut wrong = floor.start(&mut floor.vigia("check"));
    refused(&mut wrong, 2, &[place, "1 error found"]).await;
    refused(&mut floor.run(), 2, &[place]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_configuration_it_says_in_three_lines_what_to_do() {
    let floor = Floor::open().await;
    std::fs::remove_file(floor.config()).unwrap();
    let mut bot = floor.run();
    let lines = [
        "there is no `vigia.yaml`",
        "vigia init",
        "vigia demo",
        "vigia run --config FILE",
    ];
    refused(&mut bot, 2, &lines).await;
    assert_eq!(bot.log().lines().count(), 4, "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn for_collectors_a_wrong_configuration_is_an_object_for_each_error() {
    let floor = Floor::open().await;
    floor.write_rules(&RULES.replace("abandon.rate", "abandon.rat"));
    let mut bot = floor.start(floor.run_command().env("VIGIA_LOG_FORMAT", "json"));
    assert_eq!(bot.end(PATIENCE).await.code(), Some(2), "{}", bot.log());
    let log = bot.log();
    let line: serde_json::Value = serde_json::from_str(log.trim()).unwrap();
    let message = line["fields"]["message"].as_str().unwrap();
    assert!(
        message.contains("floor.yaml:3:13: unknown metric"),
        "{message}"
    );
}
