//! Whether the folder of the store outlives a container.

use std::{fs, path::Path};

use tracing::warn;

/// File systems that go with the container or the machine's memory.
const VOLATILE: [&str; 6] = [
    "aufs",
    "fuse-overlayfs",
    "fuse.fuse-overlayfs",
    "overlay",
    "ramfs",
    "tmpfs",
];

/// Warns where an upgrade of the image, or a restart, would delete the store.
pub(super) fn warn_of_volatile_store(path: &Path) {
    let Ok(path) = path.canonicalize() else {
        return;
    };
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    if let Some(mount) = mount_of(&mounts, &path)
        && VOLATILE.contains(&mount.file_system)
    {
        warn!(
            path = %path.display(),
            file_system = mount.file_system,
            "the store is in no volume: it is lost when the container is replaced; mount a volume \
             there, or set VIGIA_STORE to a folder in one"
        );
    }
}

#[derive(Debug, PartialEq)]
struct Mount<'info> {
    point: &'info str,
    file_system: &'info str,
}

/// Finds the mount that a path is in. A line of `mountinfo` has the mount point as its fifth field,
/// and the type of the file system behind a dash; a later line covers an earlier one.
fn mount_of<'info>(mounts: &'info str, path: &Path) -> Option<Mount<'info>> {
    let mounts = mounts.lines().filter_map(|line| {
        let (head, tail) = line.split_once(" - ")?;
        Some(Mount {
            point: head.split(' ').nth(4)?,
            file_system: tail.split(' ').next()?,
        })
    });
    mounts
        .filter(|mount| path.starts_with(mount.point.replace("\\040", " ")))
        .max_by_key(|mount| mount.point.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
600 500 0:50 / / rw,relatime master:1 - overlay overlay rw,lowerdir=/x
601 600 0:53 / /proc rw,nosuid - proc proc rw
602 600 8:1 /volumes/data /var/lib/vigia rw,relatime - ext4 /dev/sda1 rw
603 600 8:1 /my\\040data /srv/my\\040data rw - xfs /dev/sda2 rw
604 600 0:60 / /dev/shm rw - tmpfs shm rw
";

    #[test]
    fn the_mount_of_a_folder_is_the_one_with_the_longest_point() {
        for (path, file_system) in [
            ("/var/lib/vigia", "ext4"),
            ("/var/lib/vigia/data", "ext4"),
            ("/var/lib/vigia2", "overlay"),
            ("/etc/vigia/data", "overlay"),
            ("/srv/my data/x", "xfs"),
            ("/dev/shm/vigia", "tmpfs"),
        ] {
            let mount = mount_of(MOUNTS, Path::new(path)).unwrap();
            assert_eq!(mount.file_system, file_system, "{path}");
        }
        assert_eq!(mount_of("", Path::new("/")), None);
    }
}
