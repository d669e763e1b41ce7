//! One incident from its first breach to its end, while the bot is killed and started again.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::{Arc, Mutex},
    time::Duration,
};

use tempfile::TempDir;
use vigia_core::metrics::OperationName;
use vigia_sandbox::{
    centre::SeenRequest,
    chat::{ChatFault, ChatMessage, ChatRequest, ChatState, FaultMoment},
};
use vigia_store::{Store, StoreSettings};

use super::bot::{LedBot, kill_later, lock};
use crate::support::{
    floor::{CRITICAL, FLOOR, Floor, Plan, WARNING},
    led::LedTime,
};

/// One poll makes it fire, and two that it ends.
const RULES: &str = "\
rules:
  - alert: abandonment
    metric: abandon.rate
    of: skill 12
    window: 60m
    when: { above: { warning: 8%, critical: 22% } }
    keep_firing_for: 1s
    recover: { below: 7% }
    notify: floor
";

/// How many polls any step of the story may take.
const MOST_POLLS: usize = 20;

/// A moment to kill the bot at. Requests are counted from the last start, from 1.
#[derive(Clone, Copy, Debug)]
pub(super) enum Point {
    /// The request of that number to Discord, before or after it takes effect.
    Chat(usize, FaultMoment),
    /// The answer of that number from the reports API.
    Report(usize),
    /// So long after the last report of that poll was answered.
    Poll(usize, Duration),
    /// So long after the start.
    Start(Duration),
}

/// What is left when all is over.
#[derive(Debug, PartialEq)]
pub(super) struct End {
    /// What the cards say first.
    pub(super) cards: Vec<String>,
    /// What the replies say, without figures.
    pub(super) lines: Vec<String>,
    /// What was posted more than once, by what the bot wanted it to be known again by.
    pub(super) repeated: Vec<String>,
    /// How many events are still to be told.
    pub(super) waiting: usize,
    /// How many alerts are still open.
    pub(super) open: usize,
    /// The names of the commands.
    pub(super) commands: BTreeSet<String>,
    /// What the chat refused: method and code.
    pub(super) refused: BTreeSet<(String, Option<u64>)>,
}

/// What came of a story.
pub(super) struct Outcome {
    pub(super) end: End,
    /// How often the bot was killed.
    pub(super) deaths: usize,
    /// How many requests it made to the chat.
    pub(super) requests: usize,
    /// What it said.
    pub(super) said: String,
}

/// The moments that are still to come, and what has been counted since the last start.
#[derive(Default)]
struct Doom {
    points: VecDeque<Point>,
    chat: usize,
    reports: usize,
    polls: usize,
}

struct World {
    floor: Floor,
    led: LedBot,
    doom: Arc<Mutex<Doom>>,
    _folder: TempDir,
}

/// Plays the story, with the bot killed at these points, one after the other.
pub(super) async fn play(points: &[Point], faults: Vec<ChatFault>) -> Outcome {
    let mut world = World::build(points, faults).await;
    world.led.start();
    world.play().await;
    lock(&world.doom).points.clear();
    let data = world.floor.folder().join("data");
    let has_left = || {
        let store = Store::open(StoreSettings::new(&data)).unwrap();
        !store.pending().unwrap().is_empty()
    };
    world.led.finish(has_left).await;
    Outcome {
        end: world.end(),
        deaths: world.led.bot.deaths(),
        requests: world.floor.chat.requests().len(),
        said: world.led.bot.said(),
    }
}

impl World {
    async fn build(points: &[Point], faults: Vec<ChatFault>) -> Self {
        let folder = TempDir::new().unwrap();
        let start = "2026-11-16T15:00:00Z".parse().unwrap();
        let time = LedTime::start(folder.path(), start);
        let floor = Floor::planned(Plan {
            clock: time.clock(),
            licences: 1_000,
            language: "en",
            rules: RULES,
            ..Plan::default()
        });
        let floor = floor.await;
        for fault in faults {
            floor.chat.inject(fault);
        }
        let log = floor.folder().join("lives.log");
        let mut led = LedBot::new(floor.vigia("run").into_std(), log, time);
        let doom = Arc::new(Mutex::new(Doom {
            points: points.iter().copied().collect(),
            ..Doom::default()
        }));
        let (killer, seen) = (Arc::clone(&led.bot), Arc::clone(&doom));
        floor.chat.on_request(move |_, moment| {
            if lock(&seen).is_due_at_request(moment) {
                killer.kill();
            }
        });
        let (killer, answered) = (Arc::clone(&led.bot), Arc::clone(&doom));
        floor
            .centre
            .on_answer(move |seen| match lock(&answered).due_after_report(seen) {
                Some(Duration::ZERO) => killer.kill(),
                Some(delay) => kill_later(&killer, delay),
                None => {}
            });
        let begun = Arc::clone(&doom);
        led.on_start(move || lock(&begun).begin_life());
        Self {
            floor,
            led,
            doom,
            _folder: folder,
        }
    }

