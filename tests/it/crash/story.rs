//! One incident from its first breach to its end, while the bot is killed and started again.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::{Instant, sleep, timeout};
use vigia_core::metrics::OperationName;
use vigia_sandbox::{
    centre::SeenRequest,
    chat::{ChatFault, ChatMessage, ChatRequest, ChatState, FaultMoment},
};
use vigia_store::{Store, StoreSettings};

use super::bot::Bot;
use crate::support::floor::{CRITICAL, FLOOR, Floor, Plan, WARNING};

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

/// How long any step of the story may take.
const LIMIT: Duration = Duration::from_secs(40);

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
    /// What the threads say, without times and figures. A machine with too much to do makes
    /// polls run out of time, and that there was no data then is left out.
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
pub(super) struct Told {
    pub(super) end: End,
    /// How often the bot was killed.
    pub(super) deaths: usize,
    /// How many requests it made to the chat.
    pub(super) requests: usize,
    /// What it said.
    pub(super) said: String,
}

/// The moments that are still to come, and what has been counted since the last start.
struct Doom {
    points: VecDeque<Point>,
    chat: usize,
    reports: usize,
    polls: usize,
}

struct World {
    floor: Floor,
    bot: Arc<Bot>,
    doom: Arc<Mutex<Doom>>,
}

/// Tells the story, with the bot killed at these points, one after the other.
pub(super) async fn tell(points: &[Point], faults: Vec<ChatFault>) -> Told {
    let world = World::build(points, faults).await;
    let bot = Arc::clone(&world.bot);
    world.start();
    let story = async {
        tokio::select! {
            () = world.story() => {}
            () = world.revive() => {}
        }
    };
    let told = timeout(LIMIT, story).await;
    assert!(told.is_ok(), "{points:?}: no end\n{}", world.picture());
    world.stop().await;
    Told {
        end: world.end(),
        deaths: *bot.deaths().borrow(),
        requests: world.floor.chat.requests().len(),
        said: bot.said(),
    }
}

