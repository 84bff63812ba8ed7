//! `PathOf<T>`: what the address names. An id that is none names nothing: 404.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;

use crate::http::middleware::{MiddlewareState, fallback};
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
            return ready(Err(nothing_named(request)));
        }
        #[expect(clippy::disallowed_types, reason = "here it is made the extractor of the hub")]
        let parsed = web::Path::<T>::from_request(request, payload).into_inner();
        ready(
            parsed
                .map(|path| Self(path.into_inner()))
                .map_err(|_| nothing_named(request)),
        )
    }
}

/// 404; or 405 where the path is one of another name (`/v1/sessions/refresh`), and only looks like one with an id.
fn nothing_named(request: &HttpRequest) -> Problem {
    let state = request.app_data::<Data<MiddlewareState>>();
    match state.filter(|state| state.operations.has_path(request.path())) {
        Some(state) => fallback::not_allowed(state, request),
        None => Problem::not_found(),
    }
}
