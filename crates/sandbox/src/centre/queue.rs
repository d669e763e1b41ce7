//! One skill's queue: first come, first served. Callers give up when their patience ends,
//! and smart hold offers a callback when the queue is long.
//!
//! What happens at a second depends on nothing after it. So an incident that begins now
//! leaves all that was already reported as it was.

use super::calls::{
    CallChannel, CallHandling, CallOutcome, CallbackAttempt, CallbackOffer, CallbackReply, Second,
    SimulatedCall,
};
use super::incidents::IncidentTrouble;
use super::people::CentreSkill;
use super::roster::ShiftRoster;
use super::traffic::CallDraft;

/// What one attempt to call back reaches, usually and while callbacks fail.
const REACHED: f64 = 0.5;
const REACHED_IN_TROUBLE: f64 = 0.04;

/// The queue of one skill over one day.
pub(super) struct CallQueue<'a> {
    skill: &'a CentreSkill,
    roster: &'a ShiftRoster<'a>,
    crew: &'a [u32],
    trouble: &'a IncidentTrouble,
    /// For each agent, when the last call lets go.
    free: Vec<Second>,
    /// For those who wait, when they will leave the queue.
    waiting: Vec<Second>,
    calls: Vec<SimulatedCall>,
    smart_holds: Vec<CallbackOffer>,
}

/// How long a caller stays, and who would take the call.
struct QueueStay {
    until: Second,
    agent: Option<usize>,
}

impl<'a> CallQueue<'a> {
    pub(super) fn new(
        skill: &'a CentreSkill,
        roster: &'a ShiftRoster<'a>,
        crew: &'a [u32],
        trouble: &'a IncidentTrouble,
    ) -> Self {
        Self {
            skill,
            roster,
            crew,
            trouble,
            free: vec![Second::MIN; crew.len()],
            waiting: Vec::new(),
            calls: Vec::new(),
            smart_holds: Vec::new(),
        }
    }

    /// The calls that came of the drafts, and the smart holds among them.
    pub(super) fn finish(self) -> (Vec<SimulatedCall>, Vec<CallbackOffer>) {
        (self.calls, self.smart_holds)
    }

    /// Lets the next caller in. Drafts come in the order of their arrival.
    pub(super) fn enter(&mut self, draft: &CallDraft) {
        self.waiting.retain(|leaves| *leaves > draft.arrived);
        let limit = draft.arrived + Second::from(draft.patience);
        let free = self.roster.first_free(&self.free, draft.arrived, limit);
        let stay = match free {
            Some((agent, at)) => QueueStay {
                until: at,
                agent: Some(agent),
            },
            None => QueueStay {
                until: limit,
                agent: None,
            },
        };
        if self.offer_callback(draft, &stay) {
            return;
        }
        if stay.until > draft.arrived {
            self.waiting.push(stay.until);
        }
        self.answer_or_lose(draft, &stay, limit);
    }

    fn answer_or_lose(&mut self, draft: &CallDraft, stay: &QueueStay, limit: Second) {
        let picked_up = stay.until + Second::from(draft.ring);
        match stay.agent {
            Some(place) if picked_up <= limit => self.answer(draft, place, picked_up),
            Some(_) | None => self.book(draft, limit, 0, CallOutcome::Abandoned),
        }
    }

    fn answer(&mut self, draft: &CallDraft, place: usize, at: Second) {
        let Some((agent, free)) = self.crew.get(place).zip(self.free.get_mut(place)) else {
            return;
        };
        let mut handling = draft.handling;
        if self.trouble.endless_hold(*agent, at) {
            handling.hold_uses += 1;
            handling.hold += draft.endless_hold;
            handling.talk += draft.endless_hold;
        }
        let over = at + Second::from(handling.talk) + Second::from(draft.wrap_up);
        let absence = super::draw::whole(self.roster.absence(over) * draft.absence);
        *free = over + Second::from(absence);
        let outcome = CallOutcome::Answered {
            agent: *agent,
            handling,
        };
        self.book(draft, at, handling.talk, outcome);
    }

    /// Offers a callback where the queue is long and the caller stays long enough to hear
    /// it. True where the caller left the queue over it.
    fn offer_callback(&mut self, draft: &CallDraft, stay: &QueueStay) -> bool {
        let (asked, heard) = if self.trouble.callbacks_fail(draft.arrived) {
            // The offer comes before the queue, so whoever stays on the line hears it.
            let asked = draft.arrived + 2;
            (asked, draft.callback.offered_wildly && draft.patience > 2)
        } else {
            let asked = draft.arrived + Second::from(draft.callback.asked_after);
            let long = (self.roster.on_duty(draft.arrived) / 8).max(1) as usize;
            (asked, self.waiting.len() >= long && stay.until > asked)
        };
        if !heard || !self.skill.smart_hold {
            return false;
        }
        let (reply, outcome) = match draft.callback.reply {
            share if share < 0.50 => {
                let recall = self.call_back(draft, asked);
                (
                    CallbackReply::Yes(recall),
                    Some(CallOutcome::LeftForCallback),
                )
            }
            share if share < 0.82 => (CallbackReply::No, None),
            share if share < 0.90 => (CallbackReply::Silence, Some(CallOutcome::Abandoned)),
            _ => (CallbackReply::Silence, None),
        };
        self.smart_holds.push(CallbackOffer { asked, reply });
        let Some(outcome) = outcome else {
            return false;
        };
        self.waiting.push(asked);
        self.book(draft, asked, 0, outcome);
        true
    }

    fn call_back(&mut self, draft: &CallDraft, asked: Second) -> CallbackAttempt {
        let mut at = asked;
        for (pause, luck) in draft.callback.attempts {
            at += Second::from(pause);
            let reached = if self.trouble.callbacks_fail(at) {
                REACHED_IN_TROUBLE
            } else {
                REACHED
            };
            if luck < reached {
                return self.reach(draft.callback.agent, draft.callback.talk, at);
            }
        }
        CallbackAttempt {
            done: at + 20,
            reached: false,
        }
    }

    fn reach(&mut self, place: u32, handling: CallHandling, at: Second) -> CallbackAttempt {
        let done = at + Second::from(handling.talk);
        if let Some(agent) = self.crew.get(place as usize) {
            self.calls.push(SimulatedCall {
                skill: self.skill.id,
                channel: CallChannel::Outbound,
                arrived: at,
                wait: 0,
                ended: done,
                outcome: CallOutcome::Answered {
                    agent: *agent,
                    handling,
                },
            });
        }
        CallbackAttempt {
            done,
            reached: true,
        }
    }

    /// Books a call whose wait was over at `waited_until`.
    fn book(&mut self, draft: &CallDraft, waited_until: Second, talk: u32, outcome: CallOutcome) {
        self.calls.push(SimulatedCall {
            skill: self.skill.id,
            channel: CallChannel::Inbound,
            arrived: draft.arrived,
            wait: u32::try_from(waited_until - draft.arrived).unwrap_or(0),
            ended: waited_until + Second::from(talk),
            outcome,
        });
    }
}
