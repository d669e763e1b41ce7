//! Flips bits and cuts files of a real store, hundreds of times. Each time it must open with all
//! that was ever acknowledged, or be refused with each file as it was.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use vigia_core::{
    alerts::{
        AuditEntry, DiscordUser, Event, EventContent, OpsNotice, PollOutcome, Silence,
        SilenceMatcher, SilenceRequest, SilenceSchedule,
    },
    metrics::{
        Channel, Facts, OperationName, Reading, Report, ReportRequest, SkillSelection, Snapshot,
        TimeWindow,
        facts::{ChannelService, ServiceLevel},
    },
    rules::ChannelName,
};
use vigia_store::{RecoveryBase, Store, StoreDamage, StoreError, StoreSettings};

const HOUR: Duration = Duration::from_secs(3_600);
const POLLS: i64 = 60;

fn at(poll: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + poll * 300, 0).unwrap()
}

fn norte() -> OperationName {
    OperationName::new("norte")
}

fn open(folder: &Path) -> Result<Store, StoreError> {
    Store::open(StoreSettings::new(folder))
}

/// Commits one poll, its event, and every tenth time what a person does.
fn commit(store: &Store, poll: i64) {
    let facts = Facts::ServiceLevel(ServiceLevel {
        channels: vec![ChannelService {
            channel: Channel::inbound(),
            offered: Some(poll.unsigned_abs()),
            answered: Some(poll.unsigned_abs() / 2),
            abandoned: None,
            within_10s: Some(71.35),
            within_20s: None,
            within_30s: None,
            abandon_rate: Some(1.62),
            asa: Some(Duration::from_millis(14_270)),
            ata: Some(Duration::ZERO),
        }],
    });
    let reading = Reading {
        ask: ReportRequest {
            report: Report::ServiceLevel,
            skills: SkillSelection::All,
            window: TimeWindow::ending(at(poll), HOUR),
        },
        outcome: Ok(Arc::new(facts)),
    };
    let snapshot = Snapshot {
        operation: norte(),
        as_of: at(poll),
        readings: vec![reading],
    };
    let outcome = PollOutcome {
        events: vec![notice(poll)],
        ..PollOutcome::default()
    };
    let rows = store.commit(&snapshot, &outcome).unwrap();
    if poll % 10 == 0 {
        store.silence(silence(poll)).unwrap();
    } else {
        store.delivered(&[rows[0].id], None).unwrap();
    }
}

fn notice(poll: i64) -> Event {
    Event {
        operation: norte(),
        at: at(poll),
        news: EventContent::Notice(OpsNotice {
            channel: ChannelName::new("ops"),
            is_bad: false,
            title: format!("poll {poll}"),
            lines: (0..poll % 7).map(|line| format!("line {line}")).collect(),
        }),
    }
}

fn silence(poll: i64) -> SilenceRequest {
    SilenceRequest {
        matcher: SilenceMatcher::default(),
        quiet: SilenceSchedule::Once {
            from: at(poll),
            until: at(POLLS + 100),
        },
        by: DiscordUser {
            id: 7,
            name: "Ana".to_owned(),
        },
        comment: None,
        at: at(poll),
    }
}

/// All that the store gives back.
#[derive(Debug, PartialEq)]
struct Contents {
    last_poll: Option<DateTime<Utc>>,
    history: Vec<Reading>,
    silences: Vec<Silence>,
    audit: Vec<AuditEntry>,
    waiting: Vec<Event>,
}

fn contents(store: &Store) -> Contents {
    let all = at(-1)..at(POLLS + 1_000);
    let norte = norte();
    Contents {
        last_poll: store.last_poll(&norte).unwrap(),
        history: store
            .readings(&norte, Report::ServiceLevel, HOUR, all.clone())
            .unwrap(),
        silences: store.silences(at(0)).unwrap(),
        audit: store.audit(all, 1_000).unwrap(),
        waiting: store
            .pending()
            .unwrap()
            .into_iter()
            .map(|row| row.event)
            .collect(),
    }
}

/// A store that was opened `openings` times, with a backup after the first half of its polls.
fn build(folder: &Path, openings: i64) -> Contents {
    let each = POLLS / openings;
    for opening in 0..openings {
        let store = open(folder).unwrap();
        for poll in opening * each..(opening + 1) * each {
            commit(&store, poll + 1);
            if poll == POLLS / 2 {
                assert!(store.back_up_if_due(at(poll)).unwrap());
            }
        }
        assert_eq!(store.recovery(), None);
    }
    contents(&open(folder).unwrap())
}

