//! Compares figures with the limits of the rules that watch them.

use crate::{CardLine, TextSpan, Words, report::AnswerSource, tidy};
use vigia_core::{
    metrics::{Channel, Direction, Facts, Metric, Quantity, Report, Sample, Scope, sample},
    rules::{Rule, Ruleset, ScopeSelection, Severity, Side, Verdict},
};

/// A figure compared with the limits of a rule.
struct ComparedLimit {
    rank: VerdictRank,
    line: CardLine,
}

/// The rank of a verdict; the worst is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum VerdictRank {
    Unknown,
    TooFew,
    Within,
    /// The figure is past the limit, but out of too few to be sure.
    Unsure,
    Past(Severity),
}

/// Returns the rule that sets the limit of a metric for a scope. A rule that names the scope
/// comes before one for every skill.
pub fn rule_for<'a>(rules: &'a Ruleset, metric: Metric, scope: &Scope) -> Option<&'a Rule> {
    rules
        .rules
        .iter()
        .filter(|rule| {
            let bad = match metric.direction() {
                Direction::HighIsBad => Side::Above,
                Direction::LowIsBad => Side::Below,
                Direction::Neither => return false,
            };
            rule.metric == metric && rule.when.side() == Some(bad)
        })
        .filter_map(|rule| Some((scope_distance(&rule.of, scope)?, rule)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, rule)| rule)
}

fn scope_distance(of: &ScopeSelection, scope: &Scope) -> Option<u8> {
    use ScopeSelection as Of;
    match (of, scope) {
        (Of::Skills(skills), Scope::Skill(skill)) => skills.contains(skill).then_some(0),
        (Of::EverySkill, Scope::Skill(_)) | (Of::EveryAgent, Scope::Agent(_)) => Some(1),
        (Of::Agents(agents), Scope::Agent(agent)) => agents.contains(agent).then_some(0),
        (Of::Operation | Of::Team, Scope::Operation) => Some(0),
        (Of::Channels(channels), Scope::Operation) => {
            channels.contains(&Channel::inbound()).then_some(1)
        }
        (Of::Channels(channels), Scope::Channel(channel)) => {
            channels.contains(channel).then_some(0)
        }
        (
            Of::Operation
            | Of::EverySkill
            | Of::Skills(_)
            | Of::Channels(_)
            | Of::EveryAgent
            | Of::Agents(_)
            | Of::Team,
            Scope::Operation | Scope::Skill(_) | Scope::Channel(_) | Scope::Agent(_),
        ) => None,
    }
}

impl AnswerSource<'_> {
    /// The worst verdict of the rules that watch one of these metrics for the scope, with the
    /// figure that it is about; `None` where no rule does.
    pub(crate) fn worst_verdict(
        &self,
        metrics: &[Metric],
        scope: &Scope,
        figure: impl Fn(Metric) -> Option<Sample>,
    ) -> Option<CardLine> {
        let verdict = |metric: Metric| {
            let rule = rule_for(self.context.rules, metric, scope)?;
            // Totals are more in a longer window, so that a limit holds in a window of the
            // rule's own length alone.
            let is_comparable = !metric.adds_up() || rule.window == self.context.window.length();
            is_comparable.then(|| verdict_about(rule, figure(metric), self.words))
        };
        let mut verdicts: Vec<_> = metrics.iter().copied().filter_map(verdict).collect();
        verdicts.sort_by_key(|verdict| std::cmp::Reverse(verdict.rank));
        verdicts.into_iter().next().map(|verdict| verdict.line)
    }

    /// The worst verdict of the rules about a whole report. Of two that are as bad, one about
    /// the metrics that come `first` wins.
    pub(crate) fn worst_of_report(
        &self,
        facts: &Facts,
        first: &[Metric],
        scope: &Scope,
    ) -> Option<CardLine> {
        let metrics = metrics_of(facts.report(), first);
        self.worst_verdict(&metrics, scope, |metric| sample(metric, scope, facts))
    }
}

fn metrics_of(report: Report, first: &[Metric]) -> Vec<Metric> {
    let others = Metric::ALL
        .into_iter()
        .filter(|metric| *metric.reports() == [report] && !first.contains(metric));
    first.iter().copied().chain(others).collect()
}

