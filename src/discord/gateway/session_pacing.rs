//! Decides how and when the next connection to the gateway is made, from how the last one ended.
//!
//! The first end of a good connection is answered at once. After that, waits double with jitter, and
//! sessions are begun much more rarely than they are resumed: Discord resets the token of a bot that
//! begins a thousand a day.

use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};

use crate::{
    discord::error::DiscordError,
    telemetry::{AwaitedAnswer, DownReason},
};

/// A connection that lasted so long was a good one.
pub(super) const STABLE: Duration = Duration::from_secs(60);

/// A session that lasted so long was a good one. Even if each ended just then, there would be 144 a
/// day.
const STABLE_SESSION: Duration = Duration::from_secs(600);

/// A session that could not be resumed so often is given up.
const MOST_RESUMES: u32 = 3;

/// The end of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ConnectionEnd {
    /// There was no connection: the address is unknown, or nothing answers there.
    Unreachable(String),
    /// Discord closed it with this code.
    Closed(u16),
    /// It broke without a close code.
    Lost(String),
    /// Discord asked for another one (opcode 7).
    ReconnectAsked,
    /// Discord refuses the session (opcode 9).
    SessionInvalid { is_resumable: bool },
    /// Discord did not send this in time.
    Silent(AwaitedAnswer),
}

impl ConnectionEnd {
    /// True if the session is lost with the connection, as Discord documents its close codes.
    fn loses_session(&self) -> bool {
        match self {
            // Done; not authenticated; already authenticated; unknown sequence; timed out.
            Self::Closed(code) => matches!(code, 1000 | 4003 | 4005 | 4007 | 4009),
            Self::SessionInvalid { is_resumable } => !is_resumable,
            Self::Unreachable(_) | Self::Lost(_) | Self::ReconnectAsked | Self::Silent(_) => false,
        }
    }

    pub(super) fn reason(&self) -> DownReason {
        match self {
            Self::Unreachable(why) => DownReason::Unreachable(why.clone()),
            Self::Closed(code) => DownReason::Closed(*code),
            Self::Lost(why) => DownReason::Lost(why.clone()),
            Self::ReconnectAsked => DownReason::Reconnect,
            Self::SessionInvalid { .. } => DownReason::SessionRefused,
            Self::Silent(answer) => DownReason::Silent(*answer),
        }
    }
}

/// The payload by which a connection gets its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Handshake {
    /// Begins a session.
    Identify,
    /// Goes on with a session.
    Resume,
}

/// How far a connection came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ConnectionTrace {
    /// The handshake that was sent.
    pub(super) sent: Option<Handshake>,
    /// The time since Discord accepted it.
    pub(super) accepted_for: Option<Duration>,
}

impl ConnectionTrace {
    fn lasted(&self, least: Duration) -> bool {
        self.accepted_for.is_some_and(|lasted| lasted >= least)
    }
}

#[derive(Debug)]
pub(super) enum NextStep {
    Connect {
        handshake: Handshake,
        wait: Duration,
    },
    /// Going on is useless or harmful.
    Stop(DiscordError),
}

/// What is remembered of the connections since the last good one.
#[derive(Debug)]
pub(super) struct SessionPacing {
    unit: Duration,
    /// The ends in a row.
    ends: u32,
    failed_resumes: u32,
    failed_identifies: u32,
    connects: ExponentialBackoff,
    identifies: ExponentialBackoff,
}

impl SessionPacing {
    /// `unit` is the first wait, a second unless a test is in a hurry.
    pub(super) fn new(unit: Duration) -> Self {
        Self {
            unit,
            ends: 0,
            failed_resumes: 0,
            failed_identifies: 0,
            connects: waits(unit, 60),
            // Discord asks for a wait of one to five seconds after it refused a session.
            identifies: waits(unit * 5 / 2, 240),
        }
    }

    /// The number of connections in a row that were no good ones.
    pub(super) fn ends_in_a_row(&self) -> u32 {
        self.ends
    }

