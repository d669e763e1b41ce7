//! Many incidents at once, before a Discord that counts.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use tokio::{sync::Notify, time::timeout};
use tokio_util::sync::CancellationToken;
use vigia::{
    discord::{DiscordClient, DiscordSettings, TimeLimits},
    watch::{CardRenderer, OutboxDispatcher},
};
use vigia_cards::{Locale, Words, alert::AlertAction};
use vigia_clock::Clock;
use vigia_core::{
    alerts::{Alert, EndReason, EventKind, PollOutcome},
    rules::ChannelName,
};
use vigia_sandbox::chat::{self, DiscordStandIn, RateLimits};
use vigia_store::Store;

use crate::{
    store::made::{alert, ends, goes_on, open, poll},
    support::{floor::FLOOR, service::alert_action},
};

const INCIDENTS: u64 = 40;

/// As many as Discord takes, in a twentieth of its time.
const PACE: RateLimits = RateLimits {
    requests: 5,
    within: Duration::from_millis(250),
};

fn courier(
    chat: &DiscordStandIn,
    store: &Store,
    wake: &Arc<Notify>,
) -> OutboxDispatcher<DiscordClient> {
    let discord = DiscordClient::new(DiscordSettings {
        token: "sandbox-token".into(),
        guilds: Vec::new(),
        api_url: Some(chat.url().to_owned()),
        channels: BTreeMap::from([(ChannelName::new("sala"), FLOOR)]),
        roles: BTreeMap::new(),
        time_limits: TimeLimits::default(),
    });
    let words = Words::new(Locale::from_tag("es"), chrono_tz::America::Bogota);
    let voices = Arc::new(CardRenderer::new(BTreeMap::new(), words));
    let (store, wake) = (store.clone(), Arc::clone(wake));
    OutboxDispatcher::new(discord, store, voices, Clock::system(), wake)
}

/// The same happens to all of them in one poll.
fn poll_of_all(
    number: i64,
    alerts: &[Alert],
    of_one: impl Fn(i64, &Alert) -> PollOutcome,
) -> PollOutcome {
    let mut all = PollOutcome::default();
    for alert in alerts {
        let one = of_one(number, alert);
        all.changed.extend(one.changed);
        all.ended.extend(one.ended);
        all.incidents.extend(one.incidents);
        all.closed.extend(one.closed);
        all.events.extend(one.events);
    }
    all
}

async fn all_told(store: &Store) {
    let told = async {
        while !store.pending().unwrap().is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(60), told).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_incidents_at_once_earn_no_429_and_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let settings = chat::ChatSettings {
        pace: Some(PACE),
        ..chat::ChatSettings::default()
    };
    let chat = DiscordStandIn::start(settings).await.unwrap();
    let (wake, stop) = (Arc::new(Notify::new()), CancellationToken::new());
    let courier = tokio::spawn(courier(&chat, &store, &wake).run(stop.clone()));
    let alerts: Vec<_> = (1..=INCIDENTS).map(|skill| alert(skill, 1)).collect();
    let commit = |number, outcome: PollOutcome| {
        store.commit(&poll(number, 9), &outcome).unwrap();
        wake.notify_one();
    };
    let goes_on =
        |kind: EventKind| move |number: i64, alert: &Alert| goes_on(kind.clone(), number, alert);

    commit(1, poll_of_all(1, &alerts, goes_on(EventKind::Fired)));
    // Polls come faster than the chat takes what they say.
    for number in 2..6 {
        tokio::time::sleep(Duration::from_millis(400)).await;
        commit(
            number,
            poll_of_all(number, &alerts, goes_on(EventKind::Refreshed)),
        );
    }
    all_told(&store).await;
    commit(6, poll_of_all(6, &alerts, goes_on(EventKind::Escalated)));
    all_told(&store).await;
    let recovered = EventKind::Resolved(EndReason::Recovered);
    commit(
        7,
        poll_of_all(7, &alerts, |number, alert| {
            ends(recovered.clone(), number, alert)
        }),
    );
    all_told(&store).await;
    stop.cancel();
    courier.await.unwrap().unwrap();

    let requests = chat.requests();
    let too_early = requests.iter().filter(|it| it.status == Some(429)).count();
    assert_eq!(too_early, 0, "of {}", requests.len());
    assert_eq!(chat.violations().len(), 0);
    let (replies, cards): (Vec<_>, Vec<_>) = chat
        .messages(FLOOR)
        .into_iter()
        .partition(|message| message.reply_to.is_some());
    assert_eq!(cards.len() as u64, INCIDENTS);
    let answered: BTreeSet<_> = replies.iter().map(|reply| reply.reply_to).collect();
    assert_eq!((replies.len(), answered.len()), (cards.len(), cards.len()));
    for card in &cards {
        let text = card.text();
        assert!(text.starts_with("### ✅"), "{text}");
        // What is over can be looked at, and no more.
        let parts = card.parts().into_iter();
        let presses: Vec<_> = parts
            .filter_map(|part| part["custom_id"].as_str())
            .collect();
        let [press] = presses[..] else {
            panic!("{presses:?}");
        };
        assert_eq!(alert_action(press), Some(AlertAction::Details));
    }
    // A post, a reply and two changes for each, and what moved meanwhile.
    assert!(requests.len() < 40 * 7, "{}", requests.len());
}
