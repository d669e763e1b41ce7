//! The worst verdict among several figures, where no single one is what the answer is about.

use crate::{
    CardLine, TextSpan, Words,
    report::{
        AnswerContext, rule_for,
        verdict::{ComparedLimit, VerdictRank, held, unknown},
    },
};
use vigia_core::{
    metrics::{Facts, Metric, Report, Sample, Scope, sample},
    rules::Rule,
};

/// The worst verdict of the rules that watch one of these metrics for the scope, and which
/// figure it is about; `None` where no rule does.
pub(crate) fn worst(
    metrics: &[Metric],
    scope: &Scope,
    figure: impl Fn(Metric) -> Option<Sample>,
    inquiry: &AnswerContext<'_>,
    words: &Words,
) -> Option<CardLine> {
    let told = |metric: Metric| {
        let rule = rule_for(inquiry.rules, metric, scope)?;
        is_comparable(rule, inquiry).then(|| told(rule, figure(metric), words))
    };
    let mut verdicts: Vec<ComparedLimit> =
        metrics.iter().filter_map(|metric| told(*metric)).collect();
    verdicts.sort_by_key(|held| std::cmp::Reverse(held.gravity));
    verdicts.into_iter().next().map(|held| held.line)
}

/// The worst verdict of the rules about a whole report. Of two that are as bad, one about the
/// metrics that come `first` is told.
pub(crate) fn worst_of(
    facts: &Facts,
    first: &[Metric],
    scope: &Scope,
    inquiry: &AnswerContext<'_>,
    words: &Words,
) -> Option<CardLine> {
    let metrics = metrics_of(facts.report(), first);
    let figure = |metric| sample(metric, scope, facts);
    worst(&metrics, scope, figure, inquiry, words)
}

/// The metrics of a report, `first` before the others.
fn metrics_of(report: Report, first: &[Metric]) -> Vec<Metric> {
    let others = Metric::ALL
        .into_iter()
        .filter(|metric| *metric.reports() == [report] && !first.contains(metric));
    first.iter().copied().chain(others).collect()
}

/// Things that add up are more in a longer window, so that the limit of a rule holds in a
/// window of its own length alone.
fn is_comparable(rule: &Rule, inquiry: &AnswerContext<'_>) -> bool {
    !rule.metric.adds_up() || rule.window == inquiry.window.length()
}

fn told(rule: &Rule, figure: Option<Sample>, words: &Words) -> ComparedLimit {
    let Some(figure) = figure else {
        return ComparedLimit {
            gravity: VerdictRank::Unknown,
            line: unknown(rule.metric, words),
        };
    };
    let mut held = held(&figure, rule, words);
    if held.gravity > VerdictRank::Unknown {
        let (metric, figure) = (rule.metric, words.figure(rule.metric, &figure));
        let about = format!(" · {}: {figure}", words.metric(metric));
        held.line.0.push(TextSpan::Text(about));
    }
    held
}

#[cfg(test)]
pub(crate) mod tests {
    use std::time::Duration;

    use chrono::{DateTime, Utc};
    use chrono_tz::America::Bogota;

    use super::*;
    use crate::{Locale, report::AnswerView};
    use vigia_core::{
        metrics::{Direction, Quantity, SkillNames, TimeWindow},
        rules::{ChannelName, NotifyTarget, RuleId, Ruleset, ScopeSelection, Side, Threshold},
    };

    /// A rule over one hour that finds the figure of the whole operation past the first
    /// limit, and critical past the second.
    pub(crate) fn limit(metric: Metric, warning: Quantity, critical: Quantity) -> Rule {
        let side = match metric.direction() {
            Direction::LowIsBad => Side::Below,
            Direction::HighIsBad | Direction::Neither => Side::Above,
        };
        let when = Threshold::new(metric, side, Some(warning), Some(critical), None, None);
        Rule {
            at_least: metric.least_sample().map(|least| least.count),
            ..Rule::new(
                RuleId::new("limit"),
                metric,
                ScopeSelection::Operation,
                when.unwrap(),
                NotifyTarget::one(ChannelName::new("floor")),
            )
        }
    }

