//! Warnings about rules that are allowed, and probably not what was meant.

use std::time::Duration;

use crate::{
    diagnostic::{SourceError, SourceErrors, SourceSpan, YamlNode},
    metrics::{Quantity, Sample, ScopeKind},
    rules::{
        AbsentCondition, Rule, RuleCondition, Severity, Side, Threshold, Verdict,
        parse::{FileFindings, PlacedCalendar, names::PlacedRule, selection::misspelt_channel},
    },
};

/// Warns of times that fall between two polls, and of what a rule can never find.
pub(super) fn warn_of_rule(
    item: &YamlNode,
    rule: &Rule,
    every: Duration,
    warnings: &mut SourceErrors,
) {
    let span = |key: &str| item.get(key).unwrap_or(item).span;
    if let Some(after) = next_poll(rule.hold_for, every) {
        let (polls, after) = (
            humantime::format_duration(every),
            humantime::format_duration(after),
        );
        let message = format!("`for` is not a multiple of `poll.every` ({polls})");
        warnings.push(
            SourceError::at(span("for"), message, "falls between two polls")
                .help(format!("the alert fires after {after}")),
        );
    }
    if rule.window < every {
        let polls = humantime::format_duration(every);
        let message = format!("the window is shorter than `poll.every` ({polls})");
        warnings.push(
            SourceError::at(span("window"), message, "leaves gaps")
                .help("calls between two windows are seen by no rule"),
        );
    }
    if let Some((channel, meant)) = misspelt_channel(&rule.of) {
        let message = format!("`{channel}` is not a channel that wolkvox is known to report");
        warnings.push(
            SourceError::at(span("of"), message, "misspelt?")
                .help(format!("did you mean `{meant}`?")),
        );
    }
    match &rule.when {
        RuleCondition::Threshold(threshold) => {
            warn_of_limits(rule, threshold, &span, warnings);
        }
        RuleCondition::Absent(absent) => warn_of_absent(absent, every, span("when"), warnings),
        RuleCondition::Departs(departs) => warn_of_limits(rule, departs.limits(), &span, warnings),
        RuleCondition::Unusual(_) => {}
    }
    warn_of_least(rule, &span, warnings);
}

/// Warns of limits that no value passes, and of those that the least sample cannot prove.
fn warn_of_limits(
    rule: &Rule,
    threshold: &Threshold,
    span: &impl Fn(&str) -> SourceSpan,
    warnings: &mut SourceErrors,
) {
    for severity in [Severity::Warning, Severity::Critical] {
        let Some(limit) = threshold.limit(severity) else {
            continue;
        };
        let is_out_of_reach = match (threshold.side(), limit) {
            (Side::Above, Quantity::Percent(limit)) => {
                // Some percentages of time exceed 100; those of things counted do not.
                limit >= 100.0 && rule.metric.is_counted_share()
            }
            (Side::Above, Quantity::Duration(_) | Quantity::Count(_) | Quantity::Money(_)) => false,
            (Side::Below, limit) => limit.scalar() <= 0.0,
        };
        if is_out_of_reach {
            let side = threshold.side();
            let message = format!("no value lies {side} the limit of `{severity}`");
            warnings.push(
                SourceError::at(span("when"), message, "never reached")
                    .help("exactly the limit is not past it"),
            );
        }
    }
    let Some(least) = rule.at_least.filter(|least| *least > 0) else {
        return;
    };
    if threshold.confidence().is_none() || proves(threshold, least) {
        return;
    }
    let message = format!("{least} calls prove no breach, however bad they are");
    let help = match least_proof(threshold, least) {
        Some(calls) => format!("with this confidence it takes {calls}"),
        None => String::from("the limit is out of reach"),
    };
    let error = SourceError::at(span("at_least"), message, "too few").help(help);
    warnings.push(error);
}

/// Returns true where as many calls, all of them bad, are past the first limit with the confidence
/// that the rule asks for.
fn proves(threshold: &Threshold, calls: u64) -> bool {
    let part = match threshold.side() {
        Side::Above => calls,
        Side::Below => 0,
    };
    let Some(value) = Quantity::share(part, calls) else {
        return false;
    };
    let worst = Sample {
        value,
        part: Some(part),
        of: Some(calls),
    };
    matches!(threshold.judge(&worst), Verdict::Breach(_))
}

