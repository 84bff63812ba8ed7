//! A mail server that answers as it is told, and writes down what it hears.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server does instead of its usual answer, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Instead {
    /// Answers this.
    Say(&'static str),
    /// Says nothing any more.
    Hang,
    /// Goes away without a word.
    HangUp,
}

#[derive(Debug, Default)]
struct Heard {
    connections: usize,
    commands: Vec<String>,
    mails: Vec<String>,
    script: VecDeque<(&'static str, Instead)>,
}

/// The server.
#[derive(Debug, Clone)]
pub(super) struct Double {
    port: u16,
    heard: Arc<Mutex<Heard>>,
}

impl Double {
    /// Listens. Each line of the script is used once, in order, at the next command that begins so (`.` ends a mail,
    /// `hello` is the greeting).
    pub(super) async fn start(script: &[(&'static str, Instead)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let heard = Arc::new(Mutex::new(Heard {
            script: script.iter().copied().collect(),
            ..Heard::default()
        }));
        let double = Self { port, heard };
        let server = double.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                server.with(|heard| heard.connections += 1);
                let server = server.clone();
                // A client that goes away ends its conversation; that is no failure of the server's.
                tokio::spawn(async move { server.converse(stream).await.ok() });
            }
        });
        double
    }

    pub(super) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}?tls=none", self.port)
    }

    /// How many times it was called.
    pub(super) fn connections(&self) -> usize {
        self.with(|heard| heard.connections)
    }

    /// What it was told, mails left out.
    pub(super) fn commands(&self) -> Vec<String> {
        self.with(|heard| heard.commands.clone())
    }

    /// The mails it accepted.
    pub(super) fn mails(&self) -> Vec<String> {
        self.with(|heard| heard.mails.clone())
    }

    fn with<T>(&self, with: impl FnOnce(&mut Heard) -> T) -> T {
        with(&mut self.heard.lock().expect("nobody panicked"))
    }

    fn instead(&self, command: &str) -> Option<Instead> {
        self.with(|heard| {
            let (expected, _) = heard.script.front()?;
            let is_it = command.starts_with(expected);
            if is_it {
                heard.script.pop_front().map(|(_, instead)| instead)
            } else {
                None
            }
        })
    }

    async fn converse(&self, stream: TcpStream) -> std::io::Result<()> {
        let (reading, mut writing) = stream.into_split();
        let mut lines = BufReader::new(reading).lines();
        let mut command = "hello".to_owned();
        let mut mail = None::<String>;
        loop {
            let answer = match self.instead(&command) {
                Some(Instead::Say(answer)) => answer,
                Some(Instead::Hang) => std::future::pending().await,
                Some(Instead::HangUp) => return Ok(()),
                None => usual(&command),
            };
            if let Some(mail) = mail.take().filter(|_| answer.starts_with("250")) {
                self.with(|heard| heard.mails.push(mail));
            }
            writing.write_all(format!("{answer}\r\n").as_bytes()).await?;
            if answer.starts_with("354") {
                mail = Some(content(&mut lines).await?);
                ".".clone_into(&mut command);
                continue;
            }
            let Some(line) = lines.next_line().await? else {
                return Ok(());
            };
            self.with(|heard| heard.commands.push(line.clone()));
            command = line;
        }
    }
}

fn usual(command: &str) -> &'static str {
    match command.get(..4).unwrap_or(command) {
        "hell" => "220 double",
        "EHLO" => "250-double\r\n250 AUTH PLAIN",
        "DATA" => "354 go ahead",
        "QUIT" => "221 good bye",
        _ => "250 2.0.0 well",
    }
}

async fn content(lines: &mut tokio::io::Lines<BufReader<tokio::net::tcp::OwnedReadHalf>>) -> std::io::Result<String> {
    let mut mail = String::new();
    while let Some(line) = lines.next_line().await? {
        if line == "." {
            break;
        }
        mail.push_str(&line);
        mail.push('\n');
    }
    Ok(mail)
}
