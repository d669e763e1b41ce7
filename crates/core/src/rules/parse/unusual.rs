//! `unusual:` - a condition on how far a value lies from the usual.

use crate::{
    diagnostic::{Fault, Faults, Fields, Node, Span, alternatives, did_you_mean, value::number},
    metrics::Metric,
    rules::{
        Against, Selection, Side, Unusual, UnusualFault, UnusualTerms, parse::threshold::limit,
    },
};

/// The terms that are given, and where each of them stands.
struct Given<'node> {
    node: &'node Node,
    side: Option<&'node Node>,
    than: Option<&'node Node>,
    weeks: Option<&'node Node>,
    warning: Option<&'node Node>,
    critical: Option<&'node Node>,
    ratio: Option<&'node Node>,
    step: Option<&'node Node>,
    at_least: Option<&'node Node>,
    recover: Option<&'node Node>,
}

/// What `unusual:` says, where each of its terms is right.
pub(super) fn unusual(
    node: &Node,
    metric: Option<Metric>,
    of: Option<&Selection>,
    faults: &mut Faults,
) -> Option<Unusual> {
    let before = faults.count();
    let given = Given::read(node, faults)?;
    let terms = given.terms(metric, faults);
    let unusual = given.build(metric?, of?, terms, faults);
    unusual.filter(|_| faults.count() == before)
}

impl<'node> Given<'node> {
    fn read(node: &'node Node, faults: &mut Faults) -> Option<Self> {
        const EXAMPLE: &str = "`unusual: {}`, or `unusual: { warning: 3, critical: 6 }`";
        let mut fields = Fields::of(node, "`unusual`", EXAMPLE, faults)?;
        let mut take = |name| fields.optional(name, faults);
        let given = Self {
            node,
            warning: take("warning"),
            critical: take("critical"),
            recover: take("recover"),
            side: take("side"),
            than: take("than"),
            weeks: take("weeks"),
            ratio: take("ratio"),
            step: take("step"),
            at_least: take("at_least"),
        };
        fields.finish(faults);
        Some(given)
    }

    fn terms(&self, metric: Option<Metric>, faults: &mut Faults) -> UnusualTerms {
        let z = |node: Option<&Node>, faults: &mut Faults| {
            node.and_then(|node| faults.keep(plain(node, "a robust z such as `3`")))
        };
        UnusualTerms {
            warning: z(self.warning, faults),
            critical: z(self.critical, faults),
            recover: z(self.recover, faults),
            side: self.side.and_then(|node| faults.keep(side(node))),
            against: self.against(faults),
            ratio: self
                .ratio
                .and_then(|node| faults.keep(plain(node, "a number such as `1.5`"))),
            step: self
                .step
                .and_then(|node| faults.keep(limit(node, metric)))
                .map(|limit| limit.quantity),
            at_least: self.at_least.and_then(|node| faults.keep(node.count())),
        }
    }

    fn against(&self, faults: &mut Faults) -> Against {
        let default = UnusualTerms::default().against;
        let weeks = self.weeks.and_then(|node| {
            let weeks = faults.keep(node.count())?;
            // A number that is too large for the type is too large for the rule as well.
            Some(u32::try_from(weeks).unwrap_or(u32::MAX))
        });
        let usual = weeks.map_or(default, |weeks| Against::History { weeks });
        let Some(node) = self.than else { return usual };
        match node.text("`usual` or `team`") {
            Ok("usual") => usual,
            Ok("team") => {
                if let Some(weeks) = self.weeks {
                    let message = "the team is compared now, not with other weeks";
                    faults.push(
                        Fault::at(weeks.span, message, "no weeks")
                            .help("take the line away, or write `than: usual`"),
                    );
                }
                Against::Team
            }
            Ok(text) => {
                faults.push(neither(node, text, ["usual", "team"]));
                default
            }
            Err(fault) => {
                faults.push(fault);
                default
            }
        }
    }

