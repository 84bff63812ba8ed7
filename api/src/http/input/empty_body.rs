//! `EmptyBody`: for actions that need no more than their address.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures::future::LocalBoxFuture;
use serde_json::{Value, json};

use super::body::{BODY_LIMIT, check_type, is_absent, whole};
use super::fingerprint::Fingerprint;
use super::json::{self, Nulls};
use crate::http::problem::{InputFault, Problem};

/// No body, `null`, or an empty object; anything else is refused, lest somebody think it was heard.
#[derive(Debug, Clone, Copy)]
pub struct EmptyBody;

impl FromRequest for EmptyBody {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        whole(request, payload, BODY_LIMIT, |request, bytes| {
            // All of these mean the same, so they have the same fingerprint.
            request.extensions_mut().insert(Fingerprint::of_json(&json!({})));
            if is_absent(&bytes) {
                return Ok(Self);
            }
            check_type(request.headers(), &request.content_type().to_ascii_lowercase())?;
            match json::parse(&bytes, Nulls::Refused)?.value {
                Value::Object(members) if members.is_empty() => Ok(Self),
                _ => Err(Problem::at("", InputFault::BodyUnexpected)),
            }
        })
    }
}
