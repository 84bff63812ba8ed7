//! `OptionalBody<T>`: a JSON body that may be left away altogether.

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde_json::json;
use validator::Validate;

use super::body::Body;
use super::fingerprint::Fingerprint;
use crate::http::problem::Problem;

/// As [`Body`], or the default where no body is sent. No body and `{}` mean the same.
#[derive(Debug, Clone)]
pub struct OptionalBody<T>(pub T);

impl<T: DeserializeOwned + Validate + Default + 'static> FromRequest for OptionalBody<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if !announces_body(request) {
            request.extensions_mut().insert(Fingerprint::of_json(&json!({})));
            return Box::pin(async { Ok(Self(T::default())) });
        }
        let body = Body::<T>::from_request(request, payload);
        Box::pin(async move { body.await.map(|Body(value)| Self(value)) })
    }
}

fn announces_body(request: &HttpRequest) -> bool {
    let headers = request.headers();
    let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    headers.contains_key(TRANSFER_ENCODING) || length.is_some_and(|length| length.trim() != "0")
}
