//! A partner's endpoint that is played: what it was sent, and how it answers, is the story's to say.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

use crate::hub::TIMEOUT;
use crate::reading::Reading as _;

/// How the endpoint is today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mood {
    /// It answers with this status.
    Answers(u16),
    /// It leads on to another address.
    LeadsTo(String),
    /// It answers with this status, after a while.
    Lingers(Duration, u16),
    /// It takes what it is sent, and never stops answering.
    NeverEnds,
    /// It says nothing at all.
    Silent,
}

/// What it was sent.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The headers, by name in lower case.
    pub headers: HashMap<String, String>,
    /// The body, byte by byte.
    pub body: Vec<u8>,
}

impl Sent {
    /// The document.
    pub fn document(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// A header.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

#[derive(Debug)]
struct State {
    mood: Mood,
    sent: Vec<Sent>,
}

/// An endpoint that runs until it is dropped.
#[derive(Debug)]
pub struct Receiver {
    port: u16,
    state: Arc<Mutex<State>>,
    runs: AbortHandle,
}

impl Receiver {
    /// One that takes everything.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let state = Arc::new(Mutex::new(State {
            mood: Mood::Answers(204),
            sent: Vec::new(),
        }));
        let shared = state.clone();
        let runs = tokio::spawn(async move {
            loop {
                let (connection, _) = listener.accept().await.expect("a connection");
                tokio::spawn(serve(connection, shared.clone()));
            }
        });
        Self {
            port,
            state,
            runs: runs.abort_handle(),
        }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hub", self.port)
    }

    /// From now on it is like this.
    pub fn turn(&self, mood: Mood) {
        self.with(|state| state.mood = mood);
    }

    /// Everything that it was sent so far.
    pub fn sent(&self) -> Vec<Sent> {
        self.with(|state| state.sent.clone())
    }

    /// What it was sent, once there is so much of it.
    pub async fn received(&self, count: usize) -> Vec<Sent> {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            let sent = self.sent();
            if sent.len() >= count {
                return sent;
            }
            assert!(Instant::now() < deadline, "{} of {count} came", sent.len());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn with<T>(&self, with: impl FnOnce(&mut State) -> T) -> T {
        with(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.runs.abort();
    }
}

/// What was told of each subject, in the order in which it first came. An event has one id, however often it comes.
pub fn by_subject(sent: &[Sent]) -> HashMap<String, Vec<String>> {
    let mut told: HashMap<String, Vec<String>> = HashMap::new();
    let mut ids = HashMap::new();
    for document in sent.iter().map(Sent::document) {
        let (subject, event) = (document.text("/data/id"), document.text("/type"));
        let id = ids
            .entry((subject.clone(), event.clone()))
            .or_insert_with(|| document["id"].clone());
        assert_eq!(*id, document["id"], "an event has one id");
        let events = told.entry(subject).or_default();
        if !events.contains(&event) {
            events.push(event);
        }
    }
    told
}

async fn serve(connection: TcpStream, state: Arc<Mutex<State>>) {
    let mut connection = BufReader::new(connection);
    let Some(sent) = read(&mut connection).await else {
        return;
    };
    let mood = {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        state.sent.push(sent);
        state.mood.clone()
    };
    // Whoever asked may have gone.
    let _ = answer(connection.into_inner(), mood).await;
}

async fn read(connection: &mut BufReader<TcpStream>) -> Option<Sent> {
    let mut headers = HashMap::new();
    let mut line = String::new();
    connection.read_line(&mut line).await.ok()?;
    loop {
        let mut line = String::new();
        connection.read_line(&mut line).await.ok()?;
        let Some((name, value)) = line.trim().split_once(": ") else {
            break;
        };
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length")?.parse().ok()?;
    let mut body = vec![0; length];
    connection.read_exact(&mut body).await.ok()?;
    Some(Sent { headers, body })
}

fn with_status(status: u16) -> String {
    format!("HTTP/1.1 {status} So\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

async fn answer(mut connection: TcpStream, mood: Mood) -> std::io::Result<()> {
    let head = match mood {
        Mood::Answers(status) => with_status(status),
        Mood::Lingers(pause, status) => {
            tokio::time::sleep(pause).await;
            with_status(status)
        }
        Mood::LeadsTo(to) => {
            format!("HTTP/1.1 307 There\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        }
        Mood::NeverEnds => {
            connection
                .write_all(b"HTTP/1.1 200 So\r\nconnection: close\r\n\r\n")
                .await?;
            loop {
                connection.write_all(&[b'.'; 8192]).await?;
            }
        }
        Mood::Silent => {
            tokio::time::sleep(TIMEOUT).await;
            return Ok(());
        }
    };
    connection.write_all(head.as_bytes()).await?;
    connection.shutdown().await
}
