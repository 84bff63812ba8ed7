//! `OptionalBody<T>`: a JSON body that may be left away altogether.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde_json::json;
use validator::Validate;

use super::body::{BODY_LIMIT, is_absent, typed, whole};
use super::fingerprint::Fingerprint;
use crate::http::problem::Problem;

/// As [`Body`](super::Body), or the default where none is sent. No body, `null` and `{}` mean the same.
#[derive(Debug, Clone)]
pub struct OptionalBody<T>(pub T);

impl<T: DeserializeOwned + Validate + Default + 'static> FromRequest for OptionalBody<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        whole(request, payload, BODY_LIMIT, |request, bytes| {
            if is_absent(&bytes) {
                request.extensions_mut().insert(Fingerprint::of_json(&json!({})));
                return Ok(Self(T::default()));
            }
            typed(request, &bytes, |_| Ok(())).map(Self)
        })
    }
}
