//! The client of clamd, `ClamAV`'s daemon, in its own protocol [`man 8 clamd`]: `zINSTREAM`, the file in chunks that each say
//! their length, an empty one, and one line back. Each file has a connection of its own.
//!
//! The daemon is not believed more than need be: an answer that is cut off, has no end, came before it had the whole file,
//! or is none that is known, says nothing about the file.

use std::fmt::Arguments;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures::StreamExt as _;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;

use super::{Address, Scanned, Scanner, Verdict};
use crate::Failure;

/// How long the daemon may take for each thing.
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// To be there.
    connect: Duration,
    /// To accept a chunk.
    take: Duration,
    /// To look at a file that it has (assumed): most are done within a second.
    answer: Duration,
    /// What it said before it closed the connection may be on its way for so long.
    explain: Duration,
    /// To say that it is there.
    pong: Duration,
}

impl Patience {
    const USUAL: Self = Self {
        connect: Duration::from_secs(5),
        take: Duration::from_secs(10),
        answer: Duration::from_secs(40),
        explain: Duration::from_secs(1),
        pong: Duration::from_secs(1),
    };
}

/// The longest chunk, in bytes.
const CHUNK: usize = 64 * 1024;

/// The longest answer that is read, in bytes: the name of what was found, and a few words.
const LONGEST_ANSWER: u64 = 1024;

/// The longest name of what was found that is kept, in characters.
const LONGEST_NAME: usize = 200;

/// `ClamAV`'s daemon.
#[derive(Debug, Clone)]
pub struct Clamd {
    address: Address,
    patience: Patience,
}

impl Clamd {
    /// The daemon that listens there. Nothing is asked of it yet.
    pub fn at(address: Address) -> Self {
        Self {
            address,
            patience: Patience::USUAL,
        }
    }

    async fn connect(&self) -> Result<Connection, Failure> {
        let connecting = async {
            Ok::<Connection, std::io::Error>(match &self.address {
                Address::Tcp(host, port) => Box::new(TcpStream::connect((host.as_str(), *port)).await?),
                Address::Unix(path) => Box::new(UnixStream::connect(path).await?),
            })
        };
        match timeout(self.patience.connect, connecting).await {
            Ok(Ok(connection)) => Ok(connection),
            Ok(Err(error)) => Err(later(format_args!("cannot be reached: {error}"))),
            Err(_) => Err(later(format_args!("cannot be reached in time"))),
        }
    }
}

trait Duplex: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Duplex for T {}
type Connection = Box<dyn Duplex>;

#[async_trait]
impl Scanner for Clamd {
    async fn scan(&self, file: Scanned) -> Result<Verdict, Failure> {
        let (reading, mut writing) = tokio::io::split(self.connect().await?);
        let mut answering = std::pin::pin!(answer(reading));
        let sent = tokio::select! {
            biased;
            early = &mut answering => return Err(too_early(&early?)),
            sent = send(file, &mut writing, self.patience.take) => sent,
        };
        match sent {
            Ok(()) => match timeout(self.patience.answer, answering).await {
                Ok(answer) => verdict(&answer?),
                Err(_) => Err(later(format_args!("has not answered in time"))),
            },
            Err(NotSent::Unread(failure)) => Err(failure),
            // Why it closed the connection, where it says so.
            Err(NotSent::Untaken(failure)) => match timeout(self.patience.explain, answering).await {
                Ok(Ok(answer)) => Err(too_early(&answer)),
                Ok(Err(_)) | Err(_) => Err(failure),
            },
        }
    }

    async fn ping(&self) -> Result<(), Failure> {
        let asked = async {
            let (reading, mut writing) = tokio::io::split(self.connect().await?);
            let sent = writing.write_all(b"zPING\0").await;
            sent.map_err(|error| later(format_args!("takes no question: {error}")))?;
            match answer(reading).await?.as_str() {
                "PONG" => Ok(()),
                other => Err(unintelligible(other)),
            }
        };
        let asked = timeout(self.patience.pong, asked).await;
        asked.unwrap_or_else(|_| Err(later(format_args!("has not answered in time"))))
    }
}

