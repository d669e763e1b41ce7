//! The courier before a chat that does not take everything.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::{sync::Notify, time::Instant};
use tokio_util::sync::CancellationToken;
use vigia::watch::{
    CardRenderer, ChatError, ChatPlatform, MessageMark, OutboxDispatcher, RefusalScope, RetrySignal,
};
use vigia_cards::{
    ButtonToken, Card, CardLine, Locale, Words,
    charts::{Chart, Plot},
};
use vigia_clock::Clock;
use vigia_core::{
    alerts::{
        Alert, CaughtUp, EndReason, Event, EventContent, EventKind, IncidentId, MessageRef,
        NotificationLevel, OpsNotice, PollOutcome, PostedCard,
    },
    metrics::Scope,
    rules::ChannelName,
};
use vigia_store::Store;

use crate::store::made::{alert, at, ends, event, goes_on, norte, number, open, poll};

/// A chat that does not take everything, and what it was asked to do.
#[derive(Clone, Default)]
struct Moody {
    /// The marks of the cards that it does not take.
    refused: Arc<BTreeSet<String>>,
    /// Why it does not take them.
    mood: Mood,
    tried: Arc<Mutex<Vec<(Instant, String)>>>,
    retry: RetrySignal,
    /// What a search finds.
    found: Option<MessageRef>,
    /// The lines that rang and have to become cards, which is no change of their own.
    ringing: Arc<Mutex<BTreeSet<String>>>,
    /// The pictures of the cards that it was asked to post.
    pictures: Arc<Mutex<Vec<Option<Chart>>>>,
    /// What happens elsewhere while the first card is changed.
    meanwhile: Arc<Mutex<Option<Meanwhile>>>,
}

type Meanwhile = Box<dyn FnOnce() + Send>;

#[derive(Clone, Copy, Default)]
enum Mood {
    #[default]
    Unreachable,
    Waits(Duration),
    Refuses(RefusalScope),
}

impl Moody {
    fn not_taking<'a>(alerts: impl IntoIterator<Item = &'a Alert>) -> Self {
        let marks = alerts.into_iter().map(|alert| mark(number(alert)));
        Self {
            refused: Arc::new(marks.collect()),
            ..Self::default()
        }
    }

    fn tried(&self) -> Vec<String> {
        let tried = self.tried.lock().unwrap();
        tried.iter().map(|(_, what)| what.clone()).collect()
    }

    /// When it was asked for the first time, the second time and so on.
    fn tried_at(&self) -> Vec<Instant> {
        let tried = self.tried.lock().unwrap();
        tried.iter().map(|(at, _)| *at).collect()
    }

    fn note(&self, what: String) {
        self.tried.lock().unwrap().push((Instant::now(), what));
    }

    fn take(&self, mark: &str) -> Result<(), ChatError> {
        if !self.refused.contains(mark) {
            return Ok(());
        }
        let why = "try again later".to_owned();
        Err(match self.mood {
            Mood::Unreachable => ChatError::Transient { why, wait: None },
            Mood::Waits(wait) => ChatError::Transient {
                why,
                wait: Some(wait),
            },
            Mood::Refuses(of) => ChatError::Refused { of, why },
        })
    }
}

/// The number of the incident that a card is about, or the mark of a notice.
fn mark_of(card: &Card) -> String {
    let tokens = card
        .buttons
        .iter()
        .map(|button| ButtonToken::<()>::decode(&button.press));
    match tokens.flatten().next() {
        Some(ButtonToken::Alert(button)) => mark(button.incident),
        Some(ButtonToken::Command(())) | None => card.footer.clone(),
    }
}

fn mark(incident: IncidentId) -> String {
    format!("#{incident}")
}

impl ChatPlatform for Moody {
    fn retry_signal(&self) -> RetrySignal {
        self.retry.clone()
    }

    fn link(&self, message: MessageRef) -> Option<String> {
        Some(format!("https://chat/{}", message.message))
    }

    async fn post(
        &self,
        channel: &ChannelName,
        card: &Card,
        _: &str,
    ) -> Result<MessageRef, ChatError> {
        let mark = mark_of(card);
        self.note(match channel.as_str() {
            "sala" => mark.clone(),
            other => format!("{other} {mark}"),
        });
        self.pictures.lock().unwrap().push(card.chart.clone());
        self.take(&mark)?;
        Ok(MessageRef {
            channel: 1,
            message: 2,
        })
    }