fn verdict_about(rule: &Rule, figure: Option<Sample>, words: &Words) -> ComparedLimit {
    let Some(figure) = figure else {
        return unknown_verdict(rule.metric, words);
    };
    let mut verdict = compare_limit(&figure, rule, words);
    if verdict.rank > VerdictRank::Unknown {
        let (metric, figure) = (rule.metric, words.figure(rule.metric, &figure));
        let about = format!(" · {}: {figure}", words.metric(metric));
        verdict.line.spans.push(TextSpan::Text(about));
    }
    verdict
}

/// The verdict about a figure, in words first.
pub(crate) fn verdict_line(sample: &Sample, rule: &Rule, words: &Words) -> CardLine {
    compare_limit(sample, rule, words).line
}

fn compare_limit(sample: &Sample, rule: &Rule, words: &Words) -> ComparedLimit {
    if let (Some(least), Some(of)) = (rule.at_least, sample.of)
        && of < least
    {
        let count = |cases| words.count(cases).into();
        let counts = [("cases", count(of)), ("least", count(least))];
        return ComparedLimit {
            rank: VerdictRank::TooFew,
            line: words.line("verdict-too-few", &counts),
        };
    }
    let Some(limits) = rule.when.threshold() else {
        return unknown_verdict(rule.metric, words);
    };
    let side = limits.side();
    let is_past = || {
        let limit = first_limit(rule);
        limit.is_some_and(|limit| side.is_past(sample.value.scalar(), limit.scalar()))
    };
    let (rank, above, below) = match limits.judge(sample) {
        Verdict::Breach(Severity::Critical) => (
            VerdictRank::Past(Severity::Critical),
            "verdict-critical-above",
            "verdict-critical-below",
        ),
        Verdict::Breach(Severity::Warning) => (
            VerdictRank::Past(Severity::Warning),
            "verdict-warning-above",
            "verdict-warning-below",
        ),
        Verdict::Between if is_past() => (
            VerdictRank::Unsure,
            "verdict-unsure-above",
            "verdict-unsure-below",
        ),
        Verdict::Between | Verdict::Clear => (
            VerdictRank::Within,
            "verdict-within-above",
            "verdict-within-below",
        ),
        Verdict::TooFew | Verdict::Missing | Verdict::Asleep => {
            return unknown_verdict(rule.metric, words);
        }
    };
    let severity = match rank {
        VerdictRank::Past(severity) => severity,
        VerdictRank::Unknown | VerdictRank::TooFew | VerdictRank::Within | VerdictRank::Unsure => {
            Severity::Warning
        }
    };
    let id = match side {
        Side::Above => above,
        Side::Below => below,
    };
    let limit = rule.when.limit(severity).or(first_limit(rule));
    let limit = limit.map(|limit| words.stated(limit)).unwrap_or_default();
    let rule = tidy(rule.id.as_str());
    ComparedLimit {
        rank,
        line: words.line(id, &[("limit", limit.into()), ("rule", rule.into())]),
    }
}

fn unknown_verdict(metric: Metric, words: &Words) -> ComparedLimit {
    ComparedLimit {
        rank: VerdictRank::Unknown,
        line: unknown_line(metric, words),
    }
}

/// Says that a figure is not known, which is no verdict.
pub(crate) fn unknown_line(metric: Metric, words: &Words) -> CardLine {
    let metric = words.metric(metric);
    words.line("verdict-unknown", &[("metric", metric.into())])
}

/// The limit of a warning, or the critical one where it is the only one.
pub(crate) fn first_limit(rule: &Rule) -> Option<Quantity> {
    let limit = |severity| rule.when.limit(severity);
    limit(Severity::Warning).or(limit(Severity::Critical))
}

#[cfg(test)]
pub(crate) mod tests {
    use std::time::Duration;

    use chrono::{DateTime, Utc};
    use chrono_tz::America::Bogota;

    use super::*;
    use crate::{
        Locale,
        report::{AnswerContext, AnswerInput, AnswerView, ReportInput},
    };
    use vigia_core::{
        metrics::{Direction, Quantity, SkillNames, TimeWindow},
        rules::{ChannelName, NotifyTarget, RuleId, Ruleset, Threshold},
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
        let asked = AnswerInput::new(ReportInput::Empty);
        let source = AnswerSource::new(&asked, &inquiry, &words);
        let line = source.worst_verdict(&metrics, &Scope::Operation, figure);
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
