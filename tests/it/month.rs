//! A month of daily summaries on a clock that leaps: through a change of the clocks and a
//! holiday, while the bot dies, reports cannot be read and Discord is out of order.

mod forms;
mod late;

use std::{collections::BTreeMap, path::Path, sync::Arc, time::Duration};

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::America::Santiago;
use rand::{Rng as _, SeedableRng as _, seq::SliceRandom as _};
use rand_chacha::ChaCha8Rng;
use tempfile::TempDir;
use tokio::{
    sync::Notify,
    task::{JoinHandle, JoinSet},
    time::timeout,
};
use tokio_util::sync::CancellationToken;
use vigia::{
    discord::{self, DiscordClient, TimeLimits},
    watch::{CardRenderer, OutboxDispatcher, SummaryParts, SummaryScheduler},
};
use vigia_cards::{Locale, Words, summary::mark};
use vigia_clock::Clock;
use vigia_core::{
    metrics::{OperationName, Quantity},
    rules::{Calendar, CalendarName, ChannelName, DaySelection, OpeningHours},
    summaries::{Edition, EditionFate, SummaryName, SummaryPeriod, SummaryPlan, SummarySection},
};
use vigia_sandbox::{
    centre::{self, SimulatedCentre},
    chat::{self, DiscordStandIn},
};
use vigia_store::{Store, StoreSettings};
use vigia_wolkvox::{NameDirectory, OperationAccess, RequestGate};

use crate::support::{floor::FLOOR, soak};

const MINUTE: TimeDelta = TimeDelta::minutes(1);

