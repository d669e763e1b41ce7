//! How loud alerts are, as the file says it.

use std::time::Duration;

use insta::assert_snapshot;
use vigia_core::rules::{AlertPolicy, ChannelName, EscalationStep, NotificationPolicy, RoleName};

use super::{Folder, RULES, SETTINGS};

/// [`SETTINGS`] with another channel, two roles, and this below them.
fn folder(alerts: &str) -> Folder {
    let names = "  managers: \"42\"\nroles:\n  supervisors: \"41\"\n  bosses: \"43\"\n";
    Folder::new(&format!("{SETTINGS}{names}{alerts}"), RULES)
}

#[test]
fn the_section_is_read_and_what_it_names_is_used() {
    let text = "alerts:
  warning: { mention: supervisors }
  critical: { rings: false, mention: [supervisors, bosses] }
  escalate:
    - { after: 10m, mention: supervisors }
    - { after: 30m, notify: managers }
  storm: 3
  ops: managers
";
    let config = folder(text).load().unwrap();
    assert!(config.warnings.is_empty(), "{:?}", config.warnings);
    let [supervisors, bosses] = ["supervisors", "bosses"].map(RoleName::new);
    let managers = ChannelName::new("managers");
    let step = |minutes: u64, notify, mention| EscalationStep {
        after: Duration::from_secs(60 * minutes),
        notify,
        mention,
    };
    let expected = AlertPolicy {
        warning: NotificationPolicy {
            rings: false,
            mention: vec![supervisors.clone()],
        },
        critical: NotificationPolicy {
            rings: false,
            mention: vec![supervisors.clone(), bosses],
        },
        escalation: vec![
            step(10, None, vec![supervisors]),
            step(30, Some(managers.clone()), vec![]),
        ],
        storm: 3,
        ops: Some(managers),
    };
    assert_eq!(config.policy, expected);
}

#[test]
fn each_place_that_names_a_channel_or_a_role_uses_it() {
    for (text, uses) in [
        ("warning: { mention: bosses }", "bosses"),
        ("critical: { mention: [bosses] }", "bosses"),
        ("escalate: [{ after: 10m, mention: bosses }]", "bosses"),
        ("escalate: [{ after: 10m, notify: managers }]", "managers"),
        ("ops: managers", "managers"),
    ] {
        let (finding, report) = folder(&format!("alerts: {{ {text} }}\n")).check();
        let name = format!("`{uses}`");
        assert!(!report.contains(&name), "{text}: {finding:?} {report}");
    }
    let (_, report) = folder("").check();
    assert!(report.contains("`bosses`") && report.contains("`managers`"));
}

#[test]
fn without_the_section_warnings_are_silent_and_nobody_is_mentioned() {
    let config = Folder::new(SETTINGS, RULES).load().unwrap();
    assert_eq!(config.policy, AlertPolicy::default());
    let empty = folder("alerts: { storm: 10 }\n").load().unwrap();
    assert_eq!(empty.policy, AlertPolicy::default());
}

#[test]
fn slips_are_told_all_at_once_and_with_a_way_out() {
    let text = "alerts:
  warning: { rings: no, mention: supervisor }
  critical: loud
  escalate: [{ after: 30m, notify: managers }, { after: 10m, mention: \"@here\" }]
  storm: 0
  opps: managers
";
    assert_snapshot!(folder(text).refusal(), @r#"
      × expected `true` or `false`, found `no`
        ╭─[vigia.yaml:17:21]
     16 │ alerts:
     17 │   warning: { rings: no, mention: supervisor }
        ·                     ─┬
        ·                      ╰── not this
     18 │   critical: loud
        ╰────

      × unknown role `supervisor`
        ╭─[vigia.yaml:17:34]
     16 │ alerts:
     17 │   warning: { rings: no, mention: supervisor }
        ·                                  ─────┬────
        ·                                       ╰── unknown role
     18 │   critical: loud
        ╰────
      help: did you mean `supervisors`?

      × a severity is a map, but this is text
        ╭─[vigia.yaml:18:13]
     17 │   warning: { rings: no, mention: supervisor }
     18 │   critical: loud
        ·             ──┬─
        ·               ╰── not a map
     19 │   escalate: [{ after: 30m, notify: managers }, { after: 10m, mention: "@here" }]
        ╰────
      help: write `{ rings: true, mention: [supervisors] }`

      × a step comes after the one before it
        ╭─[vigia.yaml:19:57]
     18 │   critical: loud
     19 │   escalate: [{ after: 30m, notify: managers }, { after: 10m, mention: "@here" }]
        ·                                                         ─┬─
        ·                                                          ╰── not later
     20 │   storm: 0
        ╰────
      help: `after` counts from the alert, not from the step before

      × unknown role `@here`
        ╭─[vigia.yaml:19:71]
     18 │   critical: loud
     19 │   escalate: [{ after: 30m, notify: managers }, { after: 10m, mention: "@here" }]
        ·                                                                       ───┬───
        ·                                                                          ╰── unknown role
     20 │   storm: 0
        ╰────
      help: name the role under `roles` in vigia.yaml, and write that name here

      × expected how many cards a channel takes, found `0`
        ╭─[vigia.yaml:20:10]
     19 │   escalate: [{ after: 30m, notify: managers }, { after: 10m, mention: "@here" }]
     20 │   storm: 0
        ·          ┬
        ·          ╰── not this
     21 │   opps: managers
        ╰────
      help: write 1 or more; `10` is usual

      × `alerts` has no key `opps`
        ╭─[vigia.yaml:21:3]
     20 │   storm: 0
     21 │   opps: managers
        ·   ──┬─
        ·     ╰── unknown key
        ╰────
      help: did you mean `ops`?

    7 errors found
    "#);
}
