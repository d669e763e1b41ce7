//! What is understood, how it is asked again, and what a button carries of it. Now is
//! Tuesday 17 November 2026, 15:05:42 in Bogota.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::America::{Bogota, Santiago};
use proptest::prelude::*;

use super::*;
use vigia_cards::{CardButton, Locale};
use vigia_core::metrics::SkillId;

fn window(from: &str, until: &str) -> TimeWindow {
    TimeWindow::new(from.parse().unwrap(), until.parse().unwrap()).unwrap()
}

fn hour() -> TimeWindow {
    window("2026-11-17T19:05:00Z", "2026-11-17T20:05:00Z")
}

fn question(command: ReportCommand) -> ReportQuestion {
    ReportQuestion {
        command,
        operation: None,
        skills: SkillSelection::All,
        channel: None,
        agent: None,
        period: NamedPeriod::Last(Duration::from_secs(3_600)),
        window: hour(),
        compare: None,
        order: None,
        top: None,
        page: 0,
        shows: AnswerForm::Breakdown,
        delivery: AnswerDelivery::Private,
        notes: Vec::new(),
    }
}

fn words(tag: &str) -> Words {
    Words::new(Locale::from_tag(tag), Bogota)
}

#[test]
fn the_command_is_told_as_its_reader_types_it() {
    let abandon = ReportQuestion {
        skills: SkillSelection::One(SkillId(12)),
        ..question(ReportCommand::Abandon)
    };
    assert_eq!(abandon.again(&words("en")), "/abandon skill:12 last:1h");
    assert_eq!(
        abandon.again(&words("es-CO")),
        "/abandono skill:12 ultimas:1h"
    );
    let hold = ReportQuestion {
        operation: Some(OperationName::new("cali")),
        agent: Some(AgentName::new("Ana\n@everyone")),
        period: NamedPeriod::Between(hour()),
        compare: Some(ComparisonSpan::LastWeek),
        order: Some(SortOrder::PerUse),
        top: Some(5),
        ..question(ReportCommand::Hold)
    };
    assert_eq!(
        hold.again(&words("pt-BR")),
        "/hold operacao:cali agente:Ana @everyone de:2026-11-17 14:05 \
         ate:2026-11-17 15:05 comparar:semana anterior ordem:tempo por uso top:5"
    );
    let day = window("2026-11-16T05:00:00Z", "2026-11-17T05:00:00Z");
    let service = ReportQuestion {
        period: NamedPeriod::Between(day),
        window: day,
        channel: Some(Channel::inbound()),
        ..question(ReportCommand::Service)
    };
    assert_eq!(
        service.again(&words("es-CO")),
        "/servicio skill:all canal:inbound dia:2026-11-16"
    );
    let today = ReportQuestion {
        period: NamedPeriod::Today,
        ..question(ReportCommand::Durations)
    };
    assert_eq!(today.again(&words("es-CO")), "/duracion dia:hoy");
}

/// Sunday 6 September 2026 has no hour before 01:00 in Chile.
#[test]
fn a_comparison_is_by_the_wall_clock() {
    let monday = |compare| ReportQuestion {
        compare: Some(compare),
        window: window("2026-09-07T11:00:00Z", "2026-09-07T13:00:00Z"),
        ..question(ReportCommand::Service)
    };
    let before = |compare| monday(compare).before(Santiago).unwrap();
    assert_eq!(
        before(ComparisonSpan::Previous),
        window("2026-09-07T09:00:00Z", "2026-09-07T11:00:00Z")
    );
    assert_eq!(
        before(ComparisonSpan::Yesterday),
        window("2026-09-06T11:00:00Z", "2026-09-06T13:00:00Z")
    );
    assert_eq!(
        before(ComparisonSpan::LastWeek),
        window("2026-08-31T12:00:00Z", "2026-08-31T14:00:00Z")
    );
    assert_eq!(question(ReportCommand::Service).before(Santiago), None);
}

#[test]
fn only_two_reports_are_asked_for_a_skill() {
    let of = |command| ReportQuestion {
        skills: SkillSelection::One(SkillId(12)),
        ..question(command)
    };
    for command in ReportCommand::ALL {
        let expected = match command {
            ReportCommand::Abandon | ReportCommand::Service => SkillSelection::One(SkillId(12)),
            ReportCommand::SmartHold | ReportCommand::Hold | ReportCommand::Durations => {
                SkillSelection::All
            }
        };
        assert_eq!(of(command).main_ask().skills, expected, "{command:?}");
    }
    assert!(of(ReportCommand::Abandon).second_ask().is_some());
    assert!(of(ReportCommand::Service).second_ask().is_none());
}

#[test]
fn a_button_written_by_this_version_is_read_by_the_next() {
    let abandon = ReportQuestion {
        operation: Some(OperationName::new("cali")),
        skills: SkillSelection::One(SkillId(12)),
        compare: Some(ComparisonSpan::Previous),
        top: Some(5),
        ..question(ReportCommand::Abandon)
    };
    let token = QuestionToken::of(TokenVerb::Refresh, &abandon);
    assert_eq!(
        token.to_string(),
        "1.rap-b.sdui5p57.c...l2s0.tonx4c.2s0.5.0"
    );
    assert_eq!(token.to_string().parse(), Ok(token));
}

