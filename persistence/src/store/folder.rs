//! One serving process per data folder.

use std::fs::{DirBuilder, File, TryLockError};
use std::path::Path;

use crate::error::{Error, Result};

/// Holds a data folder for this process. The folder is free again once this is dropped, or the process has ended in
/// whatever way.
#[derive(Debug)]
pub(super) struct FolderLock {
    _lock: File,
}

impl FolderLock {
    /// Creates the folder where it is missing, and takes it unless another process has.
    pub(super) fn take(folder: &Path) -> Result<Self> {
        let unreachable = |error: std::io::Error| Error::Unreachable(format!("{}: {error}", folder.display()));
        create(folder).map_err(unreachable)?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join("cqc-hub.lock"))
            .map_err(unreachable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Error::InUse {
                folder: folder.to_owned(),
            }),
            Err(TryLockError::Error(error)) => Err(unreachable(error)),
        }
    }
}

/// What lies in the folder is nobody else's business.
fn create(folder: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