/// Why a file did not get to the daemon.
enum NotSent {
    /// It could not be read.
    Unread(Failure),
    /// The daemon did not take it.
    Untaken(Failure),
}

async fn send(mut file: Scanned, writing: &mut (impl AsyncWrite + Unpin), patience: Duration) -> Result<(), NotSent> {
    take(writing, b"zINSTREAM\0", patience).await?;
    while let Some(piece) = file.next().await {
        let piece = piece.map_err(|error| NotSent::Unread(Failure::Later(error.to_string())))?;
        for chunk in chunks(&piece) {
            let length = u32::try_from(chunk.len()).unwrap_or(u32::MAX);
            take(writing, &length.to_be_bytes(), patience).await?;
            take(writing, chunk, patience).await?;
        }
    }
    take(writing, &0_u32.to_be_bytes(), patience).await
}

/// A piece in chunks, none of which is empty: that would be the end of the file.
fn chunks(piece: &Bytes) -> impl Iterator<Item = &[u8]> {
    piece.chunks(CHUNK)
}

async fn take(writing: &mut (impl AsyncWrite + Unpin), bytes: &[u8], patience: Duration) -> Result<(), NotSent> {
    let failure = match timeout(patience, writing.write_all(bytes)).await {
        Ok(Ok(())) => return Ok(()),
        // Not every network lets through what it said first.
        Ok(Err(error)) => later(format_args!(
            "closed the connection before it had the file (is its StreamMaxLength above 10 MB?): {error}"
        )),
        Err(_) => later(format_args!("takes no more of the file")),
    };
    Err(NotSent::Untaken(failure))
}

/// Reads a whole answer, up to the zero byte that ends it.
async fn answer(reading: impl AsyncRead + Unpin) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let mut reading = reading.take(LONGEST_ANSWER);
    loop {
        let read = reading.read_buf(&mut bytes).await;
        let read = read.map_err(|error| later(format_args!("closed the connection: {error}")))?;
        if let Some(end) = bytes.iter().position(|byte| *byte == 0) {
            return Ok(String::from_utf8_lossy(&bytes[..end]).trim().to_owned());
        }
        match read {
            0 if reading.limit() == 0 => return Err(later(format_args!("answers without an end"))),
            0 => return Err(later(format_args!("closed the connection before it had answered"))),
            _ => {}
        }
    }
}

/// What an answer says of a file that the daemon has whole.
fn verdict(answer: &str) -> Result<Verdict, Failure> {
    match answer.strip_prefix("stream: ") {
        Some("OK") => Ok(Verdict::Clean),
        Some(found) => match found.strip_suffix(" FOUND") {
            Some(name) => Ok(Verdict::Infected(printable(name))),
            None => Err(trouble(answer)),
        },
        None => Err(trouble(answer)),
    }
}

/// What an answer means that came before the daemon had the whole file.
fn too_early(answer: &str) -> Failure {
    match verdict(answer) {
        Ok(_) => later(format_args!("answered before it had the whole file")),
        Err(failure) => failure,
    }
}

/// An answer that is no verdict.
fn trouble(answer: &str) -> Failure {
    if answer.contains("size limit exceeded") {
        let limit = "clamd takes less than an upload may have: its StreamMaxLength must be above 10 MB";
        return Failure::Hindered(limit.to_owned());
    }
    match answer.strip_suffix("ERROR") {
        Some(error) => later(format_args!("failed: {}", printable(error))),
        None => unintelligible(answer),
    }
}

fn unintelligible(answer: &str) -> Failure {
    later(format_args!("answered something else: {}", printable(answer)))
}

fn later(what: Arguments<'_>) -> Failure {
    Failure::Later(format!("clamd {what}"))
}

/// Signs that can be kept and shown anywhere.
fn printable(text: &str) -> String {
    let signs = text.trim().chars().map(|sign| {
        if sign.is_ascii_graphic() || sign == ' ' {
            sign
        } else {
            '?'
        }
    });
    signs.take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests;
