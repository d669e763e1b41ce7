//! What summaries say of made-up days.

mod odd;

use std::time::Duration;

use super::fixtures::made_up::{
    self, SKILLS, at, calls, earlier, edition, found, gap, on, plan, reading, service, tuesday,
    voice,
};
use super::*;
use crate::metrics::{
    Metric, Quantity, ReadFailure, ReadGap, Report, ReportRequest, SkillId, SkillSelection,
    TimeWindow,
};

fn made(found: SummaryInputs) -> Summary {
    Summary::of(&plan(), edition(), found, at("21:31"))
}

fn figure(summary: &Summary, metric: Metric) -> SummaryFigure {
    let mut figures = summary.figures.iter();
    figures
        .find(|figure| figure.metric == metric)
        .unwrap()
        .clone()
}

fn whole(report: Report) -> ReportRequest {
    edition()
        .whole()
        .into_iter()
        .find(|ask| ask.report == report)
        .unwrap()
}

/// Puts another answer in the place of the one to the same question.
fn replace(found: &mut SummaryInputs, other: crate::metrics::Reading) {
    let place = found
        .readings
        .iter()
        .position(|reading| reading.ask == other.ask);
    found.readings[place.unwrap()] = other;
}

#[test]
fn a_figure_stands_beside_its_goal_the_usual_and_the_day_before() {
    let summary = made(found());
    let rate = figure(&summary, Metric::AbandonRate);
    assert_eq!(rate.sample.unwrap().part, Some(137));
    assert_eq!(rate.standing(), Some(GoalStanding::Missed));
    let usual = rate.usual.unwrap();
    // 97/2,010, 99/2,020, 101/2,030 and 103/2,040: the middle of the second and the third.
    let middle = f64::midpoint(99.0 / 2_020.0, 101.0 / 2_030.0) * 100.0;
    assert!((usual.value.scalar() - middle).abs() < 1e-9);
    assert_eq!(usual.weeks, 4);
    assert_eq!(rate.change(), Some(FigureChange::Points(1.5)));
    assert_eq!(rate.before.unwrap().of, Some(2_050));
    let offered = figure(&summary, Metric::CallsOffered);
    let percent = (2_148.0 - 2_025.0) * 100.0 / 2_025.0;
    assert_eq!(offered.change(), Some(FigureChange::Percent(percent)));
    assert_eq!(offered.standing(), None);
    let asa = figure(&summary, Metric::Asa);
    assert_eq!(asa.change(), Some(FigureChange::Longer(Duration::ZERO)));
}

#[test]
fn a_goal_is_met_where_it_is_just_reached_and_not_judged_of_too_few() {
    let standing = |offered, abandoned, in_time| {
        let mut found = found();
        replace(
            &mut found,
            calls(edition().window, offered, abandoned, in_time),
        );
        let summary = made(found);
        [Metric::AbandonRate, Metric::ServiceLevel20s]
            .map(|metric| figure(&summary, metric).standing().unwrap())
    };
    for (calls, told) in [
        ((100, 5, 80), [GoalStanding::Met, GoalStanding::Met]),
        ((100, 6, 79), [GoalStanding::Missed, GoalStanding::Missed]),
        ((20, 0, 20), [GoalStanding::Met, GoalStanding::Met]),
        ((19, 9, 2), [GoalStanding::TooFew, GoalStanding::TooFew]),
        ((0, 0, 0), [GoalStanding::Unknown, GoalStanding::Unknown]),
    ] {
        let (offered, abandoned, in_time) = calls;
        assert_eq!(standing(offered, abandoned, in_time), told, "{calls:?}");
    }
}

#[test]
fn any_other_metric_with_a_goal_is_a_figure_too() {
    let mut plan = plan();
    plan.goals.push(MetricGoal {
        metric: Metric::SmartHoldRecallFailRate,
        value: Quantity::Percent(20.0),
    });
    let summary = Summary::of(&plan, edition(), found(), at("21:31"));
    assert_eq!(summary.figures.len(), 8);
    let failing = figure(&summary, Metric::SmartHoldRecallFailRate);
    assert_eq!(failing.standing(), Some(GoalStanding::Met));
    assert_eq!(failing.usual.unwrap().value, Quantity::Percent(11.0));
}

#[test]
fn a_first_day_is_compared_with_nothing() {
    let summary = made(SummaryInputs {
        weeks: Vec::new(),
        before: None,
        ..found()
    });
    assert_eq!(summary.compared_weeks(), 0);
    assert!(summary.figures.iter().all(|figure| figure.usual.is_none()));
    assert!(
        summary
            .hours
            .iter()
            .all(|hour| hour.usual == UsualHour::default())
    );
    assert!(summary.before.is_none() && summary.tells_something());
}

