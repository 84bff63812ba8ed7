//! The database server restarts under load.

use std::time::Duration;

use tests::postgres::Server;

use crate::Scale;
use crate::process::Process;
use crate::tally::Tally;
use crate::wire;

use super::held;

/// Restarts at once, as after a crash: every connection is cut.
pub async fn restarts(scale: Scale) -> Result<String, String> {
    let server = Server::start("-c shared_buffers=64MB")?;
    let database = server.database();
    let mut hub = Process::start(&[("DATABASE_URL", database.url())]).await;
    let url = format!("{}/v1/accounts", hub.base);
    let load = tokio::spawn(async move {
        Tally::of(3_000, 8, |number| {
            wire::send(wire::http().post(&url).json(&crate::attacks::registration(number)))
        })
        .await
    });
    for _ in 0..scale.of(3, 1) {
        tokio::time::sleep(Duration::from_secs(2)).await;
        server.restart()?;
    }
    let tally = load.await.map_err(|error| error.to_string())?;
    held(tally.faults().is_empty(), || format!("{:?}", tally.faults()))?;
    held(hub.lives(), || "the process ended".to_owned())?;
    hub.until_ready().await;
    Ok(tally.to_string())
}
