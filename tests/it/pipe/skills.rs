//! What the figures of every skill cost, and where they come from.

use chrono::{DurationRound as _, TimeDelta};
use vigia_core::metrics::{
    Channel, Facts, OperationName, SkillId, SkillSelection, facts::ServiceLevel,
};
use vigia_sandbox::centre::{SKILLS, SkillTableMode};
use vigia_store::{Store, StoreSettings};

use crate::support::floor::{CRITICAL, Floor, Plan, SKILL};

const RULES: &str = "\
rules:
  - alert: abandonment
    metric: abandon.rate
    of: every skill
    window: 60m
    when: { above: { warning: 8%, critical: 22% } }
    at_least: 20
    recover: { below: 7% }
    notify: floor
";

/// Returns how many requests were made for the table of skills, and for single skills.
fn count_requests(floor: &Floor) -> (usize, usize) {
    let requests = floor.centre.requests();
    let of = |report: &str, is_single: bool| {
        let fits =
            |query: &str| query.contains(report) && query.contains("skill_id=all") != is_single;
        requests.iter().filter(|seen| fits(&seen.query)).count()
    };
    (of("api=skill_1&", false), of("api=skill_11&", true))
}

/// Polls a centre whose skill 12 has lost its agents, until its alert is posted and another poll has come.
async fn polled_twice(skill_table: SkillTableMode) -> Floor {
    let floor = Floor::planned(Plan {
        rules: RULES,
        language: "en",
        // A poll a second must not be thinned.
        licences: 10_000,
        skill_table,
        ..Plan::default()
    });
    let floor = floor.await;
    floor.lose_agents(&CRITICAL);
    let bot = floor.run();
    let is_of_skill = |text: &str| {
        let is_of_skill = text.contains("Soporte TV") || text.contains("skill 12");
        text.contains("🔴") && is_of_skill
    };
    floor.card(is_of_skill).await;
    bot.says_times(" polled ", 2).await;
    bot.stop().await;
    floor
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_skills_cost_one_request_a_poll_and_a_comparison_a_day() {
    let floor = polled_twice(SkillTableMode::Calls).await;
    let (tables, singles) = count_requests(&floor);
    assert!(tables >= 2, "{tables} tables");
    assert_eq!(singles, 2, "the comparison of the day");
}

/// Fails unless the table was asked for once, and every skill in each of two polls.
async fn assert_each_skill_is_asked(skill_table: SkillTableMode) {
    let floor = polled_twice(skill_table).await;
    let (tables, singles) = count_requests(&floor);
    assert_eq!(tables, 1, "{skill_table:?}");
    assert_eq!(imported(&floor), None, "{skill_table:?}");
    assert!(
        singles >= 2 * SKILLS.len() - 1,
        "{skill_table:?}: {singles}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_the_table_is_refused_each_skill_is_asked_and_the_table_not_again() {
    assert_each_skill_is_asked(SkillTableMode::Refused).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_the_table_counts_otherwise_it_is_not_believed() {
    assert_each_skill_is_asked(SkillTableMode::WithChats).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_the_table_is_empty_beside_calls_it_is_not_believed() {
    assert_each_skill_is_asked(SkillTableMode::Empty).await;
}

fn store(floor: &Floor) -> Store {
    Store::open(StoreSettings::new(floor.folder().join("data"))).unwrap()
}

/// Returns the length of the time whose hours were imported.
fn imported(floor: &Floor) -> Option<TimeDelta> {
    let range = store(floor).imported(&OperationName::new("principal"));
    range.unwrap().map(|range| range.end - range.start)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_installation_knows_the_hours_of_four_weeks_after_one_request() {
    let floor = polled_twice(SkillTableMode::Calls).await;
    let requests = floor.centre.requests();
    let hours = requests
        .iter()
        .filter(|it| it.query.contains("api=skill_7&"));
    assert_eq!(hours.count(), 1);
    assert_eq!(imported(&floor), Some(TimeDelta::days(28)));
    let until = floor.clock.now() - TimeDelta::days(7);
    let until = until.duration_trunc(TimeDelta::hours(1)).unwrap();
    let range = until..until + TimeDelta::seconds(1);
    let operation = OperationName::new("principal");
    let known = store(&floor).hours(&operation, range).unwrap();
    let of_skill = |skill: u32| {
        let one = SkillSelection::One(SkillId(skill.into()));
        let reading = known.iter().find(|it| it.ask.skills == one)?;
        let Ok(facts) = &reading.outcome else {
            return None;
        };
        let Facts::ServiceLevel(ServiceLevel { channels }) = &**facts else {
            return None;
        };
        let inbound = channels
            .iter()
            .find(|row| row.channel == Channel::inbound());
        Some((inbound?.abandoned?, inbound?.offered?))
    };
    let (abandoned, offered) = floor.truth(SKILL, until);
    assert_eq!(of_skill(SKILL), Some((abandoned.into(), offered.into())));
}
