//! The sandbox's mailbox: what was mailed and texted, once it has arrived.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::client::Client;
use crate::hub::TIMEOUT;
use crate::people::Person;
use crate::reading::Reading as _;

/// What the dispatcher has sent so far.
#[derive(Debug, Clone)]
pub struct Mailbox {
    client: Client,
}

/// A message as somebody received it.
#[derive(Debug, Clone)]
pub struct Message(pub Value);

impl Mailbox {
    /// The mailbox of a hub, read by anybody.
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// The newest mail of a kind to a driver, once there is one.
    pub async fn mail_to(&self, person: &Person, kind: &str) -> Message {
        self.newest(&person.email, "email", kind, 1).await
    }

    /// The newest mail of a kind to somebody, once there are that many of it.
    pub async fn nth_mail_to(&self, person: &Person, kind: &str, count: usize) -> Message {
        self.newest(&person.email, "email", kind, count).await
    }

    /// The newest mail of a kind to an address, once there is one.
    pub async fn newest_mail(&self, address: &str, kind: &str) -> Message {
        self.newest(address, "email", kind, 1).await
    }

    /// The newest text message of a kind to a driver, once there is one.
    pub async fn text_to(&self, person: &Person, kind: &str) -> Message {
        let phone = person.phone.as_deref().expect("somebody with a telephone");
        self.newest(phone, "sms", kind, 1).await
    }

    /// How many mails of a kind a driver has received, now that everything the hub had to send is sent.
    pub async fn count(&self, person: &Person, kind: &str) -> usize {
        self.count_to(&person.email, kind).await
    }

    /// The same of anybody, by their address.
    pub async fn count_to(&self, address: &str, kind: &str) -> usize {
        self.settled().await;
        self.received(address, "email", kind).await.len()
    }

    /// Everything somebody has received, in any way, once nothing waits any more.
    pub async fn everything_to(&self, address: &str) -> Vec<Message> {
        self.settled().await;
        self.all(address).await
    }

    /// Waits until no message is on its way.
    async fn settled(&self) {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            let waiting = self.client.get("/v1/back-office/messages?status=waiting").await.ok();
            if waiting.items().is_empty() {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "messages are still on their way: {waiting:#}"
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn newest(&self, to: &str, channel: &str, kind: &str, count: usize) -> Message {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            let mut found = self.received(to, channel, kind).await;
            if found.len() >= count {
                return found.pop().expect("at least one message is waited for");
            }
            if Instant::now() > deadline {
                let all: Vec<_> = self.all(to).await.into_iter().map(|message| message.0).collect();
                panic!(
                    "{} of {count} {channel} `{kind}` to {to} arrived, but: {all:#?}",
                    found.len()
                );
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn received(&self, to: &str, channel: &str, kind: &str) -> Vec<Message> {
        let mut all = self.all(to).await;
        all.retain(|message| message.0["channel"] == channel && message.0["kind"] == kind);
        all
    }

    /// Oldest first.
    async fn all(&self, to: &str) -> Vec<Message> {
        let mut messages: Vec<_> = Vec::new();
        let mut cursor = None;
        loop {
            let to = to.replace('+', "%2B");
            let mut path = format!("/v1/sandbox/messages?limit=100&to={to}");
            if let Some(cursor) = &cursor {
                path = format!("{path}&cursor={cursor}");
            }
            let page = self.client.get(&path).await.ok();
            messages.extend(page.items().iter().cloned().map(Message));
            match page.get("next_cursor") {
                Some(next) => cursor = Some(next.text("")),
                None => break,
            }
        }
        messages.sort_by_key(|message| message.0.id());
        messages
    }
}

impl Message {
    /// The secret of the link it carries.
    #[track_caller]
    pub fn token(&self) -> String {
        self.0.text("/links/0/token")
    }

    /// Where its link leads.
    #[track_caller]
    pub fn url(&self) -> String {
        self.0.text("/links/0/url")
    }

    /// Where the one file is that is attached to it.
    #[track_caller]
    pub fn only_attachment(&self) -> String {
        let attached = self.0.list("/attachments");
        assert_eq!(attached.len(), 1, "{:#}", self.0);
        let name = attached[0].text("/name");
        format!("/v1/sandbox/messages/{}/attachments/{name}", self.0.id())
    }

    /// Its subject.
    #[track_caller]
    pub fn subject(&self) -> String {
        self.0.text("/subject")
    }

    /// What it says.
    #[track_caller]
    pub fn text(&self) -> String {
        self.0.text("/text")
    }

    /// Whether it carries any link.
    pub fn has_link(&self) -> bool {
        self.0
            .get("links")
            .and_then(Value::as_array)
            .is_some_and(|links| !links.is_empty())
    }
}
