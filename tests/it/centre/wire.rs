//! How answers are spelt.

use serde_json::Value;
use vigia_sandbox::centre::SimulatedCentre;

use super::{Caller, REPORTS, hours, local, number, settings};

#[tokio::test]
async fn lists_of_skills_and_agents_are_spelt_as_the_api_does() {
    let centre = SimulatedCentre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    let (_, body) = caller.get("information.php?api=skills").await;
    assert_eq!(body["code"], "0");
    let skills = body["data"].as_array().unwrap();
    assert_eq!(skills.len(), 20);
    let vip = skills.iter().find(|row| row["skill_id"] == "21").unwrap();
    assert_eq!(vip["skill_name"], "Ventas_Norte *VIP*");
    assert!(
        vip["last_use"]
            .as_str()
            .unwrap()
            .starts_with("2026-03-06 1"),
        "{vip}"
    );
    let (_, body) = caller.get("information.php?api=agents").await;
    assert_eq!(body["data"].as_array().unwrap().len(), 100);
}

#[tokio::test]
async fn every_scalar_on_the_wire_is_a_string() {
    fn check(value: &Value, at: &str) {
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(key, value)| check(value, key));
            }
            Value::Array(rows) => rows.iter().for_each(|row| check(row, at)),
            Value::Null => assert_eq!(at, "error"),
            Value::String(_) => {}
            Value::Bool(_) | Value::Number(_) => panic!("{at} is {value}"),
        }
    }
    let centre = SimulatedCentre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    for window in [
        hours(3, 8, 19),
        local(3, (7, 1, 0), (7, 3, 0)),
        hours(1, 9, 12),
    ] {
        for api in REPORTS {
            let (_, body) = caller.report(api, window).await;
            check(&body, api);
        }
    }
    let (_, body) = caller.report("skill_9&skill_id=12", hours(3, 8, 19)).await;
    let row = &body["data"][0];
    assert!(row["abandon_11seg_20_seg"].is_string(), "{row}");
    assert_eq!(body["msg"], "1 records were found");
    let rows = caller.rows("skill_11&skill_id=all", hours(3, 8, 19)).await;
    let channels: Vec<_> = rows
        .iter()
        .filter_map(|row| row["type_interaction"].as_str())
        .collect();
    assert_eq!(
        channels,
        ["inbound", "internalcall_que", "chat-web", "chat-whatsapp"]
    );
    let whatsapp = rows.last().unwrap();
    assert!(number(&whatsapp["ata"]) > 3600.0 && whatsapp["ata"].as_str().unwrap().contains(','));
    assert!(!whatsapp["abandon"].as_str().unwrap().contains(' '));
}
