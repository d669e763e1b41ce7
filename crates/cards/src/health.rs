//! The words for what is wrong with the bot itself, the same in `/status`, in posts to the people who run it, in
//! its presence, in the log and at `/readyz`.

use chrono::{DateTime, Utc};

use crate::{CardLine, FluentArg, TextSpan, Words};
use vigia_core::{
    health::{HealthChange, HealthFault, HealthPart, HealthProblem, HealthReport},
    metrics::{OperationName, ReadFailure},
    rules::BlindReport,
};

/// The most rules, skills or faults that a post names.
const NAMED: usize = 8;

/// A post to the people who run the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HealthPost {
    pub is_bad: bool,
    pub title: String,
    pub lines: Vec<String>,
}

/// Writes the post about a change. `now` is the time at which it is written.
pub fn health_post(change: &HealthChange, now: DateTime<Utc>, words: &Words) -> HealthPost {
    match change {
        HealthChange::Began(problem) => HealthPost {
            is_bad: true,
            title: format!(
                "{} {}",
                problem_sign(problem),
                problem_title(problem, now, words)
            ),
            lines: problem_details(problem, now, words)
                .iter()
                .map(ToString::to_string)
                .collect(),
        },
        HealthChange::Ended { problem, at } => {
            let title = problem_title(problem, now, words);
            let since = ("since", words.moment(problem.since, now).into());
            let until = ("until", words.moment(*at, now).into());
            HealthPost {
                is_bad: false,
                title: words.say("health-well-again", &[("problem", title.into())]),
                lines: vec![words.say("health-well-again-detail", &[since, until])],
            }
        }
    }
}

/// Returns the sign of a problem: blindness, or its severity.
fn problem_sign(problem: &HealthProblem) -> &'static str {
    match &problem.fault {
        HealthFault::ReportLost(_) | HealthFault::FeedLost { .. } => "🙈",
        fault if fault.is_severe() => "🔴",
        _ => "🟡",
    }
}

/// Writes a problem for a card: its title, then its details in one line.
pub(crate) fn problem_line(problem: &HealthProblem, now: DateTime<Utc>, words: &Words) -> CardLine {
    let title = format!(
        "{} {}",
        problem_sign(problem),
        problem_title(problem, now, words)
    );
    let details = problem_details(problem, now, words).into_iter();
    let mut spans = vec![TextSpan::Strong(title)];
    for detail in details {
        spans.push(TextSpan::Text("\n".to_owned()));
        spans.extend(detail.spans);
    }
    CardLine::of(spans)
}

/// Writes each problem as one line without markup, for the log and for machines.
pub fn plain_problems(report: &HealthReport, now: DateTime<Utc>, words: &Words) -> Vec<String> {
    let problems = report.problems().into_iter();
    let mut lines: Vec<String> = problems.map(|it| plain_problem(it, now, words)).collect();
    lines.extend(unchecked_parts(report, words));
    lines
}

pub fn plain_problem(problem: &HealthProblem, now: DateTime<Utc>, words: &Words) -> String {
    let details = problem_details(problem, now, words);
    let details: Vec<String> = details.iter().map(ToString::to_string).collect();
    format!(
        "{}: {}. {}",
        part_name(&problem.part, words),
        problem_title(problem, now, words),
        details.join(" ")
    )
}

/// Names the parts that nobody has checked lately.
pub(crate) fn unchecked_parts(report: &HealthReport, words: &Words) -> Option<String> {
    let parts: Vec<_> = report
        .unchecked()
        .map(|part| part_name(&part.part, words))
        .collect();
    let list = ("parts", parts.join(", ").into());
    (!parts.is_empty()).then(|| words.say("health-unchecked", &[list]))
}

/// Writes the presence of the bot: the worst problem, or the time of the last poll and the number of open
/// incidents.
pub fn presence(
    report: &HealthReport,
    last_poll: Option<DateTime<Utc>>,
    open: usize,
    now: DateTime<Utc>,
    words: &Words,
) -> String {
    let problems = report.problems();
    if let [worst, more @ ..] = &problems[..] {
        let more = match more.len() {
            0 => String::new(),
            count => format!(" (+{count})"),
        };
        return format!(
            "{} {}{more}",
            problem_sign(worst),
            problem_title(worst, now, words)
        );
    }
    match last_poll {
        Some(last) => {
            let open = u64::try_from(open).unwrap_or(u64::MAX);
            let time = words.clock(last).into();
            words.say("presence-well", &[("time", time), ("open", open.into())])
        }
        None => words.say("presence-never", &[]),
    }
}

