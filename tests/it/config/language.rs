//! The language of rules beyond fixed limits: what contradicts itself, and what is odd.

use std::time::Duration;

use insta::assert_snapshot;
use vigia::{cli::check::CheckResult, config::Config};
use vigia_core::{
    metrics::AgentName,
    rules::{
        ChannelName, EscalationStep, RepeatInterval, RoleName, Rule, RuleCondition, RuleId,
        ScopeSelection, UnusualReference,
    },
};

use super::{Folder, SETTINGS};

/// A rule of a share, a rule that it may depend on, and a calendar.
const RULES: &str = "calendars:
  open: { hours: { mon-fri: 07:00-21:00 } }
rules:
  - alert: abandoned
    metric: abandon.rate
    of: every skill
    when: { above: { warning: 5%, critical: 10% } }
    during: open
    notify: floor
  - alert: queue
    metric: queue.avg_wait
    of: every skill
    when: { above: { critical: 3m } }
    notify: floor
";

fn folder(from: &str, to: &str) -> Folder {
    let settings = SETTINGS.to_owned()
        + "  managers: \"223456789012345678\"\n\
           roles: { supervisors: \"41\", bosses: \"42\" }\n";
    let rules = RULES.replacen(from, to, 1);
    assert!(RULES.contains(from), "{from}");
    Folder::new(&settings, &rules)
}

/// The first rule, with a line more.
fn config(line: &str) -> Config {
    let folder = folder("    during", &format!("    {line}\n    during"));
    folder
        .load()
        .unwrap_or_else(|problems| panic!("{line}: {problems:?}"))
}

fn first(config: &Config) -> &Rule {
    &config.rules.rules[0]
}

const fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

#[test]
fn a_rule_is_read_with_all_that_it_can_say() {
    let text = "at_least: 20
    at_least_bad: 5
    window: 30m to 2h
    recover: { below: { warning: 4%, critical: 8% } }
    repeat_interval: 15m to 4h
    depends_on: [queue]
    labels: { team: voz }
    escalate:
      - { after: 10m, mention: supervisors }
      - { after: 30m, notify: managers, mention: [bosses, supervisors] }";
    let config = config(text);
    let rule = first(&config);
    assert_eq!((rule.at_least, rule.at_least_bad), (Some(20), Some(5)));
    assert_eq!(
        (rule.window, rule.widens_to),
        (minutes(30), Some(minutes(120)))
    );
    let repeat = RepeatInterval {
        every: minutes(15),
        longest: Some(minutes(240)),
        once: false,
    };
    assert_eq!(rule.repeat, Some(repeat));
    let named: Vec<&str> = rule.depends_on.iter().map(RuleId::as_str).collect();
    assert_eq!(named, ["queue"]);
    assert_eq!(rule.labels, [("team".to_owned(), "voz".to_owned())].into());
    assert_eq!(rule.during.as_ref().unwrap().name.as_str(), "open");
    let [supervisors, bosses] = ["supervisors", "bosses"].map(RoleName::new);
    let first = EscalationStep {
        after: minutes(10),
        notify: None,
        mention: vec![supervisors.clone()],
    };
    let second = EscalationStep {
        after: minutes(30),
        notify: Some(ChannelName::new("managers")),
        mention: vec![bosses, supervisors],
    };
    assert_eq!(rule.escalation, Some(vec![first, second]));
    assert_eq!(config.roles[&RoleName::new("bosses")], 42);
    assert!(config.warnings.is_empty(), "{:?}", config.warnings);
}

#[test]
fn an_alert_is_told_in_one_channel_or_in_one_for_each_severity() {
    for (text, warning, critical) in [
        ("floor", "floor", "floor"),
        (
            "{ warning: floor, critical: managers }",
            "floor",
            "managers",
        ),
        ("{ critical: managers }", "managers", "managers"),
    ] {
        let folder = folder("notify: floor", &format!("notify: {text}"));
        let config = folder.load().unwrap();
        let notify = &first(&config).notify;
        let told = (notify.warning.as_str(), notify.critical.as_str());
        assert_eq!(told, (warning, critical), "{text}");
    }
    let config = config("escalate: []");
    assert_eq!(first(&config).escalation, Some(Vec::new()));
}

