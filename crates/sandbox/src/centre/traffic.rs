//! What comes in and goes out in a quarter of an hour, before anybody picks it up: the
//! drafts of the inbound calls, and the calls and chats that need no queue.

use super::calls::{CallChannel, CallHandling, CallOutcome, Second, SimulatedCall};
use super::draw::{RandomSource, whole};
use super::people::CentreSkill;

/// The stretch over which the rate and the staff stay the same.
pub(super) const QUARTER: Second = 900;

/// The system hangs up a call that nobody took for nine minutes.
const SYSTEM_HANGS_UP: u32 = 540;

/// `WhatsApp` closes a chat that nobody took after so many seconds.
const CHAT_CLOSES: u32 = 79_200;

/// Agents write up each call for about this long.
pub(super) const WRAP_UP: u32 = 25;

/// An inbound call before the queue: what the caller will do and how the talk would go.
/// Everything random about a call is drawn here, so that the queue itself is a plain
/// function of its drafts.
pub(super) struct CallDraft {
    pub(super) arrived: Second,
    /// How long the caller waits at most.
    pub(super) patience: u32,
    /// How long an agent's phone rings.
    pub(super) ring: u32,
    pub(super) handling: CallHandling,
    pub(super) wrap_up: u32,
    /// Times the mean absence of an agent in a crew that is falling apart.
    pub(super) absence: f64,
    /// Seconds on hold if the agent is one who holds for ever.
    pub(super) endless_hold: u32,
    pub(super) callback: CallbackDraft,
}

/// What the caller would do about a callback.
pub(super) struct CallbackDraft {
    /// Seconds after the arrival at which the offer is answered.
    pub(super) asked_after: u32,
    /// Whether smart hold that runs wild makes an offer.
    pub(super) offered_wildly: bool,
    /// Decides the answer.
    pub(super) reply: f64,
    /// Three attempts at most: the pause before each, and what decides its luck.
    pub(super) attempts: [(u32, f64); 3],
    pub(super) talk: CallHandling,
    /// Which agent makes it.
    pub(super) agent: u32,
}

/// One skill's stretch of a quarter of an hour.
pub(super) struct QuarterHour<'a> {
    pub(super) skill: &'a CentreSkill,
    pub(super) from: Second,
    /// Share of the peak rate, this day's mood included.
    pub(super) level: f64,
}

