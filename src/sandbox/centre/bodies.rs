//! Bodies of a size that no centre here reaches, for benchmarks.

use serde_json::json;

use super::spelling::clock;

/// An `agent_9` body with so many agents and their total. The API's own limit is 60,000.
#[must_use]
pub fn holds_body(agents: u32) -> String {
    let mut rows = Vec::with_capacity(agents as usize + 1);
    let (mut uses, mut held, mut muted) = (0, 0, 0);
    for number in 0..u64::from(agents) {
        let (count, hold, mute) = (number % 17, number * 37 % 5_400, number * 13 % 900);
        uses += count;
        held += hold;
        muted += mute;
        rows.push(row(&format!("AGENTE ÑANDÚ {number}"), count, hold, mute));
    }
    rows.push(row("TOTAL", uses, held, muted));
    json!({
        "code": "200",
        "error": null,
        "msg": format!("{} records were found", rows.len()),
        "data": rows,
    })
    .to_string()
}

fn row(name: &str, count: u64, hold: u64, mute: u64) -> serde_json::Value {
    json!({
        "agent_name": name,
        "count": count.to_string(),
        "hold_time": clock(hold),
        "mute_time": clock(mute),
        "total_time": clock(hold + mute),
    })
}
