//! What is wrong is shown as its reader sees it.

use insta::assert_snapshot;
use vigia::{
    cli::check::CheckResult,
    config::{ReportStyle, report},
};

use super::{Folder, RULES, SECRET, SETTINGS};

#[test]
fn what_is_right_says_what_it_costs() {
    let (finding, text) = Folder::new(SETTINGS, RULES).check();
    assert_eq!(finding, CheckResult::Right);
    assert_snapshot!(text, @r"
    principal: 22500 API requests/day for polling (25000 minus 2500 reserved for commands):
      288 polls take 1440
        (agent_9 288, cdr_4 288, diagram_2 288, skill_11 288, skill_9 288)
      up to 12 missed polls after a stop take 60
      the lists of names take 72
      enough, whatever skills there are
    OK: 1 rule in 1 file
    ");
}

#[test]
fn a_typo_in_a_key() {
    let rules = RULES.replace("metric:", "metrik:");
    assert_snapshot!(Folder::new(SETTINGS, &rules).refusal(), @r"
      × a rule has no key `metrik`
       ╭─[rules/abandonment.yaml:3:5]
     2 │   - alert: high-abandonment
     3 │     metrik: abandon.rate
       ·     ───┬──
       ·        ╰── unknown key
     4 │     of: operation
       ╰────
      help: did you mean `metric`?

    1 error found
    ");
}

#[test]
fn an_unknown_metric() {
    let rules = RULES.replace("abandon.rate", "abandon_rte");
    assert_snapshot!(Folder::new(SETTINGS, &rules).refusal(), @r"
      × unknown metric `abandon_rte`
       ╭─[rules/abandonment.yaml:3:13]
     2 │   - alert: high-abandonment
     3 │     metric: abandon_rte
       ·             ─────┬─────
       ·                  ╰── unknown metric
     4 │     of: operation
       ╰────
      help: did you mean `abandon.rate`?

    1 error found
    ");
}

#[test]
fn a_limit_in_another_unit() {
    let rules = RULES
        .replace("warning: 5%", "warning: 5")
        .replace("critical: 10%", "critical: 30s");
    assert_snapshot!(Folder::new(SETTINGS, &rules).refusal(), @r"
      × abandon.rate is a percentage such as `5%`, but `5` is a bare number
       ╭─[rules/abandonment.yaml:5:31]
     4 │     of: operation
     5 │     when: { above: { warning: 5, critical: 30s } }
       ·                               ┬
       ·                               ╰── wrong unit
     6 │     notify: floor
       ╰────
      help: did you mean `5%`?

      × abandon.rate is a percentage such as `5%`, but `30s` is a duration
       ╭─[rules/abandonment.yaml:5:44]
     4 │     of: operation
     5 │     when: { above: { warning: 5, critical: 30s } }
       ·                                            ─┬─
       ·                                             ╰── wrong unit
     6 │     notify: floor
       ╰────

    2 errors found
    ");
}

#[test]
fn a_description_that_names_what_is_not_there() {
    let rules = RULES.to_owned()
        + "    labels: { team: voz }
    description: |
      {{ vlaue }} of {{ agent }}
      all.
      {% if usual %}Usual: {{ usual | rund }}{% endif %}
      {{ labels.taem }}
";
    assert_snapshot!(Folder::new(SETTINGS, &rules).refusal(), @r"
      × `vlaue` is no field of a description
        ╭─[rules/abandonment.yaml:9:10]
      8 │     description: |
      9 │       {{ vlaue }} of {{ agent }}
        ·          ──┬──
        ·            ╰── not here
     10 │       all.
        ╰────
      help: did you mean `value`?

      × there is no `agent` here: the rule looks at the whole operation
        ╭─[rules/abandonment.yaml:9:25]
      8 │     description: |
      9 │       {{ vlaue }} of {{ agent }}
        ·                         ──┬──
        ·                           ╰── not here
     10 │       all.
        ╰────
      help: expected `operation`, `rule`, `scope`, `metric`, `value`, `part`, `of`, `limit`,
            `severity`, `window` or `usual`

      × `rund` is no filter of a description
        ╭─[rules/abandonment.yaml:11:39]
     10 │       all.
     11 │       {% if usual %}Usual: {{ usual | rund }}{% endif %}
        ·                                       ──┬─
        ·                                         ╰── not here
     12 │       {{ labels.taem }}
        ╰────
      help: expected `default`, `lower` or `upper`

      × the rule has no label `taem`
        ╭─[rules/abandonment.yaml:12:10]
     11 │       {% if usual %}Usual: {{ usual | rund }}{% endif %}
     12 │       {{ labels.taem }}
        ·          ─────┬─────
        ·               ╰── not here
        ╰────
      help: did you mean `labels.team`?

    4 errors found
    ");
}

#[test]
fn a_description_that_is_broken() {
    for (text, line) in [
        ("\"in \\\"{{ value }\\\"\"", "rules/abandonment.yaml:7:33"),
        ("'don''t {{ vlaue }}'", "rules/abandonment.yaml:7:29"),
        (
            ">\n      one\n      two {{ value",
            "rules/abandonment.yaml:9:14",
        ),
    ] {
        let rules = format!("{RULES}    description: {text}\n");
        let refusal = Folder::new(SETTINGS, &rules).refusal();
        assert!(refusal.contains(line), "{line}: {refusal}");
    }
}

#[test]
fn a_configuration_without_a_server_is_refused_with_the_line_to_add() {
    let settings = SETTINGS.replace("  guild: \"700000000000000002\"\n", "");
    assert_snapshot!(Folder::new(&settings, RULES).refusal(), @r#"
      × `discord` needs `guild`
       ╭─[vigia.yaml:8:3]
     7 │ discord:
     8 │   token: { env: DISCORD_TOKEN }
       ·   ──┬──
       ·     ╰── incomplete
     9 │ channels:
       ╰────
      help: add a line such as `guild: "123456789012345678"`

    1 error found
    "#);
}

#[test]
fn servers_are_one_or_a_list_without_repetitions() {
    let guilds = |text: &str| {
        let settings = SETTINGS.replace("\"700000000000000002\"", text);
        let loaded = Folder::new(&settings, RULES).load();
        loaded
            .map(|config| config.discord.guilds)
            .map_err(|errors| errors[0].fault.message.clone())
    };
    assert_eq!(
        guilds("[\"700000000000000002\", \"9\"]"),
        Ok(vec![700_000_000_000_000_002, 9])
    );
    assert_eq!(
        guilds("[]").unwrap_err(),
        "the bot needs a server to work for"
    );
    assert_eq!(
        guilds("[7, 8, 7]").unwrap_err(),
        "server `7` is named twice"
    );
}

#[test]
fn a_variable_that_is_not_set() {
    let settings = SETTINGS.replace("DISCORD_TOKEN", "DISCORD_TOKN");
    assert_snapshot!(Folder::new(&settings, RULES).refusal(), @r#"
      × the variable `DISCORD_TOKN` is not set
       ╭─[vigia.yaml:8:17]
     7 │ discord:
     8 │   token: { env: DISCORD_TOKN }
       ·                 ──────┬─────
       ·                       ╰── no token
     9 │   guild: "700000000000000002"
       ╰────
      help: set it where vigia starts, such as `DISCORD_TOKN=…` in `.env`

    1 error found
    "#);
}

#[test]
fn an_unknown_channel() {
    let rules = RULES.replace("floor", "flor");
    assert_snapshot!(Folder::new(SETTINGS, &rules).refusal(), @r"
      × unknown channel `flor`
       ╭─[rules/abandonment.yaml:6:13]
     5 │     when: { above: { warning: 5%, critical: 10% } }
     6 │     notify: flor
       ·             ──┬─
       ·               ╰── unknown channel
       ╰────
      help: did you mean `floor`?

    1 error found
    ");
}

#[test]
fn broken_indentation() {
    let rules = RULES.replace("    of: operation", "   of: operation");
    assert_snapshot!(Folder::new(SETTINGS, &rules).refusal(), @r"
      × broken YAML: this line is not indented as the lines before it
       ╭─[rules/abandonment.yaml:4:4]
     3 │     metric: abandon.rate
     4 │    of: operation
       ·    ┬
       ·    ╰── does not fit
     5 │     when: { above: { warning: 5%, critical: 10% } }
       ╰────
      help: keys that belong together start in the same column, and so do the `-` of a list

    1 error found
    ");
}

#[test]
fn a_tab() {
    let rules = RULES.replace("    of: operation", "\tof: operation");
    assert_snapshot!(Folder::new(SETTINGS, &rules).refusal(), @r"
      × broken YAML: a tab indents this line
       ╭─[rules/abandonment.yaml:4:1]
     3 │     metric: abandon.rate
     4 │     of: operation
       · ──┬─
       ·   ╰── a tab
     5 │     when: { above: { warning: 5%, critical: 10% } }
       ╰────
      help: indent with spaces

    1 error found
    ");
}

#[test]
fn everything_at_once() {
    let settings = SETTINGS
        .replace("America/Bogota", "Bogota")
        .replace("licences: 25", "licences: many")
        .replace("discord:", "pol: { every: 7m }\ndiscord:");
    let rules = RULES.replace("of: operation", "of: all skills")
        + "  - alert: high-abandonment
    metric: asa
    of: operation
    when: { above: { warning: 60s, critical: 30s } }
    confidence: 95%
    recover: { above: 30s }
    notify: floor
";
    assert_snapshot!(Folder::new(&settings, &rules).refusal(), @r"
      × unknown time zone `Bogota`
       ╭─[vigia.yaml:5:15]
     4 │     token: { env: WOLKVOX_TOKEN }
     5 │     timezone: Bogota
       ·               ───┬──
       ·                  ╰── unknown
     6 │     licences: many
       ╰────
      help: did you mean `America/Bogota`?

      × expected a whole number such as `20`, found `many`
       ╭─[vigia.yaml:6:15]
     5 │     timezone: Bogota
     6 │     licences: many
       ·               ──┬─
       ·                 ╰── not this
     7 │ pol: { every: 7m }
       ╰────

      × the configuration has no key `pol`
       ╭─[vigia.yaml:7:1]
     6 │     licences: many
     7 │ pol: { every: 7m }
       · ─┬─
       ·  ╰── unknown key
     8 │ discord:
       ╰────
      help: did you mean `poll`?

      × a rule cannot look at `all skills`
       ╭─[rules/abandonment.yaml:4:9]
     3 │     metric: abandon.rate
     4 │     of: all skills
       ·         ─────┬────
       ·              ╰── unknown
     5 │     when: { above: { warning: 5%, critical: 10% } }
       ╰────
      help: did you mean `every skill`?

      × two rules are called `high-abandonment`
       ╭─[rules/abandonment.yaml:7:12]
     6 │     notify: floor
     7 │   - alert: high-abandonment
       ·            ────────┬───────
       ·                    ╰── the second
     8 │     metric: asa
       ╰────
      help: the first is in line 2 of abandonment.yaml; a name stands for one rule over all
            files

      × `critical` is reached before `warning`
        ╭─[rules/abandonment.yaml:10:46]
      9 │     of: operation
     10 │     when: { above: { warning: 60s, critical: 30s } }
        ·                                              ─┬─
        ·                                               ╰── reached first
     11 │     confidence: 95%
        ╰────
      help: with `above`, `critical` lies above `warning`

      × `confidence` needs a share of calls, and asa is none
        ╭─[rules/abandonment.yaml:11:17]
     10 │     when: { above: { warning: 60s, critical: 30s } }
     11 │     confidence: 95%
        ·                 ─┬─
        ·                  ╰── not a share
     12 │     recover: { above: 30s }
        ╰────
      help: take the line away

      × a rule that fires `above` does not recover `above`
        ╭─[rules/abandonment.yaml:12:23]
     11 │     confidence: 95%
     12 │     recover: { above: 30s }
        ·                       ─┬─
        ·                        ╰── wrong side
     13 │     notify: floor
        ╰────
      help: write `recover: { below: … }`

    8 errors found
    ");
}

#[test]
fn a_missing_file() {
    let folder = Folder::new(SETTINGS, RULES);
    std::fs::remove_file(folder.path("vigia.yaml")).unwrap();
    let text = folder.refusal();
    assert!(text.contains("cannot be read"), "{text}");
    assert!(text.contains("`vigia init` writes one"), "{text}");
}

#[test]
fn what_is_right_and_odd_is_a_warning() {
    let settings = SETTINGS
        .replace("licences: 25", "licences: 1")
        .replace("  floor:", "  flor: 1\n  floor:");
    let rules = RULES
        .replace("of: operation", "of: every skill\n    window: 2m")
        .replace("    notify", "    for: 7m\n    notify");
    let (finding, text) = Folder::new(&settings, &rules).check();
    assert_eq!(finding, CheckResult::Right);
    assert_snapshot!(text, @r#"
      ⚠ no rule notifies the channel `flor`
        ╭─[vigia.yaml:11:3]
     10 │ channels:
     11 │   flor: 1
        ·   ──┬─
        ·     ╰── not used
     12 │   floor: "123456789012345678"
        ╰────

      ⚠ the window is shorter than `poll.every` (5m)
       ╭─[rules/abandonment.yaml:5:13]
     4 │     of: every skill
     5 │     window: 2m
       ·             ─┬
       ·              ╰── leaves gaps
     6 │     when: { above: { warning: 5%, critical: 10% } }
       ╰────
      help: calls between two windows are seen by no rule

      ⚠ `for` is not a multiple of `poll.every` (5m)
       ╭─[rules/abandonment.yaml:7:10]
     6 │     when: { above: { warning: 5%, critical: 10% } }
     7 │     for: 7m
       ·          ─┬
       ·           ╰── falls between two polls
     8 │     notify: floor
       ╰────
      help: the alert fires after 10m

      ⚠ `vigia.yaml`: the API requests of principal are not enough for its
      │ polls
      help: `poll: { every: 15m }` is enough for all of it; or give rules one window, or let
            them look at the operation and not at every skill

    principal: 900 API requests/day for polling (1000 minus 100 reserved for commands):
      288 polls take 1728
        (agent_9 288, cdr_4 288, diagram_2 288, skill_1 288, skill_11 288, skill_9 288)
      up to 12 missed polls after a stop take 72
      the lists of names take 72
      not enough
    OK: 1 rule in 1 file, with 4 warnings
    "#);
}

#[test]
fn a_literal_token_is_refused_and_not_shown() {
    let settings = SETTINGS.replace("{ env: DISCORD_TOKEN }", SECRET);
    let text = Folder::new(&settings, RULES).refusal();
    assert!(!text.contains(SECRET), "{text}");
    assert_snapshot!(text, @r#"
      × do not put tokens in this file, which others may read
       ╭─[vigia.yaml:8:10]
     7 │ discord:
     8 │   token: ********************************
       ·          ────────────────┬───────────────
       ·                          ╰── a secret
     9 │   guild: "700000000000000002"
       ╰────
      help: write `token: { env: WOLKVOX_TOKEN }` or `token: { file: path }`; if this one was
            shared or committed, make a new one

    1 error found
    "#);
}

#[test]
fn colours_are_for_terminals() {
    let problems = Folder::new(SETTINGS, "rules: 1").load().unwrap_err();
    let print = |look| {
        let mut out = Vec::new();
        report(&problems, look, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert!(print(ReportStyle::Colour).contains('\u{1b}'));
    assert!(!print(ReportStyle::Plain).contains('\u{1b}'));
}
