//! Reads `departs:` within `when:`, with the keys of the rule that belong to it.

use super::{
    condition::{ConditionKeys, LimitsDraft},
    departs::{DepartsDraft, EXAMPLE},
};
use crate::{
    diagnostic::{FromYaml as _, SourceError, SourceErrors, YamlNode},
    rules::{DepartsCondition, DepartsFault, ScopeSelection, Side},
};

impl ConditionKeys<'_> {
    pub(super) fn departs(
        &self,
        node: &YamlNode,
        of: Option<&ScopeSelection>,
        errors: &mut SourceErrors,
    ) -> Option<DepartsCondition> {
        self.refuse_beside_departs(errors);
        let before = errors.count();
        let draft = DepartsDraft::from_yaml(node, errors)?;
        let (side, limits) = match (draft.above, draft.below) {
            (Some(above), None) => (Side::Above, above),
            (None, Some(below)) => (Side::Below, below),
            (Some(_), Some(below)) => {
                let message = "a departure is bad on one side, and these are two";
                errors.push(below.error(message, "two").help("write two rules"));
                return None;
            }
            (None, None) => {
                if errors.count() == before {
                    let message = "`departs` needs a limit from where on it matters";
                    let error = node.error(message, "no limit");
                    errors.push(error.help(format!("write {EXAMPLE}")));
                }
                return None;
            }
        };
        let alone = ConditionKeys {
            recover: None,
            confidence: None,
            ..*self
        };
        let limits = LimitsDraft::new(side, limits, &alone).read(errors);
        let budget = draft.false_alarms.unwrap_or_default();
        let built = DepartsCondition::new(self.metric?, of?.kind(), limits?, budget);
        let built = built.map_err(|fault| self.place_departs(&fault, node));
        errors.keep(built).filter(|_| errors.count() == before)
    }

    fn refuse_beside_departs(&self, errors: &mut SourceErrors) {
        let why = "`departs`, which knows the usual ups and downs";
        for (key, help) in [
            (
                "recover",
                "take the line away: it ends when the last half hour is back to usual",
            ),
            (
                "confidence",
                "take the line away: `false_alarms` says how sure it is",
            ),
            (
                "at_least",
                "take the line away: it weighs the calls, and needs three bad ones",
            ),
            (
                "keep_firing_for",
                "take the line away: two polls must be back to usual",
            ),
        ] {
            self.refuse_key(key, why, help, errors);
        }
    }

    fn place_departs(&self, fault: &DepartsFault, node: &YamlNode) -> SourceError {
        let (place, label, help) = match fault {
            DepartsFault::NoShare(_) => (
                self.node.get("metric"),
                "not a share of calls",
                "write `unusual: {}`, or a limit: `above: { warning: … }`",
            ),
            DepartsFault::Agents => (
                self.node.get("of"),
                "too few calls each",
                "write `unusual: { than: team }`",
            ),
        };
        let place = place.unwrap_or(node);
        place.error(fault.to_string(), label).help(help)
    }
}
