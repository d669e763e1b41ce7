//! The keys of `departs:`, and its budget.

use super::severity::BySeverity;
use crate::{
    diagnostic::{SourceError, YamlNode, suggest_or, value},
    rules::AlarmBudget,
    yaml_map,
};

pub(super) const EXAMPLE: &str = "`departs: { above: { warning: 5%, critical: 10% } }`";
const BUDGET_EXAMPLE: &str = "`false_alarms: 1 per day` or `false_alarms: 3 per week`";

yaml_map! {
    /// The figure is worse than is usual for this part of the centre at this time of the day.
    #[schemars(rename = "departs")]
    pub(super) struct DepartsDraft<'node>("`departs`", EXAMPLE) {
        /// It also matters: it is above a limit, in the unit of the metric.
        "above" => above: &'node YamlNode, as "Option<BySeverity<'_>>";
        /// It also matters: it is below a limit, in the unit of the metric.
        "below" => below: &'node YamlNode, as "Option<BySeverity<'_>>";
        /// The false alarms that are acceptable, for all parts together: `3 per week`. `1 per day` if left out.
        "false_alarms" => false_alarms: AlarmBudget = read_budget, as "Option<String>";
    }
}

/// Reads `1 per day` or `3 per week`.
fn read_budget(node: &YamlNode) -> Result<AlarmBudget, SourceError> {
    let text = node.text(BUDGET_EXAMPLE)?;
    let wrong = || node.unexpected(BUDGET_EXAMPLE);
    let (number, period) = text.split_once(" per ").ok_or_else(wrong)?;
    let alarms = value::parse_number(number.trim()).ok_or_else(wrong)?;
    if !(alarms > 0.0 && alarms <= AlarmBudget::MOST) {
        let message = format!(
            "a budget of false alarms lies between 0 and {}, found {alarms}",
            AlarmBudget::MOST
        );
        let help = "`1 per day` is usual; no alarm would ever be sure enough for none";
        return Err(node.error(message, "out of range").help(help));
    }
    match period.trim() {
        "day" => Ok(AlarmBudget::PerDay(alarms)),
        "week" => Ok(AlarmBudget::PerWeek(alarms)),
        other => {
            let help = suggest_or(other, ["day", "week"], || {
                String::from("expected `per day` or `per week`")
            });
            let message = format!("`{other}` is neither `day` nor `week`");
            Err(node.error(message, "unknown").help(help))
        }
    }
}
