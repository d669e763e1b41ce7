//! The whole post of a day and of a week, with every section, the picture and the file, on
//! real requests and against the centre's own list of calls.

use vigia_core::{metrics::TimeWindow, summaries::Summary};
use vigia_sandbox::centre::{CallOutcome, SKILLS};

use super::*;
use crate::support::judge::assert_faultless;

fn posted(fate: Option<EditionFate>) -> Summary {
    match fate {
        Some(EditionFate::Posted(summary)) => *summary,
        fate => panic!("{fate:?}"),
    }
}

/// Customers' inbound calls that were answered or given up.
fn offered(centre: &SimulatedCentre, window: TimeWindow) -> u64 {
    let calls = SKILLS
        .iter()
        .flat_map(|skill| centre.calls(skill.id, window));
    let is_told = |outcome: &CallOutcome| !matches!(outcome, CallOutcome::LeftForCallback);
    calls
        .filter(|call| call.channel.in_queue_report() == Some("inbound"))
        .filter(|call| is_told(&call.outcome))
        .count() as u64
}

/// What the one post holds: its text and the names of its files.
fn post(world: &World) -> (String, Vec<String>) {
    world.chat.look(|state| {
        let posts: Vec<_> = state.messages(FLOOR).collect();
        let [post] = posts.as_slice() else {
            panic!("{} posts", posts.len());
        };
        let files = post.files.iter().map(|file| file.name.clone());
        (post.text(), files.collect())
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_is_posted_whole_with_its_picture_and_its_file() {
    let day = SummaryPlan {
        sections: SummarySection::ALL.into(),
        ..plan(&[])
    };
    let noon = local("2026-03-17 12:00");
    let edition = day.next(noon).unwrap();
    let mut world = World::new(day, noon).await;
    world.go_on(edition.due + MINUTE * 5).await;
    let summary = posted(world.fate(&edition));
    assert_eq!(summary.missing, []);
    let told = summary.figures[0].sample.unwrap().value;
    let counted = offered(&world.centre, edition.window);
    assert_eq!(told, Quantity::Count(counted));
    let (text, files) = post(&world);
    assert!(text.contains("Resumen diario"), "{text}");
    assert_eq!(files.len(), 2, "{files:?}");
    assert!(files.contains(&format!("summary-{}.csv", edition.date)));
    assert_faultless(&world.chat);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_is_posted_by_its_days_and_the_next_is_compared_with_it() {
    let week = SummaryPlan {
        period: SummaryPeriod::Week,
        days: DaySelection::parse("sat").unwrap(),
        sections: SummarySection::ALL.into(),
        ..plan(&[date("2026-03-11")])
    };
    let noon = local("2026-03-14 12:00");
    let first = week.next(noon).unwrap();
    let second = week.next(first.due).unwrap();
    let mut world = World::new(week.clone(), noon).await;
    world.go_on(first.due + MINUTE * 5).await;
    let summary = posted(world.fate(&first));
    assert_eq!(summary.missing, []);
    let days = week.days_of(&first);
    assert_eq!(days.len(), 5, "a Sunday and a holiday are closed");
    assert_eq!(summary.days.len(), 5);
    for ((date, window), day) in days.into_iter().zip(&summary.days) {
        assert_eq!(day.date, date);
        let calls = day.heard.calls().unwrap();
        assert_eq!(
            calls.offered,
            Some(offered(&world.centre, window)),
            "{date}"
        );
    }
    let (text, files) = post(&world);
    assert!(text.contains("Resumen semanal"), "{text}");
    assert_eq!(files.len(), 2, "{files:?}");

    world.go_on(second.due + MINUTE * 5).await;
    let summary = posted(world.fate(&second));
    assert_eq!((world.posts_of(&second), world.posts()), (1, 2));
    assert_eq!(summary.weeks.len(), 1, "compared with the week before");
    assert_faultless(&world.chat);
}
