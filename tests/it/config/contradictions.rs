//! The many ways to be wrong, in tables; and texts that nobody would write.

use proptest::prelude::*;
use vigia_core::rules::parse::{KnownNames, parse};

use super::{Folder, RULES, SECRET, SETTINGS};

#[test]
fn no_message_shows_a_token_wherever_it_was_put() {
    for (from, to) in [
        ("token: { env: DISCORD_TOKEN }", format!("tokn: {SECRET}")),
        (
            "token: { env: DISCORD_TOKEN }",
            format!("tokn: {{ value: {SECRET} }}"),
        ),
        ("{ env: DISCORD_TOKEN }", format!("{{ env: {SECRET} }}")),
        ("{ env: DISCORD_TOKEN }", format!("[{SECRET}]")),
        ("{ env: DISCORD_TOKEN }", format!("\"{SECRET}")),
        ("{ env: DISCORD_TOKEN }", format!("{SECRET}\n tab: 1")),
        (
            "{ env: DISCORD_TOKEN }",
            format!("{{ env: DISCORD_TOKEN }}\n  token: {SECRET}"),
        ),
        ("{ env: DISCORD_TOKEN }", format!("{{ literal: {SECRET} }}")),
        (
            "discord:\n  token: { env: DISCORD_TOKEN }\n  guild: \"700000000000000002\"",
            format!("discord: {SECRET}"),
        ),
        ("discord:\n", format!("discord:\n  gild: {SECRET}\n")),
    ] {
        let settings = SETTINGS.replace(from, &to);
        assert_ne!(settings, SETTINGS);
        let text = Folder::new(&settings, RULES).refusal();
        assert!(!text.contains(&SECRET[..8]), "{to}\n{text}");
    }
}

#[test]
fn half_given_things_are_errors() {
    for (from, to, part) in [
        ("server: \"0012\"", "", "an operation needs `server`"),
        ("server: \"0012\"", "server:", "`server` has no value"),
        (
            "server: \"0012\"",
            "base_url: wv12",
            "expected an address such as",
        ),
        (
            "server: \"0012\"",
            "server: 1\n    base_url: http://a",
            "these are two",
        ),
        ("server: \"0012\"", "server: wv0012", "expected the digits"),
        (
            "{ env: DISCORD_TOKEN }",
            "{}",
            "a token needs `env` or `file`",
        ),
        (
            "{ env: DISCORD_TOKEN }",
            "{ file: nowhere }",
            "cannot be read",
        ),
        (
            "{ env: DISCORD_TOKEN }",
            "{ env: A, file: b }",
            "these are two",
        ),
        (
            "licences: 25",
            "licences: 0",
            "expected the number of licences",
        ),
        ("licences: 25", "language: es-ES-x", "did you mean `es-ES`?"),
        ("\"123456789012345678\"", "0", "expected an id"),
        (
            "channels:",
            "poll: { every: 7m }\nchannels:",
            "divides the day evenly",
        ),
        (
            "channels:",
            "poll: { every: 1m }\nchannels:",
            "is not shorter than",
        ),
        (
            "channels:",
            "store: { keep: 1h }\nchannels:",
            "for a day at least",
        ),
        (
            "channels:",
            "rules: elsewhere\nchannels:",
            "the folder of rules",
        ),
        (
            "operations:",
            "operations: []\nolder:",
            "an operation is needed",
        ),
        (
            "discord:",
            "  - { name: other, server: \"0012\", token: { env: WOLKVOX_TOKEN }, timezone: America/Lima, licences: 5 }\ndiscord:",
            "`other` has the server and token of `principal`",
        ),
        (
            "discord:",
            "heartbeat: { url: \"https://hc.example/s3cret\" }\ndiscord:",
            "do not put tokens in this file",
        ),
        (
            "discord:",
            "heartbeat: { every: 5m }\ndiscord:",
            "heartbeat",
        ),
        (
            "principal",
            "principal\n  - name: principal",
            "two operations are called",
        ),
    ] {
        let text = Folder::new(&SETTINGS.replace(from, to), RULES).refusal();
        assert!(text.contains(part), "{to}: {part}\n{text}");
    }
}

