//! `Idempotency-Key`: the same request again has no second effect, and gets the same reply.
//!
//! The record is claimed and completed in the action's own transaction, so that there is no effect without a record
//! and no record without its effect.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::HeaderName;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use domain::actor::Actor;
use domain::words::Word;
use persistence::idempotency::{self, Known, StoredResponse};
use persistence::{Author, Tx, digest};

use super::{Abort, Hub};
use crate::http::{Code, Fingerprint, Problem, Reply};

/// The header.
const HEADER: &str = "idempotency-key";

/// The longest key.
const LONGEST: usize = 255;

/// What makes a request the same as an earlier one. An extractor; 400 for a key that is none.
#[derive(Debug, Clone)]
pub struct Idempotency {
    key: Option<String>,
    request: HttpRequest,
    fingerprint: Option<Fingerprint>,
}

/// `Idempotency-Key`, for the `params(…)` of an operation whose handler takes [`Idempotency`].
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IdempotencyKeyParameter {
    /// A name for this very request.
    #[param(rename = "Idempotency-Key", nullable = false)]
    pub key: Option<String>,
}

/// `Idempotency-Key` where a repetition would cost money, and it must be present.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
pub struct RequiredIdempotencyKeyParameter {
    /// A name for this very request.
    #[param(rename = "Idempotency-Key")]
    pub key: String,
}

impl Idempotency {
    /// Refuses a request without a key.
    pub fn required(self) -> Result<Self, Problem> {
        if self.key.is_some() {
            Ok(self)
        } else {
            Err(Problem::new(Code::IdempotencyKeyRequired))
        }
    }

    /// For uploads: what was sent, since no JSON body was read.
    #[must_use]
    pub fn of_content(mut self, fingerprint: Fingerprint) -> Self {
        self.fingerprint = Some(fingerprint);
        self
    }

    /// The request's identity, for whoever asks; `None` without a key.
    fn identity(&self, who_asks: &Actor) -> Option<idempotency::Request> {
        let key = self.key.as_ref()?;
        let who = format!("{}:{}", who_asks.role().name(), who_asks.id().unwrap_or_default());
        let read = self.request.extensions().get::<Fingerprint>().copied();
        let fingerprint = self.fingerprint.or(read).unwrap_or_else(Fingerprint::empty);
        let (method, path) = (self.request.method().as_str(), self.request.path());
        let parts = [who.as_bytes(), method.as_bytes(), path.as_bytes(), key.as_bytes()];
        // Nobody knows strangers apart: a key is theirs with their own words only, and one who used the same key for
        // others is another.
        let words = matches!(who_asks, Actor::Anonymous).then_some(&fingerprint.0[..]);
        Some(idempotency::Request {
            scope: digest::of_parts(parts.into_iter().chain(words)).to_vec(),
            fingerprint: fingerprint.0.to_vec(),
        })
    }
}

impl Hub {
    /// Like [`Hub::write`], for what a client may repeat: the same request again gets the answer of the first.
    pub async fn write_once<F>(&self, request: &Idempotency, author: Author, write: F) -> Result<Reply, Problem>
    where
        F: Fn(&mut Tx<'_>) -> Result<Reply, Abort> + Send + 'static,
    {
        let Some(identity) = request.identity(&author.actor) else {
            return self.write(author, write).await;
        };
        self.write(author, move |tx| match idempotency::claim(tx, &identity)? {
            Known::First => {
                let reply = write(tx)?;
                idempotency::store(tx, &identity, &stored(&reply)?)?;
                Ok(reply)
            }
            Known::Answered(stored) => replay(stored),
            Known::OtherContent => Err(Problem::new(Code::IdempotencyKeyReused).into()),
        })
        .await
    }
}

impl Hub {
    /// The answer that this request was given before, for what cannot be done in one transaction: such an action is
    /// itself without a second effect, and its answer is stored at its end by [`Hub::write_once`].
    pub async fn answered(&self, request: &Idempotency, author: &Author) -> Result<Option<Reply>, Problem> {
        let Some(identity) = request.identity(&author.actor) else {
            return Ok(None);
        };
        self.read(move |db| match idempotency::look_up(db, &identity)? {
            Known::First => Ok(None),
            Known::Answered(stored) => replay(stored).map(Some),
            Known::OtherContent => Err(Problem::new(Code::IdempotencyKeyReused).into()),
        })
        .await
    }
}

/// The answer, as it is stored. Only what succeeded is: anything else undoes the transaction.
fn stored(reply: &Reply) -> Result<StoredResponse, Problem> {
    if !reply.status_code().is_success() {
        return Err(Problem::internal("a write that answers what is no success"));
    }
    Ok(StoredResponse {
        status: reply.status_code().as_u16(),
        headers: serde_json::to_value(reply.stored_headers()).map_err(Problem::internal)?,
        body: reply.body().to_vec(),
    })
}

/// The stored answer, marked as one.
fn replay(stored: StoredResponse) -> Result<Reply, Abort> {
    let headers = serde_json::from_value(stored.headers).map_err(Problem::internal)?;
    let reply = Reply::stored(stored.status, headers, stored.body);
    Ok(reply.header(&HeaderName::from_static("idempotency-replayed"), "true"))
}

impl FromRequest for Idempotency {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let key = key(request).map_err(|()| Problem::new(Code::IdempotencyKeyMalformed));
        ready(key.map(|key| Self {
            key,
            request: request.clone(),
            fingerprint: None,
        }))
    }
}

