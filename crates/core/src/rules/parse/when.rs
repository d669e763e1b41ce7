//! `when:` - the condition of a rule, with the keys beside it that belong to one.

use std::time::Duration;

use crate::{
    diagnostic::{FieldReader, SourceError, SourceErrors, YamlNode, YamlValue},
    metrics::Metric,
    rules::{
        AbsentCondition, RuleCondition, ScopeSelection, Side,
        parse::{draft::value_of, threshold::LimitsDraft, unusual::unusual},
    },
};

/// The keys that make up a condition.
pub(super) struct ConditionKeys<'node> {
    pub(super) when: Option<&'node YamlNode>,
    pub(super) recover: Option<&'node YamlNode>,
    pub(super) confidence: Option<&'node YamlNode>,
    pub(super) at_least: Option<&'node YamlNode>,
    pub(super) at_least_bad: Option<&'node YamlNode>,
}

/// The one key of `when`.
enum ConditionKind<'node> {
    Limits(Side, &'node YamlNode),
    Unusual(&'node YamlNode),
    Absent(&'node YamlNode),
}

impl ConditionKeys<'_> {
    /// The condition that the keys make up, where each of them is right. Without a metric,
    /// units go unchecked.
    pub(super) fn condition(
        &self,
        metric: Option<Metric>,
        of: Option<&ScopeSelection>,
        faults: &mut SourceErrors,
    ) -> Option<RuleCondition> {
        match kind(self.when?, faults)? {
            ConditionKind::Limits(side, node) => {
                let limits = LimitsDraft {
                    side,
                    node,
                    recover: self.recover,
                    confidence: self.confidence,
                };
                limits.threshold(metric, faults).map(RuleCondition::from)
            }
            ConditionKind::Unusual(node) => {
                let has_none = "has no limit of its own";
                for (key, node, help) in [
                    (
                        "recover",
                        self.recover,
                        "write `recover` within `unusual`, as a robust z such as `1.5`",
                    ),
                    (
                        "confidence",
                        self.confidence,
                        "take the line away: the robust z says how sure a breach is",
                    ),
                    (
                        "at_least_bad",
                        self.at_least_bad,
                        "write `at_least` within `unusual`: the calls that make it bad",
                    ),
                ] {
                    faults.keep(misplaced(key, node, "unusual", has_none, help));
                }
                unusual(node, metric, of, faults).map(RuleCondition::from)
            }
            ConditionKind::Absent(node) => {
                for (key, node) in [
                    ("recover", self.recover),
                    ("confidence", self.confidence),
                    ("at_least", self.at_least),
                    ("at_least_bad", self.at_least_bad),
                ] {
                    let help = "take the line away: the alert ends when there is a figure";
                    faults.keep(misplaced(key, node, "absent", "looks at no figure", help));
                }
                if of == Some(&ScopeSelection::EveryAgent) {
                    // It looks at those whom the report names: of them, none is absent.
                    let message = "of `every agent` nobody can be absent";
                    faults.push(
                        SourceError::at(node.span, message, "never fires").help(
                            "name those who must be there: `of: agents Ana Pérez, Luis Gómez`",
                        ),
                    );
                }
                absent(node, faults).map(RuleCondition::from)
            }
        }
    }

    /// The least denominator.
    pub(super) fn at_least(
        &self,
        metric: Option<Metric>,
        faults: &mut SourceErrors,
    ) -> Option<u64> {
        let node = self.at_least.filter(|_| !self.is_absent())?;
        let least = faults.keep(node.count())?;
        if let Some(metric) = metric.filter(|metric| metric.out_of().is_none()) {
            let message =
                format!("`at_least` needs a figure out of so many calls, and {metric} is none");
            faults.push(SourceError::at(node.span, message, "out of nothing").help(
                "take the line away: this figure is made of no number that could be too small",
            ));
        }
        Some(least)
    }

    /// The least number of bad events.
    pub(super) fn at_least_bad(
        &self,
        metric: Option<Metric>,
        faults: &mut SourceErrors,
    ) -> Option<u64> {
        let is_limits = !self.is_absent() && !self.gives("unusual");
        let node = self.at_least_bad.filter(|_| is_limits)?;
        let least = faults.keep(node.count())?;
        if let Some(metric) = metric.filter(|metric| !metric.is_counted_share()) {
            let message = format!("`at_least_bad` needs a share of calls, and {metric} is none");
            faults.push(
                SourceError::at(node.span, message, "not a share").help("take the line away"),
            );
        }
        Some(least)
    }

    fn is_absent(&self) -> bool {
        self.gives("absent")
    }

    /// Whether `when` names that kind, whatever else is wrong with it.
    fn gives(&self, kind: &str) -> bool {
        self.when.is_some_and(|when| value_of(when, kind).is_some())
    }
}

fn misplaced(
    key: &str,
    node: Option<&YamlNode>,
    kind: &str,
    why: &str,
    help: &str,
) -> Result<(), SourceError> {
    let Some(node) = node else { return Ok(()) };
    let message = format!("`{key}` does not go with `{kind}`, which {why}");
    Err(SourceError::at(node.span, message, "does not belong here").help(help))
}

fn kind<'node>(node: &'node YamlNode, faults: &mut SourceErrors) -> Option<ConditionKind<'node>> {
    const EXAMPLE: &str = "`when: { above: { warning: 5%, critical: 10% } }`";
    let mut fields = FieldReader::of(node, "`when`", EXAMPLE, faults)?;
    let span = fields.span();
    let unfinished = faults.count();
    let mut kinds = Vec::new();
    let mut keep =
        |name, kind: fn(&'node YamlNode) -> ConditionKind<'node>, faults: &mut SourceErrors| {
            kinds.extend(
                fields
                    .optional(name, faults)
                    .map(|node| (node.span, kind(node))),
            );
        };
    keep(
        "above",
        |node| ConditionKind::Limits(Side::Above, node),
        faults,
    );
    keep(
        "below",
        |node| ConditionKind::Limits(Side::Below, node),
        faults,
    );
    keep("unusual", ConditionKind::Unusual, faults);
    keep("absent", ConditionKind::Absent, faults);
    fields.finish(faults);
    let mut kinds = kinds.into_iter();
    match (kinds.next(), kinds.next()) {
        (Some((_, kind)), None) => return Some(kind),
        (Some(_), Some((second, _))) => {
            let message = "`when` has one condition, and these are two";
            faults.push(SourceError::at(second, message, "two").help("write two rules"));
        }
        (None, _) if faults.count() > unfinished => {}
        (None, _) => {
            let message = "`when` needs `above`, `below`, `unusual` or `absent`";
            faults.push(SourceError::at(span, message, "empty").help(format!("write {EXAMPLE}")));
        }
    }
    None
}

