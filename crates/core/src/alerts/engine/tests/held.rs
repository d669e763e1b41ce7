//! What is kept quiet, and what becomes of it.

use super::support::{CRITICAL, Floor, MINUTE, WARNING, at, calm, rule, silence};
use crate::{
    alerts::{HoldReason, SilenceId, Suppression},
    rules::{RepeatInterval, Rule, RuleId},
};

const NOTHING: [&str; 0] = [];

#[test]
fn what_begins_and_ends_under_a_silence_is_never_told() {
    let mut floor = Floor::of(vec![rule("a")]);
    floor.silences = vec![silence("a", 0, 10)];
    assert_eq!(floor.polls(3, &[("a", 12, CRITICAL)]), NOTHING);
    assert_eq!(floor.poll(&[calm(12)]), NOTHING);
    assert_eq!(floor.book.incidents().count(), 0);
}

#[test]
fn what_begins_under_a_silence_and_outlives_it_is_told_then() {
    let mut floor = Floor::of(vec![rule("a")]);
    floor.silences = vec![silence("a", 0, 3)];
    assert_eq!(floor.polls(3, &[("a", 12, CRITICAL)]), NOTHING);
    let told = floor.poll(&[("a", 12, CRITICAL)]);
    assert_eq!(told, ["managers: Fired critical [12] loud @managers"]);
    let announced = floor.last().incident.announced().unwrap();
    assert_eq!(announced.after, Some(HoldReason::Silence(SilenceId(1))));
    assert_eq!(floor.last().incident.opened_at, at(0));
}

#[test]
fn a_card_that_was_posted_reaches_its_end_under_a_silence_without_a_sound() {
    let repeat = Some(RepeatInterval {
        every: MINUTE * 10,
        longest: None,
        once: false,
    });
    let mut floor = Floor::of(vec![Rule {
        repeat,
        ..rule("a")
    }]);
    floor.poll(&[("a", 12, WARNING)]);
    floor.silences = vec![silence("a", 1, 100)];
    let told = floor.poll(&[("a", 12, CRITICAL)]);
    assert_eq!(told, ["floor: Escalated critical [12]"]);
    let hush = floor.last().incident.announced().unwrap().hush.clone();
    let silence = HoldReason::Silence(SilenceId(1));
    let until = Some(at(100));
    assert_eq!(
        hush,
        Some(Suppression { by: silence, until }),
        "the card says so"
    );
    let told = floor.polls(6, &[("a", 12, CRITICAL)]);
    assert!(
        told.iter().all(|line| line.contains("Refreshed")),
        "{told:?}"
    );
    assert_eq!(
        floor.poll(&[calm(12)]),
        ["floor: Resolved(Recovered) critical []"]
    );
}

#[test]
fn a_silence_of_one_scope_keeps_no_other_from_being_told() {
    let mut floor = Floor::of(vec![rule("a")]);
    let mut quiet = silence("a", 0, 100);
    quiet.matcher.scope = Some(crate::metrics::Scope::Skill(crate::metrics::SkillId(12)));
    floor.silences = vec![quiet];
    let told = floor.poll(&[("a", 12, WARNING), ("a", 15, WARNING)]);
    assert_eq!(told, ["floor: Fired warning [15] @floor"]);
    assert_eq!(floor.book.incidents().count(), 2);
}

#[test]
fn a_silence_of_warnings_does_not_hide_what_becomes_critical() {
    let mut floor = Floor::of(vec![rule("a")]);
    let mut quiet = silence("a", 0, 100);
    quiet.matcher.severity = Some(crate::rules::Severity::Warning);
    floor.silences = vec![quiet];
    assert_eq!(floor.poll(&[("a", 12, WARNING)]), NOTHING);
    let told = floor.poll(&[("a", 12, CRITICAL)]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("Fired critical [12] loud"), "{told:?}");
}

#[test]
fn a_rule_is_silent_while_one_that_it_depends_on_fires_for_the_same() {
    let mut floor = Floor::of(vec![
        rule("cause"),
        Rule {
            depends_on: vec![RuleId::new("cause")],
            ..rule("effect")
        },
    ]);
    let told = floor.poll(&[
        ("cause", 12, WARNING),
        ("effect", 12, WARNING),
        ("effect", 15, WARNING),
    ]);
    let effects: Vec<_> = told.iter().filter(|line| line.contains("15")).collect();
    assert_eq!(told.len(), 2, "the effect on skill 12 is held: {told:?}");
    assert_eq!(effects.len(), 1);
    let told = floor.poll(&[
        ("cause", 12, crate::rules::Verdict::Clear),
        ("effect", 12, WARNING),
        ("effect", 15, WARNING),
    ]);
    assert!(
        told.contains(&"floor: Fired warning [12] @floor".to_owned()),
        "{told:?}"
    );
}

#[test]
fn of_polls_that_are_read_belatedly_only_what_goes_on_becomes_a_card() {
    let mut floor = Floor::of(vec![rule("a")]);
    floor.is_late = true;
    let mut told = floor.poll(&[("a", 12, CRITICAL), ("a", 15, CRITICAL)]);
    told.extend(floor.poll(&[calm(12), ("a", 15, CRITICAL), ("a", 18, CRITICAL)]));
    told.extend(floor.poll(&[("a", 15, CRITICAL), calm(18)]));
    assert_eq!(told, NOTHING);
    floor.is_late = false;
    let told = floor.poll(&[("a", 15, CRITICAL)]);
    assert_eq!(
        told,
        [
            "managers: Fired critical [15] loud @managers",
            "managers: caught up on 1"
        ]
    );
    assert_eq!(floor.book.missed(), []);
    assert_eq!(
        floor.poll(&[("a", 15, CRITICAL)]),
        ["managers: Refreshed critical [15]"]
    );
}

#[test]
fn what_was_told_before_the_polls_that_were_missed_reaches_its_end_without_a_sound() {
    let mut floor = Floor::of(vec![rule("a")]);
    floor.poll(&[("a", 12, WARNING)]);
    floor.is_late = true;
    assert_eq!(
        floor.poll(&[("a", 12, CRITICAL)]),
        ["floor: Escalated critical [12]"]
    );
    assert_eq!(
        floor.poll(&[calm(12)]),
        ["floor: Resolved(Recovered) critical []"]
    );
    floor.is_late = false;
    assert_eq!(floor.poll(&[calm(12)]), NOTHING);
}
