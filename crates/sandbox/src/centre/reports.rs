//! The five reports, counted from the calls and spelt as the API does.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Timelike as _};
use serde_json::{Map, Value, json};

use super::calls::{CallChannel, SimulatedCall};
use super::floor::{AgentFloor, ShiftSpan};
use super::names::CentreNames;
use super::people::{CentreSkill, SKILLS, agents};
use super::spelling::{clock, percent, ratio, tight_percent};
use super::tally::{
    AbandonTally, HoldTally, LengthTally, LengthsTally, QueueTally, SmartHoldTally, add_holds,
};

/// The channel of customers' calls, as the API names it.
const INBOUND: &str = "inbound";

/// What a minute on the telephone costs, in hundredths of the currency.
const MINUTE_COSTS: u64 = 2_000;

/// `skill_9`: one row a skill that had calls.
pub(super) fn abandons(
    floor: &AgentFloor,
    names: &CentreNames,
    skills: &[&CentreSkill],
    span: ShiftSpan,
) -> Vec<Value> {
    let rows = skills.iter().filter_map(|skill| {
        let mut tally = AbandonTally::default();
        floor.calls(skill, span, |call| tally.add(call));
        (tally.offered > 0).then(|| abandon_row(skill.id, names.skill(skill), &tally))
    });
    rows.collect()
}

fn abandon_row(id: u32, name: &str, tally: &AbandonTally) -> Value {
    let [to_10, to_20, to_30, to_40, to_50, beyond] = tally.by_wait.map(|calls| calls.to_string());
    json!({
        "skill_id": id.to_string(),
        "skill_name": name,
        "abandon_calls": tally.abandoned().to_string(),
        "abandon_0seg_10seg": to_10,
        // The samples of the documentation spell this one so; its table does not.
        "abandon_11seg_20_seg": to_20,
        "abandon_21seg_30seg": to_30,
        "abandon_31seg_40seg": to_40,
        "abandon_41seg_50seg": to_50,
        "abandon_greater_than_51seg": beyond,
    })
}

/// `skill_11`: one row a channel, over all skills asked for.
pub(super) fn service(floor: &AgentFloor, skills: &[&CentreSkill], span: ShiftSpan) -> Vec<Value> {
    let mut channels: BTreeMap<CallChannel, QueueTally> = BTreeMap::new();
    for skill in skills {
        floor.calls(skill, span, |call| {
            channels.entry(call.channel).or_default().add(call);
        });
    }
    let rows = channels.into_iter().filter_map(|(channel, tally)| {
        let name = channel.in_queue_report()?;
        (tally.offered() > 0).then(|| service_row(name, &tally))
    });
    rows.collect()
}

/// `skill_1`: one row a skill that had calls. With chats it disagrees with the row of calls of `skill_11`.
pub(super) fn service_by_skill(
    floor: &AgentFloor,
    names: &CentreNames,
    skills: &[&CentreSkill],
    span: ShiftSpan,
    with_chats: bool,
) -> Vec<Value> {
    let rows = skills.iter().filter_map(|skill| {
        let mut tally = QueueTally::default();
        floor.calls(skill, span, |call| {
            if is_counted(call, with_chats) {
                tally.add(call);
            }
        });
        let row = skill_row(skill, names, &tally)?;
        Some(Value::Object(row))
    });
    rows.collect()
}

/// `skill_7`: one row a day, hour and skill that had calls.
pub(super) fn service_by_hour(
    floor: &AgentFloor,
    names: &CentreNames,
    skills: &[&CentreSkill],
    span: ShiftSpan,
    with_chats: bool,
) -> Vec<Value> {
    let mut rows = Vec::new();
    for skill in skills {
        let mut hours: BTreeMap<(NaiveDate, u32), QueueTally> = BTreeMap::new();
        floor.calls(skill, span, |call| {
            if is_counted(call, with_chats) {
                let ended = floor.local(call.ended);
                let hour = (ended.date(), ended.hour());
                hours.entry(hour).or_default().add(call);
            }
        });
        for ((date, hour), tally) in hours {
            let Some(mut row) = skill_row(skill, names, &tally) else {
                continue;
            };
            row.insert("date".to_owned(), json!(date.to_string()));
            row.insert("hour".to_owned(), json!(format!("{hour:02}")));
            rows.push(Value::Object(row));
        }
    }
    rows
}

fn is_counted(call: &SimulatedCall, with_chats: bool) -> bool {
    let channel = call.channel.in_queue_report();
    channel == Some(INBOUND) || (with_chats && channel.is_some())
}