#[test]
fn a_rule_can_look_for_the_unusual_and_for_the_absent() {
    let when = |condition: &str| {
        let condition = format!("when: {{ {condition} }}");
        let limits = "when: { above: { warning: 5%, critical: 10% } }";
        first(&folder(limits, &condition).load().unwrap())
            .when
            .clone()
    };
    let RuleCondition::Unusual(unusual) = when("unusual: { weeks: 4, step: 2.5%, at_least: 8 }")
    else {
        panic!("it looks for the unusual");
    };
    assert_eq!(unusual.against(), UnusualReference::History { weeks: 4 });
    let RuleCondition::Absent(absent) = when("absent: { warning: 15m, critical: 1h }") else {
        panic!("it looks for the absent");
    };
    assert_eq!(absent.shortest(), minutes(15));
    assert!(matches!(when("absent: 30m"), RuleCondition::Absent(_)));
    assert!(matches!(when("unusual: {}"), RuleCondition::Unusual(_)));
}

#[test]
fn a_rule_can_look_at_agents() {
    for (text, of) in [
        ("every agent", ScopeSelection::EveryAgent),
        ("team", ScopeSelection::Team),
        (
            "agent \"Ana Pérez\"",
            ScopeSelection::Agents(vec![AgentName::new("Ana Pérez")]),
        ),
    ] {
        let rule = format!("metric: hold.share\n    of: {text}");
        let rules = "metric: abandon.rate\n    of: every skill";
        let config = folder(rules, &rule).load().unwrap();
        assert_eq!(first(&config).of, of);
    }
}

const LIMITS: &str = "above: { warning: 5%, critical: 10% }";

fn assert_errors(slips: &[(&str, &str, &str)]) {
    for (from, to, part) in slips {
        let (finding, text) = folder(from, to).check();
        assert_eq!(finding, CheckResult::Wrong, "{to}: {text}");
        assert!(text.contains(part), "{to}: {part}\n{text}");
    }
}

#[test]
fn windows_recovery_and_samples_that_contradict_themselves_are_errors() {
    assert_errors(&[
        // Windows that widen.
        (
            "    during",
            "    window: 30m to 2h\n    during",
            "add a line such as `at_least",
        ),
        (
            "    during",
            "    window: 30m-2h\n    during",
            "did you mean `30m to 2h`?",
        ),
        (
            "abandon.rate\n    of: every skill\n    when: { above: { warning: 5%, critical: 10% } }",
            "abandon.count\n    of: every skill\n    window: 1h to 2h\n    at_least: 9\n    \
             when: { above: { warning: 5 } }",
            "abandon.count is more in a longer window",
        ),
        // Recovery.
        (
            "    during",
            "    recover: { below: { warning: 4%, critical: 11% } }\n    during",
            "past the limit",
        ),
        (
            "    during",
            "    recover: { below: { warning: 4%, critical: 3% } }\n    during",
            "is reached after that of `warning`",
        ),
        (
            "    during",
            "    recover: { below: {} }\n    during",
            "needs a limit",
        ),
        // The least bad events.
        (
            "queue.avg_wait",
            "queue.avg_wait\n    at_least_bad: 3",
            "`at_least_bad` needs a share of calls",
        ),
    ]);
}

#[test]
fn slips_about_the_unusual_and_the_absent_are_errors() {
    assert_errors(&[
        (
            LIMITS,
            "unusual: { warning: 6, critical: 3 }",
            "reached before",
        ),
        (LIMITS, "unusual: { warning: 5% }", "a robust z has no unit"),
        (
            LIMITS,
            "unusual: { warning: 300 }",
            "lies between 1 and 20, found 300",
        ),
        (
            LIMITS,
            "unusual: { side: high }",
            "neither `above` nor `below`",
        ),
        (
            LIMITS,
            "unusual: { than: team }",
            "only an agent has a team",
        ),
        (LIMITS, "unusual: { than: tem }", "did you mean `team`?"),
        (LIMITS, "unusual: { weeks: 2 }", "3 to 12 weeks, found 2"),
        (LIMITS, "unusual: { ratio: 1,5 }", "numbers have a point"),
        (LIMITS, "unusual: { ratio: 0.5 }", "between 1 and 100"),
        (LIMITS, "unusual: { step: 2m }", "is a duration"),
        (LIMITS, "unusual: { recover: 4 }", "past the limit"),
        (LIMITS, "unusual: { ration: 2 }", "did you mean `ratio`?"),
        (LIMITS, "unusual:", "`unusual` has no value"),
        (
            LIMITS,
            "unusual: {} }\n    confidence: 95%\n    recover: { below: 4%",
            "`confidence` does not go with `unusual`",
        ),
        // The absent.
        (LIMITS, "absent: soon", "expected a duration"),
        (LIMITS, "absent: 0s", "this is none"),
        (
            LIMITS,
            "absent: { warning: 1h, critical: 15m }",
            "reached before",
        ),
        (LIMITS, "absent: {}", "needs a length of time"),
        (
            LIMITS,
            "absent: 30m }\n    at_least: 5\n    labels: { a: b",
            "`at_least` does not go with `absent`",
        ),
    ]);
}