#[test]
fn what_no_button_says_is_refused() {
    let good = QuestionToken::of(TokenVerb::Page, &question(ReportCommand::Hold)).to_string();
    assert!(good.parse::<QuestionToken>().is_ok(), "{good}");
    for (from, to) in [
        ("1.", "2."),
        ("1.p", "1.x"),
        ("ph", "pz"),
        (".0", ".zzzzzz"),
        (".0", ".-1"),
        (".0", ".00"),
        (".0", ""),
        ("l2s0", "l2S0"),
        ("l2s0", "b1_1"),
        ("l2s0", "q"),
        ("l2s0", ""),
        (".2s0.", ".1."),
        (".2s0.", ".zzzzzzz."),
    ] {
        let wrong = good.replacen(from, to, 1);
        assert_ne!(wrong, good, "{from}");
        assert_eq!(wrong.parse::<QuestionToken>(), Err(()), "{wrong}");
    }
    for wrong in ["", ".", "..........", "ack:v1:12", "ñ", &good.repeat(50)] {
        assert_eq!(wrong.parse::<QuestionToken>(), Err(()), "{wrong}");
    }
}

fn any_window() -> impl Strategy<Value = TimeWindow> {
    (946_684_800_i64..4_102_444_800, 60_u64..=92 * 86_400 + 3_600).prop_map(|(until, length)| {
        let until = DateTime::from_timestamp(until, 0).unwrap();
        TimeWindow::ending(until, Duration::from_secs(length))
    })
}

fn any_period() -> impl Strategy<Value = NamedPeriod> {
    prop_oneof![
        (60_u64..=92 * 86_400).prop_map(|length| NamedPeriod::Last(Duration::from_secs(length))),
        Just(NamedPeriod::Today),
        any_window().prop_map(|window| NamedPeriod::Since(window.from())),
        any_window().prop_map(NamedPeriod::Between),
    ]
}

fn any_names() -> impl Strategy<Value = (Option<OperationName>, Option<Channel>, Option<AgentName>)>
{
    let name = || proptest::option::of(".{0,300}");
    (name(), name(), name()).prop_map(|(operation, channel, agent)| {
        (
            operation.map(OperationName::new),
            channel.map(Channel::new),
            agent.map(AgentName::new),
        )
    })
}

fn any_question() -> impl Strategy<Value = ReportQuestion> {
    let orders: Vec<SortOrder> = ReportCommand::ALL
        .iter()
        .flat_map(|command| command.orders().to_vec())
        .collect();
    let compare = prop_oneof![
        Just(ComparisonSpan::Previous),
        Just(ComparisonSpan::Yesterday),
        Just(ComparisonSpan::LastWeek),
    ];
    let skills = prop_oneof![
        Just(SkillSelection::All),
        any::<u64>().prop_map(|skill| SkillSelection::One(SkillId(skill))),
    ];
    let view = (
        proptest::option::of(compare),
        proptest::option::of(proptest::sample::select(orders)),
        proptest::option::of(1_u8..=ReportQuestion::MOST_ROWS),
        any::<u16>(),
        any::<bool>(),
    );
    let command = proptest::sample::select(ReportCommand::ALL.to_vec());
    (
        command,
        any_names(),
        skills,
        any_period(),
        any_window(),
        view,
    )
        .prop_map(
            |(command, (operation, channel, agent), skills, period, window, view)| ReportQuestion {
                operation,
                skills,
                channel,
                agent,
                period,
                window,
                compare: view.0,
                order: view.1,
                top: view.2,
                page: view.3,
                shows: if view.4 {
                    AnswerForm::Trend
                } else {
                    AnswerForm::Breakdown
                },
                ..question(command)
            },
        )
}

fn any_verb() -> impl Strategy<Value = TokenVerb> {
    proptest::sample::select(vec![
        TokenVerb::Refresh,
        TokenVerb::Page,
        TokenVerb::View,
        TokenVerb::Csv,
        TokenVerb::Share,
        TokenVerb::Next,
    ])
}

proptest! {
    #[test]
    fn any_question_fits_on_a_button_and_comes_back(
        question in any_question(),
        verb in any_verb(),
    ) {
        let token = QuestionToken::of(verb, &question);
        let text = token.to_string();
        prop_assert!(text.len() <= CardButton::PRESS, "{} {text}", text.len());
        prop_assert!(text.is_ascii());
        prop_assert_eq!(text.parse(), Ok(token));
    }

    #[test]
    fn nothing_on_a_button_brings_it_down(text in ".{0,120}") {
        prop_assert!(text.parse::<QuestionToken>().is_err());
    }

    #[test]
    fn a_button_that_was_tampered_with_is_refused_or_sound(
        question in any_question(),
        place in 0_usize..100,
        letter in "[0-9a-z._-]",
    ) {
        let mut text = QuestionToken::of(TokenVerb::Refresh, &question).to_string();
        let place = place % text.len();
        text.replace_range(place..=place, &letter);
        if let Ok(token) = text.parse::<QuestionToken>() {
            prop_assert_eq!(token.to_string(), text);
            let latest: DateTime<Utc> = "2026-11-17T20:05:00Z".parse().unwrap();
            let _ = token.period.window(Santiago, latest);
            prop_assert!(token.window.length() >= TimeDelta::minutes(1).to_std().unwrap());
        }
    }
}
