//! `vigia init` without a person: from nothing to a card in the chat, and changes of what is there.

use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf, process::Output};

use vigia_sandbox::centre::ApiFault;

use crate::support::floor::{FLOOR, Floor, OFFICE, Plan};

/// A floor whose folder has nothing of vigia yet but `fresh/`.
struct Stage {
    floor: Floor,
}

impl Stage {
    async fn new() -> Self {
        let floor = Floor::planned(Plan::quiet()).await;
        fs::create_dir(floor.folder().join("fresh")).unwrap();
        Self { floor }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.floor.folder().join("fresh").join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    async fn vigia(&self, subcommand: &str, arguments: &[&str]) -> Output {
        let mut command = self.floor.vigia(subcommand);
        command
            .current_dir(self.floor.folder().join("fresh"))
            .args(arguments);
        command.output().await.unwrap()
    }

    /// Sets up with these options beside the needed ones. Returns what it says, and its exit code.
    async fn init(&self, arguments: &[&str]) -> (String, Option<i32>) {
        let (centre, chat) = (self.floor.centre.url(), self.floor.chat.url());
        let needed = ["--yes", "--base-url", &centre, "--api-url", chat];
        let output = self.vigia("init", &[&needed, arguments].concat()).await;
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        for name in ["WOLKVOX_TOKEN", "DISCORD_TOKEN"] {
            assert!(!text.contains(&self.floor.secret(name).unwrap()), "{text}");
        }
        (text, output.status.code())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_installation_is_set_up_from_nothing_to_a_card() {
    let stage = Stage::new().await;
    let arguments = [
        "--channel",
        "floor=#floor",
        "--channel",
        "ops=office",
        "--language",
        "es-CO",
    ];
    let arguments = [
        &arguments[..],
        &[
            "--timezone",
            "America/Bogota",
            "--hours",
            "mon-sun 00:00-24:00",
        ],
    ];
    let (text, code) = stage.init(&arguments.concat()).await;
    assert_eq!(code, Some(0), "{text}");
    let settings = stage.read("vigia.yaml");
    for part in [
        "token: { file: secrets/wolkvox_token }",
        "timezone: America/Bogota",
        // As the centre says.
        "licences: 100",
        "language: es-CO",
        &format!("  floor: \"{FLOOR}\"\n  managers: \"{FLOOR}\"\n  ops: \"{OFFICE}\"\n"),
    ] {
        assert!(settings.contains(part), "no `{part}` in {settings}");
    }
    for (file, name) in [
        ("secrets/wolkvox_token", "WOLKVOX_TOKEN"),
        ("secrets/discord_token", "DISCORD_TOKEN"),
    ] {
        let token = stage.floor.secret(name).unwrap();
        assert!(!settings.contains(&token));
        assert_eq!(stage.read(file).trim(), token);
        let mode = fs::metadata(stage.path(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    assert!(
        stage
            .read("rules/abandonment.yaml")
            .contains("during: opening-hours")
    );
    assert!(!stage.read("rules/feed.yaml").contains("during:"));
    let cards = stage.floor.cards();
    assert_eq!(cards.len(), 1);
    assert!(
        cards[0].text().contains("vigia está conectado"),
        "{}",
        cards[0].text()
    );
    // What it wrote is right, also in the eyes of the other commands.
    let checked = stage.vigia("check", &[]).await;
    let said = String::from_utf8(checked.stdout).unwrap();
    assert_eq!(checked.status.code(), Some(0), "{said}");
    assert!(!said.contains('⚠'), "{said}");
    let examined = stage.vigia("doctor", &[]).await;
    let said = String::from_utf8(examined.stdout).unwrap();
    assert_eq!(examined.status.code(), Some(0), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_run_changes_only_what_is_asked_for() {
    let stage = Stage::new().await;
    let (text, code) = stage.init(&["--channel", "floor=floor"]).await;
    assert_eq!(code, Some(0), "{text}");
    let before = stage
        .read("vigia.yaml")
        .replace("ops: ops ", "ops: ops   # ours");
    fs::write(stage.path("vigia.yaml"), &before).unwrap();
    fs::write(stage.path("new"), "new-token\n").unwrap();
    let token = stage.path("new").display().to_string();
    let arguments = [
        "--yes",
        "--licences",
        "7",
        "--channel",
        "ops=office",
        "--no-test-card",
    ];
    let output = stage.vigia("init", &arguments).await;
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    let expected = before.replace("licences: 100", "licences: 7").replace(
        &format!("  ops: \"{FLOOR}\""),
        &format!("  ops: \"{OFFICE}\""),
    );
    assert_eq!(stage.read("vigia.yaml"), expected);
    let output = stage
        .vigia(
            "init",
            &["--yes", "--wolkvox-token", &token, "--no-test-card"],
        )
        .await;
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stage.read("vigia.yaml"), expected);
    assert_eq!(stage.read("secrets/wolkvox_token"), "new-token\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_answer_is_named_and_nothing_is_written() {
    let stage = Stage::new().await;
    let floor = ["--channel", "floor=floor"];
    for (arguments, sentence) in [
        (&[][..], "`--channel floor=CHANNEL` is needed"),
        (&["--channel", "floor=flor"], "it has floor, office"),
        (
            &[&floor[..], &["--guild", "Otra"]].concat(),
            "invite it: https://discord.com/oauth2/authorize?client_id=",
        ),
        (
            &[&floor[..], &["--role", "jefes"]].concat(),
            "the server has no role `jefes`",
        ),
        (
            &[&floor[..], &["--timezone", "America/Bogta"]].concat(),
            "did you mean `America/Bogota`?",
        ),
        (&[&floor[..], &["--language", "klingon"]].concat(), "es-CO"),
        (
            &[&floor[..], &["--hours", "9 to 5"]].concat(),
            "mon-sat 07:00-21:00",
        ),
        (
            &[&floor[..], &["--rules", "abandonmet"]].concat(),
            "is none of abandonment",
        ),
    ] {
        let (text, code) = stage.init(arguments).await;
        assert_eq!(code, Some(2), "{arguments:?}: {text}");
        assert!(text.contains(sentence), "{arguments:?}: {text}");
    }
    stage.floor.centre.fault(ApiFault::WrongToken);
    let (text, code) = stage.init(&floor).await;
    assert_eq!(code, Some(2), "{text}");
    assert!(
        text.contains("wolkvox does not accept the API token"),
        "{text}"
    );
    stage.floor.centre.heal();
    let output = stage.vigia("init", &[]).await;
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("the questions need a terminal"), "{text}");
    let left: Vec<_> = fs::read_dir(stage.path("")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(stage.floor.cards().is_empty());
}