impl World {
    async fn build(points: &[Point], faults: Vec<ChatFault>) -> Self {
        let floor = Floor::planned(Plan {
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
        let bot = Arc::new(Bot::of(floor.vigia("run").into_std(), log));
        let doom = Arc::new(Mutex::new(Doom {
            points: points.iter().copied().collect(),
            chat: 0,
            reports: 0,
            polls: 0,
        }));
        let (killer, seen) = (Arc::clone(&bot), Arc::clone(&doom));
        floor.chat.on_request(move |_, moment| {
            if lock(&seen).is_due_at_request(moment) {
                killer.kill();
            }
        });
        let (killer, answered) = (Arc::clone(&bot), Arc::clone(&doom));
        floor
            .centre
            .on_answer(move |seen| match lock(&answered).due_after_report(seen) {
                Some(Duration::ZERO) => killer.kill(),
                Some(delay) => kill_later(&killer, delay),
                None => {}
            });
        Self { floor, bot, doom }
    }

    fn start(&self) {
        self.bot.start();
        if let Some(delay) = lock(&self.doom).due_after_start() {
            kill_later(&self.bot, delay);
        }
    }

    /// Starts the bot again whenever it was killed.
    async fn revive(&self) {
        let mut deaths = self.bot.deaths();
        loop {
            tokio::select! {
                died = deaths.changed() => {
                    died.unwrap();
                    lock(&self.doom).begin_anew();
                    self.start();
                }
                () = sleep(Duration::from_millis(100)) => {
                    let ended = self.bot.ended();
                    assert!(ended.is_none(), "{ended:?}\n{}", self.picture());
                }
            }
        }
    }

    async fn story(&self) {
        self.floor.lose_agents(&WARNING);
        self.until(|state| cards(state).next().is_some()).await;
        self.floor.lose_agents(&CRITICAL);
        self.until(|state| has_line(state, "escalated")).await;
        self.floor.give_agents_back();
        self.until(|state| has_line(state, "resolved")).await;
        self.until_quiet().await;
    }

    async fn until(&self, hoped: impl Fn(&ChatState) -> bool + Send) {
        let seen = self.floor.chat.wait_until(LIMIT, hoped).await;
        assert!(seen.is_ok(), "{}", self.picture());
    }

    /// Until a whole poll has gone by without a death.
    async fn until_quiet(&self) {
        let mut deaths = self.bot.deaths();
        loop {
            let before = (*deaths.borrow_and_update(), lock(&self.doom).polls);
            let poll = async {
                while lock(&self.doom).polls < before.1 + 1 {
                    sleep(Duration::from_millis(10)).await;
                }
                sleep(Duration::from_millis(150)).await;
            };
            tokio::select! {
                () = poll => return,
                died = deaths.changed() => died.unwrap(),
            }
        }
    }

    async fn stop(&self) {
        self.bot.ask_to_stop();
        let patience = Instant::now() + Duration::from_secs(10);
        let status = loop {
            match self.bot.ended() {
                Some(status) => break status,
                None if Instant::now() > patience => panic!("{}", self.picture()),
                None => sleep(Duration::from_millis(10)).await,
            }
        };
        assert!(status.success(), "{status}\n{}", self.picture());
    }

    fn end(&self) -> End {
        let store = Store::open(StoreSettings::new(self.floor.folder().join("data"))).unwrap();
        let book = store.book(&OperationName::new("principal")).unwrap();
        let commands = self.floor.chat.commands();
        let names = commands.iter().filter_map(|it| it["name"].as_str());
        let refused = self.floor.chat.violations();
        // A bot that was started again opens a thread that may be there.
        let refused = refused.iter().filter(|it| it.code() != Some(160_004));
        let refused = refused.map(|it| (it.method.clone(), it.code()));
        self.floor.chat.look(|state| End {
            cards: cards(state).map(heading).collect(),
            lines: lines(state)
                .map(|line| event(&line))
                .filter(|line| !line.contains("data"))
                .collect(),
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
        let said = self.bot.said();
        let (cards, lines) = self.floor.chat.look(|state| {
            let cards: Vec<_> = cards(state).map(ChatMessage::text).collect();
            (cards, lines(state).collect::<Vec<_>>())
        });
        format!("{requests:#?}\n{cards:#?}\n{lines:#?}\n{said}")
    }
}

impl Doom {
    fn begin_anew(&mut self) {
        (self.chat, self.reports, self.polls) = (0, 0, 0);
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

    fn due_after_start(&mut self) -> Option<Duration> {
        self.is_due(|_, point| match point {
            Point::Start(delay) => Some(delay),
            _ => None,
        })
    }

    fn is_due(&mut self, when: impl Fn(&Self, Point) -> Option<Duration>) -> Option<Duration> {
        let delay = when(self, *self.points.front()?)?;
        self.points.pop_front();
        Some(delay)
    }
}

fn kill_later(bot: &Arc<Bot>, delay: Duration) {
    let bot = Arc::clone(bot);
    tokio::spawn(async move {
        sleep(delay).await;
        bot.kill();
    });
}

fn lock(doom: &Mutex<Doom>) -> MutexGuard<'_, Doom> {
    doom.lock().unwrap_or_else(PoisonError::into_inner)
}

fn cards(state: &ChatState) -> impl Iterator<Item = &ChatMessage> {
    state.messages(FLOOR)
}

fn lines(state: &ChatState) -> impl Iterator<Item = String> {
    let threads = cards(state).filter_map(|card| card.thread);
    threads.flat_map(|thread| state.messages(thread).map(|line| line.content.clone()))
}

fn repeated(state: &ChatState) -> Vec<String> {
    let mut known = BTreeSet::new();
    let threads = cards(state).filter_map(|card| card.thread);
    let lines = threads.flat_map(|thread| state.messages(thread));
    let nonces = cards(state).chain(lines).map(|message| {
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
    let title = card.embeds.iter().find_map(|embed| embed.title.as_deref());
    wordy(title.unwrap_or_default())
}

/// A line without the time before it, up to its first figure.
fn event(line: &str) -> String {
    wordy(line.split_once(" · ").map_or(line, |(_, event)| event))
}

fn wordy(text: &str) -> String {
    let words = text.split(|it: char| it.is_ascii_digit() || it == ':');
    words.take(1).map(str::trim).collect()
}