    /// Decides the next step after the end of a connection.
    pub(super) fn after(
        &mut self,
        end: &ConnectionEnd,
        trace: ConnectionTrace,
        has_session: bool,
    ) -> NextStep {
        if let ConnectionEnd::Closed(code) = end
            && let Some(error) = DiscordError::from_close_code(*code)
        {
            return NextStep::Stop(error);
        }
        self.count(trace);
        let is_refused = matches!(
            end,
            ConnectionEnd::SessionInvalid {
                is_resumable: false
            }
        );
        let is_first = self.ends == 0;
        self.ends = self.ends.saturating_add(1);
        let resumes = has_session && !end.loses_session() && self.failed_resumes < MOST_RESUMES;
        let handshake = if resumes {
            Handshake::Resume
        } else {
            Handshake::Identify
        };
        let wait = match handshake {
            Handshake::Identify if is_refused || self.failed_identifies > 1 => {
                self.identifies.next()
            }
            // A session that cannot be resumed is replaced at once.
            Handshake::Identify if trace.sent.is_some() => None,
            Handshake::Identify | Handshake::Resume if is_first => None,
            Handshake::Identify | Handshake::Resume => self.connects.next(),
        };
        NextStep::Connect {
            handshake,
            wait: wait.unwrap_or_default(),
        }
    }

    fn count(&mut self, trace: ConnectionTrace) {
        if trace.lasted(STABLE) {
            self.ends = 0;
            self.failed_resumes = 0;
            self.connects = waits(self.unit, 60);
        } else if trace.sent == Some(Handshake::Resume) {
            self.failed_resumes += 1;
        }
        if trace.lasted(STABLE_SESSION) {
            self.failed_identifies = 0;
            self.identifies = waits(self.unit * 5 / 2, 240);
        } else if trace.sent == Some(Handshake::Identify) {
            self.failed_identifies = self.failed_identifies.saturating_add(1);
            self.failed_resumes = 0;
        }
    }
}

