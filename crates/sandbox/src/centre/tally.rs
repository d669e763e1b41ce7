//! Counting: what the reports say about a list of calls.

use std::collections::BTreeMap;

use super::calls::{
    CallChannel, CallHandling, CallOutcome, CallbackOffer, CallbackReply, SimulatedCall,
};
use super::floor::ShiftSpan;

/// Calls of one channel, for `skill_11`.
#[derive(Default)]
pub(super) struct QueueTally {
    pub(super) answered: u64,
    pub(super) abandoned: u64,
    /// Answered within 10, 20 and 30 seconds.
    pub(super) within: [u64; 3],
    pub(super) waited_answered: u64,
    pub(super) waited_abandoned: u64,
}

impl QueueTally {
    pub(super) fn add(&mut self, call: &SimulatedCall) {
        match call.outcome {
            CallOutcome::Answered { .. } => {
                self.answered += 1;
                self.waited_answered += u64::from(call.wait);
                for (count, limit) in self.within.iter_mut().zip([10, 20, 30]) {
                    *count += u64::from(call.wait <= limit);
                }
            }
            CallOutcome::Abandoned => {
                self.abandoned += 1;
                self.waited_abandoned += u64::from(call.wait);
            }
            CallOutcome::LeftForCallback => {}
        }
    }

    pub(super) fn offered(&self) -> u64 {
        self.answered + self.abandoned
    }
}

/// Abandoned inbound calls by wait, for `skill_9`.
#[derive(Default)]
pub(super) struct AbandonTally {
    pub(super) offered: u64,
    /// Up to 10, 20, 30, 40 and 50 seconds, and the rest.
    pub(super) by_wait: [u64; 6],
}

impl AbandonTally {
    pub(super) fn add(&mut self, call: &SimulatedCall) {
        if call.channel != CallChannel::Inbound || call.outcome == CallOutcome::LeftForCallback {
            return;
        }
        self.offered += 1;
        if call.outcome == CallOutcome::Abandoned {
            let limits = [10, 20, 30, 40, 50, u32::MAX];
            let counts = self.by_wait.iter_mut().zip(limits);
            if let Some((count, _)) = counts.into_iter().find(|(_, to)| call.wait <= *to) {
                *count += 1;
            }
        }
    }

    pub(super) fn abandoned(&self) -> u64 {
        self.by_wait.iter().sum()
    }
}

/// Smart holds of one skill, for `diagram_2`. Offers count when they are made, callbacks
/// when they are done.
#[derive(Default)]
pub(super) struct SmartHoldTally {
    pub(super) treated: u64,
    pub(super) yes: u64,
    pub(super) no: u64,
    pub(super) reached: u64,
    pub(super) failed: u64,
}

impl SmartHoldTally {
    pub(super) fn add(&mut self, held: &CallbackOffer, span: ShiftSpan) {
        let asked = u64::from(span.holds(held.asked));
        self.treated += asked;
        match held.reply {
            CallbackReply::Yes(recall) => {
                self.yes += asked;
                let done = u64::from(span.holds(recall.done));
                if recall.reached {
                    self.reached += done;
                } else {
                    self.failed += done;
                }
            }
            CallbackReply::No => self.no += asked,
            CallbackReply::Silence => {}
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.treated + self.reached + self.failed == 0
    }
}

/// Voice calls of one range of lengths, for `cdr_4`.
#[derive(Clone, Copy, Default)]
pub(super) struct LengthTally {
    pub(super) calls: u64,
    pub(super) seconds: u64,
    /// Of these, the seconds of calls that cost money.
    pub(super) paid_seconds: u64,
}

/// The ranges of `cdr_4`, shortest first.
#[derive(Default)]
pub(super) struct LengthsTally(pub(super) [LengthTally; 5]);

impl LengthsTally {
    pub(super) fn add(&mut self, call: &SimulatedCall) {
        let CallOutcome::Answered { handling, .. } = call.outcome else {
            return;
        };
        if !call.channel.is_voice() {
            return;
        }
        let limits = [5, 20, 60, 120, u32::MAX];
        let mut ranges = self.0.iter_mut().zip(limits);
        let range = ranges.find(|(_, to)| handling.talk <= *to);
        if let Some((range, _)) = range {
            let seconds = u64::from(handling.talk);
            let internal = matches!(
                call.channel,
                CallChannel::Internal | CallChannel::InternalQueue
            );
            range.calls += 1;
            range.seconds += seconds;
            range.paid_seconds += if internal { 0 } else { seconds };
        }
    }
}

/// Hold and mute of one agent, for `agent_9`.
#[derive(Clone, Copy, Default)]
pub(super) struct HoldTally {
    pub(super) uses: u64,
    pub(super) hold: u64,
    pub(super) mute: u64,
}

impl HoldTally {
    pub(super) fn add(&mut self, handling: CallHandling) {
        self.uses += u64::from(handling.hold_uses) + u64::from(handling.mute_uses);
        self.hold += u64::from(handling.hold);
        self.mute += u64::from(handling.mute);
    }

    pub(super) fn join(self, other: Self) -> Self {
        Self {
            uses: self.uses + other.uses,
            hold: self.hold + other.hold,
            mute: self.mute + other.mute,
        }
    }
}

/// Adds a call to the row of its agent. Agents who used neither hold nor mute have no row.
pub(super) fn add_holds(agents: &mut BTreeMap<u32, HoldTally>, call: &SimulatedCall) {
    if let CallOutcome::Answered { agent, handling } = call.outcome
        && handling.hold_uses + handling.mute_uses > 0
    {
        agents.entry(agent).or_default().add(handling);
    }
}
