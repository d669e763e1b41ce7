//! Killed with SIGKILL at any point of the cycle: after the restart no alert is lost, none
//! is posted twice, and none stays open that should be closed.

mod bot;
mod calm;
mod courier;
mod hour;
mod ordeal;
mod story;
mod verdicts;

use std::{iter::repeat_with, time::Duration};

use rand::{Rng as _, SeedableRng as _, seq::SliceRandom as _};
use rand_chacha::ChaCha8Rng;
use tokio::{
    sync::{OnceCell, Semaphore},
    task::JoinSet,
};
use vigia_sandbox::chat::{ChatFault, FaultMoment};

use story::{Outcome, Point, play};

use crate::support::soak;

const BOTH: [FaultMoment; 2] = [FaultMoment::Before, FaultMoment::After];

/// How many bots run at a time, over all tests.
static SEATS: Semaphore = Semaphore::const_new(8);

/// The story without a death.
static UNDISTURBED: OnceCell<Outcome> = OnceCell::const_new();

async fn undisturbed() -> &'static Outcome {
    let outcome = UNDISTURBED.get_or_init(|| play(&[], Vec::new())).await;
    let end = &outcome.end;
    assert_eq!(end.cards, ["✅ Abandoned"], "{}", outcome.said);
    assert_eq!(end.lines, ["🔴 Worse"]);
    assert_eq!((end.repeated.len(), end.waiting, end.open), (0, 0, 0));
    assert!(end.commands.contains("abandon"), "{:?}", end.commands);
    assert_eq!(end.refused.len(), 0, "{:?}", end.refused);
    outcome
}

/// Tells these stories and holds each end against that of the undisturbed one. Gives back
/// how often bots were killed.
async fn all_end_alike(stories: Vec<(Vec<Point>, Vec<ChatFault>)>) -> usize {
    let expected = &undisturbed().await.end;
    let mut telling = JoinSet::new();
    for (points, faults) in stories {
        telling.spawn(async move {
            let _seat = SEATS.acquire().await.unwrap();
            (play(&points, faults).await, points)
        });
    }
    let mut deaths = 0;
    while let Some(told) = telling.join_next().await {
        let (told, points) = told.unwrap();
        assert_eq!(&told.end, expected, "{points:?}\n{}", told.said);
        deaths += told.deaths;
    }
    deaths
}

fn without_faults(
    points: impl IntoIterator<Item = Vec<Point>>,
) -> Vec<(Vec<Point>, Vec<ChatFault>)> {
    points
        .into_iter()
        .map(|points| (points, Vec::new()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn undisturbed_it_tells_everything_once() {
    undisturbed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_request_to_the_chat_it_tells_everything_once() {
    let requests = undisturbed().await.requests;
    let points = (1..=requests).flat_map(|number| BOTH.map(|it| Point::Chat(number, it)));
    // An odd step takes both moments in turns.
    let points = points.step_by(soak::step(3));
    let stories = without_faults(points.map(|point| vec![point]));
    let planned = stories.len();
    let deaths = all_end_alike(stories).await;
    // How often a card is refreshed is not the same each time.
    assert!(
        deaths + 6 >= planned && deaths >= 6,
        "{deaths} of {planned}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_report_it_tells_everything_once() {
    let points = (1..=4).map(|number| {
        let reports = [number, number + 4, number + 8];
        reports.map(Point::Report).to_vec()
    });
    let deaths = all_end_alike(without_faults(points)).await;
    assert!(deaths >= 10, "{deaths}");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_random_moments_after_a_poll_it_tells_everything_once() {
    let points = soak::seeds(3).map(|seed| {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let point = || {
            let delay = Duration::from_micros(dice.gen_range(0..30_000));
            Point::Poll(dice.gen_range(1..3), delay)
        };
        repeat_with(point).take(3).collect()
    });
    let deaths = all_end_alike(without_faults(points)).await;
    assert!(deaths >= 5, "{deaths}");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_again_and_again_it_tells_everything_once() {
    let points = soak::seeds(4).map(|seed| {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let point = || {
            let moment = *BOTH.choose(&mut dice).unwrap();
            let delay = Duration::from_millis(dice.gen_range(0..300));
            match dice.gen_range(0..3) {
                0 => Point::Start(delay),
                1 => Point::Poll(1, delay / 10),
                _ => Point::Chat(dice.gen_range(4..9), moment),
            }
        };
        repeat_with(point).take(3).collect()
    });
    let deaths = all_end_alike(without_faults(points)).await;
    assert!(deaths >= 6, "{deaths}");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_the_chat_is_out_of_order_it_tells_everything_once() {
    let places = [("POST", "/messages"), ("PATCH", "/messages")];
    let stories = places.into_iter().flat_map(|(method, path)| {
        let faults = [
            ChatFault::status(500).times(2),
            ChatFault::status(502).after_effect(),
            ChatFault::hang_up().after_effect(),
        ];
        faults.map(|fault| {
            let points = vec![
                Point::Poll(2, Duration::from_millis(40)),
                Point::Start(Duration::from_millis(350)),
            ];
            (points, vec![fault.on(method, path)])
        })
    });
    let stories = stories.step_by(soak::step(2));
    let deaths = all_end_alike(stories.collect()).await;
    assert!(deaths >= 5, "{deaths}");
}
