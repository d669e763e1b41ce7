//! `vigia report`, as a person and a script ask it, beside the centre alone.

use std::{fs, path::Path};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use vigia_sandbox::centre::ApiFault;

use crate::support::floor::{Floor, SKILL};

/// What a process said, and how it ended.
struct Said {
    out: String,
    err: String,
    code: Option<i32>,
}

async fn ask(floor: &Floor, arguments: &[&str]) -> Said {
    let mut command = floor.vigia("report");
    let output = command.args(arguments).output().await.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let said = Said {
        out: text(output.stdout),
        err: text(output.stderr),
        code: output.status.code(),
    };
    for name in ["WOLKVOX_TOKEN", "DISCORD_TOKEN"] {
        let token = floor.secret(name).unwrap();
        assert!(!said.out.contains(&token), "{name} is told");
        assert!(!said.err.contains(&token), "{name} is told");
    }
    said
}

/// The answer of one that must not fail.
async fn told(floor: &Floor, arguments: &[&str]) -> String {
    let said = ask(floor, arguments).await;
    assert_eq!(
        said.code,
        Some(0),
        "{arguments:?}: {}{}",
        said.out,
        said.err
    );
    // What scripts get without the card, people are still told.
    let is_warning = |line: &str| line.starts_with('⚠') && arguments.contains(&"--format");
    assert!(
        said.err.lines().all(is_warning),
        "{arguments:?}: {}",
        said.err
    );
    said.out
}

async fn json(floor: &Floor, arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--format", "json"]].concat();
    serde_json::from_str(&told(floor, &arguments).await).unwrap()
}

