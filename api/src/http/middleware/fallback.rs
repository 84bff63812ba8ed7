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
    let Some(methods) = state.operations.methods(request.path()) else {
        return Err(Problem::not_found());
    };
    let allow = methods.join(", ");
    if request.method() == Method::OPTIONS {
        return Ok(HttpResponse::NoContent().insert_header((ALLOW, allow)).finish());
    }
    Err(Problem::new(Code::MethodNotAllowed).header("allow", allow))
}
