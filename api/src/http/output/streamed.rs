//! `Streamed`: an answer whose body goes from the storage to the client piece by piece, at the client's pace.

use actix_web::body::{BoxBody, SizedStream};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_ENCODING, HeaderName};
use actix_web::{HttpRequest, HttpResponse, Responder};
use bytes::Bytes;
use integrations::files::Content;

use super::reply::Reply;

/// A stored object as an answer: never in memory whole, however many read it, and however slowly.
#[derive(Debug)]
pub struct Streamed {
    head: Reply,
    content: Content,
}

impl Streamed {
    /// The bytes of an object. Its `ETag` is made of their SHA-256, since they are not read to make one.
    pub fn new(media_type: &str, content: Content, sha256: &[u8]) -> Self {
        let head = Reply::bytes(media_type, Bytes::new()).version_of(1, sha256);
        Self {
            // They go out as they lie there: their length is known, and nothing is kept back to compress it.
            head: head.header(&CONTENT_ENCODING, "identity"),
            content,
        }
    }

    /// Adds or replaces a header.
    #[must_use]
    pub fn header(mut self, name: &HeaderName, value: impl Into<String>) -> Self {
        self.head = self.head.header(name, value);
        self
    }
}

impl Responder for Streamed {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let head = self.head.respond_to(request);
        if head.status() == StatusCode::NOT_MODIFIED {
            return head;
        }
        head.set_body(BoxBody::new(SizedStream::new(self.content.size, self.content.stream)))
    }
}
