//! Partners who are not there, or never answer: the hub goes on, and what was for them waits.

use std::time::{Duration, Instant};

use tokio::net::TcpListener;

use super::held;
use crate::Scale;
use crate::process::Process;
use crate::tally::Tally;
use crate::wire;

/// Nobody listens where mails go.
pub async fn mail_gone(scale: Scale) -> Result<String, String> {
    let mut hub = Process::start(&[("MAIL", "smtp://127.0.0.1:9?tls=none")]).await;
    let url = format!("{}/v1/accounts", hub.base);
    let tally = Tally::of(scale.of(500, 50), 8, |number| {
        wire::send(wire::http().post(&url).json(&crate::attacks::registration(number)))
    })
    .await;
    held(tally.with_status(202) == tally.requests(), || tally.to_string())?;
    held(hub.lives(), || "the process ended".to_owned())?;
    Ok(format!("{tally}; their mails wait"))
}

/// A storage that takes connections and never answers: said soon, and nobody else waits.
pub async fn storage_frozen(_: Scale) -> Result<String, String> {
    let frozen = TcpListener::bind("127.0.0.1:0")
        .await
        .map_err(|error| error.to_string())?;
    let endpoint = format!("http://{}", frozen.local_addr().map_err(|error| error.to_string())?);
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((stream, _)) = frozen.accept().await {
            open.push(stream);
        }
    });
    let settings = [
        ("STORAGE", "s3://papers"),
        ("STORAGE_ENDPOINT", endpoint.as_str()),
        ("STORAGE_REGION", "local"),
        ("STORAGE_KEY_ID", "id"),
        ("STORAGE_SECRET_KEY", "key"),
    ];
    let mut hub = Process::start_without_waiting(&settings).await;
    let from = Instant::now();
    let ready = wire::send(wire::http().get(format!("{}/health/ready", hub.base))).await;
    let took = from.elapsed();
    held(ready.is_some_and(|(status, _)| status == 503), || {
        format!("it says {ready:?}")
    })?;
    held(took < Duration::from_secs(10), || format!("it took {took:?}"))?;
    let live = wire::send(wire::http().get(format!("{}/health/live", hub.base))).await;
    held(live.is_some_and(|(status, _)| status == 200), || {
        format!("it says {live:?}")
    })?;
    held(hub.lives(), || "the process ended".to_owned())?;
    Ok(format!("said so after {:.1} s", took.as_secs_f64()))
}
