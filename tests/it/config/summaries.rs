//! The summaries, as the file says them.

use std::time::Duration;

use chrono::NaiveTime;
use insta::assert_snapshot;
use vigia::cli::check::CheckResult;
use vigia_core::{
    metrics::{Metric, Quantity},
    rules::{ChannelName, DaySelection, OpeningHours, RoleName},
    summaries::{MetricGoal, SummaryPeriod, SummarySection},
};

use super::{Folder, RULES, SETTINGS};

const CALENDAR: &str = "calendars:\n  opening-hours: { hours: { mon-fri: 07:00-21:00 } }\n";

/// [`SETTINGS`] with another channel, a role, and this below them.
fn folder(summaries: &str) -> Folder {
    let names = "  managers: \"42\"\nroles:\n  bosses: \"43\"\n";
    let settings = format!("{SETTINGS}{names}{summaries}");
    Folder::new(&settings, RULES).write("rules/hours.yaml", CALENDAR)
}

#[test]
fn a_summary_is_read_and_uses_what_it_names() {
    let text = "summaries:
  - name: closing
    operation: principal
    channel: managers
    at: \"21:30\"
    days: [mon, wed]
    calendar: opening-hours
    sections: [hours, figures]
    goals: { service_level.20s: 80%, asa: 30s }
    language: pt-BR
    agents: true
    mention: [bosses]
    catch_up: 2h
    reread: \"06:15\"
    moved: 2.5%
";
    let config = folder(text).load().unwrap();
    assert!(config.warnings.is_empty(), "{:?}", config.warnings);
    let [plan] = config.summaries.as_slice() else {
        panic!("{:?}", config.summaries);
    };
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    assert_eq!((plan.at, plan.reread), (time(21, 30), time(6, 15)));
    assert_eq!(plan.channel, ChannelName::new("managers"));
    assert_eq!(plan.mention, [RoleName::new("bosses")]);
    assert_eq!(plan.zone, chrono_tz::America::Bogota);
    assert_eq!(plan.days, DaySelection::parse("mon, wed").unwrap());
    assert_eq!(
        plan.calendar.as_ref().unwrap().name.as_str(),
        "opening-hours"
    );
    assert_eq!(plan.period, SummaryPeriod::Day);
    assert_eq!(
        plan.sections,
        [SummarySection::Figures, SummarySection::Hours].into()
    );
    assert_eq!(
        plan.goals,
        [
            MetricGoal {
                metric: Metric::ServiceLevel20s,
                value: Quantity::Percent(80.0)
            },
            MetricGoal {
                metric: Metric::Asa,
                value: Quantity::Duration(Duration::from_secs(30)),
            },
        ]
    );
    assert_eq!(plan.language.as_deref(), Some("pt-BR"));
    assert!(plan.names_agents);
    assert_eq!(plan.catch_up, Duration::from_secs(2 * 3_600));
    assert!((plan.moved - 2.5).abs() < f64::EPSILON);
}