/// The files of a store with their bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let inside = path.strip_prefix(folder).unwrap().to_owned();
                found.insert(inside, fs::read(path).unwrap());
            }
        }
    }
    found
}

fn write(folder: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// Opens a store with these files. Returns whether it was recovered; `None` where it was refused.
fn check(files_then: &BTreeMap<PathBuf, Vec<u8>>, whole: &Contents, case: &str) -> Option<bool> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files_then);
    match open(folder.path()) {
        Ok(store) => {
            assert_eq!(&contents(&store), whole, "{case}");
            let recovery = store.recovery();
            if let Some(report) = recovery {
                assert!(
                    report.to_string().contains("Nothing is lost"),
                    "{case}: {report}"
                );
                let kept = files(&report.kept);
                let is_kept = |(path, bytes)| files_then.get(path) == Some(bytes);
                assert!(
                    kept.iter().all(is_kept),
                    "{case}: the damaged files changed"
                );
            }
            Some(recovery.is_some())
        }
        Err(error) => {
            assert!(
                matches!(error, StoreError::Damaged { .. }),
                "{case}: {error}"
            );
            let mut after = files(folder.path());
            after.retain(|path, _| path != Path::new("lock"));
            let mut before = files_then.clone();
            before.retain(|path, _| path != Path::new("lock"));
            assert!(after == before, "{case}: a file was changed");
            None
        }
    }
}

/// Numbers that look random and are the same each time.
fn chance(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed ^ (mixed >> 27)
}

/// Damages each file `times` times, in two threads; returns how often the store was recovered, and
/// how often it was refused.
fn damage_each(openings: i64, times: u64, is_backed_up: bool) -> (u64, u64) {
    let folder = tempfile::tempdir().unwrap();
    let whole = build(folder.path(), openings);
    let mut sound = files(folder.path());
    sound.retain(|path, _| is_backed_up || !path.starts_with("backups"));
    let damage = |half: u64| {
        let (mut recovered, mut refused) = (0, 0);
        for (path, bytes) in sound.iter().filter(|(_, bytes)| !bytes.is_empty()) {
            // Most of a young store's file is not written yet.
            let used = bytes.iter().rposition(|byte| *byte != 0).unwrap_or(0) + 1;
            for round in (0..times).filter(|round| round % 2 == half) {
                let place = usize::try_from(chance(round * 977)).unwrap() % used;
                let mut damaged = bytes.clone();
                let case = if round % 4 < 3 {
                    damaged[place] ^= 1 << (round % 8);
                    format!("bit {} of byte {place} of {}", round % 8, path.display())
                } else {
                    damaged.truncate(place);
                    format!("{} cut to {place} bytes", path.display())
                };
                let mut files = sound.clone();
                files.insert(path.clone(), damaged);
                let found = check(&files, &whole, &case);
                recovered += u64::from(found == Some(true));
                refused += u64::from(found.is_none());
            }
        }
        (recovered, refused)
    };
    thread::scope(|scope| {
        let other = scope.spawn(|| damage(1));
        let (recovered, refused) = damage(0);
        let other = other.join().unwrap();
        (recovered + other.0, refused + other.1)
    })
}

#[test]
fn a_damaged_file_of_a_store_that_was_never_reopened_loses_nothing() {
    let (recovered, refused) = damage_each(1, 48, true);
    assert!(
        recovered > 20 && refused == 0,
        "{recovered} recovered, {refused} refused"
    );
}

#[test]
fn a_damaged_file_of_a_store_that_was_opened_often_loses_nothing() {
    let (recovered, refused) = damage_each(4, 48, true);
    assert!(
        recovered > 20 && refused == 0,
        "{recovered} recovered, {refused} refused"
    );
}

#[test]
fn without_a_backup_the_witness_alone_makes_a_store_again() {
    let folder = tempfile::tempdir().unwrap();
    {
        let store = open(folder.path()).unwrap();
        (1..=POLLS).for_each(|poll| commit(&store, poll));
    }
    let whole = contents(&open(folder.path()).unwrap());
    fs::write(folder.path().join("db"), [0xa5; 4_096]).unwrap();
    let store = open(folder.path()).unwrap();
    assert_eq!(contents(&store), whole);
    let report = store.recovery().unwrap();
    assert_eq!(report.base, RecoveryBase::Witness);
    assert_eq!(report.damage, StoreDamage::Unreadable);
}

