//! Whose forms the desk reads.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::HeaderValue;
use actix_web::{FromRequest, HttpRequest};

use crate::http::{Code, Problem};

/// A form that one of the hub's own pages sends: another site's is refused, since there is no password to stop it.
/// Browsers say which it is (`Sec-Fetch-Site`); whoever says nothing is none.
#[derive(Debug)]
pub(super) struct OwnForm;

impl FromRequest for OwnForm {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let site = request.headers().get("sec-fetch-site");
        ready(match site.map(HeaderValue::as_bytes) {
            None | Some(b"same-origin" | b"none") => Ok(Self),
            Some(_) => Err(Problem::new(Code::Forbidden)),
        })
    }
}
