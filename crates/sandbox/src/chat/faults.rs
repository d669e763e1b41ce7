//! Faults that tests inject into REST: refusals, silence and lost answers, before or after
//! the request took effect.

use std::time::Duration;

use serde_json::{Value, json};

use super::request::ApiCall;

/// When a hook is called, or a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultMoment {
    /// The request has arrived and nothing has changed yet.
    Before,
    /// The request took effect and the answer has not been sent yet.
    After,
}

/// Makes requests fail.
///
/// ```
/// use vigia_sandbox::chat::ChatFault;
///
/// // The next message is posted, but the bot receives no answer.
/// let lost = ChatFault::hang_up().after_effect().on("POST", "/messages");
/// ```
#[derive(Clone, Debug)]
pub struct ChatFault {
    pub(super) harm: FaultEffect,
    pub(super) moment: FaultMoment,
    left: usize,
    method: Option<String>,
    path: String,
    channel: Option<u64>,
    needs_files: bool,
}

#[derive(Clone, Debug)]
pub(super) enum FaultEffect {
    /// A status with Discord's own code.
    Status(u16, u32),
    RateLimit {
        wait: Duration,
        global: bool,
    },
    Silence(Duration),
    HangUp,
}

impl ChatFault {
    /// Answers with this status, such as 502.
    pub fn status(status: u16) -> Self {
        Self::refusal(status, 0)
    }

    /// Answers with this status and Discord's own code, such as 403 and 50013.
    pub fn refusal(status: u16, code: u32) -> Self {
        Self::new(FaultEffect::Status(status, code))
    }

    /// Answers 429: try again after `wait`. `global` is the limit of the whole bot.
    pub fn rate_limit(wait: Duration, global: bool) -> Self {
        Self::new(FaultEffect::RateLimit { wait, global })
    }

    /// Answers nothing for so long, then closes the connection.
    pub fn silence(length: Duration) -> Self {
        Self::new(FaultEffect::Silence(length))
    }

    /// Closes the connection without an answer.
    pub fn hang_up() -> Self {
        Self::new(FaultEffect::HangUp)
    }

    fn new(harm: FaultEffect) -> Self {
        Self {
            harm,
            moment: FaultMoment::Before,
            left: 1,
            method: None,
            path: String::new(),
            channel: None,
            needs_files: false,
        }
    }

    /// Strikes after the request took effect: only the answer is lost.
    pub fn after_effect(self) -> Self {
        Self {
            moment: FaultMoment::After,
            ..self
        }
    }

    /// Strikes so many requests instead of one.
    pub fn times(self, times: usize) -> Self {
        Self {
            left: times,
            ..self
        }
    }

    /// Strikes only requests with this method whose path has this in it.
    pub fn on(self, method: &str, path: &str) -> Self {
        Self {
            method: Some(method.to_owned()),
            path: path.to_owned(),
            ..self
        }
    }

    /// Strikes only requests about this channel.
    pub fn on_channel(self, channel: u64) -> Self {
        Self {
            channel: Some(channel),
            ..self
        }
    }

    /// Strikes only requests that bring files.
    pub fn on_files(self) -> Self {
        Self {
            needs_files: true,
            ..self
        }
    }

    /// Strikes until the stand-in is healed.
    pub fn for_ever(self) -> Self {
        self.times(usize::MAX)
    }

    fn fits(&self, call: &ApiCall) -> bool {
        let of_channel = |channel: &u64| {
            let mut segments = call.path.trim_matches('/').split('/');
            segments.next() == Some("channels") && segments.next() == Some(&channel.to_string())
        };
        self.left > 0
            && self.method.as_ref().is_none_or(|it| *it == call.method)
            && call.path.contains(&self.path)
            && self.channel.as_ref().is_none_or(of_channel)
            && (!self.needs_files || !call.files.is_empty())
    }
}

/// Takes the first fault that fits off the list.
pub(super) fn take(faults: &mut [ChatFault], call: &ApiCall) -> Option<ChatFault> {
    let fault = faults.iter_mut().find(|it| it.fits(call))?;
    fault.left -= 1;
    Some(fault.clone())
}

/// Discord's body for a refusal without details.
pub(super) fn body(status: u16, code: u32) -> Value {
    json!({ "message": format!("{status}: as asked"), "code": code })
}
