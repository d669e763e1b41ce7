//! What the linker is told.

use std::{env, fs};

/// What a C library calls itself that can read packed relocations: glibc from 2.36 on.
const READS_PACKED: &[u8] = b"GLIBC_ABI_DT_RELR";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
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
