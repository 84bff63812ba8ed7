//! A compressed body is another representation, so it has another tag: the encoding is added to the `ETag` once the
//! compression has chosen one. On the way in it is stripped again (`http::output::IfMatch`).

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, ETAG, HeaderValue};
use actix_web::middleware::Next;

/// See the module.
pub(super) async fn mark<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    // A header that nobody can read says nothing; left in place, the compression would answer 406 for it.
    let readable = request
        .headers()
        .get_all(ACCEPT_ENCODING)
        .all(|value| value.to_str().is_ok());
    if !readable {
        request.headers_mut().remove(ACCEPT_ENCODING);
    }
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    // Said to the compression, by answers that go out as they are; to nobody else (RFC 9110, 8.4.1).
    if headers
        .get(CONTENT_ENCODING)
        .is_some_and(|encoding| encoding == "identity")
    {
        headers.remove(CONTENT_ENCODING);
    }
    let tag = headers.get(ETAG).and_then(|value| value.to_str().ok());
    let encoding = headers.get(CONTENT_ENCODING).and_then(|value| value.to_str().ok());
    if let (Some(tag), Some(encoding)) = (tag.and_then(|tag| tag.strip_suffix('"')), encoding)
        && let Ok(marked) = HeaderValue::from_str(&format!("{tag}-{encoding}\""))
    {
        headers.insert(ETAG, marked);
    }
    Ok(response)
}
