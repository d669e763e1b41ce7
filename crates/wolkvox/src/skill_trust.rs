//! Figures per skill from one request for all of them, where the API's table of skills can be trusted.
//!
//! `skill_1` has a row for each skill, and its cost does not depend on their number. The documentation leaves open
//! what it counts, so that it is compared with `skill_11` once a day, and given up for the day where they disagree. An
//! answer that is no report may be a passing trouble, so that it is tried again after an hour.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use tracing::{info, warn};

use crate::{
    error::ReadFailure,
    reports::{SkillSource, SkillTable},
};
use vigia_core::metrics::{
    Channel, Facts, OperationName, ReportRequest, SkillId, SkillRotation, SkillSelection,
    SkillSourceFinding, SkillTableFault, TimeWindow, facts::ChannelService,
};

/// The number of skills whose figures are compared.
pub const COMPARED_SKILLS: usize = 2;

/// A table for fewer skills than this costs as much as their own requests.
const WORTH_A_TABLE: usize = 2;

/// The two reports are read a moment apart, and a call that ends in between is in one of them only.
const LATE_CALLS: u64 = 1;
/// One in so many calls may be such a call.
const CALLS_A_LATE_ONE: u64 = 50;
/// Shares are rounded to one or two digits, in percent.
const ROUNDING: f64 = 0.2;
/// Waits are rounded to seconds.
const WAIT_ROUNDING: Duration = Duration::from_secs(1);

/// The time after which a table is tried again whose answer was no report.
const PASSING: TimeDelta = TimeDelta::hours(1);

/// What was found out about the table of an operation. Clones share it.
#[derive(Clone, Debug)]
pub struct SkillTableTrust {
    operation: OperationName,
    source: SkillSource,
    zone: Tz,
    state: Arc<Mutex<TrustState>>,
}

#[derive(Debug, Default)]
struct TrustState {
    finding: TableFinding,
    rotation: Option<SkillRotation>,
}

#[derive(Debug, Default)]
enum TableFinding {
    #[default]
    Unknown,
    Agrees(DateTime<Utc>),
    Unusable {
        since: DateTime<Utc>,
        until: DateTime<Utc>,
        fault: SkillTableFault,
    },
}

impl SkillTableTrust {
    pub(super) fn new(operation: OperationName, source: SkillSource, zone: Tz) -> Self {
        Self {
            operation,
            source,
            zone,
            state: Arc::default(),
        }
    }

    /// Returns true where figures per skill are taken from the table.
    pub fn is_usable(&self, now: DateTime<Utc>) -> bool {
        match self.source {
            SkillSource::Auto => match &self.state().finding {
                TableFinding::Unusable { until, .. } => *until <= now,
                TableFinding::Unknown | TableFinding::Agrees(_) => true,
            },
            SkillSource::Table => true,
            SkillSource::EachSkill => false,
        }
    }

    /// Returns true where the table was not compared yet today.
    pub fn needs_comparison(&self, now: DateTime<Utc>) -> bool {
        let is_known = match &self.state().finding {
            TableFinding::Agrees(at) => self.day(*at) == self.day(now),
            TableFinding::Unknown | TableFinding::Unusable { .. } => false,
        };
        self.source == SkillSource::Auto && !is_known
    }

    /// Records that the table agrees with the reports of single skills.
    pub fn record_agreement(&self, now: DateTime<Utc>) {
        let finding = TableFinding::Agrees(now);
        let before = std::mem::replace(&mut self.state().finding, finding);
        if !matches!(before, TableFinding::Agrees(_)) {
            info!(operation = %self.operation, "figures per skill come from one request for all skills");
        }
    }

    /// Records that the table is of no use for now.
    pub fn record_failure(&self, now: DateTime<Utc>, fault: SkillTableFault) {
        if self.source != SkillSource::Auto {
            return;
        }
        warn!(operation = %self.operation, why = %fault, "figures per skill cost a request for each skill for now");
        let until = match fault {
            SkillTableFault::Failed(ReadFailure::Unexpected) => now + PASSING,
            SkillTableFault::Failed(_)
            | SkillTableFault::Empty
            | SkillTableFault::Differs { .. } => self.next_day(now),
        };
        let finding = &mut self.state().finding;
        let since = match finding {
            TableFinding::Unusable { since, .. } => *since,
            TableFinding::Unknown | TableFinding::Agrees(_) => now,
        };
        *finding = TableFinding::Unusable {
            since,
            until,
            fault,
        };
    }

    /// Records how many of the skills that a poll needed it has read one by one.
    pub fn record_rotation(&self, rotation: SkillRotation) {
        self.state().rotation = Some(rotation);
    }

    /// Returns where figures per skill come from; `None` where nobody needed them yet.
    pub fn finding(&self) -> Option<SkillSourceFinding> {
        let state = self.state();
        let each = |fault| SkillSourceFinding::EachSkill {
            fault,
            rotation: state.rotation,
        };
        match (self.source, &state.finding) {
            (SkillSource::Auto, TableFinding::Unknown) => None,
            (SkillSource::Auto, TableFinding::Agrees(at)) => Some(SkillSourceFinding::Table {
                compared_at: Some(*at),
            }),
            (SkillSource::Auto, TableFinding::Unusable { since, fault, .. }) => {
                Some(each(Some((*since, fault.clone()))))
            }
            (SkillSource::Table, _) => Some(SkillSourceFinding::Table { compared_at: None }),
            (SkillSource::EachSkill, _) => Some(each(None)),
        }
    }

