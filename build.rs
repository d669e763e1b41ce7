//! Passes options to the linker, and the name of the build to the program.

use std::{env, fs, process::Command};

/// What a C library calls itself that can read packed relocations: glibc from 2.36 on.
const READS_PACKED: &[u8] = b"GLIBC_ABI_DT_RELR";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-env=VIGIA_VERSION={}", name_version());
    // Two megabytes of relocations stay in memory once the loader has read them; packed,
    // they are a twentieth of that.
    if env::var("HOST") == env::var("TARGET") && reads_packed() {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// Whether this machine's C library, which this very program has loaded, can read them.
fn reads_packed() -> bool {
    let maps = fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let files = maps
        .lines()
        .filter_map(|line| line.split_whitespace().last());
    let libc = files.into_iter().find(|file| file.ends_with("/libc.so.6"));
    libc.and_then(|libc| fs::read(libc).ok())
        .is_some_and(|libc| {
            let mut parts = libc.windows(READS_PACKED.len());
            parts.any(|part| part == READS_PACKED)
        })
}

/// Returns the version with the commit, its date and the features: `0.2.0 (a1b2c3d4e5 2026-11-30, features: sandbox)`.
/// `VIGIA_COMMIT` and `VIGIA_DATE` go before git, which an image and an archive of the sources do without. A
/// build for development has neither, since each commit would compile the bot again.
fn name_version() -> String {
    for name in ["VIGIA_COMMIT", "VIGIA_DATE"] {
        println!("cargo:rerun-if-env-changed={name}");
    }
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let features = if env::var("CARGO_FEATURE_SANDBOX").is_ok() {
        "sandbox"
    } else {
        "none"
    };
    let build = if env::var("PROFILE").as_deref() == Ok("release") {
        if let Some(head) = ask_git(&["rev-parse", "--git-path", "logs/HEAD"]) {
            println!("cargo:rerun-if-changed={head}");
        }
        let given = |name| env::var(name).ok().filter(|text| !text.is_empty());
        let commit = given("VIGIA_COMMIT").or_else(|| ask_git(&["rev-parse", "HEAD"]));
        let date = given("VIGIA_DATE").or_else(|| ask_git(&["log", "-1", "--format=%cs"]));
        let commit = commit.map(|it| it.chars().take(10).collect::<String>());
        let known: Vec<String> = commit.into_iter().chain(date).collect();
        known.join(" ")
    } else {
        "development".to_owned()
    };
    let build = if build.is_empty() {
        "unknown commit".to_owned()
    } else {
        build
    };
    format!("{version} ({build}, features: {features})")
}

/// Returns the first line of git's answer; `None` without git or without its folder.
fn ask_git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let line = text.lines().next()?.trim().to_owned();
    (output.status.success() && !line.is_empty()).then_some(line)
}
