//! The witness: every change since the oldest backup, in files beside sled's. A change is written
//! to the witness first and to the store then, each time to the disk, so the witness proves what
//! a store must hold, and completes one that holds less.

use std::{
    fs,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{
    files::sync_folder,
    frames::{FrameReader, FrameWriter, MAGIC, RowImage, read_frame},
    trees::{Change, Trees},
};

const HEAD: [u8; MAGIC] = *b"vigiawi1";
const NAME: &str = "witness-";

#[derive(Serialize, Deserialize)]
struct WitnessRecord<'frame> {
    number: u64,
    #[serde(borrow)]
    rows: Vec<RowImage<'frame>>,
}

/// Writes changes to the witness. Each start of the bot and each backup begins a file, which is
/// named by its first change.
pub(super) struct WitnessWriter {
    folder: PathBuf,
    file: Option<FrameWriter>,
}

impl WitnessWriter {
    pub(super) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            file: None,
        }
    }

    /// Writes a change; on the disk when this returns.
    pub(super) fn append(&mut self, number: u64, change: &Change, trees: &Trees) -> io::Result<()> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => self.create(number)?,
        };
        let rows = change.rows(trees).map(|(_, row)| row).collect();
        file.push(&WitnessRecord { number, rows })?;
        file.sync()?;
        self.file = Some(file);
        Ok(())
    }

    fn create(&self, number: u64) -> io::Result<FrameWriter> {
        let path = self.folder.join(format!("{NAME}{number:016x}"));
        let file = FrameWriter::create(&path, HEAD)?;
        sync_folder(&self.folder)?;
        Ok(file)
    }

    /// Lets the next change begin a new file.
    pub(super) fn begin_file(&mut self) {
        self.file = None;
    }
}

/// The changes that the witness has.
pub(super) struct WitnessLog {
    files: Vec<PathBuf>,
    /// The numbers of the changes that can be read, in their order.
    numbers: Vec<u64>,
    /// Set where the newest file does not end with a whole change: a crash has cut it short, or it
    /// is damaged.
    pub(super) is_cut: bool,
}

impl WitnessLog {
    pub(super) fn read(folder: &Path) -> io::Result<Self> {
        let files: Vec<_> = files(folder)?.into_iter().map(|(_, path)| path).collect();
        let mut numbers = Vec::new();
        let is_cut = read_records(&files, |bytes| {
            numbers.push(read_number(bytes)?);
            Ok::<_, io::Error>(())
        })?;
        numbers.sort_unstable();
        Ok(Self {
            files,
            numbers,
            is_cut,
        })
    }

    /// Returns the number of the newest change that can be read; zero where there is none.
    pub(super) fn newest(&self) -> u64 {
        self.numbers.last().copied().unwrap_or_default()
    }

    /// Returns the number of the last change to which a store with change `number` can be
    /// completed.
    pub(super) fn reach(&self, number: u64) -> u64 {
        let later = self.numbers.iter().filter(|other| **other > number);
        later.fold(
            number,
            |reach, other| {
                if *other == reach + 1 { *other } else { reach }
            },
        )
    }

    /// Calls `apply` with each change behind `number`, up to the reach of it.
    pub(super) fn replay(
        &self,
        number: u64,
        mut apply: impl FnMut(Change) -> Result<(), sled::Error>,
    ) -> Result<(), sled::Error> {
        let mut reached = number;
        read_records(&self.files, |bytes| {
            if read_number(bytes)? == reached + 1 {
                let record: WitnessRecord<'_> = read_frame(bytes)?;
                apply(Change::of_images(&record.rows))?;
                reached += 1;
            }
            Ok::<_, sled::Error>(())
        })?;
        Ok(())
    }
}

/// Removes the files whose changes are all in the backup of change `number`.
pub(super) fn forget_changes(folder: &Path, number: u64) -> io::Result<()> {
    let files = files(folder)?;
    for ((_, path), (next, _)) in files.iter().zip(files.iter().skip(1)) {
        if *next <= number + 1 {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Lists the files with the number of their first change, in its order.
fn files(folder: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix(NAME));
        if let Some(number) = number.and_then(|text| u64::from_str_radix(text, 16).ok()) {
            files.push((number, entry.path()));
        }
    }
    files.sort_unstable();
    Ok(files)
}

/// Calls `each` with every record up to the first damaged one of each file. Returns whether the
/// last file has such a record.
fn read_records<E: From<io::Error>>(
    files: &[PathBuf],
    mut each: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<bool, E> {
    let mut is_cut = false;
    for path in files {
        is_cut = false;
        let mut reader = match FrameReader::open(path, HEAD) {
            Ok(reader) => reader,
            Err(error) if is_broken(&error) => {
                is_cut = true;
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        loop {
            match reader.read_next() {
                Ok(Some(bytes)) => each(&bytes)?,
                Ok(None) => break,
                Err(error) if is_broken(&error) => {
                    tracing::warn!(file = %path.display(), "the witness cannot be read to its end");
                    is_cut = true;
                    break;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(is_cut)
}

fn read_number(bytes: &[u8]) -> io::Result<u64> {
    let (number, _) = postcard::take_from_bytes(bytes).map_err(io::Error::other)?;
    Ok(number)
}

fn is_broken(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::InvalidData | ErrorKind::UnexpectedEof
    )
}