#[test]
fn what_nobody_has_named_is_an_error() {
    assert_errors(&[
        ("during: open", "during: opne", "did you mean `open`?"),
        ("during: open", "depends_on: queu", "did you mean `queue`?"),
        (
            "during: open",
            "depends_on: abandoned",
            "would silence itself",
        ),
        (
            "during: open",
            "depends_on: [queue, queue]",
            "`queue` is named twice",
        ),
        (
            "notify: floor",
            "notify: [floor, managers]",
            "goes to one channel",
        ),
        ("notify: floor", "notify: {}", "`notify` needs a channel"),
        (
            "notify: floor",
            "notify: { warning: flor }",
            "did you mean `floor`?",
        ),
    ]);
}

#[test]
fn slips_about_labels_and_escalation_are_errors() {
    assert_errors(&[
        (
            "during: open",
            "labels: voz",
            "a name and a value for each label",
        ),
        (
            "during: open",
            "labels: { severity: high }",
            "silences match it already",
        ),
        (
            "during: open",
            "labels: { área: voz }",
            "letters, digits and `_`",
        ),
        // Escalation.
        ("during: open", "escalate: supervisors", "a list of steps"),
        (
            "during: open",
            "escalate: [{ after: 10m }]",
            "a step needs a channel, a role, or both",
        ),
        (
            "during: open",
            "escalate: [{ mention: bosses }]",
            "a step needs `after`",
        ),
        (
            "during: open",
            "escalate: [{ after: 0s, mention: bosses }]",
            "`after: 0s` is not allowed",
        ),
        (
            "during: open",
            "escalate: [{ after: 5m, mention: boses }]",
            "did you mean `bosses`?",
        ),
        (
            "during: open",
            "escalate: [{ after: 5m, mention: '@here' }]",
            "under `roles` in vigia.yaml",
        ),
        (
            "during: open",
            "escalate: [{ after: 5m, mention: bosses }, { after: 5m, notify: floor }]",
            "comes after the one before it",
        ),
        // Agents.
        (
            "every skill",
            "every agent",
            "abandon.rate is not reported by agent",
        ),
        ("every skill", "team", "a team is made of agents"),
        // Calendars.
        ("mon-fri", "mno-fri", "did you mean `mon`?"),
        ("hours:", "hour:", "did you mean `hours`?"),
    ]);
}

