//! Files of rules as a whole: defaults, names, and what the reference says.

use super::*;
use crate::{
    metrics::{Metric, Quantity, Unit},
    rules::{ScopeSelection, Severity},
};

fn messages(text: &str) -> Vec<String> {
    let channels = [ChannelName::new("floor")];
    let known = KnownNames {
        channels: &channels,
        roles: &[],
        poll_every: Duration::from_secs(300),
    };
    parse(text, known)
        .err()
        .unwrap_or_default()
        .into_iter()
        .map(|fault| {
            let line = fault.span.map_or(0, |span| span.place(text).line);
            format!("{line}: {}", fault.message)
        })
        .collect()
}

fn one_rule(text: &str) -> Rule {
    let channels = [ChannelName::new("floor")];
    let known = KnownNames {
        channels: &channels,
        roles: &[],
        poll_every: Duration::from_secs(300),
    };
    parse(text, known).unwrap().remove(0)
}

const SHORT: &str = "rules:\n  - alert: a\n    metric: asa\n    of: operation\n    \
                     when: { above: { critical: 2m } }\n    notify: floor\n";

#[test]
fn what_is_left_out_has_the_defaults_of_the_reference() {
    let rule = one_rule(SHORT);
    assert_eq!(rule.metric, Metric::Asa);
    assert_eq!(rule.of, ScopeSelection::Operation);
    assert_eq!(rule.window, Duration::from_secs(3_600));
    assert_eq!(rule.at_least, None);
    assert_eq!(rule.hold_for, Duration::ZERO);
    assert_eq!(rule.keep_firing_for, Duration::ZERO);
    assert_eq!(rule.repeat, None);
    assert_eq!(rule.description, None);
    assert_eq!(rule.when.limit(Severity::Warning), None);
    assert_eq!(
        rule.when.limit(Severity::Critical),
        Some(Quantity::Duration(Duration::from_secs(120)))
    );
}

#[test]
fn one_bad_rule_hides_no_other() {
    let two = "rules:\n  - alert: a\n    metrik: asa\n  - alert: b\n    of: nothing\n";
    assert_eq!(
        messages(two),
        [
            "2: a rule needs `of`",
            "2: a rule needs `when`",
            "2: a rule needs `notify`",
            "3: a rule has no key `metrik`",
            "4: a rule needs `metric`",
            "4: a rule needs `when`",
            "4: a rule needs `notify`",
            "5: a rule cannot look at `nothing`",
        ]
    );
}

#[test]
fn a_name_stands_for_one_rule_over_all_files() {
    let channels = [ChannelName::new("floor")];
    let known = KnownNames {
        channels: &channels,
        roles: &[],
        poll_every: Duration::from_secs(300),
    };
    let source = |name| RuleSource { name, text: SHORT };
    let parsed = parse_files(&[source("a.yaml"), source("b.yaml")], known);
    assert_eq!((parsed[0].rules.len(), parsed[1].rules.len()), (1, 0));
    let fault = &parsed[1].faults[0];
    assert_eq!(fault.message, "two rules are called `a`");
    assert!(fault.help.as_ref().unwrap().contains("line 2 of a.yaml"));
}

#[test]
fn a_file_without_rules_says_what_it_wants() {
    assert_eq!(
        messages(""),
        ["1: a file of rules is a map, but this is nothing"]
    );
    assert_eq!(
        messages("- alert: a\n"),
        ["1: a file of rules is a map, but this is a list"]
    );
    assert_eq!(
        messages("rules: all\n"),
        ["1: expected a list of rules, found `all`"]
    );
    assert!(messages("rules: []\n").is_empty());
}

/// What the reference says of a metric.
fn row(metric: Metric) -> String {
    let unit = match metric.unit() {
        Unit::Percent => "percentage",
        Unit::Duration => "duration",
        Unit::Count => "whole number",
        Unit::Money => "amount",
    };
    let scopes = metric.scopes().iter();
    let of: Vec<String> = scopes.map(ToString::to_string).collect();
    let counted = metric
        .out_of()
        .map_or_else(|| "(cannot be used)".to_owned(), |of| of.to_string());
    let least = metric
        .least_sample()
        .map_or_else(|| "–".to_owned(), |least| least.count.to_string());
    let of = of.join(", ");
    format!("| `{metric}` | {unit} | {of} | {counted} | {least} |")
}

