//! `vigia test`, as the person meets it who writes the tests of rules.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;
use vigia::{
    cli::test::{TestTally, run_rule_tests},
    config::ReportStyle,
};

const RULES: &str = "rules:
  - alert: high-abandonment
    metric: abandon.rate
    of: every skill
    when: { above: { warning: 5%, critical: 10% } }
    for: 5m
    notify: anywhere
";

const TESTS: &str = "start: 2026-11-16 10:00
tests:
  - name: two bad looks fire
    rows: [{ report: skill_11, skill: 12, inbound_calls: 100, abandon_calls: 9 }]
    expect: [{ at: 10:05, alerts: [{ state: firing, severity: warning }] }]
";

/// A folder of rules and tests.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn with(tests: &str) -> Self {
        let folder = Self::new().write("a.yaml", RULES);
        folder.write("a.test.yaml", tests)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(self, name: &str, text: &str) -> Self {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
        self
    }

    /// What `vigia test` prints, with paths as if it had been started in the folder.
    fn test(&self) -> (TestTally, String) {
        let mut out = Vec::new();
        let paths = [self.0.path().to_owned()];
        let config = self.path("vigia.yaml");
        let tally = run_rule_tests(&paths, &config, ReportStyle::Plain, &mut out).unwrap();
        let folder = format!("{}/", self.0.path().display());
        let text = String::from_utf8(out).unwrap().replace(&folder, "");
        (tally, text)
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn all_pass(folder: &Path) -> TestTally {
    let mut out = Vec::new();
    let paths = [folder.to_owned()];
    let tally = run_rule_tests(&paths, &root().join("none"), ReportStyle::Plain, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!((tally.failed, tally.problems), (0, 0), "\n{text}");
    tally
}

/// The examples of the reference, in their order.
fn blocks(kind: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join("docs/rules-tests.md")).unwrap();
    let fence = format!("\n```{kind}\n");
    let blocks = text.split(fence.as_str()).skip(1);
    blocks
        .map(|block| block.split("```").next().unwrap().to_owned())
        .collect()
}

#[test]
fn every_file_of_rules_has_tests_beside_it_and_they_pass() {
    let folder = root().join("rules");
    all_pass(&folder);
    let names: BTreeSet<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    for name in names.iter().filter(|name| !name.contains(".test.")) {
        let Some(stem) = name.strip_suffix(".yaml") else {
            continue;
        };
        let tests = format!("{stem}.test.yaml");
        assert!(names.contains(&tests), "{name} has no {tests} beside it");
    }
}

#[test]
fn the_examples_of_the_reference_pass_and_the_last_fails_as_it_shows() {
    let examples = blocks("yaml");
    let [rules, passing @ .., failing] = examples.as_slice() else {
        panic!("the reference has no examples");
    };
    assert!(passing.len() > 3);
    let mut folder = Folder::new().write("rules.yaml", rules);
    for (number, tests) in passing.iter().enumerate() {
        folder = folder
            .write(&format!("{number}.yaml"), rules)
            .write(&format!("{number}.test.yaml"), tests);
    }
    all_pass(folder.0.path());

    let folder = Folder::new()
        .write("rules.yaml", rules)
        .write("rules.test.yaml", failing);
    let (tally, text) = folder.test();
    assert_eq!(tally.failed, 1);
    let shown = blocks("text").pop().unwrap();
    assert!(text.contains(&shown), "{text}");
}

#[test]
fn what_is_wrong_with_a_file_comes_all_at_once() {
    let folder = Folder::with(
        "start: 2026-11-16 10:00
skils: { 12: Soporte TV }
tests:
  - name: a
    rows:
      - { report: skill_12, skill: 12 }
      - { report: skill_11, skill: 12, inbound_cals: 120, abandon_calls: nueve }
      - { report: agent_9, agent: ANA }
    expect:
      - { at: 10:07, alerts: none }
      - { at: 9:55, alerts: [{ rule: high-abandonmnt, state: fired }] }
      - { from: 10:10, to: 10:05, pings: 0 }
      - { at: 10:05 }
      - { at: 10:05, alerts: [{ state: quiet }], tells: [fire] }
  - name: a
    rows: []
    silences: [{ rule: nobody, from: 10:10, to: 10:10 }]
    expect: []
",
    );
    let (tally, text) = folder.test();
    assert_eq!((tally.passed, tally.failed), (0, 0));
    let messages: Vec<&str> = text
        .lines()
        .filter_map(|line| {
            let line = line.trim_start();
            line.strip_prefix("× ").or(line.strip_prefix("help: "))
        })
        .collect();
    insta::assert_snapshot!(messages.join("\n"), @r"
    a file of tests has no key `skils`
    did you mean `skills`?
    `skill_12` is not a report
    did you mean `skill_11`?
    a row has no key `inbound_cals`
    did you mean `inbound_calls`?
    expected a whole number such as `20` or `20 x3`, found `nueve`
    beside figures there are `_` (no figure), `empty` (no such row) and `failed` (the
    the row has no figures
    give it some of `count`, `hold_time`, `mute_time` or `total_time`
    there is no poll at 10:07
    there is one at 10:05 and at 10:10
    no rule under test is called `high-abandonmnt`
    did you mean `high-abandonment`?
    expected `quiet`, `pending`, `firing` or `recovering`, found `fired`
    `to` lies before `from`
    nothing is expected here
    add a line such as `alerts: none`
    of what is quiet, `rule` and `scope` must be named
    expected `fired`, `escalated`, `grew`, `eased`, `improved`, `reminded`, `called`,
    did you mean `fired`?
    two tests are called `a`
    no rule under test is called `nobody`
    expected `high-abandonment`
    `to` does not lie after `from`
    the test expects nothing
    a test that cannot fail tells nothing
    ");
    assert!(text.contains("a.test.yaml:2:1"), "{text}");
}

#[test]
fn rules_that_are_wrong_or_missing_are_said_and_not_tested() {
    let folder = Folder::with(TESTS).write("a.yaml", "rules:\n  - alert: a\n    of: nobody\n");
    let (tally, text) = folder.test();
    assert_eq!(tally.passed + tally.failed, 0);
    assert!(text.contains("a.yaml:3:"), "{text}");

    let tests = format!("rules: [a.yaml, none.yaml]\n{TESTS}");
    let (tally, text) = Folder::with(&tests).test();
    assert_eq!(tally.problems, 1);
    assert!(text.contains("a.test.yaml:1:17"), "{text}");
    assert!(text.contains("none.yaml` cannot be read"), "{text}");
}

#[test]
fn the_quota_of_a_test_is_the_bots() {
    let rules = "rules:
  - alert: quota
    metric: quota.used_share
    of: operation
    when: { above: { warning: 60%, critical: 85% } }
    notify: ops
";
    let tests = "start: 2026-11-16 10:00
tests:
  - name: it is told before it is spent
    rows: [{ report: cdr_4, interval: 0_5_seg, calls: 1 }]
    quota: { used: [10000, 16000, 24000, _], limit: 25000 }
    expect:
      - { at: 10:00, alerts: none }
      - { at: 10:05, alerts: [{ severity: warning, state: firing }] }
      - { at: 10:10, tells: [escalated] }
      - { at: 10:25, alerts: [{ no_data: yes }] }
";
    let folder = Folder::new().write("a.yaml", rules);
    all_pass(folder.write("a.test.yaml", tests).0.path());
}

#[test]
fn a_folder_without_tests_is_no_success() {
    let (tally, text) = Folder::new().write("a.yaml", RULES).test();
    assert_eq!(tally.problems, 1);
    assert!(
        text.contains("no file in this folder ends with `.test.yaml`"),
        "{text}"
    );
}

#[test]
fn the_exit_code_says_what_the_tests_came_to() {
    let failing = TESTS.replace("severity: warning", "severity: critical");
    for (tests, code) in [(TESTS, 0), (failing.as_str(), 1), ("tests:\n", 2)] {
        let folder = Folder::new()
            .write("vigia.yaml", "rules: own\n")
            .write("own/a.yaml", RULES)
            .write("own/a.test.yaml", tests);
        let run = Command::new(env!("CARGO_BIN_EXE_vigia"))
            .arg("test")
            .current_dir(folder.0.path())
            .env_remove("VIGIA_CONFIG")
            .output()
            .unwrap();
        let out = String::from_utf8(run.stdout).unwrap();
        assert_eq!(run.status.code(), Some(code), "{out}");
    }
}
