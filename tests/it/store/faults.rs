//! What a crash, a full disk or a second process does to the store.

use std::{
    env, fs,
    hash::{BuildHasher, RandomState},
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use vigia_core::{alerts::EventKind, metrics::Report};
use vigia_store::{Store, StoreError, StoreSettings};

use crate::store::made::{HOUR, alert, at, goes_on, norte, open, poll, raw, settings, tamper};

const FOLDER: &str = "VIGIA_TEST_STORE";
const CHILD: &str = "store::faults::commits_until_it_is_ended";

#[test]
fn a_second_opening_waits_and_then_says_who_is_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let started = Instant::now();
    let error = Store::open(settings(folder.path())).unwrap_err();
    assert!(started.elapsed() >= Duration::from_millis(50));
    assert_eq!(
        error.to_string(),
        format!(
            "another process holds the store in `{}`\n\
             hint: stop the other vigia, or give this one a folder of its own",
            folder.path().display()
        )
    );

    let later = thread::spawn({
        let path = folder.path().to_owned();
        move || Store::open(StoreSettings::new(path)).map(drop)
    });
    thread::sleep(Duration::from_millis(50));
    drop(store);
    later.join().unwrap().unwrap();
}

#[test]
fn a_half_written_snapshot_does_not_block_the_store() {
    let folder = tempfile::tempdir().unwrap();
    commit(&open(folder.path()), 1);
    let half = folder.path().join("snap.0000000000000F00.generating");
    fs::write(&half, b"half").unwrap();
    assert!(
        sled::open(folder.path()).is_err(),
        "this is what it is about"
    );

    let store = open(folder.path());
    assert_eq!(store.last_poll(&norte()).unwrap(), Some(at(1)));
    assert!(!half.exists());
}

#[test]
fn the_snapshot_that_another_process_writes_is_not_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let _store = open(folder.path());
    let half = folder.path().join("snap.0000000000000F00.generating");
    fs::write(&half, b"half").unwrap();
    Store::open(settings(folder.path())).unwrap_err();
    assert!(half.exists());
}

#[test]
fn a_store_that_a_newer_vigia_wrote_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    tamper(folder.path(), |db| {
        let meta = db.open_tree("meta").unwrap();
        meta.insert("format", &7_u32.to_be_bytes()).unwrap();
    });
    let error = Store::open(settings(folder.path())).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 7, .. }));
    let text = error.to_string();
    assert!(text.contains("has format 7, expected 2 or older"), "{text}");
    assert!(text.contains(&*folder.path().to_string_lossy()), "{text}");
}

#[test]
fn an_alert_of_another_version_is_refused_and_neither_lost_nor_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    commit(&open(folder.path()), 1);
    let old = br#"{"key":{"rule":"high-abandonment","scope":{"Skill":12}},"id":7}"#;
    let record = [&[1][..], &lz4_flex::compress_prepend_size(old)].concat();
    tamper(folder.path(), |db| {
        let alerts = db.open_tree("alerts").unwrap();
        let (key, _) = alerts.first().unwrap().unwrap();
        alerts.insert(key, record.clone()).unwrap();
    });

    let store = open(folder.path());
    let error = store.book(&norte()).unwrap_err();
    assert!(matches!(error, StoreError::Unreadable { .. }), "{error:?}");
    let text = error.to_string();
    assert!(
        text.starts_with("an alert in the store cannot be read"),
        "{text}"
    );
    assert!(text.contains("missing field"), "{text}");
    drop(store);
    let db = raw(folder.path());
    let kept = db.open_tree("alerts").unwrap().first().unwrap();
    assert_eq!(kept.unwrap().1, record);
}

/// Commits poll `number`: history, one alert that counts along, and a refresh of it.
fn commit(store: &Store, number: i64) {
    try_commit(store, number).unwrap();
}

fn try_commit(store: &Store, number: i64) -> Result<(), StoreError> {
    let alert = alert(12, u32::try_from(number).unwrap());
    let outcome = goes_on(EventKind::Refreshed, number, &alert);
    store.commit(&poll(number, number.unsigned_abs()), &outcome)?;
    Ok(())
}

