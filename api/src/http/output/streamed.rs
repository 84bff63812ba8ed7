//! `Streamed`: an answer whose body goes from the storage to the client piece by piece, at the client's pace.

use std::ops::Range;

use actix_web::body::{BoxBody, SizedStream};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_ENCODING, HeaderName};
use actix_web::{HttpRequest, HttpResponse, Responder};
use bytes::Bytes;
use integrations::files::Content;

use super::range::ByteRange;
use super::reply::Reply;
use crate::http::problem::Problem;

/// A stored object as an answer: never in memory whole, however many read it, and however slowly.
#[derive(Debug)]
pub struct Streamed {
    head: Reply,
    content: Content,
}

impl Streamed {
    /// The bytes of an object. Its `ETag` is made of their SHA-256, since they are not read to make one. Where the content turns
    /// out not to be what was stored, the answer is cut off before its end.
    pub fn new(media_type: &str, content: Content, sha256: &[u8]) -> Self {
        let head = Reply::bytes(media_type, Bytes::new()).version_of(1, sha256);
        Self {
            // They go out as they lie there: their length is known, and nothing is kept back to compress it.
            head: head.header(&CONTENT_ENCODING, "identity"),
            content,
        }
    }

    /// For what is opened by a link: kept by no cache.
    #[must_use]
    pub fn never_stored(mut self) -> Self {
        self.head = self.head.never_stored();
        self
    }

    /// Adds or replaces a header.
    #[must_use]
    pub fn header(mut self, name: &HeaderName, value: impl Into<String>) -> Self {
        self.head = self.head.header(name, value);
        self
    }
}

/// The head of an answer with an object's bytes, or with a part of them, before these are read.
#[derive(Debug)]
pub struct StreamedPart {
    head: Reply,
    part: Option<Range<u64>>,
}

impl StreamedPart {
    /// What is asked for of an object of so many bytes. 416 where it has no such part.
    pub fn of(media_type: &str, size: u64, sha256: &[u8], asked: &ByteRange) -> Result<Self, Problem> {
        let head = Reply::bytes(media_type, Bytes::new()).version_of(1, sha256);
        let (head, part) = head.of_part(size, asked)?;
        Ok(Self { head, part })
    }

    /// Which bytes to read; all of them where none are named.
    pub fn part(&self) -> Option<Range<u64>> {
        self.part.clone()
    }

    /// The answer with the bytes that were read.
    pub fn with(self, content: Content) -> Streamed {
        Streamed {
            head: self.head,
            content,
        }
    }
}

impl Responder for Streamed {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let head = self.head.respond_to(request);
        if head.status() == StatusCode::NOT_MODIFIED {
            return head;
        }
        let Content { range, stream, .. } = self.content;
        head.set_body(BoxBody::new(SizedStream::new(range.end - range.start, stream)))
    }
}
