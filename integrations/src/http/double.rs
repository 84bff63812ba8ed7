//! What doubles of servers share that lose answers, break them off or stand still, as `wiremock` does not: reading one
//! request, and the head of an answer.

use std::collections::HashMap;
use std::io;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::net::TcpStream;

/// A request.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReceivedRequest {
    /// Its first line, `GET /path?query HTTP/1.1`.
    pub(crate) line: String,
    /// By name, in lower case.
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl ReceivedRequest {
    pub(crate) async fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Self> {
        let mut asked = Self::default();
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        asked.line = line.trim().to_owned();
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).await?;
            let Some((name, value)) = line.trim().split_once(": ") else {
                break;
            };
            asked.headers.insert(name.to_lowercase(), value.to_owned());
        }
        let length = asked.headers.get("content-length");
        asked.body = vec![0; length.and_then(|length| length.parse().ok()).unwrap_or(0)];
        stream.read_exact(&mut asked.body).await?;
        Ok(asked)
    }
}

/// The head of an answer, after which nothing more comes on the connection.
pub(crate) fn head(status: u16, headers: &[(&str, String)], length: usize) -> String {
    let mut lines = vec![format!("HTTP/1.1 {status} X")];
    lines.extend(headers.iter().map(|(name, value)| format!("{name}: {value}")));
    lines.push("Connection: close".to_owned());
    lines.push(format!("Content-Length: {length}\r\n\r\n"));
    lines.join("\r\n")
}
