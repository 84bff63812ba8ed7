//! Storages, as the command line names them: objects as they lie there.

use anyhow::{Context as _, anyhow};
use integrations::files::Files;

use crate::config::{Place, Settings};

/// Whether a folder is made where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Folder {
    /// It is.
    Made,
    /// What is read must be there.
    Needed,
}

/// The storage that is named, in the way that the settings say how another one is reached.
pub(super) fn named(settings: &Settings, place: &str, folder: Folder) -> anyhow::Result<Files> {
    let found = settings.other_storage.place(place);
    match found.map_err(|fault| anyhow!("{place}: {fault}"))? {
        Place::Bucket(bucket) => {
            anyhow::ensure!(
                settings.storage.as_ref() != Some(&bucket),
                "{place} is the hub's own storage"
            );
            Files::in_bucket(&bucket).with_context(|| place.to_owned())
        }
        Place::Folder(path) => {
            anyhow::ensure!(
                folder == Folder::Made || path.is_dir(),
                "{place}: there is no such folder"
            );
            if settings.storage.is_none() {
                let own = settings.data_dir.join("files").canonicalize().ok();
                let is_own = own.is_some() && path.canonicalize().ok() == own;
                anyhow::ensure!(!is_own, "{place} is the hub's own storage");
            }
            Files::in_folder(&path).with_context(|| place.to_owned())
        }
    }
}
