//! `information.php`: who and what there is, and how much of the quota is used.

use chrono::DateTime;
use serde_json::{Value, json};

use super::door::UsedQuota;
use super::floor::{AgentFloor, ShiftSpan};
use super::names::CentreNames;
use super::people::{CentreSkill, SKILLS, agents};

/// `api=skills`.
pub(super) fn skills(floor: &AgentFloor, names: &CentreNames) -> Vec<Value> {
    let rows = SKILLS.iter().map(|skill| {
        json!({
            "skill_id": skill.id.to_string(),
            "skill_name": names.skill(skill),
            "skill_description": if skill.smart_hold { "" } else { " " },
            "last_use": last_use(floor, skill),
        })
    });
    rows.collect()
}

/// `api=agents`.
pub(super) fn agents_list(names: &CentreNames) -> Vec<Value> {
    let rows = agents().into_iter().map(|agent| {
        json!({
            "agent_id": agent.id.to_string(),
            "agent_name": names.agent(&agent),
            "agent_dni": "--",
            "agent_status": "",
            "last_use": "-",
            "agent_sso": "0",
            "enabled": "1",
        })
    });
    rows.collect()
}

/// `api=token_info`.
pub(super) fn token_info(used: UsedQuota) -> Value {
    json!({
        "description": "vigia",
        "token_limit": used.limit.to_string(),
        "token_use_today": used.by_token.to_string(),
        "all_token_today": used.by_all.to_string(),
        "available_consumption_options": used.limit.saturating_sub(used.by_all).to_string(),
    })
}

/// When a skill's last call of today ended.
fn last_use(floor: &AgentFloor, skill: &CentreSkill) -> String {
    let today = ShiftSpan {
        from: floor.midnight(),
        until: i64::MAX,
    };
    let mut last = None;
    floor.calls(skill, today, |call| last = last.max(Some(call.ended)));
    let time = last.and_then(|last| DateTime::from_timestamp(last, 0));
    time.map_or("-".to_owned(), |time| {
        let local = time.with_timezone(&floor.zone());
        local.format("%Y-%m-%d %H:%M:%S").to_string()
    })
}