    async fn ring(
        &self,
        channel: &ChannelName,
        card: &Card,
        _: &NotificationLevel,
        nonce: &str,
    ) -> Result<MessageRef, ChatError> {
        let posted = self.post(channel, card, nonce).await;
        if posted.is_ok() {
            self.ringing.lock().unwrap().insert(mark_of(card));
        }
        posted
    }

    async fn edit(&self, _: &PostedCard, card: &Card) -> Result<(), ChatError> {
        let mark = mark_of(card);
        if self.ringing.lock().unwrap().remove(&mark) {
            return Ok(());
        }
        self.note(format!("edit {mark}"));
        if let Some(meanwhile) = self.meanwhile.lock().unwrap().take() {
            meanwhile();
        }
        self.take(&mark)
    }

    async fn reply(
        &self,
        _: MessageRef,
        line: &CardLine,
        _: &NotificationLevel,
        _: &str,
    ) -> Result<(), ChatError> {
        let text = line.to_string();
        let word = text.split([' ', ':']).nth(1).unwrap_or_default();
        self.note(format!("reply {word}"));
        Ok(())
    }

    async fn find(
        &self,
        _: &ChannelName,
        _: &MessageMark,
        _: DateTime<Utc>,
    ) -> Result<Option<MessageRef>, ChatError> {
        Ok(self.found)
    }

    async fn has_reply(
        &self,
        _: MessageRef,
        _: &CardLine,
        _: &NotificationLevel,
        _: DateTime<Utc>,
    ) -> Result<bool, ChatError> {
        Ok(false)
    }
}

fn courier(chat: Moody, store: &Store, clock: Clock) -> OutboxDispatcher<Moody> {
    woken(chat, store, clock, &Arc::default())
}

fn woken(chat: Moody, store: &Store, clock: Clock, wake: &Arc<Notify>) -> OutboxDispatcher<Moody> {
    let words = Words::new(Locale::from_tag("es"), chrono_tz::America::Bogota);
    let voices = Arc::new(CardRenderer::new(BTreeMap::new(), words));
    OutboxDispatcher::new(chat, store.clone(), voices, clock, Arc::clone(wake))
}

/// Commits that these alerts fired, in this order.
fn fire(store: &Store, alerts: &[Alert]) {
    let mut outcome = goes_on(EventKind::Fired, 1, &alerts[0]);
    for alert in &alerts[1..] {
        let more = goes_on(EventKind::Fired, 1, alert);
        outcome.changed.extend(more.changed);
        outcome.events.extend(more.events);
    }
    store.commit(&poll(1, 100), &outcome).unwrap();
}

#[tokio::test]
async fn an_alert_that_the_chat_does_not_take_now_holds_up_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let alerts = [alert(12, 3), alert(15, 3), alert(16, 3)];
    fire(&store, &alerts);
    let chat = Moody::not_taking(&alerts[..1]);
    let mut courier = courier(chat.clone(), &store, Clock::system());

    courier
        .deliver_all(&CancellationToken::new())
        .await
        .unwrap();
    assert_eq!(
        chat.tried(),
        alerts.each_ref().map(|alert| mark(number(alert))).to_vec()
    );
    let waiting = store.pending().unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].event.incident_id(), alerts[0].incident);
}

#[tokio::test]
async fn a_chat_that_is_down_is_not_tried_with_every_alert() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let alerts = [alert(12, 3), alert(15, 3), alert(16, 3), alert(17, 3)];
    fire(&store, &alerts);
    let chat = Moody::not_taking(&alerts);
    let mut courier = courier(chat.clone(), &store, Clock::system());

    courier
        .deliver_all(&CancellationToken::new())
        .await
        .unwrap();
    assert_eq!(chat.tried().len(), 2);
    assert_eq!(store.pending().unwrap().len(), 4);
}

