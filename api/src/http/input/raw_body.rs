//! `RawBody`: what was sent, byte by byte, for whoever checks a signature over it before reading.

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap};
use actix_web::{FromRequest, HttpRequest};
use bytes::Bytes;
use futures::future::LocalBoxFuture;

use super::body::{self, BODY_LIMIT};
use crate::http::problem::Problem;

/// The body as it came, of whatever type, with the headers it came under.
#[derive(Debug, Clone)]
pub struct RawBody<const LIMIT: usize = BODY_LIMIT> {
    /// Every byte.
    pub bytes: Bytes,
    headers: HeaderMap,
}

impl<const LIMIT: usize> RawBody<LIMIT> {
    /// A header, if it is there once and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name);
        let value = values.next()?.to_str().ok()?;
        values.next().is_none().then_some(value)
    }

    /// 415 unless it says that it is JSON.
    pub fn require_json(&self) -> Result<(), Problem> {
        let media_type = self.header(CONTENT_TYPE.as_str()).unwrap_or_default();
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        body::check_type(&self.headers, &essence.to_ascii_lowercase())
    }
}

impl<const LIMIT: usize> FromRequest for RawBody<LIMIT> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        body::whole(request, payload, LIMIT, |request, bytes| {
            let (bytes, headers) = (bytes.freeze(), request.headers().clone());
            Ok(Self { bytes, headers })
        })
    }
}
