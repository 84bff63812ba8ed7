//! What attackers send, down to single bytes.

use std::sync::LazyLock;
use std::time::Duration;

use reqwest::RequestBuilder;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::tally::Answered;

/// An HTTP client that minds nothing.
#[expect(
    clippy::disallowed_methods,
    reason = "attackers stand outside the hub, as any client does"
)]
pub fn http() -> &'static reqwest::Client {
    static HTTP: LazyLock<reqwest::Client> = LazyLock::new(|| {
        let builder = reqwest::Client::builder().no_proxy().timeout(Duration::from_mins(2));
        builder.build().expect("an HTTP client")
    });
    &HTTP
}

/// Sends a request; what came back.
pub async fn send(request: RequestBuilder) -> Answered {
    let response = request.send().await.ok()?;
    let status = response.status().as_u16();
    Some((status, response.bytes().await.ok()?.len()))
}

/// Opens a connection, writes some bytes, then one more byte at each beat, until an answer comes or time is up.
pub async fn drip(address: String, head: String, beat: Duration, beats: usize) -> Answered {
    let mut stream = TcpStream::connect(&address).await.ok()?;
    stream.write_all(head.as_bytes()).await.ok()?;
    for _ in 0..beats {
        if let Ok(answered) = timeout(beat, read(&mut stream)).await {
            return answered;
        }
        if stream.write_all(b" ").await.is_err() {
            return None;
        }
    }
    None
}

/// Opens a connection, asks for something many times over, and never reads an answer.
pub async fn ask_and_never_read(address: String, request: String, times: usize, wait: Duration) -> Answered {
    let mut stream = TcpStream::connect(&address).await.ok()?;
    for _ in 0..times {
        // The hub stops reading once nobody takes its answers.
        if timeout(Duration::from_secs(2), stream.write_all(request.as_bytes()))
            .await
            .is_err()
        {
            break;
        }
    }
    tokio::time::sleep(wait).await;
    None
}

/// The status line of whatever comes.
async fn read(stream: &mut TcpStream) -> Answered {
    let mut answer = [0; 4096];
    let size = stream.read(&mut answer).await.ok().filter(|size| *size > 0)?;
    let status = std::str::from_utf8(answer.get(9..12)?).ok()?.parse().ok()?;
    Some((status, size))
}
