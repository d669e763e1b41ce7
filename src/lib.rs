//! vigia is a Discord bot for the supervisors of a wolkvox contact centre: it answers
//! slash commands with report figures, watches the reports against YAML rules, and posts
//! alerts that stay true until they end.
//!
//! This crate is the bot: it joins the libraries in `crates/`. `docs/architecture.md` is the map of both.

pub mod app;
pub mod cli;
pub mod commands;
pub mod config;
pub mod discord;
pub mod doctor;
pub mod health;
mod secret;
pub mod setup;
pub mod telemetry;
pub mod watch;

pub use secret::LiveSecret;
