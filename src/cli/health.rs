//! `vigia health`: asks the bot of this machine whether all is well, for the health check of a container.

use std::{
    io::{Write as _, stdout},
    net::SocketAddr,
    process::ExitCode,
};

use crate::{
    cli::{EXIT_FAULT, build_runtime},
    health::ask_ready,
};

pub(super) fn ask_health(address: SocketAddr) -> ExitCode {
    let answer = match build_runtime() {
        Ok(runtime) => runtime.block_on(ask_ready(address)),
        Err(fault) => Err(fault.to_string()),
    };
    let (is_well, text) = match answer {
        Ok((is_well, text)) => (is_well, text),
        Err(why) => (false, format!("{address} does not answer: {why}\n")),
    };
    // If standard output is closed, the exit code must do.
    let _ = stdout().lock().write_all(text.as_bytes());
    if is_well {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(EXIT_FAULT)
    }
}
