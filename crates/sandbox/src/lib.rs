//! Stand-ins for the outside, so that the unmodified bot runs on a laptop and in tests: a
//! simulated centre that speaks the wolkvox API over real HTTP, and a chat that speaks
//! Discord's REST and gateway and is as strict as Discord.

pub mod centre;
pub mod chat;
