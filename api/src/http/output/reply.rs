//! `Reply`: what a handler returns, and what is kept for a repetition of its request.

use std::borrow::Cow;
use std::ops::Range;

use actix_web::body::BoxBody;
use actix_web::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderName, HeaderValue,
    LOCATION,
};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, Responder};
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::caching::Caching;
use super::range::ByteRange;
use super::tag::{Tag, already_held};
use crate::http::problem::Problem;

/// A whole successful response: status, headers, body. Built inside a transaction or outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    status: StatusCode,
    headers: Headers,
    body: Bytes,
    tag: Option<Tag>,
}

/// The headers of an answer, as they are stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Headers(Vec<(Cow<'static, str>, String)>);

impl Reply {
    /// 200 with a JSON body.
    pub fn ok<T: Serialize>(body: &T) -> Self {
        Self::json(StatusCode::OK, body)
    }

    /// 201 with a JSON body and the address of what was made.
    pub fn created<T: Serialize>(location: impl Into<String>, body: &T) -> Self {
        Self::json(StatusCode::CREATED, body).header(&LOCATION, location)
    }

    /// 202 with a JSON body.
    pub fn accepted<T: Serialize>(body: &T) -> Self {
        Self::json(StatusCode::ACCEPTED, body)
    }

    /// 204.
    pub fn no_content() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            headers: Headers::default(),
            body: Bytes::new(),
            tag: None,
        }
    }

    /// 200 without a body: it is done, and there is nothing to say.
    pub fn done() -> Self {
        Self::no_content().status(StatusCode::OK)
    }

    /// Bytes of some media type, with 200.
    pub fn bytes(media_type: &str, body: impl Into<Bytes>) -> Self {
        let answer = Self {
            status: StatusCode::OK,
            headers: Headers::default(),
            body: body.into(),
            tag: None,
        };
        answer.header(&CONTENT_TYPE, media_type)
    }

    /// On to another address, which a browser gets (RFC 9110, 15.4.4).
    pub fn see_other(address: impl Into<String>) -> Self {
        Self::no_content()
            .status(StatusCode::SEE_OTHER)
            .header(&LOCATION, address)
    }

    /// A JSON body with any successful status.
    pub fn json<T: Serialize>(status: StatusCode, body: &T) -> Self {
        match serde_json::to_vec(body) {
            Ok(body) => Self::bytes("application/json", body).status(status),
            Err(error) => {
                // Only a map with keys that are no text can fail: a fault of ours, found by the first test that meets it.
                tracing::error!(%error, "an answer could not be written");
                Self::no_content().status(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }

    fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Gives the answer an `ETag`: the resource's version with the hash of this body.
    #[must_use]
    pub fn version(mut self, version: i32) -> Self {
        self.tag = Some(Tag::of(version, &self.body));
        self
    }

    /// Gives the answer an `ETag` where its body is not at hand, but something that tells it from others is.
    pub(super) fn version_of(mut self, version: i32, content: &[u8]) -> Self {
        self.tag = Some(Tag::of(version, content));
        self
    }

    /// Says that its bytes can be had in parts, and leaves only the part that was asked for: 206. They go out as they
    /// lie there, not compressed, for parts of one are no parts of the other.
    pub fn in_part(self, asked: &ByteRange) -> Result<Self, Problem> {
        let size = self.body.len() as u64;
        let (mut answer, part) = self.of_part(size, asked)?;
        // Both ends lie within the body, whose length is a `usize`.
        let end = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX);
        if let Some(part) = part {
            answer.body = answer.body.slice(end(part.start)..end(part.end));
        }
        Ok(answer)
    }

    /// As [`Reply::in_part`], without the bytes, of which there are so many: which of them are asked for, `None` for all.
    pub(super) fn of_part(self, size: u64, asked: &ByteRange) -> Result<(Self, Option<Range<u64>>), Problem> {
        let part = asked.within(size, self.tag.as_ref())?;
        let head = match &part {
            Some(Range { start, end }) => self
                .status(StatusCode::PARTIAL_CONTENT)
                .header(&CONTENT_RANGE, format!("bytes {start}-{}/{size}", end - 1)),
            None => self,
        };
        let head = head
            .header(&ACCEPT_RANGES, "bytes")
            .header(&CONTENT_ENCODING, "identity");
        Ok((head, part))
    }

    /// Adds or replaces a header.
    #[must_use]
    pub fn header(mut self, name: &HeaderName, value: impl Into<String>) -> Self {
        self.headers.0.retain(|(known, _)| *known != name.as_str());
        self.headers.0.push((name.as_str().to_owned().into(), value.into()));
        self
    }

    /// For tokens, secrets and links: kept by no cache.
    #[must_use]
    pub fn never_stored(self) -> Self {
        self.header(&CACHE_CONTROL, Caching::Secret.value())
    }

    /// For what is the same for everybody: any cache may keep it for so many seconds.
    #[must_use]
    pub fn public_for(self, seconds: u32) -> Self {
        self.header(&CACHE_CONTROL, Caching::Public(seconds).value())
    }

    /// The status.
    pub fn status_code(&self) -> StatusCode {
        self.status
    }

    /// The headers to keep, `ETag` among them.
    pub fn stored_headers(&self) -> Headers {
        let mut headers = self.headers.clone();
        if let Some(tag) = &self.tag {
            headers.0.push((Cow::Borrowed("etag"), tag.to_string()));
        }
        headers
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// An answer as it was kept.
    pub fn stored(status: u16, headers: Headers, body: Vec<u8>) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self {
            status,
            headers,
            body: body.into(),
            tag: None,
        }
    }
}

impl Responder for Reply {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let reading = matches!(*request.method(), Method::GET | Method::HEAD);
        if let Some(held) = self
            .tag
            .as_ref()
            .filter(|_| reading)
            .and_then(|tag| already_held(request.headers(), tag))
        {
            let mut response = HttpResponse::NotModified();
            if let Some(cache) = self.headers.0.iter().find(|(name, _)| name == CACHE_CONTROL.as_str()) {
                response.insert_header((CACHE_CONTROL, cache.1.clone()));
            }
            return response.insert_header((ETAG, held)).finish();
        }
        let mut response = HttpResponse::build(self.status);
        for (name, value) in self.stored_headers().0 {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name.as_ref()), HeaderValue::try_from(value)) {
                response.insert_header((name, value));
            }
        }
        if self.body.is_empty() {
            response.finish()
        } else {
            response.body(self.body)
        }
    }
}
