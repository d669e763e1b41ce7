//! `vigia export`, beside a bot that is stopped and beside one that runs.

use std::process::Output;

use serde_json::Value;

use crate::support::floor::{Floor, SKILL};

async fn export(floor: &Floor, arguments: &[&str]) -> Output {
    floor
        .vigia("export")
        .args(arguments)
        .output()
        .await
        .unwrap()
}

async fn rows(floor: &Floor, arguments: &[&str]) -> Vec<Value> {
    let output = export(floor, &[arguments, &["--format", "jsonl"]].concat()).await;
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_history_is_exported_from_a_stopped_store_and_from_a_backup() {
    let floor = Floor::open().await;
    let bot = floor.run();
    bot.says_times("gaps=0", 2).await;
    assert!(bot.stop().await.success());

    let stopped = rows(&floor, &[]).await;
    let skill = SKILL.to_string();
    let offered = stopped
        .iter()
        .find(|row| row["metric"] == "abandon.count" && row["id"] == skill);
    let offered = offered.unwrap_or_else(|| panic!("no row of skill {SKILL}"));
    assert_eq!(offered["name"], "Soporte TV");
    assert_eq!(offered["unit"], "count");
    assert!(offered["until"].as_str().unwrap().ends_with("-05:00"));
    assert!(
        stopped.iter().all(|row| row["scope"] != "agent"),
        "agents are asked for"
    );
    assert!(
        rows(&floor, &["--agents"])
            .await
            .iter()
            .any(|row| row["scope"] == "agent")
    );
    assert!(
        rows(&floor, &["--from", "2001-01-01", "--to", "2001-01-02"])
            .await
            .is_empty()
    );

    let table = export(&floor, &[]).await;
    let table = String::from_utf8(table.stdout).unwrap();
    assert!(
        table.starts_with(
            "operation,until,window_seconds,metric,scope,id,name,value,unit,part,of\n"
        )
    );
    assert_eq!(table.lines().count(), stopped.len() + 1);

    // A start makes a backup of what is there, where there is none.
    std::fs::remove_dir_all(floor.folder().join("data/backups")).unwrap();
    let bot = floor.run();
    bot.says("backup of the store made").await;
    let kept = rows(&floor, &[]).await;
    assert!(
        kept.len() >= stopped.len(),
        "{} of {}",
        kept.len(),
        stopped.len()
    );
    let left = std::fs::read_dir(floor.folder().join("data")).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().starts_with("export-")),
        "{left:?}"
    );
    assert!(bot.stop().await.success());

    let wrong = export(&floor, &["--operation", "zzz"]).await;
    assert_eq!(wrong.status.code(), Some(2));
}
