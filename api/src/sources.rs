//! The sources of this project, for tests that read them.

use std::fs;
use std::path::{Path, PathBuf};

/// Every Rust source below a folder, with its text.
pub(crate) fn rust_sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let found = paths.flat_map(|path| match path.extension() {
        _ if path.is_dir() => rust_sources(&path),
        Some(extension) if extension == "rs" => vec![(path.clone(), fs::read_to_string(&path).expect("a source"))],
        _ => Vec::new(),
    });
    found.collect()
}
