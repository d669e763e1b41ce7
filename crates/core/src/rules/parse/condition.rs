//! `when:`, the condition of a rule, with the keys of the rule that belong to it.

use std::time::Duration;

use super::{
    departs::DepartsDraft,
    severity::{BySeverity, OneOrEach},
};
use crate::{
    diagnostic::{
        FromYaml as _, SourceError, SourceErrors, SourceSpan, YamlNode, alternatives, suggest_or,
        value,
    },
    metrics::{Metric, Quantity, Unit},
    rules::{
        AbsentCondition, Confidence, RuleCondition, ScopeSelection, Side, Threshold,
        ThresholdError, UnusualCondition, UnusualFault, UnusualReference, UnusualTerms,
    },
    yaml_map,
};

const WHEN_EXAMPLE: &str = "`when: { above: { warning: 5%, critical: 10% } }`";

yaml_map! {
    /// The condition of a rule: one of these.
    #[schemars(rename = "when", extend("minProperties" = 1, "maxProperties" = 1))]
    pub(super) struct WhenDraft<'node>("`when`", WHEN_EXAMPLE) {
        /// The figure is above a limit, in the unit of the metric.
        "above" => above: &'node YamlNode, as "Option<BySeverity<'_>>";
        /// The figure is below a limit, in the unit of the metric.
        "below" => below: &'node YamlNode, as "Option<BySeverity<'_>>";
        /// The figure is far from its usual value at that hour of the week.
        "unusual" => unusual: &'node YamlNode, as "Option<UnusualDraft<'_>>";
        /// The rate is worse than is usual at that time of the day, and past a limit.
        "departs" => departs: &'node YamlNode, as "Option<DepartsDraft<'_>>";
        /// The figure is missing for this long: `30m`.
        "absent" => absent: &'node YamlNode, as "Option<OneOrEach<String>>";
    }
}

yaml_map! {
    /// The limits at which an alert ends, on the other side of those that start it.
    #[schemars(rename = "recover")]
    pub(super) struct RecoverDraft<'node>("`recover`", "`recover: { below: … }`") {
        /// It ends above this limit, or above one for each severity.
        "above" => above: &'node YamlNode, as "Option<OneOrEach<YamlNode>>";
        /// It ends below this limit, or below one for each severity.
        "below" => below: &'node YamlNode, as "Option<OneOrEach<YamlNode>>";
    }
}

yaml_map! {
    /// The distance from the usual at which a figure is bad.
    #[schemars(rename = "unusual")]
    struct UnusualDraft<'node>(
        "`unusual`",
        "`unusual: {}`, or `unusual: { warning: 3, critical: 6 }`"
    ) {
        /// A warning from this robust z on. 3 if left out.
        "warning" => warning: f64 = robust_z, as "Option<f64>";
        /// Critical from this robust z on. 6 if left out.
        "critical" => critical: f64 = robust_z, as "Option<f64>";
        /// The alert ends below this robust z.
        "recover" => recover: f64 = robust_z, as "Option<f64>";
        /// The bad side: `above` or `below`.
        #[schemars(extend("enum" = ["above", "below"]))]
        "side" => side: Side = read_side, as "Option<String>";
        /// The other side of the comparison: `usual`, its own past, or `team`, the other agents now.
        #[schemars(extend("enum" = ["usual", "team"]))]
        "than" => than: &'node YamlNode;
        /// The number of past weeks. 6 if left out.
        "weeks" => weeks: u64;
        /// The factor of the usual that the figure must reach. 1.5 if left out.
        "ratio" => ratio: f64 = read_ratio, as "Option<f64>";
        /// The least distance from the usual, in the unit of the metric.
        "step" => step: &'node YamlNode;
        /// The least number of calls that make the figure bad. 5 if left out.
        "at_least" => at_least: u64;
    }
}

/// The keys of a rule that its condition depends on.
#[derive(Clone, Copy)]
pub(super) struct ConditionKeys<'rule> {
    /// The whole rule.
    pub(super) node: &'rule YamlNode,
    pub(super) metric: Option<Metric>,
    pub(super) when: Option<&'rule YamlNode>,
    pub(super) recover: Option<&'rule YamlNode>,
    pub(super) confidence: Option<Confidence>,
}

