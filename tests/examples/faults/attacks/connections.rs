//! Connections that are opened and not used as they are meant to be.

use std::time::Duration;

use tests::hub::AGENT;
use tests::roles::Agent;
use tokio::net::TcpStream;

use crate::Scale;
use crate::process::Process;
use crate::tally::Tally;
use crate::wire;

/// Long enough for everything that has a limit to reach it.
const WAIT: Duration = Duration::from_mins(1);
/// Between two bytes.
const BEAT: Duration = Duration::from_secs(1);

/// Connections on which nothing is said.
pub async fn idle(hub: &Process, scale: Scale) -> Tally {
    let mut open = Vec::new();
    for _ in 0..scale.of(2_000, 500) {
        match TcpStream::connect(hub.address()).await {
            Ok(stream) => open.push(stream),
            Err(_) => break,
        }
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mut tally = Tally::default();
    tally.count(wire::send(wire::http().get(format!("{}/health/ready", hub.base))).await);
    let answered = tally.with_status(200) == 1;
    tally.unless(answered, "nobody else gets in")
}

/// Headers that come byte by byte.
pub async fn slow_headers(hub: &Process, scale: Scale) -> Tally {
    dripping(hub, scale, "GET /health/live HTTP/1.1\r\nhost: hub\r\nx-slow: ").await
}

/// A body that comes byte by byte.
pub async fn slow_bodies(hub: &Process, scale: Scale) -> Tally {
    let head =
        "POST /v1/accounts HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n\r\n";
    dripping(hub, scale, head).await
}

/// The first half of a large body, and then nothing worth mentioning.
pub async fn half_bodies(hub: &Process, scale: Scale) -> Tally {
    let head =
        "POST /v1/accounts HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n\r\n";
    let half = format!("{head}{}", " ".repeat(500_000));
    dripping(hub, scale, &half).await
}

async fn dripping(hub: &Process, scale: Scale, head: &str) -> Tally {
    let count = scale.of(500, 100);
    let beats = usize::try_from(WAIT.as_secs()).expect("a minute");
    Tally::of(count, count, |_| {
        wire::drip(hub.address().to_owned(), head.to_owned(), BEAT, beats)
    })
    .await
}

/// Callers who send thousands of small requests at once and read none of the answers.
pub async fn pipelined(hub: &Process, scale: Scale) -> Tally {
    let request = "GET /openapi.json HTTP/1.1\r\nhost: hub\r\n\r\n".to_owned();
    let count = scale.of(200, 50);
    let wait = Duration::from_secs(20);
    Tally::of(count, count, |_| {
        wire::ask_and_never_read(hub.address().to_owned(), request.repeat(100), 200, wait)
    })
    .await
}

/// Callers who ask for much, again and again, and take none of it.
pub async fn never_reading(hub: &Process, scale: Scale) -> Tally {
    let agent = Agent::sign_in(&hub.anyone(), AGENT.0, AGENT.1).await;
    let request = format!(
        "GET /openapi.json HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer {}\r\n\r\n",
        agent.client.token()
    );
    let count = scale.of(200, 50);
    let wait = Duration::from_secs(5);
    Tally::of(count, count, |_| {
        wire::ask_and_never_read(hub.address().to_owned(), request.clone(), 200, wait)
    })
    .await
}
