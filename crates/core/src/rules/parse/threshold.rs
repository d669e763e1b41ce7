//! `above:` and `below:` with `recover:` and `confidence:` - a condition with fixed limits.

use crate::{
    diagnostic::{FieldReader, SourceError, SourceErrors, SourceSpan, YamlNode, YamlValue, value},
    metrics::{Metric, Quantity, Unit},
    rules::{Confidence, Side, Threshold, ThresholdError},
};

/// The keys that make up a condition.
pub(super) struct LimitsDraft<'node> {
    pub(super) side: Side,
    pub(super) node: &'node YamlNode,
    pub(super) recover: Option<&'node YamlNode>,
    pub(super) confidence: Option<&'node YamlNode>,
}

/// A limit for each severity, as far as they are given.
#[derive(Clone, Copy, Default)]
struct LimitPair {
    warning: Option<LimitDraft>,
    critical: Option<LimitDraft>,
}

#[derive(Clone, Copy)]
pub(super) struct LimitDraft {
    pub(super) quantity: Quantity,
    span: SourceSpan,
}

impl LimitsDraft<'_> {
    /// The condition that the keys make up, where each of them is right. Without a metric,
    /// units go unchecked.
    pub(super) fn threshold(
        &self,
        metric: Option<Metric>,
        faults: &mut SourceErrors,
    ) -> Option<Threshold> {
        let limits = self.limits(metric, faults);
        let recover = self
            .recover
            .and_then(|node| self.recovery(node, metric, faults));
        let confidence = self
            .confidence
            .and_then(|node| faults.keep(confidence(node)));
        let (limits, metric) = (limits?, metric?);
        let recover = recover.map_or_else(LimitPair::default, |pair| match (pair, limits) {
            // Where only what is critical has a limit, its recovery is the end.
            (
                LimitPair {
                    warning: None,
                    critical,
                },
                LimitPair { warning: None, .. },
            ) => LimitPair {
                warning: critical,
                critical: None,
            },
            (pair, _) => pair,
        });
        self.build(metric, limits, recover, confidence, faults)
    }

    fn build(
        &self,
        metric: Metric,
        mut limits: LimitPair,
        mut recover: LimitPair,
        mut confidence: Option<Confidence>,
        faults: &mut SourceErrors,
    ) -> Option<Threshold> {
        let quantity = |limit: Option<LimitDraft>| limit.map(|limit| limit.quantity);
        // Each turn takes the part away that the fault is about, so that the next is found.
        let threshold = loop {
            let fault = match Threshold::new(
                metric,
                self.side,
                quantity(limits.warning),
                quantity(limits.critical),
                quantity(recover.warning),
                confidence,
            ) {
                Ok(threshold) => break threshold,
                Err(fault) => fault,
            };
            faults.push(self.place(&fault, limits, recover.warning));
            match fault {
                ThresholdError::NoLimit | ThresholdError::Unit { .. } => return None,
                ThresholdError::Order => limits.critical = None,
                ThresholdError::NoShare(_) => confidence = None,
                ThresholdError::Recovery
                | ThresholdError::OneSeverity
                | ThresholdError::EasingOrder => recover.warning = None,
            }
        };
        let Some(limit) = recover.critical else {
            return Some(threshold);
        };
        let eased = threshold.easing(metric, limit.quantity);
        faults.keep(eased.map_err(|fault| self.place(&fault, limits, Some(limit))))
    }

    /// The fault of the condition as a whole, at the key that it belongs to.
    fn place(
        &self,
        fault: &ThresholdError,
        limits: LimitPair,
        recover: Option<LimitDraft>,
    ) -> SourceError {
        let side = self.side;
        let limit = |limit: Option<LimitDraft>| limit.map_or(self.node.span, |limit| limit.span);
        let (span, label, help) = match fault {
            ThresholdError::NoLimit => (
                self.node.span,
                "no limit",
                format!("write `{side}: {{ warning: …, critical: … }}`, or one of the two"),
            ),
            ThresholdError::Unit { .. } => (
                limit(limits.warning),
                "wrong unit",
                String::from("change the unit"),
            ),
            ThresholdError::Order => (
                limit(limits.critical),
                "reached first",
                format!("with `{side}`, `critical` lies {side} `warning`"),
            ),
            ThresholdError::Recovery => (
                limit(recover),
                "past the limit",
                format!("a rule that fires {side} its limit recovers on the other side of it"),
            ),
            ThresholdError::OneSeverity => (
                limit(recover),
                "no such limit",
                format!(
                    "write `recover: {{ {}: … }}` for the one limit",
                    other(side)
                ),
            ),
            ThresholdError::EasingOrder => (
                limit(recover),
                "reached later",
                String::from("what is critical becomes a warning before it ends"),
            ),
            ThresholdError::NoShare(_) => (
                self.confidence.map_or(self.node.span, |node| node.span),
                "not a share",
                String::from("take the line away"),
            ),
        };
        SourceError::at(span, fault.to_string(), label).help(help)
    }

    fn limits(&self, metric: Option<Metric>, faults: &mut SourceErrors) -> Option<LimitPair> {
        let (what, example) = match self.side {
            Side::Above => ("`above`", "`above: { warning: …, critical: … }`"),
            Side::Below => ("`below`", "`below: { warning: …, critical: … }`"),
        };
        pair(self.node, what, example, metric, faults)
    }

    /// The limits of `recover`: one, which is that of the alert's end, or one for each
    /// severity.
    fn recovery(
        &self,
        node: &YamlNode,
        metric: Option<Metric>,
        faults: &mut SourceErrors,
    ) -> Option<LimitPair> {
        let (side, right) = (self.side, other(self.side));
        let example = format!("`recover: {{ {right}: … }}`");
        let mut fields = FieldReader::of(node, "`recover`", &example, faults)?;
        let before = faults.count();
        let above = fields.optional("above", faults);
        let below = fields.optional("below", faults);
        fields.finish(faults);
        let (limits, wrong) = match side {
            Side::Above => (below, above),
            Side::Below => (above, below),
        };
        if let Some(wrong) = wrong {
            let message = format!("a rule that fires `{side}` does not recover `{side}`");
            faults.push(
                SourceError::at(wrong.span, message, "wrong side").help(format!("write {example}")),
            );
            return None;
        }
        let is_empty = match limits.map(|limits| &limits.value) {
            None => faults.count() == before,
            Some(YamlValue::Map(limits)) => limits.is_empty(),
            Some(YamlValue::Null | YamlValue::Text(_) | YamlValue::List(_)) => false,
        };
        if is_empty {
            let message = "`recover` needs a limit";
            faults.push(
                SourceError::at(node.span, message, "empty").help(format!("write {example}")),
            );
        }
        let limits = limits?;
        if let YamlValue::Map(_) = &limits.value {
            let what = match right {
                Side::Above => "`above`",
                Side::Below => "`below`",
            };
            let example = format!("`{right}: {{ warning: …, critical: … }}`");
            return pair(limits, what, &example, metric, faults);
        }
        Some(LimitPair {
            warning: Some(faults.keep(limit(limits, metric))?),
            critical: None,
        })
    }
}

