//! Questions: how they are asked again, and what buttons carry of them. Now is
//! Tuesday 17 November 2026, 15:05:42 in Bogota.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::DateTime;
use chrono_tz::America::{Bogota, Santiago};
use proptest::prelude::*;

use super::{
    button::{CommandButton, NameTag, QuestionButton, QuestionVerb, SummaryDay, WatchPage},
    command::{MOST_ROWS, ReportCommand},
    question::{AnswerDelivery, AnswerForm, ReportQuestion},
    range::NamedPeriod,
};
use vigia_cards::{
    ButtonToken, CardButton, Locale, Words,
    report::{ComparisonSpan, SortOrder},
};
use vigia_core::{
    alerts::SilenceId,
    metrics::{AgentName, Channel, OperationName, SkillId, SkillSelection, TimeWindow},
};

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
    assert_eq!(abandon.as_typed(&words("en")), "/abandon skill:12 last:1h");
    assert_eq!(
        abandon.as_typed(&words("es-CO")),
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
        hold.as_typed(&words("pt-BR")),
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
        service.as_typed(&words("es-CO")),
        "/servicio skill:all canal:inbound dia:2026-11-16"
    );
    let today = ReportQuestion {
        period: NamedPeriod::Today,
        ..question(ReportCommand::Durations)
    };
    assert_eq!(today.as_typed(&words("es-CO")), "/duracion dia:hoy");
}

