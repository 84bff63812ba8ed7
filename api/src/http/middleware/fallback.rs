//! Where no route answers: 405 with `Allow` if the path has other methods, 404 otherwise. The route macros alone
//! would answer 404 for both.

use actix_web::http::Method;
use actix_web::http::header::ALLOW;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::MiddlewareState;
use crate::http::problem::{Code, Problem};

/// See the module.
pub(super) async fn fallback(request: HttpRequest, state: Data<MiddlewareState>) -> Result<HttpResponse, Problem> {
    if request.method() == Method::OPTIONS
        && let Some(allow) = allowed(&state, &request)
    {
        return Ok(HttpResponse::NoContent().insert_header((ALLOW, allow)).finish());
    }
    Err(not_allowed(&state, &request))
}

/// The problem of a method that a path does not have: 404 where there is no such path.
pub fn not_allowed(state: &MiddlewareState, request: &HttpRequest) -> Problem {
    match allowed(state, request) {
        Some(allow) => Problem::new(Code::MethodNotAllowed).header("allow", allow),
        None => Problem::not_found(),
    }
}

fn allowed(state: &MiddlewareState, request: &HttpRequest) -> Option<String> {
    Some(state.operations.methods(request.path())?.join(", "))
}
