//! What the figures of every skill cost, and where they come from.

use vigia_sandbox::centre::{SKILLS, SkillTableMode};

use crate::support::floor::{CRITICAL, Floor, Plan};

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
    let is_of_skill = |text: &str| text.contains("CRITICAL") && text.contains("skill 12");
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
