//! The five reports, from bodies.

use super::*;

#[test]
fn service_levels_are_read_as_they_arrive() {
    let Facts::ServiceLevel(report) = facts(Report::ServiceLevel, &rows(CHANNEL)) else {
        panic!("another report");
    };
    assert_eq!(report.channels.len(), 2, "the total is no channel");
    let inbound = report.channel(Channel::INBOUND).unwrap();
    assert_eq!((inbound.offered, inbound.abandoned), (Some(370), Some(6)));
    assert_eq!(inbound.within_30s, Some(91.08));
    assert_eq!(inbound.ata, Some(Duration::from_millis(9_230_350)));
    let other = report.channel("omni-newthing").unwrap();
    assert_eq!(
        (other.offered, other.answered, other.abandoned),
        (Some(4), None, None)
    );
    assert_eq!((other.within_10s, other.within_20s), (None, Some(12.5)));
    assert_eq!(other.asa, Some(Duration::from_secs(5)));
}

#[test]
fn abandons_are_read_with_either_spelling_of_a_bucket() {
    let body = rows(
        r#"[{"skill_id":"2101","skill_name":" SOPORTE T\u00c9CNICO ","abandon_calls":"1,037",
        "abandon_greater_than_51seg":"13","abandon_0seg_10seg":"9","abandon_11seg_20_seg":"6",
        "abandon_21seg_30seg":4,"abandon_1min_2min":"5"},
        {"skill_id":2102,"abandon_11seg_20seg":"3"},
        {"skill_id":"ALL","skill_name":"All","abandon_calls":"1040"}]"#,
    );
    let Facts::Abandonment(report) = facts(Report::Abandonment, &body) else {
        panic!("another report");
    };
    let waits: Vec<_> = report.skills[0]
        .by_wait
        .iter()
        .map(|row| (row.wait.clone(), row.calls.unwrap()))
        .collect();
    assert_eq!(
        waits,
        [
            (SecondsRange::Between(0, 10), 9),
            (SecondsRange::Between(11, 20), 6),
            (SecondsRange::Between(21, 30), 4),
            (SecondsRange::AtLeast(51), 13),
            (SecondsRange::Other("abandon_1min_2min".to_owned()), 5),
        ]
    );
    assert_eq!(report.skills[0].name.as_deref(), Some("SOPORTE TÉCNICO"));
    assert_eq!(report.skills[0].abandoned, Some(1_037));
    assert_eq!(report.skills[1].skill, Some(SkillId(2_102)));
    assert_eq!(
        report.skills[1].by_wait[0].wait,
        SecondsRange::Between(11, 20)
    );
    assert_eq!(report.skills.len(), 2);
    assert_eq!(report.all.unwrap().abandoned, Some(1_040));
}

#[test]
fn smart_hold_is_read_and_its_total_is_no_skill() {
    let body = rows(
        r#"[{"skill_id":"2101","treatment":"48","customer_say_no":"17","customer_say_yes":"26",
        "recall_fail":"5","recall_ok":"19","service_level_up":"4.25 %"},
        {"skill_id":"TOTAL","treatment":"48"}]"#,
    );
    let Facts::SmartHold(report) = facts(Report::SmartHold, &body) else {
        panic!("another report");
    };
    assert_eq!(report.skills.len(), 1);
    let skill = &report.skills[0];
    assert_eq!((skill.failed, skill.reached), (Some(5), Some(19)));
    assert_eq!(skill.service_level_up, Some(4.25));
}

#[test]
fn call_durations_are_read_as_an_object_and_as_a_list() {
    let object = rows(
        r#"{"greater_than_121":{"calls":"415","minutes":"2,016.88","cost":"40,337.60",
        "percentage":"25.15 %"},"0_5_seg":{"calls":"112","minutes":" ","cost":"0.00",
        "percentage":"6.79 %"},"total":{"calls":"527"}}"#,
    );
    let list = rows(
        r#"[{"INTERVAL":"more than 121 sec","calls":"415","minutes":"2,016.88",
        "cost":"40,337.60","percentage":"25.15 %"},{"INTERVAL":"TOTAL","calls":"527"},
        {"interval":"0-5 sec","calls":"112","minutes":" ","cost":"0.00","percentage":"6.79 %"}]"#,
    );
    for body in [object, list] {
        let Facts::Durations(report) = facts(Report::Durations, &body) else {
            panic!("another report");
        };
        let lengths: Vec<_> = report.lengths.iter().map(|row| &row.length).collect();
        assert_eq!(
            lengths,
            [&SecondsRange::Between(0, 5), &SecondsRange::AtLeast(121)]
        );
        assert_eq!(report.lengths[0].minutes, None);
        assert_eq!(report.lengths[1].minutes, Some(2_016.88));
        assert_eq!(report.lengths[1].cost, Some(40_337.6));
        assert_eq!(report.total.unwrap().calls, Some(527));
    }
}

#[test]
fn holds_are_read_and_the_total_is_no_agent() {
    let body = rows(
        r#"[{"agent_name":"LUCÍA PEÑA DUARTE","count":"14","hold_time":"41:21:37",
        "mute_time":"185","total_time":"00:24:42"},{"agent_name":"Total Gómez","count":"1"},
        {"agent_name":" total general ","count":"15"}]"#,
    );
    let Facts::Holds(report) = facts(Report::Holds, &body) else {
        panic!("another report");
    };
    assert_eq!(report.agents.len(), 2, "an agent may be called Total");
    assert_eq!(report.agents[0].hold, Some(Duration::from_secs(148_897)));
    assert_eq!(report.agents[0].mute, Some(Duration::from_secs(185)));
    assert_eq!(report.total.unwrap().uses, Some(15));
}

#[test]
fn a_spoiled_field_costs_that_field_alone_and_a_row_without_owner_that_row() {
    let long = "x".repeat(300);
    let body = rows(&format!(
        r#"[{{"agent_name":"ANA","count":"NaN","hold_time":{{"a":[1]}},"mute_time":"{long}",
        "total_time":"00:01:00"}},{{"agent_name":" ","count":"3"}},"oops",
        {{"agent_name":"LUZ","count":"2"}}]"#
    ));
    let (facts, spoiled) = parse(Report::Holds, body.as_bytes()).unwrap();
    let Some(Facts::Holds(report)) = facts else {
        panic!("another report");
    };
    assert_eq!(report.agents.len(), 2);
    assert_eq!(report.agents[0].uses, None);
    assert_eq!(report.agents[0].total, Some(Duration::from_secs(60)));
    let told: Vec<_> = spoiled.iter().map(|s| (s.field.as_str(), s.row)).collect();
    assert_eq!(
        told,
        [
            ("count", 1),
            ("hold_time", 1),
            ("mute_time", 1),
            ("agent_name", 2),
            ("row", 3)
        ]
    );
    assert!(
        spoiled
            .iter()
            .all(|spoiled| spoiled.text.chars().count() <= 81)
    );
}

#[test]
fn rows_that_nobody_can_own_are_no_report_of_zeros() {
    let body = rows(r#"[{"agent":"ANA","count":"14"}]"#);
    let error = parse(Report::Holds, body.as_bytes()).unwrap_err();
    assert_eq!(error.kind(), vigia_wolkvox::ReadFailure::NoReadableRow);
    assert!(error.to_string().contains("agent_name"), "{error}");
}