impl ConditionKeys<'_> {
    /// Reads the condition. Without a valid metric, units are not checked.
    pub(super) fn condition(
        &self,
        of: Option<&ScopeSelection>,
        errors: &mut SourceErrors,
    ) -> Option<RuleCondition> {
        let when = self.when?;
        let before = errors.count();
        let draft = WhenDraft::from_yaml(when, errors)?;
        let kinds = [
            draft.above,
            draft.below,
            draft.unusual,
            draft.departs,
            draft.absent,
        ];
        match kinds {
            [Some(node), None, None, None, None] => self.threshold(Side::Above, node, errors),
            [None, Some(node), None, None, None] => self.threshold(Side::Below, node, errors),
            [None, None, Some(node), None, None] => {
                self.refuse_beside_unusual(errors);
                read_unusual(node, self.metric, of, errors).map(RuleCondition::from)
            }
            [None, None, None, Some(node), None] => {
                self.departs(node, of, errors).map(RuleCondition::from)
            }
            [None, None, None, None, Some(node)] => {
                self.refuse_beside_absent(node, of, errors);
                read_absent(node, errors).map(RuleCondition::from)
            }
            [None, None, None, None, None] => {
                if errors.count() == before {
                    let message = "`when` needs `above`, `below`, `departs`, `unusual` or `absent`";
                    let error = when.error(message, "empty");
                    errors.push(error.help(format!("write {WHEN_EXAMPLE}")));
                }
                None
            }
            given => {
                let second = given.into_iter().flatten().nth(1).unwrap_or(when);
                let message = "`when` has one condition, and these are two";
                errors.push(second.error(message, "two").help("write two rules"));
                None
            }
        }
    }

    fn refuse_beside_unusual(&self, errors: &mut SourceErrors) {
        let why = "`unusual`, which has no limit of its own";
        let help = "write `recover` within `unusual`, as a robust z such as `1.5`";
        self.refuse_key("recover", why, help, errors);
        let help = "take the line away: the robust z says how sure a breach is";
        self.refuse_key("confidence", why, help, errors);
        let help = "write `at_least` within `unusual`: the calls that make it bad";
        self.refuse_key("at_least_bad", why, help, errors);
    }

    fn refuse_beside_absent(
        &self,
        absent: &YamlNode,
        of: Option<&ScopeSelection>,
        errors: &mut SourceErrors,
    ) {
        for key in ["recover", "confidence", "at_least", "at_least_bad"] {
            let why = "`absent`, which looks at no figure";
            let help = "take the line away: the alert ends when there is a figure";
            self.refuse_key(key, why, help, errors);
        }
        if of == Some(&ScopeSelection::EveryAgent) {
            // `every agent` means those whom the report names, and none of them is absent.
            let error = absent.error("of `every agent` nobody can be absent", "never fires");
            errors.push(
                error.help("name those who must be there: `of: agents Ana Pérez, Luis Gómez`"),
            );
        }
    }

    pub(super) fn refuse_key(&self, key: &str, why: &str, help: &str, errors: &mut SourceErrors) {
        if let Some(node) = self.node.get(key) {
            let error = node.error(format!("`{key}` does not go with {why}"), "not here");
            errors.push(error.help(help));
        }
    }

    /// Checks that the metric has the numbers of which a least one is asked for.
    pub(super) fn check_counts(&self, errors: &mut SourceErrors) {
        let Some(metric) = self.metric.filter(|_| !self.gives("absent")) else {
            return;
        };
        let given = |key| self.node.get(key);
        if let Some(node) = given("at_least").filter(|_| metric.out_of().is_none()) {
            let message =
                format!("`at_least` needs a figure out of so many calls, and {metric} has none");
            errors.push(node.error(message, "out of nothing").help(
                "take the line away: this figure is made of no number that could be too small",
            ));
        }
        let is_limits = !self.gives("unusual");
        let refused = given("at_least_bad").filter(|_| is_limits && !metric.is_counted_share());
        if let Some(node) = refused {
            let message = format!("`at_least_bad` needs a share of calls, and {metric} is not one");
            errors.push(
                node.error(message, "not a share")
                    .help("take the line away"),
            );
        }
    }

    /// Returns true where `when` names that kind, whatever else is wrong with it.
    fn gives(&self, kind: &str) -> bool {
        self.when.is_some_and(|when| when.get(kind).is_some())
    }

    fn threshold(
        &self,
        side: Side,
        node: &YamlNode,
        errors: &mut SourceErrors,
    ) -> Option<RuleCondition> {
        let limits = LimitsDraft::new(side, node, self);
        limits.read(errors).map(RuleCondition::from)
    }
}

