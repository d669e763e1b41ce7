//! `unusual:` - a condition on how far a value lies from the usual.

use crate::{
    diagnostic::{
        FieldReader, SourceError, SourceErrors, SourceSpan, YamlNode, alternatives, did_you_mean,
        value::number,
    },
    metrics::Metric,
    rules::{
        ScopeSelection, Side, UnusualCondition, UnusualFault, UnusualReference, UnusualTerms,
        parse::threshold::limit,
    },
};

/// The terms that are given, and where each of them stands.
struct UnusualDraft<'node> {
    node: &'node YamlNode,
    side: Option<&'node YamlNode>,
    than: Option<&'node YamlNode>,
    weeks: Option<&'node YamlNode>,
    warning: Option<&'node YamlNode>,
    critical: Option<&'node YamlNode>,
    ratio: Option<&'node YamlNode>,
    step: Option<&'node YamlNode>,
    at_least: Option<&'node YamlNode>,
    recover: Option<&'node YamlNode>,
}

/// What `unusual:` says, where each of its terms is right.
pub(super) fn unusual(
    node: &YamlNode,
    metric: Option<Metric>,
    of: Option<&ScopeSelection>,
    faults: &mut SourceErrors,
) -> Option<UnusualCondition> {
    let before = faults.count();
    let given = UnusualDraft::read(node, faults)?;
    let terms = given.terms(metric, faults);
    let unusual = given.build(metric?, of?, terms, faults);
    unusual.filter(|_| faults.count() == before)
}

impl<'node> UnusualDraft<'node> {
    fn read(node: &'node YamlNode, faults: &mut SourceErrors) -> Option<Self> {
        const EXAMPLE: &str = "`unusual: {}`, or `unusual: { warning: 3, critical: 6 }`";
        let mut fields = FieldReader::of(node, "`unusual`", EXAMPLE, faults)?;
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

    fn terms(&self, metric: Option<Metric>, faults: &mut SourceErrors) -> UnusualTerms {
        let z = |node: Option<&YamlNode>, faults: &mut SourceErrors| {
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

    fn against(&self, faults: &mut SourceErrors) -> UnusualReference {
        let default = UnusualTerms::default().against;
        let weeks = self.weeks.and_then(|node| {
            let weeks = faults.keep(node.count())?;
            // A number that is too large for the type is too large for the rule as well.
            Some(u32::try_from(weeks).unwrap_or(u32::MAX))
        });
        let usual = weeks.map_or(default, |weeks| UnusualReference::History { weeks });
        let Some(node) = self.than else { return usual };
        match node.text("`usual` or `team`") {
            Ok("usual") => usual,
            Ok("team") => {
                if let Some(weeks) = self.weeks {
                    let message = "the team is compared now, not with other weeks";
                    faults.push(
                        SourceError::at(weeks.span, message, "no weeks")
                            .help("take the line away, or write `than: usual`"),
                    );
                }
                UnusualReference::Team
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
        of: &ScopeSelection,
        mut terms: UnusualTerms,
        faults: &mut SourceErrors,
    ) -> Option<UnusualCondition> {
        // Each turn takes the part away that the fault is about, so that the next is found.
        loop {
            let fault = match UnusualCondition::new(metric, of.kind(), terms) {
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

    fn place(&self, fault: &UnusualFault, terms: UnusualTerms) -> SourceError {
        let at = |node: Option<&YamlNode>| node.map_or(self.node.span, |node| node.span);
        let (span, label, help): (SourceSpan, _, _) = match fault {
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
        SourceError::at(span, fault.to_string(), label).help(help)
    }
}

fn side(node: &YamlNode) -> Result<Side, SourceError> {
    match node.text("`above` or `below`")? {
        "above" => Ok(Side::Above),
        "below" => Ok(Side::Below),
        text => Err(neither(node, text, ["above", "below"])),
    }
}

fn neither(node: &YamlNode, text: &str, [one, other]: [&str; 2]) -> SourceError {
    let help = match did_you_mean(text, [one, other]) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("expected {}", alternatives([one, other])),
    };
    let message = format!("`{text}` is neither `{one}` nor `{other}`");
    SourceError::at(node.span, message, "unknown").help(help)
}

fn plain(node: &YamlNode, expected: &str) -> Result<f64, SourceError> {
    let text = node.text(expected)?;
    number(text).ok_or_else(|| {
        let fault = node.unexpected(expected);
        match number(&text.replace(',', ".")) {
            Some(meant) => fault.help(format!("did you mean `{meant}`?")),
            None => fault.help("a robust z has no unit: how many spreads from the usual"),
        }
    })
}
