//! What stands around the rows, and bodies that nobody expects.

use super::*;

#[test]
fn the_envelope_is_read_in_any_order_and_with_any_kind_of_success_code() {
    let data = r#"[{"agent_name":"ANA","count":"1"}]"#;
    for body in [
        format!(r#"{{"code":200,"error":null,"msg":"x","data":{data}}}"#),
        format!(r#"{{"data":{data},"msg":"x","code":"200"}}"#),
        format!(r#"{{"code":"0","data":{data}}}"#),
        format!(r#"{{"code":"","data":{data}}}"#),
        format!(r#"{{"data":{data}}}"#),
        format!("\u{feff}  \n{{\"code\":\"200\",\"data\":{data}}}"),
        data.to_owned(),
    ] {
        let (facts, _) = parse(Report::Holds, body.as_bytes()).unwrap();
        assert!(facts.is_some(), "{body}");
    }
}

#[test]
fn nothing_is_told_apart_from_zero_and_from_an_error() {
    for body in [
        r#"{"code":"404","error":"NOT FOUND","msg":"Validate dates entered"}"#,
        r#"{"code":"200","error":null,"msg":"0 records were found","data":[]}"#,
        r#"{"code":"200","data":{}}"#,
        r#"{"code":"200","data":null}"#,
        r#"{"code":"200","data":""}"#,
        r#"{"code":200,"msg":"nothing"}"#,
    ] {
        let (facts, _) = parse(Report::Holds, body.as_bytes()).unwrap();
        assert_eq!(facts, None, "{body}");
    }
    // Rows that stand before an error's code are not believed.
    let late = r#"{"data":[{"agent_name":"ANA"}],"code":"403","msg":"PLEASE VALIDATE TOKEN"}"#;
    let error = parse(Report::Holds, late.as_bytes()).unwrap_err();
    assert_eq!(error.kind(), ReadFailure::TokenRefused);
}

#[test]
fn a_body_that_broke_off_is_told_apart_from_one_that_is_something_else() {
    let whole = rows(r#"[{"agent_name":"ANA PEÑA","count":"1"}]"#);
    for end in 0..whole.len() {
        let error = parse(Report::Holds, &whole.as_bytes()[..end]).unwrap_err();
        assert_eq!(error.kind(), ReadFailure::Cut, "at {end}");
    }
    for body in [
        &b"<html>hello</html>"[..],
        b"\xff\xfe{}",
        b"{}",
        b"7",
        b"{\"message\":\"log in\"}",
        br#"{"code":"302","msg":"moved"}"#,
        br#"{"code":"ERROR","msg":"no"}"#,
        br#"{"code":"200","data":[]} {"code":"200","data":[]}"#,
    ] {
        let error = parse(Report::Holds, body).unwrap_err();
        assert_eq!(error.kind(), ReadFailure::Unexpected, "{body:?}");
    }
}

fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|b| b.to_string()),
        any::<i64>().prop_map(|n| n.to_string()),
        any::<f64>()
            .prop_filter("JSON has no such number", |n| n.is_finite())
            .prop_map(|n| n.to_string()),
        "[0-9.,:% -]{0,12}".prop_map(|s| format!("{s:?}")),
        any::<String>().prop_map(|s| format!("{s:?}")),
    ];
    let key = prop_oneof![
        Just("code"),
        Just("data"),
        Just("error"),
        Just("msg"),
        Just("skill_id"),
        Just("skill_name"),
        Just("abandon_0seg_10seg"),
        Just("abandon_99999999999seg"),
        Just("type_interaction"),
        Just("asa"),
        Just("INTERVAL"),
        Just("calls"),
        Just("agent_name"),
        Just("hold_time"),
        Just("TOTAL"),
    ];
    leaf.prop_recursive(5, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(|v| format!("[{}]", v.join(","))),
            prop::collection::vec((key.clone(), inner), 0..8).prop_map(|v| {
                let pairs: Vec<_> = v.iter().map(|(k, v)| format!("{k:?}:{v}")).collect();
                format!("{{{}}}", pairs.join(","))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn no_json_makes_the_parser_panic(body in json()) {
        for report in Report::ALL {
            drop(parse(report, body.as_bytes()));
            drop(parse(report, rows(&body).as_bytes()));
        }
    }

    #[test]
    fn no_bytes_make_the_parser_panic(body in prop::collection::vec(any::<u8>(), 0..300)) {
        for report in Report::ALL {
            drop(parse(report, &body));
        }
    }

    #[test]
    fn whatever_a_field_holds_the_other_rows_are_read(value in json()) {
        let body = rows(&format!(
            r#"[{{"agent_name":"ANA","count":{value},"hold_time":{value}}},{{"agent_name":"LUZ","count":"2"}}]"#
        ));
        if let Ok((Some(Facts::Holds(report)), _)) = parse(Report::Holds, body.as_bytes()) {
            prop_assert_eq!(report.agents.len(), 2);
            prop_assert_eq!(report.agents[1].uses, Some(2));
        } else {
            // The strings of this test are Rust's, whose escapes are not all JSON's.
            prop_assert!(serde_json::from_str::<serde_json::Value>(&body).is_err());
        }
    }
}
