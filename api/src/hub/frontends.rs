//! Which frontends' scripts may read answers: read where one is registered, and from time to time, since another process may
//! have registered one.

use std::time::Duration;

use persistence::{Store, frontends};

use super::Hub;
use crate::http::Problem;
use crate::http::middleware::cors::Origins;

/// How often they are read anew.
const READ_EVERY: Duration = Duration::from_mins(1);

impl Hub {
    /// Reads the origins anew: a frontend was registered or changed.
    pub async fn read_origins(&self) -> Result<(), Problem> {
        Ok(read_origins(&self.store, &self.origins).await?)
    }
}

/// Reads the origins of every active frontend.
pub(super) async fn read_origins(store: &Store, origins: &Origins) -> persistence::Result<()> {
    origins.replace(store.read(frontends::origins).await?);
    Ok(())
}

/// Reads them anew, for ever.
pub(super) async fn keep_reading(store: Store, origins: Origins) {
    loop {
        tokio::time::sleep(READ_EVERY).await;
        if let Err(error) = read_origins(&store, &origins).await {
            tracing::warn!(%error, "the origins of frontends could not be read anew; those known stay admitted");
        }
    }
}