fn operation() -> OperationName {
    OperationName::new("principal")
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Open on weekdays and Saturdays, but for a holiday.
fn plan(holidays: &[NaiveDate]) -> SummaryPlan {
    let hours = |text| OpeningHours::parse_day(text).unwrap();
    let day = || hours("07:00-20:00");
    SummaryPlan {
        name: SummaryName::new("closing"),
        operation: operation(),
        channel: ChannelName::new("floor"),
        mention: Vec::new(),
        zone: Santiago,
        at: NaiveTime::from_hms_opt(20, 30, 0).unwrap(),
        days: DaySelection::ALL,
        calendar: Some(Calendar {
            name: CalendarName::new("opening-hours"),
            zone: None,
            week: [
                day(),
                day(),
                day(),
                day(),
                day(),
                hours("08:00-16:00"),
                Vec::new(),
            ],
            holidays: holidays.iter().copied().collect(),
            special: BTreeMap::new(),
        }),
        period: SummaryPeriod::Day,
        sections: [SummarySection::Figures].into(),
        goals: Vec::new(),
        language: None,
        names_agents: false,
        catch_up: Duration::from_secs(6 * 3_600),
        reread: NaiveTime::from_hms_opt(7, 0, 0).unwrap(),
        moved: 1.0,
    }
}

/// The outside and what is on the disk, which outlive the bot.
struct World {
    folder: TempDir,
    clock: Clock,
    centre: SimulatedCentre,
    chat: DiscordStandIn,
    plan: SummaryPlan,
    bot: Option<Bot>,
    deaths: usize,
}

/// The bot, as far as summaries go.
struct Bot {
    store: Store,
    summarist: SummaryScheduler,
    courier: OutboxDispatcher<DiscordClient>,
    worker: JoinHandle<()>,
}

impl World {
    async fn new(plan: SummaryPlan, start: DateTime<Utc>) -> Self {
        let clock = Clock::leaping(start);
        let centre = SimulatedCentre::start(centre::CentreSettings {
            zone: Santiago,
            clock: clock.clone(),
            ..centre::CentreSettings::default()
        });
        let chat = DiscordStandIn::start(chat::ChatSettings {
            clock: clock.clone(),
            channels: vec![(FLOOR, "floor".to_owned())],
            ..chat::ChatSettings::default()
        });
        let mut world = Self {
            folder: tempfile::tempdir().unwrap(),
            clock,
            centre: centre.await.unwrap(),
            chat: chat.await.unwrap(),
            plan,
            bot: None,
            deaths: 0,
        };
        world.start();
        world
    }

    fn start(&mut self) {
        let store = open(self.folder.path());
        let name = operation();
        let token = self.centre.token().to_owned();
        let at = OperationAccess::new(name.clone(), "", token.into(), Santiago, 100)
            .at(self.centre.url());
        let (gate, worker) = RequestGate::new(&at, self.clock.clone(), None, |_| ()).unwrap();
        let wake_dispatcher = Arc::new(Notify::new());
        let summarist = SummaryScheduler::new(SummaryParts {
            operation: name,
            directory: NameDirectory::new(gate.clone()),
            gate,
            plans: vec![self.plan.clone()],
            settle: Duration::from_secs(60),
            store: store.clone(),
            clock: self.clock.clone(),
            wake_dispatcher: Arc::clone(&wake_dispatcher),
        });
        let discord = DiscordClient::new(discord::DiscordSettings {
            token: "sandbox-token".into(),
            guilds: Vec::new(),
            api_url: Some(self.chat.url().to_owned()),
            channels: [(ChannelName::new("floor"), FLOOR)].into(),
            roles: BTreeMap::new(),
            time_limits: TimeLimits::default(),
        });
        let words = Words::new(Locale::from_tag("es-CL"), Santiago);
        let voices = Arc::new(CardRenderer::new(BTreeMap::new(), words));
        let (kept, clock) = (store.clone(), self.clock.clone());
        self.bot = Some(Bot {
            store,
            summarist,
            courier: OutboxDispatcher::new(discord, kept, voices, clock, wake_dispatcher),
            worker: tokio::spawn(worker.run(CancellationToken::new())),
        });
    }

    fn bot(&mut self) -> &mut Bot {
        self.bot.as_mut().unwrap()
    }

    /// The bot dies: what it held in memory is gone.
    async fn dies(&mut self) {
        self.stops().await;
        self.deaths += 1;
        self.start();
    }

    async fn stops(&mut self) {
        if let Some(bot) = self.bot.take() {
            bot.worker.abort();
            let _ = bot.worker.await;
        }
    }

    /// Makes and tells what is due, and leaps to when there is more to do, at most to `until`.
    async fn go(&mut self, until: DateTime<Utc>) {
        let next = self.bot().summarist.turn().await.unwrap();
        self.tell().await;
        // What failed is tried again, which moves a leaping clock a little.
        let now = self.clock.now();
        self.clock
            .leap_to(next.max(now + TimeDelta::seconds(1)).min(until));
    }

    async fn go_on(&mut self, until: DateTime<Utc>) {
        while self.clock.now() < until {
            self.go(until).await;
        }
        self.go(until).await;
    }

    async fn tell(&mut self) {
        let stop = CancellationToken::new();
        self.bot().courier.deliver_all(&stop).await.unwrap();
    }

    /// How many messages in the channel are of that edition.
    fn posts_of(&self, edition: &Edition) -> usize {
        let mark = mark(edition.id());
        let bears = |text: String| text.contains(&mark);
        self.chat
            .look(|state| state.messages(FLOOR).filter(|it| bears(it.text())).count())
    }

    fn posts(&self) -> usize {
        self.chat.look(|state| state.messages(FLOOR).count())
    }

    fn fate(&mut self, edition: &Edition) -> Option<EditionFate> {
        let issue = self.bot().store.issue(&operation(), edition.id()).unwrap();
        issue.map(|issue| issue.fate)
    }
}

fn open(folder: &Path) -> Store {
    Store::open(StoreSettings::new(folder)).unwrap()
}

fn local(text: &str) -> DateTime<Utc> {
    let time = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    time.and_local_timezone(Santiago)
        .earliest()
        .unwrap()
        .to_utc()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_summary_takes_at_most_twelve_requests_however_many_hours_and_skills() {
    let plan = SummaryPlan {
        sections: [SummarySection::Figures, SummarySection::Skills].into(),
        ..plan(&[])
    };
    let mut world = World::new(plan, local("2026-11-16 19:00")).await;
    world.go_on(local("2026-11-16 21:00")).await;
    assert_eq!(world.posts(), 1);
    let requests = world.centre.requests();
    let reports: Vec<_> = requests
        .iter()
        .filter(|it| it.query.contains("date_ini"))
        .map(|it| it.query.split('&').next().unwrap_or_default())
        .collect();
    assert!(reports.len() <= 12, "{reports:?}");
    assert!(reports.contains(&"api=skill_7"), "{reports:?}");
    world.stops().await;
}

/// What goes wrong on a day.
#[derive(Clone, Copy, Debug)]
enum Trouble {
    None,
    /// The API fails from before the post on, for so long after it.
    Outage(centre::ApiFault, TimeDelta),
    /// Some of its answers fail.
    Hiccups(usize),
    /// The bot is down from before the post on, for so long after it.
    Down(TimeDelta),
}

/// A month as the dice fall; gives back how often the bot died.
async fn month(seed: u64, from: NaiveDate, holiday: NaiveDate) -> usize {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let plan = plan(&[holiday]);
    let start = local(&format!("{from} 06:00"));
    let mut world = World::new(plan.clone(), start).await;
    let days: Vec<NaiveDate> = from.iter_days().take(30).collect();
    for day in &days {
        let due = local(&format!("{day} 20:30"));
        let trouble = match dice.gen_range(0..6) {
            0 => {
                let fault = [
                    centre::ApiFault::ServerError,
                    centre::ApiFault::Refused,
                    centre::ApiFault::Garbage,
                    centre::ApiFault::Maintenance,
                ];
                let fault = *fault.choose(&mut dice).unwrap();
                Trouble::Outage(fault, MINUTE * dice.gen_range(1..340))
            }
            1 => Trouble::Hiccups(dice.gen_range(1..12)),
            2 => Trouble::Down(MINUTE * dice.gen_range(1..350)),
            _ => Trouble::None,
        };
        live(&mut world, trouble, due, &mut dice).await;
    }
    let last = local(&format!("{} 12:00", days[29].succ_opt().unwrap()));
    world.go_on(last).await;
    let mut expected = 0;
    for day in days {
        let edition = plan
            .editions(local(&format!("{day} 03:30")))
            .next()
            .filter(|edition| edition.date == day);
        let is_open = day.weekday() != Weekday::Sun && day != holiday;
        assert_eq!(edition.is_some(), is_open, "{day}");
        if let Some(edition) = edition {
            assert_eq!(world.posts_of(&edition), 1, "seed {seed}, {day}");
            assert_whole(&mut world, &edition, seed);
            expected += 1;
        }
    }
    assert_eq!(world.posts(), expected, "seed {seed}");
    assert_eq!(world.bot().store.pending().unwrap(), []);
    world.deaths
}

/// A day with its trouble, up to the next morning.
async fn live(world: &mut World, trouble: Trouble, due: DateTime<Utc>, dice: &mut ChaCha8Rng) {
    world.go_on(due - MINUTE * 5).await;
    let mut calm_at = due + MINUTE * 2;
    match trouble {
        Trouble::None => {}
        Trouble::Outage(fault, length) => {
            world.centre.fault(fault);
            calm_at = due + length;
        }
        Trouble::Hiccups(count) => {
            world
                .centre
                .fault_next(count, centre::ApiFault::ServerError);
        }
        Trouble::Down(length) => {
            world.stops().await;
            world.clock.leap_to(due + length);
            calm_at = due + length;
            world.deaths += 1;
            world.start();
        }
    }
    // Around the post everything may happen at once.
    while world.clock.now() < calm_at + MINUTE * 10 {
        if dice.gen_bool(0.3) {
            world.chat.inject(chat_fault(dice));
        }
        if world.clock.now() >= calm_at {
            world.centre.heal();
        }
        let limit = Duration::from_millis(dice.gen_range(1..400));
        if dice.gen_bool(0.4) {
            let turn = async {
                let bot = world.bot.as_mut().unwrap();
                bot.summarist.turn().await.unwrap();
                let stop = CancellationToken::new();
                bot.courier.deliver_all(&stop).await.unwrap();
            };
            if timeout(limit, turn).await.is_err() {
                world.dies().await;
            }
        } else {
            let until = world.clock.now() + MINUTE * dice.gen_range(1..40);
            world.go(until).await;
        }
        if dice.gen_bool(0.1) {
            world.dies().await;
        }
        world.clock.leap_to(world.clock.now() + MINUTE);
    }
    world.centre.heal();
    // Whatever Discord did not take is told by the morning.
    for _ in 0..20 {
        world.tell().await;
        if world.bot().store.pending().unwrap().is_empty() {
            break;
        }
        world.dies().await;
        world.clock.leap_to(world.clock.now() + MINUTE * 2);
    }
}

fn chat_fault(dice: &mut ChaCha8Rng) -> chat::ChatFault {
    let faults = [
        chat::ChatFault::status(500),
        chat::ChatFault::status(502).after_effect(),
        chat::ChatFault::hang_up(),
        chat::ChatFault::hang_up().after_effect(),
    ];
    let place = [("POST", "/messages"), ("PATCH", "/messages")];
    let (method, path) = *place.choose(dice).unwrap();
    faults.choose(dice).unwrap().clone().on(method, path)
}

/// What is remembered of an edition is what the centre knows, however the day went.
fn assert_whole(world: &mut World, edition: &Edition, seed: u64) {
    let fate = world.fate(edition);
    let Some(EditionFate::Settled(summary)) = fate else {
        panic!("seed {seed}, {}: {fate:?}", edition.date);
    };
    assert_eq!(summary.missing, [], "seed {seed}, {}", edition.date);
    let offered = summary.figures[0].sample.unwrap().value;
    assert!(
        matches!(offered, Quantity::Count(calls) if calls > 100),
        "seed {seed}, {}: {offered:?}",
        edition.date
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_open_day_of_a_month_has_one_post_whatever_goes_wrong() {
    // The clocks go back on the 4th of April, and forward on the 6th of September.
    let months = [("2026-03-18", "2026-04-03"), ("2026-08-24", "2026-09-18")];
    let mut living = JoinSet::new();
    for seed in soak::seeds(1) {
        let (from, holiday) = months[usize::try_from(seed).unwrap() % months.len()];
        living.spawn(month(seed, date(from), date(holiday)));
    }
    let mut deaths = 0;
    while let Some(lived) = living.join_next().await {
        deaths += lived.unwrap();
    }
    assert!(deaths > 8, "{deaths}");
}