impl QuarterHour<'_> {
    /// The inbound calls, in the order in which they arrive.
    pub(super) fn drafts(&self, chance: &mut RandomSource) -> Vec<CallDraft> {
        // Busy quarters come in heaps: more scatter than arrivals by pure chance would have.
        let surge = chance.log_normal(1.0, 0.13);
        let mut drafts: Vec<CallDraft> = self
            .arrivals(chance, self.per_hour(self.skill.calls_per_hour) * surge)
            .into_iter()
            .map(|arrived| self.draft(arrived, chance))
            .collect();
        drafts.sort_by_key(|draft| draft.arrived);
        drafts
    }

    /// Outbound and internal calls and chats, which wait for no queue.
    pub(super) fn besides(
        &self,
        crew: &[u32],
        chance: &mut RandomSource,
        calls: &mut Vec<SimulatedCall>,
    ) {
        let voice = self.per_hour(self.skill.calls_per_hour);
        self.outbound(voice * 0.22, crew, chance, calls);
        self.internal(voice * 0.05, crew, chance, calls);
        self.chats(
            self.per_hour(self.skill.chats_per_hour),
            crew,
            chance,
            calls,
        );
    }

    fn per_hour(&self, peak: u32) -> f64 {
        f64::from(peak) * self.level
    }

    fn arrivals(&self, chance: &mut RandomSource, per_hour: f64) -> Vec<Second> {
        let count = chance.poisson(per_hour / 4.0);
        (0..count)
            .map(|_| self.from + Second::from(chance.between(0, 899)))
            .collect()
    }

    fn draft(&self, arrived: Second, chance: &mut RandomSource) -> CallDraft {
        let hasty = chance.happens(0.022);
        let patience = if hasty {
            chance.between(1, 12)
        } else {
            whole(chance.log_normal(130.0, 0.8)).clamp(12, SYSTEM_HANGS_UP)
        };
        CallDraft {
            arrived,
            patience,
            ring: chance.between(2, 8),
            handling: handling(chance, f64::from(self.skill.talk)),
            wrap_up: whole(chance.exponential(f64::from(WRAP_UP))).min(180),
            absence: chance.exponential(1.0),
            endless_hold: chance.between(480, 1200),
            callback: self.callback(chance),
        }
    }

    fn callback(&self, chance: &mut RandomSource) -> CallbackDraft {
        let first = 240 + whole(chance.exponential(700.0)).min(4200);
        let mut attempt = |pause| (pause, chance.share());
        CallbackDraft {
            attempts: [attempt(first), attempt(420), attempt(660)],
            asked_after: chance.between(9, 16),
            offered_wildly: chance.happens(0.3),
            reply: chance.share(),
            talk: handling(chance, f64::from(self.skill.talk)),
            agent: chance.between(0, self.skill.agents.saturating_sub(1)),
        }
    }

    fn outbound(
        &self,
        per_hour: f64,
        crew: &[u32],
        chance: &mut RandomSource,
        calls: &mut Vec<SimulatedCall>,
    ) {
        for arrived in self.arrivals(chance, per_hour) {
            let handling = match chance.share() {
                // Voice mail and wrong numbers.
                share if share < 0.18 => talk_of(chance.between(1, 5)),
                share if share < 0.36 => talk_of(chance.between(6, 20)),
                _ => handling(chance, 90.0),
            };
            let call = self.call(CallChannel::Outbound, arrived, 0);
            calls.push(call.answered(crew, handling, chance));
        }
    }

    fn internal(
        &self,
        per_hour: f64,
        crew: &[u32],
        chance: &mut RandomSource,
        calls: &mut Vec<SimulatedCall>,
    ) {
        for arrived in self.arrivals(chance, per_hour) {
            let talk = talk_of(whole(chance.log_normal(45.0, 0.7)).clamp(4, 900));
            let wait = chance.between(1, 14);
            let call = if chance.happens(0.5) {
                self.call(CallChannel::InternalQueue, arrived, wait)
            } else {
                self.call(CallChannel::Internal, arrived, 0)
            };
            let queued = call.channel == CallChannel::InternalQueue;
            calls.push(if queued && chance.happens(0.03) {
                call
            } else {
                call.answered(crew, talk, chance)
            });
        }
    }

    fn chats(
        &self,
        per_hour: f64,
        crew: &[u32],
        chance: &mut RandomSource,
        calls: &mut Vec<SimulatedCall>,
    ) {
        for arrived in self.arrivals(chance, per_hour) {
            let whatsapp = chance.happens(0.75);
            let lost = chance.happens(0.05);
            let wait = whole(chance.log_normal(240.0, 1.5)).clamp(5, 21_600);
            let talk = talk_of(whole(chance.log_normal(600.0, 0.6)).clamp(30, 7200));
            calls.push(match (whatsapp, lost) {
                (true, true) => self.call(CallChannel::ChatWhatsapp, arrived, CHAT_CLOSES),
                (false, true) => self.call(CallChannel::ChatWeb, arrived, wait.min(900)),
                (true, false) => self
                    .call(CallChannel::ChatWhatsapp, arrived, wait)
                    .answered(crew, talk, chance),
                (false, false) => self
                    .call(CallChannel::ChatWeb, arrived, wait.min(1800))
                    .answered(crew, talk, chance),
            });
        }
    }

    /// A call that nobody took.
    fn call(&self, channel: CallChannel, arrived: Second, wait: u32) -> SimulatedCall {
        SimulatedCall {
            skill: self.skill.id,
            channel,
            arrived,
            wait,
            ended: arrived + Second::from(wait),
            outcome: CallOutcome::Abandoned,
        }
    }
}

impl SimulatedCall {
    /// The same call, taken by somebody of the crew.
    fn answered(self, crew: &[u32], handling: CallHandling, chance: &mut RandomSource) -> Self {
        let last = u32::try_from(crew.len())
            .unwrap_or(u32::MAX)
            .saturating_sub(1);
        match crew.get(chance.between(0, last) as usize) {
            Some(agent) => Self {
                ended: self.ended + Second::from(handling.talk),
                outcome: CallOutcome::Answered {
                    agent: *agent,
                    handling,
                },
                ..self
            },
            None => self,
        }
    }
}

fn talk_of(talk: u32) -> CallHandling {
    CallHandling {
        talk,
        ..CallHandling::default()
    }
}

/// A conversation of `mean` seconds on average, with a hold in every fifth of them.
fn handling(chance: &mut RandomSource, mean: f64) -> CallHandling {
    let talk = whole(chance.log_normal(mean * 0.8, 0.65)).clamp(8, 3000);
    let holds = uses(chance, 0.20, talk);
    let mutes = uses(chance, 0.14, talk);
    CallHandling {
        talk,
        hold_uses: holds,
        hold: (holds * chance.between(12, 85)).min(talk / 2),
        mute_uses: mutes,
        mute: (mutes * chance.between(4, 40)).min(talk / 3),
    }
}

/// How often a button is used in a conversation: mostly never, and never in a short one.
fn uses(chance: &mut RandomSource, probability: f64, talk: u32) -> u32 {
    if talk > 60 && chance.happens(probability) {
        1 + chance.poisson(0.3)
    } else {
        0
    }
}