fn other(side: Side) -> Side {
    match side {
        Side::Above => Side::Below,
        Side::Below => Side::Above,
    }
}

/// A limit for each severity; `None` where one of them is wrong.
fn pair(
    node: &YamlNode,
    what: &'static str,
    example: &str,
    metric: Option<Metric>,
    faults: &mut SourceErrors,
) -> Option<LimitPair> {
    let mut fields = FieldReader::of(node, what, example, faults)?;
    let before = faults.count();
    let mut limit = |name| {
        let node = fields.optional(name, faults)?;
        faults.keep(limit(node, metric))
    };
    let (warning, critical) = (limit("warning"), limit("critical"));
    fields.finish(faults);
    (faults.count() == before).then_some(LimitPair { warning, critical })
}

fn confidence(node: &YamlNode) -> Result<Confidence, SourceError> {
    let level = node
        .percent()
        .map_err(|fault| fault.help("write how sure a breach must be: `confidence: 95%`"))?;
    Confidence::new(level).ok_or_else(|| {
        let message = format!("a confidence lies between 50 and 99.99 %, found {level} %");
        SourceError::at(node.span, message, "out of range").help("`95%` is usual")
    })
}

/// A limit in the unit of the metric, where that is known.
pub(super) fn limit(node: &YamlNode, metric: Option<Metric>) -> Result<LimitDraft, SourceError> {
    let expected = metric.map_or_else(
        || String::from("a limit such as `5%`"),
        |metric| metric.unit().to_string(),
    );
    let text = node.text(&expected)?;
    let quantity = match metric {
        Some(metric) => quantity_of(node, text, metric)?,
        None => any_quantity(text).ok_or_else(|| node.unexpected(&expected))?,
    };
    Ok(LimitDraft {
        quantity,
        span: node.span,
    })
}

/// What is written as a figure of that metric.
///
/// # Errors
/// Where it is none, or has another unit.
pub fn figure(node: &YamlNode, metric: Metric) -> Result<Quantity, SourceError> {
    limit(node, Some(metric)).map(|limit| limit.quantity)
}

/// A limit in the unit of its metric; another unit is named as what it is.
fn quantity_of(node: &YamlNode, text: &str, metric: Metric) -> Result<Quantity, SourceError> {
    let unit = metric.unit();
    let read = match unit {
        Unit::Percent => node.percent().map(Quantity::Percent),
        Unit::Duration => node.duration().map(Quantity::Duration),
        Unit::Count => node.count().map(Quantity::Count),
        Unit::Money => value::number(text)
            .map(Quantity::Money)
            .ok_or_else(|| node.unexpected(&unit.to_string())),
    };
    match any_quantity(text).map(Quantity::unit) {
        Some(found) if found != unit => read.map_err(|fault| {
            let message = format!("{metric} is {unit}, but `{text}` is {}", bare(found));
            let meant = match (unit, found) {
                (Unit::Percent, Unit::Count) => Some(format!("did you mean `{text}%`?")),
                (Unit::Duration, Unit::Count) if metric == Metric::CdrMinPerCall => {
                    Some(format!("did you mean `{text}m`?"))
                }
                (Unit::Duration, Unit::Count) => Some(format!("did you mean `{text}s`?")),
                _ => fault.help,
            };
            SourceError {
                help: meant,
                ..SourceError::at(node.span, message, "wrong unit")
            }
        }),
        Some(_) | None => read,
    }
}

fn any_quantity(text: &str) -> Option<Quantity> {
    value::percent(text)
        .map(Quantity::Percent)
        .or_else(|| value::count(text).map(Quantity::Count))
        .or_else(|| value::duration(text).map(Quantity::Duration))
}

fn bare(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => "a percentage",
        Unit::Duration => "a duration",
        Unit::Count => "a bare number",
        Unit::Money => "an amount",
    }
}
