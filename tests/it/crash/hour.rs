//! Two hours of several incidents, with people who act on them, while the bot dies, reports
//! are missing and Discord is out of order, all at random: the cards end as they do on a
//! calm day, to the letter, and no more rings than then.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use rand::{Rng as _, SeedableRng as _, seq::SliceRandom as _};
use rand_chacha::ChaCha8Rng;
use tempfile::TempDir;
use tokio::{sync::Notify as Wake, task::JoinSet, time::timeout};
use tokio_util::sync::CancellationToken;
use vigia::{
    discord::{self, DiscordClient, TimeLimits},
    watch::{CardRenderer, OutboxDispatcher},
};
use vigia_cards::{Locale, Words, alert::AlertAction};
use vigia_clock::Clock;
use vigia_core::{
    alerts::{
        Acknowledgement, AdvanceContext, AlertBook, DiscordUser, IncidentId, SilenceMatcher,
        SilenceRequest, SilenceSchedule, SnoozedUntil, advance,
    },
    metrics::{Metric, OperationName, Quantity, Sample, Scope, SkillId, Snapshot, TimeWindow},
    rules::{
        AlertPolicy, ChannelName, EscalationStep, Judgement, NotificationPolicy, NotifyTarget,
        RoleName, Rule, RuleId, Ruleset, ScopeSelection, Severity, Side, Threshold, Verdict,
        VerdictBasis,
    },
};
use vigia_sandbox::chat::{self, ChatFault, ChatMessage, ChatRole, ChatState, DiscordStandIn};
use vigia_store::{Store, StoreSettings};

use super::calm::{Cards, Rings, differences, faults, public_messages, rings};
use crate::support::{
    floor::{FLOOR, OFFICE},
    service::alert_action,
    soak,
};

const HOUR: Duration = Duration::from_secs(3_600);
const FIVE_MINUTES: TimeDelta = TimeDelta::minutes(5);
const POLLS: i32 = 24;

/// How long the chat remembers a nonce. The courier trusts it for half as long.
const NONCES: Duration = Duration::from_secs(120);

/// Polls in which nothing begins, ends or is due: a report that is missing then is no news.
const STEADY: [i32; 5] = [3, 7, 11, 15, 17];

const SUPERVISORS: u64 = 801;
const HEADS: u64 = 802;

/// From which poll to which an alert is how bad.
type Spell = (&'static str, u64, i32, i32, Severity);

/// Skills 12 and 15 are one incident, which becomes worse; skill 16 is another. The waits
/// begin under a silence and outlive it; the costs end under it.
const SPELLS: [Spell; 7] = [
    ("abandonment", 12, 1, 4, Severity::Warning),
    ("abandonment", 12, 5, 13, Severity::Critical),
    ("abandonment", 15, 1, 16, Severity::Warning),
    ("abandonment", 16, 6, 18, Severity::Critical),
    ("wait", 12, 4, 19, Severity::Critical),
    ("cost", 12, 4, 6, Severity::Warning),
    ("calls", 12, 2, 20, Severity::Warning),
];

#[tokio::test(flavor = "multi_thread")]
async fn whatever_goes_wrong_the_chat_ends_as_on_a_calm_day() {
    let calm = tell(None).await;
    assert_calm(&calm.end);
    let mut telling = JoinSet::new();
    let seeds = soak::seeds(3);
    let played = usize::try_from(seeds.end - seeds.start).unwrap();
    for seed in seeds {
        telling.spawn(async move { (seed, tell(Some(seed)).await) });
    }
    let (mut deaths, mut faults) = (0, 0);
    while let Some(told) = telling.join_next().await {
        let (seed, told) = told.unwrap();
        let (ours, calm) = (&told.end, &calm.end);
        let different = differences(&ours.cards, &calm.cards, FLOOR);
        assert!(different.is_empty(), "seed {seed}: {different:#?}");
        assert_eq!(ours.faults, [""; 0], "seed {seed}");
        for (channel, rings) in &ours.rings {
            let most = &calm.rings[channel];
            let is_less = rings.loud <= most.loud
                && rings.replies <= most.replies
                && rings.roles.is_subset(&most.roles);
            assert!(is_less, "seed {seed}, {channel}: {rings:?}, {most:?}");
        }
        assert_eq!((ours.deeds, ours.closed), (calm.deeds, calm.closed));
        deaths += told.deaths;
        faults += told.faults;
    }
    assert!(
        deaths > 12 * played && faults > 6 * played,
        "{deaths} {faults}"
    );
}

/// The story is about what it says it is about.
fn assert_calm(end: &End) {
    let heads = &end.rings[&OFFICE];
    assert_eq!(heads.loud, 4, "for each that nobody had in hand: {heads:?}");
    assert_eq!(heads.roles, BTreeSet::from([HEADS]));
    let floor = &end.cards[&FLOOR];
    assert_eq!(
        floor.len(),
        4,
        "the costs were silent to their end: {floor:#?}"
    );
    for card in floor.iter().chain(&end.cards[&OFFICE]) {
        assert!(card.text.contains("✅") && !card.can_act, "{card:#?}");
    }
    let of_acks = floor.iter().filter(|it| it.text.contains("Ana"));
    assert!(of_acks.count() >= 1, "{floor:#?}");
    let rings = &end.rings[&FLOOR];
    assert!(rings.replies >= 1, "{rings:?}");
    assert_eq!(rings.roles, BTreeSet::from([SUPERVISORS]));
}

/// What is left when all is over.
#[derive(Debug)]
struct End {
    cards: Cards<Shown>,
    rings: BTreeMap<u64, Rings>,
    faults: Vec<String>,
    deeds: usize,
    closed: usize,
}

/// A card, as people see it in the end.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Shown {
    text: String,
    can_act: bool,
}