/// What `absent:` says: how long a figure may be missing, for one severity or for each.
fn absent(node: &YamlNode, faults: &mut SourceErrors) -> Option<AbsentCondition> {
    const EXAMPLE: &str = "`absent: 30m` or `absent: { warning: 15m, critical: 1h }`";
    if let YamlValue::Text(_) = &node.value {
        return AbsentCondition::new(faults.keep(length(node)), None);
    }
    let mut fields = FieldReader::of(node, "`absent`", EXAMPLE, faults)?;
    let before = faults.count();
    let mut limit = |name| {
        let node = fields.optional(name, faults)?;
        Some((node.span, faults.keep(length(node))?))
    };
    let (warning, critical) = (limit("warning"), limit("critical"));
    fields.finish(faults);
    if faults.count() > before {
        return None;
    }
    let limits = [warning, critical].map(|limit| limit.map(|(_, length)| length));
    let absent = AbsentCondition::new(limits[0], limits[1]);
    if absent.is_none() {
        faults.push(match critical {
            Some((span, _)) => {
                let message = "`critical` is reached before `warning`";
                SourceError::at(span, message, "reached first").help("`critical` lasts longer")
            }
            None => SourceError::at(node.span, "`absent` needs a length of time", "no limit")
                .help(format!("write {EXAMPLE}")),
        });
    }
    absent
}

fn length(node: &YamlNode) -> Result<Duration, SourceError> {
    let length = node.duration()?;
    if length.is_zero() {
        let message = "a figure is absent for some time, and this is none";
        return Err(SourceError::at(node.span, message, "no time").help("write `absent: 30m`"));
    }
    Ok(length)
}