#[test]
fn rules_that_wait_for_each_other_are_an_error() {
    let rules = RULES.replacen("during: open", "depends_on: queue", 1)
        + "    depends_on: third
  - alert: third
    metric: asa
    of: every skill
    when: { above: { critical: 3m } }
    depends_on: [abandoned]
    notify: floor
";
    assert_snapshot!(Folder::new(SETTINGS, &rules).refusal(), @"
      × rules depend on each other: abandoned → queue → third → abandoned
        ╭─[rules/abandonment.yaml:20:17]
     19 │     when: { above: { critical: 3m } }
     20 │     depends_on: [abandoned]
        ·                 ┬
        ·                 ╰── closes a circle
     21 │     notify: floor
        ╰────
      help: all of them would be silent at once: take one of the lines away

    1 error found
    ");
}

#[test]
fn what_another_file_names_can_be_referred_to() {
    let other = "calendars:
  nights: { hours: { daily: 22:00-06:00 } }
rules:
  - alert: by-night
    metric: asa
    of: every skill
    when: { above: { critical: 3m } }
    during: open
    depends_on: abandoned
    notify: floor
";
    let rules = RULES.replacen("during: open", "during: nights", 1);
    let folder = Folder::new(SETTINGS, &rules).write("rules/other.yaml", other);
    let config = folder.load().unwrap();
    let calendar = |rule: &Rule| rule.during.as_ref().map(|it| it.name.to_string());
    let calendars: Vec<_> = config.rules.rules.iter().map(calendar).collect();
    let [nights, open] = ["nights", "open"].map(|name| Some(name.to_owned()));
    assert_eq!(calendars, [nights, None, open]);
    assert!(config.warnings.is_empty(), "{:?}", config.warnings);
}

#[test]
fn what_can_never_be_is_a_warning() {
    let rules = "calendars:
  open: { hours: { mon-fri: 07:00-21:00 } }
rules:
  - alert: unproven
    metric: abandon.rate
    of: every skill
    when: { above: { warning: 50%, critical: 100% } }
    confidence: 95%
    at_least: 2
    at_least_bad: 3
    notify: floor
  - alert: hasty
    metric: asa
    of: operation
    when: { absent: 5m }
    depends_on: unproven
    notify: floor
";
    let (finding, text) = Folder::new(SETTINGS, rules).check();
    assert_eq!(finding, CheckResult::Right);
    assert_snapshot!(text, @"
      ⚠ no rule looks during `open`
       ╭─[rules/abandonment.yaml:2:3]
     1 │ calendars:
     2 │   open: { hours: { mon-fri: 07:00-21:00 } }
       ·   ──┬─
       ·     ╰── not used
     3 │ rules:
       ╰────

      ⚠ no value lies above the limit of `critical`
       ╭─[rules/abandonment.yaml:7:13]
     6 │     of: every skill
     7 │     when: { above: { warning: 50%, critical: 100% } }
       ·             ──┬──
       ·               ╰── never reached
     8 │     confidence: 95%
       ╰────
      help: exactly the limit is not past it

      ⚠ 2 calls prove no breach, however bad they are
        ╭─[rules/abandonment.yaml:9:15]
      8 │     confidence: 95%
      9 │     at_least: 2
        ·               ┬
        ·               ╰── too few
     10 │     at_least_bad: 3
        ╰────
      help: with this confidence it takes 3

      ⚠ `at_least_bad` (3) is more than `at_least` (2)
        ╭─[rules/abandonment.yaml:10:19]
      9 │     at_least: 2
     10 │     at_least_bad: 3
        ·                   ┬
        ·                   ╰── more than all
     11 │     notify: floor
        ╰────
      help: with fewer than 3 calls the rule never fires

      ⚠ `absent` is shorter than two polls (10m)
        ╭─[rules/abandonment.yaml:15:13]
     14 │     of: operation
     15 │     when: { absent: 5m }
        ·             ───┬──
        ·                ╰── one miss
     16 │     depends_on: unproven
        ╰────
      help: one report without a row would be an alert

      ⚠ `unproven` looks at one skill at a time, and this rule does not
        ╭─[rules/abandonment.yaml:16:17]
     15 │     when: { absent: 5m }
     16 │     depends_on: unproven
        ·                 ────┬───
        ·                     ╰── never silences it
     17 │     notify: floor
        ╰────
      help: a rule is silent while another fires for the same scope or the operation

    principal: 22500 API requests/day for polling (25000 minus 2500 reserved for commands):
      288 polls take 1728
        (agent_9 288, cdr_4 288, diagram_2 288, skill_1 288, skill_11 288, skill_9 288)
      up to 12 missed polls after a stop take 72
      the lists of names take 72
      enough, whatever skills there are
      enough for 69 skills where `skill_1` cannot be read and each skill is asked by itself
    OK: 2 rules in 1 file, with 6 warnings
    ");
}

#[test]
fn a_window_that_widens_costs_a_call_for_each_of_its_lengths_at_most() {
    let as_told_by_skill = "metric: service_level.20s\n    of: every skill\n    at_least: 20";
    let cost = |window: &str| {
        let rule = format!("{as_told_by_skill}\n    window: {window}");
        folder("metric: abandon.rate\n    of: every skill", &rule)
            .check()
            .1
    };
    // The other rule has a window of an hour, which is one of those that this one widens to.
    let fixed = cost("30m");
    assert!(fixed.contains("take 2016\n"), "{fixed}");
    let widened = cost("30m to 2h");
    assert!(
        widened.contains("(2016, where no window widens)"),
        "{widened}"
    );
    assert!(widened.contains("take at most 2304\n"), "{widened}");
    assert!(widened.contains("skill_1 576–864"), "{widened}");
}