/// Reads how long a figure may be missing, for one severity or for each.
fn read_absent(node: &YamlNode, errors: &mut SourceErrors) -> Option<AbsentCondition> {
    const EXAMPLE: &str = "`absent: 30m` or `absent: { warning: 15m, critical: 1h }`";
    if node.is_text() {
        return AbsentCondition::new(errors.keep(absence(node)), None);
    }
    let before = errors.count();
    let draft = BySeverity::read_as(node, "`absent`", EXAMPLE, errors)?;
    let mut read = |node: Option<_>| errors.keep(absence(node?));
    let (warning, critical) = (read(draft.warning), read(draft.critical));
    if errors.count() > before {
        return None;
    }
    let absent = AbsentCondition::new(warning, critical);
    if absent.is_none() {
        errors.push(match draft.critical {
            Some(critical) => critical
                .error("`critical` is reached before `warning`", "reached first")
                .help("`critical` lasts longer"),
            None => node
                .error("`absent` needs a length of time", "no limit")
                .help(format!("write {EXAMPLE}")),
        });
    }
    absent
}

fn absence(node: &YamlNode) -> Result<Duration, SourceError> {
    let length = node.duration()?;
    if length.is_zero() {
        let message = "a figure is absent for some time, and this is none";
        return Err(node.error(message, "no time").help("write `absent: 30m`"));
    }
    Ok(length)
}

/// A limit for each severity, as far as they are given.
#[derive(Clone, Copy, Default)]
struct LimitPair {
    warning: Option<Limit>,
    critical: Option<Limit>,
}

#[derive(Clone, Copy)]
struct Limit {
    quantity: Quantity,
    span: SourceSpan,
}

/// A condition with fixed limits: `above` or `below`, with `recover` and `confidence`.
pub(super) struct LimitsDraft<'node> {
    side: Side,
    node: &'node YamlNode,
    rule: &'node ConditionKeys<'node>,
}

impl<'node> LimitsDraft<'node> {
    pub(super) fn new(
        side: Side,
        node: &'node YamlNode,
        rule: &'node ConditionKeys<'node>,
    ) -> Self {
        Self { side, node, rule }
    }

    pub(super) fn read(&self, errors: &mut SourceErrors) -> Option<Threshold> {
        let metric = self.rule.metric;
        let limits = self.read_pair(self.node, self.side, errors);
        let recover = self.rule.recover.and_then(|it| self.recovery(it, errors));
        let (limits, metric) = (limits?, metric?);
        let mut recover = recover.unwrap_or_default();
        if limits.warning.is_none() && recover.warning.is_none() {
            // Where only critical has a limit, its recovery is the end of the alert.
            recover.warning = recover.critical.take();
        }
        self.build(metric, limits, recover, self.rule.confidence, errors)
    }

