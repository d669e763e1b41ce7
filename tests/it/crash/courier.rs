//! The courier, abandoned at each of its awaits: whatever it had begun by then, a later one
//! ends with one card, and with each reply to it once.

use std::{
    collections::BTreeMap,
    future::{Future, poll_fn},
    pin::pin,
    sync::Arc,
    task::Poll,
    time::Duration,
};

use chrono::DateTime;
use chrono_tz::Tz;
use tokio::{sync::Notify as Wake, task::JoinSet, time::timeout};
use tokio_util::sync::CancellationToken;
use vigia::{
    discord::{self, DiscordClient, TimeLimits},
    watch::{CardRenderer, OutboxDispatcher},
};
use vigia_cards::{Locale, Words};
use vigia_clock::Clock;
use vigia_core::{
    alerts::{
        Alert, AlertKey, AlertState, AnnouncedState, ClosedIncident, EndReason, Event,
        EventContent, EventKind, FiringState, Incident, IncidentCondition, IncidentEnd, IncidentId,
        IncidentMark, IncidentNews, IncidentStanding, IncidentSubject, NotificationLevel,
        Observation, PollOutcome,
    },
    metrics::{Metric, OperationName, Quantity, Sample, Scope, SkillId, Snapshot, TimeWindow},
    rules::{
        AbsentCondition, ChannelName, NotifyTarget, Rule, RuleId, ScopeSelection, Severity, Side,
        VerdictBasis,
    },
};
use vigia_sandbox::chat::{self, DiscordStandIn};
use vigia_store::{Store, StoreSettings};

use crate::support::{floor::FLOOR, soak};

const HOUR: Duration = Duration::from_secs(3_600);

/// Longer than the courier trusts a nonce, and than the chat remembers one.
const MUCH_LATER: Duration = Duration::from_secs(130);

/// What the chat and the courier go by.
#[derive(Clone, Copy)]
enum Memory {
    /// The chat knows a nonce again, and the next courier comes at once.
    Fresh,
    /// The chat has forgotten every nonce by the time the next courier comes.
    Faded,
}

#[tokio::test(flavor = "multi_thread")]
async fn abandoned_at_any_await_and_taken_up_at_once_it_tells_everything_once() {
    all_end_alike(Memory::Fresh).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn abandoned_at_any_await_and_taken_up_much_later_it_tells_everything_once() {
    all_end_alike(Memory::Faded).await;
}

/// When a courier is abandoned.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// At the await of that number.
    Await(usize),
    /// After so long, wherever it is.
    Time(Duration),
}

async fn all_end_alike(memory: Memory) {
    let awaits = (1..=30).map(Moment::Await);
    let times = (0..15).map(|step| Moment::Time(Duration::from_micros(800 * step)));
    let step = soak::step(3);
    let moments = awaits.chain(times);
    // The card is posted, and then a reply to it.
    let cases = moments.flat_map(|moment| [0, 1].map(|poll| (poll, moment)));
    let mut cases = cases.step_by(step);
    let (mut trials, mut abandoned) = (JoinSet::new(), 0);
    loop {
        let free = 8 - trials.len();
        for (poll, moment) in cases.by_ref().take(free) {
            trials.spawn(trial(memory, poll, moment));
        }
        match trials.join_next().await {
            Some(was_abandoned) => abandoned += usize::from(was_abandoned.unwrap()),
            None => break,
        }
    }
    assert!(abandoned * step > 20, "{abandoned}");
}

/// Tells of an alert from its first breach to its end. Returns whether the courier was abandoned
/// after the poll of that number.
async fn trial(memory: Memory, poll: usize, moment: Moment) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::leaping(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
    let settings = chat::ChatSettings {
        clock: clock.clone(),
        age_clock: clock.clone(),
        ..chat::ChatSettings::default()
    };
    let chat = DiscordStandIn::start(settings).await.unwrap();
    let store = Store::open(StoreSettings::new(folder.path())).unwrap();
    let (stop, start) = (CancellationToken::new(), clock.now());
    let mut was_abandoned = false;
    let kinds = [
        EventKind::Fired,
        EventKind::Escalated,
        EventKind::NoData,
        EventKind::Resolved(EndReason::Recovered),
    ];
    for (number, kind) in kinds.into_iter().enumerate() {
        clock.leap_to(clock.now() + Duration::from_secs(300));
        commit(&store, kind, start, clock.now());
        if number == poll {
            let mut first = courier(&chat, &store, &clock);
            was_abandoned = match moment {
                Moment::Await(number) => up_to(number, Box::pin(first.deliver_all(&stop)))
                    .await
                    .is_none(),
                Moment::Time(limit) => timeout(limit, Box::pin(first.deliver_all(&stop)))
                    .await
                    .is_err(),
            };
            drop(first);
            chat.wait_until_served().await.unwrap();
            if matches!(memory, Memory::Faded) {
                clock.leap_to(clock.now() + MUCH_LATER);
            }
        }
        let mut second = courier(&chat, &store, &clock);
        Box::pin(second.deliver_all(&stop)).await.unwrap();
        assert_eq!(store.pending().unwrap(), [], "{poll} {moment:?}");
    }
    let messages = chat.messages(FLOOR);
    let (replies, cards): (Vec<_>, Vec<_>) = messages.iter().partition(|it| it.reply_to.is_some());
    let replies: Vec<_> = replies.iter().map(|it| (it.reply_to, it.text())).collect();
    let [card] = cards[..] else {
        panic!("{poll} {moment:?}: {cards:#?}");
    };
    let worse = "🔴 Worse: abandoned 30.0 % (30 of 100) · skill 12 · principal";
    let expected = (Some(card.id), worse.to_owned());
    assert_eq!(replies, [expected], "{poll} {moment:?}");
    assert!(card.text().contains("✅"), "{moment:?}: {card:#?}");
    let names: Vec<_> = card.files.iter().map(|file| &file.name).collect();
    assert_eq!(names, ["chart.png"], "{moment:?}");
    was_abandoned
}

