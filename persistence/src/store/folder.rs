//! One serving process per data folder.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::error::{Error, Result};

/// Holds a data folder for this process. The folder is free again once this is dropped, or the process has ended in
/// whatever way.
#[derive(Debug)]
pub(super) struct Hold {
    _lock: File,
}

impl Hold {
    /// Creates the folder where it is missing, and takes it unless another process has.
    pub(super) fn take(folder: &Path) -> Result<Self> {
        let trouble = |error: std::io::Error| Error::Unreachable(format!("{}: {error}", folder.display()));
        std::fs::create_dir_all(folder).map_err(trouble)?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join("cqc-hub.lock"))
            .map_err(trouble)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Error::InUse {
                folder: folder.to_owned(),
            }),
            Err(TryLockError::Error(error)) => Err(trouble(error)),
        }
    }
}
