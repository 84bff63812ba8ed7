//! A mail server that takes everything, and remembers what it took.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tests::hub::TIMEOUT;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// The mail server.
#[derive(Debug, Clone)]
pub struct MailServer {
    port: u16,
    taken: Arc<Mutex<Vec<Mail>>>,
    holding: Arc<AtomicBool>,
}

/// A mail that it took.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Whom it was for.
    pub to: String,
    /// Its `Message-ID`.
    pub id: String,
    /// What it says, as it was encoded, but in whole lines.
    text: String,
    /// When it came.
    pub at: Instant,
}

impl MailServer {
    /// Listens at a port that is free.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let server = Self {
            port,
            taken: Arc::default(),
            holding: Arc::default(),
        };
        let listening = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = listening.clone();
                // A hub that is killed ends its conversation; that is nothing to the server.
                tokio::spawn(async move { server.converse(stream).await.ok() });
            }
        });
        server
    }

    /// What a hub is told of it.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}?tls=none", self.port)
    }

    /// Takes no mail until it is told to go on: those who send wait.
    pub fn hold(&self, holding: bool) {
        self.holding.store(holding, Ordering::Relaxed);
    }

    /// Every mail that it took, by its `Message-ID`: each as often as it came.
    pub fn taken(&self) -> HashMap<String, Vec<Mail>> {
        let mut taken: HashMap<_, Vec<Mail>> = HashMap::new();
        for mail in self.taken.lock().expect("nobody panicked").iter() {
            taken.entry(mail.id.clone()).or_default().push(mail.clone());
        }
        taken
    }

    /// The secret of the link to choose a password, once it has come.
    pub async fn password_link_to(&self, email: &str) -> String {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            if let Some(token) = self.link(email, "/choose-password/") {
                return token;
            }
            assert!(Instant::now() < deadline, "no link came to {email}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn link(&self, email: &str, path: &str) -> Option<String> {
        let taken = self.taken.lock().expect("nobody panicked");
        let mut to = taken.iter().rev().filter(|mail| mail.to == email);
        to.find_map(|mail| {
            let (_, behind) = mail.text.split_once(path)?;
            let is_sign = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
            behind.split(|letter| !is_sign(letter)).next().map(str::to_owned)
        })
    }

    async fn converse(&self, stream: TcpStream) -> std::io::Result<()> {
        let (reading, mut writing) = stream.into_split();
        let mut lines = BufReader::new(reading).lines();
        say(&mut writing, "220 here").await?;
        let mut to = String::new();
        while let Some(line) = lines.next_line().await? {
            let command = line.get(..4).unwrap_or_default().to_ascii_uppercase();
            if let Some(recipient) = line.strip_prefix("RCPT TO:<") {
                to = recipient.split('>').next().unwrap_or_default().to_owned();
            }
            if command == "DATA" {
                say(&mut writing, "354 go ahead").await?;
                let mail = read(&mut lines, &to).await?;
                while self.holding.load(Ordering::Relaxed) {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                let mail = Mail {
                    at: Instant::now(),
                    ..mail
                };
                self.taken.lock().expect("nobody panicked").push(mail);
            }
            let answer = if command == "QUIT" { "221 good bye" } else { "250 well" };
            say(&mut writing, answer).await?;
        }
        Ok(())
    }
}

async fn say(writing: &mut OwnedWriteHalf, answer: &str) -> std::io::Result<()> {
    writing.write_all(format!("{answer}\r\n").as_bytes()).await
}

/// A mail, up to the line with a dot alone. Lines that quoted-printable (RFC 2045) has broken are whole again.
async fn read(lines: &mut Lines<BufReader<OwnedReadHalf>>, to: &str) -> std::io::Result<Mail> {
    let (mut text, mut id) = (String::new(), String::new());
    loop {
        // What is broken off was not taken.
        let line = lines.next_line().await?.ok_or(std::io::ErrorKind::UnexpectedEof)?;
        if line == "." {
            break;
        }
        if let Some(named) = line.strip_prefix("Message-ID: ").filter(|_| id.is_empty()) {
            named.clone_into(&mut id);
        }
        match line.strip_suffix('=') {
            Some(broken) => text.push_str(broken),
            None => text.extend([line.as_str(), "\n"]),
        }
    }
    Ok(Mail {
        to: to.to_owned(),
        id,
        text,
        at: Instant::now(),
    })
}
