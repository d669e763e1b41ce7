//! `when:`, `recover:` and `confidence:` - together the condition of a rule.

use crate::{
    diagnostic::{Fault, Faults, Fields, Node, Span, value},
    metrics::{Metric, Quantity, Unit},
    rules::{Confidence, Side, Threshold, ThresholdFault},
};

/// The keys that make up a condition.
pub(super) struct Limits<'node> {
    pub(super) when: &'node Node,
    pub(super) recover: Option<&'node Node>,
    pub(super) confidence: Option<&'node Node>,
}

struct When<'node> {
    side: Side,
    node: &'node Node,
    warning: Option<Limit>,
    critical: Option<Limit>,
}

#[derive(Clone, Copy)]
struct Limit {
    quantity: Quantity,
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
        let when = when(self.when, metric, faults);
        let recover = self.recover.and_then(|node| {
            recover(node, when.as_ref().map(|when| when.side), metric, faults)
        });
        let confidence = self
            .confidence
            .and_then(|node| faults.keep(confidence(node)));
        let (mut when, metric) = (when?, metric?);
        let (mut recover, mut confidence) = (recover, confidence);
        let quantity = |limit: Option<Limit>| limit.map(|limit| limit.quantity);
        // Each turn takes the part away that the fault is about, so that the next is found.
        loop {
            let fault = match Threshold::new(
                metric,
                when.side,
                quantity(when.warning),
                quantity(when.critical),
                quantity(recover),
                confidence,
            ) {
                Ok(threshold) => return Some(threshold),
                Err(fault) => fault,
            };
            faults.push(self.place(&fault, &when, recover));
            match fault {
                ThresholdFault::NoLimit | ThresholdFault::Unit { .. } => return None,
                ThresholdFault::Order => when.critical = None,
                ThresholdFault::Recovery => recover = None,
                ThresholdFault::NoShare(_) => confidence = None,
            }
        }
    }

    /// The fault of the condition as a whole, at the key that it belongs to.
    fn place(
        &self,
        fault: &ThresholdFault,
        when: &When<'_>,
        recover: Option<Limit>,
    ) -> Fault {
        let side = when.side;
        let limit = |limit: Option<Limit>| limit.map_or(when.node.span, |limit| limit.span);
        let (span, label, help) = match fault {
            ThresholdFault::NoLimit => (
                when.node.span,
                "no limit",
                format!("write `{side}: {{ warning: …, critical: … }}`, or one of the two"),
            ),
            ThresholdFault::Unit { .. } => (
                limit(when.warning),
                "wrong unit",
                String::from("change the unit"),
            ),
            ThresholdFault::Order => (
                limit(when.critical),
                "reached first",
                format!("with `{side}`, `critical` lies {side} `warning`"),
            ),
            ThresholdFault::Recovery => (
                limit(recover),
                "past the limit",
                format!(
                    "a rule that fires {side} its limit recovers on the other side of it"
                ),
            ),
            ThresholdFault::NoShare(_) => (
                self.confidence.map_or(when.node.span, |node| node.span),
                "not a share",
                String::from("take the line away"),
            ),
        };
        Fault::at(span, fault.to_string(), label).help(help)
    }
}

fn when<'node>(
    node: &'node Node,
    metric: Option<Metric>,
    faults: &mut Faults,
) -> Option<When<'node>> {
    const EXAMPLE: &str = "`when: { above: { warning: 5%, critical: 10% } }`";
    let mut fields =
        Fields::of(node, "`when`", EXAMPLE, faults)?.later(&["unusual", "absent"]);
    let span = fields.span();
    let unfinished = faults.count();
    let above = fields.optional("above", faults);
    let below = fields.optional("below", faults);
    fields.finish(faults);
    let (side, node) = match (above, below) {
        (Some(above), None) => (Side::Above, above),
        (None, Some(below)) => (Side::Below, below),
        (Some(_), Some(below)) => {
            faults.push(
                Fault::at(
                    below.span,
                    "`when` has one condition, and these are two",
                    "two",
                )
                .help("write two rules"),
            );
            return None;
        }
        (None, None) if faults.count() > unfinished => return None,
        (None, None) => {
            let message = "`when` needs `above` or `below`";
            faults.push(Fault::at(span, message, "empty").help(format!("write {EXAMPLE}")));
            return None;
        }
    };
    limits(side, node, metric, faults)
}

fn limits<'node>(
    side: Side,
    node: &'node Node,
    metric: Option<Metric>,
    faults: &mut Faults,
) -> Option<When<'node>> {
    let (what, example) = match side {
        Side::Above => ("`above`", "`above: { warning: …, critical: … }`"),
        Side::Below => ("`below`", "`below: { warning: …, critical: … }`"),
    };
    let mut fields = Fields::of(node, what, example, faults)?;
    let before = faults.count();
    let mut limit = |name| {
        let node = fields.optional(name, faults)?;
        faults.keep(limit(node, metric))
    };
    let (warning, critical) = (limit("warning"), limit("critical"));
    fields.finish(faults);
    (faults.count() == before).then_some(When {
        side,
        node,
        warning,
        critical,
    })
}

fn recover(
    node: &Node,
    side: Option<Side>,
    metric: Option<Metric>,
    faults: &mut Faults,
) -> Option<Limit> {
    let example = match side {
        Some(Side::Below) => "`recover: { above: … }`",
        Some(Side::Above) | None => "`recover: { below: … }`",
    };
    let mut fields = Fields::of(node, "`recover`", example, faults)?;
    let before = faults.count();
    let above = fields.optional("above", faults);
    let below = fields.optional("below", faults);
    fields.finish(faults);
    let (right, wrong) = match side {
        Some(Side::Above) => (below, above),
        Some(Side::Below) => (above, below),
        None => (above.or(below), None),
    };
    if let (Some(side), Some(wrong)) = (side, wrong) {
        let message = format!("a rule that fires `{side}` does not recover `{side}`");
        faults.push(
            Fault::at(wrong.span, message, "wrong side").help(format!("write {example}")),
        );
        return None;
    }
    if right.is_none() && faults.count() == before {
        let message = "`recover` needs a limit";
        faults
            .push(Fault::at(node.span, message, "empty").help(format!("write {example}")));
    }
    faults.keep(limit(right?, metric))
}

fn confidence(node: &Node) -> Result<Confidence, Fault> {
    let level = node.percent().map_err(|fault| {
        fault.help("write how sure a breach must be: `confidence: 95%`")
    })?;
    Confidence::new(level).ok_or_else(|| {
        let message = format!("a confidence lies between 50 and 99.99 %, found {level} %");
        Fault::at(node.span, message, "out of range").help("`95%` is usual")
    })
}

fn limit(node: &Node, metric: Option<Metric>) -> Result<Limit, Fault> {
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