#[test]
fn the_reference_tells_what_each_metric_can_be_used_with() {
    let page = include_str!("../../../../../docs/rules.md");
    let (_, table) = page.split_once("\n## Metrics\n").unwrap();
    let (table, _) = table.split_once("\n## ").unwrap();
    let told: Vec<&str> = table
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    assert_eq!(told, Metric::ALL.map(row));
}

#[test]
fn at_least_and_confidence_need_something_counted() {
    for metric in Metric::ALL {
        let limit = match metric.unit() {
            Unit::Percent => "50%",
            Unit::Duration => "2m",
            Unit::Count => "20",
            Unit::Money => "1500.5",
        };
        let text = format!(
            "rules:\n  - alert: a\n    metric: {metric}\n    of: operation\n    \
             when: {{ above: {{ warning: {limit} }} }}\n    notify: floor\n"
        );
        assert!(messages(&text).is_empty(), "{metric} {:?}", messages(&text));
        let least = messages(&format!("{text}    at_least: 20\n"));
        assert_eq!(least.is_empty(), metric.out_of().is_some(), "{metric}");
        let sure = messages(&format!("{text}    confidence: 95%\n"));
        assert_eq!(sure.is_empty(), metric.is_counted_share(), "{metric}");
    }
}

#[test]
fn nobody_is_absent_among_those_whom_the_report_names() {
    let of = |words: &str| {
        messages(&format!(
            "rules:\n  - alert: a\n    metric: hold.total\n    of: {words}\n    \
             when: {{ absent: 30m }}\n    notify: floor\n"
        ))
    };
    assert_eq!(
        of("every agent"),
        ["5: of `every agent` nobody can be absent"]
    );
    assert!(
        of("agents Ana, Luis").is_empty(),
        "{:?}",
        of("agents Ana, Luis")
    );
}

mod text {
    use super::*;

    const TEXT: &str = "\
# Every centre begins with these.
calendars: []
rules:
  - alert: one   # the first
    metric: abandon.rate
    description: >
      Revise

      las pausas.

  # Of the second.
  - alert: two
    when: { above: { warning: 5%,
                     critical: 10% } }
  - { alert: three, metric: asa }
other: 1
";

    #[test]
    fn a_rule_is_shown_as_it_is_rule_text() {
        let shown = |name: &str| rule_text(TEXT, &RuleId::new(name));
        insta::assert_snapshot!(shown("one").unwrap().1, @r"
        - alert: one   # the first
          metric: abandon.rate
          description: >
            Revise

            las pausas.
        ");
        let (line, two) = shown("two").unwrap();
        assert_eq!(line, 12);
        assert!(two.ends_with("critical: 10% } }"), "{two}");
        let three = Some((15, "- { alert: three, metric: asa }".to_owned()));
        assert_eq!(shown("three"), three);
        assert_eq!(shown("four"), None);
        assert_eq!(rule_text("rules: [", &RuleId::new("one")), None);
        assert_eq!(rule_text("- alert: one", &RuleId::new("one")), None);
    }

    #[test]
    fn a_list_may_stand_at_the_left_edge() {
        let text = "rules:\n- alert: a\n  of: operation\n- alert: b\n  of: team\n";
        let shown = rule_text(text, &RuleId::new("a"));
        assert_eq!(shown, Some((2, "- alert: a\n  of: operation".to_owned())));
    }
}

#[test]
fn a_report_is_named_where_the_rule_can_look_at_one() {
    let of = |metric: &str, when: &str, report: &str| {
        messages(&format!(
            "rules:\n  - alert: a\n    metric: {metric}\n    of: operation\n    report: {report}\n    \
             when: {when}\n    notify: floor\n"
        ))
    };
    let above = "{ above: { critical: 5 } }";
    assert_eq!(of("feed.failures", above, "skill_11"), [""; 0]);
    assert_eq!(of("calls.offered", "{ absent: 30m }", "skill_11"), [""; 0]);
    assert_eq!(
        of("feed.failures", above, "skill_12"),
        ["5: unknown report `skill_12`"]
    );
    assert_eq!(
        of("calls.offered", "{ absent: 30m }", "agent_9"),
        ["5: calls.offered is not made of agent_9"]
    );
    assert_eq!(
        of("calls.offered", above, "skill_11"),
        ["5: `report` goes with `feed.age`, `feed.failures` and `absent`"]
    );
}
