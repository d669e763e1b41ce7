//! What is understood, how it is asked again, and what a button carries of it. Now is
//! Tuesday 17 November 2026, 15:05:42 in Bogota.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::America::{Bogota, Santiago};
use proptest::prelude::*;

use super::*;
use vigia_cards::{Button, Locale};
use vigia_core::metrics::SkillId;

fn window(from: &str, until: &str) -> Window {
    Window::new(from.parse().unwrap(), until.parse().unwrap()).unwrap()
}

fn hour() -> Window {
    window("2026-11-17T19:05:00Z", "2026-11-17T20:05:00Z")
}

fn question(command: Command) -> Question {
    Question {
        command,
        operation: None,
        skills: Skills::All,
        channel: None,
        agent: None,
        period: Period::Last(Duration::from_secs(3_600)),
        window: hour(),
        compare: None,
        order: None,
        top: None,
        page: 0,
        shows: Shows::Breakdown,
        delivery: Delivery::Private,
        notes: Vec::new(),
    }
}

fn words(tag: &str) -> Words {
    Words::new(Locale::from_tag(tag), Bogota)
}

#[test]
fn the_command_is_told_as_its_reader_types_it() {
    let abandon = Question {
        skills: Skills::One(SkillId(12)),
        ..question(Command::Abandon)
    };
    assert_eq!(abandon.again(&words("en")), "/abandon skill:12 last:1h");
    assert_eq!(
        abandon.again(&words("es-CO")),
        "/abandono skill:12 ultimas:1h"
    );
    let hold = Question {
        operation: Some(OperationName::new("cali")),
        agent: Some(AgentName::new("Ana\n@everyone")),
        period: Period::Between(hour()),
        compare: Some(Comparison::LastWeek),
        order: Some(Order::PerUse),
        top: Some(5),
        ..question(Command::Hold)
    };
    assert_eq!(
        hold.again(&words("pt-BR")),
        "/hold operacao:cali agente:Ana @everyone de:2026-11-17 14:05 \
         ate:2026-11-17 15:05 comparar:semana anterior ordem:tempo por uso top:5"
    );
    let day = window("2026-11-16T05:00:00Z", "2026-11-17T05:00:00Z");
    let service = Question {
        period: Period::Between(day),
        window: day,
        channel: Some(Channel::inbound()),
        ..question(Command::Service)
    };
    assert_eq!(
        service.again(&words("es-CO")),
        "/servicio skill:all canal:inbound dia:2026-11-16"
    );
    let today = Question {
        period: Period::Today,
        ..question(Command::Durations)
    };
    assert_eq!(today.again(&words("es-CO")), "/duracion dia:hoy");
}

/// Sunday 6 September 2026 has no hour before 01:00 in Chile.
#[test]
fn a_comparison_is_by_the_wall_clock() {
    let monday = |compare| Question {
        compare: Some(compare),
        window: window("2026-09-07T11:00:00Z", "2026-09-07T13:00:00Z"),
        ..question(Command::Service)
    };
    let before = |compare| monday(compare).before(Santiago).unwrap();
    assert_eq!(
        before(Comparison::Previous),
        window("2026-09-07T09:00:00Z", "2026-09-07T11:00:00Z")
    );
    assert_eq!(
        before(Comparison::Yesterday),
        window("2026-09-06T11:00:00Z", "2026-09-06T13:00:00Z")
    );
    assert_eq!(
        before(Comparison::LastWeek),
        window("2026-08-31T12:00:00Z", "2026-08-31T14:00:00Z")
    );
    assert_eq!(question(Command::Service).before(Santiago), None);
}

#[test]
fn only_two_reports_are_asked_for_a_skill() {
    let of = |command| Question {
        skills: Skills::One(SkillId(12)),
        ..question(command)
    };
    for command in Command::ALL {
        let expected = match command {
            Command::Abandon | Command::Service => Skills::One(SkillId(12)),
            Command::SmartHold | Command::Hold | Command::Durations => Skills::All,
        };
        assert_eq!(of(command).main_ask().skills, expected, "{command:?}");
    }
    assert!(of(Command::Abandon).second_ask().is_some());
    assert!(of(Command::Service).second_ask().is_none());
}

