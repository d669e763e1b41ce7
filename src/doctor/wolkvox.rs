//! The reports API of one operation: the token, the address, each report, and the requests of a day.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::{
    config::{Config, OperationConfig, RequestBudget},
    doctor::{CheckLine, counted},
};
use vigia_clock::Clock;
use vigia_core::metrics::{ReadFailure, Report, ReportRequest, SkillSelection, TimeWindow};
use vigia_wolkvox::{
    ApiError, OperationAccess, RequestGate, RequestLimits, RequestPriority, SkillSource,
};

/// The longest wait for one answer. wolkvox itself ends a request after 60 s.
const LIMIT: Duration = Duration::from_secs(60);

/// A report is read over so long, so that it has rows also at night.
const LOOK: Duration = Duration::from_secs(24 * 60 * 60);

const NO_ROWS: &str = "readable; it has no rows for the last 24 h";

const REPORT_IT: &str = "look for a newer version of vigia; if there is none, report the field";

pub(super) async fn examine(
    operation: &OperationConfig,
    config: &Config,
    clock: &Clock,
    tell: &mut impl FnMut(CheckLine),
) {
    let area = format!("wolkvox {}", operation.name);
    let access = OperationAccess {
        // A report that the quota forbids the watch is still worth a look.
        reserve: 0,
        limits: RequestLimits {
            list: LIMIT,
            retries: 0,
            ..RequestLimits::default()
        },
        ..operation.access()
    };
    let (gate, worker) = match RequestGate::new(&access, clock.clone(), None, |_| {}) {
        Ok(built) => built,
        Err(fault) => return tell(CheckLine::problem(&area, "access", fault.to_string(), "")),
    };
    let stop = CancellationToken::new();
    let _end = stop.clone().drop_guard();
    tokio::spawn(worker.run(stop));

    let began = Instant::now();
    let usage = gate.token_usage().await;
    let took = began.elapsed();
    let usage = match usage {
        Ok(usage) => {
            let found = "wolkvox accepts it, from this machine's address";
            tell(CheckLine::ok(&area, "token", found).took(took));
            usage
        }
        Err(error) if is_shut(error.kind()) => {
            return tell(failed(&area, "token", &error).took(took));
        }
        Err(error) => {
            let found = format!("the use of the tokens cannot be read: {error}");
            tell(CheckLine::warning(&area, "token", found, "").took(took));
            vigia_wolkvox::TokenUsage::default()
        }
    };

    let skills = match gate.skills().await {
        Ok(skills) => {
            let found = counted(skills.len(), "skill", "skills");
            tell(CheckLine::ok(&area, "skills", found));
            Some(skills.len() as u64)
        }
        Err(error) => {
            let found = format!("the list of skills cannot be read: {error}");
            let help = "skills show by the names that the reports have";
            tell(CheckLine::warning(&area, "skills", found, help));
            None
        }
    };

    let now = clock.now() - TimeDelta::from_std(config.poll.settle).unwrap_or_default();
    let window = TimeWindow::ending(whole_minute(now), LOOK);
    let mut empty = 0;
    for report in Report::ALL {
        let line = read_report(&area, &gate, report, window).await;
        empty += usize::from(line.found == NO_ROWS);
        tell(line);
    }
    if empty == Report::ALL.len() {
        let found = "no report has a row for the last 24 h";
        let help = "check `timezone`, and whether the token belongs to this operation";
        tell(CheckLine::warning(&area, "rows", found, help));
    }
    if operation.per_skill != SkillSource::EachSkill {
        tell(read_skill_table(&area, &gate, operation.per_skill, window).await);
    }
    for line in judge_quota(&area, operation, config, usage, skills) {
        tell(line);
    }
}

fn failed(area: &str, check: &str, error: &ApiError) -> CheckLine {
    let (found, help) = error.what_and_help();
    CheckLine::problem(area, check, found, &help)
}

/// True where no other request can succeed either.
fn is_shut(failure: ReadFailure) -> bool {
    matches!(
        failure,
        ReadFailure::Unreachable
            | ReadFailure::UnknownHost
            | ReadFailure::ConnectionRefused
            | ReadFailure::TlsFailed
            | ReadFailure::TimedOut
            | ReadFailure::Blocked
            | ReadFailure::Unauthorized
            | ReadFailure::TokenRefused
    )
}

