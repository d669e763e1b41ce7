//! Answers of the API that are not quite as documented: what can be read is read, and nothing is made up.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;

use vigia_core::metrics::{
    Facts, Report,
    facts::{Abandonment, ChannelService, Holds, SecondsRange},
};
use vigia_wolkvox::{ReadFailure, UnreadableField, parse};

const HOLD_ROW: &str = r#"{"agent_name": "LUCÍA PEÑA", "count": "14", "hold_time": "00:21:37", "mute_time": "00:03:05", "total_time": "00:24:42"}"#;

fn envelope(rows: &str) -> String {
    format!(r#"{{"code": "200", "error": null, "msg": "records were found", "data": [{rows}]}}"#)
}

fn holds(body: &[u8]) -> (Holds, Vec<UnreadableField>) {
    match parse(Report::Holds, body).unwrap() {
        (Some(Facts::Holds(holds)), spoiled) => (holds, spoiled),
        other => panic!("{other:?}"),
    }
}

fn abandonment(row: &str) -> (Abandonment, Vec<UnreadableField>) {
    match parse(Report::Abandonment, envelope(row).as_bytes()).unwrap() {
        (Some(Facts::Abandonment(report)), spoiled) => (report, spoiled),
        other => panic!("{other:?}"),
    }
}

fn inbound(rows: &str) -> (ChannelService, Vec<UnreadableField>) {
    match parse(Report::ServiceLevel, envelope(rows).as_bytes()).unwrap() {
        (Some(Facts::ServiceLevel(mut report)), spoiled) => {
            assert_eq!(report.channels.len(), 1);
            (report.channels.remove(0), spoiled)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn text_of_php_around_the_object_costs_nothing() {
    let body = envelope(HOLD_ROW);
    for odd in [
        format!("<br />\n<b>Warning</b>: Undefined index: x in <b>/var/x.php</b><br />\n{body}"),
        format!("\nNotice: Undefined variable: y on line 3\n{body}"),
        format!("{body}\u{feff}"),
        format!("{body}<!-- 0.2s -->"),
        format!("{body}\0"),
        format!("{body}<br />\n<b>Warning</b>: x"),
    ] {
        let (holds, spoiled) = holds(odd.as_bytes());
        assert_eq!(holds.agents[0].uses, Some(14), "{odd}");
        assert_eq!(spoiled, [], "{odd}");
    }
}

#[test]
fn two_answers_in_one_body_are_refused() {
    let body = envelope(HOLD_ROW);
    let error = parse(Report::Holds, format!("{body}{body}").as_bytes()).unwrap_err();
    assert_eq!(error.kind(), ReadFailure::Unexpected);
}

#[test]
fn a_name_in_latin_1_is_read_and_so_are_the_others() {
    let body =
        envelope(r#"{"agent_name": "PE~A", "count": "3"}, {"agent_name": "OTRO", "count": "4"}"#);
    let body: Vec<u8> = body
        .bytes()
        .map(|byte| if byte == b'~' { 0xd1 } else { byte })
        .collect();
    let (holds, _) = holds(&body);
    assert_eq!(holds.agents[0].agent.as_str(), "PEÑA");
    assert_eq!(holds.agents[1].uses, Some(4));
}

#[test]
fn half_a_surrogate_pair_and_a_huge_number_spoil_one_field() {
    let rows = r#"{"agent_name": "ab\ud83dcd", "count": "3"}, {"agent_name": "X", "count": 1e400, "hold_time": "00:01:00"}"#;
    let (holds, spoiled) = holds(envelope(rows).as_bytes());
    assert_eq!(holds.agents[0].uses, Some(3));
    assert_eq!(holds.agents[1].uses, None);
    assert_eq!(holds.agents[1].hold, Some(Duration::from_secs(60)));
    assert_eq!((spoiled.len(), spoiled[0].text.as_str()), (1, "1e400"));
}

#[test]
fn an_envelope_in_other_case_is_an_envelope() {
    let body = format!(r#"{{"Code": "200", "Error": null, "Msg": "1", "Data": [{HOLD_ROW}]}}"#);
    assert_eq!(holds(body.as_bytes()).0.agents.len(), 1);
}

#[test]
fn rows_that_are_totals_in_any_words_are_no_agents() {
    let names = [
        "GRAN TOTAL",
        "SUBTOTAL",
        "TOTAL:",
        "Grand Total",
        "Totales",
        "Total general",
    ];
    let rows: Vec<String> = names
        .iter()
        .map(|name| {
            format!(r#"{{"agent_name": "{name}", "count": "14", "hold_time": "00:21:37"}}"#)
        })
        .collect();
    let (holds, _) = holds(envelope(&format!("{HOLD_ROW}, {}", rows.join(", "))).as_bytes());
    assert_eq!(holds.agents.len(), 1);
    assert_eq!(holds.total.unwrap().uses, Some(14));
}

#[test]
fn totals_that_contradict_each_other_or_are_blank_leave_the_sum_of_the_rows() {
    let total = |count: &str| format!(r#"{{"agent_name": "TOTAL", "count": "{count}"}}"#);
    let (contradicted, _) =
        holds(envelope(&format!("{HOLD_ROW}, {}, {}", total("14"), total("0"))).as_bytes());
    assert_eq!(contradicted.total, None);
    let row = r#"{"skill_id": "2101", "skill_name": "S", "abandon_calls": "37", "abandon_0seg_10seg": "9"}"#;
    let (report, _) = abandonment(&format!(
        r#"{row}, {{"skill_name": "TOTAL", "abandon_calls": ""}}"#
    ));
    assert_eq!(report.all, None);
}

#[test]
fn a_count_with_points_for_thousands_is_never_a_thousandth() {
    let count = |text: &str| {
        let row =
            format!(r#"{{"skill_id": "2101", "skill_name": "S", "abandon_calls": "{text}"}}"#);
        let (report, spoiled) = abandonment(&row);
        (report.skills[0].abandoned, spoiled.len())
    };
    assert_eq!(count("1.000"), (Some(1_000), 0));
    assert_eq!(count("1,000"), (Some(1_000), 0));
    assert_eq!(count("12.345.678"), (Some(12_345_678), 0));
    assert_eq!(count("5.0"), (Some(5), 0));
    assert_eq!(count("12345,678"), (None, 1));
    assert_eq!(count("12345.678"), (None, 1));
    assert_eq!(count("1.5"), (None, 1));
}

#[test]
fn a_percentage_is_read_with_either_decimal_sign_and_is_never_negative() {
    let level = |text: &str| {
        let row = format!(
            r#"{{"type_interaction": "inbound", "inbound_calls": "370", "service_level_20seg": "{text}"}}"#
        );
        let (channel, spoiled) = inbound(&row);
        (channel.within_20s, spoiled.len())
    };
    assert_eq!(level("0,123 %"), (Some(0.123), 0));
    assert_eq!(level("83.51%"), (Some(83.51), 0));
    assert_eq!(level("83,5 %"), (Some(83.5), 0));
    assert_eq!(level("15,233.33 %"), (Some(15_233.33), 0));
    assert_eq!(level("12345,678 %"), (None, 1));
    assert_eq!(level("-5 %"), (None, 1));
}

#[test]
fn two_rows_of_one_channel_are_joined_with_the_right_weights() {
    let row = |offered: u32, answered: u32, abandoned: u32, level: &str, asa: &str, ata: &str| {
        format!(
            r#"{{"type_interaction": "inbound", "inbound_calls": "{offered}", "answer_calls": "{answered}", "abandon_calls": "{abandoned}", "service_level_20seg": "{level}", "asa": "{asa}", "ata": "{ata}"}}"#
        )
    };
    let rows = [
        row(100, 90, 10, "80.00 %", "10.00", "40.00"),
        row(300, 210, 90, "60.00 %", "20.00", "60.00"),
    ];
    let (channel, _) = inbound(&rows.join(", "));
    assert_eq!(
        (channel.offered, channel.answered, channel.abandoned),
        (Some(400), Some(300), Some(100))
    );
    assert_eq!(channel.within_20s, Some(65.0));
    assert_eq!(channel.asa, Some(Duration::from_secs(17)));
    assert_eq!(channel.ata, Some(Duration::from_secs(58)));
}

#[test]
fn two_spellings_of_one_key_that_differ_are_noted() {
    let row = r#"{"skill_id": "2101", "skill_name": "S", "abandon_calls": "37", "abandon_11seg_20seg": "6", "abandon_11seg_20_seg": "5"}"#;
    let (report, spoiled) = abandonment(row);
    assert_eq!(report.skills[0].by_wait[0].calls, Some(6));
    assert_eq!(spoiled.len(), 1);
}

#[test]
fn the_open_range_is_read_in_spanish_too() {
    let row = r#"{"skill_id": "2101", "skill_name": "S", "abandon_calls": "13", "abandon_mayor_que_51seg": "13"}"#;
    let (report, _) = abandonment(row);
    assert_eq!(report.skills[0].by_wait[0].wait, SecondsRange::AtLeast(51));
}

#[test]
fn rows_that_name_nobody_are_a_failure_and_not_an_empty_window() {
    for report in [
        Report::Holds,
        Report::ServiceLevel,
        Report::Abandonment,
        Report::SmartHold,
    ] {
        let body = envelope(r#"{"x": "1", "y": "2"}, {"x": "3", "y": "4"}"#);
        let error = parse(report, body.as_bytes()).unwrap_err();
        assert_eq!(error.kind(), ReadFailure::NoReadableRow, "{report}");
    }
    let (facts, _) = parse(Report::Holds, envelope("").as_bytes()).unwrap();
    assert_eq!(facts, None);
}