/// Commits these events and tells of the first of each alert that it has a card.
fn with_cards(store: &Store, alerts: &[Alert]) {
    fire(store, alerts);
    for row in store.pending().unwrap() {
        let card = MessageRef {
            channel: 1,
            message: row.id.0,
        };
        let (message, level) = (card, row.level());
        let card = PostedCard::new(message, level);
        store
            .delivered(&[row.id], Some((&row.lane(), card)))
            .unwrap();
    }
}

fn moves(alerts: &[Alert]) -> PollOutcome {
    PollOutcome {
        events: alerts
            .iter()
            .map(|alert| event(EventKind::Refreshed, 2, alert))
            .collect(),
        ..PollOutcome::default()
    }
}

#[tokio::test]
async fn a_card_that_only_moves_gives_way_to_one_that_rings() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let [first, second, new, newest] = [alert(12, 3), alert(15, 3), alert(16, 3), alert(17, 3)];
    let known = [first.clone(), second.clone()];
    with_cards(&store, &known);
    let mut outcome = moves(&known);
    outcome.events.push(event(EventKind::Fired, 2, &new));
    store.commit(&poll(2, 100), &outcome).unwrap();
    let (chat, wake) = (Moody::default(), Arc::default());
    let mut courier = woken(chat.clone(), &store, Clock::system(), &wake);
    let (later, fired) = (store.clone(), goes_on(EventKind::Fired, 3, &newest));
    *chat.meanwhile.lock().unwrap() = Some(Box::new(move || {
        later.commit(&poll(3, 100), &fired).unwrap();
        wake.notify_one();
    }));

    let stop = CancellationToken::new();
    courier.deliver_all(&stop).await.unwrap();
    let [first, second, new, newest] =
        [first, second, new, newest].map(|alert| mark(number(&alert)));
    let expected = [
        new,
        format!("edit {first}"),
        newest,
        format!("edit {second}"),
    ];
    assert_eq!(chat.tried(), expected);
    assert_eq!(store.pending().unwrap(), []);
}

#[tokio::test]
async fn a_chat_that_says_how_long_to_wait_is_there_for_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let alerts = [alert(12, 3), alert(15, 3), alert(16, 3), alert(17, 3)];
    fire(&store, &alerts);
    let chat = Moody {
        mood: Mood::Waits(Duration::from_secs(40)),
        ..Moody::not_taking(&alerts[..3])
    };
    let mut courier = courier(chat.clone(), &store, Clock::system());
    let pause = courier.deliver_all(&CancellationToken::new()).await;
    let pause = pause.unwrap().as_secs();
    assert!((35..=40).contains(&pause), "{pause}");
    assert_eq!(chat.tried().len(), 4);
    assert_eq!(store.pending().unwrap().len(), 3);
}

#[tokio::test]
async fn a_clock_that_was_set_back_posts_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let alerts = [alert(12, 3)];
    fire(&store, &alerts);
    let row = store.pending().unwrap().remove(0);
    let tried_at = at(1) + TimeDelta::hours(1);
    store.attempting(&[row.id], tried_at).unwrap();

    let chat = Moody {
        found: Some(MessageRef {
            channel: 1,
            message: 2,
        }),
        ..Moody::default()
    };
    let mut courier = courier(chat.clone(), &store, Clock::fast(at(1), 1));
    courier
        .deliver_all(&CancellationToken::new())
        .await
        .unwrap();
    let shown = format!("edit {}", mark(number(&alerts[0])));
    assert_eq!(chat.tried(), [shown], "it was posted already");
    assert!(store.pending().unwrap().is_empty());
}

#[test]
fn the_title_names_the_operation_where_it_is_not_the_only_one() {
    let words = Words::new(Locale::from_tag("es"), chrono_tz::America::Bogota);
    let event = event(EventKind::Fired, 1, &alert(12, 3));
    let voices = CardRenderer::new(BTreeMap::new(), words);
    let card = voices.card(&event, event.incident().unwrap());
    assert!(card.title.ends_with(" · norte"), "{}", card.title);
}

