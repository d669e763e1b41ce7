//! Single days that go wrong in one way.

use vigia_core::{metrics::TimeWindow, summaries::Summary};
use vigia_sandbox::centre::ScriptedIncident;

use super::*;

const TUESDAY: &str = "2026-03-17";

/// A centre on a Tuesday, and the edition of that day.
async fn tuesday() -> (World, Edition) {
    let plan = plan(&[]);
    let noon = local("2026-03-17 12:00");
    let edition = plan.next(noon).unwrap();
    assert_eq!(edition.date, date(TUESDAY));
    (World::new(plan, noon).await, edition)
}

fn settled(fate: Option<EditionFate>) -> Summary {
    match fate {
        Some(EditionFate::Settled(summary)) => *summary,
        fate => panic!("{fate:?}"),
    }
}

fn text(world: &World) -> String {
    let posts: Vec<String> = world
        .chat
        .look(|state| state.messages(FLOOR).map(chat::ChatMessage::text).collect());
    posts.join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_was_away_for_too_long_skips_an_edition_and_posts_the_next() {
    let (mut world, edition) = tuesday().await;
    world.go_on(edition.due - MINUTE).await;
    world.stops().await;
    world.clock.leap_to(edition.due + MINUTE * 361);
    world.start();
    world.go_on(local("2026-03-18 12:00")).await;
    assert_eq!(world.fate(&edition), Some(EditionFate::Skipped));
    assert_eq!(world.posts(), 0);
    world.go_on(local("2026-03-18 21:00")).await;
    assert_eq!(world.posts(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_can_be_read_one_post_says_so_and_the_morning_mends_it() {
    let (mut world, edition) = tuesday().await;
    world.go_on(edition.due - MINUTE).await;
    world.centre.fault(centre::ApiFault::ServerError);
    world.go_on(edition.due + MINUTE * 345).await;
    assert_eq!(world.posts(), 0);
    world.go_on(edition.due + MINUTE * 372).await;
    assert_eq!(world.posts_of(&edition), 1);
    let Some(EditionFate::Posted(told)) = world.fate(&edition) else {
        panic!("it was not posted");
    };
    assert_eq!(told.missing.len(), 5);
    assert!(told.figures.iter().all(|figure| figure.sample.is_none()));
    let before = text(&world);

    world.centre.heal();
    world.go_on(local("2026-03-18 08:00")).await;
    let summary = settled(world.fate(&edition));
    assert_eq!(summary.missing, []);
    assert!(summary.correction.is_some());
    assert_eq!(world.posts(), 1);
    assert_ne!(text(&world), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_that_ends_in_time_is_not_seen() {
    let (mut world, edition) = tuesday().await;
    world.go_on(edition.due - MINUTE).await;
    world.centre.fault(centre::ApiFault::ServerError);
    world.go_on(edition.due + MINUTE * 20).await;
    assert_eq!(world.posts(), 0);
    world.centre.heal();
    world.go_on(edition.due + MINUTE * 40).await;
    assert_eq!(world.posts_of(&edition), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_that_moved_overnight_are_corrected_once() {
    let (mut world, edition) = tuesday().await;
    world.go_on(edition.due + MINUTE * 5).await;
    assert_eq!(world.posts(), 1);
    let before = text(&world);
    let (from, until) = (local("2026-03-17 10:00"), local("2026-03-17 16:00"));
    let gone = ScriptedIncident::AgentsGone { skill: 12 };
    world
        .centre
        .plan(gone, TimeWindow::new(from, until).unwrap());
    world.go_on(local("2026-03-18 07:30")).await;
    let summary = settled(world.fate(&edition));
    let correction = summary.correction.unwrap();
    assert!(!correction.moved.is_empty());
    assert_eq!(world.posts_of(&edition), 1);
    let after = text(&world);
    assert_ne!(after, before);
    world.dies().await;
    world.go_on(local("2026-03-18 12:00")).await;
    assert_eq!(text(&world), after);
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_that_stay_leave_the_post_alone() {
    let (mut world, edition) = tuesday().await;
    world.go_on(edition.due + MINUTE * 5).await;
    let before = text(&world);
    world.go_on(local("2026-03-18 12:00")).await;
    let summary = settled(world.fate(&edition));
    assert_eq!(summary.correction, None);
    assert_eq!(text(&world), before);
}
