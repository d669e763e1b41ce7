//! Tokens in files are replaced while the bot runs.

use std::fs;

use crate::support::floor::{Floor, PATIENCE};

/// A floor whose tokens are in files, which hold these at first.
async fn floor_with_files(wolkvox: Option<&str>, discord: Option<&str>) -> Floor {
    let floor = Floor::open().await;
    let mut config = fs::read_to_string(floor.config()).unwrap();
    for (name, file, first) in [
        ("WOLKVOX_TOKEN", "wolkvox_token", wolkvox),
        ("DISCORD_TOKEN", "discord_token", discord),
    ] {
        config = config.replace(&format!("env: {name}"), &format!("file: {file}"));
        let right = floor.secret(name).unwrap();
        fs::write(floor.folder().join(file), first.unwrap_or(&right)).unwrap();
    }
    fs::write(floor.config(), config).unwrap();
    floor
}

fn put_right(floor: &Floor, name: &str, file: &str) {
    let right = floor.secret(name).unwrap();
    fs::write(floor.folder().join(file), right + "\n").unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_token_of_wolkvox_is_used_by_the_next_poll() {
    let floor = floor_with_files(Some("0ld-token"), None).await;
    let bot = floor.run();
    bot.says("wolkvox does not accept the API token").await;
    assert!(!bot.log().contains("gaps=0"), "{}", bot.log());
    put_right(&floor, "WOLKVOX_TOKEN", "wolkvox_token");
    bot.says("gaps=0").await;
    assert!(bot.log().contains("a new token is used from now on"));
    assert!(!bot.log().contains("0ld-token"), "{}", bot.log());
    assert!(bot.stop().await.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_whose_token_discord_refuses_waits_for_another_in_its_file() {
    let floor = floor_with_files(None, Some("0ld-token")).await;
    let bot = floor.run();
    bot.says("put a current one into its file").await;
    put_right(&floor, "DISCORD_TOKEN", "discord_token");
    floor.ready().await;
    assert!(!bot.log().contains("0ld-token"), "{}", bot.log());
    assert!(bot.stop().await.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_waits_for_a_token_stops_when_it_is_asked_to() {
    let floor = floor_with_files(None, Some("0ld-token")).await;
    let mut bot = floor.run();
    bot.says("put a current one into its file").await;
    bot.terminate();
    assert!(bot.end(PATIENCE).await.success(), "{}", bot.log());
}