/// The key, if there is one; an error if it is none.
fn key(request: &HttpRequest) -> Result<Option<String>, ()> {
    let mut values = request.headers().get_all(HEADER);
    let Some(value) = values.next() else { return Ok(None) };
    let key = value.to_str().map_err(drop)?;
    let is_key = (1..=LONGEST).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    if is_key && values.next().is_none() {
        Ok(Some(key.to_owned()))
    } else {
        Err(())
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn with(keys: &[&str]) -> Result<Idempotency, Problem> {
        let request = TestRequest::post().uri("/v1/cases");
        let request = keys
            .iter()
            .fold(request, |request, key| request.append_header((HEADER, *key)));
        Idempotency::from_request(&request.to_http_request(), &mut Payload::None).into_inner()
    }

    #[test]
    fn a_key_is_visible_ascii_and_stands_once() {
        assert!(with(&["5f0d1c2e-8f0a"]).expect("a key").required().is_ok());
        let long = "x".repeat(256);
        for keys in [&[""][..], &["a b"], &["é"], &["a", "b"], &[&long]] {
            assert_eq!(
                with(keys).expect_err("refused").code(),
                Code::IdempotencyKeyMalformed,
                "{keys:?}"
            );
        }
        let none = with(&[]).expect("no key");
        assert!(none.identity(&Actor::Anonymous).is_none());
        assert_eq!(
            none.required().expect_err("refused").code(),
            Code::IdempotencyKeyRequired
        );
    }

    #[test]
    fn another_caller_or_key_is_another_scope() {
        let scope = |key: &str, who: &Actor| with(&[key]).expect("a key").identity(who).expect("an identity").scope;
        let mine = scope("k", &Actor::Anonymous);
        assert_eq!(mine, scope("k", &Actor::Anonymous));
        assert_ne!(mine, scope("k2", &Actor::Anonymous));
        assert_ne!(mine, scope("k", &Actor::Production("card-factory".to_owned())));
    }

    #[test]
    fn another_content_is_another_fingerprint() {
        let factory = Actor::Production("card-factory".to_owned());
        let of = |content| sent_by(&factory, content);
        assert_eq!(of(b"a"), of(b"a"));
        assert_ne!(of(b"a").fingerprint, of(b"b").fingerprint);
        assert_eq!(of(b"a").scope, of(b"b").scope);
    }

    #[test]
    fn another_content_under_a_strangers_key_is_another_stranger() {
        let of = |content| sent_by(&Actor::Anonymous, content);
        assert_eq!(of(b"a"), of(b"a"));
        assert_ne!(of(b"a").scope, of(b"b").scope);
    }

    fn sent_by(who: &Actor, content: &[u8]) -> idempotency::Request {
        let request = with(&["k"])
            .expect("a key")
            .of_content(Fingerprint::of_file("image/png", &[content]));
        request.identity(who).expect("an identity")
    }
}
