//! The store is damaged, moved or in the way while an alert is open.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use super::assert_faultless;
use crate::support::floor::{Floor, PATIENCE, Plan, WARNING};

/// The files of sled.
fn engine_files(store: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(store).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| {
        let name = file.file_name().unwrap().to_string_lossy();
        name == "db" || name == "conf" || name.starts_with("snap.")
    });
    files
}

/// Zeroes the middle half of what is written of sled's file: a single page may hold nothing that is in use.
fn zero_middle(store: &Path) {
    let db = store.join("db");
    let mut bytes = fs::read(&db).unwrap();
    let used = bytes.iter().rposition(|byte| *byte != 0).unwrap();
    bytes[used / 4..used / 4 * 3].fill(0);
    fs::write(db, bytes).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_store_is_made_good_without_a_second_card_and_ops_hears_of_it() {
    let floor = Floor::planned(Plan {
        access: "alerts: { ops: floor }",
        ..Plan::default()
    })
    .await;
    let store = floor.folder().join("data");
    let bot = floor.run();
    bot.says("backup of the store made").await;
    bot.says("polled").await;
    bot.kill().await;
    let early: Vec<_> = engine_files(&store)
        .into_iter()
        .map(|file| (fs::read(&file).unwrap(), file))
        .collect();

    floor.lose_agents(&WARNING);
    let bot = floor.run();
    let card = floor.card(|text| text.contains("⚠️")).await;
    floor.refreshed(card.id, 2).await;
    bot.kill().await;

    zero_middle(&store);
    let bot = floor.run();
    let notice = floor.card(|text| text.contains("store was damaged")).await;
    assert!(
        notice.text().contains("Nothing is lost."),
        "{}",
        notice.text()
    );
    assert!(!bot.log().contains("panicked"), "{}", bot.log());
    floor.refreshed(card.id, 2).await;
    bot.kill().await;

    // The files of an hour ago: another store that sled finds in order.
    for file in engine_files(&store) {
        fs::remove_file(file).unwrap();
    }
    for (bytes, file) in &early {
        fs::write(file, bytes).unwrap();
    }
    let bot = floor.run();
    bot.says("changes of the store were missing").await;
    floor.refreshed(card.id, 2).await;
    floor.give_agents_back();
    let ended = floor.card(|text| text.contains("✅")).await;
    assert_eq!(ended.id, card.id);
    assert_eq!(bot.stop().await.code(), Some(0));
    let cards = floor.cards();
    let alerts = cards.iter().filter(|card| card.text().contains("Abandono"));
    assert_eq!(alerts.count(), 1, "{cards:#?}");
    assert!(store.join("damaged-2/db").is_file());
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_store_is_where_the_environment_wants_it_and_private() {
    let floor = Floor::open().await;
    let store = floor.folder().join("volume");
    let mut command = floor.run_command();
    let bot = floor.start(command.env("VIGIA_STORE", &store));
    bot.says("polled").await;
    assert_eq!(bot.stop().await.code(), Some(0));
    assert!(!floor.folder().join("data").exists());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&store), 0o700);
    for file in engine_files(&store) {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_in_the_place_of_the_store_is_named_and_ends_the_start() {
    let floor = Floor::open().await;
    fs::write(floor.folder().join("data"), "a file").unwrap();
    let mut bot = floor.run();
    assert_eq!(bot.end(PATIENCE).await.code(), Some(2), "{}", bot.log());
    let log = bot.log();
    assert!(
        log.contains("where the store should have its folder is a file"),
        "{log}"
    );
    assert!(
        log.contains("move the file away") && !log.contains("panicked"),
        "{log}"
    );
}