#[test]
fn what_a_summary_leaves_out_is_as_by_default() {
    let text = "summaries:
  - { name: shift, channel: managers, at: \"14:30\", shift: 07:00-14:00 }
  - { name: week, channel: managers, at: 8:00, days: mon, period: week, mention: bosses, calendar: opening-hours }
";
    let config = folder(text).load().unwrap();
    assert!(config.warnings.is_empty(), "{:?}", config.warnings);
    let [shift, week] = config.summaries.as_slice() else {
        panic!("{:?}", config.summaries);
    };
    assert_eq!(
        shift.period,
        SummaryPeriod::Shift(OpeningHours::parse("07:00-14:00").unwrap())
    );
    assert_eq!(week.period, SummaryPeriod::Week);
    assert_eq!((shift.days, &shift.calendar), (DaySelection::ALL, &None));
    assert_eq!(shift.sections, SummarySection::ALL.into());
    assert_eq!((shift.names_agents, &shift.language), (false, &None));
    assert_eq!(shift.catch_up, Duration::from_secs(6 * 3_600));
    assert_eq!(shift.reread, NaiveTime::from_hms_opt(7, 0, 0).unwrap());
}

#[test]
fn everything_that_is_wrong_with_summaries_is_told_at_once() {
    let text = "summaries:
  - name: closing
    operation: principl
    channel: manager
    at: 9pm
    days: mno-fri
    calendar: openinghours
    period: weak
    sections: [figures, ours]
    goals: { service_levl.20s: 80%, asa: 30, calls.offered: 100, feed.age: 10m }
    language: es-CP
    agents: maybe
    mention: [boses]
    catch_up: 3d
    reread: 25:00
    moved: 1
    evry: day
  - name: closing
    channel: managers
    at: \"21:30\"
    period: day
    shift: 14:00
  - { name: third, channel: managers, at: \"21:30\", calendar: hours, mention: bosses }
";
    let problems = folder(text).load().unwrap_err();
    let lines: Vec<String> = problems
        .iter()
        .map(|problem| {
            let line = problem.line();
            line.split_once("vigia.yaml:").unwrap().1.to_owned()
        })
        .collect();
    assert_snapshot!(lines.join("\n"), @"
    17:16: unknown operation `principl` (did you mean `principal`?)
    18:14: unknown channel `manager` (did you mean `managers`?)
    19:9: expected a time of the day such as `21:30`, found `9pm` (from `00:00` to `23:59`)
    20:11: `mno` is no day of the week (did you mean `mon`?)
    21:15: unknown calendar `openinghours` (did you mean `opening-hours`?)
    22:13: expected `day` or `week`, found `weak` (did you mean `week`?)
    23:25: unknown section `ours` (did you mean `hours`?)
    24:14: unknown metric `service_levl.20s` (did you mean `service_level.20s`?)
    24:42: asa is a duration such as `2m30s`, but `30` is a bare number (did you mean `30s`?)
    24:46: calls.offered has no good side, so there is no goal for it (usual goals are for `service_level.20s`, `abandon.rate` and `asa`)
    24:66: feed.age has no figure for a day of the whole operation (usual goals are for `service_level.20s`, `abandon.rate` and `asa`)
    25:15: unknown language `es-CP` (did you mean `es-CL`?)
    26:13: expected `true` or `false`, found `maybe`
    27:15: unknown role `boses` (did you mean `bosses`?)
    28:15: a summary is posted late for some time, at most a day (`6h` is usual)
    29:13: expected a time of the day such as `21:30`, found `25:00` (from `00:00` to `23:59`)
    30:12: expected a percentage such as `5%`, found `1` (did you mean `1%`?)
    31:5: a summary has no key `evry` (expected `name`, `operation`, `channel`, `at`, `days`, `calendar`, `period`, `shift`, `sections`, `goals`, `language`, `agents`, `mention`, `catch_up`, `reread` or `moved`)
    32:11: two summaries are called `closing` (give it another name)
    36:12: a summary covers a shift or another period, and these are two (keep `period` or `shift`)
    37:62: unknown calendar `hours` (expected `opening-hours`, or describe it under `calendars` in a file of rules)
    ");
}

#[test]
fn check_says_when_each_summary_is_posted_next_and_what_they_cost() {
    let text = "summaries:
  - { name: closing, channel: managers, at: \"21:30\", calendar: opening-hours, mention: bosses }
  - { name: same, channel: managers, at: \"21:40\", calendar: opening-hours }
";
    let (finding, text) = folder(text).check();
    assert_eq!(finding, CheckResult::Right);
    // Five reports, fourteen hours, and one call for all skills: twice, and once for both.
    assert!(text.contains("summaries take at most 40\n"), "{text}");
    for (name, at) in [("closing", "21:30"), ("same", "21:40")] {
        let line = text.lines().find(|line| line.starts_with(name)).unwrap();
        assert!(line.contains(" is posted next on "), "{line}");
        let ends = format!("{at} in managers, and covers ");
        assert!(
            line.contains(&ends) && line.ends_with(" 07:00 to 21:00"),
            "{line}"
        );
    }
}

#[test]
fn a_summary_that_comes_too_early_or_never_is_warned_of() {
    for (keys, message) in [
        (
            "at: \"21:00\"",
            Some("has ended less than `poll.settle` (1m) before"),
        ),
        ("at: \"21:01\"", None),
        ("at: \"07:00\"", None),
        (
            "at: \"21:30\", days: sun",
            Some("`closing` is never posted"),
        ),
    ] {
        let text = format!(
            "summaries:\n  - {{ name: closing, channel: managers, mention: bosses, \
             calendar: opening-hours, {keys} }}\n"
        );
        let config = folder(&text).load().unwrap();
        let told: Vec<&str> = config
            .warnings
            .iter()
            .map(|warning| warning.fault.message.as_str())
            .collect();
        match message {
            Some(message) => {
                assert!(
                    told.len() == 1 && told[0].contains(message),
                    "{keys}: {told:?}"
                );
            }
            None => assert!(told.is_empty(), "{keys}: {told:?}"),
        }
    }
}