#[test]
fn a_button_written_by_this_version_is_read_by_the_next() {
    let abandon = Question {
        operation: Some(OperationName::new("cali")),
        skills: Skills::One(SkillId(12)),
        compare: Some(Comparison::Previous),
        top: Some(5),
        ..question(Command::Abandon)
    };
    let token = Token::of(Verb::Refresh, &abandon);
    assert_eq!(
        token.to_string(),
        "1.rap-b.sdui5p57.c...l2s0.tonx4c.2s0.5.0"
    );
    assert_eq!(token.to_string().parse(), Ok(token));
}

#[test]
fn what_no_button_says_is_refused() {
    let good = Token::of(Verb::Page, &question(Command::Hold)).to_string();
    assert!(good.parse::<Token>().is_ok(), "{good}");
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
        assert_eq!(wrong.parse::<Token>(), Err(()), "{wrong}");
    }
    for wrong in ["", ".", "..........", "ack:v1:12", "ñ", &good.repeat(50)] {
        assert_eq!(wrong.parse::<Token>(), Err(()), "{wrong}");
    }
}

fn any_window() -> impl Strategy<Value = Window> {
    (946_684_800_i64..4_102_444_800, 60_u64..=92 * 86_400 + 3_600).prop_map(|(until, length)| {
        let until = DateTime::from_timestamp(until, 0).unwrap();
        Window::ending(until, Duration::from_secs(length))
    })
}

fn any_period() -> impl Strategy<Value = Period> {
    prop_oneof![
        (60_u64..=92 * 86_400).prop_map(|length| Period::Last(Duration::from_secs(length))),
        Just(Period::Today),
        any_window().prop_map(|window| Period::Since(window.from())),
        any_window().prop_map(Period::Between),
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

fn any_question() -> impl Strategy<Value = Question> {
    let orders: Vec<Order> = Command::ALL
        .iter()
        .flat_map(|command| command.orders().to_vec())
        .collect();
    let compare = prop_oneof![
        Just(Comparison::Previous),
        Just(Comparison::Yesterday),
        Just(Comparison::LastWeek),
    ];
    let skills = prop_oneof![
        Just(Skills::All),
        any::<u64>().prop_map(|skill| Skills::One(SkillId(skill))),
    ];
    let view = (
        proptest::option::of(compare),
        proptest::option::of(proptest::sample::select(orders)),
        proptest::option::of(1_u8..=Question::MOST_ROWS),
        any::<u16>(),
        any::<bool>(),
    );
    let command = proptest::sample::select(Command::ALL.to_vec());
    (
        command,
        any_names(),
        skills,
        any_period(),
        any_window(),
        view,
    )
        .prop_map(
            |(command, (operation, channel, agent), skills, period, window, view)| Question {
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
                    Shows::Trend
                } else {
                    Shows::Breakdown
                },
                ..question(command)
            },
        )
}

fn any_verb() -> impl Strategy<Value = Verb> {
    proptest::sample::select(vec![
        Verb::Refresh,
        Verb::Page,
        Verb::View,
        Verb::Csv,
        Verb::Share,
        Verb::Next,
    ])
}

proptest! {
    #[test]
    fn any_question_fits_on_a_button_and_comes_back(
        question in any_question(),
        verb in any_verb(),
    ) {
        let token = Token::of(verb, &question);
        let text = token.to_string();
        prop_assert!(text.len() <= Button::PRESS, "{} {text}", text.len());
        prop_assert!(text.is_ascii());
        prop_assert_eq!(text.parse(), Ok(token));
    }

    #[test]
    fn nothing_on_a_button_brings_it_down(text in ".{0,120}") {
        prop_assert!(text.parse::<Token>().is_err());
    }

    #[test]
    fn a_button_that_was_tampered_with_is_refused_or_sound(
        question in any_question(),
        place in 0_usize..100,
        letter in "[0-9a-z._-]",
    ) {
        let mut text = Token::of(Verb::Refresh, &question).to_string();
        let place = place % text.len();
        text.replace_range(place..=place, &letter);
        if let Ok(token) = text.parse::<Token>() {
            prop_assert_eq!(token.to_string(), text);
            let latest: DateTime<Utc> = "2026-11-17T20:05:00Z".parse().unwrap();
            let _ = token.period.window(Santiago, latest);
            prop_assert!(token.window.length() >= TimeDelta::minutes(1).to_std().unwrap());
        }
    }
}
