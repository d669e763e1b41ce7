//! The gateway: the connection over which Discord sends events. It is opened, kept and paced here,
//! over the websockets of `tokio-tungstenite`.

mod connection;
mod events;
mod guild_check;
mod guild_facts;
mod identify_budget;
mod proxy;
mod replay;
mod runner;
mod session_pacing;
mod socket;

pub(super) use connection::ConnectionContext;
pub(super) use events::GatewayEvents;
pub(super) use guild_check::GuildBook;
pub use guild_check::PostingPlan;
pub(super) use identify_budget::IdentifyBudget;
pub use identify_budget::IdentifyLog;
pub use replay::replay_payloads;
pub(super) use runner::GatewayRunner;