/// Sunday 6 September 2026 has no hour before 01:00 in Chile.
#[test]
fn a_comparison_is_by_the_wall_clock() {
    let monday = |compare| ReportQuestion {
        compare: Some(compare),
        window: window("2026-09-07T11:00:00Z", "2026-09-07T13:00:00Z"),
        ..question(ReportCommand::Service)
    };
    let before = |compare| monday(compare).comparison_window(Santiago).unwrap();
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
    assert_eq!(
        question(ReportCommand::Service).comparison_window(Santiago),
        None
    );
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

fn decode(custom_id: &str) -> Option<CommandButton> {
    match ButtonToken::decode(custom_id)? {
        ButtonToken::Command(button) => Some(button),
        ButtonToken::Alert(_) => None,
    }
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
    let button = QuestionButton::new(QuestionVerb::Refresh, &abandon);
    assert_eq!(
        button.encode(),
        "v2.AQAAAAG__7rEjhIBDAAAAJAcAOzm8tcGkBwBAAABBQAA"
    );
    assert_eq!(
        decode(&button.encode()),
        Some(CommandButton::Question(button))
    );
}

fn watch_pages() -> [WatchPage; 9] {
    let until = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
    let day = SummaryDay("2026-11-17".parse().unwrap());
    let week = TimeWindow::ending(until, Duration::from_secs(7 * 86_400));
    [
        WatchPage::OpenIncidents(0),
        WatchPage::History(week, u16::MAX),
        WatchPage::HistoryFile(week),
        WatchPage::Silences(3),
        WatchPage::EndSilence(SilenceId(u64::MAX)),
        WatchPage::Rules(99),
        WatchPage::Status,
        WatchPage::Summary(NameTag::of("cierre"), day),
        WatchPage::ShareSummary(NameTag::of("cierre"), day, until),
    ]
}

#[test]
fn a_button_about_the_watch_is_understood_for_ever() {
    let operation = NameTag::of("cali");
    let tokens = watch_pages().map(|page| {
        let button = CommandButton::Watch { operation, page };
        let token = ButtonToken::Command(button).encode();
        assert!(token.len() <= CardButton::PRESS, "{token}");
        assert_eq!(decode(&token), Some(button), "{token}");
        token
    });
    assert_eq!(
        tokens.join(" "),
        "v2.AQG__7rEjhIAAA v2.AQG__7rEjhIBwI321waA9ST__wM v2.AQG__7rEjhICwI321waA9SQ \
         v2.AQG__7rEjhIDAw v2.AQG__7rEjhIE____________AQ v2.AQG__7rEjhIFYw v2.AQG__7rEjhIG \
         v2.AQG__7rEjhIH89LuyqoCpqIB v2.AQG__7rEjhII89LuyqoCpqIBwI321wY"
    );
}

#[test]
fn values_out_of_bounds_are_refused() {
    let window = |until: u64, length: u32| (1_u8, 1_u8, 0_u64, 2_u8, until, length);
    let encode = |bytes: Vec<u8>| format!("v2.{}", URL_SAFE_NO_PAD.encode(bytes));
    let good = postcard::to_stdvec(&window(1_795_000_000, 3_600)).unwrap();
    assert!(decode(&encode(good)).is_some());
    for (until, length) in [
        (u64::from(u32::MAX) + 1, 3_600),
        (u64::MAX, 3_600),
        (1_795_000_000, 0),
        (1_795_000_000, 59),
        (1_795_000_000, u32::MAX),
    ] {
        let wrong = postcard::to_stdvec(&window(until, length)).unwrap();
        assert_eq!(decode(&encode(wrong)), None, "{until} {length}");
    }
    let day = postcard::to_stdvec(&(1_u8, 1_u8, 0_u64, 7_u8, 0_u64, 90_000_u64)).unwrap();
    assert_eq!(decode(&encode(day)), None, "a summary of the year 2216");
}

#[test]
fn a_tag_never_changes_between_versions() {
    let tags = ["", "cali", "Ana Ruiz", "chat-whatsapp"].map(NameTag::of);
    let numbers = tags.map(|tag| postcard::to_stdvec(&tag).unwrap());
    let known: [u64; 4] = [
        981_482_459_577,
        622_376_959_935,
        479_777_593_711,
        511_743_144_031,
    ];
    assert_eq!(numbers, known.map(|tag| postcard::to_stdvec(&tag).unwrap()));
}

#[test]
fn names_that_are_nearly_alike_have_other_tags() {
    let names = (0..10_000).map(|number| NameTag::of(&format!("Agente {number}")));
    let tags: std::collections::HashSet<_> = names.collect();
    assert_eq!(tags.len(), 10_000);
}

#[test]
fn what_no_button_says_is_refused() {
    let hold = question(ReportCommand::Hold);
    let good = QuestionButton::new(QuestionVerb::Page, &hold).encode();
    assert!(decode(&good).is_some(), "{good}");
    let newer = good.replacen("v2", "v3", 1);
    let longer = format!("{good}AA");
    let shorter = &good[..good.len() - 2];
    for wrong in [
        "",
        ".",
        "v2.",
        "ack:v1:12",
        "ñ",
        "1.rap-b.sdui5p57.c...l2s0.tonx4c.2s0.5.0",
        "w1.n.sdui5p57.0",
        newer.as_str(),
        longer.as_str(),
        shorter,
        &good.repeat(50),
    ] {
        assert_eq!(decode(wrong), None, "{wrong}");
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
        proptest::option::of(1_u8..=MOST_ROWS),
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

fn any_verb() -> impl Strategy<Value = QuestionVerb> {
    proptest::sample::select(vec![
        QuestionVerb::Refresh,
        QuestionVerb::Page,
        QuestionVerb::View,
        QuestionVerb::Csv,
        QuestionVerb::Share,
        QuestionVerb::Next,
    ])
}

proptest! {
    #[test]
    fn any_question_fits_on_a_button_and_comes_back(
        question in any_question(),
        verb in any_verb(),
    ) {
        let button = QuestionButton::new(verb, &question);
        let text = button.encode();
        prop_assert!(text.len() <= CardButton::PRESS, "{} {text}", text.len());
        prop_assert!(text.is_ascii());
        prop_assert_eq!(decode(&text), Some(CommandButton::Question(button)));
    }

    #[test]
    fn nothing_on_a_button_brings_it_down(text in ".{0,120}") {
        prop_assert!(decode(&text).is_none());
    }

    #[test]
    fn a_button_that_was_tampered_with_is_refused_or_sound(
        question in any_question(),
        place in 3_usize..100,
        letter in "[0-9A-Za-z_-]",
    ) {
        let mut text = QuestionButton::new(QuestionVerb::Refresh, &question).encode();
        let place = place % text.len();
        text.replace_range(place..=place, &letter);
        if let Some(button) = decode(&text) {
            prop_assert_eq!(ButtonToken::Command(button).encode(), text);
        }
    }
}
