//! What goes wrong, at random: when the bot is killed, what the reports API answers instead,
//! and what Discord does.

use std::time::Duration;

use rand::{Rng as _, SeedableRng as _, seq::SliceRandom as _};
use rand_chacha::ChaCha8Rng;
use vigia_sandbox::{
    centre,
    chat::{self, FaultMoment},
};

/// How many API faults strike between two polls at most. A call is tried four times.
const REPORT_FAULTS: usize = 3;

/// A moment to kill the bot at, once.
#[derive(Clone, Copy, Debug)]
pub(super) enum Doom {
    /// So long after trouble came, by the led clock.
    At(Duration),
    /// At the request of that number to Discord, before or after it takes effect.
    Chat(usize, FaultMoment),
    /// At the answer of that number from the reports API.
    Report(usize),
    /// So long after the poll was kept, in real time.
    Kept(Duration),
}

/// What goes wrong between two polls.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) dooms: Vec<Doom>,
    pub(super) reports: Vec<centre::ApiFault>,
    pub(super) chat: Vec<chat::ChatFault>,
}

/// The dice; none on a calm day.
#[derive(Clone, Debug)]
pub(super) struct Trouble(Option<ChaCha8Rng>);

impl Trouble {
    pub(super) fn of(seed: Option<u64>) -> Self {
        Self(seed.map(ChaCha8Rng::seed_from_u64))
    }

    /// What goes wrong next.
    pub(super) fn plan(&mut self, every: Duration) -> Plan {
        let Some(dice) = &mut self.0 else {
            return Plan::default();
        };
        let dooms = (0..dice.gen_range(0..4))
            .map(|_| doom(dice, every))
            .collect();
        let reports: Vec<_> = (0..dice.gen_range(0..=REPORT_FAULTS))
            .map(|_| passing(dice))
            .collect();
        let chat = (0..dice.gen_range(0..5))
            .map(|_| of_discord(dice))
            .collect();
        Plan {
            dooms,
            reports,
            chat,
        }
    }

    pub(super) fn strikes(&mut self, chance: f64) -> bool {
        self.0.as_mut().is_some_and(|dice| dice.gen_bool(chance))
    }

    /// At most so long.
    pub(super) fn up_to(&mut self, most: Duration) -> Duration {
        let dice = self.0.as_mut();
        dice.map_or(Duration::ZERO, |dice| dice.gen_range(Duration::ZERO..most))
    }
}

fn doom(dice: &mut ChaCha8Rng, every: Duration) -> Doom {
    match dice.gen_range(0..4) {
        0 => Doom::At(dice.gen_range(Duration::ZERO..every)),
        1 => {
            let moment = [FaultMoment::Before, FaultMoment::After]
                .choose(dice)
                .copied();
            Doom::Chat(dice.gen_range(1..12), moment.unwrap())
        }
        2 => Doom::Report(dice.gen_range(1..16)),
        _ => Doom::Kept(Duration::from_micros(dice.gen_range(0..60_000))),
    }
}

/// A fault after which another try helps.
fn passing(dice: &mut ChaCha8Rng) -> centre::ApiFault {
    use centre::ApiFault::{Closed, CutBody, ServerError, Simultaneous, Slow};
    let slow = Slow(Duration::from_millis(dice.gen_range(5..150)));
    let faults = [ServerError, Closed, CutBody, Simultaneous, slow];
    *faults.choose(dice).unwrap()
}

fn of_discord(dice: &mut ChaCha8Rng) -> chat::ChatFault {
    let wait = Duration::from_millis(dice.gen_range(10..400));
    let faults = [
        chat::ChatFault::status(500),
        chat::ChatFault::status(502).after_effect(),
        chat::ChatFault::status(503).times(2),
        chat::ChatFault::hang_up(),
        chat::ChatFault::hang_up().after_effect(),
        chat::ChatFault::silence(wait),
        chat::ChatFault::silence(wait).after_effect(),
        chat::ChatFault::rate_limit(wait, false),
        chat::ChatFault::rate_limit(wait, true),
    ];
    let places = [
        ("POST", "/messages"),
        ("POST", "/messages"),
        ("PATCH", "/messages"),
        ("GET", "/messages"),
    ];
    let (method, path) = *places.choose(dice).unwrap();
    faults.choose(dice).unwrap().clone().on(method, path)
}
