//! Somebody who does things over HTTP and says aloud what they do.

use std::time::Duration;

use anyhow::{Context as _, bail};
use reqwest::header::{ETAG, IF_MATCH};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use url::Url;

use crate::cli::colour;

/// How long a message may take to arrive.
const TIMEOUT: Duration = Duration::from_secs(15);

/// A client of the hub, signed in or not.
#[derive(Debug, Clone)]
pub struct Teller {
    http: reqwest::Client,
    base: String,
    bearer: Option<String>,
}

impl Teller {
    /// Somebody who has not signed in.
    pub fn new(base: &Url) -> anyhow::Result<Self> {
        let http = integrations::http::client().context("no HTTP client can be made")?;
        Ok(Self {
            http,
            base: base.as_str().trim_end_matches('/').to_owned(),
            bearer: None,
        })
    }

    /// Opens a chapter.
    pub fn chapter(title: &str) {
        println!("\n{}", heading(title, colour::on(&std::io::stdout())));
    }

    /// Says what happens.
    pub fn say(step: impl AsRef<str>) {
        println!("  • {}", step.as_ref());
    }

    /// Signs in with email and password.
    pub async fn sign_in(&self, email: &str, password: &str) -> anyhow::Result<Self> {
        let session = self
            .post(
                "/v1/sessions",
                serde_json::json!({"email": email, "password": password}),
            )
            .await?;
        self.bearing(&session)
    }

    /// Signs in as a machine.
    pub async fn connect(&self, client_id: &str, secret: &str) -> anyhow::Result<Self> {
        let request = self
            .request(Method::POST, "/oauth/token")
            .basic_auth(client_id, Some(secret))
            .form(&[("grant_type", "client_credentials")]);
        self.bearing(&answer(request).await?)
    }

    fn bearing(&self, tokens: &Value) -> anyhow::Result<Self> {
        Ok(Self {
            bearer: Some(text(tokens, "/access_token")?),
            ..self.clone()
        })
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> anyhow::Result<Value> {
        answer(self.request(Method::GET, path)).await
    }

    /// Posts something.
    pub async fn post(&self, path: &str, body: Value) -> anyhow::Result<Value> {
        answer(self.request(Method::POST, path).json(&body)).await
    }

    /// Posts something that is to happen once, under a key of its own.
    pub async fn post_once(&self, path: &str, body: Value, key: &str) -> anyhow::Result<Value> {
        let request = self.request(Method::POST, path).header("idempotency-key", key);
        answer(request.json(&body)).await
    }

    /// Does something that needs no body.
    pub async fn act(&self, path: &str) -> anyhow::Result<Value> {
        answer(self.request(Method::POST, path)).await
    }

    /// Replaces something.
    pub async fn put(&self, path: &str, body: Value) -> anyhow::Result<Value> {
        answer(self.request(Method::PUT, path).json(&body)).await
    }

    /// Decides on a resource as it is now: reads it, and names the version that was read.
    pub async fn decide(&self, resource: &str, decision: &str) -> anyhow::Result<Value> {
        answer(self.on_what_is_seen(resource, decision).await?).await
    }

    /// As [`Teller::decide`], with something to say.
    pub async fn decide_with(&self, resource: &str, decision: &str, body: Value) -> anyhow::Result<Value> {
        answer(self.on_what_is_seen(resource, decision).await?.json(&body)).await
    }

    async fn on_what_is_seen(&self, resource: &str, decision: &str) -> anyhow::Result<RequestBuilder> {
        let seen = self.request(Method::GET, resource).send().await?.error_for_status()?;
        let etag = seen.headers().get(ETAG).context("the resource has no ETag")?.clone();
        let request = self.request(Method::POST, &format!("{resource}/{decision}"));
        Ok(request.header(IF_MATCH, etag))
    }

    /// Waits until a resource is as it should be.
    pub async fn until(&self, path: &str, is_so: impl Fn(&Value) -> bool) -> anyhow::Result<Value> {
        let deadline = tokio::time::Instant::now() + TIMEOUT;
        loop {
            let found = self.get(path).await?;
            if is_so(&found) {
                return Ok(found);
            }
            anyhow::ensure!(tokio::time::Instant::now() < deadline, "{path} stays as it is: {found}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Uploads a document into a case.
    pub async fn upload(
        &self,
        case: &str,
        document_type: &str,
        name: &str,
        bytes: &'static [u8],
    ) -> anyhow::Result<()> {
        let form = Form::new()
            .text("type", document_type.to_owned())
            .part("file", Part::bytes(bytes).file_name(name.to_owned()));
        let request = self
            .request(Method::POST, &format!("/v1/cases/{case}/documents"))
            .multipart(form);
        answer(request).await.map(drop)
    }

    /// Waits for a mail that carries a link, and takes the link's token out of it.
    pub async fn token_mailed_to(&self, email: &str, rel: &str) -> anyhow::Result<String> {
        let wanted = |message: &Value| {
            let links = message["links"].as_array()?;
            links.iter().find(|link| link["rel"] == rel)?["token"]
                .as_str()
                .map(str::to_owned)
        };
        let deadline = tokio::time::Instant::now() + TIMEOUT;
        while tokio::time::Instant::now() < deadline {
            let messages = self.get(&format!("/v1/sandbox/messages?to={email}")).await?;
            let items = messages["items"].as_array().cloned().unwrap_or_default();
            if let Some(token) = items.iter().find_map(wanted) {
                return Ok(token);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("no mail with the link {rel} came to {email}")
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self
            .http
            .request(method, format!("{}{path}", self.base))
            .header("accept-language", "en");
        match &self.bearer {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }
}

/// A chapter's title: bold where colours are shown.
fn heading(title: &str, in_colour: bool) -> String {
    if in_colour {
        format!("\x1b[1m{title}\x1b[0m")
    } else {
        title.to_owned()
    }
}

/// Sends a request; anything but success ends the story with what the hub said.
async fn answer(request: RequestBuilder) -> anyhow::Result<Value> {
    let response = request.send().await?;
    let (status, path) = (response.status(), response.url().path().to_owned());
    let body = response.text().await?;
    if !status.is_success() {
        bail!("{path} answered {status}: {body}");
    }
    if body.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_str(&body).with_context(|| format!("{path} answered no JSON"))
}

/// The text at a JSON pointer.
pub fn text(value: &Value, pointer: &str) -> anyhow::Result<String> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found
        .map(str::to_owned)
        .with_context(|| format!("nothing at {pointer} in {value}"))
}

#[cfg(test)]
mod tests {
    use super::heading;

    #[test]
    fn a_heading_in_a_pipe_is_text_alone() {
        assert_eq!(heading("The card", false), "The card");
        assert_eq!(heading("The card", true), "\u{1b}[1mThe card\u{1b}[0m");
    }
}