    fn build(
        &self,
        metric: Metric,
        mut limits: LimitPair,
        mut recover: LimitPair,
        mut confidence: Option<Confidence>,
        errors: &mut SourceErrors,
    ) -> Option<Threshold> {
        let quantity = |limit: Option<Limit>| limit.map(|limit| limit.quantity);
        // Each turn removes the part that the error is about, so that the next error is found.
        let threshold = loop {
            let error = match Threshold::new(
                metric,
                self.side,
                quantity(limits.warning),
                quantity(limits.critical),
                quantity(recover.warning),
                confidence,
            ) {
                Ok(threshold) => break threshold,
                Err(error) => error,
            };
            errors.push(self.place(&error, limits, recover.warning));
            match error {
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
        errors.keep(eased.map_err(|error| self.place(&error, limits, Some(limit))))
    }

    /// Puts an error of the whole condition at the key that it is about.
    fn place(
        &self,
        error: &ThresholdError,
        limits: LimitPair,
        recover: Option<Limit>,
    ) -> SourceError {
        let side = self.side;
        let span = |limit: Option<Limit>| limit.map_or(self.node.span, |limit| limit.span);
        let (span, label, help) = match error {
            ThresholdError::NoLimit => (
                self.node.span,
                "no limit",
                format!("write `{side}: {{ warning: …, critical: … }}`, or one of the two"),
            ),
            ThresholdError::Unit { .. } => (
                span(limits.warning),
                "wrong unit",
                String::from("change the unit"),
            ),
            ThresholdError::Order => (
                span(limits.critical),
                "reached first",
                format!("with `{side}`, `critical` lies {side} `warning`"),
            ),
            ThresholdError::Recovery => (
                span(recover),
                "past the limit",
                format!("a rule that fires {side} its limit recovers on the other side of it"),
            ),
            ThresholdError::OneSeverity => {
                let help = format!("write `recover: {{ {}: … }}`", other_side(side));
                let help = format!("{help} for the one limit");
                (span(recover), "no such limit", help)
            }
            ThresholdError::EasingOrder => (
                span(recover),
                "reached later",
                String::from("what is critical becomes a warning before it ends"),
            ),
            ThresholdError::NoShare(_) => (
                self.rule.node.get("confidence").unwrap_or(self.node).span,
                "not a share",
                String::from("take the line away"),
            ),
        };
        SourceError::at(span, error.to_string(), label).help(help)
    }

    /// Reads a limit for each severity; `None` where one of them is wrong.
    fn read_pair(
        &self,
        node: &YamlNode,
        side: Side,
        errors: &mut SourceErrors,
    ) -> Option<LimitPair> {
        let what = match side {
            Side::Above => "`above`",
            Side::Below => "`below`",
        };
        let example = format!("`{side}: {{ warning: …, critical: … }}`");
        let before = errors.count();
        let draft = BySeverity::read_as(node, what, &example, errors)?;
        let mut read = |node: Option<_>| errors.keep(read_limit(node?, self.rule.metric));
        let pair = LimitPair {
            warning: read(draft.warning),
            critical: read(draft.critical),
        };
        (errors.count() == before).then_some(pair)
    }

    /// Reads `recover`: one limit, at which the alert ends, or one for each severity.
    fn recovery(&self, node: &YamlNode, errors: &mut SourceErrors) -> Option<LimitPair> {
        let (side, right) = (self.side, other_side(self.side));
        let example = format!("`recover: {{ {right}: … }}`");
        let before = errors.count();
        let draft = RecoverDraft::read_as(node, "`recover`", &example, errors)?;
        let (limits, wrong) = match side {
            Side::Above => (draft.below, draft.above),
            Side::Below => (draft.above, draft.below),
        };
        if let Some(wrong) = wrong {
            let message = format!("a rule that fires `{side}` does not recover `{side}`");
            let error = wrong.error(message, "wrong side");
            errors.push(error.help(format!("write {example}")));
            return None;
        }
        let is_empty = match limits {
            None => errors.count() == before,
            Some(limits) => limits.is_map() && limits.entries().is_empty(),
        };
        if is_empty {
            let error = node.error("`recover` needs a limit", "empty");
            errors.push(error.help(format!("write {example}")));
        }
        let limits = limits?;
        if limits.is_map() {
            return self.read_pair(limits, right, errors);
        }
        Some(LimitPair {
            warning: Some(errors.keep(read_limit(limits, self.rule.metric))?),
            critical: None,
        })
    }
}

fn other_side(side: Side) -> Side {
    match side {
        Side::Above => Side::Below,
        Side::Below => Side::Above,
    }
}

pub(super) fn read_confidence(node: &YamlNode) -> Result<Confidence, SourceError> {
    let level = node
        .percent()
        .map_err(|error| error.help("write how sure a breach must be: `confidence: 95%`"))?;
    Confidence::new(level).ok_or_else(|| {
        let message = format!("a confidence lies between 50 and 99.99 %, found {level} %");
        node.error(message, "out of range").help("`95%` is usual")
    })
}

/// Reads a limit, in the unit of the metric where that is known.
fn read_limit(node: &YamlNode, metric: Option<Metric>) -> Result<Limit, SourceError> {
    let quantity = if let Some(metric) = metric {
        metric_quantity(node, metric)?
    } else {
        let expected = "a limit such as `5%`";
        any_quantity(node.text(expected)?).ok_or_else(|| node.unexpected(expected))?
    };
    Ok(Limit {
        quantity,
        span: node.span,
    })
}

/// Reads a figure in the unit of its metric.
pub fn metric_quantity(node: &YamlNode, metric: Metric) -> Result<Quantity, SourceError> {
    let unit = metric.unit();
    let text = node.text(&unit.to_string())?;
    let read = match unit {
        Unit::Percent => node.percent().map(Quantity::Percent),
        Unit::Duration => node.duration().map(Quantity::Duration),
        Unit::Count => node.count().map(Quantity::Count),
        Unit::Money => value::parse_number(text)
            .map(Quantity::Money)
            .ok_or_else(|| node.unexpected(&unit.to_string())),
    };
    match any_quantity(text).map(Quantity::unit) {
        Some(found) if found != unit => read.map_err(|error| {
            let kind = unit_name(found);
            let message = format!("{metric} is {unit}, but `{text}` is {kind}");
            let sign = match (unit, found) {
                (Unit::Percent, Unit::Count) => Some("%"),
                (Unit::Duration, Unit::Count) if metric == Metric::CdrMinPerCall => Some("m"),
                (Unit::Duration, Unit::Count) => Some("s"),
                _ => None,
            };
            let meant = sign.map(|sign| format!("did you mean `{text}{sign}`?"));
            SourceError {
                help: meant.or(error.help),
                ..node.error(message, "wrong unit")
            }
        }),
        Some(_) | None => read,
    }
}

fn any_quantity(text: &str) -> Option<Quantity> {
    value::parse_percent(text)
        .map(Quantity::Percent)
        .or_else(|| value::parse_count(text).map(Quantity::Count))
        .or_else(|| value::parse_duration(text).map(Quantity::Duration))
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => "a percentage",
        Unit::Duration => "a duration",
        Unit::Count => "a bare number",
        Unit::Money => "an amount",
    }
}

/// Reads `unusual:`, where each of its terms is right.
fn read_unusual(
    node: &YamlNode,
    metric: Option<Metric>,
    of: Option<&ScopeSelection>,
    errors: &mut SourceErrors,
) -> Option<UnusualCondition> {
    let before = errors.count();
    let draft = UnusualDraft::from_yaml(node, errors)?;
    let terms = draft.terms(metric, errors);
    let unusual = draft.build(metric?, of?, terms, errors);
    unusual.filter(|_| errors.count() == before)
}

impl UnusualDraft<'_> {
    fn terms(&self, metric: Option<Metric>, errors: &mut SourceErrors) -> UnusualTerms {
        UnusualTerms {
            warning: self.warning,
            critical: self.critical,
            recover: self.recover,
            side: self.side,
            against: self.against(errors),
            ratio: self.ratio,
            step: self
                .step
                .and_then(|node| errors.keep(read_limit(node, metric)))
                .map(|limit| limit.quantity),
            at_least: self.at_least,
        }
    }

