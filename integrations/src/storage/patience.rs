//! A storage that does not answer for a moment is no reason to give up hours of work.

use std::time::Duration;

use crate::files::{Error, Result};

/// How long is waited before each further attempt.
const PAUSES: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(5),
    Duration::from_secs(10),
    Duration::from_secs(30),
];

/// Asks again, after a while, where the storage did not answer.
pub(super) async fn patiently<T>(mut ask: impl AsyncFnMut() -> Result<T>) -> Result<T> {
    for pause in PAUSES {
        match ask().await {
            Err(error @ (Error::Unavailable(_) | Error::Silent(_))) => {
                tracing::warn!(%error, "asked again in {} s", pause.as_secs());
                tokio::time::sleep(pause).await;
            }
            outcome => return outcome,
        }
    }
    ask().await
}