fn last_poll(store: &Store) -> i64 {
    let last = store.last_poll(&norte()).unwrap();
    last.map_or(0, |time| (time - at(0)).num_seconds() / 300)
}

/// All that poll `last` wrote is there, and nothing of a later one.
fn check_whole(store: &Store, last: i64) {
    let book = store.book(&norte()).unwrap();
    let alert = book.alerts().next().unwrap();
    assert_eq!(i64::from(alert.checks), last);
    let pending = store.pending().unwrap();
    let row = pending.last().unwrap();
    assert_eq!(pending.len(), usize::try_from(last).unwrap());
    assert_eq!(row.id.0, last.unsigned_abs());
    assert_eq!(
        row.event.incident().unwrap().open,
        std::slice::from_ref(alert)
    );
    let range = at(1)..at(last + 100_000);
    let history = store
        .readings(&norte(), Report::ServiceLevel, HOUR, range)
        .unwrap();
    assert_eq!(history.len(), usize::try_from(last).unwrap());
    assert_eq!(
        history.last(),
        poll(last, last.unsigned_abs()).readings.last()
    );
}

/// Runs in a process of its own, which tells each commit once it is done.
#[test]
#[ignore = "it never ends by itself: other tests start it and kill it"]
fn commits_until_it_is_ended() {
    let folder = env::var_os(FOLDER).expect("it is started with a folder");
    let mut out = std::io::stdout();
    let store = Store::open(StoreSettings::new(folder)).unwrap();
    for number in last_poll(&store) + 1.. {
        match try_commit(&store, number) {
            Ok(()) => writeln!(out, "\nack {number}").unwrap(),
            Err(StoreError::DiskFull { .. }) => {
                let again = try_commit(&store, number).unwrap_err();
                assert!(again.is_fault(), "memory is ahead of the disk: {again:?}");
                assert!(store.pending().unwrap_err().is_fault());
                writeln!(out, "\nfull").unwrap();
                std::process::exit(0);
            }
            Err(error) => {
                writeln!(out, "\nother {error:?}").unwrap();
                std::process::exit(0);
            }
        }
    }
}

fn child(mut command: Command, folder: &Path) -> Child {
    command
        .args([CHILD, "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The lines of the child, up to its end.
fn lines(child: &mut Child) -> Vec<String> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.map_while(Result::ok).collect()
}

fn acknowledged(lines: &[String]) -> i64 {
    let acks = lines.iter().filter_map(|line| line.strip_prefix("ack "));
    acks.map(|number| number.parse().unwrap())
        .max()
        .unwrap_or(0)
}

#[test]
fn nothing_that_was_acknowledged_is_lost_when_the_process_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let (mut acked, mut rounds) = (0, 0);
    // On a busy machine a life may end before its first commit.
    while rounds < 20 || acked <= 20 {
        rounds += 1;
        let mut child = child(Command::new(env::current_exe().unwrap()), folder.path());
        let delay = RandomState::new().hash_one(0) % 300;
        thread::sleep(Duration::from_millis(delay));
        child.kill().unwrap();
        acked = acknowledged(&lines(&mut child)).max(acked);
        child.wait().unwrap();
        let store = open(folder.path());
        let last = last_poll(&store);
        assert!(last == acked || last == acked + 1, "{last}, told {acked}");
        if last > 0 {
            check_whole(&store, last);
        }
        acked = last;
    }
}

#[cfg(unix)]
#[test]
fn a_full_disk_ends_in_its_own_error_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "trap '' XFSZ; ulimit -f 4096; exec \"$0\" \"$@\""])
        .arg(env::current_exe().unwrap());
    let mut child = child(shell, folder.path());
    let lines = lines(&mut child);
    child.wait().unwrap();
    let end = lines.iter().rev().find(|line| !line.is_empty());
    assert_eq!(end.map(String::as_str), Some("full"));
    let acked = acknowledged(&lines);
    assert!(acked > 10, "{acked}");

    let store = open(folder.path());
    let last = last_poll(&store);
    assert!(last == acked || last == acked + 1, "{last}, told {acked}");
    check_whole(&store, last);
    commit(&store, last + 1);
}
