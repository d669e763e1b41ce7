//! Windows that would reach back before the calendar of their rule opened.

use super::*;

const MINUTE: Duration = Duration::from_secs(60);

/// From eight to twelve and from two to eight.
fn by_day(rule: Rule) -> Rule {
    let week =
        std::array::from_fn(|_| OpeningHours::parse_day("08:00-12:00, 14:00-20:00").unwrap());
    let calendar = Calendar {
        name: CalendarName::new("by-day"),
        zone: None,
        week,
        holidays: [].into(),
        special: [].into(),
    };
    Rule {
        during: Some(Arc::new(calendar)),
        ..rule
    }
}

fn minutes(rule: &Rule, clock: (i64, i64)) -> Vec<u64> {
    let as_of = DateTime::UNIX_EPOCH + TimeDelta::minutes(clock.0 * 60 + clock.1);
    let windows = rule.windows_at(as_of, Tz::UTC);
    assert!(windows.iter().all(|window| window.until() == as_of));
    let lengths = windows.iter().map(|window| window.length().as_secs() / 60);
    lengths.collect()
}

#[test]
fn a_window_begins_when_the_calendar_opens_at_the_earliest() {
    let limit = Quantity::Percent(5.0);
    let plain = rule("a", Metric::AbandonRate, ScopeSelection::EverySkill, limit);
    let rule = Rule {
        window: MINUTE * 30,
        widens_to: Some(MINUTE * 120),
        ..plain
    };
    assert_eq!(minutes(&rule, (8, 20)), [30, 60, 120], "it never closes");
    let rule = by_day(rule);
    for (clock, expected) in [
        ((8, 5), vec![5]),
        ((8, 30), vec![30]),
        ((8, 45), vec![30, 45]),
        ((9, 0), vec![30, 60]),
        ((9, 45), vec![30, 60, 105]),
        ((10, 0), vec![30, 60, 120]),
        ((12, 0), vec![30, 60, 120]),
        ((14, 10), vec![10]),
        ((20, 0), vec![30, 60, 120]),
    ] {
        assert_eq!(minutes(&rule, clock), expected, "{clock:?}");
    }
    let of_a_day = Rule {
        window: MINUTE * 60 * 24,
        widens_to: None,
        ..rule
    };
    assert_eq!(minutes(&of_a_day, (8, 5)), [24 * 60], "it is meant to");
}

#[test]
fn a_calendar_that_goes_on_at_midnight_opens_once() {
    let limit = Quantity::Percent(5.0);
    let plain = rule("a", Metric::AbandonRate, ScopeSelection::EverySkill, limit);
    for (hours, expected) in [
        ("00:00-24:00", 60),
        ("06:00-14:00, 14:00-22:00, 22:00-06:00", 60),
        ("20:00-02:00", 20),
    ] {
        let mut rule = by_day(plain.clone());
        let mut calendar = Calendar::clone(rule.during.as_ref().unwrap());
        calendar.week = std::array::from_fn(|_| OpeningHours::parse_day(hours).unwrap());
        rule.during = Some(Arc::new(calendar));
        assert_eq!(minutes(&rule, (20, 20)), [expected], "{hours}");
        assert_eq!(minutes(&rule, (0, 20)), [60], "{hours}");
    }
}

#[test]
fn what_lies_before_the_opening_is_not_judged() {
    let limit = Quantity::Duration(MINUTE);
    let judged = by_day(rule("a", Metric::HoldTotal, ScopeSelection::Team, limit));
    let as_of = DateTime::UNIX_EPOCH + TimeDelta::minutes(8 * 60 + 10);
    let rules = rules(vec![judged]);
    let asked = needed_requests(&rules, &[], as_of, Tz::UTC);
    let window = TimeWindow::ending(as_of, MINUTE * 10);
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].window, window);
    let mut snapshot = answered(Report::Holds, team(100));
    snapshot.as_of = as_of;
    snapshot.readings[0].ask.window = window;
    let judgements = judge(&rules, &JudgeInput::new(&[], &snapshot, Tz::UTC));
    assert_eq!(judgements[0].window, window);
    assert_eq!(judgements[0].verdict, Verdict::Breach(Severity::Warning));
}

#[test]
fn that_there_are_few_calls_yet_is_not_that_there_are_few() {
    let metric = Metric::SmartHoldTreated;
    let few = Threshold::new(
        metric,
        Side::Below,
        Some(Quantity::Count(100)),
        None,
        None,
        None,
    );
    let plain = rule("a", metric, ScopeSelection::EverySkill, Quantity::Count(0));
    let rule = by_day(Rule {
        when: few.unwrap().into(),
        ..plain
    });
    for (minute, verdict) in [
        (10, Verdict::TooFew),
        (60, Verdict::Breach(Severity::Warning)),
    ] {
        let as_of = DateTime::UNIX_EPOCH + TimeDelta::minutes(8 * 60 + minute);
        let rules = rules(vec![rule.clone()]);
        let facts = Facts::SmartHold(SmartHold {
            skills: vec![failures(12, 0)],
        });
        let mut snapshot = answered(Report::SmartHold, facts);
        snapshot.as_of = as_of;
        snapshot.readings[0].ask.window = rules.rules[0].windows_at(as_of, Tz::UTC)[0];
        let judgements = judge(&rules, &JudgeInput::new(&skills([12]), &snapshot, Tz::UTC));
        assert_eq!(judgements[0].verdict, verdict, "minute {minute}");
    }
}
