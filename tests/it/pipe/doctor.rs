//! `vigia doctor`, beside stand-ins that are well and beside some that are not.

use std::process::Output;

use serde_json::Value;
use vigia_sandbox::{centre::ApiFault, chat::permissions};

use crate::support::floor::{FLOOR, Floor, Plan};

async fn run(floor: &Floor, arguments: &[&str]) -> Output {
    let mut command = floor.vigia("doctor");
    let output = command.args(arguments).output().await.unwrap();
    for name in ["WOLKVOX_TOKEN", "DISCORD_TOKEN"] {
        let token = floor.secret(name).unwrap();
        let said = [&output.stdout[..], &output.stderr[..]].concat();
        assert!(
            !String::from_utf8_lossy(&said).contains(&token),
            "{name} is shown"
        );
    }
    output
}

/// Its lines as JSON, and its exit code.
async fn examine(floor: &Floor) -> (Vec<Value>, Option<i32>) {
    let output = run(floor, &["--json"]).await;
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let code = output.status.code();
    assert_eq!(report["ok"] == true, code == Some(0));
    (report["checks"].as_array().unwrap().clone(), code)
}

fn line<'a>(lines: &'a [Value], check: &str) -> &'a Value {
    let found = lines.iter().find(|line| line["check"] == check);
    found.unwrap_or_else(|| panic!("no line about `{check}` in {lines:#?}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sound_installation_is_well() {
    let floor = Floor::planned(Plan::quiet()).await;
    let (lines, code) = examine(&floor).await;
    let odd: Vec<_> = lines.iter().filter(|line| line["status"] != "ok").collect();
    assert!(odd.is_empty(), "{odd:#?}");
    assert_eq!(code, Some(0));
    for check in [
        "token",
        "skills",
        "hold and mute (agent_9)",
        "all skills at once (skill_1)",
        "requests a day",
        "intents",
        "gateway",
        "discord.guild",
        "commands",
        "channels.floor",
        "clock",
        "time zones",
        "store",
    ] {
        line(&lines, check);
    }
    let report = line(&lines, "abandonment (skill_9)");
    assert!(report["seconds"].as_f64().unwrap() >= 0.0);
    let output = run(&floor, &[]).await;
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.starts_with("wolkvox principal\n  ok       token: "),
        "{text}"
    );
    assert!(text.ends_with("All is well.\n"), "{text}");
    assert!(floor.chat.messages(FLOOR).is_empty(), "it posts nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_is_named_with_what_to_do() {
    let floor = Floor::planned(Plan {
        licences: 99,
        ..Plan::quiet()
    })
    .await;
    let missing = permissions::ATTACH_FILES | permissions::READ_MESSAGE_HISTORY;
    floor.chat.permit(FLOOR, permissions::OF_THE_BOT & !missing);
    floor.centre.fault_on("agent_9", ApiFault::Maintenance);
    let config = std::fs::read_to_string(floor.config()).unwrap();
    let config = config.replace("licences: 99", "licences: 50");
    let roles = "roles:\n  bosses: \"77\"\n";
    std::fs::write(floor.config(), format!("{config}{roles}")).unwrap();
    let (lines, code) = examine(&floor).await;
    assert_eq!(code, Some(1));
    for (check, status, found, help) in [
        (
            "hold and mute (agent_9)",
            "problem",
            "as during maintenance",
            "it is tried again",
        ),
        (
            "licences",
            "warning",
            "wolkvox grants 99000",
            "write `licences: 99`",
        ),
        (
            "channels.floor",
            "problem",
            "Attach Files, Read Message History",
            "Allow them to its role",
        ),
        (
            "roles.bosses",
            "problem",
            "there is no role 77",
            "Correct the number",
        ),
    ] {
        let line = line(&lines, check);
        assert_eq!(line["status"], status, "{line:#}");
        assert!(line["found"].as_str().unwrap().contains(found), "{line:#}");
        assert!(line["help"].as_str().unwrap().contains(help), "{line:#}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_token_ends_the_questions_that_need_it() {
    let floor = Floor::planned(Plan::quiet()).await;
    let before = floor.centre.requests().len();
    let mut command = floor.vigia("doctor");
    command
        .env("WOLKVOX_TOKEN", "wr0ng")
        .env("DISCORD_TOKEN", "wr0ng");
    let output = command.output().await.unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(
        text.contains("wolkvox does not accept the API token"),
        "{text}"
    );
    assert!(
        text.contains("create a new one in wolkvox Manager"),
        "{text}"
    );
    assert!(text.contains("Discord refuses the bot's token"), "{text}");
    assert!(!text.contains("wr0ng"), "{text}");
    assert_eq!(floor.centre.requests().len(), before + 1);
}
