//! `above:` and `below:` with `recover:` and `confidence:` - a condition with fixed limits.

use crate::{
    diagnostic::{Fault, Faults, Fields, Node, Span, Value, value},
    metrics::{Metric, Quantity, Unit},
    rules::{Confidence, Side, Threshold, ThresholdFault},
};

/// The keys that make up a condition.
pub(super) struct Limits<'node> {
    pub(super) side: Side,
    pub(super) node: &'node Node,
    pub(super) recover: Option<&'node Node>,
    pub(super) confidence: Option<&'node Node>,
}

/// A limit for each severity, as far as they are given.
#[derive(Clone, Copy, Default)]
struct Pair {
    warning: Option<Limit>,
    critical: Option<Limit>,
}

#[derive(Clone, Copy)]
pub(super) struct Limit {
    pub(super) quantity: Quantity,
    span: Span,
}

impl Limits<'_> {
    /// The condition that the keys make up, where each of them is right. Without a metric,
    /// units go unchecked.
    pub(super) fn threshold(
        &self,
        metric: Option<Metric>,
        faults: &mut Faults,
    ) -> Option<Threshold> {
        let limits = self.limits(metric, faults);
        let recover = self
            .recover
            .and_then(|node| self.recovery(node, metric, faults));
        let confidence = self
            .confidence
            .and_then(|node| faults.keep(confidence(node)));
        let (limits, metric) = (limits?, metric?);
        let recover = recover.map_or_else(Pair::default, |pair| match (pair, limits) {
            // Where only what is critical has a limit, its recovery is the end.
            (
                Pair {
                    warning: None,
                    critical,
                },
                Pair { warning: None, .. },
            ) => Pair {
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
        mut limits: Pair,
        mut recover: Pair,
        mut confidence: Option<Confidence>,
        faults: &mut Faults,
    ) -> Option<Threshold> {
        let quantity = |limit: Option<Limit>| limit.map(|limit| limit.quantity);
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
                ThresholdFault::NoLimit | ThresholdFault::Unit { .. } => return None,
                ThresholdFault::Order => limits.critical = None,
                ThresholdFault::NoShare(_) => confidence = None,
                ThresholdFault::Recovery
                | ThresholdFault::OneSeverity
                | ThresholdFault::EasingOrder => recover.warning = None,
            }
        };
        let Some(limit) = recover.critical else {
            return Some(threshold);
        };
        let eased = threshold.easing(metric, limit.quantity);
        faults.keep(eased.map_err(|fault| self.place(&fault, limits, Some(limit))))
    }

    /// The fault of the condition as a whole, at the key that it belongs to.
    fn place(&self, fault: &ThresholdFault, limits: Pair, recover: Option<Limit>) -> Fault {
        let side = self.side;
        let limit = |limit: Option<Limit>| limit.map_or(self.node.span, |limit| limit.span);
        let (span, label, help) = match fault {
            ThresholdFault::NoLimit => (
                self.node.span,
                "no limit",
                format!("write `{side}: {{ warning: …, critical: … }}`, or one of the two"),
            ),
            ThresholdFault::Unit { .. } => (
                limit(limits.warning),
                "wrong unit",
                String::from("change the unit"),
            ),
            ThresholdFault::Order => (
                limit(limits.critical),
                "reached first",
                format!("with `{side}`, `critical` lies {side} `warning`"),
            ),
            ThresholdFault::Recovery => (
                limit(recover),
                "past the limit",
                format!("a rule that fires {side} its limit recovers on the other side of it"),
            ),
            ThresholdFault::OneSeverity => (
                limit(recover),
                "no such limit",
                format!(
                    "write `recover: {{ {}: … }}` for the one limit",
                    other(side)
                ),
            ),
            ThresholdFault::EasingOrder => (
                limit(recover),
                "reached later",
                String::from("what is critical becomes a warning before it ends"),
            ),
            ThresholdFault::NoShare(_) => (
                self.confidence.map_or(self.node.span, |node| node.span),
                "not a share",
                String::from("take the line away"),
            ),
        };
        Fault::at(span, fault.to_string(), label).help(help)
    }

    fn limits(&self, metric: Option<Metric>, faults: &mut Faults) -> Option<Pair> {
        let (what, example) = match self.side {
            Side::Above => ("`above`", "`above: { warning: …, critical: … }`"),
            Side::Below => ("`below`", "`below: { warning: …, critical: … }`"),
        };
        pair(self.node, what, example, metric, faults)
    }

    /// The limits of `recover`: one, which is that of the alert's end, or one for each
    /// severity.
    fn recovery(&self, node: &Node, metric: Option<Metric>, faults: &mut Faults) -> Option<Pair> {
        let (side, right) = (self.side, other(self.side));
        let example = format!("`recover: {{ {right}: … }}`");
        let mut fields = Fields::of(node, "`recover`", &example, faults)?;
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
                Fault::at(wrong.span, message, "wrong side").help(format!("write {example}")),
            );
            return None;
        }
        let is_empty = match limits.map(|limits| &limits.value) {
            None => faults.count() == before,
            Some(Value::Map(limits)) => limits.is_empty(),
            Some(Value::Null | Value::Text(_) | Value::List(_)) => false,
        };
        if is_empty {
            let message = "`recover` needs a limit";
            faults.push(Fault::at(node.span, message, "empty").help(format!("write {example}")));
        }
        let limits = limits?;
        if let Value::Map(_) = &limits.value {
            let what = match right {
                Side::Above => "`above`",
                Side::Below => "`below`",
            };
            let example = format!("`{right}: {{ warning: …, critical: … }}`");
            return pair(limits, what, &example, metric, faults);
        }
        Some(Pair {
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
    node: &Node,
    what: &'static str,
    example: &str,
    metric: Option<Metric>,
    faults: &mut Faults,
) -> Option<Pair> {
    let mut fields = Fields::of(node, what, example, faults)?;
    let before = faults.count();
    let mut limit = |name| {
        let node = fields.optional(name, faults)?;
        faults.keep(limit(node, metric))
    };
    let (warning, critical) = (limit("warning"), limit("critical"));
    fields.finish(faults);
    (faults.count() == before).then_some(Pair { warning, critical })
}

fn confidence(node: &Node) -> Result<Confidence, Fault> {
    let level = node
        .percent()
        .map_err(|fault| fault.help("write how sure a breach must be: `confidence: 95%`"))?;
    Confidence::new(level).ok_or_else(|| {
        let message = format!("a confidence lies between 50 and 99.99 %, found {level} %");
        Fault::at(node.span, message, "out of range").help("`95%` is usual")
    })
}

/// A limit in the unit of the metric, where that is known.
pub(super) fn limit(node: &Node, metric: Option<Metric>) -> Result<Limit, Fault> {
    let expected = metric.map_or_else(
        || String::from("a limit such as `5%`"),
        |metric| metric.unit().to_string(),
    );
    let text = node.text(&expected)?;
    let quantity = match metric {
        Some(metric) => quantity_of(node, text, metric)?,
        None => any_quantity(text).ok_or_else(|| node.unexpected(&expected))?,
    };
    Ok(Limit {
        quantity,
        span: node.span,
    })
}

/// What is written as a figure of that metric.
///
/// # Errors
/// Where it is none, or has another unit.
pub fn figure(node: &Node, metric: Metric) -> Result<Quantity, Fault> {
    limit(node, Some(metric)).map(|limit| limit.quantity)
}

/// A limit in the unit of its metric; another unit is named as what it is.
fn quantity_of(node: &Node, text: &str, metric: Metric) -> Result<Quantity, Fault> {
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
            Fault {
                help: meant,
                ..Fault::at(node.span, message, "wrong unit")
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