    fn day(&self, time: DateTime<Utc>) -> NaiveDate {
        time.with_timezone(&self.zone).date_naive()
    }

    fn next_day(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let midnight = (self.day(now) + Days::new(1)).and_time(NaiveTime::MIN);
        let start = self.zone.from_local_datetime(&midnight).earliest();
        start.map_or(now + TimeDelta::days(1), |start| start.to_utc())
    }

    /// The finding is replaced as a whole, so that it is sound after a panic elsewhere.
    fn state(&self) -> MutexGuard<'_, TrustState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the windows for which a table saves requests.
pub fn shared_windows(asks: &[ReportRequest]) -> BTreeSet<TimeWindow> {
    let mut skills: BTreeMap<TimeWindow, BTreeSet<SkillId>> = BTreeMap::new();
    for ask in asks {
        if let Some(skill) = single_skill(ask) {
            skills.entry(ask.window).or_default().insert(skill);
        }
    }
    let shared = skills
        .into_iter()
        .filter(|(_, skills)| skills.len() >= WORTH_A_TABLE);
    shared.map(|(window, _)| window).collect()
}

/// Returns the skill of a request that the table can answer.
pub fn single_skill(ask: &ReportRequest) -> Option<SkillId> {
    match ask.skills {
        SkillSelection::One(skill) if ask.report.is_asked_by_skill() => Some(skill),
        SkillSelection::One(_) | SkillSelection::All => None,
    }
}

/// Returns true for a failure of the table alone, after which other requests may go well.
pub fn is_about_the_table(kind: ReadFailure) -> bool {
    matches!(
        kind,
        ReadFailure::BadRequest
            | ReadFailure::Refused
            | ReadFailure::NoReadableRow
            | ReadFailure::Unexpected
    )
}

/// Compares the row of a skill with its own report; returns what differs.
pub fn find_difference(
    skill: SkillId,
    table: &SkillTable,
    own: Option<&Facts>,
) -> Option<SkillTableFault> {
    let of_table = table.get(skill).and_then(|facts| inbound(facts));
    let figures = match (of_table, own.and_then(inbound)) {
        (Some(table), Some(own)) => differing_figures(table, own)?,
        (None, None) => return None,
        (table, own) => {
            let offered = |row: Option<&ChannelService>| row.and_then(|row| row.offered);
            difference("inbound_calls", shown(offered(table)), shown(offered(own)))
        }
    };
    Some(SkillTableFault::Differs { skill, figures })
}

/// Compares the calls of the hours of a window with the report of the whole operation; returns what differs.
pub fn find_hours_difference(hours: Option<u64>, whole: Option<&Facts>) -> Option<String> {
    let whole = whole.and_then(inbound).and_then(|row| row.offered);
    let is_close = matches!((hours, whole), (Some(hours), Some(whole))
        if hours.abs_diff(whole) <= late_calls(Some(whole)));
    let is_empty = hours.unwrap_or(0) == 0 && whole.unwrap_or(0) == 0;
    (!is_close && !is_empty).then(|| difference("inbound_calls", shown(hours), shown(whole)))
}

/// Names the first field in which the figures differ beyond rounding, with both figures.
fn differing_figures(table: &ChannelService, own: &ChannelService) -> Option<String> {
    let counts = [
        ("inbound_calls", table.offered, own.offered),
        ("answer_calls", table.answered, own.answered),
        ("abandon_calls", table.abandoned, own.abandoned),
    ];
    let late = late_calls(own.offered);
    let are_close = |table: Option<u64>, own: Option<u64>| match (table, own) {
        (Some(table), Some(own)) => table.abs_diff(own) <= late,
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    let mut counts = counts.into_iter();
    let differing = counts.find(|(_, table, own)| !are_close(*table, *own));
    if let Some((field, table, own)) = differing {
        return Some(difference(field, shown(table), shown(own)));
    }
    let level_limit = ROUNDING + late_share(own.offered);
    if let (Some(table), Some(own)) = (table.within_20s, own.within_20s)
        && (table - own).abs() > level_limit
    {
        let level = |level: f64| format!("{level:.1} %");
        return Some(difference("service_level_20seg", level(table), level(own)));
    }
    if let (Some(table), Some(own)) = (table.asa, own.asa)
        && table.abs_diff(own) > WAIT_ROUNDING.max(own / 20)
    {
        let seconds = |wait: Duration| format!("{} s", wait.as_secs());
        return Some(difference("asa", seconds(table), seconds(own)));
    }
    None
}

fn difference(field: &str, table: impl Display, own: impl Display) -> String {
    format!("`{field}` {table} ≠ {own}")
}

/// Returns true for a report with incoming calls.
pub fn has_calls(facts: Option<&Facts>) -> bool {
    let offered = facts.and_then(inbound).and_then(|row| row.offered);
    offered.is_some_and(|calls| calls > 0)
}

fn inbound(facts: &Facts) -> Option<&ChannelService> {
    match facts {
        Facts::ServiceLevel(report) => report.channel(Channel::INBOUND),
        Facts::Abandonment(_) | Facts::SmartHold(_) | Facts::Durations(_) | Facts::Holds(_) => None,
    }
}

/// Returns how many calls may be in one of the two reports only.
fn late_calls(offered: Option<u64>) -> u64 {
    LATE_CALLS + offered.unwrap_or(0) / CALLS_A_LATE_ONE
}

/// Returns by how many percent late calls may change a share.
#[expect(clippy::cast_precision_loss, reason = "a count of calls")]
fn late_share(offered: Option<u64>) -> f64 {
    100.0 * late_calls(offered) as f64 / offered.unwrap_or(0).max(1) as f64
}

fn shown(count: Option<u64>) -> String {
    count.map_or_else(|| "–".to_owned(), |count| count.to_string())
}

#[cfg(test)]
mod tests {
    use vigia_core::metrics::{Report, facts::ServiceLevel};

    use super::*;

    fn row(offered: u64, abandoned: u64) -> Facts {
        Facts::ServiceLevel(ServiceLevel {
            channels: vec![ChannelService {
                channel: Channel::inbound(),
                offered: Some(offered),
                answered: Some(offered - abandoned),
                abandoned: Some(abandoned),
                within_10s: None,
                within_20s: Some(80.0),
                within_30s: None,
                abandon_rate: None,
                asa: Some(Duration::from_secs(20)),
                ata: None,
            }],
        })
    }

    fn table(rows: &str) -> SkillTable {
        SkillTable::parse(format!(r#"{{"code": "200", "data": [{rows}]}}"#).as_bytes()).unwrap()
    }

    const ROW: &str = r#"{"skill_id": "12", "skill_name": "TV", "inbound_calls": "100", "answer_calls": "90", "abandon_calls": "10", "service_level_20seg": "80.00 %", "asa": "20"}"#;

    #[test]
    fn a_table_agrees_but_for_calls_that_ended_between_the_two_reports() {
        let table = table(ROW);
        let compare = |own: &Facts| find_difference(SkillId(12), &table, Some(own));
        assert_eq!(compare(&row(100, 10)), None);
        assert_eq!(compare(&row(103, 10)), None, "three of a hundred");
        assert_eq!(
            compare(&row(140, 10)).unwrap().to_string(),
            "`skill_1` and `skill_11` differ for skill 12: `inbound_calls` 100 ≠ 140"
        );
        let only_one = find_difference(SkillId(12), &table, None).unwrap();
        assert!(only_one.to_string().ends_with("100 ≠ –"), "{only_one}");
        assert_eq!(find_difference(SkillId(13), &table, None), None);
    }

    #[test]
    fn a_table_is_worth_its_request_for_two_skills_or_more() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let ask = |skill, seconds| ReportRequest {
            report: Report::ServiceLevel,
            skills: SkillSelection::One(SkillId(skill)),
            window: TimeWindow::ending(now, Duration::from_secs(seconds)),
        };
        let asks = [ask(1, 3_600), ask(2, 3_600), ask(1, 1_800), ask(1, 1_800)];
        let shared: Vec<_> = shared_windows(&asks).into_iter().collect();
        assert_eq!(shared, [asks[0].window]);
    }

    #[test]
    fn a_table_that_failed_is_tried_again_the_next_local_day_or_after_an_hour() {
        let zone = chrono_tz::America::Bogota;
        let trust = |source| SkillTableTrust::new(OperationName::new("norte"), source, zone);
        let evening: DateTime<Utc> = "2026-11-16T23:00:00Z".parse().unwrap();
        let next_day = evening + TimeDelta::hours(7);
        let refused = || SkillTableFault::Failed(ReadFailure::BadRequest);
        let auto = trust(SkillSource::Auto);
        assert!(auto.is_usable(evening) && auto.needs_comparison(evening));
        assert_eq!(auto.finding(), None);
        auto.record_failure(evening, refused());
        assert!(!auto.is_usable(evening + TimeDelta::hours(2)));
        assert_eq!(
            auto.finding(),
            Some(SkillSourceFinding::EachSkill {
                fault: Some((evening, refused())),
                rotation: None
            })
        );
        assert!(auto.is_usable(next_day));
        auto.record_agreement(next_day);
        assert!(auto.is_usable(next_day) && !auto.needs_comparison(next_day));
        auto.record_failure(next_day, SkillTableFault::Failed(ReadFailure::Unexpected));
        assert!(!auto.is_usable(next_day));
        assert!(auto.is_usable(next_day + TimeDelta::hours(1)));
        assert!(!trust(SkillSource::EachSkill).is_usable(evening));
        let table = trust(SkillSource::Table);
        table.record_failure(evening, refused());
        assert!(table.is_usable(evening) && !table.needs_comparison(evening));
    }
}