/// What is about no open incident, and what another channel hears, is told once.
#[tokio::test]
async fn notices_and_cards_in_another_channel_are_posted_once_each() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let alert = alert(12, 1);
    let notice = EventContent::Notice(OpsNotice {
        channel: ChannelName::new("ops"),
        is_bad: true,
        title: "rules".to_owned(),
        lines: vec!["rules/a.yaml:3:5".to_owned()],
    });
    let missed = EventContent::CaughtUp(CaughtUp {
        channel: ChannelName::new("sala"),
        from: at(0),
        until: at(1),
        closed: ends(EventKind::Resolved(EndReason::Recovered), 1, &alert).closed,
        more: 3,
    });
    let fired = goes_on(EventKind::Fired, 1, &alert);
    store.commit(&poll(1, 100), &fired).unwrap();
    let chat = Moody::default();
    let mut courier = courier(chat.clone(), &store, Clock::fast(at(1), 1));
    let stop = CancellationToken::new();
    courier.deliver_all(&stop).await.unwrap();
    let mut outcome = goes_on(EventKind::Escalated, 2, &alert);
    if let EventContent::Incident(news) = &mut outcome.events[0].news {
        news.rings_in = Some(ChannelName::new("heads"));
    }
    outcome.events.extend([notice, missed].map(|news| Event {
        operation: norte(),
        at: at(2),
        news,
    }));
    store.commit(&poll(2, 100), &outcome).unwrap();
    courier.deliver_all(&stop).await.unwrap();
    courier.deliver_all(&stop).await.unwrap();
    let own = mark(number(&alert));
    let mut tried = chat.tried();
    tried.sort();
    let mut expected = [
        own.clone(),
        format!("edit {own}"),
        "reply Empeoró".to_owned(),
        format!("heads {own}"),
        "ops #4·".to_owned(),
        "#5·".to_owned(),
    ];
    expected.sort();
    assert_eq!(tried, expected);
    assert!(store.pending().unwrap().is_empty());
    let card = store.card(number(&alert), &ChannelName::new("heads"));
    assert!(card.unwrap().unwrap().level.is_loud);
}

/// Commits what another poll made of these alerts.
fn commit_next(store: &Store, number: i64, kind: &EventKind, alerts: &[Alert]) {
    let events = alerts
        .iter()
        .map(|alert| event(kind.clone(), number, alert));
    let outcome = PollOutcome {
        events: events.collect(),
        ..PollOutcome::default()
    };
    store.commit(&poll(number, 100), &outcome).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_refused_channel_is_tried_within_a_minute_and_at_once_after_a_sign_of_change() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let alerts = [alert(12, 3), alert(15, 3)];
    fire(&store, &alerts);
    let chat = Moody {
        mood: Mood::Refuses(RefusalScope::Channel),
        ..Moody::not_taking(&alerts)
    };
    let courier = courier(chat.clone(), &store, Clock::system());
    let status = courier.status();
    let stop = CancellationToken::new();
    let running = tokio::spawn(courier.run(stop.clone()));
    tokio::time::sleep(Duration::from_secs(310)).await;
    let tried = chat.tried_at();
    assert!(tried.len() >= 6, "{tried:?}");
    let waits = tried.windows(2).map(|pair| pair[1] - pair[0]);
    for wait in waits {
        let seconds = wait.as_secs();
        assert!((29..=60).contains(&seconds), "{wait:?}");
    }
    let sala = &status.channels()[&ChannelName::new("sala")];
    assert_eq!((sala.waiting, sala.oldest), (2, Some(at(1))));
    assert!(sala.trouble.as_ref().unwrap().is_refusal);

    tokio::time::sleep(Duration::from_secs(4)).await;
    let (before, now) = (chat.tried_at().len(), Instant::now());
    chat.retry.retry_soon();
    tokio::time::sleep(Duration::from_secs(4)).await;
    let tried = chat.tried_at();
    assert_eq!(tried.len(), before + 1);
    assert!(tried[before] - now < Duration::from_secs(3));
    stop.cancel();
    running.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_bot_that_is_accepted_again_in_one_channel_tries_the_others_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let [here, there] = [alert(12, 3), alert(15, 3)];
    fire(&store, std::slice::from_ref(&here));
    let chat = Moody {
        mood: Mood::Refuses(RefusalScope::Bot),
        ..Moody::not_taking([&here])
    };
    let mut courier = courier(chat.clone(), &store, Clock::system());
    let stop = CancellationToken::new();
    courier.deliver_all(&stop).await.unwrap();
    courier.deliver_all(&stop).await.unwrap();
    assert_eq!(chat.tried().len(), 1, "it rests");
    let mut fired = goes_on(EventKind::Fired, 2, &there);
    if let EventContent::Incident(news) = &mut fired.events[0].news {
        news.incident.channel = ChannelName::new("heads");
    }
    store.commit(&poll(2, 100), &fired).unwrap();
    courier.deliver_all(&stop).await.unwrap();
    let (here, there) = (mark(number(&here)), mark(number(&there)));
    let expected = [here.clone(), format!("heads {there}"), here];
    assert_eq!(chat.tried(), expected);
}

