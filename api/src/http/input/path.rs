//! `PathOf<T>`: what the address names. An id that is none names nothing: 404.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;

use crate::http::problem::Problem;

/// The parameters of the path, typed.
#[derive(Debug, Clone)]
pub struct PathOf<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for PathOf<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        // `%00` decodes to a character that no stored text holds.
        let holds_null = request
            .match_info()
            .iter()
            .any(|(_, value)| value.contains("%00") || value.contains('\0'));
        if holds_null {
            return ready(Err(Problem::not_found()));
        }
        #[expect(clippy::disallowed_types, reason = "here it is made the extractor of the hub")]
        let parsed = web::Path::<T>::from_request(request, payload).into_inner();
        ready(
            parsed
                .map(|path| Self(path.into_inner()))
                .map_err(|_| Problem::not_found()),
        )
    }
}
