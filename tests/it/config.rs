//! `vigia.yaml` and the rules, as the person who writes them meets them: what is right is
//! read, and what is wrong is said with its place and a way out.

mod access;
mod alerts;
mod contradictions;
mod examples;
mod faults;
mod language;
mod metrics;
mod reload;
mod schema;
mod summaries;

use std::{fs, path::PathBuf};

use tempfile::TempDir;
use vigia::{
    cli::check::{CheckResult, check},
    config::{Config, ConfigProblem, ReportStyle, load},
};

const SETTINGS: &str = r#"operations:
  - name: principal
    server: "0012"
    token: { env: WOLKVOX_TOKEN }
    timezone: America/Bogota
    licences: 25
discord:
  token: { env: DISCORD_TOKEN }
  guild: "700000000000000002"
channels:
  floor: "123456789012345678"
"#;

const RULES: &str = "rules:
  - alert: high-abandonment
    metric: abandon.rate
    of: operation
    when: { above: { warning: 5%, critical: 10% } }
    notify: floor
";

/// Looks like a token, and is none.
const SECRET: &str = "q83vEjRWeJASNFZ4kBI0VniQEjRWeJAS";

/// A folder with `vigia.yaml` and rules.
struct Folder(TempDir);

impl Folder {
    fn new(settings: &str, rules: &str) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        fs::create_dir(folder.path("rules")).unwrap();
        folder
            .write("vigia.yaml", settings)
            .write("rules/abandonment.yaml", rules)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(self, name: &str, text: &str) -> Self {
        fs::write(self.path(name), text).unwrap();
        self
    }

    fn load(&self) -> Result<Config, Vec<ConfigProblem>> {
        load(&self.path("vigia.yaml"), env)
    }

    /// What `vigia check` prints, with paths as if it had been started in the folder.
    fn check(&self) -> (CheckResult, String) {
        let mut out = Vec::new();
        let finding = check(&self.path("vigia.yaml"), env, ReportStyle::Plain, &mut out).unwrap();
        let folder = format!("{}/", self.0.path().display());
        let text = String::from_utf8(out).unwrap().replace(&folder, "");
        (finding, text)
    }

    fn refusal(&self) -> String {
        let (finding, text) = self.check();
        assert_eq!(finding, CheckResult::Wrong, "{text}");
        text
    }
}

#[expect(clippy::unnecessary_wraps, reason = "it stands for the environment")]
fn every_token(_: &str) -> Option<String> {
    Some(String::from("a-token-of-the-tests"))
}

fn env(name: &str) -> Option<String> {
    match name {
        "WOLKVOX_TOKEN" | "DISCORD_TOKEN" => every_token(name),
        _ => None,
    }
}
