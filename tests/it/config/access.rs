//! Who may see what, as the file says it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use insta::assert_snapshot;
use vigia::{
    cli::check::CheckResult,
    commands::{CommandAccess, CommandService},
    config::{AccessConfig, COMMANDS},
};
use vigia_core::rules::ActiveRules;

use super::{Folder, RULES, SETTINGS};
use crate::support::service;

/// [`SETTINGS`] with two roles, and this below them.
fn settings(access: &str) -> String {
    let roles = "roles:\n  supervisors: \"41\"\n  quality: \"42\"\n";
    format!("{SETTINGS}{roles}{access}")
}

fn folder(access: &str) -> Folder {
    Folder::new(&settings(access), RULES)
}

#[test]
fn names_become_the_numbers_behind_them() {
    let access = "access:
  commands:
    hold: [supervisors, quality]
    durations: [supervisors]
  agents: [floor]
  contact: \" María, coordinación \"
";
    let config = folder(access).load().unwrap();
    assert!(config.warnings.is_empty(), "{:?}", config.warnings);
    let commands = [
        ("hold".to_owned(), BTreeSet::from([41, 42])),
        ("durations".to_owned(), BTreeSet::from([41])),
    ];
    let expected = AccessConfig {
        commands: BTreeMap::from(commands),
        agents_in: BTreeSet::from([123_456_789_012_345_678]),
        contact: Some("María, coordinación".to_owned()),
    };
    assert_eq!(config.access, expected);
}

#[test]
fn without_the_section_everything_is_for_everybody_and_no_agent_is_named() {
    let config = Folder::new(SETTINGS, RULES).load().unwrap();
    assert_eq!(config.access, AccessConfig::default());
}

