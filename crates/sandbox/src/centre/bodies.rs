//! Bodies of a size that no centre here reaches, for benchmarks.

use serde_json::json;

use super::reports::hold_row;
use super::tally::HoldTally;

/// An `agent_9` body with so many agents and their total. The API's own limit is 60,000.
pub fn holds_body(agents: u32) -> String {
    let mut rows = Vec::with_capacity(agents as usize + 1);
    let mut total = HoldTally::default();
    for number in 0..u64::from(agents) {
        let tally = HoldTally {
            uses: number % 17,
            hold: number * 37 % 5_400,
            mute: number * 13 % 900,
        };
        total = total.join(tally);
        rows.push(hold_row(&format!("AGENTE ÑANDÚ {number}"), tally));
    }
    rows.push(hold_row("TOTAL", total));
    json!({
        "code": "200",
        "error": null,
        "msg": format!("{} records were found", rows.len()),
        "data": rows,
    })
    .to_string()
}
