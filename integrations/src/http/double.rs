//! What doubles of other people's servers share: reading one request, and answering it once a connection.

use std::collections::HashMap;
use std::io;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
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

    /// Method, path and query.
    pub(crate) fn target(&self) -> (&str, &str, &str) {
        let mut words = self.line.split(' ');
        let method = words.next().unwrap_or_default();
        let (path, query) = words
            .next()
            .map_or(("", ""), |target| target.split_once('?').unwrap_or((target, "")));
        (method, path, query)
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

/// Answers in full.
pub(crate) async fn answer(
    stream: &mut BufReader<TcpStream>,
    status: u16,
    headers: &[(&str, String)],
    body: &[u8],
) -> io::Result<()> {
    stream.write_all(head(status, headers, body.len()).as_bytes()).await?;
    stream.write_all(body).await
}