#[test]
fn without_what_it_could_be_made_of_a_damaged_store_is_refused_and_stays_as_it_is() {
    let (_, refused) = damage_each(4, 16, false);
    assert!(refused > 10, "{refused} refused");
}

#[test]
fn a_store_from_before_is_completed_and_says_so_and_the_notice_waits_to_be_passed_on() {
    let folder = tempfile::tempdir().unwrap();
    let early = {
        let store = open(folder.path()).unwrap();
        (1..=20).for_each(|poll| commit(&store, poll));
        drop(store);
        files(folder.path())
    };
    {
        let store = open(folder.path()).unwrap();
        (21..=POLLS).for_each(|poll| commit(&store, poll));
    }
    let whole = contents(&open(folder.path()).unwrap());
    let engine = |path: &Path| {
        let name = path.to_string_lossy();
        name == "db" || name == "conf" || name.starts_with("snap.")
    };
    for path in files(folder.path()).into_keys().filter(|path| engine(path)) {
        fs::remove_file(folder.path().join(path)).unwrap();
    }
    let early = early.into_iter().filter(|(path, _)| engine(path)).collect();
    write(folder.path(), &early);

    let store = open(folder.path()).unwrap();
    assert_eq!(contents(&store), whole);
    let report = store.recovery().unwrap().clone();
    assert!(matches!(report.damage, StoreDamage::Behind { changes } if changes > 40));
    assert_eq!((report.base, report.lost), (RecoveryBase::Store, 0));
    assert!(report.to_string().contains("Nothing is lost."), "{report}");
    drop(store);
    // A start that ends before it passes the report on leaves that to the next.
    let store = open(folder.path()).unwrap();
    assert_eq!(store.recovery(), None);
    assert_eq!(store.untold_recovery().unwrap(), Some(report));
    store.pass_on_recovery(Some(&notice(1))).unwrap();
    assert_eq!(store.untold_recovery().unwrap(), None);
    assert_eq!(store.pending().unwrap().len(), whole.waiting.len() + 1);
}

#[test]
fn where_the_witness_is_damaged_as_well_the_report_says_what_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path(), 4);
    fs::write(folder.path().join("db"), [0xa5; 4_096]).unwrap();
    let witness = |path: &PathBuf| path.to_string_lossy().starts_with("witness-");
    let witnesses: Vec<_> = files(folder.path()).into_keys().filter(witness).collect();
    let [.., before, last] = &witnesses[..] else {
        panic!("{witnesses:?}");
    };
    let sound = files(folder.path());
    for (damaged, expected) in [(last, "may be lost"), (before, "changes are lost")] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &sound);
        let mut bytes = sound[damaged].clone();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(folder.path().join(damaged), &bytes).unwrap();
        let store = open(folder.path()).unwrap();
        let report = store.recovery().unwrap();
        assert!(matches!(report.base, RecoveryBase::Backup(_)), "{report}");
        let last = store.last_poll(&norte()).unwrap();
        assert!(last < Some(at(POLLS)));
        assert_eq!(report.newest_poll, last);
        let poll = last.unwrap().format("%Y-%m-%d %H:%M").to_string();
        let text = report.to_string();
        assert!(text.contains(expected) && text.contains(&poll), "{text}");
    }
}

#[test]
fn backups_are_made_when_due_kept_as_many_as_wanted_and_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    fs::create_dir(&path).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let store = open(&path).unwrap();
    for poll in 1..=20 {
        commit(&store, poll);
        let now = at(0) + TimeDelta::hours(6 * poll);
        assert!(store.back_up_if_due(now).unwrap());
        assert!(!store.back_up_if_due(now + TimeDelta::hours(5)).unwrap());
        assert_eq!(store.status().last_backup, Some(now));
    }
    let kept = files(&path.join("backups"));
    assert_eq!(kept.len(), 4, "{:?}", kept.keys());
    let witness = |path: &PathBuf| path.to_string_lossy().starts_with("witness-");
    assert_eq!(files(&path).keys().filter(|path| witness(path)).count(), 3);
    let mut folders = vec![path];
    while let Some(next) = folders.pop() {
        assert_eq!(
            fs::metadata(&next).unwrap().permissions().mode() & 0o777,
            0o700
        );
        for entry in fs::read_dir(next).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
                assert_eq!(mode, 0o600, "{:?}", entry.path());
            }
        }
    }
}
