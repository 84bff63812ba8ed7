//! Where uploads lie while they arrive: on disk, never in memory, each in a file of its own that goes with whoever
//! drops it.
//!
//! Several processes may share the folder. Each keeps its files locked, and a lock ends with its process, so that what
//! a kill left behind can be told from what is still arriving.

use std::fmt;
use std::fs::{self, DirBuilder, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use aws_lc_rs::digest::{Context, SHA256};
use tempfile::NamedTempFile;

/// A file younger than this may just have been made, and not be locked yet.
const SPARED: Duration = Duration::from_mins(1);

/// The folder that uploads arrive in. Clones are the same folder.
#[derive(Debug, Clone)]
pub struct Spool {
    folder: PathBuf,
}

/// A file that is arriving.
pub struct Arriving {
    file: NamedTempFile,
    size: u64,
    sha256: Context,
}

/// A file that has arrived whole. It is gone when dropped, unless it was stored.
#[derive(Debug)]
pub struct Spooled {
    pub(super) file: NamedTempFile,
    /// Its size in bytes.
    pub size: u64,
    /// The SHA-256 of its bytes.
    pub sha256: [u8; 32],
}

impl Spool {
    /// Makes the folder (readable by its owner only) if it does not exist, and removes what was left behind in it.
    pub fn prepare(folder: impl Into<PathBuf>) -> io::Result<Self> {
        let folder = folder.into();
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(&folder)?;
        let spool = Self { folder };
        match spool.sweep()? {
            0 => {}
            swept => tracing::info!(swept, "uploads that were cut off"),
        }
        Ok(spool)
    }

    /// Begins a file. Blocks.
    pub fn begin(&self) -> io::Result<Arriving> {
        Ok(Arriving {
            file: held(&self.folder)?,
            size: 0,
            sha256: Context::new(&SHA256),
        })
    }

    /// Removes the files that no living process holds. Answers how many there were. Blocks.
    pub fn sweep(&self) -> io::Result<usize> {
        let mut swept = 0;
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            match remove_unless_held(&path) {
                Ok(true) => swept += 1,
                Ok(false) => {}
                // Somebody else swept it, or its upload ended meanwhile.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(swept)
    }
}

/// A new file that is this process's as long as it lives.
fn held(folder: &Path) -> io::Result<NamedTempFile> {
    let file = NamedTempFile::new_in(folder)?;
    file.as_file().lock()?;
    Ok(file)
}

fn remove_unless_held(path: &Path) -> io::Result<bool> {
    let file = fs::File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() || metadata.modified()?.elapsed().unwrap_or_default() < SPARED {
        return Ok(false);
    }
    match file.try_lock() {
        Ok(()) => fs::remove_file(path).map(|()| true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

impl Arriving {
    /// Writes the next piece. Blocks.
    pub fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        self.file.write_all(piece)?;
        self.sha256.update(piece);
        self.size += piece.len() as u64;
        Ok(())
    }

    /// Nothing more is coming.
    pub fn end(self) -> Spooled {
        let mut sha256 = [0; 32];
        sha256.copy_from_slice(self.sha256.finish().as_ref());
        Spooled {
            file: self.file,
            size: self.size,
            sha256,
        }
    }
}

impl fmt::Debug for Arriving {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arriving")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

impl Spooled {
    /// A new file beside it. Blocks.
    pub(super) fn beside(&self) -> io::Result<NamedTempFile> {
        held(self.file.path().parent().unwrap_or(Path::new(".")))
    }

    /// Opens it for reading, from its beginning. Blocks.
    pub fn open(&self) -> io::Result<fs::File> {
        self.file.reopen()
    }
}