    async fn play(&mut self) {
        self.floor.lose_agents(&WARNING);
        self.until(|state| cards(state).next().is_some()).await;
        self.floor.lose_agents(&CRITICAL);
        self.until(|state| has_line(state, "Worse")).await;
        self.floor.give_agents_back();
        self.until(|state| cards(state).any(|card| card.text().contains("✅")))
            .await;
        loop {
            let deaths = self.led.bot.deaths();
            self.turn().await;
            if self.led.bot.deaths() == deaths {
                return;
            }
        }
    }

    /// One poll, and all that there is to say of it.
    async fn turn(&mut self) {
        self.led.poll().await;
        self.led.drain().await;
    }

    async fn until(&mut self, hoped: impl Fn(&ChatState) -> bool) {
        let mut polls = 0;
        while !self.floor.chat.look(&hoped) {
            assert!(polls < MOST_POLLS, "{}", self.picture());
            polls += 1;
            self.turn().await;
        }
    }

    fn end(&self) -> End {
        let store = Store::open(StoreSettings::new(self.floor.folder().join("data"))).unwrap();
        let book = store.book(&OperationName::new("principal")).unwrap();
        let commands = self.floor.chat.commands();
        let names = commands.iter().filter_map(|it| it["name"].as_str());
        let refused = self.floor.chat.violations();
        let refused = refused.iter().map(|it| (it.method.clone(), it.code()));
        self.floor.chat.look(|state| End {
            cards: cards(state).map(heading).collect(),
            lines: lines(state).map(|line| wordy(&line)).collect(),
            repeated: repeated(state),
            waiting: store.pending().unwrap().len(),
            open: book.alerts().count(),
            commands: names.map(str::to_owned).collect(),
            refused: refused.collect(),
        })
    }

    /// What there was to see, for whoever reads a failure.
    fn picture(&self) -> String {
        let asked = |it: &ChatRequest| format!("{} {} {:?}", it.method, it.path, it.status);
        let requests: Vec<_> = self.floor.chat.requests().iter().map(asked).collect();
        let said = self.led.bot.said();
        let (cards, lines) = self.floor.chat.look(|state| {
            let cards: Vec<_> = cards(state).map(ChatMessage::text).collect();
            (cards, lines(state).collect::<Vec<_>>())
        });
        format!("{requests:#?}\n{cards:#?}\n{lines:#?}\n{said}")
    }
}

impl Doom {
    /// Counts anew for the life that begins, and returns when that ends, where it is known.
    fn begin_life(&mut self) -> Option<Duration> {
        (self.chat, self.reports, self.polls) = (0, 0, 0);
        self.is_due(|_, point| match point {
            Point::Start(delay) => Some(delay),
            _ => None,
        })
    }

    fn is_due_at_request(&mut self, now: FaultMoment) -> bool {
        self.chat += usize::from(now == FaultMoment::Before);
        self.is_due(|doom, point| match point {
            Point::Chat(number, moment) if doom.chat == number && moment == now => {
                Some(Duration::ZERO)
            }
            _ => None,
        })
        .is_some()
    }

    fn due_after_report(&mut self, seen: &SeenRequest) -> Option<Duration> {
        self.reports += 1;
        // The report of a single skill is the last one that a poll reads.
        let is_last = seen.parameter("skill_id") == Some("12");
        self.polls += usize::from(is_last);
        self.is_due(|doom, point| match point {
            Point::Report(number) if doom.reports == number => Some(Duration::ZERO),
            Point::Poll(number, delay) if is_last && doom.polls == number => Some(delay),
            _ => None,
        })
    }

    fn is_due(&mut self, when: impl Fn(&Self, Point) -> Option<Duration>) -> Option<Duration> {
        let delay = when(self, *self.points.front()?)?;
        self.points.pop_front();
        Some(delay)
    }
}

fn cards(state: &ChatState) -> impl Iterator<Item = &ChatMessage> {
    state
        .messages(FLOOR)
        .filter(|message| message.reply_to.is_none())
}

fn lines(state: &ChatState) -> impl Iterator<Item = String> {
    let replies = state.messages(FLOOR);
    let replies = replies.filter(|message| message.reply_to.is_some());
    replies.map(|reply| reply.content.clone())
}

fn repeated(state: &ChatState) -> Vec<String> {
    let mut known = BTreeSet::new();
    let nonces = state.messages(FLOOR).map(|message| {
        let nonce = message.nonce.clone();
        nonce.unwrap_or_else(|| "a message without a nonce".to_owned())
    });
    nonces
        .filter(|nonce| !known.insert(nonce.clone()))
        .collect()
}

fn has_line(state: &ChatState, word: &str) -> bool {
    lines(state).any(|line| line.contains(word))
}

/// The card's title up to its first figure.
fn heading(card: &ChatMessage) -> String {
    wordy(card.title().unwrap_or_default())
}

fn wordy(text: &str) -> String {
    let words = text.split(|it: char| it.is_ascii_digit() || it == ':');
    words.take(1).map(str::trim).collect()
}