pub fn part_name(part: &HealthPart, words: &Words) -> String {
    let of_operation = |id, operation: &OperationName| {
        words.say(id, &[("operation", operation.to_string().into())])
    };
    match part {
        HealthPart::Polls(operation) => of_operation("health-part-polls", operation),
        HealthPart::Feed(operation) => of_operation("health-part-feed", operation),
        HealthPart::Quota(operation) => of_operation("health-part-quota", operation),
        HealthPart::Delivery(channel) => words.say(
            "health-part-delivery",
            &[("channel", channel.to_string().into())],
        ),
        HealthPart::Gateway => words.say("health-part-gateway", &[]),
        HealthPart::Server => words.say("health-part-server", &[]),
        HealthPart::Store => words.say("health-part-store", &[]),
        HealthPart::Rules => words.say("health-part-rules", &[]),
        HealthPart::Clock => words.say("health-part-clock", &[]),
    }
}

fn channel_arg(part: &HealthPart) -> (&'static str, FluentArg) {
    let name = match part {
        HealthPart::Delivery(channel) => channel.to_string(),
        _ => String::new(),
    };
    ("channel", name.into())
}

fn number_of(list: usize) -> FluentArg {
    u64::try_from(list).unwrap_or(u64::MAX).into()
}

fn problem_title(problem: &HealthProblem, now: DateTime<Utc>, words: &Words) -> String {
    match &problem.fault {
        HealthFault::NeverPolled => words.say("health-never-polled", &[]),
        HealthFault::PollsLate { last } => words.say(
            "health-polls-late",
            &[("last", words.at(*last, now).into())],
        ),
        HealthFault::FeedLost { .. } => words.say("health-feed-lost", &[]),
        HealthFault::ReportLost(blind) => words.say(
            "health-report-lost",
            &[
                ("rules", number_of(blind.rules.len())),
                ("report", words.report(blind.report).into()),
            ],
        ),
        HealthFault::QuotaShort { .. } => words.say("health-quota-short", &[]),
        HealthFault::ChannelRefuses { .. } => {
            words.say("health-channel-refuses", &[channel_arg(&problem.part)])
        }
        HealthFault::ChannelWaits { waiting, .. } => words.say(
            "health-channel-waits",
            &[("waiting", (*waiting).into()), channel_arg(&problem.part)],
        ),
        HealthFault::GatewayDown { .. } => words.say("health-gateway-down", &[]),
        HealthFault::ServerUnfit { .. } => words.say("health-server-unfit", &[]),
        HealthFault::StoreTroubled { .. } => words.say("health-store-troubled", &[]),
        HealthFault::StoreRecovered { .. } => words.say("health-store-recovered", &[]),
        HealthFault::RulesRefused { .. } => words.say("health-rules-refused", &[]),
        HealthFault::NoRules => words.say("health-no-rules", &[]),
        HealthFault::ClockWasAhead { .. } => words.say("health-clock-was-ahead", &[]),
    }
}

/// Says why, since when, and what to do.
fn problem_details(problem: &HealthProblem, now: DateTime<Utc>, words: &Words) -> Vec<CardLine> {
    let since = || ("since", words.moment(problem.since, now).into());
    let sentence = |text: &String| text.trim_end_matches('.').to_owned();
    let reason = |reason: &String| ("reason", sentence(reason).into());
    let one = |id: &str, args: &[(&str, FluentArg)]| vec![words.line(id, args)];
    match &problem.fault {
        HealthFault::NeverPolled => {
            let started = ("since", words.at(problem.since, now).into());
            one("health-never-polled-detail", &[started])
        }
        HealthFault::PollsLate { .. } => one("health-polls-late-detail", &[]),
        HealthFault::FeedLost {
            failures, reason, ..
        } => vec![failures_line(
            "health-feed-lost-detail",
            problem,
            (*failures, *reason),
            now,
            words,
        )],
        HealthFault::ReportLost(blind) => lost_report_lines(problem, blind, now, words),
        HealthFault::QuotaShort { used, limit } => one(
            "health-quota-short-detail",
            &[
                ("used", words.count(*used).into()),
                ("limit", words.count(*limit).into()),
            ],
        ),
        HealthFault::ChannelRefuses {
            waiting,
            reason: why,
        } => one(
            "health-channel-refuses-detail",
            &[since(), reason(why), ("waiting", (*waiting).into())],
        ),
        HealthFault::ChannelWaits { reason: why, .. } => {
            let why = if why.is_empty() {
                String::new()
            } else {
                format!(": {}", sentence(why))
            };
            one(
                "health-channel-waits-detail",
                &[since(), ("reason", why.into())],
            )
        }
        HealthFault::GatewayDown { reason: why } => {
            one("health-gateway-down-detail", &[since(), reason(why)])
        }
        HealthFault::ServerUnfit { reason }
        | HealthFault::StoreTroubled { reason }
        | HealthFault::StoreRecovered { reason } => {
            vec![CardLine::text(reason.clone())]
        }
        HealthFault::RulesRefused { faults } => {
            let fault = faults.first().cloned().unwrap_or_default();
            one(
                "health-rules-refused-detail",
                &[since(), ("fault", fault.into())],
            )
        }
        HealthFault::NoRules => one("health-no-rules-detail", &[]),
        HealthFault::ClockWasAhead { until } => {
            let until = ("until", words.at(*until, now).into());
            one("health-clock-was-ahead-detail", &[until])
        }
    }
}