    fn build(
        &self,
        metric: Metric,
        of: &Selection,
        mut terms: UnusualTerms,
        faults: &mut Faults,
    ) -> Option<Unusual> {
        // Each turn takes the part away that the fault is about, so that the next is found.
        loop {
            let fault = match Unusual::new(metric, of.kind(), terms) {
                Ok(unusual) => return Some(unusual),
                Err(fault) => fault,
            };
            faults.push(self.place(&fault, terms));
            match fault {
                UnusualFault::NoPast(_) => return None,
                UnusualFault::NoSide(_) => terms.side = Some(Side::Above),
                UnusualFault::Z(z) if terms.warning == Some(z) => terms.warning = None,
                UnusualFault::Z(_) | UnusualFault::Order => terms.critical = None,
                UnusualFault::Recovery => terms.recover = None,
                UnusualFault::Ratio(_) => terms.ratio = None,
                UnusualFault::Unit { .. } => terms.step = None,
                UnusualFault::NoCount(_) => terms.at_least = None,
                UnusualFault::Weeks(_) | UnusualFault::NoTeam => {
                    terms.against = UnusualTerms::default().against;
                }
            }
        }
    }

    fn place(&self, fault: &UnusualFault, terms: UnusualTerms) -> Fault {
        let at = |node: Option<&Node>| node.map_or(self.node.span, |node| node.span);
        let (span, label, help): (Span, _, _) = match fault {
            UnusualFault::NoPast(_) => (
                self.node.span,
                "no past",
                "write a limit: `when: { above: { warning: … } }`",
            ),
            UnusualFault::NoSide(_) => (
                self.node.span,
                "which side?",
                "add `side: above` or `side: below`",
            ),
            UnusualFault::Z(z) if terms.warning == Some(*z) => (
                at(self.warning),
                "out of range",
                "`3` is usual for a warning",
            ),
            UnusualFault::Z(_) => (
                at(self.critical),
                "out of range",
                "`6` is usual for what is critical",
            ),
            UnusualFault::Order => (
                at(self.critical),
                "reached first",
                "`critical` is the greater robust z",
            ),
            UnusualFault::Recovery => (
                at(self.recover),
                "past the limit",
                "write a robust z below the first limit, such as `1.5`",
            ),
            UnusualFault::Weeks(_) => (at(self.weeks), "out of range", "`6` is usual"),
            UnusualFault::Ratio(_) => (
                at(self.ratio),
                "out of range",
                "`1.5` is usual, and `1` asks for no ratio",
            ),
            UnusualFault::Unit { .. } => (at(self.step), "wrong unit", "change the unit"),
            UnusualFault::NoCount(_) => (at(self.at_least), "counts nothing", "take the line away"),
            UnusualFault::NoTeam => (
                at(self.than),
                "no team",
                "write `of: every agent`, or `than: usual`",
            ),
        };
        Fault::at(span, fault.to_string(), label).help(help)
    }
}

fn side(node: &Node) -> Result<Side, Fault> {
    match node.text("`above` or `below`")? {
        "above" => Ok(Side::Above),
        "below" => Ok(Side::Below),
        text => Err(neither(node, text, ["above", "below"])),
    }
}

fn neither(node: &Node, text: &str, [one, other]: [&str; 2]) -> Fault {
    let help = match did_you_mean(text, [one, other]) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("expected {}", alternatives([one, other])),
    };
    let message = format!("`{text}` is neither `{one}` nor `{other}`");
    Fault::at(node.span, message, "unknown").help(help)
}

fn plain(node: &Node, expected: &str) -> Result<f64, Fault> {
    let text = node.text(expected)?;
    number(text).ok_or_else(|| {
        let fault = node.unexpected(expected);
        match number(&text.replace(',', ".")) {
            Some(meant) => fault.help(format!("did you mean `{meant}`?")),
            None => fault.help("a robust z has no unit: how many spreads from the usual"),
        }
    })
}