struct Told {
    end: End,
    deaths: usize,
    faults: usize,
}

/// What goes wrong.
struct Trouble(Option<ChaCha8Rng>);

impl Trouble {
    fn strikes(&mut self, chance: f64) -> bool {
        self.0.as_mut().is_some_and(|dice| dice.gen_bool(chance))
    }

    fn up_to(&mut self, most: Duration) -> Duration {
        self.0
            .as_mut()
            .map_or(most, |dice| dice.gen_range(Duration::ZERO..most))
    }

    fn fault(&mut self) -> Option<ChatFault> {
        let dice = self.0.as_mut()?;
        let faults = [
            ChatFault::status(500),
            ChatFault::status(502).after_effect(),
            ChatFault::hang_up(),
            ChatFault::hang_up().after_effect(),
            ChatFault::rate_limit(Duration::from_millis(40), false),
            ChatFault::rate_limit(Duration::from_secs(30), false),
        ];
        let places = [("POST", "/messages"), ("PATCH", "/messages")];
        let (method, path) = *places.choose(dice)?;
        Some(faults.choose(dice)?.clone().on(method, path))
    }
}

struct World {
    folder: TempDir,
    chat: DiscordStandIn,
    clock: Clock,
    store: Store,
    book: AlertBook,
    rules: Ruleset,
    policy: AlertPolicy,
    trouble: Trouble,
    deaths: usize,
    faults: usize,
}

async fn tell(seed: Option<u64>) -> Told {
    let mut world = World::build(seed).await;
    for poll in 0..POLLS {
        world.clock.leap_to(at(poll));
        world.people(poll);
        world.poll(poll);
        world.deliver().await;
    }
    world.end().await
}

impl World {
    async fn build(seed: Option<u64>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::leaping(at(0));
        let settings = chat::ChatSettings {
            clock: clock.clone(),
            age_clock: clock.clone(),
            nonce_window: NONCES,
            channels: vec![(FLOOR, "floor".to_owned()), (OFFICE, "heads".to_owned())],
            roles: vec![ChatRole::new(SUPERVISORS, "s"), ChatRole::new(HEADS, "h")],
            ..chat::ChatSettings::default()
        };
        let store = open(folder.path());
        Self {
            chat: DiscordStandIn::start(settings).await.unwrap(),
            book: store.book(&operation()).unwrap(),
            folder,
            clock,
            store,
            rules: rules(),
            policy: policy(),
            trouble: Trouble(seed.map(ChaCha8Rng::seed_from_u64)),
            deaths: 0,
            faults: 0,
        }
    }

    /// What people do before that poll. Who presses a button twice changes nothing.
    fn people(&mut self, poll: i32) {
        let now = at(poll) - TimeDelta::seconds(20);
        let person = |id, name: &str| DiscordUser {
            id,
            name: name.to_owned(),
        };
        if poll == 2 {
            for rule in ["wait", "cost"] {
                let wish = SilenceRequest {
                    matcher: SilenceMatcher {
                        rule: Some(RuleId::new(rule)),
                        ..SilenceMatcher::default()
                    },
                    quiet: SilenceSchedule::Once {
                        from: now,
                        until: at(10),
                    },
                    by: person(1, "Ana"),
                    comment: None,
                    at: now,
                };
                self.store.silence(wish).unwrap();
            }
        }
        // The first time before it becomes worse, the second time after others were called.
        if [3, 10].contains(&poll) {
            let id = self.incident_of("abandonment", 12);
            let press = |by| {
                let acked = self.store.acknowledge(&operation(), id, by, None, now);
                acked.unwrap()
            };
            assert_eq!(press(person(1, "Ana")), Acknowledgement::Done);
            self.dies(0.5);
            let again = self
                .store
                .acknowledge(&operation(), id, person(2, "Luis"), None, now);
            assert!(matches!(again.unwrap(), Acknowledgement::Already(_)));
        }
        if poll == 4 {
            let id = self.incident_of("calls", 12);
            let by = person(2, "Luis");
            let snoozed = self.store.snooze(&operation(), id, by, at(9), now);
            assert_eq!(snoozed.unwrap(), SnoozedUntil::Done);
        }
    }