fn failures_line(
    id: &str,
    problem: &HealthProblem,
    (failures, reason): (u32, ReadFailure),
    now: DateTime<Utc>,
    words: &Words,
) -> CardLine {
    words.line(
        id,
        &[
            ("since", words.moment(problem.since, now).into()),
            ("failures", failures.into()),
            ("count", words.count(failures.into()).into()),
            ("reason", words.failure(reason).into()),
        ],
    )
}

fn lost_report_lines(
    problem: &HealthProblem,
    blind: &BlindReport,
    now: DateTime<Utc>,
    words: &Words,
) -> Vec<CardLine> {
    let id = "health-report-lost-detail";
    let mut lines = vec![failures_line(
        id,
        problem,
        (blind.failures, blind.reason),
        now,
        words,
    )];
    if !blind.skills.is_empty() {
        let skills = shortened_list(blind.skills.iter().map(ToString::to_string), words);
        lines.push(words.line("health-report-lost-skills", &[("skills", skills.into())]));
    }
    let rules = blind.rules.iter().map(ToString::to_string);
    let rules = shortened_list(rules, words);
    lines.push(words.line("health-report-lost-rules", &[("rules", rules.into())]));
    lines.push(words.line("health-report-lost-warning", &[]));
    lines
}

fn shortened_list(names: impl ExactSizeIterator<Item = String>, words: &Words) -> String {
    let more = names.len().saturating_sub(NAMED);
    let list = names.take(NAMED).collect::<Vec<_>>().join(", ");
    if more == 0 {
        return list;
    }
    format!(
        "{list} {}",
        words.say("health-more", &[("count", number_of(more))])
    )
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::Bogota;
    use vigia_core::{
        health::PartHealth,
        metrics::{Report, SkillId},
        rules::RuleId,
    };

    use super::*;
    use crate::Locale;

    fn at(clock: &str) -> DateTime<Utc> {
        format!("2026-11-16T{clock}:00-05:00").parse().unwrap()
    }

    fn blind() -> HealthProblem {
        HealthProblem {
            part: HealthPart::Feed(OperationName::new("centre")),
            since: at("10:25"),
            fault: HealthFault::ReportLost(BlindReport {
                report: Report::ServiceLevel,
                skills: vec![SkillId(12)],
                since: at("10:25"),
                failures: 3,
                reason: ReadFailure::Unexpected,
                rules: (0..10)
                    .map(|number| RuleId::new(format!("rule-{number}")))
                    .collect(),
            }),
        }
    }

    #[test]
    fn a_post_names_report_reason_and_rules_and_its_end_says_how_long_it_was() {
        let words = Words::new(Locale::from_tag("en"), Bogota);
        let post = health_post(&HealthChange::Began(blind()), at("10:36"), &words);
        assert_eq!(
            post.title,
            "🙈 10 rules without data: the report “calls and service level (skill_11)” cannot be read"
        );
        assert_eq!(
            post.lines[..2],
            [
                "Since 10:25, 3 polls in a row: wolkvox answered with something that is not a report, such as a page of a proxy; look at the log",
                "Skills: 12",
            ]
        );
        assert!(post.lines[2].ends_with("rule-7 and 2 more"), "{post:?}");
        let ended = HealthChange::Ended {
            problem: blind(),
            at: at("11:20"),
        };
        let post = health_post(&ended, at("11:21"), &words);
        assert_eq!(post.lines, ["From 10:25 to 11:20."]);
        assert!(!post.is_bad && post.title.starts_with("✅ Resolved: 10 rules"));
    }

    #[test]
    fn the_presence_is_the_last_poll_or_the_worst_problem() {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        let mut report = HealthReport {
            recent: at("10:20"),
            parts: Vec::new(),
        };
        let shown =
            |report: &HealthReport| presence(report, Some(at("10:35")), 2, at("10:36"), &words);
        assert_eq!(shown(&report), "leído 10:35 · 2 abiertas");
        report.parts.push(PartHealth {
            part: HealthPart::Rules,
            checked_at: None,
            problems: vec![
                HealthProblem {
                    part: HealthPart::Rules,
                    since: at("10:00"),
                    fault: HealthFault::RulesRefused { faults: vec![] },
                },
                blind(),
            ],
        });
        assert_eq!(
            shown(&report),
            "🙈 10 reglas sin datos: no se puede leer el reporte “llamadas y nivel de servicio (skill_11)” (+1)"
        );
    }
}
