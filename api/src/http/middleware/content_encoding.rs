//! 415: bodies are read as they are sent. What is compressed could be a thousand times as large as it arrives, and
//! actix's own extractors would unpack it all.

use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_ENCODING, HeaderMap};
use actix_web::middleware::Next;

use crate::http::problem::{Code, Problem};

/// See the module.
pub(super) async fn refuse<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if is_encoded(request.headers()) {
        let problem = Problem::new(Code::UnsupportedMediaType)
            .because(
                "Les corps de requête ne sont pas compressés.",
                "Request bodies are not compressed.",
            )
            .header("accept-encoding", "identity");
        return Ok(request.error_response(problem));
    }
    next.call(request).await.map(ServiceResponse::map_into_boxed_body)
}

fn is_encoded(headers: &HeaderMap) -> bool {
    let mut encodings = headers.get_all(CONTENT_ENCODING);
    encodings.any(|encoding| !encoding.as_bytes().trim_ascii().eq_ignore_ascii_case(b"identity"))
}
