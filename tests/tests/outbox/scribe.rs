//! What these tests share: messages with a text and a key, and a handler that writes down what it is given.

use integrations::Failure;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use domain::actor::Actor;
use domain::ids::MessageId;
use integrations::dispatcher::{Dispatcher, Done, Handler, Handlers, Options};
use persistence::outbox::{self, Claimed, Kind, MessageRecord};
use persistence::{Author, Store};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a message of these tests says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub text: String,
}

pub fn author() -> Author {
    Author::of(Actor::System)
}

/// As [`put`] takes it.
#[expect(clippy::unnecessary_wraps, reason = "most messages here have a key")]
pub fn key(number: u128) -> Option<Uuid> {
    Some(Uuid::from_u128(number))
}

/// Puts a message into the outbox, in a transaction of its own.
pub async fn put(store: &Store, key: Option<Uuid>, text: impl Into<String>) {
    let note = Note { text: text.into() };
    let put = store.write(author(), move |tx| outbox::enqueue(tx, Kind::Email, key, None, &note));
    put.await.expect("kept");
}

pub fn text_of(message: &Claimed) -> String {
    let note: Note = serde_json::from_value(message.payload.clone()).expect("a note");
    note.text
}

/// Every message, oldest first.
pub async fn all(store: &Store) -> Vec<MessageRecord> {
    let mut messages = store
        .read(|db| outbox::list(db, None, None, 10_000))
        .await
        .expect("read");
    messages.reverse();
    messages
}

/// Waits until something holds, and no longer than it may reasonably take.
pub async fn until<F: Future<Output = bool>>(what: &str, holds: impl Fn() -> F) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(30);
    while !holds().await {
        assert!(tokio::time::Instant::now() < deadline, "in vain: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Waits until nothing waits in the outbox.
pub async fn until_quiet(store: &Store) {
    until("an outbox where nothing waits", || async {
        store.read(outbox::backlog).await.expect("read").waiting == 0
    })
    .await;
}

/// How these tests' dispatchers work: without rests and pauses that a test would wait for.
pub fn swiftly() -> Options {
    Options {
        rest: Duration::from_millis(20),
        first_pause: Duration::from_millis(1),
        longest_pause: Duration::from_millis(1),
        ..Options::default()
    }
}

/// What the handler does with a message, by its text.
type Answer = dyn Fn(&str) -> Result<Done, Failure> + Send + Sync;

/// Writes down every message it is given, in order, and answers as it is told.
#[derive(Clone)]
pub struct Scribe {
    given: Arc<Mutex<Vec<(MessageId, String)>>>,
    answer: Arc<Answer>,
}

impl Scribe {
    pub fn answering(answer: impl Fn(&str) -> Result<Done, Failure> + Send + Sync + 'static) -> Self {
        Self {
            given: Arc::default(),
            answer: Arc::new(answer),
        }
    }

    pub fn content() -> Self {
        Self::answering(|_| Ok(Done::plainly()))
    }

    /// The texts it was given.
    pub fn texts(&self) -> Vec<String> {
        self.given().into_iter().map(|(_, text)| text).collect()
    }

    /// The ids and texts it was given.
    pub fn given(&self) -> Vec<(MessageId, String)> {
        self.given.lock().expect("written down").clone()
    }

    pub fn dispatch(&self, store: &Store, options: Options) -> Dispatcher {
        let handlers = Handlers::default().with(Kind::Email, self.clone());
        Dispatcher::start(store.clone(), &handlers, options)
    }
}

#[async_trait]
impl Handler for Scribe {
    async fn handle(&self, message: &Claimed) -> Result<Done, Failure> {
        let text = text_of(message);
        self.given
            .lock()
            .expect("written down")
            .push((message.id, text.clone()));
        // Lets others run, so that what could go wrong side by side does.
        tokio::task::yield_now().await;
        (self.answer)(&text)
    }
}
