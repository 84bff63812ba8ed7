//! `Body<T>`: a JSON request body, read, bounded, typed and validated.

use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::http::header::{CONTENT_LENGTH, HeaderMap};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use bytes::BytesMut;
use futures::StreamExt;
use futures::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use tokio::time::{Instant, timeout_at};
use validator::Validate;

use super::allowance::{Allowance, FREE};
use super::fingerprint::Fingerprint;
use super::json::{self, Nulls};
use super::pace::too_slow;
use super::reading::{self, Document, Faulty};
use super::validation;
use crate::http::problem::{Code, Problem};

/// The largest JSON body that is read.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// A JSON body that is what the contract says: 415, 413, 400 and 422 are answered before the handler runs.
#[derive(Debug, Clone)]
pub struct Body<T>(pub T);

impl<T> Body<T> {
    /// The body itself.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        whole(request, payload, BODY_LIMIT, |request, bytes| {
            typed(request, expected(&bytes)?, |_| Ok(())).map(Self)
        })
    }
}

/// Reads a body whole, and makes of it what an extractor is to hold.
pub(super) fn whole<T: 'static>(
    request: &HttpRequest,
    payload: &mut Payload,
    limit: usize,
    make: impl FnOnce(&HttpRequest, BytesMut) -> Result<T, Problem> + 'static,
) -> LocalBoxFuture<'static, Result<T, Problem>> {
    let request = request.clone();
    let mut payload = payload.take();
    Box::pin(async move {
        let bytes = read(&request, &mut payload, limit).await?;
        make(&request, bytes)
    })
}

/// The bytes of a body that must be there.
pub(super) fn expected(bytes: &[u8]) -> Result<&[u8], Problem> {
    if bytes.is_empty() {
        return Err(Problem::new(Code::BodyMissing).because(
            "Un corps JSON (application/json) est attendu.",
            "A JSON body (application/json) is expected.",
        ));
    }
    Ok(bytes)
}

/// The bytes of a request as what they are to be, where they are that.
pub(super) fn typed<T: DeserializeOwned + Validate>(
    request: &HttpRequest,
    bytes: &[u8],
    judge: impl Fn(T) -> Result<(), Problem>,
) -> Result<T, Problem> {
    check_type(request.headers(), &request.content_type().to_ascii_lowercase())?;
    let nulls = if request.method() == Method::PATCH {
        Nulls::TakeAway
    } else {
        Nulls::Refused
    };
    let document = json::parse(bytes, nulls)?;
    request.extensions_mut().insert(Fingerprint::of_json(&document.value));
    checked(&document, judge)
}

/// Whether no body was sent, or `null`, as clients write that they leave it out.
pub(super) fn is_absent(bytes: &[u8]) -> bool {
    matches!(json::without_mark(bytes).trim_ascii(), b"" | b"null")
}

/// The document as what it is to be, or everything that is wrong with it. Where a part of it does not fit, what the rest
/// means is judged all the same.
pub(super) fn checked<T: DeserializeOwned + Validate>(
    document: &Document,
    judge: impl Fn(T) -> Result<(), Problem>,
) -> Result<T, Problem> {
    let refused = match reading::read::<T>(document) {
        Ok(value) if value.validate().is_ok() => return Ok(value),
        Ok(value) => Faulty::readable(value),
        Err(refused) => *refused,
    };
    let faults = refused.judged(|value| {
        let mut found = value
            .validate()
            .err()
            .iter()
            .flat_map(validation::faults)
            .collect::<Vec<_>>();
        let problem = judge(value).err();
        found.extend(problem.iter().flat_map(Problem::faults).cloned());
        found
    });
    Err(Problem::new(Code::Invalid).and_faults(faults))
}

/// How long a body may take to arrive.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Reads a payload up to a limit, within a while and within the process's [`Allowance`]; a declared length above the
/// limit is refused before a byte is read. The one way in which a body is read whole.
async fn read(request: &HttpRequest, payload: &mut Payload, limit: usize) -> Result<BytesMut, Problem> {
    let declared = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > limit) {
        return Err(too_large(limit));
    }
    let mut allowance = Allowance::of(request);
    let mut bytes = BytesMut::with_capacity(declared.unwrap_or(1024).min(FREE));
    let deadline = Instant::now() + TIMEOUT;
    while let Some(chunk) = timeout_at(deadline, payload.next()).await.map_err(|_| too_slow())? {
        let chunk = chunk.map_err(broken_off)?;
        if bytes.len() + chunk.len() > limit {
            return Err(too_large(limit));
        }
        allowance.hold(bytes.len() + chunk.len())?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn broken_off(why: impl std::fmt::Display) -> Problem {
    tracing::debug!(%why, "a request body broke off");
    Problem::new(Code::MalformedRequest).because(
        "Le corps de la requête s’est interrompu.",
        "The body of the request broke off.",
    )
}

fn too_large(limit: usize) -> Problem {
    let kib = limit / 1024;
    Problem::new(Code::BodyTooLarge).because(format!("Au plus {kib} Kio."), format!("At most {kib} KiB."))
}

/// JSON only, in UTF-8.
pub(super) fn check_type(headers: &HeaderMap, essence: &str) -> Result<(), Problem> {
    let refused = |fr: &'static str, en: &'static str| {
        Err(Problem::new(Code::UnsupportedMediaType)
            .because(fr, en)
            .header("accept-post", "application/json"))
    };
    let is_json = essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"));
    if !is_json {
        return refused(
            "Attendu : Content-Type: application/json.",
            "Expected: Content-Type: application/json.",
        );
    }
    let charset = headers
        .get(actix_web::http::header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| {
            value
                .to_ascii_lowercase()
                .split_once("charset=")
                .map(|(_, name)| name.trim_matches('"').to_owned())
        });
    if charset.is_some_and(|name| !name.starts_with("utf-8") && !name.starts_with("utf8")) {
        return refused("Le JSON est en UTF-8.", "JSON is in UTF-8.");
    }
    Ok(())
}
