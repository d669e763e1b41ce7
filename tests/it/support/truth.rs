//! What really happened, counted from the centre's own lists of calls and smart holds and
//! not from any report.

use std::{collections::BTreeMap, time::Duration};

use vigia_core::metrics::TimeWindow;
use vigia_sandbox::{
    centre::{CallChannel, CallOutcome, CallbackReply, SKILLS, SimulatedCall, agents},
    chat::ChatMessage,
};

use crate::support::{floor::Floor, sheet::as_of};

/// What happened in a window.
pub(crate) struct Truth<'f> {
    floor: &'f Floor,
    window: TimeWindow,
}

/// Calls or chats of one channel.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Queue {
    pub(crate) offered: u32,
    pub(crate) answered: u32,
    pub(crate) abandoned: u32,
    /// Answered within 10, 20 and 30 seconds.
    pub(crate) within: [u32; 3],
    /// Seconds that those waited who were answered.
    pub(crate) waited: u32,
}

/// Callers whom smart hold asked, and callbacks that came to an end.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Recalls {
    pub(crate) asked: u32,
    pub(crate) yes: u32,
    pub(crate) no: u32,
    pub(crate) reached: u32,
    pub(crate) failed: u32,
}

/// Hold and mute of one agent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) uses: u32,
    pub(crate) hold: u32,
    pub(crate) mute: u32,
}

/// Conversations of one range of lengths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lengths {
    pub(crate) calls: u32,
    pub(crate) seconds: u32,
    /// Of these, seconds of calls that cost money.
    pub(crate) paid: u32,
}

impl<'f> Truth<'f> {
    /// Of the window that ends when the answer says that its figures are as of.
    pub(crate) fn of(floor: &'f Floor, answer: &ChatMessage, hours: u64) -> Self {
        let until = as_of(answer);
        Self {
            floor,
            window: TimeWindow::ending(until, Duration::from_secs(3600 * hours)),
        }
    }

    /// Calls of this kind to one skill.
    pub(crate) fn queue(&self, skill: u32, channel: CallChannel) -> Queue {
        let mut queue = Queue::default();
        let calls = self.floor.centre.calls(skill, self.window).into_iter();
        for call in calls.filter(|call| call.channel == channel) {
            match call.outcome {
                CallOutcome::LeftForCallback => continue,
                CallOutcome::Abandoned => queue.abandoned += 1,
                CallOutcome::Answered { .. } => {
                    queue.answered += 1;
                    queue.waited += call.wait;
                    for (calls, limit) in queue.within.iter_mut().zip([10, 20, 30]) {
                        *calls += u32::from(call.wait <= limit);
                    }
                }
            }
            queue.offered += 1;
        }
        queue
    }

    /// Smart holds of one skill.
    pub(crate) fn recalls(&self, skill: u32) -> Recalls {
        let mut recalls = Recalls::default();
        let holds = |at: i64| {
            let (from, until) = (self.window.from(), self.window.until());
            u32::from((from.timestamp()..until.timestamp()).contains(&at))
        };
        for held in self.floor.centre.smart_holds(skill, self.window) {
            recalls.asked += holds(held.asked);
            match held.reply {
                CallbackReply::No => recalls.no += holds(held.asked),
                CallbackReply::Silence => {}
                CallbackReply::Yes(recall) => {
                    recalls.yes += holds(held.asked);
                    if recall.reached {
                        recalls.reached += holds(recall.done);
                    } else {
                        recalls.failed += holds(recall.done);
                    }
                }
            }
        }
        recalls
    }

    /// Hold and mute by the number of the agent, of those who used either.
    pub(crate) fn held(&self) -> BTreeMap<u32, Held> {
        let mut all: BTreeMap<u32, Held> = BTreeMap::new();
        for call in self.calls() {
            let CallOutcome::Answered { agent, handling } = call.outcome else {
                continue;
            };
            let uses = handling.hold_uses + handling.mute_uses;
            if uses > 0 {
                let held = all.entry(agent).or_default();
                held.uses += uses;
                held.hold += handling.hold;
                held.mute += handling.mute;
            }
        }
        all
    }

    /// As [`held`](Self::held), by name as the centre writes it, the longest first.
    pub(crate) fn ranking(&self) -> Vec<(String, Held)> {
        let held = self.held();
        let rows = agents().into_iter();
        let mut rows: Vec<_> = rows
            .filter_map(|agent| Some((agent.name, *held.get(&agent.id)?)))
            .collect();
        rows.sort_by_key(|(_, held)| std::cmp::Reverse(held.total()));
        rows
    }

    /// Conversations of up to 5, 20, 60 and 120 seconds, and longer ones.
    pub(crate) fn lengths(&self) -> [Lengths; 5] {
        let mut all = [Lengths::default(); 5];
        for call in self.calls() {
            let (CallOutcome::Answered { handling, .. }, true) =
                (&call.outcome, call.channel.is_voice())
            else {
                continue;
            };
            let ends = [5, 20, 60, 120].iter();
            let range = ends.filter(|end| handling.talk > **end).count();
            let is_free = matches!(
                call.channel,
                CallChannel::Internal | CallChannel::InternalQueue
            );
            all[range].calls += 1;
            all[range].seconds += handling.talk;
            all[range].paid += if is_free { 0 } else { handling.talk };
        }
        all
    }

    fn calls(&self) -> impl Iterator<Item = SimulatedCall> {
        let skills = SKILLS.iter();
        skills.flat_map(|skill| self.floor.centre.calls(skill.id, self.window))
    }
}

impl Held {
    pub(crate) fn total(self) -> u32 {
        self.hold + self.mute
    }
}
