//! The secret that seals private keys: set by the operator, or made once in the sandbox's data folder.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt;

use anyhow::Context;
use persistence::time::IdSource;

use crate::config::Settings;

/// The file in the data folder.
const FILE: &str = "secret";

/// The secret of these settings. Production has refused to start without one by now.
pub fn of(settings: &Settings) -> anyhow::Result<String> {
    if let Some(secret) = &settings.secret {
        return Ok(secret.reveal().to_owned());
    }
    let path = settings.data_dir.join(FILE);
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
    let kept = match made {
        Ok(mut file) => {
            let secret = IdSource::new().token().text();
            file.write_all(secret.as_bytes())
                .and_then(|()| file.sync_all())
                .map(|()| secret)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => std::fs::read_to_string(&path),
        Err(error) => Err(error),
    };
    let secret = kept.with_context(|| format!("the secret in {}", path.display()))?;
    anyhow::ensure!(!secret.trim().is_empty(), "{} is empty", path.display());
    Ok(secret)
}
