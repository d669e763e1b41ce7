//! vigia is a Discord bot for the supervisors of a wolkvox contact centre: it answers
//! slash commands with report figures, watches the reports against YAML rules, and posts
//! alerts that stay true until they end.
//!
//! The rooms stand in the order in which the data flows. Six of them are pure, with no
//! I/O, no `async` and no clock: [`metrics`], [`rules`], [`summaries`], [`alerts`],
//! [`charts`] and [`cards`].
//! `docs/architecture.md` tells who may know whom, and `tests/it/architecture.rs` holds it.

pub mod app;
pub mod cli;
pub mod commands;
pub mod config;
pub mod discord;
pub mod telemetry;
pub mod watch;
