//! Whoever talks to the hub over HTTP, and what they send.

use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::Value;

use crate::files::Upload;
use crate::hub::TIMEOUT;
use crate::reply::Reply;

/// Somebody with an HTTP client, signed in or not.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base: Arc<str>,
    bearer: Option<Arc<str>>,
}

impl Client {
    /// Somebody who has not signed in, at the hub that answers at `base`.
    #[expect(
        clippy::disallowed_methods,
        reason = "the tests stand outside the hub, as any client does"
    )]
    pub fn anonymous(base: &str) -> Self {
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("an HTTP client");
        Self {
            http,
            base: base.into(),
            bearer: None,
        }
    }

    /// The same with an access token.
    #[must_use]
    pub fn bearing(&self, token: &str) -> Self {
        Self {
            bearer: Some(token.into()),
            ..self.clone()
        }
    }

    /// The access token.
    pub fn token(&self) -> &str {
        self.bearer.as_deref().expect("somebody signed in")
    }

    /// Asks for a resource.
    pub fn get(&self, path: &str) -> Request {
        self.request(Method::GET, path)
    }

    /// Posts a JSON body.
    pub fn post(&self, path: &str, body: Value) -> Request {
        self.request(Method::POST, path).json(body)
    }

    /// Posts nothing: for actions that need no words.
    pub fn do_post(&self, path: &str) -> Request {
        self.request(Method::POST, path)
    }

    /// Puts a JSON body.
    pub fn put(&self, path: &str, body: Value) -> Request {
        self.request(Method::PUT, path).json(body)
    }

    /// Patches with a JSON body.
    pub fn patch(&self, path: &str, body: Value) -> Request {
        self.request(Method::PATCH, path).json(body)
    }

    /// Deletes.
    pub fn delete(&self, path: &str) -> Request {
        self.request(Method::DELETE, path)
    }

    /// Any request. A path may also be a whole URL, as mails carry them.
    pub fn request(&self, method: Method, path: &str) -> Request {
        let url = if path.starts_with("http://") {
            path.to_owned()
        } else {
            format!("{}{path}", self.base)
        };
        let label = format!("{method} {path}");
        let mut builder = self.http.request(method, url);
        if let Some(token) = &self.bearer {
            builder = builder.bearer_auth(token);
        }
        Request {
            builder,
            label,
            document: None,
            faults_allowed: false,
        }
    }

    /// A paper that they may have, once it is made.
    pub async fn paper(&self, path: &str) -> Reply {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            let reply = self.get(path).come_what_may().await;
            if reply.status != 503 {
                return reply.expect(200);
            }
            assert!(Instant::now() < deadline, "it is never made: {reply}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// A request that is sent when it is awaited.
#[derive(Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Request {
    builder: reqwest::RequestBuilder,
    label: String,
    document: Option<Value>,
    faults_allowed: bool,
}

impl Request {
    /// With a JSON body.
    pub fn json(mut self, body: Value) -> Self {
        self.document = Some(body);
        self
    }

    /// With any body.
    pub fn body(mut self, body: impl Into<reqwest::Body>) -> Self {
        self.builder = self.builder.body(body);
        self
    }

    /// With a form, as a page of a browser sends it.
    pub fn form(mut self, fields: &[(&str, &str)]) -> Self {
        self.builder = self.builder.form(fields);
        self
    }

    /// With a document, as a browser sends it.
    pub fn upload(self, document_type: &str, file: Upload) -> Self {
        let part = Part::bytes(file.bytes)
            .file_name(file.name)
            .mime_str(file.media_type)
            .expect("a media type");
        let form = Form::new().text("type", document_type.to_owned()).part("file", part);
        self.multipart(form)
    }

    /// With a form of several parts.
    pub fn multipart(mut self, form: Form) -> Self {
        self.builder = self.builder.multipart(form);
        self
    }

    /// With a header.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.builder = self.builder.header(name, value);
        self
    }

    /// Only if the resource is still as it was when it had this tag.
    pub fn if_match(self, tag: &str) -> Self {
        self.with("if-match", tag)
    }

    /// Under a key that makes its repetition harmless.
    pub fn idempotently(self, key: &str) -> Self {
        self.with("idempotency-key", key)
    }

    /// In English.
    pub fn in_english(self) -> Self {
        self.with("accept-language", "en")
    }

    /// Signed in as a machine, in the way OAuth calls `client_secret_basic`.
    pub fn as_machine(mut self, id: &str, secret: &str) -> Self {
        self.builder = self.builder.basic_auth(id, Some(secret));
        self
    }

    /// A fault of the server is an answer too: for tests that bring one about.
    pub fn come_what_may(mut self) -> Self {
        self.faults_allowed = true;
        self
    }
}

impl IntoFuture for Request {
    type Output = Reply;
    type IntoFuture = Pin<Box<dyn Future<Output = Reply> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Self {
                mut builder,
                label,
                document,
                faults_allowed,
            } = self;
            if let Some(document) = &document {
                builder = builder.json(document);
            }
            let response = builder
                .send()
                .await
                .unwrap_or_else(|error| panic!("{label}: {error:?}"));
            let reply = Reply::read(label, response).await;
            if !faults_allowed {
                reply.check_manners();
                if let Some(sent) = &document {
                    reply.check_pointers(sent);
                }
            }
            reply
        })
    }
}