#[test]
fn six_weeks_at_most_are_compared_and_only_those_over_the_same_hours_of_the_clock() {
    let weeks = |count| {
        made(SummaryInputs {
            weeks: (1..=count).map(made_up::week).collect(),
            ..found()
        })
    };
    assert_eq!(weeks(9).compared_weeks(), 6);
    let mut found = found();
    let date = found.weeks[0].date;
    let shorter = TimeWindow::new(on(date, "07:00"), on(date, "20:00")).unwrap();
    found.weeks[0].readings = vec![calls(shorter, 1_000, 900, 10)];
    assert_eq!(made(found).compared_weeks(), 3);
}

#[test]
fn the_hours_of_the_clock_are_compared_across_a_change_of_the_clocks() {
    let zone = chrono_tz::America::Santiago;
    let plan = SummaryPlan { zone, ..plan() };
    let at = |text: &str| text.parse().unwrap();
    // Sunday 6 September 2026 has 23 hours in Santiago; from then on it is UTC-3.
    let day = |from: &str, until: &str| TimeWindow::new(at(from), at(until)).unwrap();
    let now = day("2026-09-08T11:00:00Z", "2026-09-09T01:00:00Z");
    let before = day("2026-09-01T12:00:00Z", "2026-09-02T02:00:00Z");
    let edition = Edition {
        date: "2026-09-08".parse().unwrap(),
        window: now,
        ..edition()
    };
    let found = SummaryInputs {
        readings: vec![calls(now, 100, 5, 80)],
        weeks: vec![EarlierInputs {
            date: "2026-09-01".parse().unwrap(),
            readings: vec![calls(before, 90, 5, 80)],
        }],
        ..found()
    };
    let summary = Summary::of(&plan, edition, found, at("2026-09-09T01:30:00Z"));
    assert_eq!(summary.compared_weeks(), 1);
}

#[test]
fn a_report_that_failed_is_missing_and_no_figure_of_it_is_zero() {
    let mut found = found();
    let failed = ReadGap::Failed(ReadFailure::TimedOut);
    replace(&mut found, gap(whole(Report::ServiceLevel), failed.clone()));
    replace(&mut found, gap(whole(Report::Holds), failed));
    let summary = made(found);
    assert_eq!(summary.missing, [Report::ServiceLevel, Report::Holds]);
    assert!(summary.figures.iter().all(|figure| figure.sample.is_none()));
    assert_eq!(summary.standing(), Some(GoalStanding::Unknown));
    assert!(summary.holds.is_none() && summary.channels.rows.is_empty());
    assert!(summary.tells_something(), "the other reports came");
}

#[test]
fn an_empty_report_is_neither_missing_nor_zero() {
    let mut found = found();
    replace(&mut found, gap(whole(Report::SmartHold), ReadGap::NoData));
    let summary = made(found);
    assert!(summary.missing.is_empty() && summary.smart_hold.is_none());
}

#[test]
fn a_summary_of_nothing_or_of_zeros_tells_nothing() {
    let none = SummaryInputs {
        readings: edition()
            .whole()
            .map(|ask| gap(ask, ReadGap::NoData))
            .into(),
        ..found()
    };
    assert!(!made(none).tells_something());
    let zeros = SummaryInputs {
        readings: vec![reading(
            Report::ServiceLevel,
            SkillSelection::All,
            edition().window,
            service(vec![made_up::channel("inbound", 0, 0)]),
        )],
        ..found()
    };
    assert!(!made(zeros).tells_something());
    assert!(made(found()).tells_something());
}

#[test]
fn an_hour_is_known_empty_or_unread() {
    let mut found = found();
    let hours = edition().hours();
    replace(&mut found, gap(hours[2], ReadGap::NoData));
    replace(
        &mut found,
        gap(hours[3], ReadGap::Failed(ReadFailure::TimedOut)),
    );
    found.readings.retain(|reading| reading.ask != hours[4]);
    let summary = made(found);
    assert_eq!(summary.hours.len(), 14);
    let heard = |hour: usize| summary.hours[hour].heard;
    assert_eq!(heard(1).calls().unwrap().offered, Some(140));
    assert_eq!(
        [heard(2), heard(3), heard(4)],
        [CallsHeard::Nothing, CallsHeard::Unread, CallsHeard::Unread]
    );
    let usual = summary.hours[3].usual;
    assert_eq!(usual.offered.unwrap().value, Quantity::Count(157));
    assert_eq!(usual.level.unwrap().weeks, 4);
}

#[test]
fn hours_that_nobody_asked_for_are_not_unread() {
    let mut found = found();
    let hours = edition().hours();
    found
        .readings
        .retain(|reading| !hours.contains(&reading.ask));
    assert!(made(found).hours.is_empty());
}

