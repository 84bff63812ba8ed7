//! A local folder of objects, made durable where `object_store` stops short of it.
//!
//! With `fsync` on, its local adapter syncs a written file, the folder it lies in, and the folders it had to make.
//! Two gaps remain: a second writer can find a folder that the first has made but not yet synced, and a deletion is
//! not synced at all, so that an erased document could be back after a power cut. The first is closed by making every
//! folder beforehand, the second by [`Folder::sync_parent_of`].

use std::fs::{self, DirBuilder, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use object_store::local::LocalFileSystem;
use tempfile::NamedTempFile;

use super::limits::Limits;

/// A busy disk may take its time to sync; a network file system whose server is gone waits for ever.
pub(super) const LIMITS: Limits = Limits {
    silence: Duration::from_secs(10),
};

/// An upload still unfinished after this long was interrupted.
const INTERRUPTED_AFTER: Duration = Duration::from_hours(1);

#[derive(Debug, Clone)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Makes the folder and its 256 parts, and syncs them.
    pub(super) fn prepare(root: &Path) -> io::Result<Self> {
        private_folders().recursive(true).create(root)?;
        let root = root.canonicalize()?;
        let mut made = false;
        for shard in 0..=u8::MAX {
            match private_folders().create(root.join(format!("{shard:02x}"))) {
                Ok(()) => made = true,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        if made {
            sync_folder(&root)?;
            root.parent().map_or(Ok(()), sync_folder)?;
        }
        Ok(Self { root })
    }

    pub(super) fn object_store(&self) -> object_store::Result<LocalFileSystem> {
        Ok(LocalFileSystem::new_with_prefix(&self.root)?.with_fsync(true))
    }

    /// Syncs the folder an object lies, or lay, in.
    pub(super) async fn sync_parent_of(&self, location: &object_store::path::Path) -> io::Result<()> {
        let path = self.root.join(location.as_ref());
        blocking(move || path.parent().map_or(Ok(()), sync_folder)).await
    }

    /// Moves a file to where an object lies; both are on disk when this returns. Another file system takes a copy.
    pub(super) async fn keep(&self, location: &object_store::path::Path, file: NamedTempFile) -> io::Result<()> {
        let path = self.root.join(location.as_ref());
        blocking(move || {
            file.as_file().sync_all()?;
            match file.persist(&path) {
                Ok(_) => {}
                Err(refused) if refused.error.kind() == io::ErrorKind::CrossesDevices => copy(&refused.file, &path)?,
                Err(refused) => return Err(refused.error),
            }
            path.parent().map_or(Ok(()), sync_folder)
        })
        .await
    }

    pub(super) async fn remove_unfinished(&self) -> io::Result<usize> {
        let root = self.root.clone();
        blocking(move || {
            let mut removed = 0;
            for shard in fs::read_dir(root)? {
                let shard = shard?;
                if shard.file_type()?.is_dir() {
                    removed += remove_unfinished_in(&shard.path())?;
                }
            }
            Ok(removed)
        })
        .await
    }
}

/// Copies a file under a name that listings hide, and sweeps know, until it is whole.
fn copy(file: &NamedTempFile, path: &Path) -> io::Result<()> {
    let unfinished = PathBuf::from(format!("{}#copy", path.display()));
    let copied = fs::copy(file.path(), &unfinished)
        .and_then(|_| File::open(&unfinished)?.sync_all())
        .and_then(|()| fs::rename(&unfinished, path));
    if copied.is_err() {
        fs::remove_file(&unfinished).ok();
    }
    copied
}

/// Unfinished uploads are named `<key>#<number>` by `object_store`, which hides them from its listings.
fn remove_unfinished_in(shard: &Path) -> io::Result<usize> {
    let mut removed = 0;
    for entry in fs::read_dir(shard)? {
        let entry = entry?;
        let interrupted = || io::Result::Ok(entry.metadata()?.modified()?.elapsed().unwrap_or_default());
        if entry.file_name().to_string_lossy().contains('#') && interrupted()? > INTERRUPTED_AFTER {
            fs::remove_file(entry.path())?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Identity documents lie in here: nobody but the owner looks inside.
fn private_folders() -> DirBuilder {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

fn sync_folder(path: &Path) -> io::Result<()> {
    // Windows cannot sync a folder; its file systems journal the names.
    if cfg!(unix) {
        File::open(path)?.sync_all()
    } else {
        Ok(())
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}