    fn incident_of(&self, rule: &str, skill: u64) -> IncidentId {
        let mut alerts = self.book.alerts();
        let alert = alerts.find(|alert| {
            alert.key.rule.as_str() == rule && alert.key.scope == Scope::Skill(SkillId(skill))
        });
        alert.unwrap().incident.unwrap()
    }

    /// One poll. Where the bot dies before the commit, it is read again.
    fn poll(&mut self, poll: i32) {
        let is_missing = STEADY.contains(&poll) && self.trouble.strikes(0.7);
        self.dies(0.2);
        let outcome = self.outcome(poll, is_missing);
        if self.dies(0.2) {
            assert_eq!(self.outcome(poll, is_missing), outcome);
        }
        let snapshot = Snapshot {
            operation: operation(),
            as_of: at(poll),
            readings: Vec::new(),
        };
        self.store.commit(&snapshot, &outcome).unwrap();
        self.book.apply(&outcome);
        self.dies(0.2);
    }

    fn outcome(&self, poll: i32, is_missing: bool) -> vigia_core::alerts::PollOutcome {
        let as_of = at(poll);
        let judgements = self.judgements(poll, is_missing);
        let silences = self.store.silences(as_of).unwrap();
        let marks = self.store.marks(&operation()).unwrap();
        let situation = AdvanceContext {
            silences: &silences,
            marks: &marks,
            ..AdvanceContext::new(as_of, Tz::UTC, &self.policy)
        };
        advance(&self.book, &self.rules, &judgements, &situation)
    }

    fn judgements(&self, poll: i32, is_missing: bool) -> Vec<Judgement<'_>> {
        let scopes: BTreeSet<_> = SPELLS.iter().map(|spell| (spell.0, spell.1)).collect();
        let judgement = |(rule, skill)| {
            let now = SPELLS.iter().find(|spell| {
                (spell.0, spell.1) == (rule, skill) && (spell.2..=spell.3).contains(&poll)
            });
            let verdict = match now {
                Some(_) if is_missing => Verdict::Missing,
                Some(spell) => Verdict::Breach(spell.4),
                None => Verdict::Clear,
            };
            let lost = match verdict {
                Verdict::Breach(Severity::Critical) => 30,
                Verdict::Breach(Severity::Warning) => 8,
                _ => 1,
            };
            let sample = Sample {
                value: Quantity::share(lost, 100).unwrap(),
                part: Some(lost),
                of: Some(100),
            };
            Judgement {
                rule: self.rules.rule(&RuleId::new(rule)).unwrap(),
                scope: Scope::Skill(SkillId(skill)),
                window: TimeWindow::ending(at(poll), HOUR),
                verdict,
                sample: (verdict != Verdict::Missing).then_some(sample),
                grounds: VerdictBasis::default(),
            }
        };
        scopes.into_iter().map(judgement).collect()
    }

    /// The bot dies, or not; whatever it held in memory is gone.
    fn dies(&mut self, chance: f64) -> bool {
        let dies = self.trouble.strikes(chance);
        if dies {
            self.deaths += 1;
            let elsewhere = tempfile::tempdir().unwrap();
            let before = std::mem::replace(&mut self.store, open(elsewhere.path()));
            drop(before);
            self.store = open(self.folder.path());
            let remembered = self.store.book(&operation()).unwrap();
            assert_eq!(remembered, self.book);
            self.book = remembered;
        }
        dies
    }

    /// Some of what waits is told; on a calm day all of it.
    async fn deliver(&mut self) {
        for _ in 0..2 {
            if self.trouble.strikes(0.4)
                && let Some(fault) = self.trouble.fault()
            {
                self.faults += 1;
                self.chat.inject(fault);
            }
        }
        if self.trouble.strikes(0.5) {
            let limit = self.trouble.up_to(Duration::from_millis(60));
            let mut courier = self.courier();
            let stop = CancellationToken::new();
            let _ = timeout(limit, courier.deliver_all(&stop)).await;
            drop(courier);
            self.deaths += 1;
        } else {
            let mut courier = self.courier();
            courier
                .deliver_all(&CancellationToken::new())
                .await
                .unwrap();
        }
        self.chat.wait_until_served().await.unwrap();
        if self.trouble.strikes(0.25) {
            // The courier must look for its mark, for the chat forgets the nonce.
            self.pass(NONCES + Duration::from_secs(1));
        } else if self.trouble.strikes(0.15) {
            let length = self.trouble.up_to(NONCES);
            self.pass(length);
        }
    }

    fn pass(&self, length: Duration) {
        self.clock.leap_to(self.clock.now() + length);
    }

    fn courier(&self) -> OutboxDispatcher<DiscordClient> {
        let discord = DiscordClient::new(discord::DiscordSettings {
            token: "sandbox-token".into(),
            guilds: Vec::new(),
            api_url: Some(self.chat.url().to_owned()),
            channels: [("floor", FLOOR), ("heads", OFFICE)]
                .map(|(name, number)| (ChannelName::new(name), number))
                .into(),
            roles: [("supervisors", SUPERVISORS), ("heads", HEADS)]
                .map(|(name, number)| (RoleName::new(name), number))
                .into(),
            time_limits: TimeLimits::default(),
        });
        let words = Words::new(Locale::from_tag("en"), Tz::UTC);
        let voices = Arc::new(CardRenderer::new(BTreeMap::new(), words));
        let (store, clock) = (self.store.clone(), self.clock.clone());
        OutboxDispatcher::new(discord, store, voices, clock, Arc::new(Wake::new()))
    }

    /// What is left when the weather is good again.
    async fn end(mut self) -> Told {
        self.trouble = Trouble(None);
        // Each round uses up some of the faults that are left.
        for _ in 0..200 {
            self.deliver().await;
            if self.store.pending().unwrap().is_empty() {
                break;
            }
        }
        assert_eq!(self.store.pending().unwrap(), []);
        assert_eq!(self.book.alerts().count(), 0);
        assert_eq!(self.store.marks(&operation()).unwrap(), BTreeMap::new());
        let all = at(-9)..at(99);
        let places = [FLOOR, OFFICE];
        let end = self.chat.look(|state| End {
            cards: places.map(|place| (place, cards(state, place))).into(),
            rings: places.map(|place| (place, rings(state, place))).into(),
            faults: places
                .into_iter()
                .flat_map(|it| faults(state, it))
                .collect(),
            deeds: self.store.audit(all.clone(), 99).unwrap().len(),
            closed: self
                .store
                .closed(&operation(), all.clone(), 99)
                .unwrap()
                .len(),
        });
        Told {
            end,
            deaths: self.deaths,
            faults: self.faults,
        }
    }
}