fn time(value: &Value) -> DateTime<Utc> {
    let text = value.as_str().unwrap();
    assert!(
        text.ends_with("-05:00"),
        "{text} is not in the operation's zone"
    );
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_figures_are_those_of_the_centres_own_list_of_calls() {
    let floor = Floor::open().await;
    let skill = SKILL.to_string();
    let question = ["service", "--skill", &skill, "--channel", "inbound"];
    let answer = json(&floor, &[&question[..], &["--last", "1h"]].concat()).await;
    assert_eq!(answer["command"], "service");
    assert_eq!(answer["operation"], "principal");
    let (from, until) = (
        time(&answer["window"]["from"]),
        time(&answer["window"]["until"]),
    );
    assert_eq!(until - from, TimeDelta::hours(1));
    assert!(time(&answer["read_at"]) >= until);
    let (lost, offered) = floor.truth(SKILL, until);
    let rows = answer["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 1, "{answer:#}");
    assert_eq!(rows[0]["offered"], offered, "{answer:#}");
    assert_eq!(rows[0]["abandoned"], lost, "{answer:#}");

    // The same window again, as a file and as a card.
    let local = |time: DateTime<Utc>| {
        let local = time.with_timezone(&chrono_tz::America::Bogota);
        local.format("%Y-%m-%d %H:%M").to_string()
    };
    let (from, until) = (local(from), local(until));
    let question = [&question[..], &["--from", &from, "--to", &until]].concat();
    let csv = told(&floor, &[&question[..], &["--format", "csv"]].concat()).await;
    let lines: Vec<Vec<&str>> = csv.lines().map(|it| it.split(',').collect()).collect();
    let [keys, row] = &lines[..] else {
        panic!("{csv}")
    };
    let cell = |key| row[keys.iter().position(|it| *it == key).unwrap()];
    assert_eq!(cell("offered"), offered.to_string());
    assert_eq!(cell("abandoned"), lost.to_string());
    let question = [
        "abandon",
        "--skill",
        "soporte tv",
        "--from",
        &from,
        "--to",
        &until,
    ];
    let card = told(&floor, &question).await;
    assert!(card.contains(&format!("({lost} de {offered})")), "{card}");
    assert!(card.contains("12 Soporte TV"), "{card}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_line_of_the_readme_is_answered() {
    let floor = Floor::open().await;
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let lines: Vec<_> = readme
        .lines()
        .filter(|it| it.starts_with("vigia report "))
        .collect();
    assert!(lines.len() >= 4);
    for line in lines {
        let arguments: Vec<_> = line.split_whitespace().skip(2).collect();
        assert_ne!(told(&floor, &arguments).await, "");
    }
    let picture = fs::read(floor.folder().join("durations.png")).unwrap();
    assert!(picture.starts_with(b"\x89PNG"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_that_cannot_be_written_takes_no_figures_away() {
    let floor = Floor::open().await;
    let said = ask(&floor, &["durations", "--chart", "nowhere/durations.png"]).await;
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert_ne!(said.out, "");
    let sentence = "`nowhere/durations.png` cannot be written";
    assert!(said.err.contains(sentence), "{}", said.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn agents_are_named_to_whoever_holds_the_token() {
    let floor = Floor::open().await;
    let answer = json(&floor, &["hold", "--last", "4h"]).await;
    let rows = answer["rows"].as_array().unwrap();
    assert!(!rows.is_empty(), "{answer:#}");
    assert!(
        rows.iter().all(|row| row["agent"].is_string()),
        "{answer:#}"
    );
    let answer = json(&floor, &["hold", "--last", "4h", "--top", "2"]).await;
    assert_eq!(answer["rows"].as_array().unwrap().len(), 2, "{answer:#}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_speaks_the_language_asked_for_and_leaves_the_store_alone() {
    let floor = Floor::open().await;
    let _bot = floor.run();
    floor.ready().await;
    for (language, word) in [("en", "Answered calls"), ("pt-BR", "Chamadas atendidas")] {
        let card = told(&floor, &["abandon", "--last", "1h", "--language", language]).await;
        assert!(card.contains(word), "{card}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_answered_is_told_on_standard_error() {
    let floor = Floor::open().await;
    for (arguments, code, sentence) in [
        (
            &["abandon", "--skill", "zzz"][..],
            1,
            "Ninguna skill se llama “zzz”",
        ),
        (&["abandon", "--operation", "zzz"], 1, "zzz"),
        (&["hold", "--sort", "zzz"], 1, "zzz"),
        (
            &["durations", "--skill", "12"],
            2,
            "`durations` takes no `--skill`",
        ),
        (&["abandonn"], 2, "abandon"),
        (&["abandon", "--language", "klingon"], 2, "es-CO"),
        (
            &["abandon", "--config", "elsewhere.yaml"],
            2,
            "`elsewhere.yaml`: cannot be read",
        ),
    ] {
        let said = ask(&floor, arguments).await;
        assert_eq!(said.code, Some(code), "{arguments:?}: {}", said.err);
        assert_eq!(said.out, "", "{arguments:?}");
        assert!(said.err.contains(sentence), "{arguments:?}: {}", said.err);
    }
    for (fault, sentence) in [
        (ApiFault::Maintenance, "como durante un mantenimiento"),
        (ApiFault::WrongToken, "wolkvox rechaza el token"),
        (
            ApiFault::Refused,
            "el servidor de wolkvox rechaza la conexión",
        ),
    ] {
        floor.centre.fault(fault);
        let said = ask(&floor, &["service", "--format", "json"]).await;
        assert_eq!(
            (said.code, said.out.as_str()),
            (Some(1), ""),
            "{}",
            said.err
        );
        assert!(said.err.contains(sentence), "{fault:?}: {}", said.err);
        floor.centre.heal();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_costs_its_reports_and_three_lists() {
    let floor = Floor::open().await;
    let before = floor.centre.requests().len();
    told(&floor, &["service", "--last", "1h"]).await;
    assert_eq!(floor.centre.requests().len(), before + 4);
    told(&floor, &["abandon", "--last", "1h"]).await;
    assert_eq!(floor.centre.requests().len(), before + 9);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_is_summed_up_as_a_card_a_file_and_a_picture() {
    let floor = Floor::open().await;
    let card = told(&floor, &["summary", "--language", "en"]).await;
    assert!(card.starts_with("📊 Daily summary"), "{card}");
    assert!(!card.contains("section,key"), "{card}");
    let answer = json(&floor, &["summary"]).await;
    assert_eq!(answer["command"], "summary");
    let rows = answer["rows"].as_array().unwrap();
    let offered = rows.iter().find(|row| row["metric"] == "calls.offered");
    assert!(
        offered.unwrap()["value"].as_u64().unwrap() > 0,
        "{answer:#}"
    );
    let said = ask(&floor, &["summary", "--skill", "12"]).await;
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("--day"), "{}", said.err);
}
