//! vigia from outside: one test binary, one file a subject.
#![expect(clippy::unwrap_used, reason = "a test that fails says where by itself")]

mod architecture;
mod centre;
mod charts;
mod chat;
mod cli;
mod commands;
mod config;
mod courier;
mod crash;
mod cycle;
mod discord;
mod docs;
mod fuzz;
mod month;
mod past;
mod pipe;
mod replay;
mod store;
mod summary_figures;
mod support;
mod turns;
mod wolkvox;