#[tokio::test]
async fn a_backlog_is_folded_into_what_is_true_now() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let alerts = [alert(12, 3)];
    fire(&store, &alerts);
    for (number, kind) in [
        (2, EventKind::Refreshed),
        (3, EventKind::Refreshed),
        (4, EventKind::Escalated),
        (5, EventKind::Reminded),
    ] {
        commit_next(&store, number, &kind, &alerts);
    }
    let chat = Moody::default();
    let mut courier = courier(chat.clone(), &store, Clock::system());
    let stop = CancellationToken::new();
    courier.deliver_all(&stop).await.unwrap();
    let own = mark(number(&alerts[0]));
    assert_eq!(chat.tried(), std::slice::from_ref(&own));
    commit_next(&store, 6, &EventKind::Escalated, &alerts);
    commit_next(&store, 7, &EventKind::Refreshed, &alerts);
    courier.deliver_all(&stop).await.unwrap();
    let expected = [
        own.clone(),
        format!("edit {own}"),
        "reply Empeoró".to_owned(),
    ];
    assert_eq!(chat.tried(), expected);
    assert_eq!(store.pending().unwrap(), []);
}

#[tokio::test]
async fn what_only_moved_is_kept_once_while_a_channel_rests() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let alerts = [alert(12, 3), alert(15, 3)];
    with_cards(&store, &alerts);
    let chat = Moody {
        mood: Mood::Refuses(RefusalScope::Channel),
        ..Moody::not_taking(&alerts)
    };
    let mut courier = courier(chat, &store, Clock::system());
    let stop = CancellationToken::new();
    for number in 2..9 {
        commit_next(&store, number, &EventKind::Refreshed, &alerts);
        courier.deliver_all(&stop).await.unwrap();
        assert_eq!(store.waiting(), 2, "poll {number}");
    }
}

#[tokio::test]
async fn a_picture_shows_what_the_store_knows_and_is_the_same_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut alert = alert(12, 3);
    alert.key.scope = Scope::Operation;
    let before = {
        let store = open(folder.path());
        // The poll before the last one failed.
        for (number, offered) in [(-4, 11), (-3, 13), (-2, 15), (0, 17)] {
            store
                .commit(&poll(number, offered), &PollOutcome::default())
                .unwrap();
        }
        let fired = goes_on(EventKind::Fired, 1, &alert);
        store.commit(&poll(1, 101), &fired).unwrap();
        // What is read later is no matter of this event.
        store.commit(&poll(2, 19), &PollOutcome::default()).unwrap();
        picture_of(&store, &alert).await
    };
    let store = open(folder.path());
    assert_eq!(picture_of(&store, &alert).await, before);
    let Plot::Course(trend) = before.unwrap().plot else {
        panic!("no line");
    };
    let times: Vec<_> = trend.points.iter().map(|point| point.at).collect();
    let polls = [-4, -3, -2, 0, 1].map(|number| at(number).timestamp());
    assert_eq!(times, polls);
    assert!(trend.longest_step < 600);
    assert_eq!(trend.range.1, at(1).timestamp());
}

/// The picture of the card that waits, which the chat does not take now.
async fn picture_of(store: &Store, alert: &Alert) -> Option<Chart> {
    let chat = Moody::not_taking([alert]);
    let mut courier = courier(chat.clone(), store, Clock::system());
    courier
        .deliver_all(&CancellationToken::new())
        .await
        .unwrap();
    let pictures = chat.pictures.lock().unwrap();
    pictures.first().unwrap().clone()
}