#[test]
fn slips_are_told_all_at_once_and_with_what_was_meant() {
    let access = "access:
  commands:
    holds: [supervisors]
    durations: [supervisor]
    help: [quality]
  agents: [flor]
";
    assert_snapshot!(folder(access).refusal(), @r#"
      × unknown command `holds`
        ╭─[vigia.yaml:17:5]
     16 │   commands:
     17 │     holds: [supervisors]
        ·     ──┬──
        ·       ╰── unknown command
     18 │     durations: [supervisor]
        ╰────
      help: did you mean `hold`?

      × unknown role `supervisor`
        ╭─[vigia.yaml:18:17]
     17 │     holds: [supervisors]
     18 │     durations: [supervisor]
        ·                 ─────┬────
        ·                      ╰── unknown role
     19 │     help: [quality]
        ╰────
      help: did you mean `supervisors`?

      × `help` is for everybody
        ╭─[vigia.yaml:19:5]
     18 │     durations: [supervisor]
     19 │     help: [quality]
        ·     ──┬─
        ·       ╰── not limited
     20 │   agents: [flor]
        ╰────
      help: take the line away

      × unknown channel `flor`
        ╭─[vigia.yaml:20:12]
     19 │     help: [quality]
     20 │   agents: [flor]
        ·            ──┬─
        ·              ╰── unknown channel
        ╰────
      help: did you mean `floor`?

    4 errors found
    "#);
}

#[test]
fn half_given_things_are_errors() {
    for (access, part) in [
        ("access: hold\n", "`access` is a map, but this is text"),
        ("access: { comands: {} }\n", "did you mean `commands`?"),
        (
            "access: { commands: [hold] }\n",
            "expected a command and its roles",
        ),
        (
            "access: { commands: { hold: supervisors } }\n",
            "write `[supervisors]`",
        ),
        (
            "access: { commands: { hold: } }\n",
            "expected a list of roles",
        ),
        (
            "access: { commands: { pizza: [quality] } }\n",
            "expected `abandon`, `service`",
        ),
        (
            "access: { commands: { /hold: [quality] } }\n",
            "did you mean `hold`?",
        ),
        (
            "access: { commands: { hold: [[quality]] } }\n",
            "expected a role's name",
        ),
        (
            "access: { commands: { hold: [managers] } }\n",
            "expected `quality` or `supervisors`, or name it below `roles:`",
        ),
        ("access: { agents: floor }\n", "write `[floor]`"),
        ("access: { contact: \"a\\nb\" }\n", "a contact is one line"),
        ("access: { contact: \" \" }\n", "found an empty text"),
        ("access: { contact: [a] }\n", "expected whom people may ask"),
    ] {
        let text = folder(access).refusal();
        assert!(text.contains(part), "{access}: {part}\n{text}");
    }
    let long = format!("access: {{ contact: {} }}\n", "ñ".repeat(101));
    assert!(folder(&long).refusal().contains("1 to 100 characters"));
    let fits = format!("access: {{ contact: {} }}\n", "ñ".repeat(100));
    folder(&fits).load().unwrap();
}

#[test]
fn a_role_whose_number_is_wrong_is_told_once() {
    let text = settings("access: { commands: { hold: [supervisors, quality] } }\n")
        .replace("\"41\"", "Supervisors");
    let refusal = Folder::new(&text, RULES).refusal();
    assert!(refusal.contains("expected an id such as"), "{refusal}");
    assert!(refusal.contains("1 error found"), "{refusal}");
}

#[test]
fn a_role_is_needed_before_it_is_used() {
    let text = format!("{SETTINGS}access: {{ commands: {{ hold: [supervisors] }} }}\n");
    let refusal = Folder::new(&text, RULES).refusal();
    assert!(
        refusal.contains("help: name it below `roles:`"),
        "{refusal}"
    );
}

#[test]
fn the_server_is_no_role() {
    let text = settings("").replace("\"700000000000000002\"", "[\"41\", \"42\"]");
    let refusal = Folder::new(&text, RULES).refusal();
    let part = "`quality` has the id of the server, not of a role";
    assert!(refusal.contains(part), "{refusal}");
}

#[test]
fn what_is_probably_not_meant_is_warned_of() {
    let access = "access:
  commands:
    hold: []
    durations: [quality]
";
    let folder = folder(access);
    let (finding, text) = folder.check();
    assert_eq!(finding, CheckResult::Right, "{text}");
    assert_snapshot!(text, @r#"
      ⚠ no command is limited to the role `supervisors`, and no alert mentions it
        ╭─[vigia.yaml:13:3]
     12 │ roles:
     13 │   supervisors: "41"
        ·   ─────┬─────
        ·        ╰── not used
     14 │   quality: "42"
        ╰────

      ⚠ nobody but administrators may use `hold`
        ╭─[vigia.yaml:17:5]
     16 │   commands:
     17 │     hold: []
        ·     ──┬─
        ·       ╰── an empty list
     18 │     durations: [quality]
        ╰────
      help: name a role, or take the line away: it is for everybody then

    principal: 22500 API requests/day for polling (25000 minus 2500 reserved for commands):
      288 polls take 1440
        (agent_9 288, cdr_4 288, diagram_2 288, skill_11 288, skill_9 288)
      up to 12 missed polls after a stop take 60
      the lists of names take 72
      enough, whatever skills there are
    OK: 1 rule in 1 file, with 2 warnings
    "#);
    let limited = folder.load().unwrap().access.commands;
    assert_eq!(limited.get("hold"), Some(&BTreeSet::new()));
}

#[test]
fn a_channel_where_agents_may_be_named_is_used() {
    let text = settings("access: { agents: [office] }\n");
    let text = text.replace(
        "channels:\n",
        "channels:\n  office: \"9\"\n  attic: \"10\"\n",
    );
    let (_, text) = Folder::new(&text, RULES).check();
    assert!(
        text.contains("no rule notifies the channel `attic`"),
        "{text}"
    );
    assert!(!text.contains("channel `office`"), "{text}");
}

#[test]
fn the_commands_that_can_be_limited_are_those_of_the_menu() {
    let folder = tempfile::tempdir().unwrap();
    let store = service::open_store(folder.path());
    let rules = folder.path().to_owned();
    let desk = CommandService {
        operations: Vec::new(),
        access: CommandAccess::default(),
        alerts: service::alert_actions(&store, ActiveRules::default(), rules, DateTime::UNIX_EPOCH),
    };
    let menu: BTreeSet<&str> = desk.menu().iter().map(|item| item.name).collect();
    assert_eq!(menu, BTreeSet::from(COMMANDS));
}