    fn told(rules: Vec<Rule>, minutes: u64, figures: &[(Metric, Sample)]) -> Option<String> {
        let now: DateTime<Utc> = "2026-11-17T20:05:00Z".parse().unwrap();
        let (names, rules) = (SkillNames::default(), Ruleset { rules });
        let inquiry = AnswerContext {
            window: TimeWindow::ending(now, Duration::from_secs(minutes * 60)),
            names: &names,
            rules: &rules,
            read_at: now,
            notes: Vec::new(),
            command: String::new(),
            view: AnswerView::default(),
            before: None,
            trend: None,
        };
        let figure = |metric| {
            let mut figures = figures.iter();
            figures
                .find(|(of, _)| *of == metric)
                .map(|(_, figure)| *figure)
        };
        let metrics = metrics_of(Report::SmartHold, &[Metric::SmartHoldRecallFail]);
        let words = Words::new(Locale::from_tag("en"), Bogota);
        let line = worst(&metrics, &Scope::Operation, figure, &inquiry, &words);
        line.map(|line| line.to_string())
    }

    fn failed(calls: u64, of: u64) -> (Metric, Sample) {
        let sample = Sample {
            value: Quantity::Count(calls),
            part: None,
            of: Some(of),
        };
        (Metric::SmartHoldRecallFail, sample)
    }

    fn completed(part: u64, of: u64) -> (Metric, Sample) {
        let sample = Sample {
            value: Quantity::share(part, of).unwrap(),
            part: Some(part),
            of: Some(of),
        };
        (Metric::SmartHoldCompletionRate, sample)
    }

    fn rules() -> Vec<Rule> {
        let (calls, percent) = (Quantity::Count, Quantity::Percent);
        vec![
            limit(Metric::SmartHoldRecallFail, calls(4), calls(9)),
            limit(
                Metric::SmartHoldCompletionRate,
                percent(75.0),
                percent(50.0),
            ),
        ]
    }

    #[test]
    fn the_worst_of_several_verdicts_is_told_with_its_figure() {
        let of = |failed, completed| told(rules(), 60, &[failed, completed]).unwrap();
        insta::assert_snapshot!(of(failed(5, 24), completed(25, 26)), @"🟡 Warning: above the limit of 4 (rule limit) · Failed callbacks: 5 of 24");
        insta::assert_snapshot!(of(failed(5, 24), completed(6, 26)), @"🔴 Critical: below the goal of 50 % (rule limit) · Callback completion: 23.1 % (6 of 26)");
        insta::assert_snapshot!(of(failed(1, 24), completed(25, 26)), @"✅ Within the limit of 4 (rule limit) · Failed callbacks: 1 of 24");
        insta::assert_snapshot!(of(failed(1, 2), completed(25, 26)), @"✅ The goal of 75 % is met (rule limit) · Callback completion: 96.2 % (25 of 26)");
        insta::assert_snapshot!(of(failed(1, 2), completed(2, 3)), @"⚪ Out of too few to judge: 2, and the rule asks for 5 or more · Failed callbacks: 1 of 2");
        insta::assert_snapshot!(told(rules(), 60, &[]).unwrap(), @"⚪ Not known: Failed callbacks");
        assert_eq!(told(Vec::new(), 60, &[failed(5, 24)]), None);
    }

    #[test]
    fn a_total_has_a_limit_in_a_window_of_the_rules_length_alone() {
        let only = |minutes| told(rules(), minutes, &[failed(99, 99), completed(6, 26)]);
        assert!(only(60).unwrap().contains("99"));
        assert!(only(480).unwrap().contains("23.1 %"));
        let [first, _]: [Rule; 2] = rules().try_into().unwrap();
        assert_eq!(told(vec![first], 480, &[failed(99, 99)]), None);
    }
}