fn whole_minute(time: DateTime<Utc>) -> DateTime<Utc> {
    let seconds = time.timestamp().rem_euclid(60);
    time - TimeDelta::seconds(seconds)
        - TimeDelta::nanoseconds(time.timestamp_subsec_nanos().into())
}

async fn read_report(
    area: &str,
    gate: &RequestGate,
    report: Report,
    window: TimeWindow,
) -> CheckLine {
    let name = format!("{report} ({})", report.api_name());
    let ask = ReportRequest {
        report,
        skills: SkillSelection::All,
        window,
    };
    let began = Instant::now();
    let read = gate
        .read(ask, RequestPriority::PollOnce, Duration::ZERO)
        .await;
    let took = began.elapsed();
    let line = match read {
        Err(error) => failed(area, &name, &error),
        Ok(answer) => match answer.spoiled.first() {
            Some(first) => {
                let found = format!(
                    "{} of the last 24 h could not be understood; the first is `{}` in row {}: `{}`",
                    counted(answer.spoils, "field", "fields"),
                    first.field,
                    first.row,
                    first.text
                );
                CheckLine::warning(area, &name, found, REPORT_IT)
            }
            None if answer.facts.is_none() => CheckLine::ok(area, &name, NO_ROWS),
            None => CheckLine::ok(area, &name, "readable, the last 24 h in full"),
        },
    };
    line.took(took)
}

/// The report with all skills is a convenience: without it each skill takes a request of its own.
async fn read_skill_table(
    area: &str,
    gate: &RequestGate,
    source: SkillSource,
    window: TimeWindow,
) -> CheckLine {
    const NAME: &str = "all skills at once (skill_1)";
    let began = Instant::now();
    let read = gate
        .read_skill_table(window, RequestPriority::PollOnce, Duration::ZERO)
        .await;
    let took = began.elapsed();
    let line = match read {
        Ok(answer) if answer.spoils == 0 => CheckLine::ok(area, NAME, "readable"),
        Ok(answer) => {
            let fields = counted(answer.spoils, "field", "fields");
            CheckLine::warning(
                area,
                NAME,
                format!("{fields} could not be understood"),
                REPORT_IT,
            )
        }
        Err(error) if source == SkillSource::Table => refused_table(area, NAME, &error),
        Err(error) => {
            let help = "each skill takes a request of its own instead";
            CheckLine::warning(area, NAME, error.to_string(), help)
        }
    };
    line.took(took)
}

fn refused_table(area: &str, name: &str, error: &ApiError) -> CheckLine {
    let help = "set `per_skill: auto`: each skill takes a request of its own then";
    CheckLine::problem(area, name, error.to_string(), help)
}

/// Compares what the rules need with what a day has.
fn judge_quota(
    area: &str,
    operation: &OperationConfig,
    config: &Config,
    usage: vigia_wolkvox::TokenUsage,
    skills: Option<u64>,
) -> Vec<CheckLine> {
    let mut lines = Vec::new();
    let quota = operation.daily_quota();
    if let Some(limit) = usage.limit.filter(|limit| *limit != quota && *limit > 0) {
        let found = format!("wolkvox grants {limit} requests a day, and vigia counts with {quota}");
        let help = format!("write `licences: {}`", limit.div_ceil(1_000));
        lines.push(CheckLine::warning(area, "licences", found, &help));
    }
    if let Some(used) = usage.used {
        let found = format!("{used} of {quota} requests of today are used, by all tokens");
        lines.push(if used < quota {
            CheckLine::ok(area, "used today", found)
        } else {
            CheckLine::problem(area, "used today", found, "polls go on tomorrow")
        });
    }
    let budget = RequestBudget::of(operation, config.poll, &config.rules, &config.summaries);
    let (needed, allowed) = (budget.needed_for(skills.unwrap_or(1)), budget.allowed());
    let found =
        format!("rules, history and summaries take {needed} of {allowed} requests a day at most");
    lines.push(if needed <= allowed {
        CheckLine::ok(area, "requests a day", found)
    } else {
        let help = "poll less often, or watch fewer skills: `vigia check` says what each costs";
        CheckLine::problem(area, "requests a day", found, help)
    });
    lines
}