    fn against(&self, errors: &mut SourceErrors) -> UnusualReference {
        let default = UnusualTerms::default().against;
        // A number that is too large for the type is too large for the rule as well.
        let weeks = self
            .weeks
            .map(|weeks| u32::try_from(weeks).unwrap_or(u32::MAX));
        let usual = weeks.map_or(default, |weeks| UnusualReference::History { weeks });
        let Some(node) = self.than else { return usual };
        match errors.keep(one_of_two(node, ["usual", "team"])) {
            Some(0) => usual,
            Some(_) => {
                if let Some(weeks) = self.node.get("weeks") {
                    let message = "the team is compared now, not with other weeks";
                    let error = weeks.error(message, "no weeks");
                    errors.push(error.help("take the line away, or write `than: usual`"));
                }
                UnusualReference::Team
            }
            None => default,
        }
    }

    fn build(
        &self,
        metric: Metric,
        of: &ScopeSelection,
        mut terms: UnusualTerms,
        errors: &mut SourceErrors,
    ) -> Option<UnusualCondition> {
        // Each turn removes the part that the error is about, so that the next error is found.
        loop {
            let error = match UnusualCondition::new(metric, of.kind(), terms) {
                Ok(unusual) => return Some(unusual),
                Err(error) => error,
            };
            errors.push(self.place(&error, terms));
            match error {
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

    /// Puts an error of the whole condition at the key that it is about.
    fn place(&self, error: &UnusualFault, terms: UnusualTerms) -> SourceError {
        let (key, label, help) = match error {
            UnusualFault::NoPast(_) => (
                "",
                "no past",
                "write a limit: `when: { above: { warning: … } }`",
            ),
            UnusualFault::NoSide(_) => ("", "which side?", "add `side: above` or `side: below`"),
            UnusualFault::Z(z) if terms.warning == Some(*z) => {
                ("warning", "out of range", "`3` is usual for a warning")
            }
            UnusualFault::Z(_) => ("critical", "out of range", "`6` is usual for critical"),
            UnusualFault::Order => (
                "critical",
                "reached first",
                "`critical` is the greater robust z",
            ),
            UnusualFault::Recovery => {
                let help = "write a robust z below the first limit, such as `1.5`";
                ("recover", "past the limit", help)
            }
            UnusualFault::Weeks(_) => ("weeks", "out of range", "`6` is usual"),
            UnusualFault::Ratio(_) => (
                "ratio",
                "out of range",
                "`1.5` is usual, and `1` asks for no ratio",
            ),
            UnusualFault::Unit { .. } => ("step", "wrong unit", "change the unit"),
            UnusualFault::NoCount(_) => ("at_least", "counts nothing", "take the line away"),
            UnusualFault::NoTeam => (
                "than",
                "no team",
                "write `of: every agent`, or `than: usual`",
            ),
        };
        let node = self.node.get(key).unwrap_or(self.node);
        node.error(error.to_string(), label).help(help)
    }
}

fn read_side(node: &YamlNode) -> Result<Side, SourceError> {
    let index = one_of_two(node, ["above", "below"])?;
    Ok(if index == 0 { Side::Above } else { Side::Below })
}

/// Returns the index of the word, which is one of two.
fn one_of_two(node: &YamlNode, words: [&str; 2]) -> Result<usize, SourceError> {
    let [one, other] = words;
    let text = node.text(&format!("`{one}` or `{other}`"))?;
    let found = words.iter().position(|word| *word == text);
    found.ok_or_else(|| {
        let message = format!("`{text}` is neither `{one}` nor `{other}`");
        let help = suggest_or(text, words, || format!("expected {}", alternatives(words)));
        node.error(message, "unknown").help(help)
    })
}

fn robust_z(node: &YamlNode) -> Result<f64, SourceError> {
    plain_number(node, "a robust z such as `3`")
}

fn read_ratio(node: &YamlNode) -> Result<f64, SourceError> {
    plain_number(node, "a number such as `1.5`")
}

fn plain_number(node: &YamlNode, expected: &str) -> Result<f64, SourceError> {
    let text = node.text(expected)?;
    value::parse_number(text).ok_or_else(|| {
        let error = node.unexpected(expected);
        match value::parse_number(&text.replace(',', ".")) {
            Some(meant) => error.help(format!("did you mean `{meant}`?")),
            None => error.help("a robust z has no unit: how many spreads from the usual"),
        }
    })
}