/// Returns the least number of calls that can prove a breach, by bisection up to a million.
fn least_proof(threshold: &Threshold, least: u64) -> Option<u64> {
    let mut high = least;
    while !proves(threshold, high) {
        high = high.checked_mul(2).filter(|calls| *calls < 1_000_000)?;
    }
    let mut low = high / 2;
    while low + 1 < high {
        let middle = u64::midpoint(low, high);
        if proves(threshold, middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

fn warn_of_absent(
    absent: &AbsentCondition,
    every: Duration,
    span: SourceSpan,
    warnings: &mut SourceErrors,
) {
    let two = every.saturating_mul(2);
    if absent.shortest() < two {
        let two = humantime::format_duration(two);
        let message = format!("`absent` is shorter than two polls ({two})");
        warnings.push(
            SourceError::at(span, message, "one miss")
                .help("one report without a row would be an alert"),
        );
    }
}

fn warn_of_least(rule: &Rule, span: &impl Fn(&str) -> SourceSpan, warnings: &mut SourceErrors) {
    if let (Some(least), Some(bad)) = (rule.at_least, rule.at_least_bad)
        && bad > least
    {
        let message = format!("`at_least_bad` ({bad}) is more than `at_least` ({least})");
        warnings.push(
            SourceError::at(span("at_least_bad"), message, "more than all")
                .help(format!("with fewer than {bad} calls the rule never fires")),
        );
    }
}

/// Warns of what only all files together show: dependences that never silence a rule, and
/// calendars that no rule names.
pub(super) fn warn_over_files(
    rules: &[PlacedRule],
    calendars: &[PlacedCalendar<'_>],
    findings: &mut [FileFindings],
) {
    for placed in rules {
        let others = rules
            .iter()
            .filter(|other| placed.rule.depends_on.contains(&other.rule.id));
        for other in others {
            if let Some(error) = dependence_warning(placed, &other.rule)
                && let Some(findings) = findings.get_mut(placed.file)
            {
                findings.warnings.push(error);
            }
        }
    }
    for (file, key, calendar) in calendars {
        let is_used = |placed: &PlacedRule| placed.rule.during == *calendar;
        let unused = calendar.as_ref().filter(|_| !rules.iter().any(is_used));
        if let (Some(calendar), Some(findings)) = (unused, findings.get_mut(*file)) {
            let message = format!("no rule looks during `{}`", key.word);
            let error = SourceError::at(key.span, message, "not used");
            findings.unused.push((calendar.name.clone(), error));
        }
    }
}

/// A rule that looks at something else never silences this one.
fn dependence_warning(placed: &PlacedRule, other: &Rule) -> Option<SourceError> {
    let (kind, others) = (placed.rule.of.kind(), other.of.kind());
    if others == ScopeKind::Operation || others == kind {
        return None;
    }
    let message = format!(
        "`{}` looks at one {others} at a time, and this rule does not",
        other.id
    );
    let help = "a rule is silent while another fires for the same scope or the operation";
    Some(SourceError::at(placed.depends_on, message, "never silences it").help(help))
}

/// Returns the time of the first poll after `length`; `None` where one comes exactly then.
fn next_poll(length: Duration, every: Duration) -> Option<Duration> {
    let (length, every) = (length.as_millis(), every.as_millis());
    let rest = length.checked_rem(every)?;
    let after = u64::try_from(length - rest + every).ok()?;
    (rest > 0).then(|| Duration::from_millis(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_that_falls_between_two_polls_lasts_until_the_second() {
        let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
        assert_eq!(next_poll(minutes(7), minutes(5)), Some(minutes(10)));
        assert_eq!(next_poll(minutes(10), minutes(5)), None);
        assert_eq!(next_poll(Duration::ZERO, minutes(5)), None);
        assert_eq!(next_poll(minutes(7), Duration::ZERO), None);
    }
}
