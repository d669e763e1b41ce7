//! The calls themselves: the one list that all five reports are counted from.

/// A Unix time in whole seconds.
pub type Second = i64;

/// One call or chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimulatedCall {
    /// The skill that it came to or was made from.
    pub skill: u32,
    /// The way it came.
    pub channel: CallChannel,
    /// When it reached the queue, or was dialled.
    pub arrived: Second,
    /// How many seconds it waited for an agent.
    pub wait: u32,
    /// When it ended. This is when it is booked, so this decides which windows hold it.
    pub ended: Second,
    /// How it ended.
    pub outcome: CallOutcome,
}

/// The way a call came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallChannel {
    /// A customer called.
    Inbound,
    /// A colleague called through a queue.
    InternalQueue,
    /// A chat on the web page.
    ChatWeb,
    /// A chat on `WhatsApp`.
    ChatWhatsapp,
    /// An agent called a customer; callbacks are among these.
    Outbound,
    /// A colleague called an agent directly.
    Internal,
}

impl CallChannel {
    /// The `type_interaction` under which `skill_11` counts it, if it does.
    pub fn in_queue_report(self) -> Option<&'static str> {
        match self {
            Self::Inbound => Some("inbound"),
            Self::InternalQueue => Some("internalcall_que"),
            Self::ChatWeb => Some("chat-web"),
            Self::ChatWhatsapp => Some("chat-whatsapp"),
            Self::Outbound | Self::Internal => None,
        }
    }

    /// Whether it is spoken, so that `cdr_4` counts it.
    pub fn is_voice(self) -> bool {
        match self {
            Self::Inbound | Self::InternalQueue | Self::Outbound | Self::Internal => true,
            Self::ChatWeb | Self::ChatWhatsapp => false,
        }
    }
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallOutcome {
    /// An agent took it.
    Answered {
        /// Whose it was.
        agent: u32,
        /// How it went.
        handling: CallHandling,
    },
    /// The caller hung up before that, or the system did after nine minutes.
    Abandoned,
    /// The caller left the queue for a callback. wolkvox does not say how it counts these;
    /// here they are in `diagram_2` alone, so that offered = answered + abandoned.
    LeftForCallback,
}

/// A conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallHandling {
    /// Its length in seconds, hold included.
    pub talk: u32,
    /// How often the caller was put on hold.
    pub hold_uses: u32,
    /// For how many seconds in all.
    pub hold: u32,
    /// How often the agent was muted.
    pub mute_uses: u32,
    /// For how many seconds in all.
    pub mute: u32,
}

/// One caller whom smart hold offered a callback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackOffer {
    /// When the offer was made and answered.
    pub asked: Second,
    /// What the caller said.
    pub reply: CallbackReply,
}

/// What a caller said to the offer of a callback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallbackReply {
    /// Call me back.
    Yes(CallbackAttempt),
    /// I would rather wait.
    No,
    /// Nothing: the caller hung up or kept waiting.
    Silence,
}

/// What became of a callback. It is booked after its last attempt, so well after the offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallbackAttempt {
    /// When that was.
    pub done: Second,
    /// Whether the caller was reached.
    pub reached: bool,
}