#[test]
fn what_drove_a_missed_goal_is_what_lies_past_it_by_most_calls() {
    let summary = made(found());
    let clock = |window: &TimeWindow| window.from();
    let hours: Vec<_> = summary.drivers.hours.iter().map(clock).collect();
    assert_eq!(hours, [at("10:00"), at("15:00")]);
    assert_eq!(summary.drivers.skills, [SkillId(12)]);
    let mut met = found();
    replace(&mut met, calls(edition().window, 2_148, 60, 2_000));
    assert_eq!(made(met).drivers, SummaryDrivers::default());
}

#[test]
fn the_worst_are_those_whose_rate_is_surely_high() {
    let mut found = found();
    let skills = SkillSelection::One(SkillId(30));
    // 15 % of twenty calls are no proof of more than the 11.2 % of 482.
    let few = service(vec![voice(20, 3, 15)]);
    found
        .readings
        .push(reading(Report::ServiceLevel, skills, edition().window, few));
    let summary = made(found);
    let worst = summary
        .worst_skills(3)
        .into_iter()
        .map(|(row, _)| row.skill);
    assert_eq!(worst.collect::<Vec<_>>(), [12, 30, 7].map(SkillId));
    let hours = summary
        .worst_hours(2)
        .into_iter()
        .map(|(hour, _)| hour.window.from());
    assert_eq!(hours.collect::<Vec<_>>(), [at("10:00"), at("15:00")]);
}

#[test]
fn a_skill_that_was_not_asked_for_is_known_by_its_abandons_alone() {
    let mut found = found();
    found
        .readings
        .retain(|reading| reading.ask.skills != SkillSelection::One(SkillId(12)));
    let summary = made(found);
    assert_eq!(summary.skills.rows.len(), SKILLS.len());
    let twelve = summary
        .skills
        .rows
        .iter()
        .find(|row| row.skill == SkillId(12));
    let calls = twelve.unwrap().calls;
    assert_eq!((calls.offered, calls.abandoned), (None, Some(54)));
}

#[test]
fn agents_are_named_only_where_the_plan_says_so() {
    assert!(made(found()).holds.unwrap().agents.rows.is_empty());
    let named = SummaryPlan {
        names_agents: true,
        ..plan()
    };
    let summary = Summary::of(&named, edition(), found(), at("21:31"));
    let agents = summary.holds.unwrap().agents.rows;
    assert_eq!(agents[0].agent.as_str(), "BRAYAN P");
}

#[test]
fn a_second_look_corrects_only_what_moved_by_more_than_the_limit() {
    let first = made(found());
    let look = |abandoned| {
        let mut found = found();
        replace(&mut found, calls(edition().window, 2_148, abandoned, 1_641));
        let next_morning = tuesday().succ_opt().unwrap();
        Summary::of(&plan(), edition(), found, on(next_morning, "07:00"))
    };
    assert_eq!(look(138).correcting(&first, 1.0), None, "0.7 % of itself");
    let corrected = look(142).correcting(&first, 1.0).unwrap();
    let correction = corrected.correction.clone().unwrap();
    let moved: Vec<_> = correction.moved.iter().map(|moved| moved.metric).collect();
    assert_eq!(moved, [Metric::AbandonCount, Metric::AbandonRate]);
    assert_eq!(
        correction.moved[0].first.unwrap().value,
        Quantity::Count(137)
    );
    assert_eq!(
        (corrected.made_at, corrected.is_late()),
        (at("21:31"), false)
    );
    assert!(!look(137).is_running());
}

#[test]
fn a_summary_is_late_or_running_by_the_time_at_which_it_was_made() {
    let of = |now| {
        let summary = Summary::of(&plan(), edition(), found(), at(now));
        (summary.is_late(), summary.is_running())
    };
    assert_eq!(of("15:05"), (false, true));
    assert_eq!(of("21:44"), (false, false));
    assert_eq!(of("23:10"), (true, false));
}

#[test]
fn the_day_before_is_the_whole_of_it_or_not_known() {
    let mut found = found();
    let before = found.before.as_mut().unwrap();
    let window = before.readings[0].ask.window;
    let hour = TimeWindow::new(window.from(), window.from() + chrono::TimeDelta::hours(1)).unwrap();
    before.readings = vec![
        gap(
            before.readings[0].ask,
            ReadGap::Failed(ReadFailure::TimedOut),
        ),
        calls(hour, 80, 1, 76),
    ];
    let summary = made(found);
    assert_eq!(summary.before, None);
    assert_eq!(figure(&summary, Metric::AbandonRate).before, None);
    assert_eq!(earlier(edition().window, 1), window);
}
