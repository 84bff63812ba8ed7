//! 414: every pattern of the contract is held against a path, so a long one costs more than it brings.

use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Uri;
use actix_web::middleware::Next;

use crate::http::problem::{Code, Problem};

/// The bytes of a path and query that are looked at: far more than any address that the hub gives out has.
const MOST_BYTES: usize = 4 * 1024;

/// See the module.
pub(super) async fn refuse<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if is_too_long(request.uri()) {
        let problem = Problem::new(Code::UriTooLong).because(
            format!("Au plus {MOST_BYTES} octets."),
            format!("At most {MOST_BYTES} bytes."),
        );
        return Ok(request.error_response(problem));
    }
    next.call(request).await.map(ServiceResponse::map_into_boxed_body)
}

/// Whether an address is longer than any that leads somewhere.
pub(super) fn is_too_long(uri: &Uri) -> bool {
    let address = uri.path_and_query().map_or("", |address| address.as_str());
    address.len() > MOST_BYTES
}