/// The row of a skill that had calls.
fn skill_row(
    skill: &CentreSkill,
    names: &CentreNames,
    tally: &QueueTally,
) -> Option<Map<String, Value>> {
    let mut row = (tally.offered() > 0).then(|| service_row(INBOUND, tally))?;
    let fields = row.as_object_mut()?;
    fields.remove("type_interaction");
    fields.insert("skill_id".to_owned(), json!(skill.id.to_string()));
    fields.insert("skill_name".to_owned(), json!(names.skill(skill)));
    Some(std::mem::take(fields))
}

fn service_row(channel: &str, tally: &QueueTally) -> Value {
    let offered = tally.offered();
    // Either spelling occurs, now and then in one row.
    let spell = if offered % 5 == 4 {
        tight_percent
    } else {
        percent
    };
    let [in_10, in_20, in_30] = tally.within.map(|calls| spell(calls, offered));
    json!({
        "type_interaction": channel,
        "inbound_calls": offered.to_string(),
        "answer_calls": tally.answered.to_string(),
        "abandon_calls": tally.abandoned.to_string(),
        "service_level_10seg": in_10,
        "service_level_20seg": in_20,
        "service_level_30seg": in_30,
        "abandon": tight_percent(tally.abandoned, offered),
        "asa": ratio(tally.waited_answered, tally.answered),
        "ata": ratio(tally.waited_abandoned, tally.abandoned),
    })
}

/// `diagram_2`: one row a skill in which smart hold did anything.
pub(super) fn smart_holds(floor: &AgentFloor, span: ShiftSpan) -> Vec<Value> {
    let skills = SKILLS.iter().filter(|skill| skill.smart_hold);
    let rows = skills.filter_map(|skill| {
        let mut tally = SmartHoldTally::default();
        floor.smart_holds(skill, span, |held, span| tally.add(held, span));
        let mut calls = AbandonTally::default();
        floor.calls(skill, span, |call| calls.add(call));
        (!tally.is_empty()).then(|| smart_hold_row(skill, &tally, calls.offered))
    });
    rows.collect()
}

fn smart_hold_row(skill: &CentreSkill, tally: &SmartHoldTally, offered: u64) -> Value {
    let gain = if tally.yes == 0 {
        "-".to_owned()
    } else {
        percent(tally.yes, offered + tally.yes)
    };
    json!({
        "skill_id": skill.id.to_string(),
        "treatment": tally.treated.to_string(),
        "customer_say_no": tally.no.to_string(),
        "customer_say_yes": tally.yes.to_string(),
        "recall_fail": tally.failed.to_string(),
        "recall_ok": tally.reached.to_string(),
        "service_level_up": gain,
    })
}

/// `cdr_4`: an object with one member a range; nothing where nobody spoke.
pub(super) fn lengths(floor: &AgentFloor, span: ShiftSpan) -> Option<Value> {
    let mut tally = LengthsTally::default();
    for skill in &SKILLS {
        floor.calls(skill, span, |call| tally.add(call));
    }
    let all: u64 = tally.0.iter().map(|range| range.calls).sum();
    let [tiny, short, minute, medium, long] = tally.0.map(|range| length_row(range, all));
    (all > 0).then(|| {
        json!({
            "0_5_seg": tiny,
            "6_20_seg": short,
            "21_60_seg": minute,
            "61_120_seg": medium,
            "greater_than_121": long,
        })
    })
}

fn length_row(range: LengthTally, all: u64) -> Value {
    if range.calls == 0 {
        // The one public sample of an empty range has single blanks.
        return json!({"calls": "0", "minutes": " ", "cost": " ", "percentage": " "});
    }
    json!({
        "calls": range.calls.to_string(),
        "minutes": ratio(range.seconds, 60),
        "cost": ratio(range.paid_seconds * MINUTE_COSTS, 60 * 100),
        "percentage": percent(range.calls, all),
    })
}

/// `agent_9`: one row an agent who used hold or mute, and the total of all.
pub(super) fn holds(floor: &AgentFloor, names: &CentreNames, span: ShiftSpan) -> Vec<Value> {
    let mut used: BTreeMap<u32, HoldTally> = BTreeMap::new();
    for skill in &SKILLS {
        floor.calls(skill, span, |call| add_holds(&mut used, call));
    }
    let people = agents();
    let rows = people.iter().filter_map(|agent| {
        let tally = used.get(&agent.id)?;
        Some(hold_row(names.agent(agent), *tally))
    });
    let total = used.values().copied().reduce(HoldTally::join);
    rows.chain(total.map(|total| hold_row("TOTAL", total)))
        .collect()
}

/// A row of `agent_9`.
pub(super) fn hold_row(name: &str, tally: HoldTally) -> Value {
    json!({
        "agent_name": name,
        "count": tally.uses.to_string(),
        "hold_time": clock(tally.hold),
        "mute_time": clock(tally.mute),
        "total_time": clock(tally.hold + tally.mute),
    })
}