fn waits(first: Duration, most: u32) -> ExponentialBackoff {
    ExponentialBuilder::default()
        .with_min_delay(first)
        .with_max_delay(first * most)
        .without_max_times()
        .with_jitter()
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const HOUR: Duration = Duration::from_secs(3600);

    fn pacing() -> SessionPacing {
        SessionPacing::new(SECOND)
    }

    fn trace(sent: Handshake, accepted_for: Option<Duration>) -> ConnectionTrace {
        ConnectionTrace {
            sent: Some(sent),
            accepted_for,
        }
    }

    /// The handshake and the wait after an end.
    fn next(step: NextStep) -> (Handshake, Duration) {
        match step {
            NextStep::Connect { handshake, wait } => (handshake, wait),
            NextStep::Stop(error) => panic!("{error}"),
        }
    }

    fn after_an_hour(end: &ConnectionEnd) -> NextStep {
        pacing().after(end, trace(Handshake::Identify, Some(HOUR)), true)
    }

    /// The total of the waits, and the number of sessions begun, when each connection ends like this.
    fn play_loop(
        connections: u32,
        end: &ConnectionEnd,
        accepted_for: Option<Duration>,
    ) -> (Duration, u32) {
        let mut pacing = pacing();
        let (mut total, mut identifies) = (Duration::ZERO, 0);
        let mut sent = Handshake::Identify;
        for _ in 0..connections {
            identifies += u32::from(sent == Handshake::Identify);
            let step = pacing.after(end, trace(sent, accepted_for), true);
            let (handshake, wait) = next(step);
            sent = handshake;
            total += wait + accepted_for.unwrap_or_default();
        }
        (total, identifies)
    }

    #[test]
    fn the_first_end_of_a_good_connection_is_answered_at_once() {
        use ConnectionEnd::{Closed, Lost, ReconnectAsked, Silent};
        let resumed = [
            Closed(4000),
            Closed(4001),
            Closed(4002),
            Closed(4008),
            Closed(1006),
            Lost(String::new()),
            ReconnectAsked,
            Silent(AwaitedAnswer::HeartbeatAck),
        ];
        for end in resumed {
            let step = next(after_an_hour(&end));
            assert_eq!(step, (Handshake::Resume, Duration::ZERO), "{end:?}");
        }
        for code in [4003, 4005, 4007, 4009] {
            let step = next(after_an_hour(&Closed(code)));
            assert_eq!(step, (Handshake::Identify, Duration::ZERO), "{code}");
        }
    }

    #[test]
    fn a_code_that_no_new_connection_can_cure_ends_the_bot() {
        for code in [4004, 4010, 4011, 4012, 4013, 4014] {
            let step = after_an_hour(&ConnectionEnd::Closed(code));
            assert!(matches!(step, NextStep::Stop(_)), "{code}");
        }
    }

    #[test]
    fn a_refused_session_is_replaced_after_the_wait_that_discord_asks_for() {
        let end = ConnectionEnd::SessionInvalid {
            is_resumable: false,
        };
        let (handshake, wait) = next(after_an_hour(&end));
        assert_eq!(handshake, Handshake::Identify);
        assert!(wait >= SECOND && wait <= 5 * SECOND, "{wait:?}");
    }

    #[test]
    fn a_sequence_that_discord_does_not_know_costs_one_resume_and_no_wait() {
        let mut pacing = pacing();
        let lost = ConnectionEnd::Lost(String::new());
        let lived = trace(Handshake::Identify, Some(HOUR));
        assert_eq!(next(pacing.after(&lost, lived, true)).0, Handshake::Resume);
        let step = pacing.after(
            &ConnectionEnd::Closed(4007),
            trace(Handshake::Resume, None),
            true,
        );
        assert_eq!(next(step), (Handshake::Identify, Duration::ZERO));
    }

    #[test]
    fn whatever_loops_is_slowed_down_and_begins_fewer_sessions_than_discord_takes() {
        use ConnectionEnd::{Closed, SessionInvalid, Silent};
        let ends = [
            Closed(4000),
            Closed(4003),
            Closed(4009),
            SessionInvalid { is_resumable: true },
            SessionInvalid {
                is_resumable: false,
            },
            Silent(AwaitedAnswer::Ready),
        ];
        let lengths = [
            None,
            Some(SECOND),
            Some(59 * SECOND),
            Some(61 * SECOND),
            Some(599 * SECOND),
        ];
        for (end, length) in ends
            .iter()
            .flat_map(|end| lengths.map(|length| (end, length)))
        {
            let (total, identifies) = play_loop(400, end, length);
            let days = total.as_secs_f64() / 86_400.0;
            let a_day = f64::from(identifies) / days.max(1.0);
            assert!(a_day < 200.0, "{end:?} {length:?}: {a_day} sessions a day");
            assert!(
                total > 2 * HOUR,
                "{end:?} {length:?}: 400 connections in {total:?}"
            );
        }
    }

    #[test]
    fn a_place_that_cannot_be_reached_is_tried_within_two_minutes() {
        let mut pacing = pacing();
        let end = ConnectionEnd::Unreachable(String::new());
        for tries in 0..100 {
            let (_, wait) = next(pacing.after(&end, ConnectionTrace::default(), false));
            assert!(wait <= 120 * SECOND, "{tries}: {wait:?}");
            assert_eq!(wait.is_zero(), tries == 0);
        }
    }

    #[test]
    fn a_good_connection_ends_the_waits() {
        let mut pacing = pacing();
        let end = ConnectionEnd::Closed(4000);
        for _ in 0..10 {
            pacing.after(&end, trace(Handshake::Resume, None), true);
        }
        let step = pacing.after(&end, trace(Handshake::Resume, Some(HOUR)), true);
        assert_eq!(next(step), (Handshake::Resume, Duration::ZERO));
        assert_eq!(pacing.ends_in_a_row(), 1);
    }
}
