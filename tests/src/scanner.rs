//! A scanner of viruses that is played: what it finds, and whether it is there, is the story's to say.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

use crate::files::{self, Upload};

/// What the played scanner takes for a virus.
const VIRUS: &str = "what the played scanner takes for a virus";

/// How the scanner is today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// It answers.
    Answers,
    /// It hangs up on whoever calls.
    HangsUp,
    /// It takes less than an upload may have.
    IsTooSmall,
}

/// A scanner that runs until it is dropped.
#[derive(Debug)]
pub struct Scanner {
    port: u16,
    mood: Arc<Mutex<Mood>>,
    runs: AbortHandle,
}

impl Scanner {
    /// One that answers.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let mood = Arc::new(Mutex::new(Mood::Answers));
        let now = mood.clone();
        let runs = tokio::spawn(async move {
            loop {
                let (connection, _) = listener.accept().await.expect("a connection");
                let mood = *now.lock().unwrap_or_else(PoisonError::into_inner);
                tokio::spawn(serve(connection, mood));
            }
        });
        Self {
            port,
            mood,
            runs: runs.abort_handle(),
        }
    }

    /// Where it listens, as the setting says it.
    pub fn address(&self) -> String {
        format!("tcp://127.0.0.1:{}", self.port)
    }

    /// From now on it is like this.
    pub fn turn(&self, mood: Mood) {
        *self.mood.lock().unwrap_or_else(PoisonError::into_inner) = mood;
    }
}

impl Drop for Scanner {
    fn drop(&mut self) {
        self.runs.abort();
    }
}

/// A PDF with a virus in it, as far as the played scanner is asked.
pub fn infected_pdf() -> Upload {
    let mut file = files::identity_document();
    file.bytes = files::pdf(VIRUS);
    file
}

/// A photo that the played scanner finds a virus in.
pub fn infected_photo() -> Upload {
    let mut file = files::better_photo();
    // What follows the end of a picture is no matter to whoever opens it.
    file.bytes.extend_from_slice(VIRUS.as_bytes());
    file
}

/// Whatever goes wrong is the hub's to notice.
async fn serve(mut connection: TcpStream, mood: Mood) -> std::io::Result<()> {
    if mood == Mood::HangsUp {
        return Ok(());
    }
    let mut command = Vec::new();
    while command.last() != Some(&0) {
        command.push(connection.read_u8().await?);
    }
    let answer = if command == b"zINSTREAM\0" {
        let file = receive(&mut connection).await?;
        let is_infected = file.windows(VIRUS.len()).any(|bytes| bytes == VIRUS.as_bytes());
        match mood {
            Mood::IsTooSmall => "INSTREAM size limit exceeded. ERROR\0",
            _ if is_infected => "stream: Played.Virus FOUND\0",
            _ => "stream: OK\0",
        }
    } else {
        "PONG\0"
    };
    connection.write_all(answer.as_bytes()).await
}

async fn receive(connection: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut file = Vec::new();
    loop {
        let length = connection.read_u32().await?;
        if length == 0 {
            return Ok(file);
        }
        let mut chunk = vec![0; length as usize];
        connection.read_exact(&mut chunk).await?;
        file.extend(chunk);
    }
}
