//! Files of checksummed frames, in which the witness and the backups are written. A frame is its
//! length, its checksum and compressed bytes; a reader stops at the first frame that is damaged or
//! was cut short.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufReader, BufWriter, Read as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use serde::{Deserialize, Serialize};

/// The length of the text with which a file begins.
pub(super) const MAGIC: usize = 8;

/// More bytes than any record has: a broken length must not take all memory.
const LARGEST: usize = 256 << 20;

/// A row of a tree as a frame holds it. A row without a value was removed.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct RowImage<'frame> {
    pub(super) tree: &'frame str,
    pub(super) key: &'frame [u8],
    #[serde(borrow)]
    pub(super) value: Option<&'frame [u8]>,
}

pub(super) struct FrameWriter(BufWriter<File>);

impl FrameWriter {
    /// Creates the file, or empties it. Only its owner may read it.
    pub(super) fn create(path: &Path, magic: [u8; MAGIC]) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let mut file = BufWriter::new(options.open(path)?);
        file.write_all(&magic)?;
        Ok(Self(file))
    }

    pub(super) fn push(&mut self, content: &impl Serialize) -> io::Result<()> {
        let plain = postcard::to_stdvec(content).map_err(io::Error::other)?;
        let packed = lz4_flex::compress_prepend_size(&plain);
        let length = u32::try_from(packed.len()).map_err(io::Error::other)?;
        self.0.write_all(&length.to_le_bytes())?;
        self.0.write_all(&crc32fast::hash(&packed).to_le_bytes())?;
        self.0.write_all(&packed)
    }

    /// Waits until all frames are on the disk.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        self.0.flush()?;
        self.0.get_ref().sync_data()
    }
}

pub(super) struct FrameReader {
    file: BufReader<File>,
    left: u64,
}

impl FrameReader {
    pub(super) fn open(path: &Path, magic: [u8; MAGIC]) -> io::Result<Self> {
        let file = File::open(path)?;
        let left = file.metadata()?.len();
        let mut reader = Self {
            file: BufReader::new(file),
            left,
        };
        if reader.take::<MAGIC>()? != magic {
            return Err(broken_frame());
        }
        Ok(reader)
    }

    /// Returns the bytes of the next frame; `None` at the end of the file.
    pub(super) fn read_next(&mut self) -> io::Result<Option<Vec<u8>>> {
        if self.left == 0 {
            return Ok(None);
        }
        let length = u32::from_le_bytes(self.take()?);
        let checksum = u32::from_le_bytes(self.take()?);
        let rest = self.left.checked_sub(length.into());
        self.left = rest.ok_or_else(broken_frame)?;
        let mut packed = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        self.file.read_exact(&mut packed)?;
        if crc32fast::hash(&packed) != checksum {
            return Err(broken_frame());
        }
        decompress_bytes(&packed)
            .map(Some)
            .map_err(|_| broken_frame())
    }

    fn take<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.file.read_exact(&mut bytes)?;
        self.left = self.left.saturating_sub(N as u64);
        Ok(bytes)
    }
}

/// Reads what [`FrameWriter::push`] has written.
pub(super) fn read_frame<'frame, T: Deserialize<'frame>>(bytes: &'frame [u8]) -> io::Result<T> {
    postcard::from_bytes(bytes).map_err(|_| broken_frame())
}

pub(super) fn decompress_bytes(packed: &[u8]) -> Result<Vec<u8>, String> {
    let (size, packed) =
        lz4_flex::block::uncompressed_size(packed).map_err(|error| error.to_string())?;
    if size > LARGEST {
        return Err(format!("it claims to unpack to {size} bytes"));
    }
    lz4_flex::decompress(packed, size).map_err(|error| error.to_string())
}

pub(super) fn broken_frame() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a frame of the file is damaged")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOME: [u8; MAGIC] = *b"vigia-t1";

    /// Returns the numbers in the frames before the first damaged one.
    fn numbers(path: &Path) -> Vec<u32> {
        let Ok(mut reader) = FrameReader::open(path, SOME) else {
            return Vec::new();
        };
        let next = || reader.read_next().ok().flatten();
        std::iter::from_fn(next)
            .map(|bytes| read_frame(&bytes).unwrap())
            .collect()
    }

    #[test]
    fn a_flipped_bit_or_a_cut_ends_the_file_there_and_changes_no_frame() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("frames");
        let mut writer = FrameWriter::create(&path, SOME).unwrap();
        (1..=3_u32).for_each(|number| writer.push(&number).unwrap());
        writer.sync().unwrap();
        assert_eq!(numbers(&path), [1, 2, 3]);
        let whole = std::fs::read(&path).unwrap();
        for place in 0..whole.len() {
            for bit in 0..8 {
                let mut flipped = whole.clone();
                flipped[place] ^= 1 << bit;
                std::fs::write(&path, &flipped).unwrap();
                let read = numbers(&path);
                assert!(read.len() < 3 && [1, 2, 3].starts_with(&read), "{read:?}");
            }
            std::fs::write(&path, &whole[..place]).unwrap();
            assert!([1, 2].starts_with(&numbers(&path)));
        }
    }
}
