//! The machine: its clock, the disk of the store, the time zones, and the network's settings.

use std::{
    fs::{self, OpenOptions},
    path::{Path, PathBuf},
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{config::Config, doctor::CheckLine};
use vigia_clock::Clock;

const AREA: &str = "machine";

/// A clock that is so far off moves the windows of the reports by a visible part.
const SKEW: TimeDelta = TimeDelta::seconds(30);

const MEBIBYTE: u64 = 1024 * 1024;
/// With less room than this, the next backup may fail.
const LITTLE: u64 = 512 * MEBIBYTE;
/// With less room than this, the store itself may fail within days.
const TOO_LITTLE: u64 = 64 * MEBIBYTE;

pub(super) fn examine(
    config: &Config,
    clock: &Clock,
    server_time: Option<DateTime<Utc>>,
    env: impl Fn(&str) -> Option<String>,
    tell: &mut impl FnMut(CheckLine),
) {
    tell(judge_clock(clock.now(), server_time));
    if let Some(first) = config.operations.first() {
        let local = clock.now().with_timezone(&first.timezone);
        let found = format!(
            "built in, of {}: it is {} in {}",
            chrono_tz::IANA_TZDB_VERSION,
            local.format("%a %H:%M"),
            first.timezone
        );
        tell(CheckLine::ok(AREA, "time zones", found));
    }
    tell(judge_store(&config.store.path));
    let rules = config.rules.rules.len();
    let folder = config.rules_source.folder.display().to_string();
    tell(if rules == 0 {
        let found = format!("there is no rule in `{folder}`, so there are no alerts");
        CheckLine::warning(AREA, "rules", found, "`vigia init` proposes some")
    } else {
        CheckLine::ok(AREA, "rules", format!("{rules} in `{folder}`"))
    });
    let set = |name: &&str| env(name).is_some_and(|value| !value.is_empty());
    let proxies = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    if let Some(name) = proxies.iter().find(|name| set(name)) {
        let found = format!("requests and the gateway go through the one of {name}");
        tell(CheckLine::ok(AREA, "proxy", found));
    }
    if set(&"SSL_CERT_FILE") {
        let found = "SSL_CERT_FILE is set, and vigia trusts the public roots that it brings alone";
        let help =
            "a proxy that opens TLS with roots of its own must leave out wolkvox and Discord";
        tell(CheckLine::warning(AREA, "TLS roots", found, help));
    }
}

fn judge_clock(now: DateTime<Utc>, server_time: Option<DateTime<Utc>>) -> CheckLine {
    let Some(there) = server_time else {
        let found = "not compared: Discord does not answer";
        return CheckLine::warning(AREA, "clock", found, "");
    };
    let skew = (now - there).num_seconds();
    if skew.abs() <= SKEW.num_seconds() {
        let found = format!("within {} s of Discord's", skew.abs().max(1));
        return CheckLine::ok(AREA, "clock", found);
    }
    let side = if skew > 0 { "ahead of" } else { "behind" };
    let found = format!("{} s {side} Discord's", skew.abs());
    CheckLine::problem(
        AREA,
        "clock",
        found,
        "synchronise it, such as by `timedatectl set-ntp true`",
    )
}

/// Looks whether the store could be written, and how much room there is, without opening it: a running bot holds it.
fn judge_store(path: &Path) -> CheckLine {
    let shown = path.display();
    let existing = nearest_folder(path);
    if let Err(error) = try_writing(&existing) {
        let found = format!("`{}` cannot be written: {error}", existing.display());
        let help = "give the folder to the user that vigia runs as, or set VIGIA_STORE to another";
        return CheckLine::problem(AREA, "store", found, help);
    }
    let Ok(free) = rustix::fs::statvfs(&existing) else {
        return CheckLine::ok(AREA, "store", format!("`{shown}` can be written"));
    };
    let room = free.f_bavail.saturating_mul(free.f_frsize);
    let found = format!("`{shown}` can be written; {} MB are free", room / MEBIBYTE);
    let help = "90 days of a large centre take up to 500 MB, and its backups as much again";
    if room < TOO_LITTLE {
        CheckLine::problem(AREA, "store", found, help)
    } else if room < LITTLE {
        CheckLine::warning(AREA, "store", found, help)
    } else {
        CheckLine::ok(AREA, "store", found)
    }
}

/// The folder itself, or the one in which it would be made.
fn nearest_folder(path: &Path) -> PathBuf {
    let mut ancestors = path.ancestors().map(|folder| {
        if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        }
    });
    let found = ancestors.find(|folder| folder.exists());
    found.unwrap_or(Path::new(".")).to_owned()
}

fn try_writing(folder: &Path) -> std::io::Result<()> {
    let file = folder.join(format!(".vigia-doctor-{}", std::process::id()));
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&file)?;
    fs::remove_file(&file)
}