/// The cards in a channel, in whatever order they came.
fn cards(state: &ChatState, channel: u64) -> Vec<Shown> {
    let messages = public_messages(state, channel);
    let cards = messages.filter(|message| message.reply_to.is_none());
    let mut cards: Vec<_> = cards
        .map(|message| Shown {
            text: message.text(),
            can_act: has_more_than_details(message),
        })
        .collect();
    cards.sort();
    cards
}

fn at(poll: i32) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap() + FIVE_MINUTES * poll
}

fn operation() -> OperationName {
    OperationName::new("principal")
}

fn open(folder: &Path) -> Store {
    Store::open(StoreSettings::new(folder)).unwrap()
}

fn rules() -> Ruleset {
    let metric = Metric::AbandonRate;
    let limit = |value| Some(Quantity::Percent(value));
    let (warning, critical) = (limit(5.0), limit(10.0));
    let names: BTreeSet<_> = SPELLS.iter().map(|spell| spell.0).collect();
    let rule = |name| {
        let when = Threshold::new(metric, Side::Above, warning, critical, None, None);
        Rule::new(
            RuleId::new(name),
            metric,
            ScopeSelection::EverySkill,
            when.unwrap(),
            NotifyTarget::one(ChannelName::new("floor")),
        )
    };
    Ruleset {
        rules: names.into_iter().map(rule).collect(),
    }
}

/// Heads are called when nobody has had a critical incident in hand for a quarter of an hour.
fn policy() -> AlertPolicy {
    AlertPolicy {
        critical: NotificationPolicy {
            rings: true,
            mention: vec![RoleName::new("supervisors")],
        },
        escalation: vec![EscalationStep {
            after: Duration::from_secs(15 * 60),
            notify: Some(ChannelName::new("heads")),
            mention: vec![RoleName::new("heads")],
        }],
        ..AlertPolicy::default()
    }
}

/// What is over can be looked at, and no more.
fn has_more_than_details(message: &ChatMessage) -> bool {
    let parts = message.parts().into_iter();
    let mut presses = parts.filter_map(|part| part["custom_id"].as_str());
    presses.any(|press| alert_action(press) != Some(AlertAction::Details))
}