#[test]
fn rules_that_contradict_themselves_are_errors() {
    for (from, to, part) in [
        (
            "warning: 5%, critical: 10%",
            "",
            "neither `warning` nor `critical`",
        ),
        (
            "warning: 5%",
            "warning: 20%",
            "`critical` is reached before `warning`",
        ),
        (
            "warning: 5%",
            "warning: 4,5%",
            "numbers have a point, as in `4.5%`",
        ),
        ("warning: 5%", "warning: '4,5%'", "did you mean `4.5%`?"),
        ("warning: 5%", "warning: 500%", "lies between 0 and 100 %"),
        (
            "warning: 5%, critical: 10%",
            "warn: 5%",
            "did you mean `warning`?",
        ),
        ("above: {", "abuve: {", "did you mean `above`?"),
        (
            "{ above: {",
            "{ below: { warning: 1% }, above: {",
            "these are two",
        ),
        (
            "when: {",
            "window: 0s\n    when: {",
            "from one second to 31 days",
        ),
        (
            "when: {",
            "window: 10\n    when: {",
            "give it a unit: `10s`",
        ),
        (
            "when: {",
            "at_least: few\n    when: {",
            "expected a whole number",
        ),
        (
            "when: {",
            "recover: { above: 4% }\n    when: {",
            "does not recover `above`",
        ),
        (
            "when: {",
            "recover: { below: 6% }\n    when: {",
            "past the limit",
        ),
        (
            "when: {",
            "recover: { below: 5m }\n    when: {",
            "is a duration",
        ),
        ("when: {", "recover: {}\n    when: {", "needs a limit"),
        (
            "when: {",
            "confidence: 30%\n    when: {",
            "between 50 and 99.99 %",
        ),
        ("when: {", "repeat_interval: 0s\n    when: {", "without end"),
        (
            "when: {",
            "description: \"{{ agent }}\"\n    when: {",
            "there is no `agent` here",
        ),
        (
            "when: {",
            "of: operation\n    when: {",
            "`of` is given twice",
        ),
        (
            "abandon.rate",
            "calls.offered\n    at_least: 5",
            "`at_least` needs",
        ),
        (
            "abandon.rate",
            "asa\n    confidence: 95%",
            "asa is a duration",
        ),
        ("high-abandonment", &"a".repeat(65), "at most 64 characters"),
    ] {
        let rules = RULES.replace(from, to);
        assert_ne!(rules, RULES);
        let text = Folder::new(SETTINGS, &rules).refusal();
        assert!(text.contains(part), "{to}: {part}\n{text}");
    }
}

#[test]
fn empty_files_are_said_to_be_empty() {
    let text = Folder::new(SETTINGS, "").refusal();
    assert!(
        text.contains("a file of rules is a map, but this is nothing"),
        "{text}"
    );
    let text = Folder::new("# to come\n", RULES).refusal();
    assert!(
        text.contains("the configuration is a map, but this is nothing"),
        "{text}"
    );
    let text = Folder::new(SETTINGS, "rules: []\n").check().1;
    assert!(text.contains("OK: 0 rules in 1 file"), "{text}");
}

/// Lines of a rule file, some of them right.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ \\t]{0,6}[-?:,\\[\\]{}#&*!|>'\"%@` a-z0-9ñ.]{0,24}",
        proptest::sample::select(RULES.lines().map(String::from).collect::<Vec<_>>()),
        "    (metric|of|window|when|recover|for|at_least|alert): [{}a-z0-9%:, .\"]{0,16}",
        "    (during|depends_on|labels|escalate|notify|repeat_interval): [{}a-z0-9:, \\[\\]]{0,16}",
        "    when: \\{ (unusual|absent): [{}a-z0-9:, ]{0,16}",
        "  (hours|holidays|special|timezone): [{}a-z0-9:, \"-]{0,16}",
        "calendars: ?[{}a-z0-9:, \"-]{0,16}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,200}") {
        let known = KnownNames { channels: &[], roles: &[], poll_every: std::time::Duration::ZERO };
        let _ = parse(&text, known);
    }

    #[test]
    fn every_fault_of_a_scrambled_file_has_its_place(lines in prop::collection::vec(line(), 0..12)) {
        let text = lines.join("\n");
        let known = KnownNames { channels: &[], roles: &[], poll_every: std::time::Duration::ZERO };
        for fault in parse(&text, known).err().unwrap_or_default() {
            let span = fault.span.unwrap();
            prop_assert!(span.start <= span.end && span.end <= text.len());
            prop_assert!(text.get(span.start..span.end).is_some());
            prop_assert!(!fault.message.is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_fault_of_scrambled_settings_can_be_printed(
        lines in prop::collection::vec(line(), 0..6),
        at in 0..12_usize,
    ) {
        let mut settings: Vec<String> = SETTINGS.lines().map(String::from).collect();
        let at = at.min(settings.len());
        settings.splice(at..at, lines);
        let _ = Folder::new(&settings.join("\n"), RULES).check();
    }
}
