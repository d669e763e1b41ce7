//! A metric in a rule that asks too much of it is refused, with what it can be asked for.

use insta::assert_snapshot;
use vigia::cli::check::CheckResult;

use super::{Folder, RULES, SETTINGS};

/// The rules with another metric, scope and limits.
fn rules(metric: &str, of: &str, limits: &str) -> String {
    let rules = RULES
        .replace("abandon.rate", metric)
        .replace("of: operation", &format!("of: {of}"))
        .replace("warning: 5%, critical: 10%", limits);
    assert!(rules.contains(limits));
    rules
}

#[test]
fn a_cost_has_no_skills() {
    let rules = rules("cdr.cost", "every skill", "warning: 1500");
    assert_snapshot!(Folder::new(SETTINGS, &rules).refusal(), @r"
      × cdr.cost is not reported by skill
       ╭─[rules/abandonment.yaml:4:9]
     3 │     metric: cdr.cost
     4 │     of: every skill
       ·         ─────┬─────
       ·              ╰── not reported by this
     5 │     when: { above: { warning: 1500 } }
       ╰────
      help: did you mean `operation`? cdr.cost can be asked for with `operation` alone

    1 error found
    ");
}

#[test]
fn smart_hold_has_no_channels() {
    let rules = rules(
        "smart_hold.recall_fail_rate",
        "channel inbound",
        "warning: 20%",
    );
    assert_snapshot!(Folder::new(SETTINGS, &rules).refusal(), @r"
      × smart_hold.recall_fail_rate is not reported by channel
       ╭─[rules/abandonment.yaml:4:9]
     3 │     metric: smart_hold.recall_fail_rate
     4 │     of: channel inbound
       ·         ───────┬───────
       ·                ╰── not reported by this
     5 │     when: { above: { warning: 20% } }
       ╰────
      help: did you mean `operation`? smart_hold.recall_fail_rate can be asked for with
            `operation`, `every skill`, `skill 12` or `skills 12, 15`

    1 error found
    ");
}

#[test]
fn money_minutes_and_uses_have_units_of_their_own() {
    let two = [
        rules("cdr.cost", "operation", "warning: 5%, critical: $900"),
        rules("cdr.minutes", "operation", "warning: 90m, critical: 1.5"),
        rules("cdr.min_per_call", "operation", "warning: 3"),
        rules("hold.total", "operation", "warning: 40"),
    ];
    let texts = two.map(|rules| {
        let text = Folder::new(SETTINGS, &rules).refusal();
        let told = text.lines().filter(|line| {
            let line = line.trim_start();
            line.starts_with('×') || line.starts_with("help:")
        });
        told.map(|line| line.trim().to_owned())
            .collect::<Vec<_>>()
            .join("\n")
    });
    assert_snapshot!(texts.join("\n\n"), @r"
    × cdr.cost is an amount such as `1500`, but `5%` is a percentage
    × expected an amount such as `1500`, found `$900`

    × cdr.minutes is a whole number such as `12`, but `90m` is a duration
    × expected a whole number such as `20`, found `1.5`

    × cdr.min_per_call is a duration such as `2m30s`, but `3` is a bare number
    help: did you mean `3m`?

    × hold.total is a duration such as `2m30s`, but `40` is a bare number
    help: did you mean `40s`?
    ");
}

#[test]
fn a_sum_is_out_of_nothing_and_a_share_of_time_is_never_sure() {
    let text = rules("hold.share", "operation", "warning: 80%")
        + "    at_least: 20\n    confidence: 95%\n";
    assert_snapshot!(Folder::new(SETTINGS, &text).refusal(), @r"
      × `at_least` needs a figure out of so many calls, and hold.share has none
       ╭─[rules/abandonment.yaml:7:15]
     6 │     notify: floor
     7 │     at_least: 20
       ·               ─┬
       ·                ╰── out of nothing
     8 │     confidence: 95%
       ╰────
      help: take the line away: this figure is made of no number that could be too small

      × `confidence` needs a share of calls, and hold.share is none
       ╭─[rules/abandonment.yaml:8:17]
     7 │     at_least: 20
     8 │     confidence: 95%
       ·                 ─┬─
       ·                  ╰── not a share
       ╰────
      help: take the line away

    2 errors found
    ");
}

#[test]
fn a_rule_of_every_skill_costs_one_call_where_the_report_has_no_skills() {
    let told = |metric, limit| {
        let (finding, text) = Folder::new(SETTINGS, &rules(metric, "every skill", limit)).check();
        assert_eq!(finding, CheckResult::Right);
        text
    };
    let text = told("abandon.short_share", "warning: 60%");
    assert!(text.contains("288 polls take 1440\n"), "{text}");
    let text = told("abandon.rate", "warning: 5%");
    assert!(text.contains("288 polls take 1728\n"), "{text}");
}