/// Polls a future so often, and drops it where it has not ended by then.
async fn up_to<T>(polls: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending if left <= 1 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

fn courier(chat: &DiscordStandIn, store: &Store, clock: &Clock) -> OutboxDispatcher<DiscordClient> {
    let discord = DiscordClient::new(discord::DiscordSettings {
        token: "sandbox-token".into(),
        guilds: Vec::new(),
        api_url: Some(chat.url().to_owned()),
        roles: BTreeMap::new(),
        channels: BTreeMap::from([(ChannelName::new("floor"), FLOOR)]),
        time_limits: TimeLimits::default(),
    });
    let words = Words::new(Locale::from_tag("en"), Tz::UTC);
    let voices = Arc::new(CardRenderer::new(BTreeMap::new(), words));
    let wake = Arc::new(Wake::new());
    OutboxDispatcher::new(discord, store.clone(), voices, clock.clone(), wake)
}

/// Commits what a poll made of the alert.
fn commit(store: &Store, kind: EventKind, start: DateTime<chrono::Utc>, at: DateTime<chrono::Utc>) {
    let snapshot = Snapshot {
        operation: operation(),
        as_of: at,
        readings: Vec::new(),
    };
    let outcome = outcome(kind, at, alert(start, at));
    store.commit(&snapshot, &outcome).unwrap();
}

fn operation() -> OperationName {
    OperationName::new("principal")
}

fn alert(since: DateTime<chrono::Utc>, at: DateTime<chrono::Utc>) -> Alert {
    let key = AlertKey {
        rule: RuleId::new("abandonment"),
        scope: Scope::Skill(SkillId(12)),
    };
    let seen = |at| Observation {
        sample: Sample {
            value: Quantity::share(30, 100).unwrap(),
            part: Some(30),
            of: Some(100),
        },
        window: TimeWindow::ending(at, HOUR),
    };
    // From the third figure on there is a picture.
    let polls = (0..).map(|number| since + Duration::from_secs(300) * number);
    let trend: Vec<_> = polls.take_while(|poll| *poll <= at).map(seen).collect();
    let now = seen(at);
    Alert {
        incident: Some(IncidentId::of(&operation(), "abandonment", since)),
        key,
        state: AlertState::Firing(FiringState {
            since,
            fired_at: since,
            severity: Severity::Critical,
        }),
        metric: Metric::AbandonRate,
        grounds: VerdictBasis {
            side: Some(Side::Above),
            warning: Some(Quantity::Percent(5.0)),
            critical: Some(Quantity::Percent(10.0)),
            ..VerdictBasis::default()
        },
        window: now.window,
        trend,
        peak: Some(now),
        checks: 1,
        no_data: None,
        openings: 1,
        first_opened: None,
        clues: Vec::new(),
    }
}

/// The incident of that alert.
fn incident(alert: &Alert) -> Incident {
    let rule = Rule::new(
        alert.key.rule.clone(),
        alert.metric,
        ScopeSelection::EverySkill,
        AbsentCondition::new(Some(HOUR), None).unwrap(),
        NotifyTarget::one(ChannelName::new("floor")),
    );
    Incident {
        id: alert.incident.unwrap(),
        subject: IncidentSubject::Rule(Box::new(IncidentCondition::of(&rule, &[]))),
        channel: ChannelName::new("floor"),
        opened_at: alert.state.since(),
        severity: Severity::Critical,
        scopes: 1,
        ended: Vec::new(),
        over: 0,
        standing: IncidentStanding::Announced(AnnouncedState::at(alert.state.since(), None)),
        log: Vec::new(),
    }
}

/// What a poll made of the alert.
fn outcome(kind: EventKind, at: DateTime<chrono::Utc>, alert: Alert) -> PollOutcome {
    let mut incident = incident(&alert);
    let (key, is_loud) = (alert.key.clone(), matches!(kind, EventKind::Escalated));
    let reason = match kind {
        EventKind::Resolved(reason) => Some(reason),
        _ => None,
    };
    incident.ended.extend(reason.map(|reason| IncidentEnd {
        alert: alert.clone(),
        at,
        reason,
    }));
    let open = if reason.is_some() {
        vec![]
    } else {
        vec![alert]
    };
    let mark = IncidentMark::default();
    let news = IncidentNews {
        kind,
        incident: incident.clone(),
        open: open.clone(),
        more: 0,
        rules: 1,
        mark: mark.clone(),
        ring: NotificationLevel {
            is_loud,
            ..NotificationLevel::default()
        },
        rings_in: None,
    };
    let (incidents, closed, ended) = match reason {
        None => (vec![incident], vec![], vec![]),
        Some(reason) => {
            let closed = ClosedIncident {
                incident,
                at,
                reason,
                mark,
            };
            (vec![], vec![closed], vec![key])
        }
    };
    PollOutcome {
        changed: open,
        ended,
        incidents,
        closed,
        events: vec![Event {
            operation: operation(),
            at,
            news: EventContent::Incident(Box::new(news)),
        }],
        ..PollOutcome::default()
    }
}
